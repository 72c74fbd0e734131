//! C-32: JSON that is made to hurt is refused, at the price of its size.

use serde_json::{Value, json};

use super::{asked, kept, shared, without_growth};
use crate::harness::{App, Client, Reply};

const BROKEN: [(u16, &str); 1] = [(400, "malformed_json")];
const TOO_LARGE: [(u16, &str); 1] = [(413, "body_too_large")];
const WRONG: [(u16, &str); 1] = [(422, "invalid_body")];

/// A name, a body, and the answers that are right.
type Bomb<'a> = (&'a str, Vec<u8>, &'a [(u16, &'a str)]);

fn send(client: &Client, path: &str, body: &[u8]) -> Reply {
    client.send("POST", path, &[("content-type", "application/json")], Some(body))
}

fn nested(open: &str, close: &str, depth: usize) -> String {
    format!("{}0{}", open.repeat(depth), close.repeat(depth))
}

/// Sends each as the body of a proposal and of a request, as it is and as a member of an otherwise good body.
fn try_each(app: &App, bombs: &[Bomb<'_>]) {
    let member = app.token("entrepreneur");
    let anonymous = app.anonymous();
    let before = kept(app);
    for (name, body, expected) in bombs {
        for (client, path) in [(&member, "/v1/organizations"), (&anonymous, "/v1/service-requests")] {
            let reply = send(client, path, body);
            assert!(expected.contains(&(reply.status, reply.code())), "{name} to {path}: {reply:?}");
            assert!(reply.text.len() < 64 * 1024, "{name} to {path}: an answer of {} bytes", reply.text.len());
        }
    }
    assert_eq!(kept(app), before);
}

#[test]
fn c32_deep_json_is_400_wherever_it_stands() {
    let app = shared();
    let body = |member: &str| format!("{{\"name\": \"a\", \"subject\": \"a\", {member}}}").into_bytes();
    try_each(
        &app,
        &[
            ("arrays", nested("[", "]", 200).into_bytes(), &BROKEN),
            ("objects", nested("{\"a\":", "}", 200).into_bytes(), &BROKEN),
            ("an unknown member", body(&format!("\"x\": {}", nested("[", "]", 200))), &BROKEN),
            ("a text", body(&format!("\"body\": {}", nested("[", "]", 200))), &BROKEN),
            ("a list", body(&format!("\"kinds\": {}", nested("[", "]", 200))), &BROKEN),
            ("100,000 arrays", nested("[", "]", 100_000).into_bytes(), &BROKEN),
            ("arrays that do not end", "[".repeat(1 << 20).into_bytes(), &BROKEN),
            ("objects that do not end", "{\"a\":".repeat(200_000).into_bytes(), &BROKEN),
        ],
    );
}

#[test]
fn c32_wide_json_costs_no_more_than_its_size() {
    let mut app = shared();
    let member = app.token("entrepreneur");
    let keys: String = (0..70_000).map(|number| format!("\"k{number}\":0,")).collect();
    let keys = format!("{{{}}}", keys.trim_end_matches(','));
    let list = |item: &str| format!("[{}{item}]", format!("{item},").repeat((1 << 20) / (item.len() + 1) - 60));
    let proposal = |member: &str, value: &str| format!("{{\"name\": \"Large\", \"kinds\": [\"sme\"], \"{member}\": {value}}}");
    without_growth(&mut app, |app| {
        try_each(
            app,
            &[
                ("a million items", format!("[{}0]", "0,".repeat(1_000_000)).into_bytes(), &TOO_LARGE),
                ("items up to the limit", list("0").into_bytes(), &WRONG),
                ("keys up to the limit", keys.clone().into_bytes(), &WRONG),
                ("a text of 10 MB", format!("{{\"name\": \"{}\"}}", "a".repeat(10 << 20)).into_bytes(), &TOO_LARGE),
                ("a text up to the limit", format!("{{\"name\": \"{}\"}}", "a".repeat((1 << 20) - 20)).into_bytes(), &WRONG),
            ],
        );
        for (name, item) in [("sectors", "\"\""), ("sectors", "\"ab\""), ("identifiers", "{}"), ("sectors", "0")] {
            let reply = send(&member, "/v1/organizations", proposal(name, &list(item)).as_bytes());
            let reply = reply.expect_problem(422, "invalid_body");
            assert!(reply.text.len() < 64 * 1024, "{name} of {item}: an answer of {} bytes", reply.text.len());
        }
        let wrong = r#"{"scheme": "FR-SIREN", "value": "0"}"#;
        let reply = send(&member, "/v1/organizations", proposal("identifiers", &list(wrong)).as_bytes());
        let reply = reply.expect_problem(422, "invalid_body");
        assert!(reply.text.len() < 64 * 1024, "identifiers: an answer of {} bytes", reply.text.len());
    });
}

#[test]
fn c32_what_is_not_json_is_400() {
    let app = shared();
    let good = asked("essai@exemple.fr").to_string();
    let with = |from: &str, to: &str| good.replacen(from, to, 1).into_bytes();
    let utf_16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut bad_utf_8 = with("regard", "reg\u{1}rd");
    bad_utf_8.iter_mut().filter(|byte| **byte == 1).for_each(|byte| *byte = 0xff);
    let overlong = [b"{\"name\": \"".as_slice(), &[0xc0, 0xaf], b"\"}"].concat();
    let surrogate_bytes = [b"{\"name\": \"".as_slice(), &[0xed, 0xa0, 0x80], b"\"}"].concat();
    let mut bodies: Vec<Bomb<'_>> = vec![
        ("nothing", vec![], &BROKEN),
        ("spaces", b" \n".to_vec(), &BROKEN),
        ("a byte order mark", [b"\xef\xbb\xbf", good.as_bytes()].concat(), &BROKEN),
        ("UTF-16", utf_16, &BROKEN),
        ("invalid UTF-8", bad_utf_8, &BROKEN),
        ("overlong UTF-8", overlong, &BROKEN),
        ("a surrogate in UTF-8", surrogate_bytes, &BROKEN),
        ("a lone surrogate", with("regard", "\\ud800"), &BROKEN),
        ("a lone low surrogate", with("regard", "\\udc00 "), &BROKEN),
        ("a raw NUL", with("regard", "\0"), &BROKEN),
        ("a raw line break", with("regard", "\n"), &BROKEN),
        ("half a body", good.as_bytes()[..good.len() / 2].to_vec(), &BROKEN),
        ("two bodies", good.repeat(2).into_bytes(), &BROKEN),
        ("a body and more", format!("{good} x").into_bytes(), &BROKEN),
        ("single quotes", good.replace('"', "'").into_bytes(), &BROKEN),
        ("a form", b"subject=a&body=b".to_vec(), &BROKEN),
        ("a comment", format!("/* */ {good}").into_bytes(), &BROKEN),
        ("a trailing comma", b"{\"subject\": \"a\",}".to_vec(), &BROKEN),
        ("a repeated member", b"{\"subject\": \"a\", \"subject\": \"a\", \"name\": \"a\", \"name\": \"b\"}".to_vec(), &BROKEN),
        ("a repeated unknown member", b"{\"x\": 1, \"x\": 2}".to_vec(), &BROKEN),
        ("a repeated member below", b"{\"contact\": {\"name\": 1, \"name\": 2}}".to_vec(), &BROKEN),
        ("a repeated member, written otherwise", b"{\"x\": 1, \"\\u0078\": 2}".to_vec(), &BROKEN),
        ("broken after a wrong member", b"{\"x\": 1, \"y\": tru}".to_vec(), &BROKEN),
    ];
    for value in ["NaN", "Infinity", "-Infinity", "1e400", "-1e400", "01", "1.", ".5", "+1", "0x10", "undefined", "1_000"] {
        bodies.push((value, format!("{{\"latitude\": {value}}}").into_bytes(), &BROKEN));
    }
    try_each(&app, &bodies);
    // What surrounds these in the tests above is good.
    app.anonymous().post("/v1/service-requests", &asked("essai@exemple.fr")).expect(201);
}

