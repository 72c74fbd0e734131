//! How records belong together.

use chrono::NaiveDate;
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Date, Jsonb, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use crate::{
    db::{JsonColumn, Sql, Tx, sql},
    directory::model::{Relation, RelationInput},
    error::FieldCode,
    http::{FieldError, Problem},
    ids::{OrganizationId, Ref},
};

/// What `o` says of other records, as a column.
pub const RELATIONS: &str = "coalesce((select jsonb_agg(jsonb_build_object('kind', r.kind, 'organization', \
    jsonb_build_object('id', k.id, 'slug', k.slug, 'name', k.name), 'started_on', r.started_on, 'ended_on', r.ended_on) \
    order by r.kind, k.sort_name, k.id) from organization_relations r join organizations k on k.id = r.target_id \
    where r.organization_id = o.id and k.status = 'published'), '[]') as relations";

/// What other records say of `o`.
pub const INVERSE_RELATIONS: &str = "coalesce((select jsonb_agg(i.relation) from (select jsonb_build_object('kind', r.kind, \
    'organization', jsonb_build_object('id', k.id, 'slug', k.slug, 'name', k.name), 'started_on', r.started_on, 'ended_on', \
    r.ended_on) as relation from organization_relations r join organizations k on k.id = r.organization_id \
    where r.target_id = o.id and k.status = 'published' order by r.kind, k.sort_name, k.id limit 200) i), '[]') as inverse_relations";

/// One of them, with its place in their order.
#[derive(QueryableByName)]
pub struct InverseRow {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    sort_name: String,
    #[diesel(sql_type = SqlUuid)]
    id: OrganizationId,
    #[diesel(sql_type = Jsonb)]
    pub relation: JsonColumn<Relation>,
}

/// Kind, name and id of the other record.
pub type InverseKey = (String, String, OrganizationId);

impl InverseRow {
    pub fn key(&self) -> InverseKey {
        (self.kind.clone(), self.sort_name.clone(), self.id)
    }
}

/// What other records say of this one, in the same order as the first of them.
pub fn inverse_relations(id: OrganizationId, after: Option<InverseKey>, limit: i64) -> Sql {
    let mut statement = sql("select r.kind, k.sort_name, k.id, jsonb_build_object('kind', r.kind, 'organization', \
        jsonb_build_object('id', k.id, 'slug', k.slug, 'name', k.name), 'started_on', r.started_on, 'ended_on', r.ended_on) as relation \
        from organization_relations r join organizations k on k.id = r.organization_id where k.status = 'published' and r.target_id = ")
    .bind::<SqlUuid, _>(id);
    if let Some((kind, name, id)) = after {
        statement = statement
            .push(" and (r.kind, k.sort_name, k.id) > (")
            .bind::<Text, _>(kind)
            .push(", ")
            .bind::<Text, _>(name)
            .push(", ")
            .bind::<SqlUuid, _>(id)
            .push(")");
    }
    statement.push(" order by r.kind, k.sort_name, k.id limit ").bind::<BigInt, _>(limit)
}

/// Relations whose other side is known.
#[derive(Default)]
struct Columns {
    kinds: Vec<String>,
    targets: Vec<OrganizationId>,
    starts: Vec<Option<NaiveDate>>,
    ends: Vec<Option<NaiveDate>>,
}

impl Columns {
    fn rows(&self) -> Sql {
        sql("unnest(")
            .bind::<Array<Text>, _>(self.kinds.clone())
            .push("::text[], ")
            .bind::<Array<SqlUuid>, _>(self.targets.clone())
            .push("::uuid[], ")
            .bind::<Array<Nullable<Date>>, _>(self.starts.clone())
            .push("::date[], ")
            .bind::<Array<Nullable<Date>>, _>(self.ends.clone())
            .push("::date[]) as n(kind, target_id, started_on, ended_on)")
    }
}

/// Gives a record these relations and no others. Those to records that the public does not see stay, for whoever writes
/// did not see them either.
pub async fn replace_relations(tx: &mut Tx, id: OrganizationId, relations: &[RelationInput]) -> Result<(), Problem> {
    let columns = resolve(tx, id, relations).await?;
    sql("delete from organization_relations r using organizations k where k.id = r.target_id and k.status = 'published' and r.organization_id = ")
        .bind::<SqlUuid, _>(id)
        .push(" and not exists (select from ")
        .append(columns.rows())
        .push(" where n.kind = r.kind and n.target_id = r.target_id and n.started_on is not distinct from r.started_on and n.ended_on is not distinct from r.ended_on)")
        .execute(tx)
        .await?;
    sql("insert into organization_relations (organization_id, kind, target_id, started_on, ended_on) select ")
        .bind::<SqlUuid, _>(id)
        .push(", n.kind, n.target_id, n.started_on, n.ended_on from ")
        .append(columns.rows())
        .push(" on conflict on constraint organization_relations_key do nothing")
        .execute(tx)
        .await?;
    Ok(())
}

