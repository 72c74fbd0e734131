//! C-61: a log of consents that only grows, taken back as easily as given, and read by what it governs at once.

use serde_json::json;

use crate::{
    fixtures::published,
    harness::{App, Database},
};

#[test]
fn c61_a_consent_is_given_for_words_that_were_shown_and_taken_back_in_one_step() {
    let app = App::start();
    let (browser, anonymous) = (app.sign_in("entrepreneur"), app.anonymous());
    let (record, _) = published(&anonymous);
    app.sql(&format!(
        "insert into grants (account_id, role, organization_id) select '{}', 'owner', id from organizations where '{}' in (slug, id::text)",
        app.account_id("entrepreneur"),
        record.rsplit('/').next().unwrap()
    ));
    let shown = |language: &str| browser.get_with("/v1/me/consents", &[("accept-language", language)]).expect(200);
    let (french, german) = (shown("fr"), shown("de"));
    assert_eq!((french.body["items"][0]["given"].clone(), french.body["items"][0]["history"].clone()), (json!(false), json!([])));
    assert_ne!(french.at("/items/0/text_hash"), german.at("/items/0/text_hash"));
    let before = anonymous.get(&record).expect(200);
    assert!(before.body["contacts"].is_null(), "nobody is shown who has not said so");

    // Nobody consents to words that they were not shown; to withdraw, nothing has to be read.
    let say = |given: bool, hash: Option<&str>| {
        let mut body = json!({"purpose": "directory_contact", "given": given});
        if let Some(hash) = hash {
            body["text_hash"] = hash.into();
        }
        browser.post("/v1/me/consents", &body)
    };
    say(true, None).expect_problem(422, "invalid_body");
    say(true, Some(&"0".repeat(64))).expect_problem(422, "invalid_body");
    let given = say(true, Some(german.at("/items/0/text_hash"))).expect(201);
    assert_eq!(
        (given.body["given"].clone(), given.at("/history/0/channel"), given.at("/history/0/language")),
        (json!(true), "site", "de")
    );

    // At once, for everybody, and for whoever holds an earlier version; never in a list.
    let after = anonymous.get_with(&record, &[("if-none-match", before.etag())]).expect(200);
    assert_eq!(
        after.body["contacts"],
        json!([{"name": "Camille Exemple (démonstration)", "email": "entrepreneur@demo.lorntech.example"}])
    );
    assert!(!anonymous.get("/v1/organizations?limit=200").expect(200).text.contains("entrepreneur@"));
    let feed = "select count(*) from change_log where kind = 'organization'";
    let told: i64 = app.sql_value(feed).parse().unwrap();
    let withdrawn = say(false, None).expect(201);
    assert_eq!((withdrawn.body["given"].clone(), withdrawn.body["history"].as_array().unwrap().len()), (json!(false), 2));
    let last = anonymous.get_with(&record, &[("if-none-match", after.etag())]).expect(200);
    assert!(last.body["contacts"].is_null());
    assert_eq!(app.sql_value(feed).parse::<i64>().unwrap(), told + 1, "the next poll of a partner tells it");
    // By a token it is another channel; and nobody else's.
    let token = app.token("entrepreneur");
    let by_token = json!({"purpose": "directory_contact", "given": true, "text_hash": french.at("/items/0/text_hash")});
    assert_eq!(token.post("/v1/me/consents", &by_token).expect(201).at("/history/0/channel"), "api");
    assert_eq!(app.token("admin").get("/v1/me/consents").expect(200).body["items"][0]["history"], json!([]));
    // Who no longer keeps the record is no longer shown, nor is who is leaving.
    let shown = anonymous.get(&record).expect(200);
    app.sql(&format!(
        "update accounts set closes_at = now() + interval '9 days' where id = '{}'",
        app.account_id("entrepreneur")
    ));
    assert!(anonymous.get_with(&record, &[("if-none-match", shown.etag())]).expect(200).body["contacts"].is_null());
}

#[test]
fn c61_nobody_changes_or_removes_what_was_consented_to() {
    let database = Database::copy();
    let row = "insert into consents (id, account_id, purpose, given, text_hash, language, channel, at) select gen_random_uuid(), \
        'a0000000-0000-4000-8000-000000000001', 'directory_contact', {given}, sha256('x'), 'fr', 'site', now() - interval '{age}'";
    for (given, age) in [("true", "6 years"), ("false", "4 years")] {
        database.sql(&row.replace("{given}", given).replace("{age}", age));
    }
    for statement in ["update consents set given = true", "delete from consents", "truncate consents"] {
        let settings = "set local lorntech.role = 'service'";
        let refused = database.sql_as_service(&format!("begin; {settings}; {statement}; commit"));
        let code = refused.err().and_then(|error| error.code().cloned());
        assert_eq!(code.as_ref().map(postgres::error::SqlState::code), Some("42501"), "{statement}");
    }
    // Nor does anybody speak for somebody else, whatever the service sees.
    let foreign = row.replace("{given}", "true").replace("{age}", "0");
    let refused = database.sql_as_service(&format!(
        "begin; set local lorntech.account = 'a0000000-0000-4000-8000-000000000002'; {foreign}; commit"
    ));
    assert!(refused.is_err());
    // What no longer holds is forgotten after five years, by a function that takes nothing else.
    database.sql_as_service("select forget_consents()").unwrap();
    assert_eq!(database.sql("select given::text from consents"), [[Some("false".to_owned())]]);
}
