//! Files as evidence: taken in, kept from others until they are clean, frozen with a dossier, and forgotten. The scanner is a
//! real clamd.

use serde_json::json;

use super::{begun, send_evidence, step};
use crate::{
    fixtures::{PDF, named},
    harness::{App, Clamd, Client, Reply, eicar, eventually, new_uuid},
};

#[track_caller]
fn show(pilot: &Client, path: &str, name: &str) -> String {
    send_evidence(pilot, path, name, "application/pdf", PDF).expect(201).at("/id").to_owned()
}

/// What is shown for how it is governed.
fn governance(reader: &Client, path: &str) -> serde_json::Value {
    let list = reader.get(&format!("{path}/criteria")).expect(200);
    list.items().iter().find(|one| one["criterion"]["code"] == "gouvernance").unwrap().clone()
}

fn freeze(pilot: &Client, path: &str) -> (Reply, String) {
    let version = pilot.post(&format!("{path}/dossier-versions"), &json!({})).expect(201);
    let address = format!("{path}/dossier-versions/{}", version.at("/id"));
    (version, address)
}

#[track_caller]
fn take_away(pilot: &Client, path: &str, evidence: &str) {
    let etag = pilot.get(path).expect(200).etag().to_owned();
    pilot.send("DELETE", &format!("{path}/evidence/{evidence}"), &[("if-match", &etag)], None).expect(204);
}

fn sha256(app: &App, bytes: &[u8]) -> String {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    app.sql_value(&format!("select encode(sha256('\\x{hex}'), 'hex')"))
}

#[test]
fn a_file_is_shown_by_its_name_and_hash_and_had_by_pilots_alone() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    step(&pilot, &path, "submitted", "2019-02-11").expect(201);
    let shown = send_evidence(&pilot, &path, "../Statuts (été).pdf", "application/pdf", PDF).expect(201);
    let evidence = shown.at("/id").to_owned();
    assert_eq!((shown.at("/shows/kind"), shown.at("/shows/name")), ("document", "Statuts (été).pdf"));
    assert_eq!((shown.at("/shows/media_type"), &shown.body["shows"]["size"]), ("application/pdf", &json!(PDF.len())));
    assert_eq!(shown.at("/shows/sha256"), sha256(&app, PDF));
    assert_eq!(shown.at("/file_status"), "unscanned");
    let file = format!("{path}/evidence/{evidence}/file");
    let (reply, bytes) = pilot.get_bytes(&file);
    assert_eq!(bytes, PDF);
    assert!(reply.header("content-disposition").unwrap().starts_with("attachment; filename*=UTF-8''Statuts"));
    let (anonymous, member) = (app.anonymous(), app.token("entrepreneur"));
    let read = governance(&anonymous, &path);
    assert_eq!((&read["state"], &read["evidence"][0]["shows"]["name"]), (&json!("met"), &json!("Statuts (été).pdf")));
    anonymous.get(&file).expect_problem(401, "authentication_required");
    member.get(&file).expect_problem(403, "forbidden");
    send_evidence(&member, &path, "a.pdf", "application/pdf", PDF).expect_problem(403, "forbidden");
    send_evidence(&app.anonymous(), &path, "a.pdf", "application/pdf", PDF).expect_problem(401, "authentication_required");
    assert_eq!(app.files().len(), 1, "what is refused leaves no file");
    // What is no file has none.
    let page = json!({"criterion": "gouvernance", "title": "Bureau", "kind": "url", "url": "https://exemple.fr/bureau"});
    let page = pilot.post(&format!("{path}/evidence"), &page).expect(201);
    pilot.get(&format!("{path}/evidence/{}/file", page.at("/id"))).expect_problem(404, "not_found");
}

#[test]
fn what_is_no_file_of_the_list_or_for_no_criterion_is_refused() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let refused = send_evidence(&pilot, &path, "a.pdf.exe", "application/pdf", PDF).expect_problem(422, "invalid_body");
    assert_eq!(refused.at("/errors/0/code"), "file_extension");
    let refused = send_evidence(&pilot, &path, "a.pdf", "application/pdf", b"<html>").expect_problem(422, "invalid_body");
    assert_eq!(refused.at("/errors/0/code"), "file_content");
    let address = format!("{path}/evidence-files?name=a.pdf&criterion=nulle-part&title=Essai");
    let refused = pilot.send("POST", &address, &[("content-type", "application/pdf")], Some(PDF));
    assert_eq!(refused.expect_problem(400, "invalid_parameter").at("/errors/0/code"), "unknown_reference");
    // Full: by the bytes of files that came before.
    app.sql(&format!(
        "insert into evidence_files (id, candidacy_id, size, status, created_at) select gen_random_uuid(), id, 1 << 30, 'clean', now() \
         from candidacies where slug = '{}'",
        path.rsplit('/').next().unwrap()
    ));
    let refused = send_evidence(&pilot, &path, "a.pdf", "application/pdf", PDF).expect_problem(409, "too_many_documents");
    assert!(refused.at("/detail").contains("200") && refused.at("/detail").contains("1024"), "{}", refused.text);
    eventually("nothing is left behind", || app.files().is_empty().then_some(()));
    assert_eq!(app.sql_value("select count(*) from evidence_files where status = 'receiving'"), "0");
}

