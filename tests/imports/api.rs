//! Imports over the API.

use serde_json::json;

use super::{ended, lines, save, send, sent, simple};
use crate::harness::{App, new_uuid};

#[test]
fn a_file_is_stored_before_it_is_answered_and_each_line_gets_its_result() {
    let app = App::start();
    let (moderator, location) = sent(&app, &lines(1234));
    let import = ended(&moderator, &location);
    assert_eq!((import["status"].as_str(), import["done_lines"].as_i64()), (Some("done"), Some(1234)));
    assert_eq!((import["counts"]["created"].as_i64(), import["counts"]["error"].as_i64()), (Some(1111), Some(123)));
    assert_eq!(app.sql_value("select count(*) from import_parts"), "0", "the file is not kept");
    let (mut seen, mut next) = (vec![], format!("{location}/results?limit=200"));
    loop {
        let page = moderator.get(&next).expect(200).body;
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["place"].as_i64().unwrap()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        next = format!("{location}/results?limit=200&cursor={cursor}");
    }
    assert_eq!(seen, (1..=1234).collect::<Vec<i64>>(), "one for each line, in order");
    let errors =
        moderator.get_with(&format!("{location}/results?outcomes=error&limit=1"), &[("accept-language", "de")]).expect(200);
    let problem = &errors.body["items"][0]["problem"];
    assert_eq!(
        (problem["code"].as_str(), problem["errors"][0]["detail"].as_str()),
        (Some("invalid_line"), Some("Diese Angabe ist erforderlich."))
    );
    assert_eq!(errors.body["items"][0]["line"], 11);

    // What each write leaves behind it.
    assert_eq!(
        app.sql_value("select count(*) from audit_log where action = 'organization.created' and actor_kind = 'account'"),
        "1111"
    );
    let unsaid = "select count(*) from organizations o where source_system = 'liste' and not exists \
        (select from change_log c where c.record_id = o.id and c.revision = o.revision)";
    assert_eq!(app.sql_value(unsaid), "0");
    assert_eq!(moderator.get("/v1/organizations/genere-1").expect(200).at("/source/licence"), "CC BY 4.0");
}

#[test]
fn the_results_are_a_file_too_whole_and_in_the_order_of_the_lines() {
    let app = App::start();
    let (moderator, location) = sent(&app, &format!("{}1101;=1+1;57000;Metz;formule.example;\n", lines(1100)));
    ended(&moderator, &location);
    let csv = moderator.get_with(&format!("{location}/results.csv"), &[("accept-language", "de")]).expect(200);
    assert!(
        csv.header("content-disposition").unwrap().contains("attachment; filename=\"import-"),
        "{:?}",
        csv.header("content-disposition")
    );
    let rows: Vec<&str> = csv.text.lines().collect();
    assert_eq!(
        (rows.len(), rows[0]),
        (1102, "place,line,outcome,name,external_id,organization_id,code,detail,errors,candidates")
    );
    assert!(rows.iter().skip(1).enumerate().all(|(at, row)| row.starts_with(&format!("{},", at + 1))), "in order");
    assert!(rows[10].contains(",error,") && rows[10].contains("Diese Angabe ist erforderlich."), "{}", rows[10]);
    assert!(rows[1101].contains(",'=1+1,"), "no formula: {}", rows[1101]);
    let errors = moderator.get(&format!("{location}/results.ndjson?outcomes=error")).expect(200);
    assert_eq!(errors.header("content-type"), Some("application/x-ndjson"));
    let listed = moderator.get(&format!("{location}/results?outcomes=error&limit=200")).expect(200);
    let read: Vec<serde_json::Value> = errors.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(&read, listed.items());
    for ending in ["csv", "ndjson"] {
        app.token("entrepreneur").get(&format!("{location}/results.{ending}")).expect_problem(404, "not_found");
    }
}

