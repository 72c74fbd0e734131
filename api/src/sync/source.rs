//! A record as a partner region says it: whole, so that what is left out is not there.

use chrono::NaiveDate;
use garde::Validate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use crate::{
    auth::Authority,
    directory::{
        model::{
            ActivityInput, FundingRound, HeadcountRange, Identifier, IdentifierInput, Link, LinkInput, LocationInput,
            OrganizationKind, Profile, ProfileInput, Stage, StartupInput, at_most, founded, head_count, some_kinds,
        },
        queries::NewOrganization,
    },
    error::FieldCode,
    http::{LangText, Line, Problem, WebAddress, text::LangInput},
};

/// A record of a partner region, whole: what is left out is not there.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "name": "Makerspace d’exemple", "kinds": ["fablab"], "summary": {"fr": "Un atelier ouvert à tous."},
    "location": {"locality": "Esch-sur-Alzette", "postal_code": "4362", "country": "LU"},
}))]
pub struct SourceOrganization {
    #[garde(dive)]
    #[schema(inline)]
    name: Line<2, 200>,
    #[garde(custom(some_kinds))]
    #[schema(min_items = 1, max_items = 5)]
    kinds: Vec<OrganizationKind>,
    /// One line: what they do.
    #[garde(dive)]
    #[schema(inline)]
    summary: Option<LangInput<300>>,
    #[garde(dive)]
    #[schema(inline)]
    description: Option<LangInput<5000>>,
    #[garde(dive)]
    #[schema(inline)]
    website: Option<WebAddress>,
    #[garde(dive)]
    #[schema(inline, example = "+352 26 54 01 00")]
    phone: Option<Line<3, 40>>,
    #[serde(default)]
    #[garde(custom(at_most::<10, _>), dive)]
    #[schema(max_items = 10)]
    identifiers: Vec<IdentifierInput>,
    #[garde(dive)]
    location: Option<LocationInput>,
    /// Its NUTS 3 region.
    #[garde(dive)]
    #[schema(inline, example = "LU000")]
    nuts3: Option<Line<5, 5>>,
    /// Who keeps the record, where that is told more closely than by its authority.
    #[garde(dive)]
    #[schema(inline, example = "lu")]
    territory: Option<Line<2, 40>>,
    #[serde(default)]
    #[garde(custom(at_most::<10, _>), dive)]
    #[schema(inline, max_items = 10)]
    sectors: Vec<Line<2, 60>>,
    #[garde(custom(founded))]
    #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2019-05-14")]
    founded_on: Option<NaiveDate>,
    /// More than people may give here: open registers know some in many languages.
    #[serde(default)]
    #[garde(custom(at_most::<50, _>), dive)]
    #[schema(inline, max_items = 50)]
    alternate_names: Vec<Line<2, 200>>,
    #[garde(dive)]
    #[schema(inline)]
    legal_name: Option<Line<2, 200>>,
    #[serde(default)]
    #[garde(custom(at_most::<10, _>), dive)]
    #[schema(max_items = 10)]
    links: Vec<LinkInput>,
    /// Code of a legal form, as at `/v1/reference/legal-forms`.
    #[garde(dive)]
    #[schema(inline, example = "5710")]
    legal_form: Option<Line<1, 10>>,
    #[garde(dive)]
    activity: Option<ActivityInput>,
    #[garde(custom(head_count))]
    #[schema(minimum = 0, maximum = 10000000)]
    headcount: Option<i32>,
    /// Where the number itself is not known.
    headcount_range: Option<HeadcountRange>,
    /// Each member belongs to one kind, which must be among `kinds`.
    #[garde(dive)]
    profile: Option<ProfileInput>,
    /// Of start-ups alone.
    #[garde(dive)]
    startup: Option<StartupInput>,
    /// Where the authority itself has it from, and on which terms.
    #[garde(dive)]
    source: Option<SourceTerms>,
}

/// A source, and what is printed wherever its records are shown.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"system": "ror", "name": "Research Organization Registry", "licence": "CC0-1.0", "attribution": "ROR, CC0"}))]
pub struct SourceTerms {
    #[garde(dive)]
    #[schema(inline)]
    pub system: Line<1, 60>,
    #[garde(dive)]
    #[schema(inline)]
    pub name: Line<2, 200>,
    #[garde(dive)]
    #[schema(inline)]
    pub licence: Line<1, 100>,
    #[garde(dive)]
    #[schema(inline)]
    pub attribution: Line<1, 300>,
    /// Of the record itself.
    #[garde(dive)]
    #[schema(inline)]
    pub url: Option<WebAddress>,
}

/// A record in the form in which the directory takes it.
#[derive(Clone)]
pub struct Record {
    pub new: NewOrganization,
    pub identifiers: Vec<Identifier>,
    pub terms: Option<SourceTerms>,
}

