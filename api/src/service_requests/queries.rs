//! All SQL of requests. Every finder takes its reader: what they may not see is not found.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{Array, BigInt, Binary, Bool, Date, Integer, Jsonb, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};
use uuid::Uuid;

use super::{
    answers::{AnswerFile, GivenAnswer},
    merges::PossibleDuplicate,
    model::{
        Assignee, Author, Contact, Message, Party, RequestRef, Response, Satisfaction, ServiceRef, ServiceRequest, Status, Step,
    },
};
use crate::{
    auth::{Account, Actor},
    clock,
    db::{JsonColumn, Sql, Tx, sql},
    error::ErrorCode,
    http::Problem,
    identity::TotemRef,
    ids::{AccountId, EventId, LinkId, MessageId, OrganizationId, ProjectId, Ref, RequestId, ServiceId, TotemId},
    state::State,
    totems::{
        calendar::{ClosedDays, WorkingDays},
        questions::Question,
    },
};

/// The actor behind a link from a mail.
pub async fn actor_of_link(state: &State, id: LinkId) -> Result<Actor, Problem> {
    #[derive(QueryableByName)]
    struct Link {
        #[diesel(sql_type = SqlUuid)]
        request_id: RequestId,
        #[diesel(sql_type = Timestamptz)]
        expires_at: DateTime<Utc>,
    }
    let found = sql("select request_id, expires_at from request_links where id = ").bind::<SqlUuid, _>(id);
    let rows: Vec<Link> = state.db.read_everything(async |connection| found.load(connection).await).await?;
    match rows.into_iter().next() {
        None => Err(ErrorCode::TokenInvalid.into()),
        Some(link) if link.expires_at <= state.clock.now() => Err(ErrorCode::LinkExpired.into()),
        Some(link) => Ok(Actor::Link { id, request: link.request_id }),
    }
}

/// A service with its site, as a new request needs them.
#[derive(Clone, QueryableByName)]
pub struct Offer {
    #[diesel(sql_type = Jsonb)]
    pub totem: JsonColumn<TotemRef>,
    #[diesel(sql_type = Text)]
    pub totem_code: String,
    #[diesel(sql_type = Text)]
    calendar: String,
    #[diesel(sql_type = Jsonb)]
    closures: JsonColumn<Vec<ClosedDays>>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub service: Option<JsonColumn<ServiceRef>>,
    #[diesel(sql_type = Nullable<Integer>)]
    pub response_target_days: Option<i32>,
    #[diesel(sql_type = Bool)]
    pub available: bool,
    #[diesel(sql_type = Bool)]
    pub for_accounts: bool,
    #[diesel(sql_type = Jsonb)]
    pub questions: JsonColumn<Vec<Question>>,
}

impl Offer {
    pub fn days(&self) -> WorkingDays {
        WorkingDays::of(&self.calendar, self.closures.0.clone())
    }
}

