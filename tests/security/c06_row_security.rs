//! C-06: row-level security is the second layer behind the conditions of the queries.

use std::{collections::BTreeMap, fs, path::Path, thread};

use serde_json::json;

use crate::{
    fixtures::{ask, confirmed, path, question, say, send_pdf, step},
    harness::{App, Client, Database, Rows, eventually, new_uuid, server},
};

/// What everybody may read. All other tables are somebody's.
const PUBLIC: &str = "'__diesel_schema_migrations', 'activities', 'answer_templates', 'candidacies', \
     'candidacy_events', 'candidacy_evidence', 'candidacy_recommendations', 'candidacy_supporters', 'communes', \
     'directory_sectors', 'directory_words', 'evidence_files', 'feed', 'feed_head', 'feed_purges', 'import_mappings', 'imported_records', \
     'indicators', 'label_programmes', 'label_waves', 'legal_forms', 'milestone_dependencies', 'milestones', \
     'objective_versions', 'objectives', 'observations', 'organization_facts', 'organization_history', \
     'organization_identifiers', 'organization_logos', 'organization_relations', 'organization_versions', 'organizations', \
     'partner_records', 'postal_codes', 'removed_files', 'sources', 'spaces', 'sync_partners', 'totem_services', 'totems'";

/// Which rows of a table are an account's, and which tables hold rows that no account sees.
const WHOSE: &[(&str, &str)] = &[
    ("account_links", "account_id = '{}'"),
    ("accounts", "id = '{}'"),
    ("api_clients", "owner_id = '{}'"),
    ("audit_log", ""),
    ("audit_seals", ""),
    ("bookings", "account_id = '{}'"),
    ("calendar_feeds", "account_id = '{}'"),
    ("change_log", ""),
    ("client_assertions", ""),
    ("client_tokens", "client_id in (select id from api_clients where owner_id = '{}')"),
    ("consents", "account_id = '{}'"),
    ("dossier_reviews", "reviewer_id = '{}'"),
    ("dossier_versions", "id in (select version_id from dossier_reviews where reviewer_id = '{}')"),
    ("drafts", "account_id = '{}'"),
    ("exports", "account_id = '{}'"),
    ("grants", "account_id = '{}'"),
    ("idempotency_keys", "scope like '{} %'"),
    ("identities", "account_id = '{}'"),
    ("import_parts", "import_id in (select id from imports where created_by = '{}')"),
    ("import_results", "import_id in (select id from imports where created_by = '{}')"),
    ("imports", "created_by = '{}'"),
    ("invitations", "email = (select email from accounts where id = '{}')"),
    ("legal_holds", "request_id in (select id from service_requests where requester_id = '{}')"),
    ("notification_settings", "account_id = '{}'"),
    ("notifications", "account_id = '{}'"),
    ("organization_claims", "account_id = '{}'"),
    ("organization_confirmations", "account_id = '{}'"),
    ("outbox", ""),
    ("passkeys", "account_id = '{}'"),
    ("project_events", "project_id in (select id from projects where owner_id = '{}')"),
    ("projects", "owner_id = '{}'"),
    ("proposals", ""),
    ("recovery_codes", "account_id = '{}'"),
    ("refresh_tokens", "session_id in (select id from sessions where account_id = '{}')"),
    ("reply_addresses", ""),
    ("request_assignments", "request_id in (select id from service_requests where requester_id = '{}')"),
    ("request_documents", "request_id in (select id from service_requests where requester_id = '{}') and not internal and sent"),
    ("request_events", "request_id in (select id from service_requests where requester_id = '{}')"),
    ("request_links", "request_id in (select id from service_requests where requester_id = '{}')"),
    ("request_messages", "request_id in (select id from service_requests where requester_id = '{}') and not internal"),
    ("saved_search_matches", "saved_search_id in (select id from saved_searches where account_id = '{}')"),
    ("saved_searches", "account_id = '{}'"),
    ("service_requests", "requester_id = '{}'"),
    ("sessions", "account_id = '{}'"),
    ("sign_in_attempts", ""),
    ("sign_in_challenges", ""),
    ("sync_acks", ""),
    ("sync_conflicts", ""),
    ("totp_factors", "account_id = '{}'"),
    ("webhook_deliveries", "webhook_id in (select id from webhooks where account_id = '{}')"),
    ("webhook_events", ""),
    ("webhooks", "account_id = '{}'"),
];

