//! The candidacy for the label Métropole French Tech and what came of it. Where sources differ, all are kept.

use super::super::model::{FactSource, Precision, SeedCandidacy, SeedDate, SeedMilestone, SeedState, Text};
use super::documents::{
    ALLIANCY, ARTICLE_A, ARTICLE_B, DIGITAL_MIF, EUROPE1, INRIA, JOURNAL_DES_ENTREPRISES, LABEL_PROCESS, RESEAU_HEALTHTECH,
    STRADE, TECHTIC, TOUT_METZ, USINE_DIGITALE, saying,
};
use super::{date, day, inferred, month};

pub const CANDIDACY: SeedCandidacy = SeedCandidacy {
    slug: "metropole-french-tech",
    name: Text {
        fr: "Candidature LORnTECH au label Métropole French Tech",
        de: "Bewerbung von LORnTECH um das Label Métropole French Tech",
        en: "LORnTECH’s candidacy for the label Métropole French Tech",
    },
    programme: "metropole-french-tech",
    call: "appel-2014",
    territory: "Sillon Lorrain",
    lead: Text {
        fr: "Un binôme pilote pour le Sillon Lorrain",
        de: "Ein Leitungsduo für den Sillon Lorrain",
        en: "A pilot duo for the Sillon Lorrain",
    },
    members: &["Épinal", "Nancy", "Metz", "Thionville"],
    states: &STATES,
    summary: Text {
        fr: "Le Sillon Lorrain porte le dossier d'Épinal, Nancy, Metz et Thionville ; sa portée transfrontalière le distingue. Labellisé dans la deuxième vague en juin 2015, il est remplacé en 2019 par French Tech East, avec l'Alsace. « Label ou non, la région avance » : la plateforme sert les entrepreneurs quelle que soit l'issue.",
        de: "Der Sillon Lorrain trägt die Bewerbung von Épinal, Nancy, Metz und Thionville; ihre grenzüberschreitende Reichweite zeichnet sie aus. In der zweiten Welle im Juni 2015 ausgezeichnet, 2019 durch French Tech East mit dem Elsass abgelöst. „Label oder nicht, die Region geht voran“: Die Plattform ist für Unternehmerinnen und Unternehmer da, wie es auch ausgeht.",
        en: "The Sillon Lorrain carries the file of Épinal, Nancy, Metz and Thionville; its cross-border reach sets it apart. Labelled in the second wave in June 2015, it is followed in 2019 by French Tech East, with Alsace. “Label or not, the region goes ahead”: the platform serves entrepreneurs whatever the outcome.",
    },
    milestones: &MILESTONES,
    sources: &[ARTICLE_A, ARTICLE_B, ALLIANCY, STRADE, TECHTIC, TOUT_METZ, RESEAU_HEALTHTECH],
};

/// What came after it.
pub const FRENCH_TECH_EAST: SeedCandidacy = SeedCandidacy {
    slug: "french-tech-east",
    name: Text {
        fr: "Candidature French Tech East au label Capitale French Tech",
        de: "Bewerbung von French Tech East um das Label Capitale French Tech",
        en: "French Tech East’s candidacy for the label Capitale French Tech",
    },
    programme: "capitales-french-tech",
    call: "appel-2019",
    territory: "Lorraine et Alsace",
    lead: Text {
        fr: "La Lorraine et l'Alsace ensemble",
        de: "Lothringen und das Elsass gemeinsam",
        en: "Lorraine and Alsace together",
    },
    members: &["Lorraine", "Alsace"],
    states: &EAST_STATES,
    summary: Text {
        fr: "Ni la Lorraine ni l'Alsace ne compte à elle seule cinq entreprises au Pass French Tech : trois et trois, six ensemble. French Tech East figure en avril 2019 parmi les treize Capitales French Tech ; son Totem est Bliiida, à Metz.",
        de: "Weder Lothringen noch das Elsass zählt allein fünf Unternehmen mit dem Pass French Tech: drei und drei, zusammen sechs. French Tech East gehört im April 2019 zu den dreizehn Capitales French Tech; sein Totem ist Bliiida in Metz.",
        en: "Neither Lorraine nor Alsace has five companies with the Pass French Tech by itself: three and three, six together. In April 2019 French Tech East is among the thirteen Capitales French Tech; its Totem is Bliiida, Metz.",
    },
    milestones: &[EAST_DEPOSIT, EAST_DECISION],
    sources: &[RESEAU_HEALTHTECH, USINE_DIGITALE, JOURNAL_DES_ENTREPRISES, TOUT_METZ, STRADE],
};

