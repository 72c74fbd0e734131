use serde_json::json;

use super::FIRST;
use crate::harness::App;

#[test]
fn a_wave_is_named_otherwise_by_whoever_has_read_it_as_it_is() {
    let app = App::start();
    let (pilot, anonymous) = (app.token("pilot"), app.anonymous());
    let (board, path) = (anonymous.get(FIRST).expect(200), "/v1/waves/metropole-french-tech-vague-1");
    let programme = anonymous.get("/v1/label-programmes/metropole-french-tech").expect(200);
    let name = json!({"name": {"fr": "Première vague, 2014"}});
    let without =
        pilot.send("PATCH", path, &[("content-type", "application/merge-patch+json")], Some(name.to_string().as_bytes()));
    without.expect_problem(428, "if_match_required");
    app.token("moderator").patch(path, board.etag(), &name).expect_problem(403, "forbidden");
    let changed = pilot.patch(path, board.etag(), &name).expect(200);
    assert_eq!((changed.at("/name/fr"), changed.at("/slug")), ("Première vague, 2014", "metropole-french-tech-vague-1"));
    assert_eq!(changed.body["candidates"], board.body["candidates"]);
    assert_eq!(anonymous.get(FIRST).expect(200).etag(), changed.etag());
    pilot.patch(path, board.etag(), &name).expect_problem(412, "revision_mismatch");
    // The programme tells it, too, to whoever has a copy of it.
    let told =
        anonymous.get_with("/v1/label-programmes/metropole-french-tech", &[("if-none-match", programme.etag())]).expect(200);
    assert_eq!(told.at("/waves/0/name/fr"), "Première vague, 2014");
}
