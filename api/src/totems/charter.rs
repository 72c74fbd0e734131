//! The charter common to the Totems: what each of them must offer, as published (lestrademensuel.fr), with the four services
//! that are named everywhere. Whether a site keeps it follows from its active services.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{ServiceFamily, ServiceStatus, Totem, TotemService};
use crate::{error::Words, http::LangText, identity::TotemRef, ids::ServiceId};

macro_rules! items {
    ($($variant:ident $name:literal [$fr:literal, $de:literal, $en:literal];)+) => {
        /// Something that every Totem must offer.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum CharterItem { $($variant,)+ }

        impl CharterItem {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            fn words(self) -> Words {
                match self { $(Self::$variant => Words { fr: $fr, de: $de, en: $en },)+ }
            }
        }
    };
}

items! {
    Logistics "logistics" ["Logistique", "Logistik", "Logistics"];
    RealEstate "real_estate" ["Immobilier", "Räume und Immobilien", "Real estate"];
    Coaching "coaching" ["Accompagnement", "Begleitung", "Coaching"];
    Financing "financing" ["Financement", "Finanzierung", "Financing"];
    LivingSpace "living_space" ["Un espace de vie partagé", "Ein gemeinsamer Aufenthaltsbereich", "A shared living space"];
    Coworking "coworking" ["Du coworking", "Coworking", "Coworking"];
    MeetingRooms "meeting_rooms" ["Des salles de réunion", "Besprechungsräume", "Meeting rooms"];
    AssociationOffice "association_office" ["Un bureau pour les associations", "Ein Büro für Vereine", "An office for associations"];
    DemonstrationSpace "demonstration_space" ["Un espace de démonstration", "Eine Vorführfläche", "Demonstration space"];
    PrivateOffices "private_offices" ["Des bureaux privatifs à loyers adaptés", "Eigene Büros zu angepassten Mieten", "Private offices at adapted rents"];
    Team "team" ["Une équipe qui anime le lieu avec les autres sites", "Ein Team, das den Ort mit den anderen Standorten belebt", "A team that animates the place together with the other sites"];
    Programme "programme" ["Un programme de conférences, d’ateliers et de démonstrations", "Ein Programm aus Vorträgen, Workshops und Vorführungen", "A programme of conferences, workshops and demonstrations"];
    PublicMeetings "public_meetings" ["Des rencontres ouvertes au grand public", "Treffen, die allen offenstehen", "Meetings open to the general public"];
}

impl CharterItem {
    /// A named service is what its family says; of the rest each service says which it fulfils.
    fn is_fulfilled_by(self, service: &TotemService) -> bool {
        let family = match self {
            Self::Logistics => Some(ServiceFamily::Logistics),
            Self::RealEstate => Some(ServiceFamily::RealEstate),
            Self::Coaching => Some(ServiceFamily::Coaching),
            Self::Financing => Some(ServiceFamily::Financing),
            _ => None,
        };
        family == Some(service.family) || service.fulfils.contains(&self)
    }
}

/// What every Totem must offer, and what of it this one does.
#[derive(Serialize, ToSchema)]
pub struct Charter {
    pub totem: TotemRef,
    /// Whether it offers all of it.
    pub conforms: bool,
    /// How many of the items it offers.
    #[schema(example = 4)]
    pub fulfilled: usize,
    pub items: Vec<CharterState>,
}

/// One item of the charter at one site.
#[derive(Serialize, ToSchema)]
pub struct CharterState {
    pub item: CharterItem,
    pub label: LangText,
    pub state: Conformity,
    /// The services of the site that are about it, the active ones first.
    pub services: Vec<CharterService>,
    /// Of what is missing here: the other Totems where it can be had.
    pub covered_by: Vec<TotemRef>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Conformity {
    Fulfilled,
    /// All that would fulfil it is paused.
    Paused,
    Missing,
}

/// A service in a few words.
#[derive(Serialize, ToSchema)]
pub struct CharterService {
    pub id: ServiceId,
    #[schema(example = "accompagnement")]
    pub slug: String,
    pub name: LangText,
    pub status: ServiceStatus,
}

/// The charter at one of these sites.
pub fn charter(totem: &Totem, all: &[Totem]) -> Charter {
    let items: Vec<CharterState> = CharterItem::ALL.iter().map(|item| state(*item, totem, all)).collect();
    let fulfilled = items.iter().filter(|item| item.state == Conformity::Fulfilled).count();
    Charter { totem: totem.in_short(), conforms: fulfilled == items.len(), fulfilled, items }
}

fn state(item: CharterItem, totem: &Totem, all: &[Totem]) -> CharterState {
    let active = |service: &TotemService| service.status == ServiceStatus::Active && item.is_fulfilled_by(service);
    let mut services: Vec<&TotemService> = totem.services.iter().filter(|service| item.is_fulfilled_by(service)).collect();
    services.sort_by_key(|service| service.status == ServiceStatus::Paused);
    let state = match services.first() {
        None => Conformity::Missing,
        Some(service) if service.status == ServiceStatus::Paused => Conformity::Paused,
        Some(_) => Conformity::Fulfilled,
    };
    let others = all.iter().filter(|other| other.id != totem.id && other.is_reachable() && other.services.iter().any(active));
    let covered_by = if state == Conformity::Fulfilled { vec![] } else { others.map(Totem::in_short).collect() };
    let in_short = |service: &TotemService| CharterService {
        id: service.id,
        slug: service.slug.clone(),
        name: service.name.clone(),
        status: service.status,
    };
    let Words { fr, de, en } = item.words();
    let label = LangText { fr: Some(fr.to_owned()), de: Some(de.to_owned()), en: Some(en.to_owned()), lb: None };
    CharterState { item, label, state, services: services.into_iter().map(in_short).collect(), covered_by }
}
