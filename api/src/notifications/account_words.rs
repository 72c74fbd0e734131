//! The words of letters about an account, in the reader's language.

use super::{
    AccountLetter, AccountOccasion,
    words::{FAREWELL, GREETING, Worded, day},
};
use crate::{
    error::{Language, Words},
    privacy::Kept,
};

/// What one kind of letter says.
struct Phrases {
    subject: Words,
    /// {0} is the day on which a closed account is deleted, {1} the provider of an identity.
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
    let particulars = [letter.day.map_or_else(String::new, |at| day(at, language)), letter.provider.clone().unwrap_or_default()];
    let greeting = GREETING.say(language, std::slice::from_ref(&letter.name)).replace(" ,", ",");
    let token = token.map(|token| format!("#acces={token}")).unwrap_or_default();
    let mut parts = vec![greeting, text.say(language, &particulars)];
    if !letter.kept.is_empty() {
        let kept = letter.kept.iter().map(|Kept { reference, reason }| format!("– {reference} : {reason}"));
        parts.push(format!("{}\n{}", KEPT.say(language, &[]), kept.collect::<Vec<_>>().join("\n")));
    }
    parts.push(format!("{}\n{site}{path}{token}", way.say(language, &[])));
    parts.push(FAREWELL.say(language, &[]));
    Worded { subject: subject.say(language, &particulars), text: parts.join("\n\n"), language }
}

