//! The board of a wave: what all sources tell of it, sorted by what they speak of. Nothing is chosen among them.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{CountQualifier, WaveFact, WaveFactKind, WaveOutcome};
use crate::{
    directory::safe,
    http::LangText,
    ids::{LabelProgrammeId, WaveFactId, WaveId},
    objectives::model::KnownDate,
    observations::queries::Moment,
    totems::model::FactSource,
};

/// All territories of a wave.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaveBoard {
    pub id: WaveId,
    #[schema(example = "metropole-french-tech-vague-2")]
    pub slug: String,
    pub programme_id: LabelProgrammeId,
    pub name: LangText,
    /// When its labels were given, by source.
    pub dates: Vec<DateFact>,
    /// How many applied, by source: they contradict each other, and all are kept.
    pub candidates: Vec<Count>,
    /// How many were given the label, by source.
    pub laureates: Vec<Count>,
    /// Those that were given the label first, then by name.
    pub territories: Vec<Territory>,
    /// What was told wrongly, and counts no more.
    pub withdrawn: Vec<WaveFact>,
    pub revision: i64,
}

/// A date as one source tells it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DateFact {
    pub id: WaveFactId,
    pub date: KnownDate,
    pub source: FactSource,
    /// Since when the platform knows it.
    pub recorded_at: DateTime<Utc>,
}

/// A number as one source tells it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaveCount)]
pub struct Count {
    pub id: WaveFactId,
    #[schema(example = 15)]
    pub count: i64,
    pub qualifier: CountQualifier,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<KnownDate>,
    pub source: FactSource,
    /// Since when the platform knows it.
    pub recorded_at: DateTime<Utc>,
}

/// What became of a territory, as one source tells it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TerritoryFact {
    pub id: WaveFactId,
    #[schema(example = "LORnTECH")]
    pub territory: String,
    pub outcome: WaveOutcome,
    /// Of a label for one field: which.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "MedTech")]
    pub theme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<KnownDate>,
    pub source: FactSource,
    /// Since when the platform knows it.
    pub recorded_at: DateTime<Utc>,
}

/// A territory with all that is told of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Territory {
    #[schema(example = "LORnTECH")]
    pub name: String,
    pub facts: Vec<TerritoryFact>,
}

impl Territory {
    fn best(&self) -> Option<WaveOutcome> {
        self.facts.iter().map(|fact| fact.outcome).min()
    }
}

/// A wave with its facts, as they are kept.
#[derive(Clone)]
pub struct Wave {
    pub id: WaveId,
    pub slug: String,
    pub programme_id: LabelProgrammeId,
    pub name: LangText,
    pub facts: Vec<WaveFact>,
    pub revision: i64,
}

impl Wave {
    /// What held by a day, as it was known at an instant.
    pub fn board(self, Moment { as_of, known_at }: Moment) -> WaveBoard {
        let Self { id, slug, programme_id, name, facts, revision } = self;
        let held = || facts.iter().filter(|fact| fact.held_on(as_of));
        let withdrawn = held().filter(|fact| fact.fell(known_at)).cloned().collect();
        let (mut dates, mut candidates, mut laureates) = (vec![], vec![], vec![]);
        let mut territories: Vec<Territory> = vec![];
        for fact in held().filter(|fact| fact.stands(known_at)).cloned() {
            let WaveFact { id, kind, date, count, qualifier, territory, outcome, theme, source, recorded_at, withdrawn: _ } =
                fact;
            match (kind, date, count, qualifier, territory.zip(outcome)) {
                (WaveFactKind::Date, Some(date), ..) => dates.push(DateFact { id, date, source, recorded_at }),
                (kind @ (WaveFactKind::Candidates | WaveFactKind::Laureates), date, Some(count), Some(qualifier), _) => {
                    let counts = if kind == WaveFactKind::Candidates { &mut candidates } else { &mut laureates };
                    counts.push(Count { id, count, qualifier, date, source, recorded_at });
                }
                (WaveFactKind::Territory, date, _, _, Some((territory, outcome))) => {
                    let fact = TerritoryFact { id, territory, outcome, theme, date, source, recorded_at };
                    match territories.iter_mut().find(|known| known.name == fact.territory) {
                        Some(known) => known.facts.push(fact),
                        None => territories.push(Territory { name: fact.territory.clone(), facts: vec![fact] }),
                    }
                }
                // Each kind is written down with its members only.
                _ => {}
            }
        }
        territories.sort_by(|a, b| (a.best(), &a.name).cmp(&(b.best(), &b.name)));
        WaveBoard { id, slug, programme_id, name, dates, candidates, laureates, territories, withdrawn, revision }
    }
}

impl WaveBoard {
    /// A line for each fact.
    pub fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
        writer.write_record([
            "wave",
            "fact",
            "territory",
            "outcome",
            "theme",
            "count",
            "qualifier",
            "date",
            "date_precision",
            "date_inferred",
            "source_title",
            "source_publisher",
            "source_url",
            "source_published_on",
            "source_says",
        ])?;
        let mut line = |fact: &str, who: [&str; 3], count: Option<&Count>, date: Option<&KnownDate>, source: &FactSource| {
            let plain = |value: Option<String>| value.unwrap_or_default();
            let [territory, outcome, theme] = who;
            writer.write_record([
                self.slug.clone(),
                fact.to_owned(),
                safe(territory),
                outcome.to_owned(),
                safe(theme),
                plain(count.map(|count| count.count.to_string())),
                plain(count.map(|count| count.qualifier.name().to_owned())),
                plain(date.map(|date| date.on.to_string())),
                plain(date.map(|date| date.precision.name().to_owned())),
                plain(date.map(|date| date.inferred.to_string())),
                safe(&source.title),
                safe(&source.publisher),
                safe(source.url.as_deref().unwrap_or_default()),
                plain(source.published_on.map(|on| on.to_string())),
                safe(source.says.as_deref().unwrap_or_default()),
            ])
        };
        for DateFact { date, source, .. } in &self.dates {
            line("date", [""; 3], None, Some(date), source)?;
        }
        for (fact, counts) in [("candidates", &self.candidates), ("laureates", &self.laureates)] {
            for count in counts {
                line(fact, [""; 3], Some(count), count.date.as_ref(), &count.source)?;
            }
        }
        for fact in self.territories.iter().flat_map(|territory| &territory.facts) {
            let who = [fact.territory.as_str(), fact.outcome.name(), fact.theme.as_deref().unwrap_or_default()];
            line("territory", who, None, fact.date.as_ref(), &fact.source)?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }
}
