//! Distances, boxes and what is around.

use crate::harness::{App, Reply};

fn distances(reply: &Reply) -> Vec<f64> {
    reply.items().iter().map(|item| item["distance_km"].as_f64().unwrap()).collect()
}

/// On a globe, computed another way than the service does.
fn haversine(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (a, b) = ((to.0 - from.0).to_radians(), (to.1 - from.1).to_radians());
    let h = (a / 2.0).sin().powi(2) + from.0.to_radians().cos() * to.0.to_radians().cos() * (b / 2.0).sin().powi(2);
    2.0 * 6371.009 * h.sqrt().asin()
}

const METZ: (f64, f64) = (49.1193, 6.1757);

#[test]
fn near_a_point_the_nearest_comes_first_with_its_distance_and_pages_go_on() {
    let app = App::start();
    let anonymous = app.anonymous();
    let path = "/v1/organizations?near=49.1193,6.1757&limit=50";
    let (mut items, mut page) = (vec![], anonymous.get(path).expect(200));
    loop {
        let here = distances(&page);
        assert!(here.is_sorted(), "{here:?}");
        items.extend_from_slice(page.items());
        let Some(cursor) = page.body["next_cursor"].as_str() else { break };
        page = anonymous.get(&format!("{path}&cursor={cursor}")).expect(200);
    }
    let expected = app.sql_value("select count(*) from organizations where status = 'published' and latitude is not null");
    assert_eq!(items.len().to_string(), expected, "each that has a position, and each once");
    let ids: std::collections::HashSet<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), items.len());
    for item in &items {
        let at = |name: &str| item["location"][name].as_f64().unwrap();
        let expected = haversine(METZ, (at("latitude"), at("longitude")));
        let distance = item["distance_km"].as_f64().unwrap();
        assert!((distance - expected).abs() < 0.02, "{}: {distance} instead of {expected}", item["name"]);
    }
}

#[test]
fn a_radius_and_a_box_hold_what_lies_within_and_nothing_else() {
    let app = App::start();
    let anonymous = app.anonymous();
    let count = |query: &str| {
        anonymous.get(&format!("/v1/organizations?limit=1&count=true&{query}")).expect(200).body["count"].as_i64().unwrap()
    };
    let rows = app.sql("select latitude, longitude from organizations where status = 'published' and latitude is not null");
    let places: Vec<(f64, f64)> = rows
        .into_iter()
        .map(|row| row.into_iter().map(|value| value.unwrap().parse().unwrap()).collect::<Vec<f64>>())
        .map(|pair| (pair[0], pair[1]))
        .collect();
    for radius in [0.5, 5.0, 60.0, 500.0] {
        let expected = places.iter().filter(|place| haversine(METZ, **place) <= radius).count();
        assert_eq!(count(&format!("near=49.1193,6.1757&radius_km={radius}")), expected as i64, "{radius} km");
    }
    let within = |(latitude, longitude): &&(f64, f64)| (6.0..=6.3).contains(longitude) && (48.6..=49.2).contains(latitude);
    assert_eq!(count("bbox=6.0,48.6,6.3,49.2"), places.iter().filter(within).count() as i64);
    // A search, a place and a kind go together, in any order.
    for sort in ["name", "-updated_at", "relevance", "distance"] {
        let query = format!("/v1/organizations?q=laboratoire&near=49.1193,6.1757&radius_km=10&kinds=research_lab&sort={sort}");
        let found = anonymous.get(&query).expect(200);
        assert!(found.items().len() > 2 && distances(&found).iter().all(|distance| *distance <= 10.0), "{sort}: {}", found.text);
    }
    for (bad, parameter) in [
        ("near=49.1", "near"),
        ("near=91,0", "near"),
        ("near=1e1,6", "near"),
        ("near=49,6&near=48,6", "near"),
        ("radius_km=5", "near"),
        ("near=49,6&radius_km=0", "radius_km"),
        ("near=49,6&radius_km=501", "radius_km"),
        ("near=49,6&radius_km=NaN", "radius_km"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=3,2,1,4", "bbox"),
        ("sort=distance", "sort"),
        ("q=a&sort=distance", "sort"),
    ] {
        let reply = anonymous.get(&format!("/v1/organizations?{bad}")).expect_problem(400, "invalid_parameter");
        assert_eq!(reply.at("/errors/0/parameter"), parameter, "{bad}: {}", reply.text);
    }
}

#[test]
fn around_an_organization_are_the_others_closest_first() {
    let app = App::start();
    let anonymous = app.anonymous();
    let path = "/v1/organizations/universite-de-lorraine/nearby";
    let page = anonymous.get(&format!("{path}?limit=5")).expect(200);
    assert_eq!(page.items().len(), 5);
    assert!(distances(&page).is_sorted());
    assert!(page.items().iter().all(|item| item["slug"] != "universite-de-lorraine"));
    let next = anonymous.get(&format!("{path}?limit=5&cursor={}", page.at("/next_cursor"))).expect(200);
    assert!(distances(&next)[0] >= distances(&page)[4]);
    let funders = anonymous.get(&format!("{path}?kinds=funder&radius_km=100")).expect(200);
    assert!(!funders.items().is_empty());
    for item in funders.items() {
        assert!(item["kinds"].as_array().unwrap().contains(&serde_json::json!("funder")), "{item}");
    }
    anonymous.get("/v1/organizations/nobody/nearby").expect_problem(404, "not_found");
    anonymous.get(&format!("{path}?near=49,6")).expect_problem(400, "unknown_parameter");
    // What nobody knows the place of has nothing around it; what has a town has its town's surroundings.
    let nowhere =
        app.sql_value("select slug from organizations where latitude is null and locality is null order by slug limit 1");
    assert_eq!(anonymous.get(&format!("/v1/organizations/{nowhere}/nearby")).expect(200).items().len(), 0);
    app.sql(&format!("update organizations set locality = 'Trèves', country = 'DE' where slug = '{nowhere}'"));
    let around = anonymous.get(&format!("/v1/organizations/{nowhere}/nearby?limit=1")).expect(200);
    assert_eq!(around.at("/items/0/location/locality"), "Trier");
}
