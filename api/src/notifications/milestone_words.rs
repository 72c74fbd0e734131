//! The words of letters about milestones, in the reader's language.

use super::{
    MilestoneLetter,
    words::{FAREWELL, GREETING, Worded, date},
};
use crate::error::{Language, Words};

/// `site` is our address.
pub fn word(letter: &MilestoneLetter, language: Language, reader: &str, site: &str) -> Worded {
    let particulars = [letter.title.say(language).to_owned(), date(letter.planned_on, language)];
    let parts = [
        GREETING.say(language, &[reader.to_owned()]).replace(" ,", ","),
        TEXT.say(language, &particulars),
        format!("{}\n{site}/travail-candidature/{}", PLAN.say(language, &[]), letter.candidacy),
        FAREWELL.say(language, &[]),
    ];
    // A line break in a name must not become a header of the mail.
    let subject = SUBJECT.say(language, &particulars).replace(['\r', '\n'], " ");
    Worded { subject, text: parts.join("\n\n"), language }
}

const SUBJECT: Words = Words { fr: "Jalon du {1} : {0}", de: "Meilenstein am {1}: {0}", en: "Milestone of {1}: {0}" };
const TEXT: Words = Words {
    fr: "Vous suivez le jalon « {0} », prévu le {1}. S’il est passé, dites quand ; s’il prend du retard, changez sa date : le plan montre ce que cela déplace.",
    de: "Sie kümmern sich um den Meilenstein „{0}“, geplant am {1}. Ist er erreicht, sagen Sie wann; verzögert er sich, ändern Sie das Datum: Der Plan zeigt, was sich damit verschiebt.",
    en: "You see to the milestone “{0}”, planned for {1}. If it has happened, say when; if it is delayed, change its date: the plan shows what that moves.",
};
const PLAN: Words = Words { fr: "Le plan de la candidature :", de: "Der Plan der Bewerbung:", en: "The plan of the candidacy:" };
