//! The communes of Lorraine.

use actix_web::{get, web::Data};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Double, Integer, Nullable, Text},
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
pub struct ListCommunes {
    /// Part of the name, with or without accents or as the post shortens it, or the beginning of a postal code.
    #[garde(dive)]
    #[param(inline)]
    q: Option<Line<1, 100>>,
    /// Code of the département.
    #[garde(dive)]
    #[param(inline, example = "57")]
    department: Option<Line<1, 3>>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

/// A commune of the official geographical code.
#[derive(QueryableByName, Serialize, ToSchema)]
pub struct Commune {
    /// INSEE code.
    #[diesel(sql_type = Text)]
    #[schema(example = "57463")]
    code: String,
    #[diesel(sql_type = Text)]
    #[schema(example = "Metz")]
    name: String,
    #[diesel(sql_type = Text)]
    #[schema(example = "57")]
    department: String,
    #[diesel(sql_type = Text)]
    #[schema(example = "FRF33")]
    nuts3: String,
    #[diesel(sql_type = Array<Text>)]
    #[schema(example = json!(["57000", "57050", "57070"]))]
    postal_codes: Vec<String>,
    /// Name of the grouping of communes.
    #[diesel(sql_type = Nullable<Text>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Metz Métropole")]
    intercommunality: Option<String>,
    #[diesel(sql_type = Integer)]
    #[schema(example = 121695)]
    population: i32,
    /// A point inside the commune, WGS 84.
    #[diesel(sql_type = Nullable<Double>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 49.1081)]
    latitude: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 6.1955)]
    longitude: Option<f64>,
}

#[utoipa::path(
    tag = "reference",
    summary = "List the communes of Lorraine",
    description = "Official geographical code 2026 (INSEE), by name.",
    params(ListCommunes),
    responses((status = 200, description = "A page of communes", body = Listing<Commune>)),
)]
#[get("/v1/reference/communes")]
pub async fn list_communes(state: Data<State>, pages: Pages, query: Query<ListCommunes>) -> Result<Answer, Problem> {
    let ListCommunes { q, department, limit, cursor } = query.0;
    let after: Option<(String, String)> = pages.after(cursor.as_deref())?;
    let mut list = sql(
        "select code, name, department, nuts3, postal_codes, intercommunality, population, latitude, longitude from communes where true",
    );
    if let Some(q) = q {
        list = list
            .push(" and (search_name like fold(")
            .bind::<Text, _>(containing(&q.0))
            .push(") or exists (select from postal_codes p where p.commune_code = communes.code and (starts_with(p.postal_code, ")
            .bind::<Text, _>(q.0.clone())
            .push(") or p.delivery_label like upper(unaccent(")
            .bind::<Text, _>(containing(&q.0))
            .push(")))))");
    }
    if let Some(department) = department {
        list = list.push(" and department = ").bind::<Text, _>(department.0);
    }
    if let Some((name, code)) = after {
        list = list.push(" and (name, code) > (").bind::<Text, _>(name).push(", ").bind::<Text, _>(code).push(")");
    }
    list = list.push(" order by name, code limit ").bind::<BigInt, _>(limit.0 + 1);
    let rows: Vec<Commune> = state.db.read(async |connection| list.load(connection).await).await?;
    pages.answer(rows, limit, |row| (row.name.clone(), row.code.clone()), None, |row| row)
}
