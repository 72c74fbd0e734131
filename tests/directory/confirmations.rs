//! Whether a record is still right, asked once a year of whoever keeps it.

use serde_json::json;

use crate::{
    fixtures::propose,
    harness::{App, Client, Mail, Reply, eventually},
};

const DAY: i64 = 86_400;

/// A record that was published so many days ago; its address.
fn published(app: &App, name: &str, days: i64) -> String {
    let record = propose(&app.token("entrepreneur"), name);
    app.token("moderator").post(&format!("{record}/transitions"), &json!({"to": "published"})).expect(201);
    app.sql(&format!(
        "update organization_history set at = now() - interval '{days} days' where organization_id = '{}'",
        record.rsplit('/').next().unwrap()
    ));
    record
}

/// Gives somebody a right over a record.
fn give(app: &App, role: &str, name: &str, record: &str) {
    app.sql(&format!(
        "insert into grants (account_id, role, organization_id) values ('{}', '{role}', '{}')",
        app.account_id(name),
        record.rsplit('/').next().unwrap()
    ));
}

/// The letters that ask, once the worker has looked: it does when it starts, and then every minute, and deletes closed
/// accounts last.
fn asked(app: &mut App) -> Vec<Mail> {
    app.sql(
        "insert into accounts (id, email, name, language, password_hash, closes_at) \
         values (gen_random_uuid(), 'closed@exemple.fr', 'Fermé', 'fr', '', '2000-01-01')",
    );
    app.restart();
    eventually("the worker has looked", || {
        (app.sql_value("select count(*) from accounts where email = 'closed@exemple.fr'") == "0").then_some(())
    });
    let mails = app.all_mails();
    mails.into_iter().filter(|mail| mail.text.contains("/confirmer#acces=")).collect()
}

fn confirm(client: &Client, record: &str, mail: &Mail) -> Reply {
    client.post(&format!("{record}/confirmations"), &json!({"token": mail.link_token()}))
}

#[test]
fn whoever_keeps_a_record_is_asked_once_and_answers_by_one_click_without_a_sign_in() {
    let mut app = App::start();
    let record = published(&app, "Atelier des essais", 366);
    give(&app, "owner", "entrepreneur", &record);
    let before = app.anonymous().get(&record).expect(200);
    assert_eq!(asked(&mut app).len(), 1);
    let mails = asked(&mut app);
    let [mail] = &mails[..] else { panic!("one letter, however often the worker looks: {mails:?}") };
    assert!(mail.is_to("entrepreneur@demo.lorntech.example") && mail.list_unsubscribe.is_some(), "{mail:?}");
    assert!(mail.text.contains(&format!("/annuaire/{}/confirmer#acces=", before.at("/slug"))), "{mail:?}");
    // What looks at links changes nothing.
    let anonymous = app.anonymous();
    let read = anonymous.get(&record).expect(200);
    assert_eq!((read.etag(), read.body.get("confirmed_on")), (before.etag(), None));

    let confirmed = confirm(&anonymous, &record, mail).expect(201);
    let today = app.sql_value("select (now() at time zone 'Europe/Paris')::date");
    assert_eq!(confirmed.at("/confirmed_on"), today);
    let points = |reply: &Reply| reply.body["quality"]["score"].as_i64().unwrap();
    assert_eq!(points(&confirmed) - points(&before), 10);
    assert_eq!(confirmed.body["may_edit"], false, "a link gives no other right");
    // It is the act of whoever was asked.
    let history = app.token("moderator").get(&format!("{record}/history")).expect(200);
    let last = &history.items()[0];
    assert_eq!((&last["changes"][0]["member"], &last["changes"][0]["after"]), (&json!("confirmed_on"), &json!(today)));
    let name = app.sql_value("select name from accounts where email = 'entrepreneur@demo.lorntech.example'");
    assert_eq!(last["by"], json!({"kind": "account", "name": name}));
    let audited = app.sql_value("select actor_id from audit_log where action = 'organization.confirmed'");
    assert_eq!(audited, app.account_id("entrepreneur"));
    // For a year, nobody is asked.
    app.advance_clock(364 * DAY);
    assert_eq!(asked(&mut app).len(), 1);
    app.advance_clock(3 * DAY);
    assert_eq!(asked(&mut app).len(), 2);
}