fn private_tables(app: &App) -> Vec<String> {
    let tables = app.sql(&format!(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'f') \
         and relname not in ({PUBLIC}) order by 1"
    ));
    tables.into_iter().flatten().flatten().collect()
}

/// Somebody who has done all that leaves rows, so that every private table has one of theirs.
fn busy(app: &App, name: &str) -> (Client, String) {
    let (client, agent, manager) = (app.new_member(name), app.token("agent-metz"), app.token("manager-metz"));
    let asked = client.post_with("/v1/service-requests", &[("idempotency-key", &new_uuid())], &question()).expect(201);
    let id = asked.at("/id");
    step(&agent, id, "assigned").expect(201);
    say(&agent, id, &json!({"body": "Entre nous", "internal": true})).expect(201);
    say(&client, id, &json!({"body": "Une précision"})).expect(201);
    send_pdf(&client, id, "a.pdf", "");
    let made = client.post("/v1/api-clients", &json!({"name": "Essai", "scopes": ["directory:read"]})).expect(201);
    let form =
        [("grant_type", "client_credentials"), ("client_id", made.at("/id")), ("client_secret", made.at("/client_secret"))];
    app.anonymous().form("/oauth/token", &form).expect(200);
    let address = format!("{name}@demo.lorntech.example");
    manager.post("/v1/invitations", &json!({"email": address, "role": "agent", "totem_id": "metz"})).expect(201);
    client.post("/v1/me/email-changes", &json!({"email": format!("{name}@exemple.fr")})).expect(202);
    client.send("POST", "/v1/me/exports", &[], None).expect(201);
    client.post("/v1/me/consents", &json!({"purpose": "directory_contact", "given": false})).expect(201);
    let off = json!({"settings": [{"kind": "request_received", "channel": "mail", "enabled": false}]});
    client.patch_with("/v1/me/notification-settings", &[], &off).expect(200);
    let account = app.account_id(name);
    app.sql(&format!(
        "insert into grants (account_id, role) values ('{account}', 'moderator'); \
         with version as (insert into dossier_versions (id, candidacy_id, number, state, gaps, content, sha256, frozen_at) \
         select gen_random_uuid(), c.id, 1 + count(v)::int, c.state, 0, '{{}}', encode(sha256('{{}}'), 'hex'), now() from candidacies c \
         left join dossier_versions v on v.candidacy_id = c.id where c.slug = 'french-tech-east' group by c.id \
         returning id, candidacy_id, number) insert into dossier_reviews (id, version_id, candidacy_id, version_number, reviewer_id, \
         assigned_at) select gen_random_uuid(), id, candidacy_id, number, '{account}', now() from version; \
         insert into organization_claims (id, organization_id, account_id, email, message, status) \
         select gen_random_uuid(), id, '{account}', 'essai@exemple.fr', 'Moi', 'pending_review' from organizations limit 1; \
         insert into organization_confirmations (id, organization_id, account_id, expires_at) \
         select gen_random_uuid(), id, '{account}', now() from organizations limit 1; \
         with search as (insert into saved_searches (id, account_id, name, query, known_until, next_look_at) \
         values (gen_random_uuid(), '{account}', 'Essai', '{{}}', now(), now() + interval '1 day') returning id) \
         insert into saved_search_matches (saved_search_id, organization_id) select search.id, o.id from search, \
         (select id from organizations limit 1) o; \
         insert into bookings (id, space_id, totem_id, unit, during, account_id, contact_name, contact_email, contact_language, terms) \
         select gen_random_uuid(), s.id, s.totem_id, u.unit, tstzrange(now(), now() + interval '1 day'), '{account}', 'n', 'e', 'fr', '{{}}' \
         from spaces s, (select 1 + count(*)::int as unit from bookings) u where s.slug = 'bureaux-de-demonstration'; \
         with project as (insert into projects (id, owner_id, name, stage) values (gen_random_uuid(), '{account}', 'Essai', 'idea') \
         returning id) insert into project_events (id, project_id, occurred_on, recorded_at, party, to_stage, to_status) \
         select gen_random_uuid(), id, now(), now(), 'owner', 'idea', 'active' from project; \
         insert into sync_conflicts (id, authority, system, kind, external_id, reason, source_revision, digest, name, data) \
         values (gen_random_uuid(), 'lu', 'essai', 'organization', '{account}', 'invalid_record', 1, '', 'n', '{{}}'); \
         insert into sync_acks (position, partner, kind, record_id, authority, reason) \
         select 1 + coalesce(max(position), 0), 'lu', 'organization', gen_random_uuid(), 'fr-lorraine', 'erased' from sync_acks; \
         insert into proposals (id, target_id, authority, base_revision, patch, before, reason) \
         select gen_random_uuid(), o.id, 'lu', 1, '{{}}', '{{}}', 'r' from organizations o \
         where not exists (select from proposals p where p.target_id = o.id) limit 1; \
         insert into calendar_feeds (account_id, id, created_at) values ('{account}', gen_random_uuid(), now()); \
         insert into drafts (id, account_id, form, content, created_at, updated_at) \
         values (gen_random_uuid(), '{account}', 'service_request', '{{}}', now(), now()); \
         insert into notifications (id, account_id, message_id, kind, subject, path, created_at) \
         values (gen_random_uuid(), '{account}', gen_random_uuid(), 'records', 's', '/', now()); \
         with hook as (insert into webhooks (id, account_id, url, types, secret, status) values (gen_random_uuid(), '{account}', 'u', \
         '{{organization.updated}}', '', 'paused') returning id) \
         insert into webhook_deliveries (webhook_id, event_id, type, kind, record_id, event_revision, occurred_at, next_attempt_at) \
         select id, id, 't', 'k', id, 1, now(), now() from hook; \
         insert into legal_holds (id, request_id, reason, placed_at) values (gen_random_uuid(), '{id}', 'r', now()); \
         insert into request_links (id, request_id, created_at, expires_at) values (gen_random_uuid(), '{id}', now(), now()); \
         insert into reply_addresses (id, request_id, account_id) values (gen_random_uuid(), '{id}', '{account}'); \
         insert into client_assertions (client_id, jti_hash, expires_at) values ('{}', '\\x00', now()); \
         insert into identities (id, account_id, provider, issuer, subject, created_at, last_used_at) \
         values (gen_random_uuid(), '{account}', 'essai', 'essai', '{account}', now(), now()); \
         insert into sign_in_attempts (token_hash, provider, account_id, expires_at) \
         values (sha256('{account}'), 'essai', '{account}', now() + interval '1 hour'); \
         insert into totp_factors (account_id, pending, pending_since) values ('{account}', '\\x00', now()); \
         insert into recovery_codes (account_id, code_hash) values ('{account}', '\\x00'); \
         insert into passkeys (id, account_id, credential_id, credential, name, created_at) \
         values (gen_random_uuid(), '{account}', sha256('{account}'), '{{}}', 'essai', now()); \
         insert into sign_in_challenges (token_hash, purpose, account_id, mode, expires_at) \
         values (sha256('{account}'), 'second_factor', '{account}', 'token', now() + interval '5 minutes'); \
         with import as (insert into imports (id, file_name, status, dry_run, attended, source, mapping, format, size, created_by) \
         values (gen_random_uuid(), 'essai.csv', 'queued', true, true, '{{}}', '{{}}', '{{}}', 0, '{account}') returning id), \
         part as (insert into import_parts (import_id, number, bytes) select id, 0, '\\x00' from import) \
         insert into import_results (import_id, place, line, outcome, name, external_id) select id, 1, 1, 'error', '', '' from import",
        made.at("/id")
    ));
    (client, account)
}

