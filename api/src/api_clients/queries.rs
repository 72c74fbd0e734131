//! The SQL of machine clients.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Binary, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use sha2::{Digest, Sha256};

use super::model::{ApiClient, Authentication, ClientKey, ClientKeys};
use crate::{
    auth::{Account, Authority, ClientScope, Role},
    db::{JsonColumn, Sql, Tx, sql},
    error::ErrorCode,
    http::Problem,
    ids::{AccountId, ApiClientId},
    state::State,
};

/// A new secret, by which scanners of leaked secrets know what it is, and the hash that is kept of it.
pub fn new_secret() -> (String, Vec<u8>) {
    let secret = format!("lt_{}", URL_SAFE_NO_PAD.encode(crate::clock::random::<32>()));
    let hash = Sha256::digest(secret.as_bytes()).to_vec();
    (secret, hash)
}

#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = SqlUuid)]
    pub id: ApiClientId,
    #[diesel(sql_type = SqlUuid)]
    owner_id: AccountId,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    test: bool,
    #[diesel(sql_type = Array<Text>)]
    scopes: Vec<String>,
    #[diesel(sql_type = Nullable<Text>)]
    authority: Option<String>,
    #[diesel(sql_type = Array<Text>)]
    allowed_origins: Vec<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    keys: Option<JsonColumn<Vec<ClientKey>>>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
}

impl From<Row> for ApiClient {
    fn from(row: Row) -> Self {
        let Row { id, owner_id, name, test, scopes, authority, allowed_origins, keys, revision, created_at, updated_at } = row;
        let authentication = if keys.is_some() { Authentication::PrivateKeyJwt } else { Authentication::ClientSecret };
        let (scopes, keys) = (read(&scopes), keys.map(|keys| keys.0));
        Self {
            id,
            owner_id,
            name,
            authentication,
            scopes,
            authority: authority.and_then(|name| Authority::from_name(&name)),
            allowed_origins,
            test,
            keys,
            client_secret: None,
            revision,
            created_at,
            updated_at,
        }
    }
}

fn read(scopes: &[String]) -> Vec<ClientScope> {
    scopes.iter().filter_map(|name| ClientScope::from_name(name)).collect()
}

fn names(scopes: &[ClientScope]) -> Vec<String> {
    scopes.iter().map(|scope| scope.name().to_owned()).collect()
}

const WHOLE: &str = "select id, owner_id, name, test, scopes, authority, allowed_origins, keys, revision, created_at, updated_at from api_clients where ";

/// One's own; an administrator's are all.
fn of(account: &Account) -> Sql {
    sql(WHOLE)
        .push("(owner_id = ")
        .bind::<SqlUuid, _>(account.id)
        .push(" or ")
        .bind::<Bool, _>(account.has(Role::Admin))
        .push(")")
}

/// A page, the newest first.
pub fn page(account: &Account, after: Option<ApiClientId>, limit: i64) -> Sql {
    let mut statement = of(account);
    if let Some(after) = after {
        statement = statement.push(" and id < ").bind::<SqlUuid, _>(after);
    }
    statement.push(" order by id desc limit ").bind::<BigInt, _>(limit)
}

pub async fn find(state: &State, account: &Account, id: ApiClientId) -> Result<ApiClient, Problem> {
    let statement = of(account).push(" and id = ").bind::<SqlUuid, _>(id);
    let rows: Vec<Row> = state.db.read_as(account, async |connection| statement.load(connection).await).await?;
    rows.into_iter().next().map(Into::into).ok_or_else(|| ErrorCode::NotFound.into())
}

/// The same, held until the transaction ends.
pub async fn lock(tx: &mut Tx, account: &Account, id: ApiClientId) -> Result<ApiClient, Problem> {
    let statement = of(account).push(" and id = ").bind::<SqlUuid, _>(id).push(" for update");
    let rows: Vec<Row> = statement.load(tx).await?;
    rows.into_iter().next().map(Into::into).ok_or_else(|| ErrorCode::NotFound.into())
}

/// What a client is made of.
pub struct New {
    pub owner: AccountId,
    pub name: String,
    pub test: bool,
    pub scopes: Vec<ClientScope>,
    pub authority: Option<Authority>,
    pub allowed_origins: Vec<String>,
    pub secret_hash: Option<Vec<u8>>,
    pub keys: Option<Vec<ClientKey>>,
}

