//! Mails, over SMTP.

use serde_json::json;

use crate::{
    fixtures::{ask, question_from},
    harness::{App, MailServer},
};

#[test]
fn a_confirmation_arrives_by_smtp() {
    let mail_server = MailServer::start();
    let app = App::start_with(
        &[("LORNTECH_SMTP_URL", &mail_server.url()), ("LORNTECH_MAIL_FROM", "LORnTECH <ne-pas-repondre@lorntech.example>")],
        &[],
    );
    let mut question = question_from("camille@exemple.fr");
    question["contact"]["name"] = json!("Camille Müller-Épinal");
    ask(&app.anonymous(), &question);
    let message = mail_server.message("the confirmation", |message| message.to == ["camille@exemple.fr"]);
    assert_eq!(message.from, "ne-pas-repondre@lorntech.example");
    let headers = message.headers();
    let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
    for name in ["from", "to", "subject", "date", "content-type", "message-id"] {
        assert_eq!(names.iter().filter(|known| **known == name).count(), 1, "{name}: {names:?}");
    }
    assert!(message.data.is_ascii() || message.data.contains("8bit"), "{}", message.data);
    // Whoever answers 2xx is not asked again.
    crate::harness::eventually("the outbox knows", || {
        (app.sql_value("select count(*) from outbox where done_at is not null") == "1").then_some(())
    });
    assert!(app.mails().is_empty(), "what went out is not kept as well");
}

#[test]
fn a_line_break_in_what_people_type_adds_no_header() {
    let mail_server = MailServer::start();
    let app = App::start_with(&[("LORNTECH_SMTP_URL", &mail_server.url())], &[]);
    let anonymous = app.anonymous();
    for (member, value) in [
        ("/contact/name", "Camille\r\nBcc: evil@exemple.fr"),
        ("/contact/name", "Camille\nBcc: evil@exemple.fr"),
        ("/subject", "Bonjour\r\nBcc: evil@exemple.fr"),
        ("/contact/email", "camille@exemple.fr\r\nBcc: evil@exemple.fr"),
        ("/contact/phone", "+33 3 87\r\nBcc: evil@exemple.fr"),
    ] {
        let mut question = question_from("camille@exemple.fr");
        question["contact"]["phone"] = json!("+33 3 87 00 00 00");
        *question.pointer_mut(member).unwrap() = json!(value);
        let reply = anonymous.post("/v1/service-requests", &question).expect_problem(422, "invalid_body");
        assert_eq!(reply.at("/errors/0/pointer"), member);
    }
    // What reaches the database another way does no harm either; names with marks of mail addresses stay names.
    let mut question = question_from("camille@exemple.fr");
    question["contact"]["name"] = json!("\"Camille\" <evil@exemple.fr>, Bcc: evil@exemple.fr");
    ask(&anonymous, &question);
    mail_server.message("the confirmation", |message| message.to == ["camille@exemple.fr"]);
    app.sql(
        "insert into outbox (id, topic, payload) select gen_random_uuid(), 'mail', jsonb_set(jsonb_set(payload, '{to,person,name}', \
         to_jsonb(E'Camille\\r\\nBcc: evil@exemple.fr'::text)), '{reference}', to_jsonb(E'MTZ\\r\\nBcc: evil@exemple.fr'::text)) \
         from outbox limit 1",
    );
    crate::harness::eventually("both letters leave", || (mail_server.all().len() == 2).then_some(()));
    for message in mail_server.all() {
        assert_eq!(message.to, ["camille@exemple.fr"]);
        let headers = message.headers();
        assert!(headers.iter().all(|(name, _)| name != "bcc"), "{headers:?}");
        let (_, to) = headers.iter().find(|(name, _)| name == "to").unwrap();
        assert!(to.contains("camille@exemple.fr"), "{to}");
    }
}

#[test]
fn a_letter_that_the_server_does_not_take_is_sent_again() {
    let mail_server = MailServer::start();
    mail_server.set_down(true);
    let app = App::start_with(&[("LORNTECH_SMTP_URL", &mail_server.url())], &[]);
    ask(&app.anonymous(), &question_from("camille@exemple.fr"));
    crate::harness::eventually("it was tried", || {
        (app.sql_value("select last_error from outbox") == "the mail server cannot be reached").then_some(())
    });
    assert!(!app.logs().contains("camille@exemple.fr"), "the log names the address");
    mail_server.set_down(false);
    app.sql("update outbox set available_at = now()");
    mail_server.message("the confirmation", |message| message.to == ["camille@exemple.fr"]);
}
