//! All SQL of candidacies.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{Array, BigInt, Bool, Date, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    model::{Candidacy, CandidacyContact, CandidacyEvent, Milestone, Programme, Reason, Stage},
    plan,
    policy::Reader,
};
use crate::{
    db::{JsonColumn, Sql, Tx, sql},
    http::LangText,
    ids::{CandidacyId, Ref},
    label_programmes::queries as programmes,
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
    #[diesel(sql_type = Nullable<SqlUuid>)]
    superseded_by: Option<CandidacyId>,
    #[diesel(sql_type = Jsonb)]
    contacts: JsonColumn<Vec<CandidacyContact>>,
    #[diesel(sql_type = Jsonb)]
    summary: JsonColumn<LangText>,
    #[diesel(sql_type = Jsonb)]
    milestones: JsonColumn<Vec<Milestone>>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
}

impl Row {
    /// As this reader sees it.
    fn seen_by(self, reader: Reader) -> Candidacy {
        let Self {
            id,
            slug,
            name,
            programme,
            territory,
            lead,
            members,
            state,
            state_on,
            superseded_by,
            contacts,
            summary,
            milestones,
            revision,
            updated_at,
        } = self;
        let (name, programme, lead, summary, milestones) = (name.0, programme.0, lead.0, summary.0, milestones.0);
        let (contacts, state) = (contacts.0, Stage::from_name(&state));
        let mut milestones = milestones;
        plan::judge(&mut milestones, reader.today);
        if !reader.is_pilot {
            milestones.iter_mut().for_each(|milestone| milestone.owner = None);
        }
        let allowed_transitions = if reader.is_pilot { state.next().to_vec() } else { vec![] };
        Candidacy {
            id,
            slug,
            name,
            programme,
            territory,
            lead,
            members,
            state,
            state_on,
            allowed_transitions,
            superseded_by,
            summary,
            contacts,
            milestones,
            revision,
            updated_at,
        }
    }
}

const WHOLE: &str = "select c.id, c.slug, c.name, \
    c.programme || jsonb_strip_nulls(jsonb_build_object('id', p.id, 'slug', p.slug, 'call', c.call_slug)) as programme, c.territory, c.lead, c.members, c.state, c.state_on, c.summary, \
    c.superseded_by, c.contacts, c.revision, c.updated_at, coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'position', m.position, 'type', m.type, \
        'title', m.title, 'detail', m.detail, 'planned_on', m.planned_on, 'occurred_on', m.occurred_on, 'precision', m.precision, \
        'date_words', m.date_words, 'date_inferred', m.date_inferred, 'sources', m.sources, 'tasks', m.tasks, \
        'owner', case when m.owner_id is not null then jsonb_build_object('account_id', m.owner_id, 'name', account_name(m.owner_id)) end, \
        'depends_on', coalesce((select jsonb_agg(d.depends_on_id order by d.depends_on_id) from milestone_dependencies d \
            where d.milestone_id = m.id), '[]'), 'recorded_at', m.created_at, 'revision', m.revision) \
        order by coalesce(m.occurred_on, m.planned_on), m.position) \
        from milestones m where m.candidacy_id = c.id), '[]') as milestones \
    from candidacies c left join label_programmes p on p.id = c.programme_id";

/// What is not deposited yet is for pilots.
fn seen(reader: Reader) -> Sql {
    sql("(").bind::<Bool, _>(reader.is_pilot).push(" or c.state <> 'draft')")
}

/// In the order in which they were begun.
pub async fn list(connection: &mut AsyncPgConnection, reader: Reader) -> QueryResult<Vec<Candidacy>> {
    let statement = sql(WHOLE).push(" where ").append(seen(reader)).push(" order by c.created_at, c.id");
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().map(|row| row.seen_by(reader)).collect())
}

