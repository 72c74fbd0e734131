//! A pilot says how an objective is measured, and where it starts from.

use actix_web::{patch, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    create::{BaselineInput, named},
    model::Objective,
    queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, MergePatch, Patch, Path, Problem, Query, answer::IfMatch, query::NoParameters, text::LangInput},
    ids::{IndicatorId, ObjectiveId, Ref},
    indicators::require_pilot,
    state::State,
};

/// What can be changed; what is absent stays, `null` clears. What was announced, in words and in targets, cannot.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"comparison_indicator_id": "entreprises-numeriques"}))]
pub struct UpdateObjective {
    #[garde(dive)]
    #[schema(inline)]
    name: Option<LangInput<120>>,
    /// Id or slug.
    #[garde(skip)]
    #[schema(value_type = Option<String>, example = "emplois-numeriques", min_length = 1, max_length = 120, pattern = "^[a-z0-9-]+$")]
    indicator_id: Option<Ref<IndicatorId>>,
    /// Id or slug.
    #[garde(skip)]
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "entreprises-numeriques", min_length = 1, max_length = 120, pattern = "^[a-z0-9-]+$")]
    comparison_indicator_id: Patch<Ref<IndicatorId>>,
    /// Only what a source states. Given whole.
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<BaselineInput>)]
    baseline: Patch<BaselineInput>,
}

#[utoipa::path(
    tag = "objectives",
    summary = "Change an objective",
    description = "A JSON merge patch (RFC 7396), by a pilot: by which indicator it is measured and compared, and its baseline, once a source \
        states one. How it was known before stays readable by `known_at`.",
    params(("id" = String, Path, description = "Id or slug", example = "emplois-numeriques", max_length = 120)),
    request_body(content = UpdateObjective, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = Objective)),
)]
#[patch("/v1/objectives/{id}")]
pub async fn update_objective(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<ObjectiveId>>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateObjective>,
) -> Result<Answer, Problem> {
    require_pilot(&account)?;
    let UpdateObjective { name, indicator_id, comparison_indicator_id, baseline } = body.0.value;
    let now = state.clock.now();
    let write = async move |tx: &mut Tx| {
        let before = queries::lock(tx, &id.0).await?.ok_or(ErrorCode::NotFound)?;
        read.check(before.revision)?;
        let objective = Objective {
            name: name.clone().map_or(before.name, Into::into),
            indicator_id: match &indicator_id {
                None => before.indicator_id,
                Some(id) => Some(named(tx, "/indicator_id", id).await?.id),
            },
            comparison_indicator_id: match &comparison_indicator_id {
                Patch::Keep => before.comparison_indicator_id,
                Patch::Clear => None,
                Patch::Set(id) => Some(named(tx, "/comparison_indicator_id", id).await?.id),
            },
            baseline: match &baseline {
                Patch::Keep => before.baseline,
                Patch::Clear => None,
                Patch::Set(baseline) => Some(baseline.clone().into()),
            },
            revision: before.revision + 1,
            updated_at: now,
            ..before
        };
        queries::update(tx, &objective).await?;
        let answer = Answer::ok(&objective)?.revision(objective.revision, "public");
        Ok(Emitted::new(Event::new("objective.updated", Kind::Objective, objective.id.0, objective.revision), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}