impl Record {
    pub fn of(authority: Authority, said: SourceOrganization) -> Result<Self, Problem> {
        let mut kinds: Vec<String> = said.kinds.into_iter().map(OrganizationKind::name).map(str::to_owned).collect();
        kinds.dedup();
        let profile = said.profile.map(Profile::from);
        if let Some(profile) = &profile {
            profile.check(&kinds)?;
        }
        if said.startup.is_some() && !kinds.iter().any(|kind| kind == OrganizationKind::Startup.name()) {
            return Err(Problem::field("/startup", FieldCode::NotAllowed));
        }
        let new = NewOrganization {
            name: said.name.0,
            kinds,
            summary: said.summary.map(LangText::from),
            description: said.description.map(LangText::from),
            website: said.website.map(|address| address.0),
            phone: said.phone.map(|line| line.0),
            nuts3: said.nuts3.map(|line| line.0),
            territory: said.territory.map_or_else(|| authority.name().to_owned(), |line| line.0),
            sectors: said.sectors.into_iter().map(|sector| sector.0).collect(),
            founded_on: said.founded_on,
            alternate_names: said.alternate_names.into_iter().map(|line| line.0).collect(),
            legal_name: said.legal_name.map(|line| line.0),
            links: said.links.into_iter().map(Link::from).collect(),
            legal_form: said.legal_form.map(|line| line.0),
            activity: said.activity.map(|activity| (activity.nomenclature.name().to_owned(), activity.code.0)),
            headcount: said.headcount,
            headcount_range: said.headcount_range.map(|range| range.name().to_owned()),
            profile,
            published: true,
            source_system: said.source.as_ref().map(|terms| terms.system.0.clone()),
            source_url: said.source.as_ref().and_then(|terms| terms.url.as_ref().map(|url| url.0.clone())),
            authority: Some(authority.name().to_owned()),
            ..NewOrganization::default()
        };
        let new = started(new.placed(said.location), said.startup);
        Ok(Self { new, identifiers: said.identifiers.into_iter().map(Into::into).collect(), terms: said.source })
    }

    /// Of what it says, whatever the order of its members.
    pub fn digest(&self) -> Vec<u8> {
        let numbers: Vec<(&str, &str)> = self.identifiers.iter().map(|one| (one.scheme.name(), one.value.as_str())).collect();
        Sha256::digest(json!([self.new, numbers, self.terms]).to_string()).to_vec()
    }
}

fn started(new: NewOrganization, startup: Option<StartupInput>) -> NewOrganization {
    let Some(StartupInput { stage, pitch, business_model, team_size, international, jobs, funding_rounds }) = startup else {
        return new;
    };
    NewOrganization {
        stage: stage.map(Stage::name).map(str::to_owned),
        pitch: pitch.map(LangText::from),
        business_model: business_model.map(|text| text.0),
        team_size,
        international,
        jobs,
        funding_rounds: funding_rounds.into_iter().map(FundingRound::from).collect(),
        ..new
    }
}

/// What a feed of ours gives as `data`, in the form in which it is taken over. Relations and logos stay behind, and what
/// follows from the rest.
pub fn from_feed(data: &Value) -> Value {
    const SAME: [&str; 17] = [
        "name",
        "kinds",
        "summary",
        "description",
        "website",
        "phone",
        "identifiers",
        "territory",
        "sectors",
        "founded_on",
        "alternate_names",
        "legal_name",
        "links",
        "headcount",
        "profile",
        "startup",
        "activity",
    ];
    let mut record = serde_json::Map::new();
    for member in SAME {
        if let Some(value) = data.get(member).filter(|value| !value.is_null()) {
            record.insert(member.to_owned(), value.clone());
        }
    }
    if data.get("headcount").is_none()
        && let Some(range) = data.get("headcount_range")
    {
        record.insert("headcount_range".to_owned(), range.clone());
    }
    if let Some(activity) = record.get_mut("activity").and_then(Value::as_object_mut) {
        activity.remove("label");
    }
    if let Some(code) = data.pointer("/legal_form/code") {
        record.insert("legal_form".to_owned(), code.clone());
    }
    if let Some(location) = data.get("location").and_then(Value::as_object) {
        let mut location = location.clone();
        if let Some(nuts3) = location.remove("nuts3") {
            record.insert("nuts3".to_owned(), nuts3);
        }
        record.insert("location".to_owned(), location.into());
    }
    if let Some(source) = data.get("source").and_then(Value::as_object) {
        let mut source = source.clone();
        source.retain(|member, _| matches!(member.as_str(), "system" | "name" | "licence" | "attribution" | "url"));
        record.insert("source".to_owned(), source.into());
    }
    record.into()
}
