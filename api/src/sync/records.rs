//! The SQL of what partner regions say of their records.

use diesel::{
    QueryResult, QueryableByName,
    sql_types::{BigInt, Binary, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use super::{
    apply::{Named, Offer, Rule, Said},
    source::SourceTerms,
};
use crate::{
    db::{Sql, Tx, sql},
    ids::OrganizationId,
};

/// The right to write what is offered, which whoever comes second waits for.
#[derive(QueryableByName)]
pub struct Claim {
    #[diesel(sql_type = SqlUuid)]
    #[diesel(column_name = record_id)]
    pub id: OrganizationId,
}

/// What an authority said last.
#[derive(QueryableByName)]
pub struct Known {
    #[diesel(sql_type = SqlUuid)]
    pub record_id: OrganizationId,
    #[diesel(sql_type = BigInt)]
    pub source_revision: i64,
    #[diesel(sql_type = Binary)]
    pub digest: Vec<u8>,
    #[diesel(sql_type = Text)]
    pub state: String,
}

/// The record here.
#[derive(QueryableByName)]
pub struct Held {
    #[diesel(sql_type = Text)]
    pub authority: String,
    #[diesel(sql_type = Text)]
    pub status: String,
    #[diesel(sql_type = BigInt)]
    pub revision: i64,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// The region whose instance this is.
pub async fn own_authority(tx: &mut Tx) -> QueryResult<String> {
    let row: Name = sql("select own_authority() as name").get_result(tx).await?;
    Ok(row.name)
}

/// Notes the offer as the last word of its authority, if it is.
pub async fn claim(tx: &mut Tx, offer: &Offer, id: OrganizationId, rule: Rule) -> QueryResult<Option<Claim>> {
    let (state, reason) = match &offer.said {
        Said::Is(_) => ("updated", None),
        Said::Gone { reason, .. } => ("deleted", Some(reason.name())),
    };
    let Named { authority, system, kind, external_id } = &offer.named;
    let statement = sql("insert into partner_records as p (authority, system, kind, external_id, record_id, source_revision, digest, state, reason) values (")
        .bind::<Text, _>(authority.name())
        .push(", ")
        .bind::<Text, _>(system.clone())
        .push(", ")
        .bind::<Text, _>(kind.name())
        .push(", ")
        .bind::<Text, _>(external_id.clone())
        .push(", ")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<BigInt, _>(offer.source_revision)
        .push(", ")
        .bind::<Binary, _>(offer.digest())
        .push(", ")
        .bind::<Text, _>(state)
        .push(", ")
        .bind::<Nullable<Text>, _>(reason)
        .push(") on conflict on constraint partner_records_key do update set source_revision = excluded.source_revision, digest = excluded.digest, state = excluded.state, reason = excluded.reason, at = now() where ");
    #[cfg(feature = "planted-faults")]
    let rule = if super::follow::planted::is("no_revision_check") { Rule::Any } else { rule };
    let statement = match rule {
        #[cfg(feature = "planted-faults")]
        Rule::Any => statement.push("true"),
        Rule::Greater => statement.push("p.source_revision < excluded.source_revision"),
        Rule::Read => statement.push("(p.source_revision < excluded.source_revision or p.source_revision = excluded.source_revision and p.state = 'updated' and excluded.state = 'deleted')"),
        Rule::Same => statement.push("p.source_revision = excluded.source_revision and p.digest <> excluded.digest"),
        Rule::Different => statement.push("(p.source_revision, p.digest) is distinct from (excluded.source_revision, excluded.digest)"),
    };
    let rows: Vec<Claim> = statement.push(" returning p.record_id").load(tx).await?;
    Ok(rows.into_iter().next())
}

/// Goes on with what the authority calls so.
pub fn of(statement: Sql, named: &Named) -> Sql {
    let Named { authority, system, kind, external_id } = named;
    statement
        .push(" from partner_records where authority = ")
        .bind::<Text, _>(authority.name())
        .push(" and system = ")
        .bind::<Text, _>(system.clone())
        .push(" and kind = ")
        .bind::<Text, _>(kind.name())
        .push(" and external_id = ")
        .bind::<Text, _>(external_id.clone())
}

pub async fn known(tx: &mut Tx, named: &Named) -> QueryResult<Option<Known>> {
    let rows: Vec<Known> = of(sql("select record_id, source_revision, digest, state"), named).load(tx).await?;
    Ok(rows.into_iter().next())
}

/// What we call the record that the same authority calls so, as long as it is there.
pub async fn record_of(tx: &mut Tx, named: &Named, external_id: &str) -> QueryResult<Option<OrganizationId>> {
    let named = Named { external_id: external_id.to_owned(), ..named.clone() };
    let statement = of(sql("select record_id"), &named).push(" and exists (select from organizations o where o.id = record_id)");
    let rows: Vec<Claim> = statement.load(tx).await?;
    Ok(rows.into_iter().next().map(|row| row.id))
}

/// Holds the record until the transaction ends.
pub async fn lock(tx: &mut Tx, id: OrganizationId) -> QueryResult<Option<Held>> {
    let statement = sql("select authority, status, revision from organizations where id = ").bind::<SqlUuid, _>(id);
    let rows: Vec<Held> = statement.push(" for update").load(tx).await?;
    Ok(rows.into_iter().next())
}

/// Whatever was ever written down about it goes with it.
pub async fn erase(tx: &mut Tx, id: OrganizationId) -> QueryResult<()> {
    sql("update organizations set merged_into = null where merged_into = ").bind::<SqlUuid, _>(id).execute(tx).await?;
    sql("delete from organizations where id = ").bind::<SqlUuid, _>(id).execute(tx).await?;
    sql("delete from sync_conflicts where record_id = ").bind::<SqlUuid, _>(id).execute(tx).await?;
    Ok(())
}

/// A source is known from now on, and on the terms first said.
pub async fn insert_source(tx: &mut Tx, terms: &SourceTerms) -> QueryResult<usize> {
    let SourceTerms { system, name, licence, attribution, url: _ } = terms.clone();
    sql("insert into sources (system, name, publisher, licence, attribution) values (")
        .bind::<Text, _>(system.0)
        .push(", ")
        .bind::<Text, _>(name.0.clone())
        .push(", ")
        .bind::<Text, _>(name.0)
        .push(", ")
        .bind::<Text, _>(licence.0)
        .push(", ")
        .bind::<Text, _>(attribution.0)
        .push(") on conflict do nothing")
        .execute(tx)
        .await
}
