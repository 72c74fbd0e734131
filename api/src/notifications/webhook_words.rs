//! The words about a webhook that we send nothing to any more.

use super::{
    WebhookLetter,
    words::{FAREWELL, GREETING, Worded},
};
use crate::{
    error::{Language, Words},
    webhooks::DisabledReason,
};

/// `site` is our address.
pub fn word(letter: &WebhookLetter, language: Language, reader: &str, site: &str) -> Worded {
    let host = std::slice::from_ref(&letter.host);
    let subject = Words {
        fr: "Votre webhook vers {0} est désactivé",
        de: "Ihr Webhook zu {0} ist abgeschaltet",
        en: "Your webhook to {0} is disabled",
    };
    let text = match letter.reason {
        DisabledReason::Gone => Words {
            fr: "Le destinataire a répondu 410 (« disparu ») : nous ne lui envoyons plus rien.",
            de: "Der Empfänger hat mit 410 („nicht mehr da“) geantwortet: Wir senden ihm nichts mehr.",
            en: "The receiver answered 410 (“gone”): we send it nothing more.",
        },
        DisabledReason::Failing => Words {
            fr: "Depuis cinq jours, rien n’y arrive : nous n’envoyons plus rien.",
            de: "Seit fünf Tagen kommt dort nichts an: Wir senden nichts mehr.",
            en: "For five days nothing has arrived there: we send nothing more.",
        },
    };
    let way = Words {
        fr: "Les réponses reçues sont sur cette page. Vous pouvez y réactiver le webhook et faire renvoyer ce qui n’est pas arrivé :",
        de: "Die erhaltenen Antworten stehen auf dieser Seite. Dort können Sie den Webhook wieder einschalten und nachsenden lassen, was nicht angekommen ist:",
        en: "The answers received are on this page. There you can enable the webhook again and have sent what did not arrive:",
    };
    let parts = [
        GREETING.say(language, &[reader.to_owned()]).replace(" ,", ","),
        text.say(language, &[]),
        format!("{}\n{site}/compte/webhooks/{}", way.say(language, &[]), letter.webhook),
        FAREWELL.say(language, &[]),
    ];
    Worded { subject: subject.say(language, host), text: parts.join("\n\n"), language }
}
