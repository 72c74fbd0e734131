//! The database: pools that only read, the one way to write, and upkeep.

mod errors;
pub mod maintain;
pub mod migrate;
pub mod private;
mod sequencer;
mod sight;
mod snapshot;
mod sql;
mod tx;
mod write;

use std::{str::FromStr, sync::Arc, time::Duration};

use diesel::result::QueryResult;
use diesel_async::{
    AsyncPgConnection,
    pooled_connection::{
        AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
        deadpool::{Object, Pool},
    },
};
use futures_util::FutureExt;
use tokio::sync::Semaphore;

pub use maintain::{FilesOf, Upkeep};
pub use sequencer::REASON;
pub use sight::Sight;
pub use snapshot::Snapshot;
pub use sql::{JsonColumn, Sql, sql};
pub use tx::Tx;
pub use write::{Emitted, Event, Kind, Mail, Origin};

use crate::{error::ErrorCode, http::Problem};

/// Whoever waits longer for a connection or an answer is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);
/// Writes under way and waiting in one worker.
const WRITE_SLOTS: usize = 256;
/// Connections are replaced after this time, so that none grows old with a plan cache or a moved server.
const OLDEST: Duration = Duration::from_secs(1800);

/// One worker's way to the database. Each worker has pools of its own: diesel-async drives a connection on the
/// runtime that opened it, and actix gives every worker its own.
#[derive(Clone)]
pub struct Db {
    readers: Pool<AsyncPgConnection>,
    searchers: Pool<AsyncPgConnection>,
    exporters: Pool<AsyncPgConnection>,
    trusted: Pool<AsyncPgConnection>,
    writers: Pool<AsyncPgConnection>,
    slots: Arc<Semaphore>,
}

impl Db {
    /// Opens nothing yet: connections come with their first use.
    pub fn new(url: &str, size: usize) -> Result<Self, String> {
        let limits = "-c statement_timeout=3s -c lock_timeout=2s -c idle_in_transaction_session_timeout=10s \
            -c client_connection_check_interval=1s";
        // A list's plan does not depend on its limit, which diesel binds: planning it once is a third faster.
        let reading = format!("{limits} -c default_transaction_read_only=on -c plan_cache_mode=force_generic_plan");
        // A search's plan does depend on its words.
        let searching = format!("{limits} -c default_transaction_read_only=on -c plan_cache_mode=force_custom_plan");
        // Every request of somebody begins with a look for who it is: that must not take a transaction.
        let trusted = format!("{limits} -c default_transaction_read_only=on -c lorntech.role={}", Sight::SERVICE);
        Ok(Self {
            readers: pool(url, &reading, size)?,
            searchers: pool(url, &searching, size.div_ceil(2))?,
            exporters: pool(url, &reading, 1)?,
            trusted: pool(url, &trusted, size.div_ceil(2))?,
            writers: pool(url, limits, size)?,
            slots: Arc::new(Semaphore::new(WRITE_SLOTS)),
        })
    }

    /// Reads what is public; the connection refuses every write, and sees no row of anybody.
    pub async fn read<T>(&self, query: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>) -> Result<T, Problem> {
        run(&self.readers, query).await
    }

    /// The same with a plan made for the very words searched.
    pub async fn search<T>(&self, query: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>) -> Result<T, Problem> {
        run(&self.searchers, query).await
    }

    /// Reads what this reader may see of the rows that belong to somebody.
    pub async fn read_as<T>(
        &self,
        reader: impl Into<Sight>,
        query: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>,
    ) -> Result<T, Problem> {
        let sight = reader.into();
        run(&self.readers, async |connection| within(&sight, connection, query).await).await
    }

    /// The same with a plan made for the very words searched.
    pub async fn search_as<T>(
        &self,
        reader: impl Into<Sight>,
        query: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>,
    ) -> Result<T, Problem> {
        let sight = reader.into();
        run(&self.searchers, async |connection| within(&sight, connection, query).await).await
    }

