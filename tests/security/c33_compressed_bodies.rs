//! C-33: nothing that is sent is ever inflated.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use super::{asked, kept, shared, without_growth};

/// So many zeros, compressed by gzip.
fn zeros(size: &str) -> Vec<u8> {
    let output = Command::new("sh").args(["-c", &format!("head -c {size} /dev/zero | gzip -1")]).output().unwrap();
    assert!(output.stdout.len() > 1000, "{output:?}");
    output.stdout
}

fn gzip(text: &str) -> Vec<u8> {
    let mut gzip = Command::new("gzip").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    gzip.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    gzip.wait_with_output().unwrap().stdout
}

#[test]
fn c33_a_compressed_body_is_415_and_never_inflated() {
    let mut app = shared();
    let (bomb, question) = (zeros("100M"), asked("essai@exemple.fr").to_string());
    assert!(bomb.len() < 1 << 20, "a bomb of {} bytes passes the limit of bodies", bomb.len());
    let before = kept(&app);
    without_growth(&mut app, |app| {
        let anonymous = app.anonymous();
        let send = |encoding: &str, body: &[u8]| {
            let headers = [("content-type", "application/json"), ("content-encoding", encoding)];
            anonymous.send("POST", "/v1/service-requests", &headers, Some(body))
        };
        for encoding in ["gzip", "GZIP", "x-gzip", "deflate", "br", "zstd", "gzip, gzip", "identity, gzip", "aes128gcm"] {
            send(encoding, &bomb).expect_problem(415, "unsupported_media_type");
            send(encoding, question.as_bytes()).expect_problem(415, "unsupported_media_type");
        }
        send("gzip", &gzip(&question)).expect_problem(415, "unsupported_media_type");
        // Whoever sends it without saying so sent no JSON.
        send("", &bomb).expect_problem(400, "malformed_json");
        let twice = [("content-type", "application/json"), ("content-encoding", "identity"), ("content-encoding", "gzip")];
        anonymous.send("POST", "/v1/service-requests", &twice, Some(&bomb)).expect_problem(415, "unsupported_media_type");
    });
    assert_eq!(kept(&app), before);
    let identity = [("content-encoding", "identity")];
    app.anonymous().post_with("/v1/service-requests", &identity, &asked("essai@exemple.fr")).expect(201);
}
