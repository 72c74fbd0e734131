//! The words of the document, in the language of whoever reads it.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::{
    clock,
    error::{Language, Words},
    notifications,
};

const fn words(fr: &'static str, de: &'static str, en: &'static str) -> Words {
    Words { fr, de, en }
}

pub const DOSSIER: Words =
    words("Dossier de candidature, version {0}", "Bewerbungsakte, Fassung {0}", "Application file, version {0}");
pub const FROZEN: Words = words("Figé le {0} à {1}", "Festgehalten am {0} um {1}", "Frozen on {0} at {1}");
pub const STATE: Words = words("État : {0}", "Stand: {0}", "State: {0}");
pub const TERRITORY: Words = words("Territoire : {0}", "Gebiet: {0}", "Territory: {0}");
pub const LEAD: Words = words("Porté par {0}", "Getragen von {0}", "Led by {0}");
pub const PROOF: Words = words(
    "Empreinte SHA-256 du contenu (JSON) : {0}. Qui a le fichier JSON peut la recalculer.",
    "SHA-256-Prüfsumme des Inhalts (JSON): {0}. Wer die JSON-Datei hat, kann sie nachrechnen.",
    "SHA-256 of the content (JSON): {0}. Whoever has the JSON file can compute it again.",
);
pub const COMPLETE: Words =
    words("Rien ne manque à cette version.", "Dieser Fassung fehlt nichts.", "This version lacks nothing.");
pub const LACKS: Words = words("Points encore ouverts : {0}", "Noch offene Punkte: {0}", "Points still open: {0}");
pub const CONTENTS: Words = words("Sommaire", "Inhalt", "Contents");
pub const CANDIDACY: Words = words("La candidature", "Die Bewerbung", "The candidacy");
pub const PROGRAMME: Words = words("Le label", "Das Label", "The label");
pub const CONSORTIUM: Words = words("Les villes qui la portent", "Die tragenden Städte", "The cities that carry it");
pub const CONTACTS: Words = words("À qui s’adresser", "Ansprechpartner", "Whom to ask");
pub const CRITERIA: Words = words("Critères et preuves", "Kriterien und Nachweise", "Criteria and evidence");
pub const NO_CRITERIA: Words = words(
    "Aucune source ne donne les critères de cet appel.",
    "Keine Quelle nennt die Kriterien dieses Aufrufs.",
    "No source states the criteria of this call.",
);
pub const COUNTED: Words = words("{0} pour {1} demandés", "{0} von {1} verlangten", "{0} for {1} asked for");
pub const AS_OF: Words = words("À la date du {0}", "Stand vom {0}", "As of {0}");
pub const VALID_UNTIL: Words = words("valable jusqu’au {0}", "gültig bis {0}", "valid until {0}");
pub const PERIMETER: Words = words("périmètre : {0}", "Gebiet: {0}", "perimeter: {0}");
pub const FOUND: Words = words(
    "Recherche dans l’annuaire, empreinte des identifiants trouvés : {0}",
    "Suche im Verzeichnis, Prüfsumme der gefundenen Kennungen: {0}",
    "Search of the directory, hash of the ids found: {0}",
);
pub const FILE: Words = words(
    "Fichier de {0} octets, empreinte SHA-256 : {1}",
    "Datei mit {0} Byte, SHA-256-Prüfsumme: {1}",
    "File of {0} bytes, SHA-256: {1}",
);
pub const SIGNATURES: Words = words("Signatures de soutien", "Unterschriften zur Unterstützung", "Signatures in support");
pub const OTHER_EVIDENCE: Words = words("Autres preuves", "Weitere Nachweise", "Further evidence");
pub const GAPS: Words = words("Ce qui manque encore", "Was noch fehlt", "What is still missing");
pub const RECOMMENDATIONS: Words =
    words("Recommandations et réponses", "Empfehlungen und Antworten", "Recommendations and answers");
pub const ANSWERED: Words = words("Réponse : {0}", "Antwort: {0}", "Answer: {0}");
pub const UNANSWERED: Words = words("Pas encore de réponse.", "Noch keine Antwort.", "No answer yet.");
pub const MILESTONES: Words = words("Jalons", "Meilensteine", "Milestones");
pub const PLANNED: Words = words("prévu : {0}", "geplant: {0}", "planned: {0}");
pub const UNDATED: Words = words("date inconnue", "Datum unbekannt", "date unknown");
pub const INFERRED: Words = words("date déduite", "erschlossenes Datum", "inferred date");
pub const STEPS: Words = words("Étapes officielles", "Offizielle Schritte", "Official steps");
pub const SUPPORTERS: Words = words("Soutiens", "Unterstützer", "Supporters");
pub const NOBODY: Words = words("Personne n’a encore signé.", "Noch hat niemand unterschrieben.", "Nobody has signed yet.");
pub const OBJECTIVES: Words = words("Objectifs", "Ziele", "Objectives");
pub const ANNOUNCED: Words = words("Annonce, {0} : « {1} »", "Ankündigung, {0}: „{1}“", "Announced, {0}: “{1}”");
pub const BASELINE: Words = words("Valeur de départ : {0} ({1})", "Ausgangswert: {0} ({1})", "Baseline: {0} ({1})");
pub const NO_BASELINE: Words = words(
    "Aucune source ne donne la valeur de départ.",
    "Keine Quelle nennt den Ausgangswert.",
    "No source states the baseline.",
);
pub const TARGET: Words = words("Cible : {0}", "Ziel: {0}", "Target: {0}");
pub const REQUIRED: Words =
    words("Croissance demandée : {0} par an", "Verlangtes Wachstum: {0} im Jahr", "Growth required: {0} a year");
