//! What happens to requests by the passing of time: a draft that nobody confirms expires, and is told so by nothing but
//! its state, for its address was never confirmed; what whoever asked leaves alone ends, as the letter before announced,
//! and a letter says so; what ended long ago is forgotten.

use chrono::{Duration, Months};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use super::{
    model::{Party, STAYS_ANSWERED, Status, WAITS},
    queries,
    transitions::{advance, to_requester},
};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Origin, Tx, sql},
    error::ErrorCode,
    http::{Answer, Problem},
    ids::RequestId,
    notifications::Occasion,
    state::State,
};

/// A request that ended is kept for so long, one that was never confirmed for so long.
const KEPT: Months = Months::new(24);
const KEPT_UNCONFIRMED: Duration = Duration::days(30);

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = SqlUuid)]
    id: RequestId,
}

/// Expires drafts whose time to confirm has passed, each in a write of its own. Says how many.
pub async fn expire_drafts(state: &State) -> Result<usize, Problem> {
    let now = state.clock.now();
    let due = sql("select id from service_requests where status = 'draft' and confirm_before <= ")
        .bind::<Timestamptz, _>(now)
        .push(" order by confirm_before limit 100");
    let due: Vec<Due> = state.db.read_everything(async |connection| due.load(connection).await).await?;
    let count = due.len();
    let expired = Status::Draft.apply(Party::System, Status::Expired)?.name();
    for Due { id } in due {
        let expire = async move |tx: &mut Tx| {
            #[derive(QueryableByName)]
            struct Revision {
                #[diesel(sql_type = BigInt)]
                revision: i64,
            }
            let changed: Vec<Revision> = sql("with expired as (update service_requests set status = ")
                .bind::<Text, _>(expired)
                .push(" where status = 'draft' and id = ")
                .bind::<SqlUuid, _>(id)
                .push(" returning id, revision), step as (insert into request_events (id, request_id, at, actor_kind, from_status, to_status) select ")
                .bind::<SqlUuid, _>(crate::ids::EventId::new())
                .push(", id, ")
                .bind::<Timestamptz, _>(now)
                .push(", 'system', 'draft', ")
                .bind::<Text, _>(expired)
                .push(" from expired) select revision from expired")
                .load(tx)
                .await?;
            // Confirmed in the meantime: nothing to do, and the write is undone.
            let revision = changed.into_iter().next().ok_or(ErrorCode::NotFound)?.revision;
            Ok(Emitted::new(Event::new("service_request.expired", Kind::ServiceRequest, id.0, revision), Answer::no_content()))
        };
        if let Err(problem) = state.db.write(Origin::system("expire drafts"), &[], expire).await {
            log::info!("a draft did not expire: {problem}");
        }
    }
    Ok(count)
}

/// Ends what nobody has replied to for as long as was announced, each in a write of its own.
pub async fn end_unanswered(state: &State) -> Result<(), Problem> {
    let now = state.clock.now();
    let due = sql("select id from service_requests where (status = 'waiting_requester' and waiting_since <= ")
        .bind::<Timestamptz, _>(now - WAITS)
        .push(") or (status = 'answered' and answered_at <= ")
        .bind::<Timestamptz, _>(now - STAYS_ANSWERED)
        .push(") limit 100");
    let due: Vec<Due> = state.db.read_everything(async |connection| due.load(connection).await).await?;
    for Due { id } in due {
        let end = async move |tx: &mut Tx| {
            let mut found = queries::lock_for_service(tx, id).await?.ok_or(ErrorCode::NotFound)?;
            // Replied to in the meantime: nothing to do, and the write is undone.
            found.request.ends_at.filter(|at| *at <= now).ok_or(ErrorCode::NotFound)?;
            let (to, occasion) = match found.request.status {
                Status::Answered => (Status::Closed, Occasion::Closed),
                _ => (Status::Expired, Occasion::Expired),
            };
            advance(tx, &Actor::Anonymous, &mut found, Party::System, to, None, None, now).await?;
            let ended = queries::lock_for_service(tx, id).await?.ok_or(ErrorCode::NotFound)?.request;
            let letter = to_requester(tx, &ended, occasion, None, now).await?;
            let event = Event::new("service_request.ended", Kind::ServiceRequest, id.0, ended.revision);
            Ok(Emitted::new(event, Answer::no_content()).mail(vec![letter]))
        };
        if let Err(problem) = state.db.write(Origin::system("end requests"), &[], end).await {
            log::info!("a request did not end: {problem}");
        }
    }
    Ok(())
}

/// Deletes what ended long ago with all that belongs to it, each in a write of its own; what must be kept stays.
pub async fn forget_ended(state: &State) -> Result<(), Problem> {
    let now = state.clock.now();
    let due = sql(
        "select id from service_requests where ((status in ('answered', 'closed', 'rejected', 'cancelled', 'expired') and updated_at < ",
    )
    .bind::<Timestamptz, _>(now - KEPT)
    .push(") or (status = 'expired' and submitted_at is null and updated_at < ")
    .bind::<Timestamptz, _>(now - KEPT_UNCONFIRMED)
    .push(")) and not exists (select from legal_holds h where h.request_id = service_requests.id) limit 100");
    let due: Vec<Due> = state.db.read_everything(async |connection| due.load(connection).await).await?;
    for Due { id } in due {
        let forget = async move |tx: &mut Tx| {
            #[derive(QueryableByName)]
            struct Revision {
                #[diesel(sql_type = BigInt)]
                revision: i64,
            }
            let gone = sql("delete from service_requests where id = ").bind::<SqlUuid, _>(id).push(" returning revision");
            let gone: Revision = gone.get_result(tx).await?;
            let event = Event::new("service_request.forgotten", Kind::ServiceRequest, id.0, gone.revision).gone();
            Ok(Emitted::new(event, Answer::no_content()))
        };
        if let Err(problem) = state.db.write(Origin::system("forget requests"), &[], forget).await {
            log::info!("a request was not forgotten: {problem}");
        }
    }
    Ok(())
}