/// A step that the process has, and that no source dates.
const fn undated(state: &'static str, occurred: SeedDate, sources: &'static [FactSource]) -> SeedState {
    SeedState { state, occurred: inferred(occurred), sources, reason: None }
}

const PROCESS: [FactSource; 1] = [saying(LABEL_PROCESS, "Une étape de la procédure ; aucune source ne la date.")];

/// The states are the platform's own terms for what the sources tell.
const STATES: [SeedState; 8] = [
    SeedState {
        state: "submitted",
        occurred: month(2014, 11),
        sources: &[
            saying(ALLIANCY, "Dossier déposé en novembre 2014."),
            saying(TECHTIC, "Dossier déposé au début de l'année 2015."),
        ],
        reason: None,
    },
    undated("completeness_check", month(2014, 11), &PROCESS),
    undated("co_construction", month(2014, 11), &PROCESS),
    undated("under_evaluation", month(2014, 11), &PROCESS),
    SeedState {
        state: "co_construction",
        occurred: day(2014, 11, 12),
        sources: &[EUROPE1, RESEAU_HEALTHTECH, saying(ARTICLE_A, "La Lorraine n'en était qu'au début du processus.")],
        reason: Some("not_retained"),
    },
    SeedState {
        state: "under_evaluation",
        occurred: day(2015, 2, 11),
        sources: &[saying(ALLIANCY, "Audition au ministère, à Bercy."), TOUT_METZ],
        reason: None,
    },
    SeedState {
        state: "labelled_provisional",
        occurred: day(2015, 6, 24),
        sources: &[saying(STRADE, "Le 24 juin 2015."), saying(INRIA, "Le 25 juin 2015.")],
        reason: None,
    },
    SeedState {
        state: "superseded",
        occurred: inferred(day(2019, 4, 3)),
        sources: &[saying(TOUT_METZ, "French Tech East figure parmi les treize Capitales French Tech.")],
        reason: Some("merged"),
    },
];

const EAST_PROCESS: [FactSource; 1] = [saying(RESEAU_HEALTHTECH, "Une étape de la procédure ; aucune source ne la date.")];

const EAST_STATES: [SeedState; 5] = [
    SeedState {
        state: "submitted",
        occurred: day(2019, 2, 11),
        sources: &[RESEAU_HEALTHTECH, USINE_DIGITALE, JOURNAL_DES_ENTREPRISES],
        reason: None,
    },
    undated("completeness_check", day(2019, 2, 11), &EAST_PROCESS),
    undated("co_construction", day(2019, 2, 11), &EAST_PROCESS),
    undated("under_evaluation", day(2019, 3, 1), &EAST_PROCESS),
    SeedState { state: "labelled_provisional", occurred: day(2019, 4, 3), sources: &[TOUT_METZ, STRADE], reason: None },
];

