//! Somebody no longer wants to sign in by a provider.

use actix_web::{delete, web::Data};

use super::{create_oidc_session::told, find, queries};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    identity::{self, second_factor},
    ids::IdentityId,
    notifications::AccountOccasion,
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Unlink an identity at a provider",
    params(("id" = IdentityId, Path, description = "Id of the identity", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    description = "Never the last way in: without a password and a passkey, choose a password first, by the link for a new password. Needs a sign-in \
        of the last ten minutes; its holder is told by mail.",
    responses((status = 204, description = "Unlinked")),
)]
#[delete("/v1/me/identities/{id}")]
pub async fn delete_my_identity(
    account: Account,
    state: Data<State>,
    origin: Origin,
    path: Path<IdentityId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let holder = identity::queries::holder_of(&state, account.id).await?.ok_or(ErrorCode::TokenInvalid)?;
    let (id, kept) = (path.0, state.clone());
    let write = async move |tx: &mut Tx| {
        let has_password = queries::lock_account(tx, holder.id).await?;
        let provider = queries::delete_identity(tx, holder.id, id).await?.ok_or(ErrorCode::NotFound)?;
        let enters = has_password
            || queries::count_identities(tx, holder.id).await? > 0
            || second_factor::queries::standing_in(tx, holder.id).await?.passkeys > 0;
        if !enters {
            return Err(ErrorCode::LastWayIn.into());
        }
        let name = find(&kept, &provider).map_or(provider.clone(), |known| known.settings.name.clone());
        let mail = told(&holder, AccountOccasion::IdentityUnlinked, &name);
        Ok(Emitted::new(Event::new("identity.unlinked", Kind::Identity, id.0, 1), Answer::no_content()).mail([mail]))
    };
    state.db.write(origin, &[], write).await
}
