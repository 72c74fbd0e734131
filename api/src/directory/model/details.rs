//! What organizations have besides: links, headcount, and what only some kinds have.

use chrono::NaiveDate;
use garde::Validate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{
    ToSchema,
    openapi::{
        Array, ObjectBuilder,
        schema::{ArrayBuilder, Type},
    },
};

use super::{OrganizationKind, Stage, SummaryInput, at_most, country_code, founded, head_count, team};
use crate::{
    error::FieldCode,
    http::{Line, Problem, Prose, WebAddress},
};

/// Another address of theirs.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Link {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Offres d’emploi")]
    pub label: Option<String>,
    #[schema(example = "https://exemple.fr/emplois")]
    pub url: String,
}

/// Another address of theirs, as somebody gives it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct LinkInput {
    #[garde(dive)]
    #[schema(inline)]
    label: Option<Line<1, 60>>,
    #[garde(dive)]
    #[schema(inline)]
    url: WebAddress,
}

impl From<LinkInput> for Link {
    fn from(LinkInput { label, url }: LinkInput) -> Self {
        Self { label: label.map(|label| label.0), url: url.0 }
    }
}

/// A code of an activity, as at `/v1/reference/activities`.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ActivityInput {
    #[garde(skip)]
    pub nomenclature: ActivityNomenclature,
    #[garde(dive)]
    #[schema(inline, example = "62.01Z")]
    pub code: Line<1, 10>,
}

/// Nomenclature of French activities: NAF rev. 2, or that of 2025.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActivityNomenclature {
    NafRev2,
    #[serde(rename = "naf_2025")]
    Naf2025,
}

impl ActivityNomenclature {
    pub fn name(self) -> &'static str {
        match self {
            Self::NafRev2 => "naf_rev2",
            Self::Naf2025 => "naf_2025",
        }
    }
}

/// Brackets of INSEE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
pub enum HeadcountRange {
    #[serde(rename = "0")]
    From0,
    #[serde(rename = "1-2")]
    From1,
    #[serde(rename = "3-5")]
    From3,
    #[serde(rename = "6-9")]
    From6,
    #[serde(rename = "10-19")]
    From10,
    #[serde(rename = "20-49")]
    From20,
    #[serde(rename = "50-99")]
    From50,
    #[serde(rename = "100-199")]
    From100,
    #[serde(rename = "200-249")]
    From200,
    #[serde(rename = "250-499")]
    From250,
    #[serde(rename = "500-999")]
    From500,
    #[serde(rename = "1000-1999")]
    From1000,
    #[serde(rename = "2000-4999")]
    From2000,
    #[serde(rename = "5000-9999")]
    From5000,
    #[serde(rename = "10000+")]
    From10000,
}

impl HeadcountRange {
    pub fn name(self) -> &'static str {
        match self {
            Self::From0 => "0",
            Self::From1 => "1-2",
            Self::From3 => "3-5",
            Self::From6 => "6-9",
            Self::From10 => "10-19",
            Self::From20 => "20-49",
            Self::From50 => "50-99",
            Self::From100 => "100-199",
            Self::From200 => "200-249",
            Self::From250 => "250-499",
            Self::From500 => "500-999",
            Self::From1000 => "1000-1999",
            Self::From2000 => "2000-4999",
            Self::From5000 => "5000-9999",
            Self::From10000 => "10000+",
        }
    }

    pub fn of(headcount: i32) -> Self {
        match headcount {
            ..=0 => Self::From0,
            1..=2 => Self::From1,
            3..=5 => Self::From3,
            6..=9 => Self::From6,
            10..=19 => Self::From10,
            20..=49 => Self::From20,
            50..=99 => Self::From50,
            100..=199 => Self::From100,
            200..=249 => Self::From200,
            250..=499 => Self::From250,
            500..=999 => Self::From500,
            1000..=1999 => Self::From1000,
            2000..=4999 => Self::From2000,
            5000..=9999 => Self::From5000,
            10000.. => Self::From10000,
        }
    }
}

/// By what a funder finances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Instrument {
    Grant,
    Loan,
    Guarantee,
    RepayableAdvance,
    Equity,
    ConvertibleLoan,
    Prize,
    Crowdfunding,
}

/// What only some kinds have; a member is there for records of its kind alone.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Profile {
    /// Of a data centre: square metres for machines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 1200)]
    pub net_floor_m2: Option<i32>,
    /// Of a FabLab.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["découpe laser"]))]
    pub machines: Vec<String>,
    /// Of a coworking place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 24)]
    pub desks: Option<i32>,
    /// Of a funder: the least it gives, in euros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 10000)]
    pub ticket_min: Option<i64>,
    /// Of a funder: the most it gives, in euros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 500000)]
    pub ticket_max: Option<i64>,
    /// Of a funder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instruments: Vec<Instrument>,
    /// Of a research lab: the institutions that it belongs to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["CNRS"]))]
    pub supervisors: Vec<String>,
}

