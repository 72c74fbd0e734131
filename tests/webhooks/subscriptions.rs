use serde_json::json;

use super::{PATH, active, change, register, stands, start};
use crate::{
    fixtures::{ask, propose, question, say, step},
    harness::{App, Client, Receiver, new_uuid},
};

/// A token of a machine client of this account.
fn machine(app: &App, owner: &Client) -> Client {
    let made = owner.post("/v1/api-clients", &json!({"name": "Annuaire", "scopes": ["directory:read"]})).expect(201);
    let form =
        [("grant_type", "client_credentials"), ("client_id", made.at("/id")), ("client_secret", made.at("/client_secret"))];
    app.anonymous().with_token(app.anonymous().form("/oauth/token", &form).expect(200).at("/access_token"))
}

#[test]
fn an_address_that_has_answered_is_told_what_changes_in_public_and_of_nothing_before() {
    let app = start();
    let (member, moderator, receiver) = (app.token("entrepreneur"), app.token("moderator"), Receiver::start());
    let made = register(&member, &receiver, &["organization.removed", "organization.updated"]);
    assert_eq!((made.at("/status"), made.header("cache-control")), ("pending", Some("no-store")));
    assert_eq!(made.body["types"], json!(["organization.updated", "organization.removed"]));
    let (path, secret) = (format!("{PATH}/{}", made.at("/id")), made.at("/secret"));
    let seen = stands(&member, &path, "active");
    assert!(seen.body["secret"].is_null() && secret.starts_with("whsec_"));
    let challenge = receiver.await_type("webhook.challenge", 1).remove(0);
    assert!(challenge.is_signed_with(secret));

    let record = change(&app);
    let told = receiver.await_type("organization.updated", 1).remove(0);
    assert!(told.is_signed_with(secret) && !told.is_signed_with("whsec_AAAA"));
    assert_eq!(told.header("content-type"), "application/json");
    let read = member.get(&record).expect(200);
    let data = json!({
        "id": read.at("/id"), "kind": "organization", "revision": read.body["revision"], "url": format!("{}{record}", app.base()),
    });
    assert_eq!(told.body["data"], data);
    assert_eq!(told.body.as_object().unwrap().len(), 3);

    // What nobody could see is neither changed nor removed; what was public is both.
    let proposal = propose(&member, "Atelier à relire");
    moderator.post(&format!("{proposal}/transitions"), &json!({"to": "refused", "reason": "out_of_area"})).expect(201);
    let other = propose(&member, "Atelier qui passe");
    moderator.post(&format!("{other}/transitions"), &json!({"to": "published"})).expect(201);
    moderator.post(&format!("{other}/transitions"), &json!({"to": "suspended", "reason": "inaccurate"})).expect(201);
    let removed = receiver.await_type("organization.removed", 1).remove(0);
    assert!(removed.body["data"]["url"].as_str().unwrap().ends_with(&other));
    // Of two events the later may arrive first.
    receiver.await_type("organization.updated", 2);
    assert_eq!((receiver.of_type("organization.updated").len(), receiver.of_type("organization.removed").len()), (2, 1));
    let ids: std::collections::HashSet<String> =
        receiver.sent().iter().map(|sent| sent.header("webhook-id").to_owned()).collect();
    assert_eq!(ids.len(), receiver.sent().len());
}

#[test]
fn somebody_hears_of_their_own_requests_and_not_of_what_a_site_says_to_itself() {
    let app = start();
    let (member, other, agent) = (app.token("entrepreneur"), app.new_member("autre"), app.token("agent-metz"));
    let [own, foreign] = [Receiver::start(), Receiver::start()];
    active(&member, &own, &["service_request.updated"]);
    active(&other, &foreign, &["service_request.updated"]);
    let id = ask(&member, &question());
    step(&agent, &id, "assigned").expect(201);
    say(&agent, &id, &json!({"body": "Entre nous", "internal": true})).expect(201);
    say(&agent, &id, &json!({"body": "Bonjour"})).expect(201);
    let theirs = ask(&other, &question());
    let told = own.await_type("service_request.updated", 3);
    assert!(told.iter().all(|sent| sent.body["data"]["id"] == id.as_str()), "{told:?}");
    let told = foreign.await_type("service_request.updated", 1);
    assert_eq!(told[0].body["data"]["id"], theirs.as_str());
    assert_eq!(app.sql_value("select count(*) from webhook_events where type = 'service_request.updated'"), "4");
    assert_eq!((own.of_type("service_request.updated").len(), foreign.of_type("service_request.updated").len()), (3, 1));
}

#[test]
fn a_machine_client_hears_of_what_is_public_and_its_webhooks_are_seen_by_whoever_answers_for_it() {
    let app = start();
    let (member, other, receiver) = (app.token("entrepreneur"), app.new_member("autre"), Receiver::start());
    let client = machine(&app, &member);
    let refused = client.post(PATH, &json!({"url": receiver.url(), "types": ["organization.updated", "saved_search.matched"]}));
    assert_eq!(refused.expect_problem(422, "invalid_body").at("/errors/0/pointer"), "/types/1");
    let (path, _) = active(&client, &receiver, &["organization.updated"]);
    change(&app);
    receiver.await_type("organization.updated", 1);
    let seen = member.get(&path).expect(200);
    assert!(!seen.at("/api_client_id").is_empty());
    member.patch(&path, seen.etag(), &json!({"types": ["service_request.updated"]})).expect_problem(422, "invalid_body");
    let missing = format!("{PATH}/{}", new_uuid());
    for path in [&path, &missing] {
        for stranger in [&other, &machine(&app, &other)] {
            stranger.get(path).expect_problem(404, "not_found");
            stranger.get(&format!("{path}/deliveries")).expect_problem(404, "not_found");
            stranger.patch(path, "\"1\"", &json!({"status": "paused"})).expect_problem(404, "not_found");
            stranger.send("DELETE", path, &[("if-match", "\"1\"")], None).expect_problem(404, "not_found");
            stranger.post(&format!("{path}/secrets"), &json!({})).expect_problem(404, "not_found");
            stranger.post(&format!("{path}/tests"), &json!({})).expect_problem(404, "not_found");
            assert!(stranger.get(PATH).expect(200).items().is_empty());
        }
    }
    member.send("DELETE", &path, &[("if-match", seen.etag())], None).expect(204);
    client.get(&path).expect_problem(404, "not_found");
    assert_eq!(app.sql_value("select count(*) from webhook_deliveries"), "0");
}

#[test]
fn an_account_keeps_twenty_webhooks() {
    let app = start();
    let (member, receiver) = (app.token("entrepreneur"), Receiver::start());
    for _ in 0..20 {
        register(&member, &receiver, &["organization.updated"]);
    }
    let more = json!({"url": receiver.url(), "types": ["organization.updated"]});
    member.post(PATH, &more).expect_problem(409, "too_many_webhooks");
    assert_eq!(member.get(&format!("{PATH}?limit=15")).expect(200).items().len(), 15);
    let key = [("idempotency-key", &*new_uuid())];
    member.post_with(PATH, &key, &more).expect_problem(400, "idempotency_not_supported");
}
