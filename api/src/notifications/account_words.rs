//! The words of letters about an account, in the reader's language.

use super::{
    AccountLetter, AccountOccasion,
    words::{FAREWELL, GREETING, Worded, day},
};
use crate::error::{Language, Words};

/// What one kind of letter says.
struct Phrases {
    subject: Words,
    /// {0} is the day on which a closed account is deleted.
    text: Words,
    /// Before the link.
    way: Words,
    /// Where the link leads; the token, if there is one, stands behind `#`, which no server sees.
    path: &'static str,
}

/// `site` is our address, `token` that of the letter's link.
pub fn word(letter: &AccountLetter, site: &str, token: Option<&str>) -> Worded {
    let language = Language::negotiate(Some(&letter.language));
    let Phrases { subject, text, way, path } = phrases(letter.about_account);
    let particulars = [letter.day.map_or_else(String::new, |at| day(at, language))];
    let greeting = GREETING.say(language, std::slice::from_ref(&letter.name)).replace(" ,", ",");
    let token = token.map(|token| format!("#acces={token}")).unwrap_or_default();
    let parts = [
        greeting,
        text.say(language, &particulars),
        format!("{}\n{site}{path}{token}", way.say(language, &[])),
        FAREWELL.say(language, &[]),
    ];
    Worded { subject: subject.say(language, &[]), text: parts.join("\n\n") }
}

