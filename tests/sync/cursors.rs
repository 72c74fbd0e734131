use serde_json::json;

use super::{CHANGES, follow, partner, publish, read, step};
use crate::harness::{App, Client, Reply};

/// The refusal of this address, after a look at where it sends its reader.
#[track_caller]
fn expired(app: &App, client: &Client, address: &str) -> Reply {
    let refused = client.get(address).expect_problem(410, "sync_cursor_expired");
    let link = refused.header("link").expect("a link");
    let start = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"restart\"")).expect(link);
    let page = follow(app, client, start);
    assert!(!page.items().is_empty());
    refused
}

#[test]
fn a_cursor_of_another_epoch_or_ahead_of_the_head_begins_anew() {
    let mut app = App::start();
    let partner = partner(&app, None);
    let last = read(&app, &partner, &format!("{CHANGES}&limit=1000")).1;
    let (epoch, head) = (last.at("/epoch").to_owned(), last.body["head"].as_i64().unwrap());
    let at = |after: i64, epoch: &str| format!("{CHANGES}&after={after}&epoch={epoch}");
    partner.get(&at(head, &epoch)).expect(200);
    expired(&app, &partner, &at(head + 1, &epoch));
    expired(&app, &partner, &at(5, &"0".repeat(32)));
    // As an operator does after a restore.
    let done = app.command(&["admin", "rotate-epoch", "--unsafe-durability"], b"");
    assert!(done.status.success(), "{done:?}");
    expired(&app, &partner, &at(head, &epoch));
    let anew = read(&app, &partner, &format!("{CHANGES}&limit=1000")).1;
    assert_ne!(anew.at("/epoch"), epoch);
    assert!(done.out.contains(anew.at("/epoch")));
    let noted = "select count(*) from audit_log where action = 'feed.epoch_rotated'";
    assert_eq!(app.sql_value(noted), "1");
    app.restart();
    let same = app.sql_value("select replace(epoch::text, '-', '') from feed_head");
    assert_eq!(same, anew.at("/epoch"));
}

#[test]
fn tombstones_stay_ninety_days_and_whoever_missed_one_begins_anew() {
    let mut app = App::start();
    let partner = partner(&app, None);
    let [first, second] = ["Un", "Deux"].map(|name| publish(&app, name));
    let before = read(&app, &partner, &format!("{CHANGES}&limit=1000")).1;
    step(&app, &first, &json!({"to": "deleted", "reason": "closed"}));
    let (items, between) = read(&app, &partner, before.at("/next").strip_prefix(app.base()).unwrap());
    assert_eq!((items.len(), &items[0]["id"]), (1, &json!(first)));
    step(&app, &second, &json!({"to": "deleted", "reason": "closed"}));
    // A full load is under way.
    let loading = partner.get(&format!("{CHANGES}&limit=1")).expect(200);
    app.sql(&format!("update feed set at = now() - interval '89 days' where record_id = '{second}'"));
    app.sql(&format!("update feed set at = now() - interval '91 days' where record_id = '{first}'"));
    app.sql("update change_log set at = now() - interval '91 days' where seq <= 100");
    let path = |reply: &Reply, app: &App| reply.at("/next").strip_prefix(app.base()).unwrap().to_owned();
    let [before, between, loading] = [before, between, loading].map(|reply| path(&reply, &app));
    // The worker tidies up when it starts.
    app.restart();
    crate::harness::eventually("the old tombstone is forgotten", || {
        (app.sql_value(&format!("select count(*) from feed where record_id = '{first}'")) == "0").then_some(())
    });
    assert_eq!(app.sql_value("select count(*) from change_log where at < now() - interval '90 days'"), "0");
    let partner = super::partner(&app, None);
    expired(&app, &partner, &before);
    let rest = partner.get(&between).expect(200);
    assert_eq!((rest.items().len(), &rest.items()[0]["id"]), (1, &json!(second)));
    // It had never seen what was deleted before it began.
    let page = partner.get(&loading).expect(200);
    assert_eq!(page.items().len(), 1);
    let own = loading.split_once("&loading=").unwrap().0;
    expired(&app, &partner, own);
}
