//! Somebody closes their account.

use actix_web::{delete, web::Data};
use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{cookie, queries};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Problem, Query, query::NoParameters},
    notifications::{AccountLetter, AccountOccasion, Letter},
    state::State,
};

/// Time to think better of it.
const GRACE: Duration = Duration::days(30);

/// When a closed account is deleted.
#[derive(Serialize, ToSchema)]
pub struct Closure {
    deleted_at: DateTime<Utc>,
}

#[utoipa::path(
    tag = "identity",
    summary = "Close one's account",
    description = "All sessions end at once. The account is deleted after 30 days, with its roles; whoever signs in before that \
        keeps it. Requests sent to a Totem stay there, with the name and address given in them, and published records stay \
        published. Needs a sign-in of the last ten minutes.",
    responses((status = 200, description = "Closed", body = Closure)),
)]
#[delete("/v1/me")]
pub async fn delete_me(account: Account, state: Data<State>, origin: Origin, _: Query<NoParameters>) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let now = state.clock.now();
    account.must_be_fresh(now)?;
    let holder = queries::holder_of(&state, account.id).await?.ok_or(ErrorCode::TokenInvalid)?;
    let deleted_at = now + GRACE;
    let write = async move |tx: &mut Tx| {
        queries::close_account(tx, holder.id, deleted_at).await?;
        queries::delete_sessions(tx, holder.id, None).await?;
        queries::forget_links(tx, holder.id).await?;
        let letter = AccountLetter { day: Some(deleted_at), ..holder.letter(AccountOccasion::Closed, None) };
        let event = Event::new("account.closed", Kind::Account, holder.id.0, 1);
        Ok(Emitted::new(event, Answer::ok(&Closure { deleted_at })?.secret()).mail([Mail(Letter::Account(letter))]))
    };
    let answer = state.db.write(origin, &[], write).await?;
    Ok(answer.cookie(cookie(&state.settings, None)))
}
