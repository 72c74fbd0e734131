use serde_json::json;

use super::{BOOKINGS, ROOM, december, wanted};

const FEED: &str = "/v1/me/calendar-feed";

#[test]
fn ones_calendar_is_at_an_address_that_can_be_taken_back() {
    let app = december();
    let member = app.token("entrepreneur");
    member.post(BOOKINGS, &wanted(&member, ROOM, 7, 9, 11)).expect(201);
    assert_eq!(member.get(FEED).expect(200).body, json!({}));
    let address = |reply: &crate::harness::Reply| {
        let url = reply.at("/url").to_owned();
        url[url.find("/v1/").unwrap()..].to_owned()
    };
    let first = address(&member.send("POST", FEED, &[], None).expect(201));
    assert_eq!(address(&member.get(FEED).expect(200)), first);
    let calendar = app.anonymous().get(&first).expect(200);
    assert_eq!(calendar.header("content-type"), Some("text/calendar; charset=utf-8"));
    assert_eq!(calendar.header("cache-control"), Some("private, no-cache"));
    assert!(
        calendar.text.contains("DTSTART:20261207T090000Z") && calendar.text.contains("STATUS:CONFIRMED"),
        "{}",
        calendar.text
    );
    let second = address(&member.send("POST", FEED, &[], None).expect(201));
    app.anonymous().get(&first).expect_problem(404, "not_found");
    app.anonymous().get(&second).expect(200);
    member.delete(FEED).expect(204);
    app.anonymous().get(&second).expect_problem(404, "not_found");
    app.anonymous().get("/v1/calendar-feeds/essai").expect_problem(404, "not_found");
    // Of the space, everybody: busy, and nobody's name.
    let space = app.anonymous().get(&format!("{ROOM}/calendar.ics")).expect(200);
    assert!(space.text.contains("SUMMARY:Occupé (n° 1)"), "{}", space.text);
    assert!(!space.text.contains("Camille") && !space.text.contains("entrepreneur"), "{}", space.text);
    // What opens it is nowhere in the log.
    assert!(!app.logs().contains(second.rsplit('/').next().unwrap()));
}
