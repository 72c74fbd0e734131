//! The matrix of roles and operations, as a file that anybody can read.

use std::{env, fmt::Write, fs, path::Path};

use super::{CALLS, Things, check_completeness, sent_document};
use crate::{
    fixtures::{invitation_to_metz, propose, published, right_at_metz},
    harness::{App, Client},
};

const SNAPSHOT: &str = "snapshots/policy.txt";
const HEADING: &str = "\
Who gets which answer, in the demonstration. The request and the proposal are the owner's; the request of the column
“link” is one without an account, of which it holds the link. The request asks the Totem of Metz, and is submitted.
200, 201, 204 done · 401 sign in first · 403 seen, but not allowed · 404 does not exist for this reader · 409 not in this
state · UPDATE_SNAPSHOTS=1 cargo test -p lorntech-tests policy writes this file anew.
";

/// The columns; all but the first two are accounts.
const COLUMNS: &[&str] =
    &["anonymous", "link", "owner", "member", "agent-metz", "agent-nancy", "manager-metz", "pilot", "moderator", "admin"];

/// What a call may change.
fn renew(things: &mut Things, name: &str, app: &App, owner: &Client) {
    if name.contains("request_") || name.contains("organization") {
        things.request = crate::fixtures::ask(owner, &crate::fixtures::question());
        // There is a limit for a day, and few cells ask for one.
        if name.contains("document") {
            things.document = sent_document(app, owner, &things.request);
        }
        things.proposal = propose(owner, "Proposition à relire");
        things.etag = published(owner).1;
    }
    if name.contains("project") {
        things.project = format!("/v1/projects/{}", crate::fixtures::project(app));
    }
    if name.contains("booking") {
        things.booking = format!("/v1/bookings/{}", crate::fixtures::booking(app));
    }
    if name.contains("import") {
        things.import = crate::fixtures::queued_import(app);
    }
    if name.contains("invitation") || name.contains("member") {
        (things.invitation, things.member) = (invitation_to_metz(app), right_at_metz(app));
    }
    if name.contains("webhook") {
        things.webhook = crate::fixtures::webhook(app);
    }
    if name == "delete_person" || name == "delete_person_sessions" {
        // It would close the account, or end the sessions, of a cell below.
        app.new_member("somebody");
        things.account = format!("/v1/people/{}", app.account_id("somebody"));
        app.sql("update accounts set email = 'somebody-else-' || id where email like 'somebody@%'");
    }
}

#[test]
fn the_matrix_of_roles_and_operations_is_the_one_written_down() {
    check_completeness();
    let app = App::start();
    let owner = app.token("entrepreneur");
    app.new_member("member");
    let clients: Vec<Option<Client>> = COLUMNS
        .iter()
        .map(|column| match *column {
            "anonymous" => Some(app.anonymous()),
            "link" => None,
            "owner" => Some(owner.clone()),
            name => Some(app.token(name)),
        })
        .collect();
    let mut things = Things::of_member(&app, &owner);
    let (linked, holder) = things.clone().with_link(&app);
    let mut table = String::from(HEADING);
    let width = CALLS.iter().map(|(name, _)| name.len()).max().unwrap();
    write!(table, "\n{:width$}", "").unwrap();
    for column in COLUMNS {
        write!(table, "  {column}").unwrap();
    }
    table.push('\n');
    for (name, call) in CALLS {
        write!(table, "{name:width$}").unwrap();
        // What a call of another cell may have changed is made anew; reading and a refusal change nothing.
        let reads = name.starts_with("get_") || name.starts_with("list_");
        let mut changed = true;
        for (column, client) in COLUMNS.iter().zip(&clients) {
            if changed {
                renew(&mut things, name, &app, &owner);
            }
            let reply = match (*column, client) {
                // It would end the session of all cells below.
                (account, Some(_)) if *name == "delete_current_session" && account != "anonymous" => {
                    let account = if account == "owner" { "entrepreneur" } else { account };
                    call(&app.token(account), &things)
                }
                // It would close the accounts of all cells below; what it does to one it does to all.
                (account, Some(_)) if *name == "delete_me" && account != "anonymous" => {
                    call(&app.new_member(&format!("closing-{account}")), &things)
                }
                (_, Some(client)) => call(client, &things),
                (_, None) if reads => {
                    let (request, document) = (linked.request.clone(), linked.document.clone());
                    call(&holder, &Things { request, document, ..things.clone() })
                }
                (_, None) => {
                    let (theirs, holder) = things.clone().with_link(&app);
                    call(&holder, &theirs)
                }
            };
            if reply.status >= 400 {
                // A refusal is a document; one without is an accident.
                reply.code();
            }
            assert!(reply.status < 500, "a call of {name} as {column}: {reply:?}");
            changed = !reads && reply.status < 400;
            write!(table, "  {:<width$}", reply.status, width = column.len()).unwrap();
        }
        table.truncate(table.trim_end().len());
        table.push('\n');
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(SNAPSHOT);
    if env::var_os("UPDATE_SNAPSHOTS").is_some_and(|value| value == "1") {
        fs::write(&file, &table).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    let difference: Vec<String> = kept
        .lines()
        .map(|line| ("-", line))
        .chain(table.lines().map(|line| ("+", line)))
        .filter(|(side, line)| !if *side == "-" { table.lines().any(|l| l == *line) } else { kept.lines().any(|l| l == *line) })
        .map(|(side, line)| format!("{side} {line}"))
        .collect();
    assert!(difference.is_empty(), "{SNAPSHOT} says otherwise:\n{}", difference.join("\n"));
}
