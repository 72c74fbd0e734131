//! A member proposes a record.

use actix_web::{post, web::Data};

use super::{
    model::{CreateOrganization, CreateStartup, FundingRound, Identifier, Link, Organization, OrganizationKind, Profile, Stage},
    policy,
    queries::{self, NewOrganization},
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Json, LangText, Problem, Query, query::NoParameters},
    ids::{OrganizationId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "directory",
    summary = "Propose an organization",
    description = "The record waits for review (`pending_review`): until it is published, whoever proposed it and moderators see it. \
        A number of a register that another record has is refused (`already_exists`).",
    responses((status = 201, description = "Proposed", body = Organization)),
)]
#[post("/v1/organizations")]
pub async fn create_organization(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateOrganization>,
) -> Result<Answer, Problem> {
    let CreateOrganization {
        name,
        kinds,
        summary,
        description,
        website,
        identifiers,
        location,
        sectors,
        founded_on,
        alternate_names,
        legal_name,
        links,
        legal_form,
        activity,
        headcount,
        headcount_range,
        profile,
    } = body.value;
    let mut kinds: Vec<String> = kinds.into_iter().map(OrganizationKind::name).map(str::to_owned).collect();
    kinds.dedup();
    let profile = profile.map(Profile::from);
    if let Some(profile) = &profile {
        profile.check(&kinds)?;
    }
    let new = NewOrganization {
        kinds,
        summary: summary.map(LangText::from),
        description: description.map(LangText::from),
        website: website.map(|address| address.0),
        sectors: sectors.into_iter().map(|sector| sector.0).collect(),
        founded_on,
        alternate_names: alternate_names.into_iter().map(|line| line.0).collect(),
        legal_name: legal_name.map(|line| line.0),
        links: links.into_iter().map(Link::from).collect(),
        legal_form: legal_form.map(|line| line.0),
        activity: activity.map(|activity| (activity.nomenclature.name().to_owned(), activity.code.0)),
        headcount,
        headcount_range: headcount_range.map(|range| range.name().to_owned()),
        profile,
        ..NewOrganization::proposed(name.0, account.id)
    };
    propose(
        &account,
        &state,
        origin,
        &body.bytes,
        "/v1/organizations",
        new.placed(location),
        identifiers.into_iter().map(Into::into).collect(),
    )
    .await
}

#[utoipa::path(
    tag = "directory",
    summary = "Propose a start-up",
    description = "As an organization of the kind `startup`, with its profile.",
    responses((status = 201, description = "Proposed", body = Organization)),
)]
#[post("/v1/startups")]
pub async fn create_startup(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateStartup>,
) -> Result<Answer, Problem> {
    let CreateStartup {
        name,
        stage,
        pitch,
        business_model,
        team_size,
        international,
        jobs,
        funding_rounds,
        summary,
        website,
        identifiers,
        location,
        sectors,
        founded_on,
    } = body.value;
    let new = NewOrganization {
        kinds: vec![OrganizationKind::Startup.name().to_owned()],
        stage: stage.map(Stage::name).map(str::to_owned),
        pitch: pitch.map(LangText::from),
        business_model: business_model.map(|text| text.0),
        team_size,
        international,
        jobs,
        funding_rounds: funding_rounds.into_iter().map(FundingRound::from).collect(),
        summary: summary.map(LangText::from),
        website: website.map(|address| address.0),
        sectors: sectors.into_iter().map(|sector| sector.0).collect(),
        founded_on,
        ..NewOrganization::proposed(name.0, account.id)
    };
    propose(
        &account,
        &state,
        origin,
        &body.bytes,
        "/v1/startups",
        new.placed(location),
        identifiers.into_iter().map(Into::into).collect(),
    )
    .await
}

async fn propose(
    account: &Account,
    state: &State,
    origin: Origin,
    body: &[u8],
    path: &'static str,
    new: NewOrganization,
    identifiers: Vec<Identifier>,
) -> Result<Answer, Problem> {
    let account = account.clone();
    let write = async move |tx: &mut Tx| {
        let activity = new.activity.as_ref().map(|(nomenclature, code)| (nomenclature.as_str(), code.as_str()));
        queries::check_codes(tx, new.legal_form.as_deref(), activity).await?;
        let id = OrganizationId::new();
        queries::insert(tx, id, &new, &identifiers).await?;
        let found = queries::find(tx, &Ref::Id(id)).await?.ok_or(ErrorCode::InternalError)?;
        let (organization, view) = policy::shown(&Actor::Account(account.clone()), found).ok_or(ErrorCode::InternalError)?;
        let location = format!("{path}/{}", organization.slug);
        let answer = Answer::created(location, &organization)?.revision(organization.revision, &view);
        Ok(Emitted::new(Event::new("organization.created", Kind::Organization, id.0, organization.revision), answer))
    };
    state.db.write(origin, body, write).await
}
