//! The nomenclatures of activities.

use actix_web::{get, web::Data};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Text},
};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::containing;
use crate::{
    db::sql,
    http::{Answer, Limit, Line, Listing, Pages, Problem, Query},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListActivities {
    /// Part of the label, with or without accents, or the beginning of a code.
    #[garde(dive)]
    #[param(inline)]
    q: Option<Line<1, 100>>,
    /// Only those of NAF rev. 2 (in force) or of NAF 2025 (from 2027 on).
    #[garde(skip)]
    #[param(inline)]
    nomenclature: Option<Nomenclature>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

/// NAF rev. 2 (in force) or NAF 2025 (from 2027 on).
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Nomenclature {
    NafRev2,
    #[serde(rename = "naf_2025")]
    Naf2025,
}

/// A sub-class of the French nomenclature of activities.
#[derive(QueryableByName, Serialize, ToSchema)]
pub struct Activity {
    #[diesel(sql_type = Text)]
    #[schema(example = "naf_rev2")]
    nomenclature: String,
    #[diesel(sql_type = Text)]
    #[schema(example = "62.01Z")]
    code: String,
    #[diesel(sql_type = Text)]
    #[schema(example = "Programmation informatique")]
    label: String,
}

#[utoipa::path(
    tag = "reference",
    summary = "List the activities",
    description = "Sub-classes of NAF rev. 2 and NAF 2025 (INSEE), by nomenclature and code.",
    params(ListActivities),
    responses((status = 200, description = "A page of activities", body = Listing<Activity>)),
)]
#[get("/v1/reference/activities")]
pub async fn list_activities(state: Data<State>, pages: Pages, query: Query<ListActivities>) -> Result<Answer, Problem> {
    let ListActivities { q, nomenclature, limit, cursor } = query.0;
    let after: Option<(String, String)> = pages.after(cursor.as_deref())?;
    let mut list = sql("select nomenclature, code, label from activities where true");
    if let Some(q) = q {
        list = list
            .push(" and (search_label like fold(")
            .bind::<Text, _>(containing(&q.0))
            .push(") or starts_with(code, ")
            .bind::<Text, _>(q.0)
            .push("))");
    }
    list = match nomenclature {
        Some(Nomenclature::NafRev2) => list.push(" and nomenclature = 'naf_rev2'"),
        Some(Nomenclature::Naf2025) => list.push(" and nomenclature = 'naf_2025'"),
        None => list,
    };
    if let Some((nomenclature, code)) = after {
        list =
            list.push(" and (nomenclature, code) > (").bind::<Text, _>(nomenclature).push(", ").bind::<Text, _>(code).push(")");
    }
    list = list.push(" order by nomenclature, code limit ").bind::<BigInt, _>(limit.0 + 1);
    let rows: Vec<Activity> = state.db.read(async |connection| list.load(connection).await).await?;
    pages.answer(rows, limit, |row| (row.nomenclature.clone(), row.code.clone()), None, |row| row)
}
