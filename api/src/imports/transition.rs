//! Calling an import off.

use actix_web::{post, web::Data};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Import, ImportStatus},
    queries::{self, ImportRow},
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Json, Path, Problem, Query, answer::OptionalIfMatch, query::NoParameters, shell::Spoken},
    ids::ImportId,
    state::State,
};

/// Where an import can be moved.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportTarget {
    Cancelled,
}

/// Lines that are worked off stay as they are.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"to": "cancelled"}))]
pub struct CreateImportTransition {
    #[schema(inline)]
    to: ImportTarget,
}

#[utoipa::path(
    tag = "directory",
    summary = "Cancel an import",
    description = "What is worked off stays, the rest is not begun, and the file is deleted.",
    params(("id" = String, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", max_length = 36)),
    responses((status = 201, description = "Cancelled", body = Import)),
)]
#[post("/v1/imports/{id}/transitions")]
#[expect(clippy::too_many_arguments, reason = "each is a part of the request, and all are looked at")]
pub async fn create_import_transition(
    _: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<ImportId>,
    read: OptionalIfMatch,
    Spoken(language): Spoken,
    _: Query<NoParameters>,
    body: Json<CreateImportTransition>,
) -> Result<Answer, Problem> {
    let (id, now) = (id.0, state.clock.now());
    let CreateImportTransition { to: ImportTarget::Cancelled } = body.value;
    let write = async move |tx: &mut Tx| {
        let rows: Vec<ImportRow> = queries::find(id).push(" for update").load(tx).await?;
        let import = rows.into_iter().next().ok_or(ErrorCode::NotFound)?.said(language);
        read.check(import.revision)?;
        let status: ImportStatus = import.status.cancel()?;
        queries::end(tx, id, status, None, now).await?.ok_or(ErrorCode::NotFound)?;
        let row: ImportRow = queries::find(id).get_result(tx).await?;
        let import = row.said(language);
        let answer = Answer::created(format!("/v1/imports/{id}"), &import)?.revision(import.revision, "import");
        Ok(Emitted::new(Event::new("import.cancelled", Kind::Import, id.0, import.revision), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}
