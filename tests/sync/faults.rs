//! Faults that a feed may have, and the check that has to find each.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::made_up::{Asked, EPOCH, Fault, Given, HEAD, SNAPSHOT, STATE, hex, id, items};

const OTHER_EPOCH: &str = "00000000000000000000000000000001";

pub fn nothing(_: &Asked, _: &mut Given) {}

/// Changes a page that has items.
fn on_page(asked: &Asked, given: &mut Given, change: impl FnOnce(&mut Value)) {
    if asked.is_page() && given.status == 200 {
        let mut page: Value = serde_json::from_str(&given.body).unwrap();
        if page["items"] != json!([]) {
            change(&mut page);
            given.body = page.to_string();
        }
    }
}

/// Changes the item of this number wherever it stands in a page.
fn on_item(asked: &Asked, given: &mut Given, number: i64, change: impl Fn(&mut Value)) {
    on_page(asked, given, |page| {
        page["items"].as_array_mut().unwrap().iter_mut().filter(|item| item["id"] == id(number)).for_each(change);
    });
}

fn on_last_page(asked: &Asked, given: &mut Given, change: impl FnOnce(&mut Value)) {
    if asked.is_page() && given.status == 200 {
        let mut page: Value = serde_json::from_str(&given.body).unwrap();
        if page["items"] == json!([]) {
            change(&mut page);
            given.body = page.to_string();
        }
    }
}

/// Takes an item out of every page, or of those that it would end or begin.
fn without(asked: &Asked, given: &mut Given, number: i64) {
    on_page(asked, given, |page| page["items"].as_array_mut().unwrap().retain(|item| item["id"] != id(number)));
}

fn on_snapshot(asked: &Asked, given: &mut Given, change: impl FnOnce(&mut Vec<String>)) {
    if asked.path == SNAPSHOT {
        let mut lines: Vec<String> = given.body.split_inclusive('\n').map(str::to_owned).collect();
        change(&mut lines);
        given.body = lines.concat();
    }
}

/// The snapshot of other records, with sums that are right.
fn snapshot_of(asked: &Asked, given: &mut Given, change: impl FnOnce(&mut Vec<Value>)) {
    on_snapshot(asked, given, |lines| {
        lines.pop();
        let mut values: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        change(&mut values);
        *lines = values.iter().map(|value| format!("{value}\n")).collect();
        let end = json!({"end": true, "count": lines.len() - 1, "sha256": hex(Sha256::digest(lines.concat()))});
        lines.push(format!("{end}\n"));
    });
}

fn on_state(asked: &Asked, given: &mut Given, change: impl FnOnce(&mut Value)) {
    if asked.path == STATE {
        let mut state: Value = serde_json::from_str(&given.body).unwrap();
        change(&mut state["kinds"][0]);
        given.body = state.to_string();
    }
}