/// In order; titles and details say what the sources agree on.
const MILESTONES: [SeedMilestone; 11] = [
    SeedMilestone {
        title: Text {
            fr: "L'appel à candidatures s'ouvre",
            de: "Der Aufruf zur Bewerbung beginnt",
            en: "The call for candidates opens",
        },
        detail: Some(Text {
            fr: "Sans date limite ni nombre fixe de lauréats.",
            de: "Ohne Frist und ohne feste Zahl von Ausgezeichneten.",
            en: "Without deadline or fixed number of laureates.",
        }),
        ..on(1, "announcement", (2014, 2, 1), &[LABEL_PROCESS])
    },
    SeedMilestone {
        title: Text {
            fr: "Le dossier lorrain est officialisé",
            de: "Die lothringische Bewerbung wird offiziell",
            en: "Lorraine's file is made official",
        },
        detail: Some(Text {
            fr: "Devant des chefs d'entreprise et des élus, porté par un binôme pilote pour le Sillon Lorrain. Le nombre de territoires candidats varie selon les sources.",
            de: "Vor Unternehmern und gewählten Vertretern, geführt von einem Leitungsduo für den Sillon Lorrain. Die Zahl der Bewerber ist je nach Quelle verschieden.",
            en: "Before business leaders and elected officials, led by a pilot duo for the Sillon Lorrain. The number of candidate territories differs by source.",
        }),
        ..on(
            2,
            "announcement",
            (2014, 10, 13),
            &[
                saying(ARTICLE_A, "Près de vingt territoires candidats."),
                saying(DIGITAL_MIF, "16 candidats (21 juin 2014)."),
                saying(EUROPE1, "15 candidats (12 novembre 2014)."),
            ],
        )
    },
    SeedMilestone {
        title: Text { fr: "Le dossier est déposé", de: "Die Bewerbung wird eingereicht", en: "The file is deposited" },
        precision: Precision::Month,
        date_words: Some(Text {
            fr: "novembre 2014 ou début 2015, selon la source",
            de: "November 2014 oder Anfang 2015, je nach Quelle",
            en: "November 2014 or the beginning of 2015, depending on the source",
        }),
        ..on(
            3,
            "deposit",
            (2014, 11, 1),
            &[saying(ALLIANCY, "Dossier déposé en novembre 2014."), saying(TECHTIC, "Dossier déposé au début de l'année 2015.")],
        )
    },
    SeedMilestone {
        title: Text {
            fr: "Première vague de labels, sans la Lorraine",
            de: "Erste Welle der Labels, ohne Lothringen",
            en: "First wave of labels, without Lorraine",
        },
        detail: Some(Text {
            fr: "Lille, Lyon, Grenoble, Aix-Marseille, Montpellier, Toulouse, Bordeaux, Nantes et Rennes ; Nancy-Metz pas encore.",
            de: "Lille, Lyon, Grenoble, Aix-Marseille, Montpellier, Toulouse, Bordeaux, Nantes und Rennes; Nancy-Metz noch nicht.",
            en: "Lille, Lyon, Grenoble, Aix-Marseille, Montpellier, Toulouse, Bordeaux, Nantes and Rennes; Nancy-Metz not yet.",
        }),
        ..on(
            4,
            "decision",
            (2014, 11, 12),
            &[
                saying(EUROPE1, "15 candidats."),
                RESEAU_HEALTHTECH,
                saying(ARTICLE_A, "Mi-novembre 2014 ; la Lorraine n'en était qu'au début du processus."),
            ],
        )
    },
    SeedMilestone {
        title: Text {
            fr: "Audition au ministère, à Bercy",
            de: "Anhörung im Ministerium in Bercy",
            en: "Hearing at the ministry in Bercy",
        },
        detail: Some(Text {
            fr: "À Paris, avec huit élus et entrepreneurs.",
            de: "In Paris, mit acht gewählten Vertretern und Unternehmern.",
            en: "In Paris, with eight elected officials and entrepreneurs.",
        }),
        ..on(5, "hearing", (2015, 2, 11), &[ALLIANCY, TOUT_METZ])
    },
    SeedMilestone {
        title: Text {
            fr: "La deuxième vague est annoncée, avec le dossier lorrain",
            de: "Die zweite Welle wird angekündigt, mit der lothringischen Bewerbung",
            en: "The second wave is announced, with Lorraine's file in it",
        },
        detail: Some(Text {
            fr: "À côté d'Avignon et de la Côte d'Azur ; le label est attendu avant l'été 2015.",
            de: "Neben Avignon und der Côte d'Azur; das Label wird vor dem Sommer 2015 erwartet.",
            en: "Beside Avignon and Côte d'Azur; the label is expected before summer 2015.",
        }),
        precision: Precision::Season,
        date_words: Some(Text {
            fr: "printemps 2015 (année déduite)",
            de: "Frühjahr 2015 (Jahr erschlossen)",
            en: "spring 2015 (year inferred)",
        }),
        date_inferred: true,
        ..on(6, "announcement", (2015, 3, 1), &[saying(ARTICLE_B, "Label attendu avant l'été 2015.")])
    },
    SeedMilestone {
        title: Text {
            fr: "Une cinquantaine d'acteurs auditionnés en Lorraine",
            de: "Rund fünfzig Akteure werden in Lothringen angehört",
            en: "About fifty actors auditioned in Lorraine",
        },
        detail: Some(Text {
            fr: "En trois groupes : entrepreneurs ; accélérateurs et investisseurs ; infrastructures. Par la mission French Tech avec la Caisse des Dépôts, Bpifrance et la DGE.",
            de: "In drei Gruppen: Unternehmer; Acceleratoren und Investoren; Infrastruktur. Durch die French-Tech-Mission mit Caisse des Dépôts, Bpifrance und DGE.",
            en: "In three groups: entrepreneurs; accelerators and investors; infrastructure. By the French Tech mission with Caisse des Dépôts, Bpifrance and DGE.",
        }),
        ..on(7, "site_visit", (2015, 4, 17), &[TECHTIC, STRADE])
    },
    SeedMilestone {
        title: Text {
            fr: "LORnTECH est labellisé, dans la deuxième vague",
            de: "LORnTECH erhält das Label, in der zweiten Welle",
            en: "LORnTECH is labelled, in the second wave",
        },
        detail: Some(Text {
            fr: "14 candidats, 8 retenus : Métropoles Brest Tech +, Normandy, LORnTECH, Côte d'Azur ; thématiques Alsace (MedTech), Avignon (CultureTech), Saint-Étienne (DesignTech), Angers (IoT).",
            de: "14 Bewerber, 8 ausgewählt: Métropoles Brest Tech +, Normandy, LORnTECH, Côte d'Azur; thematisch Elsass (MedTech), Avignon (CultureTech), Saint-Étienne (DesignTech), Angers (IoT).",
            en: "14 candidates, 8 retained: Métropoles Brest Tech +, Normandy, LORnTECH, Côte d'Azur; thematic Alsace (MedTech), Avignon (CultureTech), Saint-Étienne (DesignTech), Angers (IoT).",
        }),
        date_words: Some(Text {
            fr: "24 ou 25 juin 2015, selon la source",
            de: "24. oder 25. Juni 2015, je nach Quelle",
            en: "24 or 25 June 2015, depending on the source",
        }),
        ..on(8, "decision", (2015, 6, 24), &[saying(STRADE, "Le 24 juin 2015."), saying(INRIA, "Le 25 juin 2015.")])
    },
    SeedMilestone {
        title: Text {
            fr: "L'État annonce la fin de ce label",
            de: "Der Staat kündigt das Ende dieses Labels an",
            en: "The State announces the end of this label",
        },
        detail: Some(Text {
            fr: "Les Communautés et les Capitales French Tech le remplacent.",
            de: "Die Communautés und Capitales French Tech treten an seine Stelle.",
            en: "Communautés and Capitales French Tech replace it.",
        }),
        precision: Precision::Month,
        ..on(9, "announcement", (2018, 10, 1), &[RESEAU_HEALTHTECH, TOUT_METZ])
    },
    MERGER,
    CAPITALE,
];

