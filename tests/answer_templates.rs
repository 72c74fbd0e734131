//! What a site writes often: kept, changed and deleted by those who work there, and by nobody else.

use serde_json::json;

use crate::{fixtures::template, harness::App};

const TEMPLATES: &str = "/v1/totems/metz/answer-templates";

#[test]
fn who_works_at_a_site_keeps_changes_and_deletes_its_templates() {
    let app = App::start();
    let (agent, manager) = (app.token("agent-metz"), app.token("manager-metz"));
    let body = "Bonjour {{contact_name}}, pour « {{subject}} » ({{reference}}), voyons-nous au {{totem}}. {{agent}}";
    let kept = agent.post(TEMPLATES, &json!({"name": "Rendez-vous", "body": body, "language": "fr"})).expect(201);
    template(&app, "Accueil");
    let names = || -> Vec<String> {
        let listed = manager.get(TEMPLATES).expect(200);
        listed.items().iter().map(|template| template["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(), ["Accueil", "Rendez-vous"]);

    let path = format!("{TEMPLATES}/{}", kept.at("/id"));
    let changed = manager.patch(&path, kept.etag(), &json!({"name": "Un rendez-vous"})).expect(200);
    assert_eq!((changed.at("/name"), changed.at("/body"), &changed.body["revision"]), ("Un rendez-vous", body, &json!(2)));
    agent.patch(&path, kept.etag(), &json!({"name": "Trop tard"})).expect_problem(412, "revision_mismatch");
    agent.patch_with(&path, &[], &json!({"name": "x"})).expect_problem(428, "if_match_required");
    agent.send("DELETE", &path, &[("if-match", changed.etag())], None).expect(204);
    assert_eq!(names(), ["Accueil"]);
}

#[test]
fn a_field_that_nobody_could_fill_in_is_refused_and_named() {
    let app = App::start();
    let agent = app.token("agent-metz");
    let wrong = json!({"name": "Essai", "body": "Bonjour {{prenom}}, {{subject}} {{", "language": "fr"});
    let refused = agent.post(TEMPLATES, &wrong).expect_problem(422, "invalid_body");
    assert_eq!(refused.body["errors"].as_array().unwrap().len(), 2);
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/body", "unknown_field"));
    assert!(refused.at("/errors/0/detail").contains("« prenom »"), "{}", refused.text);
    let (path, etag) = template(&app, "Accueil");
    agent.patch(&path, &etag, &json!({"body": "{{x}}"})).expect_problem(422, "invalid_body");
    assert_eq!(agent.get(TEMPLATES).expect(200).items().len(), 1);
}

#[test]
fn templates_of_a_site_do_not_exist_for_anybody_else() {
    let app = App::start();
    let (path, etag) = template(&app, "Accueil");
    for name in ["agent-nancy", "entrepreneur", "moderator", "admin"] {
        let other = app.token(name);
        other.get(TEMPLATES).expect_problem(404, "not_found");
        other.patch(&path, &etag, &json!({"name": "x"})).expect_problem(404, "not_found");
        other.send("DELETE", &path, &[("if-match", &etag)], None).expect_problem(404, "not_found");
    }
    // And not at another site either.
    app.token("agent-nancy").patch(&path.replace("metz", "nancy"), &etag, &json!({"name": "x"})).expect_problem(404, "not_found");
}

#[test]
fn a_site_keeps_two_hundred() {
    let app = App::start();
    app.sql(
        "insert into answer_templates (id, totem_id, name, body, language) select gen_random_uuid(), t.id, n::text, 'x', 'fr' \
         from totems t, generate_series(1, 200) n where t.slug = 'metz'",
    );
    let one = json!({"name": "x", "body": "x", "language": "fr"});
    app.token("agent-metz").post(TEMPLATES, &one).expect_problem(409, "too_many_answer_templates");
    app.token("agent-nancy").post("/v1/totems/nancy/answer-templates", &one).expect(201);
}
