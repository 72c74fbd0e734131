//! Where the data comes from, and on which terms.

use actix_web::{get, web::Data};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Nullable, Text},
};
use diesel_async::RunQueryDsl;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    db::sql,
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    state::State,
};

/// A source of records, with the attribution that its licence asks for.
#[derive(QueryableByName, Serialize, ToSchema)]
#[schema(as = DataSource)]
pub struct Source {
    #[diesel(sql_type = Text)]
    #[schema(example = "ror")]
    system: String,
    #[diesel(sql_type = Text)]
    #[schema(example = "Research Organization Registry")]
    name: String,
    #[diesel(sql_type = Text)]
    #[schema(example = "ROR")]
    publisher: String,
    #[diesel(sql_type = Text)]
    #[schema(example = "CC0-1.0")]
    licence: String,
    #[diesel(sql_type = Nullable<Text>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://creativecommons.org/publicdomain/zero/1.0/")]
    licence_url: Option<String>,
    #[diesel(sql_type = Text)]
    #[schema(example = "Research Organization Registry (ROR), CC0")]
    attribution: String,
    #[diesel(sql_type = Nullable<Text>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://ror.org")]
    url: Option<String>,
    /// Published records of the directory that come from it.
    #[diesel(sql_type = BigInt)]
    organizations: i64,
}

#[utoipa::path(
    tag = "reference",
    summary = "List the sources",
    description = "Every source of what the platform shows, with licence and attribution, all on one page.",
    responses((status = 200, description = "All sources", body = Listing<Source>)),
)]
#[get("/v1/reference/sources")]
pub async fn list_sources(state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let list = sql(
        "select s.system, s.name, s.publisher, s.licence, s.licence_url, s.attribution, s.url, (select count(*) from organizations o where o.source_system = s.system and o.status = 'published') as organizations from sources s order by s.name, s.system",
    );
    let rows: Vec<Source> = state.db.read(async |connection| list.load(connection).await).await?;
    Listing::whole(rows).answer()
}
