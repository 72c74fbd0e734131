//! The shapes of spaces, when they are open, and by which rules they are booked; no database is known here.

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveTime, TimeZone, Timelike, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    clock::{self, ZONE},
    error::FieldCode,
    http::{FieldError, LangText, Period, Problem},
    identity::TotemRef,
    ids::SpaceId,
    totems::{calendar::WorkingDays, hours::OpeningHours},
};

/// A booking begins and ends on one of these minutes of an hour.
pub const STEP: u32 = 15;
/// A site may hold a unit no longer than this in one booking.
pub const LONGEST: Duration = Duration::days(366);

/// Something of a site that can be booked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Space {
    pub id: SpaceId,
    #[schema(example = "salle-de-demonstration")]
    pub slug: String,
    pub totem: TotemRef,
    pub kind: SpaceKind,
    pub name: LangText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<LangText>,
    /// How many there are, numbered from 1; a booking holds one of them.
    #[schema(minimum = 1, maximum = 200, example = 10)]
    pub units: i32,
    pub price: Price,
    /// In the civil time of the site, Europe/Paris.
    pub opening_hours: Vec<OpeningHours>,
    pub rules: BookingRules,
    pub status: SpaceStatus,
    /// Why it cannot be booked at present.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pause_reason: Option<LangText>,
    pub revision: i64,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpaceKind {
    Desk,
    Office,
    MeetingRoom,
    Machine,
}

impl SpaceKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Office => "office",
            Self::MeetingRoom => "meeting_room",
            Self::Machine => "machine",
        }
    }

    pub fn from_name(name: &str) -> Self {
        let all = [Self::Desk, Self::Office, Self::Machine];
        all.into_iter().find(|kind| kind.name() == name).unwrap_or(Self::MeetingRoom)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpaceStatus {
    Active,
    /// Nothing new is booked; what is booked stays.
    Paused,
}

impl SpaceStatus {
    pub fn name(self) -> &'static str {
        if self == Self::Active { "active" } else { "paused" }
    }

    pub fn from_name(name: &str) -> Self {
        if name == "active" { Self::Active } else { Self::Paused }
    }
}

/// What a unit costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"basis": "amount", "amount_minor": 1200, "currency": "EUR", "per": "hour"}))]
pub struct Price {
    pub basis: PriceBasis,
    /// With `amount`: in the smallest unit of the currency, taxes included.
    #[garde(custom(maybe_within::<1, 10_000_000>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000_000, example = 1200)]
    pub amount_minor: Option<i32>,
    /// With `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// With `amount`: for how long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<PriceUnit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceBasis {
    Free,
    /// The site says it when asked.
    OnRequest,
    Amount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Currency {
    #[serde(rename = "EUR")]
    Eur,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceUnit {
    Hour,
    HalfDay,
    Day,
    Week,
    Month,
}

impl Price {
    /// An amount has all of its members, and nothing else has any.
    pub fn check(&self) -> Result<(), Problem> {
        let Self { basis, amount_minor, currency, per } = self;
        let wanted = *basis == PriceBasis::Amount;
        let members = [
            ("/price/amount_minor", amount_minor.is_some()),
            ("/price/currency", currency.is_some()),
            ("/price/per", per.is_some()),
        ];
        let code = if wanted { FieldCode::Required } else { FieldCode::NotAllowed };
        let wrong = members.into_iter().filter(|(_, given)| *given != wanted);
        let errors: Vec<FieldError> = wrong.map(|(place, _)| FieldError::body(place, code)).collect();
        if errors.is_empty() { Ok(()) } else { Err(Problem::invalid(errors)) }
    }
}

/// By which rules a member books; agents of the site are held to none but that nobody else is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct BookingRules {
    #[garde(custom(within::<15, 44_640>))]
    #[schema(minimum = 15, maximum = 44_640, example = 30)]
    pub shortest_minutes: i32,
    #[garde(custom(within::<15, 44_640>))]
    #[schema(minimum = 15, maximum = 44_640, example = 480)]
    pub longest_minutes: i32,
    /// How long before its beginning at the latest.
    #[garde(custom(within::<0, 43_200>))]
    #[schema(minimum = 0, maximum = 43_200, example = 60)]
    pub notice_minutes: i32,
    /// How far ahead at most.
    #[garde(custom(within::<1, 730>))]
    #[schema(minimum = 1, maximum = 730, example = 90)]
    pub horizon_days: i32,
    /// Until how long before its beginning a booking can be cancelled freely.
    #[garde(custom(within::<0, 43_200>))]
    #[schema(minimum = 0, maximum = 43_200, example = 1440)]
    pub cancel_minutes: i32,
    pub late_cancellation: LateCancellation,
    /// Otherwise it is closed on the public holidays that the site keeps.
    #[schema(example = false)]
    pub open_on_holidays: bool,
}

/// What happens when that time has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LateCancellation {
    /// Only the site cancels.
    AskSite,
    /// It can be cancelled, and the price stays due.
    PriceDue,
}

