//! The reviews of a version.

use actix_web::{get, web::Data};

use super::{model::DossierReview, queries};
use crate::{
    auth::Account,
    candidacies::dossiers,
    http::{Answer, Listing, Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, DossierVersionId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "List the reviews of a dossier",
    description = "For pilots: all, with what is submitted. For a reviewer: their own, and those of the others that are submitted once their \
        own is. Whoever declared a conflict of interest sees neither the version nor its reviews. In the order in which the \
        reviewers were named, all on one page.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120),
        ("version_id" = DossierVersionId, Path, description = "Id of the version", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    responses((status = 200, description = "The reviews that the reader sees", body = Listing<DossierReview>)),
)]
#[get("/v1/candidacies/{id}/dossier-versions/{version_id}/reviews")]
pub async fn list_dossier_reviews(
    account: Account,
    state: Data<State>,
    ids: Path<(Ref<CandidacyId>, DossierVersionId)>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let version = dossiers::get::find(&state, &account, &ids.0).await?.version.id;
    let reviews = state.db.read_as(&account, async |connection| queries::list(connection, version, &account).await).await?;
    Listing::whole(reviews).answer()
}
