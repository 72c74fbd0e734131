use std::thread;

use serde_json::{Value, json};

use super::{BOOKINGS, DESKS, ROOM, at, december, id, wanted};
use crate::harness::MailServer;

#[test]
fn a_member_books_and_whoever_wants_the_same_is_told_what_is_free_instead() {
    let app = december();
    let (member, other) = (app.token("entrepreneur"), app.token("pilot"));
    let body = wanted(&member, ROOM, 7, 9, 11);
    let made = member.post(BOOKINGS, &body).expect(201);
    assert_eq!(made.header("location"), Some(&format!("{BOOKINGS}/{}", made.at("/id"))[..]));
    assert_eq!((&made.body["unit"], made.at("/status")), (&json!(1), "confirmed"));
    assert_eq!((&made.body["price"]["amount_minor"], made.at("/cancellable_until")), (&json!(1200), "2026-12-06T09:00:00Z"));
    assert_eq!(made.body["allowed_transitions"], json!(["cancelled"]));

    // One hour into it, and one that ends where it begins.
    let refused = other.post(BOOKINGS, &wanted(&other, ROOM, 7, 10, 12)).expect_problem(409, "space_taken");
    assert_eq!(refused.body["taken"], json!([{"starts_at": at(7, 10), "ends_at": at(7, 12), "reason": "taken"}]));
    let free = refused.body["free"].as_array().unwrap();
    assert_eq!(free[0], json!({"starts_at": at(7, 11), "ends_at": at(7, 13)}), "{}", refused.text);
    assert_eq!(
        (free.len(), &free[1], &free[2]["starts_at"]),
        (3, &json!({"starts_at": at(7, 13), "ends_at": at(7, 15)}), &json!(at(7, 7))),
        "{}",
        refused.text
    );
    for free in free {
        let body = json!({"space_id": body["space_id"], "starts_at": free["starts_at"], "ends_at": free["ends_at"]});
        other.post(BOOKINGS, &body).expect(201);
    }

    // Everybody sees when it is held, and nobody by whom.
    let seen = app.anonymous().get(&format!("{ROOM}/availability?from={}&to={}", at(7, 0), at(8, 0))).expect(200);
    assert!(seen.body["units"][0]["busy"].as_array().unwrap().contains(&json!({"starts_at": at(7, 9), "ends_at": at(7, 11)})));
    assert_eq!(seen.body["open"][0], json!({"starts_at": at(7, 7), "ends_at": at(7, 18)}));
    assert!(!seen.text.contains("Camille") && !seen.text.contains(made.at("/id")), "{}", seen.text);
    // The same key is the same booking.
    let key = [("idempotency-key", "essai")];
    let again = wanted(&member, ROOM, 8, 9, 10);
    assert_eq!(
        member.post_with(BOOKINGS, &key, &again).expect(201).body,
        member.post_with(BOOKINGS, &key, &again).expect(201).body
    );
}

#[test]
fn each_rule_that_is_broken_is_told_with_its_member() {
    let app = december();
    let member = app.token("entrepreneur");
    let room = id(&member, ROOM);
    let with = |changes: Value| {
        let mut body = json!({"space_id": room, "starts_at": at(7, 9), "ends_at": at(7, 11)});
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        body
    };
    for (changes, pointer, code) in [
        (json!({"ends_at": "2026-12-07T09:15:00Z"}), "/ends_at", "booking_length"),
        (json!({"ends_at": "2026-12-07T09:20:00Z"}), "/ends_at", "invalid_format"),
        (json!({"starts_at": "2026-12-07T09:00:01Z"}), "/starts_at", "invalid_format"),
        (json!({"ends_at": at(7, 9)}), "/ends_at", "ends_before"),
        (json!({"starts_at": "2026-11-30T09:00:00Z", "ends_at": "2026-11-30T11:00:00Z"}), "/starts_at", "too_soon"),
        (json!({"starts_at": "2027-06-07T09:00:00Z", "ends_at": "2027-06-07T11:00:00Z"}), "/starts_at", "too_far_ahead"),
        (json!({"starts_at": at(7, 5), "ends_at": at(7, 7)}), "/starts_at", "closed"),
        (json!({"starts_at": at(25, 9), "ends_at": at(25, 11)}), "/starts_at", "closed"),
        (json!({"unit": 2}), "/unit", "out_of_range"),
        (json!({"space_id": crate::harness::new_uuid()}), "/space_id", "unknown_reference"),
    ] {
        let refused = member.post(BOOKINGS, &with(changes.clone())).expect_problem(422, "invalid_body");
        assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), (pointer, code), "{changes}");
    }
    app.anonymous().post(BOOKINGS, &with(json!({}))).expect_problem(401, "authentication_required");
}

