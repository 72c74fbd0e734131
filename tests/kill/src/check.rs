//! Compares what the clients were told with the database and with what the API shows.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Mutex,
    thread,
};

use postgres::Client;

use crate::{
    clients::{CLIENTS, DEFINITE_WITHIN, Kind, Outcome, World, Write, read},
    database::said,
    http::{Answer, Call, Credentials, Failure, send},
    report::{Promise, Report},
    service::lock,
};

/// Everything that can be compared once the clients have come to an end.
pub fn all(world: &World, client: &mut Client, report: &Report) -> Result<(), String> {
    let writes = lock(&world.ledger).clone();
    definite(world, &writes, report);
    // Before anything is sent again: a write that was lost would be made up for by its repetition.
    effects(&writes, client, report)?;
    records(&writes, client, report)?;
    keys(&writes, client, report)?;
    replays(world, &writes, report);
    effects(&writes, client, report)?;
    shown(world, &writes, report);
    letters(world, client, report)
}

fn definite(world: &World, writes: &[Write], report: &Report) {
    for write in writes {
        if let Outcome::Pending | Outcome::Stuck(_) = &write.outcome {
            report.found(Promise::Definite, format!("{:?} {} never: {:?}", write.kind, write.marker, write.outcome));
        } else if write.definite_after > DEFINITE_WITHIN {
            report.found(Promise::Definite, format!("{:?} {} after {:?}", write.kind, write.marker, write.definite_after));
        }
    }
    for oddity in lock(&world.oddities).iter() {
        report.found(Promise::Lost, oddity.clone());
    }
}

/// Does this for all writes, with as many threads as there were clients.
fn in_parallel(writes: &[Write], each: impl Fn(&Write) + Sync) {
    let next = Mutex::new(writes.iter());
    thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                loop {
                    let write = lock(&next).next();
                    match write {
                        Some(write) => each(write),
                        None => break,
                    }
                }
            });
        }
    });
}

/// Every acknowledged write with a key, sent again: the same answer, byte for byte.
fn replays(world: &World, writes: &[Write], report: &Report) {
    let Ok(open) = world.door.find() else {
        return report.found(Promise::Replayed, "the service is not there".to_owned());
    };
    in_parallel(writes, |write| {
        let Outcome::Acknowledged(told) = &write.outcome else { return };
        if write.call.key.is_none() {
            return;
        }
        match send(open.port, &write.call) {
            Ok(again) if again.replayed && again.answer == *told => {}
            Ok(again) => report.found(
                Promise::Replayed,
                format!(
                    "{:?} {}: {} after {} (replayed: {})",
                    write.kind, write.marker, again.answer.status, told.status, again.replayed
                ),
            ),
            Err(Failure::Lost | Failure::NotSent) => {
                report.found(Promise::Replayed, format!("{:?} {}: no answer", write.kind, write.marker));
            }
        }
    });
}

/// How often something stands in the database, by the marker in it.
fn counts(client: &mut Client, query: &str) -> Result<HashMap<String, i64>, String> {
    let rows = client.query(query, &[]).map_err(said)?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, postgres::Error>>().map_err(said)
}

/// Each marker stands as often as its write happened: once or never.
fn effects(writes: &[Write], client: &mut Client, report: &Report) -> Result<(), String> {
    let marker = "substring(text from '[^ ]+$')";
    let from = |table: &str, column: &str| {
        format!("select {marker}, count(*) from (select {column} as text from {table}) t where text is not null group by 1")
    };
    let mut found: BTreeMap<Kind, HashMap<String, i64>> = BTreeMap::new();
    let requests = counts(client, &from("service_requests", "subject"))?;
    let messages = counts(client, &from("request_messages", "body"))?;
    let notes = counts(client, &from("request_events", "note"))?;
    found.insert(Kind::AnonymousRequest, requests.clone());
    found.insert(Kind::MemberRequest, requests);
    found.insert(Kind::Organization, counts(client, &from("organizations", "name"))?);
    found.insert(Kind::Message, messages.clone());
    found.insert(Kind::Answer, messages);
    found.insert(Kind::Confirm, notes.clone());
    found.insert(Kind::Cancel, notes);
    for write in writes {
        // A changed website is overwritten by the next change, a take leaves no words: their revisions are compared below.
        let Some(counts) = found.get(&write.kind) else { continue };
        let (is, told) = (counts.get(&write.marker).copied().unwrap_or(0), write.happened());
        let what = || format!("{:?} {} stands {is} times, told {}", write.kind, write.marker, short(&write.outcome));
        match is {
            0 if told => report.found(Promise::Lost, what()),
            1 if !told => report.found(Promise::Once, what()),
            2.. => report.found(Promise::Once, what()),
            _ => {}
        }
    }
    Ok(())
}

