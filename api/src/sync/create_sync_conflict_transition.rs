//! A person settles what a partner region said.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    apply::{self, Named, Offer, Rule, Said},
    conflicts::{self, SyncConflict, SyncConflictStatus},
    source::Record,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory,
    error::ErrorCode,
    http::{Answer, Json, Path, Problem, Prose, Query, answer::OptionalIfMatch, json, query::NoParameters},
    ids::SyncConflictId,
    state::State,
};

/// How it is settled.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"to": "dismissed", "note": "Vérifié auprès du Makerspace."}))]
pub struct CreateSyncConflictTransition {
    /// `taken` takes over what was put aside, unless the region has said something later.
    to: SyncConflictStatus,
    #[garde(dive)]
    #[schema(inline)]
    note: Prose<1, 1000>,
}

#[utoipa::path(
    tag = "sync",
    summary = "Settle a conflict with a partner region",
    description = "For moderators. `dismissed` keeps what stands here; `taken`, of two contents of one revision, replaces it by what \
        was put aside. `note` says why, for whoever asks later.",
    params(("id" = SyncConflictId, Path, description = "Id of the conflict")),
    responses((status = 201, description = "Settled", body = SyncConflict)),
)]
#[post("/v1/sync/conflicts/{id}/transitions")]
pub async fn create_sync_conflict_transition(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<SyncConflictId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateSyncConflictTransition>,
) -> Result<Answer, Problem> {
    directory::require_moderator(&account)?;
    let CreateSyncConflictTransition { to, note } = body.value;
    let (id, bytes) = (id.0, body.bytes);
    let write = async move |tx: &mut Tx| {
        let found = conflicts::lock(tx, id).await?.ok_or(ErrorCode::NotFound)?;
        read.check(found.revision)?;
        let status = found.status.apply(found.reason, to)?;
        let events = if status == SyncConflictStatus::Taken { take(tx, &found).await? } else { vec![] };
        let settled = conflicts::move_to(tx, id, status, note.0.clone()).await?;
        let event = Event::new("sync_conflict.settled", Kind::SyncConflict, id.0, settled.revision);
        let answer = Answer::created(format!("/v1/sync/conflicts/{id}"), &settled)?.revision(settled.revision, "moderator");
        Ok(Emitted::new(event, answer).and(events))
    };
    state.db.write(origin, &bytes, write).await
}

async fn take(tx: &mut Tx, found: &SyncConflict) -> Result<Vec<Event>, Problem> {
    let named = Named {
        authority: found.authority,
        system: found.system.clone(),
        kind: found.kind,
        external_id: found.external_id.clone(),
    };
    let said = match found.data.get("reason").cloned().and_then(|reason| serde_json::from_value(reason).ok()) {
        Some(reason) => Said::Gone { reason, merged_into: found.data["merged_into"].as_str().map(str::to_owned) },
        None => Said::Is(Box::new(Record::of(found.authority, json::parse(found.data.to_string().as_bytes())?)?)),
    };
    let offer = Offer { named, source_revision: found.source_revision, said, data: found.data.clone() };
    Ok(apply::apply(tx, &offer, Rule::Same).await?.events)
}
