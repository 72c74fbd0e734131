//! Passkeys: registered, shown alone or as a second factor, and refused when anything about them is wrong.

use serde_json::{Value, json};

use crate::harness::{App, Client, Reply, authenticator::Device, credentials};

const ORIGIN: &str = "https://lorntech.example";

fn start() -> App {
    App::start_with(&[("LORNTECH_PUBLIC_URL", ORIGIN)], &[])
}

pub fn register(client: &Client, device: &mut Device) -> Reply {
    let asked = client.post("/v1/me/passkey-challenges", &json!({})).expect(201);
    let selection = &asked.body["public_key"]["authenticatorSelection"];
    assert_eq!((&selection["residentKey"], &selection["userVerification"]), (&json!("required"), &json!("required")));
    let credential = device.create(&asked.body["public_key"]);
    let body = json!({"challenge": asked.at("/challenge"), "credential": credential, "name": "Téléphone"});
    client.post("/v1/me/passkeys", &body)
}

/// A member with a passkey on a device.
fn with_passkey(app: &App, name: &str, number: u8) -> (Client, Device) {
    let mut device = Device::new(number, ORIGIN);
    let client = app.token(name);
    let made = register(&client, &mut device).expect(201);
    assert_eq!(made.body["recovery_codes"].as_array().unwrap().len(), 10);
    (client, device)
}

fn ask(app: &App) -> Reply {
    app.anonymous().post("/v1/sessions/passkey-challenges", &json!({})).expect(201)
}

fn sign_in(app: &App, challenge: &str, credential: &Value) -> Reply {
    let body = json!({"challenge": challenge, "credential": credential, "mode": "token"});
    app.anonymous().post("/v1/sessions/passkey", &body)
}

#[test]
fn a_passkey_signs_in_alone_and_its_question_serves_once() {
    let app = start();
    let (client, mut device) = with_passkey(&app, "entrepreneur", 1);
    let asked = ask(&app);
    let shown = device.get(&asked.body["public_key"]);
    let opened = sign_in(&app, asked.at("/challenge"), &shown).expect(201);
    let me = app.anonymous().with_token(opened.at("/access_token")).get("/v1/me").expect(200);
    assert_eq!(me.at("/account/email"), "entrepreneur@demo.lorntech.example");
    sign_in(&app, asked.at("/challenge"), &shown).expect_problem(410, "challenge_expired");
    // Nor does the answer serve for another question, …
    let next = ask(&app);
    sign_in(&app, next.at("/challenge"), &shown).expect_problem(401, "second_factor_invalid");
    // … nor a late one.
    let late = device.get(&next.body["public_key"]);
    app.advance_clock(301);
    sign_in(&app, next.at("/challenge"), &late).expect_problem(410, "challenge_expired");

    let mine = client.get("/v1/me/second-factors").expect(200);
    assert_eq!((mine.at("/passkeys/0/name"), mine.at("/passkeys/0/last_used_at").is_empty()), ("Téléphone", false));
    let id = mine.at("/passkeys/0/id");
    app.token("pilot").delete(&format!("/v1/me/passkeys/{id}")).expect_problem(404, "not_found");
    client.delete(&format!("/v1/me/passkeys/{id}")).expect(204);
    app.mail("the holder is told", |mail| mail.subject == "Un second facteur a été retiré de votre compte");
    let asked = ask(&app);
    let shown = device.get(&asked.body["public_key"]);
    sign_in(&app, asked.at("/challenge"), &shown).expect_problem(401, "second_factor_invalid");
}

