//! What the agents of a site write often, with fields that are filled in for each request.

mod create;
mod delete;
mod list;
mod model;
mod queries;
mod update;

use crate::{
    auth::Account,
    error::ErrorCode,
    http::Problem,
    ids::{Ref, TotemId},
    openapi::ServiceConfig,
    state::State,
    totems,
};

/// A site keeps so many.
const MOST: i64 = 200;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_answer_templates)
        .service(create::create_answer_template)
        .service(update::update_answer_template)
        .service(delete::delete_answer_template);
}

/// The site, for those who work there; for all others it has no templates.
async fn own_site(state: &State, account: &Account, totem: &Ref<TotemId>) -> Result<TotemId, Problem> {
    let totem = totems::queries::find(state, totem).await?.filter(|totem| account.serves(totem.id));
    Ok(totem.ok_or(ErrorCode::NotFound)?.id)
}
