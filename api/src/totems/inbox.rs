//! What the agents of a site have to do now.

use actix_web::{get, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    auth::Account,
    directory::model::at_most,
    error::ErrorCode,
    http::{Answer, Limit, Pages, Path, Problem, Query},
    ids::{Ref, ServiceId, TotemId},
    service_requests::{
        inbox::{self, Inbox, InboxFilter},
        model::Status,
    },
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListTotemInbox {
    /// States to show; without any, those in which somebody has to act. Repeat it for several.
    #[serde(default)]
    #[garde(custom(at_most::<11, _>))]
    #[param(required = false, max_items = 11)]
    status: Vec<Status>,
    /// Only of this service: its id.
    #[garde(skip)]
    service_id: Option<ServiceId>,
    /// Only what was sent from this day on, in Paris.
    #[garde(skip)]
    #[param(example = "2026-01-01")]
    submitted_on_gte: Option<NaiveDate>,
    /// Only what was sent before this day.
    #[garde(skip)]
    #[param(example = "2027-01-01")]
    submitted_on_lt: Option<NaiveDate>,
    /// Only what was answered or refused by its deadline, or what was not and had to be.
    #[garde(skip)]
    in_time: Option<bool>,
    /// Only those assigned to me, or to nobody.
    #[garde(skip)]
    #[param(inline)]
    assigned: Option<Assigned>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Assigned {
    Me,
    None,
}

#[utoipa::path(
    tag = "totems",
    summary = "List the inbox of a Totem",
    description = "For the site's agents and managers: the requests that want something done, the nearest deadline first, with \
        the number of requests in each state. To everybody else the inbox does not exist.",
    params(("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120), ListTotemInbox),
    responses((status = 200, description = "A page of the inbox", body = Inbox)),
)]
#[get("/v1/totems/{id}/inbox")]
pub async fn list_totem_inbox(
    account: Account,
    state: Data<State>,
    pages: Pages,
    id: Path<Ref<TotemId>>,
    query: Query<ListTotemInbox>,
) -> Result<Answer, Problem> {
    let site = super::queries::working_days(&state, &id.0).await?;
    let (totem, days) = site.filter(|(totem, _)| account.serves(*totem)).ok_or(ErrorCode::NotFound)?;
    let ListTotemInbox { status, service_id, submitted_on_gte, submitted_on_lt, in_time, assigned, limit, cursor } = query.0;
    let filter = InboxFilter {
        totem,
        statuses: status,
        service: service_id,
        submitted_from: submitted_on_gte,
        submitted_until: submitted_on_lt,
        in_time,
        assignee: matches!(assigned, Some(Assigned::Me)).then_some(account.id),
        unassigned: matches!(assigned, Some(Assigned::None)),
    };
    inbox::page(&state, &account, &pages, filter, days, limit, cursor).await
}
