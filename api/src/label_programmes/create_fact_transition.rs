//! A pilot withdraws what was told wrongly.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    create_fact::keep,
    model::{WaveFact, Withdrawal},
    policy, queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Json, Path, Problem, Prose, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::WaveFactId,
    state::State,
};

/// What can become of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaveFactStatus {
    Withdrawn,
}

/// That a fact counts no more.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"to": "withdrawn", "reason": "Le communiqué parle de la première vague."}))]
pub struct CreateWaveFactTransition {
    to: WaveFactStatus,
    // Said in the description, for a comment of the document makes it two schemas.
    #[garde(dive)]
    #[schema(inline)]
    reason: Prose<1, 1000>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Withdraw a fact of a wave",
    description = "By pilots and administrators, once. It counts no more and stays readable with the `reason`, for everybody; what is right is written down \
        beside it. `If-Match` names the revision of the wave's board.",
    params(("id" = WaveFactId, Path, description = "Id of the fact", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 201, description = "Withdrawn", body = WaveFact)),
)]
#[post("/v1/wave-facts/{id}/transitions")]
pub async fn create_wave_fact_transition(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<WaveFactId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateWaveFactTransition>,
) -> Result<Answer, Problem> {
    policy::require_keeper(&account)?;
    let CreateWaveFactTransition { to: WaveFactStatus::Withdrawn, reason } = body.value;
    let withdrawn = Withdrawal { at: state.clock.now(), reason: reason.0 };
    let write = async move |tx: &mut Tx| {
        let mut wave = queries::lock_wave_of(tx, id.0).await?.ok_or(ErrorCode::NotFound)?;
        read.check(wave.revision)?;
        let fact = wave.facts.iter_mut().find(|fact| fact.id == id.0).ok_or(ErrorCode::NotFound)?;
        if fact.withdrawn.is_some() {
            return Err(Problem::new(ErrorCode::StateConflict).with(["withdrawn"; 2]).allowed([""; 0]));
        }
        fact.withdrawn = Some(withdrawn.clone());
        let fact: WaveFact = fact.clone();
        wave.revision += 1;
        let programme = keep(tx, &wave, fact.kind).await?;
        let answer = Answer::created(format!("/v1/waves/{}/board", wave.slug), &fact)?.content_tag();
        Ok(Emitted::new(Event::new("wave.fact_withdrawn", Kind::Wave, wave.id.0, wave.revision), answer).and(programme))
    };
    state.db.write(origin, &body.bytes, write).await
}
