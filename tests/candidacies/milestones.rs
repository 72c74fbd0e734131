//! The plan: what waits for what, how it stands, and what a change moves.

use serde_json::{Value, json};

use super::{begun, source, step};
use crate::harness::{App, Client, Reply};

fn milestone(title: &str, planned: &str, depends_on: &[&Reply]) -> Value {
    let ids: Vec<&str> = depends_on.iter().map(|reply| reply.at("/id")).collect();
    json!({"type": "hearing", "title": {"fr": title}, "planned_on": planned, "depends_on": ids})
}

#[track_caller]
fn plan(pilot: &Client, path: &str, title: &str, planned: &str, depends_on: &[&Reply]) -> Reply {
    pilot.post(&format!("{path}/milestones"), &milestone(title, planned, depends_on)).expect(201)
}

/// Title, day and state of each.
fn told(client: &Client, path: &str) -> Vec<[String; 3]> {
    let list = client.get(&format!("{path}/milestones")).expect(200);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    list.items().iter().map(|one| [text(&one["title"]["fr"]), text(&one["planned_on"]), text(&one["state"])]).collect()
}

#[test]
fn a_delay_is_shown_before_it_is_made_and_moves_what_waits() {
    let app = App::start();
    app.set_clock("2027-01-10T10:00:00Z");
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let first = plan(&pilot, &path, "Dépôt", "2027-03-01", &[]);
    let second = plan(&pilot, &path, "Audition", "2027-03-11", &[&first]);
    plan(&pilot, &path, "Décision", "2027-04-01", &[&second]);
    plan(&pilot, &path, "Autre", "2027-03-05", &[]);
    let address = format!("{path}/milestones/{}", first.at("/id"));
    let later = json!({"planned_on": "2027-03-08"});
    let shown = pilot.patch(&format!("{address}?dry_run=true"), first.etag(), &later).expect(200);
    let moves = |reply: &Reply| -> Vec<(String, String)> {
        let moved = reply.body["moved"].as_array().unwrap().iter();
        moved.map(|one| (one["title"]["fr"].as_str().unwrap().to_owned(), one["to"].as_str().unwrap().to_owned())).collect()
    };
    let expected = [("Audition".to_owned(), "2027-03-18".to_owned()), ("Décision".to_owned(), "2027-04-08".to_owned())];
    assert_eq!((moves(&shown), &shown.body["dry_run"]), (expected.to_vec(), &json!(true)));
    assert_eq!(told(&pilot, &path)[0][1], "2027-03-01", "nothing was changed");
    let changed = pilot.patch(&address, first.etag(), &later).expect(200);
    assert_eq!((moves(&changed), changed.at("/milestone/planned_on")), (expected.to_vec(), "2027-03-08"));
    let days: Vec<String> = told(&pilot, &path).into_iter().map(|[title, day, _]| format!("{title} {day}")).collect();
    assert_eq!(days, ["Autre 2027-03-05", "Dépôt 2027-03-08", "Audition 2027-03-18", "Décision 2027-04-08"]);
    pilot.patch(&address, first.etag(), &later).expect_problem(412, "revision_mismatch");
    // Earlier moves nothing else.
    assert!(moves(&pilot.patch(&address, changed.etag(), &json!({"planned_on": "2027-02-01"})).expect(200)).is_empty());
}

