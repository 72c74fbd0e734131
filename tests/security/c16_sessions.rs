//! C-16: sessions end by themselves (`identity::a_session_ends_after_30_minutes…`), and people see and end theirs.

use crate::harness::{App, credentials, new_uuid};

#[test]
fn c16_people_list_their_sessions_and_end_any_of_them_but_nobody_elses() {
    let app = App::start();
    let firefox = [("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")];
    let reply = app.anonymous().post_with("/v1/sessions", &firefox, &credentials("entrepreneur", "cookie")).expect(201);
    let here = app.anonymous().with("cookie", reply.header("set-cookie").unwrap().split(';').next().unwrap());
    let elsewhere = app.token("entrepreneur");
    let foreign = app.token("pilot");

    let list = here.get("/v1/me/sessions").expect(200);
    let current: Vec<bool> = list.items().iter().map(|item| item["current"].as_bool().unwrap()).collect();
    assert_eq!(current, [false, true], "{}", list.text);
    assert_eq!(list.items()[1]["client"], "Firefox, Linux");
    assert!(!list.text.contains("128.0"), "{}", list.text);

    let id = |client: &crate::harness::Client| {
        let list = client.get("/v1/me/sessions").expect(200);
        list.items().iter().find(|item| item["current"] == true).unwrap()["id"].as_str().unwrap().to_owned()
    };
    let theirs = id(&foreign);
    for stranger in [&theirs, &new_uuid()] {
        here.delete(&format!("/v1/me/sessions/{stranger}")).expect_problem(404, "not_found");
    }
    foreign.get("/v1/me").expect(200);
    here.delete(&format!("/v1/me/sessions/{}", id(&elsewhere))).expect(204);
    elsewhere.get("/v1/me").expect_problem(401, "token_invalid");
    assert_eq!(here.get("/v1/me/sessions").expect(200).items().len(), 1);
    here.delete(&format!("/v1/me/sessions/{}", id(&here))).expect(204);
    here.get("/v1/me").expect_problem(401, "token_invalid");
}

#[test]
fn c16_a_session_that_has_ended_by_itself_is_not_listed() {
    let app = App::start();
    let _old = app.sign_in("entrepreneur");
    app.advance_clock(31 * 60);
    let now = app.sign_in("entrepreneur");
    assert_eq!(now.get("/v1/me/sessions").expect(200).items().len(), 1);
}
