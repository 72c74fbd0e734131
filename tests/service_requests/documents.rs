use std::{process::Command, thread};

use serde_json::{Value, json};

use crate::{
    fixtures::{
        PDF, ask, bring_to, confirmed, first_mail, path, picture, question, question_from, say, send_file, send_pdf, step,
    },
    harness::{App, Client, eventually, new_uuid},
};

const DAY: i64 = 24 * 60 * 60;

/// The names of the files that somebody sees.
fn names(client: &Client, id: &str) -> Vec<String> {
    let listing = client.get(&path(id, "/documents")).expect(200);
    listing.items().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

fn id_of(address: &str) -> Value {
    json!(address.rsplit('/').next().unwrap())
}

#[test]
fn files_come_with_a_request_and_its_messages_and_those_of_notes_stay_among_agents() {
    let app = App::start();
    let (member, metz, nancy) = (app.token("entrepreneur"), app.token("agent-metz"), app.token("agent-nancy"));
    let id = ask(&member, &question());
    let before = member.get(&path(&id, "")).expect(200).body["revision"].clone();
    let plan = send_pdf(&member, &id, "plan.pdf", "");
    let known = metz.get(&plan).expect(200);
    assert_eq!((known.at("/name"), known.at("/status"), known.at("/author_kind")), ("plan.pdf", "unscanned", "requester"));
    assert_eq!(known.body["size"], PDF.len());
    assert_eq!(metz.get_bytes(&format!("{plan}/file")).1, PDF);
    assert_ne!(member.get(&path(&id, "")).expect(200).body["revision"], before, "its request has changed");

    // What waits for its message is its sender's alone, a colleague's neither.
    bring_to(&member, &metz, &id, "in_progress");
    let (answer, note) =
        (send_pdf(&metz, &id, "réponse.pdf", "&with_message=true"), send_pdf(&metz, &id, "note.pdf", "&with_message=true"));
    assert_eq!(names(&member, &id), ["plan.pdf"]);
    assert_eq!(names(&app.token("manager-metz"), &id), ["plan.pdf"]);
    assert_eq!(names(&metz, &id).len(), 3);
    member.get(&answer).expect_problem(404, "not_found");
    let stolen = json!({"body": "À moi", "document_ids": [id_of(&answer)]});
    say(&member, &id, &stolen).expect_problem(422, "invalid_body");
    say(&metz, &id, &json!({"body": "Entre nous", "internal": true, "document_ids": [id_of(&note)]})).expect(201);
    let sent = say(&metz, &id, &json!({"body": "Voici", "document_ids": [id_of(&answer)]})).expect(201);
    assert_eq!(member.get(&answer).expect(200).at("/message_id"), sent.at("/message/id"));
    assert_eq!(names(&member, &id), ["plan.pdf", "réponse.pdf"]);
    for rest in ["", "/file"] {
        member.get(&format!("{note}{rest}")).expect_problem(404, "not_found");
        metz.get(&format!("{note}{rest}")).expect(200);
    }
    // Another one's request is nobody's business, and a document is part of no other request.
    let other = ask(&member, &question());
    member.get(&plan.replace(&id, &other)).expect_problem(404, "not_found");
    for rest in ["/documents", "/documents?limit=1"] {
        nancy.get(&path(&id, rest)).expect_problem(404, "not_found");
    }
    nancy.get(&format!("{plan}/file")).expect_problem(404, "not_found");

    // They go over to another site with it.
    metz.post(&path(&id, "/assignments"), &json!({"totem_id": "nancy"})).expect(201);
    assert_eq!(names(&nancy, &id), ["plan.pdf", "réponse.pdf", "note.pdf"]);
    assert_eq!(nancy.get_bytes(&format!("{note}/file")).1, PDF);
    metz.get(&format!("{plan}/file")).expect_problem(404, "not_found");
}

#[test]
fn whoever_has_no_account_sends_a_few_files_by_the_link_before_and_more_after_the_confirmation() {
    let app = App::start();
    let email = "camille@exemple.fr";
    let id = ask(&app.anonymous(), &question_from(email));
    let holder = app.holder(&first_mail(&app, email));
    send_file(&app.anonymous(), &id, "a.pdf", "application/pdf", PDF, "").expect_problem(401, "authentication_required");
    app.token("agent-metz").get(&path(&id, "/documents")).expect_problem(404, "not_found");
    for number in 0..5 {
        send_pdf(&holder, &id, &format!("{number}.pdf"), "");
    }
    let refused = send_file(&holder, &id, "5.pdf", "application/pdf", PDF, "").expect_problem(409, "too_many_documents");
    assert!(refused.at("/detail").contains('5') && refused.at("/detail").contains("20"), "{}", refused.text);
    let (_, other) = confirmed(&app, "dominique@exemple.fr");
    send_file(&other, &id, "a.pdf", "application/pdf", PDF, "").expect_problem(404, "not_found");
    step(&holder, &id, "submitted").expect(201);
    for number in 5..10 {
        send_pdf(&holder, &id, &format!("{number}.pdf"), "");
    }
    send_file(&holder, &id, "a.pdf", "application/pdf", PDF, "").expect_problem(409, "too_many_documents");
    assert_eq!(names(&app.token("agent-metz"), &id).len(), 10);
    step(&holder, &id, "cancelled").expect(201);
    send_file(&holder, &id, "a.pdf", "application/pdf", PDF, "").expect_problem(409, "state_conflict");
}

#[test]
fn a_file_is_taken_back_until_it_is_sent() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    let waiting = send_pdf(&member, &id, "a.pdf", "&with_message=true");
    assert_eq!(app.files().len(), 1);
    let etag = member.get(&waiting).expect(200).etag().to_owned();
    member.send("DELETE", &waiting, &[], None).expect_problem(428, "if_match_required");
    app.token("agent-metz").send("DELETE", &waiting, &[("if-match", &etag)], None).expect_problem(404, "not_found");
    member.send("DELETE", &waiting, &[("if-match", &etag)], None).expect(204);
    member.get(&waiting).expect_problem(404, "not_found");
    eventually("its bytes are deleted, too", || app.files().is_empty().then_some(()));
    let sent = send_pdf(&member, &id, "b.pdf", "");
    for client in [&member, &app.token("agent-metz")] {
        client.send("DELETE", &sent, &[("if-match", "\"2-requester\"")], None).expect_problem(409, "document_sent");
    }
    // What waits for a message that nobody sends is forgotten.
    let mut app = app;
    send_pdf(&member, &id, "c.pdf", "&with_message=true");
    app.advance_clock(DAY + 60);
    app.restart();
    eventually("it is forgotten", || (app.files().len() == 1).then_some(()));
    assert_eq!(names(&app.token("entrepreneur"), &id), ["b.pdf"]);
}

