//! C-45: nobody makes accounts, or mails to others, by the thousand.

use serde_json::json;

use crate::harness::App;

#[test]
fn c45_sign_ups_are_slowed_down_by_who_asks_and_by_who_is_written_to() {
    let app = App::start_with(&[], &["--no-worker"]);
    let anonymous = app.anonymous();
    // One address cannot be flooded with mails, whether or not it has an account, whatever they are about.
    for email in ["entrepreneur@demo.lorntech.example", "nobody@exemple.fr"] {
        let sign_up = || anonymous.post("/v1/accounts", &json!({"name": "Camille", "email": email}));
        let reset = || anonymous.post("/v1/accounts/password-resets", &json!({"email": email.to_uppercase()}));
        for _ in 0..3 {
            sign_up().expect(202);
        }
        for _ in 0..2 {
            reset().expect(202);
        }
        for refused in [sign_up(), reset()] {
            let refused = refused.expect_problem(429, "too_many_requests");
            assert!(refused.header("retry-after").unwrap().parse::<u32>().unwrap() <= 1200, "{refused:?}");
        }
    }
    // Nor can one sender sign up without end.
    let sign_up = |n: i32| anonymous.post("/v1/accounts", &json!({"name": "Camille", "email": format!("n{n}@exemple.fr")}));
    let made = (0..1000).filter(|n| sign_up(*n).status == 202).count();
    assert!((30..=60).contains(&made), "{made} of 1000");
    sign_up(2000).expect_problem(429, "too_many_requests");
    // What never was confirmed is no account, and is forgotten.
    assert_eq!(app.sql_value("select count(*) from accounts where email like '%@exemple.fr'"), "0");
    app.advance_clock(3600);
    let made = (3000..3200).filter(|n| sign_up(*n).status == 202).count();
    assert!((30..=62).contains(&made), "{made} more after an hour");
}
