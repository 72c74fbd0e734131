use serde_json::json;

use super::{PROJECTS, december, ids, keep, step};

#[test]
fn a_project_is_seen_by_its_owner_and_once_it_has_a_totem_by_the_agents_there() {
    let app = december();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let (project, kept) = keep(&member, &json!({}));
    assert_eq!((kept.at("/stage_on"), kept.at("/status"), kept.at("/kept_until")), ("2026-12-01", "active", "2029-12-01"));
    agent.get(&project).expect_problem(404, "not_found");
    let chosen = member.patch(&project, kept.etag(), &json!({"totem_id": "metz"})).expect(200);
    let seen = agent.get(&project).expect(200);
    assert_eq!((seen.at("/owner/name"), &seen.body["may_edit"]), ("Camille Exemple (démonstration)", &json!(false)));
    for stranger in ["agent-nancy", "admin", "pilot", "moderator"] {
        app.token(stranger).get(&project).expect_problem(404, "not_found");
        app.token(stranger).get(&format!("{project}/events")).expect_problem(404, "not_found");
        app.token(stranger).get(&format!("{PROJECTS}?totem_id=metz")).expect_problem(403, "forbidden");
    }
    agent.patch(&project, seen.etag(), &json!({"name": "Autre"})).expect_problem(403, "forbidden");
    agent.send("DELETE", &project, &[("if-match", seen.etag())], None).expect_problem(403, "forbidden");
    // With another Totem they see it no more.
    let moved = member.patch(&project, chosen.etag(), &json!({"totem_id": "nancy"})).expect(200);
    agent.get(&project).expect_problem(404, "not_found");
    app.token("agent-nancy").get(&project).expect(200);
    member.send("DELETE", &project, &[("if-match", moved.etag())], None).expect(204);
    member.get(&project).expect_problem(404, "not_found");
}

#[test]
fn a_list_is_narrowed_by_stage_state_and_steps_and_comes_page_by_page() {
    let app = december();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let at_metz = json!({"totem_id": "metz", "occurred_on": "2026-01-10"});
    let (idea, _) = keep(&member, &at_metz);
    let (grown, _) = keep(&member, &at_metz);
    let (_, alone) = keep(&member, &json!({}));
    step(&member, &grown, "creation", "2026-03-01").expect(201);
    step(&member, &idea, "paused", "2026-04-01").expect(201);
    let (idea, grown) = (idea.rsplit('/').next().unwrap(), grown.rsplit('/').next().unwrap());
    let list = |query: &str| agent.get(&format!("{PROJECTS}?totem_id=metz{query}")).expect(200);
    assert_eq!(ids(&list("")), [grown, idea]);
    assert_eq!(ids(&list("&stage=creation")), [grown]);
    assert_eq!(ids(&list("&status=paused")), [idea]);
    assert_eq!(ids(&list("&entered_stage=creation&occurred_on_gte=2026-03-01&occurred_on_lt=2026-03-02")), [grown]);
    assert!(ids(&list("&entered_stage=creation&occurred_on_gte=2026-03-02")).is_empty());
    assert_eq!(ids(&list("&left_stage=idea")), [grown]);
    let first = member.get(&format!("{PROJECTS}?limit=2")).expect(200);
    assert_eq!(ids(&first), [alone.at("/id"), grown]);
    let second = member.get(&format!("{PROJECTS}?limit=2&cursor={}", first.at("/next_cursor"))).expect(200);
    assert_eq!((ids(&second), second.body.get("next_cursor")), (vec![idea], None));
}
