use serde_json::{Value, json};

use crate::harness::App;

/// A number that holds its check digit and that no company has.
const SIREN: &str = "000 000 018";

fn proposal() -> Value {
    json!({
        "name": "  Atelier   des essais ", "kinds": ["fablab", "association"],
        "summary": {"fr": "Un atelier ouvert à tous.", "de": "Eine offene Werkstatt."},
        "website": "https://atelier.example", "identifiers": [{"scheme": "FR-SIREN", "value": SIREN}],
        "location": {"postal_code": "57000", "locality": "Metz", "commune_code": "57463", "country": "FR"},
        "sectors": ["essais"], "founded_on": "2020-02-29",
    })
}

#[test]
fn a_member_proposes_an_organization_which_waits_for_review() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let made = member.post("/v1/organizations", &proposal()).expect(201);
    assert_eq!(made.at("/status"), "pending_review");
    assert_eq!(made.at("/identifiers/0/value"), "000000018");
    assert_eq!(made.body["revision"], 1);
    assert_eq!(made.at("/founded_on"), "2020-02-29");
    let location = made.header("location").unwrap();
    assert_eq!(location, format!("/v1/organizations/{}", made.at("/slug")));
    assert_eq!(member.get(location).expect(200).body, made.body);
}

#[test]
fn a_member_proposes_a_start_up_with_its_profile() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let startup = json!({"name": "Jeune pousse des essais", "stage": "idea", "pitch": {"fr": "Des essais."}, "team_size": 2});
    let made = member.post("/v1/startups", &startup).expect(201);
    assert_eq!(made.body["kinds"], json!(["startup"]));
    assert_eq!((made.at("/startup/stage"), &made.body["startup"]["team_size"]), ("idea", &json!(2)));
    assert_eq!(member.get(made.header("location").unwrap()).expect(200).body, made.body);
}

#[test]
fn two_proposals_with_one_name_get_different_slugs() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let body = json!({"name": "Même nom", "kinds": ["sme"]});
    let slugs: Vec<String> = (0..3).map(|_| member.post("/v1/organizations", &body).expect(201).at("/slug").to_owned()).collect();
    assert!(slugs.iter().all(|slug| slug.starts_with("meme-nom")), "{slugs:?}");
    assert!(slugs[0] != slugs[1] && slugs[1] != slugs[2] && slugs[0] != slugs[2], "{slugs:?}");
}

#[test]
fn a_number_of_a_register_that_another_record_has_is_refused_and_nothing_is_kept() {
    let app = App::start();
    let member = app.token("entrepreneur");
    member.post("/v1/organizations", &proposal()).expect(201);
    let count = || app.sql_value("select count(*) from organizations");
    let before = count();
    let reply = member.post("/v1/organizations", &proposal()).expect_problem(409, "already_exists");
    assert_eq!(reply.at("/errors/0/pointer"), "/identifiers");
    assert_eq!(count(), before);
}

#[test]
fn every_wrong_member_is_named_by_its_pointer() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let cases = [
        (json!({"name": "x", "kinds": []}), vec!["/kinds", "/name"]),
        (json!({"kinds": ["sme"]}), vec!["/name"]),
        (json!({"name": "Nom", "kinds": ["robot"]}), vec!["/kinds/0"]),
        (json!({"name": "Nom", "kinds": ["sme"], "website": "javascript:alert(1)"}), vec!["/website"]),
        (
            json!({"name": "Nom", "kinds": ["sme"], "identifiers": [{"scheme": "FR-SIREN", "value": "123456789"}]}),
            vec!["/identifiers/0/value"],
        ),
        (json!({"name": "Nom", "kinds": ["sme"], "location": {"country": "fr"}}), vec!["/location/country"]),
        (json!({"name": "Nom", "kinds": ["sme"], "location": {"country": "FR", "latitude": 91}}), vec!["/location/latitude"]),
        (json!({"name": "Nom\u{0}", "kinds": ["sme"]}), vec!["/name"]),
        (json!({"name": "Nom\u{202e}", "kinds": ["sme"]}), vec!["/name"]),
        (json!({"name": "Nom", "kinds": ["sme"], "sectors": vec!["essais"; 11]}), vec!["/sectors"]),
        (json!({"name": 7, "kinds": ["sme"]}), vec!["/name"]),
        (json!({"name": "n".repeat(201), "kinds": ["sme"]}), vec!["/name"]),
    ];
    for (body, pointers) in cases {
        let reply = member.post("/v1/organizations", &body).expect_problem(422, "invalid_body");
        let mut named: Vec<&str> =
            reply.body["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
        named.sort_unstable();
        assert_eq!(named, pointers, "{body} → {}", reply.text);
    }
}

#[test]
fn a_text_in_no_language_is_no_text() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let body = json!({"name": "Nom", "kinds": ["sme"], "summary": {}});
    let reply = member.post("/v1/organizations", &body).expect_problem(422, "invalid_body");
    assert_eq!(reply.at("/errors/0/code"), "at_least_one_language");
    assert_eq!(reply.at("/errors/0/pointer"), "/summary", "{}", reply.text);
}

#[test]
fn what_only_the_service_sets_cannot_be_given() {
    let app = App::start();
    let member = app.token("entrepreneur");
    for member_name in ["id", "slug", "status", "revision", "source", "created_by", "territory", "confirmed_on", "role"] {
        let mut body = proposal();
        body[member_name] = json!("published");
        let reply = member.post("/v1/organizations", &body).expect_problem(422, "invalid_body");
        assert_eq!(reply.at("/errors/0/code"), "unknown_member", "{member_name}: {}", reply.text);
        assert_eq!(reply.at("/errors/0/pointer"), format!("/{member_name}"));
    }
}
