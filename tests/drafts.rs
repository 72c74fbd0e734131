//! What somebody has begun to write: gone on with on another device, never written over unread, and nobody else's.

use serde_json::{Value, json};

use crate::harness::{App, Client, Reply};

const DRAFT: &str = "/v1/me/drafts/service_request";

fn keep(client: &Client, content: &Value, read: Option<&str>) -> Reply {
    let mut headers = vec![("content-type", "application/json")];
    headers.extend(read.map(|etag| ("if-match", etag)));
    client.send("PUT", DRAFT, &headers, Some(json!({ "content": content }).to_string().as_bytes()))
}

#[test]
fn a_draft_is_gone_on_with_on_another_device_and_never_written_over_unread() {
    let app = App::start();
    let (telephone, computer) = (app.token("entrepreneur"), app.token("entrepreneur"));
    telephone.get(DRAFT).expect_problem(404, "not_found");
    let begun = keep(&telephone, &json!("{\"subject\":\"Préparer\"}"), None).expect(200);
    let read = computer.get(DRAFT).expect(200);
    assert_eq!((read.at("/content"), read.etag()), ("{\"subject\":\"Préparer\"}", begun.etag()));
    let gone_on = keep(&computer, &json!("{\"subject\":\"Préparer une levée\"}"), Some(read.etag())).expect(200);
    keep(&telephone, &json!("{}"), Some(begun.etag())).expect_problem(412, "revision_mismatch");
    let kept = telephone.get(DRAFT).expect(200);
    assert_eq!((&kept.body, kept.etag()), (&gone_on.body, gone_on.etag()));
    // What was sent from one device is no draft on the other, and does not come back by itself.
    computer.delete(DRAFT).expect(204);
    computer.delete(DRAFT).expect_problem(404, "not_found");
    keep(&telephone, &json!("{}"), Some(kept.etag())).expect_problem(412, "revision_mismatch");
    telephone.get(DRAFT).expect_problem(404, "not_found");
}

#[test]
fn a_draft_is_its_writers_alone_of_a_known_form_and_of_a_bounded_size() {
    let app = App::start();
    let member = app.token("entrepreneur");
    keep(&member, &json!("à moi"), None).expect(200);
    app.token("agent-metz").get(DRAFT).expect_problem(404, "not_found");
    app.anonymous().get(DRAFT).expect_problem(401, "authentication_required");
    member.get("/v1/me/drafts/poem").expect_problem(404, "not_found");
    let refused = keep(&member, &json!("x".repeat(100_001)), None).expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/content", "too_long"));
    assert_eq!(member.get(DRAFT).expect(200).at("/content"), "à moi");
}
