//! C-30: nobody takes an account over because a provider says its address.

use serde_json::{Value, json};

use crate::{
    harness::{
        App, Client, PASSWORD, Reply,
        authenticator::Device,
        eventually,
        provider::{LyingProvider, PUBLIC, Sent, app_with, now, with_cookies},
    },
    identity::passkeys::register,
};

const OWN: &str = "entrepreneur@demo.lorntech.example";

fn set_up() -> (LyingProvider, App) {
    let provider = LyingProvider::start();
    let app = app_with(&[("essai", &provider.issuer)]);
    (provider, app)
}

/// Comes back as this person, whose address is verified or not.
fn come_back(provider: &LyingProvider, sent: &Sent, subject: &str, email: &str, verified: impl Into<Value>) -> Reply {
    let mut lies = provider.lies();
    // A day on, for the clock of the service is moved.
    lies.claims = json!({"sub": subject, "exp": now() + 86_400});
    lies.userinfo = json!({"sub": subject, "email": email, "email_verified": verified.into()});
    drop(lies);
    sent.come_back()
}

/// Signs in with the password, in a browser that keeps what it has.
fn sign_in_here(browser: &Client, email: &str) -> Client {
    with_cookies(browser, &browser.post("/v1/sessions", &json!({"email": email, "password": PASSWORD})).expect(201))
}

fn confirm(browser: &Client) -> Reply {
    browser.post("/v1/me/identities", &json!({"provider": "essai"}))
}

fn count(app: &App, what: &str) -> String {
    app.sql_value(&format!("select count(*) from {what}"))
}

fn written(app: &App, action: &str) -> String {
    count(app, &format!("audit_log where action = '{action}'"))
}

#[test]
fn c30_whoever_has_the_address_of_an_account_signs_in_to_it_first_and_confirms_the_link() {
    let (provider, app) = set_up();
    let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
    // However it is capitalised.
    let refused = come_back(&provider, &sent, "s1", "ENTREPRENEUR@demo.lorntech.example", true);
    let refused = refused.expect_problem(409, "identity_link_required");
    assert!(refused.header("set-cookie").is_none() && !refused.text.contains("demo.lorntech"), "{refused:?}");
    sent.browser.get("/v1/me").expect_problem(401, "authentication_required");
    assert_eq!(count(&app, "identities"), "0");

    confirm(&sent.browser).expect_problem(401, "authentication_required");
    let browser = sign_in_here(&sent.browser, OWN);
    let linked = confirm(&browser).expect(201);
    assert_eq!(linked.at("/provider/name"), "Fournisseur essai");
    confirm(&browser).expect_problem(410, "link_expired");
    let list = browser.get("/v1/me/identities").expect(200);
    assert_eq!((list.items().len(), list.at("/items/0/id")), (1, linked.at("/id")));
    let mail = app.mail("its holder is told", |mail| mail.is_to(OWN));
    assert!(mail.subject == "Votre compte est relié à Fournisseur essai" && mail.text.contains("/compte"), "{mail:?}");
    assert_eq!((written(&app, "identity.linked"), written(&app, "account.created")), ("1".to_owned(), "0".to_owned()));

    // From now on it is known who it is, whatever address the provider says.
    let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
    let reply = come_back(&provider, &sent, "s1", "quelqu.un@exemple.fr", true).expect(201);
    assert_eq!(reply.at("/account/email"), OWN);
    eventually("the refusal is in the log", || {
        (count(&app, "audit_log where detail = 'essai: not linked to an account'") == "1").then_some(())
    });
}

#[test]
fn c30_an_unverified_address_matches_nobody_and_opens_no_account() {
    let (provider, app) = set_up();
    let mut answers = vec![];
    for email in [OWN, "nouveau@exemple.fr", "not an address", ""] {
        for verified in [json!(false), json!(null)] {
            let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
            let mut reply = come_back(&provider, &sent, "s2", email, verified).expect_problem(409, "identity_link_required");
            reply.body["instance"] = json!("");
            answers.push(reply.body);
        }
    }
    // And tells nobody which addresses have an account.
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    assert_eq!((count(&app, "identities"), count(&app, "accounts where email like '%exemple.fr'")), ("0".into(), "0".into()));
    // It is linked by whoever has an account, whatever its address.
    let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
    come_back(&provider, &sent, "s2", OWN, false).expect_problem(409, "identity_link_required");
    confirm(&sign_in_here(&sent.browser, "pilot@demo.lorntech.example")).expect(201);
    let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
    let reply = come_back(&provider, &sent, "s2", OWN, false).expect(201);
    assert_eq!(reply.at("/account/email"), "pilot@demo.lorntech.example");
}

#[test]
fn c30_a_link_is_confirmed_in_the_same_browser_soon_and_by_somebody_who_has_just_signed_in() {
    let (provider, app) = set_up();
    let begin = || {
        let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
        come_back(&provider, &sent, "s3", OWN, true).expect_problem(409, "identity_link_required");
        sent
    };
    let sent = begin();
    confirm(&sign_in_here(&app.anonymous(), OWN)).expect_problem(410, "link_expired");
    let browser = sign_in_here(&sent.browser, OWN);
    app.advance_clock(11 * 60);
    confirm(&browser).expect_problem(403, "step_up_required");
    app.advance_clock(20 * 60);
    confirm(&sign_in_here(&sent.browser, OWN)).expect_problem(410, "link_expired");
    // What was begun and not ended proves nothing.
    let unfinished = provider.begin(&app.anonymous(), "essai", "sign_in");
    confirm(&sign_in_here(&unfinished.browser, OWN)).expect_problem(410, "link_expired");
    assert_eq!(count(&app, "identities"), "0");
    let cookie = begin().browser;
    sign_in_here(&cookie, OWN).post("/v1/me/identities", &json!({"provider": "autre"})).expect_problem(410, "link_expired");
}

