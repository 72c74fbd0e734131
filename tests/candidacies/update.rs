//! Pilots keep a file right.

use serde_json::json;

use super::begun;
use crate::harness::App;

#[test]
fn a_pilot_changes_what_is_said_and_the_address_stays() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let read = pilot.get(&path).expect(200);
    let contacts = json!([{"office": "Sillon Lorrain, direction du numérique", "email": "numerique@exemple.fr"}]);
    let change = json!({"name": {"fr": "Autre nom"}, "members": ["Metz"], "contacts": contacts});
    let changed = pilot.patch(&path, read.etag(), &change).expect(200);
    assert_eq!((changed.at("/name/fr"), changed.at("/slug"), changed.at("/territory")), ("Autre nom", "essai", "Sillon Lorrain"));
    assert_eq!((&changed.body["members"], &changed.body["contacts"]), (&json!(["Metz"]), &contacts));
    pilot.patch(&path, read.etag(), &change).expect_problem(412, "revision_mismatch");
    pilot.patch_with(&path, &[], &change).expect_problem(428, "if_match_required");
    let seeded = app.anonymous().get("/v1/candidacies/metropole-french-tech").expect(200);
    let path = format!("/v1/candidacies/{}", seeded.at("/slug"));
    app.token("entrepreneur").patch(&path, seeded.etag(), &change).expect_problem(403, "forbidden");
}
