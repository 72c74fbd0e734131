//! The two labels that the candidacies are for, with their calls and waves. Where no source states the criteria of a call,
//! there are none here.

use super::super::model::{
    FactSource, Qualifier, SeedCall, SeedCriterion, SeedDate, SeedProgramme, SeedTerritory, SeedWave, SeedWaveFact, Text,
};
use super::documents::{
    ARTICLE_A, ARTICLE_B, DIGITAL_MIF, EUROPE1, INRIA, JOURNAL_DES_ENTREPRISES, LABEL_PROCESS, RESEAU_HEALTHTECH, STRADE,
    TOUT_METZ, USINE_DIGITALE, saying,
};
use super::{day, inferred, month, spring};

pub const PROGRAMMES: [SeedProgramme; 2] = [
    SeedProgramme {
        slug: "metropole-french-tech",
        name: "Métropole French Tech",
        description: METROPOLES,
        ended: Some((month(2018, 10), &[RESEAU_HEALTHTECH, TOUT_METZ])),
        succeeded_by: Some("capitales-french-tech"),
        calls: &[SeedCall {
            slug: "appel-2014",
            name: Text { fr: "Appel de 2014", de: "Aufruf von 2014", en: "Call of 2014" },
            opened: Some(day(2014, 2, 1)),
            detail: Some(Text {
                fr: "Sans date limite ni nombre fixe de lauréats.",
                de: "Ohne Frist und ohne feste Zahl von Ausgezeichneten.",
                en: "Without deadline or fixed number of laureates.",
            }),
            criteria: &[],
            sources: &[LABEL_PROCESS],
        }],
        waves: &[FIRST_WAVE, SECOND_WAVE],
        sources: &[ARTICLE_A, LABEL_PROCESS],
    },
    SeedProgramme {
        slug: "capitales-french-tech",
        name: "Capitales French Tech",
        description: Text {
            fr: "Le label de l'État qui, avec les Communautés French Tech, remplace le label Métropole French Tech.",
            de: "Das staatliche Label, das zusammen mit den Communautés French Tech das Label Métropole French Tech ablöst.",
            en: "The State's label that, with the Communautés French Tech, replaces the label Métropole French Tech.",
        },
        ended: None,
        succeeded_by: None,
        calls: &[SeedCall {
            slug: "appel-2019",
            name: Text { fr: "Appel de 2019", de: "Aufruf von 2019", en: "Call of 2019" },
            opened: None,
            detail: None,
            criteria: &CAPITALES,
            sources: &[RESEAU_HEALTHTECH, USINE_DIGITALE, JOURNAL_DES_ENTREPRISES],
        }],
        waves: &[SeedWave {
            slug: "capitales-french-tech-2019",
            name: Text { fr: "Capitales de 2019", de: "Hauptstädte von 2019", en: "Capitals of 2019" },
            facts: &[
                SeedWaveFact::Date(day(2019, 4, 3), TOUT_METZ),
                SeedWaveFact::Laureates(13, Qualifier::Exact, Some(day(2019, 4, 3)), TOUT_METZ),
                retained("French Tech East", day(2019, 4, 3), TOUT_METZ),
                retained("French Tech East", day(2019, 4, 3), STRADE),
            ],
        }],
        sources: &[RESEAU_HEALTHTECH, TOUT_METZ],
    },
];

pub const METROPOLES: Text = Text {
    fr: "Un label de l'État pour les écosystèmes numériques métropolitains les plus dynamiques. Annoncé avec 200 M€ pour la croissance des entreprises du numérique et 15 M€ pour l'attractivité internationale.",
    de: "Ein Label des französischen Staates für die dynamischsten digitalen Ökosysteme der Metropolen. Angekündigt mit 200 Mio. € für das Wachstum digitaler Unternehmen und 15 Mio. € für die internationale Anziehungskraft.",
    en: "A French government label for the most dynamic digital metropolitan ecosystems. Announced with €200 million to grow digital companies and €15 million for international attractiveness.",
};

const CAPITALES: [SeedCriterion; 3] = [
    SeedCriterion {
        code: "pass-french-tech",
        title: Text {
            fr: "Au moins 5 entreprises au Pass French Tech",
            de: "Mindestens 5 Unternehmen mit dem Pass French Tech",
            en: "At least 5 companies with the Pass French Tech",
        },
        minimum: Some(5),
        unit: Some(Text {
            fr: "entreprises au Pass French Tech",
            de: "Unternehmen mit dem Pass French Tech",
            en: "companies with the Pass French Tech",
        }),
    },
    SeedCriterion {
        code: "soutien-public",
        title: Text {
            fr: "Le soutien public de 50 personnes de 50 start-ups",
            de: "Öffentliche Unterstützung von 50 Personen aus 50 Start-ups",
            en: "Public support of 50 people from 50 start-ups",
        },
        minimum: Some(50),
        unit: Some(Text { fr: "personnes, de 50 start-ups", de: "Personen aus 50 Start-ups", en: "people, from 50 start-ups" }),
    },
    SeedCriterion {
        code: "gouvernance",
        title: Text {
            fr: "Une gouvernance par des entrepreneurs",
            de: "Leitung durch Unternehmer",
            en: "Governance by entrepreneurs",
        },
        minimum: None,
        unit: None,
    },
];