pub async fn insert(tx: &mut Tx, id: ApiClientId, new: &New) -> Result<(), Problem> {
    let New { owner, name, test, scopes, authority, allowed_origins, secret_hash, keys } = new;
    sql("insert into api_clients (id, owner_id, name, test, scopes, authority, allowed_origins, secret_hash, keys) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(*owner)
        .push(", ")
        .bind::<Text, _>(name.clone())
        .push(", ")
        .bind::<Bool, _>(*test)
        .push(", ")
        .bind::<Array<Text>, _>(names(scopes))
        .push(", ")
        .bind::<Nullable<Text>, _>(authority.map(Authority::name))
        .push(", ")
        .bind::<Array<Text>, _>(allowed_origins.clone())
        .push(", ")
        .bind::<Nullable<Binary>, _>(secret_hash.clone())
        .push(", ")
        .bind::<Nullable<Jsonb>, _>(keys.clone().map(JsonColumn))
        .push(")")
        .execute(tx)
        .await?;
    Ok(())
}

/// Stores what a patch changed. With keys it has no secret any more.
pub async fn update(tx: &mut Tx, client: &ApiClient) -> Result<(), Problem> {
    sql("update api_clients set name = ")
        .bind::<Text, _>(client.name.clone())
        .push(", scopes = ")
        .bind::<Array<Text>, _>(names(&client.scopes))
        .push(", authority = ")
        .bind::<Nullable<Text>, _>(client.authority.map(Authority::name))
        .push(", allowed_origins = ")
        .bind::<Array<Text>, _>(client.allowed_origins.clone())
        .push(", keys = ")
        .bind::<Nullable<Jsonb>, _>(client.keys.clone().map(JsonColumn))
        .push(", secret_hash = case when ")
        .bind::<Bool, _>(client.keys.is_some())
        .push(" then null else secret_hash end where id = ")
        .bind::<SqlUuid, _>(client.id)
        .execute(tx)
        .await?;
    Ok(())
}

/// Another secret instead of the one before, with which the tokens end that it gave.
pub async fn set_secret(tx: &mut Tx, id: ApiClientId, hash: Vec<u8>) -> Result<(), Problem> {
    sql("update api_clients set secret_hash = ")
        .bind::<Binary, _>(hash)
        .push(" where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await?;
    sql("delete from client_tokens where client_id = ").bind::<SqlUuid, _>(id).execute(tx).await?;
    Ok(())
}

pub async fn delete(tx: &mut Tx, id: ApiClientId) -> Result<(), Problem> {
    sql("delete from api_clients where id = ").bind::<SqlUuid, _>(id).execute(tx).await?;
    Ok(())
}

/// What a client is known by when it names itself.
pub struct Registered {
    pub id: ApiClientId,
    pub scopes: Vec<ClientScope>,
    pub secret_hash: Option<Vec<u8>>,
    pub keys: Option<ClientKeys>,
    pub revision: i64,
}

#[derive(QueryableByName)]
struct RegisteredRow {
    #[diesel(sql_type = Array<Text>)]
    scopes: Vec<String>,
    #[diesel(sql_type = Nullable<Binary>)]
    secret_hash: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    keys: Option<JsonColumn<Vec<ClientKey>>>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

/// For the one who shows that it is this client.
pub async fn registered(state: &State, id: ApiClientId) -> Result<Option<Registered>, Problem> {
    let statement = sql("select scopes, secret_hash, keys, revision from api_clients where id = ").bind::<SqlUuid, _>(id);
    let rows: Vec<RegisteredRow> = state.db.read_everything(async |connection| statement.load(connection).await).await?;
    Ok(rows.into_iter().next().map(|RegisteredRow { scopes, secret_hash, keys, revision }| {
        let keys = keys.map(|keys| ClientKeys(keys.0));
        Registered { id, scopes: read(&scopes), secret_hash, keys, revision }
    }))
}

#[derive(QueryableByName)]
struct Allowed {
    #[diesel(sql_type = Bool)]
    allowed: bool,
}

/// Whether some client may be called for from pages of this origin.
pub async fn is_allowed_origin(state: &State, origin: &str) -> Result<bool, Problem> {
    let statement = sql("select exists(select from api_clients where allowed_origins @> array[")
        .bind::<Text, _>(origin.to_owned())
        .push("]) as allowed");
    let found: Allowed = state.db.read_everything(async |connection| statement.get_result(connection).await).await?;
    Ok(found.allowed)
}
