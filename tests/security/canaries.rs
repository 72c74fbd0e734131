//! Somebody of whom every table with personal data has a row, with a mark in each column that can hold one.

use serde_json::{Value, json};

use crate::{
    fixtures::{ask, propose, question, say, send_pdf, step},
    harness::{App, Client, new_uuid},
};

pub const NAME: &str = "canary-person";
pub const EMAIL: &str = "canary-person@demo.lorntech.example";

pub struct Person {
    pub client: Client,
    pub id: String,
    /// A request that a Totem has answered.
    pub request: String,
}

/// A column that its comment calls personal.
pub struct Column {
    pub table: String,
    pub name: String,
    pub kind: String,
    sql_type: String,
    free: bool,
}

/// Which rows are of the account `{}`, where that is not told by a reference to accounts.
const WHOSE: &[(&str, &str)] = &[
    ("account_links", "account_id = '{}' or email = 'canary-person@demo.lorntech.example'"),
    ("accounts", "id = '{}'"),
    ("audit_log", "actor_id = '{}' or subject_id = '{}'"),
    ("consents", "account_id = '{}'"),
    ("idempotency_keys", "scope like '{} %'"),
    ("import_parts", "import_id in (select id from imports where created_by = '{}')"),
    ("import_results", "import_id in (select id from imports where created_by = '{}')"),
    ("invitations", "email = 'canary-person@demo.lorntech.example'"),
    ("legal_holds", "request_id in (select id from service_requests where requester_id = '{}')"),
    ("outbox", "payload::text like '%canary-person@demo.lorntech.example%'"),
    ("project_events", "project_id in (select id from projects where owner_id = '{}')"),
    ("refresh_tokens", "session_id in (select id from sessions where account_id = '{}')"),
    ("request_documents", "request_id in (select id from service_requests where requester_id = '{}')"),
    ("request_events", "request_id in (select id from service_requests where requester_id = '{}')"),
    ("request_messages", "request_id in (select id from service_requests where requester_id = '{}')"),
    ("saved_search_matches", "saved_search_id in (select id from saved_searches where account_id = '{}')"),
    ("service_requests", "requester_id = '{}'"),
    ("webhook_deliveries", "webhook_id in (select id from webhooks where account_id = '{}')"),
];

/// Text by which the rows of somebody are found, which must stay what it is.
const FINDING: &[&str] =
    &["account_links.email", "accounts.email", "invitations.email", "service_requests.contact_email", "idempotency_keys.scope"];

/// Every personal column of the database.
pub fn columns(app: &App) -> Vec<Column> {
    let rows = app.sql(
        "select c.relname, a.attname, substring(col_description(c.oid, a.attnum) from '^pii:([a-z_]+)'), format_type(a.atttypid, null), \
         a.attgenerated = '' and not exists (select from pg_constraint k where k.conrelid = c.oid and a.attnum = any(k.conkey) and k.contype in ('c', 'f')) \
         from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relnamespace = 'public'::regnamespace \
         and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and col_description(c.oid, a.attnum) like 'pii:%' \
         and col_description(c.oid, a.attnum) not like 'pii:none%' order by 1, a.attnum",
    );
    let column = |row: Vec<Option<String>>| {
        let [table, name, kind, sql_type, free] = <[_; 5]>::try_from(row).unwrap().map(Option::unwrap);
        Column { table, name, kind, sql_type, free: free == "t" }
    };
    rows.into_iter().map(column).collect()
}

/// The condition for the rows of an account.
pub fn whose(app: &App, table: &str, account: &str) -> String {
    if let Some((_, whose)) = WHOSE.iter().find(|(known, _)| *known == table) {
        return whose.replace("{}", account);
    }
    let keys = app.sql(&format!(
        "select a.attname from pg_constraint f join pg_attribute a on a.attrelid = f.conrelid and a.attnum = any(f.conkey) \
         where f.contype = 'f' and f.conrelid = '{table}'::regclass and f.confrelid = 'accounts'::regclass"
    ));
    let keys: Vec<String> = keys.into_iter().flatten().flatten().map(|key| format!("{key} = '{account}'")).collect();
    assert!(!keys.is_empty(), "nothing says whose the rows of {table} are: see WHOSE");
    keys.join(" or ")
}

