//! Saved mappings: for files that come again, or that others import, too.

use actix_web::{get, post, web::Data};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Jsonb, Text, Timestamptz},
};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    mapping::{Mapping, SourceInput},
    policy,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, JsonColumn, Kind, Origin, Sql, Tx, sql},
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Json, Limit, Listing, Pages, Problem, Query, query::NoParameters},
    state::State,
};

/// A mapping with its name and its source.
#[derive(Serialize, ToSchema)]
pub struct ImportMapping {
    #[schema(example = "fablabs-bretagne")]
    pub name: String,
    pub source: SourceInput,
    pub mapping: Mapping,
    pub revision: i64,
    pub updated_at: chrono::DateTime<chrono::Utc>,
}

/// A mapping to be saved; one of the same name is replaced.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "name": "fablabs-bretagne",
    "source": {"system": "fablabs-bretagne", "name": "Carte des fablabs de Bretagne", "licence": "CC BY 4.0"},
    "mapping": {"columns": [{"from": ["nom"], "to": "name"}, {"from": ["ville"], "to": "locality"}], "defaults": {"kinds": ["fablab"]}},
}))]
pub struct CreateImportMapping {
    #[garde(custom(name_form))]
    #[schema(max_length = 60, pattern = "^[a-z0-9][a-z0-9-]*$", example = "fablabs-bretagne")]
    name: String,
    #[garde(dive)]
    source: SourceInput,
    #[garde(dive)]
    mapping: Mapping,
}

fn name_form(name: &str, (): &()) -> garde::Result {
    let good = (1..=60).contains(&name.len())
        && !name.starts_with('-')
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if good { Ok(()) } else { Err(garde::Error::new("invalid_format|a-z, 0-9, -")) }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Jsonb)]
    source: JsonColumn<SourceInput>,
    #[diesel(sql_type = Jsonb)]
    mapping: JsonColumn<Mapping>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    updated_at: chrono::DateTime<chrono::Utc>,
}

impl From<Row> for ImportMapping {
    fn from(Row { name, source, mapping, revision, updated_at }: Row) -> Self {
        Self { name, source: source.0, mapping: mapping.0, revision, updated_at }
    }
}

fn select() -> Sql {
    sql("select name, source, mapping, revision, updated_at from import_mappings where ")
}

/// The one that the parameter `mapping` names.
pub async fn named(state: &State, name: &str) -> Result<ImportMapping, Problem> {
    let statement = select().push("name = ").bind::<Text, _>(name.to_owned());
    let rows: Vec<Row> = state.db.read(async |connection| statement.load(connection).await).await?;
    let unknown = || FieldError::parameter("mapping", FieldCode::UnknownReference);
    rows.into_iter().next().map(Into::into).ok_or_else(|| Problem::parameter(ErrorCode::InvalidParameter, unknown()))
}

#[utoipa::path(
    tag = "directory",
    summary = "Save a mapping for imports",
    description = "Which column becomes which member of a record, and what its values mean. A mapping of the same name is replaced; \
        imports that have begun keep theirs. For moderators and administrators.",
    responses((status = 201, description = "Saved", body = ImportMapping)),
)]
#[post("/v1/import-mappings")]
pub async fn create_import_mapping(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateImportMapping>,
) -> Result<Answer, Problem> {
    policy::may_import(&account)?;
    let CreateImportMapping { name, source, mapping } = body.value;
    if let Some((member, code)) = mapping.lacks() {
        return Err(Problem::field(&format!("/mapping{member}"), code));
    }
    let write = async move |tx: &mut Tx| {
        let json =
            |value: Result<serde_json::Value, serde_json::Error>| value.map_err(|_| Problem::new(ErrorCode::InternalError));
        let row: Row = sql("insert into import_mappings (name, source, mapping) values (")
            .bind::<Text, _>(name.clone())
            .push(", ")
            .bind::<Jsonb, _>(json(serde_json::to_value(&source))?)
            .push(", ")
            .bind::<Jsonb, _>(json(serde_json::to_value(&mapping))?)
            .push(") on conflict (name) do update set source = excluded.source, mapping = excluded.mapping returning name, source, mapping, revision, updated_at")
            .get_result(tx)
            .await?;
        let saved = ImportMapping::from(row);
        let answer =
            Answer::created(format!("/v1/import-mappings?name={}", saved.name), &saved)?.revision(saved.revision, "mapping");
        Ok(Emitted::new(Event::new("import_mapping.saved", Kind::ImportMapping, uuid::Uuid::nil(), saved.revision), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListImportMappings {
    /// Only the one of this name.
    #[garde(dive)]
    #[serde(default)]
    #[param(inline)]
    name: Option<crate::http::Line<1, 60>>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "directory",
    summary = "List saved mappings",
    description = "By name. For moderators and administrators.",
    params(ListImportMappings),
    responses((status = 200, description = "A page of mappings", body = Listing<ImportMapping>)),
)]
#[get("/v1/import-mappings")]
pub async fn list_import_mappings(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListImportMappings>,
) -> Result<Answer, Problem> {
    policy::may_import(&account)?;
    let ListImportMappings { name, limit, cursor } = query.0;
    let after: Option<String> = pages.after(cursor.as_deref())?;
    let mut statement = match name {
        Some(name) => select().push("name = ").bind::<Text, _>(name.0),
        None => select().push("true"),
    };
    if let Some(after) = after {
        statement = statement.push(" and name > ").bind::<Text, _>(after);
    }
    let statement = statement.push(" order by name limit ").bind::<BigInt, _>(limit.0 + 1);
    let rows: Vec<Row> = state.db.read(async |connection| statement.load(connection).await).await?;
    pages.answer(rows, limit, |row| row.name.clone(), None, ImportMapping::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::json::parse;

    #[test]
    fn a_mapping_that_cannot_be_meant_is_refused() {
        let with = |mapping: &str| {
            let body = format!(
                "{{\"name\": \"a\", \"source\": {{\"system\": \"a\", \"name\": \"Une liste\"}}, \"mapping\": {mapping}}}"
            );
            parse::<CreateImportMapping>(body.as_bytes()).map(|body| body.mapping.lacks())
        };
        let good = r#"{"columns": [{"from": ["nom"], "to": "name"}], "defaults": {"kinds": ["fablab"]}}"#;
        assert!(matches!(with(good), Ok(None)));
        for (mapping, code) in [
            (r#"{"columns": [], "defaults": {"kinds": ["fablab"]}}"#, FieldCode::NameNeeded),
            (r#"{"columns": [{"from": ["nom"], "to": "name"}]}"#, FieldCode::Required),
            (
                r#"{"columns": [{"from": ["nom"], "to": "name"}, {"from": ["x"], "to": "kinds", "flag": "licorne magique"}]}"#,
                FieldCode::UnknownReference,
            ),
        ] {
            assert!(matches!(with(mapping), Ok(Some((_, found))) if found == code), "{mapping}");
        }
        for wrong in [
            r#"{"columns": [{"from": [], "to": "name"}]}"#,
            r#"{"colonnes": []}"#,
            r#"{"columns": [{"from": ["a"], "to": "nom"}]}"#,
        ] {
            assert!(with(wrong).is_err(), "{wrong}");
        }
    }
}
