//! C-05 and C-62: who is told which property, as a file that anybody can read.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write,
    fs,
    path::Path,
};

use serde_json::{Value, json};

use super::{CALLS, Things, sent_document};
use crate::{
    fixtures::{ask, question, say, step},
    harness::{App, Client},
};

const SNAPSHOT: &str = "snapshots/properties.txt";
const HEADING: &str = "\
Who is told which property by which operation, in the demonstration; `[]` is any item of a list, `*` any key. Everything
else is told to nobody. The request and the proposal are the owner's. UPDATE_SNAPSHOTS=1 cargo test -p lorntech-tests c05
writes this file anew.
";
const COLUMNS: &[&str] =
    &["anonymous", "link", "owner", "member", "agent-metz", "agent-nancy", "manager-metz", "pilot", "moderator", "admin"];

/// The properties of an answer.
fn paths(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                // Keys that are data.
                let name = if path == "counts" { "*" } else { name };
                paths(member, &if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| paths(item, &format!("{path}[]"), found)),
        _ => {
            found.insert(path.to_owned());
        }
    }
}

/// A request of the owner with all that a request can have.
fn whole_request(owner: &Client, agent: &Client) -> String {
    let mut question = question();
    question["contact"] = json!({"name": "Camille Essai", "email": "essai@exemple.fr", "phone": "+33 3 00 00 00 00"});
    question["answers"] =
        json!([{"question_id": "stage", "value": "international"}, {"question_id": "countries", "value": "LU"}]);
    let id = ask(owner, &question);
    step(agent, &id, "assigned").expect(201);
    say(agent, &id, &json!({"body": "Entre nous", "internal": true})).expect(201);
    say(agent, &id, &json!({"body": "Une question", "to": "waiting_requester"})).expect(201);
    id
}

/// What each call that reads tells to whom, and the texts of the answers.
type Told = BTreeMap<(&'static str, String), BTreeSet<&'static str>>;

fn told(texts: &mut Vec<(&'static str, &'static str, String)>) -> Told {
    let app = App::start();
    let owner = app.token("entrepreneur");
    app.new_member("member");
    let mut things = Things::of_member(&app, &owner);
    things.request = whole_request(&owner, &app.token("agent-metz"));
    things.document = sent_document(&app, &owner, &things.request);
    let (theirs, holder) = things.clone().with_link(&app);
    let mut told = Told::new();
    for column in COLUMNS {
        let client = match *column {
            "anonymous" => app.anonymous(),
            "link" => holder.clone(),
            "owner" => owner.clone(),
            name => app.token(name),
        };
        let things = if *column == "link" { &theirs } else { &things };
        for (name, call) in CALLS {
            let reads = name.starts_with("get_") || name.starts_with("list_");
            if !reads || *name == "get_me_stream" {
                continue;
            }
            let reply = call(&client, things);
            if reply.status != 200 {
                continue;
            }
            let mut found = BTreeSet::new();
            paths(&reply.body, "", &mut found);
            for path in found {
                told.entry((*name, path)).or_default().insert(*column);
            }
            texts.push((*name, *column, reply.text));
        }
    }
    told
}

#[test]
fn c05_each_role_is_told_the_properties_written_down_and_no_other() {
    let mut texts = vec![];
    let told = told(&mut texts);
    let mut table = HEADING.to_owned();
    let mut last = "";
    for ((name, path), who) in &told {
        if *name != last {
            write!(table, "\n{name}\n").unwrap();
            last = name;
        }
        let who: Vec<&str> = COLUMNS.iter().copied().filter(|column| who.contains(column)).collect();
        let who = if who.len() == COLUMNS.len() { "everybody".to_owned() } else { who.join(" ") };
        writeln!(table, "  {path:50} {who}").unwrap();
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(SNAPSHOT);
    if env::var_os("UPDATE_SNAPSHOTS").is_some_and(|value| value == "1") {
        fs::write(&file, &table).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (kept_lines, lines) = (lines(&kept), lines(&table));
    let more: Vec<_> = lines.difference(&kept_lines).collect();
    let less: Vec<_> = kept_lines.difference(&lines).collect();
    assert!(kept == table, "{SNAPSHOT} says otherwise; told now: {more:#?}; written down: {less:#?}");

    // Whatever the file says: what is a person's is told to nobody who is not concerned.
    for ((name, path), who) in &told {
        let personal =
            ["email", "phone", "password", "contact", "secret", "token", "hash"].iter().any(|word| path.contains(word));
        let named = ["author", "actor", "assignees", "account"].iter().any(|word| path.contains(word));
        // Addresses of OAuth's own endpoints, and methods that it names; how to reach the publisher of the catalogue.
        let of_publisher = *name == "get_catalog" && path.ends_with("#contactPoint[].@id");
        if *name == "get_authorization_server" || of_publisher || !(personal || named) {
            continue;
        }
        assert!(!who.contains("anonymous"), "{name} tells everybody {path}");
        if name.contains("service_request") && *name != "list_service_requests" {
            assert!(!who.contains("member") && !who.contains("agent-nancy") && !who.contains("admin"), "{name} {path}: {who:?}");
        }
    }
}

#[test]
fn c62_lists_give_no_address_and_no_telephone() {
    let mut texts = vec![];
    told(&mut texts);
    let mut lists = 0;
    for (name, who, text) in texts {
        // One's own requests with what one wrote; teams know each other by address, as invitations are made by it.
        if !name.starts_with("list_") || matches!(name, "list_service_requests" | "list_members" | "list_invitations") {
            continue;
        }
        lists += 1;
        assert!(!text.contains('@') && !text.contains("+33 3 00"), "{name} tells {who} an address or a telephone: {text}");
    }
    assert!(lists > 100, "{lists}");
}
