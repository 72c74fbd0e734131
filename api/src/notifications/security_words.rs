//! The words about a token that is in other hands.

use super::{
    SecurityLetter,
    words::{FAREWELL, GREETING, Worded, day},
};
use crate::error::{Language, Words};

/// `site` is our address.
pub fn word(letter: &SecurityLetter, site: &str) -> Worded {
    let language = Language::negotiate(Some(&letter.language));
    let subject = Words {
        fr: "Par sécurité, nous avons fermé une de vos sessions",
        de: "Zur Sicherheit haben wir eine Ihrer Sitzungen beendet",
        en: "We closed one of your sessions to keep you safe",
    };
    let text = Words {
        fr: "Le {0}, un programme connecté à votre compte a présenté un jeton qui avait déjà servi : quelqu’un d’autre en a peut-être une copie. La session de ce programme est terminée, avec tous ses jetons ; vos autres sessions restent ouvertes.",
        de: "Am {0} hat ein Programm, das mit Ihrem Konto verbunden ist, ein bereits benutztes Token vorgelegt: Vielleicht hat jemand eine Kopie davon. Die Sitzung dieses Programms ist beendet, mit all ihren Token; Ihre anderen Sitzungen bleiben offen.",
        en: "On {0}, a program connected to your account showed a token that had been used before: somebody else may have a copy. The session of this program has ended, with all its tokens; your other sessions stay open.",
    };
    let advice = Words {
        fr: "Reconnectez le programme. Si cela se répète, changez votre mot de passe :",
        de: "Melden Sie das Programm neu an. Geschieht es wieder, ändern Sie Ihr Passwort:",
        en: "Sign the program in again. If it happens again, change your password:",
    };
    let parts = [
        GREETING.say(language, std::slice::from_ref(&letter.name)),
        text.say(language, &[day(letter.session_ended_at, language)]),
        format!("{}\n{site}", advice.say(language, &[])),
        FAREWELL.say(language, &[]),
    ];
    Worded { subject: subject.say(language, &[]), text: parts.join("\n\n"), language }
}
