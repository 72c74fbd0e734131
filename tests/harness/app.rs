//! The service of one test.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    fs,
    io::Write as _,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    thread::panicking,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::json;

use super::{
    Client, Database, Output, PASSWORD, Rows, client, eventually, forge,
    program::{self, Program},
    server,
};

/// A running service in demonstration mode, with a database, a mailbox and a clock of its own.
pub struct App {
    program: Program,
    base: String,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
    folder: PathBuf,
    offset: AtomicI64,
    mailbox: Mutex<BTreeMap<OsString, Arc<Mail>>>,
    pub database: Database,
}

/// A mail that the demonstration kept.
#[derive(Clone, Debug, Deserialize)]
pub struct Mail {
    pub to: Vec<String>,
    pub subject: String,
    pub text: String,
    pub list_unsubscribe: Option<String>,
    pub reply_to: Option<String>,
}

impl App {
    pub fn start() -> Self {
        Self::start_with(&[], &[])
    }

    /// With more settings, which win over those of the harness; an empty one takes them away.
    pub fn start_with(environment: &[(&str, &str)], arguments: &[&str]) -> Self {
        Self::start_on(Database::copy(), environment, arguments)
    }

    /// Without one of the settings of the harness.
    pub fn start_without(name: &str) -> Self {
        Self::start_with(&[(name, "")], &[])
    }

    /// On a database that was prepared.
    pub fn start_on(database: Database, environment: &[(&str, &str)], arguments: &[&str]) -> Self {
        let folder = server().new_folder();
        fs::create_dir(folder.join("site")).unwrap();
        let at = |name: &str| folder.join(name).to_string_lossy().into_owned();
        let mut settings: Vec<(String, String)> = vec![
            ("DATABASE_URL".to_owned(), database.url()),
            ("LORNTECH_SECRET".to_owned(), STANDARD.encode(forge::SECRET)),
            ("LORNTECH_DATA_DIR".to_owned(), at("data")),
            ("LORNTECH_SITE_DIR".to_owned(), at("site")),
            ("LORNTECH_TEST_CLOCK".to_owned(), at("clock")),
            ("LORNTECH_DEMO".to_owned(), "true".to_owned()),
            ("LORNTECH_DEMO_PASSWORD".to_owned(), PASSWORD.to_owned()),
        ];
        for (name, value) in environment {
            settings.retain(|(known, _)| known != name);
            if !value.is_empty() {
                settings.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        let standard: &[&str] = &["--unsafe-durability"];
        // A flag can be given once.
        let sizes = [("--port", "0"), ("--workers", "2"), ("--pool-size", "4")];
        let sizes = sizes.into_iter().filter(|(flag, _)| !arguments.contains(flag));
        let sizes = sizes.flat_map(|(flag, value)| [flag, value]);
        let arguments: Vec<String> =
            standard.iter().copied().chain(sizes).chain(arguments.iter().copied()).map(str::to_owned).collect();
        let (program, base) = begin(&arguments, &settings, &folder);
        Self {
            program,
            base,
            arguments,
            environment: settings,
            folder,
            offset: AtomicI64::new(0),
            mailbox: Mutex::default(),
            database,
        }
    }

    /// Stops it in order and starts it again, with everything it has kept; its address changes.
    pub fn restart(&mut self) {
        self.restart_with(&[]);
    }

    /// The same, with more arguments until the next time.
    pub fn restart_with(&mut self, arguments: &[&str]) {
        self.program.signal("TERM");
        eventually("the service stops", || self.program.ended());
        let arguments: Vec<String> = self.arguments.iter().cloned().chain(arguments.iter().map(|a| (*a).to_owned())).collect();
        (self.program, self.base) = begin(&arguments, &self.environment, &self.folder);
    }

    /// Starts it again after it was killed.
    pub fn restart_killed(&mut self) {
        (self.program, self.base) = begin(&self.arguments, &self.environment, &self.folder);
    }

    /// `http://host:port`
    pub fn base(&self) -> &str {
        &self.base
    }

    /// `host:port`
    pub fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    pub fn program(&mut self) -> &mut Program {
        &mut self.program
    }

    /// Somebody without credentials.
    pub fn anonymous(&self) -> Client {
        Client::new(&self.base)
    }

    /// A demonstration account, by the cookie of the site.
    pub fn sign_in(&self, name: &str) -> Client {
        let anonymous = self.anonymous();
        let reply = anonymous.post("/v1/sessions", &credentials(name, "cookie")).expect(201);
        let cookie = reply.header("set-cookie").and_then(|cookie| cookie.split(';').next()).unwrap();
        anonymous.with("cookie", cookie)
    }

    /// A demonstration account, by an access token.
    pub fn token(&self, name: &str) -> Client {
        let anonymous = self.anonymous();
        let reply = anonymous.post("/v1/sessions", &credentials(name, "token")).expect(201);
        anonymous.with_token(reply.at("/access_token"))
    }

    /// Runs statements as the superuser; the rows of all of them.
    pub fn sql(&self, statements: &str) -> Rows {
        self.database.sql(statements)
    }

    /// The first value that a statement gives.
    pub fn sql_value(&self, statement: &str) -> String {
        self.sql(statement).into_iter().flatten().next().flatten().unwrap_or_default()
    }

    /// The names of the files that people sent, as they are kept, and of those on their way.
    pub fn files(&self) -> Vec<String> {
        let folders = fs::read_dir(self.folder.join("data/files")).into_iter().flatten();
        let files = folders.flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap());
        files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    /// The mails so far, the oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.mailbox().values().map(|mail| Mail::clone(mail)).collect()
    }

    /// The same by the names of their files, of which only those are read that are new.
    fn mailbox(&self) -> MutexGuard<'_, BTreeMap<OsString, Arc<Mail>>> {
        let mut known = self.mailbox.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = self.folder.join("data/mailbox");
        let names = fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().file_name());
        let names: BTreeSet<OsString> = names.filter(|name| name.as_encoded_bytes().ends_with(b".json")).collect();
        for name in &names {
            if !known.contains_key(name) {
                let mail = serde_json::from_slice(&fs::read(folder.join(name)).unwrap()).unwrap();
                known.insert(name.clone(), Arc::new(mail));
            }
        }
        if known.len() > names.len() {
            known.retain(|name, _| names.contains(name));
        }
        known
    }

    /// The newest mail of which this holds, waited for.
    pub fn mail(&self, what: &str, holds: impl Fn(&Mail) -> bool) -> Mail {
        eventually(what, || {
            // What is asked of a mail may look at others.
            let mails: Vec<Arc<Mail>> = self.mailbox().values().cloned().collect();
            mails.into_iter().rev().find(|mail| holds(mail)).map(|mail| Mail::clone(&mail))
        })
    }

    /// Waits until every mail has left, so that what is missing then was never written.
    pub fn all_mails(&self) -> Vec<Mail> {
        eventually("the outbox is empty", || {
            (self.sql_value("select count(*) from outbox where done_at is null") == "0").then_some(())
        });
        self.mails()
    }

    /// Moves the service's clock.
    pub fn advance_clock(&self, seconds: i64) {
        let offset = self.offset.fetch_add(seconds, Ordering::Relaxed) + seconds;
        let unfinished = self.folder.join("clock.unfinished");
        fs::write(&unfinished, offset.to_string()).unwrap();
        fs::rename(unfinished, self.folder.join("clock")).unwrap();
    }

    /// Sets the service's clock to this instant (RFC 3339); from there it runs on.
    #[expect(clippy::disallowed_methods, reason = "the clock of the service is set relative to the machine's")]
    pub fn set_clock(&self, instant: &str) {
        let instant: chrono::DateTime<chrono::Utc> = instant.parse().unwrap();
        let seconds = (instant - chrono::Utc::now()).num_seconds();
        self.advance_clock(seconds - self.offset.load(Ordering::Relaxed));
    }

    /// Somebody without an account, who opened the link of a mail.
    pub fn holder(&self, mail: &Mail) -> Client {
        self.anonymous().with_token(&mail.link_token())
    }

    /// One more member, with the password of the others.
    pub fn new_member(&self, name: &str) -> Client {
        self.sql(&format!(
            "insert into accounts (id, email, name, language, password_hash) select gen_random_uuid(), \
             '{name}@demo.lorntech.example', '{name} (démonstration)', 'fr', password_hash from accounts limit 1"
        ));
        self.token(name)
    }

    /// The id of a demonstration account.
    pub fn account_id(&self, name: &str) -> String {
        self.sql_value(&format!("select id from accounts where email = '{name}@demo.lorntech.example'"))
    }

    /// Runs another command of the program with the settings of the service.
    pub fn command(&self, arguments: &[&str], input: &[u8]) -> Output {
        let environment: Vec<(&str, &str)> =
            self.environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Program::start_as(program::program(), arguments, &environment, Some(input), &self.folder).output()
    }

    /// The log of the service since its last start.
    pub fn logs(&self) -> String {
        self.program.log()
    }

    /// Sends bytes as they are, and goes away.
    pub fn raw_and_leave(&self, bytes: impl AsRef<[u8]>) {
        std::net::TcpStream::connect(self.address()).unwrap().write_all(bytes.as_ref()).unwrap();
    }

    /// Sends bytes as they are; the answer until the other side closes, or is silent for two seconds.
    pub fn raw(&self, bytes: impl AsRef<[u8]>) -> Vec<u8> {
        client::exchange(self.address(), bytes.as_ref())
    }
}

