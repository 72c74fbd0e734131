//! The audit log, for administrators.

use actix_web::{get, web::Data};
use chrono::{DateTime, Utc};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    model::AuditEntry,
    queries::{self, EntryRow, Filters},
};
use crate::{
    auth::{Account, Role},
    error::ErrorCode,
    http::{Answer, Limit, Line, Listing, Pages, Problem, Query},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListAuditLog {
    /// Who did it.
    #[garde(skip)]
    actor_id: Option<Uuid>,
    /// What kind of record it was done to.
    #[garde(dive)]
    #[param(inline)]
    subject_kind: Option<Line<1, 40>>,
    /// To which record.
    #[garde(skip)]
    subject_id: Option<Uuid>,
    /// What was done.
    #[garde(dive)]
    #[param(inline)]
    action: Option<Line<1, 80>>,
    /// From this instant on.
    #[garde(skip)]
    at_gte: Option<DateTime<Utc>>,
    /// Before this instant.
    #[garde(skip)]
    at_lt: Option<DateTime<Utc>>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "identity",
    summary = "Read the audit log",
    description = "Who did what, the newest first: changes, sign-ins, refused sign-ins (`session.refused`) and missing rights \
        (`access.denied`). For administrators. `lorntech admin verify-audit` checks the seals over it.",
    params(ListAuditLog),
    responses((status = 200, description = "A page of the audit log", body = Listing<AuditEntry>)),
)]
#[get("/v1/audit-log")]
pub async fn list_audit_log(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListAuditLog>,
) -> Result<Answer, Problem> {
    if !account.has(Role::Admin) {
        return Err(Problem::new(ErrorCode::Forbidden).with(["admin"]));
    }
    let ListAuditLog { actor_id, subject_kind, subject_id, action, at_gte, at_lt, limit, cursor } = query.0;
    let (subject_kind, action) = (subject_kind.map(|kind| kind.0), action.map(|action| action.0));
    let filters = Filters { actor_id, subject_kind, subject_id, action, at_gte, at_lt };
    let statement = queries::list(filters, pages.after(cursor.as_deref())?, limit.0 + 1);
    let rows: Vec<EntryRow> = state.db.search_as(&account, async |connection| statement.load(connection).await).await?;
    pages.answer(rows, limit, EntryRow::id, None, AuditEntry::from)
}
