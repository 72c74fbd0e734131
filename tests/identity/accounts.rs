//! Sign-up, reset, change and closing of accounts.

use serde_json::{Value, json};

use crate::harness::{App, Client, Mail, PASSWORD, Reply, credentials};

const CHOSEN: &str = "brouette violon carafe";
const ADDRESS: &str = "camille@exemple.fr";

fn sign_up(client: &Client, email: &str) -> Reply {
    client.post("/v1/accounts", &json!({"name": "Camille Essai", "email": email}))
}

fn confirm(app: &App, mail: &Mail, password: Option<&str>) -> Reply {
    let mut body = json!({"token": mail.link_token()});
    if let Some(password) = password {
        body["password"] = json!(password);
    }
    app.anonymous().post("/v1/accounts/confirmations", &body)
}

fn try_sign_in(app: &App, email: &str, password: &str) -> Reply {
    app.anonymous().post("/v1/sessions", &json!({"email": email, "password": password}))
}

fn cookie(app: &App, reply: &Reply) -> Client {
    app.anonymous().with("cookie", reply.header("set-cookie").unwrap().split(';').next().unwrap())
}

fn change_password(client: &Client, current: &str, new: &str) -> Reply {
    let body = json!({"current_password": current, "new_password": new}).to_string();
    client.send("PUT", "/v1/me/password", &[("content-type", "application/json")], Some(body.as_bytes()))
}

fn subjects(mails: &[Mail], to: &str) -> Vec<String> {
    mails.iter().filter(|mail| mail.is_to(to)).map(|mail| mail.subject.clone()).collect()
}

#[test]
fn somebody_signs_up_chooses_a_password_behind_the_link_and_signs_in() {
    let app = App::start();
    let reply = sign_up(&app.anonymous(), ADDRESS).expect(202);
    assert_eq!(reply.body, json!({"next": "open_link"}));
    assert_eq!(app.sql_value("select count(*) from accounts where email = 'camille@exemple.fr'"), "0");
    let mail = app.mail("the link arrives", |mail| mail.is_to(ADDRESS));
    assert!(mail.subject == "Ouvrez votre compte LORnTECH" && mail.text.contains("/compte/ouvrir#acces="), "{mail:?}");

    confirm(&app, &mail, None).expect_problem(422, "invalid_body");
    confirm(&app, &mail, Some("password1234")).expect_problem(422, "invalid_body");
    let done = confirm(&app, &mail, Some(CHOSEN)).expect(200);
    assert_eq!(done.body, json!({"purpose": "sign_up", "email": ADDRESS}));
    confirm(&app, &mail, Some(CHOSEN)).expect_problem(410, "link_expired");
    let me = try_sign_in(&app, ADDRESS, CHOSEN).expect(201);
    assert_eq!((me.at("/account/name"), me.at("/account/language")), ("Camille Essai", "fr"));
    assert_eq!(me.body["roles"], json!([]));
}

#[test]
fn a_link_of_a_sign_up_lasts_a_day_and_the_first_one_opened_counts() {
    let app = App::start();
    sign_up(&app.anonymous(), ADDRESS).expect(202);
    sign_up(&app.anonymous(), "CAMILLE@exemple.fr").expect(202);
    let mails = crate::harness::eventually("both links arrive", || Some(app.mails()).filter(|mails| mails.len() == 2));
    app.advance_clock(24 * 3600 - 60);
    confirm(&app, &mails[1], Some(CHOSEN)).expect(200);
    confirm(&app, &mails[0], Some("valise tambour girafe")).expect_problem(410, "link_expired");
    try_sign_in(&app, ADDRESS, CHOSEN).expect(201);
    sign_up(&app.anonymous(), "autre@exemple.fr").expect(202);
    let mail = app.mail("the link arrives", |mail| mail.is_to("autre@exemple.fr"));
    app.advance_clock(24 * 3600 + 60);
    confirm(&app, &mail, Some(CHOSEN)).expect_problem(410, "link_expired");
    for token in ["none", "AAAA", &"A".repeat(43)] {
        app.anonymous().post("/v1/accounts/confirmations", &json!({"token": token})).expect_problem(410, "link_expired");
    }
}

