//! Faults that an idempotent write might have, so that the kill test can show that it finds them. Compiled in with the
//! feature `planted-faults` only; `LORNTECH_PLANTED_FAULT` says which one is made.

use super::*;

#[cfg(not(debug_assertions))]
compile_error!("planted faults are for the kill test: a release build must not know them");

/// Between the two commits of a fault there is at least the way to the database and back. Here that is too short to be
/// hit by a few kills at random times, so it takes as long as to a database that is far away.
const WAY: Duration = Duration::from_millis(20);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The key is stored in a second transaction, after the effect.
    KeyAfterEffect,
    /// The key is taken in a first transaction, before the effect.
    KeyBeforeEffect,
    /// The key says that the effect is done, just before it is.
    KeyBeforeCommit,
    /// One transaction, but the key is looked for instead of taken.
    CheckThenInsert,
    /// What webhooks are told is written after the effect is committed.
    EnqueueAfterCommit,
}

pub fn fault() -> Option<Fault> {
    match std::env::var("LORNTECH_PLANTED_FAULT").ok()?.as_str() {
        "key_after_effect" => Some(Fault::KeyAfterEffect),
        "key_before_effect" => Some(Fault::KeyBeforeEffect),
        "key_before_commit" => Some(Fault::KeyBeforeCommit),
        "check_then_insert" => Some(Fault::CheckThenInsert),
        "enqueue_after_commit" => Some(Fault::EnqueueAfterCommit),
        _ => None,
    }
}

/// What `persist` does, with the fault in it. A connection that is not settled is closed, which rolls back.
pub async fn persist<F>(
    fault: Fault,
    pool: &Pool<AsyncPgConnection>,
    origin: &Origin,
    key: &Key,
    effect: &F,
) -> Result<Answer, Problem>
where
    F: AsyncFn(&mut Tx) -> Result<Emitted, Problem>,
{
    let mut tx = Tx::take(pool).await?;
    if fault == Fault::EnqueueAfterCommit {
        return enqueue_after_commit(tx, origin, key, effect).await;
    }
    let before = if fault == Fault::KeyBeforeEffect {
        apart(&mut tx, origin, async |tx| claim(tx, key).await).await?
    } else {
        apart(&mut tx, origin, async |tx| recall(tx, key).await).await?
    };
    if let Some(answer) = before {
        tx.lease.settle();
        return Ok(answer);
    }
    if matches!(fault, Fault::KeyAfterEffect | Fault::KeyBeforeEffect) {
        let outcome = attempt_once(&mut tx, origin, None, effect).await;
        actix_web::rt::time::sleep(WAY).await;
        match &outcome {
            Ok(answer) => apart(&mut tx, origin, async |tx| remember(tx, key, answer).await).await?,
            Err(_) => apart(&mut tx, origin, async |tx| forget(tx, key).await).await?,
        }
        return outcome;
    }
    tx.begin = Some(origin.sight.begin(true));
    let emitted = effect(&mut tx).await?;
    record(&mut tx, origin, None, &emitted).await?;
    if fault == Fault::KeyBeforeCommit {
        let mut other = Tx::take(pool).await?;
        apart(&mut other, origin, async |tx| remember(tx, key, &emitted.answer).await).await?;
        other.lease.settle();
        actix_web::rt::time::sleep(WAY).await;
    } else {
        remember(&mut tx, key, &emitted.answer).await?;
    }
    tx.end("COMMIT").await?;
    tx.lease.settle();
    Ok(emitted.answer)
}

