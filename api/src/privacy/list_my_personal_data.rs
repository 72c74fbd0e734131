//! What is kept about somebody, why, for how long, and what becomes of it: the register of processing, counted.

use actix_web::{get, web::Data};

use super::{
    catalogue,
    model::{PersonalData, PersonalDataOverview},
    queries,
};
use crate::{
    auth::Account,
    http::{Answer, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "See what is kept about oneself",
    description = "Every table with data about people, as the register of processing describes it, with the number of rows about \
        the account and what becomes of them when it is closed; and the requests that must be kept, with their reasons.",
    responses((status = 200, description = "What is kept", body = PersonalDataOverview)),
)]
#[get("/v1/me/personal-data")]
pub async fn list_my_personal_data(account: Account, state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    // What row-level security hides from the account itself, such as a letter on its way, is its own nevertheless.
    let counted = state.db.read_everything(async |connection| {
        let mut counted = vec![];
        let tables = match catalogue::tables(connection).await? {
            Ok(tables) => tables,
            Err(problem) => return Ok(Err(problem)),
        };
        for table in tables {
            let rows = table.count(connection, account.id).await?;
            counted.push((table, rows));
        }
        Ok(Ok(counted))
    });
    let items = counted.await??.into_iter().map(|(table, rows)| {
        let catalogue::Table { name, about, columns, topic, after_closing, .. } = table;
        PersonalData { table: name, topic, after_closing, rows, about, columns }
    });
    let overview = PersonalDataOverview { items: items.collect(), kept: queries::kept_of(&state, account.id).await? };
    Ok(Answer::ok(&overview)?.content_tag())
}
