//! The plan as a calendar that other programs subscribe to.

use actix_web::{HttpResponse, get, web::Data};

use super::super::{get, model::Milestone};
use crate::{
    auth::Actor,
    bookings::ics::{self, CalendarFile, Day},
    error::Language,
    http::{Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "Subscribe to the milestones of a candidacy",
    description = "iCalendar (RFC 5545): each milestone as a whole day, tentative until it happened. The words follow `Accept-Language`.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech", max_length = 120)),
    responses((status = 200, description = "The calendar", body = CalendarFile, content_type = "text/calendar")),
)]
#[get("/v1/candidacies/{id}/milestones.ics")]
pub async fn get_milestones_calendar(
    actor: Actor,
    state: Data<State>,
    language: Language,
    id: Path<Ref<CandidacyId>>,
    _: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let candidacy = get::find(&state, &actor, &id.0).await?;
    let day = |milestone: &Milestone| {
        Some(Day {
            uid: milestone.id.to_string(),
            on: milestone.on()?,
            summary: milestone.title.say(language).to_owned(),
            description: milestone.detail.as_ref().map(|detail| detail.say(language).to_owned()),
            revision: milestone.revision,
            tentative: milestone.occurred_on.is_none(),
        })
    };
    let days = candidacy.milestones.iter().filter_map(day);
    Ok(ics::answer(&ics::write_days(candidacy.name.say(language), days, state.clock.now())))
}
