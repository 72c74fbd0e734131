//! A region that is made up: a feed, its snapshot and its digests, with one fault or none.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::harness::{Output, run};

pub const EPOCH: &str = "7f3a0c1e7b5a4c3e9d4f2a6b8c0d1e3f";
pub const CHANGES: &str = "/v1/sync/changes";
pub const SNAPSHOT: &str = "/v1/sync/snapshot/organization";
pub const STATE: &str = "/v1/sync/state";
pub const HEAD: i64 = 60;
/// Pages end here whatever is asked for, so that the reading in smaller ones cuts elsewhere.
pub const PAGE: usize = 9;

/// What is asked of the made-up region.
pub struct Asked {
    pub base: String,
    pub path: String,
    pub query: BTreeMap<String, String>,
    pub tag: Option<String>,
}

pub struct Given {
    pub status: u16,
    pub body: String,
    pub tag: Option<String>,
    pub link: Option<String>,
}

impl Asked {
    pub fn after(&self) -> i64 {
        self.query.get("after").map_or(0, |after| after.parse().unwrap())
    }

    pub fn is_page(&self) -> bool {
        self.path == CHANGES
    }

    pub fn address(&self, after: i64) -> String {
        let limit = self.query.get("limit").map(|limit| format!("&limit={limit}")).unwrap_or_default();
        let after = if after == 0 { String::new() } else { format!("&after={after}&epoch={EPOCH}") };
        format!("{}{CHANGES}?kind=organization{limit}{after}", self.base)
    }
}

pub fn id(number: i64) -> String {
    format!("01920c1e-7b5a-7c3e-9d4f-0000000000{number:02x}")
}

/// Twenty records at every third position; the fourth was removed, and the ninth merged into the first.
pub fn items() -> Vec<Value> {
    let item = |number: i64| {
        let mut item = json!({"kind": "organization", "id": id(number), "modified": number * 3, "revision": number % 4 + 1, "authority": "lu",
            "source": {"system": "lorntech", "external_id": id(number)}, "state": "updated"});
        match number {
            4 => (item["state"], item["reason"]) = (json!("deleted"), json!("removed")),
            9 => {
                (item["state"], item["reason"]) = (json!("deleted"), json!("merged"));
                item["merged_into"] = json!(id(1));
            }
            _ => {
                item["data"] = json!({"name": format!("Atelier {number}"), "kinds": ["association"], "revision": number % 4 + 1})
            }
        }
        item
    };
    (1..=20).map(item).collect()
}

pub fn there(item: &Value) -> bool {
    item["state"] == "updated"
}

pub fn page(asked: &Asked) -> Given {
    let (after, epoch) = (asked.after(), asked.query.get("epoch").map(String::as_str));
    if after > HEAD || (after > 0 && epoch != Some(EPOCH)) {
        let link = format!("<{}>; rel=\"restart\"", asked.address(0));
        return Given { status: 410, body: json!({"code": "sync_cursor_expired"}).to_string(), tag: None, link: Some(link) };
    }
    let limit = asked.query.get("limit").map_or(PAGE, |limit| limit.parse().unwrap()).min(PAGE);
    let found: Vec<Value> = items().into_iter().filter(|item| item["modified"].as_i64() > Some(after)).take(limit).collect();
    let next = asked.address(found.last().map_or(after, |item| item["modified"].as_i64().unwrap()));
    let body = json!({"items": found, "next": next, "epoch": EPOCH, "head": HEAD, "license": "https://licence.example"});
    Given { status: 200, body: body.to_string(), tag: None, link: None }
}

pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn snapshot() -> String {
    let meta = json!({"kind": "organization", "epoch": EPOCH, "position": HEAD});
    let lines: Vec<String> =
        std::iter::once(meta).chain(items().into_iter().filter(there)).map(|line| format!("{line}\n")).collect();
    let before = lines.concat();
    let end = json!({"end": true, "count": lines.len() - 1, "sha256": hex(Sha256::digest(&before))});
    format!("{before}{end}\n")
}

pub fn state() -> Value {
    let (mut sum, mut buckets) = ([0; 32], vec![]);
    for item in items().into_iter().filter(there) {
        let id = item["id"].as_str().unwrap().to_owned();
        let one = Sha256::digest(format!("{id}:{}", item["revision"]));
        sum.iter_mut().zip(&one).for_each(|(sum, byte)| *sum ^= byte);
        buckets.push(json!({"bucket": &id[34..], "count": 1, "digest": hex(one)}));
    }
    json!({"epoch": EPOCH, "position": HEAD,
        "kinds": [{"kind": "organization", "count": buckets.len(), "digest": hex(sum), "buckets": buckets}]})
}

/// One fault of a feed: what it makes of an answer.
pub struct Fault {
    pub what: &'static str,
    /// The check that has to find it.
    pub check: &'static str,
    pub change: fn(&Asked, &mut Given),
}

pub fn answer(asked: &Asked, fault: &Fault) -> Given {
    let whole = |body: String| Given { status: 200, body, tag: None, link: None };
    let mut given = match asked.path.as_str() {
        CHANGES => page(asked),
        SNAPSHOT => whole(snapshot()),
        STATE => whole(state().to_string()),
        path => panic!("{path}"),
    };
    let waits = asked.query.get("wait").map_or(0, |wait| wait.parse().unwrap());
    if waits > 0 && fault.check != "wait" {
        thread::sleep(Duration::from_secs(waits));
    }
    given.tag = Some(format!("\"{}\"", hex(Sha256::digest(&given.body))));
    if given.status == 200 && asked.tag.is_some() && asked.tag == given.tag {
        given.status = 304;
    }
    (fault.change)(asked, &mut given);
    given
}

pub fn read(stream: &TcpStream, base: &str) -> Option<Asked> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let target = first.split(' ').nth(1)?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let query = query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned()));
    let headers: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let tag = headers.iter().find_map(|line| line.strip_prefix("if-none-match: ")).map(str::to_owned);
    Some(Asked { base: base.to_owned(), path: path.to_owned(), query: query.collect(), tag })
}

/// What the check says of a made-up region with this fault.
pub fn check(fault: &Fault, arguments: &[&str]) -> Output {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let stopped = AtomicBool::new(false);
    thread::scope(|scope| {
        let (url, stop) = (base.clone(), &stopped);
        scope.spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let (mut stream, base) = (stream.unwrap(), url.clone());
                scope.spawn(move || {
                    let Some(asked) = read(&stream, &base) else { return };
                    let Given { status, body, tag, link } = answer(&asked, fault);
                    let body = if status == 304 { String::new() } else { body };
                    let header =
                        |name: &str, value: Option<String>| value.map(|value| format!("{name}: {value}\r\n")).unwrap_or_default();
                    let (tag, link) = (header("ETag", tag), header("Link", link));
                    let length = body.len();
                    let _ = write!(
                        stream,
                        "HTTP/1.1 {status} x\r\nConnection: close\r\n{tag}{link}Content-Length: {length}\r\n\r\n{body}"
                    );
                });
            }
        });
        let output = run(&[&["sync", "check", base.as_str()], arguments].concat(), &[("LORNTECH_SYNC_TOKEN", "any")], None);
        stopped.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(base.trim_start_matches("http://"));
        output
    })
}
