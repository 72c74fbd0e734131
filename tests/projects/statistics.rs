use serde_json::{Value, json};

use super::{PROJECTS, december, keep, step};

const FIGURES: &str = "/v1/totems/metz/project-statistics";

#[test]
fn a_site_sees_how_many_are_at_each_stage_and_how_long_without_pauses() {
    let app = december();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let begun = |day: &str| keep(&member, &json!({"totem_id": "metz", "occurred_on": day})).0;
    // Ten days of an idea, of which a pause takes none.
    let first = begun("2026-01-01");
    step(&member, &first, "creation", "2026-01-11").expect(201);
    let second = begun("2026-02-01");
    step(&member, &second, "paused", "2026-02-06").expect(201);
    step(&member, &second, "resumed", "2026-05-01").expect(201);
    step(&member, &second, "creation", "2026-05-16").expect(201);
    // Back after forty days, given up after some more: that stay is not over.
    let third = begun("2026-03-01");
    step(&member, &third, "creation", "2026-04-10").expect(201);
    step(&member, &third, "idea", "2026-04-20").expect(201);
    step(&member, &third, "abandoned", "2026-05-20").expect(201);
    // Not of this site.
    keep(&member, &json!({"totem_id": "nancy", "occurred_on": "2026-01-01"}));
    let figures = |query: &str| agent.get(&format!("{FIGURES}?{query}")).expect(200).body["stages"].clone();
    let year = figures("occurred_on_gte=2026-01-01&occurred_on_lt=2027-01-01");
    let idea = json!({"stage": "idea", "active": 0, "paused": 0, "abandoned": 1, "entered": 3, "left": 3, "median_days": 20.0});
    let creation =
        json!({"stage": "creation", "active": 2, "paused": 0, "abandoned": 0, "entered": 3, "left": 1, "median_days": 10.0});
    assert_eq!((&year[1], &year[2]), (&idea, &creation));
    let stages: Vec<&Value> = year.as_array().unwrap().iter().map(|figures| &figures["stage"]).collect();
    assert_eq!(json!(stages), json!(["talent_detected", "idea", "creation", "growth", "international"]));
    assert_eq!(year[3], json!({"stage": "growth", "active": 0, "paused": 0, "abandoned": 0, "entered": 0, "left": 0}));
    // Each figure opens its projects.
    let days = "occurred_on_gte=2026-04-15&occurred_on_lt=2026-06-01";
    for period in ["occurred_on_gte=2026-01-01&occurred_on_lt=2027-01-01", days] {
        for figures in figures(period).as_array().unwrap() {
            let stage = figures["stage"].as_str().unwrap();
            for (figure, filters) in [
                ("active", format!("stage={stage}&status=active")),
                ("abandoned", format!("stage={stage}&status=abandoned")),
                ("entered", format!("entered_stage={stage}&{period}")),
                ("left", format!("left_stage={stage}&{period}")),
            ] {
                let list = agent.get(&format!("{PROJECTS}?totem_id=metz&{filters}")).expect(200);
                assert_eq!(figures[figure], json!(list.items().len()), "{filters}");
            }
        }
    }
    agent
        .get(&format!("{FIGURES}?occurred_on_gte=2026-01-01&occurred_on_lt=2026-01-01"))
        .expect_problem(400, "invalid_parameter");
    for stranger in [&member, &app.token("agent-nancy"), &app.token("admin")] {
        stranger.get(FIGURES).expect_problem(403, "forbidden");
    }
}
