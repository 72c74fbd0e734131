//! The objectives in their stated words, the course of each, and whether what was stated goes together.

use serde_json::{Value, json};

use crate::{
    fixtures::{JOBS, jobs, promise},
    harness::{App, Client, Reply, new_uuid},
};

#[test]
fn the_four_objectives_are_told_in_the_words_of_their_announcement() {
    let app = App::start();
    let anonymous = app.anonymous();
    let list = anonymous.get("/v1/objectives").expect(200);
    assert_eq!(list.items().len(), 4);
    for objective in list.items() {
        let one = anonymous.get(&format!("/v1/objectives/{}", objective["slug"].as_str().unwrap())).expect(200);
        assert_eq!(&one.body, objective);
        assert!(objective["announcement"].is_object(), "{objective}");
        assert!(objective["indicator_id"].is_string(), "{objective}");
    }
    for id in ["happiness", &new_uuid()] {
        anonymous.get(&format!("/v1/objectives/{id}")).expect_problem(404, "not_found");
    }
}

#[test]
fn the_list_comes_in_pages_in_the_order_of_the_announcements() {
    let app = App::start();
    let (pilot, anonymous) = (app.token("pilot"), app.anonymous());
    for number in 0..4 {
        let mut promise = promise(&format!("Promesse {number}"));
        promise["announcement"]["announced"]["on"] = json!("2026-01-01");
        pilot.post("/v1/objectives", &promise).expect(201);
    }
    let (mut path, mut positions) = ("/v1/objectives?limit=3".to_owned(), vec![]);
    loop {
        let page = anonymous.get(&path).expect(200);
        assert!(page.items().len() <= 3);
        positions.extend(page.items().iter().map(|objective| objective["position"].as_i64().unwrap()));
        let Some(cursor) = page.body["next_cursor"].as_str() else { break };
        path = format!("/v1/objectives?limit=3&cursor={cursor}");
    }
    assert_eq!(positions, (1..=8).collect::<Vec<_>>());
    // What was announced later is on no page of a day before.
    let then = anonymous.get("/v1/objectives?as_of=2020-12-31&limit=4").expect(200);
    assert_eq!((then.items().len(), &then.body["next_cursor"]), (4, &Value::Null));
}

/// The growth a year that makes `factor` in so many whole years, found by halving and multiplying: another way than the
/// service's logarithm.
fn growth(factor: f64, years: i32) -> f64 {
    let (mut low, mut high) = (-0.999_999, 1000.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        let made = (0..years).fold(1.0, |made, _| made * (1.0 + middle));
        if made < factor { low = middle } else { high = middle }
    }
    low
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[track_caller]
fn same(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0), "{a} is not {b}");
}

fn trajectory(client: &Client, slug: &str, query: &str) -> Reply {
    client.get(&format!("/v1/objectives/{slug}/trajectory{query}")).expect(200)
}

#[test]
fn the_trajectories_side_by_side_are_those_of_each() {
    let app = App::start();
    let (all, anonymous) = (app.anonymous().get("/v1/objectives/trajectories").expect(200), app.anonymous());
    let objectives = anonymous.get("/v1/objectives").expect(200);
    assert_eq!(all.items().len(), objectives.items().len());
    for (course, objective) in all.items().iter().zip(objectives.items()) {
        let known_at = course["known_at"].as_str().unwrap();
        let slug = objective["slug"].as_str().unwrap();
        assert_eq!(&trajectory(&anonymous, slug, &format!("?known_at={known_at}")).body, course);
    }
}

#[test]
fn the_growth_that_each_objective_needs_a_year() {
    let app = App::start();
    for (slug, factor, years, percent) in [
        ("emplois-numeriques", 2.0, 10, 7.18),
        ("pme-numeriques", 1.5, 6, 6.99),
        ("startups-accelerees", 2.0, 3, 25.99),
        ("entreprises-internationales", 1.2, 3, 6.27),
    ] {
        let course = trajectory(&app.anonymous(), slug, "");
        let needed = number(&course.body["required_yearly_growth"]);
        same(needed, growth(factor, years));
        assert_eq!((needed * 1e4).round() / 100.0, percent, "{slug}");
        assert_eq!(course.at("/state"), "no_data");
        let reason = if slug == "emplois-numeriques" { "no_observation" } else { "no_baseline" };
        assert_eq!(course.at("/reason"), reason);
        // Where no baseline is stated the path is told in hundredths of it, and no number is made up.
        assert_eq!(course.body["path"][0]["index"], 100.0);
        assert_eq!(course.body.get("baseline").is_some(), slug == "emplois-numeriques");
        assert_eq!(course.body["path"][0].get("expected").is_some(), slug == "emplois-numeriques");
    }
}

