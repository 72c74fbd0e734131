//! The four Totem sites and their services.

use std::collections::HashMap;

use super::super::model::{FactSource, SeedService, SeedTotem, Text};
use super::super::reference;
use super::documents::{ARTICLE_B, STRADE, TOUT_METZ, saying};
use super::questions;

const CHARTER_SOURCE: FactSource =
    saying(STRADE, "Une charte commune fixe ce que chaque Totem offre, avec une équipe qui anime le lieu et relie les sites.");
const READY_IN_SEPTEMBER: FactSource =
    saying(ARTICLE_B, "Les quatre sites doivent être opérationnels à la rentrée (septembre, année déduite : 2015).");

/// A description, and what the common charter of the Totems (lestrademensuel.fr) foresees for each of them.
macro_rules! with_charter {
    (fr: $fr:literal, de: $de:literal, en: $en:literal $(,)?) => {
        Text {
            fr: concat!(
                $fr,
                "\n\nLa charte commune aux Totems prévoit un espace de vie partagé, du coworking, des salles de réunion, un bureau pour les associations, un espace de démonstration, des bureaux privatifs à loyers adaptés, une équipe qui anime le lieu avec les autres sites, un programme de conférences, d'ateliers et de démonstrations, et des rencontres ouvertes au grand public."
            ),
            de: concat!(
                $de,
                "\n\nDie gemeinsame Charta der Totems sieht vor: einen gemeinsamen Aufenthaltsbereich, Coworking, Besprechungsräume, ein Büro für Vereine, eine Vorführfläche, eigene Büros zu angepassten Mieten, ein Team, das den Ort zusammen mit den anderen Standorten belebt, ein Programm aus Vorträgen, Workshops und Vorführungen sowie Treffen, die allen offenstehen."
            ),
            en: concat!(
                $en,
                "\n\nThe charter common to the Totems foresees a shared living space, coworking, meeting rooms, an office for associations, demonstration space, private offices at adapted rents, a team that animates the place together with the other sites, a programme of conferences, workshops and demonstrations, and meetings open to the general public."
            ),
        }
    };
}

const COLLABORATIVE: Text = Text { fr: "Lieu collaboratif", de: "Ort der Zusammenarbeit", en: "Collaborative place" };

