use std::thread;

use serde_json::{Value, json};

use super::{CHANGES, partner, publish, read};
use crate::harness::{App, Client, Reply, new_uuid};

const SOURCE: &str = "/v1/sync/sources/guichet/organization/4711";

/// A client that speaks for a region.
pub fn region(app: &App, authority: &str) -> Client {
    app.anonymous().with_token(&region_token(app, authority))
}

pub fn region_token(app: &App, authority: &str) -> String {
    let scopes = ["sync:read", "sync:write"];
    let body = json!({"name": "Région partenaire", "scopes": scopes, "test": true, "authority": authority});
    let made = app.token("admin").post("/v1/api-clients", &body).expect(201);
    let form =
        [("grant_type", "client_credentials"), ("client_id", made.at("/id")), ("client_secret", made.at("/client_secret"))];
    app.anonymous().form("/oauth/token", &form).expect(200).at("/access_token").to_owned()
}

fn put(client: &Client, path: &str, revision: i64, data: &Value) -> Reply {
    let body = json!({"source_revision": revision, "data": data}).to_string();
    client.send("PUT", path, &[("content-type", "application/json")], Some(body.as_bytes()))
}

fn makerspace(summary: &str) -> Value {
    json!({"name": "Makerspace d’Esch", "kinds": ["fablab", "startup"], "summary": {"fr": summary}, "phone": "+352 26 54 01",
        "identifiers": [{"scheme": "LU-RCS", "value": "B12345"}], "nuts3": "LU000",
        "location": {"locality": "Esch-sur-Alzette", "country": "LU", "latitude": 49.5, "longitude": 5.98},
        "startup": {"stage": "growth", "international": ["DE"]},
        "source": {"system": "guichet-lu", "name": "Guichet.lu", "licence": "CC0-1.0", "attribution": "Guichet.lu, CC0"}})
}

#[test]
fn a_greater_revision_applies_and_the_same_words_are_no_change() {
    let app = App::start();
    let lu = region(&app, "lu");
    let made = put(&lu, SOURCE, 3, &makerspace("Un")).expect(201);
    assert_eq!((made.at("/outcome"), &made.body["source_revision"]), ("created", &json!(3)));
    let path = format!("/v1/organizations/{}", made.at("/id"));
    assert_eq!(made.header("location").unwrap(), path);
    let shown = app.anonymous().get(&path).expect(200);
    for (pointer, value) in [
        ("/summary/fr", json!("Un")),
        ("/location/nuts3", json!("LU000")),
        ("/territory", json!("lu")),
        ("/phone", json!("+352 26 54 01")),
        ("/startup/stage", json!("growth")),
        ("/source/attribution", json!("Guichet.lu, CC0")),
        ("/identifiers/0/value", json!("B12345")),
    ] {
        assert_eq!(shown.body.pointer(pointer), Some(&value), "{pointer}");
    }
    // The same again writes nothing at all.
    let rows = app.sql_value("select count(*) from change_log");
    assert_eq!(put(&lu, SOURCE, 3, &makerspace("Un")).expect(200).at("/outcome"), "unchanged");
    assert_eq!(app.sql_value("select count(*) from change_log"), rows);
    // What is left out is gone, and a greater revision may leave some out.
    let less = json!({"name": "Makerspace d’Esch", "kinds": ["fablab"]});
    assert_eq!(put(&lu, SOURCE, 9, &less).expect(200).at("/outcome"), "updated");
    let shown = app.anonymous().get(&path).expect(200);
    for member in ["summary", "phone", "startup", "location", "source"] {
        assert_eq!(shown.body.get(member), None, "{member}");
    }
    assert_eq!(shown.body["identifiers"], json!([]));
    put(&lu, SOURCE, 4, &makerspace("Trop tard")).expect_problem(409, "stale_revision");
    // In the feed it has the name and the revision that its region gave, for all but that region.
    let item = |client: &Client| read(&app, client, CHANGES).0.into_iter().find(|item| item["id"] == made.body["id"]);
    let told = item(&region(&app, "de-sl")).unwrap();
    assert_eq!((&told["authority"], &told["revision"]), (&json!("lu"), &json!(9)));
    assert_eq!(told["source"], json!({"system": "guichet", "external_id": "4711"}));
    assert!(item(&lu).is_none(), "what a region wrote comes back to it");
}