pub async fn find<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    id: &Ref<CandidacyId>,
    reader: Reader,
) -> QueryResult<Option<Candidacy>> {
    let statement = match id {
        Ref::Id(id) => sql(WHOLE).push(" where c.id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => sql(WHOLE).push(" where c.slug = ").bind::<Text, _>(slug.clone()),
    };
    let rows: Vec<Row> = statement.push(" and ").append(seen(reader)).load(connection).await?;
    Ok(rows.into_iter().next().map(|row| row.seen_by(reader)))
}

/// One as a pilot sees it, held until the transaction ends.
pub async fn lock(tx: &mut Tx, id: CandidacyId, reader: Reader) -> QueryResult<Option<Candidacy>> {
    sql("select from candidacies where id = ").bind::<SqlUuid, _>(id).push(" for update").execute(tx).await?;
    find(tx, &Ref::Id(id), reader).await
}

#[derive(QueryableByName)]
struct Slug {
    #[diesel(sql_type = Text)]
    slug: String,
}

/// A slug that no candidacy has yet: the wanted one, or with a number behind it.
pub async fn free_slug(tx: &mut Tx, wanted: &str) -> QueryResult<String> {
    let taken: Vec<Slug> = sql("select slug from candidacies where slug = ")
        .bind::<Text, _>(wanted.to_owned())
        .push(" or slug like ")
        .bind::<Text, _>(format!("{wanted}-%"))
        .load(tx)
        .await?;
    // Beside the candidacies the site keeps the labels.
    Ok(programmes::free(wanted, |slug| slug == "labels" || taken.iter().any(|row| row.slug == slug)))
}

pub async fn insert(tx: &mut Tx, candidacy: &Candidacy) -> QueryResult<()> {
    sql("insert into candidacies (id, slug, name, programme, programme_id, call_slug, territory, lead, members, state, summary, contacts) \
         values (")
        .bind::<SqlUuid, _>(candidacy.id)
        .push(", ")
        .bind::<Text, _>(candidacy.slug.clone())
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(candidacy.name.clone()))
        .push(", ")
        // Its words as they are now; which one it is says its id.
        .bind::<Jsonb, _>(JsonColumn(json!({
            "name": candidacy.programme.name, "description": candidacy.programme.description,
        })))
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(candidacy.programme.id)
        .push(", ")
        .bind::<Nullable<Text>, _>(candidacy.programme.call.clone())
        .push(", ")
        .bind::<Text, _>(candidacy.territory.clone())
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(candidacy.lead.clone()))
        .push(", ")
        .bind::<Array<Text>, _>(candidacy.members.clone())
        .push(", ")
        .bind::<Text, _>(candidacy.state.name())
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(candidacy.summary.clone()))
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(candidacy.contacts.clone()))
        .push(")")
        .execute(tx)
        .await
        .map(drop)
}

pub async fn update(tx: &mut Tx, candidacy: &Candidacy) -> QueryResult<()> {
    sql("update candidacies set name = ")
        .bind::<Jsonb, _>(JsonColumn(candidacy.name.clone()))
        .push(", territory = ")
        .bind::<Text, _>(candidacy.territory.clone())
        .push(", lead = ")
        .bind::<Jsonb, _>(JsonColumn(candidacy.lead.clone()))
        .push(", members = ")
        .bind::<Array<Text>, _>(candidacy.members.clone())
        .push(", state = ")
        .bind::<Text, _>(candidacy.state.name())
        .push(", state_on = ")
        .bind::<Nullable<Date>, _>(candidacy.state_on)
        .push(", superseded_by = ")
        .bind::<Nullable<SqlUuid>, _>(candidacy.superseded_by)
        .push(", summary = ")
        .bind::<Jsonb, _>(JsonColumn(candidacy.summary.clone()))
        .push(", contacts = ")
        .bind::<Jsonb, _>(JsonColumn(candidacy.contacts.clone()))
        .push(" where id = ")
        .bind::<SqlUuid, _>(candidacy.id)
        .execute(tx)
        .await
        .map(drop)
}

#[derive(QueryableByName)]
struct EventRow {
    #[diesel(sql_type = Jsonb)]
    event: JsonColumn<CandidacyEvent>,
}

/// In the order in which they were recorded, which is that in which they happened.
pub async fn events<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    id: CandidacyId,
) -> QueryResult<Vec<CandidacyEvent>> {
    let rows: Vec<EventRow> =
        sql("select jsonb_build_object('id', id, 'from', from_state, 'to', to_state, 'occurred_on', occurred_on, \
        'precision', precision, 'date_inferred', date_inferred, 'sources', sources, 'reason', reason, 'note', note, \
        'recorded_at', recorded_at) as event from candidacy_events where candidacy_id = ")
        .bind::<SqlUuid, _>(id)
        .push(" order by id")
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.event.0).collect())
}

pub async fn insert_event(tx: &mut Tx, candidacy: CandidacyId, event: &CandidacyEvent) -> QueryResult<()> {
    sql("insert into candidacy_events (id, candidacy_id, from_state, to_state, occurred_on, precision, date_inferred, sources, reason, \
         note, recorded_at) values (")
        .bind::<SqlUuid, _>(event.id)
        .push(", ")
        .bind::<SqlUuid, _>(candidacy)
        .push(", ")
        .bind::<Text, _>(event.from.name())
        .push(", ")
        .bind::<Text, _>(event.to.name())
        .push(", ")
        .bind::<Date, _>(event.occurred_on)
        .push(", ")
        .bind::<Text, _>(event.precision.name())
        .push(", ")
        .bind::<Bool, _>(event.date_inferred)
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(event.sources.clone()))
        .push(", ")
        .bind::<Nullable<Text>, _>(event.reason.map(Reason::name))
        .push(", ")
        .bind::<Nullable<Text>, _>(event.note.clone())
        .push(", ")
        .bind::<Timestamptz, _>(event.recorded_at)
        .push(")")
        .execute(tx)
        .await
        .map(drop)
}
