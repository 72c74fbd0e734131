use std::fs;

use serde_json::json;

use super::{CHANGES, publish, read, sources::region, step};
use crate::harness::{App, Client, Database, Output, eventually, server};

/// An instance of another region, which is a client of this one.
pub fn luxembourg(app: &App) -> App {
    let body = json!({"name": "Luxembourg", "scopes": ["sync:read"], "test": true, "authority": "lu"});
    let made = app.token("admin").post("/v1/api-clients", &body).expect(201);
    let database = Database::copy();
    database.sql("update feed_head set authority = 'lu'");
    let credentials = [("LORNTECH_SYNC_CLIENT_ID", made.at("/id")), ("LORNTECH_SYNC_CLIENT_SECRET", made.at("/client_secret"))];
    App::start_on(database, &credentials, &[])
}

pub fn follow(copy: &App, owner: &App, more: &[&str]) -> Output {
    let mut arguments = vec!["sync", "follow", owner.base(), "--authority", "fr-lorraine", "--once", "--unsafe-durability"];
    arguments.extend(more);
    copy.command(&arguments, b"")
}

/// The line with the sums.
#[track_caller]
fn sums(output: Output) -> String {
    assert!(output.status.success(), "{}{}", output.out, output.err);
    output.out.lines().last().unwrap_or_default().to_owned()
}

/// What an instance holds, its own and copies, as a digest.
fn digest(app: &App, reader: &Client) -> String {
    let path = "/v1/sync/state?include_own=true";
    read(app, reader, CHANGES);
    reader.get(path).expect(200).at("/kinds/0/digest").to_owned()
}

#[test]
fn a_copy_holds_what_its_owner_says_and_nothing_is_written_twice() {
    let owner = App::start();
    let copy = luxembourg(&owner);
    let (reader, other) = (region(&owner, "de-tr"), region(&copy, "de-tr"));
    let all = owner.sql_value("select count(*) from organizations where status = 'published'");
    assert!(sums(follow(&copy, &owner, &["--dry-run"])).starts_with(&format!("Would be: {all} created")));
    assert_eq!(copy.sql_value("select count(*) from partner_records"), "0");
    // Every record that an instance of ours gives can be taken over by another one.
    assert_eq!(sums(follow(&copy, &owner, &[])), format!("0 created, {all} updated, 0 withdrawn, 0 unchanged, 0 put aside"));
    assert_eq!(digest(&copy, &other), digest(&owner, &reader));
    let rows = copy.sql_value("select count(*) from change_log");
    assert_eq!(sums(follow(&copy, &owner, &[])), "0 created, 0 updated, 0 withdrawn, 0 unchanged, 0 put aside");
    // Everything again from the beginning is known.
    copy.sql("update sync_partners set next = null");
    assert_eq!(sums(follow(&copy, &owner, &[])), format!("0 created, 0 updated, 0 withdrawn, {all} unchanged, 0 put aside"));
    assert_eq!(copy.sql_value("select count(*) from change_log"), rows);

    let (kept, gone) = (publish(&owner, "Nouvel atelier"), publish(&owner, "Atelier éphémère"));
    follow(&copy, &owner, &[]);
    step(&owner, &gone, &json!({"to": "archived", "reason": "closed"}));
    let path = format!("/v1/organizations/{kept}");
    let moderator = owner.token("moderator");
    let etag = moderator.get(&path).expect(200);
    moderator.patch(&path, etag.etag(), &json!({"summary": {"fr": "Ouvert à tous."}})).expect(200);
    assert_eq!(sums(follow(&copy, &owner, &[])), "0 created, 1 updated, 1 withdrawn, 0 unchanged, 0 put aside");
    assert_eq!(copy.anonymous().get(&path).expect(200).at("/summary/fr"), "Ouvert à tous.");
    copy.anonymous().get(&format!("/v1/organizations/{gone}")).expect_problem(410, "record_deleted");
    assert_eq!(digest(&copy, &other), digest(&owner, &reader));

    // A copy is not changed here, and does not go back to where it came from; what is made here does.
    let shown = copy.token("moderator").get(&path).expect(200);
    copy.token("moderator").patch(&path, shown.etag(), &json!({"website": null})).expect_problem(403, "foreign_authority");
    let made = publish(&copy, "Atelier luxembourgeois");
    let (items, _) = read(&copy, &region(&copy, "fr-lorraine"), CHANGES);
    assert_eq!(items.iter().map(|item| item["id"].as_str().unwrap()).collect::<Vec<_>>(), [made.as_str()]);
    assert_eq!(items[0]["authority"], json!("lu"));
}

