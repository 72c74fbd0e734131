//! The moderator's queue, and what those hear of it whose records stand in it.

use serde_json::{Value, json};

use crate::{
    fixtures::propose,
    harness::{App, Client, Reply},
};

fn step(client: &Client, record: &str, body: &Value) -> Reply {
    client.post(&format!("{record}/transitions"), body)
}

fn names(reply: &Reply) -> Vec<&str> {
    reply.items().iter().filter_map(|item| item["name"].as_str()).collect()
}

#[test]
fn the_queue_holds_what_waits_the_oldest_first_and_only_for_moderators() {
    let app = App::start();
    let (member, moderator) = (app.token("entrepreneur"), app.token("moderator"));
    for name in ["Premier atelier", "Deuxième atelier", "Troisième atelier"] {
        propose(&member, name);
    }
    let first = moderator.get("/v1/reviews?limit=2").expect(200);
    assert_eq!(names(&first), ["Premier atelier", "Deuxième atelier"]);
    let item = &first.items()[0];
    assert_eq!(item["allowed_transitions"], json!(["published", "sent_back", "refused"]));
    assert!(item["proposed_by"].as_str().is_some_and(|name| !name.is_empty()), "{item}");
    let rest = moderator.get(&format!("/v1/reviews?limit=2&cursor={}", first.at("/next_cursor"))).expect(200);
    assert_eq!(names(&rest), ["Troisième atelier"]);
    for other in [&member, &app.token("admin"), &app.token("agent-metz")] {
        other.get("/v1/reviews").expect_problem(403, "forbidden");
    }
    app.anonymous().get("/v1/reviews").expect_problem(401, "authentication_required");
    moderator.get("/v1/reviews?status=published").expect_problem(400, "invalid_parameter");
}

#[test]
fn a_refused_record_leaves_the_queue_and_is_seen_by_whoever_proposed_it_alone() {
    let app = App::start();
    let (member, moderator, anonymous) = (app.token("entrepreneur"), app.token("moderator"), app.anonymous());
    let record = propose(&member, "Zwiebelwerk");
    step(&moderator, &record, &json!({"to": "refused", "reason": "out_of_area", "note": "Trop loin."})).expect(201);
    assert_eq!(names(&moderator.get("/v1/reviews").expect(200)), Vec::<&str>::new());
    assert_eq!(names(&moderator.get("/v1/reviews?status=refused").expect(200)), ["Zwiebelwerk"]);
    for path in ["/v1/organizations?q=zwiebelwerk", "/v1/organizations/suggest?q=zwiebelwerk"] {
        assert!(!anonymous.get(path).expect(200).text.contains("wiebelwerk\""), "{path}");
    }
    anonymous.get(&record).expect_problem(404, "not_found");
    app.token("agent-metz").get(&record).expect_problem(404, "not_found");
    assert_eq!(member.get(&record).expect(200).at("/review/note"), "Trop loin.");
}

#[test]
fn whoever_proposed_a_record_reads_the_reason_mends_it_and_proposes_it_again() {
    let app = App::start();
    let (member, moderator) = (app.token("entrepreneur"), app.token("moderator"));
    let record = propose(&member, "Atelier à relire");
    propose(&app.token("agent-metz"), "Atelier d’autrui");
    step(&moderator, &record, &json!({"to": "sent_back", "reason": "incomplete", "note": "L’adresse manque."})).expect(201);
    let mail = app.mail("the decision is written", |mail| mail.is_to("entrepreneur@demo.lorntech.example"));
    assert!(
        mail.subject.contains("à compléter") && mail.text.contains("> L’adresse manque.") && mail.text.contains("incomplète")
    );
    let mine = member.get("/v1/me/organizations").expect(200);
    assert_eq!(names(&mine), ["Atelier à relire"]);
    let item = &mine.items()[0];
    assert_eq!((&item["status"], &item["review"]["reason"]), (&json!("sent_back"), &json!("incomplete")));
    assert_eq!(item["allowed_transitions"], json!(["pending_review", "deleted"]));
    let etag = member.get(&record).expect(200);
    assert_eq!(etag.body["may_edit"], true);
    member.patch(&record, etag.etag(), &json!({"location": {"locality": "Metz", "country": "FR"}})).expect(200);
    step(&member, &record, &json!({"to": "pending_review"})).expect(201);
    assert!(names(&moderator.get("/v1/reviews").expect(200)).contains(&"Atelier à relire"));
    step(&moderator, &record, &json!({"to": "published"})).expect(201);
    app.mail("the good news is written", |mail| {
        mail.is_to("entrepreneur@demo.lorntech.example") && mail.subject.starts_with("Fiche publiée")
    });
    // It is nobody's until somebody takes charge of it.
    assert_eq!(names(&member.get("/v1/me/organizations").expect(200)), Vec::<&str>::new());
}
