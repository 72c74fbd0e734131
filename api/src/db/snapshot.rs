//! Several statements that see one moment of the database.

use diesel::result::QueryResult;
use diesel_async::{AnsiTransactionManager, AsyncPgConnection, TransactionManager};

use super::{Db, Lease, PATIENCE, run, unavailable};
use crate::http::Problem;

const ONE_MOMENT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

impl Db {
    /// Reads what is public in several statements of one moment.
    pub async fn read_at_once<T>(&self, query: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>) -> Result<T, Problem> {
        run(&self.readers, async |connection| {
            AnsiTransactionManager::begin_transaction_sql(connection, ONE_MOMENT).await?;
            let outcome = query(connection).await;
            match &outcome {
                Ok(_) => AnsiTransactionManager::commit_transaction(connection).await?,
                Err(_) => AnsiTransactionManager::rollback_transaction(connection).await?,
            }
            outcome
        })
        .await
    }

    /// A moment that is read part by part. It holds a connection of its own, of which there are few; whoever takes the
    /// parts too slowly loses it.
    pub async fn snapshot(&self) -> Result<Snapshot, Problem> {
        let mut snapshot = Snapshot(Lease::take(&self.exporters).await?);
        AnsiTransactionManager::begin_transaction_sql(snapshot.0.connection()?, ONE_MOMENT).await?;
        Ok(snapshot)
    }
}

/// A moment of the database. Dropped before its end, it costs the connection.
pub struct Snapshot(Lease);

impl Snapshot {
    pub async fn read<T>(&mut self, query: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>) -> Result<T, Problem> {
        #[expect(clippy::disallowed_methods, reason = "it only reads, and a connection left busy is dropped")]
        let outcome = tokio::time::timeout(PATIENCE, query(self.0.connection()?)).await;
        Ok(outcome.map_err(|_| unavailable())??)
    }

    pub async fn end(mut self) -> Result<(), Problem> {
        AnsiTransactionManager::commit_transaction(self.0.connection()?).await?;
        self.0.settle();
        Ok(())
    }
}
