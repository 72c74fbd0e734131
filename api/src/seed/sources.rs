//! Where the shipped files come from. Every record names one of these by its `system`.

use super::model::SeedSource;

pub const ESR: &str = "esr";
pub const ILAB: &str = "ilab";
pub const ROR: &str = "ror";

const OPEN_LICENCE: &str = "Licence Ouverte 2.0";
const OPEN_LICENCE_URL: Option<&str> = Some("https://www.etalab.gouv.fr/licence-ouverte-open-licence/");

pub const SOURCES: [SeedSource; 9] = [
    SeedSource {
        system: ESR,
        name: "Principaux établissements d'enseignement supérieur",
        publisher: "Ministère de l'Enseignement supérieur et de la Recherche (MESR)",
        licence: OPEN_LICENCE,
        licence_url: OPEN_LICENCE_URL,
        attribution: "MESR, Principaux établissements d'enseignement supérieur – Licence Ouverte 2.0",
        url: Some(
            "https://data.enseignementsup-recherche.gouv.fr/explore/dataset/fr-esr-principaux-etablissements-enseignement-superieur/",
        ),
    },
    SeedSource {
        system: ILAB,
        name: "Lauréats du concours national i-Lab, Grand Est",
        publisher: "Ministère de l'Enseignement supérieur et de la Recherche (MESR)",
        licence: OPEN_LICENCE,
        licence_url: OPEN_LICENCE_URL,
        attribution: "MESR, Lauréats du concours i-Lab – Licence Ouverte 2.0 (données personnelles retirées)",
        url: Some("https://data.enseignementsup-recherche.gouv.fr/explore/dataset/fr-esr-laureats-concours-national-i-lab/"),
    },
    SeedSource {
        system: ROR,
        name: "Research Organization Registry",
        publisher: "Research Organization Registry (ROR)",
        licence: "CC0 1.0",
        licence_url: Some("https://creativecommons.org/publicdomain/zero/1.0/"),
        attribution: "ROR – CC0 1.0; positions des villes : GeoNames – CC BY 4.0",
        url: Some("https://ror.org/"),
    },
    SeedSource {
        system: "cog",
        name: "Code officiel géographique 2026, communes de Lorraine",
        publisher: "INSEE, DGCL, IGN, Etalab",
        licence: OPEN_LICENCE,
        licence_url: OPEN_LICENCE_URL,
        attribution: "INSEE, DGCL, La Poste, IGN/Etalab – Licence Ouverte 2.0",
        url: None,
    },
    SeedSource {
        system: "codes_postaux",
        name: "Codes postaux de Lorraine",
        publisher: "DGFiP (FIMOCT), INSEE",
        licence: OPEN_LICENCE,
        licence_url: OPEN_LICENCE_URL,
        attribution: "INSEE, DGFiP – Licence Ouverte 2.0",
        url: None,
    },
    SeedSource {
        system: "naf",
        name: "Nomenclatures d'activités françaises, NAF rév. 2 et NAF 2025",
        publisher: "INSEE",
        licence: OPEN_LICENCE,
        licence_url: OPEN_LICENCE_URL,
        attribution: "INSEE – Licence Ouverte 2.0",
        url: None,
    },
    SeedSource {
        system: "categories_juridiques",
        name: "Catégories juridiques, niveau III",
        publisher: "INSEE",
        licence: OPEN_LICENCE,
        licence_url: OPEN_LICENCE_URL,
        attribution: "INSEE – Licence Ouverte 2.0",
        url: None,
    },
    SeedSource {
        system: "lau",
        name: "Local administrative units 2019 and their NUTS 3 regions",
        publisher: "Eurostat",
        licence: "CC BY 4.0",
        licence_url: Some("https://creativecommons.org/licenses/by/4.0/"),
        attribution: "Eurostat – CC BY 4.0",
        url: None,
    },
    SeedSource {
        system: "geonames",
        name: "Noms de lieux de la Grande Région en d'autres langues",
        publisher: "GeoNames",
        licence: "CC BY 4.0",
        licence_url: Some("https://creativecommons.org/licenses/by/4.0/"),
        attribution: "GeoNames – CC BY 4.0",
        url: Some("https://www.geonames.org/"),
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_source_has_a_licence_and_an_attribution() {
        let systems: BTreeSet<_> = SOURCES.iter().map(|source| source.system).collect();
        assert_eq!(systems.len(), SOURCES.len());
        for source in SOURCES {
            assert!(!source.name.is_empty() && !source.publisher.is_empty() && !source.licence.is_empty());
            assert!(source.attribution.contains(source.licence), "{}", source.system);
            assert!(source.licence_url.is_some());
        }
    }
}
