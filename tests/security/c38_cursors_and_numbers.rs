//! C-38: a cursor that we did not write for this very list opens nothing, and no number is too strange.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;

use super::{asked, document, kept, operations, shared};
use crate::{
    fixtures::{project, queued_import, webhook},
    harness::{App, Client},
};

/// Everything that is not one of RFC 3986's unreserved characters, escaped.
fn escape(bytes: &[u8]) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    bytes.iter().map(|byte| if plain(byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[track_caller]
fn cursor(client: &Client, path: &str) -> String {
    let reply = client.get(path).expect(200);
    assert!(!reply.at("/next_cursor").is_empty(), "{path} has no next page");
    reply.at("/next_cursor").to_owned()
}

#[track_caller]
fn refused(client: &Client, path: &str) {
    let reply = client.get(path).expect_problem(400, "invalid_cursor");
    assert_eq!(reply.at("/errors/0/parameter"), "cursor", "{path}: {}", reply.text);
}

#[test]
fn c38_a_cursor_with_any_bit_changed_is_refused() {
    let app = shared();
    let anonymous = app.anonymous();
    let good = cursor(&anonymous, "/v1/organizations?sort=name&limit=1");
    let page = |cursor: &str| format!("/v1/organizations?sort=name&limit=1&cursor={cursor}");
    anonymous.get(&page(&good)).expect(200);
    let mut text = good.clone().into_bytes();
    // Every bit of what it says is below; here, what becomes of text that is none of a cursor.
    let bits = (0..8 * 8).chain((text.len() - 2) * 8..text.len() * 8);
    for bit in bits {
        text[bit / 8] ^= 1 << (bit % 8);
        refused(&anonymous, &page(&escape(&text)));
        text[bit / 8] ^= 1 << (bit % 8);
    }
    let mut bytes = URL_SAFE_NO_PAD.decode(&good).unwrap();
    for bit in 0..bytes.len() * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        refused(&anonymous, &page(&URL_SAFE_NO_PAD.encode(&bytes)));
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
    for length in 0..good.len() {
        refused(&anonymous, &page(&good[..length]));
    }
    let forged = URL_SAFE_NO_PAD.encode([&[0; 16][..], br#"["a","b"]"#].concat());
    for other in [format!("{good}A"), format!("{good}="), format!("{good}%00"), format!("A{good}"), good.repeat(2), forged] {
        refused(&anonymous, &page(&other));
    }
    refused(&anonymous, &page(&"A".repeat(8000)));
}

#[test]
fn c38_a_cursor_of_other_filters_or_of_another_list_is_refused() {
    let app = shared();
    let anonymous = app.anonymous();
    let plain = cursor(&anonymous, "/v1/organizations?limit=1");
    for other in [
        "/v1/organizations?kinds=startup",
        "/v1/organizations?sort=-updated_at",
        "/v1/organizations?sort=name",
        "/v1/organizations?q=universite",
        "/v1/startups?limit=1",
        "/v1/reference/communes?limit=1",
        "/v1/reference/activities?limit=1",
    ] {
        refused(&anonymous, &format!("{other}&cursor={plain}"));
    }
    // How many there are on a page is no filter.
    anonymous.get(&format!("/v1/organizations?limit=7&count=true&cursor={plain}")).expect(200);
    let of_names = cursor(&anonymous, "/v1/organizations?kinds=university&sort=name&limit=1");
    refused(&anonymous, &format!("/v1/organizations?kinds=university&sort=-updated_at&cursor={of_names}"));
    refused(&anonymous, &format!("/v1/organizations?kinds=startup&sort=name&cursor={of_names}"));
    refused(&anonymous, &format!("/v1/organizations?kinds=university&kinds=startup&sort=name&cursor={of_names}"));
}

fn ask(client: &Client, subject: &str) -> String {
    let mut question = asked("essai@exemple.fr");
    question["subject"] = json!(subject);
    client.post("/v1/service-requests", &question).expect(201).at("/id").to_owned()
}

#[test]
fn c38_a_cursor_shows_nobody_the_rows_of_somebody_else() {
    let app = shared();
    let (one, other) = (app.token("entrepreneur"), app.token("pilot"));
    let mine: Vec<String> = (0..3).map(|number| ask(&one, &format!("Les miennes {number}"))).collect();
    ask(&other, "Une autre");
    let good = cursor(&one, "/v1/service-requests?limit=1");
    let seen = one.get(&format!("/v1/service-requests?limit=200&cursor={good}")).expect(200);
    assert!(seen.items().len() >= 2);
    let seen = other.get(&format!("/v1/service-requests?limit=200&cursor={good}"));
    if seen.status == 200 {
        assert!(seen.items().iter().all(|item| !mine.iter().any(|id| item["id"] == **id)), "{}", seen.text);
    }
    // The messages of one request, and those of another.
    let messages = |id: &str| format!("/v1/service-requests/{id}/messages?limit=1");
    for number in 0..2 {
        one.post(&format!("/v1/service-requests/{}/messages", mine[0]), &json!({"body": format!("Précision {number}")}))
            .expect(201);
    }
    let good = cursor(&one, &messages(&mine[0]));
    one.get(&format!("{}&cursor={good}", messages(&mine[0]))).expect(200);
    refused(&one, &format!("{}&cursor={good}", messages(&mine[1])));
    other.get(&format!("{}&cursor={good}", messages(&mine[0]))).expect_problem(404, "not_found");
}

/// Every list with a limit, with a caller who may read it.
fn lists(app: &App) -> Vec<(Client, String)> {
    let (anonymous, agent, member) = (app.anonymous(), app.token("agent-metz"), app.token("entrepreneur"));
    let (admin, moderator) = (app.token("admin"), app.token("moderator"));
    let (request, import, project) = (ask(&member, "Une liste"), queued_import(app), project(app));
    let hook = webhook(app).rsplit('/').next().unwrap().to_owned();
    let mut lists = vec![];
    for (method, path, operation) in operations(&document(&anonymous)) {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        // Feeds have no such cursor, and pages of another size.
        if method != "GET" || !parameters.iter().any(|parameter| parameter["name"] == "cursor") {
            continue;
        }
        let (client, id) = match path.as_str() {
            "/v1/reviews" | "/v1/claims" | "/v1/proposals" | "/v1/sync/conflicts" => (&moderator, ""),
            path if path.starts_with("/v1/imports/{id}") => (&admin, import.as_str()),
            path if path.starts_with("/v1/webhooks") => (&member, hook.as_str()),
            path if path.starts_with("/v1/service-requests") => (&member, request.as_str()),
            path if path.starts_with("/v1/projects") => (&member, project.as_str()),
            path if path.starts_with("/v1/totems/{id}/inbox") => (&agent, "metz"),
            path if path.starts_with("/v1/indicators/{id}") => (&anonymous, "emplois-numeriques"),
            path if path.starts_with("/v1/candidacies/{id}") => (&anonymous, "french-tech-east"),
            path if path.starts_with("/v1/organizations/{id}") => (&anonymous, "universite-de-lorraine"),
            _ if operation["security"].as_array().is_some_and(|forms| forms.contains(&json!({}))) => (&anonymous, ""),
            _ => (&admin, ""),
        };
        lists.push((client.clone(), path.replace("{id}", id)));
    }
    assert!(lists.len() >= 8, "{} lists have a limit", lists.len());
    lists
}

const STRANGE: [&str; 42] = [
    "0",
    "-1",
    "201",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "4294967295",
    "4294967296",
    "9007199254740991",
    "9007199254740993",
    "-9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "1.5",
    "20.0",
    "1e2",
    "1e400",
    "1E2",
    "0x14",
    "0b11",
    "0o17",
    "",
    "%20",
    "%2020",
    "20%20",
    "%2B20",
    "-0",
    "NaN",
    "Infinity",
    "true",
    "null",
    "1_0",
    "1,000",
    "%D9%A2%D9%A0",
    "20;21",
    "%00",
    "99999999999999999999999999999999999999999999999999",
];

#[test]
fn c38_limits_are_plain_numbers_from_1_to_200() {
    let app = shared();
    for (client, path) in lists(&app) {
        for limit in STRANGE {
            let reply = client.get(&format!("{path}?limit={limit}")).expect_problem(400, "invalid_parameter");
            assert_eq!(reply.at("/errors/0/parameter"), "limit", "{path} {limit}");
        }
        client.get(&format!("{path}?limit=20&limit=20")).expect_problem(400, "invalid_parameter");
        for limit in ["1", "200"] {
            client.get(&format!("{path}?limit={limit}")).expect(200);
        }
        refused(&client, &format!("{path}?cursor=AAAA"));
        refused(&client, &format!("{path}?cursor="));
    }
    let anonymous = app.anonymous();
    for count in STRANGE.iter().filter(|count| !matches!(**count, "true" | "")) {
        anonymous.get(&format!("/v1/organizations?limit=1&count={count}")).expect_problem(400, "invalid_parameter");
    }
}

#[test]
fn c38_numbers_in_a_body_are_within_bounds() {
    let app = shared();
    let (member, moderator) = (app.token("entrepreneur"), app.token("moderator"));
    let before = kept(&app);
    let numbers = [
        "-1",
        "2147483648",
        "-2147483649",
        "9007199254740993",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        "1.5",
        "1e2",
        "1e400",
        "\"1\"",
        "true",
        "[1]",
        "-0.5",
    ];
    for number in numbers {
        for (path, members) in [
            ("/v1/startups", format!("\"team_size\": {number}")),
            ("/v1/startups", format!("\"jobs\": {number}")),
            ("/v1/organizations", format!("\"kinds\": [\"sme\"], \"headcount\": {number}")),
            ("/v1/organizations", format!("\"kinds\": [\"coworking\"], \"profile\": {{\"desks\": {number}}}")),
        ] {
            let body = format!("{{\"name\": \"Nombres\", {members}}}");
            let reply = member.send("POST", path, &[("content-type", "application/json")], Some(body.as_bytes()));
            assert!(matches!((reply.status, reply.code()), (400, "malformed_json") | (422, "invalid_body")), "{body}: {reply:?}");
        }
    }
    for degrees in ["90.0001", "-90.0001", "181", "-1e300", "1e400", "9223372036854775808", "\"6\"", "[6]"] {
        for member_name in ["latitude", "longitude"] {
            let degrees = if member_name == "longitude" { degrees.replace("90.0001", "180.0001") } else { degrees.to_owned() };
            let location = format!("{{\"country\": \"FR\", \"{member_name}\": {degrees}}}");
            let body = format!("{{\"name\": \"Nombres\", \"kinds\": [\"sme\"], \"location\": {location}}}");
            let reply = member.send("POST", "/v1/organizations", &[("content-type", "application/json")], Some(body.as_bytes()));
            assert!(matches!((reply.status, reply.code()), (400, "malformed_json") | (422, "invalid_body")), "{body}: {reply:?}");
        }
    }
    for date in ["0000-01-01", "9999-12-31", "2021-02-29", "-2020-01-01", "+12020-01-01", "2020-13-01", "20200101", "1"] {
        let body = json!({"name": "Nombres", "kinds": ["sme"], "founded_on": date});
        member.post("/v1/organizations", &body).expect_problem(422, "invalid_body");
    }
    assert_eq!(kept(&app), before);
    // The revision that a change names is a number, too.
    let path = app.sql_value("select '/v1/organizations/' || slug from organizations order by slug limit 1");
    for tag in ["-1", "9223372036854775808", "1e0", "0x1", "*", "", "18446744073709551617", "1.0"] {
        let reply = moderator.patch_with(&path, &[("if-match", &format!("\"{tag}-fr\""))], &json!({"name": "Nombres"}));
        reply.expect_problem(412, "revision_mismatch");
    }
    assert_eq!(kept(&app), before);
}
