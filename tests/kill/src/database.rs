//! The cluster that survives the kills, with real fsync, and what must hold in it at every moment.

use std::{
    fs,
    path::Path,
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use lorntech_postgres::{Cluster, Durability, Options, SUPERUSER};
use postgres::{Client, NoTls};
use rustix::process::{Pid, Signal, kill_process};

use crate::service::lock;

const OWNER: &str = "lorntech_owner";
const RUNTIME: &str = "lorntech_app";
/// Local to a cluster that only this run reaches.
const PASSWORD: &str = "of-this-run-only";
/// Filled once, copied for each run.
const TEMPLATE: &str = "filled";
/// A killed client's connections are gone by then.
const GONE_WITHIN: Duration = Duration::from_secs(5);

/// Processes that were killed are gone by then.
const DEAD_WITHIN: Duration = Duration::from_secs(10);

pub struct Server {
    options: Options,
    /// `None` between a kill and the next start.
    cluster: Mutex<Option<Cluster>>,
}

impl Server {
    pub fn start(folder: &Path) -> Result<Self, String> {
        let settings = [("shared_buffers", "128MB"), ("max_connections", "120"), ("jit", "off")];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let options = Options { root: folder.join("postgres"), durability: Durability::Durable, settings };
        let server = Self { options, cluster: Mutex::new(None) };
        server.start_again()?;
        let mut superuser = server.superuser("postgres")?;
        for role in [OWNER, RUNTIME] {
            let make = format!("create role {role} login nosuperuser nocreatedb nocreaterole nobypassrls password '{PASSWORD}'");
            superuser.batch_execute(&make).map_err(said)?;
        }
        superuser.batch_execute(&format!("create database {TEMPLATE} owner {OWNER}")).map_err(said)?;
        Ok(server)
    }

    /// A copy of the filled database; nobody may be connected to that one.
    pub fn copy(&self, name: &str) -> Result<(), String> {
        let mut superuser = self.superuser("postgres")?;
        superuser.batch_execute(&format!("create database {name} template {TEMPLATE} owner {OWNER}")).map_err(said)?;
        // What the copy left to be written is not to slow down the first writes of the run.
        superuser.batch_execute("checkpoint").map_err(said)
    }

    pub fn superuser(&self, database: &str) -> Result<Client, String> {
        let password = lock(&self.cluster).as_ref().and_then(|cluster| cluster.superuser_password().map(str::to_owned));
        Client::connect(&self.url(SUPERUSER, password.as_deref(), database)?, NoTls).map_err(said)
    }

    /// By the link to the socket, which stays where it is when the server is started again.
    fn url(&self, user: &str, password: Option<&str>, database: &str) -> Result<String, String> {
        let cluster = lock(&self.cluster);
        let cluster = cluster.as_ref().ok_or("PostgreSQL was killed")?;
        let encoded = |path: &Path| path.to_string_lossy().replace('/', "%2F");
        let link = encoded(&cluster.root().join("socket"));
        Ok(cluster.url(user, password, database).replace(&encoded(cluster.socket_dir()), &link))
    }

    /// What the service needs to reach it.
    pub fn environment(&self, database: &str) -> Result<[(&'static str, String); 2], String> {
        Ok([
            ("DATABASE_URL", self.url(RUNTIME, Some(PASSWORD), database)?),
            ("LORNTECH_OWNER_DATABASE_URL", self.url(OWNER, Some(PASSWORD), database)?),
        ])
    }

    pub fn template_environment(&self) -> Result<[(&'static str, String); 2], String> {
        self.environment(TEMPLATE)
    }

    /// SIGKILL for all its processes. The first one is held meanwhile, so that it neither notices nor starts others;
    /// killed first, it would leave children that keep the next start from its memory.
    pub fn kill(&self) -> Result<(), String> {
        let Some(cluster) = lock(&self.cluster).take() else { return Ok(()) };
        let first = i32::try_from(cluster.pid()).map_err(|error| error.to_string())?;
        signal(first, Signal::STOP)?;
        let children = fs::read_to_string(format!("/proc/{first}/task/{first}/children")).map_err(|error| error.to_string())?;
        let children: Vec<i32> = children.split_whitespace().filter_map(|pid| pid.parse().ok()).collect();
        for pid in &children {
            signal(*pid, Signal::KILL)?;
        }
        signal(first, Signal::KILL)?;
        let deadline = Instant::now() + DEAD_WITHIN;
        while children.iter().any(|pid| is_alive(*pid)) {
            if Instant::now() > deadline {
                return Err("PostgreSQL's processes do not end".to_owned());
            }
            // Nobody tells about the end of what is not one's own child.
            thread::sleep(Duration::from_millis(5));
        }
        cluster.stop().map_err(|error| error.to_string())
    }

    /// Returns when it accepts connections.
    pub fn start_again(&self) -> Result<(), String> {
        let cluster = Cluster::start(self.options.clone()).map_err(|error| error.to_string())?;
        *lock(&self.cluster) = Some(cluster);
        Ok(())
    }

    pub fn stop(self) -> Result<(), String> {
        lock(&self.cluster).take().map_or(Ok(()), |cluster| cluster.stop().map_err(|error| error.to_string()))
    }
}

fn signal(pid: i32, signal: Signal) -> Result<(), String> {
    let pid = Pid::from_raw(pid).ok_or("no process")?;
    match kill_process(pid, signal) {
        // A child that has just ended by itself is as good as killed.
        Ok(()) | Err(rustix::io::Errno::SRCH) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

fn is_alive(pid: i32) -> bool {
    let status = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    status.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

pub fn said(error: impl Into<postgres::Error>) -> String {
    let error = error.into();
    error.as_db_error().map_or_else(|| error.to_string(), |inner| inner.message().to_owned())
}

/// What has to be true after every commit, each as a query for what contradicts it. Every query is one statement, so it
/// sees one moment of a database that is being written to.
const INVARIANTS: &[(&str, &str)] = &[
    (
        "a request has exactly one first event",
        "select r.id::text from service_requests r left join request_events e on e.request_id = r.id and e.from_status is null
         group by r.id having count(e.id) <> 1",
    ),
    (
        "a request without account has its link and exactly one letter with it",
        "select r.id::text from service_requests r
         left join (select (payload ->> 'request')::uuid as request, count(*) as letters from outbox
                     where payload ->> 'occasion' = 'confirm' group by 1) o on o.request = r.id
         left join (select request_id, count(*) as links from request_links group by 1) l on l.request_id = r.id
         where r.requester_id is null and (coalesce(o.letters, 0) <> 1 or coalesce(l.links, 0) = 0)",
    ),
    (
        "a submitted request has one receipt and one letter to its site, no other one has any",
        "select r.id::text from service_requests r
         left join (select (payload ->> 'request')::uuid as request,
                           count(*) filter (where payload ->> 'occasion' = 'submitted') as receipts,
                           count(*) filter (where payload ->> 'occasion' = 'new_request') as notices from outbox group by 1) o
           on o.request = r.id
         where coalesce(o.receipts, 0) <> (r.submitted_at is not null)::int
            or coalesce(o.notices, 0) <> (r.submitted_at is not null)::int",
    ),
    (
        "a request was submitted once if it was submitted",
        "select r.id::text from service_requests r left join request_events e on e.request_id = r.id and e.to_status = 'submitted'
         group by r.id, r.submitted_at having count(e.id) <> (r.submitted_at is not null)::int",
    ),
    (
        "each step of a request starts where the one before ended, and the last one is its state",
        "select s.request_id::text from (
             select e.request_id, e.from_status, e.to_status, r.status,
                    lag(e.to_status) over w as before, lead(e.id) over w as next
             from request_events e join service_requests r on r.id = e.request_id
             window w as (partition by e.request_id order by e.id)) s
         where s.from_status is distinct from s.before or (s.next is null and s.to_status <> s.status)",
    ),
    (
        "an assigned request has one lead, a waiting one has nobody",
        "select r.id::text from service_requests r left join request_assignments a on a.request_id = r.id
         group by r.id having (r.status in ('assigned', 'in_progress', 'waiting_requester', 'answered')
                               and count(a.account_id) filter (where a.lead) <> 1)
                           or (r.status in ('draft', 'submitted', 'triage') and count(a.account_id) > 0)",
    ),
    (
        "a date is there when its state was reached",
        "select id::text from service_requests
         where (status = 'answered' and answered_at is null) or (status = 'closed' and closed_at is null)",
    ),
    (
        "audit log and change log tell the same, once each",
        "select coalesce(a.id, c.id)::text from
             (select subject_kind as kind, subject_id as id, revision, count(*) as rows from audit_log
               where subject_kind not in ('account') group by 1, 2, 3) a
             full join (select kind, record_id as id, revision, count(*) as rows from change_log
               where kind not in ('account') group by 1, 2, 3) c using (kind, id, revision)
         where a.rows is distinct from 1 or c.rows is distinct from 1",
    ),
    (
        "the newest revision of a record is in the audit log",
        "select r.id::text from (select id, revision from service_requests
                 union all select id, revision from organizations where created_by is not null) r
         left join (select subject_id, max(revision) as revision from audit_log group by 1) a on a.subject_id = r.id
         where a.revision is distinct from r.revision",
    ),
    (
        "a record that somebody made says so once in the audit log",
        "select r.id::text from (select id, 'service_request.created' as action from service_requests
                 union all select id, 'organization.created' from organizations where created_by is not null) r
         left join audit_log a on a.subject_id = r.id and a.action = r.action
         group by r.id having count(a.id) <> 1",
    ),
    (
        "an audited creation has its record",
        "select a.subject_id::text from audit_log a
         where (a.action = 'service_request.created' and not exists (select from service_requests r where r.id = a.subject_id))
            or (a.action = 'organization.created' and not exists (select from organizations o where o.id = a.subject_id))",
    ),
    (
        "a request has as many messages as audited",
        "select r.id::text from service_requests r
         left join (select request_id, count(*) as rows from request_messages group by 1) m on m.request_id = r.id
         left join (select subject_id, count(*) as rows from audit_log where action = 'service_request.message_sent' group by 1) a
           on a.subject_id = r.id
         where coalesce(m.rows, 0) <> coalesce(a.rows, 0)",
    ),
    (
        "an idempotency key has its answer",
        "select key from idempotency_keys where status is null or body is null or status not between 200 and 299",
    ),
    (
        "a letter is about a request that is there",
        "select o.id::text from outbox o left join service_requests r on r.id = (o.payload ->> 'request')::uuid
            where r.id is null and not o.payload ? 'about_booking'",
    ),
    (
        "a letter is about bookings that are there",
        "select o.id::text from outbox o, jsonb_array_elements_text(o.payload -> 'bookings') l(id)
            where not exists (select from bookings b where b.id = l.id::uuid)",
    ),
    (
        "no two hold one unit at once",
        "select a.id::text from bookings a join bookings b on b.space_id = a.space_id and b.unit = a.unit and b.id > a.id
            and b.during && a.during where a.status = 'confirmed' and b.status = 'confirmed'",
    ),
];

/// What is contradicted, with an example of each.
pub fn contradictions(client: &mut Client) -> Result<Vec<String>, String> {
    let mut found = vec![];
    for (sentence, query) in INVARIANTS {
        let rows = client.query(&format!("{query} limit 1000"), &[]).map_err(|error| format!("{sentence}: {}", said(error)))?;
        if let Some(first) = rows.first() {
            let example: String = first.try_get(0).map_err(said)?;
            found.push(format!("not true that {sentence}: {} times, as of {example}", rows.len()));
        }
    }
    Ok(found)
}

/// The database's clock, by which a later look tells the connections of before.
pub fn now(client: &mut Client) -> Result<String, String> {
    let row = client.query_one("select clock_timestamp()::text", &[]).map_err(said)?;
    row.try_get(0).map_err(said)
}

/// Waits until no connection of the service remains that was opened before this time.
pub fn wait_until_gone(client: &mut Client, before: &str) -> Result<Option<String>, String> {
    let left = "select coalesce(string_agg(coalesce(state, '?') || ': ' || query, '; '), '') from pg_stat_activity
        where datname = current_database() and application_name = 'lorntech' and backend_start < $1::text::timestamptz";
    wait_for_none(client, left, &[&before])
}

/// Waits until no transaction of the service is open without working.
pub fn wait_until_settled(client: &mut Client) -> Result<Option<String>, String> {
    let left = "select coalesce(string_agg(query, '; '), '') from pg_stat_activity
        where datname = current_database() and application_name = 'lorntech' and state like 'idle in transaction%'";
    wait_for_none(client, left, &[])
}

/// PostgreSQL announces the end of a connection to nobody, so there is nothing better than to look again.
fn wait_for_none(
    client: &mut Client,
    query: &str,
    parameters: &[&(dyn postgres::types::ToSql + Sync)],
) -> Result<Option<String>, String> {
    let deadline = Instant::now() + GONE_WITHIN;
    loop {
        let left: String = client.query_one(query, parameters).and_then(|row| row.try_get(0)).map_err(said)?;
        if left.is_empty() {
            return Ok(None);
        }
        if Instant::now() > deadline {
            return Ok(Some(left));
        }
        thread::sleep(Duration::from_millis(5));
    }
}
