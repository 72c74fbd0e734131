//! Bringing the database to this program's version, and knowing whether it is.

use std::{str::FromStr, thread};

use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel_async::{AsyncConnection, AsyncMigrationHarness, AsyncPgConnection};
use diesel_migrations::MigrationHarness;
use lorntech_schema::MIGRATIONS;
use tokio_postgres::{Client, NoTls};

/// The oldest PostgreSQL whose features are used (`nulls not distinct`).
const OLDEST_SERVER: i32 = 150_000;
/// Two instances that start together migrate one after the other.
const LOCK: &str = "select pg_advisory_lock(7207511)";

/// Migrates, as the owner of the tables.
pub fn run(owner_url: &str) -> Result<usize, String> {
    let url = owner_url.to_owned();
    // The harness blocks inside a runtime of several threads, which the service's own is not.
    let work = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        runtime.map_err(|error| error.to_string())?.block_on(async {
            let lock = connect(&url).await?;
            check_server(&lock, true).await?;
            lock.batch_execute(LOCK).await.map_err(|error| said(&error))?;
            refuse_newer(&lock).await?;
            let connection = AsyncPgConnection::establish(&url).await.map_err(|error| error.to_string())?;
            let mut harness = AsyncMigrationHarness::new(connection);
            let done = tokio::task::block_in_place(|| harness.run_pending_migrations(MIGRATIONS).map(|done| done.len()));
            done.map_err(|error| format!("a migration failed: {error}"))
        })
    });
    work.join().unwrap_or_else(|_| Err("the migration ended unexpectedly".to_owned()))
}

/// Refuses a database that this program cannot serve, in one sentence.
pub async fn check(url: &str, unsafe_durability: bool) -> Result<(), String> {
    let client = connect(url).await?;
    check_server(&client, unsafe_durability).await?;
    refuse_newer(&client).await?;
    if applied(&client).await? == known()? {
        return Ok(());
    }
    Err("The database is older than this program: run `lorntech migrate` with LORNTECH_OWNER_DATABASE_URL first.".to_owned())
}

/// Whether the database answers and is at this program's version.
pub async fn is_ready(db: &super::Db) -> bool {
    use diesel::QueryableByName;
    use diesel_async::RunQueryDsl;

    #[derive(QueryableByName)]
    struct Newest {
        #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
        version: Option<String>,
    }
    let newest = super::sql("select max(version) as version from __diesel_schema_migrations");
    let newest = db.read(async |connection| newest.get_result::<Newest>(connection).await).await;
    newest.is_ok_and(|newest| newest.version == known().ok().and_then(|known| known.into_iter().max()))
}

pub async fn connect(url: &str) -> Result<Client, String> {
    let config = tokio_postgres::Config::from_str(url)
        .map_err(|_| "The database address is not of the form postgres://user:password@host/database.".to_owned())?;
    let (client, connection) = config.connect(NoTls).await.map_err(|error| said(&error))?;
    #[expect(clippy::disallowed_methods, reason = "the program's start runs on one runtime")]
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            log::warn!("a connection of the start ended: {}", said(&error));
        }
    });
    Ok(client)
}

/// Version, language of messages, durability.
async fn check_server(client: &Client, unsafe_durability: bool) -> Result<(), String> {
    let setting = async |name: &str| -> Result<String, String> {
        let row = client.query_one("select current_setting($1)", &[&name]).await.map_err(|error| said(&error))?;
        row.try_get(0).map_err(|error| said(&error))
    };
    let version = setting("server_version_num").await?;
    if version.parse::<i32>().unwrap_or(0) < OLDEST_SERVER {
        return Err(format!("PostgreSQL {} is too old: LORnTECH needs version 15 or newer.", setting("server_version").await?));
    }
    let language = setting("lc_messages").await?;
    if !(language == "C"
        || language.starts_with("C.")
        || language == "POSIX"
        || language.starts_with("en_")
        || language.is_empty())
    {
        return Err(format!("The server's messages are in another language (lc_messages = {language}): set lc_messages to C."));
    }
    for name in ["fsync", "full_page_writes", "synchronous_commit"] {
        if setting(name).await? == "off" && !unsafe_durability {
            return Err(format!("The server would lose acknowledged data ({name} = off): turn {name} on."));
        }
    }
    Ok(())
}

async fn refuse_newer(client: &Client) -> Result<(), String> {
    let known = known()?;
    if applied(client).await?.iter().any(|version| !known.contains(version)) {
        return Err(
            "The database is newer than this program: install the newer LORnTECH, or restore a backup of before its migration."
                .to_owned(),
        );
    }
    Ok(())
}

async fn applied(client: &Client) -> Result<Vec<String>, String> {
    let table = "select to_regclass('public.__diesel_schema_migrations') is not null";
    let there: bool = client.query_one(table, &[]).await.and_then(|row| row.try_get(0)).map_err(|error| said(&error))?;
    if !there {
        return Ok(vec![]);
    }
    let rows = client.query("select version from __diesel_schema_migrations order by version", &[]).await;
    rows.map_err(|error| said(&error))?.iter().map(|row| row.try_get(0).map_err(|error| said(&error))).collect()
}

fn known() -> Result<Vec<String>, String> {
    let migrations: Vec<Box<dyn Migration<Pg>>> = MIGRATIONS.migrations().map_err(|error| error.to_string())?;
    let mut versions: Vec<String> = migrations.iter().map(|migration| migration.name().version().to_string()).collect();
    versions.sort();
    Ok(versions)
}

/// The server's own sentence.
pub fn said(error: &tokio_postgres::Error) -> String {
    use std::error::Error;
    match (error.as_db_error(), error.source()) {
        (Some(said), _) => format!("PostgreSQL says: {}.", said.message()),
        (None, Some(source)) => format!("PostgreSQL cannot be reached: {source}."),
        (None, None) => format!("PostgreSQL cannot be reached: {error}."),
    }
}
