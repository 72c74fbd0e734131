//! The words of letters about records of the directory, in the reader's language.

use super::{
    RecordLetter, RecordOccasion, RecordReaders,
    words::{FAREWELL, GREETING, Worded, quoted},
};
use crate::{
    auth::Authority,
    directory::model::ReviewReason,
    error::{Language, Words},
};

/// What one kind of letter says; {0} is the name of the record, {1} the region that proposes something.
struct Phrases {
    subject: Words,
    text: Words,
    /// Before the link.
    way: Words,
}

/// `address` is where the letter leads.
pub fn word(letter: &RecordLetter, language: Language, reader: &str, address: &str) -> Worded {
    let Phrases { subject, text, way } = phrases(letter.about_record);
    let region = match letter.to {
        RecordReaders::Answerers { region, .. } => region_words(region).say(language, &[]),
        _ => String::new(),
    };
    let particulars = [letter.name.clone(), region];
    let mut parts = vec![GREETING.say(language, &[reader.to_owned()]).replace(" ,", ","), text.say(language, &particulars)];
    if let Some(reason) = letter.reason {
        parts.push(format!("{} {}.", REASON.say(language, &[]), reason_words(reason).say(language, &[])));
    }
    if let Some(note) = &letter.note {
        parts.push(quoted(note));
    }
    parts.push(format!("{}\n{address}", way.say(language, &[])));
    parts.push(FAREWELL.say(language, &[]));
    // A line break in a name must not become a header of the mail.
    let subject = subject.say(language, &particulars).replace(['\r', '\n'], " ");
    Worded { subject, text: parts.join("\n\n"), language }
}

const REASON: Words = Words { fr: "Motif :", de: "Grund:", en: "Reason:" };
const SEE: Words = Words { fr: "Voyez la fiche ici :", de: "Den Eintrag finden Sie hier:", en: "See the record here:" };

