//! Searches that somebody has saved: what they are, and what they tell.

mod create;
mod look;
mod update;

use serde_json::{Value, json};

use crate::harness::{App, Client, Mail, eventually};

const SEARCHES: &str = "/v1/me/saved-searches";
const DAY: i64 = 24 * 60 * 60;

/// Saves a search; its address.
#[track_caller]
fn save(client: &Client, name: &str, query: &Value) -> String {
    let saved = client.post(SEARCHES, &json!({"name": name, "query": query})).expect(201);
    assert_eq!(saved.header("location"), Some(&format!("{SEARCHES}/{}", saved.at("/id"))[..]));
    format!("{SEARCHES}/{}", saved.at("/id"))
}

/// Puts a published record into the directory.
fn publish(app: &App, name: &str, kind: &str) {
    app.sql(&format!(
        "insert into organizations (id, slug, name, kinds, territory, locality, country, status) values (gen_random_uuid(), \
         lower(translate('{name}', ' ', '-')), '{name}', '{{{kind}}}', 'lorraine', 'Metz', 'FR', 'published')"
    ));
}

/// Lets what was written so far have been written a day earlier: the clock of the database cannot be moved.
fn a_day_ago(app: &App) {
    app.sql(
        "set session_replication_role = replica; \
         update organizations set updated_at = updated_at - interval '1 day' where source_system is null; \
         update organization_versions set since = since - interval '1 day', until = until - interval '1 day'; \
         update organization_history set at = at - interval '1 day'; \
         update saved_searches set known_until = known_until - interval '1 day'",
    );
}

/// Lets the day pass after which each search is looked for, and waits until the worker has done so.
fn a_day_passes(app: &App) {
    a_day_ago(app);
    let last = app.sql_value("select max(next_look_at) from saved_searches");
    app.advance_clock(DAY + 1);
    eventually("the searches are looked for", || {
        let waiting = format!("select count(*) from saved_searches where not paused and next_look_at <= '{last}'");
        (app.sql_value(&waiting) == "0").then_some(())
    });
}

/// The letters about a search.
fn told(app: &App, name: &str) -> Vec<Mail> {
    app.all_mails().into_iter().filter(|mail| mail.subject.contains(name)).collect()
}
