//! Reviewers score a frozen dossier; a conflict of interest shuts it to whoever declares it.

use serde_json::{Value, json};

use super::begun;
use crate::{
    fixtures::named,
    harness::{App, Client, Reply, new_uuid},
};

/// The address of a version that was frozen for it.
fn frozen(app: &App, path: &str) -> String {
    let version = app.token("pilot").post(&format!("{path}/dossier-versions"), &json!({})).expect(201);
    format!("{path}/dossier-versions/{}", version.at("/id"))
}

fn codes(app: &App, path: &str) -> Vec<String> {
    let criteria = app.token("pilot").get(&format!("{path}/criteria")).expect(200);
    criteria.items().iter().map(|one| one["criterion"]["code"].as_str().unwrap().to_owned()).collect()
}

/// The same score for each criterion.
fn scores(codes: &[String], score: u8) -> Value {
    let of = |code: &String| json!({"criterion": code, "score": score, "comment": format!("Vaut {score}.")});
    json!({"scores": codes.iter().map(of).collect::<Vec<_>>()})
}

fn write(client: &Client, review: &str, body: &Value) -> Reply {
    let etag = client.get(review).expect(200).etag().to_owned();
    client.patch(review, &etag, body)
}

fn submit(client: &Client, review: &str) -> Reply {
    client.post(&format!("{review}/transitions"), &json!({"to": "submitted"}))
}

fn recuse(client: &Client, review: &str) -> Reply {
    client.post(&format!("{review}/transitions"), &json!({"to": "recused", "note": "Ma sœur préside un des membres."}))
}

#[test]
fn pilots_name_each_reviewer_once_and_take_back_who_has_not_ended() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let (reader, version) = (app.new_member("lectrice"), frozen(&app, &path));
    let list = format!("{version}/reviews");
    let by = |email: &str| json!({"email": email});
    for (email, code) in [("personne@exemple.fr", "unknown_reference"), ("pilot@demo.lorntech.example", "not_allowed")] {
        let refused = pilot.post(&list, &by(email)).expect_problem(422, "invalid_body");
        assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/email", code));
    }
    let review = named(&app, &version, "lectrice");
    pilot.post(&list, &by("Lectrice@demo.lorntech.example")).expect_problem(409, "already_exists");
    let mail = app.mail("the letter", |mail| mail.is_to("lectrice@demo.lorntech.example") && mail.subject.contains("évaluer"));
    let page = review.replace("/v1/dossier-reviews/", "/compte/evaluations/");
    assert!(mail.subject.contains("Essai") && mail.text.contains(&page), "{}", mail.text);
    let own = reader.get("/v1/me/dossier-reviews").expect(200);
    assert_eq!((own.items().len(), own.at("/items/0/candidacy/name/fr")), (1, "Essai"));
    assert_eq!(own.body["items"][0]["allowed_transitions"], json!(["submitted", "recused"]));
    assert!(app.token("entrepreneur").get("/v1/me/dossier-reviews").expect(200).items().is_empty());
    // Neither a reviewer nor anybody else names more of them, or goes by themselves.
    reader.post(&list, &by("agent-metz@demo.lorntech.example")).expect_problem(403, "forbidden");
    app.token("moderator").post(&list, &by("agent-metz@demo.lorntech.example")).expect_problem(404, "not_found");
    let etag = reader.get(&review).expect(200).etag().to_owned();
    reader.send("DELETE", &review, &[("if-match", &etag)], None).expect_problem(403, "forbidden");
    pilot.send("DELETE", &review, &[], None).expect_problem(428, "if_match_required");
    pilot.send("DELETE", &review, &[("if-match", &etag)], None).expect(204);
    reader.get(&version).expect_problem(404, "not_found");
    reader.get(&review).expect_problem(404, "not_found");
    // No source states what this programme asked for: nothing is there to be scored.
    let bare = frozen(&app, "/v1/candidacies/metropole-french-tech");
    let refused = pilot.post(&format!("{bare}/reviews"), &by("lectrice@demo.lorntech.example"));
    assert_eq!(refused.expect_problem(422, "invalid_body").at("/errors/0/code"), "item_count");
}

