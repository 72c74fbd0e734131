//! Which data is whose, from the database's own catalogue: a column that its comment calls personal is part of every copy,
//! and a table that nobody knows whose rows it holds is an error rather than left out.

use std::{borrow::Cow, collections::BTreeMap};

use diesel::{
    QueryResult, QueryableByName,
    sql_types::{BigInt, Bool, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{AfterClosing, DataTopic, PersonalColumn};
use crate::{db::sql, error::ErrorCode, http::Problem, ids::AccountId};

/// The requests of `$1`: those of the account, and those that were confirmed from its address before there was one.
macro_rules! own_requests {
    () => {
        "(select r.id from service_requests r where r.requester_id = $1 or (r.submitted_at is not null and \
         lower(r.contact_email) = (select email_folded from accounts where id = $1)))"
    };
}
pub const OWN_REQUESTS: &str = own_requests!();

/// The bookings of `$1`: those of the account, and those that a site made for its address.
pub const OWN_BOOKINGS: &str = "account_id = $1 or lower(contact_email) = (select email_folded from accounts where id = $1)";

/// Which rows of a table are about the account `$1`. A table that is not here is its by its foreign keys to accounts.
const WHOSE: &[(&str, &str)] = &[
    ("accounts", "id = $1"),
    ("account_links", "account_id = $1 or lower(email) = (select email_folded from accounts where id = $1)"),
    ("audit_log", "actor_id = $1 or subject_id = $1"),
    ("bookings", OWN_BOOKINGS),
    ("consents", "account_id = $1"),
    ("idempotency_keys", "split_part(scope, ' ', 1) = $1::text"),
    ("import_parts", "import_id in (select id from imports where created_by = $1)"),
    ("import_results", "import_id in (select id from imports where created_by = $1)"),
    ("invitations", "invited_by = $1 or lower(email) = (select email_folded from accounts where id = $1)"),
    ("legal_holds", concat!("request_id in ", own_requests!())),
    (
        "outbox",
        concat!(
            "strpos(lower(payload::text), (select email_folded from accounts where id = $1)) > 0 ",
            "or strpos(payload::text, $1::text) > 0 or payload ->> 'request' in ",
            "(select own.id::text from ",
            own_requests!(),
            " own)"
        ),
    ),
    ("project_events", "project_id in (select id from projects where owner_id = $1)"),
    ("refresh_tokens", "session_id in (select id from sessions where account_id = $1)"),
    ("request_documents", concat!("author_id = $1 or request_id in ", own_requests!())),
    ("request_events", concat!("actor_id = $1 or request_id in ", own_requests!())),
    ("request_messages", concat!("author_id = $1 or request_id in ", own_requests!())),
    ("saved_search_matches", "saved_search_id in (select id from saved_searches where account_id = $1)"),
    ("service_requests", concat!("id in ", own_requests!())),
    ("webhook_deliveries", "webhook_id in (select id from webhooks where account_id = $1)"),
];

/// What stands in a copy instead of a column, because it is about somebody else.
const INSTEAD: &[(&str, &str, &str)] = &[
    ("audit_log", "actor_id", "case when actor_id = $1 then actor_id end"),
    ("invitations", "email", "case when lower(email) = (select email_folded from accounts where id = $1) then email end"),
    ("invitations", "invited_by", "case when invited_by = $1 then invited_by end"),
    ("request_documents", "author_id", "case when not internal or author_id = $1 then author_id end"),
    // A note is about whoever asked, so they are given it; which agent wrote it is not theirs to know.
    ("request_messages", "author_id", "case when not internal or author_id = $1 then author_id end"),
    ("request_messages", "author_name", "case when not internal or author_id = $1 then author_name end"),
];

/// Kinds of columns that a copy names without giving them: what opens the account is safer where it is, and a copy holds
/// no other copies.
const WITHHELD: [&str; 2] = ["secret", "copy"];

/// What readers are told about a table; the others are part of the account and end with it.
const TOPICS: &[(&str, DataTopic, AfterClosing)] = &[
    ("api_clients", DataTopic::ApiClients, AfterClosing::Deleted),
    ("audit_log", DataTopic::AuditLog, AfterClosing::Pseudonymised),
    ("bookings", DataTopic::Bookings, AfterClosing::Anonymised),
    ("calendar_feeds", DataTopic::Bookings, AfterClosing::Deleted),
    ("consents", DataTopic::Choices, AfterClosing::Pseudonymised),
    ("dossier_reviews", DataTopic::Teams, AfterClosing::Anonymised),
    ("drafts", DataTopic::Requests, AfterClosing::Deleted),
    ("evidence_files", DataTopic::Teams, AfterClosing::Anonymised),
    ("exports", DataTopic::Choices, AfterClosing::Deleted),
    ("grants", DataTopic::Teams, AfterClosing::Deleted),
    ("idempotency_keys", DataTopic::Passing, AfterClosing::Deleted),
    ("invitations", DataTopic::Teams, AfterClosing::Deleted),
    ("legal_holds", DataTopic::Requests, AfterClosing::Anonymised),
    ("milestones", DataTopic::Teams, AfterClosing::Anonymised),
    ("notification_settings", DataTopic::Choices, AfterClosing::Deleted),
    ("notifications", DataTopic::Passing, AfterClosing::Deleted),
    ("organization_claims", DataTopic::Directory, AfterClosing::Deleted),
    ("organization_confirmations", DataTopic::Directory, AfterClosing::Deleted),
    ("organization_history", DataTopic::Directory, AfterClosing::Anonymised),
    ("organizations", DataTopic::Directory, AfterClosing::Anonymised),
    ("outbox", DataTopic::Passing, AfterClosing::Deleted),
    ("project_events", DataTopic::Projects, AfterClosing::Deleted),
    ("projects", DataTopic::Projects, AfterClosing::Deleted),
    ("reply_addresses", DataTopic::Requests, AfterClosing::Deleted),
    ("request_assignments", DataTopic::Requests, AfterClosing::Deleted),
    ("request_documents", DataTopic::Requests, AfterClosing::Deleted),
    ("request_events", DataTopic::Requests, AfterClosing::Anonymised),
    ("request_messages", DataTopic::Requests, AfterClosing::Anonymised),
    ("saved_search_matches", DataTopic::Choices, AfterClosing::Deleted),
    ("saved_searches", DataTopic::Choices, AfterClosing::Deleted),
    ("service_requests", DataTopic::Requests, AfterClosing::Anonymised),
    ("webhook_deliveries", DataTopic::ApiClients, AfterClosing::Deleted),
    ("webhooks", DataTopic::ApiClients, AfterClosing::Deleted),
];

/// A table with data about people.
pub struct Table {
    pub name: String,
    pub about: String,
    pub columns: Vec<PersonalColumn>,
    pub topic: DataTopic,
    pub after_closing: AfterClosing,
    /// What is read from it, and of which rows.
    given: String,
    whose: Cow<'static, str>,
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table: String,
    #[diesel(sql_type = Text)]
    about: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    quoted: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    said: Option<String>,
    #[diesel(sql_type = Bool)]
    of_account: bool,
}

/// The tables in which a column is personal, in the order of their names.
pub async fn tables(connection: &mut AsyncPgConnection) -> QueryResult<Result<Vec<Table>, Problem>> {
    let columns: Vec<Column> = sql(
        "select c.relname::text as table, coalesce(obj_description(c.oid, 'pg_class'), '') as about, a.attname::text as name, quote_ident(a.attname) as quoted, format_type(a.atttypid, null) as kind, col_description(c.oid, a.attnum) as said, exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = c.oid and f.confrelid = 'accounts'::regclass and f.conkey = array[a.attnum]) as of_account from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum",
    )
    .load(connection)
    .await?;
    let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for column in columns {
        tables.entry(column.table.clone()).or_default().push(column);
    }
    Ok(tables.into_values().filter_map(|columns| table(&columns).transpose()).collect())
}

/// One table, if it holds something about people.
fn table(columns: &[Column]) -> Result<Option<Table>, Problem> {
    let personal: Vec<PersonalColumn> = columns.iter().filter_map(personal).collect();
    let (Some(first), false) = (columns.first(), personal.is_empty()) else { return Ok(None) };
    let name = first.table.clone();
    let whose = match WHOSE.iter().find(|(table, _)| *table == name) {
        Some((_, whose)) => Cow::Borrowed(*whose),
        None => {
            let keys: Vec<String> =
                columns.iter().filter(|column| column.of_account).map(|column| format!("{} = $1", column.quoted)).collect();
            if keys.is_empty() {
                log::error!("the table {name} holds personal data, and nothing says whose");
                return Err(ErrorCode::InternalError.into());
            }
            Cow::Owned(keys.join(" or "))
        }
    };
    let (topic, after_closing) = TOPICS
        .iter()
        .find(|(table, ..)| *table == name)
        .map_or((DataTopic::Account, AfterClosing::Deleted), |(_, topic, after)| (*topic, *after));
    let given: Vec<String> = columns.iter().filter_map(|column| given(column, &personal)).collect();
    Ok(Some(Table { name, about: first.about.clone(), columns: personal, topic, after_closing, given: given.join(", "), whose }))
}

/// What a comment says: kind, purpose and retention, unless there is nothing of people.
fn personal(column: &Column) -> Option<PersonalColumn> {
    let mut parts = column.said.as_deref()?.strip_prefix("pii:")?.split("; ").map(str::trim);
    let kind = parts.next().filter(|kind| *kind != "none")?.to_owned();
    let [purpose, retention] = [parts.next()?, parts.next()?].map(str::to_owned);
    Some(PersonalColumn { name: column.name.clone(), kind, purpose, retention })
}

/// A column as a copy gives it. Beside what is personal stands what helps to read it, but nothing binary.
fn given(column: &Column, personal: &[PersonalColumn]) -> Option<String> {
    let Column { table, name, quoted, kind, .. } = column;
    let known = personal.iter().find(|known| known.name == *name);
    let binary = kind == "bytea";
    let instead = INSTEAD.iter().find(|(of, column, _)| of == table && column == name).map(|(.., expression)| *expression);
    let expression = match known {
        Some(known) if WITHHELD.contains(&known.kind.as_str()) => {
            format!("case when {quoted} is not null then '[kept, not given]' end")
        }
        Some(_) if binary => format!("convert_from({quoted}, 'UTF8')"),
        None if binary || kind == "tsvector" => return None,
        _ => instead.unwrap_or(quoted).to_owned(),
    };
    Some(format!("{expression} as {quoted}"))
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

impl Table {
    /// The rows about an account, each as a JSON object.
    pub async fn rows(&self, connection: &mut AsyncPgConnection, account: AccountId) -> QueryResult<Vec<String>> {
        let Self { name, given, whose, .. } = self;
        let statement = format!("select to_jsonb(x)::text as line from (select {given} from {name} where {whose}) x");
        #[expect(clippy::disallowed_methods, reason = "its text is the source's and the catalogue's own, and it is rare")]
        let lines: Vec<Line> = diesel::sql_query(statement).bind::<SqlUuid, _>(account).load(connection).await?;
        Ok(lines.into_iter().map(|Line { line }| line).collect())
    }

    pub async fn count(&self, connection: &mut AsyncPgConnection, account: AccountId) -> QueryResult<i64> {
        let statement = format!("select count(*) from {} where {}", self.name, self.whose);
        #[expect(clippy::disallowed_methods, reason = "its text is the source's and the catalogue's own, and it is rare")]
        let count: Count = diesel::sql_query(statement).bind::<SqlUuid, _>(account).get_result(connection).await?;
        Ok(count.count)
    }

    /// What is not given, by its name.
    pub fn withheld(&self) -> impl Iterator<Item = &PersonalColumn> {
        self.columns.iter().filter(|column| WITHHELD.contains(&column.kind.as_str()))
    }
}
