//! Replies by mail: real messages, piped into the program as a mail server does.

use serde_json::json;

use crate::{
    fixtures::{PDF, ask, bring_to, confirmed, path, question, say, step},
    harness::{App, Client, Mail, MailServer, Output, eventually},
};

const DOMAIN: &str = "reponses.lorntech.example";
const EMAIL: &str = "camille@exemple.fr";

fn app_with(more: &[(&str, &str)]) -> App {
    App::start_with(&[&[("LORNTECH_REPLY_DOMAIN", DOMAIN)], more].concat(), &[])
}

/// Pipes a message in, as Postfix does.
fn receive(app: &App, recipient: &str, message: &[u8]) -> Output {
    app.command(&["mail", "receive", "--unsafe-durability", "--recipient", recipient, "--sender", EMAIL], message)
}

#[track_caller]
fn code(output: &Output, expected: i32) {
    assert_eq!(output.status.code(), Some(expected), "{} {}", output.out, output.err);
}

/// A message of Camille's, with these headers and this body.
fn message(id: &str, head: &str, body: &str) -> Vec<u8> {
    format!(
        "From: Camille <{EMAIL}>\r\nTo: somebody@exemple.fr\r\nMessage-ID: <{id}@exemple.fr>\r\nSubject: Re: demande\r\n{head}\r\n\
         {}",
        body.replace('\n', "\r\n")
    )
    .into_bytes()
}

/// One with a file.
fn with_file(id: &str, text: &str, name: &str, media_type: &str, bytes: &[u8]) -> Vec<u8> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let file = STANDARD.encode(bytes);
    message(
        id,
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n",
        &format!(
            "--b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n--b\nContent-Type: {media_type}; name=\"{name}\"\n\
             Content-Disposition: attachment; filename=\"{name}\"\nContent-Transfer-Encoding: base64\n\n{file}\n--b--\n"
        ),
    )
}

/// A request that waits for its requester, and where they answer.
fn asked_back(app: &App) -> (String, Client, Client, String) {
    let (id, holder) = confirmed(app, EMAIL);
    let agent = app.token("agent-metz");
    bring_to(&holder, &agent, &id, "in_progress");
    say(&agent, &id, &json!({"body": "Quel calendrier ?", "to": "waiting_requester"})).expect(201);
    let mail = app.mail("the question", |mail| mail.is_to(EMAIL) && mail.text.contains("> Quel calendrier ?"));
    (id, holder, agent, mail.reply_to.unwrap())
}

