//! Where somebody is signed in.

use actix_web::{get, web::Data};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::queries;
use crate::{
    auth::Account,
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    ids::SessionId,
    state::State,
};

/// A sign-in that has not ended.
#[derive(Serialize, ToSchema)]
#[schema(as = SessionView)]
pub struct SessionView {
    pub id: SessionId,
    pub created_at: DateTime<Utc>,
    /// To the minute.
    pub last_seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// The browser and its system, where they said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Firefox, Linux")]
    pub client: Option<String>,
    /// This is the session that asks.
    pub current: bool,
}

#[utoipa::path(
    tag = "identity",
    summary = "List one's sessions",
    description = "Where the account is signed in, the latest first, all on one page.",
    responses((status = 200, description = "All sessions", body = Listing<SessionView>)),
)]
#[get("/v1/me/sessions")]
pub async fn list_my_sessions(account: Account, state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    Listing::whole(queries::sessions_of(&state, &account, state.clock.now()).await?).answer()
}