/// What only some kinds have, as somebody gives it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"machines": ["découpe laser"]}))]
pub struct ProfileInput {
    #[garde(custom(head_count))]
    #[schema(minimum = 0, maximum = 10000000)]
    net_floor_m2: Option<i32>,
    #[serde(default)]
    #[garde(custom(at_most::<50, _>), dive)]
    #[schema(inline, max_items = 50)]
    machines: Vec<Line<2, 100>>,
    #[garde(custom(head_count))]
    #[schema(minimum = 0, maximum = 10000000)]
    desks: Option<i32>,
    #[garde(custom(euros))]
    #[schema(minimum = 0, maximum = 1000000000000i64)]
    ticket_min: Option<i64>,
    /// Not less than `ticket_min`.
    #[garde(custom(euros))]
    #[schema(minimum = 0, maximum = 1000000000000i64)]
    ticket_max: Option<i64>,
    #[serde(default)]
    #[garde(custom(at_most::<8, _>))]
    #[schema(max_items = 8)]
    instruments: Vec<Instrument>,
    #[serde(default)]
    #[garde(custom(at_most::<20, _>), dive)]
    #[schema(inline, max_items = 20)]
    supervisors: Vec<Line<2, 200>>,
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
fn euros(amount: &Option<i64>, (): &()) -> garde::Result {
    if amount.is_none_or(|amount| (0..=1_000_000_000_000).contains(&amount)) {
        return Ok(());
    }
    Err(garde::Error::new("out_of_range|0|1000000000000"))
}

impl From<ProfileInput> for Profile {
    fn from(input: ProfileInput) -> Self {
        let ProfileInput { net_floor_m2, machines, desks, ticket_min, ticket_max, instruments, supervisors } = input;
        Self {
            net_floor_m2,
            machines: machines.into_iter().map(|line| line.0).collect(),
            desks,
            ticket_min,
            ticket_max,
            instruments,
            supervisors: supervisors.into_iter().map(|line| line.0).collect(),
        }
    }
}

impl Profile {
    /// Each member that is given, with the kind that has it.
    fn given(&self) -> impl Iterator<Item = (&'static str, OrganizationKind)> {
        use OrganizationKind::{Coworking, DataCentre, Fablab, Funder, ResearchLab};
        let Self { net_floor_m2, machines, desks, ticket_min, ticket_max, instruments, supervisors } = self;
        [
            (net_floor_m2.is_some(), "/profile/net_floor_m2", DataCentre),
            (!machines.is_empty(), "/profile/machines", Fablab),
            (desks.is_some(), "/profile/desks", Coworking),
            (ticket_min.is_some(), "/profile/ticket_min", Funder),
            (ticket_max.is_some(), "/profile/ticket_max", Funder),
            (!instruments.is_empty(), "/profile/instruments", Funder),
            (!supervisors.is_empty(), "/profile/supervisors", ResearchLab),
        ]
        .into_iter()
        .filter_map(|(given, pointer, kind)| given.then_some((pointer, kind)))
    }

    /// Whether a record of these kinds can have it.
    pub fn check(&self, kinds: &[String]) -> Result<(), Problem> {
        if let Some((pointer, _)) = self.given().find(|(_, kind)| !kinds.iter().any(|name| name == kind.name())) {
            return Err(Problem::field(pointer, FieldCode::NotAllowed));
        }
        match (self.ticket_min, self.ticket_max) {
            (Some(least), Some(most)) if least > most => Err(Problem::field("/profile/ticket_max", FieldCode::NotAvailable)),
            _ => Ok(()),
        }
    }
}

/// Money that a start-up was given.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FundingRound {
    pub closed_on: NaiveDate,
    /// In euros, where it was made public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 1500000)]
    pub amount: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<Instrument>,
    /// Where it was announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://exemple.fr/levee")]
    pub source_url: Option<String>,
}

/// Money that a start-up was given, as somebody says it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct FundingRoundInput {
    #[garde(custom(dated))]
    #[schema(value_type = String, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2025-06-30")]
    closed_on: NaiveDate,
    #[garde(custom(euros))]
    #[schema(minimum = 0, maximum = 1000000000000i64)]
    amount: Option<i64>,
    instrument: Option<Instrument>,
    #[garde(dive)]
    #[schema(inline)]
    source_url: Option<WebAddress>,
}

fn dated(date: &NaiveDate, context: &()) -> garde::Result {
    founded(&Some(*date), context)
}

impl From<FundingRoundInput> for FundingRound {
    fn from(FundingRoundInput { closed_on, amount, instrument, source_url }: FundingRoundInput) -> Self {
        Self { closed_on, amount, instrument, source_url: source_url.map(|address| address.0) }
    }
}

pub fn countries() -> Array {
    let country =
        ObjectBuilder::new().schema_type(Type::String).min_length(Some(2)).max_length(Some(2)).pattern(Some("^[A-Z]{2}$"));
    ArrayBuilder::new().items(country).max_items(Some(50)).examples([json!(["LU"])]).build()
}

/// What start-ups have besides, as somebody changes it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"stage": "growth", "international": ["LU"], "jobs": 12}))]
pub struct StartupInput {
    pub stage: Option<Stage>,
    #[garde(dive)]
    #[schema(inline)]
    pub pitch: Option<SummaryInput>,
    #[garde(dive)]
    #[schema(inline)]
    pub business_model: Option<Prose<1, 1000>>,
    #[garde(custom(team))]
    #[schema(minimum = 0, maximum = 100000)]
    pub team_size: Option<i32>,
    #[serde(default)]
    #[garde(custom(at_most::<50, _>), inner(custom(country_code)))]
    #[schema(schema_with = countries)]
    pub international: Vec<String>,
    #[garde(custom(head_count))]
    #[schema(minimum = 0, maximum = 10000000)]
    pub jobs: Option<i32>,
    #[serde(default)]
    #[garde(custom(at_most::<20, _>), dive)]
    #[schema(max_items = 20)]
    pub funding_rounds: Vec<FundingRoundInput>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_people_is_in_the_bracket_that_names_it() {
        for count in 0..=12_000 {
            let name = HeadcountRange::of(count).name();
            let holds = match name.split_once('-') {
                Some((least, most)) => (least.parse().unwrap()..=most.parse().unwrap()).contains(&count),
                None => name.strip_suffix('+').map_or(count == 0, |least| count >= least.parse().unwrap()),
            };
            assert!(holds, "{count} in {name}");
        }
    }
}