#[test]
fn two_contents_of_one_revision_are_put_aside_for_a_person() {
    let app = App::start();
    let (lu, moderator) = (region(&app, "lu"), app.token("moderator"));
    let made = put(&lu, SOURCE, 3, &makerspace("Un")).expect(201);
    for _ in 0..2 {
        put(&lu, SOURCE, 3, &makerspace("Autre")).expect_problem(409, "revision_conflict");
    }
    let path = format!("/v1/organizations/{}", made.at("/id"));
    assert_eq!(app.anonymous().get(&path).expect(200).at("/summary/fr"), "Un");
    let open = moderator.get("/v1/sync/conflicts").expect(200);
    assert_eq!(open.items().len(), 1, "the same words are put aside once");
    let conflict = &open.items()[0];
    assert_eq!((&conflict["reason"], &conflict["record_id"]), (&json!("revision_conflict"), &made.body["id"]));
    assert_eq!(conflict["data"], makerspace("Autre"));
    assert_eq!(conflict["allowed_transitions"], json!(["taken", "dismissed"]));
    assert_eq!(conflict["current"]["summary"], json!({"fr": "Un"}), "what stands here is in the same form");
    app.token("entrepreneur").get("/v1/sync/conflicts").expect_problem(403, "forbidden");
    let steps = format!("/v1/sync/conflicts/{}/transitions", conflict["id"].as_str().unwrap());
    moderator.post(&steps, &json!({"to": "open", "note": "Rien."})).expect_problem(409, "state_conflict");
    moderator.post(&steps, &json!({"to": "taken"})).expect_problem(422, "invalid_body");
    let settled = moderator.post(&steps, &json!({"to": "taken", "note": "Vérifié."})).expect(201);
    assert_eq!((settled.at("/status"), &settled.body["allowed_transitions"]), ("taken", &json!([])));
    assert_eq!(app.anonymous().get(&path).expect(200).at("/summary/fr"), "Autre");
    assert!(moderator.get("/v1/sync/conflicts").expect(200).items().is_empty());
    let past = moderator.get("/v1/sync/conflicts?settled=true").expect(200);
    assert_eq!((past.items().len(), past.at("/items/0/note")), (1, "Vérifié."));
    assert!(past.items()[0]["settled_at"].is_string() && conflict.get("settled_at").is_none());
    // What was decided is the content of that revision from now on; what was said later is not undone.
    assert_eq!(put(&lu, SOURCE, 3, &makerspace("Autre")).expect(200).at("/outcome"), "unchanged");
    put(&lu, SOURCE, 3, &makerspace("Encore")).expect_problem(409, "revision_conflict");
    put(&lu, SOURCE, 4, &makerspace("Suite")).expect(200);
    let late = moderator.get("/v1/sync/conflicts").expect(200).at("/items/0/id").to_owned();
    let steps = format!("/v1/sync/conflicts/{late}/transitions");
    moderator.post(&steps, &json!({"to": "taken", "note": "Vérifié."})).expect_problem(409, "stale_revision");
    moderator.post(&steps, &json!({"to": "dismissed", "note": "Vérifié."})).expect(201);
    assert_eq!(app.anonymous().get(&path).expect(200).at("/summary/fr"), "Suite");
}

#[test]
fn a_withdrawal_is_a_revision_too() {
    let app = App::start();
    let (lu, other) = (region(&app, "lu"), region(&app, "de-tr"));
    let made = put(&lu, SOURCE, 3, &makerspace("Un")).expect(201);
    let path = format!("/v1/organizations/{}", made.at("/id"));
    read(&app, &other, CHANGES);
    lu.delete(&format!("{SOURCE}?source_revision=2&reason=removed")).expect_problem(409, "stale_revision");
    let gone = format!("{SOURCE}?source_revision=5&reason=consent_withdrawn");
    assert_eq!(lu.delete(&gone).expect(200).at("/outcome"), "withdrawn");
    assert_eq!(lu.delete(&gone).expect(200).at("/outcome"), "unchanged");
    app.anonymous().get(&path).expect_problem(410, "record_deleted");
    let told = || read(&app, &other, CHANGES).0.into_iter().find(|item| item["id"] == made.body["id"]).unwrap();
    let item = told();
    assert_eq!(
        (&item["state"], &item["reason"], &item["revision"], &item["authority"]),
        (&json!("deleted"), &json!("consent_withdrawn"), &json!(5), &json!("lu"))
    );
    put(&lu, SOURCE, 4, &makerspace("Trop tard")).expect_problem(409, "stale_revision");
    // It may come back, at the same address.
    assert_eq!(put(&lu, SOURCE, 6, &makerspace("Revenu")).expect(200).at("/id"), made.at("/id"));
    assert_eq!(app.anonymous().get(&path).expect(200).at("/summary/fr"), "Revenu");
    assert_eq!(told()["state"], json!("updated"));
    // Of what was erased nothing stays but that its name must not come back by what is older.
    lu.delete(&format!("{SOURCE}?source_revision=7&reason=erased")).expect(200);
    assert_eq!(told()["reason"], json!("erased"));
    for table in
        ["organizations where id", "organization_history where organization_id", "organization_versions where organization_id"]
    {
        assert_eq!(app.sql_value(&format!("select count(*) from {table} = '{}'", made.at("/id"))), "0", "{table}");
    }
    put(&lu, SOURCE, 6, &makerspace("Revenant")).expect_problem(409, "stale_revision");
    app.anonymous().get(&path).expect_problem(404, "not_found");
    // What was never seen can be withdrawn before it comes.
    let unseen = "/v1/sync/sources/guichet/organization/9";
    lu.delete(&format!("{unseen}?source_revision=2&reason=removed")).expect(200);
    put(&lu, unseen, 1, &makerspace("Doublé")).expect_problem(409, "stale_revision");
}

