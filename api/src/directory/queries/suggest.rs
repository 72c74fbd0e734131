//! Completion, in one statement.

use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Nullable, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    super::search::{Search, prefix},
    list::{known_as, named},
};
use crate::db::{Sql, sql};

/// An organization, or a sector, which has no slug.
#[derive(QueryableByName)]
pub struct Suggested {
    #[diesel(sql_type = Nullable<Text>)]
    pub slug: Option<String>,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Array<Text>)]
    pub kinds: Vec<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub locality: Option<String>,
}

const ONE: &str = "(select o.slug, o.name, o.kinds, o.locality from organizations o where o.status = 'published' and ";

/// Each branch is read only as far as those before it leave room: what is known by these very letters, names that begin
/// with them, names with words that do. A record may come in several of them.
pub fn suggest(search: &Search, limit: i64, sectors: i64) -> Sql {
    let begins = prefix(&search.text);
    let mut statement = known_as(sql("(select * from (").push(ONE), &search.text).push(" limit 3) union all ");
    statement = statement
        .push(ONE)
        .push("o.sort_name like ")
        .bind::<Text, _>(begins.clone())
        .push(" order by o.sort_name, o.id limit ")
        .bind::<BigInt, _>(limit)
        .push(")");
    if let Some(names) = &search.names {
        // The nearest of a hundred: how many names hold a word is not known before.
        statement = statement
            .push(" union all (select slug, name, kinds, locality from (select o.* from organizations o where o.status = 'published' and ");
        statement = named(statement, names)
            .push(" limit 100) as fitting order by similarity(sort_name, fold(")
            .bind::<Text, _>(search.text.clone())
            .push(")) desc, id limit ")
            .bind::<BigInt, _>(limit)
            .push(")");
    }
    statement
        .push(") as found limit ")
        .bind::<BigInt, _>(limit + 3)
        .push(") union all (select null, name, '{}', null from directory_sectors where fold(name) like fold(")
        .bind::<Text, _>(begins.clone())
        .push(") or fold(name) like fold(")
        .bind::<Text, _>(format!("% {begins}"))
        .push(") order by name limit ")
        .bind::<BigInt, _>(sectors)
        .push(")")
}

pub async fn load_suggested(connection: &mut AsyncPgConnection, statement: Sql) -> QueryResult<Vec<Suggested>> {
    statement.load(connection).await
}
