//! A pilot says better what is counted.

use actix_web::{patch, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Definition, Indicator},
    queries, require_pilot,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, MergePatch, Patch, Path, Problem, Query, answer::IfMatch, query::NoParameters, text::LangInput},
    ids::{IndicatorId, Ref},
    state::State,
};

/// What can be changed: each change is a new version of the definition. What is absent stays as it is.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"perimeter": {"fr": "Établissements de la Moselle, codes NAF 58.2, 62 et 63.1"}}))]
pub struct UpdateIndicator {
    #[garde(dive)]
    #[schema(inline)]
    name: Option<LangInput<120>>,
    #[garde(dive)]
    #[schema(inline)]
    unit: Option<LangInput<60>>,
    /// Of whom.
    #[garde(dive)]
    #[schema(inline)]
    perimeter: Option<LangInput<500>>,
    /// How it is counted.
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<LangInput<2000>>, inline)]
    method: Patch<LangInput<2000>>,
}

#[utoipa::path(
    tag = "objectives",
    summary = "Change the definition of an indicator",
    description = "A JSON merge patch (RFC 7396), by a pilot. The definition that was in force stays readable, and what was \
        counted by it says so.",
    params(("id" = String, Path, description = "Id or slug", example = "emplois-numeriques", max_length = 120)),
    request_body(content = UpdateIndicator, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = Indicator)),
)]
#[patch("/v1/indicators/{id}")]
pub async fn update_indicator(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<IndicatorId>>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateIndicator>,
) -> Result<Answer, Problem> {
    require_pilot(&account)?;
    let UpdateIndicator { name, unit, perimeter, method } = body.0.value;
    let now = state.clock.now();
    let write = async move |tx: &mut Tx| {
        let before = queries::lock(tx, &id.0).await?.ok_or(ErrorCode::NotFound)?;
        read.check(before.revision)?;
        let definition = Definition {
            version: before.definition.version + 1,
            since: now,
            name: name.clone().map_or(before.definition.name, Into::into),
            unit: unit.clone().map_or(before.definition.unit, Into::into),
            perimeter: perimeter.clone().map_or(before.definition.perimeter, Into::into),
            method: match &method {
                Patch::Keep => before.definition.method,
                Patch::Clear => None,
                Patch::Set(method) => Some(method.clone().into()),
            },
        };
        let definitions = before.definitions.into_iter().chain([definition.clone()]).collect();
        let revision = before.revision + 1;
        let indicator = Indicator { definition, definitions, revision, updated_at: now, ..before };
        queries::update(tx, &indicator).await?;
        let answer = Answer::ok(&indicator)?.revision(revision, "public");
        Ok(Emitted::new(Event::new("indicator.updated", Kind::Indicator, indicator.id.0, revision), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}
