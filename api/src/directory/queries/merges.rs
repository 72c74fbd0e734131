//! One record takes in another.

use diesel::{
    QueryResult, QueryableByName,
    sql_types::{BigInt, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use super::{insert_identifiers, relations::move_relations, replace_identifiers};
use crate::{
    db::{Tx, sql},
    directory::model::Organization,
    ids::OrganizationId,
};

/// What `kept` does not say it takes from `gone`, with its numbers, its relations, its keepers and its name.
pub async fn merge(tx: &mut Tx, kept: &Organization, gone: &Organization) -> QueryResult<()> {
    replace_identifiers(tx, gone.id, &[]).await?;
    insert_identifiers(tx, kept.id, &gone.identifiers).await?;
    sql("update organizations k set alternate_names = (select coalesce(array_agg(distinct name), '{}') from (select name from unnest(k.alternate_names || g.name || g.alternate_names) as name where name <> k.name limit 10) as names), legal_name = coalesce(k.legal_name, g.legal_name), summary = coalesce(k.summary, g.summary), description = coalesce(k.description, g.description), logo = coalesce(k.logo, g.logo), website = coalesce(k.website, g.website), phone = coalesce(k.phone, g.phone), links = case when k.links = '[]' then g.links else k.links end, legal_form = coalesce(k.legal_form, g.legal_form), activity_nomenclature = case when k.activity is null then g.activity_nomenclature else k.activity_nomenclature end, activity = coalesce(k.activity, g.activity), headcount = coalesce(k.headcount, g.headcount), headcount_range = coalesce(k.headcount_range, g.headcount_range), founded_on = coalesce(k.founded_on, g.founded_on), sectors = case when k.sectors = '{}' then g.sectors else k.sectors end, address = case when k.country is null then g.address else k.address end, postal_code = case when k.country is null then g.postal_code else k.postal_code end, locality = case when k.country is null then g.locality else k.locality end, commune_code = case when k.country is null then g.commune_code else k.commune_code end, nuts3 = case when k.country is null then g.nuts3 else k.nuts3 end, latitude = case when k.country is null then g.latitude else k.latitude end, longitude = case when k.country is null then g.longitude else k.longitude end, country = coalesce(k.country, g.country), stage = coalesce(k.stage, g.stage), pitch = coalesce(k.pitch, g.pitch), business_model = coalesce(k.business_model, g.business_model), team_size = coalesce(k.team_size, g.team_size), jobs = coalesce(k.jobs, g.jobs), updated_at = now() from organizations g where g.id = ")
        .bind::<SqlUuid, _>(gone.id)
        .push(" and k.id = ")
        .bind::<SqlUuid, _>(kept.id)
        .execute(tx)
        .await?;
    if kept.logo.is_none() && gone.logo.is_some() {
        sql("update organization_logos set organization_id = ")
            .bind::<SqlUuid, _>(kept.id)
            .push(" where organization_id = ")
            .bind::<SqlUuid, _>(gone.id)
            .execute(tx)
            .await?;
    }
    move_relations(tx, kept.id, gone.id).await?;
    sql("select move_keepers(").bind::<SqlUuid, _>(gone.id).push(", ").bind::<SqlUuid, _>(kept.id).push(")").execute(tx).await?;
    sql("update organization_claims set status = 'withdrawn', decided_at = now() where status in ('awaiting_proof', 'pending_review') and organization_id = ")
        .bind::<SqlUuid, _>(gone.id)
        .execute(tx)
        .await?;
    // What led to it leads on.
    sql("update organizations set merged_into = ")
        .bind::<SqlUuid, _>(kept.id)
        .push(" where merged_into = ")
        .bind::<SqlUuid, _>(gone.id)
        .execute(tx)
        .await?;
    sql("update organizations set was_public = status in ('published', 'suspended', 'archived'), status = 'deleted', review_reason = 'duplicate', review_note = null, merged_into = ")
        .bind::<SqlUuid, _>(kept.id)
        .push(" where id = ")
        .bind::<SqlUuid, _>(gone.id)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn revision(tx: &mut Tx, id: OrganizationId) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Revision {
        #[diesel(sql_type = BigInt)]
        revision: i64,
    }
    let revision = sql("select revision from organizations where id = ").bind::<SqlUuid, _>(id);
    Ok(revision.get_result::<Revision>(tx).await?.revision)
}
