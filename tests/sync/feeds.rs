use serde_json::json;

use super::{publish, read, step};
use crate::harness::App;

const FEED: &str = "/v1/feeds/organization";

#[test]
fn the_public_feed_has_the_members_of_the_standard_and_its_rules_for_caches() {
    let app = App::start();
    let anonymous = app.anonymous();
    let id = publish(&app, "Bientôt fermé");
    let first = anonymous.get(&format!("{FEED}?limit=100")).expect(200);
    assert_eq!(first.header("cache-control"), Some("public, max-age=3600"));
    assert_eq!(first.items().len(), 100);
    assert!(first.at("/license").starts_with("https://"));
    let (items, last) = read(&app, &anonymous, FEED);
    assert_eq!(last.header("cache-control"), Some("public, max-age=8"));
    assert_eq!(last.body.as_object().unwrap().keys().collect::<Vec<_>>(), ["items", "license", "next"]);
    for item in &items {
        assert_eq!(item.as_object().unwrap().keys().collect::<Vec<_>>(), ["data", "id", "kind", "modified", "state"]);
    }
    step(&app, &id, &json!({"to": "deleted", "reason": "closed"}));
    let (items, last) = read(&app, &anonymous, last.at("/next").strip_prefix(app.base()).unwrap());
    let modified = items[0]["modified"].as_i64().unwrap();
    assert_eq!(items, [json!({"state": "deleted", "kind": "organization", "id": id, "modified": modified})]);
    // Whoever is beyond the end is at the end, unless numbers mean something else there.
    let beyond = format!("{FEED}?afterChangeNumber=9007199254740991");
    let page = anonymous.get(&beyond).expect(200);
    assert_eq!((page.items().len(), page.at("/next")), (0, format!("{}{beyond}", app.base()).as_str()));
    let foreign = format!("{FEED}?afterChangeNumber=5&epoch={}", "0".repeat(32));
    let refused = anonymous.get(&foreign).expect_problem(410, "sync_cursor_expired");
    assert_eq!(refused.header("link"), Some(format!("<{}{FEED}>; rel=\"restart\"", app.base()).as_str()));
    assert_eq!(app.token("entrepreneur").get(FEED).expect(200).header("cache-control"), Some("private, no-cache"));
    assert!(last.at("/next").contains(&format!("afterChangeNumber={modified}")));
    anonymous.get("/v1/feeds/account").expect_problem(404, "not_found");
    for strange in ["0", "1001", "-1", "1.5", "1e2", "%20", "%2020", "9223372036854775808"] {
        for name in ["limit", "afterChangeNumber"].into_iter().filter(|name| *name == "limit" || !matches!(strange, "0" | "1001"))
        {
            let refused = anonymous.get(&format!("{FEED}?{name}={strange}")).expect_problem(400, "invalid_parameter");
            assert_eq!(refused.at("/errors/0/parameter"), name, "{strange}");
        }
    }
}

#[test]
fn whom_to_write_to_is_not_given_away_in_bulk() {
    let app = App::start();
    let id = publish(&app, "Avec contact");
    let member = app.token("entrepreneur");
    let claimed = member.post(&format!("/v1/organizations/{id}/claims"), &json!({"message": "C’est moi."})).expect(201);
    app.token("moderator").post(&format!("/v1/claims/{}/transitions", claimed.at("/id")), &json!({"to": "accepted"})).expect(201);
    let asked = member.get("/v1/me/consents").expect(200);
    let asked = asked.items().iter().find(|item| item["purpose"] == "directory_contact").unwrap().clone();
    let given = json!({"purpose": "directory_contact", "given": true, "text_hash": asked["text_hash"]});
    member.post("/v1/me/consents", &given).expect(201);
    assert_eq!(app.anonymous().get(&format!("/v1/organizations/{id}")).expect(200).body["contacts"].as_array().unwrap().len(), 1);
    let (items, _) = read(&app, &app.anonymous(), FEED);
    let item = items.iter().find(|item| item["id"] == json!(id)).unwrap();
    assert!(item["data"].get("contacts").is_none());
}
