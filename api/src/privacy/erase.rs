//! The end of an account: everything about its person goes. What a Totem has worked on stays as a case without a
//! person; what must be kept stays until it need not be, and its person is told so. The audit log and the log of consents
//! keep the number of the account, which leads to nobody any more.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{catalogue, model::Kept};
use crate::{
    db::{Event, Kind, Tx, sql},
    http::Problem,
    identity::queries::Holder,
    ids::EventId,
    service_requests::model::{Party, Status},
};

/// What stands where something personal stood.
const GONE: &str = "—";

/// What happened to whom, and what remains.
pub struct Erased {
    pub events: Vec<Event>,
    pub kept: Vec<Kept>,
}

#[derive(QueryableByName)]
struct OwnRequest {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    reference: String,
    #[diesel(sql_type = Bool)]
    sent: bool,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
}

/// Erases an account and all that is about its person. The caller has made sure that its time is over, and holds its row.
pub async fn erase(tx: &mut Tx, holder: &Holder, now: DateTime<Utc>) -> Result<Erased, Problem> {
    let statement = format!(
        "select k.id, k.reference, k.submitted_at is not null as sent, h.reason from service_requests k \
         left join legal_holds h on h.request_id = k.id where k.id in {} order by k.id",
        catalogue::OWN_REQUESTS
    );
    #[expect(clippy::disallowed_methods, reason = "its text is the source's and the catalogue's own, and it is rare")]
    let requests: Vec<OwnRequest> = diesel::sql_query(statement).bind::<SqlUuid, _>(holder.id).load(tx).await?;
    let (held, free): (Vec<_>, Vec<_>) = requests.into_iter().partition(|request| request.reason.is_some());
    let (sent, unsent): (Vec<_>, Vec<_>) = free.iter().partition(|request| request.sent);
    let ids = |requests: &[&OwnRequest]| requests.iter().map(|request| request.id).collect::<Vec<_>>();
    let (sent, unsent) = (ids(&sent), ids(&unsent));

    let mut events = vec![];
    for (id, revision) in anonymise(tx, sent, now).await? {
        events.push(Event::new("service_request.anonymised", Kind::ServiceRequest, id, revision));
    }
    for id in
        delete(tx, sql("delete from service_requests where id = any(").bind::<Array<SqlUuid>, _>(unsent).push(") returning id"))
            .await?
    {
        events.push(Event::new("service_request.deleted", Kind::ServiceRequest, id, 1).gone());
    }
    sql("update legal_holds set erasure_due = true where request_id = any(")
        .bind::<Array<SqlUuid>, _>(ids(&held.iter().collect::<Vec<_>>()))
        .push(")")
        .execute(tx)
        .await?;
    for (id, revision) in anonymise_bookings(tx, holder, now).await? {
        events.push(Event::new("booking.anonymised", Kind::Booking, id, revision));
    }
    forget_passing(tx, holder, &free.iter().chain(&held).map(|request| request.id).collect::<Vec<_>>()).await?;
    forget_as_agent(tx, holder).await?;
    let clients = sql("delete from api_clients where owner_id = ").bind::<SqlUuid, _>(holder.id).push(" returning id");
    for id in delete(tx, clients).await? {
        events.push(Event::new("api_client.deleted", Kind::ApiClient, id, 1).gone());
    }
    // What a reviewer has submitted is part of how a dossier was judged; what they have not, and why they could not, is theirs.
    let reviews = sql("delete from dossier_reviews where status <> 'submitted' and reviewer_id = ")
        .bind::<SqlUuid, _>(holder.id)
        .push(" returning id");
    for id in delete(tx, reviews).await? {
        events.push(Event::new("dossier_review.deleted", Kind::DossierReview, id, 1).gone());
    }
    let projects = sql("delete from projects where owner_id = ").bind::<SqlUuid, _>(holder.id).push(" returning id");
    for id in delete(tx, projects).await? {
        events.push(Event::new("project.deleted", Kind::Project, id, 1).gone());
    }
    sql("delete from accounts where id = ").bind::<SqlUuid, _>(holder.id).execute(tx).await?;
    let kept = held.into_iter().filter_map(|OwnRequest { reference, reason, .. }| Some(Kept { reference, reason: reason? }));
    Ok(Erased { events, kept: kept.collect() })
}

async fn delete(tx: &mut Tx, statement: crate::db::Sql) -> Result<Vec<Uuid>, Problem> {
    #[derive(QueryableByName)]
    struct Gone {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
    }
    let gone: Vec<Gone> = statement.load(tx).await?;
    Ok(gone.into_iter().map(|Gone { id }| id).collect())
}

