use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{CHANGES, apply, partner, publish, read, step};
use crate::harness::{App, Client, Reply};

struct Snapshot {
    meta: Value,
    items: Vec<Value>,
}

/// A snapshot that is whole by its own last line.
#[track_caller]
fn snapshot(client: &Client) -> Snapshot {
    let reply = client.get("/v1/sync/snapshot/organization").expect(200);
    assert_eq!(reply.header("content-type"), Some("application/x-ndjson"));
    let body = reply.text.trim_end_matches('\n');
    let (before, last) = body.split_at(body.rfind('\n').unwrap() + 1);
    let last: Value = serde_json::from_str(last).unwrap();
    let sum: String = Sha256::digest(before.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let mut lines = before.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let meta = lines.next().unwrap();
    let items: Vec<Value> = lines.collect();
    assert_eq!(last, json!({"end": true, "count": items.len(), "sha256": sum}));
    Snapshot { meta, items }
}

fn digest(copy: &BTreeMap<String, Value>, holds: impl Fn(&str) -> bool) -> String {
    let mut sum = [0; 32];
    for (id, record) in copy.iter().filter(|(id, _)| holds(id)) {
        let one = Sha256::digest(format!("{id}:{}", record["revision"]).as_bytes());
        sum.iter_mut().zip(one).for_each(|(sum, byte)| *sum ^= byte);
    }
    sum.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn state(client: &Client) -> Reply {
    client.get("/v1/sync/state").expect(200)
}

#[test]
fn a_snapshot_and_what_changed_since_are_the_full_read_and_the_database() {
    let app = App::start();
    let (partner, moderator) = (partner(&app, None), app.token("moderator"));
    let [gone, changed] = ["Un", "Deux"].map(|name| publish(&app, name));
    let Snapshot { meta, items } = snapshot(&partner);
    assert_eq!(
        (&meta["kind"], meta["position"].to_string()),
        (&json!("organization"), app.sql_value("select position from feed_head"))
    );
    let mut copy = BTreeMap::new();
    apply(&mut copy, &items);
    let (full, last) = read(&app, &partner, &format!("{CHANGES}&limit=1000"));
    assert_eq!(full, items);
    assert_eq!(last.body["epoch"], meta["epoch"]);
    let at_position = state(&partner);
    assert_eq!(at_position.body["position"], meta["position"]);

    step(&app, &gone, &json!({"to": "suspended", "reason": "inaccurate"}));
    let etag = moderator.get(&format!("/v1/organizations/{changed}")).expect(200);
    moderator.patch(&format!("/v1/organizations/{changed}"), etag.etag(), &json!({"name": "Deux bis"})).expect(200);
    publish(&app, "Trois");
    let since = format!("{CHANGES}&after={}&epoch={}", meta["position"], meta["epoch"].as_str().unwrap());
    let (items, _) = read(&app, &partner, &since);
    assert_eq!(items.len(), 3);
    apply(&mut copy, &items);
    let (full, _) = read(&app, &partner, &format!("{CHANGES}&limit=1000"));
    let mut whole = BTreeMap::new();
    apply(&mut whole, &full);
    assert_eq!(copy, whole);
    for row in app.sql("select id, revision, name from organizations where status = 'published'") {
        let [id, revision, name] = <[_; 3]>::try_from(row).unwrap().map(Option::unwrap);
        let record = &copy[&id];
        assert_eq!((record["revision"].to_string(), record["data"]["name"].as_str()), (revision, Some(name.as_str())));
    }
}

#[test]
fn the_digests_are_those_of_the_copy_and_show_the_bucket_that_drifted() {
    let app = App::start();
    let partner = partner(&app, None);
    let mut copy = BTreeMap::new();
    apply(&mut copy, &read(&app, &partner, &format!("{CHANGES}&limit=1000")).0);
    let reply = state(&partner);
    let kind = &reply.body["kinds"][0];
    assert_eq!((&kind["kind"], kind["count"].as_u64()), (&json!("organization"), Some(copy.len() as u64)));
    assert_eq!(kind["digest"], json!(digest(&copy, |_| true)));
    let drifted = |reply: &Reply, copy: &BTreeMap<String, Value>| -> Vec<String> {
        let buckets = reply.body["kinds"][0]["buckets"].as_array().unwrap().clone();
        let differs = |bucket: &&Value| {
            let end = bucket["bucket"].as_str().unwrap();
            let count = copy.keys().filter(|id| id.ends_with(end)).count() as u64;
            bucket["digest"] != json!(digest(copy, |id| id.ends_with(end))) || bucket["count"].as_u64() != Some(count)
        };
        buckets.iter().filter(differs).map(|bucket| bucket["bucket"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(drifted(&reply, &copy), [""; 0]);
    let id = publish(&app, "Ailleurs");
    assert_eq!(drifted(&state(&partner), &copy), [id[34..].to_owned()]);
}
