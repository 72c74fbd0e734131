//! The shapes of the directory. Terms follow Open Referral HSDS and schema.org.

use chrono::{DateTime, NaiveDate, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

mod details;
mod entry;
mod identifiers;
mod quality;
mod relations;
mod status;

pub use details::{
    ActivityInput, FundingRound, FundingRoundInput, HeadcountRange, Link, LinkInput, Profile, ProfileInput, StartupInput,
};
pub use entry::RecordEntry;
pub use identifiers::{Identifier, IdentifierInput, Scheme};
pub use quality::{Quality, quality};
pub use relations::{Relation, RelationInput, RelationKind};
pub use status::{OrganizationStatus, Party, Review, ReviewReason};

use super::logo::Logo;
use crate::{
    http::{LangText, Line, Prose, WebAddress, text::LangInput},
    ids::OrganizationId,
};

/// What an organization is. The list is open: new kinds may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrganizationKind {
    Startup,
    Sme,
    LargeCompany,
    ResearchLab,
    University,
    TrainingBody,
    Accelerator,
    Incubator,
    BusinessNursery,
    Fablab,
    Coworking,
    ThirdPlace,
    DataCentre,
    Funder,
    Association,
    Cluster,
    PublicBody,
    Totem,
}

impl OrganizationKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Startup => "startup",
            Self::Sme => "sme",
            Self::LargeCompany => "large_company",
            Self::ResearchLab => "research_lab",
            Self::University => "university",
            Self::TrainingBody => "training_body",
            Self::Accelerator => "accelerator",
            Self::Incubator => "incubator",
            Self::BusinessNursery => "business_nursery",
            Self::Fablab => "fablab",
            Self::Coworking => "coworking",
            Self::ThirdPlace => "third_place",
            Self::DataCentre => "data_centre",
            Self::Funder => "funder",
            Self::Association => "association",
            Self::Cluster => "cluster",
            Self::PublicBody => "public_body",
            Self::Totem => "totem",
        }
    }
}

/// Where a start-up stands on the entrepreneur's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    TalentDetected,
    Idea,
    Creation,
    Growth,
    International,
}

impl Stage {
    /// In the order of the path.
    pub const ALL: [Self; 5] = [Self::TalentDetected, Self::Idea, Self::Creation, Self::Growth, Self::International];

    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| *stage > self)
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::TalentDetected => "talent_detected",
            Self::Idea => "idea",
            Self::Creation => "creation",
            Self::Growth => "growth",
            Self::International => "international",
        }
    }
}

/// Where an organization is.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "34 cours Léopold")]
    pub address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "57000")]
    pub postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Metz")]
    pub locality: Option<String>,
    /// INSEE code, in France.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "54395")]
    pub commune_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "FRF33")]
    pub nuts3: Option<String>,
    /// ISO 3166-1, two letters.
    #[schema(example = "FR")]
    pub country: String,
    /// WGS 84.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 48.6966)]
    pub latitude: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 6.1766)]
    pub longitude: Option<f64>,
}

/// Where an organization is, as somebody gives it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct LocationInput {
    #[garde(dive)]
    #[schema(inline)]
    pub address: Option<Line<1, 200>>,
    #[garde(dive)]
    #[schema(inline)]
    pub postal_code: Option<Line<1, 12>>,
    #[garde(dive)]
    #[schema(inline)]
    pub locality: Option<Line<1, 100>>,
    /// INSEE code of a commune of Lorraine.
    #[garde(dive)]
    #[schema(inline)]
    pub commune_code: Option<Line<5, 5>>,
    /// ISO 3166-1, two capital letters.
    #[garde(custom(country_code))]
    #[schema(min_length = 2, max_length = 2, pattern = "^[A-Z]{2}$", example = "FR")]
    pub country: String,
    #[garde(custom(within::<90>))]
    #[schema(minimum = -90, maximum = 90, example = 49.1081)]
    pub latitude: Option<f64>,
    #[garde(custom(within::<180>))]
    #[schema(minimum = -180, maximum = 180, example = 6.1955)]
    pub longitude: Option<f64>,
}

pub fn country_code(code: &str, (): &()) -> garde::Result {
    let good = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if good { Ok(()) } else { Err(garde::Error::new("invalid_format|ISO 3166-1, FR")) }
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
fn within<const MOST: i32>(degrees: &Option<f64>, (): &()) -> garde::Result {
    if degrees.is_none_or(|degrees| degrees.abs() <= f64::from(MOST)) {
        return Ok(());
    }
    Err(garde::Error::new(format!("out_of_range|-{MOST}|{MOST}")))
}

/// Where a record comes from, and on which terms.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Source {
    #[schema(example = "ror")]
    pub system: String,
    #[schema(example = "Research Organization Registry")]
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://ror.org/04vfs2w97")]
    pub external_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://ror.org/04vfs2w97")]
    pub url: Option<String>,
    #[schema(example = "CC0-1.0")]
    pub licence: String,
    /// The line to print wherever the record is shown.
    #[schema(example = "Research Organization Registry (ROR), CC0")]
    pub attribution: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retrieved_on: Option<NaiveDate>,
}