/// In which sources disagree on how many applied.
const FIRST_WAVE: SeedWave = SeedWave {
    slug: "metropole-french-tech-vague-1",
    name: Text { fr: "Première vague", de: "Erste Welle", en: "First wave" },
    facts: &[
        SeedWaveFact::Date(day(2014, 11, 12), EUROPE1),
        SeedWaveFact::Date(inferred(month(2014, 11)), saying(ARTICLE_A, "Mi-novembre ; l'année est déduite.")),
        SeedWaveFact::Candidates(
            20,
            Qualifier::About,
            Some(inferred(month(2014, 11))),
            saying(ARTICLE_A, "Près de vingt territoires candidats."),
        ),
        SeedWaveFact::Candidates(16, Qualifier::Exact, Some(day(2014, 6, 21)), DIGITAL_MIF),
        SeedWaveFact::Candidates(15, Qualifier::Exact, Some(day(2014, 11, 12)), EUROPE1),
        retained("Lille", day(2014, 11, 12), EUROPE1),
        retained("Lyon", day(2014, 11, 12), EUROPE1),
        retained("Grenoble", day(2014, 11, 12), EUROPE1),
        retained("Aix-Marseille", day(2014, 11, 12), EUROPE1),
        retained("Montpellier", day(2014, 11, 12), EUROPE1),
        retained("Toulouse", day(2014, 11, 12), EUROPE1),
        retained("Bordeaux", day(2014, 11, 12), EUROPE1),
        retained("Nantes", day(2014, 11, 12), EUROPE1),
        retained("Rennes", day(2014, 11, 12), EUROPE1),
        outcome("Nancy-Metz", "not_retained", day(2014, 11, 12), EUROPE1),
        outcome("Nancy-Metz", "not_retained", day(2014, 11, 12), RESEAU_HEALTHTECH),
    ],
};

const SECOND_WAVE: SeedWave = SeedWave {
    slug: "metropole-french-tech-vague-2",
    name: Text { fr: "Deuxième vague", de: "Zweite Welle", en: "Second wave" },
    facts: &[
        SeedWaveFact::Date(day(2015, 6, 24), STRADE),
        SeedWaveFact::Date(day(2015, 6, 25), INRIA),
        SeedWaveFact::Candidates(14, Qualifier::Exact, Some(day(2015, 6, 24)), STRADE),
        SeedWaveFact::Laureates(8, Qualifier::Exact, Some(day(2015, 6, 24)), STRADE),
        outcome("LORnTECH", "candidate", inferred(spring(2015)), ARTICLE_B),
        outcome("Avignon", "candidate", inferred(spring(2015)), ARTICLE_B),
        outcome("Côte d'Azur", "candidate", inferred(spring(2015)), ARTICLE_B),
        retained("Brest Tech +", day(2015, 6, 24), STRADE),
        retained("Normandy", day(2015, 6, 24), STRADE),
        retained("LORnTECH", day(2015, 6, 24), STRADE),
        retained("LORnTECH", day(2015, 6, 25), INRIA),
        retained("Côte d'Azur", day(2015, 6, 24), STRADE),
        themed("Alsace", "MedTech"),
        themed("Avignon", "CultureTech"),
        themed("Saint-Étienne", "DesignTech"),
        themed("Angers", "IoT"),
    ],
};

const fn outcome(name: &'static str, outcome: &'static str, date: SeedDate, source: FactSource) -> SeedWaveFact {
    SeedWaveFact::Territory(SeedTerritory { name, outcome, theme: None, date, source })
}

const fn retained(name: &'static str, date: SeedDate, source: FactSource) -> SeedWaveFact {
    outcome(name, "retained", date, source)
}

/// Labelled for one field, in the second wave.
const fn themed(name: &'static str, theme: &'static str) -> SeedWaveFact {
    let date = day(2015, 6, 24);
    SeedWaveFact::Territory(SeedTerritory { name, outcome: "retained", theme: Some(theme), date, source: STRADE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_in_which_the_candidates_were_counted_is_kept() {
        let counted = |facts: &[SeedWaveFact]| -> Vec<i64> {
            let count = |fact: &SeedWaveFact| if let SeedWaveFact::Candidates(count, ..) = fact { Some(*count) } else { None };
            facts.iter().filter_map(count).collect()
        };
        assert_eq!(counted(FIRST_WAVE.facts), [20, 16, 15]);
        assert_eq!(counted(SECOND_WAVE.facts), [14]);
        let retained = |fact: &&SeedWaveFact| matches!(fact, SeedWaveFact::Territory(of) if of.outcome == "retained");
        assert_eq!(FIRST_WAVE.facts.iter().filter(retained).count(), 9);
        // LORnTECH by two sources.
        assert_eq!(SECOND_WAVE.facts.iter().filter(retained).count(), 9);
    }
}
