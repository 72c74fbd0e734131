use serde_json::json;

use super::{PROJECTS, december, keep, step};

#[test]
fn the_company_is_one_that_its_owner_keeps_and_is_shown_nothing_of_the_project() {
    let app = december();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let (project, kept) = keep(&member, &json!({"name": "Projet discret", "stage": "idea", "totem_id": "metz"}));
    let record = |name: &str, status: &str| {
        app.sql_value(&format!(
            "insert into organizations (id, slug, name, kinds, status, territory) \
             values (gen_random_uuid(), '{name}', '{name}', '{{startup}}', '{status}', 'lorraine') returning id"
        ))
    };
    let (own, foreign) = (record("la-mienne", "pending_review"), record("une-autre", "published"));
    let account = app.account_id("entrepreneur");
    app.sql(&format!("insert into grants (account_id, role, organization_id) values ('{account}', 'editor', '{own}')"));
    let link = |id: &str| member.patch(&project, kept.etag(), &json!({"organization_id": id}));
    let refused = link(&foreign).expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/organization_id", "unknown_reference"));
    let refused = member.post(PROJECTS, &json!({"name": "Essai", "stage": "idea", "organization_id": foreign}));
    refused.expect_problem(422, "invalid_body");
    assert_eq!(link(&own).expect(200).at("/organization/slug"), "la-mienne");
    // Its record is not published yet, so the site is not told its name.
    assert!(agent.get(&project).expect(200).body.get("organization").is_none());
    app.sql(&format!("update organizations set status = 'published' where id = '{own}'"));
    assert_eq!(agent.get(&project).expect(200).at("/organization/name"), "la-mienne");
    // The history goes on.
    step(&member, &project, "creation", "2026-12-01").expect(201);
    assert_eq!(member.get(&format!("{project}/events")).expect(200).items().len(), 2);
    let page = app.anonymous().get(&format!("/v1/organizations/{own}")).expect(200);
    let id = project.rsplit('/').next().unwrap();
    assert!(!page.text.contains(id) && !page.text.contains("Projet discret"), "{}", page.text);
}

#[test]
fn what_is_wrong_with_a_project_is_said_at_its_member() {
    let app = december();
    let member = app.token("entrepreneur");
    let (project, kept) = keep(&member, &json!({"summary": "Un essai", "needs": ["training", "coaching", "training"]}));
    assert_eq!(kept.body["needs"], json!(["coaching", "training"]));
    for (patch, pointer, code) in [
        (json!({"name": null}), "/name", "required"),
        (json!({"needs": null}), "/needs", "required"),
        (json!({"totem_id": "nulle-part"}), "/totem_id", "unknown_reference"),
        (json!({"commune_code": "99999"}), "/commune_code", "unknown_reference"),
        (json!({"needs": ["magic"]}), "/needs/0", "invalid_choice"),
    ] {
        let refused = member.patch(&project, kept.etag(), &patch).expect_problem(422, "invalid_body");
        assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), (pointer, code), "{patch}");
    }
    let changed =
        member.patch(&project, kept.etag(), &json!({"summary": null, "commune_code": "57463", "needs": []})).expect(200);
    assert_eq!((changed.at("/commune/name"), changed.body.get("summary"), &changed.body["needs"]), ("Metz", None, &json!([])));
    member.patch(&project, kept.etag(), &json!({"name": "Trop tard"})).expect_problem(412, "revision_mismatch");
    member.patch_with(&project, &[], &json!({"name": "Sans version"})).expect_problem(428, "if_match_required");
}
