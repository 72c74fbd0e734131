//! The SQL of figures.

use diesel::{
    QueryResult, QueryableByName,
    sql_types::{BigInt, Nullable, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::StatisticsFigure;
use crate::db::sql;

/// Figures by what they are counted by.
#[derive(Default)]
pub struct Counts {
    pub organizations: i64,
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

/// All of them in one statement, each as its list would count it: `kinds @>` makes a start-up, as it does there.
const COUNTS: &str = "\
    (select 'all' as dimension, null as value, null as label, count(*) as count \
        from organizations where status = 'published') \
    union all (select 'kind', kind, null, count(distinct o.id) \
        from organizations o, unnest(o.kinds) as kind where o.status = 'published' group by kind) \
    union all (select 'commune', o.commune_code, coalesce(c.name, max(o.locality), o.commune_code), count(*) \
        from organizations o left join communes c on c.code = o.commune_code \
        where o.status = 'published' and o.commune_code is not null group by o.commune_code, c.name \
        order by count(*) desc, o.commune_code limit 100) \
    union all (select 'sector', sector, null, count(distinct o.id) \
        from organizations o, unnest(o.sectors) as sector where o.status = 'published' group by sector \
        order by count(distinct o.id) desc, sector limit 100) \
    union all (select 'stage', o.stage, null, count(*) \
        from organizations o where o.status = 'published' and o.kinds @> '{startup}' and o.stage is not null group by o.stage) \
    order by count desc, value";

pub async fn counts(connection: &mut AsyncPgConnection) -> QueryResult<Counts> {
    let rows: Vec<Row> = sql(COUNTS).load(connection).await?;
    let mut counts = Counts::default();
    for Row { dimension, value, label, count } in rows {
        let figures = match dimension.as_str() {
            "kind" => &mut counts.kinds,
            "commune" => &mut counts.communes,
            "sector" => &mut counts.sectors,
            "stage" => &mut counts.stages,
            _ => {
                counts.organizations = count;
                continue;
            }
        };
        figures.push(StatisticsFigure::of(&dimension, value, label, count));
    }
    Ok(counts)
}