    /// Reads the rows of everybody: to find out who asks, and for the work that nobody asks for. A test holds the list of
    /// who may.
    pub async fn read_everything<T>(
        &self,
        query: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>,
    ) -> Result<T, Problem> {
        run(&self.trusted, query).await
    }
}

async fn run<T>(
    pool: &Pool<AsyncPgConnection>,
    query: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>,
) -> Result<T, Problem> {
    let mut lease = Lease::take(pool).await?;
    #[expect(clippy::disallowed_methods, reason = "no transaction is open, and the lease drops a connection left busy")]
    let outcome = tokio::time::timeout(PATIENCE, query(lease.connection()?)).await;
    let value = outcome.map_err(|_| unavailable())?;
    lease.settle();
    Ok(value?)
}

/// One transaction that sees as much as this. Nobody waits for its beginning, which the first statement follows at once,
/// nor for its end: PostgreSQL works off what it gets in order, a statement behind a beginning that failed finds a
/// transaction that takes none (or one that sees nothing), and there is nothing that an end could lose.
async fn within<T>(
    sight: &Sight,
    connection: &mut AsyncPgConnection,
    query: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>,
) -> QueryResult<T> {
    send(connection, &sight.begin(false))?;
    let outcome = query(connection).await;
    send(connection, if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    outcome
}

/// Sends without waiting for the answer.
fn send(connection: &AsyncPgConnection, words: &str) -> QueryResult<()> {
    tx::say(connection, words).now_or_never().unwrap_or(Ok(()))
}

/// A connection that goes back to its pool only if its holder came to an end: whoever is dropped in the middle
/// leaves it in an unknown state, so it is closed.
struct Lease {
    connection: Option<Object<AsyncPgConnection>>,
    settled: bool,
}

impl Lease {
    async fn take(pool: &Pool<AsyncPgConnection>) -> Result<Self, Problem> {
        loop {
            #[expect(clippy::disallowed_methods, reason = "nothing is open yet")]
            let wait = tokio::time::timeout(PATIENCE, pool.get()).await;
            match wait {
                Ok(Ok(old)) if Object::metrics(&old).age() > OLDEST => drop(Object::take(old)),
                Ok(Ok(connection)) => return Ok(Self { connection: Some(connection), settled: false }),
                Ok(Err(error)) => {
                    log::warn!("no database connection: {error}");
                    return Err(unavailable());
                }
                Err(_) => return Err(unavailable()),
            }
        }
    }

    fn connection(&mut self) -> Result<&mut AsyncPgConnection, Problem> {
        self.connection.as_deref_mut().ok_or_else(unavailable)
    }

    fn settle(&mut self) {
        self.settled = true;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take()
            && !self.settled
        {
            drop(Object::take(connection));
        }
    }
}

fn unavailable() -> Problem {
    Problem::new(ErrorCode::Unavailable).retry_after(1)
}

fn pool(url: &str, options: &str, size: usize) -> Result<Pool<AsyncPgConnection>, String> {
    let mut config = tokio_postgres::Config::from_str(url)
        .map_err(|_| "DATABASE_URL is not a PostgreSQL address (postgres://user:password@host/database)".to_owned())?;
    config.options(options).connect_timeout(Duration::from_secs(3)).application_name("lorntech");
    let mut settings = ManagerConfig::<AsyncPgConnection>::default();
    settings.recycling_method = RecyclingMethod::Fast;
    settings.custom_setup = Box::new(move |_| {
        let config = config.clone();
        async move {
            let bad = |error: tokio_postgres::Error| diesel::ConnectionError::BadConnection(error.to_string());
            let (client, connection) = config.connect(tokio_postgres::NoTls).await.map_err(bad)?;
            AsyncPgConnection::try_from_client_and_connection(client, connection).await
        }
        .boxed()
    });
    let manager = AsyncDieselConnectionManager::new_with_config("", settings);
    Pool::builder(manager).max_size(size).build().map_err(|error| format!("the connection pool cannot be made: {error}"))
}
