//! Completion of what somebody types: organizations, places, kinds, sectors.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    kinds,
    list::mend,
    model::OrganizationKind,
    queries::{self, Suggested},
    search::Search,
};
use crate::{
    http::{Answer, Line, Problem, Query, shell::Spoken},
    reference::places,
    state::State,
};

/// So many organizations, and of each other sort of thing so many.
const MOST: usize = 7;
const OTHERS: usize = 3;

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuggestOrganizations {
    /// What was typed so far, with or without accents; one letter may be wrong.
    #[garde(dive)]
    #[param(inline, example = "univ lorr")]
    q: Line<1, 100>,
}

/// What may be meant, the likeliest first; each group may be empty.
#[derive(Serialize, ToSchema)]
pub struct Suggestions {
    pub organizations: Vec<SuggestedOrganization>,
    /// To search near to, or to filter by.
    pub places: Vec<SuggestedPlace>,
    pub kinds: Vec<SuggestedKind>,
    #[schema(example = json!(["Numérique et logiciel"]))]
    pub sectors: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub struct SuggestedOrganization {
    #[schema(example = "universite-de-lorraine")]
    slug: String,
    #[schema(example = "Université de Lorraine")]
    name: String,
    #[schema(value_type = Vec<OrganizationKind>)]
    kinds: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Nancy")]
    locality: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct SuggestedPlace {
    /// As it is called at home.
    #[schema(example = "Thionville")]
    name: &'static str,
    #[schema(example = "FR")]
    country: &'static str,
    /// INSEE code, in Lorraine.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "57672")]
    commune_code: Option<&'static str>,
    #[schema(example = 49.3579)]
    latitude: f64,
    #[schema(example = 6.1675)]
    longitude: f64,
}

#[derive(Serialize, ToSchema)]
pub struct SuggestedKind {
    kind: OrganizationKind,
    /// In the language of the request.
    #[schema(example = "Incubateur")]
    label: &'static str,
}

#[utoipa::path(
    tag = "directory",
    summary = "Complete what somebody types",
    description = "Organizations, places (known by the names of their neighbours: Diedenhofen is Thionville), kinds and sectors \
        that begin with the words, for fields that complete while one types.",
    params(SuggestOrganizations),
    responses((status = 200, description = "What may be meant", body = Suggestions)),
)]
#[get("/v1/organizations/suggest")]
pub async fn get_organization_suggestions(
    state: Data<State>,
    language: Spoken,
    query: Query<SuggestOrganizations>,
) -> Result<Answer, Problem> {
    let q = query.0.q;
    let typed = Search::of(&q.0);
    let (mut organizations, sectors) = found(&state, &typed).await?;
    if organizations.is_empty()
        && let Some(mended) = mend(&state, &typed).await?
    {
        organizations = found(&state, &Search::of(&mended)).await?.0;
    }
    let place = |town: &'static places::Town| SuggestedPlace {
        name: &town.name,
        country: &town.country,
        commune_code: town.commune_code.as_deref(),
        latitude: town.latitude,
        longitude: town.longitude,
    };
    let kind = |kind| SuggestedKind { kind, label: kinds::label(kind, language.0) };
    let suggestions = Suggestions {
        organizations,
        places: places::beginning(&q.0, OTHERS).into_iter().map(place).collect(),
        kinds: if q.0.chars().count() > 1 { kinds::called(&q.0).take(OTHERS).map(kind).collect() } else { vec![] },
        sectors,
    };
    Ok(Answer::ok(&suggestions)?.content_tag())
}

async fn found(state: &State, search: &Search) -> Result<(Vec<SuggestedOrganization>, Vec<String>), Problem> {
    let statement = queries::suggest(search, MOST as i64, OTHERS as i64);
    let rows = state.db.search(async |connection| queries::load_suggested(connection, statement).await).await?;
    let (mut organizations, mut sectors) = (vec![], vec![]);
    for Suggested { slug, name, kinds, locality } in rows {
        match slug {
            None => sectors.push(name),
            // The same record may be found in several ways.
            Some(slug) if organizations.iter().any(|known: &SuggestedOrganization| known.slug == slug) => {}
            Some(slug) => organizations.push(SuggestedOrganization { slug, name, kinds, locality }),
        }
    }
    organizations.truncate(MOST);
    Ok((organizations, sectors))
}
