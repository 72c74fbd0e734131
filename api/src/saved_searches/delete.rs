//! Somebody deletes a search.

use actix_web::{delete, web::Data};

use super::queries;
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::SavedSearchId,
    state::State,
};

#[utoipa::path(
    tag = "directory",
    summary = "Delete a saved search",
    description = "With what it has told. A letter about it that has not left does not leave.",
    params(("id" = SavedSearchId, Path, description = "Id of the search", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 204, description = "Deleted")),
)]
#[delete("/v1/me/saved-searches/{id}")]
pub async fn delete_my_saved_search(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<SavedSearchId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (id, owner) = (id.0, account.id);
    let write = async move |tx: &mut Tx| {
        if !queries::delete(tx, owner, id).await? {
            return Err(ErrorCode::NotFound.into());
        }
        let event = Event::new("saved_search.deleted", Kind::SavedSearch, id.0, 1).gone();
        Ok(Emitted::new(event, Answer::no_content()))
    };
    state.db.write(origin, &[], write).await
}
