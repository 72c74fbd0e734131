//! A pilot says what is to be counted.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{DefinitionInput, Indicator, Measure},
    queries, require_pilot,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::queries::slug,
    error::Language,
    http::{Answer, Json, Problem, Query, query::NoParameters},
    ids::IndicatorId,
    state::State,
};

/// What is to be counted.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "measure": "stock", "definition": {
        "name": {"fr": "Emplois du numérique en Moselle"}, "unit": {"fr": "emplois"},
        "perimeter": {"fr": "Établissements de la Moselle, code NAF 62 et 63"},
        "method": {"fr": "Effectifs au 31 décembre, d’après l’Urssaf"},
    },
}))]
pub struct CreateIndicator {
    /// It stays: what is counted otherwise is another indicator.
    measure: Measure,
    #[garde(dive)]
    definition: DefinitionInput,
}

#[utoipa::path(
    tag = "objectives",
    summary = "Create an indicator",
    description = "By a pilot. Its name makes its slug, which stays.",
    responses((status = 201, description = "Created", body = Indicator)),
)]
#[post("/v1/indicators")]
pub async fn create_indicator(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateIndicator>,
) -> Result<Answer, Problem> {
    require_pilot(&account)?;
    let CreateIndicator { measure, definition } = body.value;
    let (id, now) = (IndicatorId::new(), state.clock.now());
    let definition = definition.from(1, now);
    let definitions = vec![definition.clone()];
    let slug = slug(definition.name.say(Language::Fr));
    let indicator = Indicator { id, slug, measure, definition, definitions, revision: 1, updated_at: now };
    let write = async move |tx: &mut Tx| {
        queries::insert(tx, &indicator).await?;
        let answer = Answer::created(format!("/v1/indicators/{}", indicator.slug), &indicator)?.revision(1, "public");
        Ok(Emitted::new(Event::new("indicator.created", Kind::Indicator, id.0, 1), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}
