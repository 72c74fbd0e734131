//! Working days as each site keeps them, and the deadlines counted in them.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{clock::ZONE, http::LangText};

/// The hours between which a site works: people are reminded at the first, a deadline falls at the last.
const MORNING: u32 = 8;
const EVENING: u32 = 18;

/// Which public holidays a site keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// The holidays of France.
    National,
    /// Good Friday and 26 December besides, by local law in Moselle and Alsace.
    AlsaceMoselle,
}

impl Calendar {
    pub fn from_name(name: &str) -> Self {
        if name == "alsace_moselle" { Self::AlsaceMoselle } else { Self::National }
    }

    pub fn is_holiday(self, day: NaiveDate) -> bool {
        let fixed =
            matches!((day.month(), day.day()), (1, 1) | (5, 1) | (5, 8) | (7, 14) | (8, 15) | (11, 1) | (11, 11) | (12, 25));
        let from_easter = easter(day.year()).map(|easter| (day - easter).num_days());
        let movable = matches!(from_easter, Some(1 | 39 | 50));
        let local = self == Self::AlsaceMoselle && ((day.month(), day.day()) == (12, 26) || from_easter == Some(-2));
        fixed || movable || local
    }
}

/// Days on which a site is closed besides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClosedDays {
    pub from_on: NaiveDate,
    /// The last day of it.
    pub until_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<LangText>,
}

/// The days on which a site works.
#[derive(Clone, Debug)]
pub struct WorkingDays {
    pub calendar: Calendar,
    pub closures: Vec<ClosedDays>,
}

impl WorkingDays {
    pub fn of(calendar: &str, closures: Vec<ClosedDays>) -> Self {
        Self { calendar: Calendar::from_name(calendar), closures }
    }

    pub fn contain(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.calendar.is_holiday(day) && !self.is_closure(day)
    }

    /// Whether the site is closed on this day besides.
    pub fn is_closure(&self, day: NaiveDate) -> bool {
        self.closures.iter().any(|closure| (closure.from_on..=closure.until_on).contains(&day))
    }

    /// 18:00 in Paris on the `days`th working day after the day of `start`.
    pub fn deadline(&self, start: DateTime<Utc>, days: u32) -> DateTime<Utc> {
        at_hour(self.after(day_of(start), days), EVENING)
    }

    /// 8:00 in Paris on the `days`th working day after the day of `start`.
    pub fn morning(&self, start: DateTime<Utc>, days: u32) -> DateTime<Utc> {
        at_hour(self.after(day_of(start), days), MORNING)
    }

    /// 8:00 in Paris on the last working day before the day of `end`.
    pub fn morning_before(&self, end: DateTime<Utc>) -> DateTime<Utc> {
        let mut day = day_of(end) - Days::new(1);
        while !self.contain(day) {
            day = day - Days::new(1);
        }
        at_hour(day, MORNING)
    }

    fn after(&self, mut day: NaiveDate, days: u32) -> NaiveDate {
        let mut left = days;
        while left > 0 {
            day = day + Days::new(1);
            if self.contain(day) {
                left -= 1;
            }
        }
        day
    }

    /// How many working days begin after the day of `from`, up to and with the day of `to`; negative when `to` is earlier.
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        let (from, to) = (day_of(from), day_of(to));
        let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
        let days = first.iter_days().skip(1).take_while(|day| *day <= last);
        sign * days.filter(|day| self.contain(*day)).count() as i64
    }
}

fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&ZONE).date_naive()
}

fn at_hour(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    let at = day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default());
    // These hours exist once on every day: the clocks change at night.
    ZONE.from_local_datetime(&at).earliest().map_or_else(|| at.and_utc(), |at| at.with_timezone(&Utc))
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm, as in Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn days(calendar: Calendar) -> WorkingDays {
        WorkingDays { calendar, closures: vec![] }
    }

    #[test]
    fn easter_falls_where_the_church_says() {
        for day in ["2015-04-05", "2024-03-31", "2025-04-20", "2026-04-05", "2038-04-25"] {
            assert_eq!(easter(date(day).year()), Some(date(day)));
        }
    }

    #[test]
    fn metz_rests_on_good_friday_and_saint_stephens_day_and_nancy_does_not() {
        for day in ["2026-04-03", "2025-12-26"] {
            assert!(!days(Calendar::AlsaceMoselle).contain(date(day)), "{day}");
            assert!(days(Calendar::National).contain(date(day)), "{day}");
        }
        for day in ["2026-04-06", "2026-05-14", "2026-05-25", "2026-07-14", "2026-11-21"] {
            assert!(!days(Calendar::National).contain(date(day)), "{day}");
        }
    }

    #[test]
    fn a_deadline_is_at_six_in_the_evening_in_paris_in_winter_and_in_summer() {
        assert_eq!(days(Calendar::National).deadline(at("2026-11-20T09:00:00Z"), 1), at("2026-11-23T17:00:00Z"));
        assert_eq!(days(Calendar::National).deadline(at("2026-06-19T09:00:00Z"), 5), at("2026-06-26T16:00:00Z"));
    }

    #[test]
    fn the_day_of_submission_is_the_one_in_paris() {
        // 23:30 UTC on a Monday in summer is Tuesday in Paris.
        assert_eq!(days(Calendar::National).deadline(at("2026-06-22T23:30:00Z"), 1), at("2026-06-24T16:00:00Z"));
    }

    #[test]
    fn working_days_between_two_instants_are_counted_both_ways() {
        let count = |from, to| days(Calendar::AlsaceMoselle).between(at(from), at(to));
        assert_eq!(count("2026-04-02T10:00:00Z", "2026-04-08T10:00:00Z"), 2);
        assert_eq!(count("2026-04-08T10:00:00Z", "2026-04-02T10:00:00Z"), -2);
        assert_eq!(count("2026-04-08T10:00:00Z", "2026-04-08T16:00:00Z"), 0);
    }

    #[test]
    fn a_closure_counts_no_day_and_its_last_day_is_in_it() {
        let closure = ClosedDays { from_on: date("2026-12-24"), until_on: date("2026-12-31"), reason: None };
        let days = WorkingDays { calendar: Calendar::National, closures: vec![closure] };
        assert_eq!(days.deadline(at("2026-12-22T09:00:00Z"), 3), at("2027-01-05T17:00:00Z"));
        assert_eq!(days.morning(at("2026-12-23T09:00:00Z"), 1), at("2027-01-04T07:00:00Z"));
        assert_eq!(days.morning_before(at("2027-01-04T17:00:00Z")), at("2026-12-23T07:00:00Z"));
        assert_eq!(days.between(at("2026-12-23T09:00:00Z"), at("2027-01-04T09:00:00Z")), 1);
    }
}