/// Finds the other side of each, and what is wrong with it.
async fn resolve(tx: &mut Tx, id: OrganizationId, relations: &[RelationInput]) -> Result<Columns, Problem> {
    #[derive(QueryableByName)]
    struct Known {
        #[diesel(sql_type = SqlUuid)]
        id: OrganizationId,
        #[diesel(sql_type = Text)]
        slug: String,
    }
    let (mut ids, mut slugs): (Vec<OrganizationId>, Vec<String>) = (vec![], vec![]);
    for relation in relations {
        match &relation.organization_id {
            Ref::Id(id) => ids.push(*id),
            Ref::Slug(slug) => slugs.push(slug.clone()),
        }
    }
    let known = sql("select id, slug from organizations where status = 'published' and (id = any(")
        .bind::<Array<SqlUuid>, _>(ids)
        .push(") or slug = any(")
        .bind::<Array<Text>, _>(slugs)
        .push("))");
    let known: Vec<Known> = if relations.is_empty() { vec![] } else { known.load(tx).await? };
    let (mut columns, mut errors, mut seen) = (Columns::default(), vec![], std::collections::HashSet::new());
    for (at, relation) in relations.iter().enumerate() {
        let RelationInput { kind, organization_id, started_on, ended_on } = relation;
        let mut wrong = |member: &str, code| errors.push(FieldError::body(format!("/relations/{at}{member}"), code));
        let target = known.iter().find(|known| match organization_id {
            Ref::Id(id) => known.id == *id,
            Ref::Slug(slug) => known.slug == *slug,
        });
        match target {
            _ if started_on.zip(*ended_on).is_some_and(|(start, end)| end < start) => wrong("/ended_on", FieldCode::EndsBefore),
            None => wrong("/organization_id", FieldCode::UnknownReference),
            Some(target) if target.id == id => wrong("/organization_id", FieldCode::NotAllowed),
            Some(target) if !seen.insert((*kind, target.id)) => wrong("", FieldCode::Repeated),
            Some(target) => {
                columns.kinds.push(kind.name().to_owned());
                columns.targets.push(target.id);
                columns.starts.push(*started_on);
                columns.ends.push(*ended_on);
            }
        }
    }
    if errors.is_empty() { Ok(columns) } else { Err(Problem::invalid(errors)) }
}

/// What is gone belongs to nothing, and nothing to it.
pub async fn forget_relations(tx: &mut Tx, id: OrganizationId) -> QueryResult<usize> {
    sql("delete from organization_relations where organization_id = ")
        .bind::<SqlUuid, _>(id)
        .push(" or target_id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
}

/// What is said of `gone`, by itself and by others, is said of `kept` from now on, but for what would make it a part of
/// itself.
pub async fn move_relations(tx: &mut Tx, kept: OrganizationId, gone: OrganizationId) -> QueryResult<()> {
    let sides = [("organization_id", "target_id", "is_part_of(r.target_id, "), ("target_id", "organization_id", "is_part_of(")];
    for (side, other, circle) in sides {
        let statement = sql("with moved as (delete from organization_relations where ")
            .push(side)
            .push(" = ")
            .bind::<SqlUuid, _>(gone)
            .push(" returning *) insert into organization_relations (")
            .push(side)
            .push(", kind, ")
            .push(other)
            .push(", started_on, ended_on) select ")
            .bind::<SqlUuid, _>(kept)
            .push("::uuid, r.kind, r.")
            .push(other)
            .push(", r.started_on, r.ended_on from moved r where r.")
            .push(other)
            .push(" <> ")
            .bind::<SqlUuid, _>(kept)
            .push(" and not (r.kind = 'part_of' and ")
            .push(circle)
            .bind::<SqlUuid, _>(kept);
        let statement = if side == "target_id" { statement.push(", r.organization_id") } else { statement };
        statement.push(")) on conflict on constraint organization_relations_key do nothing").execute(tx).await?;
    }
    Ok(())
}
