//! Bad input of every kind gets its own problem document, in the caller's language, and changes nothing.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{asked, kept, shared};
use crate::harness::{App, Client, new_uuid};

/// What is sent, and what must come of it.
struct Case<'a> {
    name: &'a str,
    client: &'a Client,
    method: &'a str,
    path: String,
    headers: Vec<(&'a str, &'a str)>,
    body: Option<Vec<u8>>,
    status: u16,
    code: &'a str,
    /// Of the first error: where, and its code. A place in a body begins with a slash.
    error: Option<(&'a str, &'a str)>,
}

const JSON: (&str, &str) = ("content-type", "application/json");
const PATCH: (&str, &str) = ("content-type", "application/merge-patch+json");

fn with(pointer: &str, value: Value) -> Vec<u8> {
    let mut question = asked("essai@exemple.fr");
    match question.pointer_mut(pointer) {
        Some(place) => *place = value,
        None => question[pointer.trim_start_matches('/')] = value,
    }
    question.to_string().into_bytes()
}

/// The holder of a link that has expired, and the request it led to.
fn expired(app: &App) -> (Client, String) {
    let email = format!("{}@exemple.fr", new_uuid());
    let id = app.anonymous().post("/v1/service-requests", &asked(&email)).expect(201).at("/id").to_owned();
    let holder = app.holder(&app.mail("the link is sent", |mail| mail.is_to(&email)));
    holder.get(&format!("/v1/service-requests/{id}")).expect(200);
    app.sql(&format!("update request_links set expires_at = now() - interval '1 minute' where request_id = '{id}'"));
    (holder, id)
}

#[test]
fn bad_input_gets_the_right_problem_in_each_language_and_changes_nothing() {
    let app = shared();
    let (anonymous, member, moderator) = (app.anonymous(), app.token("entrepreneur"), app.token("moderator"));
    let foreign = app.token("pilot").post("/v1/service-requests", &asked("essai@exemple.fr")).expect(201).at("/id").to_owned();
    let (holder, expired) = expired(&app);
    let record =
        app.sql_value("select '/v1/organizations/' || id from organizations where status = 'published' order by slug limit 1");
    let stale = moderator.get(&record).expect(200).etag().to_owned();
    moderator.patch(&record, &stale, &json!({"website": "https://exemple.fr"})).expect(200);
    let cursor = anonymous.get("/v1/organizations?limit=1").expect(200).at("/next_cursor").to_owned();
    let forged = format!("{}A", &cursor[..cursor.len() - 1]);
    let forged = if forged == cursor { format!("{}B", &cursor[..cursor.len() - 1]) } else { forged };
    app.all_mails();

    let requests = || "/v1/service-requests".to_owned();
    let post = |name, body, status, code, error| Case {
        name,
        client: &anonymous,
        method: "POST",
        path: requests(),
        headers: vec![JSON],
        body: Some(body),
        status,
        code,
        error,
    };
    let get = |name, client, path: &str, status, code, error| Case {
        name,
        client,
        method: "GET",
        path: path.to_owned(),
        headers: vec![],
        body: None,
        status,
        code,
        error,
    };
    let patch = |name, headers, body: Value, status, code, error| Case {
        name,
        client: &moderator,
        method: "PATCH",
        path: record.clone(),
        headers,
        body: Some(body.to_string().into_bytes()),
        status,
        code,
        error,
    };
    let deep = format!("{{\"subject\": {}{}}}", "[".repeat(200), "]".repeat(200));
    let unknown = (400, "unknown_parameter", Some(("limite", "unknown_member")));
    let cases = [
        post("broken JSON", b"{\"subject\": ".to_vec(), 400, "malformed_json", None),
        post("no body", vec![], 400, "malformed_json", None),
        post("depth 200", deep.into_bytes(), 400, "malformed_json", None),
        post("a member twice", b"{\"subject\": \"a\", \"subject\": \"b\"}".to_vec(), 400, "malformed_json", None),
        post("2 MB", vec![b' '; 2 << 20], 413, "body_too_large", None),
        post("an unknown member", with("/sujet", json!("a")), 422, "invalid_body", Some(("/sujet", "unknown_member"))),
        post(
            "an unknown member below",
            with("/contact", json!({"nom": 1})),
            422,
            "invalid_body",
            Some(("/contact/nom", "unknown_member")),
        ),
        post("a NUL", with("/subject", json!("a\0b")), 422, "invalid_body", Some(("/subject", "control_character"))),
        post("another type", with("/subject", json!(3)), 422, "invalid_body", Some(("/subject", "wrong_type"))),
        post("too short", with("/subject", json!("a")), 422, "invalid_body", Some(("/subject", "too_short"))),
        post("too long", with("/subject", json!("a".repeat(201))), 422, "invalid_body", Some(("/subject", "too_long"))),
        post("no address", with("/contact/email", json!("a")), 422, "invalid_body", Some(("/contact/email", "invalid_email"))),
        post("nobody to answer", with("/contact", Value::Null), 422, "invalid_body", Some(("/contact/name", "required"))),
        Case {
            headers: vec![("content-type", "text/plain")],
            ..post("another media type", with("/x", json!(1)), 415, "unsupported_media_type", None)
        },
        Case { headers: vec![PATCH], ..post("another JSON", with("/x", json!(1)), 415, "unsupported_media_type", None) },
        Case { path: "/v1/service-request".to_owned(), ..post("an unknown path", with("/x", json!(1)), 404, "not_found", None) },
        get("an unknown path", &anonymous, "/v1/organisations", 404, "not_found", None),
        Case { method: "PUT", ..post("another method", with("/x", json!(1)), 405, "method_not_allowed", None) },
        Case {
            method: "DELETE",
            body: None,
            ..patch("another method of a record", vec![], json!({}), 405, "method_not_allowed", None)
        },
        get("an unknown parameter", &anonymous, "/v1/organizations?limite=1", unknown.0, unknown.1, unknown.2),
        get("an unknown parameter where none is known", &anonymous, "/v1/totems?limite=1", unknown.0, unknown.1, unknown.2),
        Case {
            path: "/v1/service-requests?limite=1".to_owned(),
            ..post("an unknown parameter of a change", with("/subject", json!("Sujet")), unknown.0, unknown.1, unknown.2)
        },
        get(
            "a forged cursor",
            &anonymous,
            &format!("/v1/organizations?limit=1&cursor={forged}"),
            400,
            "invalid_cursor",
            Some(("cursor", "invalid_format")),
        ),
        get("limit=0", &anonymous, "/v1/organizations?limit=0", 400, "invalid_parameter", Some(("limit", "out_of_range"))),
        get(
            "a parameter twice",
            &anonymous,
            "/v1/organizations?limit=1&limit=2",
            400,
            "invalid_parameter",
            Some(("limit", "repeated")),
        ),
        get(
            "an unknown choice",
            &anonymous,
            "/v1/organizations?kinds=ufo",
            400,
            "invalid_parameter",
            Some(("kinds", "invalid_choice")),
        ),
        patch("no If-Match", vec![PATCH], json!({"website": null}), 428, "if_match_required", None),
        patch("a stale If-Match", vec![PATCH, ("if-match", &stale)], json!({"website": null}), 412, "revision_mismatch", None),
        patch(
            "JSON for a patch",
            vec![JSON, ("if-match", &stale)],
            json!({"website": null}),
            415,
            "unsupported_media_type",
            None,
        ),
        get("somebody else's request", &member, &format!("/v1/service-requests/{foreign}"), 404, "not_found", None),
        get("an id of nothing", &member, &format!("/v1/service-requests/{}", new_uuid()), 404, "not_found", None),
        get("no id", &member, "/v1/service-requests/1", 404, "not_found", None),
        Case {
            client: &member,
            path: format!("/v1/service-requests/{foreign}/messages"),
            ..post("a message to somebody else's request", b"{\"body\": \"Bonjour\"}".to_vec(), 404, "not_found", None)
        },
        get("an expired link", &holder, &format!("/v1/service-requests/{expired}"), 410, "link_expired", None),
        Case {
            client: &holder,
            path: format!("/v1/service-requests/{expired}/transitions"),
            ..post("a step by an expired link", b"{\"to\": \"submitted\"}".to_vec(), 410, "link_expired", None)
        },
        get("nobody signed in", &anonymous, "/v1/service-requests", 401, "authentication_required", None),
        Case {
            headers: vec![JSON, ("idempotency-key", "mine")],
            ..post("a key that is none", with("/subject", json!("Une question")), 400, "invalid_idempotency_key", None)
        },
    ];
    let before = kept(&app);
    for case in &cases {
        try_case(case);
        let after = kept(&app);
        assert_eq!(after, before, "{} changed something", case.name);
    }
    let log = app.logs();
    for word in ["panicked", "backtrace", "stack"] {
        assert!(!log.contains(word), "“{word}” in the log");
    }
}

