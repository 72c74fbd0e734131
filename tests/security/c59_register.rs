//! C-59: every column says what it holds of people, why and for how long; the register of processing is made of that.

use std::{env, fmt::Write, fs, path::Path};

use crate::harness::{Database, Rows};

const REGISTER: &str = "../docs/privacy/register.md";
const HEADING: &str = "\
# Register of processing

Article 30 of the GDPR. Made from the comments of the tables and columns in the database, so that it says what the schema
says: a column is added with its comment, or a test fails. `UPDATE_SNAPSHOTS=1 cargo test -p lorntech-tests c59` writes this
file anew. Whoever runs the service adds the controller, the data protection officer, and to whom mails and backups go.

How it is protected, for all of it: each row is shown only to whom it concerns, by the service and again by the database
(row-level security); passwords are hashed, tokens kept as hashes only; every change and every refusal is in a sealed log.
An account that is closed is deleted after 30 days.
";

/// Each column of the schema with its comment, and that of its table.
fn columns(database: &Database) -> Rows {
    database.sql(
        "select c.relname, obj_description(c.oid, 'pg_class'), a.attname, col_description(c.oid, a.attnum) \
         from pg_class c join pg_attribute a on a.attrelid = c.oid \
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 \
         and not a.attisdropped and c.relname <> '__diesel_schema_migrations' order by c.relname, a.attnum",
    )
}

/// What a comment says: nothing of people, or kind, purpose and retention.
fn read(comment: &str) -> Result<Option<[&str; 3]>, ()> {
    let mut parts = comment.strip_prefix("pii:").ok_or(())?.split("; ").map(str::trim);
    let kind = parts.next().ok_or(())?;
    if kind == "none" {
        return Ok(None);
    }
    let simple = !kind.is_empty() && kind.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
    match (simple, parts.next(), parts.next(), parts.next()) {
        (true, Some(purpose), Some(retention), None) if !purpose.is_empty() && !retention.is_empty() => {
            Ok(Some([kind, purpose, retention]))
        }
        _ => Err(()),
    }
}

#[test]
fn c59_every_column_says_what_it_holds_of_people_why_and_for_how_long() {
    let columns = columns(&Database::copy());
    let mut wrong = vec![];
    for row in &columns {
        let [table, about, column, comment] = <[_; 4]>::try_from(row.clone()).unwrap().map(Option::unwrap_or_default);
        match read(&comment) {
            Ok(None) => {}
            Ok(Some(_)) if about.matches("; ").count() == 3 => {}
            Ok(Some(_)) => wrong.push(format!("the table {table} says not whose, on what basis, and who sees it: {about:?}")),
            Err(()) => wrong.push(format!("{table}.{column}: {comment:?}")),
        }
    }
    wrong.dedup();
    assert!(
        wrong.is_empty(),
        "comments in the manner of pii:none or pii:kind; purpose; retention are missing:\n{}",
        wrong.join("\n")
    );
    assert!(columns.len() > 200, "{}", columns.len());
}

#[test]
fn c59_the_register_is_what_the_schema_says() {
    let mut register = HEADING.to_owned();
    let mut last = String::new();
    for row in columns(&Database::copy()) {
        let [table, about, column, comment] = <[_; 4]>::try_from(row).unwrap().map(Option::unwrap_or_default);
        let Ok(Some([kind, purpose, retention])) = read(&comment) else { continue };
        if table != last {
            let mut parts = about.split("; ");
            let title = parts.next().unwrap();
            let rest: Vec<&str> = parts.collect();
            write!(register, "\n## {title}\nTable `{table}`, {}.\n\n", rest.join("; ")).unwrap();
            register.push_str("| column | what | why | kept |\n|---|---|---|---|\n");
            last = table;
        }
        writeln!(register, "| `{column}` | {kind} | {purpose} | {retention} |").unwrap();
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(REGISTER);
    if env::var_os("UPDATE_SNAPSHOTS").is_some_and(|value| value == "1") {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &register).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == register, "{REGISTER} is not what the schema says: UPDATE_SNAPSHOTS=1 writes it anew");
}

#[test]
fn c59_a_comment_without_purpose_or_retention_is_none() {
    assert_eq!(read("pii:none"), Ok(None));
    assert_eq!(read("pii:none; 1, 2, 3"), Ok(None));
    assert_eq!(read("pii:email; letters; as long as the account"), Ok(Some(["email", "letters", "as long as the account"])));
    for wrong in ["", "the address", "pii:", "pii:email", "pii:email; letters", "pii:email; ; for ever", "pii:e mail; a; b"] {
        assert_eq!(read(wrong), Err(()), "{wrong}");
    }
}