#[test]
fn a_reviewer_reads_their_version_alone_also_of_a_draft() {
    let app = App::start();
    let path = begun(&app, "Essai");
    let (reader, other, version) = (app.new_member("lectrice"), frozen(&app, &path), frozen(&app, &path));
    named(&app, &version, "lectrice");
    for end in ["", "/dossier.json", "/dossier.pdf", "/reviews"] {
        reader.get(&format!("{version}{end}")).expect(200);
        reader.get(&format!("{other}{end}")).expect_problem(404, "not_found");
    }
    let comparison = format!("{version}/comparison?with={}", other.rsplit('/').next().unwrap());
    reader.get(&comparison).expect_problem(400, "invalid_parameter");
    reader.get(&format!("{version}/review-summary")).expect_problem(403, "forbidden");
    for closed in [path.clone(), format!("{path}/dossier-versions"), format!("{path}/readiness")] {
        reader.get(&closed).expect_problem(404, "not_found");
    }
}

#[test]
fn a_review_is_changed_until_it_is_submitted_and_then_locked() {
    let app = App::start();
    let path = "/v1/candidacies/french-tech-east";
    let (pilot, reader, version) = (app.token("pilot"), app.new_member("lectrice"), frozen(&app, path));
    let (review, codes) = (named(&app, &version, "lectrice"), codes(&app, path));
    let first = json!({"scores": [{"criterion": codes[0], "score": 0}, {"criterion": codes[1], "comment": "À revoir."}]});
    let kept = write(&reader, &review, &first).expect(200);
    assert_eq!(kept.body["scores"], first["scores"]);
    for (wrong, pointer, code) in [
        (json!([{"criterion": codes[0], "score": 6}]), "/scores/0/score", "out_of_range"),
        (json!([{"criterion": codes[0], "score": -1}]), "/scores/0/score", "out_of_range"),
        (json!([{"criterion": "nulle-part", "score": 1}]), "/scores/0/criterion", "unknown_reference"),
        (json!([{"criterion": codes[0]}, {"criterion": codes[0]}]), "/scores/1/criterion", "repeated"),
    ] {
        let refused = write(&reader, &review, &json!({"scores": wrong})).expect_problem(422, "invalid_body");
        assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), (pointer, code));
    }
    reader.patch(&review, "\"1-own\"", &first).expect_problem(412, "revision_mismatch");
    // Pilots know that somebody is at it, not what they think so far; and write nothing of it.
    let seen = pilot.get(&review).expect(200);
    assert_eq!((seen.at("/status"), &seen.body["scores"]), ("open", &json!([])));
    pilot.patch(&review, seen.etag(), &first).expect_problem(403, "forbidden");
    submit(&pilot, &review).expect_problem(403, "forbidden");
    let refused = submit(&reader, &review).expect_problem(409, "review_incomplete");
    assert!(codes.iter().all(|code| refused.at("/detail").contains(code.as_str())), "{}", refused.text);
    write(&reader, &review, &scores(&codes, 4)).expect(200);
    let stale = [("if-match", "\"1-own\"")];
    let end = json!({"to": "submitted"});
    reader.post_with(&format!("{review}/transitions"), &stale, &end).expect_problem(412, "revision_mismatch");
    let done = submit(&reader, &review).expect(201);
    assert_eq!((done.at("/status"), &done.body["allowed_transitions"]), ("submitted", &json!(["recused"])));
    for refused in [
        write(&reader, &review, &first),
        submit(&reader, &review),
        pilot.send("DELETE", &review, &[("if-match", done.etag())], None),
    ] {
        refused.expect_problem(409, "state_conflict");
    }
    assert_eq!(pilot.get(&review).expect(200).body["scores"], scores(&codes, 4)["scores"]);
}

