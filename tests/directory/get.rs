use crate::{
    fixtures::{propose, published},
    harness::{App, new_uuid},
};

#[test]
fn a_record_is_found_by_its_id_and_by_its_slug_with_source_and_licence() {
    let app = App::start();
    let anonymous = app.anonymous();
    let (by_id, _) = published(&anonymous);
    let record = anonymous.get(&by_id).expect(200);
    assert_eq!(record.body, anonymous.get("/v1/organizations/universite-de-lorraine").expect(200).body);
    for member in ["/source/licence", "/source/attribution", "/source/system", "/location/country", "/status"] {
        assert!(!record.at(member).is_empty(), "no {member}: {}", record.text);
    }
    assert_eq!(record.header("access-control-allow-origin"), Some("*"));
}

#[test]
fn a_record_that_was_read_is_known_again_by_its_tag() {
    let app = App::start();
    let anonymous = app.anonymous();
    let (path, etag) = published(&anonymous);
    let again = anonymous.get_with(&path, &[("if-none-match", &etag)]).expect(304);
    assert_eq!((again.text.as_str(), again.header("etag")), ("", Some(etag.as_str())));
    anonymous.get_with(&path, &[("if-none-match", "\"0-public\"")]).expect(200);
}

#[test]
fn what_is_no_id_and_no_slug_is_not_found() {
    let app = App::start();
    let anonymous = app.anonymous();
    for id in [&new_uuid(), "nobody-has-this-slug", "%00", "..%2Fme", "%F0%9F%98%80", &"x".repeat(2000)] {
        anonymous.get(&format!("/v1/organizations/{id}")).expect_problem(404, "not_found");
        anonymous.get(&format!("/v1/startups/{id}")).expect_problem(404, "not_found");
    }
}

#[test]
fn a_start_up_has_its_profile_and_what_is_none_is_not_found_among_them() {
    let app = App::start();
    let anonymous = app.anonymous();
    let slug = anonymous.get("/v1/startups?limit=1").expect(200).at("/items/0/slug").to_owned();
    assert!(anonymous.get(&format!("/v1/startups/{slug}")).expect(200).body["startup"].is_object());
    anonymous.get("/v1/startups/universite-de-lorraine").expect_problem(404, "not_found");
}

#[test]
fn a_proposal_is_seen_by_whoever_made_it_and_by_moderators_only() {
    let app = App::start();
    let owner = app.token("entrepreneur");
    let path = propose(&owner, "Proposition à relire");
    assert_eq!(owner.get(&path).expect(200).at("/status"), "pending_review");
    app.token("moderator").get(&path).expect(200);
    for name in ["agent-metz", "manager-metz", "pilot", "admin"] {
        app.token(name).get(&path).expect_problem(404, "not_found");
    }
    app.new_member("autre").get(&path).expect_problem(404, "not_found");
    app.anonymous().get(&path).expect_problem(404, "not_found");
}
