use std::collections::HashSet;

use serde_json::{Value, json};

use crate::{fixtures::propose, harness::App};

/// Only what has a place is in a box, and the whole earth is one.
const PLACED: &str = "bbox=-180,-90,180,90";

fn published(app: &App) -> usize {
    app.sql_value("select count(*) from organizations where status = 'published'").parse().unwrap()
}

#[test]
fn a_map_shows_every_published_record_that_has_a_place_under_the_filters_of_the_list() {
    let app = App::start();
    let anonymous = app.anonymous();
    propose(&app.token("entrepreneur"), "Proposition sans place");
    app.sql("update organizations set latitude = 49.1, longitude = 6.2 where name = 'Proposition sans place'");
    for (filter, condition) in [
        (PLACED, "true"),
        ("kinds=research_lab&kinds=university&bbox=-180,-90,180,90", "kinds && '{research_lab,university}'"),
        ("kinds=university&country=LU&bbox=-180,-90,180,90", "kinds && '{university}' and country = 'LU'"),
        ("nuts3=FRF31&bbox=-180,-90,180,90", "nuts3 = 'FRF31'"),
        ("bbox=6,48.6,6.3,48.8", "longitude between 6 and 6.3 and latitude between 48.6 and 48.8"),
    ] {
        let reply = anonymous.get(&format!("/v1/organizations.geojson?{filter}")).expect(200);
        assert_eq!(reply.header("content-type"), Some("application/geo+json"), "{filter}");
        assert_eq!(reply.body["type"], "FeatureCollection");
        let features = reply.body["features"].as_array().unwrap();
        let expected = app.sql(&format!(
            "select id, longitude, latitude from organizations where status = 'published' and longitude is not null and {condition} \
             order by id"
        ));
        assert!(!expected.is_empty(), "{filter} finds something");
        assert_eq!(features.len(), expected.len(), "{filter}");
        for (feature, row) in features.iter().zip(expected) {
            let [id, longitude, latitude] = row.try_into().unwrap();
            let number = |text: Option<String>| text.unwrap().parse::<f64>().unwrap();
            assert_eq!((&feature["type"], &feature["id"]), (&json!("Feature"), &json!(id.unwrap())));
            assert_eq!(feature["geometry"], json!({"type": "Point", "coordinates": [number(longitude), number(latitude)]}));
            assert!(feature["properties"]["kinds"].as_array().is_some_and(|kinds| kinds.iter().all(Value::is_string)));
        }
    }
    let found = anonymous.get("/v1/organizations.geojson?q=universite%20de%20lorraine").expect(200);
    assert!(found.text.contains("\"Université de Lorraine\""), "{}", found.text);
    anonymous.get("/v1/organizations.geojson?limit=1").expect_problem(400, "unknown_parameter");
    for at_most in [1, 501, 10_000] {
        let map = anonymous.get(&format!("/v1/organizations.geojson?at_most={at_most}")).expect(200);
        assert_eq!(map.body["features"].as_array().map(Vec::len), Some(published(&app).min(at_most)));
    }
    for bad in ["0", "10001", "-1", "1.5", "x"] {
        anonymous.get(&format!("/v1/organizations.geojson?at_most={bad}")).expect_problem(400, "invalid_parameter");
    }
}

#[test]
fn the_part_of_a_map_narrows_the_list_to_what_lies_there() {
    let app = App::start();
    let anonymous = app.anonymous();
    let list = anonymous.get("/v1/organizations?bbox=6,48.6,6.3,48.8&count=true&limit=200").expect(200);
    let map = anonymous.get("/v1/organizations.geojson?bbox=6,48.6,6.3,48.8").expect(200);
    let on_map = map.body["features"].as_array().unwrap();
    assert!(on_map.len() > 20, "Nancy is there");
    assert_eq!(list.body["count"], on_map.len());
    let ids = |items: &[Value]| items.iter().map(|item| item["id"].clone()).collect::<HashSet<Value>>();
    assert_eq!(ids(list.items()), ids(on_map));
    for bad in ["", "6,48,7", "7,48,6,49", "6,49,7,48", "-181,0,0,0", "0,0,0,91", "a,b,c,d", "1e1,0,20,30", "6,48,7,49,1"] {
        let reply = anonymous.get(&format!("/v1/organizations?bbox={bad}")).expect_problem(400, "invalid_parameter");
        assert_eq!(reply.at("/errors/0/parameter"), "bbox", "{bad}: {}", reply.text);
    }
}
