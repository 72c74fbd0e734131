//! C-13: which passwords may be chosen, and what becomes of old hashes.

use serde_json::json;

use crate::harness::{App, PASSWORD, credentials};

#[test]
fn c13_what_is_guessed_first_is_refused_and_what_is_typed_is_kept() {
    let app = App::start();
    let email = "zoe.essai@exemple.fr";
    app.anonymous().post("/v1/accounts", &json!({"name": "Zoé Essaidon", "email": email})).expect(202);
    let token = app.mail("the link arrives", |mail| mail.is_to(email)).link_token();
    let choose =
        |password: &str| app.anonymous().post("/v1/accounts/confirmations", &json!({"token": token, "password": password}));
    for (password, code) in [
        ("onze signes", "too_short"),
        (&"carafe violon ".repeat(10), "too_long"),
        ("password1234", "password_common"),
        ("qwerty123456", "password_common"),
        ("aaaaaaaaaaaaaaaa", "password_common"),
        ("lorntech2026", "password_personal"),
        (email, "password_personal"),
        ("carafe essaidon violon", "password_personal"),
    ] {
        let refused = choose(password).expect_problem(422, "invalid_body");
        assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/password", code), "{password}");
    }
    // 70 characters of any kind, with an É in two signs and spaces at both ends: as typed, or not at all.
    let typed = format!("  E\u{301}pinal 桜 {} ", "brouette violon ".repeat(4));
    choose(&typed).expect(200);
    let sign_in = |password: &str| app.anonymous().post("/v1/sessions", &json!({"email": email, "password": password}));
    sign_in(&typed).expect(201);
    sign_in(typed.trim()).expect(401);
    sign_in(&typed.replace("E\u{301}", "É")).expect(401);
}

#[test]
fn c13_a_hash_of_another_time_is_made_anew_at_sign_in() {
    let app = App::start();
    // The same password with less memory: argon2id of "mot de passe des essais", 8 MiB, one pass.
    let old = app.sql_value("select password_hash from accounts limit 1");
    let weak = "$argon2id$v=19$m=8192,t=1,p=1$Y2TFth2v+9R5CVwCYHb6KQ$UexOzQKPTHubKA260eTundFas8/Ey5IBRfkJ1r4ah7U";
    app.sql(&format!("update accounts set password_hash = '{weak}' where email = 'pilot@demo.lorntech.example'"));
    assert_eq!(PASSWORD, "mot de passe des essais");
    app.anonymous().post("/v1/sessions", &json!({"email": "pilot@demo.lorntech.example", "password": "wrong"})).expect(401);
    let stored = || app.sql_value("select password_hash from accounts where email = 'pilot@demo.lorntech.example'");
    assert_eq!(stored(), weak, "only the right password makes it anew");
    app.anonymous().post("/v1/sessions", &credentials("pilot", "token")).expect(201);
    let new = stored();
    assert!(new.starts_with("$argon2id$v=19$m=19456,t=2,p=1$") && new != old, "{new}");
    app.anonymous().post("/v1/sessions", &credentials("pilot", "token")).expect(201);
    assert_eq!(stored(), new, "and only once");
}
