//! C-37: heads and addresses have limits, and nothing that is sent becomes a header of the answer.

use super::{answers, send_raw, shared, without_growth};

fn get(path: &str, lines: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: lorntech.example\r\nConnection: close\r\n{lines}\r\n")
}

#[test]
fn c37_large_heads_and_addresses_are_refused() {
    let mut app = shared();
    let many: String = (0..200).map(|number| format!("X-{number}: a\r\n")).collect();
    let large = format!("X-A: {}\r\n", "a".repeat(100 << 10));
    let cookie = format!("Cookie: lorntech={}\r\n", "a".repeat(100 << 10));
    let cases = [
        ("100 KB in a header", get("/v1/totems", &large)),
        ("100 KB in a cookie", get("/v1/totems", &cookie)),
        ("1 MB in a header", get("/v1/totems", &format!("X-A: {}\r\n", "a".repeat(1 << 20)))),
        ("a name of 100 KB", get("/v1/totems", &format!("{}: a\r\n", "a".repeat(100 << 10)))),
        ("200 headers", get("/v1/totems", &many)),
        ("an address of 64 KB", get(&format!("/v1/totems?q={}", "a".repeat(64 << 10)), "")),
        ("a path of 64 KB", get(&format!("/v1/{}", "a".repeat(64 << 10)), "")),
        ("a path of 64 KB of escapes", get(&format!("/v1/organizations/{}", "%61".repeat(22 << 10)), "")),
    ];
    without_growth(&mut app, |app| {
        for (name, request) in &cases {
            // The connection may end before it has taken what would not be read, and take the answer with it.
            let statuses: Vec<u16> = answers(&app.raw(request)).iter().map(|answer| answer.status).collect();
            assert!(matches!(statuses[..], [] | [400 | 414 | 431]), "{name}: {statuses:?}");
        }
        let answer = send_raw(app, get("/v1/totems", &cookie));
        assert!(answer.status == 431 && answer.body.contains("headers_too_large"), "{answer:?}");
        let answer = send_raw(app, get(&format!("/v1/totems?q={}", "a".repeat(9 << 10)), ""));
        assert!(answer.status == 414 && answer.body.contains("uri_too_long"), "{answer:?}");
        // What a browser may send passes.
        let usual = format!("Cookie: a={}\r\n", "a".repeat(4096));
        assert_eq!(send_raw(app, get("/v1/totems", &usual)).status, 200);
        assert_eq!(send_raw(app, get(&format!("/v1/organizations?q={}", "a".repeat(200)), "")).status, 200);
    });
}

#[test]
fn c37_a_line_break_is_never_echoed_in_a_header() {
    let app = shared();
    let breaks = ["%0d%0aX-Planted:%201", "%0aX-Planted:1", "%0dX-Planted:1", "%E5%98%8A%E5%98%8DX-Planted:1", "%c4%8a", "%00"];
    let places = [
        "/v1/organizations?limit=1&sectors=",
        "/v1/organizations?limit=1&country=",
        "/v1/organizations?limit=1&q=",
        "/v1/organizations?limit=1&nuts3=FRF&sectors=a&sectors=",
        "/v1/organizations?limit=1&cursor=",
        "/v1/organizations?limit=1&",
        "/v1/reference/communes?limit=1&q=e&department=",
        "/v1/organizations/",
        "/v1/totems/metz/services/",
        "/v1/",
        "/docs",
        "/docs/",
        "/problems/",
        "/",
        "/assets/app.js",
    ];
    for place in places {
        for broken in breaks {
            let answer = send_raw(&app, get(&format!("{place}{broken}"), "Accept-Language: en\r\n"));
            let head = answer.head.to_lowercase();
            assert!(!head.contains("x-planted:"), "{place}{broken}: {}", answer.head);
            assert!(answer.status < 500, "{place}{broken}: {}", answer.status);
        }
    }
    // Headers that the answer takes up, or might.
    for name in ["Accept-Language", "Accept-Encoding", "Origin", "X-Request-Id", "traceparent", "If-None-Match", "Accept"] {
        let answer = send_raw(&app, get("/v1/organizations?limit=1", &format!("{name}: a\u{e9}\tX-Planted: 1\r\n")));
        assert!(!answer.head.to_lowercase().contains("x-planted"), "{name}: {}", answer.head);
        assert!(answer.status < 500, "{name}: {}", answer.status);
    }
}
