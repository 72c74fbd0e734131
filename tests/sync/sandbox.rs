//! Two demonstrations that play two regions (`--demo-partner`), as `./dev run --with-partner` starts them.

use std::net::TcpListener;

use serde_json::json;

use super::{publish, step};
use crate::harness::{App, Database, Program, eventually, server};

/// An address of this machine on which nobody listens.
fn free() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// What an instance shows to everybody under this name.
fn shown(app: &App, name: &str) -> Vec<serde_json::Value> {
    let found = app.anonymous().get(&format!("/v1/organizations?q={}", name.replace(' ', "%20"))).expect(200);
    found.items().iter().filter(|item| item["name"].as_str().unwrap().contains(name)).cloned().collect()
}

#[test]
fn two_demonstrations_exchange_their_records() {
    let (address, database) = (free(), Database::empty());
    let folder = server().new_folder();
    let (url, owner) = (database.url(), database.owner_url());
    let environment = [("DATABASE_URL", url.as_str()), ("LORNTECH_OWNER_DATABASE_URL", owner.as_str())];
    for arguments in [&["migrate"][..], &["admin", "set-authority", "lu", "--unsafe-durability"]] {
        let done = Program::start(arguments, &environment, None, &folder).output();
        assert!(done.status.success(), "{}{}", done.out, done.err);
    }
    let lorraine = App::start_with(&[("LORNTECH_DEMO_PARTNER", &format!("lu=http://{address}"))], &[]);
    let port = address.rsplit(':').next().unwrap();
    let partner = format!("fr-lorraine={}", lorraine.base());
    let luxembourg = App::start_on(database, &[("LORNTECH_DEMO_PARTNER", &partner)], &["--port", port]);
    assert_eq!(luxembourg.sql_value("select count(*) from organizations where authority = 'lu'"), "3");

    let copy = eventually("what Luxembourg tells is in Lorraine", || shown(&lorraine, "Makerspace fictif de Belval").pop());
    let authority = format!("select authority from organizations where id = '{}'", copy["id"].as_str().unwrap());
    assert_eq!(lorraine.sql_value(&authority), "lu");
    let copies = "select count(*) from organizations where status = 'published' and authority = 'fr-lorraine'";
    let published = lorraine.sql_value(copies);
    eventually("what Lorraine tells is in Luxembourg", || (luxembourg.sql_value(copies) == published).then_some(()));

    let made = publish(&lorraine, "Atelier du bac");
    eventually("a new record arrives", || shown(&luxembourg, "Atelier du bac").pop());
    step(&lorraine, &made, &json!({"to": "archived", "reason": "closed"}));
    eventually("and goes again", || shown(&luxembourg, "Atelier du bac").is_empty().then_some(()));
    let followed = lorraine.token("moderator").get("/v1/partners").expect(200);
    assert_eq!((followed.at("/items/0/authority"), followed.body["items"][0].get("failing_since")), ("lu", None));
}

#[test]
fn a_partner_that_cannot_be_is_refused_with_what_would_be_right() {
    for (partner, password) in [
        ("lu", true),
        ("mars=http://127.0.0.1:8081", true),
        ("lu=https://lorntech.example", true),
        ("lu=http://127.0.0.1:8081", false),
    ] {
        let environment = [("LORNTECH_DEMO_PARTNER", partner), ("LORNTECH_DEMO_PASSWORD", "acht Zeichen")];
        let folder = server().new_folder();
        let ended = Program::start(&["serve", "--demo"], &environment[..1 + usize::from(password)], None, &folder).output();
        assert!(
            !ended.status.success() && ended.err.contains("lu=http://127.0.0.1:8081"),
            "{partner}: {}{}",
            ended.out,
            ended.err
        );
    }
}