impl BookingRules {
    /// The shortest is not longer than the longest.
    pub fn check(&self) -> Result<(), Problem> {
        if self.shortest_minutes <= self.longest_minutes {
            return Ok(());
        }
        let error = FieldError::body("/rules/longest_minutes", FieldCode::OutOfRange);
        Err(Problem::invalid(vec![error.with([self.shortest_minutes.to_string(), "44640".to_owned()])]))
    }
}

pub fn within<const MIN: i32, const MAX: i32>(number: &i32, (): &()) -> garde::Result {
    if (MIN..=MAX).contains(number) { Ok(()) } else { Err(garde::Error::new(format!("out_of_range|{MIN}|{MAX}"))) }
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
pub fn maybe_within<const MIN: i32, const MAX: i32>(number: &Option<i32>, context: &()) -> garde::Result {
    number.as_ref().map_or(Ok(()), |number| within::<MIN, MAX>(number, context))
}

/// The instant of a civil time at the sites. One that the clocks leave out is the next that they show, of one that they
/// show twice it is the first.
pub fn instant(day: NaiveDate, minutes: u32) -> DateTime<Utc> {
    let midnight = (day + Days::new(u64::from(minutes / 1440))).and_time(NaiveTime::MIN);
    let local = midnight + Duration::minutes(i64::from(minutes % 1440));
    let found = ZONE.from_local_datetime(&local).earliest();
    let found = found.or_else(|| ZONE.from_local_datetime(&(local + Duration::hours(1))).earliest());
    found.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

/// The same time of day, days later.
pub fn days_later(at: DateTime<Utc>, days: u64) -> DateTime<Utc> {
    let local = at.with_timezone(&ZONE);
    instant(local.date_naive() + Days::new(days), local.hour() * 60 + local.minute())
}

impl Space {
    /// Where the site shows it.
    pub fn page(&self) -> String {
        format!("/totems/{}/espaces/{}", self.totem.slug, self.slug)
    }

    /// When it is open on the days of this period, in order (never while its site is closed); what follows without a break is one.
    pub fn open(&self, days: &WorkingDays, within: Period) -> Vec<Period> {
        let (first, last) = (clock::day(within.starts_at), clock::day(within.ends_at));
        let mut open: Vec<Period> = vec![];
        for day in first.iter_days().take_while(|day| *day <= last) {
            let holiday = days.calendar.is_holiday(day) && !self.rules.open_on_holidays;
            if holiday || days.is_closure(day) {
                continue;
            }
            let weekday = day.weekday().num_days_from_monday();
            for OpeningHours { opens, closes, .. } in self.opening_hours.iter().filter(|hours| hours.weekday as u32 == weekday) {
                let (starts_at, ends_at) = (instant(day, opens.0), instant(day, closes.0));
                match open.last_mut() {
                    Some(before) if before.ends_at >= starts_at => before.ends_at = before.ends_at.max(ends_at),
                    _ => open.push(Period { starts_at, ends_at }),
                }
            }
        }
        open
    }

    /// Whether it begins and ends while the space is open.
    pub fn is_open(&self, days: &WorkingDays, period: Period) -> bool {
        let open = self.open(days, Period { starts_at: period.starts_at - Duration::days(1), ..period });
        let begins = open.iter().any(|open| open.starts_at <= period.starts_at && period.starts_at < open.ends_at);
        begins && open.iter().any(|open| open.starts_at < period.ends_at && period.ends_at <= open.ends_at)
    }

    /// What a member may not book at this moment, and why.
    pub fn refusal(&self, days: &WorkingDays, period: Period, now: DateTime<Utc>) -> Option<FieldError> {
        let BookingRules { shortest_minutes, longest_minutes, notice_minutes, horizon_days, .. } = self.rules;
        let minutes = period.length().num_minutes();
        if !(i64::from(shortest_minutes)..=i64::from(longest_minutes)).contains(&minutes) {
            let bounds = [shortest_minutes.to_string(), longest_minutes.to_string()];
            return Some(FieldError::body("/ends_at", FieldCode::BookingLength).with(bounds));
        }
        if period.starts_at < now + Duration::minutes(i64::from(notice_minutes)) {
            return Some(FieldError::body("/starts_at", FieldCode::TooSoon).with([notice_minutes.to_string()]));
        }
        if period.starts_at > now + Duration::days(i64::from(horizon_days)) {
            return Some(FieldError::body("/starts_at", FieldCode::TooFarAhead).with([horizon_days.to_string()]));
        }
        (!self.is_open(days, period)).then(|| FieldError::body("/starts_at", FieldCode::Closed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::totems::calendar::{Calendar, ClosedDays};

    fn days(calendar: Calendar) -> WorkingDays {
        WorkingDays { calendar, closures: vec![] }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn period(starts_at: &str, ends_at: &str) -> Period {
        Period { starts_at: at(starts_at), ends_at: at(ends_at) }
    }

    fn space(hours: serde_json::Value) -> Space {
        Space {
            id: SpaceId(uuid::Uuid::nil()),
            slug: String::new(),
            totem: TotemRef {
                id: crate::ids::TotemId(uuid::Uuid::nil()),
                slug: String::new(),
                name: String::new(),
                city: String::new(),
            },
            kind: SpaceKind::MeetingRoom,
            name: LangText::default(),
            description: None,
            units: 1,
            price: Price { basis: PriceBasis::Free, amount_minor: None, currency: None, per: None },
            opening_hours: serde_json::from_value(hours).expect("opening hours"),
            rules: BookingRules {
                shortest_minutes: 30,
                longest_minutes: 2880,
                notice_minutes: 60,
                horizon_days: 90,
                cancel_minutes: 1440,
                late_cancellation: LateCancellation::AskSite,
                open_on_holidays: false,
            },
            status: SpaceStatus::Active,
            pause_reason: None,
            revision: 1,
            updated_at: at("2026-01-01T00:00:00Z"),
        }
    }

    const EVERY_DAY: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    #[test]
    fn a_space_is_open_by_the_clock_on_its_wall_and_closed_on_the_holidays_of_its_site() {
        let hours: Vec<_> =
            EVERY_DAY.iter().map(|day| serde_json::json!({"weekday": day, "opens": "09:00", "closes": "18:00"})).collect();
        let space = space(hours.into());
        // The clocks go back on 25 October 2026.
        let open = space.open(&days(Calendar::National), period("2026-10-24T10:00:00Z", "2026-10-26T10:00:00Z"));
        let expected = [
            period("2026-10-24T07:00:00Z", "2026-10-24T16:00:00Z"),
            period("2026-10-25T08:00:00Z", "2026-10-25T17:00:00Z"),
            period("2026-10-26T08:00:00Z", "2026-10-26T17:00:00Z"),
        ];
        assert_eq!(open, expected);
        let boxing = period("2026-12-26T09:00:00Z", "2026-12-26T10:00:00Z");
        assert!(space.is_open(&days(Calendar::National), boxing) && !space.is_open(&days(Calendar::AlsaceMoselle), boxing));
        let day = "2026-12-28".parse().expect("a day");
        let closures = vec![ClosedDays { from_on: day, until_on: day, reason: None }];
        let shut = WorkingDays { calendar: Calendar::National, closures };
        let monday = period("2026-12-28T09:00:00Z", "2026-12-28T10:00:00Z");
        assert!(space.is_open(&days(Calendar::National), monday) && !space.is_open(&shut, monday), "its site is closed");
        assert_eq!(days_later(at("2026-10-20T07:30:00Z"), 7), at("2026-10-27T08:30:00Z"), "half past nine stays half past nine");
    }

    #[test]
    fn around_the_clock_is_one_stretch_and_a_night_within_it_can_be_booked() {
        let hours: Vec<_> =
            EVERY_DAY.iter().map(|day| serde_json::json!({"weekday": day, "opens": "00:00", "closes": "24:00"})).collect();
        let space = space(hours.into());
        assert_eq!(space.open(&days(Calendar::National), period("2026-10-24T10:00:00Z", "2026-10-26T10:00:00Z")).len(), 1);
        assert!(space.is_open(&days(Calendar::National), period("2026-10-24T20:00:00Z", "2026-10-25T06:00:00Z")));
    }

    #[test]
    fn each_rule_refuses_what_is_just_beyond_it_and_nothing_else() {
        let hours = serde_json::json!([{"weekday": "monday", "opens": "09:00", "closes": "12:00"},
            {"weekday": "monday", "opens": "14:00", "closes": "18:00"}]);
        let (space, now) = (space(hours), at("2026-06-01T06:00:00Z"));
        let code = |starts: &str, ends: &str| {
            let refused = space.refusal(&days(Calendar::National), period(starts, ends), now);
            refused.map(|error| error.code())
        };
        // A Monday in summer, at eight in Paris.
        assert_eq!(code("2026-06-01T07:00:00Z", "2026-06-01T07:30:00Z"), None);
        assert_eq!(code("2026-06-01T07:00:00Z", "2026-06-01T07:15:00Z"), Some(FieldCode::BookingLength));
        assert_eq!(code("2026-06-01T07:00:00Z", "2026-06-03T07:15:00Z"), Some(FieldCode::BookingLength));
        assert_eq!(code("2026-06-01T06:45:00Z", "2026-06-01T07:30:00Z"), Some(FieldCode::TooSoon));
        assert_eq!(code("2026-08-31T07:00:00Z", "2026-08-31T08:00:00Z"), Some(FieldCode::TooFarAhead));
        assert_eq!(code("2026-08-24T07:00:00Z", "2026-08-24T08:00:00Z"), None);
        assert_eq!(code("2026-06-01T09:30:00Z", "2026-06-01T10:30:00Z"), Some(FieldCode::Closed), "into the break");
        assert_eq!(code("2026-06-01T07:00:00Z", "2026-06-01T13:00:00Z"), None, "over the break");
        assert_eq!(code("2026-06-02T07:00:00Z", "2026-06-02T08:00:00Z"), Some(FieldCode::Closed));
    }
}
