//! The legal forms of companies and associations.

use actix_web::{get, web::Data};
use diesel::{QueryableByName, sql_types::Text};
use diesel_async::RunQueryDsl;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    db::sql,
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    state::State,
};

/// A legal category, level 3 of INSEE's nomenclature.
#[derive(QueryableByName, Serialize, ToSchema)]
pub struct LegalForm {
    #[diesel(sql_type = Text)]
    #[schema(example = "5710")]
    code: String,
    #[diesel(sql_type = Text)]
    #[schema(example = "SAS, société par actions simplifiée")]
    label: String,
}

#[utoipa::path(
    tag = "reference",
    summary = "List the legal forms",
    description = "Legal categories, level 3 (INSEE), all on one page.",
    responses((status = 200, description = "All legal forms", body = Listing<LegalForm>)),
)]
#[get("/v1/reference/legal-forms")]
pub async fn list_legal_forms(state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let list = sql("select code, label from legal_forms order by code");
    let rows: Vec<LegalForm> = state.db.read(async |connection| list.load(connection).await).await?;
    Listing::whole(rows).answer()
}