/// The number that a statement gives to the role of the service, in a transaction that says who asks.
fn seen(app: &App, settings: &str, what: &str) -> i64 {
    let rows: Rows = app.database.sql_as_service(&format!("begin; {settings}; select count(*) from {what}; commit")).unwrap();
    rows[0][0].as_deref().unwrap().parse().unwrap()
}

fn saying(account: &str) -> String {
    format!("set local lorntech.account = '{account}'; set local lorntech.principal = '{account}'")
}

#[test]
fn c06_whoever_says_nothing_sees_no_row_of_anybody() {
    let app = App::start();
    busy(&app, "camille");
    let tables = private_tables(&app);
    assert_eq!(tables, WHOSE.iter().map(|(table, _)| *table).collect::<Vec<_>>(), "a table that nobody knows whose it is");
    for table in &tables {
        let state = format!("select relrowsecurity and relforcerowsecurity from pg_class where oid = '{table}'::regclass");
        assert_eq!(app.sql_value(&state), "t", "{table} has no row security that holds for its owner, too");
        assert_ne!(app.sql_value(&format!("select count(*) from {table}")), "0", "{table} has no row to hide");
        assert_eq!(seen(&app, "set local lorntech.account = ''", table), 0, "{table}");
        // The owner finds names for the functions that tell them, and who has consented to be shown where.
        let mut owner = app.database.client("lorntech_owner");
        let owned: i64 = owner.query_one(&format!("select count(*) from {table}"), &[]).unwrap().get(0);
        assert!(
            owned == 0 || ["accounts", "consents", "dossier_reviews", "grants"].contains(&table.as_str()),
            "the owner sees {table}"
        );
    }
    let views = "select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v' \
        and not coalesce(reloptions @> '{security_invoker=true}', false)";
    assert_eq!(app.sql_value(views), "0", "a view that asks as its owner");
    let searched =
        "select count(*) from pg_class where relname in ('organizations', 'communes', 'activities') and relrowsecurity";
    assert_eq!(app.sql_value(searched), "0", "row security would keep a search from its index");
}

