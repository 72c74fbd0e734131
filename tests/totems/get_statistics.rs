//! How a site keeps its promises: each figure from requests whose life is known to the day.

use serde_json::{Value, json};

use crate::{
    fixtures::{ask, confirmed, path, question_to, say, step},
    harness::{App, Client},
};

const STATISTICS: &str = "/v1/totems/metz/statistics?submitted_on_gte=2027-01-01&submitted_on_lt=2027-03-01";

fn rate(client: &Client, id: &str, body: &Value) -> crate::harness::Reply {
    client.post(&path(id, "/satisfaction"), body)
}

/// Asked on Monday, 11 January, for an answer within five working days: by Monday, 18 January.
fn asked(app: &App) -> (Client, Client, Vec<String>) {
    app.set_clock("2027-01-11T09:00:00Z");
    let (entrepreneur, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let ids: Vec<String> = (0..6).map(|_| ask(&entrepreneur, &question_to("metz"))).collect();
    for id in &ids[..5] {
        agent.post(&path(id, "/assignments"), &json!({})).expect(201);
    }
    (entrepreneur, agent, ids)
}

#[test]
fn each_figure_is_counted_without_the_days_on_which_the_site_waited() {
    let app = App::start();
    let (_, agent, ids) = asked(&app);
    // The same day; and one that waits from Tuesday to Friday.
    say(&agent, &ids[0], &json!({"body": "Voici.", "to": "answered"})).expect(201);
    app.set_clock("2027-01-12T09:00:00Z");
    let agent = app.token("agent-metz");
    say(&agent, &ids[1], &json!({"body": "Quand ?", "to": "waiting_requester"})).expect(201);
    app.set_clock("2027-01-15T09:00:00Z");
    let entrepreneur = app.token("entrepreneur");
    say(&entrepreneur, &ids[1], &json!({"body": "Demain."})).expect(201);
    step(&entrepreneur, &ids[4], "cancelled").expect(201);
    // Seven working days after Monday, three of which it waited: four.
    app.set_clock("2027-01-20T09:00:00Z");
    let agent = app.token("agent-metz");
    say(&agent, &ids[1], &json!({"body": "Voici.", "to": "answered"})).expect(201);
    say(&agent, &ids[2], &json!({"body": "Enfin.", "to": "answered"})).expect(201); // late, after 7 days
    let refusal = json!({"to": "rejected", "reason": "out_of_scope", "note": "Voyez Nancy."});
    agent.post(&path(&ids[3], "/transitions"), &refusal).expect(201); // late, too
    // The sixth lies there, beyond its deadline. A seventh is sent in February, by somebody without an account.
    app.set_clock("2027-02-02T09:00:00Z");
    confirmed(&app, "camille@exemple.fr");

    let reply = app.anonymous().get(STATISTICS).expect(200);
    let total = &reply.body["total"];
    let expected = json!({"submitted": 7, "due": 5, "in_time": 2, "overdue": 1, "median_days": 4.0, "p90_days": 7.0, "open": 2,
        "answered": 3, "rejected": 1, "cancelled": 1, "expired": 0, "reopened": 0, "ratings": 0});
    assert_eq!(total, &expected);
    let months: Vec<(&str, i64)> = reply.body["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|month| (month["month"].as_str().unwrap(), month["submitted"].as_i64().unwrap()))
        .collect();
    assert_eq!(months, [("2027-01-01", 6), ("2027-02-01", 1)]);
    assert_eq!((reply.at("/services/0/service/slug"), &reply.body["services"][0]["submitted"]), ("accompagnement", &json!(7)));

    // Each figure opens its requests, for those who work there.
    let agent = app.token("agent-metz");
    let count = |query: &str| {
        let all =
            "status=submitted&status=triage&status=in_progress&status=answered&status=rejected&status=assigned&status=cancelled";
        agent.get(&format!("/v1/totems/metz/inbox?{all}&{query}")).expect(200).items().len()
    };
    let january = "submitted_on_gte=2027-01-01&submitted_on_lt=2027-02-01";
    assert_eq!(
        (count(january), count("in_time=true"), count("in_time=false"), count("submitted_on_gte=2027-02-01")),
        (6, 2, 3, 1)
    );
    let service = reply.at("/services/0/service/id");
    assert_eq!(count(&format!("service_id={service}")), 7);
}

#[test]
fn a_reopened_request_counts_its_first_answer_and_its_promise_anew() {
    let app = App::start();
    let (entrepreneur, agent, ids) = asked(&app);
    say(&agent, &ids[0], &json!({"body": "Voici.", "to": "answered"})).expect(201);
    step(&entrepreneur, &ids[0], "closed").expect(201);
    step(&entrepreneur, &ids[0], "triage").expect(201);
    let total = app.anonymous().get(STATISTICS).expect(200).body["total"].clone();
    assert_eq!((&total["in_time"], &total["reopened"], &total["open"]), (&json!(1), &json!(1), &json!(6)));
}

#[test]
fn whoever_asked_rates_once_and_an_average_is_told_from_five_on() {
    let app = App::start();
    let (entrepreneur, agent, ids) = asked(&app);
    let body = json!({"score": 4, "comment": "Claire et rapide."});
    rate(&entrepreneur, &ids[0], &body).expect_problem(409, "state_conflict");
    for (at, id) in ids[..5].iter().enumerate() {
        say(&agent, id, &json!({"body": "Voici.", "to": "answered"})).expect(201);
        let total = app.anonymous().get(STATISTICS).expect(200).body["total"].clone();
        assert_eq!((&total["ratings"], &total["satisfaction"]), (&json!(at), &Value::Null));
        let rated = rate(&entrepreneur, id, &json!({"score": if at == 0 { 1 } else { 5 }, "comment": "Merci."})).expect(201);
        assert_eq!(rated.at("/satisfaction/comment"), "Merci.");
    }
    let total = app.anonymous().get(STATISTICS).expect(200).body["total"].clone();
    assert_eq!((&total["ratings"], &total["satisfaction"]), (&json!(5), &json!(4.2)));
    rate(&entrepreneur, &ids[0], &body).expect_problem(409, "already_rated");
    rate(&agent, &ids[1], &body).expect_problem(403, "forbidden");
    rate(&app.token("agent-nancy"), &ids[1], &body).expect_problem(404, "not_found");
    for score in [0, 6] {
        rate(&entrepreneur, &ids[0], &json!({"score": score})).expect_problem(422, "invalid_body");
    }
}

#[test]
fn a_period_has_a_beginning_before_its_end_and_five_years_at_most() {
    let app = App::start();
    let get = |query: &str| app.anonymous().get(&format!("/v1/totems/metz/statistics?{query}"));
    get("").expect(200);
    for wrong in
        ["submitted_on_gte=2026-02-01&submitted_on_lt=2026-02-01", "submitted_on_gte=2020-01-01&submitted_on_lt=2026-01-01"]
    {
        get(wrong).expect_problem(400, "invalid_parameter");
    }
    get("month=2026-01").expect_problem(400, "unknown_parameter");
    app.anonymous().get("/v1/totems/nulle-part/statistics").expect_problem(404, "not_found");
}

#[test]
fn what_was_booked_is_counted_by_space_and_by_the_day_on_which_it_begins() {
    let app = App::start();
    let book = |days: &str, hours: &str, status: &str| {
        app.sql(&format!(
            "insert into bookings (id, space_id, totem_id, unit, during, contact_name, contact_email, contact_language, terms, status, \
             cancelled_at, cancelled_by) select gen_random_uuid(), id, totem_id, 1, tstzrange({days}::timestamptz, {days}::timestamptz + \
             interval '{hours} hours'), 'n', 'e', 'fr', '{{}}', '{status}', case when '{status}' = 'cancelled' then now() end, \
             case when '{status}' = 'cancelled' then 'member' end from spaces where slug = 'salle-de-demonstration'"
        ));
    };
    // In Paris it is the first of January by then, and the last day of February still.
    book("'2026-12-31T23:30Z'", "1.5", "confirmed");
    book("'2027-02-28T22:30Z'", "2", "confirmed");
    book("'2027-02-01T10:00Z'", "4", "cancelled");
    book("'2026-12-31T21:00Z'", "1", "confirmed");
    book("'2027-03-01T00:30Z'", "1", "confirmed");
    let figures = app.anonymous().get(STATISTICS).expect(200);
    let bookings = figures.body["bookings"].as_array().unwrap();
    assert_eq!(bookings.len(), 1, "{}", figures.text);
    assert_eq!(bookings[0]["space"]["slug"], "salle-de-demonstration");
    assert_eq!((&bookings[0]["booked"], &bookings[0]["cancelled"], &bookings[0]["hours"]), (&json!(2), &json!(1), &json!(3.5)));
}
