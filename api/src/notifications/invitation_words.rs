//! The words of an invitation, in the language of whoever invites.

use super::{
    InvitationLetter,
    words::{FAREWELL, Worded, day},
};
use crate::{
    auth::Role,
    error::{Language, Words},
};

/// `site` is our address.
pub fn word(letter: &InvitationLetter, site: &str) -> Worded {
    let language = Language::negotiate(Some(&letter.language));
    let role = role(letter.role).say(language, &[letter.place.clone().unwrap_or_default()]);
    let platform = Words { fr: "L’équipe LORnTECH", de: "Das LORnTECH-Team", en: "The LORnTECH team" };
    let by = letter.invited_by.clone().unwrap_or_else(|| platform.say(language, &[]));
    let particulars = [by, role, day(letter.expires_at, language), letter.email.clone()];
    let subject = Words { fr: "Invitation : {1}", de: "Einladung: {1}", en: "Invitation: {1}" };
    let text = Words {
        fr: "{0} vous invite sur LORnTECH : {1}. Répondez d’ici le {2}, avec le compte de cette adresse ({3}) ; si vous n’en avez pas, ouvrez-en un d’abord.",
        de: "{0} lädt Sie zu LORnTECH ein: {1}. Antworten Sie bis {2} mit dem Konto dieser Adresse ({3}); wenn Sie noch keines haben, eröffnen Sie zuerst eines.",
        en: "{0} invites you to LORnTECH: {1}. Answer by {2} with the account of this address ({3}); if you have none yet, open one first.",
    };
    let way = Words { fr: "Voyez l’invitation ici :", de: "Die Einladung finden Sie hier:", en: "See the invitation here:" };
    let hello = Words { fr: "Bonjour,", de: "Guten Tag,", en: "Hello," };
    let parts = [
        hello.say(language, &[]),
        text.say(language, &particulars),
        format!("{}\n{site}/invitations/{}", way.say(language, &[]), letter.invitation),
        FAREWELL.say(language, &[]),
    ];
    // A line break in a name must not become a header of the mail.
    let subject = subject.say(language, &particulars).replace(['\r', '\n'], " ");
    Worded { subject, text: parts.join("\n\n"), language }
}

/// What somebody is invited to; {0} is the place.
fn role(role: Role) -> Words {
    match role {
        Role::Agent => Words { fr: "équipe du Totem {0}", de: "Team des Totem {0}", en: "team of the Totem {0}" },
        Role::Manager => Words { fr: "responsable du Totem {0}", de: "Leitung des Totem {0}", en: "manager of the Totem {0}" },
        Role::Owner => Words { fr: "titulaire de la fiche {0}", de: "Inhaber des Eintrags {0}", en: "owner of the record {0}" },
        Role::Editor => Words { fr: "rédaction de la fiche {0}", de: "Pflege des Eintrags {0}", en: "editor of the record {0}" },
        Role::Pilot => Words { fr: "pilotage de la candidature", de: "Steuerung der Bewerbung", en: "pilot of the candidacy" },
        Role::Moderator => {
            Words { fr: "modération de l’annuaire", de: "Moderation des Verzeichnisses", en: "moderator of the directory" }
        }
        Role::Admin => {
            Words { fr: "administration de la plateforme", de: "Verwaltung der Plattform", en: "administrator of the platform" }
        }
    }
}