/// The site and the service asked for; without the service when the site has no such one.
pub async fn offer(state: &State, totem: &Ref<TotemId>, service: &Ref<ServiceId>) -> Result<Option<Offer>, Problem> {
    let mut statement = sql(
        "select jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'city', t.city) as totem, t.code as totem_code, t.calendar, t.closures, case when s.id is not null then jsonb_build_object('id', s.id, 'slug', s.slug, 'family', s.family, 'name', s.name) end as service, s.response_target_days, coalesce(s.access = 'account', false) as for_accounts, coalesce(s.questions, '[]') as questions, coalesce(s.status = 'active' or s.resumes_on <= ",
    )
    .bind::<Date, _>(clock::day(state.clock.now()))
    .push(", false) and t.status <> 'closed' as available from totems t left join totem_services s on s.totem_id = t.id and ");
    statement = match service {
        Ref::Id(id) => statement.push("s.id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => statement.push("s.slug = ").bind::<Text, _>(slug.clone()),
    };
    statement = match totem {
        Ref::Id(id) => statement.push(" where t.id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => statement.push(" where t.slug = ").bind::<Text, _>(slug.clone()),
    };
    let rows: Vec<Offer> = state.db.read(async |connection| statement.load(connection).await).await?;
    Ok(rows.into_iter().next())
}

/// What a new request is to have besides what its readers see.
#[derive(Clone, Copy)]
pub struct Schedule {
    pub look_at: Option<DateTime<Utc>>,
    pub target_days: Option<i32>,
}

/// Inserts a request with its first event and, for whoever has no account, the link of its mail: one statement.
pub async fn insert(
    tx: &mut Tx,
    request: &ServiceRequest,
    schedule: Schedule,
    actor: &Step,
    actor_id: Option<Uuid>,
    link: Option<LinkId>,
) -> QueryResult<()> {
    let ServiceRequest {
        id,
        reference,
        totem,
        service,
        status,
        subject,
        body,
        answers,
        contact: Contact { name, email, phone, language },
        organization_id,
        project_id,
        requester_id,
        assignees: _,
        submitted_at,
        due_at,
        answered_at: _,
        closed_at: _,
        ends_at: _,
        confirm_before,
        satisfaction: _,
        merged_into: _,
        merged: _,
        allowed_transitions: _,
        reason: _,
        created_at,
        updated_at: _,
        revision: _,
    } = request.clone();
    let statement = sql("with request as (insert into service_requests (id, reference, totem_id, service_id, status, subject, body, answers, contact_name, contact_email, contact_phone, contact_language, requester_id, organization_id, project_id, confirm_before, submitted_at, due_at, look_at, target_days, created_at, updated_at) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<Text, _>(reference)
        .push(", ")
        .bind::<SqlUuid, _>(totem.id)
        .push(", ")
        .bind::<SqlUuid, _>(service.id)
        .push(", ")
        .bind::<Text, _>(status.name())
        .push(", ")
        .bind::<Text, _>(subject)
        .push(", ")
        .bind::<Text, _>(body)
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(answers))
        .push(", ")
        .bind::<Text, _>(name)
        .push(", ")
        .bind::<Text, _>(email)
        .push(", ")
        .bind::<Nullable<Text>, _>(phone)
        .push(", ")
        .bind::<Text, _>(language)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(requester_id)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(organization_id)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(project_id)
        .push(", ")
        .bind::<Nullable<Timestamptz>, _>(confirm_before)
        .push(", ")
        .bind::<Nullable<Timestamptz>, _>(submitted_at)
        .push(", ")
        .bind::<Nullable<Timestamptz>, _>(due_at)
        .push(", ")
        .bind::<Nullable<Timestamptz>, _>(schedule.look_at)
        .push(", ")
        .bind::<Nullable<Integer>, _>(schedule.target_days)
        .push(", ")
        .bind::<Timestamptz, _>(created_at)
        .push(", ")
        .bind::<Timestamptz, _>(created_at)
        .push("))");
    let statement = match link {
        None => statement,
        Some(link) => insert_link_values(
            statement.push(", link as (insert into request_links (id, request_id, created_at, expires_at) values ("),
            link,
            id,
            created_at,
        )
        .push("))"),
    };
    insert_step_values(statement.push(" "), id, actor, actor_id).execute(tx).await.map(drop)
}

fn insert_link_values(statement: Sql, link: LinkId, request: RequestId, now: DateTime<Utc>) -> Sql {
    statement
        .bind::<SqlUuid, _>(link)
        .push(", ")
        .bind::<SqlUuid, _>(request)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(", ")
        .bind::<Timestamptz, _>(now + super::model::LINK_LIFETIME)
}

fn insert_step_values(statement: Sql, request: RequestId, step: &Step, actor_id: Option<Uuid>) -> Sql {
    let Step { id, at, actor: Author { kind, name }, from, to, reason, note, totem } = step.clone();
    statement
        .push("insert into request_events (id, request_id, at, actor_kind, actor_id, actor_name, from_status, to_status, reason, note, totem_id) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(request)
        .push(", ")
        .bind::<Timestamptz, _>(at)
        .push(", ")
        .bind::<Text, _>(kind)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(actor_id)
        .push(", ")
        .bind::<Nullable<Text>, _>(name)
        .push(", ")
        .bind::<Nullable<Text>, _>(from)
        .push(", ")
        .bind::<Text, _>(to)
        .push(", ")
        .bind::<Nullable<Text>, _>(reason)
        .push(", ")
        .bind::<Nullable<Text>, _>(note)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(totem.map(|totem| totem.id))
        .push(")")
}

pub async fn insert_step(tx: &mut Tx, request: RequestId, step: &Step, actor_id: Option<Uuid>) -> QueryResult<()> {
    insert_step_values(sql(""), request, step, actor_id).execute(tx).await.map(drop)
}

pub async fn insert_link(tx: &mut Tx, request: RequestId, now: DateTime<Utc>) -> QueryResult<LinkId> {
    let link = LinkId::new();
    let statement = sql("insert into request_links (id, request_id, created_at, expires_at) values (");
    insert_link_values(statement, link, request, now).push(")").execute(tx).await?;
    Ok(link)
}

#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: RequestId,
    #[diesel(sql_type = Text)]
    reference: String,
    #[diesel(sql_type = Jsonb)]
    totem: JsonColumn<TotemRef>,
    #[diesel(sql_type = Text)]
    calendar: String,
    #[diesel(sql_type = Jsonb)]
    closures: JsonColumn<Vec<ClosedDays>>,
    #[diesel(sql_type = Jsonb)]
    service: JsonColumn<ServiceRef>,
    #[diesel(sql_type = Integer)]
    response_target_days: i32,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Text)]
    subject: String,
    #[diesel(sql_type = Text)]
    body: String,
    #[diesel(sql_type = Jsonb)]
    answers: JsonColumn<Vec<GivenAnswer>>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    answer_files: Option<JsonColumn<Vec<AnswerFile>>>,
    #[diesel(sql_type = Text)]
    contact_name: String,
    #[diesel(sql_type = Text)]
    contact_email: String,
    #[diesel(sql_type = Nullable<Text>)]
    contact_phone: Option<String>,
    #[diesel(sql_type = Text)]
    contact_language: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    organization_id: Option<OrganizationId>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    project_id: Option<ProjectId>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    requester_id: Option<AccountId>,
    #[diesel(sql_type = Jsonb)]
    assignees: JsonColumn<Vec<Assignee>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    submitted_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    due_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    waiting_since: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    answered_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    closed_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    confirm_before: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    look_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Integer>)]
    target_days: Option<i32>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    responded_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Integer>)]
    response_days: Option<i32>,
    #[diesel(sql_type = Nullable<Bool>)]
    in_time: Option<bool>,
    #[diesel(sql_type = Integer)]
    reopenings: i32,
    #[diesel(sql_type = Nullable<Jsonb>)]
    satisfaction: Option<JsonColumn<Satisfaction>>,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    merged_into: Option<JsonColumn<RequestRef>>,
    #[diesel(sql_type = Jsonb)]
    merged: JsonColumn<Vec<RequestRef>>,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