/// Before what must be kept.
const KEPT: Words = Words {
    fr: "La loi ou un litige nous oblige à garder ces demandes telles quelles (article 17, paragraphe 3, du RGPD) ; elles seront effacées dès que ce motif disparaîtra :",
    de: "Das Gesetz oder ein Rechtsstreit verpflichtet uns, diese Anfragen unverändert zu behalten (Artikel 17 Absatz 3 DSGVO); sie werden gelöscht, sobald der Grund entfällt:",
    en: "The law or a dispute obliges us to keep these requests as they are (article 17(3) of the GDPR); they are erased as soon as the reason is gone:",
};

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
        AccountOccasion::IdentityLinked => Phrases {
            subject: Words {
                fr: "Votre compte est relié à {1}",
                de: "Ihr Konto ist mit {1} verknüpft",
                en: "Your account is linked to {1}",
            },
            text: Words {
                fr: "On peut désormais se connecter à votre compte LORnTECH par {1}. Si ce n’était pas vous, retirez ce lien tout de suite dans votre compte, et choisissez un nouveau mot de passe.",
                de: "Mit {1} kann man sich ab jetzt bei Ihrem LORnTECH-Konto anmelden. Waren Sie es nicht, entfernen Sie die Verknüpfung sofort in Ihrem Konto und wählen Sie ein neues Passwort.",
                en: "From now on one can sign in to your LORnTECH account by {1}. If it was not you, remove the link in your account at once, and choose a new password.",
            },
            way: Words { fr: "Votre compte est ici :", de: "Ihr Konto finden Sie hier:", en: "Your account is here:" },
            path: "/compte",
        },
        AccountOccasion::IdentityUnlinked => Phrases {
            subject: Words {
                fr: "Votre compte n’est plus relié à {1}",
                de: "Ihr Konto ist nicht mehr mit {1} verknüpft",
                en: "Your account is no longer linked to {1}",
            },
            text: Words {
                fr: "On ne peut plus se connecter à votre compte LORnTECH par {1}. Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe.",
                de: "Mit {1} kann man sich nicht mehr bei Ihrem LORnTECH-Konto anmelden. Waren Sie es nicht, wählen Sie sofort ein neues Passwort.",
                en: "One can no longer sign in to your LORnTECH account by {1}. If it was not you, choose a new password at once.",
            },
            way: Words {
                fr: "Choisissez un nouveau mot de passe ici :",
                de: "Wählen Sie hier ein neues Passwort:",
                en: "Choose a new password here:",
            },
            path: "/compte/oubli",
        },
        AccountOccasion::Closed => Phrases {
            subject: Words { fr: "Votre compte est fermé", de: "Ihr Konto ist geschlossen", en: "Your account is closed" },
            text: Words {
                fr: "Votre compte est fermé ; il sera effacé le {0}, avec tout ce qui vous concerne. Des demandes qu’un Totem a traitées, il ne restera que le service, les dates et l’issue, sans votre nom, votre adresse ni vos textes. Vous changez d’avis ? Connectez-vous avant cette date, et le compte reste.",
                de: "Ihr Konto ist geschlossen; am {0} wird es gelöscht, mit allem, was Sie betrifft. Von Anfragen, die ein Totem bearbeitet hat, bleiben nur die Leistung, die Daten und das Ergebnis, ohne Ihren Namen, Ihre Adresse und Ihre Texte. Sie überlegen es sich anders? Melden Sie sich vorher an, dann bleibt das Konto.",
                en: "Your account is closed; it will be erased on {0}, with everything about you. Of requests that a Totem has handled, only the service, the dates and the outcome stay, without your name, your address or your words. Changed your mind? Sign in before that day, and the account stays.",
            },
            way: Words { fr: "Connectez-vous ici :", de: "Melden Sie sich hier an:", en: "Sign in here:" },
            path: "/connexion",
        },
        AccountOccasion::SecondFactorAdded => Phrases {
            subject: Words {
                fr: "Un second facteur protège votre compte",
                de: "Ein zweiter Faktor schützt Ihr Konto",
                en: "A second factor protects your account",
            },
            text: Words {
                fr: "Une application d’authentification ou une clé d’accès vient d’être ajoutée à votre compte. Si ce n’était pas vous, choisissez un nouveau mot de passe tout de suite, puis dites-le à l’un des Totems.",
                de: "Ihrem Konto wurde soeben eine Authenticator-App oder ein Passkey hinzugefügt. Waren Sie es nicht, wählen Sie sofort ein neues Passwort und sagen Sie es einem der Totems.",
                en: "An authenticator app or a passkey has just been added to your account. If it was not you, choose a new password at once, then tell one of the Totems.",
            },
            way: Words {
                fr: "Choisissez un nouveau mot de passe ici :",
                de: "Wählen Sie hier ein neues Passwort:",
                en: "Choose a new password here:",
            },
            path: "/compte/oubli",
        },
        AccountOccasion::SecondFactorRemoved => Phrases {
            subject: Words {
                fr: "Un second facteur a été retiré de votre compte",
                de: "Ein zweiter Faktor wurde von Ihrem Konto entfernt",
                en: "A second factor was removed from your account",
            },
            text: Words {
                fr: "Une application d’authentification ou une clé d’accès vient d’être retirée de votre compte. Si ce n’était pas vous, choisissez un nouveau mot de passe tout de suite, puis dites-le à l’un des Totems.",
                de: "Von Ihrem Konto wurde soeben eine Authenticator-App oder ein Passkey entfernt. Waren Sie es nicht, wählen Sie sofort ein neues Passwort und sagen Sie es einem der Totems.",
                en: "An authenticator app or a passkey has just been removed from your account. If it was not you, choose a new password at once, then tell one of the Totems.",
            },
            way: Words {
                fr: "Choisissez un nouveau mot de passe ici :",
                de: "Wählen Sie hier ein neues Passwort:",
                en: "Choose a new password here:",
            },
            path: "/compte/oubli",
        },
        AccountOccasion::RecoveryCodeUsed => Phrases {
            subject: Words {
                fr: "Un code de secours vient de servir",
                de: "Ein Wiederherstellungscode wurde benutzt",
                en: "A recovery code was used",
            },
            text: Words {
                fr: "Quelqu’un s’est servi d’un de vos codes de secours ; il ne vaut plus rien. Si c’était vous, regardez combien il en reste. Si ce n’était pas vous, choisissez un nouveau mot de passe et de nouveaux codes tout de suite.",
                de: "Jemand hat einen Ihrer Wiederherstellungscodes benutzt; er gilt nicht mehr. Waren Sie es, sehen Sie nach, wie viele bleiben. Waren Sie es nicht, wählen Sie sofort ein neues Passwort und neue Codes.",
                en: "Somebody used one of your recovery codes; it is worth nothing any more. If it was you, see how many are left. If it was not you, choose a new password and new codes at once.",
            },
            way: Words {
                fr: "Vos moyens de connexion sont ici :",
                de: "Ihre Anmeldemittel finden Sie hier:",
                en: "Your ways to sign in are here:",
            },
            path: "/compte/securite",
        },
        AccountOccasion::RecoveryCodesRenewed => Phrases {
            subject: Words {
                fr: "Vous avez de nouveaux codes de secours",
                de: "Sie haben neue Wiederherstellungscodes",
                en: "You have new recovery codes",
            },
            text: Words {
                fr: "De nouveaux codes de secours viennent d’être faits pour votre compte ; les anciens ne valent plus rien. Si ce n’était pas vous, choisissez un nouveau mot de passe tout de suite.",
                de: "Für Ihr Konto wurden soeben neue Wiederherstellungscodes erstellt; die alten gelten nicht mehr. Waren Sie es nicht, wählen Sie sofort ein neues Passwort.",
                en: "New recovery codes have just been made for your account; the old ones are worth nothing any more. If it was not you, choose a new password at once.",
            },
            way: Words {
                fr: "Choisissez un nouveau mot de passe ici :",
                de: "Wählen Sie hier ein neues Passwort:",
                en: "Choose a new password here:",
            },
            path: "/compte/oubli",
        },
        AccountOccasion::SecondFactorReset => Phrases {
            subject: Words {
                fr: "Votre second facteur a été réinitialisé",
                de: "Ihr zweiter Faktor wurde zurückgesetzt",
                en: "Your second factor was reset",
            },
            text: Words {
                fr: "L’administration a retiré les seconds facteurs de votre compte et fermé vos sessions. Connectez-vous avec votre mot de passe, puis installez-en un nouveau. Si vous ne l’avez pas demandé, dites-le tout de suite à l’un des Totems.",
                de: "Die Verwaltung hat die zweiten Faktoren Ihres Kontos entfernt und Ihre Sitzungen beendet. Melden Sie sich mit Ihrem Passwort an und richten Sie einen neuen ein. Haben Sie das nicht verlangt, sagen Sie es sofort einem der Totems.",
                en: "The administration removed the second factors of your account and ended your sessions. Sign in with your password, then set up a new one. If you did not ask for it, tell one of the Totems at once.",
            },
            way: Words { fr: "Connectez-vous ici :", de: "Melden Sie sich hier an:", en: "Sign in here:" },
            path: "/connexion",
        },
        AccountOccasion::ExportReady => Phrases {
            subject: Words {
                fr: "La copie de vos données est prête",
                de: "Die Kopie Ihrer Daten ist fertig",
                en: "The copy of your data is ready",
            },
            text: Words {
                fr: "Vous avez demandé une copie de vos données. Connectez-vous pour la télécharger ; elle sera supprimée le {0}. Si ce n’était pas vous, changez votre mot de passe.",
                de: "Sie haben eine Kopie Ihrer Daten angefordert. Melden Sie sich an, um sie herunterzuladen; am {0} wird sie gelöscht. Waren Sie es nicht, ändern Sie Ihr Passwort.",
                en: "You asked for a copy of your data. Sign in to download it; it will be deleted on {0}. If it was not you, change your password.",
            },
            way: Words { fr: "Téléchargez-la ici :", de: "Laden Sie sie hier herunter:", en: "Download it here:" },
            path: "/compte/donnees",
        },
        AccountOccasion::Erased => Phrases {
            subject: Words { fr: "Votre compte est effacé", de: "Ihr Konto ist gelöscht", en: "Your account is erased" },
            text: Words {
                fr: "Votre compte et tout ce qui vous concernait sont effacés. Notre journal de sécurité garde pendant douze mois un numéro qui ne mène plus à personne. C’est notre dernier message ; nous ne gardons pas non plus celui-ci.",
                de: "Ihr Konto und alles, was Sie betraf, ist gelöscht. Unser Sicherheitsprotokoll behält zwölf Monate lang eine Nummer, die zu niemandem mehr führt. Dies ist unsere letzte Nachricht; auch sie behalten wir nicht.",
                en: "Your account and everything about you is erased. Our security log keeps for twelve months a number that leads to nobody any more. This is our last message; we do not keep it either.",
            },
            way: Words {
                fr: "L’annuaire et les Totems restent ouverts à tous :",
                de: "Das Verzeichnis und die Totems bleiben allen offen:",
                en: "The directory and the Totems stay open to everybody:",
            },
            path: "/",
        },
    }
}