#[test]
fn no_milestone_waits_for_itself_and_the_error_names_those_that_would() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let first = plan(&pilot, &path, "Dépôt", "2027-03-01", &[]);
    let second = plan(&pilot, &path, "Audition", "2027-03-11", &[&first]);
    let third = plan(&pilot, &path, "Décision", "2027-04-01", &[&second]);
    let address = format!("{path}/milestones/{}", first.at("/id"));
    let refused =
        pilot.patch(&address, first.etag(), &json!({"depends_on": [third.at("/id")]})).expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/depends_on", "dependency_circle"));
    for name in ["Dépôt", "Audition", "Décision"] {
        assert!(refused.at("/errors/0/detail").contains(name), "{}", refused.text);
    }
    let itself =
        pilot.patch(&address, first.etag(), &json!({"depends_on": [first.at("/id")]})).expect_problem(422, "invalid_body");
    assert_eq!(itself.at("/errors/0/code"), "not_allowed");
    // Nor for one of another candidacy.
    let other = plan(&pilot, &begun(&app, "Autre"), "Ailleurs", "2027-03-01", &[]);
    let refused =
        pilot.patch(&address, first.etag(), &json!({"depends_on": [other.at("/id")]})).expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/depends_on/0", "unknown_reference"));
}

#[test]
fn two_changes_at_once_make_no_circle_either() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let ends = [plan(&pilot, &path, "Un", "2027-03-01", &[]), plan(&pilot, &path, "Deux", "2027-03-01", &[])];
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let change = |at: usize| {
            let (pilot, path, ends) = (pilot.clone(), &path, &ends);
            scope.spawn(move || {
                let address = format!("{path}/milestones/{}", ends[at].at("/id"));
                pilot.patch(&address, ends[at].etag(), &json!({"depends_on": [ends[1 - at].at("/id")]})).status
            })
        };
        [change(0), change(1)].map(|thread| thread.join().unwrap()).to_vec()
    });
    let mut sorted = statuses.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [200, 422], "{statuses:?}");
}

#[test]
fn how_a_milestone_stands_follows_its_day_and_its_tasks() {
    let app = App::start();
    app.set_clock("2027-01-10T10:00:00Z");
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let mut near = milestone("Dépôt", "2027-01-20", &[]);
    near["tasks"] = json!([{"title": "Signer"}]);
    let near = pilot.post(&format!("{path}/milestones"), &near).expect(201);
    assert_eq!(near.at("/state"), "at_risk");
    plan(&pilot, &path, "Audition", "2027-06-01", &[&near]);
    assert_eq!(told(&pilot, &path)[1][2], "at_risk");
    let address = format!("{path}/milestones/{}", near.at("/id"));
    let done = pilot.patch(&address, near.etag(), &json!({"tasks": [{"title": "Signer", "done": true}]})).expect(200);
    assert_eq!(told(&pilot, &path).map_states(), ["on_track", "on_track"]);
    app.set_clock("2027-01-21T10:00:00Z");
    let pilot = app.token("pilot");
    assert_eq!(told(&pilot, &path).map_states(), ["late", "at_risk"]);
    let future = pilot.patch(&address, done.etag(), &json!({"occurred_on": "2027-01-22"})).expect_problem(422, "invalid_body");
    assert_eq!(future.at("/errors/0/code"), "out_of_range");
    pilot.patch(&address, done.etag(), &json!({"occurred_on": "2027-01-20", "sources": [source("Fait.")]})).expect(200);
    assert_eq!(told(&pilot, &path).map_states(), ["done", "on_track"]);
}

trait States {
    fn map_states(&self) -> Vec<&str>;
}

impl States for Vec<[String; 3]> {
    fn map_states(&self) -> Vec<&str> {
        self.iter().map(|[_, _, state]| state.as_str()).collect()
    }
}

