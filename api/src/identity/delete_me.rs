//! Somebody closes their account.

use actix_web::{delete, web::Data};
use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    cookie,
    queries::{self, Holder},
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Problem, Query, query::NoParameters},
    notifications::{AccountLetter, AccountOccasion, Letter},
    privacy::{self, Kept},
    state::State,
};

/// Time to think better of it.
const GRACE: Duration = Duration::days(30);

/// When a closed account is deleted, and what must be kept.
#[derive(Serialize, ToSchema)]
pub struct Closure {
    deleted_at: DateTime<Utc>,
    /// Requests that may not be erased, with the reasons.
    kept: Vec<Kept>,
}

/// Closes an account: its sessions and links end, and its person is told when it is erased, and what will have to stay.
pub async fn close(tx: &mut Tx, holder: &Holder, kept: &[Kept], now: DateTime<Utc>) -> Result<Emitted, Problem> {
    let deleted_at = now + GRACE;
    queries::close_account(tx, holder.id, deleted_at).await?;
    queries::delete_sessions(tx, holder.id, None).await?;
    queries::forget_links(tx, holder.id).await?;
    let letter = AccountLetter { day: Some(deleted_at), kept: kept.to_vec(), ..holder.letter(AccountOccasion::Closed, None) };
    let event = Event::new("account.closed", Kind::Account, holder.id.0, 1);
    let answer = Answer::ok(&Closure { deleted_at, kept: kept.to_vec() })?.secret();
    Ok(Emitted::new(event, answer).mail([Mail(Letter::Account(letter))]))
}

#[utoipa::path(
    tag = "identity",
    summary = "Close one's account",
    description = "All sessions end at once. After 30 days the account is erased with all that is about its person; whoever signs \
        in before that keeps it. Requests that a Totem has seen stay there without name, address and words; published records \
        stay published. Needs a proof of the last ten minutes (`step_up_required`).",
    responses((status = 200, description = "Closed", body = Closure)),
)]
#[delete("/v1/me")]
pub async fn delete_me(account: Account, state: Data<State>, origin: Origin, _: Query<NoParameters>) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let now = state.clock.now();
    let holder = queries::holder_of(&state, account.id).await?.ok_or(ErrorCode::TokenInvalid)?;
    let kept = privacy::kept_of(&state, account.id).await?;
    let write = async move |tx: &mut Tx| close(tx, &holder, &kept, now).await;
    let answer = state.db.write(origin, &[], write).await?;
    Ok(answer.cookie(cookie(&state.settings, None)))
}