const MERGER: SeedMilestone = SeedMilestone {
    title: Text {
        fr: "Dossier commun French Tech East, avec l'Alsace",
        de: "Gemeinsame Bewerbung French Tech East mit dem Elsass",
        en: "Joint file French Tech East, with Alsace",
    },
    detail: Some(Text {
        fr: "Nouveaux critères : au moins 5 entreprises au Pass French Tech (Lorraine 3, Alsace 3, ensemble 6), le soutien public de 50 personnes de 50 start-ups, une gouvernance par des entrepreneurs.",
        de: "Neue Kriterien: mindestens 5 Unternehmen mit dem Pass French Tech (Lothringen 3, Elsass 3, zusammen 6), öffentliche Unterstützung von 50 Personen aus 50 Start-ups, Leitung durch Unternehmer.",
        en: "New criteria: at least 5 companies with the Pass French Tech (Lorraine 3, Alsace 3, together 6), public support of 50 people from 50 start-ups, governance by entrepreneurs.",
    }),
    date_words: Some(Text {
        fr: "entre le 11 février et le 1er mars 2019, selon les sources",
        de: "zwischen 11. Februar und 1. März 2019, je nach Quelle",
        en: "between 11 February and 1 March 2019, depending on the source",
    }),
    ..on(10, "merger", (2019, 2, 11), &[RESEAU_HEALTHTECH, USINE_DIGITALE, JOURNAL_DES_ENTREPRISES])
};

