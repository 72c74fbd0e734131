//! C-50: nobody sends more files, or larger ones, than they may, nor by sending them at once.

use std::thread;

use crate::{
    fixtures::{PDF, ask, first_mail, path, question, question_from, send_file},
    harness::{App, Client},
};

/// A PDF of this many bytes.
fn of(size: usize) -> Vec<u8> {
    [&PDF[..9], &vec![b' '; size - PDF.len()], &PDF[9..]].concat()
}

/// Sends so many at once; how many were taken, and what was said of the others.
fn at_once(client: &Client, id: &str, count: usize, bytes: &[u8]) -> (usize, Vec<String>) {
    thread::scope(|scope| {
        let send = |number| move || send_file(client, id, &format!("{number}.pdf"), "application/pdf", bytes, "");
        let sent: Vec<_> = (0..count).map(|number| scope.spawn(send(number))).collect();
        let replies: Vec<_> = sent.into_iter().map(|one| one.join().unwrap()).collect();
        let refused = replies.iter().filter(|reply| reply.status != 201).map(|reply| reply.at("/code").to_owned()).collect();
        (replies.iter().filter(|reply| reply.status == 201).count(), refused)
    })
}

#[test]
fn c50_uploads_at_once_do_not_pass_the_limits_of_a_request() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    let (taken, refused) = at_once(&member, &id, 24, PDF);
    assert_eq!((taken, refused), (10, vec!["too_many_documents".to_owned(); 14]));
    // The bytes of a draft, too: of five of 6 MiB three fit into 20.
    let email = "camille@exemple.fr";
    let draft = ask(&app.anonymous(), &question_from(email));
    let holder = app.holder(&first_mail(&app, email));
    let (taken, refused) = at_once(&holder, &draft, 5, &of(6 << 20));
    assert_eq!((taken, refused), (3, vec!["too_many_documents".to_owned(); 2]));
    assert_eq!(app.files().len(), 13);
}

#[test]
fn c50_an_account_has_a_limit_for_all_of_its_requests_and_a_file_one_of_its_own() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let (first, second) = (ask(&member, &question()), ask(&member, &question()));
    let account = app.account_id("entrepreneur");
    // A day that was busy elsewhere.
    app.sql(&format!(
        "insert into request_documents (id, request_id, author_kind, author_id, name, media_type, size, digest, status, sent, created_at) \
         select gen_random_uuid(), '{first}', 'agent', '{account}', 'a.pdf', 'application/pdf', 1, '\\x00', 'clean', true, now() \
         from generate_series(1, 195)"
    ));
    let (taken, refused) = at_once(&member, &second, 9, PDF);
    assert_eq!((taken, refused), (5, vec!["document_quota".to_owned(); 4]));
    app.sql("update request_documents set created_at = now() - interval '25 hours', size = 1 << 20");
    let (taken, _) = at_once(&member, &second, 9, PDF);
    assert_eq!(taken, 5, "the request has ten, whenever they came");
    let large = send_file(&member, &first, "a.pdf", "application/pdf", &of((20 << 20) + 1), "");
    assert!(large.expect_problem(413, "body_too_large").at("/detail").contains("20971520"));
    send_file(&member, &first, "a.pdf", "application/pdf", &of(20 << 20), "").expect(201);
    // Without a length the limit holds all the same.
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {}\r\nAuthorization: {}\r\nContent-Type: application/pdf\r\nTransfer-Encoding: chunked\r\n\r\n",
        path(&first, "/documents?name=b.pdf"),
        app.address(),
        member.header("authorization").unwrap()
    );
    let chunk = [b"100000\r\n".as_slice(), &vec![b' '; 1 << 20], b"\r\n"].concat();
    let answer = app.raw([head.as_bytes(), &chunk.repeat(21)].concat());
    assert!(String::from_utf8_lossy(&answer).contains("body_too_large"), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(app.sql_value("select count(*) from request_documents where status = 'receiving'"), "0");
}