fn count(pilot: &Client, path: &str, day: &str, value: f64) {
    let draft = pilot.post(path, &jobs(day, value)).expect(201);
    pilot.post(&format!("/v1/observations/{}/transitions", draft.at("/id")), &json!({"to": "approved"})).expect(201);
}

#[test]
fn a_course_is_held_against_the_path_and_led_on() {
    let app = App::start();
    let (pilot, anonymous) = (app.token("pilot"), app.anonymous());
    count(&pilot, JOBS, "2016-11-01", 11_000.0);
    count(&pilot, JOBS, "2018-11-01", 12_000.0);
    count(&pilot, JOBS, "2019-11-01", 12_900.0);
    let course = trajectory(&anonymous, "emplois-numeriques", "?model=linear&as_of=2019-12-31");
    assert_eq!((course.at("/start_on"), course.at("/end_on")), ("2014-11-01", "2024-11-01"));
    // Of a stock the last value, never the sum of all.
    assert_eq!((&course.body["total"]["value"], &course.body["total"]["count"]), (&json!(12_900), &json!(1)));
    // 1,826 of 3,653 days are gone.
    same(number(&course.body["actual"]["expected"]), 10_000.0 + 10_000.0 * 1826.0 / 3653.0);
    same(number(&course.body["actual"]["gap"]), 12_900.0 - number(&course.body["actual"]["expected"]));
    assert_eq!(course.at("/state"), "off_track");
    assert_eq!((course.at("/forecast/method"), &course.body["forecast"]["count"]), ("linear_regression", &json!(4)));
    let (low, value, high) = (
        number(&course.body["forecast"]["low"]),
        number(&course.body["forecast"]["value"]),
        number(&course.body["forecast"]["high"]),
    );
    assert!(low < value && value < high && value < 20_000.0, "{low} {value} {high}");

    // By the middle of the path all of the way has to be gone that the path has gone.
    let early = trajectory(&anonymous, "emplois-numeriques", "?as_of=2017-01-01");
    assert_eq!((early.body["observations"].as_array().unwrap().len(), early.at("/state")), (1, "off_track"));
    count(&pilot, JOBS, "2020-11-01", 15_300.0);
    assert_eq!(trajectory(&anonymous, "emplois-numeriques", "?as_of=2020-12-31").at("/state"), "on_track");
    count(&pilot, JOBS, "2021-11-01", 15_500.0);
    assert_eq!(trajectory(&anonymous, "emplois-numeriques", "?as_of=2021-12-31").at("/state"), "at_risk");
    count(&pilot, JOBS, "2024-12-31", 19_999.0);
    let over = trajectory(&anonymous, "emplois-numeriques", "");
    assert_eq!((over.at("/state"), over.body.get("forecast")), ("off_track", None));
    count(&pilot, JOBS, "2025-12-31", 20_000.0);
    assert_eq!(trajectory(&anonymous, "emplois-numeriques", "").at("/state"), "achieved");
}

