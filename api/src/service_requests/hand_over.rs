//! A request goes over to another site with its whole file: messages, notes and steps. Nobody asks twice.

use chrono::{DateTime, Utc};

use super::{
    model::{Party, ServiceRequest, Status, Step},
    queries::{self, Found, Offer},
    transitions,
};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Mail, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Problem},
    ids::EventId,
    notifications::{Letter, Occasion},
};

/// Moves the request there. Its reader up to now sees it a last time, as it leaves.
pub async fn hand_over(
    tx: &mut Tx,
    actor: &Actor,
    mut found: Found,
    to: Offer,
    note: Option<String>,
    now: DateTime<Utc>,
) -> Result<Emitted, Problem> {
    let (from, left) = (found.request.status, found.request.totem.id);
    if to.totem.0.id == found.request.totem.id {
        return Err(Problem::field("/totem_id", FieldCode::NotAvailable));
    }
    if !matches!(from, Status::Submitted | Status::Triage | Status::Assigned | Status::InProgress) {
        let problem = Problem::new(ErrorCode::StateConflict).with([from.name(), Status::Triage.name()]);
        return Err(problem.allowed(from.next(Party::Agent).iter().map(|status| status.name())));
    }
    let author = transitions::author(actor, &found.request, Party::Agent);
    found.move_to(to.days(), now);
    let service = to.service.ok_or_else(|| Problem::field("/service_id", FieldCode::UnknownReference))?;
    (found.request.totem, found.request.service, found.request.updated_at) = (to.totem.0, service.0, now);
    found.request.assignees.clear();
    let request = &found.request;
    let step = Step {
        id: EventId::new(),
        at: now,
        actor: author,
        from: Some(from.name().to_owned()),
        to: Status::Triage.name().to_owned(),
        reason: None,
        note: note.clone(),
        totem: Some(request.totem.clone()),
    };
    queries::unassign(tx, request.id).await?;
    queries::insert_step(tx, request.id, &step, actor.audit_name().1).await?;
    let told = transitions::to_requester(tx, request, Occasion::HandedOver, note, now).await?;
    // From here on the site that gave it away sees nothing of it.
    let revision = queries::hand_over(tx, &found, now).await?;
    let request = transitions::seen_by(actor, ServiceRequest { revision, allowed_transitions: vec![], ..found.request });
    let answer = Answer::created(format!("/v1/service-requests/{}", request.id), &request)?;
    let answer = answer.revision(revision, transitions::view(actor, &request));
    let event = Event::new("service_request.handed_over", Kind::ServiceRequest, request.id.0, revision);
    // Its other agents do not see it any more: they hear that something of their site has changed.
    let gone = Event::new("totem.request_left", Kind::Totem, left.0, revision);
    Ok(Emitted::new(event, answer).and([gone]).mail([told, Mail(Letter::to_site(&request, Occasion::TakenOver))]))
}
