//! The shapes of bookings, and when they can be cancelled; no database is known here.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    error::ErrorCode,
    http::{LangText, Period, Problem},
    identity::TotemRef,
    ids::{AccountId, BookingId, SeriesId, SpaceId},
    spaces::model::{LateCancellation, Price, SpaceKind},
};

/// How much of a space was booked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SpaceFigures {
    pub space: SpaceRef,
    /// Bookings that began in these days and were not cancelled.
    #[schema(example = 24, minimum = 0)]
    pub booked: i64,
    /// Those that were.
    #[schema(example = 3, minimum = 0)]
    pub cancelled: i64,
    /// Hours for which a unit was held, of all units together.
    #[schema(example = 61.5, minimum = 0)]
    pub hours: f64,
}

/// A unit of a space, held by somebody.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Booking {
    pub id: BookingId,
    /// Of a booking that was made together with others, week by week.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series_id: Option<SeriesId>,
    pub space: SpaceRef,
    pub totem: TotemRef,
    #[schema(minimum = 1, maximum = 200, example = 1)]
    pub unit: i32,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub status: BookingStatus,
    pub contact: BookingContact,
    /// As it was when the booking was made.
    pub price: Price,
    /// It can be cancelled freely until then.
    pub cancellable_until: DateTime<Utc>,
    /// What happens later.
    pub late_cancellation: LateCancellation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancellation: Option<Cancellation>,
    /// What its reader may make of it.
    pub allowed_transitions: Vec<BookingStatus>,
    pub created_at: DateTime<Utc>,
    pub revision: i64,
    #[serde(skip)]
    pub account_id: Option<AccountId>,
}

/// A space in a few words.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SpaceRef {
    pub id: SpaceId,
    #[schema(example = "salle-de-demonstration")]
    pub slug: String,
    pub kind: SpaceKind,
    pub name: LangText,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BookingStatus {
    Confirmed,
    Cancelled,
}

impl BookingStatus {
    pub fn name(self) -> &'static str {
        if self == Self::Confirmed { "confirmed" } else { "cancelled" }
    }

    pub fn from_name(name: &str) -> Self {
        if name == "confirmed" { Self::Confirmed } else { Self::Cancelled }
    }
}

/// Whom the site expects.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BookingContact {
    #[schema(example = "Camille Exemple")]
    pub name: String,
    /// Only of a booking by itself: lists give no addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "camille@exemple.fr")]
    pub email: Option<String>,
    /// The language they are written to in.
    #[schema(example = "fr")]
    pub language: String,
}

/// By whom, when and why a booking was cancelled.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Cancellation {
    pub at: DateTime<Utc>,
    pub by: BookingParty,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Fuite d’eau dans la salle.")]
    pub reason: Option<String>,
    /// It came late: the price stays due.
    #[schema(example = false)]
    pub price_due: bool,
}

/// On which side somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BookingParty {
    Member,
    Site,
}

impl BookingParty {
    pub fn name(self) -> &'static str {
        if self == Self::Member { "member" } else { "site" }
    }

    pub fn from_name(name: &str) -> Self {
        if name == "member" { Self::Member } else { Self::Site }
    }
}

/// What was agreed when a booking was made, whatever becomes of the space.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Terms {
    pub price: Price,
    pub cancel_minutes: i32,
    pub late_cancellation: LateCancellation,
}

impl Terms {
    pub fn cancellable_until(&self, starts_at: DateTime<Utc>) -> DateTime<Utc> {
        starts_at - Duration::minutes(i64::from(self.cancel_minutes))
    }
}

impl Booking {
    /// As lists give it.
    pub fn listed(mut self) -> Self {
        self.contact.email = None;
        self
    }

    pub fn period(&self) -> Period {
        Period { starts_at: self.starts_at, ends_at: self.ends_at }
    }

    /// Whether this side may cancel it now, and if so, whether its price stays due.
    pub fn cancel(&self, party: BookingParty, now: DateTime<Utc>) -> Result<bool, Problem> {
        if self.status == BookingStatus::Cancelled {
            let names = [self.status.name(), BookingStatus::Cancelled.name()];
            return Err(Problem::new(ErrorCode::StateConflict).with(names).allowed([""; 0]));
        }
        let late = now > self.cancellable_until;
        let over = match party {
            BookingParty::Site => now >= self.ends_at,
            BookingParty::Member => now >= self.starts_at || late && self.late_cancellation == LateCancellation::AskSite,
        };
        if over { Err(ErrorCode::CancellationOver.into()) } else { Ok(late && party == BookingParty::Member) }
    }
}

/// What was booked week by week, and what was not.
#[derive(Serialize, ToSchema)]
pub struct BookingSeries {
    pub id: SeriesId,
    pub items: Vec<Booking>,
    /// The weeks that were left out.
    pub skipped: Vec<Conflict>,
}

/// A time that cannot be booked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Conflict {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub reason: ConflictReason,
}

impl Conflict {
    pub fn of(period: Period, reason: ConflictReason) -> Self {
        let Period { starts_at, ends_at } = period;
        Self { starts_at, ends_at, reason }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConflictReason {
    /// No unit is free.
    Taken,
    /// The space is closed then.
    Closed,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn booking(late_cancellation: LateCancellation) -> Booking {
        let nil = uuid::Uuid::nil();
        Booking {
            id: BookingId(nil),
            series_id: None,
            space: SpaceRef { id: SpaceId(nil), slug: String::new(), kind: SpaceKind::Desk, name: LangText::default() },
            totem: TotemRef { id: crate::ids::TotemId(nil), slug: String::new(), name: String::new(), city: String::new() },
            unit: 1,
            starts_at: at("2026-12-07T09:00:00Z"),
            ends_at: at("2026-12-07T10:00:00Z"),
            status: BookingStatus::Confirmed,
            contact: BookingContact { name: String::new(), email: None, language: String::new() },
            price: Price { basis: crate::spaces::model::PriceBasis::Free, amount_minor: None, currency: None, per: None },
            cancellable_until: at("2026-12-06T09:00:00Z"),
            late_cancellation,
            cancellation: None,
            allowed_transitions: vec![],
            created_at: at("2026-12-01T09:00:00Z"),
            revision: 1,
            account_id: None,
        }
    }

    #[test]
    fn a_member_cancels_in_time_and_late_only_where_the_price_stays_due() {
        use BookingParty::{Member, Site};
        use LateCancellation::{AskSite, PriceDue};
        let outcome = |rule, party, now| booking(rule).cancel(party, at(now)).map_err(|problem| problem.code);
        let (in_time, late, begun, over) =
            ("2026-12-06T09:00:00Z", "2026-12-06T09:00:01Z", "2026-12-07T09:00:00Z", "2026-12-07T10:00:00Z");
        for rule in [AskSite, PriceDue] {
            assert_eq!(outcome(rule, Member, in_time), Ok(false));
            assert_eq!(outcome(rule, Member, begun), Err(ErrorCode::CancellationOver));
            assert_eq!(outcome(rule, Site, begun), Ok(false));
            assert_eq!(outcome(rule, Site, over), Err(ErrorCode::CancellationOver));
        }
        assert_eq!(outcome(AskSite, Member, late), Err(ErrorCode::CancellationOver));
        assert_eq!(outcome(PriceDue, Member, late), Ok(true));
        let cancelled = Booking { status: BookingStatus::Cancelled, ..booking(AskSite) };
        assert_eq!(cancelled.cancel(Site, at(in_time)).map_err(|problem| problem.code), Err(ErrorCode::StateConflict));
    }
}
