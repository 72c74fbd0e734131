//! The shapes of figures.

use chrono::{DateTime, Duration, NaiveDate, SecondsFormat, SubsecRound, TimeZone, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    clock::{self, ZONE},
    directory::model::{OrganizationKind, Stage},
    http::Line,
    ids::OrganizationId,
};

/// As which time somebody looks.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub as_of: NaiveDate,
    pub known_at: DateTime<Utc>,
    /// Absent where nothing was ever shown.
    pub known_from: Option<DateTime<Utc>>,
}

impl Moment {
    /// Now, or just before those began who write still: what they write is known when they have ended, as of before that.
    pub fn settled(now: DateTime<Utc>, writing_since: Option<DateTime<Utc>>) -> DateTime<Utc> {
        let before = writing_since.map(|since| since - Duration::microseconds(1));
        // As exactly as the database keeps it.
        before.map_or(now, |before| before.min(now)).trunc_subsecs(6)
    }

    /// The instant whose state counts: the end of the day, or as far as it is known.
    pub fn at(&self) -> DateTime<Utc> {
        let midnight = (self.as_of + Duration::days(1)).and_time(chrono::NaiveTime::MIN);
        let midnight = ZONE.from_local_datetime(&midnight).earliest().map_or_else(|| midnight.and_utc(), |at| at.to_utc());
        (midnight - Duration::microseconds(1)).min(self.known_at)
    }

    /// The first day of which anything is kept.
    pub fn first(&self) -> NaiveDate {
        clock::day(self.known_from.unwrap_or(self.known_at))
    }

    fn on(&self, as_of: NaiveDate) -> Self {
        Self { as_of, ..*self }
    }

    /// An address whose answer stays as it is.
    pub fn address(&self, path: &str, filters: &[(&str, &str)]) -> String {
        let known_at = self.known_at.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        let moment = [("as_of", self.as_of.to_string()), ("known_at", known_at)];
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        format!("{path}?{}", query.extend_pairs(moment).extend_pairs(filters).finish())
    }

    /// The list behind a figure of this day.
    fn list(&self, filters: &[(&str, &str)]) -> String {
        self.address("/v1/statistics/organizations", &[&[("count", "true")], filters].concat())
    }
}

/// The ecosystem at a glance: how many organizations the directory showed, and of which sort.
#[derive(Serialize, ToSchema)]
pub struct Statistics {
    /// At the end of which day.
    pub as_of: NaiveDate,
    /// What was known at this instant: with it and `as_of` the same question has the same answer.
    pub known_at: DateTime<Utc>,
    /// When what is kept begins; of before nothing is told. Absent where nothing was ever shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_from: Option<DateTime<Utc>>,
    /// When these figures were true: at the end of the day, or as far into it as was known.
    pub counted_at: DateTime<Utc>,
    /// The same question with the same answer, whenever it is asked.
    #[schema(example = "/v1/statistics?as_of=2026-11-28&known_at=2026-11-28T09%3A30%3A00Z")]
    pub query: String,
    pub organizations: StatisticsFigure,
    /// By what they are; who is several things is counted in each.
    pub kinds: Vec<StatisticsFigure>,
    /// By commune of France, the hundred with the most.
    pub communes: Vec<StatisticsFigure>,
    /// By sector, the hundred with the most; who works in several is counted in each.
    pub sectors: Vec<StatisticsFigure>,
    /// Start-ups by where they stand on the path.
    pub stages: Vec<StatisticsFigure>,
}

/// How many there are of a sort, and where to see which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatisticsFigure {
    /// What they have in common, as the filter of the list takes it; absent for all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "54395")]
    pub value: Option<String>,
    /// Its name, where the value is a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Nancy")]
    pub label: Option<String>,
    #[schema(minimum = 0, example = 41)]
    pub count: i64,
    /// The list behind it, whose own count (which goes to 10,000) is this one: that of the directory, or, where a moment was
    /// asked for, what it showed then.
    #[schema(example = "/v1/organizations?count=true&commune_code=54395")]
    pub query: String,
}

impl StatisticsFigure {
    /// `past` is the moment that was asked for.
    pub fn of(dimension: &str, value: Option<String>, label: Option<String>, count: i64, past: Option<&Moment>) -> Self {
        let own = value.as_deref().unwrap_or_default();
        let filters: &[(&str, &str)] = match dimension {
            "kind" => &[("kinds", own)],
            "commune" => &[("commune_code", own)],
            "sector" => &[("sectors", own)],
            "stage" => &[("stage", own), ("kinds", "startup")],
            _ => &[],
        };
        let query = match past {
            Some(moment) => moment.list(filters),
            // The list of start-ups needs no word of their kind.
            None if dimension == "stage" => now("startups", &filters[..1]),
            None => now("organizations", filters),
        };
        Self { query, value, label, count }
    }
}

fn now(list: &str, filters: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    format!("/v1/{list}?{}", query.append_pair("count", "true").extend_pairs(filters).finish())
}

/// What is counted apart.
#[derive(Default)]
pub struct Part {
    pub kind: Option<&'static str>,
    pub sector: Option<String>,
    pub commune_code: Option<String>,
    pub stage: Option<&'static str>,
}

impl Part {
    pub fn of(
        kind: Option<OrganizationKind>,
        sector: Option<Line<1, 60>>,
        commune_code: Option<Line<5, 5>>,
        stage: Option<Stage>,
    ) -> Self {
        Self {
            kind: kind.map(OrganizationKind::name),
            sector: sector.map(|sector| sector.0),
            commune_code: commune_code.map(|code| code.0),
            stage: stage.map(Stage::name),
        }
    }

    fn filters(&self) -> Vec<(&str, &str)> {
        let named = [
            ("kinds", self.kind),
            ("sectors", self.sector.as_deref()),
            ("commune_code", self.commune_code.as_deref()),
            ("stage", self.stage),
        ];
        named.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

/// One figure over time.
#[derive(Serialize, ToSchema)]
pub struct StatisticsSeries {
    pub known_at: DateTime<Utc>,
    /// When what is kept begins; of before nothing is told. Absent where nothing was ever shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_from: Option<DateTime<Utc>>,
    /// The first day, the last day, and every day between whose figure is another one than the day before.
    pub points: Vec<StatisticsPoint>,
}

/// A figure of a day.
#[derive(Serialize, ToSchema)]
pub struct StatisticsPoint {
    pub on: NaiveDate,
    #[schema(minimum = 0, example = 41)]
    pub count: i64,
    /// The list behind it, which stays as it is.
    #[schema(
        example = "/v1/statistics/organizations?as_of=2026-11-28&known_at=2026-11-28T09%3A30%3A00Z&count=true&kinds=startup"
    )]
    pub query: String,
}

impl StatisticsPoint {
    pub fn of(on: NaiveDate, count: i64, moment: &Moment, part: &Part) -> Self {
        Self { on, count, query: moment.on(on).list(&part.filters()) }
    }
}

/// One of those that a figure counts.
#[derive(Serialize, ToSchema)]
pub struct StatisticsOrganization {
    pub organization_id: OrganizationId,
    /// Absent where the directory shows it no longer: what was taken from the public stays taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "universite-de-lorraine")]
    pub slug: Option<String>,
    /// As it is called now; absent like its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Université de Lorraine")]
    pub name: Option<String>,
}
