//! Somebody renames a search, pauses it, or lets it go on.

use actix_web::{patch, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    look::{self, EVERY},
    model::{self, SavedSearch},
    queries::{self, Change},
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::NewMatches,
    error::{ErrorCode, FieldCode, Language},
    http::{Answer, Line, MergePatch, Patch, Path, Problem, Query, query::NoParameters},
    ids::SavedSearchId,
    state::State,
};

/// What can be changed; what is absent stays.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"paused": true}))]
pub struct UpdateMySavedSearch {
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Line<1, 80>, inline, required = false)]
    name: Patch<Line<1, 80>>,
    #[serde(default)]
    #[schema(value_type = bool, required = false)]
    paused: Patch<bool>,
}

#[utoipa::path(
    tag = "directory",
    summary = "Change a saved search",
    description = "A JSON merge patch (RFC 7396). One that goes on begins anew: what has come to match in the meantime is not told. \
        Another query is another search.",
    params(("id" = SavedSearchId, Path, description = "Id of the search", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    request_body(content = UpdateMySavedSearch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = SavedSearch)),
)]
#[patch("/v1/me/saved-searches/{id}")]
pub async fn update_my_saved_search(
    account: Account,
    state: Data<State>,
    origin: Origin,
    language: Language,
    id: Path<SavedSearchId>,
    _: Query<NoParameters>,
    body: MergePatch<UpdateMySavedSearch>,
) -> Result<Answer, Problem> {
    let UpdateMySavedSearch { name, paused } = body.0.value;
    let (id, owner, now) = (id.0, account.id, state.clock.now());
    let mut change = Change { name: set(name, "/name")?.map(|name| name.0), paused: set(paused, "/paused")?, begins: None };
    let found = state.db.read_as(&account, async |connection| queries::find(connection, owner, id).await).await?;
    let found = found.ok_or(ErrorCode::NotFound)?;
    let mut known = vec![];
    if found.paused
        && change.paused == Some(false)
        && let Ok(query) = model::read(&found.query)
    {
        let NewMatches { at, ids } = look::new_matches(&state, owner, id, &query, None).await?;
        change.begins = Some((at, now + EVERY));
        known = ids;
    }
    let write = async move |tx: &mut Tx| {
        let changed = queries::update(tx, owner, id, change.clone()).await?.ok_or(ErrorCode::NotFound)?;
        queries::tell(tx, id, known.clone()).await?;
        let answer = Answer::ok(&changed.shown(language))?.content_tag();
        Ok(Emitted::new(Event::new("saved_search.updated", Kind::SavedSearch, id.0, 1), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}

/// What a patch sets, where nothing can be cleared.
fn set<T>(patch: Patch<T>, pointer: &str) -> Result<Option<T>, Problem> {
    match patch {
        Patch::Keep => Ok(None),
        Patch::Clear => Err(Problem::field(pointer, FieldCode::Required)),
        Patch::Set(value) => Ok(Some(value)),
    }
}