const CAPITALE: SeedMilestone = SeedMilestone {
    title: Text {
        fr: "French Tech East parmi 13 Capitales French Tech",
        de: "French Tech East unter 13 Capitales French Tech",
        en: "French Tech East among 13 Capitales French Tech",
    },
    detail: Some(Text {
        fr: "Totem : Bliiida (anciennement TCRM-Blida), à Metz.",
        de: "Totem: Bliiida (früher TCRM-Blida) in Metz.",
        en: "Totem: Bliiida (the former TCRM-Blida), Metz.",
    }),
    ..on(11, "decision", (2019, 4, 3), &[TOUT_METZ, STRADE])
};

/// The same two as the joint candidacy has them.
const EAST_DEPOSIT: SeedMilestone = SeedMilestone { position: 1, kind: "deposit", ..MERGER };
const EAST_DECISION: SeedMilestone = SeedMilestone { position: 2, ..CAPITALE };

/// A milestone that happened on that day; what is less certain is overridden where it is used.
const fn on(
    position: i32,
    kind: &'static str,
    (year, month, day): (i32, u32, u32),
    sources: &'static [FactSource],
) -> SeedMilestone {
    SeedMilestone {
        position,
        kind,
        title: Text { fr: "", de: "", en: "" },
        detail: None,
        planned_on: None,
        occurred_on: Some(date(year, month, day)),
        precision: Precision::Day,
        date_words: None,
        date_inferred: false,
        sources,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::candidacies::model::Stage;

    const TYPES: [&str; 13] = [
        "announcement",
        "deposit",
        "completeness_check",
        "contact_named",
        "site_visit",
        "hearing",
        "committee_opinion",
        "decision",
        "commitment_published",
        "one_year_review",
        "confirmation",
        "renewal",
        "merger",
    ];

    #[test]
    fn milestones_are_dated_sourced_and_in_order() {
        let milestones = CANDIDACY.milestones;
        assert_eq!(milestones.len(), 11);
        for (milestone, position) in milestones.iter().zip(1..) {
            assert_eq!(milestone.position, position);
            assert!(TYPES.contains(&milestone.kind), "{}", milestone.kind);
            assert!(!milestone.sources.is_empty());
            let Text { fr, de, en } = milestone.title;
            assert!(!fr.is_empty() && !de.is_empty() && !en.is_empty());
        }
        assert!(milestones.is_sorted_by_key(|milestone| milestone.occurred_on));
    }

    fn milestone(title: &str) -> SeedMilestone {
        CANDIDACY.milestones.iter().copied().find(|milestone| milestone.title.en.contains(title)).unwrap()
    }

    #[test]
    fn sources_that_differ_are_all_kept() {
        let publishers = |title: &str| milestone(title).sources.iter().map(|source| source.publisher).collect::<Vec<_>>();
        assert_eq!(publishers("is labelled"), ["lestrademensuel.fr", "inria.fr"]);
        assert_eq!(publishers("is deposited"), ["alliancy.fr", "techtic-co.eu"]);
        let candidates = milestone("made official").sources;
        assert_eq!(candidates.iter().filter(|source| source.says.is_some()).count(), 3);
    }

    #[test]
    fn uncertain_dates_say_so() {
        let spring = milestone("second wave is announced");
        assert_eq!((spring.precision, spring.date_inferred), (Precision::Season, true));
        assert_eq!(milestone("is deposited").precision, Precision::Month);
        assert_eq!(milestone("end of this label").precision, Precision::Month);
        assert!(milestone("is labelled").date_words.is_some());
    }

    #[test]
    fn the_label_was_superseded() {
        let states: Vec<_> = CANDIDACY.states.iter().map(|state| state.state).collect();
        assert_eq!(states.last(), Some(&"superseded"));
        for candidacy in [CANDIDACY, FRENCH_TECH_EAST] {
            let mut at = Stage::Draft;
            for state in candidacy.states {
                at = at.apply(Stage::from_name(state.state)).expect("the machine allows it");
                assert!(!state.sources.is_empty() && (state.reason.is_some() || !at.needs_reason()), "{}", state.state);
            }
        }
    }
}
