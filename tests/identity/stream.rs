//! Server-sent events: who hears of what, and when a stream ends.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{
    fixtures::{ask, confirmed, first_mail, question, question_from, question_to, say, step},
    harness::{App, Client, Ear, eventually},
};

const STREAM: &str = "/v1/me/stream";

fn listen(client: &Client) -> Ear {
    let ear = client.listen(STREAM);
    assert_eq!(ear.reply.status, 200, "{}", ear.reply.text);
    ear
}

/// The id and the revision of the request that is told of next.
#[track_caller]
fn heard(ear: &mut Ear) -> (String, i64) {
    let (event, data) = ear.hear().expect("the stream goes on");
    assert_eq!((event.as_str(), &data["collection"]), ("changed", &json!("service_requests")), "{data}");
    let names: Vec<&str> = data.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["collection", "id", "revision"], "an event holds nothing of the record");
    (data["id"].as_str().unwrap().to_owned(), data["revision"].as_i64().unwrap())
}

#[test]
fn a_change_is_heard_by_whoever_asked_and_at_the_site_and_by_nobody_else() {
    let app = App::start();
    let (asker, stranger) = (app.token("entrepreneur"), app.new_member("autre"));
    let people = ["agent-metz", "manager-metz", "agent-nancy", "moderator", "admin"].map(|name| app.token(name));
    let [agent, manager, nancy, moderator, admin] = &people;
    let mut ears = [&asker, agent, manager].map(listen);
    let mut deaf = [&stranger, nancy, moderator, admin].map(listen);

    let id = ask(&asker, &question());
    step(agent, &id, "assigned").expect(201);
    let last = say(agent, &id, &json!({"body": "Une note.", "internal": true})).expect(201);
    let last = last.body["request"]["revision"].as_i64().unwrap();
    for ear in &mut ears {
        let mut known = 0;
        while known < last {
            let (heard, revision) = heard(ear);
            assert!(heard == id && revision > known, "{heard} {revision}");
            known = revision;
        }
    }
    // The first thing these hear is something of their own, which came later.
    let own = ask(&stranger, &question_to("nancy"));
    for ear in &mut deaf[..2] {
        assert_eq!(heard(ear), (own.clone(), 1));
    }
    for client in [moderator, admin] {
        let own = ask(client, &question());
        assert_eq!(heard(&mut deaf[if std::ptr::eq(client, moderator) { 2 } else { 3 }]), (own, 1));
    }
}

#[test]
fn a_request_that_leaves_for_another_site_is_heard_at_both() {
    let app = App::start();
    let (asker, agent, manager) = (app.token("entrepreneur"), app.token("agent-metz"), app.token("manager-metz"));
    let id = ask(&asker, &question());
    step(&agent, &id, "assigned").expect(201);
    let (mut left, mut taken) = (listen(&manager), listen(&app.token("agent-nancy")));
    agent.post(&crate::fixtures::path(&id, "/assignments"), &json!({"totem_id": "nancy"})).expect(201);
    // What of the request they no longer see is not told, only that their site has changed.
    let metz = app.sql_value("select id from totems where slug = 'metz'");
    let (event, data) = left.hear().expect("the stream goes on");
    assert_eq!((event.as_str(), data["collection"].as_str(), data["id"].as_str()), ("changed", Some("totems"), Some(&metz[..])));
    assert_eq!(heard(&mut taken).0, id);
}

#[test]
fn a_draft_without_an_account_is_told_to_nobody_until_it_is_sent() {
    let app = App::start();
    let agent = app.token("agent-metz");
    let mut ear = listen(&agent);
    let draft = ask(&app.anonymous(), &question_from("camille@exemple.fr"));
    let holder = app.holder(&first_mail(&app, "camille@exemple.fr"));
    let (sent, _) = confirmed(&app, "dominique@exemple.fr");
    assert_eq!(heard(&mut ear).0, sent);
    step(&holder, &draft, "submitted").expect(201);
    assert!(std::iter::from_fn(|| Some(heard(&mut ear).0)).any(|id| id == draft));
    // A link is not an account: whoever holds one has no stream.
    assert_eq!(holder.listen(STREAM).reply.code(), "authentication_required");
}

#[test]
fn a_stream_is_not_kept_by_anybody_and_not_compressed() {
    let app = App::start();
    let browser = app.sign_in("entrepreneur");
    let mut ear = listen(&browser.with("accept-encoding", "gzip, br"));
    let header = |name: &str| ear.reply.header(name).map(str::to_owned);
    assert_eq!(header("content-type").as_deref(), Some("text/event-stream"));
    assert_eq!(header("cache-control").as_deref(), Some("no-store"));
    assert_eq!((header("content-encoding"), header("etag")), (None, None));
    let id = ask(&browser, &question());
    assert_eq!(heard(&mut ear), (id, 1));
}