#[test]
fn its_owner_is_told_to_pilots_alone_and_reminded_a_week_before_and_anew_when_it_moves() {
    let mut app = App::start();
    app.set_clock("2027-01-10T10:00:00Z");
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    step(&pilot, &path, "submitted", "2027-01-01").expect(201);
    let me = app.account_id("pilot");
    let mut owned = milestone("Audition", "2027-01-18", &[]);
    owned["owner_id"] = json!(app.account_id("entrepreneur"));
    let refused = pilot.post(&format!("{path}/milestones"), &owned).expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/owner_id", "unknown_reference"));
    owned["owner_id"] = json!(me);
    let made = pilot.post(&format!("{path}/milestones"), &owned).expect(201);
    assert_eq!(made.at("/owner/account_id"), me);
    assert!(!made.at("/owner/name").is_empty());
    let seen = app.anonymous().get(&format!("{path}/milestones")).expect(200);
    assert!(seen.items()[0].get("owner").is_none(), "{}", seen.text);
    let about =
        |day: &'static str| move |mail: &crate::harness::Mail| mail.subject.contains("Audition") && mail.subject.contains(day);
    app.set_clock("2027-01-11T10:00:00Z");
    app.restart();
    let pilot = app.token("pilot");
    let mail = app.mail("the reminder", about("18 janvier"));
    assert!(mail.is_to("pilot@demo.lorntech.example") && mail.text.contains("/travail-candidature/essai"), "{}", mail.text);
    let address = format!("{path}/milestones/{}", made.at("/id"));
    let now = pilot.get(&format!("{path}/milestones")).expect(200);
    let etag = format!("\"{}\"", now.items()[0]["revision"]);
    pilot.patch(&address, &etag, &json!({"planned_on": "2027-01-17"})).expect(200);
    app.restart();
    app.mail("the next reminder", about("17 janvier"));
}

#[test]
fn a_milestone_is_deleted_and_nothing_waits_for_it_any_more() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let first = plan(&pilot, &path, "Dépôt", "2027-03-01", &[]);
    plan(&pilot, &path, "Audition", "2027-03-11", &[&first]);
    let before = pilot.get(&path).expect(200);
    let address = format!("{path}/milestones/{}", first.at("/id"));
    pilot.send("DELETE", &address, &[("if-match", "\"9\"")], None).expect_problem(412, "revision_mismatch");
    pilot.send("DELETE", &address, &[("if-match", first.etag())], None).expect(204);
    let list = pilot.get(&format!("{path}/milestones")).expect(200);
    assert_eq!((list.items().len(), &list.items()[0]["depends_on"]), (1, &json!([])));
    assert_ne!(pilot.get(&path).expect(200).etag(), before.etag(), "the candidacy is told with its milestones");
    pilot.send("DELETE", &address, &[("if-match", first.etag())], None).expect_problem(404, "not_found");
}

#[test]
fn the_plan_is_a_calendar_and_a_draft_is_none_for_others() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    plan(&pilot, &path, "Dépôt\nà Metz", "2027-03-01", &[]);
    let calendar = pilot.get(&format!("{path}/milestones.ics")).expect(200);
    assert!(calendar.header("content-type").unwrap().starts_with("text/calendar"));
    for line in ["DTSTART;VALUE=DATE:20270301", "STATUS:TENTATIVE", "SUMMARY:Dépôt à Metz"] {
        assert!(calendar.text.lines().any(|written| written == line), "{line}: {}", calendar.text);
    }
    app.anonymous().get(&format!("{path}/milestones.ics")).expect_problem(404, "not_found");
    let history = app.anonymous().get("/v1/candidacies/metropole-french-tech/milestones.ics").expect(200);
    assert_eq!(history.text.matches("BEGIN:VEVENT").count(), 11);
    assert!(history.text.contains("STATUS:CONFIRMED") && !history.text.contains("TENTATIVE"));
}

#[test]
fn only_pilots_plan() {
    let app = App::start();
    let seeded = "/v1/candidacies/metropole-french-tech/milestones";
    let first = app.anonymous().get(seeded).expect(200).items()[0]["id"].as_str().unwrap().to_owned();
    for name in ["entrepreneur", "agent-metz", "admin"] {
        let other = app.token(name);
        other.post(seeded, &milestone("Essai", "2027-01-01", &[])).expect_problem(403, "forbidden");
        other.patch(&format!("{seeded}/{first}"), "\"1\"", &json!({})).expect_problem(403, "forbidden");
        other.send("DELETE", &format!("{seeded}/{first}"), &[("if-match", "\"1\"")], None).expect_problem(403, "forbidden");
    }
}