impl Mail {
    /// The token of its link, for somebody without an account.
    pub fn link_token(&self) -> String {
        let (_, rest) = self.text.split_once("#acces=").unwrap_or_else(|| panic!("no link in {self:?}"));
        rest.split_whitespace().next().unwrap().to_owned()
    }

    pub fn is_to(&self, address: &str) -> bool {
        self.to.iter().any(|to| to == address)
    }
}

/// What a demonstration account signs in with.
pub fn credentials(name: &str, mode: &str) -> serde_json::Value {
    json!({"email": format!("{name}@demo.lorntech.example"), "password": PASSWORD, "mode": mode})
}

/// Starts the service and reads its address from what it prints.
fn begin(arguments: &[String], environment: &[(String, String)], folder: &std::path::Path) -> (Program, String) {
    let arguments: Vec<&str> = std::iter::once("serve").chain(arguments.iter().map(String::as_str)).collect();
    let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut program = Program::start(&arguments, &environment, None, folder);
    let base = eventually("the service prints its address", || {
        if let Some(status) = program.ended() {
            panic!("the service ended at its start ({status}): {}", program.log());
        }
        let out = program.out();
        let line = |start: &str| out.lines().find_map(|line| line.strip_prefix(start));
        let public = line("LORnTECH is at ")?;
        // A line that is not finished may lack digits.
        out.ends_with('\n').then(|| line("It listens on ").unwrap_or(public).trim().to_owned())
    });
    (program, base)
}

impl Drop for App {
    fn drop(&mut self) {
        if panicking() {
            let log = self.program.log();
            let lines: Vec<&str> = log.lines().collect();
            eprintln!("the end of the service's log:\n{}", lines[lines.len().saturating_sub(25)..].join("\n"));
        }
        self.program.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
