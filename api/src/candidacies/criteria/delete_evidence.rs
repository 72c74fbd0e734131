//! Pilots show something no more.

use actix_web::{delete, web::Data};

use super::{
    super::{
        get,
        milestones::queries::touch,
        policy::{self, Reader},
        queries as candidacies,
    },
    queries,
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx, Upkeep},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, answer::IfMatch, query::NoParameters},
    ids::{CandidacyId, EvidenceId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "Show a piece of evidence no more",
    description = "By pilots; `If-Match` names the revision of the candidacy. A file goes with it, unless a frozen dossier holds it.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120),
        ("evidence_id" = EvidenceId, Path, description = "Id of the evidence", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    responses((status = 204, description = "Taken away")),
)]
#[delete("/v1/candidacies/{id}/evidence/{evidence_id}")]
pub async fn delete_candidacy_evidence(
    account: Account,
    state: Data<State>,
    origin: Origin,
    ids: Path<(Ref<CandidacyId>, EvidenceId)>,
    read: IfMatch,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (candidacy, id) = ids.0;
    let candidacy = get::find(&state, &Actor::Account(account.clone()), &candidacy).await?.id;
    policy::require_pilot(&account)?;
    let now = state.clock.now();
    let reader = Reader::pilot(now);
    let write = async move |tx: &mut Tx| {
        let before = candidacies::lock(tx, candidacy, reader).await?.ok_or(ErrorCode::NotFound)?;
        let there = queries::list(tx, candidacy).await?;
        there.iter().find(|evidence| evidence.id == id).ok_or(ErrorCode::NotFound)?;
        read.check(before.revision)?;
        queries::delete(tx, candidacy, id).await?;
        let revision = touch(tx, candidacy).await?;
        let event = Event::new("candidacy.evidence_removed", Kind::Candidacy, candidacy.0, revision);
        Ok(Emitted::new(event, Answer::no_content()))
    };
    let answer = state.db.write(origin, &[], write).await?;
    state.db.maintain(Upkeep::ForgetEvidenceFiles { now }).await?;
    Ok(answer)
}
