//! Somebody saves a search.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    MOST,
    look::{self, EVERY},
    model::SavedSearch,
    queries::{self, New},
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::{NewMatches, OrganizationFilters},
    error::{ErrorCode, Language},
    http::{Answer, Json, Line, Problem, Query, query::NoParameters},
    ids::SavedSearchId,
    state::State,
};

/// A search to be saved.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "name": "Fablabs près de Metz", "query": {"kinds": ["fablab"], "near": "49.1193,6.1757", "radius_km": 20},
}))]
pub struct CreateMySavedSearch {
    #[garde(dive)]
    #[schema(inline, example = "Fablabs près de Metz")]
    name: Line<1, 80>,
    /// Words are looked for as they are written: none is mended.
    #[garde(dive)]
    query: OrganizationFilters,
    /// To be looked for only when it goes on.
    #[serde(default)]
    paused: bool,
}

#[utoipa::path(
    tag = "directory",
    summary = "Save a search of the directory",
    description = "Once a day, what has come to match it is told by mail, each organization once: those published since, and those \
        that have changed so that they match. What matches already is not told. An account keeps 20 searches \
        (`too_many_saved_searches`).",
    responses((status = 201, description = "Saved", body = SavedSearch)),
)]
#[post("/v1/me/saved-searches")]
pub async fn create_my_saved_search(
    account: Account,
    state: Data<State>,
    origin: Origin,
    language: Language,
    _: Query<NoParameters>,
    body: Json<CreateMySavedSearch>,
) -> Result<Answer, Problem> {
    let CreateMySavedSearch { name, query, paused } = body.value;
    query.asked().map_err(|problem| problem.within("/query"))?;
    let (id, owner, now) = (SavedSearchId::new(), account.id, state.clock.now());
    let NewMatches { at, ids } = look::new_matches(&state, owner, id, &query, None).await?;
    let write = async move |tx: &mut Tx| {
        if queries::count(tx, owner).await? >= MOST {
            return Err(Problem::new(ErrorCode::TooManySavedSearches).with([MOST.to_string()]));
        }
        let new = New {
            id,
            account: owner,
            name: name.0.clone(),
            query: query.clone(),
            paused,
            known_until: at,
            next_look_at: now + EVERY,
            created_at: now,
        };
        queries::insert(tx, new).await?;
        queries::tell(tx, id, ids.clone()).await?;
        let saved = queries::find(tx, owner, id).await?.ok_or(ErrorCode::InternalError)?.shown(language);
        let answer = Answer::created(format!("/v1/me/saved-searches/{id}"), &saved)?.content_tag();
        Ok(Emitted::new(Event::new("saved_search.created", Kind::SavedSearch, id.0, 1), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}
