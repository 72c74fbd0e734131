//! The words of letters about files that were infected, in the reader's language.

use super::{
    EvidenceLetter,
    words::{FAREWELL, GREETING, Worded},
};
use crate::error::{Language, Words};

/// `site` is our address.
pub fn word(letter: &EvidenceLetter, language: Language, reader: &str, site: &str) -> Worded {
    let particulars = [letter.file.clone()];
    let parts = [
        GREETING.say(language, &[reader.to_owned()]).replace(" ,", ","),
        TEXT.say(language, &particulars),
        format!("{}\n{site}/travail-candidature/{}/criteres", PAGE.say(language, &[]), letter.candidacy),
        FAREWELL.say(language, &[]),
    ];
    Worded { subject: SUBJECT.say(language, &[]), text: parts.join("\n\n"), language }
}

const SUBJECT: Words = Words {
    fr: "Un fichier de la candidature a été supprimé",
    de: "Eine Datei der Bewerbung wurde gelöscht",
    en: "A file of the candidacy has been deleted",
};
const TEXT: Words = Words {
    fr: "L’antivirus a trouvé un logiciel malveillant dans le fichier « {0} » que vous avez joint comme preuve. Il est supprimé et personne ne l’a reçu ; vérifiez l’appareil dont il vient.",
    de: "Der Virenscanner hat Schadsoftware in der Datei „{0}“ gefunden, die Sie als Nachweis beigefügt haben. Sie ist gelöscht, niemand hat sie erhalten; prüfen Sie das Gerät, von dem sie kommt.",
    en: "The virus scanner found malware in the file “{0}” that you attached as evidence. It is deleted and nobody received it; check the device it comes from.",
};
const PAGE: Words = Words {
    fr: "Les critères et leurs preuves :",
    de: "Die Kriterien und ihre Nachweise:",
    en: "The criteria and their evidence:",
};
