//! Two records of one organization become one; what is deleted leaves a sign that it was.

use serde_json::json;

use crate::{
    fixtures::{picture, propose, send_logo},
    harness::{App, Client},
};

/// A published record of this name; its address.
fn published(member: &Client, moderator: &Client, body: &serde_json::Value) -> (String, String) {
    let made = member.post("/v1/organizations", body).expect(201);
    let record = format!("/v1/organizations/{}", made.at("/id"));
    moderator.post(&format!("{record}/transitions"), &json!({"to": "published"})).expect(201);
    (record, format!("/v1/organizations/{}", made.at("/slug")))
}

#[test]
fn the_record_that_is_kept_takes_over_what_the_other_one_had_and_its_addresses_lead_there() {
    let app = App::start();
    let (member, moderator, anonymous) = (app.token("entrepreneur"), app.token("moderator"), app.anonymous());
    let (kept, kept_slug) =
        published(&member, &moderator, &json!({"name": "Atelier des essais", "kinds": ["fablab"], "sectors": ["bois"]}));
    let whole = json!({
        "name": "ADE", "kinds": ["association"], "summary": {"fr": "Un atelier."}, "website": "https://ade.example", "sectors": ["métal"],
        "identifiers": [{"scheme": "FR-SIREN", "value": "000000018"}], "location": {"locality": "Metz", "country": "FR"},
    });
    let (gone, gone_slug) = published(&member, &moderator, &whole);
    let claimed = member.post(&format!("{gone}/claims"), &json!({"message": "C’est moi."})).expect(201);
    moderator.post(&format!("/v1/claims/{}/transitions", claimed.at("/id")), &json!({"to": "accepted"})).expect(201);
    let etag = moderator.get(&gone).expect(200);
    send_logo(&moderator, &gone, etag.etag(), "image/png", &picture(image::ImageFormat::Png, 300, 300)).expect(200);
    let oldest = published(&member, &moderator, &json!({"name": "A.D.E.", "kinds": ["association"]})).0;
    moderator.post(&format!("{gone}/merges"), &json!({"duplicate_id": oldest.rsplit('/').next()})).expect(201);

    let merged = moderator.post(&format!("{kept}/merges"), &json!({"duplicate_id": gone_slug.rsplit('/').next()})).expect(201);
    assert_eq!(merged.body["alternate_names"], json!(["A.D.E.", "ADE"]));
    assert_eq!((merged.at("/website"), merged.at("/location/locality")), ("https://ade.example", "Metz"));
    assert_eq!((&merged.body["sectors"], &merged.body["kinds"]), (&json!(["bois"]), &json!(["fablab"])));
    assert_eq!(merged.at("/identifiers/0/value"), "000000018");
    assert_eq!(merged.body["has_owner"], true);
    anonymous.get(merged.at("/logo/url")).expect(200);
    let etag = anonymous.get(&kept).expect(200);
    member.patch(&kept, etag.etag(), &json!({"founded_on": "2020-01-01"})).expect(200);
    // Both addresses of each, at once and not by way of another.
    for old in [&gone, &gone_slug, &oldest] {
        let reply = anonymous.get(old).expect(301);
        assert_eq!(reply.header("location"), Some(kept_slug.as_str()), "{old}");
    }
    let listed = anonymous.get("/v1/organizations?q=ADE").expect(200);
    assert_eq!(
        listed.items().iter().filter(|item| item["name"] == "ADE" || item["name"] == "A.D.E.").count(),
        0,
        "{}",
        listed.text
    );
}

#[test]
fn only_moderators_merge_and_only_what_is_there() {
    let app = App::start();
    let (member, moderator) = (app.token("entrepreneur"), app.token("moderator"));
    let (first, second) = (propose(&member, "Premier"), propose(&member, "Deuxième"));
    let of = |record: &str| json!({"duplicate_id": record.rsplit('/').next()});
    member.post(&format!("{first}/merges"), &of(&second)).expect_problem(403, "forbidden");
    for (body, code) in [(of(&first), "not_allowed"), (json!({"duplicate_id": "nulle-part"}), "unknown_reference")] {
        let reply = moderator.post(&format!("{first}/merges"), &body).expect_problem(422, "invalid_body");
        assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/duplicate_id", code));
    }
    moderator.post(&format!("{first}/merges"), &of(&second)).expect(201);
    moderator.post(&format!("{first}/merges"), &of(&second)).expect_problem(422, "invalid_body");
    moderator.post(&format!("{second}/merges"), &of(&first)).expect_problem(404, "not_found");
}

#[test]
fn what_was_public_and_is_deleted_says_so_and_what_never_was_does_not_exist() {
    let app = App::start();
    let (member, moderator, anonymous) = (app.token("entrepreneur"), app.token("moderator"), app.anonymous());
    let (record, slug) = published(&member, &moderator, &json!({"name": "Atelier", "kinds": ["association"]}));
    moderator.post(&format!("{record}/transitions"), &json!({"to": "deleted", "reason": "closed"})).expect(201);
    for reader in [&anonymous, &member, &moderator] {
        reader.get(&record).expect_problem(410, "record_deleted");
        reader.get(&slug).expect_problem(410, "record_deleted");
    }
    let proposal = propose(&member, "Jamais publiée");
    member.post(&format!("{proposal}/transitions"), &json!({"to": "deleted", "reason": "withdrawn"})).expect(201);
    anonymous.get(&proposal).expect_problem(404, "not_found");
}