pub const FAULTS: &[Fault] = &[
    Fault {
        what: "a page is an error",
        check: "answer",
        change: |a, g| {
            if a.after() == 27 {
                g.status = 500
            }
        },
    },
    Fault {
        what: "the page is not JSON",
        check: "page",
        change: |a, g| {
            if a.is_page() {
                g.body = "<html>".to_owned()
            }
        },
    },
    Fault { what: "no license", check: "page", change: |a, g| on_page(a, g, |page| drop(page["license"].take())) },
    Fault { what: "head is a text", check: "page", change: |a, g| on_page(a, g, |page| page["head"] = json!("60")) },
    Fault { what: "modified is a text", check: "item", change: |a, g| on_item(a, g, 5, |item| item["modified"] = json!("15")) },
    Fault { what: "a revision of 0", check: "item", change: |a, g| on_item(a, g, 5, |item| item["revision"] = json!(0)) },
    Fault { what: "an id that is no UUID", check: "item", change: |a, g| on_item(a, g, 5, |item| item["id"] = json!("5")) },
    Fault {
        what: "an item of another kind",
        check: "item",
        change: |a, g| on_item(a, g, 5, |item| item["kind"] = json!("totem")),
    },
    Fault { what: "an unknown state", check: "item", change: |a, g| on_item(a, g, 5, |item| item["state"] = json!("changed")) },
    Fault { what: "no data", check: "item", change: |a, g| on_item(a, g, 5, |item| drop(item["data"].take())) },
    Fault {
        what: "data that is no record",
        check: "item",
        change: |a, g| on_item(a, g, 5, |item| item["data"]["kinds"] = json!([])),
    },
    Fault {
        what: "data of an older revision",
        check: "item",
        change: |a, g| on_item(a, g, 5, |item| item["data"]["revision"] = json!(1)),
    },
    Fault { what: "no authority", check: "item", change: |a, g| on_item(a, g, 5, |item| drop(item["authority"].take())) },
    Fault {
        what: "a tombstone without a reason",
        check: "item",
        change: |a, g| on_item(a, g, 4, |item| drop(item["reason"].take())),
    },
    Fault {
        what: "merged into nothing",
        check: "item",
        change: |a, g| on_item(a, g, 9, |item| drop(item["merged_into"].take())),
    },
    Fault {
        what: "more items than asked for",
        check: "limit",
        change: |a, g| {
            on_page(a, g, |page| {
                let more: Vec<Value> = items().into_iter().filter(|item| item["modified"].as_i64() > Some(a.after())).collect();
                page["next"] = json!(a.address(HEAD));
                page["items"] = json!(more);
            })
        },
    },
    Fault {
        what: "two items change places",
        check: "order",
        change: |a, g| on_page(a, g, |page| page["items"].as_array_mut().unwrap().swap(0, 1)),
    },
    Fault {
        what: "two items at one position",
        check: "order",
        change: |a, g| on_item(a, g, 6, |item| item["modified"] = json!(15)),
    },
    Fault {
        what: "the last item of a page comes again on the next",
        check: "order",
        change: |a, g| {
            on_page(a, g, |page| {
                let again = items().into_iter().find(|item| item["modified"].as_i64() == Some(a.after()));
                let found = page["items"].as_array_mut().unwrap();
                found.splice(0..0, again);
            })
        },
    },
    Fault {
        what: "a revision falls",
        check: "once",
        change: |a, g| on_item(a, g, 20, |item| (item["id"], item["revision"]) = (json!(id(3)), json!(2))),
    },
    Fault {
        what: "a log that keeps what was",
        check: "once",
        change: |a, g| {
            on_item(a, g, 20, |item| {
                (item["id"], item["revision"], item["data"]["revision"]) = (json!(id(3)), json!(9), json!(9))
            })
        },
    },
    Fault {
        what: "another epoch on the second page",
        check: "epoch",
        change: |a, g| {
            on_page(a, g, |page| {
                if a.after() > 0 {
                    page["epoch"] = json!(OTHER_EPOCH)
                }
            })
        },
    },
    Fault { what: "a head behind its items", check: "head", change: |a, g| on_page(a, g, |page| page["head"] = json!(20)) },
    Fault { what: "a head that falls", check: "head", change: |a, g| on_last_page(a, g, |page| page["head"] = json!(59)) },
    Fault {
        what: "next without a host",
        check: "next",
        change: |a, g| on_page(a, g, |page| page["next"] = json!(a.address(27).replace(&a.base, ""))),
    },
    Fault {
        what: "next of another host",
        check: "next",
        change: |a, g| on_page(a, g, |page| page["next"] = json!(a.address(27).replace(&a.base, "https://lu.example"))),
    },
    Fault {
        what: "next of another path",
        check: "next",
        change: |a, g| on_page(a, g, |page| page["next"] = json!(a.address(27).replace("changes", "state"))),
    },
    Fault {
        what: "next that leads to itself",
        check: "next",
        change: |a, g| on_page(a, g, |page| page["next"] = json!(a.address(a.after()))),
    },
    Fault {
        what: "the last page leads to the first",
        check: "last_page",
        change: |a, g| on_last_page(a, g, |page| page["next"] = json!(a.address(0))),
    },
    Fault {
        what: "an item is skipped where a page ends",
        check: "skipped",
        change: |a, g| {
            on_page(a, g, |page| {
                if a.after() > 0 {
                    page["items"].as_array_mut().unwrap().remove(0);
                }
            })
        },
    },
    Fault { what: "a record is never told of", check: "skipped", change: |a, g| without(a, g, 7) },
    Fault {
        what: "no ETag",
        check: "etag",
        change: |a, g| {
            if a.is_page() {
                g.tag = None
            }
        },
    },
    Fault {
        what: "If-None-Match is not looked at",
        check: "etag",
        change: |a, g| {
            if a.tag.is_some() {
                g.status = 200
            }
        },
    },
    Fault { what: "nothing waits", check: "wait", change: nothing },
    Fault {
        what: "a cursor of another epoch goes on",
        check: "cursor",
        change: |a, g| {
            if a.query.get("epoch").is_some_and(|epoch| epoch.starts_with("0000")) {
                foreign(a, g)
            }
        },
    },
    Fault {
        what: "a cursor of the future waits there",
        check: "cursor",
        change: |a, g| {
            if a.after() > HEAD {
                foreign(a, g)
            }
        },
    },
    Fault { what: "410 without a way on", check: "cursor", change: |_, g| g.link = None },
    Fault { what: "the snapshot is cut", check: "snapshot", change: |a, g| on_snapshot(a, g, |lines| lines.truncate(12)) },
    Fault {
        what: "the snapshot counts wrong",
        check: "snapshot",
        change: |a, g| {
            on_snapshot(a, g, |lines| {
                lines.remove(5);
            })
        },
    },
    Fault {
        what: "a line of the snapshot was changed",
        check: "snapshot",
        change: |a, g| on_snapshot(a, g, |lines| lines[5] = lines[5].replace("Atelier", "Etelier")),
    },
    Fault {
        what: "the snapshot does not say where it was taken",
        check: "snapshot",
        change: |a, g| snapshot_of(a, g, |lines| drop(lines[0]["position"].take())),
    },
    Fault {
        what: "a revision of the snapshot is another",
        check: "snapshot",
        change: |a, g| snapshot_of(a, g, |lines| (lines[5]["revision"], lines[5]["data"]["revision"]) = (json!(9), json!(9))),
    },
    Fault {
        what: "what has gone has no tombstone",
        check: "tombstone",
        change: |a, g| {
            snapshot_of(a, g, |lines| {
                lines.remove(5);
            })
        },
    },
    Fault {
        what: "a tombstone of what is there",
        check: "tombstone",
        change: |a, g| {
            on_item(a, g, 5, |item| {
                item["state"] = json!("deleted");
                item["reason"] = json!("removed");
                item.as_object_mut().unwrap().remove("data");
            })
        },
    },
    Fault { what: "the count is wrong", check: "state", change: |a, g| on_state(a, g, |kind| kind["count"] = json!(17)) },
    Fault {
        what: "the digest is of something else",
        check: "state",
        change: |a, g| on_state(a, g, |kind| kind["digest"] = json!("00".repeat(32))),
    },
    Fault {
        what: "the digest of a bucket is wrong",
        check: "state",
        change: |a, g| on_state(a, g, |kind| kind["buckets"][3]["digest"] = json!("00".repeat(32))),
    },
    Fault {
        what: "a bucket of nothing",
        check: "state",
        change: |a, g| {
            on_state(a, g, |kind| {
                kind["buckets"].as_array_mut().unwrap().push(json!({"bucket": "ff", "count": 1, "digest": "00".repeat(32)}))
            })
        },
    },
];

/// An empty last page for a cursor that leads nowhere.
fn foreign(asked: &Asked, given: &mut Given) {
    let body = json!({"items": [], "next": asked.address(asked.after()), "epoch": EPOCH, "head": HEAD, "license": "x"});
    *given = Given { status: 200, body: body.to_string(), tag: None, link: None };
}
