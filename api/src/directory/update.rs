//! Changing a record.

use actix_web::{patch, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{
        ActivityInput, DescriptionInput, FundingRound, HeadcountRange, Identifier, IdentifierInput, Link, LinkInput,
        LocationInput, Organization, OrganizationKind, ProfileInput, RelationInput, StartupInput, SummaryInput, at_most, founded,
        head_count, some_kinds,
    },
    policy,
    queries::{self, Change},
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, JsonColumn, Kind, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Line, MergePatch, Patch, Path, Problem, Query, WebAddress, answer::IfMatch, query::NoParameters},
    ids::{OrganizationId, Ref},
    state::State,
};

/// What can be changed; what is absent stays, `null` clears.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"website": "https://exemple.fr", "summary": {"fr": "Un atelier ouvert à tous."}}))]
pub struct UpdateOrganization {
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Line<2, 200>, inline, required = false)]
    name: Patch<Line<2, 200>>,
    #[garde(custom(patched_kinds))]
    #[serde(default)]
    #[schema(value_type = Vec<OrganizationKind>, min_items = 1, max_items = 5, required = false)]
    kinds: Patch<Vec<OrganizationKind>>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<SummaryInput>, inline)]
    summary: Patch<SummaryInput>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<DescriptionInput>, inline)]
    description: Patch<DescriptionInput>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<WebAddress>, inline)]
    website: Patch<WebAddress>,
    /// Given whole: a location is not patched member by member.
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<LocationInput>, inline)]
    location: Patch<LocationInput>,
    #[garde(custom(patched_count), dive)]
    #[serde(default)]
    #[schema(value_type = Option<Vec<Line<2, 60>>>, inline, max_items = 10)]
    sectors: Patch<Vec<Line<2, 60>>>,
    #[garde(custom(patched_date))]
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-")]
    founded_on: Patch<NaiveDate>,
    #[garde(custom(patched_count), dive)]
    #[serde(default)]
    #[schema(value_type = Option<Vec<Line<2, 200>>>, inline, max_items = 10)]
    alternate_names: Patch<Vec<Line<2, 200>>>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<Line<2, 200>>, inline)]
    legal_name: Patch<Line<2, 200>>,
    /// Given whole, as all lists are.
    #[garde(custom(patched_count), dive)]
    #[serde(default)]
    #[schema(value_type = Option<Vec<LinkInput>>, max_items = 10)]
    links: Patch<Vec<LinkInput>>,
    #[garde(custom(patched_count), dive)]
    #[serde(default)]
    #[schema(value_type = Option<Vec<IdentifierInput>>, max_items = 10)]
    identifiers: Patch<Vec<IdentifierInput>>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<Line<1, 10>>, inline, example = "5710")]
    legal_form: Patch<Line<1, 10>>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<ActivityInput>, inline)]
    activity: Patch<ActivityInput>,
    #[garde(custom(patched_headcount))]
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 10000000)]
    headcount: Patch<i32>,
    #[garde(skip)]
    #[serde(default)]
    #[schema(value_type = Option<HeadcountRange>, inline)]
    headcount_range: Patch<HeadcountRange>,
    /// Given whole: each member belongs to one kind, which must be among `kinds`.
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<ProfileInput>, inline)]
    profile: Patch<ProfileInput>,
    /// Given whole, of start-ups alone.
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<StartupInput>, inline)]
    startup: Patch<StartupInput>,
    /// Given whole: what it is part of, and so on. Nothing is part of itself, by however many steps.
    #[garde(custom(patched_relations), dive)]
    #[serde(default)]
    #[schema(value_type = Option<Vec<RelationInput>>, max_items = 50)]
    relations: Patch<Vec<RelationInput>>,
}

fn patched_relations(relations: &Patch<Vec<RelationInput>>, context: &()) -> garde::Result {
    if let Patch::Set(relations) = relations { at_most::<50, _>(relations, context) } else { Ok(()) }
}

fn patched_headcount(count: &Patch<i32>, context: &()) -> garde::Result {
    if let Patch::Set(count) = count { head_count(&Some(*count), context) } else { Ok(()) }
}

