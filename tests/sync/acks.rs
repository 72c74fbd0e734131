//! What was erased or taken back here is confirmed by whoever could hold a copy of it.

use serde_json::{Value, json};

use super::{
    CHANGES,
    follower::{follow, luxembourg},
    partner, publish, read,
    sources::region,
    step,
};
use crate::harness::{App, Client, Database, eventually, new_uuid};

const ACKS: &str = "/v1/sync/acks";
const DAY: i64 = 86_400;

/// Withdraws a record, and numbers it.
fn withdraw(app: &App, id: &str) {
    step(app, id, &json!({"to": "archived", "reason": "withdrawn"}));
    numbered(app);
}

/// Erases a record, as its authority would have it erased; whoever reads next numbers that.
fn erase(app: &App, id: &str) {
    app.database
        .sql_as_service(&format!(
            "delete from organizations where id = '{id}'; insert into change_log (kind, record_id, revision, state) \
             values ('organization', '{id}', 9, 'deleted')"
        ))
        .unwrap();
}

fn numbered(app: &App) {
    app.anonymous().get("/v1/feeds/organization?limit=1").expect(200);
}

/// What is asked, by region and record.
#[track_caller]
fn asked(client: &Client, query: &str) -> Vec<(String, String)> {
    let text = |item: &Value, member: &str| item[member].as_str().unwrap().to_owned();
    client
        .get(&format!("{ACKS}{query}"))
        .expect(200)
        .items()
        .iter()
        .map(|item| (text(item, "partner"), text(item, "id")))
        .collect()
}

fn tombstone(item: &Value) -> Value {
    json!({"kind": item["kind"], "id": item["id"], "modified": item["modified"]})
}

