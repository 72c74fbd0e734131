//! What an attacker tries, row by row: the files and functions are named after the rows of the security requirements.

mod bad_input;
mod c04_property_writes;
mod c06_row_security;
mod c10_enumeration;
mod c11_throttling;
mod c12_hashing;
mod c13_passwords;
mod c14_session_cookie;
mod c15_ends_of_sessions;
mod c15_sign_out_ends_tokens;
mod c16_sessions;
mod c17_cross_site;
mod c18_cross_origin;
mod c19_headers;
mod c20_refresh_tokens;
mod c21_second_factor;
mod c22_no_secret_anywhere;
mod c23_access_tokens;
mod c24_key_rotation;
mod c25_client_authentication;
mod c26_scopes;
mod c27_introspection_and_revocation;
mod c28_mixed_credentials;
mod c29_openid_connect;
mod c30_account_linking;
mod c31_body_limits;
mod c32_json_bombs;
mod c33_compressed_bodies;
mod c35_request_smuggling;
mod c36_forwarding_headers;
mod c37_header_limits;
mod c38_cursors_and_numbers;
mod c39_injection;
mod c40_expensive_search;
mod c41_text;
mod c42_markup;
mod c43_csv;
mod c44_injection;
mod c45_mass_creation;
mod c46_file_types;
mod c47_file_names;
mod c48_malware;
mod c49_pictures;
mod c50_file_quota;
mod c51_targets;
mod c53_rebinding;
mod c54_answers_of_receivers;
mod c55_endpoint_ownership;
mod c56_unsafe_consumption;
mod c57_export;
mod c58_erasure;
mod c59_register;
mod c60_retention;
mod c61_consents;
mod c64_errors;
mod c65_audit_log;
mod c68_inventory;
mod canaries;
mod d09_disconnects;

