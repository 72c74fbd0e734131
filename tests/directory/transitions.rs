use serde_json::{Value, json};

use crate::{
    fixtures::{propose, published},
    harness::{App, Client, Reply},
};

fn step(client: &Client, record: &str, body: &Value) -> Reply {
    client.post(&format!("{record}/transitions"), body)
}

#[test]
fn a_proposal_is_sent_back_mended_and_published() {
    let app = App::start();
    let (member, moderator, anonymous) = (app.token("entrepreneur"), app.token("moderator"), app.anonymous());
    let record = propose(&member, "Atelier à relire");
    assert_eq!(member.get(&record).expect(200).body["allowed_transitions"], json!(["deleted"]));
    let allowed = moderator.get(&record).expect(200).body["allowed_transitions"].clone();
    assert_eq!(allowed, json!(["published", "sent_back", "refused"]));

    step(&moderator, &record, &json!({"to": "sent_back", "reason": "incomplete", "note": "L’adresse manque."})).expect(201);
    let back = member.get(&record).expect(200);
    assert_eq!(back.body["review"], json!({"reason": "incomplete", "note": "L’adresse manque."}));
    anonymous.get(&record).expect_problem(404, "not_found");
    member.patch(&record, back.etag(), &json!({"location": {"locality": "Metz", "country": "FR"}})).expect(200);
    let again = step(&member, &record, &json!({"to": "pending_review"})).expect(201);
    assert_eq!((again.at("/status"), again.at("/review/reason")), ("pending_review", ""));

    step(&moderator, &record, &json!({"to": "published"})).expect(201);
    let seen = anonymous.get(&record).expect(200);
    assert_eq!((seen.at("/status"), &seen.body["allowed_transitions"]), ("published", &json!([])));
    // It is nobody's any more until somebody is given a right in it.
    member.patch(&record, seen.etag(), &json!({"name": "Autre"})).expect_problem(403, "forbidden");
}

#[test]
fn what_is_taken_from_the_public_is_gone_from_its_address_and_from_the_list() {
    let app = App::start();
    let (moderator, anonymous) = (app.token("moderator"), app.anonymous());
    let (record, _) = published(&anonymous);
    let listed = || {
        anonymous.get("/v1/organizations?q=universite%20de%20lorraine").expect(200).text.contains("\"universite-de-lorraine\"")
    };
    assert!(listed());
    step(&moderator, &record, &json!({"to": "suspended", "reason": "inaccurate"})).expect(201);
    assert!(!listed());
    anonymous.get(&record).expect_problem(404, "not_found");
    step(&moderator, &record, &json!({"to": "published"})).expect(201);
    assert!(listed());
    step(&moderator, &record, &json!({"to": "deleted", "reason": "closed"})).expect(201);
    for reader in [&anonymous, &moderator] {
        reader.get(&record).expect_problem(410, "record_deleted");
    }
}

#[test]
fn the_numbers_of_a_deleted_record_are_free_again() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let body = json!({"name": "Atelier", "kinds": ["sme"], "identifiers": [{"scheme": "FR-SIREN", "value": "000000018"}]});
    let made = member.post("/v1/organizations", &body).expect(201);
    member.post("/v1/organizations", &body).expect_problem(409, "already_exists");
    let record = format!("/v1/organizations/{}", made.at("/id"));
    step(&member, &record, &json!({"to": "deleted", "reason": "withdrawn"})).expect(201);
    member.post("/v1/organizations", &body).expect(201);
}

#[test]
fn a_step_says_why_where_somebody_will_ask() {
    let app = App::start();
    let (member, moderator) = (app.token("entrepreneur"), app.token("moderator"));
    let record = propose(&member, "Atelier à relire");
    for (body, pointer) in [
        (json!({"to": "refused"}), "/reason"),
        (json!({"to": "published", "reason": "other"}), "/reason"),
        (json!({"to": "refused", "reason": "other"}), "/note"),
        (json!({"to": "erased"}), "/to"),
    ] {
        let reply = step(&moderator, &record, &body).expect_problem(422, "invalid_body");
        assert_eq!(reply.at("/errors/0/pointer"), pointer, "{body}");
    }
    assert_eq!(member.get(&record).expect(200).at("/status"), "pending_review");
}

#[test]
fn a_step_that_is_not_open_names_those_that_are() {
    let app = App::start();
    let (member, moderator) = (app.token("entrepreneur"), app.token("moderator"));
    let record = propose(&member, "Atelier à relire");
    let reply = step(&member, &record, &json!({"to": "published"})).expect_problem(409, "state_conflict");
    assert_eq!(reply.body["allowed"], json!(["deleted"]));
    step(&moderator, &record, &json!({"to": "refused", "reason": "out_of_area"})).expect(201);
    // Whoever proposed it reads why, and mends it no more.
    let refused = member.get(&record).expect(200);
    assert_eq!(refused.at("/review/reason"), "out_of_area");
    member.patch(&record, refused.etag(), &json!({"name": "Autre"})).expect_problem(403, "forbidden");
}
