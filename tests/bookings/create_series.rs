use serde_json::json;

use super::{BOOKINGS, ROOM, at, december, wanted};

const SERIES: &str = "/v1/booking-series";

#[test]
fn a_series_is_booked_whole_or_not_at_all_and_each_conflict_is_named() {
    let app = december();
    let (member, other) = (app.token("entrepreneur"), app.token("pilot"));
    other.post(BOOKINGS, &wanted(&other, ROOM, 11, 10, 12)).expect(201);
    // Fridays: the 11th is taken, Christmas and New Year's Day are closed.
    let mut body = wanted(&member, ROOM, 4, 9, 11);
    body["until"] = json!("2027-01-08");
    let refused = member.post(SERIES, &body).expect_problem(409, "space_taken");
    let closed =
        |day: &str| json!({"starts_at": format!("{day}T09:00:00Z"), "ends_at": format!("{day}T11:00:00Z"), "reason": "closed"});
    assert_eq!(refused.body["taken"], json!([closed("2026-12-25"), closed("2027-01-01")]));
    body["until"] = json!("2026-12-18");
    let refused = member.post(SERIES, &body).expect_problem(409, "space_taken");
    let taken = json!({"starts_at": at(11, 9), "ends_at": at(11, 11), "reason": "taken"});
    assert_eq!(refused.body["taken"], json!([taken]));
    assert_eq!(member.get(BOOKINGS).expect(200).items().len(), 0, "nothing of it was booked");

    body["until"] = json!("2027-01-08");
    body["on_conflict"] = json!("skip");
    let made = member.post(SERIES, &body).expect(201);
    assert_eq!(made.body["skipped"], json!([taken, closed("2026-12-25"), closed("2027-01-01")]));
    let days: Vec<&str> = made.items().iter().map(|item| item["starts_at"].as_str().unwrap()).collect();
    assert_eq!(days, ["2026-12-04T09:00:00Z", "2026-12-18T09:00:00Z", "2027-01-08T09:00:00Z"]);
    let path = made.header("location").unwrap().to_owned();
    assert_eq!(member.get(&path).expect(200).items().len(), 3);
    assert_eq!(app.sql_value("select count(*) from audit_log where action = 'booking.created'"), "4");
    // One letter tells all of them.
    let letters: Vec<_> = app.all_mails().into_iter().filter(|mail| mail.is_to("entrepreneur@demo.lorntech.example")).collect();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].text.contains("vendredi 8 janvier, 10:00 – 12:00"), "{}", letters[0].text);
}

#[test]
fn a_series_ends_within_a_year_and_within_what_may_be_booked_ahead() {
    let app = december();
    let member = app.token("entrepreneur");
    let with = |until: &str| {
        let mut body = wanted(&member, ROOM, 7, 9, 11);
        body["until"] = json!(until);
        member.post(SERIES, &body).expect_problem(422, "invalid_body")
    };
    for (until, code) in [("2026-12-06", "out_of_range"), ("2027-12-31", "out_of_range"), ("2027-09-06", "too_far_ahead")] {
        let refused = with(until);
        assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/until", code), "{until}");
    }
}
