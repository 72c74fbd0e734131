//! How records belong together: what one is part of, a member of, accelerated by, located in.

use std::thread;

use serde_json::{Value, json};

use crate::harness::{App, Client, Reply};

/// A published record of this name; its address.
fn published(app: &App, name: &str) -> String {
    let made = app.token("entrepreneur").post("/v1/organizations", &json!({"name": name, "kinds": ["association"]})).expect(201);
    let record = format!("/v1/organizations/{}", made.at("/id"));
    app.token("moderator").post(&format!("{record}/transitions"), &json!({"to": "published"})).expect(201);
    record
}

fn id(record: &str) -> &str {
    record.rsplit('/').next().unwrap()
}

fn relate(client: &Client, record: &str, relations: &Value) -> Reply {
    let etag = client.get(record).etag().to_owned();
    client.patch(record, &etag, &json!({"relations": relations}))
}

/// `kind name` of each.
fn told(reply: &Reply, member: &str) -> Vec<String> {
    let one = |relation: &Value| {
        format!("{} {}", relation["kind"].as_str().unwrap(), relation["organization"]["name"].as_str().unwrap())
    };
    reply.body[member].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn a_relation_is_told_by_both_records_and_those_who_may_change_the_one_write_it() {
    let app = App::start();
    let (moderator, anonymous) = (app.token("moderator"), app.anonymous());
    let (lab, university, cluster) = (published(&app, "Laboratoire"), published(&app, "Université"), published(&app, "Pôle"));
    let before = anonymous.get(&university).expect(200);
    let slug = before.at("/slug");
    let relations = json!([
        {"kind": "member_of", "organization_id": id(&cluster), "started_on": "2024-09-01"},
        {"kind": "part_of", "organization_id": slug},
    ]);
    relate(&app.token("agent-metz"), &lab, &relations).expect_problem(403, "forbidden");
    let changed = relate(&moderator, &lab, &relations).expect(200);
    assert_eq!(told(&changed, "relations"), ["member_of Pôle", "part_of Université"]);
    assert_eq!(changed.at("/relations/0/started_on"), "2024-09-01");
    let seen = anonymous.get(&university).expect(200);
    assert_eq!((told(&seen, "relations"), told(&seen, "inverse_relations")), (vec![], vec!["part_of Laboratoire".to_owned()]));
    assert_ne!(seen.etag(), before.etag(), "a cache knows that it is told differently");
    // Given whole, as all lists are, and kept where they are not given.
    let read = moderator.get(&lab).expect(200);
    let kept = moderator.patch(&lab, read.etag(), &json!({"sectors": ["recherche"]})).expect(200);
    assert_eq!(told(&kept, "relations").len(), 2);
    let fewer = json!([{"kind": "part_of", "organization_id": id(&university)}]);
    assert_eq!(told(&relate(&moderator, &lab, &fewer).expect(200), "relations"), ["part_of Université"]);
    assert!(told(&anonymous.get(&cluster).expect(200), "inverse_relations").is_empty());
    assert!(told(&relate(&moderator, &lab, &Value::Null).expect(200), "relations").is_empty());

    let history = moderator.get(&format!("{lab}/history")).expect(200);
    let of_relations: Vec<&Value> =
        history.items().iter().map(|entry| &entry["changes"][0]).filter(|change| change["member"] == "relations").collect();
    let expected = [
        json!({"member": "relations", "before": ["part_of Université"]}),
        json!({"member": "relations", "before": ["member_of Pôle"]}),
        json!({"member": "relations", "after": ["member_of Pôle", "part_of Université"]}),
    ];
    assert_eq!(of_relations, expected.iter().collect::<Vec<_>>());
    let public = anonymous.get(&format!("{lab}/history")).expect(200);
    assert!(public.text.contains("relations") && !public.text.contains("Pôle"), "{}", public.text);
}

#[test]
fn what_cannot_be_is_refused_and_names_its_place() {
    let app = App::start();
    let moderator = app.token("moderator");
    let (one, two, three) = (published(&app, "Un"), published(&app, "Deux"), published(&app, "Trois"));
    let hidden = crate::fixtures::propose(&app.token("entrepreneur"), "À relire");
    let part = |of: &str| json!({"kind": "part_of", "organization_id": id(of)});
    for (relations, place, code) in [
        (json!([part(&one)]), "/relations/0/organization_id", "not_allowed"),
        (json!([part(&two), part(&two)]), "/relations/1", "repeated"),
        (json!([part(&two), part(&hidden)]), "/relations/1/organization_id", "unknown_reference"),
        (json!([{"kind": "part_of", "organization_id": "nulle-part"}]), "/relations/0/organization_id", "unknown_reference"),
        (json!([{"kind": "friend_of", "organization_id": id(&two)}]), "/relations/0/kind", "invalid_choice"),
        (
            json!([{"kind": "accelerated_by", "organization_id": id(&two), "started_on": "2025-02-01", "ended_on": "2025-01-31"}]),
            "/relations/0/ended_on",
            "ends_before",
        ),
        (Value::Array(vec![part(&two); 51]), "/relations", "item_count"),
    ] {
        let reply = relate(&moderator, &one, &relations).expect_problem(422, "invalid_body");
        assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), (place, code), "{relations}");
    }
    // Nothing is part of itself, by however many steps; other relations may go round.
    relate(&moderator, &one, &json!([part(&two)])).expect(200);
    relate(&moderator, &two, &json!([part(&three)])).expect(200);
    let reply = relate(&moderator, &three, &json!([part(&one)])).expect_problem(422, "invalid_body");
    assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/relations", "circular"));
    relate(&moderator, &three, &json!([{"kind": "member_of", "organization_id": id(&one)}])).expect(200);
}