#[test]
fn what_others_think_is_seen_once_oneself_has_said_it_and_pilots_see_what_it_comes_to() {
    let app = App::start();
    let path = "/v1/candidacies/french-tech-east";
    let (pilot, version, codes) = (app.token("pilot"), frozen(&app, path), codes(&app, path));
    let readers = ["lectrice", "lecteur", "relectrice"].map(|name| app.new_member(name));
    let reviews = ["lectrice", "lecteur", "relectrice"].map(|name| named(&app, &version, name));
    let list = format!("{version}/reviews");
    let seen = |client: &Client| client.get(&list).expect(200).items().len();
    let summary = || pilot.get(&format!("{version}/review-summary")).expect(200).body;
    assert_eq!(
        summary()["criteria"][0],
        json!({"criterion": codes[0], "title": summary()["criteria"][0]["title"], "scores": []})
    );
    for (place, score) in [(0, 1), (1, 4)] {
        assert_eq!(seen(&readers[place]), 1, "before it is said");
        write(&readers[place], &reviews[place], &scores(&codes, score)).expect(200);
        submit(&readers[place], &reviews[place]).expect(201);
    }
    assert_eq!(seen(&readers[0]), 2);
    assert_eq!(readers[0].get(&reviews[1]).expect(200).body["scores"], scores(&codes, 4)["scores"]);
    readers[0].get(&reviews[2]).expect_problem(404, "not_found");
    readers[2].get(&reviews[0]).expect_problem(404, "not_found");
    let two = summary();
    assert_eq!((&two["open"], &two["submitted"], &two["recused"]), (&json!(1), &json!(2), &json!(0)));
    assert_eq!(two["criteria"].as_array().unwrap().len(), codes.len());
    let of = &two["criteria"][0];
    assert_eq!((&of["median"], &of["lowest"], &of["highest"]), (&json!(2.5), &json!(1), &json!(4)));
    assert_eq!(
        (&of["scores"][1]["reviewer"], &of["scores"][1]["comment"]),
        (&json!("lecteur (démonstration)"), &json!("Vaut 4."))
    );
    write(&readers[2], &reviews[2], &scores(&codes, 5)).expect(200);
    assert_eq!(summary()["criteria"], two["criteria"], "what is not submitted does not count");
    submit(&readers[2], &reviews[2]).expect(201);
    assert_eq!((summary()["criteria"][0]["median"].clone(), seen(&readers[2]), seen(&pilot)), (json!(4.0), 3, 3));
    // Somebody who becomes a pilot while they score learns nothing by it before they have submitted.
    let late = app.new_member("devenue");
    let own = named(&app, &version, "devenue");
    app.sql(&format!("insert into grants (account_id, role) values ('{}', 'pilot')", app.account_id("devenue")));
    assert_eq!(seen(&late), 1);
    late.get(&reviews[0]).expect_problem(404, "not_found");
    late.get(&format!("{version}/review-summary")).expect_problem(403, "forbidden");
    write(&late, &own, &scores(&codes, 2)).expect(200);
    submit(&late, &own).expect(201);
    assert_eq!(seen(&late), 4);
}