#[test]
fn c06_an_account_sees_its_own_rows_and_none_of_another() {
    let app = App::start();
    let ((_, one), (_, other)) = (busy(&app, "camille"), busy(&app, "dominique"));
    for (table, whose) in WHOSE {
        if whose.is_empty() {
            assert_eq!(seen(&app, &saying(&one), table), 0, "{table} is nobody's");
            continue;
        }
        let of = |account: &str| format!("{table} where {}", whose.replace("{}", account));
        let all = app.sql_value(&format!("select count(*) from {}", of(&one)));
        assert_eq!(seen(&app, &saying(&one), &of(&one)).to_string(), all, "{table}: one's own rows");
        assert_ne!(all, "0", "{table}");
        assert_eq!(seen(&app, &saying(&other), &of(&one)), 0, "{table}: somebody else's rows");
    }
    // Pilots see the dossiers, as long as they are pilots; reviewers see theirs.
    app.sql(&format!("insert into grants (account_id, role) values ('{one}', 'pilot')"));
    assert_eq!([&one, &other].map(|account| seen(&app, &saying(account), "dossier_versions")), [2, 1]);
    // Agents see what was sent to their site, and their notes; agents of another site and the requester do not.
    let at = |slug: &str| {
        format!("set local lorntech.totems = '{{{}}}'", app.sql_value(&format!("select id from totems where slug = '{slug}'")))
    };
    for (settings, requests, notes) in [(at("metz"), 2, 2), (at("nancy"), 0, 0), (saying(&one), 1, 0)] {
        assert_eq!(seen(&app, &settings, "service_requests"), requests, "{settings}");
        assert_eq!(seen(&app, &settings, "request_messages where internal"), notes, "{settings}");
    }
}

