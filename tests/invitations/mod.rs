//! Invitations to a right, from the mail to the answer.

use serde_json::{Value, json};

use crate::harness::{App, Client, Reply, new_uuid};

fn to_metz(email: &str) -> Value {
    json!({"email": email, "role": "agent", "totem_id": "metz"})
}

#[track_caller]
fn invite(client: &Client, body: &Value) -> String {
    format!("/v1/invitations/{}", client.post("/v1/invitations", body).expect(201).at("/id"))
}

fn answer(client: &Client, invitation: &str, to: &str) -> Reply {
    client.post(&format!("{invitation}/transitions"), &json!({"to": to}))
}

#[test]
fn whoever_is_invited_to_a_totem_reads_the_mail_accepts_and_works_there() {
    let app = App::start();
    let (manager, member) = (app.token("manager-metz"), app.new_member("camille"));
    let address = "Camille@demo.lorntech.example";
    let made = manager.post("/v1/invitations", &to_metz(address)).expect(201);
    assert_eq!((made.at("/status"), made.at("/totem/slug"), made.at("/allowed_transitions/0")), ("pending", "metz", "withdrawn"));
    let invitation = format!("/v1/invitations/{}", made.at("/id"));
    assert_eq!(made.header("location"), Some(invitation.as_str()));

    let mail = app.mail("the invitation", |mail| mail.is_to(address));
    let page = format!("/invitations/{}", made.at("/id"));
    assert!(mail.text.contains(&page) && mail.subject == "Invitation : équipe du Totem Metz", "{mail:?}");
    assert!(!mail.text.contains('{') && mail.text.contains("d’ici le"), "{}", mail.text);

    member.get("/v1/totems/metz/inbox").expect(404);
    let mine = member.get("/v1/invitations?mine=true").expect(200);
    assert_eq!((mine.items().len(), mine.at("/items/0/allowed_transitions/0")), (1, "accepted"));
    let seen = member.get(&invitation).expect(200);
    assert!(!seen.at("/invited_by").is_empty());
    let accepted = answer(&member, &invitation, "accepted").expect(201);
    assert_eq!((accepted.at("/status"), accepted.body["allowed_transitions"].as_array().map(Vec::len)), ("accepted", Some(0)));
    member.get("/v1/totems/metz/inbox").expect(200);
    assert_eq!(member.get("/v1/me").expect(200).at("/roles/0/totem/slug"), "metz");
    assert_eq!(member.get("/v1/invitations?mine=true").expect(200).items().len(), 0);
    answer(&member, &invitation, "declined").expect_problem(409, "state_conflict");
    assert_eq!(app.sql_value("select count(*) from audit_log where action = 'member.created'"), "1");
}

#[test]
fn an_invitation_is_seen_by_both_sides_and_does_not_exist_for_anybody_else() {
    let app = App::start();
    let (manager, member) = (app.token("manager-metz"), app.new_member("camille"));
    let invitation = invite(&manager, &to_metz("camille@demo.lorntech.example"));
    for client in [app.token("entrepreneur"), app.token("agent-metz"), app.token("agent-nancy"), app.token("moderator")] {
        client.get(&invitation).expect_problem(404, "not_found");
        answer(&client, &invitation, "accepted").expect_problem(404, "not_found");
    }
    member.get(&format!("/v1/invitations/{}", new_uuid())).expect_problem(404, "not_found");
    // Each side has its own steps.
    answer(&manager, &invitation, "accepted").expect_problem(409, "state_conflict");
    answer(&member, &invitation, "withdrawn").expect_problem(409, "state_conflict");
    let stale = member.send(
        "POST",
        &format!("{invitation}/transitions"),
        &[("content-type", "application/json"), ("if-match", "\"9-x\"")],
        Some(b"{\"to\":\"accepted\"}"),
    );
    stale.expect_problem(412, "revision_mismatch");
    app.token("admin").get(&invitation).expect(200);
    answer(&manager, &invitation, "withdrawn").expect(201);
    answer(&member, &invitation, "accepted").expect_problem(409, "state_conflict");
    assert_eq!(app.sql_value(&format!("select count(*) from grants where account_id = '{}'", app.account_id("camille"))), "0");
    let list = manager.get("/v1/invitations?totem_id=metz").expect(200);
    assert_eq!((list.items().len(), list.at("/items/0/status")), (1, "withdrawn"));
    app.token("agent-metz").get("/v1/invitations?totem_id=metz").expect_problem(403, "forbidden");
    member.get("/v1/invitations").expect_problem(403, "forbidden");
}

