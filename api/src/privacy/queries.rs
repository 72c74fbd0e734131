//! The SQL of copies, consents and holds.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Binary, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use super::{
    catalogue, consent_words,
    model::{ConsentChannel, ConsentEntry, ConsentPurpose, Export, ExportProgress, ExportStatus, Kept},
};
use crate::{
    auth::Account,
    db::{Sight, Sql, Tx, sql},
    error::{ErrorCode, Language},
    http::Problem,
    ids::{AccountId, ConsentId, DocumentId, ExportId, OrganizationId},
    state::State,
};

#[derive(QueryableByName)]
pub struct ExportRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: ExportId,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Integer)]
    tables_done: i32,
    #[diesel(sql_type = Integer)]
    tables_total: i32,
    #[diesel(sql_type = Timestamptz)]
    requested_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    ready_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    expires_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<BigInt>)]
    size: Option<i64>,
}

impl From<ExportRow> for Export {
    fn from(row: ExportRow) -> Self {
        let ExportRow { id, status, tables_done, tables_total, requested_at, ready_at, expires_at, size } = row;
        let (status, progress) = (ExportStatus::from_name(&status), ExportProgress { done: tables_done, total: tables_total });
        Self { id, status, progress, requested_at, ready_at, expires_at, size }
    }
}

/// One's own that are still there.
fn own_exports(account: AccountId, now: DateTime<Utc>) -> Sql {
    sql("select id, status, tables_done, tables_total, requested_at, ready_at, expires_at, octet_length(content)::int8 as size from exports where account_id = ")
        .bind::<SqlUuid, _>(account)
        .push(" and (expires_at is null or expires_at > ")
        .bind::<Timestamptz, _>(now)
        .push(")")
}

/// A page, the newest first.
pub fn exports_page(account: AccountId, now: DateTime<Utc>, after: Option<ExportId>, limit: i64) -> Sql {
    let mut statement = own_exports(account, now);
    if let Some(after) = after {
        statement = statement.push(" and id < ").bind::<SqlUuid, _>(after);
    }
    statement.push(" order by id desc limit ").bind::<BigInt, _>(limit)
}

pub async fn find_export(state: &State, account: &Account, id: ExportId) -> Result<Export, Problem> {
    let statement = own_exports(account.id, state.clock.now()).push(" and id = ").bind::<SqlUuid, _>(id);
    let rows: Vec<ExportRow> = state.db.read_as(account, async |connection| statement.load(connection).await).await?;
    rows.into_iter().next().map(Into::into).ok_or_else(|| ErrorCode::NotFound.into())
}

/// The file of a copy that is ready.
pub async fn export_content(state: &State, account: &Account, id: ExportId) -> Result<Vec<u8>, Problem> {
    #[derive(QueryableByName)]
    struct Content {
        #[diesel(sql_type = Binary)]
        content: Vec<u8>,
    }
    let statement = sql("select content from exports where content is not null and account_id = ")
        .bind::<SqlUuid, _>(account.id)
        .push(" and id = ")
        .bind::<SqlUuid, _>(id)
        .push(" and expires_at > ")
        .bind::<Timestamptz, _>(state.clock.now());
    let rows: Vec<Content> = state.db.read_as(account, async |connection| statement.load(connection).await).await?;
    rows.into_iter().next().map(|row| row.content).ok_or_else(|| ErrorCode::NotFound.into())
}

