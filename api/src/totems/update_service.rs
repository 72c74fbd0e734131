//! A manager changes what can be asked at the site, pauses it, or lets it go on.

use actix_web::{patch, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    charter::CharterItem,
    create_service::{DescriptionInput, NameInput, NoteInput, ServiceLanguage, check_pause, languages, spoken},
    model::{Access, ServiceFamily, ServiceStatus, TotemService},
    policy, queries,
    questions::{self, QuestionInput},
    update::dated,
};
use crate::{
    auth::Account,
    clock,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::model::at_most,
    error::{ErrorCode, FieldCode},
    http::{Answer, MergePatch, Patch, Path, Problem, Query, answer::IfMatch, query::NoParameters},
    ids::{Ref, ServiceId, TotemId},
    state::State,
};

/// What can be changed; what is absent stays, `null` clears.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"status": "paused", "paused_reason": {"fr": "Complet jusqu’à la rentrée."}, "resumes_on": "2027-09-01"}))]
pub struct UpdateTotemService {
    #[serde(default)]
    #[schema(value_type = ServiceFamily, required = false)]
    family: Patch<ServiceFamily>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = NameInput, inline, required = false)]
    name: Patch<NameInput>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = DescriptionInput, inline, required = false)]
    description: Patch<DescriptionInput>,
    #[garde(custom(patched(spoken)))]
    #[serde(default)]
    #[schema(value_type = Vec<ServiceLanguage>, min_items = 1, max_items = 4, required = false)]
    languages: Patch<Vec<ServiceLanguage>>,
    #[serde(default)]
    #[schema(value_type = Access, required = false)]
    access: Patch<Access>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<NoteInput>, inline)]
    eligibility: Patch<NoteInput>,
    #[garde(custom(between::<1, 60>))]
    #[serde(default)]
    #[schema(value_type = i32, minimum = 1, maximum = 60, example = 5, required = false)]
    response_target_days: Patch<i32>,
    #[garde(custom(between::<1, 10_000>))]
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 10_000, example = 12)]
    capacity: Patch<i32>,
    #[garde(custom(between::<0, 250>))]
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 250, example = 10)]
    lead_time_days: Patch<i32>,
    /// A pause needs its reason; what goes on again needs none.
    #[serde(default)]
    #[schema(value_type = ServiceStatus, required = false)]
    status: Patch<ServiceStatus>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<NoteInput>, inline)]
    paused_reason: Patch<NoteInput>,
    /// After today: the day from which it can be asked for again, by itself.
    #[garde(custom(patched(dated)))]
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date, pattern = "^20[0-9]{2}-", example = "2027-09-01")]
    resumes_on: Patch<NaiveDate>,
    /// Given whole, as all lists are.
    #[garde(custom(patched(at_most::<13, _>)))]
    #[serde(default)]
    #[schema(value_type = Vec<CharterItem>, max_items = 13, required = false)]
    fulfils: Patch<Vec<CharterItem>>,
    /// Given whole, in their order; what was answered before keeps its words.
    #[garde(custom(patched(at_most::<{ questions::MOST }, _>)), dive)]
    #[serde(default)]
    #[schema(value_type = Vec<QuestionInput>, max_items = 30, required = false)]
    questions: Patch<Vec<QuestionInput>>,
}

/// A check of what a patch sets.
pub(super) fn patched<T, U: ?Sized>(check: impl Fn(&U, &()) -> garde::Result) -> impl Fn(&Patch<T>, &()) -> garde::Result
where
    T: std::borrow::Borrow<U>,
{
    move |patch, context| if let Patch::Set(value) = patch { check(value.borrow(), context) } else { Ok(()) }
}

fn between<const MIN: i32, const MAX: i32>(number: &Patch<i32>, (): &()) -> garde::Result {
    match number {
        Patch::Set(number) if !(MIN..=MAX).contains(number) => Err(garde::Error::new(format!("out_of_range|{MIN}|{MAX}"))),
        _ => Ok(()),
    }
}

