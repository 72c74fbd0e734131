//! Proposing a change.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{
    model::{Proposal, Side, said},
    queries::{self, NewProposal},
};
use crate::{
    auth::{Actor, Authority, Client},
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    directory::{self, UpdateOrganization, model::Organization},
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Json, Problem, Prose, Query, query::NoParameters},
    ids::{OrganizationId, ProposalId, Ref},
    notifications::{Letter, RecordLetter, RecordOccasion, RecordReaders},
    state::State,
};

/// A change of a record that another region keeps.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "target": "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e40", "base_revision": 7,
    "patch": {"website": "https://exemple.fr"}, "reason": "L’atelier a un nouveau site.",
}))]
pub struct CreateProposal {
    /// A public record of this region.
    #[garde(skip)]
    target: OrganizationId,
    /// The revision that was read. A later one does no harm, unless a member that is proposed has changed since.
    #[garde(range(min = 1, max = 9_007_199_254_740_991))]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 7)]
    base_revision: i64,
    /// As the record's own keepers would change it: a JSON merge patch (RFC 7396).
    #[garde(dive)]
    patch: UpdateOrganization,
    #[garde(dive)]
    #[schema(inline)]
    reason: Prose<1, 1000>,
}

#[utoipa::path(
    tag = "sync",
    summary = "Propose a change of a record",
    description = "For a machine client that speaks for a region, about a public record of this one: the record's owners and editors, \
        or a moderator, accept or refuse it member by member; `reason` is what they are to know. A region has one open proposal for a record at a time \
        (`already_exists`): what replaces it is proposed after a withdrawal. A member that has changed since `base_revision` is \
        named (`stale_revision`).",
    responses((status = 201, description = "Proposed", body = Proposal)),
)]
#[post("/v1/proposals")]
pub async fn create_proposal(
    client: Client,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateProposal>,
) -> Result<Answer, Problem> {
    let authority = client.authority.ok_or_else(|| Problem::new(ErrorCode::Forbidden).with(["authority"]))?;
    let (bytes, proposed) = (body.bytes, body.value);
    let patch = members(&bytes)?;
    let actor = Actor::Client(client);
    let write = async move |tx: &mut Tx| {
        let CreateProposal { target, base_revision, patch: change, reason } = proposed.clone();
        let target = Ref::Id(target);
        directory::queries::lock(tx, &target).await?;
        let organization = directory::visible_and_ours(tx, &actor, &target).await?;
        if base_revision > organization.revision {
            let error = FieldError::body("/base_revision", FieldCode::OutOfRange);
            return Err(Problem::invalid(vec![error.with(["1".to_owned(), organization.revision.to_string()])]));
        }
        require_unchanged(tx, &organization, base_revision, &patch).await?;
        attempt(tx, &organization, &change).await?;
        let mut before = said(&organization);
        before.retain(|member, _| patch.contains_key(member));
        let id = ProposalId::new();
        let new = NewProposal {
            id,
            target: organization.id,
            authority,
            base_revision,
            patch: patch.clone(),
            before,
            reason: reason.0.clone(),
        };
        queries::insert(tx, new).await?;
        let found = queries::find(tx, id).await?.ok_or(ErrorCode::InternalError)?;
        let proposal = Proposal::seen(found, Side::Proposer, Some(&organization));
        let view = proposal.view(Side::Proposer);
        let answer = Answer::created(format!("/v1/proposals/{id}"), &proposal)?.revision(proposal.revision, &view);
        let event = Event::new("proposal.created", Kind::Proposal, id.0, proposal.revision);
        Ok(Emitted::new(event, answer).mail([letter(id, authority, &organization, reason)]))
    };
    state.db.write(origin, &bytes, write).await
}

/// To whoever may answer.
fn letter(proposal: ProposalId, region: Authority, target: &Organization, reason: Prose<1, 1000>) -> Mail {
    Mail(Letter::Record(RecordLetter {
        about_record: RecordOccasion::Proposed,
        organization: target.id,
        slug: target.slug.clone(),
        name: target.name.clone(),
        to: RecordReaders::Answerers { proposal, region },
        reason: None,
        note: Some(reason.0),
    }))
}

/// The members as they were said.
fn members(body: &[u8]) -> Result<Map<String, Value>, Problem> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let patch = body.get("patch").and_then(Value::as_object).cloned().unwrap_or_default();
    if patch.is_empty() { Err(Problem::field("/patch", FieldCode::Required)) } else { Ok(patch) }
}

async fn require_unchanged(
    tx: &mut Tx,
    organization: &Organization,
    base_revision: i64,
    patch: &Map<String, Value>,
) -> Result<(), Problem> {
    let members = patch.keys().cloned().collect();
    let changed = directory::queries::changed_since(tx, organization.id, base_revision, members).await?;
    if changed.is_empty() {
        return Ok(());
    }
    let at =
        |member: String| FieldError::body(format!("/patch/{member}"), FieldCode::ChangedSince).with([base_revision.to_string()]);
    let problem = Problem::new(ErrorCode::StaleRevision).with([organization.revision.to_string()]);
    Err(problem.naming(changed.into_iter().map(at).collect()))
}

/// Whether it could be accepted as it is, by the very code that would do it.
async fn attempt(tx: &mut Tx, organization: &Organization, change: &UpdateOrganization) -> Result<(), Problem> {
    queries::begin_trial(tx).await?;
    directory::apply(tx, organization, change).await.map_err(|problem| problem.placed(|place| format!("/patch{place}")))?;
    queries::end_trial(tx).await?;
    Ok(())
}