#[test]
fn what_another_process_wrote_is_heard_also_when_its_number_is_older_than_one_already_heard() {
    let app = App::start();
    let asker = app.token("entrepreneur");
    let (early, late) = (ask(&asker, &question()), ask(&asker, &question()));
    let mut ear = listen(&asker);
    let write = |id: &str| {
        format!("insert into change_log (kind, record_id, revision, state) values ('service_request', '{id}', 9, 'updated')")
    };
    let mut slow = app.database.client("lorntech_app");
    slow.batch_execute(&format!("begin; {}", write(&early))).unwrap();
    app.sql(&write(&late));
    assert_eq!(heard(&mut ear), (late, 9));
    slow.batch_execute("commit").unwrap();
    assert_eq!(heard(&mut ear), (early, 9));
}

#[test]
fn a_stream_ends_with_its_session() {
    let app = App::start();
    let (browser, other) = (app.sign_in("agent-metz"), app.sign_in("agent-metz"));
    let (mut ear, mut kept) = (listen(&browser), listen(&other));
    browser.delete("/v1/sessions/current").expect(204);
    let id = ask(&app.token("entrepreneur"), &question());
    assert_eq!(ear.hear(), None, "nothing is told after the end of the session");
    assert_eq!(heard(&mut kept), (id, 1));
    // Half an hour without use ends it too; having a stream open is no use.
    app.advance_clock(31 * 60);
    assert_eq!(kept.hear(), None);
    assert_eq!(other.listen(STREAM).reply.code(), "token_invalid");
}

#[test]
fn a_stream_opened_with_an_access_token_ends_after_ten_minutes() {
    let app = App::start();
    let (token, browser) = (app.token("agent-metz"), app.sign_in("agent-metz"));
    let (mut short, mut long) = (listen(&token), listen(&browser));
    app.advance_clock(601);
    assert_eq!(short.hear(), None);
    let id = ask(&app.token("entrepreneur"), &question());
    assert_eq!(heard(&mut long), (id, 1));
}

#[test]
fn a_right_withdrawn_ends_the_stream_before_anything_more_is_told() {
    let app = App::start();
    let agent = app.sign_in("agent-metz");
    let mut ear = listen(&agent);
    let id = ask(&app.token("entrepreneur"), &question());
    assert_eq!(heard(&mut ear), (id, 1));
    app.sql(&format!("delete from grants where account_id = '{}'", app.account_id("agent-metz")));
    ask(&app.token("entrepreneur"), &question());
    assert_eq!(ear.hear(), None);
    // The account may listen again, for what is its own.
    let mut ear = listen(&agent);
    ask(&app.token("entrepreneur"), &question());
    let own = ask(&agent, &question());
    assert_eq!(heard(&mut ear), (own, 1));
}

#[test]
fn an_account_has_a_few_streams_and_gets_a_place_back_when_it_closes_one() {
    let app = App::start();
    let agent = app.token("agent-metz");
    let mut ears: Vec<Ear> = (0..8).map(|_| listen(&agent)).collect();
    let refused = agent.listen(STREAM).reply;
    assert_eq!((refused.status, refused.code()), (429, "too_many_requests"));
    assert!(refused.header("retry-after").is_some(), "{refused:?}");
    listen(&app.token("agent-nancy"));
    ears.pop();
    eventually("the place is free again", || (agent.listen(STREAM).reply.status == 200).then_some(()));
}

#[test]
fn a_burst_that_is_too_long_to_tell_is_told_as_one_reload() {
    let app = App::start();
    let asker = app.token("entrepreneur");
    let id = ask(&asker, &question());
    let mut ear = listen(&asker);
    let write = |count: u32| {
        format!(
            "insert into change_log (kind, record_id, revision, state) \
             select 'service_request', '{id}', 9, 'updated' from generate_series(1, {count})"
        )
    };
    app.sql(&write(1));
    heard(&mut ear);
    app.sql(&write(5000));
    let told = std::iter::from_fn(|| ear.hear()).find(|(event, _)| event == "reload");
    assert_eq!(told, Some(("reload".to_owned(), Value::Object(serde_json::Map::new()))));
}

#[test]
fn the_service_stops_in_order_while_somebody_listens() {
    let mut app = App::start();
    let mut ear = listen(&app.sign_in("agent-metz"));
    let asked = Instant::now();
    app.program().signal("TERM");
    assert_eq!(ear.hear(), None);
    eventually("the service stops", || app.program().ended());
    assert!(asked.elapsed() < Duration::from_secs(10), "it waited {:?} for a stream", asked.elapsed());
}
