use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{CHANGES, apply, follow, partner, publish, read, sources::region, step};
use crate::{
    fixtures::propose,
    harness::{App, new_uuid},
};

fn ids(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["id"].as_str().unwrap()).collect()
}

#[test]
fn each_record_appears_once_and_the_last_page_is_its_own_address() {
    let app = App::start();
    let partner = partner(&app, None);
    let (items, last) = read(&app, &partner, &format!("{CHANGES}&limit=100"));
    assert!(items.len() > 300, "{}", items.len());
    assert_eq!(items.len().to_string(), app.sql_value("select count(*) from organizations where status = 'published'"));
    assert_eq!(ids(&items).iter().collect::<BTreeSet<_>>().len(), items.len());
    assert!(items.is_sorted_by(|a, b| a["modified"].as_i64() < b["modified"].as_i64()));
    assert_eq!(follow(&app, &partner, last.at("/next")).at("/next"), last.at("/next"));
    assert_eq!(last.body["head"].to_string(), app.sql_value("select max(position) from change_log"));
    let first = &items[0];
    assert_eq!(
        (&first["state"], &first["kind"], &first["authority"]),
        (&json!("updated"), &json!("organization"), &json!("fr-lorraine"))
    );
    assert_eq!(first["source"], json!({"system": "lorntech", "external_id": first["id"]}));
    let shown = app.anonymous().get(&format!("/v1/organizations/{}", ids(&items)[0])).expect(200);
    assert_eq!(first["data"], shown.body);
    // Numbered without gaps, each once.
    assert_eq!(app.sql_value("select count(*) = max(position) and count(position) = count(*) from change_log"), "t");
}

#[test]
fn whoever_reads_sees_what_was_written_before_at_its_new_position() {
    let app = App::start();
    let (partner, moderator) = (partner(&app, None), app.token("moderator"));
    let (items, mut last) = read(&app, &partner, &format!("{CHANGES}&limit=1000"));
    let id = ids(&items)[7].to_owned();
    let path = format!("/v1/organizations/{id}");
    let mut revision = items[7]["revision"].as_i64().unwrap();
    for name in ["Un", "Deux", "Trois"] {
        let etag = moderator.get(&path).expect(200);
        let changed = moderator.patch(&path, etag.etag(), &json!({"alternate_names": [name]})).expect(200);
        let page = follow(&app, &partner, last.at("/next"));
        assert_eq!(ids(page.items()), [id.as_str()]);
        let item = &page.items()[0];
        assert!(item["revision"].as_i64() > Some(revision) && item["revision"] == changed.body["revision"]);
        assert!(item["modified"].as_i64() > last.body["head"].as_i64());
        assert_eq!(item["data"]["alternate_names"], json!([name]));
        revision = item["revision"].as_i64().unwrap();
        last = follow(&app, &partner, page.at("/next"));
        assert!(last.items().is_empty());
    }
    // Three changes between two looks are one item, with the last of them.
    let (again, _) = read(&app, &partner, &format!("{CHANGES}&limit=1000"));
    assert_eq!(again.last().unwrap()["id"].as_str(), Some(id.as_str()));
    assert_eq!(again.len(), items.len());
}