#[test]
fn two_who_say_at_once_that_theirs_is_part_of_the_others_make_no_circle() {
    let app = App::start();
    let moderator = app.token("moderator");
    for round in 0..4 {
        let (one, two) = (published(&app, &format!("Un {round}")), published(&app, &format!("Deux {round}")));
        let statuses: Vec<u16> = thread::scope(|scope| {
            let both = [(&one, &two), (&two, &one)].map(|(part, whole)| {
                let moderator = &moderator;
                scope.spawn(move || relate(moderator, part, &json!([{"kind": "part_of", "organization_id": id(whole)}])).status)
            });
            both.map(|one| one.join().unwrap()).to_vec()
        });
        assert!(statuses == [200, 422] || statuses == [422, 200], "{statuses:?}");
    }
}

#[test]
fn only_published_records_are_told_of_and_a_record_that_is_deleted_leaves_none() {
    let app = App::start();
    let (moderator, anonymous) = (app.token("moderator"), app.anonymous());
    let (startup, accelerator) = (published(&app, "Pousse"), published(&app, "Accélérateur"));
    let relation = json!([{"kind": "accelerated_by", "organization_id": id(&accelerator)}]);
    relate(&moderator, &startup, &relation).expect(200);
    let step = |record: &str, body: Value| moderator.post(&format!("{record}/transitions"), &body).expect(201);
    step(&accelerator, json!({"to": "suspended", "reason": "inaccurate"}));
    assert!(told(&anonymous.get(&startup).expect(200), "relations").is_empty());
    // Whoever writes the list does not see it either, and does not lose it.
    let other = published(&app, "Pépinière");
    relate(&moderator, &startup, &json!([{"kind": "located_in", "organization_id": id(&other)}])).expect(200);
    step(&accelerator, json!({"to": "published"}));
    assert_eq!(told(&anonymous.get(&startup).expect(200), "relations"), ["accelerated_by Accélérateur", "located_in Pépinière"]);
    step(&startup, json!({"to": "archived", "reason": "closed"}));
    assert!(told(&anonymous.get(&accelerator).expect(200), "inverse_relations").is_empty());
    step(&startup, json!({"to": "published"}));
    assert_eq!(told(&anonymous.get(&accelerator).expect(200), "inverse_relations"), ["accelerated_by Pousse"]);
    step(&accelerator, json!({"to": "deleted", "reason": "closed"}));
    assert_eq!(told(&anonymous.get(&startup).expect(200), "relations"), ["located_in Pépinière"]);
    assert_eq!(app.sql_value("select count(*) from organization_relations"), "1");
}

