//! Who sees what.

use serde_json::json;

use crate::{
    fixtures::{ask, confirmed, path, question, say, step},
    harness::{App, new_uuid},
};

#[test]
fn a_request_is_seen_by_whoever_asked_and_by_those_who_work_at_the_site() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    for (name, sees) in [
        ("entrepreneur", true),
        ("agent-metz", true),
        ("manager-metz", true),
        ("agent-nancy", false),
        ("pilot", false),
        ("moderator", false),
        ("admin", false),
    ] {
        let client = app.token(name);
        for rest in ["", "/messages", "/events"] {
            let reply = client.get(&path(&id, rest));
            if sees {
                reply.expect(200);
            } else {
                reply.expect_problem(404, "not_found");
            }
        }
    }
}

#[test]
fn a_link_opens_its_own_request_only() {
    let app = App::start();
    let (first, holder) = confirmed(&app, "camille@exemple.fr");
    let (second, _) = confirmed(&app, "dominique@exemple.fr");
    holder.get(&path(&first, "")).expect(200);
    for id in [second.as_str(), &new_uuid()] {
        holder.get(&path(id, "")).expect_problem(404, "not_found");
        say(&holder, id, &json!({"body": "Bonjour"})).expect_problem(404, "not_found");
        step(&holder, id, "cancelled").expect_problem(404, "not_found");
    }
    holder.get("/v1/service-requests").expect_problem(401, "authentication_required");
    holder.get("/v1/me").expect_problem(401, "authentication_required");
}

#[test]
fn a_request_without_an_account_gives_no_account_its_rights_by_address() {
    let app = App::start();
    // Somebody asks without an account, with the address of a member.
    let (id, _) = confirmed(&app, "entrepreneur@demo.lorntech.example");
    let member = app.token("entrepreneur");
    member.get(&path(&id, "")).expect_problem(404, "not_found");
    assert_eq!(member.get("/v1/service-requests").expect(200).items().len(), 0);
}

#[test]
fn an_agent_who_asks_at_the_own_site_is_its_requester() {
    let app = App::start();
    let agent = app.token("agent-metz");
    let id = ask(&agent, &question());
    assert_eq!(agent.get(&path(&id, "")).expect(200).body["allowed_transitions"], json!(["cancelled"]));
    say(&agent, &id, &json!({"body": "Note", "internal": true})).expect_problem(403, "forbidden");
}

#[test]
fn a_withdrawn_right_acts_at_once() {
    let app = App::start();
    let id = ask(&app.token("entrepreneur"), &question());
    let agent = app.token("agent-metz");
    agent.get(&path(&id, "")).expect(200);
    app.sql(&format!("delete from grants where account_id = '{}'", app.account_id("agent-metz")));
    agent.get(&path(&id, "")).expect_problem(404, "not_found");
    agent.get("/v1/totems/metz/inbox").expect_problem(404, "not_found");
}

#[test]
fn the_tag_of_a_request_tells_for_whom_it_was_written() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let id = ask(&member, &question());
    let (mine, theirs) = (member.get(&path(&id, "")).expect(200), agent.get(&path(&id, "")).expect(200));
    assert_ne!(mine.etag(), theirs.etag());
    agent.get_with(&path(&id, ""), &[("if-none-match", mine.etag())]).expect(200);
    agent.get_with(&path(&id, ""), &[("if-none-match", theirs.etag())]).expect(304);
    assert_eq!(mine.header("cache-control"), Some("private, no-cache"));
}