fn try_case(case: &Case<'_>) {
    let Case { name, client, method, path, headers, body, status, code, error } = case;
    let mut titles = BTreeSet::new();
    for (language, asked) in [("fr", ""), ("fr", "es"), ("de", "de-LU,en;q=0.5"), ("en", "en")] {
        let sent = [&headers[..], &[("accept-language", asked)]].concat();
        let reply = client.send(method, path, &sent, body.as_deref());
        assert_eq!((reply.status, reply.code()), (*status, *code), "{name}: {}", reply.text);
        assert_eq!(reply.at("/type"), format!("/problems/{code}"), "{name}");
        assert_eq!(reply.at("/instance"), reply.header("x-request-id").unwrap(), "{name}");
        assert_eq!(reply.header("content-language"), Some(language), "{name}");
        titles.insert(reply.at("/title").to_owned());
        if let Some((place, code)) = error {
            let member = if place.starts_with('/') { "pointer" } else { "parameter" };
            let first = &reply.body["errors"][0];
            assert_eq!((first[member].as_str(), first["code"].as_str()), (Some(*place), Some(*code)), "{name}: {}", reply.text);
            assert!(first["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{name}");
        } else {
            assert!(reply.body.get("errors").is_none(), "{name}: {}", reply.text);
        }
    }
    assert_eq!(titles.len(), 3, "{name}: one title in each language: {titles:?}");
}

#[test]
fn bad_input_never_tells_what_exists() {
    let app = shared();
    let foreign = app.token("pilot").post("/v1/service-requests", &asked("essai@exemple.fr")).expect(201).at("/id").to_owned();
    let member = app.token("entrepreneur");
    for rest in ["", "/messages", "/events"] {
        let mut seen = [&foreign, &new_uuid()].map(|id| {
            let reply = member.get(&format!("/v1/service-requests/{id}{rest}")).expect_problem(404, "not_found");
            let id = reply.at("/instance").to_owned();
            let mut headers: Vec<String> = reply
                .headers
                .iter()
                .filter(|(name, _)| name != "date")
                .map(|(name, value)| format!("{name}: {}", value.replace(&id, "")))
                .collect();
            headers.sort();
            (headers, reply.text.replace(&id, ""))
        });
        let [one, other] = &mut seen;
        assert_eq!(one, other, "{rest}");
    }
}
