//! C-40: no search is expensive, and none may run for ever.

use std::time::{Duration, Instant};

use super::shared;

const SOON: Duration = Duration::from_millis(500);

#[test]
fn c40_a_search_is_answered_soon_or_refused() {
    let app = shared();
    let anonymous = app.anonymous();
    let repeated = |parameter: &str, value: &str, times: usize| vec![format!("{parameter}={value}"); times].join("&");
    let words = |times: usize| (0..times).map(|number| format!("a{number}")).collect::<Vec<_>>().join("+");
    let mut asked = vec![
        (format!("q={}", "a".repeat(10_000)), 400),
        (format!("q={}", words(3_000)), 400),
        (repeated("kinds", "startup", 1_000), 400),
        (repeated("sectors", "Sant%C3%A9", 1_000), 400),
        (repeated("nuts3", "FRF33", 1_000), 400),
        (repeated("facets", "kinds", 1_000), 400),
        (format!("facets={}", vec!["kinds"; 1_000].join(",")), 400),
        ("q=(a%2B)%2B%24".to_owned(), 200),
        (format!("q={}", words(50)), 200),
        (format!("q={}", "a+".repeat(100)), 200),
        (format!("q={}", "%28".repeat(200)), 200),
        (format!("q={}", "or+".repeat(66)), 200),
        (format!("q={}", "-a+".repeat(66)), 200),
        (format!("q={}", "%22a+b%22+".repeat(20)), 200),
        (format!("q={}", "%C3%A9".repeat(200)), 200),
        (format!("q={}", "%F0%9F%92%A9".repeat(200)), 200),
        ("q=a&facets=kinds,sectors,commune,nuts3,country,territory,stage,headcount_range&count=true&limit=200".to_owned(), 200),
        ("near=49,6&radius_km=500&sort=distance&limit=200&facets=kinds,commune".to_owned(), 200),
    ];
    // Beginnings of one letter, and letters that many words hold.
    asked.extend(
        ["e", "de", "uni", "institut", "de la"].map(|q| (format!("q={}&count=true&facets=kinds", q.replace(' ', "+")), 200)),
    );
    for path in ["/v1/organizations", "/v1/startups"] {
        for (query, status) in &asked {
            let started = Instant::now();
            let reply = anonymous.get(&format!("{path}?limit=1&{}", query.replace("&limit=200", "")));
            let took = started.elapsed();
            // A query may be longer than a line of HTTP is let be.
            assert!(reply.status == *status || (*status == 400 && reply.status == 414), "{:.80}: {}", query, reply.text);
            assert!(took < SOON, "{query:.80} took {took:?}");
        }
    }
    for q in ["a".repeat(101), "(a+)+$".to_owned(), "é".repeat(100), "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned()] {
        let started = Instant::now();
        let escaped: String = q.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let reply = anonymous.get(&format!("/v1/organizations/suggest?q={escaped}"));
        assert!(matches!(reply.status, 200 | 400), "{q:.40}: {}", reply.text);
        assert!(started.elapsed() < SOON, "{q:.40} took {:?}", started.elapsed());
    }
}

#[test]
fn c40_no_statement_of_the_service_runs_for_ever() {
    let app = shared();
    let anonymous = app.anonymous();
    for path in ["/v1/organizations", "/v1/organizations?q=a", "/v1/totems"] {
        anonymous.get(path).expect(200);
    }
    // A list waits for whoever holds the table longer than a statement may take.
    let mut holder = app.database.client("postgres");
    let mut held = holder.transaction().unwrap();
    held.batch_execute("lock table directory_sectors in access exclusive mode").unwrap();
    let started = Instant::now();
    anonymous.get("/v1/organizations/suggest?q=universite").expect_problem(503, "unavailable");
    let took = started.elapsed();
    held.rollback().unwrap();
    assert!(took < Duration::from_millis(2_900), "the lock was waited for {took:?}");
    anonymous.get("/v1/organizations/suggest?q=universite").expect(200);
}
