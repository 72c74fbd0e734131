//! Changing only what one has read.

use serde_json::{Value, json};

use crate::{
    fixtures::{ask, path, question, say},
    harness::{App, new_uuid},
};

#[test]
fn a_change_that_names_the_version_it_was_made_for_is_refused_when_there_is_another_one() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let id = ask(&member, &question());
    let read = agent.get(&path(&id, "")).expect(200).etag().to_owned();
    say(&member, &id, &json!({"body": "Une précision."})).expect(201);
    let changes: [(&str, Value); 3] = [
        ("/transitions", json!({"to": "triage"})),
        ("/assignments", json!({})),
        ("/messages", json!({"body": "Une note.", "internal": true})),
    ];
    let before = agent.get(&path(&id, "")).expect(200);
    for (rest, body) in &changes {
        for version in [&read, "×"] {
            let reply = agent.post_with(&path(&id, rest), &[("if-match", version)], body);
            reply.expect_problem(412, "revision_mismatch");
        }
    }
    assert_eq!(agent.get(&path(&id, "")).expect(200).body, before.body);
    // With the version of now each is done, and without any as ever.
    for (rest, body) in &changes {
        let now = agent.get(&path(&id, "")).expect(200).etag().to_owned();
        agent.post_with(&path(&id, rest), &[("if-match", &now)], body).expect(201);
        agent.post(&path(&id, "/messages"), &json!({"body": "Sans version.", "internal": true})).expect(201);
    }
}

#[test]
fn a_retry_is_the_same_request_although_the_version_has_gone_on_by_it() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let id = ask(&member, &question());
    let read = agent.get(&path(&id, "")).expect(200).etag().to_owned();
    let key = new_uuid();
    let headers = [("if-match", read.as_str()), ("idempotency-key", key.as_str())];
    let message = json!({"body": "Une note.", "internal": true});
    let first = agent.post_with(&path(&id, "/messages"), &headers, &message).expect(201);
    let second = agent.post_with(&path(&id, "/messages"), &headers, &message).expect(201);
    assert_eq!((&second.text, second.header("idempotency-replayed")), (&first.text, Some("true")));
}

#[test]
fn what_somebody_may_not_see_has_no_version_either() {
    let app = App::start();
    let id = ask(&app.token("entrepreneur"), &question());
    let stranger = app.token("agent-nancy");
    for version in ["\"1-agent\"", "\"9-agent\"", "nonsense"] {
        let reply = stranger.post_with(&path(&id, "/transitions"), &[("if-match", version)], &json!({"to": "triage"}));
        reply.expect_problem(404, "not_found");
    }
}
