//! Many at once: equal keys, and changes of the same revision.

use std::{
    sync::Barrier,
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    clients::{World, organization_body, read, request_body, website_body},
    database::said,
    http::{Answer, Call, Credentials, send},
    random::Random,
    report::{Promise, Report},
};

const EQUAL_KEYS: usize = 50;
const EQUAL_TAGS: usize = 200;
/// Who cannot be answered because of another one with the same key is told so by then.
const TOLD_WITHIN: Duration = Duration::from_secs(2);
/// The first one takes longer than that, and less than the service's `statement_timeout` of 3 s: it succeeds.
const SLOWLY: &str = "create function slowly() returns trigger language plpgsql as
        'begin perform pg_sleep(2.5); return new; end';
    create trigger slowly before insert on request_events for each row execute function slowly()";
const NO_LONGER: &str = "drop trigger slowly on request_events; drop function slowly()";

struct Reply {
    answer: Option<Answer>,
    took: Duration,
}

/// Sends all calls at the same moment.
fn at_once(port: u16, calls: &[Call]) -> Vec<Reply> {
    let barrier = Barrier::new(calls.len());
    let one = |call: &Call| {
        barrier.wait();
        let began = Instant::now();
        let answer = send(port, call).ok().map(|response| response.answer);
        Reply { answer, took: began.elapsed() }
    };
    thread::scope(|scope| {
        let running: Vec<_> = calls.iter().map(|call| scope.spawn(|| one(call))).collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).collect()
    })
}

/// The D-03 family: the same request, 50 times.
pub fn equal_keys(world: &World, client: &mut postgres::Client, random: &mut Random, report: &Report) -> Result<(), String> {
    let member = world.people.members.first().cloned().unwrap_or(Credentials::None);
    let kinds = [
        ("/v1/service-requests", Credentials::None, true),
        ("/v1/service-requests", member.clone(), false),
        ("/v1/organizations", member.clone(), false),
    ];
    for (number, (path, credentials, anonymous)) in kinds.into_iter().cycle().take(6).enumerate() {
        let marker = format!("{}-equal-{number}", world.run);
        let body = if path.ends_with("organizations") { organization_body(&marker) } else { request_body(&marker, anonymous) };
        let call = Call::post(path, credentials, Some(random.key()), body);
        let replies = at_once(world.door.find()?.port, &vec![call.clone(); EQUAL_KEYS]);
        judge(world, client, Promise::EqualKeys, &call, &marker, &replies, report)?;
    }
    lost_backend(world, client, random, report, &member)?;
    slow_first(world, client, random, report, &member)
}

/// The first one is stopped in the middle of its transaction and its backend terminated.
fn lost_backend(
    world: &World,
    client: &mut postgres::Client,
    random: &mut Random,
    report: &Report,
    member: &Credentials,
) -> Result<(), String> {
    let marker = format!("{}-terminated", world.run);
    let call = Call::post("/v1/service-requests", member.clone(), Some(random.key()), request_body(&marker, false));
    let port = world.door.find()?.port;
    let (replies, terminated) = thread::scope(|scope| -> Result<_, String> {
        let mut hold = client.transaction().map_err(said)?;
        hold.batch_execute("lock table request_events in share mode").map_err(said)?;
        let storm = scope.spawn(|| at_once(port, &vec![call.clone(); EQUAL_KEYS]));
        let ended = match wait_for_first(&mut hold)? {
            Some(victim) => hold.query_one("select pg_terminate_backend($1)", &[&victim]).and_then(|row| row.try_get(0)),
            None => Ok(false),
        };
        let ended: bool = ended.map_err(said)?;
        hold.commit().map_err(said)?;
        let replies = storm.join().map_err(|_| "the storm panicked".to_owned())?;
        Ok((replies, ended))
    })?;
    if !terminated {
        report.found(Promise::EqualKeysAndLostBackend, "no request waited for another one with the same key".to_owned());
    }
    judge(world, client, Promise::EqualKeysAndLostBackend, &call, &marker, &replies, report)
}

/// The first one is under way for a while.
fn slow_first(
    world: &World,
    client: &mut postgres::Client,
    random: &mut Random,
    report: &Report,
    member: &Credentials,
) -> Result<(), String> {
    let marker = format!("{}-slow", world.run);
    let call = Call::post("/v1/service-requests", member.clone(), Some(random.key()), request_body(&marker, false));
    let port = world.door.find()?.port;
    client.batch_execute(SLOWLY).map_err(said)?;
    let replies = at_once(port, &vec![call.clone(); EQUAL_KEYS]);
    client.batch_execute(NO_LONGER).map_err(said)?;
    judge(world, client, Promise::EqualKeysAndSlowFirst, &call, &marker, &replies, report)
}

