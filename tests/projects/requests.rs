use serde_json::json;

use super::{december, ids, keep};
use crate::fixtures::{ask, question, question_from, question_to};

#[test]
fn a_request_belongs_to_a_project_of_ones_own_and_outlives_it() {
    let app = december();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let (project, kept) = keep(&member, &json!({"totem_id": "nancy"}));
    let of = |mut body: serde_json::Value| {
        body["project_id"] = json!(kept.at("/id"));
        body
    };
    let (metz, nancy) = (ask(&member, &of(question())), ask(&member, &of(question_to("nancy"))));
    ask(&member, &question());
    let refused = app.token("pilot").post("/v1/service-requests", &of(question())).expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/project_id", "unknown_reference"));
    let refused = app.anonymous().post("/v1/service-requests", &of(question_from("essai@exemple.fr")));
    let refused = refused.expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/project_id", "account_needed"));
    // Both sides are told, each of what they may see.
    let list = format!("/v1/service-requests?project_id={}", kept.at("/id"));
    assert_eq!(ids(&member.get(&list).expect(200)), [&nancy[..], &metz]);
    assert_eq!(ids(&agent.get(&list).expect(200)), [&metz[..]]);
    assert!(ids(&app.token("pilot").get(&list).expect(200)).is_empty());
    assert_eq!(agent.get(&format!("/v1/service-requests/{metz}")).expect(200).at("/project_id"), kept.at("/id"));
    member.send("DELETE", &project, &[("if-match", kept.etag())], None).expect(204);
    assert!(member.get(&format!("/v1/service-requests/{metz}")).expect(200).body.get("project_id").is_none());
}