#[test]
fn the_same_moment_is_answered_the_same_whatever_came_after() {
    let app = App::start();
    let (pilot, anonymous) = (app.token("pilot"), app.anonymous());
    count(&pilot, JOBS, "2016-11-01", 11_000.0);
    let first = trajectory(&anonymous, "emplois-numeriques", "?as_of=2018-01-01");
    let moment = format!("?as_of=2018-01-01&known_at={}", first.at("/known_at"));
    let asked = || {
        ["", "/trajectory", "/consistency"]
            .map(|rest| anonymous.get(&format!("/v1/objectives/emplois-numeriques{rest}{moment}")).expect(200).text)
    };
    let before = asked();
    // The figure is corrected, a later one comes, the baseline is taken away, and the indicator is defined otherwise.
    count(&pilot, JOBS, "2016-11-01", 11_900.0);
    count(&pilot, JOBS, "2017-11-01", 12_500.0);
    let objective = pilot.get("/v1/objectives/emplois-numeriques").expect(200);
    pilot.patch("/v1/objectives/emplois-numeriques", objective.etag(), &json!({"baseline": null})).expect(200);
    let indicator = pilot.get("/v1/indicators/emplois-numeriques").expect(200);
    pilot.patch("/v1/indicators/emplois-numeriques", indicator.etag(), &json!({"perimeter": {"fr": "Autre"}})).expect(200);
    assert_eq!(asked(), before);
    assert_eq!(trajectory(&anonymous, "emplois-numeriques", "?as_of=2018-01-01").at("/reason"), "no_baseline");

    // The facts of another day: nothing was promised before it was announced, and article B came later.
    anonymous.get("/v1/objectives/emplois-numeriques?as_of=2014-10-31").expect_problem(404, "not_found");
    assert_eq!(anonymous.get("/v1/objectives?as_of=2014-10-31").expect(200).items().len(), 0);
    let then = anonymous.get("/v1/objectives/pme-numeriques?as_of=2014-12-31").expect(200);
    let now = anonymous.get("/v1/objectives/pme-numeriques").expect(200);
    assert_eq!((then.body["targets"].as_array().unwrap().len(), now.body["targets"].as_array().unwrap().len()), (2, 3));
    // And nothing was known before the platform knew it.
    assert_eq!(anonymous.get("/v1/objectives?known_at=2014-12-31T00:00:00Z").expect(200).items().len(), 0);
    let refused = anonymous.get("/v1/objectives?known_at=2100-01-01T00:00:00Z").expect_problem(400, "invalid_parameter");
    assert_eq!((refused.at("/errors/0/parameter"), refused.at("/errors/0/code")), ("known_at", "out_of_range"));
}

fn consistency(client: &Client, slug: &str) -> Reply {
    client.get(&format!("/v1/objectives/{slug}/consistency")).expect(200)
}

