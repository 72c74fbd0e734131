//! The words of letters about bookings, in the reader's language.

use chrono::{DateTime, Utc};

use super::{
    BookingOccasion,
    words::{FAREWELL, GREETING, Worded, day},
};
use crate::{
    bookings::model::{Booking, BookingParty, BookingStatus},
    clock::{self, ZONE},
    error::{Language, Words},
    http::LangText,
    spaces::model::LateCancellation,
};

/// `site` is our address. Nothing to say of no booking, or of one that has changed again.
pub fn word(occasion: BookingOccasion, bookings: &[Booking], language: Language, reader: &str, site: &str) -> Option<Worded> {
    let status = match occasion {
        BookingOccasion::Booked => BookingStatus::Confirmed,
        BookingOccasion::Cancelled => BookingStatus::Cancelled,
    };
    let told: Vec<&Booking> = bookings.iter().filter(|booking| booking.status == status).collect();
    let first = *told.first()?;
    let by_site = first.cancellation.as_ref().is_some_and(|cancellation| cancellation.by == BookingParty::Site);
    let (subject, text) = match occasion {
        BookingOccasion::Booked => (BOOKED, BOOKED_TEXT),
        BookingOccasion::Cancelled if by_site => (CANCELLED_BY_SITE, CANCELLED_BY_SITE_TEXT),
        BookingOccasion::Cancelled => (CANCELLED, CANCELLED_TEXT),
    };
    let cancellation = first.cancellation.as_ref();
    let particulars = [
        one_line(&first.space.name, language),
        first.totem.name.clone(),
        day(first.starts_at, language),
        cancellation.and_then(|cancellation| cancellation.reason.clone()).unwrap_or_default(),
    ];
    let greeting = GREETING.say(language, &[reader.to_owned()]).replace(" ,", ",");
    let mut parts = vec![greeting, text.say(language, &particulars)];
    parts.push(told.iter().map(|booking| line(booking, language)).collect::<Vec<_>>().join("\n"));
    if occasion == BookingOccasion::Booked {
        let until = [format!("{}, {}", day(first.cancellable_until, language), time(first.cancellable_until))];
        let rule = if first.late_cancellation == LateCancellation::AskSite { ASK_SITE } else { PRICE_DUE };
        parts.push(rule.say(language, &until));
    } else if cancellation.is_some_and(|cancellation| cancellation.price_due) {
        parts.push(STILL_DUE.say(language, &[]));
    }
    if first.account_id.is_some() {
        parts.push(format!("{}\n{site}/compte/reservations", MANAGE.say(language, &[])));
    }
    parts.push(FAREWELL.say(language, &[]));
    // A line break in a name must not become a header of the mail.
    let subject = subject.say(language, &particulars).replace(['\r', '\n'], " ");
    Some(Worded { subject, text: parts.join("\n\n"), language })
}

fn one_line(text: &LangText, language: Language) -> String {
    text.say(language).replace(char::is_control, " ")
}

fn time(at: DateTime<Utc>) -> String {
    at.with_timezone(&ZONE).format("%H:%M").to_string()
}

fn line(booking: &Booking, language: Language) -> String {
    let Booking { starts_at, ends_at, unit, .. } = *booking;
    let end = if clock::day(starts_at) == clock::day(ends_at) {
        time(ends_at)
    } else {
        format!("{}, {}", day(ends_at, language), time(ends_at))
    };
    let number = NUMBER.say(language, &[unit.to_string()]);
    format!("– {}, {} – {end} ({number})", day(starts_at, language), time(starts_at))
}

const NUMBER: Words = Words { fr: "n° {0}", de: "Nr. {0}", en: "no. {0}" };
const BOOKED: Words = Words { fr: "Réservé : {0}, {2}", de: "Gebucht: {0}, {2}", en: "Booked: {0}, {2}" };
const BOOKED_TEXT: Words =
    Words { fr: "C’est réservé au {1} : {0}.", de: "Bei {1} ist für Sie gebucht: {0}.", en: "It is booked at {1}: {0}." };
const CANCELLED: Words =
    Words { fr: "Réservation annulée : {0}, {2}", de: "Buchung abgesagt: {0}, {2}", en: "Booking cancelled: {0}, {2}" };
const CANCELLED_TEXT: Words = Words {
    fr: "Votre réservation au {1} est annulée : {0}.",
    de: "Ihre Buchung bei {1} ist abgesagt: {0}.",
    en: "Your booking at {1} is cancelled: {0}.",
};
const CANCELLED_BY_SITE: Words = Words {
    fr: "Le {1} a annulé votre réservation : {0}, {2}",
    de: "{1} hat Ihre Buchung abgesagt: {0}, {2}",
    en: "{1} has cancelled your booking: {0}, {2}",
};
const CANCELLED_BY_SITE_TEXT: Words = Words {
    fr: "Le {1} a dû annuler votre réservation : {0}. Motif : {3}",
    de: "{1} musste Ihre Buchung absagen: {0}. Grund: {3}",
    en: "{1} had to cancel your booking: {0}. Reason: {3}",
};
const ASK_SITE: Words = Words {
    fr: "Vous pouvez annuler jusqu’à : {0}. Ensuite, adressez-vous au Totem.",
    de: "Absagen können Sie bis: {0}. Danach wenden Sie sich an den Totem.",
    en: "You can cancel until: {0}. After that, ask the Totem.",
};
const PRICE_DUE: Words = Words {
    fr: "Vous pouvez annuler sans frais jusqu’à : {0}. Ensuite, le prix reste dû.",
    de: "Kostenlos absagen können Sie bis: {0}. Danach bleibt der Preis fällig.",
    en: "You can cancel free of charge until: {0}. After that, the price stays due.",
};
const STILL_DUE: Words = Words {
    fr: "L’annulation est venue après le délai : le prix reste dû.",
    de: "Die Absage kam nach der Frist: Der Preis bleibt fällig.",
    en: "The cancellation came late: the price stays due.",
};
const MANAGE: Words = Words { fr: "Vos réservations :", de: "Ihre Buchungen:", en: "Your bookings:" };
