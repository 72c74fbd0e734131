//! The words of letters that ask for a review, in the reader's language.

use super::{
    ReviewLetter,
    words::{FAREWELL, GREETING, Worded},
};
use crate::error::{Language, Words};

/// `site` is our address.
pub fn word(letter: &ReviewLetter, language: Language, reader: &str, site: &str) -> Worded {
    let particulars = [letter.candidacy.say(language).to_owned()];
    let parts = [
        GREETING.say(language, &[reader.to_owned()]).replace(" ,", ","),
        TEXT.say(language, &particulars),
        format!("{}\n{site}/compte/evaluations/{}", PAGE.say(language, &[]), letter.review),
        FAREWELL.say(language, &[]),
    ];
    // A line break in a name must not become a header of the mail.
    let subject = SUBJECT.say(language, &particulars).replace(['\r', '\n'], " ");
    Worded { subject, text: parts.join("\n\n"), language }
}

const SUBJECT: Words = Words { fr: "Dossier à évaluer : {0}", de: "Dossier zu bewerten: {0}", en: "Dossier to review: {0}" };
const TEXT: Words = Words {
    fr: "Vous êtes invité à évaluer un dossier de la candidature « {0} » : une note de 0 à 5 et un commentaire pour chaque critère. Si vous avez un conflit d’intérêts, déclarez-le : le dossier vous sera fermé.",
    de: "Sie werden gebeten, ein Dossier der Bewerbung „{0}“ zu bewerten: eine Note von 0 bis 5 und ein Kommentar zu jedem Kriterium. Wenn Sie einen Interessenkonflikt haben, erklären Sie ihn: Das Dossier bleibt Ihnen dann verschlossen.",
    en: "You are asked to review a dossier of the candidacy “{0}”: a score from 0 to 5 and a comment for each criterion. If you have a conflict of interest, declare it: the dossier is then closed to you.",
};
const PAGE: Words = Words { fr: "Pour commencer :", de: "So beginnen Sie:", en: "To begin:" };
