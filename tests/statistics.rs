//! The ecosystem in figures.

use serde_json::Value;

use crate::{fixtures::propose, harness::App};

#[test]
fn every_figure_is_the_count_of_the_list_behind_it() {
    let app = App::start();
    let anonymous = app.anonymous();
    propose(&app.token("entrepreneur"), "Proposition que personne ne compte");
    // A sector that would break an address, and a record that says a thing twice.
    app.sql("update organizations set sectors = '{R&D #1 + santé,IA,IA}' where slug = 'universite-de-lorraine'");
    app.sql(
        "insert into organizations (id, slug, name, kinds, territory, status, stage, commune_code) values \
         (gen_random_uuid(), 'pousse', 'Pousse', '{startup,sme}', 'fr-lorraine', 'published', 'idea', '57463'), \
         (gen_random_uuid(), 'atelier', 'Atelier', '{fablab}', 'fr-lorraine', 'published', 'idea', '57463')",
    );
    let reply = anonymous.get("/v1/statistics").expect(200);
    assert_eq!(reply.header("cache-control"), Some("public, max-age=60, stale-while-revalidate=300"));
    let figures = |name: &str| reply.body[name].as_array().unwrap().iter().collect::<Vec<&Value>>();
    for (name, least) in [("kinds", 5), ("communes", 10), ("sectors", 2), ("stages", 1)] {
        let figures = figures(name);
        assert!(figures.len() >= least, "{name}: {figures:?}");
        let counts: Vec<i64> = figures.iter().map(|figure| figure["count"].as_i64().unwrap()).collect();
        assert!(counts.is_sorted_by(|a, b| a >= b), "{name}: the most first: {counts:?}");
        let behind = figures.into_iter().take(25).chain([&reply.body["organizations"]]);
        for figure in behind {
            let list = anonymous.get(figure["query"].as_str().unwrap()).expect(200);
            assert_eq!(list.body["count"], figure["count"], "{figure}");
        }
    }
    assert!(figures("communes").iter().any(|figure| figure["value"] == "57463" && figure["label"] == "Metz"));
    assert!(figures("sectors").iter().any(|figure| figure["value"] == "R&D #1 + santé" && figure["count"] == 1));
    let published = app.sql_value("select count(*) from organizations where status = 'published'");
    assert_eq!(reply.body["organizations"]["count"].to_string(), published);
    assert!(reply.at("/counted_at").starts_with("20"));
}
