//! Who changed what of a record.

use actix_web::{get, web::Data};
use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{
    model::{OrganizationStatus, Party},
    policy, queries,
};
use crate::{
    auth::{Actor, Authority},
    error::ErrorCode,
    http::{Answer, Limit, Listing, Pages, Path, Problem, Query},
    ids::{OrganizationId, Ref},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListOrganizationHistory {
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

/// Changes of a record that somebody made at once.
#[derive(Serialize, ToSchema)]
pub struct HistoryEntry {
    #[schema(example = 42)]
    pub id: i64,
    pub at: DateTime<Utc>,
    pub by: HistoryActor,
    /// The partner region that proposed what was accepted here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposed_by: Option<Authority>,
    pub changes: Vec<MemberChange>,
}

/// Who made them.
#[derive(Serialize, ToSchema)]
pub struct HistoryActor {
    /// `account`, or `system` for an import or what is done by itself.
    #[schema(example = "account")]
    pub kind: String,
    /// Told to moderators; to those who keep the record, of each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Camille Exemple")]
    pub name: Option<String>,
}

/// What became of a member of the record.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct MemberChange {
    #[schema(example = "website")]
    pub member: String,
    /// Told to those who keep the record and to moderators, for what was taken from the public stays taken.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    #[schema(value_type = Option<Object>, example = json!("https://ancien.example"))]
    pub before: Value,
    /// Told to the same.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    #[schema(value_type = Option<Object>, example = json!("https://exemple.fr"))]
    pub after: Value,
}

#[utoipa::path(
    tag = "directory",
    summary = "List the changes of an organization",
    description = "Which members of the record changed and when, the newest first. The public sees the changes of what was public; who \
        keeps the record and moderators see all of them, with what stood there before, what after, and who changed it.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "universite-de-lorraine", max_length = 120),
        ListOrganizationHistory,
    ),
    responses((status = 200, description = "A page of changes", body = Listing<HistoryEntry>)),
)]
#[get("/v1/organizations/{id}/history")]
pub async fn list_organization_history(
    actor: Actor,
    state: Data<State>,
    id: Path<Ref<OrganizationId>>,
    pages: Pages,
    query: Query<ListOrganizationHistory>,
) -> Result<Answer, Problem> {
    let ListOrganizationHistory { limit, cursor } = query.0;
    let (id, after) = (id.0, pages.after(cursor.as_deref())?);
    let found = state.db.read(async |connection| queries::find(connection, &id).await).await?;
    let found = found.filter(|found| policy::may_see(&actor, found)).ok_or(ErrorCode::NotFound)?;
    let party = actor.account().and_then(|account| policy::party(account, &found));
    let statement = queries::history(found.organization.id, party, after, limit.0 + 1);
    let rows = state.db.read_as(&actor, async |connection| queries::load_history(connection, statement).await).await?;
    pages.answer(rows, limit, |row| row.id, None, |row| row.seen(party))
}

impl queries::HistoryRow {
    fn seen(self, party: Option<Party>) -> HistoryEntry {
        let Self { id, at, actor_kind, name, public_before, changes, proposed_by } = self;
        let proposed_by = proposed_by.as_deref().and_then(Authority::from_name);
        let mut changes = changes.0;
        if party.is_none() {
            let published = OrganizationStatus::Published.name();
            // What it held before it was public is nobody's business.
            changes.retain(|change| public_before || (change.member == "status" && change.after == published));
            changes.retain(|change| change.member != "review");
            changes.iter_mut().filter(|change| change.member != "status").for_each(|change| {
                (change.before, change.after) = (Value::Null, Value::Null);
            });
            changes.iter_mut().for_each(|change| change.before = Value::Null);
        }
        HistoryEntry { id, at, by: HistoryActor { kind: actor_kind, name }, proposed_by, changes }
    }
}