fn phrases(occasion: AccountOccasion) -> Phrases {
    match occasion {
        AccountOccasion::SignUp => Phrases {
            subject: Words {
                fr: "Ouvrez votre compte LORnTECH",
                de: "Eröffnen Sie Ihr LORnTECH-Konto",
                en: "Open your LORnTECH account",
            },
            text: Words {
                fr: "Vous avez demandé un compte avec cette adresse. Choisissez votre mot de passe dans les 24 heures : le compte est alors ouvert. Si ce n’était pas vous, ne faites rien : aucun compte ne sera ouvert.",
                de: "Sie haben mit dieser Adresse ein Konto angefordert. Wählen Sie innerhalb von 24 Stunden Ihr Passwort, dann ist das Konto eröffnet. Waren Sie es nicht, tun Sie nichts: Es wird kein Konto eröffnet.",
                en: "You asked for an account with this address. Choose your password within 24 hours, and the account is open. If it was not you, do nothing: no account will be opened.",
            },
            way: Words {
                fr: "Choisissez votre mot de passe ici :",
                de: "Wählen Sie hier Ihr Passwort:",
                en: "Choose your password here:",
            },
            path: "/compte/ouvrir",
        },
        AccountOccasion::KnownAddress => Phrases {
            subject: Words {
                fr: "Vous avez déjà un compte LORnTECH",
                de: "Sie haben bereits ein LORnTECH-Konto",
                en: "You already have a LORnTECH account",
            },
            text: Words {
                fr: "Quelqu’un, peut-être vous, veut utiliser cette adresse pour un compte. Elle en a déjà un : connectez-vous, ou choisissez un nouveau mot de passe si vous l’avez oublié. Si ce n’était pas vous, ne faites rien : rien n’a changé.",
                de: "Jemand, vielleicht Sie, möchte diese Adresse für ein Konto verwenden. Sie hat bereits eines: Melden Sie sich an oder wählen Sie ein neues Passwort, wenn Sie es vergessen haben. Waren Sie es nicht, tun Sie nichts: Es hat sich nichts geändert.",
                en: "Somebody, perhaps you, wants to use this address for an account. It has one already: sign in, or choose a new password if you have forgotten yours. If it was not you, do nothing: nothing has changed.",
            },
            way: Words { fr: "Connectez-vous ici :", de: "Melden Sie sich hier an:", en: "Sign in here:" },
            path: "/connexion",
        },
        AccountOccasion::PasswordReset => Phrases {
            subject: Words {
                fr: "Choisissez un nouveau mot de passe",
                de: "Wählen Sie ein neues Passwort",
                en: "Choose a new password",
            },
            text: Words {
                fr: "Vous avez demandé un nouveau mot de passe. Ce lien sert une fois, pendant une heure ; toutes vos sessions seront alors fermées. Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.",
                de: "Sie haben ein neues Passwort angefordert. Der Link gilt einmal, eine Stunde lang; alle Ihre Sitzungen werden dann beendet. Waren Sie es nicht, tun Sie nichts: Ihr Passwort bleibt dasselbe.",
                en: "You asked for a new password. This link works once, for one hour; all your sessions will then end. If it was not you, do nothing: your password stays the same.",
            },
            way: Words { fr: "Choisissez-le ici :", de: "Wählen Sie es hier:", en: "Choose it here:" },
            path: "/compte/mot-de-passe",
        },
        AccountOccasion::UnknownAddress => Phrases {
            subject: Words {
                fr: "Aucun compte LORnTECH à cette adresse",
                de: "Kein LORnTECH-Konto mit dieser Adresse",
                en: "No LORnTECH account with this address",
            },
            text: Words {
                fr: "Quelqu’un, peut-être vous, a demandé un nouveau mot de passe pour cette adresse. Elle n’a pas de compte : essayez une autre adresse, ou ouvrez un compte. Si ce n’était pas vous, ne faites rien.",
                de: "Jemand, vielleicht Sie, hat für diese Adresse ein neues Passwort angefordert. Sie hat kein Konto: Versuchen Sie eine andere Adresse oder eröffnen Sie ein Konto. Waren Sie es nicht, tun Sie nichts.",
                en: "Somebody, perhaps you, asked for a new password for this address. It has no account: try another address, or open an account. If it was not you, do nothing.",
            },
            way: Words { fr: "Ouvrez un compte ici :", de: "Eröffnen Sie hier ein Konto:", en: "Open an account here:" },
            path: "/compte/inscription",
        },
        AccountOccasion::PasswordChanged => Phrases {
            subject: Words {
                fr: "Votre mot de passe a changé",
                de: "Ihr Passwort wurde geändert",
                en: "Your password has changed",
            },
            text: Words {
                fr: "Le mot de passe de votre compte vient de changer, et vos autres sessions sont fermées. Si ce n’était pas vous, choisissez-en un nouveau tout de suite.",
                de: "Das Passwort Ihres Kontos wurde soeben geändert, Ihre anderen Sitzungen sind beendet. Waren Sie es nicht, wählen Sie sofort ein neues.",
                en: "The password of your account has just changed, and your other sessions have ended. If it was not you, choose a new one at once.",
            },
            way: Words {
                fr: "Choisissez un nouveau mot de passe ici :",
                de: "Wählen Sie hier ein neues Passwort:",
                en: "Choose a new password here:",
            },
            path: "/compte/oubli",
        },
        AccountOccasion::EmailChange => Phrases {
            subject: Words {
                fr: "Confirmez votre nouvelle adresse",
                de: "Bestätigen Sie Ihre neue Adresse",
                en: "Confirm your new address",
            },
            text: Words {
                fr: "Vous voulez utiliser cette adresse pour votre compte. Confirmez-la dans les 24 heures ; jusque-là, l’ancienne reste valable. Si ce n’était pas vous, ne faites rien.",
                de: "Sie möchten diese Adresse für Ihr Konto verwenden. Bestätigen Sie sie innerhalb von 24 Stunden; bis dahin gilt die alte. Waren Sie es nicht, tun Sie nichts.",
                en: "You want to use this address for your account. Confirm it within 24 hours; until then the old one stays valid. If it was not you, do nothing.",
            },
            way: Words { fr: "Confirmez-la ici :", de: "Bestätigen Sie sie hier:", en: "Confirm it here:" },
            path: "/compte/adresse",
        },
        AccountOccasion::EmailChanged => Phrases {
            subject: Words {
                fr: "L’adresse de votre compte a changé",
                de: "Die Adresse Ihres Kontos wurde geändert",
                en: "The address of your account has changed",
            },
            text: Words {
                fr: "Votre compte utilise désormais une autre adresse : nous n’écrirons plus à celle-ci. Si ce n’était pas vous, dites-le tout de suite à l’un des Totems.",
                de: "Ihr Konto verwendet jetzt eine andere Adresse: An diese schreiben wir nicht mehr. Waren Sie es nicht, sagen Sie es sofort einem der Totems.",
                en: "Your account now uses another address: we will not write to this one again. If it was not you, tell one of the Totems at once.",
            },
            way: Words { fr: "Leurs coordonnées sont ici :", de: "So erreichen Sie sie:", en: "How to reach them:" },
            path: "/totems",
        },
        AccountOccasion::Closed => Phrases {
            subject: Words { fr: "Votre compte est fermé", de: "Ihr Konto ist geschlossen", en: "Your account is closed" },
            text: Words {
                fr: "Votre compte est fermé ; il sera effacé le {0}. Les demandes envoyées à un Totem y restent, avec le nom et l’adresse que vous y avez donnés. Vous changez d’avis ? Connectez-vous avant cette date, et le compte reste.",
                de: "Ihr Konto ist geschlossen; am {0} wird es gelöscht. Anfragen an ein Totem bleiben dort, mit dem Namen und der Adresse, die Sie darin angegeben haben. Sie überlegen es sich anders? Melden Sie sich vorher an, dann bleibt das Konto.",
                en: "Your account is closed; it will be deleted on {0}. Requests sent to a Totem stay there, with the name and address you gave in them. Changed your mind? Sign in before that day, and the account stays.",
            },
            way: Words { fr: "Connectez-vous ici :", de: "Melden Sie sich hier an:", en: "Sign in here:" },
            path: "/connexion",
        },
    }
}
