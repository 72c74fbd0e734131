//! D-07: the service is killed while it imports. Each line has one result, what is valid is there once, and the work goes
//! on where it stopped.

use std::env;

use super::{ended, lines, sent};
use crate::harness::{App, eventually};

/// A longer profile, and a fault for the program that has some, come from `tests/soak/run`.
fn setting(name: &str, otherwise: usize) -> usize {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn d07_an_import_that_is_killed_goes_on_at_its_checkpoint_and_does_nothing_twice() {
    let fault = env::var("D07_FAULT").unwrap_or_default();
    let mut app = App::start_with(&[("LORNTECH_PLANTED_FAULT", &fault)], &[]);
    let (lines_sent, kills) = (setting("D07_LINES", 3_000), setting("D07_KILLS", 4));
    let (_, location) = sent(&app, &lines(lines_sent));
    let mut reached = 0;
    for kill in 1..=kills {
        // Whatever the machine's speed: each start does some of the work and is killed in the midst of the rest.
        reached = eventually("the import goes on", || {
            let done: usize = app.sql_value("select done_lines from imports").parse().unwrap();
            (done > reached || done == lines_sent).then_some(done)
        });
        app.program().kill();
        // Nothing half done stands beside the checkpoint.
        let half = "select (select count(*) from import_results) - done_lines, \
            (select count(*) from organizations where source_system = 'liste') - created from imports";
        eventually("the connections of the killed are gone", || {
            (app.sql_value(
                "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'lorntech'",
            ) == "0")
                .then_some(())
        });
        assert_eq!(app.sql(half)[0], [Some("0".to_owned()), Some("0".to_owned())], "after kill {kill}");
        app.restart_killed();
    }
    let moderator = app.token("moderator");
    let import = ended(&moderator, &location);
    let good = lines_sent - lines_sent / 10;
    assert_eq!(import["counts"]["created"].as_u64(), Some(good as u64), "{import}");
    assert_eq!(import["done_lines"].as_u64(), Some(lines_sent as u64));
    let sums = app.sql(
        "select (select count(*) from organizations where source_system = 'liste'), (select count(*) from import_results), \
         (select count(distinct place) from import_results), (select count(*) from audit_log where action = 'organization.created' and actor_kind = 'account'), \
         (select count(*) from organizations where source_system = 'liste' and revision <> 1)",
    );
    let expected = [good, lines_sent, lines_sent, good, 0].map(|number| Some(number.to_string()));
    assert_eq!(sums[0], expected);
}
