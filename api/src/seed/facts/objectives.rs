//! The four objectives in their stated words. A baseline is stated for jobs only; the others have none, and the
//! figures in `context` do not stand in for it.

use super::super::model::{SeedAnnouncement, SeedBaseline, SeedComparison, SeedObjective, SeedTarget, TargetType, Text};
use super::documents::{ARTICLE_A, ARTICLE_B};
use super::ecosystem::{
    ACCELERATORS, DATA_STORAGE_FLOOR, DIGITAL_COMPANIES, FABLABS, INCUBATORS, NETWORK_STARTUPS, NETWORK_STARTUPS_LATER,
    RESEARCH_LABORATORIES,
};
use super::{inferred, month, year};

const fn announced(words: Text) -> SeedAnnouncement {
    SeedAnnouncement { words, announced: inferred(month(2014, 11)), source: ARTICLE_A }
}

const fn target(kind: TargetType, value: i64, horizon_years: i32, words: Text) -> SeedTarget {
    SeedTarget { kind, value, at_least: false, horizon_years, words, source: ARTICLE_A }
}

const fn more_than(value: i64, horizon_years: i32, words: Text) -> SeedTarget {
    SeedTarget { kind: TargetType::Percent, value, at_least: true, horizon_years, words, source: ARTICLE_B }
}