#[test]
fn c32_an_object_is_no_list() {
    let app = shared();
    let before = kept(&app);
    let anonymous = app.anonymous();
    let members = json!(["metz", "accompagnement", "Une question", "Nous cherchons un regard extérieur."]);
    for body in [members, json!([]), json!("a"), json!(1), json!(null), json!(true)] {
        let reply = anonymous.post("/v1/service-requests", &body).expect_problem(422, "invalid_body");
        assert_eq!((reply.at("/errors/0/code"), reply.at("/errors/0/pointer")), ("wrong_type", ""), "{body}");
    }
    let mut question = asked("essai@exemple.fr");
    question["contact"] = json!(["Camille Essai", "essai@exemple.fr"]);
    let reply = anonymous.post("/v1/service-requests", &question).expect_problem(422, "invalid_body");
    assert_eq!((reply.at("/errors/0/code"), reply.at("/errors/0/pointer")), ("wrong_type", "/contact"));
    assert_eq!(kept(&app), before);
}

#[test]
fn c32_a_number_of_few_bytes_does_not_grow() {
    let app = shared();
    let member = app.token("entrepreneur");
    // jsonb would keep 100,001 digits of it.
    for number in ["1e100000", "1e308", "-1e308"] {
        let body = format!(
            "{{\"name\": \"Nombre\", \"kinds\": [\"sme\"], \"location\": {{\"country\": \"FR\", \"latitude\": {number}}}}}"
        );
        let reply = send(&member, "/v1/organizations", body.as_bytes());
        assert!(matches!((reply.status, reply.code()), (400, "malformed_json") | (422, "invalid_body")), "{reply:?}");
    }
    let _: Value = member.get("/v1/me").expect(200).body;
}
