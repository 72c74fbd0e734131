//! Pilots begin a file.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Candidacy, CandidacyContact, Programme, Stage},
    policy::{self, Reader},
    queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::model::at_most,
    error::{FieldCode, Language},
    http::{
        Answer, Json, LangText, Line, Problem, Query,
        query::NoParameters,
        text::{Email, LangInput, WebAddress},
    },
    ids::{CandidacyId, LabelProgrammeId, Ref},
    label_programmes, seed,
    state::State,
};

/// A candidacy to be.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "name": {"fr": "Candidature de la Lorraine"}, "programme_id": "capitales-french-tech", "territory": "Sillon Lorrain",
    "lead": {"fr": "Le Sillon Lorrain"}, "members": ["Épinal", "Nancy", "Metz", "Thionville"],
    "summary": {"fr": "Quatre villes, un seul dossier."},
}))]
pub struct CreateCandidacy {
    #[garde(dive)]
    #[schema(inline)]
    name: LangInput<200>,
    /// Id or slug of the label that is applied for.
    #[schema(value_type = String, max_length = 120, pattern = "^[a-z0-9-]+$", example = "metropole-french-tech")]
    programme_id: Ref<LabelProgrammeId>,
    /// Slug of the call that it answers; the latest of the programme unless it says otherwise.
    #[garde(dive)]
    #[schema(inline, example = "appel-2014")]
    call: Option<Line<1, 120>>,
    #[garde(dive)]
    #[schema(inline)]
    territory: Line<1, 120>,
    #[garde(dive)]
    #[schema(inline)]
    lead: LangInput<500>,
    /// The cities and conurbations that carry it.
    #[serde(default)]
    #[garde(custom(at_most::<50, _>), dive)]
    #[schema(inline, max_items = 50)]
    members: Vec<Line<1, 120>>,
    #[garde(dive)]
    #[schema(inline)]
    summary: LangInput<5000>,
    #[serde(default)]
    #[garde(custom(at_most::<10, _>), dive)]
    #[schema(max_items = 10)]
    contacts: Vec<CandidacyContactInput>,
}

/// An office that speaks for the candidacy: never a person, for whom an account is made.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"office": "Sillon Lorrain, direction du numérique", "email": "numerique@exemple.fr"}))]
pub struct CandidacyContactInput {
    #[garde(dive)]
    #[schema(inline)]
    office: Line<1, 200>,
    #[garde(dive)]
    #[schema(inline)]
    role: Option<Line<1, 200>>,
    #[garde(dive)]
    #[schema(inline)]
    email: Option<Email>,
    #[garde(dive)]
    #[schema(inline)]
    url: Option<WebAddress>,
}

impl From<CandidacyContactInput> for CandidacyContact {
    fn from(CandidacyContactInput { office, role, email, url }: CandidacyContactInput) -> Self {
        let (role, email, url) = (role.map(|role| role.0), email.map(|email| email.0), url.map(|url| url.0));
        Self { office: office.0, role, email, url }
    }
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Begin a candidacy",
    description = "By pilots. It is a draft, which pilots alone see until it is `submitted`.",
    responses((status = 201, description = "Begun", body = Candidacy)),
)]
#[post("/v1/candidacies")]
pub async fn create_candidacy(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateCandidacy>,
) -> Result<Answer, Problem> {
    policy::require_pilot(&account)?;
    let CreateCandidacy { name, programme_id, call, territory, lead, members, summary, contacts } = body.value;
    let now = state.clock.now();
    let programme = programme_of(&state, &programme_id, call.map(|call| call.0)).await?;
    let candidacy = Candidacy {
        id: CandidacyId::new(),
        slug: String::new(),
        name: LangText::from(name),
        programme,
        territory: territory.0,
        lead: lead.into(),
        members: members.into_iter().map(|member| member.0).collect(),
        state: Stage::Draft,
        state_on: None,
        allowed_transitions: Stage::Draft.next().to_vec(),
        superseded_by: None,
        summary: summary.into(),
        contacts: contacts.into_iter().map(Into::into).collect(),
        milestones: vec![],
        revision: 1,
        updated_at: now,
    };
    let write = async move |tx: &mut Tx| {
        let wanted = seed::slug(candidacy.name.say(Language::Fr));
        let wanted = if wanted.is_empty() { "candidature" } else { &wanted };
        let candidacy = Candidacy { slug: queries::free_slug(tx, wanted).await?, ..candidacy.clone() };
        queries::insert(tx, &candidacy).await?;
        let answer =
            Answer::created(format!("/v1/candidacies/{}", candidacy.slug), &candidacy)?.revision(1, &Reader::pilot(now).view());
        Ok(Emitted::new(Event::new("candidacy.created", Kind::Candidacy, candidacy.id.0, 1), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}

/// What is applied for, in its words of today.
async fn programme_of(state: &State, id: &Ref<LabelProgrammeId>, call: Option<String>) -> Result<Programme, Problem> {
    let found = state.db.read(async |connection| label_programmes::queries::find(connection, id).await).await?;
    let programme = found.ok_or_else(|| Problem::field("/programme_id", FieldCode::UnknownReference))?;
    let known = |slug: &String| programme.calls.iter().any(|call| call.slug == *slug);
    if call.as_ref().is_some_and(|slug| !known(slug)) {
        return Err(Problem::field("/call", FieldCode::UnknownReference));
    }
    let call = call.or_else(|| programme.calls.last().map(|call| call.slug.clone()));
    Ok(Programme {
        id: Some(programme.id),
        slug: Some(programme.slug),
        call,
        name: programme.name,
        description: programme.description,
    })
}
