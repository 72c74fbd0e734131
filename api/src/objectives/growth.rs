//! The arithmetic of objectives: the path that a promise asks for, how a course stands to it, and where it leads. Time is
//! counted in days between two dates, so that a path ends on its last day with exactly what was promised.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a path goes from its beginning to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PathModel {
    /// The same percent every year.
    #[default]
    Geometric,
    /// The same number every year.
    Linear,
}

/// How a course stands to its promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObjectiveState {
    /// What was promised is reached.
    Achieved,
    /// At the path or ahead of it.
    OnTrack,
    /// Behind it by a fifth of the way at most.
    AtRisk,
    /// Further behind, or the time is over.
    OffTrack,
    /// Nothing to judge by.
    NoData,
}

/// A course that is not further behind than this share of the way is at risk, not lost.
const AT_RISK: f64 = 0.8;

/// The growth a year that makes this factor in so many years.
pub fn yearly(factor: f64, years: f64) -> Option<f64> {
    (factor > 0.0 && years > 0.0).then(|| (factor.ln() / years).exp_m1()).filter(|growth| growth.is_finite())
}

/// From where, to where, and in what time.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub start: NaiveDate,
    pub end: NaiveDate,
    /// As many years as the promise gives to the stretch from `start` to `end`.
    pub years: f64,
    pub baseline: f64,
    pub target: f64,
}

fn days(from: NaiveDate, to: NaiveDate) -> f64 {
    // Centuries of days are exact.
    f64::from(i32::try_from((to - from).num_days()).unwrap_or(i32::MAX))
}

impl Plan {
    /// Years of the promise that have gone by on this day.
    pub fn elapsed(&self, on: NaiveDate) -> f64 {
        self.years * days(self.start, on) / days(self.start, self.end)
    }

    /// What the path asks for on this day: nothing before it begins, and what was promised after it ends. No percent leads
    /// from or to nothing.
    pub fn expected(&self, model: PathModel, on: NaiveDate) -> Option<f64> {
        if on < self.start {
            return None;
        }
        if on >= self.end {
            return Some(self.target);
        }
        let part = days(self.start, on) / days(self.start, self.end);
        match model {
            PathModel::Linear => Some(self.baseline + (self.target - self.baseline) * part),
            PathModel::Geometric if self.baseline > 0.0 && self.target > 0.0 => {
                Some(self.baseline * (self.target / self.baseline).powf(part))
            }
            PathModel::Geometric => None,
        }
    }

    /// By the last value, of this day, that was measured.
    pub fn state(&self, model: PathModel, on: NaiveDate, actual: f64) -> ObjectiveState {
        // A promise to have fewer is kept by fewer.
        let sense = if self.target < self.baseline { -1.0 } else { 1.0 };
        if (actual - self.target) * sense >= 0.0 {
            return ObjectiveState::Achieved;
        }
        if on >= self.end {
            return ObjectiveState::OffTrack;
        }
        let Some(expected) = self.expected(model, on) else { return ObjectiveState::NoData };
        let (way, gone) = ((expected - self.baseline) * sense, (actual - self.baseline) * sense);
        if gone >= way {
            ObjectiveState::OnTrack
        } else if gone >= way * AT_RISK {
            ObjectiveState::AtRisk
        } else {
            ObjectiveState::OffTrack
        }
    }
}

/// How a forecast was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ForecastMethod {
    /// The line through two values, which says nothing of its uncertainty.
    TwoPoints,
    /// Least squares on the values.
    LinearRegression,
    /// Least squares on the logarithms of the values.
    LogLinearRegression,
}

/// Where a course leads if it goes on as it went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    pub value: f64,
    /// Within these the value lies in 95 of 100 cases; of three values or more.
    pub interval: Option<(f64, f64)>,
    pub method: ForecastMethod,
}

/// Student's t for 95 % on both sides, by degrees of freedom from 1 on; beyond, the normal distribution's.
const STUDENT: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110,
    2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/// From values at times (in years) to the value at another one. A percent a year has no meaning for values that are not
