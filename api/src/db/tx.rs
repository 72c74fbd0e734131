//! The transaction of a write, as its effect is given it.

use diesel::{
    QueryResult,
    pg::Pg,
    query_builder::{AsQuery, QueryFragment, QueryId},
    result::Error,
};
use diesel_async::{AsyncConnectionCore, AsyncPgConnection, SimpleAsyncConnection, pooled_connection::deadpool::Pool};
use futures_util::future::{BoxFuture, join};

use super::Lease;
use crate::http::Problem;

/// A transaction. It ends by `db.write` alone: it cannot be committed or rolled back from inside.
pub struct Tx {
    pub(super) lease: Lease,
    /// What begins it, until its first statement takes it along.
    pub(super) begin: Option<String>,
}

impl Tx {
    pub(super) async fn take(pool: &Pool<AsyncPgConnection>) -> Result<Self, Problem> {
        Ok(Self { lease: Lease::take(pool).await?, begin: None })
    }

    /// What is sent next, behind the beginning if there was nothing before: both are on their way at once, and PostgreSQL
    /// works them off in this order. A statement behind a beginning that failed finds a transaction that takes none.
    fn send<'conn, T: Send + 'conn>(
        &'conn mut self,
        statement: impl FnOnce(&mut &'conn AsyncPgConnection) -> BoxFuture<'conn, QueryResult<T>>,
    ) -> BoxFuture<'conn, QueryResult<T>> {
        let Self { lease, begin } = self;
        let Some(mut connection) = lease.connection.as_deref() else {
            return Box::pin(std::future::ready(Err(Error::BrokenTransactionManager)));
        };
        let sent = statement(&mut connection);
        if begin.is_none() {
            return sent;
        }
        // Taken as late as it is sent: a statement that nobody waits for begins nothing.
        Box::pin(async move {
            let begin = begin.take().unwrap_or_default();
            let (begun, outcome) = join(say(connection, &begin), sent).await;
            begun.and(outcome)
        })
    }

    /// `COMMIT` or `ROLLBACK`, where anything has begun.
    pub(super) async fn end(&mut self, how: &str) -> QueryResult<()> {
        match self.lease.connection.as_deref() {
            _ if self.begin.is_some() => Ok(()),
            Some(connection) => say(connection, how).await,
            None => Err(Error::BrokenTransactionManager),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the database's own, and what it says begins or ends a transaction")]
pub(super) async fn say(mut connection: &AsyncPgConnection, words: &str) -> QueryResult<()> {
    connection.batch_execute(words).await
}

impl SimpleAsyncConnection for Tx {
    async fn batch_execute(&mut self, _: &str) -> QueryResult<()> {
        Err(Error::QueryBuilderError("a transaction runs one bound statement at a time".into()))
    }
}

impl AsyncConnectionCore for Tx {
    type ExecuteFuture<'conn, 'query> = <AsyncPgConnection as AsyncConnectionCore>::ExecuteFuture<'conn, 'query>;
    type LoadFuture<'conn, 'query> = <AsyncPgConnection as AsyncConnectionCore>::LoadFuture<'conn, 'query>;
    type Stream<'conn, 'query> = <AsyncPgConnection as AsyncConnectionCore>::Stream<'conn, 'query>;
    type Row<'conn, 'query> = <AsyncPgConnection as AsyncConnectionCore>::Row<'conn, 'query>;
    type Backend = Pg;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> Self::LoadFuture<'conn, 'query>
    where
        T: AsQuery + 'query,
        T::Query: QueryFragment<Pg> + QueryId + 'query,
    {
        self.send(|connection| AsyncConnectionCore::load(connection, source))
    }

    fn execute_returning_count<'conn, 'query, T>(&'conn mut self, source: T) -> Self::ExecuteFuture<'conn, 'query>
    where
        T: QueryFragment<Pg> + QueryId + 'query,
    {
        self.send(|connection| connection.execute_returning_count(source))
    }
}
