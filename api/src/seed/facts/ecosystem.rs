//! The figures of the ecosystem as they were announced, each with what it counts: no two of them are one series.
//! The jobs are the baseline of an objective and stand there.

use super::super::model::{Qualifier, SeedFigure, Text};
use super::documents::{ARTICLE_A, ARTICLE_B, CORRESPONDANCES};
use super::{inferred, year};

const LORRAINE: Text = Text { fr: "Lorraine", de: "Lothringen", en: "Lorraine" };
const NETWORK: Text = Text { fr: "Réseau LORnTECH", de: "LORnTECH-Netzwerk", en: "LORnTECH network" };

pub const DIGITAL_COMPANIES: SeedFigure = SeedFigure {
    slug: "digital-companies",
    label: Text { fr: "Entreprises du numérique", de: "Digitale Unternehmen", en: "Digital companies" },
    value: 2_000,
    qualifier: Qualifier::Exact,
    date: Some(inferred(year(2014))),
    perimeter: Text {
        fr: "Entreprises du numérique en Lorraine, start-ups comprises : un autre périmètre que celui des PME",
        de: "Digitale Unternehmen in Lothringen samt Start-ups: eine andere Abgrenzung als die der KMU",
        en: "Digital companies in Lorraine, start-ups included: another perimeter than that of SMEs",
    },
    source: ARTICLE_A,
};

pub const NETWORK_STARTUPS: SeedFigure = SeedFigure {
    slug: "network-startups",
    label: Text { fr: "Start-ups du réseau", de: "Start-ups im Netzwerk", en: "Start-ups in the network" },
    value: 40,
    qualifier: Qualifier::Exact,
    date: Some(inferred(year(2015))),
    perimeter: Text {
        fr: "Start-ups du réseau LORnTECH ; la source ne dit pas lesquelles sont accélérées",
        de: "Start-ups im LORnTECH-Netzwerk; die Quelle sagt nicht, welche beschleunigt werden",
        en: "Start-ups in the LORnTECH network; the source does not say which are accelerated",
    },
    source: ARTICLE_B,
};

pub const NETWORK_STARTUPS_LATER: SeedFigure = SeedFigure {
    slug: "network-startups-later",
    label: Text {
        fr: "Start-ups du réseau, plus tard",
        de: "Start-ups im Netzwerk, später",
        en: "Start-ups in the network, later",
    },
    value: 80,
    qualifier: Qualifier::About,
    date: None,
    perimeter: NETWORK_STARTUPS.perimeter,
    source: CORRESPONDANCES,
};

pub const RESEARCH_LABORATORIES: SeedFigure = SeedFigure {
    slug: "research-laboratories",
    label: Text {
        fr: "Laboratoires de recherche publics et privés",
        de: "Öffentliche und private Forschungslabore",
        en: "Public and private research laboratories",
    },
    value: 100,
    qualifier: Qualifier::About,
    date: Some(inferred(year(2014))),
    perimeter: LORRAINE,
    source: ARTICLE_A,
};

pub const DATA_STORAGE_FLOOR: SeedFigure = SeedFigure {
    slug: "data-storage-floor",
    label: Text {
        fr: "Surface nette de stockage de données (m²)",
        de: "Nettofläche für Datenspeicherung (m²)",
        en: "Net data-storage floor (m²)",
    },
    value: 40_000,
    qualifier: Qualifier::MoreThan,
    date: Some(inferred(year(2014))),
    perimeter: Text { fr: "Lorraine et Luxembourg", de: "Lothringen und Luxemburg", en: "Lorraine and Luxembourg" },
    source: ARTICLE_A,
};

pub const ACCELERATORS: SeedFigure = SeedFigure {
    slug: "accelerators",
    label: Text { fr: "Accélérateurs", de: "Acceleratoren", en: "Accelerators" },
    value: 4,
    qualifier: Qualifier::Exact,
    date: Some(inferred(year(2015))),
    perimeter: NETWORK,
    source: ARTICLE_B,
};

pub const INCUBATORS: SeedFigure = SeedFigure {
    slug: "incubators",
    label: Text { fr: "Incubateurs", de: "Inkubatoren", en: "Incubators" },
    value: 3,
    qualifier: Qualifier::Exact,
    date: Some(inferred(year(2015))),
    perimeter: NETWORK,
    source: ARTICLE_B,
};

pub const FABLABS: SeedFigure = SeedFigure {
    slug: "fablabs",
    label: Text { fr: "FabLabs", de: "FabLabs", en: "FabLabs" },
    value: 5,
    qualifier: Qualifier::Exact,
    date: Some(inferred(year(2015))),
    perimeter: NETWORK,
    source: ARTICLE_B,
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ALL: [SeedFigure; 8] = [
        DIGITAL_COMPANIES,
        RESEARCH_LABORATORIES,
        DATA_STORAGE_FLOOR,
        NETWORK_STARTUPS,
        ACCELERATORS,
        INCUBATORS,
        FABLABS,
        NETWORK_STARTUPS_LATER,
    ];

    #[test]
    fn an_undated_source_gives_no_date() {
        let undated: Vec<_> = ALL.iter().filter(|figure| figure.date.is_none()).map(|figure| figure.slug).collect();
        assert_eq!(undated, ["network-startups-later"]);
        assert!(ALL.iter().filter_map(|figure| figure.date).all(|date| date.inferred));
        let slugs: BTreeSet<_> = ALL.iter().map(|figure| figure.slug).collect();
        assert_eq!(slugs.len(), ALL.len());
    }
}