#[test]
fn c06_nobody_writes_into_what_is_not_theirs() {
    let app = App::start();
    let ((_, one), (_, other)) = (busy(&app, "camille"), busy(&app, "dominique"));
    let metz = app.sql_value("select id from totems where slug = 'metz'");
    app.sql("delete from invitations");
    for statement in [
        format!("update service_requests set subject = 'autre' where requester_id = '{one}'"),
        format!("update accounts set password_hash = '' where id = '{one}'"),
        format!("delete from sessions where account_id = '{one}'"),
        format!("delete from grants where account_id = '{one}'"),
        "delete from outbox".to_owned(),
        "delete from change_log".to_owned(),
    ] {
        let settings = saying(&other);
        let changed =
            format!("begin; {settings}; with changed as ({statement} returning 1) select count(*) from changed; commit");
        assert_eq!(app.database.sql_as_service(&changed).unwrap(), [[Some("0".to_owned())]], "{statement}");
    }
    for statement in [
        format!("insert into grants (account_id, role, totem_id) values ('{other}', 'manager', '{metz}')"),
        format!("insert into grants (account_id, role) values ('{other}', 'admin')"),
        format!(
            "insert into sessions (token_hash, id, account_id, created_at, last_seen_at, expires_at) \
                 values ('\\x01', gen_random_uuid(), '{one}', now(), now(), now())"
        ),
        format!(
            "insert into request_links select gen_random_uuid(), id, now(), now() from (values ((select id from \
                 service_requests where requester_id = '{one}'))) as r(id)"
        ),
    ] {
        let refused = app.database.sql_as_service(&format!("begin; {}; {statement}; commit", saying(&other)));
        let code = refused.as_ref().err().and_then(|error| error.code()).map(postgres::error::SqlState::code);
        assert!(matches!(code, Some("42501" | "23502")), "{statement}: {refused:?}");
    }
}

#[test]
fn c06_a_thousand_requests_over_the_same_connections_leak_nothing() {
    let app = App::start_with(&[], &["--workers", "1", "--pool-size", "2"]);
    let members: Vec<(Client, String)> = ["camille", "dominique"]
        .into_iter()
        .map(|name| {
            let client = app.new_member(name);
            let id = path(&ask(&client, &question()), "");
            (client, id)
        })
        .collect();
    let (third, holder) = confirmed(&app, "claude@exemple.fr");
    let third = path(&third, "");
    let (agent, anonymous) = (app.token("agent-metz"), app.anonymous());
    // What an earlier request left in the connection would be the only thing that is looked at.
    without_the_first_check(&app, "service_requests", "requester_id", "own_account()");
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for number in 0..500 {
                    let ((client, own), (_, foreign)) = (&members[number % 2], &members[(number + 1) % 2]);
                    match number % 7 {
                        0 => anonymous.get(own).expect(401),
                        1 => agent.get(own).expect(200),
                        2 => client.get(foreign).expect(404),
                        3 => client.get(own).expect(200),
                        4 => holder.get(&third).expect(200),
                        5 => client.get(&third).expect(404),
                        _ => {
                            let list = client.get("/v1/service-requests").expect(200);
                            assert_eq!((list.items().len(), own.ends_with(list.at("/items/0/id"))), (1, true));
                            list
                        }
                    };
                }
            });
        }
    });
    let connections = "select count(*) from pg_stat_activity where datname = current_database() and usename = 'lorntech_app'";
    let connections = app.sql_value(connections).parse::<i64>().unwrap();
    assert!(connections < 20, "{connections} connections for a thousand requests");
}

