//! What operates the service: health, the document, the pages of errors.

use std::{fs, path::Path};

use crate::harness::{App, eventually};

#[test]
fn the_service_is_alive_and_ready() {
    let app = App::start();
    let anonymous = app.anonymous();
    for path in ["/livez", "/readyz"] {
        let reply = anonymous.get(path).expect(200);
        assert_eq!((reply.text.as_str(), reply.header("cache-control")), ("ok", Some("no-store")), "{path}");
    }
}

#[test]
fn without_its_database_it_is_alive_and_not_ready_and_comes_back_by_itself() {
    let app = App::start();
    let name = app.sql_value("select current_database()");
    let outside = crate::harness::Database::empty();
    outside.sql(&format!("alter database {name} allow_connections false"));
    outside.sql(&format!("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{name}'"));
    let anonymous = app.anonymous();
    anonymous.get("/livez").expect(200);
    let reply = anonymous.get("/readyz").expect_problem(503, "unavailable");
    assert!(reply.header("retry-after").is_some());
    let reply = anonymous.get("/v1/organizations").expect_problem(503, "unavailable");
    assert!(!reply.text.contains("postgres") && !reply.text.contains(&name), "{}", reply.text);
    outside.sql(&format!("alter database {name} allow_connections true"));
    eventually("it is ready again", || (anonymous.get("/readyz").status == 200).then_some(()));
    anonymous.get("/v1/organizations").expect(200);
}

#[test]
fn the_document_served_is_the_one_of_the_project() {
    let app = App::start();
    let kept = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi.yaml")).unwrap();
    let served = app.anonymous().get("/openapi.yaml").expect(200);
    assert!(served.text == kept, "openapi.yaml is not what the service says: run ./dev openapi");
    let json = app.anonymous().get("/openapi.json").expect(200);
    let yaml: serde_json::Value = serde_yaml_ng::from_str(&kept).unwrap();
    assert_eq!(json.body, yaml);
}

#[test]
fn the_page_of_the_document_needs_nothing_from_elsewhere() {
    let app = App::start();
    let anonymous = app.anonymous();
    assert_eq!(anonymous.get("/docs").header("location"), Some("/docs/"));
    let page = anonymous.get("/docs/").expect(200);
    let parts = page.text.split(['"', '\'']).filter(|part| part.ends_with(".js") || part.ends_with(".css"));
    let parts: Vec<&str> = parts.collect();
    assert!(!parts.is_empty());
    for part in parts {
        assert!(!part.contains("//"), "{part} is fetched from elsewhere");
        anonymous.get(&format!("/docs/{}", part.trim_start_matches("./"))).expect(200);
    }
}

#[test]
fn the_type_of_every_problem_opens_a_page() {
    let app = App::start();
    let anonymous = app.anonymous();
    let problem = anonymous.get("/v1/nowhere").expect_problem(404, "not_found");
    let page = anonymous.get(problem.at("/type")).expect(200);
    for words in ["<section lang=\"fr\">", "Introuvable", "Nicht gefunden", "Not found"] {
        assert!(page.text.contains(words), "{words}");
    }
    anonymous.get("/problems/no_such_code").expect_problem(404, "not_found");
}

#[test]
fn problems_are_worded_in_the_language_of_the_caller_and_named_alike() {
    let app = App::start();
    for (language, title) in [
        ("de-LU,de;q=0.9", "Nicht gefunden"),
        ("en", "Not found"),
        ("fr", "Introuvable"),
        ("ja", "Introuvable"),
        ("", "Introuvable"),
    ] {
        let reply = app.anonymous().get_with("/v1/organizations/nobody", &[("accept-language", language)]);
        assert_eq!(reply.expect_problem(404, "not_found").at("/title"), title, "{language}");
    }
}

#[test]
fn a_wrong_method_is_405_with_those_that_there_are() {
    let app = App::start();
    let anonymous = app.anonymous();
    for (method, path, allow) in [
        ("DELETE", "/v1/organizations", "GET, HEAD, OPTIONS, POST"),
        ("PUT", "/v1/organizations/universite-de-lorraine", "GET, HEAD, OPTIONS, PATCH"),
        ("GET", "/v1/sessions", "OPTIONS, POST"),
    ] {
        let reply = anonymous.send(method, path, &[], None).expect_problem(405, "method_not_allowed");
        assert_eq!(reply.header("allow"), Some(allow), "{method} {path}");
        let reply = anonymous.send("OPTIONS", path, &[], None).expect(204);
        assert_eq!(reply.header("allow"), Some(allow), "OPTIONS {path}");
    }
}

#[test]
fn a_head_has_the_headers_of_a_get_and_no_body() {
    let app = App::start();
    let get = app.anonymous().get("/v1/totems/metz").expect(200);
    let answer = app.raw(format!("HEAD /v1/totems/metz HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", app.address()));
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    assert!(head.to_lowercase().contains(&format!("etag: {}", get.etag())), "{head}");
    assert_eq!(body, "");
}

#[test]
fn every_answer_carries_the_id_of_its_request() {
    let app = App::start();
    let anonymous = app.anonymous();
    let mut seen = std::collections::HashSet::new();
    for path in ["/v1/totems", "/v1/totems", "/v1/nowhere", "/nowhere.html", "/livez", "/v1/me"] {
        let reply = anonymous.get(path);
        let id = reply.header("x-request-id").unwrap().to_owned();
        if reply.status >= 400 {
            assert_eq!(reply.at("/instance"), id, "{path}");
        }
        assert!(seen.insert(id), "{path}");
    }
}
