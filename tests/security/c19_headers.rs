//! C-19: what every answer says to the browser, also when it is an error.

use super::{asked, send_raw, shared};
use crate::harness::Reply;

fn check(name: &str, reply: &Reply) {
    let header = |name: &str| reply.header(name).unwrap_or_default();
    assert_eq!(header("x-content-type-options"), "nosniff", "{name}: {:?}", reply.headers);
    assert!(header("referrer-policy").contains("origin") || header("referrer-policy") == "no-referrer", "{name}");
    assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{name}");
    let age = header("strict-transport-security").split(';').next().and_then(|age| age.strip_prefix("max-age="));
    assert!(age.and_then(|age| age.parse::<u32>().ok()).is_some_and(|age| age >= 31_536_000), "{name}");
    let policy: Vec<&str> = header("content-security-policy").split(';').map(str::trim).collect();
    let (docs, embedded) = (name.starts_with("/docs"), name.starts_with("/embed/"));
    let framed_by = if embedded { "frame-ancestors *" } else { "frame-ancestors 'none'" };
    for directive in ["default-src 'self'", "object-src 'none'", "base-uri 'none'", framed_by, "script-src 'self'"] {
        assert!(policy.contains(&directive), "{name}: no {directive} in {policy:?}");
    }
    if !docs {
        for directive in ["worker-src 'self'", "require-trusted-types-for 'script'", "trusted-types lorntech default"] {
            assert!(policy.contains(&directive), "{name}: no {directive} in {policy:?}");
        }
    }
    assert!(!embedded || reply.header("set-cookie").is_none(), "{name} sets a cookie on the pages of others");
    for directive in policy.into_iter().filter(|directive| *directive != framed_by) {
        let inline = directive.contains("unsafe-") && !(docs && directive.starts_with("style-src"));
        assert!(!inline && !directive.contains('*') && !directive.contains("http"), "{name}: {directive}");
    }
    for telling in ["server", "x-powered-by", "via"] {
        assert_eq!(reply.header(telling), None, "{name}");
    }
    assert!(!header("x-request-id").is_empty(), "{name}");
    for header in ["x-content-type-options", "content-security-policy", "cache-control", "x-request-id"] {
        let count = reply.headers.iter().filter(|(known, _)| known == header).count();
        assert_eq!(count, 1, "{name}: {header}");
    }
    if reply.status >= 400 {
        reply.code();
        assert_eq!(header("cache-control"), "no-store", "{name}");
        assert_eq!(reply.at("/instance"), header("x-request-id"), "{name}");
    }
}

#[test]
fn c19_every_answer_carries_them() {
    let app = shared();
    let anonymous = app.anonymous();
    for (path, status) in [
        ("/", 200),
        ("/totems", 200),
        // The one place that may be framed, and nothing that only looks like it.
        ("/embed/map", 200),
        ("/embed/map?kinds=startup&lang=de", 200),
        ("/assets/app.js", 200),
        ("/assets/missing.js", 404),
        ("/v1/organizations?limit=1", 200),
        ("/v1/organizations?limit=0", 400),
        ("/v1/totems/metz", 200),
        ("/v1/totems/nowhere", 404),
        ("/v1/nothing", 404),
        ("/v1/sessions", 405),
        ("/v1/me", 401),
        ("/openapi.json", 200),
        ("/openapi.yaml", 200),
        ("/docs/", 200),
        ("/docs/swagger-ui.css", 200),
        ("/docs/missing.js", 404),
        ("/docs", 307),
        ("/livez", 200),
        ("/readyz", 200),
        ("/problems/not_found", 200),
        ("/problems/nothing", 404),
        ("/demo/status.json", 200),
        ("/demo/mailbox.json", 200),
        ("/metrics", 404),
    ] {
        let reply = anonymous.get(path);
        assert_eq!(reply.status, status, "{path}: {}", reply.text);
        check(path, &reply);
    }
    for path in ["/embed", "/embedded", "/v1/embed/map", "/annuaire?x=/embed/map"] {
        let policy = anonymous.get(path).header("content-security-policy").unwrap_or_default().to_owned();
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
    }
    let known = anonymous.get("/v1/totems/metz");
    check("304", &anonymous.get_with("/v1/totems/metz", &[("if-none-match", known.etag())]).expect(304));
    check("HEAD", &anonymous.send("HEAD", "/v1/totems/metz", &[], None).expect(200));
    check("OPTIONS", &anonymous.send("OPTIONS", "/v1/totems/metz", &[], None).expect(204));
    check("201", &anonymous.post("/v1/service-requests", &asked("essai@exemple.fr")).expect(201));
    check("422", &anonymous.post("/v1/service-requests", &serde_json::json!({})).expect(422));
    check("415", &anonymous.send("POST", "/v1/sessions", &[("content-type", "text/plain")], Some(b"a")).expect(415));
    let large = vec![b'a'; 2 << 20];
    check("413", &anonymous.send("POST", "/v1/sessions", &[("content-type", "application/json")], Some(&large)).expect(413));
    let agent = app.sign_in("agent-metz");
    check("403", &agent.send("DELETE", "/v1/sessions/current", &[("sec-fetch-site", "cross-site")], None).expect(403));
    check("200 with a session", &agent.get("/v1/me").expect(200));
    check("compressed", &anonymous.get_with("/v1/organizations?limit=100", &[("accept-encoding", "br")]).expect(200));
}

#[test]
fn c19_not_even_a_broken_request_learns_who_serves_it() {
    let app = shared();
    let answer = send_raw(&app, "GET /livez HTTP/1.1\r\nHost : a\r\n\r\n");
    assert_eq!(answer.status, 400);
    assert!(!answer.head.to_lowercase().contains("\r\nserver"), "{answer:?}");
}
