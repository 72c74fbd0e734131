//! The shapes of Totems and their services.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    calendar::{Calendar, ClosedDays},
    charter::CharterItem,
    hours::OpeningHours,
    questions::Question,
};
use crate::{
    http::{Answer, LangText, Problem},
    identity::TotemRef,
    ids::{Ref, ServiceId, TotemId},
};

/// One of the four sites.
#[derive(Serialize, ToSchema)]
pub struct Totem {
    pub id: TotemId,
    #[schema(example = "metz")]
    pub slug: String,
    /// Beginning of the references of its requests.
    #[schema(example = "MTZ")]
    pub code: String,
    #[schema(example = "Totem Metz")]
    pub name: String,
    #[schema(example = "Metz")]
    pub city: String,
    pub description: LangText,
    pub status: TotemStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_on: Option<NaiveDate>,
    pub address: Address,
    /// WGS 84; see `position_precision`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 49.1081)]
    pub latitude: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 6.1955)]
    pub longitude: Option<f64>,
    /// What the position stands for: a point inside the commune, not the door.
    #[schema(example = "commune")]
    pub position_precision: &'static str,
    /// When one can come by; empty where it is not known.
    pub opening_hours: Vec<OpeningHours>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<TotemContact>,
    pub calendar: Calendar,
    /// Days on which it is closed besides.
    pub closures: Vec<ClosedDays>,
    /// What the place holds.
    pub features: Vec<LangText>,
    /// Where this is known from.
    pub sources: Vec<FactSource>,
    pub services: Vec<TotemService>,
    pub revision: i64,
    pub updated_at: DateTime<Utc>,
}

impl Totem {
    /// The site as an answer; a pause of a service ends by itself, without a change of the site.
    pub fn answer(&self) -> Result<Answer, Problem> {
        let paused = self.services.iter().filter(|service| service.status == ServiceStatus::Paused).count();
        Ok(Answer::ok(self)?.revision(self.revision, &format!("public{paused}")))
    }
}

/// How a site is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TotemContact {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "accueil@exemple.fr")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "+33 3 00 00 00 00")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://exemple.fr")]
    pub website: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TotemStatus {
    Announced,
    Open,
    Closed,
}

#[derive(Serialize, ToSchema)]
pub struct Address {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "7 avenue de Blida")]
    pub street: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "57000")]
    pub postal_code: Option<String>,
    #[schema(example = "Metz")]
    pub locality: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "57463")]
    pub commune_code: Option<String>,
}

/// Where a fact was read.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FactSource {
    #[schema(example = "Candidature Métropole French Tech")]
    pub title: String,
    #[schema(example = "LORnTECH")]
    pub publisher: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://exemple.fr/article")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_on: Option<NaiveDate>,
    /// How exactly `published_on` is known: `day`, `month`, `season` or `year`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<String>,
    /// The source does not state its date itself.
    #[serde(default)]
    pub date_inferred: bool,
    /// What this source says, in our words, where sources differ or add something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "Le dépôt est annoncé pour le printemps.")]
    pub says: Option<String>,
}

/// A service that a site offers (HSDS: service at location).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TotemService {
    pub id: ServiceId,
    #[schema(example = "accompagnement")]
    pub slug: String,
    pub totem_id: TotemId,
    pub family: ServiceFamily,
    pub name: LangText,
    pub description: LangText,
    /// Languages in which it is given.
    #[schema(example = json!(["fr"]))]
    pub languages: Vec<String>,
    /// Who may ask.
    pub access: Access,
    /// For whom it is, in the site's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligibility: Option<LangText>,
    /// Working days, in the site's calendar, within which an answer is due.
    #[schema(example = 5)]
    pub response_target_days: i32,
    /// How many can be served at the same time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 12)]
    pub capacity: Option<i32>,
    /// Working days from the answer until the service can begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 10)]
    pub lead_time_days: Option<i32>,
    pub status: ServiceStatus,
    /// Why it is paused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_reason: Option<LangText>,
    /// The day from which it can be asked for again, by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resumes_on: Option<NaiveDate>,
    /// What of the charter it is about, besides what its family says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fulfils: Vec<CharterItem>,
    /// What it asks, in this order. A Totem tells of its services without them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    pub revision: i64,
    pub updated_at: DateTime<Utc>,
}

/// Who may ask for a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    Anyone,
    /// Whoever has an account.
    Account,
}

impl Access {
    pub fn name(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Account => "account",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceFamily {
    Logistics,
    RealEstate,
    Coaching,
    Financing,
    Training,
    Events,
    Equipment,
    Other,
}

impl ServiceFamily {
    pub const ALL: [Self; 8] = [
        Self::Logistics,
        Self::RealEstate,
        Self::Coaching,
        Self::Financing,
        Self::Training,
        Self::Events,
        Self::Equipment,
        Self::Other,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Logistics => "logistics",
            Self::RealEstate => "real_estate",
            Self::Coaching => "coaching",
            Self::Financing => "financing",
            Self::Training => "training",
            Self::Events => "events",
            Self::Equipment => "equipment",
            Self::Other => "other",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceStatus {
    Active,
    Paused,
}

impl ServiceStatus {
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
        }
    }
}

impl TotemService {
    /// As it is on this day: a pause ends by itself.
    pub fn on(mut self, today: NaiveDate) -> Self {
        if self.resumes_on.is_some_and(|day| day <= today) {
            (self.status, self.paused_reason, self.resumes_on) = (ServiceStatus::Active, None, None);
        }
        self
    }
}

impl Totem {
    /// Whether this is its id or its slug.
    pub fn is(&self, id: &Ref<TotemId>) -> bool {
        match id {
            Ref::Id(id) => self.id == *id,
            Ref::Slug(slug) => self.slug == *slug,
        }
    }

    /// Whether somebody may ask there.
    pub fn is_reachable(&self) -> bool {
        self.status != TotemStatus::Closed
    }

    pub fn in_short(&self) -> TotemRef {
        TotemRef { id: self.id, slug: self.slug.clone(), name: self.name.clone(), city: self.city.clone() }
    }
}
