//! C-44: what somebody types becomes no header of a mail and no line of the log.

use serde_json::json;

use super::{asked, shared};
use crate::harness::App;

#[test]
fn c44_a_line_break_in_a_name_or_a_subject_reaches_no_mail() {
    let app = shared();
    let anonymous = app.anonymous();
    for broken in ["\r\nBcc: proie@exemple.fr", "\nBcc: proie@exemple.fr", "\rBcc: proie@exemple.fr", "\u{2028}\u{85}Bcc: a@b.fr"]
    {
        for pointer in ["/subject", "/contact/name", "/contact/email", "/contact/phone"] {
            let mut question = asked("injection@exemple.fr");
            question["contact"]["phone"] = json!("+33 3 00 00 00 00");
            let place = question.pointer_mut(pointer).unwrap();
            *place = json!(format!("{}{broken}", place.as_str().unwrap()));
            let reply = anonymous.post("/v1/service-requests", &question).expect_problem(422, "invalid_body");
            assert_eq!(reply.at("/errors/0/pointer"), pointer, "{}", reply.text);
        }
    }
    for email in ["a@exemple.fr, proie@exemple.fr", "<a@exemple.fr>", "a@exemple.fr>", "a@exemple.fr (note)"] {
        let reply = anonymous.post("/v1/service-requests", &asked(email)).expect_problem(422, "invalid_body");
        assert_eq!(reply.at("/errors/0/code"), "invalid_email", "{email}: {}", reply.text);
    }
    // Where several lines are meant, they stay in the text.
    let mut question = asked("lignes@exemple.fr");
    question["subject"] = json!("Subject: =?utf-8?q?a=0D=0ABcc:_proie@exemple.fr?=");
    question["body"] = json!("Une ligne\r\n.\r\nBcc: proie@exemple.fr\r\n\r\nMAIL FROM:<a@b.fr>");
    anonymous.post("/v1/service-requests", &question).expect(201);
    let mails = app.all_mails();
    assert!(mails.iter().any(|mail| mail.is_to("lignes@exemple.fr")));
    assert!(
        mails.iter().all(|mail| mail.to.len() == 1 && !mail.is_to("proie@exemple.fr") && !mail.subject.contains(['\r', '\n']))
    );
    assert!(!mails.iter().any(|mail| mail.is_to("injection@exemple.fr")));
}

#[test]
fn c44_every_line_of_the_log_is_ours() {
    let app = shared();
    let anonymous = app.anonymous();
    let planted = "%0A%7B%22level%22:%22error%22,%22message%22:%22planted%22%7D";
    for path in [
        format!("/v1/organizations?q={planted}"),
        format!("/v1/{planted}"),
        format!("/{planted}"),
        format!("/v1/totems/{planted}"),
    ] {
        assert!(anonymous.get(&path).status < 500, "{path}");
    }
    let method = "GET\u{7f}";
    let _ = app.raw(format!("{method} / HTTP/1.1\r\nHost: a\r\n\r\n"));
    anonymous
        .get_with("/v1/totems", &[("user-agent", "planted"), ("traceparent", "planted"), ("x-request-id", "planted")])
        .expect(200);
    anonymous.post("/v1/service-requests", &json!({"planted\n": "planted"})).expect(422);
    lines_are_ours(&app);
}

fn lines_are_ours(app: &App) {
    let log = app.logs();
    assert!(!log.contains("planted"), "what was sent is not logged");
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(["at", "level", "target", "message"].iter().all(|member| line[*member].is_string()), "{line}");
    }
}
