//! C-21: a second factor is taken once, cannot be guessed, is asked for where a role needs it and before what cannot be
//! undone.

use std::thread;

use serde_json::{Value, json};

use crate::{
    fixtures::right_at_metz,
    harness::{App, Client, Database, MailServer, PASSWORD, Reply, authenticator::code_at, credentials, run},
};

const NOON: i64 = 1_798_286_400;

/// A service whose clock stands at the beginning of a step.
fn at_noon(app: App) -> App {
    // The clock is set to a whole second, which may lie a little before it.
    app.set_clock("2026-12-26T12:00:01Z");
    app
}

/// An account with an app, its secret and its recovery codes.
struct Enrolled {
    client: Client,
    secret: String,
    recovery_codes: Vec<String>,
}

fn enrol(client: &Client, now: i64) -> Enrolled {
    let prepared = client.post("/v1/me/totp", &json!({})).expect(201);
    let secret = prepared.at("/secret").to_owned();
    assert_eq!(prepared.header("cache-control"), Some("no-store"));
    let confirmed = client.post("/v1/me/totp/confirmations", &json!({"code": code_at(&secret, now)})).expect(201);
    let codes = confirmed.body["recovery_codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned());
    let recovery_codes: Vec<String> = codes.collect();
    Enrolled { client: with_new_cookie(client, &confirmed), secret, recovery_codes }
}

/// The same client, with the cookie that the answer set, if it did.
fn with_new_cookie(client: &Client, reply: &Reply) -> Client {
    match reply.header("set-cookie").and_then(|cookie| cookie.split(';').next()) {
        Some(cookie) => client.with("cookie", cookie),
        None => client.clone(),
    }
}

/// The first step; the question.
fn challenge(app: &App, name: &str, mode: &str) -> String {
    let asked = app.anonymous().post("/v1/sessions", &credentials(name, mode)).expect(202);
    assert!(asked.header("set-cookie").is_none() && asked.body["access_token"].is_null(), "no session yet: {asked:?}");
    asked.at("/challenge").to_owned()
}

fn second(client: &Client, challenge: &str, proof: &Value) -> Reply {
    client.post("/v1/sessions/second-factor", &json!({"challenge": challenge, "proof": proof}))
}

fn totp(secret: &str, second: i64) -> Value {
    json!({"totp": code_at(secret, second)})
}

#[test]
fn c21_a_code_is_taken_once_one_step_early_or_late() {
    let app = at_noon(App::start());
    let Enrolled { secret, .. } = enrol(&app.sign_in("entrepreneur"), NOON);
    let anonymous = app.anonymous();
    let question = challenge(&app, "entrepreneur", "token");
    // The code that confirmed the app has been used.
    second(&anonymous, &question, &totp(&secret, NOON)).expect_problem(401, "second_factor_invalid");
    // The next one is taken a step early, once, …
    let opened = second(&anonymous, &question, &totp(&secret, NOON + 30)).expect(201);
    anonymous.with_token(opened.at("/access_token")).get("/v1/me").expect(200);
    // … nor does the question serve again, …
    second(&anonymous, &question, &totp(&secret, NOON + 30)).expect_problem(410, "challenge_expired");
    let question = challenge(&app, "entrepreneur", "cookie");
    for seconds in [30, 60] {
        second(&anonymous, &question, &totp(&secret, NOON + seconds)).expect_problem(401, "second_factor_invalid");
    }
    // … and one that is two steps away never.
    app.advance_clock(120);
    second(&anonymous, &question, &totp(&secret, NOON + 60)).expect_problem(401, "second_factor_invalid");
    app.advance_clock(100);
    let opened = second(&anonymous, &question, &totp(&secret, NOON + 210)).expect(201);
    with_new_cookie(&anonymous, &opened).get("/v1/me").expect(200);
}

#[test]
fn c21_of_many_answers_with_one_code_at_once_one_is_taken() {
    let app = at_noon(App::start());
    let Enrolled { secret, recovery_codes, .. } = enrol(&app.sign_in("entrepreneur"), NOON);
    app.advance_clock(60);
    for proof in [totp(&secret, NOON + 60), json!({"recovery_code": recovery_codes[0]})] {
        let questions: Vec<String> = (0..4).map(|_| challenge(&app, "entrepreneur", "token")).collect();
        let (anonymous, proof) = (app.anonymous(), &proof);
        let statuses: Vec<u16> = thread::scope(|scope| {
            let answer = |question: &String| {
                let (client, question) = (anonymous.clone(), question.clone());
                scope.spawn(move || second(&client, &question, proof).status)
            };
            let running: Vec<_> = questions.iter().map(answer).collect();
            running.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
        app.advance_clock(1800);
    }
}

#[test]
fn c21_a_recovery_code_is_taken_once_and_new_ones_end_the_old() {
    let app = at_noon(App::start());
    let Enrolled { client, recovery_codes: codes, .. } = enrol(&app.sign_in("entrepreneur"), NOON);
    assert_eq!(codes.len(), 10);
    let used = json!({"recovery_code": codes[0].to_lowercase().replace('-', " ")});
    second(&app.anonymous(), &challenge(&app, "entrepreneur", "token"), &used).expect(201);
    let question = challenge(&app, "entrepreneur", "token");
    second(&app.anonymous(), &question, &used).expect_problem(401, "second_factor_invalid");
    let told = |subject: &str| app.mail(subject, |mail| mail.subject == subject);
    told("Un code de secours vient de servir");
    assert_eq!(client.get("/v1/me/second-factors").expect(200).body["recovery_codes_left"], 9);

    let renewed = client.post("/v1/me/recovery-codes", &json!({})).expect(201);
    told("Vous avez de nouveaux codes de secours");
    second(&app.anonymous(), &question, &json!({"recovery_code": codes[1]})).expect_problem(401, "second_factor_invalid");
    let fresh = renewed.at("/recovery_codes/0");
    second(&app.anonymous(), &question, &json!({"recovery_code": fresh})).expect(201);
}

#[test]
fn c21_five_wrong_codes_close_the_way_for_a_while_and_never_to_the_owner() {
    let app = at_noon(App::start());
    let known = app.anonymous().post("/v1/sessions", &credentials("entrepreneur", "cookie")).expect(201);
    let device =
        known.headers.iter().find(|(name, value)| name == "set-cookie" && value.starts_with("lorntech-device=")).unwrap();
    let owner = app.anonymous().with("cookie", device.1.split(';').next().unwrap());
    let Enrolled { secret, .. } = enrol(&app.sign_in("entrepreneur"), NOON);
    app.advance_clock(60);
    let question = challenge(&app, "entrepreneur", "token");
    for _ in 0..5 {
        second(&app.anonymous(), &question, &json!({"totp": "000000"})).expect_problem(401, "second_factor_invalid");
    }
    // Not even the right one, whichever question it answers, …
    let question = challenge(&app, "entrepreneur", "token");
    let refused = second(&app.anonymous(), &question, &totp(&secret, NOON + 60)).expect_problem(429, "too_many_requests");
    assert!(refused.header("retry-after").unwrap().parse::<u32>().unwrap() <= 300);
    // … but from a browser where the account has signed in, …
    second(&owner, &question, &totp(&secret, NOON + 60)).expect(201);
    // … and after a while from anywhere.
    app.advance_clock(301);
    let question = challenge(&app, "entrepreneur", "token");
    second(&app.anonymous(), &question, &totp(&secret, NOON + 360)).expect(201);
    let refusals = "select count(*) from audit_log where action = 'session.refused' and detail = 'second factor'";
    crate::harness::eventually("refusals are written down", || (app.sql_value(refusals) == "5").then_some(()));
}

#[test]
fn c21_what_is_stored_opens_nothing() {
    let app = at_noon(App::start());
    let Enrolled { secret, recovery_codes, .. } = enrol(&app.sign_in("entrepreneur"), NOON);
    let question = challenge(&app, "entrepreneur", "token");
    let tables = ["totp_factors", "recovery_codes", "sign_in_challenges", "sessions", "audit_log", "outbox", "change_log"];
    let key = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    for table in tables {
        let dump: String =
            app.sql(&format!("select row_to_json(t)::text from {table} t")).into_iter().flatten().flatten().collect();
        for canary in [&secret, &hex, &question, &recovery_codes[0]] {
            assert!(!dump.contains(canary.as_str()), "{table} holds {canary}");
        }
    }
    // Another account's row opens nothing either.
    app.sql(&format!(
        "insert into totp_factors (account_id, secret, confirmed_at) select '{}', secret, now() from totp_factors",
        app.account_id("pilot")
    ));
    app.advance_clock(60);
    let question = challenge(&app, "pilot", "token");
    second(&app.anonymous(), &question, &totp(&secret, NOON + 60)).expect_problem(401, "second_factor_invalid");
}

#[test]
fn c21_the_first_factor_ends_the_other_sessions_and_gives_this_one_a_new_cookie() {
    let app = at_noon(App::start());
    let (here, elsewhere) = (app.sign_in("entrepreneur"), app.token("entrepreneur"));
    let enrolled = enrol(&here, NOON);
    here.get("/v1/me").expect_problem(401, "token_invalid");
    elsewhere.get("/v1/me").expect_problem(401, "token_invalid");
    enrolled.client.get("/v1/me").expect(200);
    app.mail("the holder is told", |mail| mail.subject == "Un second facteur protège votre compte");
    // Nothing is in use before a code has confirmed it.
    let pilot = app.token("pilot");
    pilot.post("/v1/me/totp", &json!({})).expect(201);
    pilot.post("/v1/me/totp/confirmations", &json!({"code": "000000"})).expect_problem(422, "invalid_body");
    app.token("pilot");
}

#[test]
fn c21_before_what_cannot_be_undone_the_second_factor_is_asked_for_again() {
    let app = at_noon(App::start());
    let Enrolled { client: admin, secret, .. } = enrol(&app.sign_in("admin"), NOON);
    let member = right_at_metz(&app);
    app.advance_clock(601);
    let calls: [(&str, &str, Value); 7] = [
        ("POST", "/v1/invitations", json!({"email": "x@exemple.fr", "role": "agent", "totem_id": "metz"})),
        ("DELETE", &format!("/v1/members/{member}"), Value::Null),
        ("POST", "/v1/api-clients", json!({"name": "Essai", "scopes": ["directory:read"]})),
        ("POST", "/v1/me/email-changes", json!({"email": "x@exemple.fr"})),
        ("POST", "/v1/me/recovery-codes", json!({})),
        ("DELETE", "/v1/me/totp", Value::Null),
        ("DELETE", "/v1/me", Value::Null),
    ];
    let call = |client: &Client, (method, path, body): &(&str, &str, Value)| match *method {
        "DELETE" => client.delete(path),
        _ => client.post(path, body),
    };
    for one in &calls {
        call(&admin, one).expect_problem(403, "step_up_required");
    }
    let step_up = |client: &Client, proof: Value| client.post("/v1/sessions/current/step-up", &json!({"proof": proof}));
    // The password is no second factor.
    step_up(&admin, json!({"password": PASSWORD})).expect_problem(401, "second_factor_invalid");
    step_up(&admin, totp(&secret, NOON)).expect_problem(401, "second_factor_invalid");
    step_up(&admin, json!({})).expect_problem(422, "invalid_body");
    let confirmed = step_up(&admin, totp(&secret, NOON + 601)).expect(204);
    admin.get("/v1/me").expect_problem(401, "token_invalid");
    let admin = with_new_cookie(&admin, &confirmed);
    call(&admin, &calls[0]).expect(201);
    call(&admin, &calls[1]).expect(204);
    step_up(&admin, totp(&secret, NOON + 601)).expect_problem(401, "second_factor_invalid");
    // Guessing within a session ends as well.
    for _ in 0..2 {
        step_up(&admin, json!({"totp": "000000"})).expect(401);
    }
    step_up(&admin, json!({"totp": "000000"})).expect_problem(429, "too_many_requests");
}

#[test]
fn c21_without_a_second_factor_the_password_confirms() {
    let app = at_noon(App::start());
    let member = app.token("entrepreneur");
    app.advance_clock(590);
    // A token is renewed without a new proof; its age is that of the sign-in.
    let browser = app.sign_in("entrepreneur");
    app.advance_clock(601);
    browser.post("/v1/me/totp", &json!({})).expect_problem(403, "step_up_required");
    let step_up = |password: &str| browser.post("/v1/sessions/current/step-up", &json!({"proof": {"password": password}}));
    step_up("not this one").expect_problem(422, "invalid_body");
    let confirmed = step_up(PASSWORD).expect(204);
    with_new_cookie(&browser, &confirmed).post("/v1/me/totp", &json!({})).expect(201);
    member.get("/v1/me").expect_problem(401, "token_invalid");
}

/// Outside the demonstration, with an agent and a member.
fn serious() -> (App, MailServer) {
    let database = Database::copy();
    let mail_server = MailServer::start();
    for (name, more) in [("agent", &["--role", "agent", "--totem", "metz"][..]), ("member", &[])] {
        let (address, url) = (format!("{name}@exemple.fr"), database.url());
        let arguments = [&["admin", "create-account", "--email", &address, "--name", name, "--unsafe-durability"], more].concat();
        let made = run(&arguments, &[("DATABASE_URL", &url)], Some(&format!("{PASSWORD}\n")));
        assert!(made.status.success(), "{}", made.err);
    }
    let settings = [("LORNTECH_DEMO", ""), ("LORNTECH_DEMO_PASSWORD", ""), ("LORNTECH_SMTP_URL", &mail_server.url())];
    (at_noon(App::start_on(database, &settings, &[])), mail_server)
}

fn sign_in(app: &App, name: &str) -> Reply {
    let body = json!({"email": format!("{name}@exemple.fr"), "password": PASSWORD, "mode": "cookie"});
    app.anonymous().post("/v1/sessions", &body)
}

#[test]
fn c21_a_role_that_needs_a_second_factor_opens_nothing_without_one() {
    let (app, mails) = serious();
    let opened = sign_in(&app, "agent").expect(201);
    assert_eq!(opened.body["must_enrol_second_factor"], true);
    let agent = with_new_cookie(&app.anonymous(), &opened);
    for path in ["/v1/totems/metz/inbox", "/v1/service-requests", "/v1/me/sessions", "/v1/members?totem_id=metz", "/v1/me/stream"]
    {
        agent.get(path).expect_problem(403, "second_factor_enrolment_required");
    }
    let note = json!({"body": "x"});
    let path = format!("/v1/service-requests/{}/messages", crate::harness::new_uuid());
    agent.post(&path, &note).expect_problem(403, "second_factor_enrolment_required");
    // What is public is open to them as to a stranger.
    agent.get("/v1/totems").expect(200);
    assert_eq!(agent.get("/v1/me/second-factors").expect(200).body["required"], true);
    let Enrolled { client: agent, secret, .. } = enrol(&agent, NOON);
    assert_eq!(agent.get("/v1/me").expect(200).body["must_enrol_second_factor"], false);
    agent.get("/v1/totems/metz/inbox").expect(200);
    // Removing it closes the way again.
    agent.delete("/v1/me/totp").expect(204);
    agent.get("/v1/totems/metz/inbox").expect_problem(403, "second_factor_enrolment_required");
    mails.message("the holder is told", |mail| mail.to.iter().any(|to| to.contains("agent@exemple.fr")));
    let Enrolled { secret: again, .. } = enrol(&agent, NOON);
    assert_ne!(again, secret);

    // A member needs none.
    let member = with_new_cookie(&app.anonymous(), &sign_in(&app, "member").expect(201));
    member.get("/v1/service-requests").expect(200);

    // An administrator lets somebody in again who has lost everything.
    let asked = sign_in(&app, "agent").expect(202);
    assert_eq!(asked.body["methods"], json!(["totp", "recovery_code"]));
    let url = app.database.url();
    let reset = |email: &str| {
        run(&["admin", "reset-second-factor", "--email", email, "--unsafe-durability"], &[("DATABASE_URL", &url)], None)
    };
    assert!(!reset("nobody@exemple.fr").status.success());
    let done = reset("Agent@exemple.fr");
    assert!(done.status.success(), "{}", done.err);
    agent.get("/v1/me").expect_problem(401, "token_invalid");
    assert_eq!(sign_in(&app, "agent").expect(201).body["must_enrol_second_factor"], true);
    let written = "select count(*) from audit_log where action = 'account.second_factor_reset' and request_id = 'admin reset-second-factor'";
    assert_eq!(app.sql_value(written), "1");
}

#[test]
fn c21_a_question_is_worth_nothing_after_five_minutes_nor_to_somebody_else() {
    let app = at_noon(App::start());
    let Enrolled { secret, .. } = enrol(&app.sign_in("entrepreneur"), NOON);
    let Enrolled { secret: other, .. } = enrol(&app.sign_in("pilot"), NOON);
    app.advance_clock(60);
    let question = challenge(&app, "entrepreneur", "token");
    second(&app.anonymous(), &question, &totp(&other, NOON + 60)).expect_problem(401, "second_factor_invalid");
    app.advance_clock(301);
    second(&app.anonymous(), &question, &totp(&secret, NOON + 361)).expect_problem(410, "challenge_expired");
    second(&app.anonymous(), "made up", &totp(&secret, NOON + 361)).expect_problem(410, "challenge_expired");
}
