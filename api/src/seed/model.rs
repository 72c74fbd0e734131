//! The shapes of the seed data, before it meets the database: plain, owned by nobody, nothing invented.
//! What a source does not say is `None` or an empty list.

use chrono::NaiveDate;

/// A text in the languages it is known in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LangText {
    pub fr: Option<String>,
    pub de: Option<String>,
    pub en: Option<String>,
    pub lb: Option<String>,
}

impl LangText {
    pub fn is_empty(&self) -> bool {
        self.fr.is_none() && self.de.is_none() && self.en.is_none() && self.lb.is_none()
    }
}

/// A text of the product's own facts, written in three languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    pub fr: &'static str,
    pub de: &'static str,
    pub en: &'static str,
}

impl From<Text> for LangText {
    fn from(Text { fr, de, en }: Text) -> Self {
        Self { fr: Some(fr.to_owned()), de: Some(de.to_owned()), en: Some(en.to_owned()), lb: None }
    }
}

// ── directory ───────────────────────────────────────────────────────────────

/// Where a file of records comes from, and on which terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeedSource {
    /// The key that records refer to: `esr`, `ilab`, `ror`, and those of the reference lists.
    pub system: &'static str,
    pub name: &'static str,
    pub publisher: &'static str,
    pub licence: &'static str,
    pub licence_url: Option<&'static str>,
    /// The line to print wherever the data is shown.
    pub attribution: &'static str,
    pub url: Option<&'static str>,
}

/// One record of one source; unique by `(system, external_id)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedSourceRef {
    pub system: &'static str,
    pub external_id: String,
    pub url: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeedLocation {
    pub address: Option<String>,
    pub postal_code: Option<String>,
    pub locality: Option<String>,
    /// INSEE code; only for communes of France.
    pub commune_code: Option<String>,
    pub nuts3: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SeedOrganization {
    /// Unique, ASCII, stable as long as the files are.
    pub slug: String,
    pub name: String,
    pub alternate_names: Vec<String>,
    pub legal_name: Option<String>,
    /// From the `kinds` of the directory, at least one.
    pub kinds: Vec<&'static str>,
    pub summary: LangText,
    pub description: LangText,
    pub website: Option<String>,
    /// `(scheme, value)` with scheme `FR-SIREN`, `FR-SIRET` or `ROR`; checksums hold; unique over the whole seed.
    pub identifiers: Vec<(&'static str, String)>,
    /// Only when the source gives the day.
    pub founded_on: Option<NaiveDate>,
    pub location: Option<SeedLocation>,
    pub sectors: Vec<String>,
    /// `fr-lorraine`, `fr-grand-est`, `lu`, `de-sl`, `de-rp` or `be-wal`.
    pub territory: String,
    pub source: SeedSourceRef,
    /// The other records that were merged into this one.
    pub also_in: Vec<SeedSourceRef>,
    pub startup: bool,
}

// ── reference lists ─────────────────────────────────────────────────────────

#[derive(Clone, Debug, PartialEq)]
pub struct SeedCommune {
    /// INSEE code.
    pub code: String,
    pub name: String,
    pub department: String,
    pub nuts3: &'static str,
    pub postal_codes: Vec<String>,
    pub population: u32,
    pub intercommunality: Option<String>,
    /// A point inside the commune, not an address.
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedPostalCode {
    pub postal_code: String,
    pub commune_code: String,
    /// The name of the delivery office, upper-case ASCII as the post writes it.
    pub delivery_label: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedActivity {
    /// `naf_rev2` or `naf_2025`.
    pub nomenclature: &'static str,
    pub code: String,
    pub label: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedLegalForm {
    pub code: String,
    pub label: String,
}

// ── the facts of LORnTECH ───────────────────────────────────────────────────

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    Day,
    Month,
    Season,
    Year,
}

impl Precision {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Season => "season",
            Self::Year => "year",
        }
    }
}

/// A date as well as it is known. `on` is the first day of the period that `precision` names
/// (spring begins on 1 March).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeedDate {
    pub on: NaiveDate,
    pub precision: Precision,
    /// True when the source does not state the date itself.
    pub inferred: bool,
}

/// Where a fact was read. `title` describes the document, most of which are known by their publisher only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactSource {
    pub title: &'static str,
    pub publisher: &'static str,
    pub url: Option<&'static str>,
    pub published: Option<SeedDate>,
    /// What this source says, in French and in our words, where sources differ or add something.
    pub says: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeedTotem {
    pub slug: &'static str,
    /// Prefix of the references of its requests.
    pub code: &'static str,
    pub name: &'static str,
    pub city: &'static str,
    pub commune_code: &'static str,
    pub street: Option<&'static str>,
    pub postal_code: Option<&'static str>,
    pub description: Text,
    /// What the place holds.
    pub features: &'static [Text],
    /// `announced` or `open`, as the sources tell it.
    pub status: &'static str,
    pub status_on: Option<NaiveDate>,
    /// `alsace_moselle` or `national`.
    pub calendar: &'static str,
    pub sources: &'static [FactSource],
    pub services: &'static [SeedService],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeedService {
    /// Unique within a Totem.
    pub slug: &'static str,
    /// `logistics`, `real_estate`, `coaching` or `financing`.
    pub family: &'static str,
    pub name: Text,
    pub description: Text,
    pub languages: &'static [&'static str],
    /// Working days; the platform's own default, promised by no source.
    pub response_target_days: u8,
    pub position: i32,
    pub questions: &'static [SeedQuestion],
}

