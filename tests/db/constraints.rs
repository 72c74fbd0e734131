//! The database and what the source says about it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::harness::Database;

fn source(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// The first text in quotes of each line between these two lines.
fn listed(text: &str, from: &str, to: &str) -> BTreeSet<String> {
    let (_, rest) = text.split_once(from).unwrap();
    let (list, _) = rest.split_once(to).unwrap();
    list.lines().filter_map(|line| line.trim().strip_prefix("(\"")?.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn the_list_of_constraints() {
    let database = Database::copy();
    // Primary keys that PostgreSQL named, and what a column's type or NOT NULL says, need no name of ours.
    let named = database.sql(
        "select conname from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n' \
           and not (contype = 'p' and conname like '%\\_pkey') and conrelid::regclass::text not like '\\_\\_diesel%' \
         union select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid \
           where x.indisunique and not x.indisprimary and i.relnamespace = 'public'::regnamespace",
    );
    let named: BTreeSet<String> = named.into_iter().flatten().flatten().collect();
    let listed = listed(&source("api/src/db/errors.rs"), "const CONSTRAINTS", "];");
    let unlisted: Vec<_> = named.difference(&listed).collect();
    let unknown: Vec<_> = listed.difference(&named).collect();
    assert!(unlisted.is_empty() && unknown.is_empty(), "not in the source: {unlisted:?}; not in the database: {unknown:?}");
    assert!(named.len() > 50);
}

#[test]
fn the_tables_of_the_source_are_those_of_the_database() {
    let database = Database::copy();
    let columns = database.sql(
        "select table_name, column_name, udt_name, is_nullable from information_schema.columns \
         where table_schema = 'public' and is_generated = 'NEVER' and table_name not like '\\_\\_diesel%' \
           and table_name in (select table_name from information_schema.tables where table_type = 'BASE TABLE')",
    );
    let mut actual: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in columns {
        let [table, column, udt, nullable] = <[_; 4]>::try_from(row).unwrap().map(Option::unwrap);
        let of = |udt: &str| match udt {
            "uuid" => "Uuid",
            "text" => "Text",
            "int8" => "Int8",
            "int4" => "Int4",
            "int2" => "Int2",
            "float8" => "Float8",
            "bool" => "Bool",
            "date" => "Date",
            "timestamptz" => "Timestamptz",
            "tstzrange" => "Tstzrange",
            "jsonb" => "Jsonb",
            "bytea" => "Bytea",
            other => panic!("the test does not know the type {other}"),
        };
        let plain = udt.strip_prefix('_').map_or_else(|| of(&udt).to_owned(), |item| format!("Array<{}>", of(item)));
        let whole = if nullable == "YES" { format!("Nullable<{plain}>") } else { plain };
        actual.entry(table).or_default().insert(format!("{column} -> {whole}"));
    }
    let text = source("api/schema/src/tables.rs");
    let mut stated: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for table in text.split("diesel::table! {").skip(1) {
        let name = table.trim().split([' ', '(']).next().unwrap().to_owned();
        let columns = table.lines().filter(|line| line.contains(" -> ")).map(|line| line.trim().trim_end_matches(',').to_owned());
        // A word of Rust's own has another name in the source.
        stated.insert(name, columns.map(|column| column.replace("type_ ->", "type ->")).collect());
    }
    for (name, columns) in &actual {
        assert_eq!(stated.get(name), Some(columns), "{name}");
    }
    assert_eq!(stated.keys().collect::<Vec<_>>(), actual.keys().collect::<Vec<_>>());
}