#[test]
fn a_retry_with_the_same_key_is_the_same_file_and_an_upload_that_broke_off_leaves_nothing() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    let (key, address) = (new_uuid(), path(&id, "/documents?name=a.pdf"));
    let send = |bytes: &[u8]| {
        member.send("POST", &address, &[("content-type", "application/pdf"), ("idempotency-key", &key)], Some(bytes))
    };
    // The connection is lost in the middle: its place in the limits is given back.
    let token = member.header("authorization").unwrap();
    let head = format!(
        "POST {address} HTTP/1.1\r\nHost: {}\r\nAuthorization: {token}\r\nContent-Type: application/pdf\r\nIdempotency-Key: {key}\r\n\
         Content-Length: {}\r\n\r\n",
        app.address(),
        PDF.len()
    );
    app.raw_and_leave([head.as_bytes(), &PDF[..20]].concat());
    eventually("the upload is given up", || {
        let begun = app.sql_value("select count(*) from audit_log where action = 'document.announced'") == "1";
        let left = app.sql_value("select count(*) from request_documents");
        (begun && left == "0" && app.files().is_empty()).then_some(())
    });
    let first = send(PDF).expect(201);
    let again = send(PDF).expect(201);
    assert_eq!((first.at("/id"), first.header("location")), (again.at("/id"), again.header("location")));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!((names(&member, &id).len(), app.files().len()), (1, 1));
    // The key is bound to what was sent, whatever it says of itself.
    let mut other = PDF.to_vec();
    other[15] = b'9';
    send(&other).expect_problem(422, "idempotency_key_reused");
    send(&[PDF, b"\n"].concat()).expect_problem(422, "idempotency_key_reused");
    assert_eq!(member.get_bytes(&format!("{}/file", first.header("location").unwrap())).1, PDF);
    // Ten at once are one.
    let key = new_uuid();
    let ids: Vec<String> = thread::scope(|scope| {
        let send = || {
            let reply =
                member.send("POST", &address, &[("content-type", "application/pdf"), ("idempotency-key", &key)], Some(PDF));
            // Whoever finds the first still at it is told to come back.
            (reply.status == 201).then(|| reply.at("/id").to_owned())
        };
        let sent: Vec<_> = (0..10).map(|_| scope.spawn(send)).collect();
        sent.into_iter().filter_map(|one| one.join().unwrap()).collect()
    });
    assert!(!ids.is_empty() && ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!((names(&member, &id).len(), app.files().len()), (2, 2));
}

