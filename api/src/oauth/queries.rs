//! The SQL of client tokens.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use crate::{
    auth::{Authority, Client, ClientScope, token::LIFETIME},
    db::{Tx, Upkeep, sql},
    http::Problem,
    ids::{AccountId, ApiClientId, ClientTokenId},
    state::State,
};

/// An instant of a claim.
pub fn instant(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

pub async fn insert(
    tx: &mut Tx,
    id: ClientTokenId,
    client: ApiClientId,
    scopes: &[ClientScope],
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    sql("insert into client_tokens (id, client_id, scopes, issued_at, expires_at) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(client)
        .push(", ")
        .bind::<Array<Text>, _>(scopes.iter().map(|scope| scope.name().to_owned()).collect::<Vec<_>>())
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(", ")
        .bind::<Timestamptz, _>(now + LIFETIME)
        .push(")")
        .execute(tx)
        .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Array<Text>)]
    scopes: Vec<String>,
    #[diesel(sql_type = Nullable<Text>)]
    authority: Option<String>,
    #[diesel(sql_type = SqlUuid)]
    owner_id: AccountId,
}

/// The client of a token, with those of its scopes that it still has.
pub async fn find_client(state: &State, client: ApiClientId, token: ClientTokenId) -> Result<Option<Client>, Problem> {
    let found = sql("select array(select unnest(t.scopes) intersect select unnest(c.scopes) order by 1) as scopes, c.authority, c.owner_id from client_tokens t join api_clients c on c.id = t.client_id where t.id = ")
        .bind::<SqlUuid, _>(token)
        .push(" and c.id = ")
        .bind::<SqlUuid, _>(client)
        .push(" and t.expires_at > ")
        .bind::<Timestamptz, _>(state.clock.now());
    let rows: Vec<Held> = state.db.read_everything(async |connection| found.load(connection).await).await?;
    Ok(rows.into_iter().next().map(|Held { scopes, authority, owner_id }| Client {
        id: client,
        owner: owner_id,
        scopes: scopes.iter().filter_map(|name| ClientScope::from_name(name)).collect(),
        authority: authority.and_then(|name| Authority::from_name(&name)),
    }))
}

/// Whether there was such a token.
pub async fn delete(tx: &mut Tx, client: ApiClientId, token: ClientTokenId) -> Result<bool, Problem> {
    let deleted = sql("delete from client_tokens where id = ")
        .bind::<SqlUuid, _>(token)
        .push(" and client_id = ")
        .bind::<SqlUuid, _>(client);
    Ok(deleted.execute(tx).await? == 1)
}

/// What is over is kept no longer.
pub fn forget(now: DateTime<Utc>) -> [Upkeep; 2] {
    [Upkeep::ForgetClientTokens { now }, Upkeep::ForgetAssertions { now }]
}
