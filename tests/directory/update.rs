use std::{thread, time::Duration};

use serde_json::json;

use crate::{
    fixtures::{propose, published},
    harness::App,
};

#[test]
fn a_patch_sets_what_it_names_clears_what_is_null_and_keeps_the_rest() {
    let app = App::start();
    let owner = app.token("entrepreneur");
    let path = propose(&owner, "Atelier des essais");
    let first = owner.get(&path).expect(200);
    let second = owner
        .patch(&path, first.etag(), &json!({"website": "https://atelier.example", "sectors": ["bois", "essais"]}))
        .expect(200);
    assert_eq!((second.at("/website"), second.at("/name")), ("https://atelier.example", "Atelier des essais"));
    let third = owner.patch(&path, second.etag(), &json!({"website": null, "name": "Atelier renommé"})).expect(200);
    assert_eq!(
        (third.at("/website"), third.at("/name"), &third.body["sectors"]),
        ("", "Atelier renommé", &json!(["bois", "essais"]))
    );
    assert_eq!(third.body["revision"], 3);
    assert_eq!(owner.get(&path).expect(200).body, third.body);
    assert_eq!(third.at("/slug"), first.at("/slug"));
}

#[test]
fn a_change_says_which_version_it_is_based_on() {
    let app = App::start();
    let owner = app.token("entrepreneur");
    let path = propose(&owner, "Atelier des essais");
    let etag = owner.get(&path).expect(200).etag().to_owned();
    let change = json!({"website": "https://un.example"});
    owner.patch_with(&path, &[], &change).expect_problem(428, "if_match_required");
    for stale in ["\"0-public\"", "\"7\"", "\"x\"", "W/\"2\"", "*x"] {
        owner.patch(&path, stale, &change).expect_problem(412, "revision_mismatch");
    }
    owner.patch(&path, &etag, &change).expect(200);
    owner.patch(&path, &etag, &change).expect_problem(412, "revision_mismatch");
}

#[test]
fn of_200_changes_at_once_based_on_one_version_exactly_one_is_made() {
    let app = App::start();
    let moderator = app.token("moderator");
    let (path, etag) = published(&moderator);
    let revision = moderator.get(&path).expect(200).body["revision"].as_i64().unwrap();
    let replies: Vec<_> = thread::scope(|scope| {
        let change = |number: usize| {
            let (moderator, path, etag) = (moderator.clone(), &path, &etag);
            let body = json!({"website": format!("https://essai-{number}.example")});
            move || loop {
                let reply = moderator.patch(path, etag, &body);
                // Whoever is told to come back does, for that is no outcome yet; 408 is for those not heard in time.
                match reply.status {
                    503 => thread::sleep(Duration::from_secs(reply.header("retry-after").unwrap().parse().unwrap())),
                    408 => {}
                    _ => break reply,
                }
            }
        };
        let under_way: Vec<_> = (0..200).map(|number| scope.spawn(change(number))).collect();
        under_way.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let count = |status: u16| replies.iter().filter(|reply| reply.status == status).count();
    assert_eq!((count(200), count(412)), (1, 199), "{:?}", replies.iter().map(|reply| reply.status).collect::<Vec<_>>());
    let winner = replies.iter().find(|reply| reply.status == 200).unwrap();
    let now = moderator.get(&path).expect(200);
    assert_eq!((now.at("/website"), &now.body["revision"]), (winner.at("/website"), &json!(revision + 1)));
    assert_eq!(app.sql_value("select count(*) from audit_log where action = 'organization.updated'"), "1");
}

#[test]
fn a_published_record_is_not_changed_by_those_who_only_read_it() {
    let app = App::start();
    let (path, etag) = published(&app.anonymous());
    let change = json!({"website": "https://nouveau.example"});
    let reply = app.token("entrepreneur").patch(&path, &etag, &change).expect_problem(403, "forbidden");
    assert!(reply.at("/detail").contains("editor"), "the missing right is not named: {}", reply.text);
    app.token("admin").patch(&path, &etag, &change).expect_problem(403, "forbidden");
    app.anonymous().patch(&path, &etag, &change).expect_problem(401, "authentication_required");
    app.token("moderator").patch(&path, &etag, &change).expect(200);
}

#[test]
fn a_proposal_of_somebody_else_does_not_exist() {
    let app = App::start();
    let path = propose(&app.token("entrepreneur"), "Proposition à relire");
    app.new_member("autre").patch(&path, "\"1-proposal\"", &json!({"name": "Pris"})).expect_problem(404, "not_found");
    app.token("moderator").patch(&path, "\"1-proposal\"", &json!({"name": "Relue"})).expect(200);
}

#[test]
fn a_name_and_the_kinds_cannot_be_cleared_and_a_patch_has_its_own_media_type() {
    let app = App::start();
    let owner = app.token("entrepreneur");
    let path = propose(&owner, "Atelier des essais");
    let etag = owner.get(&path).expect(200).etag().to_owned();
    for (body, pointer) in [
        (json!({"name": null}), "/name"),
        (json!({"kinds": null}), "/kinds"),
        (json!({"kinds": []}), "/kinds"),
        (json!({"status": "published"}), "/status"),
        (json!({"revision": 9}), "/revision"),
    ] {
        let reply = owner.patch(&path, &etag, &body).expect_problem(422, "invalid_body");
        assert_eq!(reply.at("/errors/0/pointer"), pointer, "{body}");
    }
    let headers = [("if-match", etag.as_str()), ("content-type", "application/json")];
    owner.patch_with(&path, &headers, &json!({"name": "Autre"})).expect_problem(415, "unsupported_media_type");
    assert_eq!(owner.get(&path).expect(200).etag(), etag);
}
