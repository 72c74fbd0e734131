use serde_json::{Value, json};

use super::{BOOKINGS, DESKS, ROOM, december, wanted};
use crate::harness::{Client, Reply};

fn cancel(client: &Client, booking: &Reply, more: &Value) -> Reply {
    let mut body = json!({"to": "cancelled"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    client.post(&format!("{BOOKINGS}/{}/transitions", booking.at("/id")), &body)
}

#[test]
fn a_member_cancels_in_time_and_late_as_the_space_says() {
    let app = december();
    let member = app.token("entrepreneur");
    let nothing = json!({});
    let (room, desk) = (wanted(&member, ROOM, 2, 9, 11), wanted(&member, DESKS, 1, 9, 11));
    // In the room the price stays due; of a desk only the site cancels in the last hour.
    let late = member.post(BOOKINGS, &room).expect(201);
    let late = cancel(&member, &late, &nothing).expect(201);
    assert_eq!((late.at("/status"), late.at("/cancellation/by")), ("cancelled", "member"));
    assert_eq!(late.body["cancellation"]["price_due"], json!(false));
    cancel(&member, &late, &nothing).expect_problem(409, "state_conflict");
    // It is free again.
    let late = member.post(BOOKINGS, &room).expect(201);
    app.advance_clock(2 * 3600);
    let member = app.token("entrepreneur");
    let late = cancel(&member, &late, &nothing).expect(201);
    assert_eq!(late.body["cancellation"]["price_due"], json!(true), "within a day");
    let mail = app.mail("the letter about it", |mail| mail.text.contains("le prix reste dû") && mail.subject.contains("annulée"));
    assert!(mail.subject.contains("Salle de démonstration") && mail.subject.contains("mercredi 2 décembre"), "{}", mail.subject);

    let refused = member.post(BOOKINGS, &desk).expect_problem(422, "invalid_body");
    assert_eq!(refused.at("/errors/0/code"), "too_soon");
    let desk = member.post(BOOKINGS, &wanted(&member, DESKS, 1, 11, 13)).expect(201);
    app.advance_clock(1800);
    let member = app.token("entrepreneur");
    assert_eq!(member.get(&format!("{BOOKINGS}/{}", desk.at("/id"))).expect(200).body["allowed_transitions"], json!([]));
    cancel(&member, &desk, &nothing).expect_problem(409, "cancellation_over");
}

#[test]
fn the_site_cancels_at_any_time_and_says_why() {
    let app = december();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let booking = member.post(BOOKINGS, &wanted(&member, ROOM, 2, 9, 11)).expect(201);
    let refused = cancel(&agent, &booking, &json!({})).expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/reason", "required"));
    for stranger in ["pilot", "agent-nancy", "admin"] {
        cancel(&app.token(stranger), &booking, &json!({"reason": "Non"})).expect_problem(404, "not_found");
    }
    let path = format!("{BOOKINGS}/{}/transitions", booking.at("/id"));
    let body = json!({"to": "cancelled", "reason": "Fuite d’eau."});
    agent.post_with(&path, &[("if-match", "\"7-site\"")], &body).expect_problem(412, "revision_mismatch");
    let cancelled = agent.post_with(&path, &[("if-match", "\"1-site\"")], &body).expect(201);
    assert_eq!((cancelled.at("/cancellation/by"), cancelled.at("/cancellation/reason")), ("site", "Fuite d’eau."));
    app.mail("the letter with the reason", |mail| {
        mail.is_to("entrepreneur@demo.lorntech.example") && mail.text.contains("Fuite d’eau.")
    });
    // Whoever switched such letters off gets none.
    let off = json!({"settings": [{"kind": "bookings", "channel": "mail", "enabled": false}]});
    member.patch_with("/v1/me/notification-settings", &[], &off).expect(200);
    let before = app.all_mails().len();
    member.post(BOOKINGS, &wanted(&member, ROOM, 3, 9, 11)).expect(201);
    assert_eq!(app.all_mails().len(), before);
}

#[test]
fn a_series_is_cancelled_from_one_on() {
    let app = december();
    let member = app.token("entrepreneur");
    let mut body = wanted(&member, ROOM, 7, 9, 11);
    body["until"] = json!("2026-12-21");
    let made = member.post("/v1/booking-series", &body).expect(201);
    let second = made.items()[1]["id"].as_str().unwrap();
    member.post(&format!("{BOOKINGS}/{second}/transitions"), &json!({"to": "cancelled", "following": true})).expect(201);
    let list = member.get(&format!("{BOOKINGS}?series_id={}", made.at("/id"))).expect(200);
    let states: Vec<&str> = list.items().iter().map(|item| item["status"].as_str().unwrap()).collect();
    assert_eq!(states, ["confirmed", "cancelled", "cancelled"]);
}
