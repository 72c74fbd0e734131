//! D-14: 500 want the same hours of a space that has ten units, while the service is killed.

use std::{collections::BTreeMap, thread, time::Duration};

use serde_json::json;

use crate::{
    clients::{Outcome, World, insist},
    database::said,
    http::Call,
    random::Random,
    report::{Promise, Report},
    service::Service,
};

const WANTED: usize = 500;
const UNITS: usize = 10;
const SPACE: &str = "insert into spaces (id, totem_id, slug, kind, name, units, price, opening_hours, rules)
    select gen_random_uuid(), id, 'essai', 'desk', '{\"fr\": \"Essai\"}', 10, '{\"basis\": \"free\"}',
        (select jsonb_agg(jsonb_build_object('weekday', d, 'opens', '00:00', 'closes', '24:00')) from unnest(array['monday',
            'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']) d),
        '{\"shortest_minutes\": 15, \"longest_minutes\": 600, \"notice_minutes\": 0, \"horizon_days\": 730, \"cancel_minutes\": 0,
          \"late_cancellation\": \"ask_site\", \"open_on_holidays\": true}'
    from totems where slug = 'metz'
    returning id::text, to_char(date_trunc('day', now() at time zone 'UTC') + interval '30 days', 'YYYY-MM-DD')";

/// They come all at once, and each asks until it knows; meanwhile the service dies so often and comes back.
pub fn fill(
    world: &World,
    service: &mut Service,
    client: &mut postgres::Client,
    random: &mut Random,
    kills: usize,
    report: &Report,
) -> Result<(), String> {
    let row = client.query_one(SPACE, &[]).map_err(said)?;
    let (space, day): (String, String) = (row.try_get(0).map_err(said)?, row.try_get(1).map_err(said)?);
    let body = json!({"space_id": space, "starts_at": format!("{day}T09:00:00Z"), "ends_at": format!("{day}T11:00:00Z")});
    let members = world.people.members.iter().cloned().cycle();
    let calls: Vec<Call> =
        members.take(WANTED).map(|member| Call::post("/v1/bookings", member, Some(random.key()), body.clone())).collect();
    let outcomes = thread::scope(|scope| -> Result<Vec<Outcome>, String> {
        let running: Vec<_> = calls.into_iter().map(|call| scope.spawn(|| insist(&world.door, call))).collect();
        for _ in 0..kills {
            thread::sleep(random.between(Duration::from_millis(20), Duration::from_millis(200)));
            service.kill()?;
            service.start()?;
        }
        Ok(running.into_iter().filter_map(|one| one.join().ok()).collect())
    })?;
    judge(client, &space, &outcomes, report)
}

fn judge(client: &mut postgres::Client, space: &str, outcomes: &[Outcome], report: &Report) -> Result<(), String> {
    let found = |what: String| report.found(Promise::Seats, what);
    let mut confirmed = vec![];
    for outcome in outcomes {
        match outcome {
            Outcome::Acknowledged(answer) => confirmed.push(answer.json()["id"].as_str().unwrap_or_default().to_owned()),
            Outcome::Refused { status: 409, code } if code == "space_taken" => {}
            other => found(format!("neither booked nor told that all is taken: {other:?}")),
        }
    }
    let rows = client
        .query("select id::text, unit from bookings where status = 'confirmed' and space_id::text = $1", &[&space])
        .map_err(said)?;
    let mut held: BTreeMap<String, i32> = BTreeMap::new();
    for row in &rows {
        held.insert(row.try_get(0).map_err(said)?, row.try_get(1).map_err(said)?);
    }
    let mut units: Vec<i32> = held.values().copied().collect();
    units.sort_unstable();
    if units != (1..=UNITS as i32).collect::<Vec<_>>() {
        found(format!("held are the units {units:?}"));
    }
    for lost in confirmed.iter().filter(|id| !held.contains_key(*id)) {
        found(format!("{lost} was confirmed and is not there"));
    }
    if (outcomes.len(), confirmed.len()) != (WANTED, UNITS) {
        found(format!("{} answered, {} confirmed", outcomes.len(), confirmed.len()));
    }
    Ok(())
}