#[test]
fn what_does_not_come_when_all_is_read_anew_goes_but_not_much_of_it_unasked() {
    let owner = App::start();
    let copy = luxembourg(&owner);
    let lost: Vec<String> = ["Un", "Deux", "Trois"].iter().map(|name| publish(&owner, &format!("Passager {name}"))).collect();
    follow(&copy, &owner, &[]);
    let held = || copy.sql_value("select count(*) from organizations where status = 'published'").parse::<i64>().unwrap();
    let before = held();
    // As after a restore of a backup from before they were made.
    let forget = |which: &str| {
        owner.sql(&format!("delete from feed where {which}; update feed_head set epoch = gen_random_uuid()"));
    };
    forget(&format!("record_id in ('{}')", lost.join("', '")));
    assert!(sums(follow(&copy, &owner, &[])).contains(" 3 withdrawn,"));
    assert_eq!(held(), before - 3);
    forget("get_byte(uuid_send(record_id), 15) < 100");
    let halted = follow(&copy, &owner, &[]);
    assert_eq!((halted.status.code(), held()), (Some(3), before - 3), "{}{}", halted.out, halted.err);
    assert!(halted.err.contains("--allow-removals"), "{}", halted.err);
    let shown = copy.token("moderator").get("/v1/partners").expect(200);
    assert!(shown.at("/items/0/halted").contains("did not come"), "{}", shown.text);
    assert_eq!(follow(&copy, &owner, &[]).status.code(), Some(3), "it waits for somebody");
    sums(follow(&copy, &owner, &["--allow-removals"]));
    assert!(held() < (before - 3) * 4 / 5);
    assert_eq!(copy.token("moderator").get("/v1/partners").expect(200).body["items"][0].get("halted"), None);
    assert_eq!(digest(&copy, &region(&copy, "de-tr")), digest(&owner, &region(&owner, "de-tr")));
}

#[test]
fn the_worker_follows_by_itself_and_says_what_keeps_it() {
    let mut owner = App::start();
    let body = json!({"name": "Luxembourg", "scopes": ["sync:read"], "test": true, "authority": "lu"});
    let made = owner.token("admin").post("/v1/api-clients", &body).expect(201);
    let partner = json!([{"authority": "fr-lorraine", "url": owner.base(), "client_id": made.at("/id"),
        "credentials": {"client_secret": made.at("/client_secret")}}]);
    let folder = server().new_folder();
    let file = folder.join("partners.json");
    fs::write(&file, partner.to_string()).unwrap();
    let database = Database::copy();
    database.sql("update feed_head set authority = 'lu'");
    let copy = App::start_on(database, &[("LORNTECH_PARTNERS", file.to_str().unwrap())], &[]);
    let path = format!("/v1/organizations/{}", publish(&owner, "Tout neuf"));
    eventually("the copy is there", || (copy.anonymous().get(&path).status == 200).then_some(()));
    let moderator = copy.token("moderator");
    let shown = || moderator.get("/v1/partners").expect(200);
    eventually("it has caught up", || shown().body["items"][0]["caught_up_at"].is_string().then_some(()));
    copy.token("entrepreneur").get("/v1/partners").expect_problem(403, "forbidden");
    owner.program().kill();
    eventually("it says why", || shown().body["items"][0]["failing_since"].is_string().then_some(()));
    assert!(!shown().at("/items/0/last_error").is_empty());
    assert!(!shown().text.contains(made.at("/client_secret")));
}

#[test]
fn who_we_are_there_is_told_by_the_environment_alone() {
    let app = App::start();
    let refused = app.command(&["sync", "follow", app.base(), "--authority", "lu", "--once"], b"");
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.err.contains("LORNTECH_SYNC_CLIENT_ID"), "{}", refused.err);
    let own = [("LORNTECH_SYNC_TOKEN", "any")];
    let app = App::start_on(Database::copy(), &own, &[]);
    let same = app.command(&["sync", "follow", app.base(), "--authority", "fr-lorraine", "--once", "--unsafe-durability"], b"");
    assert!(same.err.contains("an instance of the same region"), "{}", same.err);
    let wrong = app.command(&["sync", "follow", "http://lu.example", "--authority", "mars"], b"");
    assert!(wrong.err.contains("fr-lorraine, lu, de-sl, de-tr"), "{}", wrong.err);
}
