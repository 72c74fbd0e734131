//! The words of each letter, in the reader's language.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::{Occasion, RequestLetter};
use crate::{
    clock::ZONE,
    error::{Language, Words},
};

/// A letter as it is sent.
pub struct Worded {
    pub subject: String,
    pub text: String,
    pub language: Language,
}

impl Worded {
    /// With the way to receive no more letters of this kind.
    pub fn with_end(self, address: &str) -> Self {
        let end = END.say(self.language, &[]);
        Self { text: format!("{}\n\n{end}\n{address}", self.text), ..self }
    }
}

const NOBODY: Words = Words { fr: "personne", de: "niemand", en: "nobody" };

const END: Words = Words {
    fr: "Pour ne plus recevoir ce genre de message :",
    de: "Um solche Nachrichten nicht mehr zu erhalten:",
    en: "To receive no more messages of this kind:",
};

pub const GREETING: Words = Words { fr: "Bonjour {0},", de: "Guten Tag {0},", en: "Hello {0}," };
pub const FAREWELL: Words = Words { fr: "L’équipe LORnTECH", de: "Ihr LORnTECH-Team", en: "The LORnTECH team" };

/// `address` is the page where the reader follows the request.
/// `by_mail` says whether it can be answered by mail.
pub fn word(letter: &RequestLetter, language: Language, reader: &str, address: &str, by_mail: bool) -> Worded {
    let (subject, beginning, end) = phrases(letter.occasion);
    let day = |at: Option<DateTime<Utc>>| at.map_or_else(String::new, |at| day(at, language));
    let particulars = [
        letter.reference.clone(),
        letter.totem.clone(),
        letter.service.say(language).to_owned(),
        day(letter.due_at),
        letter.subject.clone(),
        letter.contact.clone(),
        letter.reason.as_deref().map_or_else(String::new, |reason| reason_words(reason).say(language, &[])),
        day(letter.ends_at),
        if letter.in_charge.is_empty() { NOBODY.say(language, &[]) } else { letter.in_charge.join(", ") },
    ];
    let mut parts = vec![GREETING.say(language, &[reader.to_owned()]), beginning.say(language, &particulars)];
    if let Some(text) = &letter.text {
        parts.push(quoted(text));
    }
    parts.push(format!("{}\n{address}", end.say(language, &particulars)));
    if asks_for_words(letter.occasion) {
        parts.push(if by_mail { BY_MAIL } else { NOT_BY_MAIL }.say(language, &[]));
    }
    parts.push(format!("{}\n{} · {}", FAREWELL.say(language, &[]), letter.totem, letter.reference));
    // A line break in a name must not become a header of the mail.
    let subject = subject.say(language, &particulars).replace(['\r', '\n'], " ");
    Worded { subject, text: parts.join("\n\n"), language }
}

/// Whether whoever reads it may want to answer it.
pub fn asks_for_words(occasion: Occasion) -> bool {
    match occasion {
        Occasion::Submitted
        | Occasion::Message
        | Occasion::AskedBack
        | Occasion::Answered
        | Occasion::HandedOver
        | Occasion::Merged
        | Occasion::Reply
        | Occasion::NewRequest
        | Occasion::Reopened
        | Occasion::TakenOver
        | Occasion::DueSoon
        | Occasion::Overdue
        | Occasion::Waiting => true,
        Occasion::Confirm
        | Occasion::Rejected
        | Occasion::Expired
        | Occasion::Closed
        | Occasion::Escalated
        | Occasion::Unsent
        | Occasion::FileInfected
        | Occasion::MailRefused => false,
    }
}

const BY_MAIL: Words = Words {
    fr: "Vous pouvez aussi répondre à ce courriel, avec des fichiers : votre réponse rejoint la demande.",
    de: "Sie können auch auf diese E-Mail antworten, mit Dateien: Ihre Antwort kommt zur Anfrage.",
    en: "You can also reply to this e-mail, with files: your reply joins the request.",
};
const NOT_BY_MAIL: Words = Words {
    fr: "Cette adresse ne reçoit pas de courrier : répondez sur le site.",
    de: "Diese Adresse empfängt keine E-Mails: Antworten Sie auf der Website.",
    en: "This address receives no mail: reply on the site.",
};

