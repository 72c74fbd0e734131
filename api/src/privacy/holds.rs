//! Requests that a law or a dispute forbids to erase: an operator places a hold and lifts it.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::erase::anonymise;
use crate::{
    clock,
    db::{Db, Emitted, Event, Kind, Origin, Tx, sql},
    error::ErrorCode,
    http::{Answer, Problem},
};

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

/// Keeps the request with this number until the hold is lifted; another reason takes the place of an earlier one.
pub async fn place(db: &Db, reference: String, reason: String, now: DateTime<Utc>) -> Result<(), Problem> {
    let write = async move |tx: &mut Tx| {
        let held: Vec<Held> = sql("with held as (insert into legal_holds (id, request_id, reason, placed_at) select ")
            .bind::<SqlUuid, _>(clock::new_id())
            .push(", id, ")
            .bind::<Text, _>(reason.clone())
            .push(", ")
            .bind::<Timestamptz, _>(now)
            .push(" from service_requests where reference = ")
            .bind::<Text, _>(reference.clone())
            .push(" on conflict on constraint legal_holds_request_id_key do update set reason = excluded.reason returning request_id) select r.id, r.revision from service_requests r join held on held.request_id = r.id")
            .load(tx)
            .await?;
        let held = held.into_iter().next().ok_or(ErrorCode::NotFound)?;
        let event = Event::new("service_request.held", Kind::ServiceRequest, held.id, held.revision);
        Ok(Emitted::new(event, Answer::no_content()))
    };
    db.write(Origin::system("admin hold"), &[], write).await.map(drop)
}

/// Lifts it. If its person has left in the meantime, what is personal in the request goes now.
pub async fn lift(db: &Db, reference: String, now: DateTime<Utc>) -> Result<(), Problem> {
    #[derive(QueryableByName)]
    struct Lifted {
        #[diesel(embed)]
        held: Held,
        #[diesel(sql_type = Bool)]
        erasure_due: bool,
    }
    let write = async move |tx: &mut Tx| {
        let lifted: Vec<Lifted> = sql(
            "with lifted as (delete from legal_holds h using service_requests r where r.id = h.request_id and r.reference = ",
        )
        .bind::<Text, _>(reference.clone())
        .push(" returning r.id, r.revision, h.erasure_due) select id, revision, erasure_due from lifted")
        .load(tx)
        .await?;
        let Lifted { held: Held { id, mut revision }, erasure_due } = lifted.into_iter().next().ok_or(ErrorCode::NotFound)?;
        if erasure_due {
            for (_, anonymised) in anonymise(tx, vec![id], now).await? {
                revision = anonymised;
            }
        }
        let event = Event::new("service_request.released", Kind::ServiceRequest, id, revision);
        Ok(Emitted::new(event, Answer::no_content()))
    };
    db.write(Origin::system("admin release"), &[], write).await.map(drop)
}