#[test]
fn each_region_writes_its_own_records_and_nobody_elses() {
    let app = App::start();
    let (lu, moderator) = (region(&app, "lu"), app.token("moderator"));
    let made = put(&lu, SOURCE, 3, &makerspace("Un")).expect(201);
    // Names are each region's own.
    let theirs = put(&region(&app, "de-sl"), SOURCE, 1, &json!({"name": "Werkstatt", "kinds": ["fablab"]})).expect(201);
    assert_ne!(theirs.at("/id"), made.at("/id"));
    // Of a record of ours, a region cannot say what it is, whatever it calls it.
    let own = publish(&app, "Atelier de Metz");
    put(&lu, &format!("/v1/sync/sources/lorntech/organization/{own}"), 99, &makerspace("Pris"))
        .expect_problem(403, "foreign_authority");
    put(&region(&app, "fr-lorraine"), SOURCE, 1, &makerspace("Pris")).expect_problem(403, "foreign_authority");
    put(&partner(&app, None), SOURCE, 1, &makerspace("Pris")).expect_problem(403, "insufficient_scope");
    // And of theirs we cannot.
    let path = format!("/v1/organizations/{}", made.at("/id"));
    let shown = moderator.get(&path).expect(200);
    assert_eq!((&shown.body["may_edit"], &shown.body["allowed_transitions"]), (&json!(false), &json!([])));
    moderator.patch(&path, shown.etag(), &json!({"name": "À nous"})).expect_problem(403, "foreign_authority");
    let step = json!({"to": "archived", "reason": "closed"});
    moderator.post(&format!("{path}/transitions"), &step).expect_problem(403, "foreign_authority");
    moderator.post(&format!("{path}/merges"), &json!({"duplicate_id": own})).expect_problem(403, "foreign_authority");
    moderator
        .post(&format!("/v1/organizations/{own}/merges"), &json!({"duplicate_id": made.at("/id")}))
        .expect_problem(403, "foreign_authority");
    let claim = json!({"message": "C’est à moi."});
    app.token("entrepreneur").post(&format!("{path}/claims"), &claim).expect_problem(403, "foreign_authority");
}

#[test]
fn a_number_that_another_record_has_is_left_out_and_shown() {
    let app = App::start();
    let (lu, own) = (region(&app, "lu"), publish(&app, "Atelier de Metz"));
    app.sql(&format!("insert into organization_identifiers values ('{own}', 'LU-RCS', 'B12345')"));
    let made = put(&lu, SOURCE, 3, &makerspace("Un")).expect(201);
    assert_eq!(made.body["numbers_left_out"], json!(["LU-RCS B12345"]));
    let path = format!("/v1/organizations/{}", made.at("/id"));
    assert_eq!(app.anonymous().get(&path).expect(200).body["identifiers"], json!([]));
    let open = app.token("moderator").get("/v1/sync/conflicts").expect(200);
    assert_eq!((open.at("/items/0/reason"), open.at("/items/0/detail")), ("number_taken", "LU-RCS B12345"));
    assert_eq!(open.body["items"][0]["allowed_transitions"], json!(["dismissed"]));
    let likely = &open.body["items"][0]["likely_matches"];
    assert_eq!((likely[0]["id"].as_str(), &likely[0]["likeness"]), (Some(own.as_str()), &json!("number")));
    assert_eq!(likely[0]["data"]["name"], json!("Atelier de Metz"));
}

