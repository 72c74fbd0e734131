//! What people want to be told, and what they are told whatever they want.

use serde_json::{Value, json};

use crate::{
    fixtures::{ask, question, say, step},
    harness::{App, Client, MailServer, eventually},
};

const SETTINGS: &str = "/v1/me/notification-settings";

fn off(kind: &str) -> Value {
    json!({"settings": [{"kind": kind, "channel": "mail", "enabled": false}]})
}

#[test]
fn a_letter_that_was_switched_off_is_not_sent_and_all_others_are() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let usual = member.get(SETTINGS).expect(200);
    assert!(usual.items().iter().all(|item| item["channels"][0]["enabled"] == true));
    let changed = member.patch_with(SETTINGS, &[], &off("request_received")).expect(200);
    let received = changed.items().iter().find(|item| item["kind"] == "request_received").unwrap();
    assert_eq!(
        received["channels"],
        json!([{"channel": "mail", "enabled": false, "locked": false}, {"channel": "site", "enabled": true, "locked": false}])
    );
    agent.patch_with(SETTINGS, &[], &off("site_requests")).expect(200);
    let id = ask(&member, &question());
    step(&agent, &id, "assigned").expect(201);
    say(&agent, &id, &json!({"body": "Bonjour"})).expect(201);
    let to = |who: &str| format!("{who}@demo.lorntech.example");
    app.mail("the message", |mail| mail.is_to(&to("entrepreneur")) && mail.subject.starts_with("Un message"));
    let mails = app.all_mails();
    assert!(mails.iter().any(|mail| mail.is_to(&to("manager-metz")) && mail.subject.starts_with("Nouvelle demande")));
    assert!(!mails.iter().any(|mail| mail.is_to(&to("agent-metz")) && mail.subject.starts_with("Nouvelle demande")), "{mails:?}");
    assert!(!mails.iter().any(|mail| mail.subject.contains("est arrivée")), "{mails:?}");
}

#[test]
fn what_keeps_an_account_safe_cannot_be_switched_off_and_says_so() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let settings = member.get(SETTINGS).expect(200);
    let account = settings.items().iter().find(|item| item["kind"] == "account").unwrap();
    assert_eq!(account["channels"], json!([{"channel": "mail", "enabled": true, "locked": true}]));
    let refused = member.patch_with(SETTINGS, &[], &off("account")).expect_problem(422, "invalid_body");
    assert_eq!(refused.at("/errors/0/pointer"), "/settings/0/kind");
    // Whatever a row says: its letters have no way out, and leave.
    member.send("POST", "/v1/me/exports", &[], None).expect(201);
    let mail = app.mail("the letter", |mail| mail.subject.contains("copie de vos données"));
    assert_eq!(mail.list_unsubscribe, None);
    for bad in [json!({"settings": []}), json!({"settings": [{"kind": "other", "channel": "mail", "enabled": true}]})] {
        member.patch_with(SETTINGS, &[], &bad).expect_problem(422, "invalid_body");
    }
}

