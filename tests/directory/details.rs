//! What records hold besides, by kind.

use serde_json::{Value, json};

use crate::{
    fixtures::propose,
    harness::{App, Client},
};

fn made(member: &Client, body: &Value) -> Value {
    member.post("/v1/organizations", body).expect(201).body
}

#[test]
fn a_record_keeps_all_that_its_kind_has() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let whole = json!({
        "name": "Atelier des essais", "kinds": ["fablab", "funder"], "alternate_names": ["ADE"], "legal_name": "ADE SAS",
        "links": [{"label": "Emplois", "url": "https://ade.example/emplois"}], "legal_form": "5710",
        "activity": {"nomenclature": "naf_rev2", "code": "62.01Z"}, "headcount": 12,
        "profile": {"machines": ["découpe laser"], "ticket_min": 1000, "ticket_max": 1000, "instruments": ["grant"]},
    });
    let record = made(&member, &whole);
    for name in ["alternate_names", "legal_name", "links", "headcount", "profile"] {
        assert_eq!(record[name], whole[name], "{name}");
    }
    assert_eq!(record["legal_form"]["code"], "5710");
    assert_eq!((&record["activity"]["nomenclature"], &record["activity"]["code"]), (&json!("naf_rev2"), &json!("62.01Z")));
    assert!(record["activity"]["label"].as_str().is_some_and(|label| label.contains("rogrammation")), "{record}");
    // The bracket follows from the number.
    assert_eq!(record["headcount_range"], "10-19");
}

#[test]
fn what_another_kind_has_is_refused_by_its_pointer() {
    let app = App::start();
    let member = app.token("entrepreneur");
    for (kind, profile, pointer) in [
        ("sme", json!({"net_floor_m2": 1}), "/profile/net_floor_m2"),
        ("sme", json!({"machines": ["tour"]}), "/profile/machines"),
        ("fablab", json!({"desks": 4}), "/profile/desks"),
        ("fablab", json!({"supervisors": ["CNRS"]}), "/profile/supervisors"),
        ("coworking", json!({"instruments": ["loan"]}), "/profile/instruments"),
        ("funder", json!({"ticket_min": 2, "ticket_max": 1}), "/profile/ticket_max"),
        ("data_centre", json!({"net_floor_m2": -1}), "/profile/net_floor_m2"),
    ] {
        let body = json!({"name": "Essai", "kinds": [kind], "profile": profile});
        let reply = member.post("/v1/organizations", &body).expect_problem(422, "invalid_body");
        assert_eq!(reply.at("/errors/0/pointer"), pointer, "{body}");
    }
    // A kind cannot leave while the record holds what only it has.
    let fablab = json!({"name": "Essai", "kinds": ["fablab"], "profile": {"machines": ["tour"]}});
    let reply = member.post("/v1/organizations", &fablab).expect(201);
    let record = format!("/v1/organizations/{}", reply.at("/id"));
    let refused = member.patch(&record, reply.etag(), &json!({"kinds": ["sme"]})).expect_problem(422, "invalid_body");
    assert_eq!(refused.at("/errors/0/pointer"), "/profile/machines");
    member.patch(&record, reply.etag(), &json!({"kinds": ["sme"], "profile": null})).expect(200);
}

#[test]
fn codes_are_those_of_the_reference_lists() {
    let app = App::start();
    let member = app.token("entrepreneur");
    for (given, pointer) in [
        (json!({"activity": {"nomenclature": "naf_rev2", "code": "99.99X"}}), "/activity"),
        (json!({"legal_form": "0001"}), "/legal_form"),
        (json!({"headcount_range": "7-8"}), "/headcount_range"),
    ] {
        let mut body = json!({"name": "Essai", "kinds": ["sme"]});
        body.as_object_mut().unwrap().extend(given.as_object().unwrap().clone());
        let reply = member.post("/v1/organizations", &body).expect_problem(422, "invalid_body");
        assert_eq!(reply.at("/errors/0/pointer"), pointer, "{body}");
    }
}

#[test]
fn a_start_up_keeps_its_profile_which_others_do_not_have() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let rounds = json!([{"closed_on": "2025-06-30", "amount": 1_500_000, "instrument": "equity"}]);
    let body = json!({"name": "Pousse", "international": ["LU"], "jobs": 3, "funding_rounds": rounds});
    let reply = member.post("/v1/startups", &body).expect(201);
    assert_eq!(reply.body["startup"], json!({"international": ["LU"], "jobs": 3, "funding_rounds": rounds}));
    let startup = format!("/v1/organizations/{}", reply.at("/id"));
    let changed = member.patch(&startup, reply.etag(), &json!({"startup": {"stage": "growth", "team_size": 4}})).expect(200);
    assert_eq!(changed.body["startup"], json!({"stage": "growth", "team_size": 4, "international": [], "funding_rounds": []}));

    let other = propose(&member, "Association");
    let etag = member.get(&other).expect(200).etag().to_owned();
    let refused = member.patch(&other, &etag, &json!({"startup": {"jobs": 1}})).expect_problem(422, "invalid_body");
    assert_eq!(refused.at("/errors/0/pointer"), "/startup");
}

#[test]
fn numbers_of_registers_are_replaced_as_a_whole() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let record = propose(&member, "Essai");
    let etag = member.get(&record).expect(200).etag().to_owned();
    let given =
        json!({"identifiers": [{"scheme": "BE-KBO", "value": "0403.170.701"}, {"scheme": "VAT", "value": "lu 26375245"}]});
    let changed = member.patch(&record, &etag, &given).expect(200);
    let kept = json!([{"scheme": "BE-KBO", "value": "0403170701"}, {"scheme": "VAT", "value": "LU26375245"}]);
    assert_eq!(changed.body["identifiers"], kept);
    let wrong = json!({"identifiers": [{"scheme": "VAT", "value": "LU26375246"}]});
    let refused = member.patch(&record, changed.etag(), &wrong).expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/identifiers/0/value", "invalid_checksum"));
    let cleared = member.patch(&record, changed.etag(), &json!({"identifiers": null})).expect(200);
    assert_eq!(cleared.body["identifiers"], json!([]));
}

#[test]
fn the_score_says_what_to_add_and_rises_with_it() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let record = propose(&member, "Essai");
    let first = member.get(&record).expect(200);
    assert_eq!((&first.body["quality"]["score"], &first.body["quality"]["missing"][0]), (&json!(0), &json!("summary")));
    let second = member.patch(&record, first.etag(), &json!({"summary": {"fr": "Un atelier."}, "sectors": ["bois"]})).expect(200);
    assert_eq!(second.body["quality"]["score"], 30);
    assert_eq!(second.body["quality"]["missing"][0], "location");
}
