//! Each write leaves its traces: one row in the audit log, one in the change log.

use serde_json::json;

use super::traces;
use crate::{
    fixtures::{ask, path, published, question},
    harness::{App, Reply},
};

/// Does a write and looks at what it left.
#[track_caller]
fn leaves(app: &App, action: &str, actor: &str, mails: i64, write: impl FnOnce() -> Reply) -> Reply {
    let before = traces(app);
    let reply = write();
    assert!((200..300).contains(&reply.status), "{}", reply.text);
    let after = traces(app);
    assert_eq!(
        (after.audit - before.audit, after.changes - before.changes, after.mails - before.mails),
        (1, 1, mails),
        "{action}"
    );
    let audit = app.sql(
        "select action, subject_kind, subject_id, revision, request_id, actor_kind || ' ' || coalesce(actor_id::text, '') \
         from audit_log order by id desc limit 1",
    );
    let [said, kind, subject, revision, request, who] =
        <[_; 6]>::try_from(audit[0].clone()).unwrap().map(Option::unwrap_or_default);
    assert_eq!((said.as_str(), who.trim()), (action, actor));
    assert_eq!(Some(request.as_str()), reply.header("x-request-id"), "{action}");
    let change = app.sql("select kind, record_id, revision, state from change_log order by seq desc limit 1");
    assert_eq!(change[0], [Some(kind), Some(subject.clone()), Some(revision.clone()), Some("updated".to_owned())], "{action}");
    // What the caller was told is what was written down.
    let told = reply.body.get("request").unwrap_or(&reply.body);
    if told.get("revision").is_some() {
        assert_eq!((told["id"].as_str(), told["revision"].to_string()), (Some(subject.as_str()), revision), "{action}");
    }
    reply
}

#[test]
fn every_write_leaves_one_row_in_the_audit_log_and_one_in_the_change_log() {
    let app = App::start();
    let (member, agent, moderator) = (app.token("entrepreneur"), app.token("agent-metz"), app.token("moderator"));
    let account = |name: &str| format!("account {}", app.account_id(name));
    let (by_member, by_agent, by_moderator) = (account("entrepreneur"), account("agent-metz"), account("moderator"));

    let record = json!({"name": "Atelier", "kinds": ["sme"], "identifiers": [{"scheme": "FR-SIREN", "value": "000000018"}]});
    let made = leaves(&app, "organization.created", &by_member, 0, || member.post("/v1/organizations", &record));
    leaves(&app, "organization.created", &by_member, 0, || member.post("/v1/startups", &json!({"name": "Pousse"})));
    let proposal = format!("/v1/organizations/{}", made.at("/id"));
    leaves(&app, "organization.updated", &by_member, 0, || member.patch(&proposal, made.etag(), &json!({"name": "Autre"})));
    leaves(&app, "organization.moved", &by_moderator, 1, || {
        moderator.post(&format!("{proposal}/transitions"), &json!({"to": "published"}))
    });
    let (record, etag) = published(&moderator);
    leaves(&app, "organization.updated", &by_moderator, 0, || moderator.patch(&record, &etag, &json!({"sectors": ["essais"]})));

    let asked = leaves(&app, "service_request.created", &by_member, 2, || member.post("/v1/service-requests", &question()));
    let id = asked.at("/id").to_owned();
    let (steps, messages) = (path(&id, "/transitions"), path(&id, "/messages"));
    leaves(&app, "service_request.assigned", &by_agent, 0, || agent.post(&path(&id, "/assignments"), &json!({})));
    leaves(&app, "service_request.message_sent", &by_agent, 0, || {
        agent.post(&messages, &json!({"body": "Note", "internal": true}))
    });
    leaves(&app, "service_request.message_sent", &by_agent, 1, || {
        agent.post(&messages, &json!({"body": "Une question", "to": "waiting_requester"}))
    });
    leaves(&app, "service_request.message_sent", &by_member, 1, || member.post(&messages, &json!({"body": "Une réponse"})));
    leaves(&app, "service_request.moved", &by_agent, 1, || agent.post(&steps, &json!({"to": "answered"})));
    leaves(&app, "service_request.moved", &by_member, 0, || member.post(&steps, &json!({"to": "closed"})));
    leaves(&app, "service_request.moved", &by_member, 1, || member.post(&steps, &json!({"to": "triage"})));
    leaves(&app, "service_request.moved", &by_agent, 1, || {
        agent.post(&steps, &json!({"to": "rejected", "reason": "no_capacity"}))
    });

    leaves(&app, "service_request.created", "anonymous", 1, || {
        app.anonymous().post("/v1/service-requests", &crate::fixtures::question_from("camille@exemple.fr"))
    });
    let mail = crate::fixtures::first_mail(&app, "camille@exemple.fr");
    let (link, id) = (app.sql_value("select max(id::text) from request_links"), ask_id(&app));
    leaves(&app, "service_request.moved", &format!("link {link}"), 2, || {
        app.holder(&mail).post(&path(&id, "/transitions"), &json!({"to": "submitted"}))
    });

    let search = json!({"name": "Ateliers", "query": {"q": "atelier"}});
    let saved = leaves(&app, "saved_search.created", &by_member, 0, || member.post("/v1/me/saved-searches", &search));
    let saved = format!("/v1/me/saved-searches/{}", saved.at("/id"));
    leaves(&app, "saved_search.updated", &by_member, 0, || member.patch_with(&saved, &[], &json!({"paused": true})));

    let day = json!({"starts_at": "2050-01-03T09:00:00Z", "ends_at": "2050-01-03T10:00:00Z", "until": "2050-01-03",
        "space_id": member.get(crate::fixtures::ROOM).expect(200).at("/id")});
    let contact = json!({"name": "Essai", "email": "essai@exemple.fr"});
    let mut body = day.clone();
    body["contact"] = contact;
    body.as_object_mut().unwrap().remove("until");
    let booked = leaves(&app, "booking.created", &by_agent, 1, || agent.post("/v1/bookings", &body));
    let cancel = json!({"to": "cancelled", "reason": "Essai"});
    let transitions = format!("/v1/bookings/{}/transitions", booked.at("/id"));
    leaves(&app, "booking.cancelled", &by_agent, 1, || agent.post(&transitions, &cancel));
    leaves(&app, "booking.created", &by_agent, 1, || agent.post("/v1/booking-series", &day));
    leaves(&app, "account.calendar_shared", &by_agent, 0, || agent.send("POST", "/v1/me/calendar-feed", &[], None));
    let manager = app.token("manager-metz");
    let space = leaves(&app, "space.created", &account("manager-metz"), 0, || {
        manager.post("/v1/totems/metz/spaces", &crate::fixtures::space())
    });
    leaves(&app, "space.updated", &account("manager-metz"), 0, || {
        manager.patch(space.header("location").unwrap(), space.etag(), &json!({"units": 2}))
    });

    leaves(&app, "session.created", &account("pilot"), 0, || {
        app.anonymous().post("/v1/sessions", &crate::harness::credentials("pilot", "token"))
    });
    leaves(&app, "session.deleted", &by_member, 0, || member.delete("/v1/sessions/current"));
}

/// The newest request of somebody without an account.
fn ask_id(app: &App) -> String {
    app.sql_value("select id from service_requests where requester_id is null order by id desc limit 1")
}

#[test]
fn reading_leaves_no_trace() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    app.all_mails();
    let before = traces(&app);
    for path in ["/v1/me", "/v1/organizations", "/v1/service-requests", &path(&id, ""), &path(&id, "/messages")] {
        member.get(path).expect(200);
    }
    assert_eq!(traces(&app), before);
}