pub const OBJECTIVES: [SeedObjective; 4] = [
    SeedObjective {
        position: 1,
        slug: "emplois-numeriques",
        name: Text { fr: "Emplois du numérique", de: "Digitale Arbeitsplätze", en: "Digital jobs" },
        unit: Text { fr: "emplois", de: "Arbeitsplätze", en: "jobs" },
        announcement: announced(Text {
            fr: "Doubler les emplois du numérique, pour atteindre 20 000, en 10 ans",
            de: "Die digitalen Arbeitsplätze in 10 Jahren verdoppeln, auf 20.000",
            en: "Double the digital jobs, to 20,000, in 10 years",
        }),
        baseline: Some(SeedBaseline {
            value: 10_000,
            unit: "jobs",
            date: inferred(year(2014)),
            words: Text {
                fr: "10 000 emplois du numérique en Lorraine",
                de: "10.000 digitale Arbeitsplätze in Lothringen",
                en: "10,000 digital jobs in Lorraine",
            },
            source: ARTICLE_A,
        }),
        targets: &[
            target(TargetType::Multiplier, 2, 10, Text { fr: "doublés", de: "verdoppelt", en: "doubled" }),
            target(TargetType::Absolute, 20_000, 10, Text { fr: "à 20 000", de: "auf 20.000", en: "to 20,000" }),
            more_than(
                100,
                10,
                Text {
                    fr: "plus de +100 % d'emplois en 10 ans",
                    de: "mehr als +100 % Arbeitsplätze in 10 Jahren",
                    en: "more than +100 % of jobs within 10 years",
                },
            ),
        ],
        horizon_years: 10,
        context: &[RESEARCH_LABORATORIES, DATA_STORAGE_FLOOR],
        perimeter: Text {
            fr: "Emplois du numérique en Lorraine ; l’annonce ne les définit pas autrement",
            de: "Digitale Arbeitsplätze in Lothringen; die Ankündigung bestimmt sie nicht näher",
            en: "Digital jobs in Lorraine; the announcement does not define them further",
        },
        compared_with: None,
    },
    SeedObjective {
        position: 2,
        slug: "pme-numeriques",
        name: Text { fr: "PME du numérique", de: "Digitale KMU", en: "Digital SMEs" },
        unit: Text { fr: "PME", de: "KMU", en: "SMEs" },
        announcement: announced(Text {
            fr: "+50 % de PME du numérique, pour atteindre 4 000, en 6 ans",
            de: "+50 % digitale KMU in 6 Jahren, auf 4.000",
            en: "+50 % of digital SMEs, to 4,000, in 6 years",
        }),
        baseline: None,
        targets: &[
            target(TargetType::Percent, 50, 6, Text { fr: "+50 %", de: "+50 %", en: "+50 %" }),
            target(TargetType::Absolute, 4_000, 6, Text { fr: "à 4 000", de: "auf 4.000", en: "to 4,000" }),
            more_than(
                50,
                6,
                Text {
                    fr: "plus de +50 % de PME en 6 ans",
                    de: "mehr als +50 % KMU in 6 Jahren",
                    en: "more than +50 % of SMEs in 6 years",
                },
            ),
        ],
        horizon_years: 6,
        context: &[DIGITAL_COMPANIES],
        perimeter: Text {
            fr: "PME du numérique en Lorraine ; l’annonce ne les définit pas autrement",
            de: "Digitale KMU in Lothringen; die Ankündigung bestimmt sie nicht näher",
            en: "Digital SMEs in Lorraine; the announcement does not define them further",
        },
        compared_with: Some(SeedComparison {
            slug: "entreprises-numeriques",
            unit: Text { fr: "entreprises", de: "Unternehmen", en: "companies" },
            figure: DIGITAL_COMPANIES,
        }),
    },
    SeedObjective {
        position: 3,
        slug: "startups-accelerees",
        name: Text {
            fr: "Start-ups accélérées par LORnTECH",
            de: "Von LORnTECH beschleunigte Start-ups",
            en: "Start-ups accelerated by LORnTECH",
        },
        unit: Text { fr: "start-ups", de: "Start-ups", en: "start-ups" },
        announcement: announced(Text {
            fr: "Doubler le nombre de start-ups accélérées par LORnTECH, en 3 ans",
            de: "Die Zahl der von LORnTECH beschleunigten Start-ups in 3 Jahren verdoppeln",
            en: "Double the start-ups accelerated by LORnTECH, in 3 years",
        }),
        baseline: None,
        targets: &[target(TargetType::Multiplier, 2, 3, Text { fr: "doublées", de: "verdoppelt", en: "doubled" })],
        horizon_years: 3,
        context: &[NETWORK_STARTUPS, NETWORK_STARTUPS_LATER, ACCELERATORS, INCUBATORS, FABLABS],
        perimeter: Text {
            fr: "Start-ups accélérées par LORnTECH ; l’annonce ne dit ni lesquelles ni combien",
            de: "Von LORnTECH beschleunigte Start-ups; die Ankündigung sagt weder welche noch wie viele",
            en: "Start-ups accelerated by LORnTECH; the announcement says neither which nor how many",
        },
        compared_with: None,
    },
    SeedObjective {
        position: 4,
        slug: "entreprises-internationales",
        name: Text {
            fr: "Entreprises à dimension internationale",
            de: "Unternehmen mit internationaler Ausrichtung",
            en: "Companies with an international dimension",
        },
        unit: Text { fr: "entreprises", de: "Unternehmen", en: "companies" },
        announcement: announced(Text {
            fr: "+20 % d'entreprises à dimension internationale, en 3 ans",
            de: "+20 % Unternehmen mit internationaler Ausrichtung in 3 Jahren",
            en: "+20 % of companies with an international dimension, in 3 years",
        }),
        baseline: None,
        targets: &[target(TargetType::Percent, 20, 3, Text { fr: "+20 %", de: "+20 %", en: "+20 %" })],
        horizon_years: 3,
        context: &[],
        perimeter: Text {
            fr: "Entreprises à dimension internationale ; l’annonce ne les définit pas autrement",
            de: "Unternehmen mit internationaler Ausrichtung; die Ankündigung bestimmt sie nicht näher",
            en: "Companies with an international dimension; the announcement does not define them further",
        },
        compared_with: None,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_is_stated_for_jobs_only() {
        let with_baseline: Vec<_> =
            OBJECTIVES.iter().filter_map(|objective| Some((objective.slug, objective.baseline?.value))).collect();
        assert_eq!(with_baseline, [("emplois-numeriques", 10_000)]);
    }

    #[test]
    fn targets_are_as_stated() {
        let targets = |slug: &str| {
            let objective = OBJECTIVES.iter().find(|objective| objective.slug == slug).unwrap();
            let as_tuple = |target: &SeedTarget| (target.kind.as_str(), target.value, target.at_least, target.horizon_years);
            objective.targets.iter().map(as_tuple).collect::<Vec<_>>()
        };
        assert_eq!(
            targets("emplois-numeriques"),
            [("multiplier", 2, false, 10), ("absolute", 20_000, false, 10), ("percent", 100, true, 10)]
        );
        assert_eq!(
            targets("pme-numeriques"),
            [("percent", 50, false, 6), ("absolute", 4_000, false, 6), ("percent", 50, true, 6)]
        );
        assert_eq!(targets("startups-accelerees"), [("multiplier", 2, false, 3)]);
        assert_eq!(targets("entreprises-internationales"), [("percent", 20, false, 3)]);
    }

    #[test]
    fn article_b_gives_no_absolute_figure() {
        for target in OBJECTIVES.iter().flat_map(|objective| objective.targets) {
            assert_eq!(target.at_least, target.source == ARTICLE_B);
            assert!(target.source != ARTICLE_B || target.kind == TargetType::Percent);
        }
    }

    #[test]
    fn the_companies_stand_beside_the_smes_and_not_for_them() {
        let smes = &OBJECTIVES[1];
        assert!(smes.baseline.is_none());
        assert_eq!(smes.context[0].value, 2_000);
        assert!(smes.context[0].perimeter.fr.contains("autre périmètre"));
    }
}
