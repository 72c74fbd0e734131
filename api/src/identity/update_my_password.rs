//! Somebody chooses another password.

use actix_web::{put, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Password, queries};
use crate::{
    auth::{Account, password, throttle::FAILURES_BY_DEVICE},
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Json, Problem, Query, query::NoParameters},
    notifications::{AccountOccasion, Letter},
    state::State,
};

/// The old and the new one, as they were typed.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"current_password": "quatre mots au hasard", "new_password": "brouette violon carafe"}))]
pub struct UpdateMyPassword {
    #[garde(dive)]
    #[schema(value_type = String, min_length = 1, max_length = 128)]
    current_password: Password,
    /// 12 to 128 characters.
    #[garde(dive)]
    #[schema(value_type = String, min_length = 12, max_length = 128)]
    new_password: Password,
}

#[utoipa::path(
    tag = "identity",
    summary = "Change one's password",
    description = "Asks for the current one; an account without any chooses it by the link for a new password. All other sessions of the account end, and its holder is told by mail.",
    responses((status = 204, description = "Changed")),
)]
#[put("/v1/me/password")]
pub async fn update_my_password(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<UpdateMyPassword>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let UpdateMyPassword { current_password, new_password } = body.value;
    let chosen = new_password.allowed("/new_password", &[&account.email, &account.name]).await?;
    let holder = queries::holder_of(&state, account.id).await?.ok_or(ErrorCode::TokenInvalid)?;
    let stored = holder.password_hash.clone().ok_or(ErrorCode::PasswordNotSet)?;
    // Whoever found a browser open is slowed down here, too, apart from those who are not signed in.
    FAILURES_BY_DEVICE.take(account.id, state.clock.now())?;
    let compared = password::verify(current_password.into_text(), Some(stored)).await?;
    if compared == password::Comparison::Wrong {
        return Err(Problem::field("/current_password", FieldCode::WrongPassword));
    }
    FAILURES_BY_DEVICE.give_back(account.id);
    let hash = password::hash(chosen).await?;
    let write = async move |tx: &mut Tx| {
        queries::set_password(tx, account.id, &hash).await?;
        queries::delete_sessions(tx, account.id, Some(account.session)).await?;
        queries::forget_links(tx, account.id).await?;
        let letter = holder.letter(AccountOccasion::PasswordChanged, None);
        let event = Event::new("account.password_changed", Kind::Account, account.id.0, 1);
        Ok(Emitted::new(event, Answer::no_content()).mail([Mail(Letter::Account(letter))]))
    };
    state.db.write(origin, &[], write).await
}
