//! C-47: a file is called on the disk by an id of ours, and served as something to be saved and nothing else.

use super::shared;
use crate::fixtures::{PDF, ask, path, question, send_file};

#[test]
fn c47_no_name_leads_anywhere() {
    let app = shared();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    let before = app.files().len();
    for (given, kept) in [
        ("../../../etc/passwd.pdf", "passwd.pdf".to_owned()),
        ("..\\..\\Windows\\win.pdf", "win.pdf".to_owned()),
        (&format!("{}.pdf", "é".repeat(300)), format!("{}.pdf", "é".repeat(116))),
        ("\"; filename=\"a.exe\".pdf", "\"; filename=\"a.exe\".pdf".to_owned()),
        ("plan (été) %41 ☂.pdf", "plan (été) %41 ☂.pdf".to_owned()),
    ] {
        let sent = send_file(&member, &id, given, "application/pdf", PDF, "").expect(201);
        assert_eq!(sent.at("/name"), kept);
        let (reply, bytes) = member.get_bytes(&format!("{}/file", sent.header("location").unwrap()));
        assert_eq!(bytes, PDF);
        let name: String = kept
            .bytes()
            .map(|byte| match byte {
                b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
                byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect();
        assert_eq!(reply.header("content-disposition"), Some(format!("attachment; filename*=UTF-8''{name}").as_str()));
    }
    // Marks that turn or end a text are no part of a name at all.
    for stray in ["plan\0.pdf", "plan\u{202e}fdp.pdf", "plan\r\nX: 1.pdf", "\u{feff}plan.pdf"] {
        let reply = send_file(&member, &id, stray, "application/pdf", PDF, "").expect_problem(400, "invalid_parameter");
        assert_eq!((reply.at("/errors/0/parameter"), reply.at("/errors/0/code")), ("name", "control_character"));
    }
    let files = app.files();
    assert_eq!(files.len(), before + 5);
    assert!(files.iter().all(|name| name.len() == 36 && name.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')));
}

#[test]
fn c47_a_file_is_saved_and_never_shown() {
    let app = shared();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    let sent = send_file(&member, &id, "a.pdf", "application/pdf", PDF, "").expect(201);
    let file = format!("{}/file", sent.header("location").unwrap());
    let reply = member.get_with(&file, &[("accept-encoding", "gzip, br")]).expect(200);
    for (name, value) in [
        ("content-type", "application/octet-stream"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "private, no-store"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(reply.header(name), Some(value), "{name}");
    }
    assert!(reply.header("content-security-policy").unwrap().starts_with("sandbox; default-src 'none'"));
    assert_eq!((reply.header("content-encoding"), reply.header("access-control-allow-origin")), (None, None));
    app.anonymous().get(&file).expect_problem(401, "authentication_required");
    // Nor does anything else of a request name the place of a file.
    assert!(!member.get(&path(&id, "/documents")).expect(200).text.contains("data/files"));
}