/// A request as work is done on it.
pub struct Found {
    pub request: ServiceRequest,
    pub days: WorkingDays,
    pub response_target_days: u32,
    pub waiting_since: Option<DateTime<Utc>>,
    /// When the service looks at it by itself.
    pub look_at: Option<DateTime<Utc>>,
    /// Within how many working days an answer was promised.
    pub target_days: Option<i32>,
    pub response: Option<Response>,
    pub reopenings: i32,
}

impl From<Row> for Found {
    fn from(row: Row) -> Self {
        let Row {
            id,
            reference,
            totem,
            calendar,
            closures,
            service,
            response_target_days,
            status,
            subject,
            body,
            answers: JsonColumn(mut answers),
            answer_files,
            contact_name: name,
            contact_email: email,
            contact_phone: phone,
            contact_language: language,
            organization_id,
            project_id,
            requester_id,
            assignees,
            submitted_at,
            due_at,
            waiting_since,
            answered_at,
            closed_at,
            confirm_before,
            look_at,
            target_days,
            responded_at,
            response_days,
            in_time,
            reopenings,
            satisfaction,
            reason,
            merged_into,
            merged,
            created_at,
            updated_at,
            revision,
        } = row;
        let status = Status::from_name(&status);
        let files = answer_files.map(|files| files.0).unwrap_or_default();
        answers.iter_mut().for_each(|answer| answer.answer_by(&files));
        let request = ServiceRequest {
            id,
            reference,
            totem: totem.0,
            service: service.0,
            status,
            subject,
            body,
            answers,
            contact: Contact { name, email, phone, language },
            organization_id,
            project_id,
            requester_id,
            assignees: assignees.0,
            submitted_at,
            due_at,
            answered_at,
            closed_at,
            ends_at: status.ends_at(waiting_since, answered_at),
            confirm_before,
            satisfaction: satisfaction.map(|satisfaction| satisfaction.0),
            allowed_transitions: vec![],
            reason,
            merged_into: merged_into.map(|request| request.0),
            merged: merged.0,
            created_at,
            updated_at,
            revision,
        };
        let (days, target) = (WorkingDays::of(&calendar, closures.0), u32::try_from(response_target_days).unwrap_or(1));
        let response = responded_at.zip(response_days).zip(in_time);
        let response = response.map(|((at, days), in_time)| Response { at, days, in_time });
        Self { request, days, response_target_days: target, waiting_since, look_at, target_days, response, reopenings }
    }
}