#[test]
fn a_key_is_needed_and_the_same_one_imports_once() {
    let app = App::start();
    let moderator = app.token("moderator");
    save(&moderator, "liste", &simple()).expect(201);
    let text = lines(3);
    moderator
        .send("POST", "/v1/imports?mapping=liste", &[("content-type", "text/csv")], Some(text.as_bytes()))
        .expect_problem(400, "idempotency_key_required");
    let key = new_uuid();
    let first = send(&moderator, "mapping=liste", &key, text.as_bytes()).expect(202);
    let again = send(&moderator, "mapping=liste", &key, text.as_bytes()).expect(202);
    assert_eq!((again.header("idempotency-replayed"), again.header("location")), (Some("true"), first.header("location")));
    send(&moderator, "mapping=liste", &key, lines(4).as_bytes()).expect_problem(422, "idempotency_key_reused");
    send(&moderator, "mapping=liste&dry_run=true", &key, text.as_bytes()).expect_problem(422, "idempotency_key_reused");
    assert_eq!(app.sql_value("select count(*) from imports"), "1");
    send(&moderator, "mapping=absent", &new_uuid(), text.as_bytes()).expect_problem(400, "invalid_parameter");
    send(&moderator, "mapping=liste", &new_uuid(), b"").expect_problem(422, "invalid_body");
    let type_ = [("content-type", "text/html"), ("idempotency-key", key.as_str())];
    moderator
        .send("POST", "/v1/imports?mapping=liste", &type_, Some(text.as_bytes()))
        .expect_problem(415, "unsupported_media_type");
}

#[test]
fn a_dry_run_answers_what_a_run_would_and_changes_nothing() {
    let app = App::start();
    let moderator = app.token("moderator");
    save(&moderator, "liste", &simple()).expect(201);
    // Two lines that may be one place, one id twice, more than one chunk.
    let mut text = lines(700);
    text.push_str("701;Généré 1;57000;Metz;;\n2;Autrement;57000;Metz;;\n");
    let run = |query: &str| {
        let reply = send(&moderator, query, &new_uuid(), text.as_bytes()).expect(202);
        ended(&moderator, reply.header("location").unwrap())["counts"].clone()
    };
    let before = super::state(&app.database);
    let dry = run("mapping=liste&dry_run=true");
    assert_eq!(super::state(&app.database), before);
    assert_eq!(dry, run("mapping=liste"));
    assert_eq!((dry["created"].as_i64(), dry["conflict"].as_i64(), dry["error"].as_i64()), (Some(630), Some(2), Some(70)));
    let again = run("mapping=liste");
    assert_eq!(
        (again["created"].as_i64(), again["updated"].as_i64(), again["unchanged"].as_i64()),
        (Some(0), Some(0), Some(630))
    );
}

#[test]
fn what_may_be_a_duplicate_is_offered_and_never_merged() {
    let app = App::start();
    let known = app.sql("select o.id, o.name, o.locality, i.value from organizations o join organization_identifiers i on i.organization_id = o.id \
        where i.scheme = 'FR-SIREN' and o.locality is not null limit 1");
    let [id, name, locality, siren] = [0, 1, 2, 3].map(|place| known[0][place].clone().unwrap());
    let text = format!(
        "id;nom;cp;ville;site;siren\n1;Tout autre nom;;;;{siren}\n2;{};;{locality};;\n3;Rien de tel;;{locality};;\n",
        name.to_uppercase()
    );
    let before = app.sql_value(&format!("select revision from organizations where id = '{id}'"));
    let (moderator, location) = sent(&app, &text);
    let import = ended(&moderator, &location);
    assert_eq!((import["counts"]["conflict"].as_i64(), import["counts"]["created"].as_i64()), (Some(2), Some(1)), "{import}");
    let conflicts = moderator.get(&format!("{location}/results?outcomes=conflict")).expect(200).body;
    for item in conflicts["items"].as_array().unwrap() {
        assert_eq!(
            (item["problem"]["code"].as_str(), item["problem"]["candidates"][0].as_str()),
            (Some("possible_duplicate"), Some(id.as_str())),
            "{item}"
        );
        // By name, so that whoever compares knows which it is without asking for each.
        assert_eq!(
            (item["records"][0]["id"].as_str(), item["records"][0]["name"].as_str(), item["records"][0]["locality"].as_str()),
            (Some(id.as_str()), Some(name.as_str()), Some(locality.as_str())),
            "{item}"
        );
    }
    assert_eq!(app.sql_value(&format!("select revision from organizations where id = '{id}'")), before);

    // A dry run offers what is there, and nothing that it would have made itself.
    let text = format!("{text}4;Rien de tel;;{locality};;\n");
    let reply = send(&moderator, "mapping=liste&dry_run=true", &new_uuid(), text.as_bytes()).expect(202);
    let dry = reply.header("location").unwrap();
    ended(&moderator, dry);
    let conflicts = moderator.get(&format!("{dry}/results?outcomes=conflict")).expect(200).body;
    let offered = |place: usize| conflicts["items"][place]["problem"]["candidates"].as_array().map(Vec::len);
    assert_eq!((offered(0), offered(1)), (Some(1), Some(1)), "{conflicts}");
    let created = moderator.get(&format!("{location}/results?outcomes=created")).expect(200).body;
    assert_eq!((offered(2), created["items"][0]["records"][0]["name"].as_str()), (Some(1), Some("Rien de tel")), "{conflicts}");
}