#[test]
fn c30_an_identity_is_linked_from_the_account_and_belongs_to_one_only() {
    let (provider, app) = set_up();
    app.anonymous().post("/v1/sessions/oidc/essai", &json!({"purpose": "link"})).expect_problem(401, "authentication_required");
    let owner = sign_in_here(&app.anonymous(), OWN);
    let sent = provider.begin(&owner, "essai", "link");
    // Somebody else has signed in meanwhile.
    let other = sign_in_here(&sent.browser, "pilot@demo.lorntech.example");
    let swapped = Sent { browser: other, id: sent.id, parameters: sent.parameters, url: sent.url };
    come_back(&provider, &swapped, "s4", OWN, true).expect_problem(401, "provider_sign_in_refused");

    let owner = sign_in_here(&app.anonymous(), OWN);
    let sent = provider.begin(&owner, "essai", "link");
    let linked = come_back(&provider, &sent, "s4", "autre@exemple.fr", false).expect(200);
    assert_eq!(linked.at("/provider/id"), "essai");
    let pilot = sign_in_here(&app.anonymous(), "pilot@demo.lorntech.example");
    let sent = provider.begin(&pilot, "essai", "link");
    come_back(&provider, &sent, "s4", OWN, true).expect_problem(409, "identity_taken");
    app.advance_clock(11 * 60);
    owner.post("/v1/sessions/oidc/essai", &json!({"purpose": "link"})).expect_problem(403, "step_up_required");
    assert_eq!(app.sql_value("select count(*) from identities"), "1");
}

#[test]
fn c30_the_same_name_at_another_provider_is_somebody_else() {
    let (provider, other) = (LyingProvider::start(), LyingProvider::start());
    let app = app_with(&[("essai", &provider.issuer), ("autre", &other.issuer)]);
    let one = provider.begin(&app.anonymous(), "essai", "sign_in").come_back().expect(201);
    other.lies().userinfo = json!({"email": "dominique@exemple.fr"});
    let two = other.begin(&app.anonymous(), "autre", "sign_in").come_back().expect(201);
    assert_ne!(one.at("/account/id"), two.at("/account/id"));
    // Nor does its word about the address of the first one's account open that.
    other.lies().claims = json!({"sub": "third"});
    other.lies().userinfo = json!({"sub": "third"});
    other.begin(&app.anonymous(), "autre", "sign_in").come_back().expect_problem(409, "identity_link_required");
}

#[test]
fn c30_an_account_without_a_password_says_so_and_never_loses_its_last_way_in() {
    let (provider, app) = set_up();
    let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
    let browser = with_cookies(&app.anonymous(), &sent.come_back().expect(201));
    app.mail("the new one is told", |mail| mail.is_to("camille@exemple.fr"));
    // No password opens it, and an empty one least of all.
    for password in [PASSWORD, "x"] {
        let body = json!({"email": "camille@exemple.fr", "password": password});
        app.anonymous().post("/v1/sessions", &body).expect_problem(401, "invalid_credentials");
    }
    let change = json!({"current_password": "x", "new_password": "brouette violon carafe"}).to_string();
    let json = [("content-type", "application/json")];
    browser.send("PUT", "/v1/me/password", &json, Some(change.as_bytes())).expect_problem(409, "password_not_set");
    let identity = format!("/v1/me/identities/{}", browser.get("/v1/me/identities").expect(200).at("/items/0/id"));
    browser.delete(&identity).expect_problem(409, "last_way_in");
    sign_in_here(&app.anonymous(), OWN).delete(&identity).expect_problem(404, "not_found");

    // A second identity, or a password chosen behind a link, is another way in.
    let second = provider.begin(&browser, "essai", "link");
    let second = come_back(&provider, &second, "s5", "camille@exemple.fr", true).expect(200);
    browser.delete(&format!("/v1/me/identities/{}", second.at("/id"))).expect(204);
    browser.delete(&identity).expect_problem(409, "last_way_in");
    app.anonymous().post("/v1/accounts/password-resets", &json!({"email": "camille@exemple.fr"})).expect(202);
    let mail = app.mail("the link arrives", |mail| mail.text.contains("/compte/mot-de-passe"));
    let chosen = json!({"token": mail.link_token(), "password": "brouette violon carafe"});
    app.anonymous().post("/v1/accounts/confirmations", &chosen).expect(200);
    let own = json!({"email": "camille@exemple.fr", "password": "brouette violon carafe"});
    let browser = with_cookies(&app.anonymous(), &app.anonymous().post("/v1/sessions", &own).expect(201));
    browser.delete(&identity).expect(204);
    app.mail("its holder is told", |mail| mail.subject == "Votre compte n’est plus relié à Fournisseur essai");
    assert_eq!((written(&app, "identity.linked"), written(&app, "identity.unlinked")), ("2".to_owned(), "2".to_owned()));
    // What is unlinked opens nothing any more.
    provider.repent();
    let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
    sent.come_back().expect_problem(409, "identity_link_required");
}

#[test]
fn c30_a_passkey_is_a_way_in() {
    let (provider, app) = set_up();
    let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
    let browser = with_cookies(&app.anonymous(), &sent.come_back().expect(201));
    let identity = format!("/v1/me/identities/{}", browser.get("/v1/me/identities").expect(200).at("/items/0/id"));
    browser.delete(&identity).expect_problem(409, "last_way_in");
    // With its first factor the session gets another secret.
    let browser = with_cookies(&browser, &register(&browser, &mut Device::new(1, PUBLIC)).expect(201));
    browser.delete(&identity).expect(204);
}
