//! A person says whether a line is of a record that is there already.

use serde_json::{Value, json};

use super::{ended, lines, send, sent};
use crate::harness::{App, Client, new_uuid};

const HEAD: &str = "id;nom;cp;ville;site;siren\n";

/// A record of somebody else, as it stands, and a line that may be of it.
struct Doubt {
    id: String,
    slug: String,
    line: String,
}

fn doubt(app: &App, number: usize, more: &str) -> Doubt {
    let rows = app.sql(
        "select id, slug, name, locality from organizations where locality is not null and status = 'published' \
         and not exists (select from organizations o where o.id <> organizations.id and o.sort_name = organizations.sort_name) order by id limit 9",
    );
    let [id, slug, name, locality] = [0, 1, 2, 3].map(|place| rows[number][place].clone().unwrap());
    Doubt { id, slug, line: format!("d{number};{};;{locality};{more};\n", name.to_uppercase()) }
}

fn waiting(client: &Client, location: &str) -> Vec<Value> {
    client.get(&format!("{location}/results?undecided=true")).expect(200).items().to_vec()
}

fn again(client: &Client, text: &str) -> (String, Value) {
    let reply = send(client, "mapping=liste", &new_uuid(), text.as_bytes()).expect(202);
    let location = reply.header("location").unwrap().to_owned();
    let import = ended(client, &location);
    (location, import)
}

#[test]
fn a_line_that_is_the_same_record_brings_it_up_to_date_and_is_not_asked_about_again() {
    let app = App::start();
    let doubt = doubt(&app, 0, "https://trouve.example");
    let text = format!("{HEAD}{}", doubt.line);
    let (moderator, location) = sent(&app, &text);
    assert_eq!(ended(&moderator, &location)["undecided"], 1);
    let line = waiting(&moderator, &location).remove(0);
    // Both are there to be held against each other.
    assert_eq!(line["allowed_decisions"], json!(["same", "other", "dismissed"]));
    assert_eq!(line["record"]["website"], "https://trouve.example");
    let record = moderator.get(&format!("/v1/organizations/{}", doubt.slug)).expect(200).body;
    assert_eq!((&line["records"][0]["data"]["name"], &line["records"][0]["data"]["kinds"]), (&record["name"], &record["kinds"]));

    let decide = format!("{location}/decisions");
    moderator.post(&decide, &json!({"places": [1], "decision": "same"})).expect_problem(422, "invalid_body");
    let stranger = new_uuid();
    moderator
        .post(&decide, &json!({"places": [1], "decision": "same", "organization_id": stranger}))
        .expect_problem(422, "invalid_body");
    let said = json!({"places": [1], "decision": "same", "organization_id": doubt.id});
    let import = moderator.post(&decide, &said).expect(201).body;
    assert_eq!(
        (&import["undecided"], &import["counts"]["conflict"], &import["counts"]["updated"]),
        (&json!(0), &json!(0), &json!(1))
    );
    let mended = moderator.get(&format!("/v1/organizations/{}", doubt.slug)).expect(200).body;
    assert_eq!(mended["website"], "https://trouve.example");
    assert_eq!(mended["revision"].as_i64(), record["revision"].as_i64().map(|revision| revision + 1));
    let result = moderator.get(&format!("{location}/results")).expect(200).body["items"][0].clone();
    assert_eq!(
        (&result["outcome"], &result["organization_id"], &result["decision"], &result["record"]),
        (&json!("updated"), &json!(doubt.id), &json!("same"), &Value::Null)
    );
    assert_eq!(app.sql_value("select count(*) from import_results where record is not null"), "0", "it is not kept");
    assert_eq!(app.sql_value("select count(*) from audit_log where action = 'import.decided' and actor_kind = 'account'"), "1");
    moderator.post(&decide, &said).expect_problem(409, "state_conflict");

    // The same file changes nothing and asks nothing; another content of the same line goes to the same record.
    let before = super::state(&app.database);
    let (_, import) = again(&moderator, &text);
    assert_eq!((&import["counts"]["unchanged"], &import["undecided"]), (&json!(1), &json!(0)), "{import}");
    assert_eq!(super::state(&app.database), before);
    let (_, import) = again(&moderator, &text.replace("trouve.example", "autre.example"));
    assert_eq!((&import["counts"]["updated"], &import["undecided"]), (&json!(1), &json!(0)), "{import}");
}

