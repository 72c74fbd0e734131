//! The words of letters about saved searches, in the reader's language.

use super::words::{FAREWELL, GREETING, Worded};
use crate::{
    error::{Language, Words},
    saved_searches::{COUNTED, Told},
};

/// `others` have come to match besides those that are told; `site` is our address.
pub fn word(told: &Told, others: usize, language: Language, reader: &str, site: &str) -> Worded {
    let Told { name, query, matches } = told;
    let found = matches.len() + others;
    let (subject, text) = match found {
        1 => (ONE, ONE_TEXT),
        _ if found > COUNTED => (MANY, MANY_TEXT),
        _ => (SOME, SOME_TEXT),
    };
    let particulars = [found.min(COUNTED).to_string(), name.clone()];
    let mut parts = vec![GREETING.say(language, &[reader.to_owned()]).replace(" ,", ","), text.say(language, &particulars)];
    for found in matches {
        let place = found.locality.as_ref().map(|locality| format!(", {locality}")).unwrap_or_default();
        parts.push(format!("– {}{place}\n{site}/annuaire/{}", found.name, found.slug));
    }
    if others > 0 {
        parts.push(OTHERS.say(language, &[]));
    }
    let sorted = [query.query(), "sort=-updated_at".to_owned()].into_iter().filter(|part| !part.is_empty());
    parts.push(format!("{}\n{site}/annuaire?{}", LIST.say(language, &[]), sorted.collect::<Vec<_>>().join("&")));
    parts.push(format!("{}\n{site}/compte/recherches", MANAGE.say(language, &[])));
    parts.push(FAREWELL.say(language, &[]));
    // A line break in a name must not become a header of the mail.
    let subject = subject.say(language, &particulars).replace(['\r', '\n'], " ");
    Worded { subject, text: parts.join("\n\n"), language }
}

const ONE: Words =
    Words { fr: "Une nouvelle fiche : « {1} »", de: "Ein neuer Eintrag: „{1}“", en: "One new record: “{1}”" };
const SOME: Words =
    Words { fr: "{0} nouvelles fiches : « {1} »", de: "{0} neue Einträge: „{1}“", en: "{0} new records: “{1}”" };
const MANY: Words = Words {
    fr: "Plus de {0} nouvelles fiches : « {1} »",
    de: "Mehr als {0} neue Einträge: „{1}“",
    en: "More than {0} new records: “{1}”",
};
const ONE_TEXT: Words = Words {
    fr: "Depuis le dernier passage, une fiche de l’annuaire s’est mise à répondre à votre recherche « {1} » :",
    de: "Seit dem letzten Mal passt ein weiterer Eintrag des Verzeichnisses zu Ihrer Suche „{1}“:",
    en: "Since the last time, one more record of the directory has come to match your search “{1}”:",
};
const SOME_TEXT: Words = Words {
    fr: "Depuis le dernier passage, {0} fiches de l’annuaire se sont mises à répondre à votre recherche « {1} » :",
    de: "Seit dem letzten Mal passen {0} weitere Einträge des Verzeichnisses zu Ihrer Suche „{1}“:",
    en: "Since the last time, {0} more records of the directory have come to match your search “{1}”:",
};
const MANY_TEXT: Words = Words {
    fr: "Depuis le dernier passage, plus de {0} fiches de l’annuaire se sont mises à répondre à votre recherche « {1} ». Voici les plus récentes :",
    de: "Seit dem letzten Mal passen mehr als {0} weitere Einträge des Verzeichnisses zu Ihrer Suche „{1}“. Die neuesten sind:",
    en: "Since the last time, more than {0} records of the directory have come to match your search “{1}”. These are the latest:",
};
const OTHERS: Words = Words {
    fr: "Les autres sont en tête de la liste.",
    de: "Die übrigen stehen am Anfang der Liste.",
    en: "The others are at the top of the list.",
};
const LIST: Words = Words {
    fr: "Toute la liste, ce qui a changé en dernier d’abord :",
    de: "Die ganze Liste, zuletzt Geändertes zuerst:",
    en: "The whole list, what changed last first:",
};
const MANAGE: Words = Words {
    fr: "Renommez cette recherche, mettez-la en pause ou supprimez-la ici :",
    de: "Benennen Sie diese Suche um, halten Sie sie an oder löschen Sie sie hier:",
    en: "Rename this search, pause it or delete it here:",
};