#[track_caller]
fn outcomes(client: &Client, items: &[Value]) -> Vec<String> {
    let reply = client.post(ACKS, &json!({"items": items})).expect(200);
    reply.items().iter().map(|item| item["outcome"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_region_that_could_see_a_record_confirms_that_it_is_gone() {
    let app = App::start();
    let [before, taken_back, erased, removed] = ["a", "b", "c", "d"].map(|name| publish(&app, &format!("Essai {name}")));
    numbered(&app);
    withdraw(&app, &before);
    let (lu, tr, moderator) = (region(&app, "lu"), region(&app, "de-tr"), app.token("moderator"));
    withdraw(&app, &taken_back);
    erase(&app, &erased);
    step(&app, &removed, &json!({"to": "deleted", "reason": "closed"}));
    // Saarland comes when all of it is over, though not all of it is numbered.
    let (sl, nobody) = (region(&app, "de-sl"), partner(&app, None));
    let both = |region: &str| [&taken_back, &erased].map(|id| (region.to_owned(), id.clone())).to_vec();
    assert_eq!(asked(&lu, "?status=open"), both("lu"));
    assert_eq!(asked(&sl, ""), []);
    nobody.get(ACKS).expect_problem(403, "forbidden");
    let all = asked(&moderator, "");
    assert_eq!(all.len(), 4, "{all:?}");
    assert_eq!(asked(&app.token("admin"), ""), all);
    app.token("entrepreneur").get(ACKS).expect_problem(403, "forbidden");
    // They are the items of the feed, as they stand there.
    let (items, _) = read(&app, &lu, &format!("{CHANGES}&limit=1000"));
    let gone = |id: &str| tombstone(items.iter().find(|item| item["id"] == json!(id)).unwrap());
    let (one, two) = (gone(&taken_back), gone(&erased));
    let waiting: Vec<Value> = lu.get(ACKS).expect(200).items().iter().map(tombstone).collect();
    assert_eq!(waiting, [one.clone(), two.clone()]);

    // Whose it is not, who saw it too late, where it is not, and what nobody has to confirm: all of it is unknown.
    let elsewhere = json!({"kind": "organization", "id": taken_back, "modified": 1});
    let nowhere = json!({"kind": "organization", "id": new_uuid(), "modified": one["modified"]});
    assert_eq!(outcomes(&sl, &[one.clone(), two.clone()]), ["unknown", "unknown"]);
    let said = [gone(&removed), gone(&before), elsewhere, nowhere, one.clone(), one.clone()];
    assert_eq!(outcomes(&lu, &said), ["unknown", "unknown", "unknown", "unknown", "acknowledged", "unchanged"]);
    assert_eq!(outcomes(&lu, std::slice::from_ref(&one)), ["unchanged"]);
    assert_eq!(app.sql_value("select count(*) from audit_log where action = 'sync_ack.given'"), "1");
    assert_eq!(asked(&lu, "?status=open"), both("lu")[1..]);
    assert_eq!(asked(&lu, "?status=acknowledged"), both("lu")[..1]);
    assert!(lu.get(ACKS).expect(200).items()[0]["acknowledged_at"].is_string());
    assert_eq!(asked(&tr, "?status=open"), both("de-tr"), "one region does not speak for another");
    assert_eq!(asked(&moderator, "?status=open").len(), 3);

    for body in [json!({"items": []}), json!({"items": vec![one.clone(); 501]}), json!({"items": [{"kind": "organization"}]})] {
        lu.post(ACKS, &body).expect_problem(422, "invalid_body");
    }
    assert_eq!(outcomes(&lu, &vec![two; 500]).len(), 500);
}

#[test]
fn an_authority_owes_nothing_for_its_own_and_what_is_public_again_is_not_asked_for() {
    let app = App::start();
    let (lu, tr) = (region(&app, "lu"), region(&app, "de-tr"));
    let body = json!({"source_revision": 1, "data": {"name": "Makerspace", "kinds": ["fablab"]}}).to_string();
    let source = "/v1/sync/sources/guichet/organization/1";
    let made = lu.send("PUT", source, &[("content-type", "application/json")], Some(body.as_bytes())).expect(201);
    let theirs = made.at("/id").to_owned();
    numbered(&app);
    lu.delete(&format!("{source}?source_revision=2&reason=erased")).expect(200);
    assert_eq!(asked(&lu, ""), []);
    assert_eq!(asked(&tr, ""), [("de-tr".to_owned(), theirs)]);

    let back = publish(&app, "De retour");
    numbered(&app);
    withdraw(&app, &back);
    assert_eq!(asked(&lu, ""), [("lu".to_owned(), back.clone())]);
    let item = tombstone(&lu.get(ACKS).expect(200).items()[0]);
    step(&app, &back, &json!({"to": "published"}));
    assert_eq!(asked(&lu, ""), []);
    assert_eq!(outcomes(&lu, &[item]), ["unknown"]);
    withdraw(&app, &back);
    assert_eq!(asked(&lu, "?status=open"), [("lu".to_owned(), back)]);
}

#[test]
fn what_is_not_confirmed_is_overdue_after_30_days_and_outlives_its_tombstone() {
    let mut app = App::start();
    let (lu, moderator) = (region(&app, "lu"), app.token("moderator"));
    let [open, confirmed] = ["a", "b"].map(|name| publish(&app, &format!("Essai {name}")));
    numbered(&app);
    withdraw(&app, &open);
    withdraw(&app, &confirmed);
    let items: Vec<Value> = lu.get(ACKS).expect(200).items().iter().map(tombstone).collect();
    assert_eq!(outcomes(&lu, &items[1..]), ["acknowledged"]);
    assert_eq!(asked(&moderator, "?overdue=true"), []);
    // Tokens do not last as long.
    app.advance_clock(31 * DAY);
    let moderator = app.token("moderator");
    assert_eq!(asked(&moderator, "?overdue=true"), [("lu".to_owned(), open.clone())]);
    assert_eq!(asked(&moderator, "?overdue=true&status=acknowledged"), []);
    let shown = moderator.get(ACKS).expect(200);
    assert_eq!((&shown.body["items"][0]["overdue"], &shown.body["items"][1]["overdue"]), (&json!(true), &json!(false)));
    // The worker tidies up when it starts.
    app.advance_clock(60 * DAY);
    app.restart();
    eventually("the tombstones are forgotten", || {
        (app.sql_value("select count(*) from feed where state = 'deleted'") == "0").then_some(())
    });
    assert_eq!(asked(&app.token("moderator"), "").len(), 2);
    let lu = region(&app, "lu");
    assert_eq!(outcomes(&lu, &items), ["acknowledged", "unchanged"], "late is better than never");
    app.advance_clock(366 * DAY);
    app.restart();
    eventually("proofs are kept for a year", || (app.sql_value("select count(*) from sync_acks") == "0").then_some(()));
}

#[test]
fn whoever_speaks_for_no_region_follows_and_confirms_nothing() {
    let owner = App::start();
    let made =
        owner.token("admin").post("/v1/api-clients", &json!({"name": "Sans région", "scopes": ["sync:read"], "test": true}));
    let made = made.expect(201);
    let database = Database::copy();
    database.sql("update feed_head set authority = 'lu'");
    let own = [("LORNTECH_SYNC_CLIENT_ID", made.at("/id")), ("LORNTECH_SYNC_CLIENT_SECRET", made.at("/client_secret"))];
    let copy = App::start_on(database, &own, &[]);
    let output = follow(&copy, &owner, &[]);
    assert!(output.status.success(), "{}{}", output.out, output.err);
    assert_eq!(asked(&owner.token("admin"), ""), []);
}

#[test]
fn an_instance_that_follows_confirms_what_is_gone_there_and_nothing_else() {
    let owner = App::start();
    let copy = luxembourg(&owner);
    let admin = owner.token("admin");
    let [one, two, three] = ["a", "b", "c"].map(|name| publish(&owner, &format!("Passager {name}")));
    assert!(follow(&copy, &owner, &[]).status.success());
    withdraw(&owner, &one);
    erase(&owner, &two);
    assert_eq!(asked(&admin, "?status=open").len(), 2);
    // Somebody holds one of them back: it is put aside, not gone, and not confirmed.
    copy.sql(&format!("update organizations set authority = 'de-sl' where id = '{two}'"));
    let output = follow(&copy, &owner, &["--dry-run"]);
    assert!(output.status.success(), "{}", output.err);
    assert_eq!(asked(&admin, "?status=open").len(), 2, "who only looks confirms nothing");
    assert!(follow(&copy, &owner, &[]).status.success());
    assert_eq!(asked(&admin, "?status=open"), [("lu".to_owned(), two.clone())]);
    copy.sql(&format!(
        "update organizations set authority = 'fr-lorraine' where id = '{two}'; update sync_partners set next = null; \
         delete from partner_records where external_id = '{two}'"
    ));
    assert!(follow(&copy, &owner, &[]).status.success());
    assert_eq!(copy.sql_value(&format!("select count(*) from organizations where id = '{two}'")), "0");
    assert_eq!(asked(&admin, "?status=open"), []);

    // A word that was lost on its way, after the page was taken over, is said again though nothing comes.
    owner.sql("update sync_acks set acknowledged_at = null");
    assert!(follow(&copy, &owner, &[]).status.success());
    assert_eq!(asked(&admin, "?status=open"), []);

    // A tombstone that nobody read in time: all is read anew, the copy goes, and is erased, not only hidden.
    erase(&owner, &three);
    numbered(&owner);
    owner.sql(&format!("delete from feed where record_id = '{three}'; update feed_head set epoch = gen_random_uuid()"));
    assert!(follow(&copy, &owner, &[]).status.success());
    assert_eq!(copy.sql_value(&format!("select count(*) from organizations where id = '{three}'")), "0");
    assert_eq!(asked(&admin, "?status=open"), []);
    assert_eq!(asked(&admin, "").len(), 3);
}
