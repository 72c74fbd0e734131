//! C-35: where a request ends is never in doubt. Whatever could be read in two ways is 400 and ends the connection, and
//! what stands behind it is never executed.

use super::{Answer, answers, asked, kept, shared};
use crate::harness::App;

/// A request that writes.
fn canary() -> String {
    let body = asked("canari@exemple.fr").to_string();
    format!(
        "POST /v1/service-requests HTTP/1.1\r\nHost: lorntech.example\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn sung(app: &App) -> String {
    app.sql_value("select count(*) from service_requests where contact_email = 'canari@exemple.fr'")
}

/// Sends bytes with the canary behind them.
fn exchange(app: &App, bytes: &[u8]) -> Vec<Answer> {
    answers(&app.raw([bytes, canary().as_bytes()].concat()))
}

/// A POST with these lines in its head, and this body.
fn post(lines: &str, body: &str) -> Vec<u8> {
    let start = "POST /v1/sessions HTTP/1.1\r\nHost: lorntech.example\r\nContent-Type: application/json\r\n";
    format!("{start}{lines}\r\n{body}").into_bytes()
}

fn chunked(body: &str) -> Vec<u8> {
    post("Transfer-Encoding: chunked\r\n", body)
}

fn get(line: &str, lines: &str) -> Vec<u8> {
    format!("{line}\r\n{lines}\r\n").into_bytes()
}

#[test]
fn c35_a_request_that_can_be_read_in_two_ways_is_400_and_nothing_behind_it_is_executed() {
    let app = shared();
    let length = canary().len();
    let host = "Host: lorntech.example\r\n";
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("a length and chunks", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
        ("chunks and a length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")),
        (
            "chunks and the length of all",
            post(&format!("Transfer-Encoding: chunked\r\nContent-Length: {}\r\n", 5 + length), "0\r\n\r\n"),
        ),
        ("two lengths", post(&format!("Content-Length: 0\r\nContent-Length: {length}\r\n"), "")),
        ("two lengths, the other way", post(&format!("Content-Length: {length}\r\nContent-Length: 0\r\n"), "")),
        ("two lengths in one", post(&format!("Content-Length: 0, {length}\r\n"), "")),
        ("a length with a sign", post("Content-Length: +3\r\n", "{} ")),
        ("a length with a zero before it", post("Content-Length: 003\r\n", "{} ")),
        ("the same length twice", post("Content-Length: 3\r\nContent-Length: 3\r\n", "{} ")),
        ("a negative length", post("Content-Length: -1\r\n", "")),
        ("a length in hexadecimal", post("Content-Length: 0x3\r\n", "{} ")),
        ("a length with spaces within", post("Content-Length: 3 3\r\n", "{} ")),
        ("an empty length", post("Content-Length: \r\n", "")),
        ("a length beyond numbers", post("Content-Length: 18446744073709551619\r\n", "{} ")),
        ("a length with a vertical tab", post("Content-Length: \u{b}3\r\n", "{} ")),
        ("an unknown coding", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")),
        ("chunks, then nothing", post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n")),
        ("nothing", post("Transfer-Encoding: identity\r\n", "0\r\n\r\n")),
        (
            "chunks, then nothing, on two lines",
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"),
        ),
        (
            "nothing, then chunks, on two lines",
            post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
        ),
        ("chunks twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
        ("chunks twice in one", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n")),
        ("chunks with a vertical tab", post("Transfer-Encoding: \u{b}chunked\r\n", "0\r\n\r\n")),
        ("quoted chunks", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n")),
        ("a space before the colon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")),
        ("a space before the colon of a length", post("Content-Length : 0\r\n", "")),
        ("a folded line", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")),
        ("a folded line elsewhere", post("X-A: a\r\n Content-Length: 0\r\nContent-Length: 0\r\n", "")),
        ("a line that begins with a space", get(&format!("GET /livez HTTP/1.1\r\n {}", host.trim_end()), "")),
        ("a name with a NUL", post("Content-Le\0ngth: 0\r\n", "")),
        ("a value with a NUL", post("X-A: a\0b\r\nContent-Length: 0\r\n", "")),
        ("a value with a carriage return", post("X-A: a\rContent-Length: 9\r\nContent-Length: 0\r\n", "")),
        ("a line without a colon", post("Content-Length\r\n", "")),
        (
            "chunks in HTTP/1.0",
            b"POST /v1/sessions HTTP/1.0\r\nHost: lorntech.example\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".to_vec(),
        ),
        ("a chunk beyond numbers", chunked("10000000000000003\r\n{} \r\n0\r\n\r\n")),
        ("a chunk far beyond numbers", chunked("fffffffffffffffffffffffffffff\r\n{} \r\n0\r\n\r\n")),
        ("a chunk with a prefix", chunked("0x3\r\n{} \r\n0\r\n\r\n")),
        ("a chunk with a sign", chunked("+3\r\n{} \r\n0\r\n\r\n")),
        ("a negative chunk", chunked("-3\r\n{} \r\n0\r\n\r\n")),
        ("a chunk with an underscore", chunked("0_3\r\n{} \r\n0\r\n\r\n")),
        ("a chunk without a size", chunked("\r\n{} \r\n0\r\n\r\n")),
        ("a chunk shorter than its data", chunked("1\r\n{} \r\n0\r\n\r\n")),
        ("a line feed alone within an extension", chunked("3;a=\nb\r\n{} \r\n0\r\n\r\n")),
        ("a chunk's line that ends with a line feed alone", chunked("3\n{} \r\n0\r\n\r\n")),
        ("no Host", get("GET /livez HTTP/1.1", "")),
        ("two Hosts", get("GET /livez HTTP/1.1", &format!("{host}Host: attacker.example\r\n"))),
        ("one Host twice", get("GET /livez HTTP/1.1", &format!("{host}{host}"))),
        ("a Host with a space", get("GET /livez HTTP/1.1", "Host: lorntech.example attacker.example\r\n")),
        ("a Host with a path", get("GET /livez HTTP/1.1", "Host: lorntech.example/..\r\n")),
        ("a Host with a user", get("GET /livez HTTP/1.1", "Host: a@lorntech.example\r\n")),
        ("an address of another host", get("GET http://attacker.example/livez HTTP/1.1", host)),
        ("a space within the address", get("GET /livez /readyz HTTP/1.1", host)),
        ("a tab within the address", get("GET /livez\t/ HTTP/1.1", host)),
        ("an unknown version", get("GET /livez HTTP/9.9", host)),
        ("no version", get("GET /livez", host)),
        ("a method with a NUL", get("GE\0T /livez HTTP/1.1", host)),
    ];
    let before = sung(&app);
    let mut wrong = vec![];
    for (name, bytes) in &cases {
        let said = exchange(&app, bytes);
        let statuses: Vec<u16> = said.iter().map(|answer| answer.status).collect();
        // What cannot be told apart gets no answer of its own; what can is refused with the connection.
        if statuses.is_empty() || statuses.iter().any(|status| *status != 400) {
            wrong.push(format!("{name}: {statuses:?}"));
        }
        if sung(&app) != before {
            wrong.push(format!("{name}: what stood behind it was executed"));
            break;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn c35_what_stands_behind_a_good_request_is_a_request_of_its_own() {
    let app = shared();
    let before: u32 = sung(&app).parse().unwrap();
    // The canary sings when it should: without this, the test above would prove nothing.
    let said = exchange(&app, &get("GET /livez HTTP/1.1", "Host: lorntech.example\r\n"));
    assert_eq!(said.iter().map(|answer| answer.status).collect::<Vec<_>>(), [200, 201], "{said:?}");
    let said = exchange(&app, &post("Content-Length: 3\r\n", "{} "));
    assert_eq!(said.iter().map(|answer| answer.status).collect::<Vec<_>>(), [422, 201], "{said:?}");
    let said = exchange(&app, &chunked("3;a=b\r\n{} \r\n0\r\nX-Trailer: a\r\n\r\n"));
    assert_eq!(said.iter().map(|answer| answer.status).collect::<Vec<_>>(), [422, 201], "{said:?}");
    assert_eq!(sung(&app), (before + 3).to_string());
}

#[test]
fn c35_a_body_is_never_taken_for_a_request_even_where_nobody_reads_it() {
    let app = shared();
    let length = canary().len();
    let lines = format!("Host: lorntech.example\r\nContent-Length: {length}\r\n");
    let chunks = format!("Host: lorntech.example\r\nTransfer-Encoding: chunked\r\n\r\n{length:x}\r\n");
    let typed = format!("{lines}Content-Type: application/json\r\n");
    let cases: Vec<(&str, u16, Vec<u8>)> = vec![
        ("the body of a GET", 200, get("GET /livez HTTP/1.1", &lines)),
        ("the body of a HEAD", 200, get("HEAD /v1/totems HTTP/1.1", &lines)),
        ("another media type", 415, get("POST /v1/sessions HTTP/1.1", &format!("{lines}Content-Type: text/plain\r\n"))),
        ("no caller", 401, get("POST /v1/organizations HTTP/1.1", &typed)),
        ("an unknown path", 404, get("POST /v1/nothing HTTP/1.1", &typed)),
        ("another method", 405, get("PUT /v1/totems HTTP/1.1", &typed)),
        ("another site", 403, get("POST /v1/sessions HTTP/1.1", &format!("{typed}Sec-Fetch-Site: cross-site\r\n"))),
        ("an unknown parameter", 400, get("POST /v1/sessions?a=b HTTP/1.1", &typed)),
        ("chunks to an unknown path", 404, format!("POST /v1/nothing HTTP/1.1\r\n{chunks}").into_bytes()),
        ("chunks to a GET", 200, format!("GET /livez HTTP/1.1\r\n{chunks}").into_bytes()),
    ];
    let before = (sung(&app), kept(&app));
    for (name, status, bytes) in cases {
        let said: Vec<u16> = exchange(&app, &bytes).iter().map(|answer| answer.status).collect();
        assert_eq!(said, [status], "{name}");
    }
    assert_eq!((sung(&app), kept(&app)), before);
}
