use serde_json::{Value, json};

use crate::{candidacies::source, harness::App};

const PROGRAMME: &str = "/v1/label-programmes/capitales-french-tech";

#[test]
fn what_is_said_of_a_call_is_mended_by_whoever_has_read_it_as_it_is() {
    let app = App::start();
    let (pilot, anonymous) = (app.token("pilot"), app.anonymous());
    let body = json!({"name": {"fr": "Appel 2027"}, "opened": {"on": "2027-01-11"}, "sources": [source("Essai")]});
    pilot.post(&format!("{PROGRAMME}/calls"), &body).expect(201);
    let (before, path) = (anonymous.get(PROGRAMME).expect(200), format!("{PROGRAMME}/calls/appel-2019"));
    let mended = json!({"name": {"fr": "Appel à capitales"}, "detail": {"fr": "Ouvert à tous"}});
    app.token("moderator").patch(&path, before.etag(), &mended).expect_problem(403, "forbidden");
    let changed = pilot.patch(&path, before.etag(), &mended).expect(200);
    assert_eq!((changed.at("/slug"), changed.at("/name/fr")), ("appel-2019", "Appel à capitales"));
    assert_eq!(changed.body["criteria_versions"], before.body["calls"][0]["criteria_versions"]);
    pilot.patch(&path, before.etag(), &mended).expect_problem(412, "revision_mismatch");
    let now = anonymous.get(PROGRAMME).expect(200);
    assert_eq!((&now.body["calls"][0], now.etag()), (&changed.body, changed.etag()), "it stays in its place");
    // Another day gives it another one.
    let moved = pilot.patch(&path, now.etag(), &json!({"opened": {"on": "2028-01-01"}, "detail": null})).expect(200);
    assert!(moved.body.get("detail").is_none());
    let after = anonymous.get(PROGRAMME).expect(200);
    let slugs: Vec<&Value> = after.body["calls"].as_array().unwrap().iter().map(|call| &call["slug"]).collect();
    assert_eq!(slugs, ["appel-2027", "appel-2019"]);
    let refused = pilot.patch(&path, after.etag(), &json!({"sources": []})).expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/sources", "item_count"));
    pilot.patch(&format!("{PROGRAMME}/calls/nulle-part"), after.etag(), &mended).expect_problem(404, "not_found");
}