#[test]
fn a_line_that_is_another_record_becomes_one_even_when_two_imports_ask() {
    let app = App::start();
    let doubt = doubt(&app, 0, "https://autre.example");
    let text = format!("{HEAD}{}", doubt.line);
    let (moderator, first) = sent(&app, &text);
    ended(&moderator, &first);
    let (second, import) = again(&moderator, &text);
    assert_eq!(import["undecided"], 1, "nobody has decided yet");
    let said = json!({"places": [1], "decision": "other"});
    let before = app.sql_value(&format!("select revision from organizations where id = '{}'", doubt.id));
    let counts = moderator.post(&format!("{first}/decisions"), &said).expect(201).body["counts"].clone();
    assert_eq!((&counts["created"], &counts["conflict"]), (&json!(1), &json!(0)));
    // What was decided holds for the other import: there are not two.
    let counts = moderator.post(&format!("{second}/decisions"), &said).expect(201).body["counts"].clone();
    assert_eq!((&counts["created"], &counts["unchanged"]), (&json!(0), &json!(1)));
    assert_eq!(app.sql_value("select count(*) from organizations where source_system = 'liste'"), "1");
    assert_eq!(app.sql_value(&format!("select revision from organizations where id = '{}'", doubt.id)), before);
    let made = moderator.get(&format!("{first}/results")).expect(200).body["items"][0]["records"][0]["slug"].clone();
    let made = moderator.get(&format!("/v1/organizations/{}", made.as_str().unwrap())).expect(200);
    assert_eq!((made.at("/website"), made.at("/source/licence")), ("https://autre.example", "CC BY 4.0"));
    let (_, import) = again(&moderator, &text);
    assert_eq!((&import["counts"]["unchanged"], &import["undecided"]), (&json!(1), &json!(0)), "{import}");
}

#[test]
fn what_is_put_aside_is_not_asked_about_again_and_can_still_be_decided() {
    let app = App::start();
    let (one, two) = (doubt(&app, 0, ""), doubt(&app, 1, ""));
    let text = format!("{HEAD}{}{}", one.line, two.line);
    let (moderator, location) = sent(&app, &text);
    ended(&moderator, &location);
    let decide = format!("{location}/decisions");
    // All of them, or none.
    moderator.post(&decide, &json!({"places": [1, 7], "decision": "dismissed"})).expect_problem(409, "state_conflict");
    let import = moderator.post(&decide, &json!({"places": [1, 2], "decision": "dismissed"})).expect(201).body;
    assert_eq!((&import["undecided"], &import["counts"]["conflict"]), (&json!(0), &json!(2)));
    assert!(waiting(&moderator, &location).is_empty());

    let before = super::state(&app.database);
    let (second, import) = again(&moderator, &text);
    assert_eq!((&import["counts"]["unchanged"], &import["undecided"]), (&json!(2), &json!(0)), "{import}");
    assert_eq!(super::state(&app.database), before);
    let result = moderator.get(&format!("{second}/results")).expect(200).body["items"][0].clone();
    assert_eq!((&result["problem"]["code"], result.get("organization_id")), (&json!("dismissed"), None), "{result}");
    // It says something else: that is a question again.
    let other = format!("{HEAD}{}{}", one.line.replacen(";;", ";57000;", 1), two.line);
    assert_eq!(again(&moderator, &other).1["undecided"], 1);

    let result = moderator.get(&format!("{location}/results")).expect(200).body["items"][1].clone();
    assert_eq!(result["allowed_decisions"], json!(["same", "other"]));
    let import = moderator.post(&decide, &json!({"places": [2], "decision": "other"})).expect(201).body;
    assert_eq!((&import["undecided"], &import["counts"]["created"]), (&json!(0), &json!(1)));
}

