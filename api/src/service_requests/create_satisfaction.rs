//! Whoever asked says whether it helped, once.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Party, Satisfaction, ServiceRequest, Status},
    queries, transitions,
};
use crate::{
    auth::Actor,
    db::{Origin, Tx},
    error::ErrorCode,
    http::{Answer, Json, Path, Problem, Prose, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::RequestId,
    state::State,
};

/// Whether it helped.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"score": 4, "comment": "Réponse claire et rapide."}))]
pub struct CreateSatisfaction {
    /// From 1, not at all, to 5, fully.
    #[garde(range(min = 1, max = 5))]
    #[schema(minimum = 1, maximum = 5)]
    score: i16,
    /// Seen by the agents of the site, never published.
    #[garde(dive)]
    #[schema(inline)]
    comment: Option<Prose<1, 2000>>,
}

#[utoipa::path(
    tag = "service requests",
    summary = "Say whether an answer helped",
    description = "For whoever asked, once it is answered, refused or closed, and once. The average of a site is part of its figures \
        from five such answers on.",
    params(("id" = RequestId, Path, description = "Id of the request")),
    responses((status = 201, description = "Kept", body = ServiceRequest)),
)]
#[post("/v1/service-requests/{id}/satisfaction")]
pub async fn create_service_request_satisfaction(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    id: Path<RequestId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateSatisfaction>,
) -> Result<Answer, Problem> {
    let (id, bytes, CreateSatisfaction { score, comment }, now) = (id.0, body.bytes, body.value, state.clock.now());
    let satisfaction = Satisfaction { score, comment: comment.map(|comment| comment.0), created_at: now };
    let write = async move |tx: &mut Tx| {
        let (found, party) = transitions::open(tx, &actor, id, &read).await?;
        if party != Party::Requester {
            return Err(Problem::new(ErrorCode::Forbidden).with(["requester"]));
        }
        if found.request.satisfaction.is_some() {
            return Err(ErrorCode::AlreadyRated.into());
        }
        let status = found.request.status;
        if !matches!(status, Status::Answered | Status::Rejected | Status::Closed) {
            let allowed = status.next(party).iter().map(|status| status.name());
            return Err(Problem::new(ErrorCode::StateConflict).with([status.name(), "satisfaction"]).allowed(allowed));
        }
        queries::rate(tx, id, &satisfaction).await?;
        transitions::finish(tx, &actor, id, "service_request.rated", vec![]).await
    };
    state.db.write(origin, &bytes, write).await
}