#[test]
fn a_known_address_that_signs_up_is_told_so_by_mail_alone() {
    let app = App::start();
    sign_up(&app.anonymous(), "Entrepreneur@demo.lorntech.example").expect(202);
    let mail = app.mail("the mail arrives", |mail| mail.is_to("entrepreneur@demo.lorntech.example"));
    assert!(mail.subject.contains("déjà un compte") && !mail.text.contains("#acces="), "{mail:?}");
    assert_eq!(app.sql_value("select count(*) from account_links"), "0");
}

#[test]
fn mails_about_accounts_are_in_the_language_of_whoever_reads_them() {
    let app = App::start();
    let sign_up = |email: &str, language: Value, spoken: &str| {
        let mut body = json!({"name": "Camille", "email": email});
        if !language.is_null() {
            body["language"] = language;
        }
        app.anonymous().post_with("/v1/accounts", &[("accept-language", spoken)], &body).expect(202);
        app.mail("the link arrives", |mail| mail.is_to(email)).subject
    };
    assert_eq!(sign_up("a@exemple.fr", Value::Null, "de"), "Eröffnen Sie Ihr LORnTECH-Konto");
    assert_eq!(sign_up("b@exemple.fr", json!("en"), "de"), "Open your LORnTECH account");
}

#[test]
fn a_forgotten_password_is_replaced_once_within_the_hour_and_every_session_ends() {
    let app = App::start();
    let (browser, token) = (app.sign_in("entrepreneur"), app.token("entrepreneur"));
    let address = "entrepreneur@demo.lorntech.example";
    let ask = || app.anonymous().post("/v1/accounts/password-resets", &json!({"email": address})).expect(202);
    ask();
    let mail = app.mail("the link arrives", |mail| mail.is_to(address));
    assert!(mail.text.contains("/compte/mot-de-passe#acces="), "{mail:?}");
    // Asking alone changes nothing.
    browser.get("/v1/me").expect(200);
    confirm(&app, &mail, Some("entrepreneur 2026 violon")).expect_problem(422, "invalid_body");
    confirm(&app, &mail, Some(CHOSEN)).expect(200);
    browser.get("/v1/me").expect_problem(401, "token_invalid");
    token.get("/v1/me").expect_problem(401, "token_invalid");
    try_sign_in(&app, address, PASSWORD).expect_problem(401, "invalid_credentials");
    try_sign_in(&app, address, CHOSEN).expect(201);
    confirm(&app, &mail, Some("valise tambour girafe")).expect_problem(410, "link_expired");
    app.mail("its holder is told", |mail| mail.is_to(address) && mail.subject == "Votre mot de passe a changé");

    ask();
    let mail = app.mail("another link arrives", |mail| {
        mail.is_to(address)
            && mail.text.contains("#acces=")
            && app.mails().iter().filter(|m| m.text.contains("#acces=")).count() == 2
    });
    app.advance_clock(3660);
    confirm(&app, &mail, Some("valise tambour girafe")).expect_problem(410, "link_expired");
}

#[test]
fn a_password_is_changed_by_whoever_knows_the_current_one() {
    let app = App::start();
    let (here, elsewhere) = (app.sign_in("entrepreneur"), app.token("entrepreneur"));
    let wrong = change_password(&here, "not this one", CHOSEN).expect_problem(422, "invalid_body");
    assert_eq!((wrong.at("/errors/0/pointer"), wrong.at("/errors/0/code")), ("/current_password", "wrong_password"));
    let weak = change_password(&here, PASSWORD, "camille exemple 2026").expect_problem(422, "invalid_body");
    assert_eq!((weak.at("/errors/0/pointer"), weak.at("/errors/0/code")), ("/new_password", "password_personal"));
    elsewhere.get("/v1/me").expect(200);
    change_password(&here, PASSWORD, CHOSEN).expect(204);
    here.get("/v1/me").expect(200);
    elsewhere.get("/v1/me").expect_problem(401, "token_invalid");
    try_sign_in(&app, "entrepreneur@demo.lorntech.example", PASSWORD).expect_problem(401, "invalid_credentials");
    try_sign_in(&app, "entrepreneur@demo.lorntech.example", CHOSEN).expect(201);
}

