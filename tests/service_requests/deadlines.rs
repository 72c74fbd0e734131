use crate::{
    fixtures::{ask, path, question_to, step},
    harness::App,
};

/// When an answer is due to what is asked at this moment.
fn due(app: &App, totem: &str) -> String {
    let member = app.token("entrepreneur");
    member.post("/v1/service-requests", &question_to(totem)).expect(201).at("/due_at").to_owned()
}

#[test]
fn good_friday_counts_in_nancy_and_not_in_metz() {
    let app = App::start();
    // The Thursday before Easter 2027; summer time begins on Sunday.
    app.set_clock("2027-03-25T09:00:00Z");
    for (totem, expected) in [
        ("nancy", "2027-04-02T16:00:00Z"),
        ("epinal", "2027-04-02T16:00:00Z"),
        ("metz", "2027-04-05T16:00:00Z"),
        ("thionville", "2027-04-05T16:00:00Z"),
    ] {
        assert_eq!(due(&app, totem), expected, "{totem}");
    }
}

#[test]
fn the_26th_of_december_counts_in_nancy_and_not_in_metz() {
    let app = App::start();
    // A Monday; Christmas is on Thursday.
    app.set_clock("2031-12-22T09:00:00Z");
    assert_eq!(due(&app, "nancy"), "2031-12-30T17:00:00Z");
    assert_eq!(due(&app, "metz"), "2031-12-31T17:00:00Z");
}

#[test]
fn the_day_of_submission_is_the_one_in_paris_and_does_not_count() {
    let app = App::start();
    // Half past eleven in the evening of Sunday in London, Monday in Paris.
    app.set_clock("2027-01-10T23:30:00Z");
    assert_eq!(due(&app, "metz"), "2027-01-18T17:00:00Z");
    app.set_clock("2027-01-10T22:30:00Z");
    assert_eq!(due(&app, "metz"), "2027-01-15T17:00:00Z");
}

#[test]
fn each_working_day_that_begins_in_waiting_adds_one() {
    let app = App::start();
    // Thursday; asked back at once, replied on Tuesday: Friday, Monday and Tuesday began in waiting.
    app.set_clock("2027-01-14T09:00:00Z");
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let id = ask(&member, &question_to("metz"));
    let asked = member.get(&path(&id, "")).expect(200);
    assert_eq!(asked.at("/due_at"), "2027-01-21T17:00:00Z");
    for to in ["assigned", "in_progress", "waiting_requester"] {
        step(&agent, &id, to).expect(201);
    }
    app.advance_clock(5 * 24 * 3600);
    let member = app.token("entrepreneur");
    let replied = crate::fixtures::say(&member, &id, &serde_json::json!({"body": "Voici."})).expect(201);
    assert_eq!(replied.at("/request/due_at"), "2027-01-26T17:00:00Z");
}

#[test]
fn waiting_within_one_day_adds_nothing() {
    let app = App::start();
    app.set_clock("2027-01-14T09:00:00Z");
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let id = ask(&member, &question_to("metz"));
    for to in ["assigned", "in_progress", "waiting_requester"] {
        step(&agent, &id, to).expect(201);
    }
    app.advance_clock(300);
    let replied = crate::fixtures::say(&member, &id, &serde_json::json!({"body": "Voici."})).expect(201);
    assert_eq!(replied.at("/request/due_at"), "2027-01-21T17:00:00Z");
}
