//! Taking charge of a record that nobody keeps.

use serde_json::json;

use crate::{
    fixtures::propose,
    harness::{App, Client, Reply},
};

const RECORD: &str = "/v1/organizations/universite-de-lorraine";

fn claim(client: &Client, body: &serde_json::Value) -> Reply {
    client.post(&format!("{RECORD}/claims"), body)
}

fn move_to(client: &Client, reply: &Reply, body: &serde_json::Value) -> Reply {
    client.post(&format!("/v1/claims/{}/transitions", reply.at("/id")), body)
}

#[test]
fn a_link_to_an_address_at_the_domain_of_the_site_makes_its_reader_an_owner() {
    let app = App::start();
    let (member, other, anonymous) = (app.token("entrepreneur"), app.token("agent-metz"), app.anonymous());
    let before = anonymous.get(RECORD).expect(200);
    assert_eq!(before.body["has_owner"], false);
    let claimed = claim(&member, &json!({"email": "camille.exemple@univ-lorraine.fr"})).expect(201);
    assert_eq!(
        (claimed.at("/status"), &claimed.body["allowed_transitions"]),
        ("awaiting_proof", &json!(["accepted", "withdrawn"]))
    );
    let mail = app.mail("the link arrives", |mail| mail.is_to("camille.exemple@univ-lorraine.fr"));
    assert!(mail.text.contains(&format!("/prises-en-charge/{}#acces=", claimed.at("/id"))));
    assert_eq!(mail.list_unsubscribe, None, "whoever asked for a link gets it");
    let proof = json!({"to": "accepted", "token": mail.link_token()});
    // The link opens nothing by itself: it is the claimant's.
    move_to(&other, &claimed, &proof).expect_problem(404, "not_found");
    move_to(&anonymous, &claimed, &proof).expect_problem(401, "authentication_required");
    move_to(&member, &claimed, &json!({"to": "accepted", "token": "AZIMHntafD6dTypryA0eP7CjL0Nn2uTq8kq1WcJ0a9E"}))
        .expect_problem(410, "link_expired");
    let reply = move_to(&member, &claimed, &json!({"to": "accepted"})).expect_problem(422, "invalid_body");
    assert_eq!(reply.at("/errors/0/pointer"), "/token");
    move_to(&member, &claimed, &proof).expect(201);
    move_to(&member, &claimed, &proof).expect_problem(409, "state_conflict");

    let after = anonymous.get(RECORD).expect(200);
    assert_eq!(after.body["has_owner"], true);
    assert_ne!(after.etag(), before.etag());
    let mine = member.get("/v1/me/organizations").expect(200);
    assert_eq!(mine.items()[0]["slug"], "universite-de-lorraine");
    member.patch(RECORD, after.etag(), &json!({"sectors": ["recherche"]})).expect(200);
    claim(&other, &json!({"message": "Moi aussi."})).expect_problem(409, "already_kept");
}

#[test]
fn an_address_of_another_domain_proves_nothing() {
    let app = App::start();
    let member = app.token("entrepreneur");
    for email in [
        "camille@exemple.fr",
        "camille@autre-univ-lorraine.fr",
        "camille@univ-lorraine.fr.exemple.fr",
        "univ-lorraine.fr@exemple.fr",
        "camille@fr",
    ] {
        let reply = claim(&member, &json!({"email": email})).expect_problem(422, "invalid_body");
        assert_eq!(reply.at("/errors/0/pointer"), "/email", "{email}");
    }
    let reply = claim(&member, &json!({"email": "camille@exemple.fr"}));
    assert!(reply.code() == "invalid_body" && reply.at("/errors/0/detail").contains("univ-lorraine.fr"), "{}", reply.text);
    assert!(app.mails().iter().all(|mail| !mail.text.contains("/prises-en-charge/")));
    for (body, pointer) in [(json!({}), "/message"), (json!({"email": "a@univ-lorraine.fr", "message": "Moi."}), "/message")] {
        assert_eq!(claim(&member, &body).expect_problem(422, "invalid_body").at("/errors/0/pointer"), pointer);
    }
}