#[test]
fn an_agent_books_for_somebody_beyond_the_rules_and_a_member_for_nobody_else() {
    let mail_server = MailServer::start();
    let app = crate::harness::App::start_with(&[("LORNTECH_SMTP_URL", &mail_server.url())], &[]);
    app.set_clock("2026-12-01T08:00:00Z");
    let agent = app.token("agent-metz");
    let mut body = wanted(&agent, ROOM, 6, 19, 20);
    body["contact"] = json!({"name": "Dominique Exemple", "email": "dominique@exemple.fr", "language": "de"});
    app.token("entrepreneur").post(BOOKINGS, &body).expect_problem(403, "forbidden");
    app.token("agent-nancy").post(BOOKINGS, &body).expect_problem(403, "forbidden");
    let made = agent.post(BOOKINGS, &body).expect(201);
    assert_eq!(made.at("/contact/name"), "Dominique Exemple");
    // On a Sunday evening; and nobody but the site sees it.
    let path = format!("{BOOKINGS}/{}", made.at("/id"));
    agent.get(&path).expect(200);
    app.token("entrepreneur").get(&path).expect_problem(404, "not_found");
    let message = mail_server.message("the letter", |message| message.to == ["dominique@exemple.fr"]);
    assert!(message.data.contains("text/calendar") && message.data.contains("reservation.ics"), "{}", message.data);
    assert!(message.data.contains("Gebucht"), "{}", message.data);
}

#[test]
fn fourteen_at_once_fill_ten_units_and_no_unit_twice() {
    let app = december();
    let member = app.token("entrepreneur");
    let body = wanted(&member, DESKS, 7, 9, 11);
    let replies: Vec<_> = thread::scope(|scope| {
        let all = [(); 14].map(|()| scope.spawn(|| member.post(BOOKINGS, &body)));
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let (made, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 201);
    let mut units: Vec<i64> = made.iter().map(|reply| reply.body["unit"].as_i64().unwrap()).collect();
    units.sort_unstable();
    assert_eq!(units, (1..=10).collect::<Vec<_>>());
    assert_eq!(refused.len(), 4);
    for refused in refused {
        refused.expect_problem(409, "space_taken");
    }
    // One of them by its number, when it is free again.
    let third = made.iter().find(|reply| reply.body["unit"] == 3).unwrap();
    member.post(&format!("{BOOKINGS}/{}/transitions", third.at("/id")), &json!({"to": "cancelled"})).expect(201);
    let numbered = |unit: i32| {
        let mut body = body.clone();
        body["unit"] = json!(unit);
        member.post(BOOKINGS, &body)
    };
    numbered(4).expect_problem(409, "space_taken");
    assert_eq!(numbered(3).expect(201).body["unit"], 3);
    // Whatever the program believes, the database lets no two hold one unit.
    let twice = "begin; set local lorntech.role = 'service'; insert into bookings (id, space_id, totem_id, unit, during, contact_name, contact_email, contact_language, terms) select \
        gen_random_uuid(), space_id, totem_id, unit, during, 'n', '', 'fr', terms from bookings where status = 'confirmed' limit 1; commit";
    assert!(app.database.sql_as_service(twice).is_err());
    assert_eq!(app.sql_value("select count(*) from bookings where status = 'confirmed'"), "10");
}