const WHOLE: &str = "select r.id, r.reference, jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'city', t.city) as totem, \
    t.calendar, t.closures, jsonb_build_object('id', s.id, 'slug', s.slug, 'family', s.family, 'name', s.name) as service, \
    s.response_target_days, r.status, r.subject, r.body, r.answers, \
    case when r.answers @> '[{\"type\": \"file\"}]' then (select jsonb_agg(jsonb_build_object('question_id', d.question_id, 'id', d.id) order by d.id) \
        from request_documents d where d.request_id = r.id and d.question_id is not null and d.status not in ('receiving', 'infected')) end as answer_files, \
    r.contact_name, r.contact_email, r.contact_phone, r.contact_language, \
    r.organization_id, r.project_id, r.requester_id, coalesce((select jsonb_agg(jsonb_build_object('account_id', a.account_id, 'name', a.name, \
        'lead', a.lead) order by a.lead desc, a.name) from (select request_id, account_id, lead, account_name(account_id) as name from request_assignments) a \
        where a.request_id = r.id), '[]') as assignees, r.submitted_at, r.due_at, r.waiting_since, r.answered_at, r.closed_at, \
    r.confirm_before, r.look_at, r.target_days, r.responded_at, r.response_days, r.in_time, r.reopenings, \
    case when r.satisfaction is not null then jsonb_build_object('score', r.satisfaction, 'comment', r.satisfaction_comment, \
        'created_at', r.satisfied_at) end as satisfaction, r.reason, \
    (select jsonb_build_object('id', m.id, 'reference', m.reference) from service_requests m where m.id = r.merged_into) as merged_into, \
    coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'reference', m.reference) order by m.id) from service_requests m \
        where m.merged_into = r.id), '[]') as merged, r.created_at, r.updated_at, r.revision \
    from service_requests r join totems t on t.id = r.totem_id join totem_services s on s.id = r.service_id where ";

/// Only rows that this reader may see: as requester, by link, or as agent of the site once it was sent.
fn visible_to(statement: Sql, actor: &Actor) -> Sql {
    match actor {
        Actor::Anonymous | Actor::Client(_) => statement.push("false"),
        Actor::Link { request, .. } => statement.push("r.id = ").bind::<SqlUuid, _>(*request),
        Actor::Account(account) => statement
            .push("(r.requester_id = ")
            .bind::<SqlUuid, _>(account.id)
            .push(" or (r.totem_id = any(")
            .bind::<Array<SqlUuid>, _>(account.totems())
            .push(") and r.submitted_at is not null))"),
    }
}