#[test]
fn a_moderator_believes_or_does_not_and_the_claimant_is_told() {
    let app = App::start();
    let (member, second, moderator) = (app.token("entrepreneur"), app.token("agent-metz"), app.token("moderator"));
    let mine = claim(&member, &json!({"message": "Je suis à la présidence."})).expect(201);
    let theirs = claim(&second, &json!({"message": "Moi aussi."})).expect(201);
    let queue = moderator.get("/v1/claims").expect(200);
    assert_eq!(queue.items().iter().map(|item| &item["id"]).collect::<Vec<_>>(), [&mine.body["id"], &theirs.body["id"]]);
    assert!(!queue.text.contains('@'), "{}", queue.text);
    let one = moderator.get(&format!("/v1/claims/{}", mine.at("/id"))).expect(200);
    assert_eq!(one.at("/email"), "entrepreneur@demo.lorntech.example");
    member.get("/v1/claims").expect_problem(403, "forbidden");
    assert_eq!(member.get("/v1/claims?mine=true").expect(200).items().len(), 1);
    let reply = move_to(&moderator, &theirs, &json!({"to": "refused"})).expect_problem(422, "invalid_body");
    assert_eq!(reply.at("/errors/0/pointer"), "/note");
    // Nobody decides for themselves.
    move_to(&member, &mine, &json!({"to": "accepted", "token": "x"})).expect_problem(409, "state_conflict");
    move_to(&moderator, &mine, &json!({"to": "accepted"})).expect(201);
    app.mail("the good news", |mail| mail.is_to("entrepreneur@demo.lorntech.example") && mail.subject.starts_with("Vous tenez"));
    move_to(&moderator, &theirs, &json!({"to": "accepted"})).expect_problem(409, "already_kept");
    move_to(&moderator, &theirs, &json!({"to": "refused", "note": "Une autre personne la tient."})).expect(201);
    let told = app.mail("the other news", |mail| mail.is_to("agent-metz@demo.lorntech.example"));
    assert!(told.text.contains("> Une autre personne la tient."), "{told:?}");
    let etag = member.get(RECORD).expect(200);
    member.patch(RECORD, etag.etag(), &json!({"sectors": ["recherche"]})).expect(200);
    second.patch(RECORD, etag.etag(), &json!({"sectors": []})).expect_problem(403, "forbidden");
}

#[test]
fn a_claim_is_of_a_published_record_one_at_a_time_and_its_link_ends_after_a_day() {
    let app = App::start();
    let (member, moderator) = (app.token("entrepreneur"), app.token("moderator"));
    let proposal = propose(&member, "Atelier à relire");
    member.post(&format!("{proposal}/claims"), &json!({"message": "C’est moi."})).expect_problem(409, "state_conflict");
    app.token("agent-metz").post(&format!("{proposal}/claims"), &json!({"message": "Moi."})).expect_problem(404, "not_found");

    let first = claim(&member, &json!({"message": "C’est moi."})).expect(201);
    let second = claim(&member, &json!({"email": "camille@univ-lorraine.fr"})).expect(201);
    assert_eq!(member.get(&format!("/v1/claims/{}", first.at("/id"))).expect(200).at("/status"), "withdrawn");
    assert!(moderator.get("/v1/claims").expect(200).items().is_empty());
    let mail = app.mail("the link arrives", |mail| mail.is_to("camille@univ-lorraine.fr"));
    app.advance_clock(86_400 + 60);
    let member = app.token("entrepreneur");
    assert_eq!(member.get(&format!("/v1/claims/{}", second.at("/id"))).expect(200).at("/status"), "expired");
    move_to(&member, &second, &json!({"to": "accepted", "token": mail.link_token()})).expect_problem(409, "state_conflict");
}
