//! People, as administrators look them up: names in a list, an address for one at a time, and every look written down.

use serde_json::Value;

use crate::harness::App;

#[test]
fn an_administrator_finds_people_and_every_look_is_in_the_audit_log() {
    let app = App::start();
    let admin = app.token("admin");
    let names = |query: &str| -> Vec<String> {
        let list = admin.get(&format!("/v1/people{query}")).expect(200);
        assert!(!list.text.contains('@'), "a list gives no address: {}", list.text);
        list.items().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
    };
    assert!(names("").len() > 5);
    assert_eq!(names("?q=CAMILLE%20ex"), ["Camille Exemple (démonstration)"]);
    assert_eq!(names("?q=entrepreneur@demo.lorntech.example"), ["Camille Exemple (démonstration)"]);
    assert!(names("?q=entrepreneur@demo").is_empty(), "an address is found only as a whole");
    assert!(names("?state=closing").is_empty());
    assert_eq!(names("?role=admin").len(), 1);
    let id = app.account_id("entrepreneur");
    let one = admin.get(&format!("/v1/people/{id}")).expect(200);
    assert_eq!((one.at("/email"), one.at("/state")), ("entrepreneur@demo.lorntech.example", "open"));
    let looks = "select count(*) from audit_log where action = 'account.viewed' and subject_id = ";
    assert_eq!(app.sql_value(&format!("{looks}'{id}'")), "1");
    assert_eq!(app.sql_value("select count(*) from audit_log where action = 'account.listed'"), "6");
    for name in ["moderator", "pilot", "manager-metz"] {
        app.token(name).get("/v1/people").expect_problem(403, "forbidden");
        app.token(name).get(&format!("/v1/people/{id}")).expect_problem(403, "forbidden");
    }
}

#[test]
fn an_administrator_ends_sessions_and_closes_an_account_whose_person_is_told() {
    let app = App::start();
    let (admin, member) = (app.token("admin"), app.new_member("leaving"));
    let path = format!("/v1/people/{}", app.account_id("leaving"));
    assert_eq!(admin.get(&path).expect(200).body["sessions"], 1);
    admin.delete(&format!("{path}/sessions")).expect(204);
    member.get("/v1/me").expect_problem(401, "token_invalid");
    admin.delete(&path).expect(200);
    app.mail("the letter", |mail| mail.is_to("leaving@demo.lorntech.example") && mail.subject == "Votre compte est fermé");
    assert_eq!(admin.get(&path).expect(200).at("/state"), "closing");
    // They may come back, as if they had closed it themselves.
    app.token("leaving");
    assert_eq!(admin.get(&path).expect(200).body["closes_at"], Value::Null);
    // Nobody does it from a browser that was left open.
    app.advance_clock(9 * 60);
    let browser = app.sign_in("admin");
    app.advance_clock(11 * 60);
    browser.delete(&path).expect_problem(403, "step_up_required");
    app.token("admin").delete(&format!("/v1/people/{}", crate::harness::new_uuid())).expect_problem(404, "not_found");
}