/// Waits until one backend waits for the table held and another one for its transaction; returns the first one.
fn wait_for_first(hold: &mut postgres::Transaction<'_>) -> Result<Option<i32>, String> {
    // By then the service's own `lock_timeout` has ended whatever waits.
    let deadline = Instant::now() + TOLD_WITHIN;
    while Instant::now() < deadline {
        let waiting =
            "select w.pid, (select count(*) from pg_locks o where not o.granted and pg_blocking_pids(o.pid) @> array[w.pid])
            from pg_locks w where w.locktype = 'relation' and not w.granted limit 1";
        if let Some(row) = hold.query_opt(waiting, &[]).map_err(said)? {
            let (pid, others): (i32, i64) = (row.try_get(0).map_err(said)?, row.try_get(1).map_err(said)?);
            if others > 0 {
                return Ok(Some(pid));
            }
        }
        // PostgreSQL does not say when a lock is waited for; this is only how often it is asked.
        thread::sleep(Duration::from_millis(2));
    }
    Ok(None)
}

/// One effect; good answers equal; nobody else told anything but that the first one is under way, in time; whoever
/// does not know yet asks again and gets the same.
fn judge(
    world: &World,
    client: &mut postgres::Client,
    promise: Promise,
    call: &Call,
    marker: &str,
    replies: &[Reply],
    report: &Report,
) -> Result<(), String> {
    let mut good: Vec<Answer> = vec![];
    let mut slowest = Duration::ZERO;
    for Reply { answer, took } in replies {
        match answer {
            Some(answer) if answer.is_good() => good.push(answer.clone()),
            Some(answer) if answer.status == 409 && answer.code() == "idempotency_in_progress" => slowest = slowest.max(*took),
            // The one whose backend is gone, and nobody else, may not know.
            Some(answer) if answer.status >= 500 && promise == Promise::EqualKeysAndLostBackend => {}
            Some(answer) => {
                report.found(promise, format!("{marker}: answered {} {} after {took:?}", answer.status, answer.code()))
            }
            None => report.found(promise, format!("{marker}: no answer after {took:?}")),
        }
    }
    let unknown = replies.iter().filter(|reply| reply.answer.as_ref().is_none_or(|answer| answer.status >= 500)).count();
    if unknown > usize::from(promise == Promise::EqualKeysAndLostBackend) {
        report.found(promise, format!("{marker}: {unknown} answers say neither yes nor no"));
    }
    if slowest > TOLD_WITHIN {
        report.found(promise, format!("{marker}: told only after {slowest:?} that another one is under way"));
    }
    match send(world.door.find()?.port, call) {
        Ok(again) => good.push(again.answer),
        Err(failure) => report.found(promise, format!("{marker}: asked again: {failure:?}")),
    }
    if good.iter().any(|answer| Some(answer) != good.first() || !answer.is_good()) {
        report.found(promise, format!("{marker}: the answers differ"));
    }
    let count = "select (select count(*) from service_requests where subject = $1) + (select count(*) from organizations where name = $1)";
    let effects: i64 = client.query_one(count, &[&format!("Essai {marker}")]).and_then(|row| row.try_get(0)).map_err(said)?;
    if effects != 1 {
        report.found(promise, format!("{marker}: {effects} effects"));
    }
    Ok(())
}

/// D-13: 200 changes that all read the same revision.
pub fn equal_tags(world: &World, random: &mut Random, report: &Report) -> Result<(), String> {
    let found = |what: String| report.found(Promise::EqualTags, what);
    let member = world.people.members.first().cloned().unwrap_or(Credentials::None);
    let marker = format!("{}-tags", world.run);
    let create = Call::post("/v1/organizations", member.clone(), Some(random.key()), organization_body(&marker));
    let port = world.door.find()?.port;
    let created = send(port, &create).map_err(|_| "no organization to change".to_owned())?.answer;
    let (body, Some(etag)) = (created.json(), created.etag) else {
        found(format!("no organization to change: {}", created.status));
        return Ok(());
    };
    let path = format!("/v1/organizations/{}", body["id"].as_str().unwrap_or_default());
    let change = |number: usize| Call::patch(path.clone(), member.clone(), &etag, website_body(&format!("{marker}-{number}")));
    let calls: Vec<Call> = (0..EQUAL_TAGS).map(change).collect();
    let replies = at_once(port, &calls);
    let status = |reply: &Reply| reply.answer.as_ref().map_or(0, |answer| answer.status);
    let (done, refused) = (
        replies.iter().filter(|reply| status(reply) == 200).count(),
        replies.iter().filter(|reply| status(reply) == 412).count(),
    );
    if (done, refused) != (1, EQUAL_TAGS - 1) {
        let mut all: Vec<u16> = replies.iter().map(status).collect();
        all.sort_unstable();
        all.dedup();
        found(format!("{done} × 200 and {refused} × 412, statuses {all:?}"));
    }
    let winner = replies.iter().zip(&calls).find(|(reply, _)| status(reply) == 200).and_then(|(_, call)| call.body.clone());
    let now = read(&world.door, &Call::get(path, member))?.json();
    let wanted = winner.map(|body| body["website"].clone()).unwrap_or(Value::Null);
    if now["website"] != wanted || now["revision"] != 2 {
        found(format!("revision {} has {} instead of {wanted}", now["revision"], now["website"]));
    }
    Ok(())
}