#[test]
fn every_exit_leaves_a_tombstone_with_its_reason_and_what_was_never_public_leaves_none() {
    let app = App::start();
    let (partner, moderator) = (partner(&app, None), app.token("moderator"));
    let [suspended, removed, withdrawn, merged, kept, erased, back] =
        ["a", "b", "c", "d", "e", "f", "g"].map(|name| publish(&app, &format!("Essai {name}")));
    let (items, last) = read(&app, &partner, &format!("{CHANGES}&limit=1000"));
    let mut copy = BTreeMap::new();
    apply(&mut copy, &items);

    let proposal = propose(&app.token("entrepreneur"), "Jamais publié");
    step(&app, proposal.rsplit('/').next().unwrap(), &json!({"to": "refused", "reason": "out_of_area"}));
    let unseen = publish(&app, "Publié un instant");
    step(&app, &unseen, &json!({"to": "suspended", "reason": "inaccurate"}));
    step(&app, &suspended, &json!({"to": "suspended", "reason": "inaccurate"}));
    step(&app, &back, &json!({"to": "suspended", "reason": "inaccurate"}));
    step(&app, &removed, &json!({"to": "deleted", "reason": "closed"}));
    step(&app, &withdrawn, &json!({"to": "archived", "reason": "withdrawn"}));
    moderator.post(&format!("/v1/organizations/{kept}/merges"), &json!({"duplicate_id": merged})).expect(201);
    app.database
        .sql_as_service(&format!(
            "delete from organizations where id = '{erased}'; insert into change_log (kind, record_id, revision, state) \
             values ('organization', '{erased}', 9, 'deleted')"
        ))
        .unwrap();
    let (items, last) = read(&app, &partner, last.at("/next").strip_prefix(app.base()).unwrap());
    let gone: BTreeMap<&str, &str> = items
        .iter()
        .filter(|item| item["state"] == "deleted")
        .map(|item| (item["id"].as_str().unwrap(), item["reason"].as_str().unwrap()))
        .collect();
    let expected = [
        (suspended.as_str(), "unpublished"),
        (back.as_str(), "unpublished"),
        (removed.as_str(), "removed"),
        (withdrawn.as_str(), "consent_withdrawn"),
        (merged.as_str(), "merged"),
        (erased.as_str(), "erased"),
    ];
    assert_eq!(gone, expected.into());
    let of_merged = items.iter().find(|item| item["id"] == json!(merged)).unwrap();
    assert_eq!(of_merged["merged_into"], json!(kept));
    assert!(of_merged.get("data").is_none() && of_merged["revision"].is_i64());
    assert_eq!(ids(&items).len(), expected.len() + 1, "and the one that took it in");
    apply(&mut copy, &items);

    // A change of what nobody sees is told to nobody; coming back is.
    let hidden = moderator.get(&format!("/v1/organizations/{suspended}")).expect(200);
    moderator.patch(&format!("/v1/organizations/{suspended}"), hidden.etag(), &json!({"name": "En secret"})).expect(200);
    step(&app, &back, &json!({"to": "published"}));
    let (items, _) = read(&app, &partner, last.at("/next").strip_prefix(app.base()).unwrap());
    assert_eq!((ids(&items), &items[0]["state"]), (vec![back.as_str()], &json!("updated")));
    apply(&mut copy, &items);
    let (items, _) = read(&app, &partner, &format!("{CHANGES}&limit=1000"));
    let mut whole = BTreeMap::new();
    apply(&mut whole, &items);
    assert_eq!(copy.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>());
    assert_eq!(copy.len().to_string(), app.sql_value("select count(*) from organizations where status = 'published'"));
}

#[test]
fn what_is_hidden_but_not_numbered_yet_is_not_given_away() {
    let app = App::start();
    let partner = partner(&app, None);
    let id = publish(&app, "Bientôt caché");
    read(&app, &partner, &format!("{CHANGES}&limit=1000"));
    // Numbering is held up: the page is served with what is numbered, and looks at the record all the same.
    let mut holder = app.database.client("postgres");
    let mut held = holder.transaction().unwrap();
    held.execute("select from feed_head for update", &[]).unwrap();
    step(&app, &id, &json!({"to": "suspended", "reason": "inaccurate"}));
    let (items, _) = read(&app, &partner, &format!("{CHANGES}&limit=1000"));
    let shown = items.iter().find(|item| item["id"] == json!(id)).unwrap();
    assert_eq!((&shown["state"], shown.get("data")), (&json!("deleted"), None));
    held.commit().unwrap();
    let (items, _) = read(&app, &partner, &format!("{CHANGES}&limit=1000"));
    let shown = items.iter().find(|item| item["id"] == json!(id)).unwrap();
    assert_eq!((&shown["state"], &shown["reason"]), (&json!("deleted"), &json!("unpublished")));
}

