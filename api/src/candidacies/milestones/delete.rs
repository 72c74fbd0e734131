//! Pilots take a step out of the plan.

use actix_web::{delete, web::Data};

use super::{
    super::{
        get,
        policy::{self, Reader},
        queries as candidacies,
    },
    queries,
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, answer::IfMatch, query::NoParameters},
    ids::{CandidacyId, MilestoneId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "Delete a milestone",
    description = "By pilots. What depended on it waits for it no more.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "metropole-french-tech", max_length = 120),
        ("milestone_id" = MilestoneId, Path, description = "Id of the milestone", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    responses((status = 204, description = "Deleted")),
)]
#[delete("/v1/candidacies/{id}/milestones/{milestone_id}")]
pub async fn delete_milestone(
    account: Account,
    state: Data<State>,
    origin: Origin,
    ids: Path<(Ref<CandidacyId>, MilestoneId)>,
    read: IfMatch,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (candidacy, id) = ids.0;
    let candidacy = get::find(&state, &Actor::Account(account.clone()), &candidacy).await?.id;
    policy::require_pilot(&account)?;
    let reader = Reader::pilot(state.clock.now());
    let write = async move |tx: &mut Tx| {
        let before = candidacies::lock(tx, candidacy, reader).await?.ok_or(ErrorCode::NotFound)?;
        let milestone = before.milestones.iter().find(|milestone| milestone.id == id).ok_or(ErrorCode::NotFound)?;
        read.check(milestone.revision)?;
        queries::delete(tx, id).await?;
        let revision = queries::touch(tx, candidacy).await?;
        let gone = Event::new("milestone.deleted", Kind::Milestone, id.0, milestone.revision).gone();
        let touched = Event::new("candidacy.updated", Kind::Candidacy, candidacy.0, revision);
        Ok(Emitted::new(gone, Answer::no_content()).and([touched]))
    };
    state.db.write(origin, &[], write).await
}