#[test]
fn a_passkey_is_refused_from_another_site_unverified_or_of_somebody_else() {
    let app = start();
    let (_, mut device) = with_passkey(&app, "entrepreneur", 1);
    let (_, mut other) = with_passkey(&app, "pilot", 2);
    let mut attempt = |prepare: &dyn Fn(&mut Device, &mut Value)| {
        let asked = ask(&app);
        let mut copy = Device::new(1, ORIGIN);
        std::mem::swap(&mut copy, &mut device);
        prepare(&mut copy, &mut Value::Null);
        let mut shown = copy.get(&asked.body["public_key"]);
        prepare(&mut copy, &mut shown);
        (copy.origin, copy.verifies) = (ORIGIN.to_owned(), true);
        std::mem::swap(&mut copy, &mut device);
        sign_in(&app, asked.at("/challenge"), &shown)
    };
    type Fault = (&'static str, fn(&mut Device, &mut Value));
    let wrong: [Fault; 5] = [
        ("another site", |device, _| device.origin = "https://lorntech.example.evil.example".to_owned()),
        ("another scheme", |device, _| device.origin = "http://lorntech.example".to_owned()),
        ("nobody was verified", |device, _| device.verifies = false),
        ("a changed signature", |_, shown| {
            if !shown.is_null() {
                shown["response"]["signature"] = json!("MEUCIQ");
            }
        }),
        ("somebody else's name", |_, shown| {
            if !shown.is_null() {
                shown["response"]["userHandle"] = json!("AAAAAAAAAAAAAAAAAAAAAA");
            }
        }),
    ];
    for (what, prepare) in wrong {
        let reply = attempt(&prepare);
        assert_eq!((reply.status, reply.code()), (401, "second_factor_invalid"), "{what}");
    }
    assert_eq!(attempt(&|_, _| {}).status, 201);
    // An unknown passkey gets the same answer.
    let asked = ask(&app);
    let mut stranger = Device::new(9, ORIGIN);
    stranger.create(&json!({"user": {"id": "AAAA"}, "rp": {"id": "x"}, "challenge": "x"}));
    sign_in(&app, asked.at("/challenge"), &stranger.get(&asked.body["public_key"])).expect_problem(401, "second_factor_invalid");

    // As a second factor: one's own, not that of somebody else.
    let question = app.anonymous().post("/v1/sessions", &credentials("entrepreneur", "token")).expect(202);
    assert_eq!(question.body["methods"], json!(["passkey", "recovery_code"]));
    let answer = |device: &mut Device| {
        let asked = ask(&app);
        let proof =
            json!({"passkey": {"challenge": asked.at("/challenge"), "credential": device.get(&asked.body["public_key"])}});
        app.anonymous().post("/v1/sessions/second-factor", &json!({"challenge": question.at("/challenge"), "proof": proof}))
    };
    answer(&mut other).expect_problem(401, "second_factor_invalid");
    answer(&mut device).expect(201);
}

#[test]
fn a_passkey_is_registered_by_whoever_was_asked_only() {
    let app = start();
    let (member, pilot) = (app.token("entrepreneur"), app.token("pilot"));
    let asked = member.post("/v1/me/passkey-challenges", &json!({})).expect(201);
    let mut device = Device::new(1, ORIGIN);
    let credential = device.create(&asked.body["public_key"]);
    let body = json!({"challenge": asked.at("/challenge"), "credential": credential, "name": "x"});
    pilot.post("/v1/me/passkeys", &body).expect_problem(410, "challenge_expired");
    member.post("/v1/me/passkeys", &body).expect(201);
    // One that somebody has is not to be had again.
    register(&pilot, &mut Device::new(1, ORIGIN)).expect_problem(401, "second_factor_invalid");
    let mut lazy = Device::new(3, ORIGIN);
    lazy.verifies = false;
    register(&pilot, &mut lazy).expect_problem(401, "second_factor_invalid");
    let mut elsewhere = Device::new(3, "https://evil.example");
    register(&pilot, &mut elsewhere).expect_problem(401, "second_factor_invalid");
}

#[test]
fn where_the_service_has_no_name_there_are_no_passkeys() {
    let app = App::start();
    assert_eq!(app.token("entrepreneur").get("/v1/me/second-factors").expect(200).body["passkeys_available"], false);
    app.anonymous().post("/v1/sessions/passkey-challenges", &json!({})).expect_problem(409, "passkeys_unavailable");
}