fn bodies(client: &Client, id: &str) -> Vec<String> {
    let messages = client.get(&path(id, "/messages")).expect(200);
    messages.items().iter().map(|message| message["body"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_reply_by_mail_is_a_message_with_its_files_and_puts_the_request_back_to_work() {
    let app = app_with(&[]);
    let (id, holder, agent, address) = asked_back(&app);
    let local = address.strip_suffix(&format!("@{DOMAIN}")).unwrap();
    assert!(local.len() <= 64 && local.starts_with("reply+"), "{address}");
    let quoted = "En juin, avec notre comptable.\n\nCamille\n\nLe lun. 1 juin 2026 à 10:12, LORnTECH <x@y.fr> a écrit :\n\n> Quel calendrier ?\n";
    let reply = with_file("1", quoted, "budget.pdf", "application/octet-stream", PDF);
    code(&receive(&app, &address, &reply), 0);
    assert_eq!(bodies(&holder, &id).last().unwrap(), "En juin, avec notre comptable.\n\nCamille");
    assert_eq!(agent.get(&path(&id, "")).expect(200).at("/status"), "in_progress");
    let last = agent.get(&path(&id, "/events")).expect(200).items().last().unwrap().clone();
    assert_eq!((&last["actor"]["kind"], &last["from"]), (&json!("requester"), &json!("waiting_requester")));
    let files = agent.get(&path(&id, "/documents")).expect(200);
    let file = files.items()[0].clone();
    assert_eq!((&file["name"], &file["sent"], &file["author_kind"]), (&json!("budget.pdf"), &json!(true), &json!("requester")));
    let (_, bytes) = agent.get_bytes(&path(&id, &format!("/documents/{}/file", file["id"].as_str().unwrap())));
    assert_eq!(bytes, PDF);
    let told =
        app.mail("the site is told", |mail| mail.is_to("agent-metz@demo.lorntech.example") && mail.subject.contains("a répondu"));

    // The same mail again, however the address is written, is the same message.
    code(&receive(&app, &address.to_uppercase(), &reply), 0);
    assert_eq!((bodies(&holder, &id).len(), app.files().len()), (2, 1));

    // The agent answers from their own letter, and is the agent.
    let answer = message("2", "", "Parfait.\n\n> x");
    code(&app.command(&["mail", "receive", "--unsafe-durability", "--recipient", told.reply_to.as_ref().unwrap()], &answer), 0);
    assert_eq!(bodies(&holder, &id).last().unwrap(), "Parfait.");
    let written = holder.get(&path(&id, "/messages")).expect(200).items().last().unwrap().clone();
    assert_eq!(written["author"]["kind"], "agent");
    app.mail("whoever asked reads it", |mail| mail.is_to(EMAIL) && mail.text.contains("> Parfait."));
    assert_eq!(
        app.sql_value("select count(*) from audit_log where action = 'service_request.message_sent' and request_id = 'mail'"),
        "2"
    );
}

#[test]
fn an_address_that_we_did_not_sign_is_nobodys_and_one_says_who_writes() {
    let app = app_with(&[]);
    let (id, holder, _, address) = asked_back(&app);
    let (another, _) = confirmed(&app, "dominique@exemple.fr");
    let token = &address["reply+".len()..address.find('@').unwrap()];
    // One mark of the signature is another; the id before it is a real one.
    let other = if token.as_bytes()[40] == b'0' { "1" } else { "0" };
    let forged = format!("{}{other}{}", &token[..40], &token[41..]);
    // An id of a real address under somebody else's signature.
    let swapped = format!("{}{}", &token[26..], &token[..26]);
    for recipient in [
        format!("reply+{forged}@{DOMAIN}"),
        format!("reply+{swapped}@{DOMAIN}"),
        format!("reply+@{DOMAIN}"),
        format!("reply+{another}@{DOMAIN}"),
        format!("someone@{DOMAIN}"),
        format!("reply+{token}@exemple.fr"),
        "".to_owned(),
    ] {
        code(&receive(&app, &recipient, &message("1", "", "Bonjour")), 67);
    }
    // Whoever it says it comes from, the address says who writes.
    let from_another = String::from_utf8(message("2", "", "C'est moi")).unwrap().replace(EMAIL, "evil@exemple.fr");
    code(&receive(&app, "", from_another.replace("somebody@exemple.fr", &address).as_bytes()), 0);
    let written = holder.get(&path(&id, "/messages")).expect(200).items().last().unwrap().clone();
    assert_eq!((&written["body"], &written["author"]["name"]), (&json!("C'est moi"), &json!("Dominique Exemple")));
    assert_eq!(bodies(&app.token("agent-metz"), &another).len(), 0);
    // Not after the site has given it away either.
    let agent_mail =
        app.mail("the reply", |mail| mail.is_to("agent-metz@demo.lorntech.example") && mail.subject.contains("a répondu"));
    app.token("agent-metz").post(&path(&id, "/assignments"), &json!({"totem_id": "nancy"})).expect(201);
    code(&receive(&app, agent_mail.reply_to.as_ref().unwrap(), &message("3", "", "Encore moi")), 0);
    assert!(!bodies(&holder, &id).contains(&"Encore moi".to_owned()));
    app.mail("the agent is told", |mail| {
        mail.is_to("agent-metz@demo.lorntech.example") && mail.text.contains("on ne peut plus y écrire")
    });
}

#[test]
fn what_programs_send_makes_no_message_and_no_answer() {
    let mail_server = MailServer::start();
    let app = app_with(&[("LORNTECH_SMTP_URL", &mail_server.url())]);
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    let receipt = mail_server.message("the receipt", |mail| mail.to == ["entrepreneur@demo.lorntech.example"]);
    let headers = receipt.headers();
    let header = |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let address = header("reply-to").unwrap().trim_matches(['<', '>']).to_owned();
    assert_eq!(header("auto-submitted").as_deref(), Some("auto-generated"));
    assert!(header("list-unsubscribe").unwrap().contains("/v1/unsubscriptions/"));
    assert_eq!(header("list-unsubscribe-post").as_deref(), Some("List-Unsubscribe=One-Click"));
    eventually("all letters have left", || {
        (app.sql_value("select count(*) from outbox where done_at is null") == "0").then_some(())
    });
    let before = mail_server.all().len();
    for (place, head) in [
        "Auto-Submitted: auto-replied\r\n",
        "Precedence: bulk\r\n",
        "X-Autoreply: yes\r\n",
        "Return-Path: <>\r\n",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n",
    ]
    .iter()
    .enumerate()
    {
        code(&receive(&app, &address, &message(&format!("auto-{place}"), head, "Je suis en congés.\n")), 0);
    }
    // A bounce has no sender, and our own letter, sent back, is one of ours.
    let bounce = message("bounce", "", "Adresse inconnue");
    code(&app.command(&["mail", "receive", "--unsafe-durability", "--recipient", &address, "--sender", ""], &bounce), 0);
    code(&receive(&app, &address, receipt.data.as_bytes()), 0);
    assert_eq!(bodies(&member, &id).len(), 0);
    assert_eq!(
        (app.sql_value("select count(*) from outbox where done_at is null").as_str(), mail_server.all().len()),
        ("0", before)
    );
    // Whoever answers for themselves is heard, by the same address and from real mail servers.
    code(&receive(&app, &address, &message("own", "Auto-Submitted: no\r\n", "Bonjour !")), 0);
    assert_eq!(bodies(&member, &id), ["Bonjour !"]);
}

#[test]
fn what_cannot_be_taken_is_answered_by_one_letter_and_what_comes_too_early_is_tried_again() {
    let app = app_with(&[]);
    let (id, holder, agent, address) = asked_back(&app);
    let refused = |app: &App, word: &str| -> Vec<Mail> {
        app.all_mails().into_iter().filter(|mail| mail.is_to(EMAIL) && mail.text.contains(word)).collect()
    };
    // A file that is none of ours is left out and named; the text arrives.
    code(&receive(&app, &address, &with_file("1", "Voici.", "jeu.exe", "application/octet-stream", b"MZ\x90")), 0);
    assert_eq!(bodies(&holder, &id).last().unwrap(), "Voici.");
    let told = refused(&app, "sans ces fichiers");
    assert!(told.len() == 1 && told[0].text.contains("> jeu.exe : Le nom doit finir"), "{told:?}");
    assert_eq!(app.files().len(), 0);
    // More such mails within the hour are not answered, and make no message.
    for (number, body) in [("2", "> seulement cité\n".to_owned()), ("3", "x".repeat(10_001))] {
        code(&receive(&app, &address, &message(number, "", &body)), 0);
    }
    assert_eq!(refused(&app, "n’a pas pu être repris").len(), 1);
    app.sql("update reply_addresses set refused_at = now() - interval '2 hours'");
    code(&receive(&app, &address, &message("4", "", &"x".repeat(10_001))), 0);
    assert_eq!(refused(&app, "plus de 10 000 caractères").len(), 1);
    app.sql("update reply_addresses set refused_at = null");
    step(&agent, &id, "answered").expect(201);
    step(&holder, &id, "closed").expect(201);
    code(&receive(&app, &address, &with_file("5", "Trop tard", "a.pdf", "application/pdf", PDF)), 0);
    assert_eq!(refused(&app, "on ne peut plus y écrire").len(), 1);
    assert_eq!((bodies(&holder, &id).len(), app.files().len()), (2, 0), "neither its text nor its file is kept");

    // Nothing is lost while the database is away, or the settings are wrong.
    let gone = app.command(
        &["mail", "receive", "--unsafe-durability", "--recipient", &address, "--database-url", "postgres://127.0.0.1:1/x"],
        &message("6", "", "Bonjour"),
    );
    code(&gone, 75);
    code(&receive(&app, &address, b""), 65);
}

#[test]
fn pages_other_encodings_and_broken_messages_are_read_as_far_as_they_go() {
    let app = app_with(&[]);
    let (id, holder, _, address) = asked_back(&app);
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    let page = "<html><body><p>Bonjour <b>à vous</b></p><script>alert(1)</script></body></html>";
    code(&receive(&app, &address, &message("1", html, page)), 0);
    assert!(bodies(&holder, &id).last().unwrap().starts_with("Bonjour à vous"), "{:?}", bodies(&holder, &id));
    let mut latin = message("2", "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n", "");
    latin.extend_from_slice(b"L'\xe9t\xe9");
    code(&receive(&app, &address, &latin), 0);
    assert_eq!(bodies(&holder, &id).last().unwrap(), "L'été");
    // A part that never ends, a charset that is none, and a byte that no text has.
    let broken = message(
        "3",
        "Content-Type: multipart/mixed; boundary=b\r\n",
        "--b\nContent-Type: text/plain; charset=rien\n\nOui\0.\n--c\n",
    );
    code(&receive(&app, &address, &broken), 0);
    assert!(bodies(&holder, &id).last().unwrap().starts_with("Oui."), "{:?}", bodies(&holder, &id));
    assert_eq!(bodies(&holder, &id).len(), 4);
}

#[test]
fn without_a_domain_for_replies_no_letter_promises_any() {
    let app = App::start();
    let (id, _) = confirmed(&app, EMAIL);
    let receipt = app.mail("the receipt", |mail| mail.is_to(EMAIL) && mail.subject.contains("est arrivée"));
    assert!(receipt.reply_to.is_none() && receipt.text.contains("ne reçoit pas de courrier"), "{}", receipt.text);
    let refused = app.command(&["mail", "receive", "--unsafe-durability", "--recipient", "a@b.fr"], &message("1", "", "Bonjour"));
    code(&refused, 75);
    assert!(refused.err.contains("LORNTECH_REPLY_DOMAIN"), "{}", refused.err);
    assert_eq!(bodies(&app.token("agent-metz"), &id).len(), 0);
}
