//! Who is in charge of a request.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Party, ServiceRequest, Status},
    policy, queries, transitions,
};
use crate::{
    auth::Account,
    auth::Actor,
    db::{Origin, Tx},
    error::FieldCode,
    http::{Answer, Json, Path, Problem, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::{AccountId, RequestId},
    state::State,
};

/// Somebody of the site; without anybody, oneself.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({}))]
pub struct CreateAssignment {
    /// An agent of the site; by default whoever asks.
    account_id: Option<AccountId>,
    /// Answers for the request; by default yes for the first one in charge.
    lead: Option<bool>,
}

#[utoipa::path(
    tag = "service requests",
    summary = "Put an agent in charge",
    description = "An agent takes a request, or gives it to a colleague of the site. A request that nobody had becomes `assigned`.",
    params(("id" = RequestId, Path, description = "Id of the request")),
    responses((status = 201, description = "In charge", body = ServiceRequest)),
)]
#[post("/v1/service-requests/{id}/assignments")]
pub async fn create_service_request_assignment(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<RequestId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateAssignment>,
) -> Result<Answer, Problem> {
    let (id, bytes, now) = (id.0, body.bytes, state.clock.now());
    let CreateAssignment { account_id, lead } = body.value;
    let actor = Actor::Account(account.clone());
    let write = async move |tx: &mut Tx| {
        let (mut found, party) = transitions::open(tx, &actor, id, &read).await?;
        policy::require_agent(party)?;
        let chosen = account_id.unwrap_or(account.id);
        if !queries::is_agent(tx, chosen, found.request.totem.id).await? {
            return Err(Problem::field("/account_id", FieldCode::UnknownReference));
        }
        if found.request.status == Status::Submitted {
            transitions::advance(tx, &actor, &mut found, party, Status::Triage, None, None, now).await?;
        }
        if found.request.status == Status::Triage {
            transitions::advance(tx, &actor, &mut found, party, Status::Assigned, None, None, now).await?;
        } else if !matches!(found.request.status, Status::Assigned | Status::InProgress | Status::WaitingRequester) {
            found.request.status.apply(Party::Agent, Status::Assigned)?;
        }
        let lead = lead.unwrap_or(found.request.assignees.is_empty());
        queries::assign(tx, id, chosen, lead, now).await?;
        queries::update(tx, &found).await?;
        transitions::finish(tx, &actor, id, "service_request.assigned", vec![]).await
    };
    state.db.write(origin, &bytes, write).await
}
