//! What is counted: by definitions that are kept when they change.

use serde_json::json;

use crate::{fixtures::indicator, harness::App};

#[test]
fn a_definition_that_is_changed_stays_readable() {
    let app = App::start();
    let pilot = app.token("pilot");
    let created = pilot.post("/v1/indicators", &indicator("Emplois en Moselle")).expect(201);
    assert_eq!((created.at("/slug"), created.at("/measure")), ("emplois-en-moselle", "stock"));
    let path = created.header("location").unwrap().to_owned();
    let changed =
        pilot.patch(&path, created.etag(), &json!({"perimeter": {"fr": "Codes NAF 62 et 63"}, "method": null})).expect(200);
    assert_eq!(
        (changed.at("/definition/perimeter/fr"), &changed.body["definition"]["version"]),
        ("Codes NAF 62 et 63", &json!(2))
    );
    assert!(changed.body["definition"].get("method").is_none());
    assert_eq!(
        (changed.at("/definitions/0/perimeter/fr"), changed.at("/definitions/0/method/fr")),
        ("Emplois en Moselle", "Emplois en Moselle")
    );
    assert_eq!(app.anonymous().get(&path).expect(200).body["definitions"], changed.body["definitions"]);
    pilot.patch(&path, created.etag(), &json!({"method": {"fr": "x"}})).expect_problem(412, "revision_mismatch");
    pilot.post("/v1/indicators", &indicator("Emplois en Moselle")).expect_problem(409, "already_exists");
    let names: Vec<String> = app
        .anonymous()
        .get("/v1/indicators?limit=100")
        .expect(200)
        .items()
        .iter()
        .map(|one| one["slug"].as_str().unwrap().to_owned())
        .collect();
    let seeded = ["emplois-en-moselle", "emplois-numeriques", "entreprises-internationales", "entreprises-numeriques"];
    assert_eq!((&names[..4], names.len()), (&seeded.map(str::to_owned)[..], 6));
}

#[test]
fn only_pilots_say_what_is_counted() {
    let app = App::start();
    for name in ["entrepreneur", "manager-metz", "moderator", "admin"] {
        app.token(name).post("/v1/indicators", &indicator("Essai")).expect_problem(403, "forbidden");
    }
    app.anonymous().post("/v1/indicators", &indicator("Essai")).expect_problem(401, "authentication_required");
}
