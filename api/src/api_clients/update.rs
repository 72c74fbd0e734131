//! Changing a client.

use actix_web::{patch, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{
        ApiClient, Authentication, ClientKey, WebOrigin, check_authentication, in_order, some_keys, some_origins, some_scopes,
    },
    policy, queries,
};
use crate::{
    auth::{Account, Authority, ClientScope},
    db::{Emitted, Event, Kind, Origin, Tx},
    error::FieldCode,
    http::{Answer, Line, MergePatch, Patch, Path, Problem, Query, answer::IfMatch, query::NoParameters},
    ids::ApiClientId,
    state::State,
};

/// What can be changed; what is absent stays.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Annuaire du réseau", "allowed_origins": []}))]
pub struct UpdateApiClient {
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Line<2, 80>, inline, required = false)]
    name: Patch<Line<2, 80>>,
    #[garde(custom(patched_scopes))]
    #[serde(default)]
    #[schema(value_type = Vec<ClientScope>, min_items = 1, max_items = 3, required = false)]
    scopes: Patch<Vec<ClientScope>>,
    /// The partner region that it speaks for; given by administrators.
    #[garde(skip)]
    #[serde(default)]
    #[schema(value_type = Option<Authority>)]
    authority: Patch<Authority>,
    #[garde(custom(patched_origins))]
    #[serde(default)]
    #[schema(value_type = Option<Vec<WebOrigin>>, max_items = 10)]
    allowed_origins: Patch<Vec<WebOrigin>>,
    /// All of them; a client that had a secret signs from now on.
    #[garde(custom(patched_keys))]
    #[serde(default)]
    #[schema(value_type = Vec<ClientKey>, min_items = 1, max_items = 5, required = false)]
    keys: Patch<Vec<ClientKey>>,
}

fn patched_scopes(scopes: &Patch<Vec<ClientScope>>, context: &()) -> garde::Result {
    if let Patch::Set(scopes) = scopes { some_scopes(scopes, context) } else { Ok(()) }
}

fn patched_origins(origins: &Patch<Vec<WebOrigin>>, context: &()) -> garde::Result {
    if let Patch::Set(origins) = origins { some_origins(origins, context) } else { Ok(()) }
}

fn patched_keys(keys: &Patch<Vec<ClientKey>>, context: &()) -> garde::Result {
    if let Patch::Set(keys) = keys { some_keys(keys, context) } else { Ok(()) }
}

#[utoipa::path(
    tag = "identity",
    summary = "Change a machine client",
    description = "A JSON merge patch (RFC 7396). A scope that is taken away is missing from the next request on, also for tokens \
        that were given before.",
    params(("id" = String, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", max_length = 36)),
    request_body(content = UpdateApiClient, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = ApiClient)),
)]
#[patch("/v1/api-clients/{id}")]
pub async fn update_api_client(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<ApiClientId>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateApiClient>,
) -> Result<Answer, Problem> {
    let patch = body.0.value;
    let write = async move |tx: &mut Tx| {
        let client = queries::lock(tx, &account, id.0).await?;
        read.check(client.revision)?;
        let changed = changed(client.clone(), patch.clone())?;
        let more: Vec<ClientScope> = changed.scopes.iter().copied().filter(|scope| !client.scopes.contains(scope)).collect();
        policy::may_grant(&account, &more, changed.authority.filter(|authority| client.authority != Some(*authority)))?;
        queries::update(tx, &changed).await?;
        let client = queries::lock(tx, &account, id.0).await?;
        let answer = Answer::ok(&client)?.revision(client.revision, "owner");
        Ok(Emitted::new(Event::new("api_client.updated", Kind::ApiClient, client.id.0, client.revision), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}

fn changed(client: ApiClient, patch: UpdateApiClient) -> Result<ApiClient, Problem> {
    let UpdateApiClient { name, scopes, authority, allowed_origins, keys } = patch;
    let ApiClient { name: old_name, scopes: old_scopes, allowed_origins: old_origins, keys: old_keys, .. } = client.clone();
    let changed = ApiClient {
        name: kept(name, "/name")?.map_or(old_name, |name| name.0),
        scopes: kept(scopes, "/scopes")?.map_or(old_scopes, |scopes| in_order(&scopes)),
        authority: match authority {
            Patch::Keep => client.authority,
            Patch::Clear => None,
            Patch::Set(authority) => Some(authority),
        },
        allowed_origins: match allowed_origins {
            Patch::Keep => old_origins,
            Patch::Clear => vec![],
            Patch::Set(origins) => origins.into_iter().map(|origin| origin.0).collect(),
        },
        keys: kept(keys, "/keys")?.or(old_keys),
        ..client
    };
    let signs = changed.keys.is_some();
    check_authentication(&changed.scopes, signs, changed.test)?;
    let authentication = if signs { Authentication::PrivateKeyJwt } else { Authentication::ClientSecret };
    Ok(ApiClient { authentication, ..changed })
}

/// What a patch sets, where nothing can be cleared.
fn kept<T>(patch: Patch<T>, pointer: &str) -> Result<Option<T>, Problem> {
    match patch {
        Patch::Keep => Ok(None),
        Patch::Clear => Err(Problem::field(pointer, FieldCode::Required)),
        Patch::Set(value) => Ok(Some(value)),
    }
}