fn phrases(occasion: RecordOccasion) -> Phrases {
    match occasion {
        RecordOccasion::Published => Phrases {
            subject: Words { fr: "Fiche publiée : {0}", de: "Eintrag veröffentlicht: {0}", en: "Record published: {0}" },
            text: Words {
                fr: "La fiche {0} est publiée dans l’annuaire : tout le monde la trouve désormais.",
                de: "Der Eintrag {0} ist im Verzeichnis veröffentlicht: Alle finden ihn von nun an.",
                en: "The record {0} is published in the directory: everybody finds it from now on.",
            },
            way: SEE,
        },
        RecordOccasion::SentBack => Phrases {
            subject: Words { fr: "Fiche à compléter : {0}", de: "Eintrag zu ergänzen: {0}", en: "Record to be mended: {0}" },
            text: Words {
                fr: "La modération a relu la fiche {0} et vous la renvoie : corrigez-la, puis proposez-la de nouveau.",
                de: "Die Moderation hat den Eintrag {0} gelesen und schickt ihn Ihnen zurück: Berichtigen Sie ihn und schlagen Sie ihn erneut vor.",
                en: "A moderator has read the record {0} and sends it back to you: mend it, then propose it again.",
            },
            way: Words { fr: "Corrigez-la ici :", de: "Berichtigen Sie ihn hier:", en: "Mend it here:" },
        },
        RecordOccasion::Refused => Phrases {
            subject: Words { fr: "Fiche refusée : {0}", de: "Eintrag abgelehnt: {0}", en: "Record refused: {0}" },
            text: Words {
                fr: "La modération a relu la fiche {0} et ne la publiera pas.",
                de: "Die Moderation hat den Eintrag {0} gelesen und wird ihn nicht veröffentlichen.",
                en: "A moderator has read the record {0} and will not publish it.",
            },
            way: SEE,
        },
        RecordOccasion::Suspended => Phrases {
            subject: Words { fr: "Fiche suspendue : {0}", de: "Eintrag ausgesetzt: {0}", en: "Record suspended: {0}" },
            text: Words {
                fr: "La modération a suspendu la fiche {0} : le public ne la voit plus pour le moment.",
                de: "Die Moderation hat den Eintrag {0} ausgesetzt: Die Öffentlichkeit sieht ihn vorerst nicht mehr.",
                en: "A moderator has suspended the record {0}: the public does not see it for now.",
            },
            way: SEE,
        },
        RecordOccasion::Archived => Phrases {
            subject: Words { fr: "Fiche archivée : {0}", de: "Eintrag archiviert: {0}", en: "Record archived: {0}" },
            text: Words {
                fr: "La fiche {0} est archivée : elle n’est plus dans l’annuaire.",
                de: "Der Eintrag {0} ist archiviert: Er steht nicht mehr im Verzeichnis.",
                en: "The record {0} is archived: it is no longer in the directory.",
            },
            way: SEE,
        },
        RecordOccasion::Deleted => Phrases {
            subject: Words { fr: "Fiche supprimée : {0}", de: "Eintrag gelöscht: {0}", en: "Record deleted: {0}" },
            text: Words {
                fr: "La modération a supprimé la fiche {0}.",
                de: "Die Moderation hat den Eintrag {0} gelöscht.",
                en: "A moderator has deleted the record {0}.",
            },
            way: Words { fr: "L’annuaire est ici :", de: "Das Verzeichnis ist hier:", en: "The directory is here:" },
        },
        RecordOccasion::ClaimLink => Phrases {
            subject: Words {
                fr: "Confirmez que vous tenez la fiche {0}",
                de: "Bestätigen Sie, dass Sie den Eintrag {0} pflegen",
                en: "Confirm that you keep the record {0}",
            },
            text: Words {
                fr: "Vous avez demandé à tenir la fiche {0} dans l’annuaire, et donné cette adresse comme preuve. Ouvrez le lien dans les 24 heures, avec votre compte. Si ce n’était pas vous, ne faites rien : rien ne change.",
                de: "Sie möchten den Eintrag {0} im Verzeichnis pflegen und haben diese Adresse als Nachweis angegeben. Öffnen Sie den Link innerhalb von 24 Stunden, mit Ihrem Konto. Waren Sie es nicht, tun Sie nichts: Es ändert sich nichts.",
                en: "You asked to keep the record {0} in the directory, and gave this address as proof. Open the link within 24 hours, with your account. If it was not you, do nothing: nothing changes.",
            },
            way: Words { fr: "Confirmez ici :", de: "Bestätigen Sie hier:", en: "Confirm here:" },
        },
        RecordOccasion::ClaimAccepted => Phrases {
            subject: Words { fr: "Vous tenez la fiche {0}", de: "Sie pflegen den Eintrag {0}", en: "You keep the record {0}" },
            text: Words {
                fr: "La modération vous confie la fiche {0} : vous la modifiez, et vous invitez qui la tient avec vous.",
                de: "Die Moderation vertraut Ihnen den Eintrag {0} an: Sie ändern ihn und laden ein, wer ihn mit Ihnen pflegt.",
                en: "A moderator entrusts the record {0} to you: you change it, and invite who keeps it with you.",
            },
            way: SEE,
        },
        RecordOccasion::Confirm => Phrases {
            subject: Words {
                fr: "La fiche {0} est-elle encore juste ?",
                de: "Stimmt der Eintrag {0} noch?",
                en: "Is the record {0} still right?",
            },
            text: Words {
                fr: "Vous tenez la fiche {0} dans l’annuaire, et personne ne l’a confirmée depuis un an. Ouvrez le lien et relisez-la : si tout est encore juste, un clic suffit, sans vous connecter ; sinon, modifiez-la. Le lien est à vous et vaut 30 jours.",
                de: "Sie pflegen den Eintrag {0} im Verzeichnis, und seit einem Jahr hat ihn niemand bestätigt. Öffnen Sie den Link und lesen Sie ihn durch: Stimmt noch alles, genügt ein Klick, ohne Anmeldung; sonst ändern Sie ihn. Der Link ist für Sie und gilt 30 Tage.",
                en: "You keep the record {0} in the directory, and nobody has confirmed it for a year. Open the link and read it: if all is still right, one click is enough, without signing in; otherwise, change it. The link is yours and works for 30 days.",
            },
            way: Words { fr: "Relisez-la ici :", de: "Lesen Sie ihn hier:", en: "Read it here:" },
        },
        RecordOccasion::Proposed => Phrases {
            subject: Words { fr: "Changement proposé : {0}", de: "Änderung vorgeschlagen: {0}", en: "Change proposed: {0}" },
            text: Words {
                fr: "Une région partenaire ({1}) propose de changer la fiche {0}, et dit pourquoi. Rien ne change sans votre réponse : acceptez ou refusez chaque point.",
                de: "Eine Partnerregion ({1}) schlägt vor, den Eintrag {0} zu ändern, und sagt, warum. Ohne Ihre Antwort ändert sich nichts: Nehmen Sie jeden Punkt an, oder lehnen Sie ihn ab.",
                en: "A partner region ({1}) proposes to change the record {0}, and says why. Nothing changes without your answer: accept or refuse each point.",
            },
            way: Words { fr: "Répondez ici :", de: "Antworten Sie hier:", en: "Answer here:" },
        },
        RecordOccasion::ClaimRefused => Phrases {
            subject: Words {
                fr: "Votre demande de tenir la fiche {0}",
                de: "Ihr Wunsch, den Eintrag {0} zu pflegen",
                en: "Your claim to the record {0}",
            },
            text: Words {
                fr: "La modération ne peut pas vous confier la fiche {0}.",
                de: "Die Moderation kann Ihnen den Eintrag {0} nicht anvertrauen.",
                en: "A moderator cannot entrust the record {0} to you.",
            },
            way: SEE,
        },
    }
}

fn region_words(region: Authority) -> Words {
    match region {
        Authority::FrLorraine => Words { fr: "Lorraine", de: "Lothringen", en: "Lorraine" },
        Authority::Lu => Words { fr: "Luxembourg", de: "Luxemburg", en: "Luxembourg" },
        Authority::DeSl => Words { fr: "Sarre", de: "Saarland", en: "Saarland" },
        Authority::DeTr => Words { fr: "Trèves", de: "Trier", en: "Trier" },
    }
}

fn reason_words(reason: ReviewReason) -> Words {
    match reason {
        ReviewReason::Incomplete => Words { fr: "incomplète", de: "unvollständig", en: "incomplete" },
        ReviewReason::Inaccurate => Words { fr: "inexacte", de: "unrichtig", en: "inaccurate" },
        ReviewReason::Duplicate => {
            Words { fr: "déjà dans l’annuaire", de: "bereits im Verzeichnis", en: "in the directory already" }
        }
        ReviewReason::OutOfArea => Words { fr: "hors du territoire", de: "außerhalb des Gebiets", en: "outside the area" },
        ReviewReason::OutOfScope => {
            Words { fr: "hors du sujet de l’annuaire", de: "kein Fall für das Verzeichnis", en: "not for the directory" }
        }
        ReviewReason::Closed => Words { fr: "n’existe plus", de: "besteht nicht mehr", en: "no longer exists" },
        ReviewReason::Withdrawn => Words { fr: "retirée", de: "zurückgezogen", en: "withdrawn" },
        ReviewReason::Other => Words { fr: "autre", de: "anderer", en: "other" },
    }
}
