//! What an organization is, in the words of lists: of registers, of maps of third places, of ROR.

use super::text::squash;
use crate::directory::model::OrganizationKind as Kind;

/// Whole words of a cell, folded and squashed.
const EXACT: &[(Kind, &[&str])] = &[
    (Kind::Startup, &["startup", "startups", "jeunepousse", "jei", "scaleup", "licorne", "laureat"]),
    (Kind::Sme, &["pme", "tpe", "sme", "kmu", "entreprise", "societe", "company", "mic", "microentreprise", "unternehmen"]),
    (Kind::LargeCompany, &["ge", "eti", "grandeentreprise", "grandgroupe", "largecompany", "grossunternehmen"]),
    (
        Kind::ResearchLab,
        &[
            "laboratoire",
            "laboratory",
            "lab",
            "researchlab",
            "facility",
            "unitederecherche",
            "centrederecherche",
            "institutderecherche",
            "forschungsinstitut",
            "labor",
        ],
    ),
    (Kind::University, &["universite", "university", "universitat", "hochschule", "education"]),
    (
        Kind::TrainingBody,
        &[
            "ecole",
            "school",
            "grandetablissement",
            "autreetablissement",
            "etablissement",
            "formation",
            "organismedeformation",
            "trainingbody",
            "lycee",
            "cfa",
            "campus",
            "centredeformation",
        ],
    ),
    (Kind::Accelerator, &["accelerateur", "accelerator", "acceleration"]),
    (Kind::Incubator, &["incubateur", "incubator", "inkubator"]),
    (Kind::BusinessNursery, &["pepiniere", "pepinieredentreprises", "hoteldentreprises", "businessnursery", "grunderzentrum"]),
    (
        Kind::Fablab,
        &[
            "fablab",
            "fablabs",
            "fablabmit",
            "hackerspace",
            "hakerspace",
            "hackspace",
            "makerspace",
            "labfab",
            "atelierfabrication",
        ],
    ),
    (Kind::Coworking, &["coworking", "espacedecoworking", "cantine", "teletravail", "telecentre", "bureauxpartages"]),
    (
        Kind::ThirdPlace,
        &[
            "tierslieu",
            "tierslieux",
            "thirdplace",
            "usages",
            "epn",
            "espacepublicnumerique",
            "mediatheque",
            "bibliotheque",
            "bibliothequemediatheque",
            "ludotheque",
            "cyberbase",
            "lieudemediation",
        ],
    ),
    (Kind::DataCentre, &["datacenter", "datacentre", "centrededonnees", "rechenzentrum"]),
    (Kind::Funder, &["financeur", "funder", "fonds", "investisseur", "businessangel", "banque", "capitalrisque"]),
    (Kind::Association, &["association", "associations", "associatif", "asso", "nonprofit", "verein", "asbl", "ong"]),
    (Kind::Cluster, &["cluster", "poledecompetitivite", "grappe", "frenchtech", "reseau"]),
    (
        Kind::PublicBody,
        &[
            "collectivite",
            "collectiviteterritoriale",
            "mairie",
            "commune",
            "ccas",
            "cias",
            "msap",
            "mfs",
            "franceservices",
            "franceservice",
            "mds",
            "mdd",
            "epci",
            "etat",
            "public",
            "government",
            "publicbody",
            "departement",
            "region",
            "caf",
            "cpam",
            "poleemploi",
            "missionlocale",
            "prefecture",
            "gouvernement",
            "behorde",
            "communes",
            "maisondelemploi",
            "servicepublic",
            "operateurservicepublic",
            "archive",
        ],
    ),
    (Kind::Totem, &["totem"]),
];

/// Parts of longer words; the first that is met decides.
const CONTAINED: &[(Kind, &[&str])] = &[
    (Kind::Fablab, &["fablab", "makerspace", "hackerspace"]),
    (Kind::Coworking, &["coworking"]),
    (Kind::ThirdPlace, &["tierslieu", "mediatheque", "bibliotheque", "espacepublicnumerique"]),
    (Kind::Incubator, &["incubat"]),
    (Kind::Accelerator, &["accelerat"]),
    (Kind::BusinessNursery, &["pepiniere"]),
    (Kind::DataCentre, &["datacent"]),
    (Kind::PublicBody, &["communal", "communaux", "collectivite", "franceservice", "missionlocale", "solidarites"]),
    (Kind::Association, &["associati", "centresocial"]),
    (Kind::University, &["universit"]),
    (Kind::TrainingBody, &["ecole", "formation"]),
    (Kind::ResearchLab, &["laboratoire", "recherche", "research"]),
    (Kind::Startup, &["startup"]),
];

/// The kind that a cell names, if it names one.
pub fn kind(raw: &str) -> Option<Kind> {
    if let Ok(kind) = serde_json::from_value::<Kind>(serde_json::Value::String(raw.trim().to_owned())) {
        return Some(kind);
    }
    let key = squash(raw);
    let exact = EXACT.iter().find(|(_, words)| words.contains(&key.as_str()));
    let contained = || CONTAINED.iter().find(|(_, words)| words.iter().any(|word| key.contains(word)));
    exact.or_else(contained).map(|(kind, _)| *kind)
}

/// The kind that a column is about, by its name: `c_fablab`, `coworking ?`.
pub fn kind_of_column(name: &str) -> Option<Kind> {
    let words = super::text::fold(name);
    let words: Vec<&str> = words.split(|mark: char| !mark.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let meant = |kind: &Kind| {
        matches!(
            kind,
            Kind::Fablab
                | Kind::Coworking
                | Kind::ThirdPlace
                | Kind::Incubator
                | Kind::Accelerator
                | Kind::BusinessNursery
                | Kind::DataCentre
                | Kind::PublicBody
                | Kind::Startup
        )
    };
    EXACT
        .iter()
        .filter(|(kind, _)| meant(kind))
        .find(|(_, known)| words.iter().any(|word| known.contains(word)))
        .map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_in_many_words() {
        for (raw, known) in [
            ("fablabMIT", Kind::Fablab),
            ("hakerspace", Kind::Fablab),
            ("cantine", Kind::Coworking),
            ("tierslieu", Kind::ThirdPlace),
            ("Université", Kind::University),
            ("École", Kind::TrainingBody),
            ("PME", Kind::Sme),
            ("Facility", Kind::ResearchLab),
            ("Bibliothèque / Médiathèque", Kind::ThirdPlace),
            ("_Centres communaux d'action soc", Kind::PublicBody),
            ("Collectivité", Kind::PublicBody),
            ("startup", Kind::Startup),
            ("data_centre", Kind::DataCentre),
        ] {
            assert_eq!(kind(raw), Some(known), "{raw}");
        }
        assert_eq!((kind("Autre"), kind("")), (None, None));
        assert_eq!((kind_of_column("c_fablab"), kind_of_column("c_b_pmr")), (Some(Kind::Fablab), None));
    }
}
