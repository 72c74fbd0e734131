//! A pilot writes down what a source tells of a wave.

use actix_web::{post, web::Data};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    board::Wave,
    model::{CountQualifier, WaveFact, WaveFactKind, WaveOutcome, in_range},
    policy, queries,
};
use crate::{
    auth::Account,
    candidacies::source::FactSourceInput,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Json, Line, Path, Problem, Query, query::NoParameters},
    ids::{Ref, WaveFactId, WaveId},
    observations::model::DateInput,
    state::State,
};

/// A wave has so many, with those that are withdrawn.
const MOST: usize = 500;

/// What a source tells.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "kind": "candidates", "count": 16, "date": {"on": "2014-11-01", "precision": "month"},
    "source": {"title": "Seize territoires candidats", "publisher": "Exemple Presse", "url": "https://presse.example/candidats"},
}))]
pub struct CreateWaveFact {
    kind: WaveFactKind,
    /// Of a `date` the day itself; of the others the day of which it is told.
    #[garde(dive)]
    date: Option<DateInput>,
    /// Of `candidates` and `laureates`, and only of them.
    #[garde(custom(in_range::<0, 100_000>))]
    #[schema(minimum = 0, maximum = 100_000, example = 16)]
    count: Option<i64>,
    /// How exactly the number is told: `exact` unless it says otherwise.
    qualifier: Option<CountQualifier>,
    /// Of a `territory`, and only of one.
    #[garde(dive)]
    #[schema(inline, example = "LORnTECH")]
    territory: Option<Line<1, 120>>,
    /// What became of the territory.
    outcome: Option<WaveOutcome>,
    /// Of a label for one field: which.
    #[garde(dive)]
    #[schema(inline, example = "MedTech")]
    theme: Option<Line<1, 120>>,
    #[garde(dive)]
    source: FactSourceInput,
}

impl CreateWaveFact {
    /// Each kind has its own members, and no others.
    fn check(&self) -> Result<(), Problem> {
        let counts = matches!(self.kind, WaveFactKind::Candidates | WaveFactKind::Laureates);
        let (is_date, is_territory) = (self.kind == WaveFactKind::Date, self.kind == WaveFactKind::Territory);
        let members = [
            ("/date", self.date.is_some(), true, is_date),
            ("/count", self.count.is_some(), counts, true),
            ("/qualifier", self.qualifier.is_some(), counts, false),
            ("/territory", self.territory.is_some(), is_territory, true),
            ("/outcome", self.outcome.is_some(), is_territory, true),
            ("/theme", self.theme.is_some(), is_territory, false),
        ];
        let wrong = members.into_iter().filter_map(|(pointer, given, wanted, required)| match (given, wanted) {
            (true, false) => Some(FieldError::body(pointer, FieldCode::NotAllowed)),
            (false, true) if required => Some(FieldError::body(pointer, FieldCode::Required)),
            _ => None,
        });
        let errors: Vec<FieldError> = wrong.collect();
        if errors.is_empty() { Ok(()) } else { Err(Problem::invalid(errors)) }
    }

    fn told(self, id: WaveFactId, recorded_at: DateTime<Utc>) -> WaveFact {
        let Self { kind, date, count, qualifier, territory, outcome, theme, source } = self;
        WaveFact {
            id,
            kind,
            date: date.map(Into::into),
            count,
            qualifier: count.map(|_| qualifier.unwrap_or(CountQualifier::Exact)),
            territory: territory.map(|territory| territory.0),
            outcome,
            theme: theme.map(|theme| theme.0),
            source: source.into(),
            recorded_at,
            withdrawn: None,
        }
    }
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Write down what a source tells of a wave",
    description = "By pilots and administrators: a `date` on which labels were given, the number of `candidates` or of `laureates`, or what \
        became of a `territory`. What another source tells otherwise stays beside it; what was told wrongly is withdrawn.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech-vague-2", max_length = 120)),
    responses((status = 201, description = "Written down", body = WaveFact)),
)]
#[post("/v1/waves/{id}/facts")]
pub async fn create_wave_fact(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<WaveId>>,
    _: Query<NoParameters>,
    body: Json<CreateWaveFact>,
) -> Result<Answer, Problem> {
    policy::require_keeper(&account)?;
    body.value.check()?;
    let fact = body.value.told(WaveFactId::new(), state.clock.now());
    let write = async move |tx: &mut Tx| {
        let before = queries::lock_wave(tx, &id.0).await?.ok_or(ErrorCode::NotFound)?;
        if before.facts.len() >= MOST {
            return Err(Problem::invalid(vec![
                FieldError::body("", FieldCode::ItemCount).with(["0".to_owned(), MOST.to_string()]),
            ]));
        }
        let facts = before.facts.iter().chain([&fact]).cloned().collect();
        let wave = Wave { facts, revision: before.revision + 1, ..before };
        let programme = keep(tx, &wave, fact.kind).await?;
        let answer = Answer::created(format!("/v1/waves/{}/board", wave.slug), &fact)?.content_tag();
        Ok(Emitted::new(Event::new("wave.fact_added", Kind::Wave, wave.id.0, wave.revision), answer).and(programme))
    };
    state.db.write(origin, &body.bytes, write).await
}

/// A wave with other facts; a date may give it another place in its programme.
pub async fn keep(tx: &mut Tx, wave: &Wave, changed: WaveFactKind) -> QueryResult<Option<Event>> {
    queries::update_wave(tx, wave).await?;
    if changed != WaveFactKind::Date {
        return Ok(None);
    }
    let revision = queries::touch(tx, wave.programme_id).await?;
    Ok(Some(Event::new("label_programme.updated", Kind::LabelProgramme, wave.programme_id.0, revision)))
}