/// Puts a view before a table in which every row says that it is its reader's, so that the service's own condition lets
/// all of them through and nothing is left but the second layer.
fn without_the_first_check(app: &App, table: &str, column: &str, own: &str) {
    let columns = app.sql(&format!(
        "select column_name from information_schema.columns where table_schema = 'public' and table_name = '{table}' \
         and is_generated = 'NEVER' order by ordinal_position"
    ));
    let columns: Vec<String> = columns.into_iter().flatten().flatten().collect();
    let columns: Vec<String> =
        columns.into_iter().map(|name| if name == column { format!("{own} as {name}") } else { name }).collect();
    assert!(columns.iter().any(|name| name.contains(" as ")));
    app.sql(&format!(
        "alter table {table} rename to real_{table}; \
         create view {table} with (security_invoker) as select {} from real_{table}; \
         grant select, insert, update, delete on {table} to lorntech_app",
        columns.join(", ")
    ));
}

#[test]
fn c06_a_handler_whose_own_check_is_gone_still_answers_404() {
    let app = App::start();
    let (victim, thief) = (app.token("entrepreneur"), app.new_member("dominique"));
    let request = path(&ask(&victim, &question()), "");
    let made = victim.post("/v1/api-clients", &json!({"name": "Essai", "scopes": ["directory:read"]})).expect(201);
    let client = format!("/v1/api-clients/{}", made.at("/id"));
    let invitation = json!({"email": "camille@exemple.fr", "role": "agent", "totem_id": "metz"});
    let invitation = app.token("manager-metz").post("/v1/invitations", &invitation).expect(201);
    let invitation = format!("/v1/invitations/{}", invitation.at("/id"));
    for (table, column, own) in [
        ("service_requests", "requester_id", "own_account()"),
        ("api_clients", "owner_id", "own_account()"),
        ("invitations", "email", "own_email()"),
    ] {
        without_the_first_check(&app, table, column, own);
    }
    let (messages, events) = (format!("{request}/messages"), format!("{request}/events"));
    let reads = [&request, &messages, &events, &client, &invitation];
    for path in reads {
        thief.get(path).expect_problem(404, "not_found");
    }
    let steps = [(&request, "cancelled"), (&invitation, "accepted")].map(|(path, to)| (format!("{path}/transitions"), to));
    for (path, to) in &steps {
        thief.post(path, &json!({"to": to})).expect_problem(404, "not_found");
    }
    for list in ["/v1/service-requests", "/v1/api-clients", "/v1/invitations?mine=true"] {
        assert_eq!(thief.get(list).expect(200).items().len(), 0, "{list}");
    }
    // It is the second layer that hid them: without it, they are there for everybody.
    for table in ["real_service_requests", "real_api_clients", "real_invitations", "request_messages", "request_events"] {
        app.sql(&format!("alter table {table} disable row level security"));
    }
    for path in reads {
        thief.get(path).expect(200);
    }
}

#[test]
fn c06_each_search_uses_its_index_although_rows_are_hidden() {
    let database = Database::copy();
    for setting in ["session_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 0", "enable_seqscan = off"] {
        database.sql(&format!(
            "do $$ begin execute format('alter role lorntech_app in database %I set {}', current_database()); end $$",
            setting.replace('\'', "''")
        ));
    }
    let app = App::start_on(database, &[], &[]);
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    ask(&member, &question());
    let log = || fs::read_to_string(server().log()).unwrap();
    let searches: [(&Client, &str, &str); 3] = [
        (&member, "/v1/organizations?q=metz", "organizations_search"),
        (&member, "/v1/service-requests", "service_requests_requester_id"),
        (&agent, "/v1/totems/metz/inbox", "service_requests_by_totem"),
    ];
    for (client, path, index) in searches {
        let before = log().len();
        client.get(path).expect(200);
        // A plan is written down when its transaction ends, which a read does not wait for.
        eventually(&format!("{path} goes by {index}"), || log()[before..].contains(&format!(" {index} ")).then_some(()));
    }
    let before = log().len();
    app.token("entrepreneur");
    for index in ["accounts_email_key", "grants_key"] {
        assert!(log()[before..].contains(&format!(" {index} ")), "a sign-in goes without {index}: {}", &log()[before..]);
    }
}

