//! One version.

use actix_web::{get, web::Data};

use super::{
    model::DossierVersion,
    queries::{self, Dossier},
};
use crate::{
    auth::{Account, Actor},
    candidacies::{get as candidacies, policy},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, DossierVersionId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "Get a version of a dossier",
    description = "For pilots and the reviewers of this version. `intact` says whether its bytes have the hash that they were frozen with; whoever has the JSON can say so for \
        themselves.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120),
        ("version_id" = DossierVersionId, Path, description = "Id of the version", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    responses((status = 200, description = "The version", body = DossierVersion)),
)]
#[get("/v1/candidacies/{id}/dossier-versions/{version_id}")]
pub async fn get_dossier_version(
    account: Account,
    state: Data<State>,
    ids: Path<(Ref<CandidacyId>, DossierVersionId)>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let version = find(&state, &account, &ids.0).await?.version;
    Ok(Answer::ok(&version)?.content_tag())
}

/// A version, for whoever may read it: pilots and its reviewers.
pub async fn find(
    state: &State,
    account: &Account,
    (candidacy, id): &(Ref<CandidacyId>, DossierVersionId),
) -> Result<Dossier, Problem> {
    let found = state.db.read_as(account, async |connection| queries::find(connection, candidacy, *id, account).await).await?;
    if let Some(dossier) = found {
        return Ok(dossier);
    }
    candidacies::find(state, &Actor::Account(account.clone()), candidacy).await?;
    policy::require_pilot(account)?;
    Err(ErrorCode::NotFound.into())
}

/// What it holds.
pub async fn content(state: &State, account: &Account, id: DossierVersionId) -> Result<String, Problem> {
    state.db.read_as(account, async |connection| queries::content(connection, id).await).await
}
