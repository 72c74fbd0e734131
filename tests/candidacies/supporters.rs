//! Actors sign in support.

use serde_json::json;

use super::{begun, step};
use crate::harness::App;

#[test]
fn whoever_keeps_an_actor_signs_for_it_once_and_takes_it_back() {
    let app = App::start();
    let (pilot, keeper) = (app.token("pilot"), app.token("entrepreneur"));
    let path = begun(&app, "Essai");
    let list = format!("{path}/supporters");
    let signature = json!({"organization_id": "universite-de-lorraine", "statement": "Nous en sommes."});
    keeper.post(&list, &signature).expect_problem(404, "not_found");
    step(&pilot, &path, "submitted", "2019-02-11").expect(201);
    keeper.post(&list, &signature).expect_problem(403, "forbidden");
    app.sql(&format!(
        "insert into grants (account_id, role, organization_id) select '{}', 'editor', id from organizations \
         where slug = 'universite-de-lorraine'",
        app.account_id("entrepreneur")
    ));
    let signed = keeper.post(&list, &signature).expect(201);
    keeper.post(&list, &signature).expect_problem(409, "already_exists");
    let unknown = keeper.post(&list, &json!({"organization_id": "nulle-part"})).expect_problem(422, "invalid_body");
    assert_eq!((unknown.at("/errors/0/pointer"), unknown.at("/errors/0/code")), ("/organization_id", "unknown_reference"));
    let seen = app.anonymous().get(&list).expect(200);
    assert_eq!((seen.items().len(), seen.at("/items/0/slug")), (1, "universite-de-lorraine"));
    // How many there are is frozen as evidence.
    let evidence = json!({"criterion": "soutien-public", "title": "Signatures", "kind": "supporters"});
    assert_eq!(pilot.post(&format!("{path}/evidence"), &evidence).expect(201).body["value"], json!(1));
    let address = format!("{list}/{}", signed.at("/id"));
    app.token("agent-metz").delete(&address).expect_problem(403, "forbidden");
    keeper.delete(&address).expect(204);
    keeper.delete(&address).expect_problem(404, "not_found");
    // Pilots take one back, too.
    let again = keeper.post(&list, &signature).expect(201);
    pilot.delete(&format!("{list}/{}", again.at("/id"))).expect(204);
    assert!(app.anonymous().get(&list).expect(200).items().is_empty());
}

#[test]
fn nobody_signs_what_has_come_to_its_end() {
    let app = App::start();
    let ended = "/v1/candidacies/metropole-french-tech/supporters";
    let signature = json!({"organization_id": "universite-de-lorraine"});
    app.token("entrepreneur").post(ended, &signature).expect_problem(409, "state_conflict");
}
