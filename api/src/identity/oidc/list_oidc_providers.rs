//! By which providers one may sign in.

use actix_web::{get, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    state::State,
};

/// A provider of sign-in.
#[derive(Serialize, ToSchema)]
pub struct OidcProvider {
    #[schema(example = "proconnect")]
    id: String,
    /// What stands on its button; the same in every language.
    #[schema(example = "ProConnect")]
    name: String,
}

#[utoipa::path(
    tag = "identity",
    summary = "List the providers of sign-in",
    description = "Those of OpenID Connect by which one may sign in to the site, all on one page; none where none is set up.",
    responses((status = 200, description = "All providers", body = Listing<OidcProvider>)),
)]
#[get("/v1/sessions/oidc")]
pub async fn list_oidc_providers(state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let view =
        |settings: &super::settings::ProviderSettings| OidcProvider { id: settings.id.clone(), name: settings.name.clone() };
    Listing::whole(state.settings.providers.iter().map(|provider| view(&provider.settings)).collect()).answer()
}
