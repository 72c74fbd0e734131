//! A message of the mail (RFC 5322 and MIME), as far as it matters here.

use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders, PartType};
use sha2::{Digest, Sha256};

use super::quotation::new_text;
use crate::http::text::is_stray;

/// What is known of a message.
pub struct Reading {
    /// The same for the same message, however often it comes.
    pub digest: Vec<u8>,
    /// Programs wrote it, which expect no answer and would go on for ever.
    pub automatic: bool,
    /// The addresses that its headers name as its own.
    pub recipients: Vec<String>,
    /// What is new in it.
    pub text: String,
    pub files: Vec<Attachment>,
}

/// A file within a message.
pub struct Attachment {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// Nothing where this is no message at all.
pub fn read(bytes: &[u8]) -> Option<Reading> {
    let message = MessageParser::default().parse(bytes).filter(|message| !message.headers().is_empty())?;
    let digest = match message.message_id() {
        Some(id) => Sha256::digest(id.trim().as_bytes()),
        None => Sha256::digest(bytes),
    };
    Some(Reading {
        digest: digest.to_vec(),
        automatic: is_automatic(&message),
        recipients: recipients(&message),
        text: text(&message),
        files: message.attachments().filter_map(attachment).collect(),
    })
}

fn raw<'a>(message: &'a Message<'_>, name: &'static str) -> Option<&'a str> {
    message.header_raw(name).map(str::trim)
}

/// By RFC 3834 and what else programs say of themselves.
fn is_automatic(message: &Message<'_>) -> bool {
    let submitted = raw(message, "Auto-Submitted").is_some_and(|word| !word.eq_ignore_ascii_case("no"));
    let bulk = raw(message, "Precedence")
        .is_some_and(|word| ["bulk", "junk", "list", "auto_reply"].iter().any(|known| word.eq_ignore_ascii_case(known)));
    let null = raw(message, "Return-Path").is_some_and(|path| path == "<>");
    let said = ["X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id", "X-Loop"];
    let from = message.from().and_then(|from| from.first()).and_then(|from| from.address()).unwrap_or_default();
    let daemon = ["mailer-daemon@", "postmaster@"].iter().any(|start| from.to_ascii_lowercase().starts_with(start));
    let report = message.content_type().is_some_and(|kind| {
        kind.c_type.eq_ignore_ascii_case("multipart")
            && kind
                .c_subtype
                .as_ref()
                .is_some_and(|kind| ["report", "disposition-notification"].contains(&kind.to_ascii_lowercase().as_str()))
    });
    submitted || bulk || null || daemon || report || said.iter().any(|name| message.header_raw(*name).is_some())
}

fn recipients(message: &Message<'_>) -> Vec<String> {
    let mut found = vec![];
    for name in ["Delivered-To", "X-Original-To", "Envelope-To"] {
        found.extend(raw(message, name).map(|text| text.trim_matches(['<', '>']).to_owned()));
    }
    for value in [message.header("To"), message.header("Cc")].into_iter().flatten() {
        if let HeaderValue::Address(address) = value {
            found.extend(address.iter().filter_map(|one| one.address().map(str::to_owned)));
        }
    }
    found
}

/// The first text; of a page, what it says; of a message that breaks off, what there is.
fn text(message: &Message<'_>) -> String {
    let any = || message.parts.iter().find_map(|part| part.text_contents()).map(Into::into);
    let whole = message.body_text(0).or_else(any).unwrap_or_default();
    let plain: String = new_text(&whole).chars().filter(|c| !is_stray(*c) || matches!(c, '\n' | '\t')).collect();
    plain.trim().to_owned()
}

/// A file that somebody attached: neither a picture of their signature nor what proves it.
fn attachment(part: &mail_parser::MessagePart<'_>) -> Option<Attachment> {
    let media_type = part.content_type().map_or_else(String::new, |kind| {
        format!("{}/{}", kind.c_type, kind.c_subtype.as_deref().unwrap_or_default()).to_ascii_lowercase()
    });
    let proves = ["application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "text/calendar"];
    let shown =
        part.content_id().is_some() && part.content_disposition().is_none_or(|how| how.c_type.eq_ignore_ascii_case("inline"));
    if shown || proves.contains(&media_type.as_str()) || matches!(part.body, PartType::Multipart(_)) {
        return None;
    }
    let name = part.attachment_name()?.to_owned();
    Some(Attachment { name, media_type, bytes: part.contents().to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(head: &str) -> Reading {
        read(format!("From: camille@exemple.fr\r\nTo: reply+abc@exemple.fr\r\n{head}\r\n\r\nBonjour\r\n").as_bytes())
            .expect("a message")
    }

    #[test]
    fn what_programs_write_is_known_as_theirs() {
        for head in [
            "Auto-Submitted: auto-replied",
            "Auto-Submitted: auto-generated",
            "Precedence: bulk",
            "Precedence: auto_reply",
            "Return-Path: <>",
            "X-Autoreply: yes",
            "List-Id: <liste.exemple.fr>",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
        ] {
            assert!(with(head).automatic, "{head}");
        }
        for head in ["Auto-Submitted: no", "Precedence: normal", "Return-Path: <camille@exemple.fr>", "Content-Type: text/plain"]
        {
            assert!(!with(head).automatic, "{head}");
        }
    }

    #[test]
    fn a_page_or_another_encoding_is_read_as_text() {
        assert_eq!(with("Content-Type: text/html; charset=utf-8").text, "Bonjour");
        let latin = b"From: a@b.fr\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\xc9t\xe9\r\n";
        assert_eq!(read(latin).expect("a message").text, "Été");
        let wrong = b"From: a@b.fr\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nBonjour\0 \x1b[31m\r\n";
        assert_eq!(read(wrong).expect("a message").text, "Bonjour [31m");
        let encoded =
            b"From: a@b.fr\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nw4l0w6kK\r\n";
        assert_eq!(read(encoded).expect("a message").text, "Été");
    }

    #[test]
    fn whatever_comes_is_read_or_refused_and_never_a_panic() {
        let whole: &[u8] = b"From: a@b.fr\r\nTo: reply+x@b.fr\r\nMessage-ID: <1@b>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n\
            --x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nBonjour =C3=A9t=C3=A9\r\n\
            --x\r\nContent-Type: application/pdf; name=\"a.pdf\"\r\nContent-Disposition: attachment; filename=\"a.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--x--\r\n";
        let reading = read(whole).expect("a message");
        assert_eq!((reading.text.as_str(), reading.files.len()), ("Bonjour été", 1));
        assert_eq!((reading.files[0].name.as_str(), reading.files[0].bytes.as_slice()), ("a.pdf", &b"%PDF-"[..]));
        for length in 0..whole.len() {
            let _ = read(&whole[..length]);
        }
        assert!(read(b"").is_none());
    }
}
