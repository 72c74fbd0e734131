//! The partner regions that are followed, and what keeps us from being in step with them.

use actix_web::{get, web::Data};
use chrono::{DateTime, Utc};
use diesel_async::RunQueryDsl;
use serde::Serialize;
use utoipa::ToSchema;

use super::follow::queries::{self, Followed};
use crate::{
    auth::{Account, Authority, Role},
    directory,
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    state::State,
};

/// How far a partner region has been read.
#[derive(Serialize, ToSchema)]
pub struct Partner {
    pub authority: Authority,
    #[schema(example = "https://lu.example")]
    pub url: String,
    /// The position up to which its changes have been taken over.
    #[schema(minimum = 0, example = 18424)]
    pub position: i64,
    /// The last one that it has told of.
    #[schema(minimum = 0, example = 18430)]
    pub head: i64,
    /// Changes that were taken over, since ever.
    #[schema(minimum = 0, example = 1742)]
    pub taken_over: i64,
    /// Everything is being read anew.
    #[schema(example = false)]
    pub loading: bool,
    /// When it last gave an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<DateTime<Utc>>,
    /// When there was last nothing more to take over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caught_up_at: Option<DateTime<Utc>>,
    /// Since when it cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "it cannot be reached")]
    pub last_error: Option<String>,
    /// What somebody has to allow first (`lorntech sync follow … --allow-removals`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "120 of 300 records did not come when everything was read anew")]
    pub halted: Option<String>,
}

impl From<Followed> for Partner {
    fn from(row: Followed) -> Self {
        let authority = Authority::from_name(&row.authority).unwrap_or(Authority::FrLorraine);
        let Followed {
            url, position, head, taken_over, loading, read_at, caught_up_at, failing_since, last_error, halted, ..
        } = row;
        Self { authority, url, position, head, taken_over, loading, read_at, caught_up_at, failing_since, last_error, halted }
    }
}

#[utoipa::path(
    tag = "sync",
    summary = "List the partner regions that are followed",
    description = "For moderators and administrators: how far each has been read, since when it cannot be, and why.",
    responses((status = 200, description = "All of them", body = Listing<Partner>)),
)]
#[get("/v1/partners")]
pub async fn list_partners(account: Account, state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    if !account.has(Role::Admin) {
        directory::require_moderator(&account)?;
    }
    let statement = queries::all();
    let rows: Vec<Followed> = state.db.read_as(&account, async |connection| statement.load(connection).await).await?;
    Ok(Answer::ok(&Listing::whole(rows.into_iter().map(Partner::from).collect()))?.content_tag())
}
