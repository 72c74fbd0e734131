//! Who changed what, and who sees it.

use serde_json::{Value, json};

use crate::{
    fixtures::propose,
    harness::{App, Client, Reply},
};

fn history(client: &Client, record: &str) -> Reply {
    client.get(&format!("{record}/history")).expect(200)
}

fn step(client: &Client, record: &str, body: &Value) {
    client.post(&format!("{record}/transitions"), body).expect(201);
}

fn members(reply: &Reply) -> Vec<Vec<&str>> {
    let of = |item: &Value| {
        item["changes"].as_array().unwrap().iter().map(|one| one["member"].as_str().unwrap()).collect::<Vec<_>>().len()
    };
    assert!(reply.items().iter().all(|item| of(item) > 0), "{}", reply.text);
    reply
        .items()
        .iter()
        .map(|item| item["changes"].as_array().unwrap().iter().map(|one| one["member"].as_str().unwrap()).collect())
        .collect()
}

#[test]
fn each_change_is_noted_member_by_member_with_who_made_it() {
    let app = App::start();
    let (member, moderator) = (app.token("entrepreneur"), app.token("moderator"));
    let record = propose(&member, "Atelier");
    let etag = member.get(&record).expect(200).etag().to_owned();
    let body = json!({
        "name": "Atelier des essais", "location": {"locality": "Metz", "country": "FR"},
        "identifiers": [{"scheme": "FR-SIREN", "value": "000000018"}],
    });
    member.patch(&record, &etag, &body).expect(200);
    step(&moderator, &record, &json!({"to": "sent_back", "reason": "incomplete", "note": "Trop court."}));
    let seen = history(&moderator, &record);
    assert_eq!(members(&seen), [vec!["review", "status"], vec!["identifiers"], vec!["location", "name"]]);
    let name = &seen.items()[2]["changes"][1];
    assert_eq!((&name["before"], &name["after"]), (&json!("Atelier"), &json!("Atelier des essais")));
    assert_eq!(seen.items()[1]["changes"][0]["after"], json!(["FR-SIREN 000000018"]));
    for item in seen.items() {
        assert!(item["by"]["name"].as_str().is_some_and(|name| !name.is_empty()), "{item}");
    }
    // Whoever proposed it knows what they did, and not who moderates.
    let own = history(&member, &record);
    assert_eq!((own.items()[0]["by"]["name"].clone(), own.items()[2]["by"]["name"].is_string()), (Value::Null, true));
    app.anonymous().get(&format!("{record}/history")).expect_problem(404, "not_found");
    app.token("agent-metz").get(&format!("{record}/history")).expect_problem(404, "not_found");
}

#[test]
fn the_public_sees_that_something_changed_and_nothing_from_before_it_was_public() {
    let app = App::start();
    let (member, moderator, anonymous) = (app.token("entrepreneur"), app.token("moderator"), app.anonymous());
    let record = propose(&member, "Atelier");
    let etag = member.get(&record).expect(200).etag().to_owned();
    member.patch(&record, &etag, &json!({"website": "https://secret.example"})).expect(200);
    step(&moderator, &record, &json!({"to": "published"}));
    let etag = moderator.get(&record).expect(200).etag().to_owned();
    moderator.patch(&record, &etag, &json!({"website": "https://atelier.example", "sectors": ["bois"]})).expect(200);
    let seen = history(&anonymous, &record);
    assert_eq!(members(&seen), [vec!["sectors", "website"], vec!["status"]]);
    assert!(!seen.text.contains("example") && !seen.text.contains("bois") && !seen.text.contains("\"name\""), "{}", seen.text);
    let whole = history(&moderator, &record);
    assert_eq!(whole.items().len(), 3);
    assert!(whole.text.contains("secret.example"));
    // It goes on, page by page.
    let first = anonymous.get(&format!("{record}/history?limit=1")).expect(200);
    let rest = anonymous.get(&format!("{record}/history?limit=1&cursor={}", first.at("/next_cursor"))).expect(200);
    assert_eq!((members(&rest), rest.body.get("next_cursor")), (vec![vec!["status"]], None));
}

#[test]
fn a_write_that_changes_no_member_leaves_no_entry() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let record = propose(&member, "Atelier");
    let etag = member.get(&record).expect(200).etag().to_owned();
    member.patch(&record, &etag, &json!({"name": "Atelier"})).expect(200);
    assert!(history(&member, &record).items().is_empty());
}
