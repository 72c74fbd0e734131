use serde_json::{Value, json};

use crate::harness::{App, Client};

fn item(client: &Client, totem: &str, name: &str) -> Value {
    let charter = client.get(&format!("/v1/totems/{totem}/charter")).expect(200);
    charter.body["items"].as_array().unwrap().iter().find(|item| item["item"] == name).unwrap().clone()
}

#[test]
fn the_charter_says_what_a_site_fulfils_and_who_covers_what_it_lacks() {
    let app = App::start();
    let (anonymous, manager) = (app.anonymous(), app.token("manager-metz"));
    let charter = anonymous.get("/v1/totems/metz/charter").expect(200);
    // The four named services are there; of the rest no site has said anything.
    assert_eq!((&charter.body["conforms"], &charter.body["fulfilled"]), (&json!(false), &json!(4)));
    assert_eq!(charter.body["items"].as_array().unwrap().len(), 13);
    assert_eq!(
        (&item(&anonymous, "nancy", "coworking")["state"], &item(&anonymous, "nancy", "coworking")["covered_by"]),
        (&json!("missing"), &json!([]))
    );

    let path = "/v1/totems/metz/services/immobilier";
    let etag = manager.get(path).expect(200).etag().to_owned();
    let changed = manager.patch(path, &etag, &json!({"fulfils": ["coworking", "meeting_rooms"]})).expect(200);
    assert_eq!(item(&anonymous, "metz", "coworking")["state"], "fulfilled");
    let gap = item(&anonymous, "nancy", "coworking");
    assert_eq!((&gap["state"], &gap["covered_by"][0]["slug"]), (&json!("missing"), &json!("metz")));

    // Paused it is no longer offered: neither here, nor to others.
    let pause = json!({"status": "paused", "paused_reason": {"fr": "Travaux."}});
    manager.patch(path, changed.etag(), &pause).expect(200);
    let paused = item(&anonymous, "metz", "coworking");
    assert_eq!((&paused["state"], &paused["services"][0]["slug"]), (&json!("paused"), &json!("immobilier")));
    assert_eq!(item(&anonymous, "nancy", "coworking")["covered_by"], json!([]));
    let elsewhere = item(&anonymous, "metz", "real_estate");
    let cities: Vec<&Value> = elsewhere["covered_by"].as_array().unwrap().iter().map(|totem| &totem["slug"]).collect();
    assert_eq!((&elsewhere["state"], cities.len()), (&json!("paused"), 3));
    anonymous.get("/v1/totems/strasbourg/charter").expect_problem(404, "not_found");
}