/// Makes the person, by what people do and by what only time or others could do.
pub fn seed(app: &App) -> Person {
    let client = app.new_member(NAME);
    let agent = app.token("agent-metz");
    let id = app.account_id(NAME);
    let key = new_uuid();
    let request = client.post_with("/v1/service-requests", &[("idempotency-key", &key)], &question()).expect(201);
    let request = request.at("/id").to_owned();
    step(&agent, &request, "assigned").expect(201);
    say(&client, &request, &json!({"body": "Une précision"})).expect(201);
    say(&agent, &request, &json!({"body": "Entre nous", "internal": true})).expect(201);
    step(&agent, &request, "in_progress").expect(201);
    say(&agent, &request, &json!({"body": "Voici", "to": "answered"})).expect(201);
    send_pdf(&client, &request, "a.pdf", "");
    let draft = ask(&client, &question());
    let record = propose(&client, "Atelier des essais");
    let etag = client.get(&record).expect(200).etag().to_owned();
    client.patch(&record, &etag, &json!({"name": "Atelier"})).expect(200);
    client.post("/v1/api-clients", &json!({"name": "Essai", "scopes": ["directory:read"]})).expect(201);
    let text = client.get("/v1/me/consents").expect(200).at("/items/0/text_hash").to_owned();
    let consent = json!({"purpose": "directory_contact", "given": true, "text_hash": text});
    client.post("/v1/me/consents", &consent).expect(201);
    let off = json!({"settings": [{"kind": "request_received", "channel": "mail", "enabled": false}]});
    client.patch_with("/v1/me/notification-settings", &[], &off).expect(200);
    app.sql(&format!(
        "insert into grants (account_id, role, totem_id) select '{id}', 'agent', id from totems where slug = 'nancy'; \
         insert into grants (account_id, role, organization_id) select '{id}', 'owner', id from organizations limit 1; \
         insert into invitations (id, email, role, invited_by, status, expires_at, answered_at) \
             values (gen_random_uuid(), '{EMAIL}', 'pilot', '{id}', 'declined', now(), now()); \
         insert into account_links (id, purpose, account_id, email, created_at, expires_at) \
             values (gen_random_uuid(), 'email_change', '{id}', '{EMAIL}', now(), now() + interval '1 year'); \
         insert into account_links (id, purpose, email, name, language, created_at, expires_at) \
             values (gen_random_uuid(), 'sign_up', '{EMAIL}', 'n', 'fr', now(), now() + interval '1 year'); \
         insert into request_assignments (request_id, account_id, lead, assigned_at) values ('{draft}', '{id}', true, now()); \
         insert into exports (id, account_id, status, requested_at, ready_at, expires_at, content) \
             values (gen_random_uuid(), '{id}', 'ready', now(), now(), now() + interval '1 year', 'canary-exports-content'); \
         insert into reply_addresses (id, request_id, account_id) values (gen_random_uuid(), '{draft}', '{id}'); \
         insert into legal_holds (id, request_id, reason, placed_at) values (gen_random_uuid(), '{draft}', 'r', now()); \
         insert into drafts (id, account_id, form, content, created_at, updated_at) \
             values (gen_random_uuid(), '{id}', 'service_request', 'c', now(), now()); \
         update refresh_tokens set used_at = now(), revoked_at = null where session_id in (select id from sessions where account_id = '{id}'); \
         insert into refresh_tokens (id, session_id, token_hash, issued_at, used_at, revoked_at) \
             select gen_random_uuid(), id, sha256('canary'), now(), now(), now() from sessions where account_id = '{id}' limit 1; \
         with import as (insert into imports (id, file_name, status, dry_run, attended, source, mapping, format, size, created_by) \
             values (gen_random_uuid(), 'f', 'queued', true, true, '{{}}', '{{}}', '{{}}', 0, '{id}') returning id), \
             part as (insert into import_parts (import_id, number, bytes) select id, 0, 'b' from import) \
             insert into import_results (import_id, place, line, outcome, name, external_id, problem, record) \
             select id, 1, 1, 'error', 'n', '', '{{}}', '{{}}' from import; \
         insert into organization_claims (id, organization_id, account_id, email, message, status, note, decided_at) \
             select gen_random_uuid(), id, '{id}', 'e', 'm', 'refused', 'n', now() from organizations limit 1; \
         insert into organization_confirmations (id, organization_id, account_id, expires_at) \
             select gen_random_uuid(), id, '{id}', now() + interval '1 year' from organizations limit 1; \
         with search as (insert into saved_searches (id, account_id, name, query, known_until, next_look_at, told_at) \
             values (gen_random_uuid(), '{id}', 'n', '{{\"q\": \"canary-search\"}}', now(), now() + interval '1 year', now()) returning id) \
             insert into saved_search_matches (saved_search_id, organization_id) select search.id, o.id from search, \
             (select id from organizations limit 1) o; \
         insert into bookings (id, space_id, totem_id, unit, during, status, account_id, contact_name, contact_email, contact_language, \
             terms, cancelled_at, cancelled_by, cancel_reason) select gen_random_uuid(), id, totem_id, 1, tstzrange(now(), \
             now() + interval '1 year'), 'cancelled', '{id}', 'n', 'e', 'fr', '{{}}', now(), 'member', 'r' from spaces limit 1; \
         insert into milestones (id, candidacy_id, position, type, title, planned_on, precision, date_inferred, sources, owner_id) \
         select gen_random_uuid(), c.id, 100 + count(m), 'hearing', '{{}}', '2040-01-01', 'day', false, '[]', '{id}' from candidacies c \
         left join milestones m on m.candidacy_id = c.id where c.slug = 'french-tech-east' group by c.id; \
         with version as (insert into dossier_versions (id, candidacy_id, number, state, gaps, content, sha256, frozen_at) \
             select gen_random_uuid(), id, 90, state, 0, '{{}}', encode(sha256('{{}}'), 'hex'), now() from candidacies \
             where slug = 'french-tech-east' returning id, candidacy_id, number) \
             insert into dossier_reviews (id, version_id, candidacy_id, version_number, reviewer_id, status, conflict, assigned_at, ended_at) \
             select gen_random_uuid(), id, candidacy_id, number, '{id}', 'recused', 'canary-conflict', now(), now() from version; \
         insert into evidence_files (id, candidacy_id, author_id, size, status, created_at) \
             select gen_random_uuid(), id, '{id}', 1, 'receiving', now() from candidacies where slug = 'french-tech-east'; \
         with project as (insert into projects (id, owner_id, name, summary, stage, needs, totem_id, commune_code, organization_id) \
             select gen_random_uuid(), '{id}', 'n', 's', 'idea', '{{coaching}}', t.id, '57463', o.id from totems t, \
             (select id from organizations limit 1) o where t.slug = 'metz' returning id), \
             step as (insert into project_events (id, project_id, occurred_on, recorded_at, party, from_stage, to_stage, from_status, \
             to_status, note) select gen_random_uuid(), id, now(), now(), 'owner', 'idea', 'idea', 'paused', 'active', 'n' from project) \
             update service_requests set project_id = project.id from project where service_requests.id = '{request}'; \
         insert into calendar_feeds (account_id, id, created_at) values ('{id}', gen_random_uuid(), now()); \
         insert into notifications (id, account_id, message_id, kind, subject, path, read_at, created_at) \
             values (gen_random_uuid(), '{id}', gen_random_uuid(), 'k', 's', 'p', now(), now()); \
         with hook as (insert into webhooks (id, account_id, url, types, secret, former_secret, former_secret_until, status) values \
             (gen_random_uuid(), '{id}', 'u', '{{organization.updated}}', 's', 'f', '2099-01-01', 'paused') returning id) \
             insert into webhook_deliveries (webhook_id, event_id, type, kind, record_id, event_revision, occurred_at, next_attempt_at) \
             select id, id, 't', 'k', id, 1, '2099-01-01', now() from hook; \
         insert into totp_factors (account_id, secret, confirmed_at, last_step, pending, pending_since) \
             values ('{id}', 's', now(), 1, 'p', now()); \
         insert into recovery_codes (account_id, code_hash) values ('{id}', 'c'); \
         insert into passkeys (id, account_id, credential_id, credential, name, created_at, last_used_at) \
             values (gen_random_uuid(), '{id}', 'canary-credential', '{{}}', 'n', now(), now()); \
         insert into sign_in_challenges (token_hash, purpose, account_id, mode, expires_at) \
             values (sha256('canary-challenge'), 'second_factor', '{id}', 'token', now() + interval '1 year'); \
         insert into identities (id, account_id, provider, issuer, subject, created_at, last_used_at) \
             values (gen_random_uuid(), '{id}', 'p', 'i', 's', now(), now()); \
         insert into sign_in_attempts (token_hash, provider, account_id, issuer, subject, expires_at) \
             values (sha256('canary'), 'p', '{id}', 'https://canary.example', 'canary-subject', now() + interval '1 year'); \
         update sessions set client = 'c', verified_at = now() where account_id = '{id}'; \
         update accounts set closes_at = '2099-01-01', absent_from_on = '2099-01-01', absent_until_on = '2099-01-02' where id = '{id}'; \
         update service_requests set contact_phone = '1', satisfaction = 4, satisfaction_comment = 's', satisfied_at = now(), answers = '[{{\"question_id\": \"q\", \"type\": \"text\", \"label\": {{\"fr\": \"q\"}}, \"value\": \"canary-answers\"}}]' where id = '{request}'; \
         update request_events set note = 'n', actor_id = '{id}', actor_name = 'n' where request_id = '{request}' and actor_kind = 'requester'; \
         update idempotency_keys set location = 'l' where scope like '{id} %'; \
         insert into outbox (id, topic, payload, done_at, last_error) \
             values (gen_random_uuid(), 'mail', '{{\"email\": \"{EMAIL}\", \"mark\": \"canary-outbox-payload\"}}', now(), 'e')"
    ));
    mark(app, &id);
    Person { client, id, request }
}