use std::{
    fs,
    sync::{
        LazyLock, Mutex, MutexGuard, PoisonError, TryLockError,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde_json::{Value, json};

use crate::harness::{
    App, Client,
    provider::{LyingProvider, settings_of},
    server,
};

/// Where people think the service is: never where it listens.
const PUBLIC: &str = "https://lorntech.example";

/// A service of a few for the tests that leave it as they found it, one at a time.
fn shared() -> MutexGuard<'static, App> {
    static APPS: [LazyLock<Mutex<App>>; 3] = [const { LazyLock::new(serve_shared) }; 3];
    static WAITING: AtomicUsize = AtomicUsize::new(0);
    let free = APPS.iter().find_map(|app| match app.try_lock() {
        Ok(app) => Some(app),
        Err(TryLockError::Poisoned(app)) => Some(app.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    });
    let wait = || APPS[WAITING.fetch_add(1, Ordering::Relaxed) % APPS.len()].lock().unwrap_or_else(PoisonError::into_inner);
    free.unwrap_or_else(wait)
}

/// Served as if behind a proxy that speaks https, with a site, a provider of sign-in, metrics, and a log in JSON.
fn serve_shared() -> Mutex<App> {
    static PROVIDER: LazyLock<LyingProvider> = LazyLock::new(LyingProvider::start);
    let site = server().new_folder();
    fs::create_dir(site.join("assets")).unwrap();
    let page = "<!doctype html><!--page:head--><title>LORnTECH</title><!--/page:head--><!--page:main--><!--/page:main-->";
    fs::write(site.join("index.html"), page).unwrap();
    fs::write(site.join("assets/app.js"), "export {};").unwrap();
    let settings = [
        ("LORNTECH_PUBLIC_URL", PUBLIC),
        ("LORNTECH_OIDC_PROVIDERS", &settings_of(&[("essai", &PROVIDER.issuer)])),
        ("LORNTECH_SITE_DIR", &site.to_string_lossy()),
        ("LORNTECH_METRICS_PORT", "0"),
        ("LORNTECH_LOG", "info,lorntech=debug"),
        ("LORNTECH_LOG_FORMAT", "json"),
    ];
    Mutex::new(App::start_with(&settings, &[]))
}

/// An answer, read from the wire.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

/// The answers that stand one behind the other.
fn answers(bytes: &[u8]) -> Vec<Answer> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut rest = text.as_str();
    let mut found = vec![];
    while let Some((head, after)) = rest.split_once("\r\n\r\n") {
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let length = |line: &str| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse::<usize>().ok();
        let length = head.lines().find_map(length).unwrap_or(0).min(after.len());
        // A length counts bytes, and these answers may hold more bytes than the text shows for what is no UTF-8.
        let length = (length..=after.len()).find(|end| after.is_char_boundary(*end)).unwrap_or(after.len());
        found.push(Answer { status, head: head.to_owned(), body: after[..length].to_owned() });
        rest = &after[length..];
    }
    found
}

/// Sends one request as it is; the one answer.
#[track_caller]
fn send_raw(app: &App, bytes: impl AsRef<[u8]>) -> Answer {
    let said = app.raw(bytes);
    let mut all = answers(&said);
    assert_eq!(all.len(), 1, "one answer: {}", String::from_utf8_lossy(&said));
    all.remove(0)
}

/// A number of the process, in KiB, as `/proc/PID/status` gives it.
fn memory(app: &mut App, name: &str) -> i64 {
    let status = fs::read_to_string(format!("/proc/{}/status", app.program().pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim_start_matches(':').split_whitespace().next().unwrap().parse().unwrap()
}

/// Does this, and checks that the service never held more than 64 MiB more than before.
fn without_growth(app: &mut App, work: impl FnOnce(&App)) {
    // 5 resets the peak.
    fs::write(format!("/proc/{}/clear_refs", app.program().pid()), "5").unwrap();
    let before = memory(app, "VmRSS");
    work(app);
    let growth = memory(app, "VmHWM") - before;
    assert!(growth < 64 * 1024, "the service grew by {growth} KiB");
}

/// Everything that the database keeps, in a few lines: rows, and what they hold. Not that a session or a token was used, that a mail
/// has left, that the audit log was sealed or an assertion forgotten, which happen by themselves, nor that somebody was refused.
fn kept(app: &App) -> String {
    let tables = app.sql(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not in \
         ('communes', 'postal_codes', 'activities', 'legal_forms', 'audit_seals', 'client_assertions', 'removed_files', 'notifications', 'webhook_deliveries') order by relname",
    );
    let digest = |table: String| {
        let row = match table.as_str() {
            "sessions" | "refresh_tokens" | "outbox" | "webhook_events" | "webhooks" => "t.id::text",
            _ => "t::text",
        };
        let changes = if table == "audit_log" { "where revision is not null" } else { "" };
        format!("select '{table}', count(*), md5(string_agg({row}, '|' order by {row})) from {table} t {changes}")
    };
    let digests: Vec<String> = tables.into_iter().flatten().flatten().map(digest).collect();
    assert!(digests.len() > 15, "{digests:?}");
    let rows = app.sql(&digests.join(" union all "));
    let line = |row: Vec<Option<String>>| row.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>().join(" ");
    rows.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Nothing of what is said here may say how the service is built.
#[track_caller]
fn tells_nothing(text: &str) {
    let plain = text.to_lowercase();
    let telling = [
        "select ",
        "insert into",
        "update organizations",
        " from organizations",
        "sqlstate",
        "relation ",
        "panicked",
        "backtrace",
        "thread '",
        ".rs:",
        "/src/",
        "/tmp/",
        "/root",
        "/home",
        "diesel",
        "tokio",
        "actix",
        "postgres",
        "serde",
        "libpq",
        "0.1.0",
    ];
    for word in telling {
        assert!(!plain.contains(word), "“{word}” in: {text}");
    }
}

/// What an anonymous entrepreneur asks the Totem of Metz.
fn asked(email: &str) -> Value {
    json!({
        "totem_id": "metz", "service_id": "accompagnement", "subject": "Préparer une première levée",
        "body": "Nous cherchons un regard extérieur.", "contact": {"name": "Camille Essai", "email": email},
    })
}

/// The document that the service serves.
fn document(client: &Client) -> Value {
    client.get("/openapi.json").expect(200).body
}

/// Every operation of the document: method, path, and itself.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap();
            methods.iter().map(|(method, operation)| (method.to_uppercase(), path.clone(), operation.clone()))
        })
        .collect()
}