pub fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

/// Subject, beginning, and the sentence before the link. {0} reference, {1} Totem, {2} service, {3} day, {4} subject,
/// {5} whoever asked, {6} reason, {7} the day on which it ends by itself, {8} who is in charge.
fn phrases(occasion: Occasion) -> (Words, Words, Words) {
    match occasion {
        Occasion::Confirm => (
            Words { fr: "Confirmez votre demande {0}", de: "Bestätigen Sie Ihre Anfrage {0}", en: "Confirm your request {0}" },
            Words {
                fr: "Vous préparez une demande au {1} : « {4} » ({2}). Elle partira dès que vous l’aurez confirmée, sous 7 jours.",
                de: "Sie bereiten eine Anfrage an {1} vor: „{4}“ ({2}). Sie geht ab, sobald Sie sie innerhalb von 7 Tagen bestätigen.",
                en: "You are preparing a request to {1}: “{4}” ({2}). It leaves as soon as you confirm it, within 7 days.",
            },
            Words {
                fr: "Confirmez et envoyez-la ici (si vous n’avez rien demandé, ignorez ce message) :",
                de: "Bestätigen und senden Sie sie hier (wenn Sie nichts angefragt haben, ignorieren Sie diese Nachricht):",
                en: "Confirm and send it here (if you asked for nothing, ignore this message):",
            },
        ),
        Occasion::Submitted => (
            Words {
                fr: "Votre demande {0} est arrivée",
                de: "Ihre Anfrage {0} ist angekommen",
                en: "Your request {0} has arrived",
            },
            Words {
                fr: "Le {1} a bien reçu votre demande « {4} » ({2}). Vous aurez une réponse au plus tard le {3}.",
                de: "{1} hat Ihre Anfrage „{4}“ ({2}) erhalten. Sie bekommen spätestens am {3} eine Antwort.",
                en: "{1} has received your request “{4}” ({2}). You will have an answer by {3}.",
            },
            Words { fr: "Suivez-la ici :", de: "Verfolgen Sie sie hier:", en: "Follow it here:" },
        ),
        Occasion::Message => (
            Words {
                fr: "Un message du {1} sur votre demande {0}",
                de: "Nachricht von {1} zu Ihrer Anfrage {0}",
                en: "A message from {1} about your request {0}",
            },
            Words {
                fr: "Le {1} vous écrit à propos de « {4} » :",
                de: "{1} schreibt Ihnen zu „{4}“:",
                en: "{1} writes to you about “{4}”:",
            },
            Words { fr: "Répondez ici :", de: "Antworten Sie hier:", en: "Reply here:" },
        ),
        Occasion::AskedBack => (
            Words {
                fr: "Le {1} a une question sur votre demande {0}",
                de: "{1} hat eine Frage zu Ihrer Anfrage {0}",
                en: "{1} has a question about your request {0}",
            },
            Words {
                fr: "Pour avancer sur « {4} », il manque une précision. Le délai est suspendu jusqu’à votre réponse.",
                de: "Um mit „{4}“ weiterzukommen, fehlt eine Angabe. Die Frist ruht, bis Sie antworten.",
                en: "To go on with “{4}”, one detail is missing. The deadline stands still until you reply.",
            },
            Words {
                fr: "Répondez ici ; sans réponse de votre part, la demande expire le {7} :",
                de: "Antworten Sie hier; ohne Ihre Antwort läuft die Anfrage am {7} ab:",
                en: "Reply here; without a reply from you the request expires on {7}:",
            },
        ),
        Occasion::Answered => (
            Words {
                fr: "Réponse à votre demande {0}", de: "Antwort auf Ihre Anfrage {0}", en: "An answer to your request {0}"
            },
            Words {
                fr: "Le {1} a répondu à « {4} » :", de: "{1} hat auf „{4}“ geantwortet:", en: "{1} has answered “{4}”:"
            },
            Words {
                fr: "Lisez-la, répondez ou clôturez la demande ici ; sans nouvelle de vous, elle est close le {7} :",
                de: "Lesen Sie sie, antworten Sie oder schließen Sie die Anfrage hier ab; hören wir nichts, wird sie am {7} geschlossen:",
                en: "Read it, reply, or close the request here; unless we hear from you, it is closed on {7}:",
            },
        ),
        Occasion::Expired => (
            Words {
                fr: "Votre demande {0} a expiré", de: "Ihre Anfrage {0} ist abgelaufen", en: "Your request {0} has expired"
            },
            Words {
                fr: "Le {1} attendait une précision pour avancer sur « {4} » ({2}). Sans réponse depuis 30 jours, la demande est arrêtée. Si vous en avez toujours besoin, faites-en une nouvelle.",
                de: "{1} wartete auf eine Angabe, um mit „{4}“ ({2}) weiterzukommen. Nach 30 Tagen ohne Antwort ist die Anfrage beendet. Wenn Sie sie noch brauchen, stellen Sie eine neue.",
                en: "{1} was waiting for a detail to go on with “{4}” ({2}). After 30 days without a reply the request has ended. If you still need it, make a new one.",
            },
            Words {
                fr: "Tout ce qui a été échangé est ici :",
                de: "Alles, was geschrieben wurde, ist hier:",
                en: "All that was written is here:",
            },
        ),
        Occasion::Closed => (
            Words { fr: "Votre demande {0} est close", de: "Ihre Anfrage {0} ist geschlossen", en: "Your request {0} is closed" },
            Words {
                fr: "Le {1} avait répondu à « {4} » ({2}) il y a 14 jours, et vous n’avez rien ajouté : la demande est close. Vous pouvez la rouvrir pendant 30 jours.",
                de: "{1} hatte vor 14 Tagen auf „{4}“ ({2}) geantwortet, und Sie haben nichts ergänzt: Die Anfrage ist geschlossen. Sie können sie 30 Tage lang wieder öffnen.",
                en: "{1} answered “{4}” ({2}) 14 days ago, and you added nothing: the request is closed. You can reopen it for 30 days.",
            },
            Words { fr: "Relisez-la ou rouvrez-la ici :", de: "Lesen oder öffnen Sie sie hier:", en: "Read or reopen it here:" },
        ),
        Occasion::Rejected => (
            Words {
                fr: "Votre demande {0} ne peut pas être suivie",
                de: "Ihre Anfrage {0} kann nicht bearbeitet werden",
                en: "Your request {0} cannot be taken up",
            },
            Words {
                fr: "Le {1} ne peut pas donner suite à « {4} ». Motif : {6}.",
                de: "{1} kann „{4}“ nicht weiterverfolgen. Grund: {6}.",
                en: "{1} cannot take up “{4}”. Reason: {6}.",
            },
            Words { fr: "Le détail est ici :", de: "Einzelheiten finden Sie hier:", en: "The details are here:" },
        ),
        Occasion::NewRequest => (
            Words { fr: "Nouvelle demande {0} : {4}", de: "Neue Anfrage {0}: {4}", en: "New request {0}: {4}" },
            Words {
                fr: "{5} demande : « {4} » ({2}). Réponse attendue au plus tard le {3}.",
                de: "{5} fragt an: „{4}“ ({2}). Eine Antwort wird bis spätestens {3} erwartet.",
                en: "{5} asks: “{4}” ({2}). An answer is due by {3}.",
            },
            Words { fr: "Ouvrez le dossier :", de: "Öffnen Sie den Vorgang:", en: "Open the file:" },
        ),
        Occasion::Reply => (
            Words {
                fr: "{5} a répondu sur la demande {0}",
                de: "{5} hat zur Anfrage {0} geantwortet",
                en: "{5} has replied on request {0}",
            },
            Words {
                fr: "{5} a écrit à propos de « {4} » ({2}).",
                de: "{5} hat zu „{4}“ ({2}) geschrieben.",
                en: "{5} has written about “{4}” ({2}).",
            },
            Words { fr: "Ouvrez le dossier :", de: "Öffnen Sie den Vorgang:", en: "Open the file:" },
        ),
        Occasion::MailRefused => (
            Words {
                fr: "Votre courriel sur la demande {0}",
                de: "Ihre E-Mail zur Anfrage {0}",
                en: "Your e-mail about request {0}",
            },
            Words {
                fr: "Votre courriel à propos de « {4} » ({2}) n’a pas pu être repris tel quel : {6}.",
                de: "Ihre E-Mail zu „{4}“ ({2}) konnte nicht so übernommen werden: {6}.",
                en: "Your e-mail about “{4}” ({2}) could not be taken as it is: {6}.",
            },
            Words {
                fr: "Écrivez et joignez vos fichiers sur le site :",
                de: "Schreiben Sie auf der Website, auch mit Dateien:",
                en: "Write on the site, with files as well:",
            },
        ),
        Occasion::FileInfected => (
            Words {
                fr: "Un fichier de la demande {0} a été supprimé",
                de: "Eine Datei zur Anfrage {0} wurde gelöscht",
                en: "A file of request {0} has been deleted",
            },
            Words {
                fr: "L’antivirus a trouvé un logiciel malveillant dans un fichier que vous avez joint à « {4} » ({2}). Il est supprimé et personne ne l’a reçu ; vérifiez l’appareil dont il vient.",
                de: "Der Virenscanner hat Schadsoftware in einer Datei gefunden, die Sie „{4}“ ({2}) beigefügt haben. Sie ist gelöscht, niemand hat sie erhalten; prüfen Sie das Gerät, von dem sie kommt.",
                en: "The virus scanner found malware in a file that you attached to “{4}” ({2}). It is deleted and nobody received it; check the device it comes from.",
            },
            Words { fr: "La demande est ici :", de: "Die Anfrage finden Sie hier:", en: "The request is here:" },
        ),
        Occasion::HandedOver => (
            Words {
                fr: "Votre demande {0} est transmise au {1}",
                de: "Ihre Anfrage {0} ist jetzt bei {1}",
                en: "Your request {0} is now with {1}",
            },
            Words {
                fr: "Le {1} suit maintenant votre demande « {4} » ({2}), avec tout ce qui a été échangé : vous n’avez rien à refaire.",
                de: "{1} kümmert sich jetzt um Ihre Anfrage „{4}“ ({2}), mit allem, was bisher geschrieben wurde: Sie müssen nichts wiederholen.",
                en: "{1} now handles your request “{4}” ({2}), with all that has been written: you need not repeat anything.",
            },
            Words { fr: "Suivez-la ici :", de: "Verfolgen Sie sie hier:", en: "Follow it here:" },
        ),
        Occasion::Merged => (
            Words {
                fr: "Vos deux demandes n’en font plus qu’une : {0}",
                de: "Ihre zwei Anfragen sind jetzt eine: {0}",
                en: "Your two requests are now one: {0}",
            },
            Words {
                fr: "Le {1} a réuni à votre demande « {4} » ({2}) celle que voici. Rien n’est perdu : tout y est, et la plus proche des deux échéances est gardée.",
                de: "{1} hat zu Ihrer Anfrage „{4}“ ({2}) die folgende hinzugefügt. Nichts ist verloren: alles ist dort, und die frühere der beiden Fristen gilt.",
                en: "{1} has joined the following one to your request “{4}” ({2}). Nothing is lost: all of it is there, and the earlier of the two deadlines holds.",
            },
            Words { fr: "Suivez-la ici :", de: "Verfolgen Sie sie hier:", en: "Follow it here:" },
        ),
        Occasion::TakenOver => (
            Words {
                fr: "La demande {0} vous est transmise : {4}",
                de: "Anfrage {0} wurde Ihnen übergeben: {4}",
                en: "Request {0} has been handed over to you: {4}",
            },
            Words {
                fr: "Un autre Totem vous confie le dossier de {5} : « {4} » ({2}). Réponse attendue au plus tard le {3}.",
                de: "Ein anderer Totem übergibt Ihnen den Vorgang von {5}: „{4}“ ({2}). Eine Antwort wird bis spätestens {3} erwartet.",
                en: "Another Totem hands you the file of {5}: “{4}” ({2}). An answer is due by {3}.",
            },
            Words { fr: "Ouvrez le dossier :", de: "Öffnen Sie den Vorgang:", en: "Open the file:" },
        ),
        Occasion::DueSoon => (
            Words {
                fr: "À répondre le {3} au plus tard : {4}",
                de: "Zu beantworten bis {3}: {4}",
                en: "To be answered by {3}: {4}",
            },
            Words {
                fr: "{5} attend une réponse à « {4} » ({2}, {0}) au plus tard le {3}, à 18 h. En charge : {8}.",
                de: "{5} erwartet bis spätestens {3}, 18 Uhr, eine Antwort auf „{4}“ ({2}, {0}). Zuständig: {8}.",
                en: "{5} expects an answer to “{4}” ({2}, {0}) by {3}, 6 pm. In charge: {8}.",
            },
            Words { fr: "Ouvrez le dossier :", de: "Öffnen Sie den Vorgang:", en: "Open the file:" },
        ),
        Occasion::Overdue => (
            Words { fr: "Délai dépassé : {4}", de: "Frist überschritten: {4}", en: "Deadline passed: {4}" },
            Words {
                fr: "La réponse à « {4} » ({2}, {0}) était promise à {5} pour le {3}. En charge : {8}. Répondez, posez une question ou transmettez la demande ; si la réponse tarde encore, dites à {5} quand elle viendra.",
                de: "Die Antwort auf „{4}“ ({2}, {0}) war {5} bis {3} versprochen. Zuständig: {8}. Antworten Sie, fragen Sie zurück oder übergeben Sie die Anfrage; dauert es länger, sagen Sie {5}, wann die Antwort kommt.",
                en: "The answer to “{4}” ({2}, {0}) was promised to {5} by {3}. In charge: {8}. Answer, ask back or hand the request over; if it takes longer, tell {5} when the answer will come.",
            },
            Words { fr: "Ouvrez le dossier :", de: "Öffnen Sie den Vorgang:", en: "Open the file:" },
        ),
        Occasion::Escalated => (
            Words {
                fr: "Toujours sans réponse après le délai : {4}",
                de: "Nach der Frist noch ohne Antwort: {4}",
                en: "Still without an answer after its deadline: {4}",
            },
            Words {
                fr: "La demande « {4} » de {5} ({2}, {0}) devait recevoir une réponse le {3} au plus tard. En charge : {8}. Vous recevez ce message parce que vous dirigez le {1}.",
                de: "Die Anfrage „{4}“ von {5} ({2}, {0}) hätte bis {3} beantwortet werden sollen. Zuständig: {8}. Sie erhalten diese Nachricht, weil Sie {1} leiten.",
                en: "The request “{4}” of {5} ({2}, {0}) was to be answered by {3}. In charge: {8}. You receive this message because you manage {1}.",
            },
            Words { fr: "Ouvrez le dossier :", de: "Öffnen Sie den Vorgang:", en: "Open the file:" },
        ),
        Occasion::Waiting => (
            Words {
                fr: "Le {1} attend votre réponse sur la demande {0}",
                de: "{1} wartet auf Ihre Antwort zur Anfrage {0}",
                en: "{1} is waiting for your reply on request {0}",
            },
            Words {
                fr: "Pour avancer sur « {4} » ({2}), le {1} vous a posé une question. Rien n’est perdu : le délai reprendra dès votre réponse.",
                de: "Um mit „{4}“ ({2}) weiterzukommen, hat {1} Ihnen eine Frage gestellt. Nichts ist verloren: Die Frist läuft weiter, sobald Sie antworten.",
                en: "To go on with “{4}” ({2}), {1} has asked you a question. Nothing is lost: the deadline goes on as soon as you reply.",
            },
            Words {
                fr: "Répondez ici ; sans réponse de votre part, la demande expire le {7} :",
                de: "Antworten Sie hier; ohne Ihre Antwort läuft die Anfrage am {7} ab:",
                en: "Reply here; without a reply from you the request expires on {7}:",
            },
        ),
        Occasion::Unsent => (
            Words {
                fr: "Votre demande {0} n’est pas encore partie",
                de: "Ihre Anfrage {0} ist noch nicht abgegangen",
                en: "Your request {0} has not left yet",
            },
            Words {
                fr: "Votre demande « {4} » ({2}) attend un fichier dont le {1} a besoin. Elle part dès qu’il est joint.",
                de: "Ihre Anfrage „{4}“ ({2}) wartet auf eine Datei, die {1} braucht. Sie geht ab, sobald die Datei beigefügt ist.",
                en: "Your request “{4}” ({2}) awaits a file that {1} needs. It leaves as soon as the file is attached.",
            },
            Words {
                fr: "Joignez-le ici ; sans lui, la demande expire le {7} :",
                de: "Fügen Sie sie hier bei; ohne sie läuft die Anfrage am {7} ab:",
                en: "Attach it here; without it the request expires on {7}:",
            },
        ),
        Occasion::Reopened => (
            Words { fr: "La demande {0} est rouverte", de: "Die Anfrage {0} ist wieder offen", en: "Request {0} is open again" },
            Words {
                fr: "{5} a rouvert « {4} » ({2}). Réponse attendue au plus tard le {3}.",
                de: "{5} hat „{4}“ ({2}) wieder geöffnet. Eine Antwort wird bis spätestens {3} erwartet.",
                en: "{5} has reopened “{4}” ({2}). An answer is due by {3}.",
            },
            Words { fr: "Ouvrez le dossier :", de: "Öffnen Sie den Vorgang:", en: "Open the file:" },
        ),
    }
}