#[test]
fn a_write_that_ends_late_is_not_passed_over_and_revisions_never_fall() {
    let app = App::start();
    let partner = partner(&app, None);
    let (items, last) = read(&app, &partner, &format!("{CHANGES}&limit=1000"));
    let (late, early) = (ids(&items)[0].to_owned(), ids(&items)[1].to_owned());
    let change = |id: &str| {
        format!(
            "with changed as (update organizations set updated_at = now() where id = '{id}' returning revision) \
             insert into change_log (kind, record_id, revision, state) select 'organization', '{id}', revision, 'updated' from changed"
        )
    };
    let mut slow = app.database.client("postgres");
    let mut open = slow.transaction().unwrap();
    open.batch_execute(&change(&late)).unwrap();
    app.database.sql_as_service(&change(&early)).unwrap();
    let page = follow(&app, &partner, last.at("/next"));
    assert_eq!(ids(page.items()), [early.as_str()]);
    open.commit().unwrap();
    let page = follow(&app, &partner, page.at("/next"));
    assert_eq!(ids(page.items()), [late.as_str()]);
    app.database.sql_as_service(&change(&late)).unwrap();
    let falling = "select count(*) from (select revision < lag(revision) over (partition by kind, record_id order by position) \
        as falls from change_log where kind = 'organization') c where falls";
    follow(&app, &partner, page.at("/next"));
    assert_eq!(app.sql_value(falling), "0");
}

#[test]
fn a_partners_own_records_are_not_in_its_feed_unless_it_asks() {
    let app = App::start();
    let (lu, saar) = (region(&app, "lu"), partner(&app, Some("de-sl")));
    let [own, gone] = ["Un", "Deux"].map(|name| publish(&app, name));
    app.sql(&format!("update organizations set authority = 'lu' where id in ('{own}', '{gone}')"));
    let all = read(&app, &saar, &format!("{CHANGES}&limit=1000")).0;
    assert_eq!(all.iter().find(|item| item["id"] == json!(own)).unwrap()["authority"], json!("lu"));
    lu.delete(&format!("/v1/sync/sources/lorntech/organization/{gone}?source_revision=9&reason=removed")).expect(200);
    let holds = |client, more: &str| {
        let items = read(&app, client, &format!("{CHANGES}&limit=1000{more}")).0;
        [&own, &gone].map(|id| items.iter().any(|item| item["id"] == json!(id)))
    };
    assert_eq!(holds(&lu, ""), [false, false]);
    assert_eq!(holds(&lu, "&include_own=true"), [true, true]);
    assert_eq!(holds(&saar, ""), [true, true]);
    let count = |client: &crate::harness::Client, more: &str| {
        client.get(&format!("/v1/sync/state{more}")).expect(200).body["kinds"][0]["count"].as_i64().unwrap()
    };
    assert_eq!(count(&lu, "") + 1, count(&lu, "?include_own=true"));
    assert_eq!(count(&saar, ""), count(&lu, "?include_own=true"));
}

#[test]
fn only_partners_read_it() {
    let app = App::start();
    let admin = app.token("admin");
    for path in [CHANGES, "/v1/sync/state", "/v1/sync/snapshot/organization"] {
        app.anonymous().get(path).expect_problem(401, "authentication_required");
        admin.get(path).expect_problem(403, "forbidden");
    }
    let made = admin.post("/v1/api-clients", &json!({"name": "Annuaire", "scopes": ["directory:read"]})).expect(201);
    let form =
        [("grant_type", "client_credentials"), ("client_id", made.at("/id")), ("client_secret", made.at("/client_secret"))];
    let token = app.anonymous().form("/oauth/token", &form).expect(200);
    let reader = app.anonymous().with_token(token.at("/access_token"));
    let refused = reader.get(CHANGES).expect_problem(403, "insufficient_scope");
    assert!(refused.header("www-authenticate").unwrap().contains("scope=\"sync:read\""));
    // The region of a client is for administrators to say.
    let body = json!({"name": "Je suis le Luxembourg", "scopes": ["directory:read"], "authority": "lu"});
    app.token("entrepreneur").post("/v1/api-clients", &body).expect_problem(403, "forbidden");
    let partner = partner(&app, None);
    partner.get("/v1/sync/changes").expect_problem(400, "invalid_parameter");
    partner.get("/v1/sync/changes?kind=account").expect_problem(400, "invalid_parameter");
    partner.get("/v1/sync/snapshot/account").expect_problem(404, "not_found");
    partner.get(&format!("{CHANGES}&after=5")).expect_problem(400, "invalid_parameter");
    partner.get(&format!("{CHANGES}&after=5&epoch={}", new_uuid())).expect_problem(400, "invalid_parameter");
    partner.get(&format!("{CHANGES}&limit=1001")).expect_problem(400, "invalid_parameter");
}