/// Where the service sees the rows of everybody, and how often in that file.
const TRUSTED: &[(&str, usize)] = &[
    // A client names itself; the origin of a page that calls is looked for.
    ("api_clients/queries.rs", 2),
    // Seals and their check.
    ("audit/seal.rs", 3),
    // Whose calendar an address opens; what a letter about bookings tells, and to whom.
    ("bookings/queries.rs", 3),
    // Whether rows of the change log wait for their numbers.
    ("db/sequencer.rs", 1),
    // What a link opens; records that are due, and who keeps them.
    ("directory/create_confirmation.rs", 1),
    ("directory/upkeep.rs", 1),
    // An account is opened, reset or confirmed by what was mailed; a session begins or goes on.
    ("identity/create_account.rs", 1),
    ("identity/create_account_confirmation.rs", 1),
    ("identity/create_password_reset.rs", 1),
    ("identity/create_session_refresh.rs", 1),
    // An administrator closes an account or ends its sessions.
    ("identity/delete_person.rs", 1),
    ("identity/delete_person_sessions.rs", 1),
    ("identity/open_session.rs", 1),
    // What a provider said in this browser is nobody's before it is linked; who is meant by it.
    ("identity/oidc/create_my_identity.rs", 1),
    ("identity/oidc/queries.rs", 1),
    // Who has this session, address or link, or writes by mail; the streams' sessions; the accounts to be deleted.
    ("identity/queries.rs", 8),
    // A second factor is shown or registered; what it answers is nobody's row.
    ("identity/second_factor/create_my_passkey.rs", 1),
    ("identity/second_factor/create_step_up.rs", 1),
    ("identity/second_factor/mod.rs", 1),
    ("identity/second_factor/queries.rs", 2),
    // What waits to be imported, and its file.
    ("imports/worker.rs", 2),
    // Whoever is written to, and whether they want it; the link in a letter has shown whose it is.
    ("notifications/dispatch.rs", 4),
    ("notifications/unsubscription.rs", 1),
    // A client has shown that it is itself.
    ("oauth/create_oauth_token.rs", 1),
    ("oauth/create_token_revocation.rs", 1),
    ("oauth/queries.rs", 1),
    // A copy holds what is about somebody wherever it lies; so does what is told of it, and what must be kept.
    ("privacy/list_my_personal_data.rs", 1),
    ("privacy/make_exports.rs", 2),
    ("privacy/queries.rs", 2),
    // The searches whose time has come.
    ("saved_searches/queries.rs", 1),
    ("seed/demo.rs", 1),
    // Files of requests that ended long ago.
    ("service_requests/documents/upkeep.rs", 1),
    // Whose an address for replies is, and what came by it.
    ("service_requests/replies.rs", 2),
    // What a link opens; requests that end, and that ended long ago; who is told of a change.
    ("service_requests/queries.rs", 1),
    // Figures of one site, and of each: their numbers alone.
    ("service_requests/statistics.rs", 2),
    ("service_requests/upkeep.rs", 2),
    ("service_requests/written.rs", 2),
    // Whether anything waits to be told to anybody.
    ("webhooks/queries.rs", 1),
];

#[test]
fn c06_whoever_sees_everything_is_on_the_list() {
    fn count(folder: &Path, root: &Path, found: &mut BTreeMap<String, usize>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                count(&path, root, found);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let times = text.matches(".read_everything(").count() + text.matches(".trusted()").count();
            if times > 0 {
                found.insert(path.strip_prefix(root).unwrap().to_string_lossy().into_owned(), times);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/src");
    let mut found = BTreeMap::new();
    count(&root, &root, &mut found);
    let listed = TRUSTED.iter().map(|(file, times)| ((*file).to_owned(), *times)).collect();
    assert_eq!(found, listed);
}