/// The request, if this reader may see it.
pub async fn find<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    actor: &Actor,
    id: RequestId,
) -> QueryResult<Option<Found>> {
    let statement = visible_to(sql(WHOLE), actor).push(" and r.id = ").bind::<SqlUuid, _>(id);
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

async fn hold(tx: &mut Tx, id: RequestId) -> QueryResult<()> {
    let held = sql("select id from service_requests where id = ").bind::<SqlUuid, _>(id).push(" for update");
    held.execute(tx).await.map(drop)
}

/// The request whoever may see it, held until the transaction ends: for the service itself.
pub async fn lock_for_service(tx: &mut Tx, id: RequestId) -> QueryResult<Option<Found>> {
    hold(tx, id).await?;
    let rows: Vec<Row> = sql(WHOLE).push("r.id = ").bind::<SqlUuid, _>(id).load(tx).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// The request, if this reader may see it, held until the transaction ends.
pub async fn lock(tx: &mut Tx, actor: &Actor, id: RequestId) -> Result<Found, Problem> {
    hold(tx, id).await?;
    find(tx, actor, id).await?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// One page of what somebody asked for, or of what they may see of a project, the newest first.
pub fn own(account: &Account, project: Option<ProjectId>, after: Option<RequestId>, limit: i64) -> Sql {
    let mut statement = match project {
        None => sql(WHOLE).push("r.requester_id = ").bind::<SqlUuid, _>(account.id),
        Some(project) => {
            visible_to(sql(WHOLE), &Actor::Account(account.clone())).push(" and r.project_id = ").bind::<SqlUuid, _>(project)
        }
    };
    if let Some(after) = after {
        statement = statement.push(" and r.id < ").bind::<SqlUuid, _>(after);
    }
    statement.push(" order by r.id desc limit ").bind::<BigInt, _>(limit)
}

pub async fn load<C: AsyncConnectionCore<Backend = Pg>>(connection: &mut C, statement: Sql) -> QueryResult<Vec<Found>> {
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Stores what a step changed, and when the service has to look at it.
pub async fn update(tx: &mut Tx, found: &Found, now: DateTime<Utc>) -> QueryResult<()> {
    let request = &found.request;
    sql("update service_requests set status = ")
        .bind::<Text, _>(request.status.name())
        .push(", reason = ")
        .bind::<Nullable<Text>, _>(request.reason.clone())
        .push(", submitted_at = ")
        .bind::<Nullable<Timestamptz>, _>(request.submitted_at)
        .push(", due_at = ")
        .bind::<Nullable<Timestamptz>, _>(request.due_at)
        .push(", waiting_since = ")
        .bind::<Nullable<Timestamptz>, _>(found.waiting_since)
        .push(", answered_at = ")
        .bind::<Nullable<Timestamptz>, _>(request.answered_at)
        .push(", closed_at = ")
        .bind::<Nullable<Timestamptz>, _>(request.closed_at)
        .push(", confirm_before = ")
        .bind::<Nullable<Timestamptz>, _>(request.confirm_before)
        .push(", look_at = ")
        .bind::<Nullable<Timestamptz>, _>(found.next_look(now))
        .push(", target_days = ")
        .bind::<Nullable<Integer>, _>(found.target_days)
        .push(", responded_at = ")
        .bind::<Nullable<Timestamptz>, _>(found.response.map(|response| response.at))
        .push(", response_days = ")
        .bind::<Nullable<Integer>, _>(found.response.map(|response| response.days))
        .push(", in_time = ")
        .bind::<Nullable<Bool>, _>(found.response.map(|response| response.in_time))
        .push(", reopenings = ")
        .bind::<Integer, _>(found.reopenings)
        .push(" where id = ")
        .bind::<SqlUuid, _>(request.id)
        .execute(tx)
        .await
        .map(drop)
}

/// Puts somebody in charge; the first one leads, and a new lead takes over from the old one.
pub async fn assign(tx: &mut Tx, request: RequestId, account: AccountId, lead: bool, now: DateTime<Utc>) -> QueryResult<()> {
    if lead {
        sql("update request_assignments set lead = false where lead and request_id = ")
            .bind::<SqlUuid, _>(request)
            .execute(tx)
            .await?;
    }
    sql("insert into request_assignments (request_id, account_id, lead, assigned_at) values (")
        .bind::<SqlUuid, _>(request)
        .push(", ")
        .bind::<SqlUuid, _>(account)
        .push(", ")
        .bind::<Bool, _>(lead)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(
            ") on conflict on constraint request_assignments_key do update set lead = excluded.lead or request_assignments.lead",
        )
        .execute(tx)
        .await
        .map(drop)
}

/// Nobody is in charge any more.
pub async fn unassign(tx: &mut Tx, request: RequestId) -> QueryResult<()> {
    sql("delete from request_assignments where request_id = ").bind::<SqlUuid, _>(request).execute(tx).await.map(drop)
}

/// Gives it to another site, in triage; the revision that it then has.
pub async fn hand_over(tx: &mut Tx, found: &Found, now: DateTime<Utc>) -> QueryResult<i64> {
    let request = &found.request;
    #[derive(QueryableByName)]
    struct Revision {
        #[diesel(sql_type = BigInt)]
        revision: i64,
    }
    let statement = sql("select hand_over(")
        .bind::<SqlUuid, _>(request.id)
        .push(", ")
        .bind::<SqlUuid, _>(request.totem.id)
        .push(", ")
        .bind::<SqlUuid, _>(request.service.id)
        .push(", ")
        .bind::<Nullable<Timestamptz>, _>(request.due_at)
        .push(", ")
        .bind::<Nullable<Timestamptz>, _>(found.next_look(now))
        .push(") as revision");
    statement.get_result::<Revision>(tx).await.map(|row| row.revision)
}

/// Whether somebody works at a site.
pub async fn is_agent(tx: &mut Tx, account: AccountId, totem: TotemId) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct There {
        #[diesel(sql_type = Bool)]
        there: bool,
    }
    sql("select exists (select from grants where role in ('agent', 'manager') and account_id = ")
        .bind::<SqlUuid, _>(account)
        .push(" and totem_id = ")
        .bind::<SqlUuid, _>(totem)
        .push(") as there")
        .get_result::<There>(tx)
        .await
        .map(|row| row.there)
}

#[derive(QueryableByName)]
struct DuplicateRow {
    #[diesel(sql_type = SqlUuid)]
    id: RequestId,
    #[diesel(sql_type = Text)]
    reference: String,
    #[diesel(sql_type = Text)]
    subject: String,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Timestamptz)]
    submitted_at: DateTime<Utc>,
}

/// The other open requests of whoever asked, at the same site, that a site may end.
pub async fn duplicates<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    request: &ServiceRequest,
) -> QueryResult<Vec<PossibleDuplicate>> {
    let statement = sql("select id, reference, subject, status, submitted_at from service_requests where status in ('submitted', 'triage', 'assigned', 'in_progress') and totem_id = ")
        .bind::<SqlUuid, _>(request.totem.id)
        .push(" and id <> ")
        .bind::<SqlUuid, _>(request.id)
        .push(" and (requester_id = ")
        .bind::<Nullable<SqlUuid>, _>(request.requester_id)
        .push(" or lower(contact_email) = ")
        .bind::<Text, _>(request.contact.email.to_lowercase())
        .push(") order by id desc limit 50");
    let rows: Vec<DuplicateRow> = statement.load(connection).await?;
    let duplicate = |DuplicateRow { id, reference, subject, status, submitted_at }| PossibleDuplicate {
        request: RequestRef { id, reference },
        subject,
        status: Status::from_name(&status),
        submitted_at,
    };
    Ok(rows.into_iter().map(duplicate).collect())
}

