//! SQL that is put together from pieces, with every value bound, and prepared once per text.
//!
//! diesel prepares `sql_query` anew each time; this fragment is cached by its text instead.

use std::marker::PhantomData;

use diesel::{
    expression::AsExpression,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::{SingleValue, SqlType, Untyped},
};

/// A statement in the making.
pub struct Sql(Vec<Piece>);

enum Piece {
    Text(&'static str),
    Value(Box<dyn QueryFragment<Pg> + Send + Sync>),
}

/// Begins a statement.
pub fn sql(text: &'static str) -> Sql {
    Sql(vec![Piece::Text(text)])
}

impl Sql {
    /// Adds text, which can only be written in the source: what a caller sent is always bound.
    pub fn push(mut self, text: &'static str) -> Self {
        self.0.push(Piece::Text(text));
        self
    }

    /// Adds another piece that was put together in the same manner.
    pub fn append(mut self, piece: Self) -> Self {
        self.0.extend(piece.0);
        self
    }

    /// Adds a value.
    pub fn bind<T, V>(mut self, value: V) -> Self
    where
        T: SqlType + SingleValue,
        V: AsExpression<T>,
        V::Expression: QueryFragment<Pg> + Send + Sync + 'static,
    {
        self.0.push(Piece::Value(Box::new(value.as_expression())));
        self
    }
}

impl QueryFragment<Pg> for Sql {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_sql(text),
                Piece::Value(value) => value.walk_ast(out.reborrow())?,
            }
        }
        Ok(())
    }
}

impl QueryId for Sql {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Sql {
    type SqlType = Untyped;
}

impl Sql {
    /// Reads columns by their place instead of their name, for long rows in long lists: looking up each name costs
    /// as much as the rest of the row.
    pub fn columns<T>(self) -> Columns<T> {
        Columns(self, PhantomData)
    }
}

/// A statement whose columns are known by their place.
pub struct Columns<T>(Sql, PhantomData<T>);

impl<T> QueryId for Columns<T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T> QueryFragment<Pg> for Columns<T> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

impl<T> Query for Columns<T> {
    type SqlType = T;
}

/// A `jsonb` column that holds a value of our own.
#[derive(Clone, Debug, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Jsonb)]
pub struct JsonColumn<T: std::fmt::Debug>(pub T);

impl<T: std::fmt::Debug + serde::de::DeserializeOwned> diesel::deserialize::FromSql<diesel::sql_types::Jsonb, Pg>
    for JsonColumn<T>
{
    fn from_sql(value: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
        // The first byte is the version of the format.
        let text = value.as_bytes().get(1..).unwrap_or_default();
        Ok(Self(serde_json::from_slice(text)?))
    }
}

impl<T: std::fmt::Debug + serde::Serialize> diesel::serialize::ToSql<diesel::sql_types::Jsonb, Pg> for JsonColumn<T> {
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, Pg>) -> diesel::serialize::Result {
        use std::io::Write;
        out.write_all(&[1])?;
        serde_json::to_writer(out, &self.0)?;
        Ok(diesel::serialize::IsNull::No)
    }
}