pub const REALISED: Words = words("réalisée : {0} par an", "erreicht: {0} im Jahr", "realised: {0} a year");
pub const FORECAST: Words = words("Prévision au {0} : {1}", "Vorhersage für {0}: {1}", "Forecast for {0}: {1}");
pub const BETWEEN: Words = words("entre {0} et {1}", "zwischen {0} und {1}", "between {0} and {1}");
pub const PATH: Words = words("Trajectoire annoncée", "Angekündigter Weg", "Announced path");
pub const PATH_INDEX: Words =
    words("Trajectoire annoncée, départ = 100", "Angekündigter Weg, Ausgang = 100", "Announced path, beginning = 100");
pub const MEASURED: Words = words("Mesuré", "Gemessen", "Measured");
pub const NO_CHART: Words = words("Rien à tracer encore.", "Noch nichts darzustellen.", "Nothing to draw yet.");
pub const CHART: Words = words(
    "Graphique : {0}. De {1} en {2} à {3} en {4} ; les valeurs sont dans le tableau.",
    "Diagramm: {0}. Von {1} im Jahr {2} bis {3} im Jahr {4}; die Werte stehen in der Tabelle.",
    "Chart: {0}. From {1} in {2} to {3} in {4}; the values are in the table.",
);
pub const DATE: Words = words("Date", "Datum", "Date");
pub const VALUE: Words = words("Valeur", "Wert", "Value");
pub const EXPECTED: Words = words("Attendu", "Erwartet", "Expected");
pub const GAP: Words = words("Écart", "Abstand", "Gap");
pub const SOURCE: Words = words("Source", "Quelle", "Source");
pub const SOURCES: Words = words("Annexe : sources", "Anhang: Quellen", "Annex: sources");
pub const SAYS: Words = words("« {0} »", "„{0}“", "“{0}”");

/// A word of the contract, or itself where we have none for it.
pub fn term(kind: &str, code: &str, language: Language) -> String {
    let known = TERMS.iter().find(|(of, name, _)| *of == kind && *name == code);
    known.map_or_else(|| code.to_owned(), |(_, _, words)| words.say(language, &[]))
}

