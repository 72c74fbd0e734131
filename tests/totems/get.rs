use crate::harness::{App, new_uuid};

#[test]
fn a_site_is_found_by_its_id_and_by_its_slug() {
    let app = App::start();
    let anonymous = app.anonymous();
    let metz = anonymous.get("/v1/totems/metz").expect(200);
    assert_eq!(metz.at("/address/street"), "7 avenue de Blida");
    assert_eq!(anonymous.get(&format!("/v1/totems/{}", metz.at("/id"))).expect(200).body, metz.body);
    for tag in [metz.etag().to_owned(), format!("{}-gzip\"", metz.etag().trim_end_matches('"'))] {
        let again = anonymous.get_with("/v1/totems/metz", &[("if-none-match", &tag)]).expect(304);
        assert_eq!(again.etag(), tag, "it keeps the name by which it is known");
    }
    for id in ["strasbourg", &new_uuid()] {
        anonymous.get(&format!("/v1/totems/{id}")).expect_problem(404, "not_found");
    }
}
