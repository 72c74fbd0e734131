//! All SQL of projects. Every finder takes its reader: what they may not see is not found.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{Array, BigInt, Bool, Date, Double, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};

use super::model::{
    Content, Project, ProjectCommune, ProjectEvent, ProjectNeed, ProjectOwner, ProjectParty, ProjectStatus, ServiceResource,
    StageFigures, Standing, kept_until,
};
use crate::{
    auth::Account,
    db::{JsonColumn, Sql, Tx, sql},
    directory::{distance_km, model::Stage},
    error::ErrorCode,
    http::Problem,
    identity::TotemRef,
    ids::{AccountId, EventId, ProjectId, TotemId},
    members::model::OrganizationRef,
    service_requests::model::ServiceRef,
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: ProjectId,
    #[diesel(sql_type = SqlUuid)]
    owner_id: AccountId,
    #[diesel(sql_type = Text)]
    owner_name: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    summary: Option<String>,
    #[diesel(sql_type = Text)]
    stage: String,
    #[diesel(sql_type = Date)]
    stage_on: NaiveDate,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Date)]
    status_on: NaiveDate,
    #[diesel(sql_type = Date)]
    last_on: NaiveDate,
    #[diesel(sql_type = Array<Text>)]
    needs: Vec<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    totem: Option<JsonColumn<TotemRef>>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    commune: Option<JsonColumn<ProjectCommune>>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    organization: Option<JsonColumn<OrganizationRef>>,
    #[diesel(sql_type = Bool)]
    organization_published: bool,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

impl From<Row> for Project {
    fn from(row: Row) -> Self {
        let Row {
            id,
            owner_id,
            owner_name,
            name,
            summary,
            stage,
            stage_on,
            status,
            status_on,
            last_on,
            needs,
            totem,
            commune,
            organization,
            organization_published,
            created_at,
            updated_at,
            revision,
        } = row;
        Self {
            id,
            name,
            summary,
            owner: ProjectOwner { account_id: owner_id, name: owner_name },
            stage: stage_of(&stage),
            stage_on,
            status: ProjectStatus::from_name(&status),
            status_on,
            needs: needs.iter().filter_map(|name| ProjectNeed::from_name(name)).collect(),
            totem: totem.map(|totem| totem.0),
            commune: commune.map(|commune| commune.0),
            organization: organization.map(|organization| organization.0),
            allowed_transitions: vec![],
            may_edit: false,
            kept_until: kept_until(updated_at),
            created_at,
            updated_at,
            revision,
            organization_published,
            last_on,
        }
    }
}

/// A database that holds another word was changed by hand.
fn stage_of(name: &str) -> Stage {
    Stage::from_name(name).unwrap_or(Stage::TalentDetected)
}

const WHOLE: &str = "select p.id, p.owner_id, coalesce(account_name(p.owner_id), '') as owner_name, p.name, p.summary, p.stage, \
    s.stage_on, p.status, s.status_on, s.last_on, p.needs, \
    case when t.id is not null then jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'city', t.city) end as totem, \
    case when c.code is not null then jsonb_build_object('code', c.code, 'name', c.name) end as commune, \
    case when o.id is not null then jsonb_build_object('id', o.id, 'slug', o.slug, 'name', o.name) end as organization, \
    coalesce(o.status = 'published', false) as organization_published, p.created_at, p.updated_at, p.revision \
    from projects p left join totems t on t.id = p.totem_id left join communes c on c.code = p.commune_code \
    left join organizations o on o.id = p.organization_id and o.status <> 'deleted' \
    cross join lateral (select max(e.occurred_on) filter (where e.from_stage is distinct from e.to_stage) as stage_on, \
        max(e.occurred_on) filter (where e.from_status is distinct from e.to_status) as status_on, max(e.occurred_on) as last_on \
        from project_events e where e.project_id = p.id) s where ";

async fn load<C: AsyncConnectionCore<Backend = Pg>>(connection: &mut C, statement: Sql) -> QueryResult<Vec<Project>> {
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// One's own and those of one's sites.
fn seen_by(account: &Account) -> Sql {
    sql(WHOLE)
        .push("(p.owner_id = ")
        .bind::<SqlUuid, _>(account.id)
        .push(" or p.totem_id = any(")
        .bind::<Array<SqlUuid>, _>(account.totems())
        .push("))")
}

pub async fn find<C>(connection: &mut C, account: &Account, id: ProjectId) -> QueryResult<Option<Project>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    Ok(load(connection, seen_by(account).push(" and p.id = ").bind::<SqlUuid, _>(id)).await?.into_iter().next())
}