#[test]
fn an_address_is_changed_by_a_link_to_the_new_one_and_the_old_one_is_told() {
    let app = App::start();
    let member = app.sign_in("entrepreneur");
    let (old, new) = ("entrepreneur@demo.lorntech.example", "camille.nouvelle@exemple.fr");
    member.post("/v1/me/email-changes", &json!({"email": new})).expect(202);
    let mail = app.mail("the link arrives", |mail| mail.is_to(new));
    assert!(mail.text.contains("/compte/adresse#acces="), "{mail:?}");
    assert_eq!(member.get("/v1/me").expect(200).at("/account/email"), old);
    confirm(&app, &mail, Some(CHOSEN)).expect_problem(422, "invalid_body");
    assert_eq!(confirm(&app, &mail, None).expect(200).at("/purpose"), "email_change");
    assert_eq!(member.get("/v1/me").expect(200).at("/account/email"), new);
    try_sign_in(&app, old, PASSWORD).expect_problem(401, "invalid_credentials");
    try_sign_in(&app, new, PASSWORD).expect(201);
    let told = app.mail("the old address is told", |mail| mail.is_to(old));
    assert!(!told.text.contains(new) && !told.text.contains("#acces="), "{told:?}");

    // Somebody else's address is not to be had, and nobody learns from us that it is somebody's.
    let reply = member.post("/v1/me/email-changes", &json!({"email": "pilot@demo.lorntech.example"})).expect(202);
    assert_eq!(reply.body, json!({"next": "open_link"}));
    let mails = app.all_mails();
    assert_eq!(subjects(&mails, "pilot@demo.lorntech.example"), ["Vous avez déjà un compte LORnTECH"]);
    // Nor to be taken by coming first: here somebody else opens an account while the link is under way.
    member.post("/v1/me/email-changes", &json!({"email": "disputee@exemple.fr"})).expect(202);
    let mail = app.mail("the link arrives", |mail| mail.is_to("disputee@exemple.fr"));
    app.sql("update accounts set email = 'disputee@exemple.fr' where email = 'admin@demo.lorntech.example'");
    confirm(&app, &mail, None).expect_problem(410, "link_expired");
    // A browser that was left open does not move the account.
    app.advance_clock(11 * 60);
    member.post("/v1/me/email-changes", &json!({"email": "plus.tard@exemple.fr"})).expect_problem(403, "step_up_required");
}

#[test]
fn name_and_language_are_changed_and_nothing_else() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let changed = member.patch_with("/v1/me", &[], &json!({"name": "  Camille Neuf ", "language": "de"})).expect(200);
    assert_eq!((changed.at("/account/name"), changed.at("/account/language")), ("Camille Neuf", "de"));
    assert_eq!(member.get("/v1/me").expect(200).body, changed.body);
    for (member_name, value) in [
        ("email", json!("x@exemple.fr")),
        ("roles", json!([{"role": "admin"}])),
        ("id", json!(app.account_id("admin"))),
        ("password_hash", json!("x")),
        ("closes_at", Value::Null),
        ("name", json!("")),
        ("language", json!("lb")),
    ] {
        member.patch_with("/v1/me", &[], &json!({member_name: value})).expect_problem(422, "invalid_body");
    }
    assert_eq!(member.get("/v1/me").expect(200).body, changed.body);
}