#[test]
fn a_link_ends_after_30_days_and_only_then_one_is_asked_again() {
    let mut app = App::start();
    let record = published(&app, "Atelier des essais", 364);
    give(&app, "owner", "entrepreneur", &record);
    assert!(asked(&mut app).is_empty(), "a year is not over");
    app.advance_clock(3 * DAY);
    assert_eq!(asked(&mut app).len(), 1);
    app.advance_clock(29 * DAY);
    assert_eq!(asked(&mut app).len(), 1);
    app.advance_clock(DAY + 60);
    let mails = asked(&mut app);
    let [old, new] = &mails[..] else { panic!("{mails:?}") };
    confirm(&app.anonymous(), &record, old).expect_problem(410, "link_expired");
    confirm(&app.anonymous(), &record, new).expect(201);
    app.restart_with(&["--no-worker"]);
    app.advance_clock(30 * DAY + 60);
    confirm(&app.anonymous(), &record, new).expect_problem(410, "link_expired");
}

#[test]
fn nobody_is_asked_about_a_record_that_nobody_keeps_or_the_public_does_not_see() {
    let mut app = App::start();
    published(&app, "Sans personne", 400);
    let edited = published(&app, "Sans propriétaire", 400);
    give(&app, "editor", "entrepreneur", &edited);
    let switched_off = published(&app, "Lettres arrêtées", 400);
    give(&app, "owner", "manager-metz", &switched_off);
    let off = json!({"settings": [{"kind": "record_confirmations", "channel": "mail", "enabled": false}]});
    app.token("manager-metz").patch_with("/v1/me/notification-settings", &[], &off).expect(200);
    let hidden = published(&app, "Suspendue", 400);
    give(&app, "owner", "entrepreneur", &hidden);
    let moderator = app.token("moderator");
    moderator.post(&format!("{hidden}/transitions"), &json!({"to": "suspended", "reason": "inaccurate"})).expect(201);
    let left = published(&app, "Compte fermé", 400);
    give(&app, "owner", "agent-metz", &left);
    app.sql("update accounts set closes_at = '2099-01-01' where email = 'agent-metz@demo.lorntech.example'");
    assert!(asked(&mut app).is_empty());
}

#[test]
fn the_link_is_about_one_record_for_whoever_keeps_it_and_opens_nothing_else() {
    let mut app = App::start();
    let (record, other) = (published(&app, "Atelier des essais", 400), published(&app, "Autre atelier", 10));
    give(&app, "owner", "entrepreneur", &record);
    give(&app, "owner", "entrepreneur", &other);
    let mails = asked(&mut app);
    let [mail] = &mails[..] else { panic!("{mails:?}") };
    let (anonymous, moderator) = (app.anonymous(), app.token("moderator"));
    confirm(&anonymous, &other, mail).expect_problem(410, "link_expired");
    confirm(&anonymous, "/v1/organizations/nulle-part", mail).expect_problem(410, "link_expired");
    for token in ["x", "AZIMHntafD6dTypryA0eP7CjL0Nn2uTq8kq1WcJ0a9E", &format!("{}A", mail.link_token())] {
        anonymous.post(&format!("{record}/confirmations"), &json!({"token": token})).expect_problem(410, "link_expired");
    }
    let holder = app.holder(mail);
    holder.patch(&record, "\"1\"", &json!({"sectors": []})).expect_problem(401, "token_invalid");
    // Neither does the database hold what the link holds.
    let dump =
        app.sql("select row_to_json(c)::text from organization_confirmations c union all select payload::text from outbox");
    assert!(!dump.into_iter().flatten().flatten().any(|row| row.contains(&mail.link_token())));

    moderator.post(&format!("{record}/transitions"), &json!({"to": "suspended", "reason": "inaccurate"})).expect(201);
    confirm(&anonymous, &record, mail).expect_problem(410, "link_expired");
    moderator.post(&format!("{record}/transitions"), &json!({"to": "published"})).expect(201);
    let right = format!(
        "account_id = '{}' and organization_id = '{}'",
        app.account_id("entrepreneur"),
        record.rsplit('/').next().unwrap()
    );
    app.sql(&format!("delete from grants where {right}"));
    confirm(&anonymous, &record, mail).expect_problem(410, "link_expired");
    give(&app, "owner", "entrepreneur", &record);
    confirm(&anonymous, &record, mail).expect(201);
    moderator.post(&format!("{record}/transitions"), &json!({"to": "deleted", "reason": "closed"})).expect(201);
    confirm(&anonymous, &record, mail).expect_problem(410, "link_expired");
}

