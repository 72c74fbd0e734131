//! Mails, over SMTP.

use std::{
    collections::BTreeMap,
    net::TcpListener,
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{
    fixtures::{ask, path, question, question_from, step},
    harness::{App, MailServer, eventually},
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
    eventually("the outbox knows", || {
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
    eventually("both letters leave", || (mail_server.all().len() == 2).then_some(()));
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
    eventually("it was tried", || {
        (app.sql_value("select last_error from outbox") == "not taken by the mail server for now").then_some(())
    });
    assert!(!app.logs().contains("camille@exemple.fr"), "the log names the address");
    mail_server.set_down(false);
    app.sql("update outbox set available_at = now()");
    mail_server.message("the confirmation", |message| message.to == ["camille@exemple.fr"]);
}

/// D-19; `D19_SECONDS` is how long there is no mail server.
#[test]
fn d19_without_a_mail_server_all_else_goes_on_and_each_letter_arrives_once_it_is_back() {
    let seconds = std::env::var("D19_SECONDS").map_or(3, |seconds| seconds.parse().unwrap());
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = nobody.local_addr().unwrap().port();
    drop(nobody);
    let app = App::start_with(&[("LORNTECH_SMTP_URL", &format!("smtp://127.0.0.1:{port}"))], &[]);
    let (agent, member) = (app.token("agent-metz"), app.token("entrepreneur"));
    let course = || {
        let request = ask(&member, &question());
        step(&agent, &request, "assigned").expect(201);
        agent.post(&path(&request, "/messages"), &json!({"body": "Nous regardons cela dès demain."})).expect(201);
        app.sql_value(&format!("select reference from service_requests where id = '{request}'"))
    };
    let outage = Instant::now();
    let mut references = vec![];
    while references.len() < 20 || outage.elapsed() < Duration::from_secs(seconds) {
        references.push(course());
        thread::sleep(Duration::from_secs(seconds) / 20);
    }
    let waiting = "select count(*) from outbox where done_at is null";
    assert_eq!(app.sql_value(waiting), app.sql_value("select count(*) from outbox"), "nothing was taken for sent");
    let tried = app.logs().matches("the mail server cannot be reached").count() as u64;
    assert!((1..5 + seconds / 5).contains(&tried), "a server that is down was tried {tried} times in {seconds} s");
    let server = MailServer::start_on(port);
    let returned = Instant::now();
    references.push(course());
    eventually("all letters leave", || (app.sql_value(waiting) == "0").then_some(()));
    assert!(returned.elapsed() < Duration::from_secs(20), "{:?}", returned.elapsed());
    let mut letters = BTreeMap::<_, usize>::new();
    for letter in server.all() {
        let subject = letter.headers().into_iter().find(|(name, _)| name == "subject").unwrap().1;
        let reference = references.iter().find(|reference| letter.data.contains(*reference)).unwrap();
        *letters.entry((letter.to, subject.replace(reference, ""), reference)).or_default() += 1;
    }
    // To whoever asked, that it arrived and that there is an answer, and to the two at the site.
    assert_eq!(letters.len() % references.len(), 0, "of one request there are letters that another one lacks");
    assert!(letters.len() / references.len() >= 4, "{letters:?}");
    assert!(letters.values().all(|times| *times == 1), "a letter arrived twice");
}

/// A mail server that takes a letter for one of those at a site and then fails is not given that one again.
#[test]
fn a_letter_to_several_goes_on_with_those_who_still_wait() {
    let server = MailServer::start();
    server.refuse("manager-metz@demo.lorntech.example");
    let app = App::start_with(&[("LORNTECH_SMTP_URL", &server.url())], &[]);
    ask(&app.token("entrepreneur"), &question());
    let told = |whom: &str| server.all().iter().filter(|letter| letter.to == [format!("{whom}@demo.lorntech.example")]).count();
    eventually("the manager is refused", || {
        (app.sql_value("select count(*) from outbox where last_error is not null and cardinality(sent_to) = 1") == "1")
            .then_some(())
    });
    server.refuse("nobody");
    app.sql("update outbox set available_at = now()");
    eventually("the manager is told", || (told("manager-metz") == 1).then_some(()));
    eventually("nothing waits", || (app.sql_value("select count(*) from outbox where done_at is null") == "0").then_some(()));
    assert_eq!((told("agent-metz"), told("manager-metz")), (1, 1));
}