#[test]
fn a_retry_with_its_key_is_the_same_evidence_and_leaves_one_file() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let key = new_uuid();
    let send = |bytes: &[u8]| {
        let address = format!("{path}/evidence-files?name=a.pdf&criterion=gouvernance&title=Statuts");
        pilot.send("POST", &address, &[("content-type", "application/pdf"), ("idempotency-key", &key)], Some(bytes))
    };
    let (first, again) = (send(PDF).expect(201), send(PDF).expect(201));
    assert_eq!(first.at("/id"), again.at("/id"));
    send(&[PDF, b"\n"].concat()).expect_problem(422, "idempotency_key_reused");
    eventually("one file is left", || (app.files().len() == 1).then_some(()));
    assert_eq!(app.sql_value("select count(*) from evidence_files"), "1");
    pilot.get(&format!("{path}/evidence/{}/file", first.at("/id"))).expect(200);
}

#[test]
fn a_frozen_dossier_keeps_its_files_for_its_reviewers_and_no_others() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    step(&pilot, &path, "submitted", "2019-02-11").expect(201);
    let (kept, dropped) = (show(&pilot, &path, "statuts.pdf"), show(&pilot, &path, "brouillon.pdf"));
    take_away(&pilot, &path, &dropped);
    eventually("the file goes with its evidence", || (app.files().len() == 1).then_some(()));
    let (version, address) = freeze(&pilot, &path);
    let content = pilot.get(&format!("{address}/dossier.json")).expect(200);
    let shows = &content.body["evidence"][0]["shows"];
    assert_eq!(
        (&shows["name"], &shows["size"], &shows["sha256"]),
        (&json!("statuts.pdf"), &json!(PDF.len()), &json!(sha256(&app, PDF)))
    );
    assert!(content.body["evidence"][0]["file_status"].is_null(), "whether it can be had is not frozen");
    assert_eq!(version.body["intact"], json!(true));
    // Its evidence is taken away; the version holds it still.
    take_away(&pilot, &path, &kept);
    let file = format!("{address}/evidence/{kept}/file");
    assert_eq!(pilot.get_bytes(&file).1, PDF);
    pilot.get(&format!("{path}/evidence/{kept}/file")).expect_problem(404, "not_found");
    let (reviewer, recused, stranger) = (app.token("entrepreneur"), app.token("agent-metz"), app.token("agent-nancy"));
    reviewer.get(&file).expect_problem(403, "forbidden");
    named(&app, &address, "entrepreneur");
    let review = named(&app, &address, "agent-metz");
    assert_eq!(reviewer.get_bytes(&file).1, PDF);
    assert_eq!(recused.get_bytes(&file).1, PDF);
    let conflict = json!({"to": "recused", "note": "J’y travaille."});
    recused.post(&format!("{review}/transitions"), &conflict).expect(201);
    recused.get(&file).expect_problem(403, "forbidden");
    stranger.get(&file).expect_problem(403, "forbidden");
    app.anonymous().get(&file).expect_problem(401, "authentication_required");
    pilot.get(&format!("{address}/evidence/{dropped}/file")).expect_problem(404, "not_found");
    // No account is left in it once whoever sent it has gone.
    app.sql("update evidence_files set author_id = null");
    assert_eq!(reviewer.get_bytes(&file).1, PDF);
}

#[test]
fn nothing_is_handed_out_before_it_is_clean_and_what_is_infected_shows_nothing() {
    let mut clamd = Clamd::start();
    let app = App::start_with(&[("LORNTECH_CLAMD", &clamd.socket())], &[]);
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let status = |evidence: &str| {
        let shown = governance(&pilot, &path);
        let all = shown["evidence"].as_array().unwrap().clone();
        all.into_iter().find(|one| one["id"] == *evidence).map(|one| one["file_status"].as_str().unwrap().to_owned())
    };
    let clean = show(&pilot, &path, "a.pdf");
    eventually("it is found clean", || (status(&clean).as_deref() == Some("clean")).then_some(()));
    assert_eq!(pilot.get_bytes(&format!("{path}/evidence/{clean}/file")).1, PDF);
    take_away(&pilot, &path, &clean);
    // While the scanner is down everything is taken in and waits, also in a dossier.
    clamd.stop();
    let infected = [PDF, &eicar(), b"\n%%EOF\n"].concat();
    let bad = send_evidence(&pilot, &path, "facture.pdf", "application/pdf", &infected).expect(201);
    assert_eq!(bad.at("/file_status"), "pending");
    let bad = bad.at("/id").to_owned();
    let (_, address) = freeze(&pilot, &path);
    let frozen = format!("{address}/evidence/{bad}/file");
    for file in [&format!("{path}/evidence/{bad}/file"), &frozen] {
        pilot.get(file).expect_problem(409, "document_pending");
    }
    clamd.restart();
    app.sql("update evidence_files set available_at = now()");
    eventually("it is found", || (status(&bad).as_deref() == Some("infected")).then_some(()));
    for file in [&format!("{path}/evidence/{bad}/file"), &frozen] {
        pilot.get(file).expect_problem(409, "document_infected");
    }
    eventually("its bytes are deleted", || app.files().is_empty().then_some(()));
    assert_eq!(governance(&pilot, &path)["state"], "unmet");
    let readiness = pilot.get(&format!("{path}/readiness")).expect(200);
    let gaps = readiness.body["gaps"].as_array().unwrap();
    assert!(gaps.iter().any(|gap| gap["kind"] == "evidence_infected" && gap["evidence_id"] == bad), "{}", readiness.text);
    let mail = app.mail("whoever sent it is told", |mail| {
        mail.is_to("pilot@demo.lorntech.example") && mail.text.contains("logiciel malveillant")
    });
    assert!(mail.text.contains("facture.pdf") && mail.text.contains("/criteres"), "{}", mail.text);
    assert_eq!(app.sql_value("select count(*) from audit_log where action = 'document.found_infected'"), "1");
}