#[test]
fn what_was_deleted_is_not_made_again_and_the_line_says_so() {
    let app = App::start();
    let (moderator, location) = sent(&app, "id;nom;cp;ville;site;siren\n1;Atelier dissous;57000;Metz;;\n");
    ended(&moderator, &location);
    let record = moderator.get("/v1/organizations/atelier-dissous").expect(200);
    let steps = format!("/v1/organizations/{}/transitions", record.at("/id"));
    moderator.post(&steps, &json!({"to": "deleted", "reason": "closed"})).expect(201);
    let reply = send(&moderator, "mapping=liste", &new_uuid(), "id;nom;cp;ville;site;siren\n1;Atelier;57000;Metz;;\n".as_bytes());
    let again = reply.expect(202).header("location").unwrap().to_owned();
    ended(&moderator, &again);
    let said = |location: &str| moderator.get(&format!("{location}/results")).expect(200).body["items"][0].clone();
    let item = said(&again);
    assert_eq!(
        (item["outcome"].as_str(), item["problem"]["code"].as_str()),
        (Some("conflict"), Some("record_deleted")),
        "{item}"
    );
    // What is gone has no name any more, in the results from before it went neither.
    assert_eq!((&item["records"], &said(&location)["records"]), (&json!([]), &json!([])));
}

#[test]
fn a_source_that_says_something_else_changes_only_that_and_the_revision_says_so() {
    let app = App::start();
    let (moderator, location) = sent(&app, "id;nom;cp;ville;site;siren\n1;Atelier;57000;Metz;a.fr;\n2;Autre;57000;Metz;;\n");
    ended(&moderator, &location);
    let record = moderator.get("/v1/organizations/atelier").expect(200);
    // Somebody mends it: what the source still says does not undo that.
    moderator
        .patch(&format!("/v1/organizations/{}", record.at("/id")), record.etag(), &json!({"website": "https://mieux.fr"}))
        .expect(200);
    let send = |text: &str| {
        let reply = send(&moderator, "mapping=liste", &new_uuid(), text.as_bytes()).expect(202);
        ended(&moderator, reply.header("location").unwrap())["counts"].clone()
    };
    let counts = send("id;nom;cp;ville;site;siren\n1;Atelier;57000;Metz;a.fr;\n2;Autre nom;57000;Metz;;\n");
    assert_eq!((counts["unchanged"].as_i64(), counts["updated"].as_i64()), (Some(1), Some(1)));
    let mended = moderator.get("/v1/organizations/atelier").expect(200);
    assert_eq!((mended.at("/website"), mended.body["revision"].as_i64()), ("https://mieux.fr", Some(2)));
    let renamed = moderator.get("/v1/organizations/autre").expect(200);
    assert_eq!((renamed.at("/name"), renamed.body["revision"].as_i64()), ("Autre nom", Some(2)));
}