/// What belongs to the one belongs to the other from now on.
pub async fn join(tx: &mut Tx, duplicate: RequestId, kept: RequestId) -> QueryResult<()> {
    for (set, of) in [
        ("update service_requests set merged_into = ", " where id = "),
        ("update service_requests set merged_into = ", " where merged_into = "),
        ("update request_messages set request_id = ", " where request_id = "),
        ("update request_documents set question_id = null, request_id = ", " where request_id = "),
    ] {
        sql(set).bind::<SqlUuid, _>(kept).push(of).bind::<SqlUuid, _>(duplicate).execute(tx).await?;
    }
    Ok(())
}

/// Keeps what whoever asked thinks of it.
pub async fn rate(tx: &mut Tx, request: RequestId, satisfaction: &Satisfaction) -> QueryResult<()> {
    sql("update service_requests set satisfaction = ")
        .bind::<SmallInt, _>(satisfaction.score)
        .push(", satisfaction_comment = ")
        .bind::<Nullable<Text>, _>(satisfaction.comment.clone())
        .push(", satisfied_at = ")
        .bind::<Timestamptz, _>(satisfaction.created_at)
        .push(" where id = ")
        .bind::<SqlUuid, _>(request)
        .execute(tx)
        .await
        .map(drop)
}

pub async fn insert_message(
    tx: &mut Tx,
    request: RequestId,
    message: &Message,
    author: Option<AccountId>,
    mail_digest: Option<Vec<u8>>,
) -> QueryResult<()> {
    let Message { id, author: Author { kind, name }, body, internal, created_at } = message.clone();
    sql("insert into request_messages (id, request_id, author_kind, author_id, author_name, body, internal, created_at, mail_digest) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(request)
        .push(", ")
        .bind::<Text, _>(kind)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(author)
        .push(", ")
        .bind::<Text, _>(name.unwrap_or_default())
        .push(", ")
        .bind::<Text, _>(body)
        .push(", ")
        .bind::<Bool, _>(internal)
        .push(", ")
        .bind::<Timestamptz, _>(created_at)
        .push(", ")
        .bind::<Nullable<Binary>, _>(mail_digest)
        .push(")")
        .execute(tx)
        .await
        .map(drop)
}

#[derive(QueryableByName)]
struct MessageRow {
    #[diesel(sql_type = SqlUuid)]
    id: MessageId,
    #[diesel(sql_type = Text)]
    author_kind: String,
    #[diesel(sql_type = Text)]
    author_name: String,
    #[diesel(sql_type = Text)]
    body: String,
    #[diesel(sql_type = Bool)]
    internal: bool,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
}

/// Messages in their order; notes among agents only for agents.
pub async fn messages<C>(
    connection: &mut C,
    request: RequestId,
    party: Party,
    after: Option<MessageId>,
    limit: i64,
) -> QueryResult<Vec<Message>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    let mut statement =
        sql("select id, author_kind, author_name, body, internal, created_at from request_messages where request_id = ")
            .bind::<SqlUuid, _>(request);
    if party != Party::Agent {
        statement = statement.push(" and not internal");
    }
    if let Some(after) = after {
        statement = statement.push(" and id > ").bind::<SqlUuid, _>(after);
    }
    let rows: Vec<MessageRow> = statement.push(" order by id limit ").bind::<BigInt, _>(limit).load(connection).await?;
    let message = |MessageRow { id, author_kind: kind, author_name, body, internal, created_at }| {
        let author = Author { kind, name: Some(author_name) };
        Message { id, author, body, internal, created_at }
    };
    Ok(rows.into_iter().map(message).collect())
}