#[test]
fn each_keeper_is_asked_in_their_language() {
    let mut app = App::start();
    let record = published(&app, "Atelier des essais", 400);
    for (name, language) in [("entrepreneur", "fr"), ("agent-metz", "de"), ("manager-metz", "en")] {
        give(&app, "owner", name, &record);
        app.sql(&format!("update accounts set language = '{language}' where email = '{name}@demo.lorntech.example'"));
    }
    let mails = asked(&mut app);
    for (name, subject, words) in [
        ("entrepreneur", "La fiche Atelier des essais est-elle encore juste ?", "Relisez-la ici :"),
        ("agent-metz", "Stimmt der Eintrag Atelier des essais noch?", "Lesen Sie ihn hier:"),
        ("manager-metz", "Is the record Atelier des essais still right?", "Read it here:"),
    ] {
        let to = format!("{name}@demo.lorntech.example");
        let mail = mails.iter().find(|mail| mail.is_to(&to)).unwrap_or_else(|| panic!("no letter to {to}"));
        assert!(mail.subject == subject && mail.text.contains(words), "{mail:?}");
    }
    // The link of each is their own.
    let tokens: std::collections::HashSet<String> = mails.iter().map(Mail::link_token).collect();
    assert_eq!((mails.len(), tokens.len()), (3, 3));
}

#[test]
fn owners_and_moderators_confirm_from_the_page_and_nobody_else() {
    let app = App::start();
    let record = published(&app, "Atelier des essais", 10);
    let (owner, moderator, anonymous) = (app.token("agent-metz"), app.token("moderator"), app.anonymous());
    let send = |client: &Client, record: &str| client.post(&format!("{record}/confirmations"), &json!({}));
    for path in [&record, "/v1/organizations/nulle-part"] {
        let reply = send(&anonymous, path).expect_problem(422, "invalid_body");
        assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/token", "required"));
    }
    send(&owner, &record).expect_problem(403, "forbidden");
    // Whoever proposed it has it no longer.
    send(&app.token("entrepreneur"), &record).expect_problem(403, "forbidden");
    give(&app, "editor", "agent-metz", &record);
    let read = owner.get(&record).expect(200);
    let stale = [("if-match", "\"1\"")];
    owner.post_with(&format!("{record}/confirmations"), &stale, &json!({})).expect_problem(412, "revision_mismatch");
    let confirmed = send(&owner, &record).expect(201);
    assert!(confirmed.body["confirmed_on"].is_string() && confirmed.etag() != read.etag());
    assert_eq!(confirmed.body["may_edit"], true);
    send(&moderator, &record).expect(201);

    let proposal = propose(&app.token("entrepreneur"), "À relire");
    send(&moderator, &proposal).expect_problem(409, "state_conflict");
    send(&owner, &proposal).expect_problem(404, "not_found");
}