/// Asks for a copy; the one that is being made, if there is one, and whether it is new.
pub async fn insert_export(tx: &mut Tx, account: AccountId, now: DateTime<Utc>) -> Result<(Export, bool), Problem> {
    let id = ExportId::new();
    let made = sql("insert into exports (id, account_id, status, requested_at) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(account)
        .push(", 'waiting', ")
        .bind::<Timestamptz, _>(now)
        .push(") on conflict (account_id) where status in ('waiting', 'running') do nothing")
        .execute(tx)
        .await?;
    let row: Vec<ExportRow> = own_exports(account, now).push(" and status in ('waiting', 'running')").load(tx).await?;
    // The one that was there has just been finished: the caller tries again.
    let row = row.into_iter().next().ok_or_else(|| Problem::new(ErrorCode::Unavailable).transient())?;
    Ok((row.into(), made == 1))
}

/// Whether somebody still waits for it.
pub async fn finish_export(tx: &mut Tx, id: ExportId, content: Vec<u8>, now: DateTime<Utc>) -> Result<bool, Problem> {
    let done = sql("update exports set status = 'ready', tables_done = tables_total, ready_at = ")
        .bind::<Timestamptz, _>(now)
        .push(", expires_at = ")
        .bind::<Timestamptz, _>(now + super::model::COPY_LIFETIME)
        .push(", content = ")
        .bind::<Binary, _>(content)
        .push(" where status = 'running' and id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await?;
    Ok(done == 1)
}

/// A document of somebody's requests.
#[derive(QueryableByName)]
pub struct OwnDocument {
    #[diesel(sql_type = SqlUuid)]
    pub id: DocumentId,
    #[diesel(sql_type = Text)]
    name: String,
}

impl OwnDocument {
    /// Two may be called the same.
    pub fn file_name(&self) -> String {
        format!("{}-{}", self.id, self.name)
    }
}

/// The documents of one's requests that are clean, the latest first.
pub async fn documents_of(state: &State, account: AccountId) -> Result<Vec<OwnDocument>, Problem> {
    let statement = format!(
        "select id, name from request_documents where status in ('clean', 'unscanned') and request_id in {} order by id desc",
        catalogue::OWN_REQUESTS
    );
    #[expect(clippy::disallowed_methods, reason = "its text is the source's and the catalogue's own, and it is rare")]
    let statement = diesel::sql_query(statement).bind::<SqlUuid, _>(account);
    state.db.read_everything(async |connection| statement.load(connection).await).await
}

#[derive(QueryableByName)]
struct ConsentRow {
    #[diesel(sql_type = SqlUuid)]
    id: ConsentId,
    #[diesel(sql_type = Text)]
    purpose: String,
    #[diesel(sql_type = Bool)]
    given: bool,
    #[diesel(sql_type = Binary)]
    text_hash: Vec<u8>,
    #[diesel(sql_type = Text)]
    language: String,
    #[diesel(sql_type = Text)]
    channel: String,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
}

/// All that was said to each purpose, the latest first.
pub type Said = HashMap<String, Vec<ConsentEntry>>;

fn consents_of(account: AccountId) -> Sql {
    sql("select id, purpose, given, text_hash, language, channel, at from consents where account_id = ")
        .bind::<SqlUuid, _>(account)
        .push(" order by at desc, id desc limit 1000")
}

fn sorted(rows: Vec<ConsentRow>) -> Said {
    let mut said = Said::new();
    for ConsentRow { id, purpose, given, text_hash, language, channel, at } in rows {
        let channel = if channel == ConsentChannel::Api.name() { ConsentChannel::Api } else { ConsentChannel::Site };
        let entry = ConsentEntry { id, at, given, channel, text_hash: consent_words::hex(&text_hash), language };
        said.entry(purpose).or_default().push(entry);
    }
    said
}

pub async fn consents(state: &State, account: AccountId) -> Result<Said, Problem> {
    let statement = consents_of(account);
    let rows = state.db.read_as(Sight::own(account), async |connection| statement.load(connection).await).await?;
    Ok(sorted(rows))
}

pub async fn consents_in(tx: &mut Tx, account: AccountId) -> Result<Said, Problem> {
    Ok(sorted(consents_of(account).load(tx).await?))
}

/// What somebody says to a purpose.
pub struct NewConsent {
    pub id: ConsentId,
    pub account: AccountId,
    pub purpose: ConsentPurpose,
    pub given: bool,
    pub language: Language,
    pub channel: ConsentChannel,
    pub at: DateTime<Utc>,
}

pub async fn insert_consent(tx: &mut Tx, new: &NewConsent) -> Result<(), Problem> {
    let NewConsent { id, account, purpose, given, language, channel, at } = new;
    sql("insert into consents (id, account_id, purpose, given, text_hash, language, channel, at) values (")
        .bind::<SqlUuid, _>(*id)
        .push(", ")
        .bind::<SqlUuid, _>(*account)
        .push(", ")
        .bind::<Text, _>(purpose.name())
        .push(", ")
        .bind::<Bool, _>(*given)
        .push(", ")
        .bind::<Binary, _>(consent_words::hash(*purpose, *language))
        .push(", ")
        .bind::<Text, _>(language.tag())
        .push(", ")
        .bind::<Text, _>(channel.name())
        .push(", ")
        .bind::<Timestamptz, _>(*at)
        .push(")")
        .execute(tx)
        .await?;
    Ok(())
}

/// A record that changed along with something else.
#[derive(QueryableByName)]
pub struct Changed {
    #[diesel(sql_type = SqlUuid)]
    pub id: OrganizationId,
    #[diesel(sql_type = BigInt)]
    pub revision: i64,
}

/// The organizations that somebody keeps: what is shown of them has changed.
pub async fn touch_organizations(tx: &mut Tx, kept: Vec<uuid::Uuid>) -> Result<Vec<Changed>, Problem> {
    let touched = sql("update organizations set updated_at = now() where id = any(")
        .bind::<Array<SqlUuid>, _>(kept)
        .push(") returning id, revision");
    Ok(touched.load(tx).await?)
}

#[derive(QueryableByName)]
struct KeptRow {
    #[diesel(sql_type = Text)]
    reference: String,
    #[diesel(sql_type = Text)]
    reason: String,
}

/// The requests of an account that must be kept, with their reasons.
pub async fn kept_of(state: &State, account: AccountId) -> Result<Vec<Kept>, Problem> {
    let statement = format!(
        "select k.reference, h.reason from legal_holds h join service_requests k on k.id = h.request_id \
         where h.request_id in {} order by k.reference",
        catalogue::OWN_REQUESTS
    );
    #[expect(clippy::disallowed_methods, reason = "its text is the source's and the catalogue's own, and it is rare")]
    let statement = diesel::sql_query(statement).bind::<SqlUuid, _>(account);
    let rows: Vec<KeptRow> = state.db.read_everything(async |connection| statement.load(connection).await).await?;
    Ok(rows.into_iter().map(|KeptRow { reference, reason }| Kept { reference, reason }).collect())
}
