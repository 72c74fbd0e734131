//! Answering a proposal, or taking it back.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{
    model::{Decision, Decisions, Proposal, ProposalOutcome, ProposalStatus, Side},
    policy,
    queries::{self, Found},
};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::{
        self, UpdateOrganization,
        model::{Organization, OrganizationStatus, at_most},
    },
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Json, Line, Path, Problem, Prose, Query, answer::OptionalIfMatch, json, query::NoParameters},
    ids::{ProposalId, Ref},
    state::State,
};

/// What is answered to one member.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ProposalDecision {
    #[garde(dive)]
    #[schema(inline, example = "website")]
    member: Line<1, 60>,
    #[garde(skip)]
    outcome: ProposalOutcome,
    /// What the region is told; a refusal needs it.
    #[garde(dive)]
    #[schema(inline)]
    reason: Option<Prose<1, 1000>>,
}

/// A step to another state.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "to": "settled", "target_revision": 7, "decisions": [{"member": "website", "outcome": "accepted"}],
}))]
pub struct CreateProposalTransition {
    #[garde(skip)]
    to: ProposalStatus,
    /// For `settled`: each member that is proposed, once.
    #[serde(default)]
    #[garde(custom(at_most::<30, _>), dive)]
    #[schema(max_items = 30)]
    decisions: Vec<ProposalDecision>,
    /// For `settled`: the revision of the record that was read with the proposal (`revision_mismatch` if there is a later one).
    #[garde(range(min = 1, max = 9_007_199_254_740_991))]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 7)]
    target_revision: Option<i64>,
}

#[utoipa::path(
    tag = "sync",
    summary = "Answer a proposal, or take it back",
    description = "Whoever keeps the record, or a moderator, answers by `settled`, with `accepted` or `refused` for each member; what is \
        accepted is written at once, all of it or nothing, as their own change of the record. The region takes an open proposal back \
        by `withdrawn`.",
    params(("id" = ProposalId, Path, description = "Id of the proposal")),
    responses((status = 201, description = "Moved", body = Proposal)),
)]
#[post("/v1/proposals/{id}/transitions")]
pub async fn create_proposal_transition(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    id: Path<ProposalId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateProposalTransition>,
) -> Result<Answer, Problem> {
    let (id, bytes, step) = (id.0, body.bytes, body.value);
    let write = async move |tx: &mut Tx| {
        let found = queries::lock(tx, id).await?.ok_or(ErrorCode::NotFound)?;
        let side = policy::side(&actor, &found).ok_or(ErrorCode::NotFound)?;
        read.check(found.revision)?;
        let target = public(tx, &found).await?;
        let status = found.status_beside(target.as_ref()).apply(side, step.to)?;
        let (mut events, mut applied, mut decisions) = (vec![], None, Decisions::new());
        if let (ProposalStatus::Settled, Some(target)) = (status, &target) {
            decisions = answers(&found, &step)?;
            if step.target_revision != Some(target.revision) {
                return Err(unread(&step));
            }
            applied = accept(tx, &found, target, &step).await?;
            events.extend(applied.map(|revision| Event::new("organization.updated", Kind::Organization, target.id.0, revision)));
        }
        queries::move_to(tx, id, status, decisions, applied).await?;
        let found = queries::find(tx, id).await?.ok_or(ErrorCode::InternalError)?;
        let proposal = Proposal::seen(found, side, target.as_ref());
        let answer = Answer::created(format!("/v1/proposals/{id}"), &proposal)?.revision(proposal.revision, &proposal.view(side));
        let action = if side == Side::Keeper { "proposal.settled" } else { "proposal.withdrawn" };
        Ok(Emitted::new(Event::new(action, Kind::Proposal, id.0, proposal.revision), answer).and(events))
    };
    state.db.write(origin, &bytes, write).await
}

/// The record, if it is public, held until the transaction ends.
async fn public(tx: &mut Tx, found: &Found) -> Result<Option<Organization>, Problem> {
    let held = directory::queries::lock(tx, &Ref::Id(found.target)).await?;
    let public = held.filter(|held| held.foreign.is_none() && held.organization.status == OrganizationStatus::Published);
    Ok(public.map(|held| held.organization))
}

fn unread(step: &CreateProposalTransition) -> Problem {
    if step.target_revision.is_none() {
        return Problem::field("/target_revision", FieldCode::Required);
    }
    ErrorCode::RevisionMismatch.into()
}

/// The answers by member, if there is one for each, and a reason for each refusal.
fn answers(found: &Found, step: &CreateProposalTransition) -> Result<Decisions, Problem> {
    let (mut decisions, mut errors) = (Decisions::new(), vec![]);
    for (place, ProposalDecision { member: Line(member), outcome, reason }) in step.decisions.iter().enumerate() {
        let reason = reason.as_ref().map(|reason| reason.0.clone());
        if !found.patch.contains_key(member) {
            errors.push(FieldError::body(format!("/decisions/{place}/member"), FieldCode::NotAllowed));
        } else if *outcome == ProposalOutcome::Refused && reason.is_none() {
            errors.push(FieldError::body(format!("/decisions/{place}/reason"), FieldCode::Required));
        }
        if decisions.insert(member.clone(), Decision { outcome: *outcome, reason }).is_some() {
            errors.push(FieldError::body(format!("/decisions/{place}/member"), FieldCode::Repeated));
        }
    }
    let members = found.patch.len();
    if errors.is_empty() && decisions.len() < members {
        let count = members.to_string();
        errors.push(FieldError::body("/decisions", FieldCode::ItemCount).with([count.clone(), count]));
    }
    if errors.is_empty() { Ok(decisions) } else { Err(Problem::invalid(errors)) }
}

/// Writes what is accepted, as the keeper's own change; the revision of the record by then, if there is anything.
async fn accept(
    tx: &mut Tx,
    found: &Found,
    target: &Organization,
    step: &CreateProposalTransition,
) -> Result<Option<i64>, Problem> {
    let accepted = step.decisions.iter().filter(|decision| decision.outcome == ProposalOutcome::Accepted);
    let patch: Map<String, Value> = accepted
        .filter_map(|decision| found.patch.get_key_value(&decision.member.0))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    if patch.is_empty() {
        return Ok(None);
    }
    let patch: UpdateOrganization = json::parse(Value::Object(patch).to_string().as_bytes())?;
    directory::queries::note_proposer(tx, found.authority).await?;
    directory::apply(tx, target, &patch).await.map_err(|problem| problem.placed(|place| at(step, place)))?;
    let changed = directory::queries::find(tx, &Ref::Id(target.id)).await?.ok_or(ErrorCode::InternalError)?;
    Ok(Some(changed.organization.revision))
}

/// The decision that let in what is wrong at this place of the patch.
fn at(step: &CreateProposalTransition, place: &str) -> String {
    let member = place.trim_start_matches('/').split('/').next().unwrap_or_default();
    let number = step.decisions.iter().position(|decision| decision.member.0 == member);
    number.map_or_else(|| "/decisions".to_owned(), |number| format!("/decisions/{number}"))
}