fn reason_words(reason: &str) -> Words {
    match reason {
        "mail_over" => Words {
            fr: "on ne peut plus y écrire, ou pas à cette étape",
            de: "dort kann nicht mehr oder zurzeit nicht geschrieben werden",
            en: "nothing can be written there any more, or not at this point",
        },
        "mail_too_long" => {
            Words { fr: "plus de 10 000 caractères", de: "mehr als 10 000 Zeichen", en: "more than 10,000 characters" }
        }
        "mail_empty" => Words {
            fr: "rien n’était écrit au-dessus du message cité",
            de: "über der zitierten Nachricht stand nichts",
            en: "nothing stood above the message that it quotes",
        },
        "mail_files" => Words {
            fr: "votre texte est arrivé, sans ces fichiers",
            de: "Ihr Text ist angekommen, ohne diese Dateien",
            en: "your text has arrived, without these files",
        },
        "out_of_area" => {
            Words { fr: "hors du territoire du Totem", de: "außerhalb des Gebiets des Totems", en: "outside the Totem’s area" }
        }
        "out_of_scope" => Words { fr: "hors de ses services", de: "außerhalb seiner Leistungen", en: "outside its services" },
        "not_eligible" => Words { fr: "conditions non remplies", de: "Bedingungen nicht erfüllt", en: "conditions not met" },
        "no_capacity" => {
            Words { fr: "plus de capacité en ce moment", de: "derzeit keine Kapazität", en: "no capacity at the moment" }
        }
        "duplicate" => Words { fr: "demande déjà en cours", de: "Anfrage läuft bereits", en: "already being handled" },
        "incomplete" => Words { fr: "informations manquantes", de: "fehlende Angaben", en: "missing information" },
        "already_served" => Words { fr: "service déjà rendu", de: "Leistung bereits erbracht", en: "already served" },
        _ => Words { fr: "autre", de: "anderer", en: "other" },
    }
}

