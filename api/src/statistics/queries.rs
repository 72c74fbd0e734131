//! The SQL of figures.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{BigInt, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Moment, Part, StatisticsFigure, StatisticsOrganization};
use crate::{
    db::{Sql, sql},
    http::page::COUNT_CAP,
    ids::OrganizationId,
};

/// How far back what is kept goes, and since when those write who have not ended: their facts carry an instant after the
/// lock that shows them here.
#[derive(QueryableByName)]
pub struct History {
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub known_from: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub writing_since: Option<DateTime<Utc>>,
}

pub async fn history(connection: &mut AsyncPgConnection) -> QueryResult<History> {
    sql("select (select min(since) from organization_facts) as known_from, \
        (select min(a.xact_start) from pg_locks l join pg_stat_activity a using (pid) where l.locktype = 'advisory' \
            and l.classid = 0 and l.objid = 'organization_facts'::regclass and a.datname = current_database()) as writing_since")
    .get_result(connection)
    .await
}

/// Whose record was known to be part of another one's, and what the directory showed: one row for each record.
fn facts(moment: &Moment, part: &Part) -> Sql {
    let statement = merged(moment)
        .push(
            ", fact as (select coalesce(m.merged_into, f.organization_id) as id, f.kinds, f.sectors, f.commune_code, f.locality, f.stage \
            from organization_facts f left join merged m using (organization_id) where f.merged_into is null and f.since <= ",
        )
        .bind::<Timestamptz, _>(moment.at())
        .push(" and (f.until is null or f.until > ")
        .bind::<Timestamptz, _>(moment.at())
        .push(")");
    only(statement, part).push(") ")
}

fn merged(moment: &Moment) -> Sql {
    sql("with merged as (select organization_id, merged_into from organization_facts where merged_into is not null and since <= ")
        .bind::<Timestamptz, _>(moment.known_at)
        .push(" and (until is null or until > ")
        .bind::<Timestamptz, _>(moment.known_at)
        .push("))")
}

fn only(mut statement: Sql, part: &Part) -> Sql {
    if let Some(kind) = part.kind {
        statement = statement.push(" and f.kinds @> array[").bind::<Text, _>(kind).push("]");
    }
    if let Some(sector) = part.sector.clone() {
        statement = statement.push(" and f.sectors @> array[").bind::<Text, _>(sector).push("]");
    }
    if let Some(commune) = part.commune_code.clone() {
        statement = statement.push(" and f.commune_code = ").bind::<Text, _>(commune);
    }
    if let Some(stage) = part.stage {
        statement = statement.push(" and f.stage = ").bind::<Text, _>(stage);
    }
    statement
}

