//! Which column becomes which member of a record, and what its values mean.

pub mod apply;
pub mod path;
pub mod propose;
pub mod vocabulary;

use std::collections::BTreeMap;

use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::values::{kinds, places::Coordinates};
use crate::{
    directory::model::{OrganizationKind, Scheme},
    http::{Line, WebAddress, text::is_stray},
};
use path::Path;

macro_rules! members {
    ($($(#[doc = $doc:literal])* $variant:ident $name:literal),+ $(,)?) => {
        /// What a column can become.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[schema(as = ImportMember, rename_all = "snake_case")]
        pub enum Member { $($(#[doc = $doc])* #[serde(rename = $name)] $variant),+ }

        impl Member {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

members! {
    Name "name",
    AlternateNames "alternate_names",
    LegalName "legal_name",
    Kinds "kinds",
    Summary "summary",
    Description "description",
    Website "website",
    Phone "phone",
    LegalForm "legal_form",
    Activity "activity",
    HeadcountRange "headcount_range",
    FoundedOn "founded_on",
    Address "address",
    /// An address in one line, which is taken apart.
    FullAddress "full_address",
    PostalCode "postal_code",
    Locality "locality",
    CommuneCode "commune_code",
    Country "country",
    Latitude "latitude",
    Longitude "longitude",
    /// Both in one cell, or in a pair of columns in whatever order and system.
    Coordinates "coordinates",
    Sectors "sectors",
    Stage "stage",
    Siren "siren",
    Siret "siret",
    Rcs "rcs",
    Hrb "hrb",
    Kbo "kbo",
    Vat "vat",
    Lei "lei",
    Ror "ror",
    ExternalId "external_id",
    SourceUrl "source_url",
    /// A rising number of the source, such as the year of an edition: the greatest is what holds.
    SourceRevision "source_revision",
}

impl Member {
    pub fn scheme(self) -> Option<Scheme> {
        Some(match self {
            Self::Siren => Scheme::FrSiren,
            Self::Siret => Scheme::FrSiret,
            Self::Rcs => Scheme::LuRcs,
            Self::Hrb => Scheme::DeHrb,
            Self::Kbo => Scheme::BeKbo,
            Self::Vat => Scheme::Vat,
            Self::Lei => Scheme::Lei,
            Self::Ror => Scheme::Ror,
            _ => return None,
        })
    }

    /// Several columns may fill it.
    pub fn is_list(self) -> bool {
        matches!(self, Self::AlternateNames | Self::Kinds | Self::Sectors)
    }
}

/// The terms on which a file is given, and by whom. Without a licence its records wait for review instead of being
/// published.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"system": "fablabs-bretagne", "name": "Carte des fablabs de Bretagne", "licence": "CC BY 4.0"}))]
pub struct SourceInput {
    /// A short name, which together with the id of a line names its record for ever.
    #[garde(custom(system_form))]
    #[schema(max_length = 60, pattern = "^[a-z0-9][a-z0-9_-]*$", example = "fablabs-bretagne")]
    pub system: String,
    #[garde(dive)]
    #[schema(inline, example = "Carte des fablabs de Bretagne")]
    pub name: Line<2, 200>,
    #[garde(dive)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(inline, example = "MapLabBZH")]
    pub publisher: Option<Line<1, 200>>,
    #[garde(dive)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(inline, example = "CC BY 4.0")]
    pub licence: Option<Line<1, 100>>,
    #[garde(dive)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub licence_url: Option<WebAddress>,
    /// The line to print with its records.
    #[garde(dive)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub attribution: Option<Line<1, 300>>,
    #[garde(dive)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub url: Option<WebAddress>,
}

fn system_form(name: &str, (): &()) -> garde::Result {
    let good = (1..=60).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
        && name.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    if good { Ok(()) } else { Err(garde::Error::new("invalid_format|a-z, 0-9, -")) }
}

/// One member, and where its value stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"from": ["nom"], "to": "name"}))]
pub struct Column {
    /// A column of the table, or a path in the object: `/siege/code_postal`, `/names/*/value`,
    /// `/names/*[types=ror_display]/value`. Of several, the first that holds something; of `coordinates`, the two in order;
    /// of a list, all.
    #[garde(custom(paths))]
    #[schema(inline, min_items = 1, max_items = 10)]
    pub from: Vec<Path>,
    #[schema(inline)]
    pub to: Member,
    /// What the values of the file mean. Values that are not named are read as they are.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[garde(custom(few))]
    #[schema(schema_with = texts)]
    pub values: BTreeMap<String, String>,
    /// Of `kinds` and `sectors`: the column says yes or no, and yes means this.
    #[garde(dive)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub flag: Option<Line<1, 60>>,
    /// Of lists: what stands between the items of a cell.
    #[garde(custom(separator))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 5, example = ";")]
    pub split: Option<String>,
    #[serde(default, skip_serializing_if = "is_auto")]
    #[schema(inline)]
    pub system: Coordinates,
    /// Of texts: fr, unless said.
    #[garde(custom(known_language))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2, pattern = "^(fr|de|en|lb)$")]
    pub language: Option<String>,
}

fn texts() -> utoipa::openapi::schema::Object {
    use utoipa::openapi::{ObjectBuilder, schema::Type};
    let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(200));
    ObjectBuilder::new().schema_type(Type::Object).additional_properties(Some(text)).max_properties(Some(500)).build()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_auto(system: &Coordinates) -> bool {
    *system == Coordinates::Auto
}

fn paths(from: &[Path], (): &()) -> garde::Result {
    if (1..=10).contains(&from.len()) { Ok(()) } else { Err(garde::Error::new("item_count|1|10")) }
}

fn few(values: &BTreeMap<String, String>, (): &()) -> garde::Result {
    let short = values.iter().all(|(from, to)| from.chars().count() <= 200 && to.chars().count() <= 200);
    if values.iter().any(|(from, to)| from.contains(is_stray) || to.contains(is_stray)) {
        return Err(garde::Error::new("control_character"));
    }
    if values.len() <= 500 && short { Ok(()) } else { Err(garde::Error::new("item_count|0|500")) }
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
fn separator(text: &Option<String>, (): &()) -> garde::Result {
    match text {
        Some(text) if !(1..=5).contains(&text.len()) => Err(garde::Error::new("too_long|5")),
        Some(text) if text.contains(|c| c != '\t' && is_stray(c)) => Err(garde::Error::new("control_character")),
        _ => Ok(()),
    }
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
fn known_language(tag: &Option<String>, (): &()) -> garde::Result {
    let known = tag.as_deref().is_none_or(|tag| matches!(tag, "fr" | "de" | "en" | "lb"));
    if known { Ok(()) } else { Err(garde::Error::new("invalid_choice|fr, de, en, lb")) }
}

/// Other columns for lines of another form: the first whose path leads somewhere is taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"when": "/names", "columns": [{"from": ["/names/*[types=ror_display]/value"], "to": "name"}]}))]
pub struct Variant {
    #[schema(inline)]
    pub when: Path,
    #[garde(custom(column_count), dive)]
    #[schema(max_items = 100)]
    pub columns: Vec<Column>,
}

/// Values of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"from": "status", "values": ["inactive"]}))]
pub struct Values {
    #[schema(inline)]
    pub from: Path,
    #[garde(custom(value_count), dive)]
    #[schema(inline, min_items = 1, max_items = 50)]
    pub values: Vec<Line<1, 200>>,
}

fn value_count(values: &[Line<1, 200>], (): &()) -> garde::Result {
    if (1..=50).contains(&values.len()) { Ok(()) } else { Err(garde::Error::new("item_count|1|50")) }
}

fn column_count(columns: &[Column], (): &()) -> garde::Result {
    if columns.len() <= 100 { Ok(()) } else { Err(garde::Error::new("item_count|0|100")) }
}

/// What holds for lines that do not say it themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct Defaults {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[garde(custom(at_most_five))]
    #[schema(inline, max_items = 5)]
    pub kinds: Vec<OrganizationKind>,
    /// FR, unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(custom(country_form))]
    #[schema(min_length = 2, max_length = 2, pattern = "^[A-Z]{2}$", example = "FR")]
    pub country: Option<String>,
}

fn at_most_five(kinds: &[OrganizationKind], (): &()) -> garde::Result {
    if kinds.len() <= 5 { Ok(()) } else { Err(garde::Error::new("item_count|0|5")) }
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
fn country_form(code: &Option<String>, (): &()) -> garde::Result {
    let good = code.as_ref().is_none_or(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()));
    if good { Ok(()) } else { Err(garde::Error::new("invalid_format|ISO 3166-1, FR")) }
}

/// How the lines of a file become records.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"columns": [{"from": ["nom"], "to": "name"}, {"from": ["ville"], "to": "locality"}], "defaults": {"kinds": ["fablab"]}}))]
pub struct Mapping {
    #[serde(default)]
    #[garde(custom(column_count), dive)]
    #[schema(max_items = 100)]
    pub columns: Vec<Column>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[garde(custom(variant_count), dive)]
    #[schema(max_items = 5)]
    pub variants: Vec<Variant>,
    /// Lines that are meant, by all of these; the others are said to be left out, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[garde(custom(choice_count), dive)]
    #[schema(max_items = 10)]
    pub only: Vec<Values>,
    /// Lines that are not meant, such as those that their source calls closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[garde(custom(choice_count), dive)]
    #[schema(max_items = 10)]
    pub except: Vec<Values>,
    #[serde(default)]
    #[garde(dive)]
    pub defaults: Defaults,
    /// Members without which a line is refused; a wrong value of any other is left out, and said. A name and a kind are
    /// always needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[garde(custom(member_count))]
    #[schema(inline, max_items = 40)]
    pub required: Vec<Member>,
}

fn variant_count(variants: &[Variant], (): &()) -> garde::Result {
    if variants.len() <= 5 { Ok(()) } else { Err(garde::Error::new("item_count|0|5")) }
}

fn choice_count(choices: &[Values], (): &()) -> garde::Result {
    if choices.len() <= 10 { Ok(()) } else { Err(garde::Error::new("item_count|0|10")) }
}

fn member_count(members: &[Member], (): &()) -> garde::Result {
    if members.len() <= 40 { Ok(()) } else { Err(garde::Error::new("item_count|0|40")) }
}

impl Mapping {
    /// What is missing for any line to become a record, or cannot be meant.
    pub fn lacks(&self) -> Option<(&'static str, crate::error::FieldCode)> {
        use crate::error::FieldCode;
        let all = || self.columns.iter().chain(self.variants.iter().flat_map(|variant| &variant.columns));
        let has = |member: Member| all().any(|column| column.to == member);
        if !has(Member::Name) {
            return Some(("/columns", FieldCode::NameNeeded));
        }
        if !has(Member::Kinds) && self.defaults.kinds.is_empty() {
            return Some(("/defaults/kinds", FieldCode::Required));
        }
        let no_kind = |text: &str| kinds::kind(text).is_none();
        let odd = |column: &Column| {
            column.to == Member::Kinds
                && (column.values.values().any(|to| !to.is_empty() && no_kind(to))
                    || column.flag.as_ref().is_some_and(|flag| no_kind(&flag.0)))
        };
        all().any(odd).then_some(("/columns", FieldCode::UnknownReference))
    }
}
