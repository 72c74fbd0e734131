//! A manager adds something that can be asked at the site.

use actix_web::{post, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    charter::CharterItem,
    model::{Access, ServiceFamily, ServiceStatus, TotemService},
    policy, queries,
    questions::{self, QuestionInput},
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::{model::at_most, queries::slug},
    error::{ErrorCode, FieldCode},
    http::{Answer, Json, Path, Problem, Query, query::NoParameters, text::LangInput},
    ids::{Ref, ServiceId, TotemId},
    state::State,
};

pub type NameInput = LangInput<120>;
pub type DescriptionInput = LangInput<2000>;
pub type NoteInput = LangInput<500>;

/// A language in which a service is given.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceLanguage {
    Fr,
    De,
    En,
    Lb,
}

impl ServiceLanguage {
    pub fn name(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::De => "de",
            Self::En => "en",
            Self::Lb => "lb",
        }
    }
}

/// A service to be offered.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "family": "training", "name": {"fr": "Atelier découverte"}, "description": {"fr": "Une demi-journée pour essayer."},
    "languages": ["fr"], "response_target_days": 5,
    "questions": [{"id": "persons", "type": "number", "label": {"fr": "Combien serez-vous ?"}, "minimum": 1}],
}))]
pub struct CreateTotemService {
    family: ServiceFamily,
    #[garde(dive)]
    #[schema(inline)]
    name: NameInput,
    #[garde(dive)]
    #[schema(inline)]
    description: DescriptionInput,
    #[garde(custom(spoken))]
    #[schema(min_items = 1, max_items = 4)]
    languages: Vec<ServiceLanguage>,
    /// Anyone, unless it is said.
    access: Option<Access>,
    #[garde(dive)]
    #[schema(inline)]
    eligibility: Option<NoteInput>,
    #[garde(range(min = 1, max = 60))]
    #[schema(minimum = 1, maximum = 60, example = 5)]
    response_target_days: i32,
    #[garde(range(min = 1, max = 10_000))]
    #[schema(minimum = 1, maximum = 10_000, example = 12)]
    capacity: Option<i32>,
    #[garde(range(min = 0, max = 250))]
    #[schema(minimum = 0, maximum = 250, example = 10)]
    lead_time_days: Option<i32>,
    #[serde(default)]
    #[garde(custom(at_most::<13, _>))]
    #[schema(max_items = 13)]
    fulfils: Vec<CharterItem>,
    #[serde(default)]
    #[garde(custom(at_most::<{ questions::MOST }, _>), dive)]
    #[schema(max_items = 30)]
    questions: Vec<QuestionInput>,
}

pub fn spoken(languages: &[ServiceLanguage], (): &()) -> garde::Result {
    if (1..=4).contains(&languages.len()) { Ok(()) } else { Err(garde::Error::new("item_count|1|4")) }
}

/// Each once, in the order in which they were given.
pub fn languages(spoken: &[ServiceLanguage]) -> Vec<String> {
    let first = |(place, language): &(usize, &ServiceLanguage)| !spoken[..*place].iter().any(|one| one.name() == language.name());
    spoken.iter().enumerate().filter(first).map(|(_, language)| language.name().to_owned()).collect()
}

/// A pause has a reason, and ends after it begins; nothing else has either.
pub fn check_pause(service: &TotemService, today: NaiveDate) -> Result<(), Problem> {
    match (service.status, &service.paused_reason, service.resumes_on) {
        (ServiceStatus::Paused, None, _) => Err(Problem::field("/paused_reason", FieldCode::Required)),
        (ServiceStatus::Paused, _, Some(day)) if day <= today => Err(Problem::field("/resumes_on", FieldCode::EndsBefore)),
        (ServiceStatus::Active, Some(_), _) => Err(Problem::field("/paused_reason", FieldCode::NotAllowed)),
        (ServiceStatus::Active, _, Some(_)) => Err(Problem::field("/resumes_on", FieldCode::NotAllowed)),
        _ => Ok(()),
    }
}

#[utoipa::path(
    tag = "totems",
    summary = "Add a service to a Totem",
    description = "For the managers of the Totem. The service can be asked for at once, and stands behind the others.",
    params(("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120)),
    responses((status = 201, description = "Added", body = TotemService)),
)]
#[post("/v1/totems/{id}/services")]
pub async fn create_totem_service(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<TotemId>>,
    _: Query<NoParameters>,
    body: Json<CreateTotemService>,
) -> Result<Answer, Problem> {
    let totem = queries::find(&state, &id.0).await?.ok_or(ErrorCode::NotFound)?;
    policy::require_manager(&account, totem.id)?;
    let service = service(body.value, totem.id, state.clock.now())?;
    let write = async move |tx: &mut Tx| {
        queries::insert_service(tx, &service).await?;
        let made = queries::service(tx, &Ref::Id(service.totem_id), &Ref::Id(service.id)).await?;
        let made = made.ok_or(ErrorCode::InternalError)?;
        let revision = queries::revision(tx, service.totem_id).await?;
        let location = format!("/v1/totems/{}/services/{}", service.totem_id, made.id);
        let answer = Answer::created(location, &made)?.revision(made.revision, made.status.name());
        Ok(Emitted::new(Event::new("totem.service_created", Kind::Totem, service.totem_id.0, revision), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}

fn service(input: CreateTotemService, totem_id: TotemId, now: chrono::DateTime<chrono::Utc>) -> Result<TotemService, Problem> {
    let CreateTotemService {
        family,
        name,
        description,
        languages: spoken,
        access,
        eligibility,
        response_target_days,
        capacity,
        lead_time_days,
        fulfils,
        questions: asked,
    } = input;
    let name = crate::http::LangText::from(name);
    let slug = slug(name.say(crate::error::Language::Fr)).chars().take(60).collect();
    Ok(TotemService {
        id: ServiceId::new(),
        slug,
        totem_id,
        family,
        name,
        description: description.into(),
        languages: languages(&spoken),
        access: access.unwrap_or(Access::Anyone),
        eligibility: eligibility.map(Into::into),
        response_target_days,
        capacity,
        lead_time_days,
        status: ServiceStatus::Active,
        paused_reason: None,
        resumes_on: None,
        fulfils,
        questions: questions::asked(asked)?,
        revision: 1,
        updated_at: now,
    })
}
