//! Who may do what with a booking that they can see.

use chrono::{DateTime, Utc};

use super::model::{Booking, BookingParty, BookingStatus};
use crate::{auth::Account, error::ErrorCode, http::Problem, ids::TotemId};

/// On whose side somebody stands; at their own site they are the site.
pub fn party(account: &Account, booking: &Booking) -> Option<BookingParty> {
    if account.serves(booking.totem.id) {
        Some(BookingParty::Site)
    } else {
        (booking.account_id == Some(account.id)).then_some(BookingParty::Member)
    }
}

pub fn require_agent(account: &Account, totem: TotemId) -> Result<(), Problem> {
    if account.serves(totem) { Ok(()) } else { Err(Problem::new(ErrorCode::Forbidden).with(["agent"])) }
}

/// Fills in what its reader may do; nothing where they may not see it.
pub fn shown(account: &Account, booking: Booking, now: DateTime<Utc>) -> Option<Booking> {
    let party = party(account, &booking)?;
    let may_cancel = booking.cancel(party, now).is_ok();
    let allowed_transitions = may_cancel.then_some(BookingStatus::Cancelled).into_iter().collect();
    Some(Booking { allowed_transitions, ..booking })
}

/// The variant of the representation, for its ETag.
pub fn view(account: &Account, booking: &Booking) -> &'static str {
    party(account, booking).map_or("member", BookingParty::name)
}