/// An organization as it stands in a list.
#[derive(Serialize, ToSchema)]
pub struct OrganizationSummary {
    pub id: OrganizationId,
    #[schema(example = "universite-de-lorraine")]
    pub slug: String,
    #[schema(example = "Université de Lorraine")]
    pub name: String,
    #[schema(value_type = Vec<OrganizationKind>)]
    pub kinds: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<LangText>)]
    pub summary: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://www.univ-lorraine.fr")]
    pub website: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub founded_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    #[schema(example = json!([]))]
    pub sectors: Vec<String>,
    /// Of a start-up: where it stands on the path.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Stage>)]
    pub stage: Option<String>,
    /// Of a start-up: what it does, in its own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<LangText>)]
    pub pitch: Option<Box<RawValue>>,
    pub status: OrganizationStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_on: Option<NaiveDate>,
    /// As the crow flies, where the list asks for what is near.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, example = 3.42)]
    pub distance_km: Option<f64>,
    pub revision: i64,
    pub updated_at: DateTime<Utc>,
}

/// Where a record of a list comes from; `attribution` is in the record itself and at `/v1/reference/sources`.
#[derive(Serialize, ToSchema)]
pub struct SourceSummary {
    #[schema(example = "ror")]
    pub system: String,
    #[schema(example = "Research Organization Registry")]
    pub name: String,
    #[schema(example = "CC0 1.0")]
    pub licence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Everything that is known about an organization.
#[derive(Serialize, ToSchema)]
pub struct Organization {
    pub id: OrganizationId,
    #[schema(example = "universite-de-lorraine")]
    pub slug: String,
    #[schema(example = "Université de Lorraine")]
    pub name: String,
    #[schema(example = json!(["UL"]))]
    pub alternate_names: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Université de Lorraine")]
    pub legal_name: Option<String>,
    #[schema(value_type = Vec<OrganizationKind>)]
    pub kinds: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<LangText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<LangText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://www.univ-lorraine.fr")]
    pub website: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "+33387000000")]
    pub phone: Option<String>,
    /// Other addresses of theirs: social networks, a page of jobs, …
    pub links: Vec<Link>,
    pub identifiers: Vec<Identifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_form: Option<Coded>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<OrganizationActivity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 42)]
    pub headcount: Option<i32>,
    /// Follows from `headcount` where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<HeadcountRange>, example = "20-49")]
    pub headcount_range: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub founded_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    #[schema(example = json!([]))]
    pub sectors: Vec<String>,
    /// Who keeps the record: `fr-lorraine`, `fr-grand-est`, `lu`, `de-sl`, …
    #[schema(example = "fr-lorraine")]
    pub territory: String,
    pub status: OrganizationStatus,
    /// What a moderator said of it, while it is not published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// States to which its reader may bring it.
    pub allowed_transitions: Vec<OrganizationStatus>,
    /// Whether its reader may change it.
    #[schema(example = false)]
    pub may_edit: bool,
    /// What its kinds have besides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// Only of start-ups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub startup: Option<StartupProfile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_on: Option<NaiveDate>,
    /// Somebody keeps it; else one may claim it.
    #[schema(example = false)]
    pub has_owner: bool,
    /// What it is part of, a member of, accelerated by or located in, as far as that is published.
    pub relations: Vec<Relation>,
    /// The same from the other side: what is part of it, a member of it, and so on. The first 200 by kind and name; `…/inverse-relations` lists
    /// all of them.
    #[schema(max_items = 200)]
    pub inverse_relations: Vec<Relation>,
    /// Those of its keepers who have consented to be written to; only here, never in lists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub contacts: Vec<PublishedContact>,
    pub quality: Quality,
    pub revision: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// Whom to write to about an organization.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct PublishedContact {
    #[schema(example = "Camille Exemple")]
    pub name: String,
    #[schema(example = "camille@exemple.fr")]
    pub email: String,
}

/// A code with its label.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Coded {
    #[schema(example = "5710")]
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "SAS, société par actions simplifiée")]
    pub label: Option<String>,
}

/// What an organization does, by a nomenclature of activities.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct OrganizationActivity {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "naf_2025")]
    pub nomenclature: Option<String>,
    #[schema(example = "62.10Y")]
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Activités de programmation informatique")]
    pub label: Option<String>,
}

/// What start-ups have besides.
#[derive(Serialize, ToSchema)]
pub struct StartupProfile {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Stage>)]
    pub stage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pitch: Option<LangText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Abonnement annuel.")]
    pub business_model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 4)]
    pub team_size: Option<i32>,
    /// Countries they work in besides their own, ISO 3166-1.
    #[schema(example = json!(["LU", "DE"]))]
    pub international: Vec<String>,
    /// Jobs they have made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 12)]
    pub jobs: Option<i32>,
    pub funding_rounds: Vec<FundingRound>,
}

/// A short text in several languages.
pub type SummaryInput = LangInput<300>;
/// A long text in several languages.
pub type DescriptionInput = LangInput<5000>;