#[test]
fn a_likely_match_has_the_same_name_in_the_same_place() {
    let app = App::start();
    let lu = region(&app, "lu");
    let at =
        |locality: &str| json!({"name": "Makerspace", "kinds": ["fablab"], "location": {"locality": locality, "country": "LU"}});
    let path = |id: u8| format!("/v1/sync/sources/guichet/organization/{id}");
    let same = put(
        &lu,
        &path(1),
        1,
        &json!({"name": "MAKERSPACE", "kinds": ["fablab"], "location": {"locality": "esch", "country": "LU"}}),
    );
    put(&lu, &path(2), 1, &at("Wiltz")).expect(201);
    put(&lu, &path(3), 1, &at("Esch")).expect(201);
    put(
        &lu,
        &path(3),
        1,
        &json!({"name": "Makerspace", "kinds": ["fablab", "third_place"], "location": {"locality": "Esch", "country": "LU"}}),
    )
    .expect_problem(409, "revision_conflict");
    let open = app.token("moderator").get("/v1/sync/conflicts").expect(200);
    let likely = open.body["items"][0]["likely_matches"].as_array().unwrap();
    let found: Vec<_> = likely.iter().map(|one| (one["id"].as_str().unwrap(), one["likeness"].as_str().unwrap())).collect();
    assert_eq!(found, [(same.at("/id"), "name_and_place")]);
}

#[test]
fn of_many_who_say_it_at_once_the_key_lets_one_in() {
    let app = App::start();
    let clients: Vec<Client> = (0..8).map(|_| region(&app, "lu")).collect();
    let path = format!("/v1/sync/sources/guichet/organization/{}", new_uuid());
    let replies: Vec<u16> = thread::scope(|scope| {
        let sent: Vec<_> = clients
            .iter()
            .map(|client| scope.spawn(|| put(client, &path, 1, &json!({"name": "Ensemble", "kinds": ["cluster"]})).status))
            .collect();
        sent.into_iter().map(|reply| reply.join().unwrap()).collect()
    });
    assert_eq!(replies.iter().filter(|status| **status == 201).count(), 1, "{replies:?}");
    assert!(replies.iter().all(|status| matches!(status, 200 | 201)), "{replies:?}");
    assert_eq!(app.sql_value("select count(*) from organizations where name = 'Ensemble'"), "1");
    // The greatest of revisions that come in any order is what stays.
    let best = thread::scope(|scope| {
        for (client, revision) in clients.iter().zip([5, 2, 9, 3, 8, 4, 7, 6]) {
            let path = &path;
            scope.spawn(move || put(client, path, revision, &json!({"name": format!("Rang {revision}"), "kinds": ["cluster"]})));
        }
        9
    });
    assert_eq!(app.sql_value("select name from organizations where name like 'Rang %'"), format!("Rang {best}"));
}

#[test]
fn what_cannot_be_a_record_is_refused_by_its_members() {
    let app = App::start();
    let lu = region(&app, "lu");
    let bad = |data: &Value| put(&lu, SOURCE, 1, data).expect_problem(422, "invalid_body").at("/errors/0/pointer").to_owned();
    assert_eq!(bad(&json!({"kinds": ["fablab"]})), "/data/name");
    assert_eq!(bad(&json!({"name": "X", "kinds": ["fablab"]})), "/data/name");
    assert_eq!(bad(&json!({"name": "Ferme", "kinds": ["fablab"], "startup": {}})), "/data/startup");
    assert_eq!(bad(&json!({"name": "Ferme", "kinds": ["fablab"], "couleur": "bleu"})), "/data/couleur");
    put(&lu, SOURCE, 0, &json!({"name": "Ferme", "kinds": ["fablab"]})).expect_problem(422, "invalid_body");
    let body = json!({"name": "Ferme", "kinds": ["fablab"]});
    put(&lu, "/v1/sync/sources/Guichet/organization/1", 1, &body).expect_problem(404, "not_found");
    put(&lu, "/v1/sync/sources/guichet/account/1", 1, &body).expect_problem(404, "not_found");
    lu.delete(&format!("{SOURCE}?source_revision=1&reason=bored")).expect_problem(400, "invalid_parameter");
    assert_eq!(app.sql_value("select count(*) from partner_records"), "0");
}