pub const TOTEMS: [SeedTotem; 4] = [
    SeedTotem {
        slug: "metz",
        code: "MTZ",
        name: "TCRM-Blida",
        city: "Metz",
        commune_code: "57463",
        street: Some("7 avenue de Blida"),
        postal_code: None,
        description: with_charter! {
            fr: "Un ancien dépôt de bus réhabilité, devenu un tiers-lieu de travail, de production et d'innovation artistique et numérique, avec une forte dimension culturelle.",
            de: "Ein saniertes ehemaliges Busdepot, heute ein dritter Ort für Arbeit, Produktion und künstlerische wie digitale Innovation, mit starker kultureller Seite.",
            en: "A renovated former bus depot, now a third place of work, production and artistic and digital innovation, with a strong cultural side.",
        },
        features: &[
            Text { fr: "FabLab", de: "FabLab", en: "FabLab" },
            Text { fr: "Coworking", de: "Coworking", en: "Coworking" },
            Text { fr: "Artistes", de: "Künstlerinnen und Künstler", en: "Artists" },
            Text {
                fr: "Tiers-lieu de travail et de production",
                de: "Dritter Ort für Arbeit und Produktion",
                en: "Third place of work and production",
            },
        ],
        status: "open",
        status_on: None,
        calendar: "alsace_moselle",
        sources: &[
            ARTICLE_B,
            CHARTER_SOURCE,
            saying(TOUT_METZ, "En 2019, le Totem s'appelle Bliiida (anciennement TCRM-Blida)."),
        ],
        services: &SERVICES,
    },
    SeedTotem {
        slug: "nancy",
        code: "NCY",
        name: "Pôle Renaissance",
        city: "Nancy",
        commune_code: "54395",
        street: None,
        postal_code: None,
        description: with_charter! {
            fr: "Le lieu collaboratif des entrepreneurs du numérique à Nancy, inauguré.",
            de: "Der Ort der Zusammenarbeit für digitale Unternehmen in Nancy, eingeweiht.",
            en: "The collaborative place of digital entrepreneurs in Nancy, inaugurated.",
        },
        features: &[COLLABORATIVE],
        status: "open",
        status_on: None,
        calendar: "national",
        sources: &[saying(ARTICLE_B, "Lieu inauguré."), CHARTER_SOURCE],
        services: &SERVICES,
    },
    SeedTotem {
        slug: "epinal",
        code: "EPN",
        name: "Centre d’affaires",
        city: "Épinal",
        commune_code: "88160",
        street: None,
        postal_code: None,
        description: with_charter! {
            fr: "Le lieu collaboratif des entrepreneurs du numérique à Épinal, dans le centre d'affaires du quartier de la gare, inauguré.",
            de: "Der Ort der Zusammenarbeit für digitale Unternehmen in Épinal, im Geschäftszentrum des Bahnhofsviertels, eingeweiht.",
            en: "The collaborative place of digital entrepreneurs in Épinal, in the business centre of the station district, inaugurated.",
        },
        features: &[COLLABORATIVE, Text { fr: "Quartier de la gare", de: "Bahnhofsviertel", en: "Station district" }],
        status: "open",
        status_on: None,
        calendar: "national",
        sources: &[saying(ARTICLE_B, "Lieu inauguré."), CHARTER_SOURCE],
        services: &SERVICES,
    },
    SeedTotem {
        slug: "thionville",
        code: "TVL",
        name: "Pôle numérique",
        city: "Thionville",
        commune_code: "57672",
        street: None,
        postal_code: None,
        description: with_charter! {
            fr: "Le quatrième site, annoncé. Deux lieux sont proposés : le 3ème Lieu et le bâtiment de la gare.",
            de: "Der vierte Standort, angekündigt. Zwei Orte sind vorgesehen: der 3ème Lieu und das Bahnhofsgebäude.",
            en: "The fourth site, announced. It offers two places: the 3ème Lieu and the station building.",
        },
        features: &[
            Text { fr: "3ème Lieu", de: "3ème Lieu", en: "3ème Lieu" },
            Text { fr: "Bâtiment de la gare", de: "Bahnhofsgebäude", en: "Station building" },
        ],
        status: "announced",
        status_on: None,
        calendar: "alsace_moselle",
        sources: &[
            READY_IN_SEPTEMBER,
            saying(STRADE, "Thionville offre deux lieux, le 3ème Lieu et le bâtiment de la gare."),
            CHARTER_SOURCE,
        ],
        services: &SERVICES,
    },
];

