//! All SQL of candidacies.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Date, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Candidacy, Milestone, Programme};
use crate::{
    db::{JsonColumn, sql},
    http::LangText,
    ids::{CandidacyId, Ref},
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: CandidacyId,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Jsonb)]
    name: JsonColumn<LangText>,
    #[diesel(sql_type = Jsonb)]
    programme: JsonColumn<Programme>,
    #[diesel(sql_type = Text)]
    territory: String,
    #[diesel(sql_type = Jsonb)]
    lead: JsonColumn<LangText>,
    #[diesel(sql_type = Array<Text>)]
    members: Vec<String>,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Nullable<Date>)]
    state_on: Option<NaiveDate>,
    #[diesel(sql_type = Jsonb)]
    summary: JsonColumn<LangText>,
    #[diesel(sql_type = Jsonb)]
    milestones: JsonColumn<Vec<Milestone>>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
}

impl From<Row> for Candidacy {
    fn from(row: Row) -> Self {
        let Row {
            id,
            slug,
            name,
            programme,
            territory,
            lead,
            members,
            state,
            state_on,
            summary,
            milestones,
            revision,
            updated_at,
        } = row;
        let (name, programme, lead, summary, milestones) = (name.0, programme.0, lead.0, summary.0, milestones.0);
        Self { id, slug, name, programme, territory, lead, members, state, state_on, summary, milestones, revision, updated_at }
    }
}

const WHOLE: &str = "select c.id, c.slug, c.name, c.programme, c.territory, c.lead, c.members, c.state, c.state_on, c.summary, \
    c.revision, c.updated_at, coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'position', m.position, 'type', m.type, \
        'title', m.title, 'detail', m.detail, 'planned_on', m.planned_on, 'occurred_on', m.occurred_on, 'precision', m.precision, \
        'date_words', m.date_words, 'date_inferred', m.date_inferred, \
        'state', case when m.occurred_on is null then 'planned' else 'done' end, 'sources', m.sources) order by m.position) \
        from milestones m where m.candidacy_id = c.id), '[]') as milestones from candidacies c";

pub async fn list(connection: &mut AsyncPgConnection) -> QueryResult<Vec<Candidacy>> {
    let rows: Vec<Row> = sql(WHOLE).push(" order by c.slug").load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub async fn find(connection: &mut AsyncPgConnection, id: &Ref<CandidacyId>) -> QueryResult<Option<Candidacy>> {
    let statement = match id {
        Ref::Id(id) => sql(WHOLE).push(" where c.id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => sql(WHOLE).push(" where c.slug = ").bind::<Text, _>(slug.clone()),
    };
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().next().map(Into::into))
}