/// above nothing: those are taken as they are.
pub fn forecast(model: PathModel, points: &[(f64, f64)], at: f64) -> Option<Forecast> {
    let logarithmic = model == PathModel::Geometric && points.iter().all(|(_, value)| *value > 0.0);
    let to = |value: f64| if logarithmic { value.ln() } else { value };
    let back = |value: f64| if logarithmic { value.exp() } else { value };
    let points: Vec<(f64, f64)> = points.iter().map(|(time, value)| (*time, to(*value))).collect();
    let count = f64::from(u16::try_from(points.len()).ok()?);
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (time, value) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f64 = points.iter().map(|(x, _)| (x - time).powi(2)).sum();
    if points.len() < 2 || spread == 0.0 {
        return None;
    }
    let slope = points.iter().map(|(x, y)| (x - time) * (y - value)).sum::<f64>() / spread;
    let line = |x: f64| value + slope * (x - time);
    let freedom = points.len() - 2;
    let interval = (freedom > 0).then(|| {
        let rest: f64 = points.iter().map(|(x, y)| (y - line(*x)).powi(2)).sum();
        let error = (rest / (count - 2.0) * (1.0 + 1.0 / count + (at - time).powi(2) / spread)).sqrt();
        let margin = STUDENT.get(freedom - 1).copied().unwrap_or(1.960) * error;
        (back(line(at) - margin), back(line(at) + margin))
    });
    let method = match (points.len(), logarithmic) {
        (2, _) => ForecastMethod::TwoPoints,
        (_, true) => ForecastMethod::LogLinearRegression,
        (_, false) => ForecastMethod::LinearRegression,
    };
    let value = back(line(at));
    let sound = value.is_finite() && interval.is_none_or(|(low, high)| low.is_finite() && high.is_finite());
    sound.then_some(Forecast { value, interval, method })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    fn jobs() -> Plan {
        Plan { start: date(2014, 11, 1), end: date(2024, 11, 1), years: 10.0, baseline: 10_000.0, target: 20_000.0 }
    }

    #[test]
    fn the_growth_that_was_promised() {
        let percent = |factor, years| yearly(factor, years).map(|growth| (growth * 1e4).round() / 100.0);
        assert_eq!(percent(2.0, 10.0), Some(7.18));
        assert_eq!(percent(1.5, 6.0), Some(6.99));
        assert_eq!(percent(2.0, 6.0), Some(12.25));
        assert_eq!(percent(2.0, 3.0), Some(25.99));
        assert_eq!(percent(1.2, 3.0), Some(6.27));
        assert_eq!((yearly(0.0, 3.0), yearly(2.0, 0.0), yearly(-1.0, 3.0)), (None, None, None));
    }

    #[test]
    fn a_path_begins_and_ends_with_what_was_stated() {
        for model in [PathModel::Linear, PathModel::Geometric] {
            assert_eq!(jobs().expected(model, date(2014, 11, 1)), Some(10_000.0));
            assert_eq!(jobs().expected(model, date(2024, 11, 1)), Some(20_000.0));
            assert_eq!(jobs().expected(model, date(2030, 1, 1)), Some(20_000.0));
            assert_eq!(jobs().expected(model, date(2014, 10, 31)), None);
        }
        let nothing = Plan { baseline: 0.0, ..jobs() };
        assert_eq!(nothing.expected(PathModel::Geometric, date(2020, 1, 1)), None);
        assert!(nothing.expected(PathModel::Linear, date(2020, 1, 1)).is_some());
    }

    #[test]
    fn a_state_is_told_by_how_much_of_the_way_is_gone() {
        // Half the time, so half the way: 15,000.
        let (half, plan) = (date(2019, 11, 1), jobs());
        let state = |actual| plan.state(PathModel::Linear, half, actual);
        assert_eq!(state(15_010.0), ObjectiveState::OnTrack);
        assert_eq!(state(14_500.0), ObjectiveState::AtRisk);
        assert_eq!(state(13_900.0), ObjectiveState::OffTrack);
        assert_eq!(state(20_000.0), ObjectiveState::Achieved);
        assert_eq!(plan.state(PathModel::Linear, date(2025, 1, 1), 19_999.0), ObjectiveState::OffTrack);
        let fewer = Plan { baseline: 100.0, target: 50.0, ..plan };
        assert_eq!(fewer.state(PathModel::Linear, half, 50.0), ObjectiveState::Achieved);
        assert_eq!(fewer.state(PathModel::Linear, half, 70.0), ObjectiveState::OnTrack);
        assert_eq!(fewer.state(PathModel::Linear, half, 79.0), ObjectiveState::AtRisk);
        assert_eq!(fewer.state(PathModel::Linear, half, 99.0), ObjectiveState::OffTrack);
    }

    #[test]
    fn a_forecast_says_how_sure_it_is() {
        assert_eq!(forecast(PathModel::Linear, &[(0.0, 1.0)], 2.0), None);
        assert_eq!(forecast(PathModel::Linear, &[(1.0, 1.0), (1.0, 2.0)], 2.0), None);
        let two = forecast(PathModel::Linear, &[(0.0, 10.0), (1.0, 12.0)], 5.0).expect("a line");
        assert_eq!((two.value, two.interval, two.method), (20.0, None, ForecastMethod::TwoPoints));
        // Worked out apart, by the textbook's formula for a single new value.
        let four = forecast(PathModel::Linear, &[(0.0, 10.0), (1.0, 12.0), (2.0, 13.0), (3.0, 16.0)], 5.0).expect("a line");
        let (low, high) = four.interval.expect("an interval");
        assert!((four.value - 19.4).abs() < 1e-9 && (low - 14.503).abs() < 0.01 && (high - 24.297).abs() < 0.01, "{four:?}");
        // What grows by a tenth each year goes on to do so, without doubt.
        let steady: Vec<(f64, f64)> = (0..5).map(|year| (f64::from(year), 100.0 * 1.1_f64.powi(year))).collect();
        let steady = forecast(PathModel::Geometric, &steady, 10.0).expect("a line");
        let (low, high) = steady.interval.expect("an interval");
        assert!((steady.value - 100.0 * 1.1_f64.powi(10)).abs() < 1e-6 && high - low < 1e-6, "{steady:?}");
    }
}
