//! What the platform asks by default for each family of services. None has to be answered, and no site has promised
//! anything by them: its managers change them.

use super::super::model::{SeedAsks, SeedQuestion, Text};

const OTHER: (&str, Text) = ("other", Text { fr: "Autre chose", de: "Etwas anderes", en: "Something else" });
const UNSURE: (&str, Text) =
    ("unsure", Text { fr: "Je ne sais pas encore", de: "Das weiß ich noch nicht", en: "I do not know yet" });
const PERSONS: Text = Text { fr: "personnes", de: "Personen", en: "people" };

pub const LOGISTICS: &[SeedQuestion] = &[
    SeedQuestion {
        id: "topic",
        label: Text { fr: "De quoi s’agit-il ?", de: "Worum geht es?", en: "What is it about?" },
        help: None,
        asks: SeedAsks::One(&[
            ("access", Text { fr: "L’accès au lieu", de: "Zugang zum Ort", en: "Access to the place" }),
            ("material", Text { fr: "Du matériel, un équipement", de: "Material, Ausstattung", en: "Material, equipment" }),
            ("delivery", Text { fr: "Une réception, un envoi", de: "Annahme oder Versand", en: "A delivery, a shipment" }),
            ("event", Text { fr: "Un événement à préparer", de: "Vorbereitung einer Veranstaltung", en: "An event to prepare" }),
            OTHER,
        ]),
        shown_when: None,
    },
    SeedQuestion {
        id: "persons",
        label: Text {
            fr: "Combien de personnes attendez-vous ?",
            de: "Wie viele Personen erwarten Sie?",
            en: "How many people do you expect?",
        },
        help: Some(Text { fr: "À peu près.", de: "Ungefähr.", en: "Roughly." }),
        asks: SeedAsks::Number(1, Some(PERSONS)),
        shown_when: Some(("topic", &["event"])),
    },
    SeedQuestion {
        id: "date",
        label: Text { fr: "Pour quelle date ?", de: "Für welches Datum?", en: "For which date?" },
        help: None,
        asks: SeedAsks::Date,
        shown_when: None,
    },
];

pub const REAL_ESTATE: &[SeedQuestion] = &[
    SeedQuestion {
        id: "kind",
        label: Text { fr: "Que cherchez-vous ?", de: "Was suchen Sie?", en: "What are you looking for?" },
        help: None,
        asks: SeedAsks::One(&[
            ("desk", Text { fr: "Un poste de travail", de: "Einen Arbeitsplatz", en: "A desk" }),
            ("office", Text { fr: "Un bureau", de: "Ein Büro", en: "An office" }),
            ("meeting_room", Text { fr: "Une salle de réunion", de: "Einen Besprechungsraum", en: "A meeting room" }),
            ("premises", Text { fr: "Un local", de: "Geschäfts- oder Werkstatträume", en: "Premises" }),
            UNSURE,
        ]),
        shown_when: None,
    },
    SeedQuestion {
        id: "surface",
        label: Text { fr: "Quelle surface, à peu près ?", de: "Wie viel Fläche ungefähr?", en: "How much space, roughly?" },
        help: None,
        asks: SeedAsks::Number(1, Some(Text { fr: "m²", de: "m²", en: "m²" })),
        shown_when: Some(("kind", &["office", "premises"])),
    },
    SeedQuestion {
        id: "persons",
        label: Text { fr: "Pour combien de personnes ?", de: "Für wie viele Personen?", en: "For how many people?" },
        help: None,
        asks: SeedAsks::Number(1, Some(PERSONS)),
        shown_when: None,
    },
    SeedQuestion {
        id: "from",
        label: Text { fr: "À partir de quand ?", de: "Ab wann?", en: "From when?" },
        help: None,
        asks: SeedAsks::Date,
        shown_when: None,
    },
    SeedQuestion {
        id: "duration",
        label: Text { fr: "Pour combien de temps ?", de: "Für wie lange?", en: "For how long?" },
        help: None,
        asks: SeedAsks::One(&[
            ("days", Text { fr: "Quelques jours", de: "Einige Tage", en: "A few days" }),
            ("months", Text { fr: "Quelques mois", de: "Einige Monate", en: "A few months" }),
            ("long", Text { fr: "Un an ou plus", de: "Ein Jahr oder länger", en: "A year or more" }),
            UNSURE,
        ]),
        shown_when: None,
    },
];

