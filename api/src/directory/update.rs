//! Changing a record.

use actix_web::{patch, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{DescriptionInput, LocationInput, Organization, OrganizationKind, SummaryInput, at_most, founded, some_kinds},
    policy,
    queries::{self, Change},
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
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
}

fn patched_kinds(kinds: &Patch<Vec<OrganizationKind>>, context: &()) -> garde::Result {
    if let Patch::Set(kinds) = kinds { some_kinds(kinds, context) } else { Ok(()) }
}

fn patched_date(date: &Patch<NaiveDate>, context: &()) -> garde::Result {
    if let Patch::Set(date) = date { founded(&Some(*date), context) } else { Ok(()) }
}

fn patched_count(sectors: &Patch<Vec<Line<2, 60>>>, context: &()) -> garde::Result {
    if let Patch::Set(sectors) = sectors { at_most::<10, _>(sectors, context) } else { Ok(()) }
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
    if matches!(patch.name, Patch::Clear) {
        return Err(Problem::field("/name", FieldCode::Required));
    }
    if matches!(patch.kinds, Patch::Clear) {
        return Err(Problem::field("/kinds", FieldCode::Required));
    }
    let write = async move |tx: &mut Tx| {
        let found = queries::lock(tx, &id).await?;
        let organization = policy::require_change(&account, found.as_ref())?;
        read.check(organization.revision)?;
        queries::update(tx, organization.id, change(&patch)).await?;
        let changed = queries::find(tx, &id).await?.ok_or(ErrorCode::InternalError)?.organization;
        let answer = Answer::ok(&changed)?.revision(changed.revision, &changed.view());
        Ok(Emitted::new(Event::new("organization.updated", Kind::Organization, changed.id.0, changed.revision), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}

/// What the patch sets: `None` keeps a column, `Some(None)` clears it.
fn change(patch: &UpdateOrganization) -> Change {
    let UpdateOrganization { name, kinds, summary, description, website, location, sectors, founded_on } = patch.clone();
    let mut change = Change {
        name: set(name).flatten().map(|name| name.0),
        kinds: set(kinds).flatten().map(|kinds| kinds.into_iter().map(OrganizationKind::name).map(str::to_owned).collect()),
        summary: set(summary).map(|text| text.map(|text| crate::db::JsonColumn(text.into()))),
        description: set(description).map(|text| text.map(|text| crate::db::JsonColumn(text.into()))),
        website: set(website).map(|address| address.map(|address| address.0)),
        sectors: set(sectors).map(|sectors| sectors.unwrap_or_default().into_iter().map(|sector| sector.0).collect()),
        founded_on: set(founded_on),
        updated_at: Some(chrono::DateTime::UNIX_EPOCH),
        ..Change::default()
    };
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

fn set<T>(patch: Patch<T>) -> Option<Option<T>> {
    match patch {
        Patch::Keep => None,
        Patch::Clear => Some(None),
        Patch::Set(value) => Some(Some(value)),
    }
}