#[derive(QueryableByName)]
struct StepRow {
    #[diesel(sql_type = SqlUuid)]
    id: EventId,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    actor_kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    actor_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    from_status: Option<String>,
    #[diesel(sql_type = Text)]
    to_status: String,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    note: Option<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    totem: Option<JsonColumn<TotemRef>>,
}

/// The steps of a request in their order.
pub async fn steps<C>(connection: &mut C, request: RequestId, after: Option<EventId>, limit: i64) -> QueryResult<Vec<Step>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    let mut statement = sql(
        "select e.id, e.at, e.actor_kind, e.actor_name, e.from_status, e.to_status, e.reason, e.note, case when t.id is not null then jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'city', t.city) end as totem from request_events e left join totems t on t.id = e.totem_id where e.request_id = ",
    )
    .bind::<SqlUuid, _>(request);
    if let Some(after) = after {
        statement = statement.push(" and e.id > ").bind::<SqlUuid, _>(after);
    }
    let rows: Vec<StepRow> = statement.push(" order by e.id limit ").bind::<BigInt, _>(limit).load(connection).await?;
    let step = |StepRow { id, at, actor_kind: kind, actor_name: name, from_status: from, to_status: to, reason, note, totem }| {
        Step { id, at, actor: Author { kind, name }, from, to, reason, note, totem: totem.map(|totem| totem.0) }
    };
    Ok(rows.into_iter().map(step).collect())
}