/// The events are taken out of the transaction just before it ends, and written again when it stands.
async fn enqueue_after_commit<F>(mut tx: Tx, origin: &Origin, key: &Key, effect: &F) -> Result<Answer, Problem>
where
    F: AsyncFn(&mut Tx) -> Result<Emitted, Problem>,
{
    tx.begin = Some(origin.sight.begin(true));
    let replayed = claim(&mut tx, key).await?;
    if let Some(answer) = replayed {
        tx.end("ROLLBACK").await?;
        tx.lease.settle();
        return Ok(answer);
    }
    let emitted = effect(&mut tx).await?;
    record(&mut tx, origin, Some(key), &emitted).await?;
    sql("select set_config('lorntech.role', 'service', true)").execute(&mut tx).await?;
    let events: Vec<Told> = sql(
        "delete from webhook_events where xmin = pg_current_xact_id()::xid returning type as of_type, kind, record_id, revision",
    )
    .load(&mut tx)
    .await?;
    tx.end("COMMIT").await?;
    actix_web::rt::time::sleep(WAY).await;
    for Told { of_type, kind, record_id, revision } in events {
        let insert = sql("insert into webhook_events (type, kind, record_id, revision) values (")
            .bind::<Text, _>(of_type)
            .push(", ")
            .bind::<Text, _>(kind)
            .push(", ")
            .bind::<SqlUuid, _>(record_id)
            .push(", ")
            .bind::<BigInt, _>(revision)
            .push(")");
        apart(&mut tx, origin, async |tx| Ok(insert.execute(tx).await?)).await?;
    }
    tx.lease.settle();
    Ok(emitted.answer)
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = Text)]
    of_type: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = SqlUuid)]
    record_id: Uuid,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

/// In a transaction of its own.
async fn apart<T>(tx: &mut Tx, origin: &Origin, work: impl AsyncFnOnce(&mut Tx) -> Result<T, Problem>) -> Result<T, Problem> {
    tx.begin = Some(origin.sight.begin(true));
    let done = work(tx).await?;
    tx.end("COMMIT").await?;
    Ok(done)
}

#[derive(QueryableByName)]
struct Stored {
    #[diesel(sql_type = SmallInt)]
    status: i16,
    #[diesel(sql_type = Nullable<Text>)]
    location: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    etag: Option<String>,
    #[diesel(sql_type = Binary)]
    body: Vec<u8>,
}

async fn recall(tx: &mut Tx, key: &Key) -> Result<Option<Answer>, Problem> {
    let rows: Vec<Stored> = sql("select status, location, etag, body from idempotency_keys where scope = ")
        .bind::<Text, _>(key.scope.clone())
        .push(" and key = ")
        .bind::<Text, _>(key.key.clone())
        .load(tx)
        .await?;
    let answer = |Stored { status, location, etag, body }| Answer::stored(status as u16, location, etag, body);
    Ok(rows.into_iter().next().map(answer))
}

async fn remember(tx: &mut Tx, key: &Key, answer: &Answer) -> Result<(), Problem> {
    sql("insert into idempotency_keys as k (scope, key, attempt, fingerprint, status, location, etag, body) values (")
        .bind::<Text, _>(key.scope.clone())
        .push(", ")
        .bind::<Text, _>(key.key.clone())
        .push(", ")
        .bind::<SqlUuid, _>(clock::new_id())
        .push(", ")
        .bind::<Binary, _>(key.fingerprint.to_vec())
        .push(", ")
        .bind::<SmallInt, _>(answer.status as i16)
        .push(", ")
        .bind::<Nullable<Text>, _>(answer.location.clone())
        .push(", ")
        .bind::<Nullable<Text>, _>(answer.etag.clone())
        .push(", ")
        .bind::<Binary, _>(answer.body.to_vec())
        .push(
            ") on conflict on constraint idempotency_keys_key do update set status = excluded.status, \
              location = excluded.location, etag = excluded.etag, body = excluded.body",
        )
        .execute(tx)
        .await?;
    Ok(())
}

async fn forget(tx: &mut Tx, key: &Key) -> Result<(), Problem> {
    sql("delete from idempotency_keys where scope = ")
        .bind::<Text, _>(key.scope.clone())
        .push(" and key = ")
        .bind::<Text, _>(key.key.clone())
        .execute(tx)
        .await?;
    Ok(())
}
