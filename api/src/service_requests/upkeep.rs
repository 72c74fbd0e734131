//! What happens to requests by the passing of time: whoever is to do something is reminded of it; a draft that nobody
//! confirms expires, and is told so by nothing but its state, for its address was never confirmed; what whoever asked
//! leaves alone ends, as the letter before announced, and a letter says so; what ended long ago is forgotten.

use chrono::{DateTime, Duration, Months, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use super::{
    dates::Reminder,
    model::{Party, Status},
    queries::{self, Found},
    transitions::{advance, to_requester},
};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Mail, Origin, Tx, sql},
    error::ErrorCode,
    http::{Answer, Problem},
    ids::RequestId,
    notifications::{Letter, Occasion},
    privacy::anonymise,
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

/// Looks at the requests whose time has come, each in a write of its own: ends what whoever asked has neither confirmed
/// nor replied to in time, and reminds whoever is to do something of the others.
pub async fn look_after(state: &State) -> Result<(), Problem> {
    let now = state.clock.now();
    let due =
        sql("select id from service_requests where look_at <= ").bind::<Timestamptz, _>(now).push(" order by look_at limit 100");
    let due: Vec<Due> = state.db.read_everything(async |connection| due.load(connection).await).await?;
    for Due { id } in due {
        let look = async move |tx: &mut Tx| {
            let found = queries::lock_for_service(tx, id).await?.ok_or(ErrorCode::NotFound)?;
            // Something happened in the meantime: nothing to do, and the write is undone.
            let due = found.look_at.filter(|at| *at <= now).ok_or(ErrorCode::NotFound)?;
            match found.request.ends_at.or(found.request.confirm_before) {
                Some(end) if end <= now => end_unanswered(tx, found, now).await,
                _ => remind(tx, found, due, now).await,
            }
        };
        if let Err(problem) = state.db.write(Origin::system("look after requests"), &[], look).await {
            log::info!("a request was not looked after: {problem}");
        }
    }
    Ok(())
}

async fn end_unanswered(tx: &mut Tx, mut found: Found, now: DateTime<Utc>) -> Result<Emitted, Problem> {
    let (to, action, occasion) = match found.request.status {
        Status::Answered => (Status::Closed, "service_request.ended", Some(Occasion::Closed)),
        Status::Draft => (Status::Expired, "service_request.expired", None),
        _ => (Status::Expired, "service_request.expired", Some(Occasion::Expired)),
    };
    advance(tx, &Actor::Anonymous, &mut found, Party::System, to, None, None, now).await?;
    let ended = queries::lock_for_service(tx, found.request.id).await?.ok_or(ErrorCode::NotFound)?.request;
    let letter = match occasion {
        Some(occasion) => Some(to_requester(tx, &ended, occasion, None, now).await?),
        None => None,
    };
    let event = Event::new(action, Kind::ServiceRequest, ended.id.0, ended.revision);
    Ok(Emitted::new(event, Answer::no_content()).mail(letter))
}

async fn remind(tx: &mut Tx, found: Found, due: DateTime<Utc>, now: DateTime<Utc>) -> Result<Emitted, Problem> {
    queries::update(tx, &found, now).await?;
    let request = queries::lock_for_service(tx, found.request.id).await?.ok_or(ErrorCode::NotFound)?.request;
    let mut letters = vec![];
    for reminder in found.reminders(due, now) {
        letters.push(match reminder {
            Reminder::DueSoon => Mail(Letter::to_those_in_charge(&request, Occasion::DueSoon)),
            Reminder::Overdue => Mail(Letter::to_those_in_charge(&request, Occasion::Overdue)),
            Reminder::Escalated => Mail(Letter::to_managers(&request, Occasion::Escalated)),
            Reminder::Waiting => to_requester(tx, &request, Occasion::Waiting, None, now).await?,
            Reminder::Unsent => to_requester(tx, &request, Occasion::Unsent, None, now).await?,
        });
    }
    let event = Event::new("service_request.reminded", Kind::ServiceRequest, request.id.0, request.revision);
    Ok(Emitted::new(event, Answer::no_content()).mail(letters))
}

/// Takes the person out of what ended long ago, so that the figures stay true, and deletes what was never sent; each in a
/// write of its own. What must be kept stays.
pub async fn forget_ended(state: &State) -> Result<(), Problem> {
    #[derive(QueryableByName)]
    struct Ended {
        #[diesel(sql_type = SqlUuid)]
        id: RequestId,
        #[diesel(sql_type = Bool)]
        sent: bool,
    }
    let now = state.clock.now();
    // Nobody can be written to about what has no person in it any more.
    let due = sql("select id, submitted_at is not null as sent from service_requests where ((status in ('answered', 'closed', 'rejected', 'cancelled', 'expired') and contact_email <> '' and updated_at < ")
        .bind::<Timestamptz, _>(now - KEPT)
        .push(") or (status = 'expired' and submitted_at is null and updated_at < ")
        .bind::<Timestamptz, _>(now - KEPT_UNCONFIRMED)
        .push(")) and not exists (select from legal_holds h where h.request_id = service_requests.id) limit 100");
    let due: Vec<Ended> = state.db.read_everything(async |connection| due.load(connection).await).await?;
    for Ended { id, sent } in due {
        let forget = async move |tx: &mut Tx| {
            if sent {
                let revision = anonymise(tx, vec![id.0], now).await?.pop().ok_or(ErrorCode::NotFound)?.1;
                let event = Event::new("service_request.anonymised", Kind::ServiceRequest, id.0, revision);
                return Ok(Emitted::new(event, Answer::no_content()));
            }
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
