//! All SQL of documents.

use chrono::{DateTime, Duration, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{Array, BigInt, Binary, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};

use super::model::{A_DAY, Document, Limit};
use crate::{
    auth::Actor,
    db::{Sql, Tx, sql},
    documents::DocumentStatus,
    error::{ErrorCode, FieldCode},
    http::Problem,
    ids::{AccountId, DocumentId, MessageId, RequestId},
    service_requests::model::{Party, ServiceRequest, Status},
};

/// A document before it has arrived.
#[derive(Clone)]
pub struct New {
    pub id: DocumentId,
    pub request: RequestId,
    pub name: String,
    pub media_type: &'static str,
    /// As it is said to be.
    pub size: i64,
    pub with_message: bool,
    pub question: Option<String>,
    pub at: DateTime<Utc>,
}

#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = SqlUuid)]
    pub id: DocumentId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    message_id: Option<MessageId>,
    #[diesel(sql_type = Nullable<Text>)]
    question_id: Option<String>,
    #[diesel(sql_type = Text)]
    author_kind: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    author_id: Option<AccountId>,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    media_type: String,
    #[diesel(sql_type = BigInt)]
    size: i64,
    #[diesel(sql_type = Nullable<Binary>)]
    pub digest: Option<Vec<u8>>,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Bool)]
    pub sent: bool,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
}

const WHOLE: &str = "select id, message_id, question_id, author_kind, author_id, name, media_type, size, digest, status, sent, revision, created_at from request_documents ";
const RETURNED: &str = " returning id, message_id, question_id, author_kind, author_id, name, media_type, size, digest, status, sent, revision, created_at";

impl Row {
    /// Whoever sent it may take it back as long as nobody relies on it.
    pub fn is_of(&self, actor: &Actor, party: Party) -> bool {
        self.author_kind == party.name() && self.author_id == actor.account().map(|account| account.id)
    }

    pub fn shown(self, scanner: bool) -> Document {
        let Self { id, message_id, question_id, author_kind, name, media_type, size, status, sent, revision, created_at, .. } =
            self;
        let status = DocumentStatus::of(&status, scanner);
        Document { id, name, media_type, size, status, author_kind, message_id, question_id, sent, created_at, revision }
    }
}

/// Those that have arrived, and that this side may see: what is sent, and one's own; of notes, agents only.
fn seen(statement: Sql, actor: &Actor, party: Party, request: RequestId) -> Sql {
    let statement = statement
        .push(" status <> 'receiving' and request_id = ")
        .bind::<SqlUuid, _>(request)
        .push(" and (sent or author_kind = ");
    let statement = statement.bind::<Text, _>(party.name()).push(" and author_id is not distinct from ");
    let statement = statement.bind::<Nullable<SqlUuid>, _>(actor.account().map(|account| account.id)).push(")");
    if party == Party::Agent { statement } else { statement.push(" and not internal") }
}

pub async fn find<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    actor: &Actor,
    party: Party,
    request: RequestId,
    id: DocumentId,
) -> QueryResult<Option<Row>> {
    let statement = seen(sql(WHOLE).push("where"), actor, party, request).push(" and id = ").bind::<SqlUuid, _>(id);
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().next())
}

pub fn page(actor: &Actor, party: Party, request: RequestId, after: Option<DocumentId>, limit: i64) -> Sql {
    let mut statement = seen(sql(WHOLE).push("where"), actor, party, request);
    if let Some(after) = after {
        statement = statement.push(" and id > ").bind::<SqlUuid, _>(after);
    }
    statement.push(" order by id limit ").bind::<BigInt, _>(limit)
}

#[derive(QueryableByName)]
struct Used {
    #[diesel(sql_type = BigInt)]
    files: i64,
    #[diesel(sql_type = BigInt)]
    bytes: i64,
    #[diesel(sql_type = BigInt)]
    files_today: i64,
    #[diesel(sql_type = BigInt)]
    bytes_today: i64,
}

