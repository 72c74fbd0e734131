//! Who is in charge of a request: agents of its site, or another site.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    hand_over::hand_over,
    model::{Party, ServiceRequest, Status},
    policy,
    queries::{self, Offer},
    transitions,
};
use crate::{
    auth::{Account, Actor},
    db::{Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Json, Path, Problem, Prose, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::{AccountId, Ref, RequestId, ServiceId, TotemId},
    state::State,
};

/// Somebody of the site; without anybody, oneself. Or another site.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({}))]
pub struct CreateAssignment {
    /// An agent of the site; by default whoever asks.
    account_id: Option<AccountId>,
    /// Answers for the request; by default yes for the first one in charge.
    lead: Option<bool>,
    /// Id or slug of the Totem that the request is handed over to, with its whole file.
    #[schema(value_type = Option<String>, example = "nancy", min_length = 1, max_length = 120, pattern = "^[a-z0-9-]+$")]
    totem_id: Option<Ref<TotemId>>,
    /// With `totem_id`: which of its services; by default the one of the same name.
    #[schema(value_type = Option<String>, example = "accompagnement", min_length = 1, max_length = 120, pattern = "^[a-z0-9-]+$")]
    service_id: Option<Ref<ServiceId>>,
    /// With `totem_id`: said to whoever asked and to the other site.
    #[garde(dive)]
    #[schema(inline)]
    note: Option<Prose<1, 2000>>,
}

impl CreateAssignment {
    /// People are of the site, and the rest is of another one.
    fn check(&self) -> Result<(), Problem> {
        let Self { account_id, lead, totem_id, service_id, note } = self;
        let members = [
            ("/account_id", account_id.is_some() && totem_id.is_some()),
            ("/lead", lead.is_some() && totem_id.is_some()),
            ("/service_id", service_id.is_some() && totem_id.is_none()),
            ("/note", note.is_some() && totem_id.is_none()),
        ];
        let wrong = members.into_iter().filter(|(_, wrong)| *wrong);
        let errors: Vec<FieldError> = wrong.map(|(place, _)| FieldError::body(place, FieldCode::NotAllowed)).collect();
        if errors.is_empty() { Ok(()) } else { Err(Problem::invalid(errors)) }
    }
}

#[utoipa::path(
    tag = "service requests",
    summary = "Put an agent in charge",
    description = "An agent takes a request, or gives it to a colleague of the site. A request that nobody had becomes `assigned`. \
        With `totem_id` the request goes over to another Totem with its whole file, in `triage`; the deadline stays, counted \
        in the other site's calendar from that day, and whoever asked is told. The answer is the last that its former site \
        sees of it.",
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
    body.value.check()?;
    let CreateAssignment { account_id, lead, totem_id, service_id, note } = body.value;
    let actor = Actor::Account(account.clone());
    let site = match &totem_id {
        None => None,
        Some(totem) => Some(other_site(&state, &actor, id, totem, service_id).await?),
    };
    let write = async move |tx: &mut Tx| {
        let (mut found, party) = transitions::open(tx, &actor, id, &read).await?;
        policy::require_agent(party)?;
        if let Some(site) = site.clone() {
            return hand_over(tx, &actor, found, site, note.clone().map(|note| note.0), now).await;
        }
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
        queries::update(tx, &found, now).await?;
        transitions::finish(tx, &actor, id, "service_request.assigned", vec![]).await
    };
    state.db.write(origin, &bytes, write).await
}

/// The Totem with the service that the request is to have there.
async fn other_site(
    state: &State,
    actor: &Actor,
    id: RequestId,
    totem: &Ref<TotemId>,
    service: Option<Ref<ServiceId>>,
) -> Result<Offer, Problem> {
    let found = state.db.read_as(actor, async |connection| queries::find(connection, actor, id).await).await?;
    let request = found.ok_or(ErrorCode::NotFound)?.request;
    policy::require_agent(policy::require(actor, &request)?)?;
    let chosen = service.is_some();
    let service = service.unwrap_or(Ref::Slug(request.service.slug));
    let offer = queries::offer(state, totem, &service).await?;
    let offer = offer.ok_or_else(|| Problem::field("/totem_id", FieldCode::UnknownReference))?;
    match (&offer.service, chosen) {
        (None, true) => Err(Problem::field("/service_id", FieldCode::UnknownReference)),
        // It has none of that name: somebody has to say which.
        (None, false) => Err(Problem::field("/service_id", FieldCode::Required)),
        (Some(_), _) if !offer.available => Err(Problem::field("/service_id", FieldCode::NotAvailable)),
        (Some(_), _) => Ok(offer),
    }
}
