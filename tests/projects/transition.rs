use serde_json::{Value, json};

use super::{december, keep, step};

#[test]
fn a_path_is_told_step_by_step_with_its_days() {
    let app = december();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let (project, kept) = keep(&member, &json!({"stage": "talent_detected", "occurred_on": "2026-02-01", "totem_id": "metz"}));
    assert_eq!(kept.body["allowed_transitions"], json!(["idea", "paused", "abandoned"]));
    let refused = step(&member, &project, "growth", "2026-03-01").expect_problem(409, "state_conflict");
    assert_eq!(refused.body["allowed"], json!(["idea", "paused", "abandoned"]));
    // The site tells steps too, but it is not the one to give up.
    assert_eq!(agent.get(&project).expect(200).body["allowed_transitions"], json!(["idea", "paused"]));
    step(&agent, &project, "abandoned", "2026-03-01").expect_problem(409, "state_conflict");
    step(&agent, &project, "idea", "2026-03-01").expect(201);
    for (day, why) in [("2026-02-28", "before the last step"), ("2026-12-02", "to come")] {
        let refused = step(&member, &project, "creation", day).expect_problem(422, "invalid_body");
        assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/occurred_on", "out_of_range"), "{why}");
    }
    step(&member, &project, "creation", "2026-05-01").expect(201);
    step(&member, &project, "idea", "2026-06-01").expect(201);
    step(&member, &project, "paused", "2026-07-01").expect(201);
    step(&member, &project, "creation", "2026-07-02").expect_problem(409, "state_conflict");
    step(&member, &project, "abandoned", "2026-08-01").expect(201);
    let resumed = step(&member, &project, "resumed", "2026-09-01").expect(201);
    let now = (resumed.at("/stage"), resumed.at("/stage_on"), resumed.at("/status"), resumed.at("/status_on"));
    assert_eq!(now, ("idea", "2026-06-01", "active", "2026-09-01"));
    let told = member.get(&format!("{project}/events")).expect(200);
    let path: Vec<[&Value; 4]> =
        told.items().iter().map(|item| ["occurred_on", "party", "to_stage", "to_status"].map(|name| &item[name])).collect();
    let expected = json!([
        ["2026-02-01", "owner", "talent_detected", "active"],
        ["2026-03-01", "site", "idea", "active"],
        ["2026-05-01", "owner", "creation", "active"],
        ["2026-06-01", "owner", "idea", "active"],
        ["2026-07-01", "owner", "idea", "paused"],
        ["2026-08-01", "owner", "idea", "abandoned"],
        ["2026-09-01", "owner", "idea", "active"],
    ]);
    assert_eq!(json!(path), expected);
    let headers = [("if-match", kept.etag())];
    member
        .post_with(&format!("{project}/transitions"), &headers, &json!({"to": "creation"}))
        .expect_problem(412, "revision_mismatch");
}