/// An organization as a member proposes it.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "name": "Atelier d’exemple", "kinds": ["fablab"], "summary": {"fr": "Un atelier ouvert à tous."},
    "location": {"locality": "Metz", "postal_code": "57000", "commune_code": "57463", "country": "FR"},
}))]
pub struct CreateOrganization {
    #[garde(dive)]
    #[schema(inline)]
    pub name: Line<2, 200>,
    #[garde(custom(some_kinds))]
    #[schema(min_items = 1, max_items = 5)]
    pub kinds: Vec<OrganizationKind>,
    /// One line: what they do.
    #[garde(dive)]
    #[schema(inline)]
    pub summary: Option<SummaryInput>,
    #[garde(dive)]
    #[schema(inline)]
    pub description: Option<DescriptionInput>,
    #[garde(dive)]
    #[schema(inline)]
    pub website: Option<WebAddress>,
    #[serde(default)]
    #[garde(custom(at_most::<10, _>), dive)]
    #[schema(max_items = 10)]
    pub identifiers: Vec<IdentifierInput>,
    #[garde(dive)]
    pub location: Option<LocationInput>,
    #[serde(default)]
    #[garde(custom(at_most::<10, _>), dive)]
    #[schema(inline, max_items = 10)]
    pub sectors: Vec<Line<2, 60>>,
    #[garde(custom(founded))]
    #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2019-05-14")]
    pub founded_on: Option<NaiveDate>,
    #[serde(default)]
    #[garde(custom(at_most::<10, _>), dive)]
    #[schema(inline, max_items = 10)]
    pub alternate_names: Vec<Line<2, 200>>,
    #[garde(dive)]
    #[schema(inline)]
    pub legal_name: Option<Line<2, 200>>,
    #[serde(default)]
    #[garde(custom(at_most::<10, _>), dive)]
    #[schema(max_items = 10)]
    pub links: Vec<LinkInput>,
    /// Code of a legal form, as at `/v1/reference/legal-forms`.
    #[garde(dive)]
    #[schema(inline, example = "5710")]
    pub legal_form: Option<Line<1, 10>>,
    #[garde(dive)]
    pub activity: Option<ActivityInput>,
    #[garde(custom(head_count))]
    #[schema(minimum = 0, maximum = 10000000)]
    pub headcount: Option<i32>,
    /// Where the number itself is not known.
    pub headcount_range: Option<HeadcountRange>,
    /// Each member belongs to one kind, which must be among `kinds`.
    #[garde(dive)]
    pub profile: Option<ProfileInput>,
}

/// A start-up as a member proposes it.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"name": "Jeune pousse d’exemple", "stage": "idea", "pitch": {"fr": "Un capteur qui écoute les ruches."}}))]
pub struct CreateStartup {
    #[garde(dive)]
    #[schema(inline)]
    pub name: Line<2, 200>,
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
    #[schema(schema_with = details::countries)]
    pub international: Vec<String>,
    #[garde(custom(head_count))]
    #[schema(minimum = 0, maximum = 10000000)]
    pub jobs: Option<i32>,
    #[serde(default)]
    #[garde(custom(at_most::<20, _>), dive)]
    #[schema(max_items = 20)]
    pub funding_rounds: Vec<FundingRoundInput>,
    #[garde(dive)]
    #[schema(inline)]
    pub summary: Option<SummaryInput>,
    #[garde(dive)]
    #[schema(inline)]
    pub website: Option<WebAddress>,
    #[serde(default)]
    #[garde(custom(at_most::<10, _>), dive)]
    #[schema(max_items = 10)]
    pub identifiers: Vec<IdentifierInput>,
    #[garde(dive)]
    pub location: Option<LocationInput>,
    #[serde(default)]
    #[garde(custom(at_most::<10, _>), dive)]
    #[schema(inline, max_items = 10)]
    pub sectors: Vec<Line<2, 60>>,
    #[garde(custom(founded))]
    #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2019-05-14")]
    pub founded_on: Option<NaiveDate>,
}

pub fn some_kinds(kinds: &[OrganizationKind], (): &()) -> garde::Result {
    if (1..=5).contains(&kinds.len()) { Ok(()) } else { Err(garde::Error::new("item_count|1|5")) }
}

pub fn at_most<const MOST: usize, T>(items: &[T], (): &()) -> garde::Result {
    if items.len() <= MOST { Ok(()) } else { Err(garde::Error::new(format!("item_count|0|{MOST}"))) }
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
pub fn founded(date: &Option<NaiveDate>, (): &()) -> garde::Result {
    use chrono::Datelike;
    if date.is_none_or(|date| (1000..=2100).contains(&date.year())) {
        return Ok(());
    }
    Err(garde::Error::new("out_of_range|1000-01-01|2100-12-31"))
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
pub fn team(size: &Option<i32>, (): &()) -> garde::Result {
    if size.is_none_or(|size| (0..=100_000).contains(&size)) { Ok(()) } else { Err(garde::Error::new("out_of_range|0|100000")) }
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
pub fn head_count(count: &Option<i32>, (): &()) -> garde::Result {
    if count.is_none_or(|count| (0..=10_000_000).contains(&count)) {
        Ok(())
    } else {
        Err(garde::Error::new("out_of_range|0|10000000"))
    }
}