const WEEKDAYS: [[&str; 7]; 3] = [
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
];
const MONTHS: [[&str; 12]; 3] = [
    ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
];

/// A day in words, as it is in Paris.
pub fn day(at: DateTime<Utc>, language: Language) -> String {
    date(at.with_timezone(&ZONE).date_naive(), language)
}

/// A date in words.
pub fn date(at: NaiveDate, language: Language) -> String {
    let tongue = language as usize;
    let weekday = WEEKDAYS[tongue][at.weekday().num_days_from_monday() as usize];
    let month = month(at, language);
    match language {
        Language::Fr if at.day() == 1 => format!("{weekday} 1er {month}"),
        Language::Fr | Language::En => format!("{weekday} {} {month}", at.day()),
        Language::De => format!("{weekday}, {}. {month}", at.day()),
    }
}

/// The month of a date.
pub fn month(at: NaiveDate, language: Language) -> &'static str {
    MONTHS[language as usize][at.month0() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_said_as_people_say_it() {
        let at = "2026-12-04T17:00:00Z".parse().expect("an instant");
        assert_eq!(day(at, Language::Fr), "vendredi 4 décembre");
        assert_eq!(day(at, Language::De), "Freitag, 4. Dezember");
        assert_eq!(day(at, Language::En), "Friday 4 December");
    }
}