const TERMS: &[(&str, &str, Words)] = &[
    ("state", "draft", words("En préparation", "In Vorbereitung", "In preparation")),
    ("state", "submitted", words("Déposée", "Eingereicht", "Submitted")),
    ("state", "completeness_check", words("Dossier en vérification", "Akte wird geprüft", "File being checked")),
    (
        "state",
        "co_construction",
        words("En construction avec la mission", "Wird gemeinsam ausgearbeitet", "Being worked out with the mission"),
    ),
    ("state", "under_evaluation", words("En évaluation", "Wird bewertet", "Under evaluation")),
    ("state", "labelled_provisional", words("Labellisée", "Ausgezeichnet", "Labelled")),
    ("state", "labelled_confirmed", words("Label confirmé", "Label bestätigt", "Label confirmed")),
    ("state", "returned", words("Renvoyée pour compléments", "Zur Ergänzung zurück", "Sent back for additions")),
    ("state", "rejected", words("Non retenue", "Nicht ausgewählt", "Not retained")),
    ("state", "renewed", words("Label renouvelé", "Label erneuert", "Label renewed")),
    ("state", "superseded", words("Label remplacé par un autre", "Label durch ein anderes ersetzt", "Label replaced by another")),
    ("state", "expired", words("Label arrivé à son terme", "Label ausgelaufen", "Label expired")),
    ("state", "withdrawn", words("Label retiré", "Label entzogen", "Label withdrawn")),
    ("state", "abandoned", words("Abandonnée", "Aufgegeben", "Abandoned")),
    ("criterion", "met", words("Rempli", "Erfüllt", "Met")),
    ("criterion", "unmet", words("Pas encore rempli", "Noch nicht erfüllt", "Not met yet")),
    ("criterion", "no_evidence", words("Aucune preuve", "Kein Nachweis", "No evidence")),
    ("gap", "evidence_missing", words("aucune preuve", "kein Nachweis", "no evidence")),
    (
        "gap",
        "evidence_expired",
        words("une preuve n’est plus valable", "ein Nachweis gilt nicht mehr", "a piece of evidence has expired"),
    ),
    (
        "gap",
        "evidence_infected",
        words("un fichier dangereux a été supprimé", "eine gefährliche Datei wurde gelöscht", "a dangerous file was deleted"),
    ),
    ("gap", "threshold_unmet", words("seuil pas encore atteint", "Schwelle noch nicht erreicht", "threshold not reached yet")),
    (
        "gap",
        "recommendation_unanswered",
        words(
            "une recommandation attend sa réponse",
            "eine Empfehlung wartet auf ihre Antwort",
            "a recommendation waits for its answer",
        ),
    ),
    (
        "gap",
        "figure_stale",
        words("un chiffre a plus d’un an", "eine Zahl ist über ein Jahr alt", "a figure is more than a year old"),
    ),
    ("milestone", "done", words("Fait", "Erledigt", "Done")),
    ("milestone", "on_track", words("Prévu", "Geplant", "Planned")),
    ("milestone", "at_risk", words("À risque", "Gefährdet", "At risk")),
    ("milestone", "late", words("En retard", "Verspätet", "Late")),
    (
        "reason",
        "not_retained",
        words("pas retenue dans cette vague", "in dieser Welle nicht ausgewählt", "not retained in this wave"),
    ),
    ("reason", "incomplete", words("dossier incomplet", "Akte unvollständig", "incomplete")),
    ("reason", "criteria_unmet", words("critères non remplis", "Kriterien nicht erfüllt", "criteria unmet")),
    ("reason", "programme_ended", words("fin du label", "Ende des Labels", "end of the label")),
    ("reason", "merged", words("réunie avec d’autres", "mit anderen vereint", "joined with others")),
    ("reason", "own_decision", words("décision des porteurs", "eigene Entscheidung", "own decision")),
    ("reason", "other", words("autre raison", "anderer Grund", "another reason")),
    ("objective", "achieved", words("Atteint", "Erreicht", "Achieved")),
    ("objective", "on_track", words("Dans les temps", "Im Plan", "On track")),
    ("objective", "at_risk", words("En léger retard", "Etwas im Rückstand", "Slightly behind")),
    ("objective", "off_track", words("En retard", "Im Rückstand", "Behind")),
    ("objective", "no_data", words("Pas encore mesuré", "Noch nicht gemessen", "Not measured yet")),
];

/// A date as well as it is known.
pub fn date(on: &str, precision: &str, language: Language) -> String {
    let Ok(on) = on.parse::<NaiveDate>() else { return on.to_owned() };
    let (month, year) = (notifications::month(on, language), on.year());
    match (precision, language) {
        ("year" | "season", _) => year.to_string(),
        ("month", _) => format!("{month} {year}"),
        (_, Language::Fr) if on.day() == 1 => format!("1er {month} {year}"),
        (_, Language::De) => format!("{}. {month} {year}", on.day()),
        (_, Language::Fr | Language::En) => format!("{} {month} {year}", on.day()),
    }
}

/// The day and the time of an instant, as they are in Paris.
pub fn moment(at: &str, language: Language) -> [String; 2] {
    let Ok(at) = at.parse::<DateTime<Utc>>() else { return [at.to_owned(), String::new()] };
    let here = at.with_timezone(&clock::ZONE);
    [date(&here.date_naive().to_string(), "day", language), here.format("%H:%M").to_string()]
}

/// A number with at most so many decimals.
pub fn number(value: f64, decimals: usize, language: Language) -> String {
    let written = format!("{:.decimals$}", value.abs());
    let (whole, rest) = written.split_once('.').unwrap_or((&written, ""));
    let (thousand, point) = match language {
        Language::Fr => ("\u{202f}", ","),
        Language::De => (".", ","),
        Language::En => (",", "."),
    };
    let digits: Vec<char> = whole.chars().collect();
    let mut grouped = String::new();
    for (place, digit) in digits.iter().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push_str(thousand);
        }
        grouped.push(*digit);
    }
    let rest = rest.trim_end_matches('0');
    let fraction = if rest.is_empty() { String::new() } else { format!("{point}{rest}") };
    format!("{}{grouped}{fraction}", if value < 0.0 { "−" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_numbers_are_said_as_people_say_them() {
        assert_eq!(date("2015-06-24", "day", Language::Fr), "24 juin 2015");
        assert_eq!(date("2015-06-01", "day", Language::Fr), "1er juin 2015");
        assert_eq!(date("2015-06-24", "day", Language::De), "24. Juni 2015");
        assert_eq!(date("2015-06-01", "month", Language::En), "June 2015");
        assert_eq!(number(11_400.0, 2, Language::Fr), "11\u{202f}400");
        assert_eq!(number(-1_234_567.891, 2, Language::De), "−1.234.567,89");
        assert_eq!(number(7.5, 2, Language::En), "7.5");
    }
}