fn short(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Acknowledged(answer) => answer.status.to_string(),
        Outcome::Refused { status, code } => format!("{status} {code}"),
        Outcome::Seen { revision } => format!("revision {revision}"),
        Outcome::Pending => "nothing".to_owned(),
        Outcome::Stuck(last) => format!("nothing definite ({last})"),
    }
}

/// One audit row and one row of the change log for each acknowledged write, none without one, revisions in order.
fn records(writes: &[Write], client: &mut Client, report: &Report) -> Result<(), String> {
    let audited = counts(client, "select action || ' ' || subject_id || ' ' || revision, count(*) from audit_log group by 1")?;
    let changed = counts(client, "select record_id || ' ' || revision, count(*) from change_log group by 1")?;
    let per_action = counts(client, "select action, count(*) from audit_log where actor_kind <> 'system' group by 1")?;
    let mut happened: BTreeMap<&str, i64> = BTreeMap::new();
    let mut newest: BTreeMap<String, (i64, i64, String)> = BTreeMap::new();
    for write in writes {
        *happened.entry(write.kind.action()).or_default() += i64::from(write.happened());
        let (Some(target), Some(revision)) = (write.target(), write.revision()) else { continue };
        let (action, place) = (write.kind.action(), format!("{target} {revision}"));
        let in_audit = audited.get(&format!("{action} {place}")).copied().unwrap_or(0);
        let in_changes = changed.get(&place).copied().unwrap_or(0);
        if (in_audit, in_changes) != (1, 1) {
            report.found(
                Promise::Recorded,
                format!("{:?} {}: {in_audit} audit rows and {in_changes} change rows", write.kind, write.marker),
            );
        }
        if matches!(write.kind, Kind::Organization | Kind::Patch) {
            let entry = newest.entry(target).or_insert((0, 0, String::new()));
            entry.0 += 1;
            if revision > entry.1 {
                (entry.1, entry.2) = (revision, write.marker.clone());
            }
        }
    }
    for (action, told) in happened {
        let is = per_action.get(action).copied().unwrap_or(0);
        if is != told {
            report.found(Promise::Recorded, format!("{action}: {is} in the audit log, {told} acknowledged"));
        }
    }
    let organizations = "select id::text, revision, coalesce(website, name) from organizations where created_by is not null";
    for row in client.query(organizations, &[]).map_err(said)? {
        let (id, revision, text): (String, i64, String) =
            (row.try_get(0).map_err(said)?, row.try_get(1).map_err(said)?, row.try_get(2).map_err(said)?);
        if let Some((writes, told, marker)) = newest.get(&id)
            && (revision != *writes || revision != *told || !text.ends_with(marker.as_str()))
        {
            report.found(
                Promise::Lost,
                format!("organization {id}: revision {revision} after {writes} writes up to {told}, {text} instead of {marker}"),
            );
        }
    }
    Ok(())
}

