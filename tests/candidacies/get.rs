//! The candidacy and its milestones.

use crate::harness::{App, new_uuid};

#[test]
fn the_candidacy_is_told_with_its_milestones_in_their_order_and_their_sources() {
    let app = App::start();
    let anonymous = app.anonymous();
    let list = anonymous.get("/v1/candidacies").expect(200);
    assert_eq!(list.items().len(), 2);
    let slug = list.at("/items/0/slug");
    let candidacy = anonymous.get(&format!("/v1/candidacies/{slug}")).expect(200);
    assert_eq!(candidacy.body["id"], list.body["items"][0]["id"]);
    let milestones = anonymous.get(&format!("/v1/candidacies/{slug}/milestones")).expect(200);
    assert_eq!(candidacy.body["milestones"], milestones.body["items"]);
    assert!(!milestones.items().is_empty());
    let positions: Vec<i64> = milestones.items().iter().map(|milestone| milestone["position"].as_i64().unwrap()).collect();
    assert!(positions.is_sorted(), "{positions:?}");
    for milestone in milestones.items() {
        assert!(!milestone["sources"].as_array().unwrap().is_empty(), "without a source: {milestone}");
    }
}

#[test]
fn a_candidacy_that_does_not_exist_is_not_found() {
    let app = App::start();
    let anonymous = app.anonymous();
    for id in ["strasbourg", &new_uuid()] {
        anonymous.get(&format!("/v1/candidacies/{id}")).expect_problem(404, "not_found");
        anonymous.get(&format!("/v1/candidacies/{id}/milestones")).expect_problem(404, "not_found");
    }
}
