use serde_json::{Value, json};

use super::{FIRST, told};
use crate::harness::{App, new_uuid};

fn withdrawal() -> Value {
    json!({"to": "withdrawn", "reason": "La source parle d'une autre vague."})
}

/// The second of the three numbers that sources tell.
fn second(board: &Value) -> String {
    board["candidates"][1]["id"].as_str().unwrap().to_owned()
}

fn counts(board: &Value) -> Vec<i64> {
    board["candidates"].as_array().unwrap().iter().map(|count| count["count"].as_i64().unwrap()).collect()
}

#[test]
fn what_is_withdrawn_counts_no_more_and_stays_readable_with_its_reason() {
    let app = App::start();
    let (pilot, anonymous) = (app.token("pilot"), app.anonymous());
    let before = anonymous.get(FIRST).expect(200);
    assert_eq!((counts(&before.body), &before.body["withdrawn"]), (vec![20, 16, 15], &json!([])));
    let wrong = second(&before.body);
    let path = format!("/v1/wave-facts/{wrong}/transitions");
    pilot.post(&path, &json!({"to": "withdrawn"})).expect_problem(422, "invalid_body");
    pilot.post_with(&path, &[("if-match", "\"99-public\"")], &withdrawal()).expect_problem(412, "revision_mismatch");
    let withdrawn = pilot.post_with(&path, &[("if-match", before.etag())], &withdrawal()).expect(201);
    assert_eq!(withdrawn.at("/withdrawn/reason"), "La source parle d'une autre vague.");
    let after = anonymous.get(FIRST).expect(200);
    assert_eq!(counts(&after.body), [20, 15]);
    assert_eq!(after.body["withdrawn"], json!([withdrawn.body]));
    let csv = anonymous.get(&format!("{FIRST}.csv")).expect(200);
    assert_eq!(csv.text.lines().filter(|line| line.contains(",candidates,")).count(), 2);
    let again = pilot.post(&path, &withdrawal()).expect_problem(409, "state_conflict");
    assert_eq!(again.body["allowed"], json!([]));

    // It is told as it was known, each time in the same words.
    let then = |at: &str| anonymous.get(&format!("{FIRST}?known_at={}", at.replace('+', "%2B"))).expect(200).body;
    let at = withdrawn.at("/withdrawn/at");
    let instant: chrono::DateTime<chrono::Utc> = at.parse().unwrap();
    let just_before = (instant - chrono::Duration::milliseconds(1)).to_rfc3339();
    assert_eq!((counts(&then(at)), counts(&then(&just_before))), (vec![20, 15], vec![20, 16, 15]));
    assert_eq!(
        (then(&just_before)["withdrawn"].clone(), then(at)["withdrawn"].clone()),
        (json!([]), after.body["withdrawn"].clone())
    );
    let long_ago = then("2020-01-01T00:00:00Z");
    assert_eq!((counts(&long_ago), &long_ago["territories"]), (vec![], &json!([])));
    anonymous.get(&format!("{FIRST}?known_at=2999-01-01T00:00:00Z")).expect_problem(400, "invalid_parameter");

    // What is right is told anew, and was not known before.
    let right =
        pilot.post("/v1/waves/metropole-french-tech-vague-1/facts", &told("candidates", &json!({"count": 14}))).expect(201);
    assert_eq!(counts(&then(right.at("/recorded_at"))), [20, 15, 14]);
    assert_eq!(counts(&then(at)), [20, 15]);
}

#[test]
fn only_pilots_and_administrators_withdraw_a_fact() {
    let app = App::start();
    let path = format!("/v1/wave-facts/{}/transitions", second(&app.anonymous().get(FIRST).expect(200).body));
    for name in ["entrepreneur", "manager-metz", "moderator"] {
        app.token(name).post(&path, &withdrawal()).expect_problem(403, "forbidden");
    }
    app.anonymous().post(&path, &withdrawal()).expect_problem(401, "authentication_required");
    let unknown = format!("/v1/wave-facts/{}/transitions", new_uuid());
    app.token("pilot").post(&unknown, &withdrawal()).expect_problem(404, "not_found");
    app.token("admin").post(&path, &withdrawal()).expect(201);
}