#[test]
fn the_checker_finds_what_the_targets_of_the_smes_do_to_each_other() {
    let app = App::start();
    let anonymous = app.anonymous();
    let found = consistency(&anonymous, "pme-numeriques");
    assert_eq!(found.at("/status"), "contradictory");
    let codes: Vec<&str> = found.body["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["baseline_implied", "comparison_differs"]);
    let result = |finding: usize, step: usize| number(&found.body["findings"][finding]["arithmetic"][step]["result"]);
    same(result(0, 0), 4000.0 / 1.5);
    same(result(0, 1), growth(1.5, 6));
    same(result(1, 0), 2.0);
    same(result(1, 1), growth(2.0, 6));
    same(result(1, 2), 3000.0);
    for (language, words) in [
        ("fr", ["2\u{202f}667", "6,99\u{202f}%", "+100\u{202f}%", "12,25\u{202f}%", "3\u{202f}000"]),
        ("de", ["2.667", "6,99\u{a0}%", "+100\u{a0}%", "12,25\u{a0}%", "3.000"]),
        ("en", ["2,667", "6.99%", "+100%", "12.25%", "3,000"]),
    ] {
        let said: String = (0..2).map(|place| found.at(&format!("/findings/{place}/words/{language}")).to_owned()).collect();
        for word in words {
            assert!(said.contains(word), "{said:?} does not say {word:?}");
        }
    }
    assert!(found.at("/comparison/perimeter/fr").contains("autre périmètre"));
    let objective = anonymous.get("/v1/objectives/pme-numeriques").expect(200);
    assert!(objective.body.get("baseline").is_none() && objective.body["targets"][1]["value"] == 4000, "nothing is mended");
    for (slug, status) in [
        ("emplois-numeriques", "consistent"),
        ("startups-accelerees", "unverifiable"),
        ("entreprises-internationales", "unverifiable"),
    ] {
        assert_eq!(consistency(&anonymous, slug).at("/status"), status, "{slug}");
    }
}

#[test]
fn a_pilot_writes_down_a_promise_whose_words_stay() {
    let app = App::start();
    let pilot = app.token("pilot");
    let created = pilot.post("/v1/objectives", &promise("Emplois en Moselle")).expect(201);
    let path = created.header("location").unwrap().to_owned();
    assert_eq!((path.as_str(), &created.body["position"]), ("/v1/objectives/emplois-en-moselle", &json!(5)));
    let source = json!({"title": "Recensement", "publisher": "Essai"});
    let baseline = json!({"value": 800.5, "date": {"on": "2019-12-31"}, "words": {"fr": "800,5 emplois"}, "source": source});
    let changed = pilot.patch(&path, created.etag(), &json!({"baseline": baseline})).expect(200);
    assert_eq!(
        (&changed.body["baseline"]["value"], &changed.body["announcement"]),
        (&json!(800.5), &created.body["announcement"])
    );
    assert_eq!(app.anonymous().get(&path).expect(200).body["baseline"], changed.body["baseline"]);
    for member in ["announcement", "targets", "horizon_years"] {
        pilot.patch(&path, changed.etag(), &json!({(member): null})).expect_problem(422, "invalid_body");
    }
    let mut wrong = promise("Essai");
    wrong["indicator_id"] = json!("bonheur");
    assert_eq!(
        pilot.post("/v1/objectives", &wrong).expect_problem(422, "invalid_body").at("/errors/0/code"),
        "unknown_reference"
    );
    let mut wrong = promise("Essai");
    wrong["targets"][0]["value"] = json!(-100);
    assert_eq!(
        pilot.post("/v1/objectives", &wrong).expect_problem(422, "invalid_body").at("/errors/0/pointer"),
        "/targets/0/value"
    );
    app.token("moderator").post("/v1/objectives", &promise("Essai")).expect_problem(403, "forbidden");
}

#[test]
fn the_arithmetic_of_random_objectives_is_right_to_nine_places() {
    let app = App::start();
    let (pilot, anonymous) = (app.token("pilot"), app.anonymous());
    let source = json!({"title": "Essai", "publisher": "Essai"});
    let random = |low: f64, high: f64| -> f64 {
        app.sql_value(&format!("select ({low} + random() * ({high} - {low}))::text")).parse().unwrap()
    };
    for round in 0..4 {
        let (percent, years) = (random(-60.0, 400.0).round(), random(1.0, 12.0) as i32);
        let (from, counted) = ((random(50.0, 90_000.0) * 8.0).round() / 8.0, random(50.0, 90_000.0).round());
        let mut objective = promise(&format!("Hasard {round}"));
        let slug = format!("hasard-indicateur-{round}");
        pilot.post("/v1/indicators", &crate::fixtures::indicator(&slug)).expect(201);
        objective["indicator_id"] = json!(slug);
        objective["targets"][0]["value"] = json!(percent);
        objective["targets"][0]["horizon_years"] = json!(years);
        objective["baseline"] = json!({"value": from, "date": {"on": "2019-06-30"}, "words": {"fr": "x"}, "source": source});
        pilot.post("/v1/objectives", &objective).expect(201);
        count(&pilot, &format!("/v1/indicators/{slug}/observations"), "2020-07-01", counted);
        let end = format!("{}-01-01", 2020 + years);
        let days =
            |to: &str| -> f64 { app.sql_value(&format!("select (date '{to}' - date '2020-01-01')::text")).parse().unwrap() };
        let (gone, all) = (days("2020-07-01"), days(&end));
        let target = from + from / 100.0 * percent;
        for model in ["linear", "geometric"] {
            let course = trajectory(&anonymous, &format!("hasard-{round}"), &format!("?model={model}"));
            assert_eq!(course.at("/end_on"), end);
            same(number(&course.body["target"]), target);
            same(number(&course.body["required_yearly_growth"]), growth(1.0 + percent / 100.0, years));
            // So many parts of the way, each of them the same factor: as a power of two.
            let expected = match model {
                "linear" => from * (1.0 - gone / all) + target * gone / all,
                _ => from * ((target.log2() - from.log2()) * gone / all).exp2(),
            };
            same(number(&course.body["actual"]["expected"]), expected);
            same(number(&course.body["actual"]["gap"]), counted - expected);
            let years_gone = f64::from(years) * gone / all;
            same(number(&course.body["realised_yearly_growth"]), 10_f64.powf((counted / from).log10() / years_gone) - 1.0);
            // Two values lead on in a line, of their logarithms where the path is geometric.
            let ahead = match model {
                "linear" => from + (counted - from) * all / gone,
                _ => 10_f64.powf(from.log10() + (counted.log10() - from.log10()) * all / gone),
            };
            if ahead < 1e15 {
                same(number(&course.body["forecast"]["value"]) / ahead, 1.0);
                assert_eq!(course.at("/forecast/method"), "two_points");
            }
        }
    }
}
