//! Who is signed in.

use actix_web::{get, web::Data};

use super::{Me, queries};
use crate::{
    auth::Account,
    http::{Answer, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Who is signed in",
    description = "The account of the session or token, with its roles as they are at this moment.",
    responses((status = 200, description = "The account and its roles", body = Me)),
)]
#[get("/v1/me")]
pub async fn get_me(account: Account, state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    Ok(Answer::ok(&queries::profile(&state, account.id).await?)?.content_tag())
}
