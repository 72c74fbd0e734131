//! The moderator's queue.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    model::{OrganizationStatus, Party, RecordEntry},
    policy, queries,
};
use crate::{
    auth::Account,
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    state::State,
};

/// The states in which a record is for moderators to look at.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ReviewStatus {
    PendingReview,
    SentBack,
    Refused,
    Suspended,
    Archived,
}

impl From<ReviewStatus> for OrganizationStatus {
    fn from(status: ReviewStatus) -> Self {
        match status {
            ReviewStatus::PendingReview => Self::PendingReview,
            ReviewStatus::SentBack => Self::SentBack,
            ReviewStatus::Refused => Self::Refused,
            ReviewStatus::Suspended => Self::Suspended,
            ReviewStatus::Archived => Self::Archived,
        }
    }
}

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListReviews {
    /// Records in this state; `pending_review` unless told.
    #[garde(skip)]
    #[param(inline)]
    status: Option<ReviewStatus>,
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
    let status = status.unwrap_or(ReviewStatus::PendingReview).into();
    let statement = queries::reviews(status, pages.after(cursor.as_deref())?, limit.0 + 1);
    let rows = state.db.read_as(&account, async |connection| queries::load_entries(connection, statement).await).await?;
    pages.answer(rows, limit, |row| row.id, None, |row| row.seen(|_| Party::Moderator))
}
