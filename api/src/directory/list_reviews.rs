//! The moderator's queue.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{OrganizationStatus, Party, RecordEntry},
    policy, queries,
};
use crate::{
    auth::Account,
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Limit, Listing, Pages, Problem, Query},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListReviews {
    /// Records in this state: `pending_review` unless told, `sent_back`, `refused`, `suspended` or `archived`.
    #[garde(skip)]
    #[param(inline)]
    status: Option<OrganizationStatus>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "directory",
    summary = "List records to review",
    description = "For moderators: records that wait for their decision, or that are not public by it. What came first is first. A \
        decision is a step of the record (`POST /v1/organizations/{id}/transitions`).",
    params(ListReviews),
    responses((status = 200, description = "A page of records", body = Listing<RecordEntry>)),
)]
#[get("/v1/reviews")]
pub async fn list_reviews(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListReviews>,
) -> Result<Answer, Problem> {
    policy::require_moderator(&account)?;
    let ListReviews { status, limit, cursor } = query.0;
    let status = status.unwrap_or(OrganizationStatus::PendingReview);
    if matches!(status, OrganizationStatus::Published | OrganizationStatus::Deleted) {
        let error = FieldError::parameter("status", FieldCode::NotAllowed);
        return Err(Problem::parameter(ErrorCode::InvalidParameter, error));
    }
    let statement = queries::reviews(status, pages.after(cursor.as_deref())?, limit.0 + 1);
    let rows = state.db.read_as(&account, async |connection| queries::load_entries(connection, statement).await).await?;
    pages.answer(rows, limit, |row| row.id, None, |row| row.seen(|_| Party::Moderator))
}
