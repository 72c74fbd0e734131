//! By which providers somebody signs in.

use actix_web::{get, web::Data};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::queries::{self, IdentityRow};
use crate::{
    auth::Account,
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    ids::IdentityId,
    state::State,
};

/// An identity at a provider, linked to an account.
#[derive(Serialize, ToSchema)]
#[schema(as = Identity)]
pub struct IdentityView {
    id: IdentityId,
    provider: ProviderRef,
    created_at: DateTime<Utc>,
    last_used_at: DateTime<Utc>,
}

/// A provider in a few words.
#[derive(Serialize, ToSchema)]
#[schema(as = OidcProviderRef)]
struct ProviderRef {
    #[schema(example = "proconnect")]
    id: String,
    #[schema(example = "ProConnect")]
    name: String,
}

impl IdentityView {
    pub fn new(id: IdentityId, provider: &str, name: &str, created_at: DateTime<Utc>, last_used_at: DateTime<Utc>) -> Self {
        Self { id, provider: ProviderRef { id: provider.to_owned(), name: name.to_owned() }, created_at, last_used_at }
    }
}

#[utoipa::path(
    tag = "identity",
    summary = "List one's identities at providers",
    description = "Those by which the account may be signed in to, the oldest first, all on one page.",
    responses((status = 200, description = "All identities", body = Listing<IdentityView>)),
)]
#[get("/v1/me/identities")]
pub async fn list_my_identities(account: Account, state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let rows = queries::identities_of(&state, &account).await?;
    let view = |IdentityRow { id, provider, created_at, last_used_at }: IdentityRow| {
        // One that is no longer set up is known by its id still.
        let name = super::find(&state, &provider).map_or_else(|_| provider.clone(), |known| known.settings.name.clone());
        IdentityView::new(id, &provider, &name, created_at, last_used_at)
    };
    Listing::whole(rows.into_iter().map(view).collect()).answer()
}