#[test]
fn the_record_that_is_kept_takes_over_the_relations_of_the_other_one() {
    let app = App::start();
    let moderator = app.token("moderator");
    let names = ["Gardée", "Doublon", "Tout", "Partie", "Milieu"];
    let [kept, gone, whole, part, middle] = names.map(|name| published(&app, name));
    let of = |kind: &str, other: &str| json!({"kind": kind, "organization_id": id(other)});
    relate(&moderator, &gone, &json!([of("part_of", &whole), of("member_of", &whole), of("member_of", &kept)])).expect(200);
    relate(&moderator, &kept, &json!([of("member_of", &whole), of("part_of", &middle)])).expect(200);
    // Once both are one, it would be part of itself by way of this one.
    relate(&moderator, &middle, &json!([of("part_of", &gone)])).expect(200);
    relate(&moderator, &part, &json!([of("part_of", &gone), of("located_in", &gone)])).expect(200);
    let merged = moderator.post(&format!("{kept}/merges"), &json!({"duplicate_id": id(&gone)})).expect(201);
    assert_eq!(told(&merged, "relations"), ["member_of Tout", "part_of Milieu", "part_of Tout"]);
    assert_eq!(told(&merged, "inverse_relations"), ["located_in Partie", "part_of Partie"]);
    assert!(told(&moderator.get(&middle).expect(200), "relations").is_empty());
    let left = format!("select count(*) from organization_relations where '{}' in (organization_id, target_id)", id(&gone));
    assert_eq!(app.sql_value(&left), "0");
}

#[test]
fn exports_and_hsds_tell_of_them_too() {
    let app = App::start();
    let (moderator, anonymous) = (app.token("moderator"), app.anonymous());
    let (lab, university) = (published(&app, "Laboratoire"), published(&app, "Université d’essai"));
    relate(&moderator, &lab, &json!([{"kind": "part_of", "organization_id": id(&university)}])).expect(200);
    let hsds = anonymous.get(&lab.replace("/v1/", "/hsds/")).expect(200);
    assert_eq!(hsds.at("/parent_organization_id"), id(&university));
    let lines = anonymous.get("/v1/organizations.ndjson?q=Laboratoire").expect(200).text;
    let line = lines.lines().find(|line| line.contains(id(&lab))).unwrap();
    let line: Value = serde_json::from_str(line).unwrap();
    assert_eq!(line["relations"][0]["organization"]["name"], "Université d’essai");
}

#[test]
fn what_belongs_to_a_record_is_listed_whole_and_page_by_page() {
    let app = App::start();
    let anonymous = app.anonymous();
    let cluster = published(&app, "Pôle");
    app.sql(&format!(
        "with made as (insert into organizations (id, slug, name, kinds, territory, country, status) select gen_random_uuid(), 'membre-' || n, \
         'Membre ' || (n % 7), '{{association}}', 'lorraine', 'FR', case when n = 5 then 'pending_review' else 'published' end from generate_series(1, 251) n \
         returning id) insert into organization_relations (organization_id, kind, target_id) select id, k.kind, '{}' from made, \
         (values ('member_of'), ('located_in')) k(kind)",
        id(&cluster)
    ));
    let record = anonymous.get(&cluster).expect(200);
    let (mut all, mut next) = (vec![], format!("{cluster}/inverse-relations?limit=200"));
    while !next.is_empty() {
        let page = anonymous.get(&next).expect(200);
        all.extend_from_slice(page.items());
        let cursor = page.body["next_cursor"].as_str();
        next = cursor.map(|cursor| format!("{cluster}/inverse-relations?limit=200&cursor={cursor}")).unwrap_or_default();
    }
    assert_eq!(all.len(), 500, "those of the public, each once for each kind");
    assert_eq!(record.body["inverse_relations"].as_array().unwrap()[..], all[..200], "in the same order");
    let distinct: std::collections::HashSet<String> = all.iter().map(Value::to_string).collect();
    assert_eq!(distinct.len(), 500);
    anonymous
        .get(&format!("{}/inverse-relations", cluster.replace(id(&cluster), &crate::harness::new_uuid())))
        .expect_problem(404, "not_found");
}