pub const COACHING: &[SeedQuestion] = &[
    SeedQuestion {
        id: "stage",
        label: Text { fr: "Où en êtes-vous ?", de: "Wie weit sind Sie?", en: "How far along are you?" },
        help: None,
        asks: SeedAsks::One(&[
            ("idea", Text { fr: "J’ai une idée", de: "Ich habe eine Idee", en: "I have an idea" }),
            ("creation", Text { fr: "Je crée mon entreprise", de: "Ich gründe gerade", en: "I am founding my company" }),
            ("growth", Text { fr: "Mon entreprise se développe", de: "Mein Unternehmen wächst", en: "My company is growing" }),
            ("international", Text { fr: "Je vise l’étranger", de: "Ich will ins Ausland", en: "I want to go abroad" }),
            OTHER,
        ]),
        shown_when: None,
    },
    SeedQuestion {
        id: "countries",
        label: Text { fr: "Vers quels pays ?", de: "In welche Länder?", en: "To which countries?" },
        help: None,
        asks: SeedAsks::Text,
        shown_when: Some(("stage", &["international"])),
    },
    SeedQuestion {
        id: "expects",
        label: Text {
            fr: "Qu’attendez-vous du Totem ?",
            de: "Was erwarten Sie vom Totem?",
            en: "What do you expect of the Totem?",
        },
        help: Some(Text {
            fr: "Plusieurs réponses possibles.",
            de: "Mehrere Antworten sind möglich.",
            en: "Several answers are possible.",
        }),
        asks: SeedAsks::Several(&[
            (
                "opinion",
                Text { fr: "Un avis sur mon projet", de: "Eine Meinung zu meinem Vorhaben", en: "An opinion on my project" },
            ),
            ("plan", Text { fr: "De l’aide pour mon plan", de: "Hilfe bei meinem Plan", en: "Help with my plan" }),
            ("contacts", Text { fr: "Des contacts", de: "Kontakte", en: "Contacts" }),
            (
                "skills",
                Text { fr: "Des compétences qui me manquent", de: "Fähigkeiten, die mir fehlen", en: "Skills that I lack" },
            ),
            OTHER,
        ]),
        shown_when: None,
    },
];

pub const FINANCING: &[SeedQuestion] = &[
    SeedQuestion {
        id: "amount",
        label: Text {
            fr: "Quel montant cherchez-vous, à peu près ?",
            de: "Welchen Betrag suchen Sie ungefähr?",
            en: "What amount are you looking for, roughly?",
        },
        help: Some(Text {
            fr: "Un ordre de grandeur suffit.",
            de: "Eine Größenordnung genügt.",
            en: "An order of magnitude will do.",
        }),
        asks: SeedAsks::Number(0, Some(Text { fr: "euros", de: "Euro", en: "euros" })),
        shown_when: None,
    },
    SeedQuestion {
        id: "purpose",
        label: Text { fr: "Pour quoi faire ?", de: "Wofür?", en: "What for?" },
        help: Some(Text {
            fr: "Plusieurs réponses possibles.",
            de: "Mehrere Antworten sind möglich.",
            en: "Several answers are possible.",
        }),
        asks: SeedAsks::Several(&[
            ("equipment", Text { fr: "Des achats, du matériel", de: "Anschaffungen, Ausstattung", en: "Purchases, equipment" }),
            ("hiring", Text { fr: "Des embauches", de: "Einstellungen", en: "Hiring" }),
            (
                "research",
                Text { fr: "De la recherche, un prototype", de: "Forschung, ein Prototyp", en: "Research, a prototype" },
            ),
            ("cash", Text { fr: "De la trésorerie", de: "Liquidität", en: "Cash" }),
            UNSURE,
        ]),
        shown_when: None,
    },
    SeedQuestion {
        id: "by",
        label: Text { fr: "Pour quand ?", de: "Bis wann?", en: "By when?" },
        help: None,
        asks: SeedAsks::Date,
        shown_when: None,
    },
    SeedQuestion {
        id: "before",
        label: Text {
            fr: "Avez-vous déjà demandé une aide ou un prêt ?",
            de: "Haben Sie schon eine Förderung oder ein Darlehen beantragt?",
            en: "Have you asked for a grant or a loan before?",
        },
        help: None,
        asks: SeedAsks::One(&[
            ("yes", Text { fr: "Oui", de: "Ja", en: "Yes" }),
            ("no", Text { fr: "Non", de: "Nein", en: "No" }),
        ]),
        shown_when: None,
    },
    SeedQuestion {
        id: "which",
        label: Text { fr: "Lesquels ?", de: "Welche?", en: "Which?" },
        help: None,
        asks: SeedAsks::Text,
        shown_when: Some(("before", &["yes"])),
    },
];