#[test]
fn a_letter_is_ended_by_its_link_in_one_step_without_a_sign_in() {
    let server = MailServer::start();
    let app = App::start_with(&[("LORNTECH_SMTP_URL", &server.url())], &[]);
    let member = app.token("entrepreneur");
    ask(&member, &question());
    let letter = server.message("the receipt", |message| message.to == ["entrepreneur@demo.lorntech.example"]);
    let headers = letter.headers();
    let header = |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.replace(' ', ""));
    assert_eq!(header("list-unsubscribe-post").as_deref(), Some("List-Unsubscribe=One-Click"));
    let link = header("list-unsubscribe").unwrap();
    let link = link.trim_matches(['<', '>']).split_once("/v1/").unwrap().1.to_owned();
    assert!(!letter.data.contains(&app.account_id("entrepreneur")) && !link.contains('@'));
    // And a foot for people.
    assert!(letter.data.replace("=\n", "").contains("desabonnement#jeton"), "{}", letter.data);
    // What looks at links changes nothing; a program ends it; a person is shown a page.
    let (path, anonymous) = (format!("/v1/{link}"), app.anonymous());
    assert_eq!(anonymous.get(&path).expect(200).body, json!({"kind": "request_received", "channel": "mail", "enabled": true}));
    let page = anonymous.get_with(&path, &[("accept", "text/html")]).expect(303);
    assert!(page.header("location").unwrap().contains("/desabonnement#jeton="));
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for _ in 0..2 {
        let ended = anonymous.send("POST", &path, &form, Some(b"List-Unsubscribe=One-Click")).expect(200);
        assert_eq!(ended.body["enabled"], false);
    }
    let settings = member.get(SETTINGS).expect(200);
    let is_off =
        |kind: &str| settings.items().iter().find(|item| item["kind"] == kind).unwrap()["channels"][0]["enabled"] == false;
    assert!(is_off("request_received") && !is_off("request_answers"));
    // A token that is not ours, or is for something else, ends nothing.
    let token = path.rsplit('/').next().unwrap();
    let (id, seal) = token.split_at(32);
    let other = app.account_id("agent-metz").replace('-', "");
    for forged in
        [format!("{other}{seal}"), format!("{id}{}", "0".repeat(32)), id.to_owned(), "x".to_owned(), token.to_uppercase()]
    {
        anonymous.send("POST", &format!("/v1/unsubscriptions/{forged}"), &form, Some(b"")).expect_problem(404, "not_found");
    }
    assert_eq!(app.sql_value("select count(*) from notification_settings"), "1");
    // Whoever has no account asked for the answer, and has no other way to it.
    let id = ask(&app.anonymous(), &crate::fixtures::question_from("quelqu.un@exemple.fr"));
    let confirm = server.message("the confirmation", |message| message.to == ["quelqu.un@exemple.fr"]);
    assert!(!id.is_empty() && !confirm.data.contains("List-Unsubscribe"));
    eventually("the outbox is empty", || {
        (app.sql_value("select count(*) from outbox where done_at is null") == "0").then_some(())
    });
}

#[test]
fn what_somebody_was_told_is_on_the_site_until_it_is_switched_off_there() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let off = |channel: &str| json!({"settings": [{"kind": "site_requests", "channel": channel, "enabled": false}]});
    agent.patch_with("/v1/me/notification-settings", &[], &off("mail")).expect(200);
    let id = ask(&member, &question());
    let told = |client: &Client| client.get("/v1/me/notifications?unread=true").expect(200);
    let first = eventually("the agent is told", || Some(told(&agent)).filter(|list| list.items().len() == 1));
    let notice = &first.items()[0];
    assert_eq!((&notice["kind"], &notice["path"]), (&json!("site_requests"), &json!(format!("/travail/metz/{id}"))));
    assert!(!app.mails().iter().any(|mail| mail.to[0].contains("agent-metz")), "by mail it was switched off");
    let own = eventually("the member is told", || Some(told(&member)).filter(|list| list.items().len() == 1));
    assert_eq!((own.at("/items/0/kind"), own.at("/items/0/path")), ("request_received", &format!("/demandes/{id}")[..]));
    assert!(!own.text.contains("acces="), "{}", own.text);

    let read = member.post("/v1/me/notification-reads", &json!({"up_to": own.at("/items/0/id")})).expect(201);
    assert_eq!(read.body, json!({"unread": 0}));
    assert_eq!((told(&member).items().len(), told(&agent).items().len()), (0, 1), "each reads their own");
    assert!(member.get("/v1/me/notifications").expect(200).items()[0]["read_at"].is_string());

    agent.patch_with("/v1/me/notification-settings", &[], &off("site")).expect(200);
    ask(&member, &question());
    eventually("the member is told again", || Some(told(&member)).filter(|list| list.items().len() == 1));
    eventually("the outbox is empty", || {
        (app.sql_value("select count(*) from outbox where done_at is null") == "0").then_some(())
    });
    assert_eq!(told(&agent).items().len(), 1);
    let body = json!({"settings": [{"kind": "account", "channel": "site", "enabled": false}]});
    agent.patch_with("/v1/me/notification-settings", &[], &body).expect_problem(422, "invalid_body");
}
