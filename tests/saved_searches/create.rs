use std::thread;

use serde_json::json;

use super::{SEARCHES, a_day_passes, publish, save, told};
use crate::harness::App;

#[test]
fn a_search_is_kept_as_it_was_meant_and_shown_to_its_holder_alone() {
    let app = App::start();
    let (member, other) = (app.token("entrepreneur"), app.token("pilot"));
    let query = json!({"q": "  robotique ", "kinds": ["startup"], "near": "49.1193,6.1757", "radius_km": 20, "sectors": []});
    let path = save(&member, "Robots près de Metz", &query);
    let kept = member.get(&path).expect(200);
    let meant = json!({"q": "robotique", "kinds": ["startup"], "near": "49.1193,6.1757", "radius_km": 20.0});
    assert_eq!((kept.at("/name"), &kept.body["query"]), ("Robots près de Metz", &meant));
    assert_eq!((&kept.body["paused"], &kept.body["told_at"]), (&json!(false), &json!(null)));
    let list = member.get(SEARCHES).expect(200);
    assert_eq!(list.items(), [kept.body]);
    for reader in [&other, &app.token("admin"), &app.token("moderator")] {
        reader.get(&path).expect_problem(404, "not_found");
        reader.patch_with(&path, &[], &json!({"name": "Autre"})).expect_problem(404, "not_found");
        reader.delete(&path).expect_problem(404, "not_found");
        assert!(reader.get(SEARCHES).expect(200).items().is_empty());
    }
    app.anonymous().post(SEARCHES, &json!({"name": "a", "query": {}})).expect_problem(401, "authentication_required");
    // Nothing about it is where others read, but that there is one.
    let log = app.token("admin").get("/v1/audit-log?limit=200").expect(200).text + &app.logs();
    assert!(log.contains("saved_search.created") && !log.to_lowercase().contains("robot"), "{log}");
}

#[test]
fn a_search_is_judged_as_the_list_judges_it_and_the_wrong_member_is_named() {
    let app = App::start();
    let member = app.token("entrepreneur");
    for (query, pointer, code) in [
        (json!({"colour": ["red"]}), "/query/colour", "unknown_member"),
        (json!({"kind": ["startup"]}), "/query/kind", "unknown_member"),
        (json!({"kinds": ["startup", "unicorn"]}), "/query/kinds/1", "invalid_choice"),
        (json!({"kinds": "startup"}), "/query/kinds", "wrong_type"),
        (json!({"radius_km": 20}), "/query/near", "required"),
        (json!({"near": "49.1193,6.1757", "radius_km": 900}), "/query/radius_km", "out_of_range"),
        (json!({"near": "Metz"}), "/query/near", "invalid_format"),
        (json!({"bbox": "6.6,48.5,5.8,49.5"}), "/query/bbox", "invalid_format"),
        (json!({"q": " "}), "/query/q", "required"),
        (json!({"founded_on_gte": "0001-01-01"}), "/query/founded_on_gte", "out_of_range"),
        (json!({"sort": "name"}), "/query/sort", "unknown_member"),
    ] {
        let refused = member.post(SEARCHES, &json!({"name": "Essai", "query": query})).expect_problem(422, "invalid_body");
        let error = (refused.at("/errors/0/pointer"), refused.at("/errors/0/code"));
        assert_eq!(error, (pointer, code), "{query}");
    }
    let near = member.post(SEARCHES, &json!({"name": "Essai", "query": {"kind": []}})).expect(422);
    assert!(near.at("/errors/0/detail").contains(" kinds."), "{}", near.text);
    member.post(SEARCHES, &json!({"name": "", "query": {}})).expect_problem(422, "invalid_body");
    member.post(SEARCHES, &json!({"name": "Essai"})).expect_problem(422, "invalid_body");
}

#[test]
fn an_account_keeps_twenty_and_of_two_at_once_that_would_be_the_last_one_is_kept() {
    let app = App::start();
    let member = app.token("entrepreneur");
    for number in 1..20 {
        save(&member, &format!("Recherche {number}"), &json!({}));
    }
    let last = json!({"name": "La dernière", "query": {}});
    let both = thread::scope(|scope| {
        let two = [(); 2].map(|()| scope.spawn(|| member.post(SEARCHES, &last)));
        two.map(|one| one.join().unwrap())
    });
    let [kept, refused] = if both[0].status == 201 {
        both
    } else {
        let [a, b] = both;
        [b, a]
    };
    kept.expect(201);
    let refused = refused.expect_problem(409, "too_many_saved_searches");
    assert!(refused.at("/detail").contains("20"), "{}", refused.text);
    let searches = member.get(SEARCHES).expect(200);
    assert_eq!(searches.items().len(), 20);
    member.delete(&format!("{SEARCHES}/{}", searches.items()[0]["id"].as_str().unwrap())).expect(204);
    member.post(SEARCHES, &last).expect(201);
    // Somebody else has their own twenty; a repetition is the same search.
    let other = app.token("pilot");
    let key = [("idempotency-key", "essai-1")];
    let once = other.post_with(SEARCHES, &key, &last).expect(201);
    assert_eq!(other.post_with(SEARCHES, &key, &last).expect(201).body, once.body);
    assert_eq!(other.get(SEARCHES).expect(200).items().len(), 1);
}

#[test]
fn a_filter_that_is_no_more_is_named_and_keeps_no_other_search_from_being_looked_for() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let broken = save(&member, "Couleurs", &json!({}));
    save(&member, "Ateliers", &json!({"kinds": ["fablab"]}));
    let id = broken.rsplit('/').next().unwrap();
    app.sql(&format!("update saved_searches set query = '{{\"colour\": [\"red\"]}}' where id = '{id}'"));
    let seen = member.get_with(&broken, &[("accept-language", "en")]).expect(200);
    assert!(seen.body.get("query").is_none());
    assert_eq!((seen.at("/errors/0/pointer"), seen.at("/errors/0/code")), ("/query/colour", "unknown_member"));
    assert!(seen.at("/errors/0/detail").starts_with("There is no such member"), "{}", seen.text);
    assert_eq!(member.get(SEARCHES).expect(200).items()[1]["errors"][0]["pointer"], "/query/colour");
    publish(&app, "Atelier rouge", "fablab");
    a_day_passes(&app);
    assert_eq!((told(&app, "Ateliers").len(), told(&app, "Couleurs").len()), (1, 0));
    // It is renamed and deleted as any other.
    let member = app.token("entrepreneur");
    member.patch_with(&broken, &[], &json!({"name": "Sans couleur"})).expect(200);
    member.delete(&broken).expect(204);
    member.get(&broken).expect_problem(404, "not_found");
}