#[test]
fn nobody_gives_a_right_above_the_own_one() {
    let app = App::start();
    let (manager, admin) = (app.token("manager-metz"), app.token("admin"));
    let record = admin.get("/v1/organizations?limit=1").expect(200).at("/items/0/slug").to_owned();
    let of = |role: &str, place: &[(&str, &str)]| {
        let mut body = json!({"email": "neu@exemple.fr", "role": role});
        for (name, value) in place {
            body[*name] = json!(value);
        }
        body
    };
    for client in [&app.token("entrepreneur"), &app.token("agent-metz"), &app.token("moderator")] {
        client.post("/v1/invitations", &of("agent", &[("totem_id", "metz")])).expect_problem(403, "forbidden");
    }
    for role in ["admin", "moderator", "pilot"] {
        manager.post("/v1/invitations", &of(role, &[])).expect_problem(403, "forbidden");
        invite(&admin, &of(role, &[]));
    }
    manager.post("/v1/invitations", &of("agent", &[("totem_id", "nancy")])).expect_problem(403, "forbidden");
    invite(&manager, &of("manager", &[("totem_id", "metz")]));
    invite(&admin, &of("owner", &[("organization_id", &record)]));
    manager.post("/v1/invitations", &of("owner", &[("organization_id", &record)])).expect_problem(422, "invalid_body");
    for (role, place, pointer, code) in [
        ("agent", vec![], "/totem_id", "required"),
        ("owner", vec![], "/organization_id", "required"),
        ("pilot", vec![("totem_id", "metz")], "/totem_id", "not_allowed"),
        ("agent", vec![("organization_id", record.as_str())], "/organization_id", "not_allowed"),
        ("agent", vec![("totem_id", "metz"), ("organization_id", record.as_str())], "/organization_id", "not_allowed"),
        ("agent", vec![("totem_id", "nulle-part")], "/totem_id", "unknown_reference"),
    ] {
        let problem = admin.post("/v1/invitations", &of(role, &place)).expect_problem(422, "invalid_body");
        assert_eq!((problem.at("/errors/0/pointer"), problem.at("/errors/0/code")), (pointer, code), "{role} {place:?}");
    }
}

#[test]
fn one_open_invitation_is_enough_and_an_old_one_makes_room() {
    let app = App::start();
    app.new_member("camille");
    let manager = app.token("manager-metz");
    let first = invite(&manager, &to_metz("camille@demo.lorntech.example"));
    let again = manager.post("/v1/invitations", &to_metz("CAMILLE@demo.lorntech.example")).expect_problem(409, "already_exists");
    assert_eq!(again.at("/errors/0/pointer"), "/email");
    app.advance_clock(14 * 86_400 + 1);
    let (manager, member) = (app.token("manager-metz"), app.token("camille"));
    assert_eq!(member.get(&first).expect(200).at("/status"), "expired");
    answer(&member, &first, "accepted").expect_problem(409, "state_conflict");
    let second = invite(&manager, &to_metz("camille@demo.lorntech.example"));
    answer(&member, &second, "declined").expect(201);
    let third = invite(&manager, &to_metz("camille@demo.lorntech.example"));
    answer(&member, &third, "accepted").expect(201);
    manager.post("/v1/invitations", &to_metz("camille@demo.lorntech.example")).expect_problem(409, "already_exists");
}

#[test]
fn the_same_key_invites_once() {
    let app = App::start();
    let manager = app.token("manager-metz");
    let key = new_uuid();
    let send = || manager.post_with("/v1/invitations", &[("idempotency-key", &key)], &to_metz("neu@exemple.fr")).expect(201);
    assert_eq!(send().body, send().body);
    assert_eq!(app.all_mails().iter().filter(|mail| mail.is_to("neu@exemple.fr")).count(), 1);
}
