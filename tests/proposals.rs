//! What partner regions propose to change of records of ours.

use serde_json::{Value, json};

use crate::{
    harness::{App, Client, Mail, Receiver, Reply},
    sync::{CHANGES, partner, publish, read, sources::region, step},
};

const PATH: &str = "/v1/proposals";

/// A public record that the entrepreneur keeps, with its path.
fn record(app: &App) -> (String, String) {
    let id = publish(app, "Atelier fictif");
    let path = format!("/v1/organizations/{id}");
    let member = app.token("entrepreneur");
    if !app.sql_value(&format!("select count(*) from grants where organization_id = '{id}'")).starts_with('1') {
        let account = app.account_id("entrepreneur");
        app.sql(&format!("insert into grants (account_id, role, organization_id) values ('{account}', 'owner', '{id}')"));
    }
    let etag = member.get(&path).expect(200).etag().to_owned();
    let patch = json!({"website": "https://ancien.exemple.fr", "summary": {"fr": "Un atelier."}});
    member.patch(&path, &etag, &patch).expect(200);
    (id, path)
}

fn revision(app: &App, path: &str) -> i64 {
    app.anonymous().get(path).expect(200).body["revision"].as_i64().unwrap()
}

fn propose(client: &Client, target: &str, base: i64, patch: &Value) -> Reply {
    client.post(PATH, &json!({"target": target, "base_revision": base, "patch": patch, "reason": "D’après notre registre."}))
}

fn answer(client: &Client, proposal: &Reply, decisions: &Value) -> Reply {
    let path = format!("{PATH}/{}", proposal.at("/id"));
    let target_revision = client.get(&path).expect(200).body["target_revision"].clone();
    let body = json!({"to": "settled", "decisions": decisions, "target_revision": target_revision});
    client.post(&format!("{path}/transitions"), &body)
}

#[test]
fn what_is_accepted_of_a_proposal_is_the_keepers_own_change_and_the_answer_comes_back() {
    let app = App::start();
    let (lu, member) = (region(&app, "lu"), app.token("entrepreneur"));
    let (id, path) = record(&app);
    let base = revision(&app, &path);
    let patch = json!({"website": "https://exemple.fr", "summary": {"fr": "Un atelier ouvert."}, "legal_name": "Atelier SAS"});
    let made = propose(&lu, &id, base, &patch).expect(201);
    assert_eq!((made.at("/status"), made.at("/authority")), ("open", "lu"));
    assert_eq!(made.body["allowed_transitions"], json!(["withdrawn"]));
    assert_eq!(revision(&app, &path), base, "a proposal changes nothing");
    let listed = member.get(PATH).expect(200);
    assert_eq!((listed.items().len(), &listed.items()[0]["allowed_transitions"]), (1, &json!(["settled"])));
    let members = listed.items()[0]["members"].as_array().unwrap().clone();
    let website = members.iter().find(|member| member["member"] == "website").unwrap();
    let side_by_side = [&website["before"], &website["current"], &website["proposed"], &website["changed_since"]];
    assert_eq!(
        side_by_side,
        [&json!("https://ancien.exemple.fr"), &json!("https://ancien.exemple.fr"), &json!("https://exemple.fr"), &json!(false)]
    );
    let all = json!([{"member": "website", "outcome": "accepted"}, {"member": "legal_name", "outcome": "accepted"},
        {"member": "summary", "outcome": "refused", "reason": "Trop court."}]);
    let settled = answer(&member, &made, &all).expect(201);
    assert_eq!((settled.at("/status"), &settled.body["allowed_transitions"]), ("settled", &json!([])));
    let shown = app.anonymous().get(&path).expect(200);
    assert_eq!(
        (shown.at("/website"), shown.at("/summary/fr"), shown.at("/legal_name")),
        ("https://exemple.fr", "Un atelier.", "Atelier SAS")
    );
    assert_eq!(settled.body["applied_revision"], shown.body["revision"]);
    // The region reads what was said to each member, and the record in its feed.
    let told = lu.get(&format!("{PATH}/{}", made.at("/id"))).expect(200);
    let summary = told.body["members"].as_array().unwrap().iter().find(|member| member["member"] == "summary").unwrap();
    assert_eq!((&summary["outcome"], &summary["reason"]), (&json!("refused"), &json!("Trop court.")));
    let item = read(&app, &lu, CHANGES).0.into_iter().find(|item| item["id"] == id.as_str()).unwrap();
    assert!(item["revision"].as_i64() >= settled.body["applied_revision"].as_i64());
    assert_eq!(item["data"]["website"], "https://exemple.fr");
    // The history knows whose idea it was, and whose decision.
    let history = member.get(&format!("{path}/history")).expect(200);
    let entry = &history.items()[0];
    assert_eq!((&entry["proposed_by"], &entry["by"]["kind"]), (&json!("lu"), &json!("account")));
    assert!(entry["by"]["name"].is_string());
    assert!(history.items()[1].get("proposed_by").is_none(), "{}", history.text);
    assert!(member.get(PATH).expect(200).items().is_empty());
    assert_eq!(member.get(&format!("{PATH}?settled=true")).expect(200).items().len(), 1);
    let audited = app.sql_value("select count(*) from audit_log where action in ('proposal.created', 'proposal.settled')");
    assert_eq!(audited, "2");
}