/// The project, if this reader may see it, held until the transaction ends.
pub async fn lock(tx: &mut Tx, account: &Account, id: ProjectId) -> Result<Project, Problem> {
    sql("select id from projects where id = ").bind::<SqlUuid, _>(id).push(" for update").execute(tx).await?;
    find(tx, account, id).await?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// Which projects a list shows.
#[derive(Default)]
pub struct Filter {
    /// Those of a site, else one's own.
    pub totem: Option<TotemId>,
    pub stage: Option<Stage>,
    pub status: Option<ProjectStatus>,
    pub steps: Option<Steps>,
}

/// Those with a step that fulfils all of this.
pub struct Steps {
    pub entered: Option<Stage>,
    pub left: Option<Stage>,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

/// One page, the newest first.
pub async fn list<C>(
    connection: &mut C,
    account: &Account,
    filter: Filter,
    after: Option<ProjectId>,
    limit: i64,
) -> QueryResult<Vec<Project>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    let Filter { totem, stage, status, steps } = filter;
    let mut statement = match totem {
        Some(totem) => seen_by(account).push(" and p.totem_id = ").bind::<SqlUuid, _>(totem),
        None => sql(WHOLE).push("p.owner_id = ").bind::<SqlUuid, _>(account.id),
    };
    if let Some(stage) = stage {
        statement = statement.push(" and p.stage = ").bind::<Text, _>(stage.name());
    }
    if let Some(status) = status {
        statement = statement.push(" and p.status = ").bind::<Text, _>(status.name());
    }
    if let Some(Steps { entered, left, from, until }) = steps {
        statement = statement.push(
            " and exists (select from project_events e where e.project_id = p.id and e.from_stage is distinct from e.to_stage",
        );
        if let Some(stage) = entered {
            statement = statement.push(" and e.to_stage = ").bind::<Text, _>(stage.name());
        }
        if let Some(stage) = left {
            statement = statement.push(" and e.from_stage = ").bind::<Text, _>(stage.name());
        }
        if let Some(from) = from {
            statement = statement.push(" and e.occurred_on >= ").bind::<Date, _>(from);
        }
        if let Some(until) = until {
            statement = statement.push(" and e.occurred_on < ").bind::<Date, _>(until);
        }
        statement = statement.push(")");
    }
    if let Some(after) = after {
        statement = statement.push(" and p.id < ").bind::<SqlUuid, _>(after);
    }
    load(connection, statement.push(" order by p.id desc limit ").bind::<BigInt, _>(limit)).await
}

pub async fn insert(
    tx: &mut Tx,
    id: ProjectId,
    owner: AccountId,
    content: &Content,
    stage: Stage,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let Content { name, summary, needs, totem_id, commune_code, organization_id } = content.clone();
    sql("insert into projects (id, owner_id, name, summary, stage, needs, totem_id, commune_code, organization_id, created_at, updated_at) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(owner)
        .push(", ")
        .bind::<Text, _>(name)
        .push(", ")
        .bind::<Nullable<Text>, _>(summary)
        .push(", ")
        .bind::<Text, _>(stage.name())
        .push(", ")
        .bind::<Array<Text>, _>(names(&needs))
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(totem_id)
        .push(", ")
        .bind::<Nullable<Text>, _>(commune_code)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(organization_id)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(")")
        .execute(tx)
        .await
        .map(drop)
}

fn names(needs: &[ProjectNeed]) -> Vec<&'static str> {
    needs.iter().map(|need| need.name()).collect()
}

pub async fn update(tx: &mut Tx, id: ProjectId, content: &Content) -> QueryResult<()> {
    let Content { name, summary, needs, totem_id, commune_code, organization_id } = content.clone();
    sql("update projects set name = ")
        .bind::<Text, _>(name)
        .push(", summary = ")
        .bind::<Nullable<Text>, _>(summary)
        .push(", needs = ")
        .bind::<Array<Text>, _>(names(&needs))
        .push(", totem_id = ")
        .bind::<Nullable<SqlUuid>, _>(totem_id)
        .push(", commune_code = ")
        .bind::<Nullable<Text>, _>(commune_code)
        .push(", organization_id = ")
        .bind::<Nullable<SqlUuid>, _>(organization_id)
        .push(" where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
        .map(drop)
}

pub async fn delete(tx: &mut Tx, id: ProjectId) -> QueryResult<()> {
    sql("delete from projects where id = ").bind::<SqlUuid, _>(id).execute(tx).await.map(drop)
}

/// Where it stands after a step.
pub async fn stand(tx: &mut Tx, id: ProjectId, Standing { stage, status }: Standing) -> QueryResult<()> {
    sql("update projects set stage = ")
        .bind::<Text, _>(stage.name())
        .push(", status = ")
        .bind::<Text, _>(status.name())
        .push(" where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
        .map(drop)
}

pub async fn insert_event(tx: &mut Tx, project: ProjectId, event: ProjectEvent) -> QueryResult<()> {
    let ProjectEvent { id, occurred_on, recorded_at, party, from_stage, to_stage, from_status, to_status, note } = event;
    sql("insert into project_events (id, project_id, occurred_on, recorded_at, party, from_stage, to_stage, from_status, to_status, note) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(project)
        .push(", ")
        .bind::<Date, _>(occurred_on)
        .push(", ")
        .bind::<Timestamptz, _>(recorded_at)
        .push(", ")
        .bind::<Text, _>(party.name())
        .push(", ")
        .bind::<Nullable<Text>, _>(from_stage.map(Stage::name))
        .push(", ")
        .bind::<Text, _>(to_stage.name())
        .push(", ")
        .bind::<Nullable<Text>, _>(from_status.map(ProjectStatus::name))
        .push(", ")
        .bind::<Text, _>(to_status.name())
        .push(", ")
        .bind::<Nullable<Text>, _>(note)
        .push(")")
        .execute(tx)
        .await
        .map(drop)
}

#[derive(QueryableByName)]
struct EventRow {
    #[diesel(sql_type = SqlUuid)]
    id: EventId,
    #[diesel(sql_type = Date)]
    occurred_on: NaiveDate,
    #[diesel(sql_type = Timestamptz)]
    recorded_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    party: String,
    #[diesel(sql_type = Nullable<Text>)]
    from_stage: Option<String>,
    #[diesel(sql_type = Text)]
    to_stage: String,
    #[diesel(sql_type = Nullable<Text>)]
    from_status: Option<String>,
    #[diesel(sql_type = Text)]
    to_status: String,
    #[diesel(sql_type = Nullable<Text>)]
    note: Option<String>,
}

/// The steps of a project in their order.
pub async fn events<C>(
    connection: &mut C,
    project: ProjectId,
    after: Option<EventId>,
    limit: i64,
) -> QueryResult<Vec<ProjectEvent>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    let mut statement = sql(
        "select id, occurred_on, recorded_at, party, from_stage, to_stage, from_status, to_status, note from project_events where project_id = ",
    )
    .bind::<SqlUuid, _>(project);
    if let Some(after) = after {
        statement = statement.push(" and id > ").bind::<SqlUuid, _>(after);
    }
    let rows: Vec<EventRow> = statement.push(" order by id limit ").bind::<BigInt, _>(limit).load(connection).await?;
    let event = |row| {
        let EventRow { id, occurred_on, recorded_at, party, from_stage, to_stage, from_status, to_status, note } = row;
        ProjectEvent {
            id,
            occurred_on,
            recorded_at,
            party: ProjectParty::from_name(&party),
            from_stage: from_stage.as_deref().map(stage_of),
            to_stage: stage_of(&to_stage),
            from_status: from_status.as_deref().map(ProjectStatus::from_name),
            to_status: ProjectStatus::from_name(&to_status),
            note,
        }
    };
    Ok(rows.into_iter().map(event).collect())
}

#[derive(QueryableByName)]
struct ServiceRow {
    #[diesel(sql_type = Jsonb)]
    totem: JsonColumn<TotemRef>,
    #[diesel(sql_type = Jsonb)]
    service: JsonColumn<ServiceRef>,
    #[diesel(sql_type = Nullable<Double>)]
    chord: Option<f64>,
}

/// What can be asked for now at the sites, for these needs, nearest first.
pub async fn services<C>(
    connection: &mut C,
    needs: &[ProjectNeed],
    near: Option<(f64, f64)>,
    today: NaiveDate,
) -> QueryResult<Vec<ServiceResource>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    let families: Vec<&str> = needs.iter().flat_map(|need| need.families()).map(|family| family.name()).collect();
    let (latitude, longitude) = near.unzip();
    let rows: Vec<ServiceRow> = sql(
        "select jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'city', t.city) as totem, jsonb_build_object('id', s.id, 'slug', s.slug, 'family', s.family, 'name', s.name) as service, on_earth(t.latitude, t.longitude) <-> on_earth(",
    )
    .bind::<Nullable<Double>, _>(latitude)
    .push(", ")
    .bind::<Nullable<Double>, _>(longitude)
    .push(") as chord from totem_services s join totems t on t.id = s.totem_id where t.status <> 'closed' and (s.status = 'active' or s.resumes_on <= ")
    .bind::<Date, _>(today)
    .push(") and s.family = any(")
    .bind::<Array<Text>, _>(families)
    .push(") order by chord, t.city, t.id, s.position, s.id")
    .load(connection)
    .await?;
    let resource = |ServiceRow { totem, service, chord }: ServiceRow| {
        let family = service.0.family;
        let needs = needs.iter().copied().filter(|need| need.families().contains(&family)).collect();
        ServiceResource { needs, totem: totem.0, service: service.0, distance_km: chord.map(distance_km) }
    };
    Ok(rows.into_iter().map(resource).collect())
}

#[derive(QueryableByName)]
struct FiguresRow {
    #[diesel(sql_type = Text)]
    stage: String,
    #[diesel(sql_type = BigInt)]
    active: i64,
    #[diesel(sql_type = BigInt)]
    paused: i64,
    #[diesel(sql_type = BigInt)]
    abandoned: i64,
    #[diesel(sql_type = BigInt)]
    entered: i64,
    #[diesel(sql_type = BigInt)]
    left: i64,
    #[diesel(sql_type = Nullable<Double>)]
    median_days: Option<f64>,
}

/// The stages of the path with the projects of a site. A stay is the time from a step to a stage to the next one from it;
/// of its days those count that the project was active.
pub async fn figures<C>(connection: &mut C, totem: TotemId, from: NaiveDate, until: NaiveDate) -> QueryResult<Vec<StageFigures>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    let within = |statement: Sql, day: &'static str| {
        statement.push(day).push(" >= ").bind::<Date, _>(from).push(" and ").push(day).push(" < ").bind::<Date, _>(until)
    };
    let statement = sql(
        "with own as (select id, stage, status from projects where totem_id = ",
    )
    .bind::<SqlUuid, _>(totem)
    .push(
        "), steps as (select e.project_id, e.occurred_on, e.to_stage, e.to_status, lead(e.occurred_on) over w as next_on, lead(e.to_stage) over w as next_stage, count(*) filter (where e.from_stage is distinct from e.to_stage) over w as stay from project_events e join own on own.id = e.project_id window w as (partition by e.project_id order by e.id)), \
        stays as (select project_id, to_stage as stage, min(occurred_on) as entered_on, max(next_on) filter (where next_stage <> to_stage) as left_on, coalesce(sum(next_on - occurred_on) filter (where to_status = 'active'), 0)::float8 as days from steps group by project_id, stay, to_stage), \
        moves as (select stage, count(distinct project_id) filter (where ",
    );
    let statement = within(statement, "entered_on").push(") as entered, count(distinct project_id) filter (where ");
    let statement =
        within(statement, "left_on").push(") as \"left\", percentile_cont(0.5) within group (order by days) filter (where ");
    let rows: Vec<FiguresRow> = within(statement, "left_on")
        .push(
            ") as median_days from stays group by stage), \
            now as (select stage, count(*) filter (where status = 'active') as active, count(*) filter (where status = 'paused') as paused, count(*) filter (where status = 'abandoned') as abandoned from own group by stage) \
            select s.stage, coalesce(n.active, 0) as active, coalesce(n.paused, 0) as paused, coalesce(n.abandoned, 0) as abandoned, coalesce(m.entered, 0) as entered, coalesce(m.\"left\", 0) as \"left\", m.median_days from unnest(",
        )
        .bind::<Array<Text>, _>(Stage::ALL.map(Stage::name).to_vec())
        .push(") with ordinality as s(stage, place) left join now n on n.stage = s.stage left join moves m on m.stage = s.stage order by s.place")
        .load(connection)
        .await?;
    let stage = |FiguresRow { stage, active, paused, abandoned, entered, left, median_days }| StageFigures {
        stage: stage_of(&stage),
        active,
        paused,
        abandoned,
        entered,
        left,
        median_days,
    };
    Ok(rows.into_iter().map(stage).collect())
}
