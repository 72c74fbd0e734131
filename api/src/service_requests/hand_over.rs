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
    totems::calendar::Calendar,
};

/// The clock goes on: the working days that were left are counted from now in the other site's calendar. What is late
/// stays late.
fn due(due: DateTime<Utc>, from: Calendar, to: Calendar, now: DateTime<Utc>) -> DateTime<Utc> {
    match u32::try_from(from.working_days_between(now, due)) {
        Ok(left) if due > now => to.deadline(now, left),
        _ => due,
    }
}

/// Moves the request there. Its reader up to now sees it a last time, as it leaves.
pub async fn hand_over(
    tx: &mut Tx,
    actor: &Actor,
    found: Found,
    to: Offer,
    note: Option<String>,
    now: DateTime<Utc>,
) -> Result<Emitted, Problem> {
    let from = found.request.status;
    if to.totem.0.id == found.request.totem.id {
        return Err(Problem::field("/totem_id", FieldCode::NotAvailable));
    }
    if !matches!(from, Status::Submitted | Status::Triage | Status::Assigned | Status::InProgress) {
        let problem = Problem::new(ErrorCode::StateConflict).with([from.name(), Status::Triage.name()]);
        return Err(problem.allowed(from.next(Party::Agent).iter().map(|status| status.name())));
    }
    let author = transitions::author(actor, &found.request, Party::Agent);
    let due_at = found.request.due_at.map(|at| due(at, found.calendar, Calendar::from_name(&to.calendar), now));
    let service = to.service.ok_or_else(|| Problem::field("/service_id", FieldCode::UnknownReference))?;
    let request = ServiceRequest {
        totem: to.totem.0,
        service: service.0,
        status: Status::Triage,
        assignees: vec![],
        allowed_transitions: vec![],
        due_at,
        updated_at: now,
        ..found.request
    };
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
    let told = transitions::to_requester(tx, &request, Occasion::HandedOver, note, now).await?;
    // From here on the site that gave it away sees nothing of it.
    let revision = queries::hand_over(tx, &request).await?;
    let request = transitions::seen_by(actor, ServiceRequest { revision, ..request });
    let answer = Answer::created(format!("/v1/service-requests/{}", request.id), &request)?;
    let answer = answer.revision(revision, transitions::view(actor, &request));
    let event = Event::new("service_request.handed_over", Kind::ServiceRequest, request.id.0, revision);
    Ok(Emitted::new(event, answer).mail([told, Mail(Letter::to_site(&request, Occasion::TakenOver))]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn the_days_that_are_left_are_counted_in_the_calendar_of_the_other_site() {
        let (metz, nancy) = (Calendar::AlsaceMoselle, Calendar::National);
        // From Wednesday before Easter: at Metz Good Friday is none of the three days that are left, at Nancy it is.
        let (now, asked) = (at("2026-04-01T09:00:00Z"), metz.deadline(at("2026-04-01T09:00:00Z"), 3));
        assert_eq!((asked, due(asked, metz, nancy, now)), (at("2026-04-08T16:00:00Z"), at("2026-04-07T16:00:00Z")));
        assert_eq!(due(at("2026-04-07T16:00:00Z"), nancy, metz, now), asked);
    }

    #[test]
    fn what_is_due_today_stays_so_and_what_is_late_stays_late() {
        for (now, asked) in [("2026-04-07T09:00:00Z", "2026-04-07T16:00:00Z"), ("2026-04-09T09:00:00Z", "2026-04-07T16:00:00Z")] {
            assert_eq!(due(at(asked), Calendar::AlsaceMoselle, Calendar::National, at(now)), at(asked));
        }
    }
}