#[test]
fn a_member_that_has_changed_since_the_revision_that_was_read_is_named() {
    let app = App::start();
    let (lu, member) = (region(&app, "lu"), app.token("entrepreneur"));
    let (id, path) = record(&app);
    let base = revision(&app, &path);
    let etag = member.get(&path).expect(200).etag().to_owned();
    member
        .patch(
            &path,
            &etag,
            &json!({"website": "https://autre.exemple.fr", "identifiers": [{"scheme": "FR-SIREN", "value": "732829320"}]}),
        )
        .expect(200);
    let patch = json!({"website": "https://exemple.fr", "legal_name": "Atelier SAS", "identifiers": []});
    let refused = propose(&lu, &id, base, &patch).expect_problem(409, "stale_revision");
    let pointers: Vec<&Value> = refused.body["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!(pointers, [&json!("/patch/identifiers"), &json!("/patch/website")]);
    assert_eq!(refused.at("/errors/0/code"), "changed_since");
    // What nobody has touched may be proposed from there.
    let made = propose(&lu, &id, base, &json!({"legal_name": "Atelier SAS"})).expect(201);
    // What was changed after it was proposed is told to whoever answers, and never written over unseen.
    let steps = format!("{PATH}/{}/transitions", made.at("/id"));
    let read = member.get(&format!("{PATH}/{}", made.at("/id"))).expect(200);
    let etag = member.get(&path).expect(200).etag().to_owned();
    member.patch(&path, &etag, &json!({"legal_name": "Atelier SARL"})).expect(200);
    let body = json!({"to": "settled", "decisions": [{"member": "legal_name", "outcome": "accepted"}],
        "target_revision": read.body["target_revision"]});
    member.post(&steps, &body).expect_problem(412, "revision_mismatch");
    assert_eq!(app.anonymous().get(&path).expect(200).at("/legal_name"), "Atelier SARL");
    let again = member.get(&format!("{PATH}/{}", made.at("/id"))).expect(200);
    assert_eq!((again.at("/members/0/current"), &again.body["members"][0]["changed_since"]), ("Atelier SARL", &json!(true)));
    assert_ne!(again.etag(), read.etag());
    answer(&member, &made, &json!([{"member": "legal_name", "outcome": "accepted"}])).expect(201);
    assert_eq!(app.anonymous().get(&path).expect(200).at("/legal_name"), "Atelier SAS");
    let ahead = propose(&lu, &id, 9_999, &json!({"legal_name": "Atelier"})).expect_problem(422, "invalid_body");
    assert_eq!(ahead.at("/errors/0/pointer"), "/base_revision");
}

#[test]
fn a_proposal_is_checked_as_an_update_is_and_leaves_nothing_when_it_is_wrong() {
    let app = App::start();
    let lu = region(&app, "lu");
    let (id, path) = record(&app);
    let base = revision(&app, &path);
    for (patch, pointer) in [
        (json!({}), "/patch"),
        (json!({"name": null}), "/patch/name"),
        (json!({"website": "ftp://exemple.fr"}), "/patch/website"),
        (json!({"slug": "autre"}), "/patch/slug"),
        (json!({"legal_form": "nulle"}), "/patch/legal_form"),
        (json!({"startup": {"stage": "growth"}}), "/patch/startup"),
        (json!({"relations": [{"kind": "member_of", "organization_id": "nulle-part"}]}), "/patch/relations/0/organization_id"),
    ] {
        let refused = propose(&lu, &id, base, &patch).expect_problem(422, "invalid_body");
        assert_eq!(refused.at("/errors/0/pointer"), pointer, "{patch}");
    }
    assert_eq!((revision(&app, &path), app.sql_value("select count(*) from proposals").as_str()), (base, "0"));
    // One at a time, and again after a withdrawal.
    let made = propose(&lu, &id, base, &json!({"legal_name": "Atelier SAS"})).expect(201);
    assert_eq!(revision(&app, &path), base, "trying it leaves nothing");
    propose(&lu, &id, base, &json!({"legal_name": "Autre"})).expect_problem(409, "already_exists");
    let steps = format!("{PATH}/{}/transitions", made.at("/id"));
    assert_eq!(lu.post(&steps, &json!({"to": "withdrawn"})).expect(201).at("/status"), "withdrawn");
    lu.post(&steps, &json!({"to": "withdrawn"})).expect_problem(409, "state_conflict");
    propose(&lu, &id, base, &json!({"legal_name": "Autre"})).expect(201);
    propose(&lu, &crate::harness::new_uuid(), 1, &json!({"legal_name": "Autre"})).expect_problem(404, "not_found");
}

#[test]
fn each_member_is_answered_once_and_a_refusal_says_why() {
    let app = App::start();
    let (lu, member) = (region(&app, "lu"), app.token("entrepreneur"));
    let (id, path) = record(&app);
    let patch = json!({"kinds": ["startup"], "startup": {"stage": "growth"}});
    let made = propose(&lu, &id, revision(&app, &path), &patch).expect(201);
    let (yes, no) = (
        |name: &str| json!({"member": name, "outcome": "accepted"}),
        |name: &str| json!({"member": name, "outcome": "refused", "reason": "Non."}),
    );
    for (decisions, pointer) in [
        (json!([yes("kinds")]), "/decisions"),
        (json!([yes("kinds"), yes("kinds")]), "/decisions/1/member"),
        (json!([yes("kinds"), yes("startup"), yes("website")]), "/decisions/2/member"),
        (json!([yes("kinds"), {"member": "startup", "outcome": "refused"}]), "/decisions/1/reason"),
        // One goes only with the other.
        (json!([no("kinds"), yes("startup")]), "/decisions/1"),
    ] {
        let refused = answer(&member, &made, &decisions).expect_problem(422, "invalid_body");
        assert_eq!(refused.at("/errors/0/pointer"), pointer, "{decisions}");
    }
    let before = revision(&app, &path);
    let settled = answer(&member, &made, &json!([no("kinds"), no("startup")])).expect(201);
    assert_eq!((settled.body.get("applied_revision"), revision(&app, &path)), (None, before));
    answer(&member, &made, &json!([no("kinds"), no("startup")])).expect_problem(409, "state_conflict");
}

#[test]
fn a_proposal_is_seen_by_its_region_by_the_keepers_and_by_moderators_alone() {
    let app = App::start();
    let (lu, other, stranger) = (region(&app, "lu"), region(&app, "de-sl"), app.new_member("autre"));
    let (id, path) = record(&app);
    let made = propose(&lu, &id, revision(&app, &path), &json!({"legal_name": "Atelier SAS"})).expect(201);
    let path = format!("{PATH}/{}", made.at("/id"));
    let refusal = json!({"to": "settled", "target_revision": made.body["target_revision"],
        "decisions": [{"member": "legal_name", "outcome": "accepted"}]});
    for outsider in [&other, &stranger] {
        outsider.get(&path).expect_problem(404, "not_found");
        outsider.post(&format!("{path}/transitions"), &refusal).expect_problem(404, "not_found");
        assert!(outsider.get(PATH).expect(200).items().is_empty());
        assert!(outsider.get(&format!("{PATH}?target={id}")).expect(200).items().is_empty());
    }
    app.anonymous().get(PATH).expect_problem(401, "authentication_required");
    partner(&app, Some("lu")).get(PATH).expect_problem(403, "insufficient_scope");
    lu.post(&format!("{path}/transitions"), &refusal).expect_problem(409, "state_conflict");
    app.token("entrepreneur")
        .post(&format!("{path}/transitions"), &json!({"to": "withdrawn"}))
        .expect_problem(409, "state_conflict");
    assert_eq!(lu.get(&format!("{PATH}?target={id}")).expect(200).items().len(), 1);
    let moderator = app.token("moderator");
    assert_eq!(moderator.get(PATH).expect(200).items().len(), 1);
    let stale = moderator.send(
        "POST",
        &format!("{path}/transitions"),
        &[("content-type", "application/json"), ("if-match", "\"7\"")],
        Some(refusal.to_string().as_bytes()),
    );
    stale.expect_problem(412, "revision_mismatch");
    moderator.post(&format!("{path}/transitions"), &refusal).expect(201);
}

#[test]
fn a_proposal_ends_with_its_record_and_tells_nothing_of_what_is_hidden() {
    let app = App::start();
    let (lu, moderator) = (region(&app, "lu"), app.token("moderator"));
    let (id, path) = record(&app);
    let made = propose(&lu, &id, revision(&app, &path), &json!({"legal_name": "Atelier SAS"})).expect(201);
    let at = format!("{PATH}/{}", made.at("/id"));
    step(&app, &id, &json!({"to": "deleted", "reason": "duplicate"}));
    let ended = lu.get(&at).expect(200);
    assert_eq!((ended.at("/status"), ended.body.get("organization")), ("ended", None));
    assert!(ended.body["members"][0].get("current").is_none());
    assert!(moderator.get(PATH).expect(200).items().is_empty());
    assert_eq!(moderator.get(&format!("{PATH}?settled=true")).expect(200).items().len(), 1);
    let body = json!({"to": "settled", "target_revision": 9, "decisions": [{"member": "legal_name", "outcome": "accepted"}]});
    moderator.post(&format!("{at}/transitions"), &body).expect_problem(409, "state_conflict");
    lu.post(&format!("{at}/transitions"), &json!({"to": "withdrawn"})).expect_problem(409, "state_conflict");
    propose(&lu, &id, 1, &json!({"legal_name": "Atelier SAS"})).expect_problem(404, "not_found");
    // A copy is changed by its own region.
    let body = json!({"source_revision": 1, "data": {"name": "Makerspace", "kinds": ["fablab"]}}).to_string();
    let copy =
        lu.send("PUT", "/v1/sync/sources/guichet/organization/1", &[("content-type", "application/json")], Some(body.as_bytes()));
    let copy = copy.expect(201);
    let sl = region(&app, "de-sl");
    propose(&sl, copy.at("/id"), 1, &json!({"legal_name": "Autre"})).expect_problem(403, "foreign_authority");
}

#[test]
fn the_webhooks_of_the_region_hear_of_the_answer_and_nobody_elses() {
    let app = crate::webhooks::start();
    let (own, foreign) = (Receiver::start(), Receiver::start());
    let (lu, sl) = (region(&app, "lu"), region(&app, "de-sl"));
    crate::webhooks::active(&lu, &own, &["proposal.settled"]);
    crate::webhooks::active(&sl, &foreign, &["proposal.settled"]);
    let hook = json!({"url": own.url(), "types": ["proposal.settled"]});
    app.token("moderator").post("/v1/webhooks", &hook).expect_problem(422, "invalid_body");
    let (id, path) = record(&app);
    let made = propose(&lu, &id, revision(&app, &path), &json!({"legal_name": "Atelier SAS"})).expect(201);
    answer(&app.token("entrepreneur"), &made, &json!([{"member": "legal_name", "outcome": "accepted"}])).expect(201);
    let told = own.await_type("proposal.settled", 1);
    assert_eq!((&told[0].body["data"]["id"], &told[0].body["data"]["revision"]), (&made.body["id"], &json!(2)));
    assert!(told[0].body["data"]["url"].as_str().unwrap().ends_with(&format!("{PATH}/{}", made.at("/id"))));
    assert!(foreign.of_type("proposal.settled").is_empty());
}

#[test]
fn whoever_may_answer_a_proposal_is_written_to_once_while_it_waits() {
    let mut app = App::start();
    app.restart_with(&["--no-worker"]);
    let (id, path) = record(&app);
    app.new_member("redaktion");
    let account = app.account_id("redaktion");
    app.sql(&format!(
        "update accounts set language = 'de' where id = '{account}'; \
         insert into grants (account_id, role, organization_id) values ('{account}', 'editor', '{id}')"
    ));
    let off = json!({"settings": [{"kind": "records", "channel": "mail", "enabled": false}]});
    app.new_member("autre");
    let second = app.new_member("moderation");
    let account = app.account_id("moderation");
    second.patch_with("/v1/me/notification-settings", &[], &off).expect(200);
    app.sql(&format!("insert into grants (account_id, role) values ('{account}', 'moderator')"));
    let (lu, sl) = (region(&app, "lu"), region(&app, "de-sl"));
    let base = revision(&app, &path);
    let body =
        json!({"target": id, "base_revision": base, "patch": {"legal_name": "Atelier SAS"}, "reason": "D’après notre registre."});
    let key = crate::harness::new_uuid();
    for _ in 0..2 {
        lu.post_with(PATH, &[("idempotency-key", &key)], &body).expect(201);
    }
    lu.post(PATH, &body).expect_problem(409, "already_exists");
    // One that is taken back before anybody was written to has nothing to answer.
    let over = propose(&sl, &id, base, &json!({"legal_name": "Atelier SARL"})).expect(201);
    sl.post(&format!("{PATH}/{}/transitions", over.at("/id")), &json!({"to": "withdrawn"})).expect(201);
    app.restart();

    let mails = app.all_mails();
    let letter = |mail: &&Mail| mail.subject.contains("Atelier fictif") && mail.text.contains("/propositions");
    let mut to: Vec<&str> = mails.iter().filter(letter).map(|mail| mail.to[0].as_str()).collect();
    to.sort_unstable();
    let told = ["entrepreneur", "moderator", "redaktion"].map(|name| format!("{name}@demo.lorntech.example"));
    assert!(to.len() == 3 && to.iter().zip(&told).all(|(to, name)| to.contains(name.as_str())), "{to:?}");
    let of = |name: &str| mails.iter().filter(letter).find(|mail| mail.to[0].contains(name)).unwrap();
    assert_eq!(of("entrepreneur").subject, "Changement proposé : Atelier fictif");
    assert_eq!(of("redaktion").subject, "Änderung vorgeschlagen: Atelier fictif");
    let slug = app.anonymous().get(&path).expect(200).at("/slug").to_owned();
    for (name, said) in [("entrepreneur", "(Luxembourg)"), ("redaktion", "(Luxemburg)")] {
        let text = &of(name).text;
        assert!(text.contains(said) && text.contains("> D’après notre registre."), "{text}");
        assert!(text.contains(&format!("/annuaire/{slug}/propositions\n")), "{text}");
        assert!(!text.contains("Atelier SAS") && told.iter().all(|other| !text.contains(other.as_str())), "{text}");
        assert!(of(name).list_unsubscribe.is_some());
    }
    // On the site, too; by mail one of them had switched it off.
    let names = ["entrepreneur", "redaktion", "moderator", "moderation", "autre", "agent-metz"];
    for (name, count) in names.into_iter().zip([1, 1, 1, 1, 0, 0]) {
        let list = app.token(name).get("/v1/me/notifications").expect(200);
        let ours = |item: &&Value| item["path"] == json!(format!("/annuaire/{slug}/propositions")) && item["kind"] == "records";
        assert_eq!(list.items().iter().filter(ours).count(), count, "{}", list.text);
    }
}
