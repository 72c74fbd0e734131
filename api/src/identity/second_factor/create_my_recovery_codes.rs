//! New codes for paper.

use actix_web::{post, web::Data};

use super::{enrolment::RecoveryCodes, queries::standing_in};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Problem, Query, query::NoParameters},
    identity::queries as accounts,
    notifications::{AccountOccasion, Letter},
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Renew one's recovery codes",
    description = "Ten new ones, shown this once; those of before are worth nothing any more, and the holder is told by mail. \
        Without a second factor there are none (`second_factor_enrolment_required`). Needs a proof of the last ten minutes \
        (`step_up_required`).",
    responses((status = 201, description = "The new codes", body = RecoveryCodes)),
)]
#[post("/v1/me/recovery-codes")]
pub async fn create_my_recovery_codes(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let kept = state.clone();
    let write = async move |tx: &mut Tx| {
        if !standing_in(tx, account.id).await?.has_factor() {
            return Err(ErrorCode::SecondFactorEnrolmentRequired.into());
        }
        let codes = RecoveryCodes::renew(tx, &kept, account.id).await?;
        let letter = accounts::holder_in(tx, account.id).await?.letter(AccountOccasion::RecoveryCodesRenewed, None);
        let event = Event::new("account.recovery_codes_renewed", Kind::Account, account.id.0, 1);
        Ok(Emitted::new(event, Answer::ok(&codes)?.status(201).secret()).mail([Mail(Letter::Account(letter))]))
    };
    state.db.write(origin, &[], write).await
}