#[test]
fn a_conflict_of_interest_shuts_the_dossier_for_good() {
    let app = App::start();
    let path = "/v1/candidacies/french-tech-east";
    let (pilot, version, codes) = (app.token("pilot"), frozen(&app, path), codes(&app, path));
    let [first, second] = ["lectrice", "lecteur"].map(|name| app.new_member(name));
    let [own, other] = ["lectrice", "lecteur"].map(|name| named(&app, &version, name));
    for (client, review) in [(&first, &own), (&second, &other)] {
        write(client, review, &scores(&codes, 3)).expect(200);
        submit(client, review).expect(201);
    }
    first.get(&other).expect(200);
    let end = format!("{own}/transitions");
    let silent = first.post(&end, &json!({"to": "recused"})).expect_problem(422, "invalid_body");
    assert_eq!((silent.at("/errors/0/pointer"), silent.at("/errors/0/code")), ("/note", "required"));
    let talk = second.post(&format!("{other}/transitions"), &json!({"to": "submitted", "note": "Essai"}));
    assert_eq!(talk.expect_problem(422, "invalid_body").at("/errors/0/code"), "not_allowed");
    let done = recuse(&first, &own).expect(201);
    assert_eq!((done.at("/status"), &done.body["scores"]), ("recused", &json!([])));
    assert_eq!(done.body["allowed_transitions"], json!([]));

    for closed in ["", "/dossier.json", "/dossier.pdf", "/reviews", "/review-summary"] {
        first.get(&format!("{version}{closed}")).expect_problem(403, "forbidden");
    }
    first.get(&other).expect_problem(404, "not_found");
    for refused in [write(&first, &own, &scores(&codes, 5)), submit(&first, &own), recuse(&first, &own)] {
        refused.expect_problem(409, "state_conflict");
    }
    // Their own declaration stays theirs to read, and pilots know why.
    assert_eq!(first.get(&own).expect(200).at("/conflict"), "Ma sœur préside un des membres.");
    assert_eq!(pilot.get(&own).expect(200).at("/conflict"), "Ma sœur préside un des membres.");
    assert_eq!(second.get(&format!("{version}/reviews")).expect(200).items().len(), 1);
    let etag = pilot.get(&own).expect(200).etag().to_owned();
    pilot.send("DELETE", &own, &[("if-match", &etag)], None).expect_problem(409, "state_conflict");
    let again = json!({"email": "lectrice@demo.lorntech.example"});
    pilot.post(&format!("{version}/reviews"), &again).expect_problem(409, "already_exists");
    let summary = pilot.get(&format!("{version}/review-summary")).expect(200);
    assert_eq!((&summary.body["recused"], &summary.body["submitted"]), (&json!(1), &json!(1)));
    assert_eq!(summary.body["criteria"][0]["scores"].as_array().unwrap().len(), 1);

    // It weighs more than the right of a pilot, and hinders none of their other work.
    app.sql(&format!("insert into grants (account_id, role) values ('{}', 'pilot')", app.account_id("lectrice")));
    for closed in ["", "/dossier.json", "/reviews", "/review-summary"] {
        first.get(&format!("{version}{closed}")).expect_problem(404, "not_found");
    }
    first.get(&other).expect_problem(404, "not_found");
    assert!(first.get(&format!("{path}/dossier-versions")).expect(200).items().is_empty());
    let next = first.post(&format!("{path}/dossier-versions"), &json!({})).expect(201);
    assert_eq!(next.body["number"], 2);
    // The database says the same by itself.
    let asked = format!("begin; set local lorntech.account = '{}'; ", app.account_id("lectrice"));
    let count = |table: &str| app.database.sql_as_service(&format!("{asked} select count(*) from {table}; commit")).unwrap();
    let id = version.rsplit('/').next().unwrap();
    assert_eq!(count(&format!("dossier_versions where id = '{id}'")), [[Some("0".to_owned())]]);
    assert_eq!(count("dossier_reviews"), [[Some("1".to_owned())]], "their own");
}

#[test]
fn a_review_belongs_to_the_version_of_its_candidacy() {
    let app = App::start();
    let version = frozen(&app, "/v1/candidacies/french-tech-east");
    app.new_member("lectrice");
    named(&app, &version, "lectrice");
    let pilot = app.token("pilot");
    pilot.get(&version.replace("french-tech-east", "metropole-french-tech")).expect_problem(404, "not_found");
    pilot.get(&format!("/v1/dossier-reviews/{}", new_uuid())).expect_problem(404, "not_found");
    let moderator = app.token("moderator");
    moderator.get(&format!("{version}/reviews")).expect_problem(403, "forbidden");
    app.anonymous().get("/v1/me/dossier-reviews").expect_problem(401, "authentication_required");
}