/// Keys are kept with the answer that was given, and only those.
fn keys(writes: &[Write], client: &mut Client, report: &Report) -> Result<(), String> {
    let rows = client.query("select key, status::int4, location, etag, body from idempotency_keys", &[]).map_err(said)?;
    let mut kept: HashMap<String, Vec<Option<Answer>>> = HashMap::new();
    for row in &rows {
        let read = || -> Result<(String, Option<Answer>), postgres::Error> {
            let (status, body): (Option<i32>, Option<Vec<u8>>) = (row.try_get(1)?, row.try_get(4)?);
            let status = status.and_then(|status| u16::try_from(status).ok());
            let (location, etag) = (row.try_get(2)?, row.try_get(3)?);
            let answer = status.zip(body).map(|(status, body)| Answer { status, location, etag, body });
            Ok((row.try_get(0)?, answer))
        };
        let (key, answer) = read().map_err(said)?;
        kept.entry(key).or_default().push(answer);
    }
    for (key, answers) in &kept {
        if answers.iter().any(Option::is_none) {
            report.found(Promise::NotStuck, format!("{key} has no answer"));
        }
    }
    for write in writes {
        let Some(key) = &write.call.key else { continue };
        let kept = kept.get(key).map_or(&[][..], Vec::as_slice);
        let good = match &write.outcome {
            Outcome::Acknowledged(told) => matches!(kept, [Some(answer)] if answer == told),
            // A refusal is not kept: the caller mends the request and may use the key again.
            Outcome::Refused { .. } => kept.is_empty(),
            Outcome::Seen { .. } | Outcome::Pending | Outcome::Stuck(_) => true,
        };
        if !good {
            report.found(
                Promise::Kept,
                format!("{:?} {} told {}: {} rows", write.kind, write.marker, short(&write.outcome), kept.len()),
            );
        }
    }
    Ok(())
}

/// Whoever made a record reads it, with what was acknowledged last.
fn shown(world: &World, writes: &[Write], report: &Report) {
    let link = |id: &str| lock(&world.letters).links.get(id).cloned();
    in_parallel(writes, |write| {
        let Some(id) = write.target().filter(|_| write.happened()) else { return };
        let reader = match (write.kind, &write.call.credentials) {
            (Kind::AnonymousRequest, _) => match link(&id) {
                Some(token) => Credentials::Bearer(token),
                // Its letter is still under way, or its link was used and stands with the confirmation.
                None => return,
            },
            (_, credentials) => credentials.clone(),
        };
        let (path, wanted) = match write.kind {
            Kind::AnonymousRequest | Kind::MemberRequest => {
                (format!("/v1/service-requests/{id}"), format!("Essai {}", write.marker))
            }
            Kind::Organization => (format!("/v1/organizations/{id}"), format!("Essai {}", write.marker)),
            Kind::Message | Kind::Answer => {
                (format!("/v1/service-requests/{id}/messages?limit=100"), format!("Message {}", write.marker))
            }
            Kind::Confirm | Kind::Cancel => (format!("/v1/service-requests/{id}/events?limit=100"), write.marker.clone()),
            Kind::Take => (format!("/v1/service-requests/{id}/events?limit=100"), "assigned".to_owned()),
            Kind::Patch => return,
        };
        match read(&world.door, &Call::get(path.clone(), reader)) {
            Ok(answer) if answer.status == 200 && stands(&answer, &wanted) => {}
            Ok(answer) => {
                report.found(Promise::Shown, format!("{:?} {}: {path} answered {}", write.kind, write.marker, answer.status))
            }
            Err(error) => report.found(Promise::Shown, error),
        }
    });
}

fn stands(answer: &Answer, wanted: &str) -> bool {
    // Closed by the quote of its JSON string, so that one marker is not found in a longer one.
    String::from_utf8_lossy(&answer.body).contains(&format!("{wanted}\""))
}

/// What is marked as sent arrived; whatever arrived is about something that is there.
fn letters(world: &World, client: &mut Client, report: &Report) -> Result<(), String> {
    let sent: i64 = client
        .query_one("select count(*) from outbox where done_at is not null", &[])
        .and_then(|row| row.try_get(0))
        .map_err(said)?;
    let requests = counts(client, "select id::text, 1::int8 from service_requests")?;
    let letters = lock(&world.letters);
    if i64::try_from(letters.count).unwrap_or(i64::MAX) < sent {
        report.found(Promise::Letters, format!("{sent} letters are marked as sent, {} arrived", letters.count));
    }
    for request in letters.links.keys().filter(|request| !requests.contains_key(*request)) {
        report.found(Promise::Letters, format!("a letter arrived about {request}, which is not there"));
    }
    Ok(())
}