#[utoipa::path(
    tag = "totems",
    summary = "Change a service of a Totem",
    description = "A JSON merge patch (RFC 7396), for the managers of the Totem. Questions may be changed at any time: an answer \
        keeps the words of its question. A service that goes on again loses the reason of its pause.",
    params(
        ("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120),
        ("service_id" = String, Path, description = "Id or slug of the service", example = "accompagnement", max_length = 120),
    ),
    request_body(content = UpdateTotemService, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = TotemService)),
)]
#[patch("/v1/totems/{id}/services/{service_id}")]
pub async fn update_totem_service(
    account: Account,
    state: Data<State>,
    origin: Origin,
    ids: Path<(Ref<TotemId>, Ref<ServiceId>)>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateTotemService>,
) -> Result<Answer, Problem> {
    let ((totem, id), patch, today) = (ids.0, body.0.value, clock::day(state.clock.now()));
    let write = async move |tx: &mut Tx| {
        let service = queries::lock_service(tx, &totem, &id).await?.ok_or(ErrorCode::NotFound)?;
        policy::require_manager(&account, service.totem_id)?;
        read.check(service.revision)?;
        let changed = changed(service.on(today), patch.clone())?;
        check_pause(&changed, today)?;
        queries::update_service(tx, &changed).await?;
        let service = queries::service(tx, &totem, &id).await?.ok_or(ErrorCode::InternalError)?;
        let revision = queries::revision(tx, service.totem_id).await?;
        let answer = Answer::ok(&service)?.revision(service.revision, service.status.name());
        Ok(Emitted::new(Event::new("totem.service_updated", Kind::Totem, service.totem_id.0, revision), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}

/// The service as the patch wants it.
fn changed(service: TotemService, patch: UpdateTotemService) -> Result<TotemService, Problem> {
    let UpdateTotemService {
        family,
        name,
        description,
        languages: spoken,
        access,
        eligibility,
        response_target_days,
        capacity,
        lead_time_days,
        status,
        paused_reason,
        resumes_on,
        fulfils,
        questions: asked,
    } = patch;
    let goes_on = status == Patch::Set(ServiceStatus::Active);
    let (reason_before, resumes_before) = if goes_on { (None, None) } else { (service.paused_reason, service.resumes_on) };
    Ok(TotemService {
        family: set(family, "/family")?.unwrap_or(service.family),
        name: set(name, "/name")?.map_or(service.name, Into::into),
        description: set(description, "/description")?.map_or(service.description, Into::into),
        languages: set(spoken, "/languages")?.map_or(service.languages, |spoken| languages(&spoken)),
        access: set(access, "/access")?.unwrap_or(service.access),
        eligibility: or_cleared(eligibility, service.eligibility),
        response_target_days: set(response_target_days, "/response_target_days")?.unwrap_or(service.response_target_days),
        capacity: or_cleared(capacity, service.capacity),
        lead_time_days: or_cleared(lead_time_days, service.lead_time_days),
        status: set(status, "/status")?.unwrap_or(service.status),
        paused_reason: or_cleared(paused_reason, reason_before),
        resumes_on: or_cleared(resumes_on, resumes_before),
        fulfils: set(fulfils, "/fulfils")?.unwrap_or(service.fulfils),
        questions: match set(asked, "/questions")? {
            Some(asked) => questions::asked(asked)?,
            None => service.questions,
        },
        ..service
    })
}

/// What a patch sets, where nothing can be cleared.
pub(super) fn set<T>(patch: Patch<T>, pointer: &str) -> Result<Option<T>, Problem> {
    match patch {
        Patch::Keep => Ok(None),
        Patch::Clear => Err(Problem::field(pointer, FieldCode::Required)),
        Patch::Set(value) => Ok(Some(value)),
    }
}

/// What is there afterwards, where it can be cleared.
pub(super) fn or_cleared<T, V: From<T>>(patch: Patch<T>, before: Option<V>) -> Option<V> {
    match patch {
        Patch::Keep => before,
        Patch::Clear => None,
        Patch::Set(value) => Some(value.into()),
    }
}