fn patched_kinds(kinds: &Patch<Vec<OrganizationKind>>, context: &()) -> garde::Result {
    if let Patch::Set(kinds) = kinds { some_kinds(kinds, context) } else { Ok(()) }
}

fn patched_date(date: &Patch<NaiveDate>, context: &()) -> garde::Result {
    if let Patch::Set(date) = date { founded(&Some(*date), context) } else { Ok(()) }
}

fn patched_count<T>(items: &Patch<Vec<T>>, context: &()) -> garde::Result {
    if let Patch::Set(items) = items { at_most::<10, _>(items, context) } else { Ok(()) }
}

#[utoipa::path(
    tag = "directory",
    summary = "Change an organization",
    description = "A JSON merge patch (RFC 7396). A record is changed by its owners and editors and by moderators, and until it is published \
        by whoever proposed it. `location` is replaced as a whole.",
    params(("id" = String, Path, description = "Id or slug", example = "universite-de-lorraine", max_length = 120)),
    request_body(content = UpdateOrganization, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = Organization)),
)]
#[patch("/v1/organizations/{id}")]
pub async fn update_organization(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<OrganizationId>>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateOrganization>,
) -> Result<Answer, Problem> {
    let (id, patch) = (id.0, body.0.value);
    let write = async move |tx: &mut Tx| {
        let found = queries::lock(tx, &id).await?;
        let organization = policy::require_change(&account, found.as_ref())?;
        read.check(organization.revision)?;
        apply(tx, organization, &patch).await?;
        let changed = queries::find(tx, &id).await?.ok_or(ErrorCode::InternalError)?;
        let (changed, view) = policy::shown(&Actor::Account(account.clone()), changed).ok_or(ErrorCode::InternalError)?;
        let answer = Answer::ok(&changed)?.revision(changed.revision, &view);
        Ok(Emitted::new(Event::new("organization.updated", Kind::Organization, changed.id.0, changed.revision), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}

/// Changes the record, which the transaction holds. Whoever may, and of which revision, has been asked.
pub async fn apply(tx: &mut Tx, organization: &Organization, patch: &UpdateOrganization) -> Result<(), Problem> {
    if matches!(patch.name, Patch::Clear) {
        return Err(Problem::field("/name", FieldCode::Required));
    }
    if matches!(patch.kinds, Patch::Clear) {
        return Err(Problem::field("/kinds", FieldCode::Required));
    }
    let change = change(patch);
    check_kinds(organization, &change)?;
    let activity = change.activity_nomenclature.as_ref().zip(change.activity.as_ref());
    let activity = activity.and_then(|(nomenclature, code)| nomenclature.as_deref().zip(code.as_deref()));
    queries::check_codes(tx, change.legal_form.as_ref().and_then(|code| code.as_deref()), activity).await?;
    queries::update(tx, organization.id, change).await?;
    if let Some(identifiers) = set(patch.identifiers.clone()) {
        let identifiers: Vec<Identifier> = identifiers.unwrap_or_default().into_iter().map(Into::into).collect();
        queries::replace_identifiers(tx, organization.id, &identifiers).await?;
    }
    if let Some(relations) = set(patch.relations.clone()) {
        queries::replace_relations(tx, organization.id, &relations.unwrap_or_default()).await?;
    }
    Ok(())
}

/// Whether the kinds that the record will have are those of what it will hold.
fn check_kinds(organization: &Organization, change: &Change) -> Result<(), Problem> {
    let kinds = change.kinds.as_ref().unwrap_or(&organization.kinds);
    let profile = match &change.profile {
        Some(profile) => profile.as_ref().map(|profile| &profile.0),
        None => organization.profile.as_ref(),
    };
    if let Some(profile) = profile {
        profile.check(kinds)?;
    }
    if change.international.is_some() && !kinds.iter().any(|kind| kind == OrganizationKind::Startup.name()) {
        return Err(Problem::field("/startup", FieldCode::NotAllowed));
    }
    Ok(())
}

/// What the patch sets: `None` keeps a column, `Some(None)` clears it.
fn change(patch: &UpdateOrganization) -> Change {
    let UpdateOrganization {
        name,
        kinds,
        summary,
        description,
        website,
        location,
        sectors,
        founded_on,
        alternate_names,
        legal_name,
        links,
        identifiers: _,
        legal_form,
        activity,
        headcount,
        headcount_range,
        profile,
        startup,
        relations: _,
    } = patch.clone();
    let mut change = Change {
        name: set(name).flatten().map(|name| name.0),
        kinds: set(kinds).flatten().map(|kinds| kinds.into_iter().map(OrganizationKind::name).map(str::to_owned).collect()),
        summary: set(summary).map(|text| text.map(|text| JsonColumn(text.into()))),
        description: set(description).map(|text| text.map(|text| JsonColumn(text.into()))),
        website: set(website).map(|address| address.map(|address| address.0)),
        sectors: set(sectors).map(|sectors| sectors.unwrap_or_default().into_iter().map(|sector| sector.0).collect()),
        founded_on: set(founded_on),
        alternate_names: set(alternate_names).map(|names| names.unwrap_or_default().into_iter().map(|name| name.0).collect()),
        legal_name: set(legal_name).map(|name| name.map(|name| name.0)),
        links: set(links).map(|links| JsonColumn(links.unwrap_or_default().into_iter().map(Link::from).collect())),
        legal_form: set(legal_form).map(|code| code.map(|code| code.0)),
        headcount: set(headcount),
        headcount_range: set(headcount_range).map(|range| range.map(|range| range.name().to_owned())),
        profile: set(profile).map(|profile| profile.map(|profile| JsonColumn(profile.into()))),
        updated_at: Some(chrono::DateTime::UNIX_EPOCH),
        ..Change::default()
    };
    if let Some(activity) = set(activity) {
        let (nomenclature, code) = activity.map(|activity| (activity.nomenclature.name().to_owned(), activity.code.0)).unzip();
        change.activity_nomenclature = Some(nomenclature);
        change.activity = Some(code);
    }
    if let Some(startup) = set(startup) {
        change_startup(&mut change, startup);
    }
    if let Some(location) = set(location) {
        let (address, postal_code, locality, commune_code, country, latitude, longitude) = match location {
            Some(LocationInput { address, postal_code, locality, commune_code, country, latitude, longitude }) => {
                let plain = |line: Option<String>| line;
                (
                    plain(address.map(|line| line.0)),
                    postal_code.map(|line| line.0),
                    locality.map(|line| line.0),
                    commune_code.map(|line| line.0),
                    Some(country),
                    latitude,
                    longitude,
                )
            }
            None => Default::default(),
        };
        change.address = Some(address);
        change.postal_code = Some(postal_code);
        change.locality = Some(locality);
        change.commune_code = Some(commune_code);
        change.country = Some(country);
        change.latitude = Some(latitude);
        change.longitude = Some(longitude);
        change.nuts3 = Some(None);
    }
    change
}

fn change_startup(change: &mut Change, startup: Option<StartupInput>) {
    let Some(StartupInput { stage, pitch, business_model, team_size, international, jobs, funding_rounds }) = startup else {
        (change.stage, change.pitch, change.business_model) = (Some(None), Some(None), Some(None));
        (change.team_size, change.jobs) = (Some(None), Some(None));
        (change.international, change.funding_rounds) = (Some(vec![]), Some(JsonColumn(vec![])));
        return;
    };
    change.stage = Some(stage.map(|stage| stage.name().to_owned()));
    change.pitch = Some(pitch.map(|text| JsonColumn(text.into())));
    change.business_model = Some(business_model.map(|text| text.0));
    change.team_size = Some(team_size);
    change.international = Some(international);
    change.jobs = Some(jobs);
    change.funding_rounds = Some(JsonColumn(funding_rounds.into_iter().map(FundingRound::from).collect()));
}

fn set<T>(patch: Patch<T>) -> Option<Option<T>> {
    match patch {
        Patch::Keep => None,
        Patch::Clear => Some(None),
        Patch::Set(value) => Some(Some(value)),
    }
}