#[test]
fn a_full_disk_is_said_and_leaves_no_part_of_a_file() {
    let mut app = App::start();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    send_pdf(&member, &id, "a.pdf", "");
    let large = [&PDF[..9], &vec![b' '; 3 << 20], &PDF[9..]].concat();
    let limit = |app: &mut App, size: &str| {
        let pid = app.program().pid().to_string();
        assert!(Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={size}")]).status().unwrap().success());
    };
    limit(&mut app, "1000000:unlimited");
    send_file(&member, &id, "b.pdf", "application/pdf", &large, "").expect_problem(507, "insufficient_storage");
    assert_eq!((names(&member, &id), app.files().len()), (vec!["a.pdf".to_owned()], 1));
    // All else works, and so does this once there is room.
    send_pdf(&member, &id, "c.pdf", "");
    limit(&mut app, "unlimited:unlimited");
    let sent = send_file(&member, &id, "b.pdf", "application/pdf", &large, "").expect(201);
    assert_eq!(member.get_bytes(&format!("{}/file", sent.header("location").unwrap())).1.len(), large.len());
}

#[test]
fn files_are_deleted_six_months_after_their_request_ended_and_its_words_stay() {
    let mut app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let (ended, open) = (ask(&member, &question()), ask(&member, &question()));
    let address = send_pdf(&member, &ended, "a.pdf", "");
    send_pdf(&member, &open, "b.pdf", "");
    bring_to(&member, &agent, &ended, "closed");
    app.advance_clock(175 * DAY);
    app.restart();
    // What is done at the start has been done once this is.
    eventually("the upkeep has run", || (app.sql_value("select count(*) from sessions") == "0").then_some(()));
    let agent = app.token("agent-metz");
    agent.get(&address).expect(200);
    app.advance_clock(15 * DAY);
    app.restart();
    eventually("the files are deleted", || (app.files().len() == 1).then_some(()));
    let agent = app.token("agent-metz");
    agent.get(&address).expect_problem(404, "not_found");
    assert_eq!((names(&agent, &ended).len(), names(&agent, &open).len()), (0, 1));
    assert_eq!(agent.get(&path(&ended, "")).expect(200).at("/subject"), "Préparer une première levée");
    assert_eq!(app.sql_value("select count(*) from audit_log where action = 'document.forgotten'"), "1");
}

#[test]
fn pictures_are_what_they_were_without_where_they_were_taken() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    for (format, name, media_type) in [
        (image::ImageFormat::Png, "a.png", "image/png"),
        (image::ImageFormat::Jpeg, "a.jpg", "image/jpeg"),
        (image::ImageFormat::WebP, "a.webp", "image/webp"),
    ] {
        let sent = picture(format, 90, 40);
        let address = send_file(&member, &id, name, media_type, &sent, "").expect(201).header("location").unwrap().to_owned();
        let (_, kept) = member.get_bytes(&format!("{address}/file"));
        assert_eq!(kept, sent, "{name}: nothing of it is lost");
    }
}
