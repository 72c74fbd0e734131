use serde_json::json;

use super::{a_day_passes, publish, save, told};
use crate::harness::App;

#[test]
fn a_search_that_is_paused_tells_nothing_and_goes_on_from_then() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let path = save(&member, "Ateliers", &json!({"kinds": ["fablab"]}));
    let watch = save(&member, "Autres", &json!({"q": "nulle part ailleurs"}));
    let paused = member.patch_with(&path, &[], &json!({"name": "Ateliers ouverts", "paused": true})).expect(200);
    assert_eq!((paused.at("/name"), &paused.body["paused"]), ("Ateliers ouverts", &json!(true)));
    publish(&app, "Atelier du milieu", "fablab");
    a_day_passes(&app);
    assert_eq!(told(&app, "Ateliers").len(), 0);
    let member = app.token("entrepreneur");
    member.patch_with(&path, &[], &json!({"paused": false})).expect(200);
    a_day_passes(&app);
    assert_eq!(told(&app, "Ateliers").len(), 0, "what came meanwhile is not told");
    publish(&app, "Atelier de la fin", "fablab");
    a_day_passes(&app);
    let [letter] = <[_; 1]>::try_from(told(&app, "Ateliers ouverts")).unwrap();
    assert!(letter.text.contains("Atelier de la fin") && !letter.text.contains("du milieu"), "{}", letter.text);
    // Said again, it changes nothing: what is between two looks is not skipped.
    publish(&app, "Atelier du soir", "fablab");
    app.token("entrepreneur").patch_with(&path, &[], &json!({"paused": false})).expect(200);
    a_day_passes(&app);
    assert_eq!(told(&app, "Ateliers ouverts").len(), 2);
    let member = app.token("entrepreneur");
    for bad in [json!({"name": null}), json!({"paused": null}), json!({"name": " "}), json!({"query": {}}), json!({"paused": 1})]
    {
        member.patch_with(&watch, &[], &bad).expect_problem(422, "invalid_body");
    }
}

#[test]
fn a_search_that_is_deleted_leaves_nothing_behind_and_its_letter_does_not_leave() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let path = save(&member, "Ateliers", &json!({"kinds": ["fablab"]}));
    let (id, account) = (path.rsplit('/').next().unwrap(), app.account_id("entrepreneur"));
    app.sql(&format!("insert into saved_search_matches select '{id}', id from organizations where slug = 'loria'"));
    member.delete(&path).expect(204);
    member.delete(&path).expect_problem(404, "not_found");
    assert_eq!(app.sql_value("select count(*) from saved_search_matches"), "0");
    app.sql(&format!(
        "insert into outbox (id, topic, payload) select gen_random_uuid(), 'mail', jsonb_build_object('saved_search', '{id}', 'account', \
         '{account}', 'matches', jsonb_build_array(id), 'found', 1) from organizations where slug = 'loria'"
    ));
    assert_eq!(told(&app, "Ateliers").len(), 0);
}
