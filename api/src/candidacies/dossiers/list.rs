//! The versions.

use actix_web::{get, web::Data};

use super::{model::DossierVersion, queries};
use crate::{
    auth::{Account, Actor},
    candidacies::{get, policy},
    http::{Answer, Listing, Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "List the versions of a dossier",
    description = "For pilots: each with its hash, the latest first, all on one page. A reviewer finds theirs by their reviews.",
    params(("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120)),
    responses((status = 200, description = "All its versions", body = Listing<DossierVersion>)),
)]
#[get("/v1/candidacies/{id}/dossier-versions")]
pub async fn list_dossier_versions(
    account: Account,
    state: Data<State>,
    id: Path<Ref<CandidacyId>>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let actor = Actor::Account(account.clone());
    let candidacy = get::find(&state, &actor, &id.0).await?.id;
    policy::require_pilot(&account)?;
    let versions = state.db.read_as(&account, async |connection| queries::list(connection, candidacy, &account).await).await?;
    Listing::whole(versions).answer()
}