/// Puts a mark into every column that takes any text; a hash stays what it is, for it lets its person in.
fn mark(app: &App, id: &str) {
    for Column { table, name, kind, sql_type, free } in columns(app) {
        let place = format!("{table}.{name}");
        if !free || FINDING.contains(&place.as_str()) || matches!(kind.as_str(), "secret" | "copy") {
            continue;
        }
        let value = match sql_type.as_str() {
            "text" => format!("'canary-{table}-{name}'"),
            "bytea" => format!("convert_to('canary-{table}-{name}', 'UTF8')"),
            _ => continue,
        };
        // An agent's name is the agent's.
        let whose = match name.as_str() {
            "author_name" | "actor_name" => {
                format!("({}) and {} = 'requester'", whose(app, &table, id), name.replace("_name", "_kind"))
            }
            _ => whose(app, &table, id),
        };
        app.sql(&format!("begin; set local lorntech.role = 'service'; update {table} set {name} = {value} where ({whose}) and {name} is not null; commit"));
    }
}

/// What a column holds of somebody, as JSON.
pub fn values(app: &App, Column { table, name, sql_type, .. }: &Column, id: &str) -> Vec<Value> {
    let read = if sql_type == "bytea" { format!("convert_from({name}, 'UTF8')") } else { name.clone() };
    let whose = whose(app, table, id);
    let rows = app.sql(&format!("select distinct to_jsonb({read})::text from {table} where ({whose}) and {name} is not null"));
    rows.into_iter().flatten().flatten().map(|text| serde_json::from_str(&text).unwrap()).collect()
}
