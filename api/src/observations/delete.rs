//! A pilot throws a draft away.

use actix_web::{delete, web::Data};

use super::{model::ObservationStatus, queries, update::still_draft};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, answer::IfMatch, query::NoParameters},
    ids::ObservationId,
    indicators::require_pilot,
    state::State,
};

#[utoipa::path(
    tag = "objectives",
    summary = "Delete a draft of an observation",
    description = "By a pilot. What was approved stays (`state_conflict`); it can be withdrawn.",
    params(("id" = ObservationId, Path, description = "Id of the observation", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 204, description = "Deleted")),
)]
#[delete("/v1/observations/{id}")]
pub async fn delete_observation(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<ObservationId>,
    read: IfMatch,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    require_pilot(&account)?;
    let write = async move |tx: &mut Tx| {
        let draft = queries::lock(tx, id.0).await?.ok_or(ErrorCode::NotFound)?;
        read.check(draft.revision)?;
        still_draft(&draft, ObservationStatus::Draft)?;
        queries::delete(tx, draft.id).await?;
        let event = Event::new("observation.deleted", Kind::Observation, draft.id.0, draft.revision).gone();
        Ok(Emitted::new(event, Answer::no_content()))
    };
    state.db.write(origin, &[], write).await
}