/// Takes the person out of requests that a Totem has seen: what was asked for and when, and what became of it, stays. One
/// that is still open ends, as if its requester had cancelled it. Says which there were, with their revisions.
pub async fn anonymise(tx: &mut Tx, requests: Vec<Uuid>, now: DateTime<Utc>) -> Result<Vec<(Uuid, i64)>, Problem> {
    #[derive(QueryableByName)]
    struct Anonymised {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
        #[diesel(sql_type = BigInt)]
        revision: i64,
        #[diesel(sql_type = Text)]
        was: String,
        #[diesel(sql_type = Bool)]
        ended: bool,
    }
    let open: Vec<&str> = Status::OPEN.iter().map(|status| status.name()).collect();
    for status in Status::OPEN {
        status.apply(Party::Requester, Status::Cancelled)?;
    }
    let ends: Vec<Anonymised> = sql("with own as (select id, status from service_requests where id = any(")
        .bind::<Array<SqlUuid>, _>(requests.clone())
        .push(") for update) update service_requests r set subject = ")
        .bind::<Text, _>(GONE)
        .push(", body = ")
        .bind::<Text, _>(GONE)
        .push(", answers = '[]', contact_name = ")
        .bind::<Text, _>(GONE)
        .push(", contact_email = '', contact_phone = null, satisfaction_comment = null, requester_id = null, project_id = null, status = case when own.status = any(")
        .bind::<Array<Text>, _>(open.into_iter().map(str::to_owned).collect::<Vec<_>>())
        .push(") then 'cancelled' else own.status end from own where r.id = own.id returning r.id, r.revision, own.status as was, r.status <> own.status as ended")
        .load(tx)
        .await?;
    sql("delete from reply_addresses where account_id is null and request_id = any(")
        .bind::<Array<SqlUuid>, _>(requests.clone())
        .push(")")
        .execute(tx)
        .await?;
    // What agents were told has the words of whoever asked.
    sql("delete from notifications where about_id = any(")
        .bind::<Array<SqlUuid>, _>(requests.clone())
        .push(")")
        .execute(tx)
        .await?;
    sql("delete from request_documents where request_id = any(")
        .bind::<Array<SqlUuid>, _>(requests.clone())
        .push(")")
        .execute(tx)
        .await?;
    // Agents keep their names; what both sides wrote is about whoever asked.
    sql("update request_messages set body = ")
        .bind::<Text, _>(GONE)
        .push(", author_name = case when author_kind = 'requester' then ")
        .bind::<Text, _>(GONE)
        .push(" else author_name end where request_id = any(")
        .bind::<Array<SqlUuid>, _>(requests.clone())
        .push(")")
        .execute(tx)
        .await?;
    sql("update request_events set note = null, actor_name = case when actor_kind = 'requester' then null else actor_name end, actor_id = case when actor_kind = 'requester' then null else actor_id end where request_id = any(")
        .bind::<Array<SqlUuid>, _>(requests.clone())
        .push(")")
        .execute(tx)
        .await?;
    sql("delete from request_links where request_id = any(").bind::<Array<SqlUuid>, _>(requests).push(")").execute(tx).await?;
    for ended in ends.iter().filter(|row| row.ended) {
        sql("insert into request_events (id, request_id, at, actor_kind, from_status, to_status) values (")
            .bind::<SqlUuid, _>(EventId::new())
            .push(", ")
            .bind::<SqlUuid, _>(ended.id)
            .push(", ")
            .bind::<Timestamptz, _>(now)
            .push(", 'requester', ")
            .bind::<Text, _>(ended.was.clone())
            .push(", 'cancelled')")
            .execute(tx)
            .await?;
    }
    Ok(ends.into_iter().map(|row| (row.id, row.revision)).collect())
}

/// Takes the person out of bookings: that a unit was held stays, for the site's figures. What is to come is cancelled.
async fn anonymise_bookings(tx: &mut Tx, holder: &Holder, now: DateTime<Utc>) -> Result<Vec<(Uuid, i64)>, Problem> {
    #[derive(QueryableByName)]
    struct Anonymised {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
        #[diesel(sql_type = BigInt)]
        revision: i64,
    }
    let statement = format!(
        "update bookings set account_id = null, contact_name = $2, contact_email = '', cancel_reason = null, \
         status = case when upper(during) > $3 then 'cancelled' else status end, \
         cancelled_at = case when upper(during) > $3 then coalesce(cancelled_at, $3) else cancelled_at end, \
         cancelled_by = case when upper(during) > $3 then coalesce(cancelled_by, 'member') else cancelled_by end \
         where {} returning id, revision",
        catalogue::OWN_BOOKINGS
    );
    #[expect(clippy::disallowed_methods, reason = "its text is the source's and the catalogue's own, and it is rare")]
    let statement = diesel::sql_query(statement);
    let statement = statement.bind::<SqlUuid, _>(holder.id).bind::<Text, _>(GONE).bind::<Timestamptz, _>(now);
    let rows: Vec<Anonymised> = statement.load(tx).await?;
    Ok(rows.into_iter().map(|Anonymised { id, revision }| (id, revision)).collect())
}

/// What is on its way or kept for a repetition, whoever sent it: letters, answers, links and invitations.
async fn forget_passing(tx: &mut Tx, holder: &Holder, requests: &[Uuid]) -> Result<(), Problem> {
    let email = holder.email.to_lowercase();
    let marks: Vec<String> = requests.iter().map(Uuid::to_string).chain([email.clone(), holder.id.to_string()]).collect();
    for (beginning, end) in [
        (
            "delete from outbox o where exists (select from unnest(",
            "::text[]) m(mark) where strpos(lower(o.payload::text), m.mark) > 0)",
        ),
        (
            "delete from idempotency_keys k where exists (select from unnest(",
            "::text[]) m(mark) where strpos(lower(k.scope || ' ' || coalesce(k.location, '') || encode(coalesce(k.body, ''), 'escape')), m.mark) > 0)",
        ),
    ] {
        sql(beginning).bind::<Array<Text>, _>(marks.clone()).push(end).execute(tx).await?;
    }
    for beginning in ["delete from account_links where lower(email) = ", "delete from invitations where lower(email) = "] {
        sql(beginning).bind::<Text, _>(email.clone()).execute(tx).await?;
    }
    Ok(())
}

/// What an agent wrote to others is theirs; the agent's name goes.
async fn forget_as_agent(tx: &mut Tx, holder: &Holder) -> Result<(), Problem> {
    sql("update request_messages set author_name = ")
        .bind::<Text, _>(GONE)
        .push(", author_id = null where author_id = ")
        .bind::<SqlUuid, _>(holder.id)
        .execute(tx)
        .await?;
    sql("update request_events set actor_name = null, actor_id = null where actor_id = ")
        .bind::<SqlUuid, _>(holder.id)
        .execute(tx)
        .await?;
    Ok(())
}