/// The four named families, at every site. The words say what can be asked, not what a site holds; language,
/// days to answer and questions are the platform's defaults.
pub const SERVICES: [SeedService; 4] = [
    SeedService {
        slug: "logistique",
        family: "logistics",
        name: Text { fr: "Logistique", de: "Logistik", en: "Logistics" },
        description: Text {
            fr: "Poser une question d'organisation pratique : matériel, équipement, réception, accès au lieu, préparation d'un événement.",
            de: "Eine Frage zur praktischen Organisation stellen: Material, Ausstattung, Annahme, Zugang zum Ort, Vorbereitung einer Veranstaltung.",
            en: "Ask a question of practical organisation: material, equipment, deliveries, access to the place, preparing an event.",
        },
        languages: &["fr"],
        response_target_days: 5,
        position: 1,
        questions: questions::LOGISTICS,
    },
    SeedService {
        slug: "immobilier",
        family: "real_estate",
        name: Text { fr: "Immobilier", de: "Räume und Immobilien", en: "Real estate" },
        description: Text {
            fr: "Chercher où s'installer : un poste de travail, un bureau, un local, pour un jour ou pour longtemps.",
            de: "Einen Ort zum Arbeiten suchen: einen Arbeitsplatz, ein Büro, Räume, für einen Tag oder auf Dauer.",
            en: "Look for somewhere to settle: a desk, an office, premises, for a day or for long.",
        },
        languages: &["fr"],
        response_target_days: 5,
        position: 2,
        questions: questions::REAL_ESTATE,
    },
    SeedService {
        slug: "accompagnement",
        family: "coaching",
        name: Text { fr: "Accompagnement", de: "Begleitung", en: "Coaching" },
        description: Text {
            fr: "Parler de son projet et trouver un appui : de l'idée à la création de l'entreprise, puis à son développement en France et à l'étranger.",
            de: "Über das eigene Vorhaben sprechen und Unterstützung finden: von der Idee zur Gründung, dann zum Wachstum in Frankreich und im Ausland.",
            en: "Talk about one's project and find support: from the idea to founding the company, then developing it in France and abroad.",
        },
        languages: &["fr"],
        response_target_days: 5,
        position: 3,
        questions: questions::COACHING,
    },
    SeedService {
        slug: "financement",
        family: "financing",
        name: Text { fr: "Financement", de: "Finanzierung", en: "Financing" },
        description: Text {
            fr: "Demander une orientation vers les aides, les prêts et les investisseurs qui conviennent au projet, et préparer la démarche.",
            de: "Nach Förderungen, Darlehen und Investoren fragen, die zum Vorhaben passen, und den Antrag vorbereiten.",
            en: "Ask which grants, loans and investors suit the project, and prepare the approach.",
        },
        languages: &["fr"],
        response_target_days: 5,
        position: 4,
        questions: questions::FINANCING,
    },
];

/// `(latitude, longitude)` by slug: a point of the commune, since no source gives the site's own.
pub fn positions() -> Result<HashMap<&'static str, (f64, f64)>, String> {
    let communes = reference::communes()?;
    TOTEMS
        .iter()
        .map(|totem| {
            let commune = communes.iter().find(|commune| commune.code == totem.commune_code);
            match commune.map(|commune| (commune.latitude, commune.longitude)) {
                Some((Some(latitude), Some(longitude))) => Ok((totem.slug, (latitude, longitude))),
                _ => Err(format!("the commune of {} has no position", totem.slug)),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_four_sites_stand_in_their_communes() {
        let communes = reference::communes().unwrap();
        for totem in TOTEMS {
            let commune = communes.iter().find(|commune| commune.code == totem.commune_code).unwrap();
            assert_eq!(commune.name, totem.city);
        }
        let (latitude, longitude) = positions().unwrap()["metz"];
        assert!((latitude - 49.1).abs() < 0.1 && (longitude - 6.2).abs() < 0.1);
    }

    #[test]
    fn moselle_keeps_its_own_holidays() {
        for totem in TOTEMS {
            assert_eq!(totem.calendar == "alsace_moselle", totem.commune_code.starts_with("57"), "{}", totem.slug);
        }
    }

    #[test]
    fn only_what_is_known_is_said() {
        let street: Vec<_> = TOTEMS.iter().filter_map(|totem| totem.street).collect();
        assert_eq!(street, ["7 avenue de Blida"]);
        assert!(TOTEMS.iter().all(|totem| totem.status_on.is_none() && totem.postal_code.is_none()));
        let announced: Vec<_> = TOTEMS.iter().filter(|totem| totem.status == "announced").map(|totem| totem.slug).collect();
        assert_eq!(announced, ["thionville"]);
        assert!(TOTEMS.iter().all(|totem| !totem.sources.is_empty()));
    }

    #[test]
    fn every_site_has_the_four_services() {
        let families: Vec<_> = SERVICES.iter().map(|service| service.family).collect();
        assert_eq!(families, ["logistics", "real_estate", "coaching", "financing"]);
        let codes: BTreeSet<_> = TOTEMS.iter().map(|totem| totem.code).collect();
        assert_eq!(codes.len(), 4);
        assert!(TOTEMS.iter().all(|totem| totem.services.len() == 4));
    }
}