/// A question that the product asks by default, until a manager changes it: none has to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeedQuestion {
    pub id: &'static str,
    pub label: Text,
    pub help: Option<Text>,
    pub asks: SeedAsks,
    /// An earlier choice, and the answers with which this is asked.
    pub shown_when: Option<(&'static str, &'static [&'static str])>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeedAsks {
    Text,
    Date,
    /// Not less than this, with what it counts.
    Number(u32, Option<Text>),
    One(&'static [(&'static str, Text)]),
    Several(&'static [(&'static str, Text)]),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeedCandidacy {
    pub slug: &'static str,
    pub name: Text,
    pub programme_name: &'static str,
    pub programme_description: Text,
    pub territory: &'static str,
    pub lead: Text,
    pub members: &'static [&'static str],
    /// The last entry is the state of today.
    pub states: &'static [SeedState],
    pub summary: Text,
    pub milestones: &'static [SeedMilestone],
    pub sources: &'static [FactSource],
}

/// One dated entry of the candidacy's state history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeedState {
    pub state: &'static str,
    pub occurred: SeedDate,
    pub source: FactSource,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeedMilestone {
    pub position: i32,
    /// From the milestone types of the API.
    pub kind: &'static str,
    pub title: Text,
    pub detail: Option<Text>,
    pub planned_on: Option<NaiveDate>,
    pub occurred_on: Option<NaiveDate>,
    pub precision: Precision,
    /// The date in words, where a day alone would say too much or too little.
    pub date_words: Option<Text>,
    pub date_inferred: bool,
    /// All that speak of it, also where they differ.
    pub sources: &'static [FactSource],
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeedObjective {
    pub position: i32,
    pub slug: &'static str,
    pub name: Text,
    pub unit: Text,
    pub announcement: SeedAnnouncement,
    pub baseline: Option<SeedBaseline>,
    pub targets: &'static [SeedTarget],
    pub horizon_years: i32,
    /// Figures that stand beside the objective without being its baseline.
    pub context: &'static [SeedFigure],
    /// Of its indicator, which has its name.
    pub perimeter: Text,
    pub compared_with: Option<SeedComparison>,
}

/// An indicator of another perimeter, of which one value is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeedComparison {
    pub slug: &'static str,
    pub unit: Text,
    pub figure: SeedFigure,
}

/// A promise of its time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeedAnnouncement {
    pub words: Text,
    pub announced: SeedDate,
    pub source: FactSource,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeedBaseline {
    pub value: i64,
    pub unit: &'static str,
    pub date: SeedDate,
    pub words: Text,
    pub source: FactSource,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetType {
    Multiplier,
    Percent,
    Absolute,
}

impl TargetType {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Multiplier => "multiplier",
            Self::Percent => "percent",
            Self::Absolute => "absolute",
        }
    }
}

/// One way in which a target was stated; `percent` is the growth (50 is half as much again).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeedTarget {
    pub kind: TargetType,
    pub value: i64,
    /// "More than".
    pub at_least: bool,
    pub horizon_years: i32,
    pub words: Text,
    pub source: FactSource,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Qualifier {
    Exact,
    About,
    MoreThan,
}

/// A figure of the ecosystem as announced, never measured by the product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeedFigure {
    pub slug: &'static str,
    pub label: Text,
    pub value: i64,
    pub qualifier: Qualifier,
    /// `None` when the source is undated.
    pub date: Option<SeedDate>,
    /// What is counted, so that two figures are not mistaken for one series.
    pub perimeter: Text,
    pub source: FactSource,
}