/// Takes a place for a document. The caller holds the request, and here the account is held, too: of uploads beside each
/// other each sees those before it.
pub async fn reserve(tx: &mut Tx, actor: &Actor, request: &ServiceRequest, party: Party, new: &New) -> Result<(), Problem> {
    let account = actor.account().map(|account| account.id);
    if let Some(account) = account {
        sql("select id from accounts where id = ").bind::<SqlUuid, _>(account).push(" for no key update").execute(tx).await?;
    }
    let used: Used = sql("select count(*) filter (where here) as files, coalesce(sum(size) filter (where here), 0)::int8 as bytes, count(*) filter (where today) as files_today, coalesce(sum(size) filter (where today), 0)::int8 as bytes_today from (select size, request_id = ")
        .bind::<SqlUuid, _>(new.request)
        .push(" and author_kind = ")
        .bind::<Text, _>(party.name())
        .push(" as here, coalesce(author_id = ")
        .bind::<Nullable<SqlUuid>, _>(account)
        .push(", false) and created_at > ")
        .bind::<Timestamptz, _>(new.at - Duration::hours(24))
        .push(" as today from request_documents where request_id = ")
        .bind::<SqlUuid, _>(new.request)
        .push(" or author_id = ")
        .bind::<Nullable<SqlUuid>, _>(account)
        .push(") d")
        .get_result(tx)
        .await?;
    let limit = Limit::of(request.status == Status::Draft && request.requester_id.is_none());
    if !limit.allows(used.files + 1, used.bytes + new.size) {
        return Err(Problem::new(ErrorCode::TooManyDocuments).with(limit.particulars()));
    }
    if !A_DAY.allows(used.files_today + 1, used.bytes_today + new.size) {
        return Err(Problem::new(ErrorCode::DocumentQuota).with(A_DAY.particulars()));
    }
    sql("insert into request_documents (id, request_id, author_kind, author_id, name, media_type, size, question_id, status, sent, created_at) values (")
        .bind::<SqlUuid, _>(new.id)
        .push(", ")
        .bind::<SqlUuid, _>(new.request)
        .push(", ")
        .bind::<Text, _>(party.name())
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(account)
        .push(", ")
        .bind::<Text, _>(new.name.clone())
        .push(", ")
        .bind::<Text, _>(new.media_type)
        .push(", ")
        .bind::<BigInt, _>(new.size)
        .push(", ")
        .bind::<Nullable<Text>, _>(new.question.clone())
        .push(", 'receiving', ")
        .bind::<Bool, _>(!new.with_message)
        .push(", ")
        .bind::<Timestamptz, _>(new.at)
        .push(")")
        .execute(tx)
        .await?;
    Ok(())
}

/// It has arrived. Nothing when its place is gone, or another attempt has finished it.
pub async fn finish(tx: &mut Tx, id: DocumentId, size: i64, digest: &[u8], scanner: bool) -> QueryResult<Option<Row>> {
    let rows: Vec<Row> = sql("update request_documents set size = ")
        .bind::<BigInt, _>(size)
        .push(", digest = ")
        .bind::<Binary, _>(digest.to_vec())
        .push(", status = ")
        .bind::<Text, _>(if scanner { "pending" } else { "unscanned" })
        .push(", available_at = now() where status = 'receiving' and id = ")
        .bind::<SqlUuid, _>(id)
        .push(RETURNED)
        .load(tx)
        .await?;
    Ok(rows.into_iter().next())
}

/// An earlier attempt may have left word that its file is to be deleted; whoever does so now is waited for.
pub async fn keep_file(tx: &mut Tx, id: DocumentId) -> QueryResult<()> {
    // Put there first, so that whoever wants to leave such word meanwhile waits for the end of this transaction.
    sql("insert into removed_files (id) values (").bind::<SqlUuid, _>(id).push(") on conflict do nothing").execute(tx).await?;
    sql("delete from removed_files where id = ").bind::<SqlUuid, _>(id).execute(tx).await.map(drop)
}

/// Makes them part of a message: those of its sender that wait for one.
pub async fn attach(
    tx: &mut Tx,
    actor: &Actor,
    request: RequestId,
    party: Party,
    message: MessageId,
    internal: bool,
    documents: &[DocumentId],
) -> Result<(), Problem> {
    if documents.is_empty() {
        return Ok(());
    }
    let ids: Vec<uuid::Uuid> = documents.iter().map(|id| id.0).collect();
    let attached = sql("update request_documents set sent = true, message_id = ")
        .bind::<SqlUuid, _>(message)
        .push(", internal = ")
        .bind::<Bool, _>(internal)
        .push(" where not sent and status not in ('receiving', 'infected') and request_id = ")
        .bind::<SqlUuid, _>(request)
        .push(" and author_kind = ")
        .bind::<Text, _>(party.name())
        .push(" and author_id is not distinct from ")
        .bind::<Nullable<SqlUuid>, _>(actor.account().map(|account| account.id))
        .push(" and id = any(")
        .bind::<Array<SqlUuid>, _>(ids)
        .push(")")
        .execute(tx)
        .await?;
    if attached == documents.len() { Ok(()) } else { Err(Problem::field("/document_ids", FieldCode::UnknownReference)) }
}

pub async fn delete(tx: &mut Tx, id: DocumentId) -> QueryResult<()> {
    sql("delete from request_documents where id = ").bind::<SqlUuid, _>(id).execute(tx).await.map(drop)
}

/// Whose the file is that the scanner has looked at.
#[derive(QueryableByName)]
pub struct Scanned {
    #[diesel(sql_type = SqlUuid)]
    pub request_id: RequestId,
    #[diesel(sql_type = Text)]
    pub author_kind: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub author_id: Option<AccountId>,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = BigInt)]
    pub revision: i64,
}

/// What the scanner said; nothing when the document has gone in the meantime.
pub async fn scanned(tx: &mut Tx, id: DocumentId, clean: bool) -> QueryResult<Option<Scanned>> {
    let rows: Vec<Scanned> = sql("update request_documents set status = ")
        .bind::<Text, _>(if clean { "clean" } else { "infected" })
        .push(" where status in ('pending', 'unscanned') and id = ")
        .bind::<SqlUuid, _>(id)
        .push(" returning request_id, author_kind, author_id, name, revision")
        .load(tx)
        .await?;
    Ok(rows.into_iter().next())
}