/// Figures by what they are counted by.
#[derive(Default)]
pub struct Counts {
    pub organizations: Option<StatisticsFigure>,
    pub kinds: Vec<StatisticsFigure>,
    pub communes: Vec<StatisticsFigure>,
    pub sectors: Vec<StatisticsFigure>,
    pub stages: Vec<StatisticsFigure>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    dimension: String,
    #[diesel(sql_type = Nullable<Text>)]
    value: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    label: Option<String>,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// All of them in one statement, each as its list would count it: `kinds @>` makes a start-up, as it does there. Two records
/// of one organization are one, and what it says twice counts once.
const COUNTS: &str = "\
    (select 'all' as dimension, null as value, null as label, count(*) as count from (select distinct id from fact) one) \
    union all (select 'kind', kind, null, count(*) \
        from (select distinct id, kind from fact, unnest(kinds) as kind) one group by kind) \
    union all (select 'commune', code, coalesce(c.name, max(one.locality), code), count(*) \
        from (select id, commune_code as code, max(locality) as locality from fact where commune_code is not null group by id, code) one \
        left join communes c using (code) group by code, c.name order by count(*) desc, code limit 100) \
    union all (select 'sector', sector, null, count(*) \
        from (select distinct id, sector from fact, unnest(sectors) as sector) one group by sector \
        order by count(*) desc, sector limit 100) \
    union all (select 'stage', stage, null, count(*) \
        from (select distinct id, stage from fact where kinds @> '{startup}' and stage is not null) one group by stage) \
    order by count desc, value";

pub async fn counts(connection: &mut AsyncPgConnection, moment: &Moment, past: Option<&Moment>) -> QueryResult<Counts> {
    let rows: Vec<Row> = facts(moment, &Part::default()).push(COUNTS).load(connection).await?;
    let mut counts = Counts::default();
    for Row { dimension, value, label, count } in rows {
        let figure = StatisticsFigure::of(&dimension, value, label, count, past);
        match dimension.as_str() {
            "kind" => counts.kinds.push(figure),
            "commune" => counts.communes.push(figure),
            "sector" => counts.sectors.push(figure),
            "stage" => counts.stages.push(figure),
            _ => counts.organizations = Some(figure),
        }
    }
    Ok(counts)
}

#[derive(QueryableByName)]
struct Day {
    #[diesel(sql_type = Date)]
    day: NaiveDate,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// The first day, the last one, and those on which the figure changed: what came and what went, added up. A record counts on
/// the days at whose end it was shown; the days of several records of one organization are put together first.
pub async fn series(
    connection: &mut AsyncPgConnection,
    moment: &Moment,
    first: NaiveDate,
    part: &Part,
) -> QueryResult<Vec<(NaiveDate, i64)>> {
    let statement = merged(moment)
        .push(
            ", shown as (select coalesce(m.merged_into, f.organization_id) as id, \
            daterange((f.since at time zone 'Europe/Paris')::date, case when f.until <= ",
        )
        .bind::<Timestamptz, _>(moment.known_at)
        .push(" then (f.until at time zone 'Europe/Paris')::date end) * daterange(")
        .bind::<Date, _>(first)
        .push(", ")
        .bind::<Date, _>(moment.as_of)
        .push(
            ", '[]') as days from organization_facts f left join merged m using (organization_id) \
            where f.merged_into is null and (f.until is null or f.until > f.since) and f.since <= ",
        )
        .bind::<Timestamptz, _>(moment.known_at);
    let statement = only(statement, part)
        .push(
            "), stay as (select unnest(range_agg(days)) as days from shown where not isempty(days) group by id), \
            step as (select lower(days) as day, 1 as step from stay union all select upper(days), -1 from stay \
                union all select day, 0 from unnest(array[",
        )
        .bind::<Date, _>(first)
        .push(", ")
        .bind::<Date, _>(moment.as_of)
        .push(
            "]) as day), turn as (select day, sum(step) as step from step group by day) \
            select day, count from (select day, step, (sum(step) over (order by day))::bigint as count from turn) t where day <= ",
        )
        .bind::<Date, _>(moment.as_of)
        .push(" and (step <> 0 or day in (")
        .bind::<Date, _>(first)
        .push(", ")
        .bind::<Date, _>(moment.as_of)
        .push(")) order by day");
    let days: Vec<Day> = statement.load(connection).await?;
    Ok(days.into_iter().map(|Day { day, count }| (day, count)).collect())
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = SqlUuid)]
    id: OrganizationId,
    #[diesel(sql_type = Nullable<Text>)]
    slug: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
}

/// A page of those that are counted, and one more.
pub async fn organizations(
    connection: &mut AsyncPgConnection,
    moment: &Moment,
    part: &Part,
    after: Option<OrganizationId>,
    limit: i64,
) -> QueryResult<Vec<StatisticsOrganization>> {
    let mut statement = facts(moment, part)
        .push("select c.id, o.slug, o.name from (select distinct id from fact) c left join organizations o on o.id = c.id and o.status = 'published'");
    if let Some(id) = after {
        statement = statement.push(" where c.id > ").bind::<SqlUuid, _>(id);
    }
    let rows: Vec<Counted> = statement.push(" order by c.id limit ").bind::<BigInt, _>(limit).load(connection).await?;
    let told = |Counted { id, slug, name }| StatisticsOrganization { organization_id: id, slug, name };
    Ok(rows.into_iter().map(told).collect())
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many they are, as far as anybody counts.
pub async fn number(connection: &mut AsyncPgConnection, moment: &Moment, part: &Part) -> QueryResult<i64> {
    let statement = facts(moment, part)
        .push("select count(*) as count from (select distinct id from fact limit ")
        .bind::<BigInt, _>(COUNT_CAP + 1)
        .push(") one");
    Ok(statement.get_result::<Number>(connection).await?.count)
}