#[test]
fn an_import_can_be_cancelled_and_what_is_done_stays() {
    let app = App::start_with(&[], &["--no-worker"]);
    let (moderator, location) = sent(&app, &lines(20));
    let cancelled = moderator.post(&format!("{location}/transitions"), &json!({"to": "cancelled"})).expect(201).body;
    assert_eq!((cancelled["status"].as_str(), cancelled["done_lines"].as_i64()), (Some("cancelled"), Some(0)));
    assert_eq!(app.sql_value("select count(*) from import_parts"), "0");
    let again = moderator.post(&format!("{location}/transitions"), &json!({"to": "cancelled"}));
    again.expect_problem(409, "state_conflict");
    assert_eq!(moderator.get("/v1/imports").expect(200).body["items"].as_array().map(Vec::len), Some(1));
}

#[test]
fn imports_are_for_moderators_and_each_sees_their_own() {
    let app = App::start();
    let (_, location) = sent(&app, &lines(2));
    let member = app.token("entrepreneur");
    member.get("/v1/imports").expect_problem(403, "forbidden");
    save(&member, "liste", &simple()).expect_problem(403, "forbidden");
    send(&member, "mapping=liste", &new_uuid(), lines(1).as_bytes()).expect_problem(403, "forbidden");
    for path in [location.clone(), format!("{location}/results")] {
        member.get(&path).expect_problem(404, "not_found");
        app.token("admin").get(&path).expect(200);
    }
    member.post(&format!("{location}/transitions"), &json!({"to": "cancelled"})).expect_problem(404, "not_found");
}

#[test]
fn a_file_is_looked_at_before_it_is_imported() {
    let app = App::start();
    let moderator = app.token("moderator");
    let text = "Dénomination;Code postal;Ville;Tél.;c_fablab\nAtelier;1000;Bourg;326533780;oui\n;57000;Metz;;non\n";
    let reply =
        moderator.send("POST", "/v1/import-previews", &[("content-type", "text/csv")], Some(text.as_bytes())).expect(200).body;
    assert_eq!((reply["format"]["separator"].as_str(), reply["columns"][0].as_str()), (Some(";"), Some("Dénomination")));
    let columns = reply["mapping"]["columns"].as_array().unwrap();
    for (from, to) in [
        ("Dénomination", "name"),
        ("Code postal", "postal_code"),
        ("Ville", "locality"),
        ("Tél.", "phone"),
        ("c_fablab", "kinds"),
    ] {
        assert!(columns.iter().any(|column| column["from"] == json!([from]) && column["to"] == to), "{from}: {columns:?}");
    }
    let first = &reply["lines"][0]["record"];
    assert_eq!(
        (first["postal_code"].as_str(), first["phone"].as_str(), first["kinds"][0].as_str()),
        (Some("01000"), Some("+33326533780"), Some("fablab"))
    );
    assert_eq!(reply["lines"][1]["problem"]["errors"][0]["member"], "name");

    // With a saved mapping instead: what it says of these lines, and no more.
    let mapping = json!({"columns": [{"from": ["Ville"], "to": "name"}], "defaults": {"kinds": ["sme"]}});
    save(&moderator, "villes", &mapping).expect(201);
    let look = |query: &str| {
        moderator.send("POST", &format!("/v1/import-previews{query}"), &[("content-type", "text/csv")], Some(text.as_bytes()))
    };
    let saved = look("?mapping=villes").expect(200).body;
    let first = &saved["lines"][0]["record"];
    assert_eq!((first["name"].as_str(), first["kinds"][0].as_str(), first["phone"].as_str()), (Some("Bourg"), Some("sme"), None));
    assert_eq!(saved["mapping"]["columns"].as_array().map(Vec::len), Some(1));
    look("?mapping=absent").expect_problem(400, "invalid_parameter");
}
