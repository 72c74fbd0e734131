//! A pilot adds a wave to a programme.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    board::{Wave, WaveBoard},
    model::{WaveFact, WaveFactKind, between},
    policy, queries,
};
use crate::{
    auth::Account,
    candidacies::source::FactSourceInput,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::queries::slug,
    error::{ErrorCode, FieldCode, Language},
    http::{Answer, FieldError, Json, LangText, Path, Problem, Query, query::NoParameters, text::LangInput},
    ids::{LabelProgrammeId, Ref, WaveFactId, WaveId},
    observations::{model::DateInput, queries::Moment},
    state::State,
};

/// A programme has so many.
const MOST: usize = 100;

/// A wave to be.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": {"fr": "Troisième vague"},
    "dates": [{"date": {"on": "2016-06-25"}, "source": {"title": "Les nouveaux labels", "publisher": "Exemple Presse"}}],
}))]
pub struct CreateWave {
    #[garde(dive)]
    #[schema(inline)]
    name: LangInput<120>,
    /// When its labels were given, or will be: as each source tells it.
    #[serde(default)]
    #[garde(custom(between::<0, 10, _>), dive)]
    #[schema(max_items = 10)]
    dates: Vec<WaveDateInput>,
}

/// A date as one source tells it.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct WaveDateInput {
    #[garde(dive)]
    date: DateInput,
    #[garde(dive)]
    source: FactSourceInput,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Add a wave to a label programme",
    description = "By pilots and administrators. Slug and order are made from its name and its dates; what else is told of it is added as \
        facts.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech", max_length = 120)),
    responses((status = 201, description = "Added", body = WaveBoard)),
)]
#[post("/v1/label-programmes/{id}/waves")]
pub async fn create_wave(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<LabelProgrammeId>>,
    _: Query<NoParameters>,
    body: Json<CreateWave>,
) -> Result<Answer, Problem> {
    policy::require_keeper(&account)?;
    let CreateWave { name, dates } = body.value;
    let (name, recorded_at) = (LangText::from(name), state.clock.now());
    let told = |WaveDateInput { date, source }: WaveDateInput| WaveFact {
        id: WaveFactId::new(),
        kind: WaveFactKind::Date,
        date: Some(date.into()),
        count: None,
        qualifier: None,
        territory: None,
        outcome: None,
        theme: None,
        source: source.into(),
        recorded_at,
        withdrawn: None,
    };
    let facts: Vec<WaveFact> = dates.into_iter().map(told).collect();
    let write = async move |tx: &mut Tx| {
        let programme = queries::lock(tx, &id.0).await?.ok_or(ErrorCode::NotFound)?;
        if programme.waves.len() >= MOST {
            return Err(Problem::invalid(vec![
                FieldError::body("", FieldCode::ItemCount).with(["0".to_owned(), MOST.to_string()]),
            ]));
        }
        let wanted = format!("{}-{}", programme.slug, slug(name.say(Language::Fr)));
        let wave = Wave {
            id: WaveId::new(),
            slug: queries::free_wave_slug(tx, &wanted).await?,
            programme_id: programme.id,
            name: name.clone(),
            facts: facts.clone(),
            revision: 1,
        };
        queries::insert_wave(tx, &wave).await?;
        let revision = queries::touch(tx, programme.id).await?;
        let (id, address) = (wave.id.0, format!("/v1/waves/{}/board", wave.slug));
        let answer = Answer::created(address, &wave.board(Moment::default()))?.revision(1, "public");
        let updated = Event::new("label_programme.updated", Kind::LabelProgramme, programme.id.0, revision);
        Ok(Emitted::new(Event::new("wave.created", Kind::Wave, id, 1), answer).and([updated]))
    };
    state.db.write(origin, &body.bytes, write).await
}
