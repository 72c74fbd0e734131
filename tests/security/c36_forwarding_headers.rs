//! C-36: what a caller says about where the request comes from, or goes to, is not believed.

use super::{PUBLIC, shared};

#[test]
fn c36_links_stay_on_the_canonical_host_and_nothing_of_it_is_logged() {
    let app = shared();
    let headers = [
        ("x-forwarded-host", "attacker.example"),
        ("x-forwarded-proto", "gopher"),
        ("x-forwarded-for", "203.0.113.66"),
        ("x-forwarded-port", "6666"),
        ("x-forwarded-prefix", "/attacker"),
        ("x-real-ip", "203.0.113.66"),
        ("forwarded", "for=203.0.113.66;host=attacker.example;proto=gopher"),
        ("x-original-url", "/attacker"),
        ("x-rewrite-url", "/attacker"),
        ("x-host", "attacker.example"),
        ("x-request-id", "attacker"),
    ];
    let member = app.sign_in("entrepreneur");
    for (client, path) in [
        (app.anonymous(), "/v1/organizations?limit=1&kinds=startup"),
        (app.anonymous(), "/v1/startups?limit=1"),
        (app.anonymous(), "/v1/reference/communes?limit=1"),
        (app.anonymous(), "/v1/reference/activities?limit=1"),
        (member, "/v1/organizations?limit=1"),
    ] {
        // With a Host of the attacker's, too.
        for host in ["lorntech.example", "attacker.example:6666"] {
            let sent = [&headers[..], &[("host", host)]].concat();
            let reply = client.get_with(path, &sent).expect(200);
            let (bare, _) = path.split_once('?').unwrap();
            let link = reply.header("link").unwrap();
            assert!(link.starts_with(&format!("<{PUBLIC}{bare}?")) && link.ends_with(">; rel=\"next\""), "{link}");
            let next = link.trim_start_matches('<').split('>').next().unwrap().strip_prefix(PUBLIC).unwrap();
            assert_ne!(client.get(next).expect(200).items()[0], reply.items()[0], "the next page is another one");
            for (name, value) in &reply.headers {
                assert!(!value.contains("attacker") && !value.contains("gopher"), "{name}: {value}");
            }
            assert!(!reply.text.contains("attacker"));
        }
    }
    let sent = [&headers[..], &[("host", "attacker.example")]].concat();
    for path in ["/docs", "/", "/v1/nothing", "/openapi.json", "/problems/not_found"] {
        let reply = app.anonymous().get_with(path, &sent);
        assert!(reply.status < 500, "{path}");
        for (name, value) in &reply.headers {
            assert!(!value.contains("attacker"), "{path} {name}: {value}");
        }
        assert!(!reply.text.contains("attacker.example"), "{path}");
    }
    let log = app.logs();
    assert!(log.contains("/v1/organizations"), "accesses are logged");
    for word in ["attacker", "203.0.113.66", "gopher"] {
        assert!(!log.contains(word), "{word} is in the log");
    }
}
