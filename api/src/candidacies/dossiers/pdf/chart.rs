//! The course of an objective as a drawing: the path that was announced, what was counted, where it leads.

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use super::{
    paper::{ARDOISE, COLUMN, INK, JAUMONT, MARGIN, MOSELLE, Paper, SMALL, Style},
    words,
};
use crate::error::Language;

const HIGH: f32 = 150.0;
/// Left of the drawing, for the values of its scale.
const SCALE: f32 = 58.0;

/// Day and value.
type Points = Vec<(f64, f64)>;

pub struct Chart {
    path: Points,
    /// The path is in hundredths of a beginning that nobody states.
    pub is_index: bool,
    measured: Points,
    forecast: Option<(f64, f64)>,
}

impl Chart {
    /// Nothing where there is nothing to draw.
    pub fn of(trajectory: &Value, observations: &[&Value]) -> Option<Self> {
        let points = |member: &str| -> Points {
            let all = trajectory["path"].as_array().into_iter().flatten();
            all.filter_map(|point| Some((day(&point["on"])?, point[member].as_f64()?))).collect()
        };
        let measured: Points = observations.iter().filter_map(|one| Some((day(&one["on"])?, one["value"].as_f64()?))).collect();
        let expected = points("expected");
        // What was counted has no place on a scale of hundredths.
        let is_index = expected.is_empty() && measured.is_empty();
        let path = if is_index { points("index") } else { expected };
        let forecast = &trajectory["forecast"];
        let forecast = day(&forecast["on"]).zip(forecast["value"].as_f64());
        let chart = Self { path, is_index, measured, forecast };
        (chart.all().count() > 1).then_some(chart)
    }

    fn all(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.path.iter().chain(&self.measured).copied().chain(self.forecast)
    }

    /// The first and the last value of what it shows, each with its year.
    pub fn ends(&self, language: Language) -> [String; 4] {
        let shown = if self.path.is_empty() { &self.measured } else { &self.path };
        let say = |point: Option<&(f64, f64)>| {
            let (on, value) = point.copied().unwrap_or_default();
            [words::number(value, 1, language), year(on).to_string()]
        };
        let ([first, since], [last, until]) = (say(shown.first()), say(shown.last()));
        [first, since, last, until]
    }

    pub fn height() -> f32 {
        HIGH + 34.0
    }

    pub fn draw(&self, paper: &mut Paper, language: Language) {
        let (top, left, right) = (paper.y() + 8.0, MARGIN + SCALE, MARGIN + COLUMN - 8.0);
        let bottom = top + HIGH;
        let span = |values: &mut dyn Iterator<Item = f64>| {
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
        };
        let (first, last) = span(&mut self.all().map(|(on, _)| on));
        let (low, high) = span(&mut self.all().map(|(_, value)| value));
        let step = step((high - low.min(0.0)).max(1e-9) / 4.0);
        let (floor, ceiling) = ((low.min(0.0) / step).floor() * step, (high / step).ceil() * step);
        let place = |(on, value): (f64, f64)| {
            let along = (on - first) / (last - first).max(1.0);
            let up = (value - floor) / (ceiling - floor).max(1e-9);
            (left + along as f32 * (right - left), bottom - up as f32 * HIGH)
        };
        let lines = ((ceiling - floor) / step).round() as i32;
        for line in 0..=lines {
            let value = floor + f64::from(line) * step;
            let (_, y) = place((first, value));
            paper.line(&[(left, y), (right, y)], JAUMONT, 0.6, false);
            let says = words::number(value, 2, language);
            let x = left - 6.0 - paper.width(&says, SMALL);
            paper.label(x, y + 3.0, &says, SMALL);
        }
        let begins = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).map(|on| f64::from(on.num_days_from_ce()));
        let years: Vec<(i32, f64)> =
            (year(first)..=year(last)).filter_map(|year| Some((year, begins(year)?))).filter(|(_, on)| *on >= first).collect();
        for (year, on) in years.iter().step_by(years.len().div_ceil(9).max(1)) {
            let (x, _) = place((*on, floor));
            paper.label(x - 9.0, bottom + 13.0, &year.to_string(), SMALL);
        }
        let drawn = |points: &Points| points.iter().map(|point| place(*point)).collect::<Vec<_>>();
        paper.line(&drawn(&self.path), MOSELLE, 1.2, true);
        let measured = drawn(&self.measured);
        paper.line(&measured, INK, 1.6, false);
        measured.iter().for_each(|at| dot(paper, *at));
        if let Some((point, last)) = self.forecast.zip(self.measured.last()) {
            paper.line(&[place(*last), place(point)], ARDOISE, 1.2, true);
        }
        paper.skip(HIGH + 26.0);
        self.legend(paper, left, language);
    }

    /// What each line is, by words beside a piece of it.
    fn legend(&self, paper: &mut Paper, left: f32, language: Language) {
        let (y, mut x) = (paper.y() + 8.0, left);
        let path = if self.is_index { words::PATH_INDEX } else { words::PATH };
        let lines = [(!self.path.is_empty(), path, MOSELLE, true), (!self.measured.is_empty(), words::MEASURED, INK, false)];
        for (_, words, colour, dashed) in lines.into_iter().filter(|(is_there, ..)| *is_there) {
            paper.line(&[(x, y - 3.0), (x + 18.0, y - 3.0)], colour, 1.4, dashed);
            let (says, style) = (words.say(language, &[]), Style { colour: INK, ..SMALL });
            paper.label(x + 23.0, y, &says, style);
            x += 40.0 + paper.width(&says, style);
        }
        paper.skip(14.0);
    }
}

fn dot(paper: &mut Paper, (x, y): (f32, f32)) {
    let corner = |number: i32| {
        let angle = number as f32 * std::f32::consts::TAU / 12.0;
        (x + 2.6 * angle.cos(), y + 2.6 * angle.sin())
    };
    paper.area(&(0..12).map(corner).collect::<Vec<_>>(), INK);
}

fn day(value: &Value) -> Option<f64> {
    value.as_str()?.parse::<NaiveDate>().ok().map(|on| f64::from(on.num_days_from_ce()))
}

fn year(day: f64) -> i32 {
    NaiveDate::from_num_days_from_ce_opt(day as i32).map_or(0, |on| on.year())
}

/// The next round number: 1, 2 or 5 and zeros.
fn step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= least).unwrap_or(least)
}