#[test]
fn a_closed_account_is_deleted_after_30_days_unless_its_holder_comes_back() {
    let app = App::start();
    let address = "entrepreneur@demo.lorntech.example";
    let id = app.account_id("entrepreneur");
    let request = crate::fixtures::ask(&app.token("entrepreneur"), &crate::fixtures::question());
    let (leaving, elsewhere) = (app.sign_in("entrepreneur"), app.token("entrepreneur"));
    let closed = leaving.delete("/v1/me").expect(200);
    assert!(closed.header("set-cookie").unwrap().contains("Max-Age=0"), "{:?}", closed.headers);
    leaving.get("/v1/me").expect_problem(401, "token_invalid");
    elsewhere.get("/v1/me").expect_problem(401, "token_invalid");
    let mail = app.mail("what stays is said", |mail| mail.is_to(address) && mail.subject == "Votre compte est fermé");
    assert!(mail.text.contains("sans votre nom, votre adresse ni vos textes"), "{mail:?}");

    // Coming back keeps it.
    app.advance_clock(20 * 24 * 3600);
    let back = cookie(&app, &try_sign_in(&app, address, PASSWORD).expect(201));
    assert_eq!(app.sql_value("select count(*) from accounts where closes_at is not null"), "0");
    back.delete("/v1/me").expect(200);
    app.advance_clock(30 * 24 * 3600 + 60);
    try_sign_in(&app, address, PASSWORD).expect_problem(401, "invalid_credentials");
    // The worker looks when it starts, and then every minute.
    let mut app = app;
    app.restart();
    crate::harness::eventually("the account is deleted", || {
        (app.sql_value(&format!("select count(*) from accounts where id = '{id}'")) == "0").then_some(())
    });
    // The request stays with the Totem, without its account.
    let stays = format!("select count(*) from service_requests where id = '{request}' and requester_id is null");
    assert_eq!(app.sql_value(&stays), "1");
    assert_eq!(app.sql_value("select string_agg(action, ',' order by id) from audit_log where action in ('account.closed', 'account.reopened', 'account.deleted')"), "account.closed,account.reopened,account.closed,account.deleted");
}

#[test]
fn closing_asks_for_a_sign_in_of_the_last_ten_minutes() {
    let app = App::start();
    let browser = app.sign_in("entrepreneur");
    app.advance_clock(11 * 60);
    browser.delete("/v1/me").expect_problem(403, "step_up_required");
    let again = browser.post("/v1/sessions", &credentials("entrepreneur", "cookie")).expect(201);
    cookie(&app, &again).delete("/v1/me").expect(200);
}

#[test]
fn what_is_written_about_accounts_is_neither_in_the_log_nor_kept_with_its_token() {
    let app = App::start_with(&[("LORNTECH_LOG", "debug")], &[]);
    sign_up(&app.anonymous(), ADDRESS).expect(202);
    let mail = app.mail("the link arrives", |mail| mail.is_to(ADDRESS));
    let token = mail.link_token();
    let dump = app.sql("select row_to_json(l)::text from account_links l union all select row_to_json(o)::text from outbox o");
    let dump: String = dump.into_iter().flatten().flatten().collect();
    assert!(dump.contains(ADDRESS) && !dump.contains(&token), "{dump}");
    confirm(&app, &mail, Some(CHOSEN)).expect(200);
    try_sign_in(&app, ADDRESS, CHOSEN).expect(201);
    let log = app.logs();
    assert!(log.contains("POST /v1/accounts/confirmations 200"), "{log}");
    for secret in [ADDRESS, &token, CHOSEN, "Camille"] {
        assert!(!log.contains(secret), "the log holds {secret}");
    }
    // A key would promise a stored answer, and keep a quick hash of what was typed.
    let key = crate::harness::new_uuid();
    let body = json!({"name": "Camille", "email": ADDRESS});
    let reply = app.anonymous().post_with("/v1/accounts", &[("idempotency-key", &key)], &body);
    reply.expect_problem(400, "idempotency_not_supported");
}
