//! Somebody removes a second factor.

use actix_web::{delete, web::Data};

use super::queries;
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    identity::queries as accounts,
    ids::{AccountId, PasskeyId},
    notifications::{AccountOccasion, Letter},
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Remove one's authenticator app",
    description = "With the last second factor the recovery codes go as well, and whoever needs one for their role has to set up \
        another before all else. The holder is told by mail. Needs a proof of the last ten minutes (`step_up_required`).",
    responses((status = 204, description = "Removed")),
)]
#[delete("/v1/me/totp")]
pub async fn delete_my_totp(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let write = async move |tx: &mut Tx| {
        let gone = queries::delete_app(tx, account.id).await?;
        removed(tx, account.id, gone, "account.totp_removed").await
    };
    state.db.write(origin, &[], write).await
}

#[utoipa::path(
    tag = "identity",
    summary = "Remove one of one's passkeys",
    params(("id" = PasskeyId, Path, description = "Id of the passkey", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    description = "It opens nothing from now on. With the last second factor the recovery codes go as well, and whoever needs one \
        for their role has to set up another before all else. The holder is told by mail. Needs a proof of the last ten minutes \
        (`step_up_required`).",
    responses((status = 204, description = "Removed")),
)]
#[delete("/v1/me/passkeys/{id}")]
pub async fn delete_my_passkey(
    account: Account,
    state: Data<State>,
    origin: Origin,
    path: Path<PasskeyId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let id = path.0;
    let write = async move |tx: &mut Tx| {
        let gone = queries::delete_passkey(tx, account.id, id).await?;
        removed(tx, account.id, gone, "account.passkey_removed").await
    };
    state.db.write(origin, &[], write).await
}

async fn removed(tx: &mut Tx, account: AccountId, gone: bool, action: &'static str) -> Result<Emitted, Problem> {
    if !gone {
        return Err(ErrorCode::NotFound.into());
    }
    if !queries::standing_in(tx, account).await?.has_factor() {
        queries::delete_recovery_codes(tx, account).await?;
    }
    let letter = accounts::holder_in(tx, account).await?.letter(AccountOccasion::SecondFactorRemoved, None);
    let event = Event::new(action, Kind::Account, account.0, 1);
    Ok(Emitted::new(event, Answer::no_content()).mail([Mail(Letter::Account(letter))]))
}