#[test]
fn a_record_that_has_an_owner_is_recognised_and_stays_as_its_owner_wrote_it() {
    let app = App::start();
    let doubt = doubt(&app, 0, "https://trouve.example");
    app.sql(&format!(
        "insert into grants (account_id, role, organization_id) select id, 'owner', '{}' from accounts \
         where email = 'entrepreneur@demo.lorntech.example'",
        doubt.id
    ));
    let text = format!("{HEAD}{}", doubt.line);
    let (moderator, location) = sent(&app, &text);
    ended(&moderator, &location);
    let before = super::state(&app.database);
    let said = json!({"places": [1], "decision": "same", "organization_id": doubt.id});
    let import = moderator.post(&format!("{location}/decisions"), &said).expect(201).body;
    assert_eq!((&import["counts"]["unchanged"], &import["undecided"]), (&json!(1), &json!(0)));
    assert_eq!(super::state(&app.database), before);
    let result = moderator.get(&format!("{location}/results")).expect(200).body["items"][0].clone();
    assert_eq!((&result["problem"]["code"], &result["organization_id"]), (&json!("kept_by_owner"), &json!(doubt.id)));
    assert_eq!(again(&moderator, &text).1["counts"]["unchanged"], 1);
}

#[test]
fn a_dry_run_shows_what_would_be_asked_and_decides_nothing_and_others_decide_nothing() {
    let app = App::start();
    let doubt = doubt(&app, 0, "");
    let text = format!("{HEAD}{}", doubt.line);
    let (moderator, location) = sent(&app, &text);
    ended(&moderator, &location);
    let reply = send(&moderator, "mapping=liste&dry_run=true", &new_uuid(), text.as_bytes()).expect(202);
    let dry = reply.header("location").unwrap().to_owned();
    assert_eq!(ended(&moderator, &dry)["undecided"], 0);
    let result = moderator.get(&format!("{dry}/results")).expect(200).body["items"][0].clone();
    assert_eq!((&result["allowed_decisions"], &result["records"][0]["id"]), (&json!([]), &json!(doubt.id)));
    assert!(result["record"]["name"].is_string() && result["records"][0]["data"].is_object(), "{result}");
    let said = json!({"places": [1], "decision": "other"});
    moderator.post(&format!("{dry}/decisions"), &said).expect_problem(409, "state_conflict");
    app.token("entrepreneur").post(&format!("{location}/decisions"), &said).expect_problem(403, "forbidden");
    app.token("admin").post(&format!("{location}/decisions"), &said).expect(201);
}

#[test]
fn a_number_that_another_record_has_is_not_given_twice() {
    let app = App::start();
    let known = app.sql(
        "select o.id, i.value from organizations o join organization_identifiers i on i.organization_id = o.id where i.scheme = 'FR-SIREN' limit 1",
    );
    let [id, siren] = [0, 1].map(|place| known[0][place].clone().unwrap());
    let (moderator, location) = sent(&app, &format!("{HEAD}1;Tout autre nom;;;;{siren}\n"));
    ended(&moderator, &location);
    moderator.post(&format!("{location}/decisions"), &json!({"places": [1], "decision": "other"})).expect(201);
    let whose = format!("select organization_id from organization_identifiers where scheme = 'FR-SIREN' and value = '{siren}'");
    assert_eq!(app.sql_value(&whose), id);
}

#[test]
fn only_what_waits_is_kept_and_a_file_that_breaks_off_says_why_in_the_language_that_is_asked_for() {
    let app = App::start();
    let (moderator, location) = sent(&app, &lines(30));
    ended(&moderator, &location);
    assert_eq!(app.sql_value("select count(*) from import_results where record is not null or digest is not null"), "0");
    let broken = "[{\"nom\": \"Atelier entier\", \"ville\": \"Metz\"}, {\"nom\": ";
    let reply = moderator.send(
        "POST",
        "/v1/imports?mapping=liste",
        &[("content-type", "application/json"), ("idempotency-key", &new_uuid())],
        Some(broken.as_bytes()),
    );
    let location = reply.expect(202).header("location").unwrap().to_owned();
    ended(&moderator, &location);
    let failure = |language| moderator.get_with(&location, &[("accept-language", language)]).expect(200).body["failure"].clone();
    let at = broken.len();
    for (language, detail) in [
        ("fr", format!("Le JSON du fichier s’interrompt ou n’est plus du JSON à l’octet {at}.")),
        ("de", format!("Das JSON der Datei bricht bei Byte {at} ab oder ist dort kein JSON mehr.")),
    ] {
        assert_eq!(failure(language), json!({"code": "broken_json", "detail": detail}));
    }
}
