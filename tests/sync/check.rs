//! `lorntech sync check`: nothing against our own feed, and each fault of a made-up one is found.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use serde_json::{Value, json};

use super::{
    faults::{FAULTS, nothing},
    made_up::{Fault, check},
    publish,
    sources::region_token,
    step,
};
use crate::harness::{App, run};

#[test]
fn nothing_is_wrong_with_a_feed_that_keeps_the_protocol_and_each_planted_fault_is_found() {
    let none = Fault { what: "nothing", check: "", change: nothing };
    let good = check(&none, &[]);
    assert_eq!((good.status.code(), good.out.lines().last()), (Some(0), Some("Nothing is wrong.")), "{}{}", good.out, good.err);
    let looked: BTreeSet<&str> =
        good.out.lines().filter_map(|line| line.strip_prefix("ok ")?.split_whitespace().next()).collect();
    assert_eq!(looked, FAULTS.iter().map(|fault| fault.check).collect(), "each check has its faults");
    // Each waits for seconds, so several are asked at once.
    for some in FAULTS.chunks(8) {
        thread::scope(|scope| {
            let asked: Vec<_> = some.iter().map(|fault| (fault, scope.spawn(|| check(fault, &["--json"])))).collect();
            for (fault, output) in asked {
                let output = output.join().unwrap();
                assert_eq!(output.status.code(), Some(1), "{}: {}{}", fault.what, output.out, output.err);
                let said: Value = serde_json::from_str(&output.out).unwrap();
                let found = said["faults"].as_array().unwrap().iter().any(|one| one["check"] == fault.check);
                assert!(found && said["good"] == false, "{} is not found as {}: {said:#}", fault.what, fault.check);
            }
        });
    }
}

#[test]
fn what_is_wrong_is_said_line_by_line_with_its_place() {
    let fault = FAULTS.iter().find(|fault| fault.what == "two items at one position").unwrap();
    let said = check(fault, &[]);
    assert!(said.out.contains("FAULT  order"), "{}", said.out);
    assert!(
        said.out.contains("feed, page 1 (/v1/sync/changes?kind=organization&limit=500), item 6: the position 15 comes twice"),
        "{}",
        said.out
    );
}

#[test]
fn our_own_feed_keeps_what_it_promises_also_while_it_is_written() {
    let app = App::start();
    let gone = publish(&app, "Atelier éphémère");
    for number in 0..12 {
        publish(&app, &format!("Atelier de la série {number}"));
    }
    let token = region_token(&app, "lu");
    let check = |arguments: &[&str]| {
        let arguments = [&["sync", "check", app.base()], arguments].concat();
        run(&arguments, &[("LORNTECH_SYNC_TOKEN", &token)], None)
    };
    let before = check(&[]);
    assert!(before.status.success(), "{}{}", before.out, before.err);
    step(&app, &gone, &json!({"to": "archived", "reason": "closed"}));
    let (written, app) = (AtomicBool::new(false), &app);
    thread::scope(|scope| {
        let stop = &written;
        scope.spawn(move || {
            for number in 0..40 {
                publish(app, &format!("Au même moment {number}"));
                if stop.load(Ordering::Relaxed) {
                    return;
                }
            }
        });
        let during = check(&["--json"]);
        written.store(true, Ordering::Relaxed);
        let said: Value = serde_json::from_str(&during.out).unwrap();
        assert_eq!((during.status.code(), &said["good"], &said["faults"]), (Some(0), &json!(true), &json!([])), "{}", during.err);
    });
}

#[test]
fn who_may_not_read_is_told_so() {
    let app = App::start();
    let said = run(&["sync", "check", app.base()], &[], None);
    assert!(said.status.code() == Some(1) && said.err.contains("LORNTECH_SYNC_CLIENT_ID"), "{}", said.err);
    let refused = run(&["sync", "check", app.base()], &[("LORNTECH_SYNC_TOKEN", "of nobody")], None);
    assert_eq!(refused.status.code(), Some(1), "{}", refused.out);
    assert!(refused.out.contains("FAULT  answer") && refused.out.contains("401"), "{}", refused.out);
    assert!(run(&["sync", "check", "--help"], &[], None).out.contains("Example"));
}
