//! Words, names, numbers, sites and places that somebody types.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::harness::{App, Client, Reply, eventually, server};

/// What people type, with the records that are meant: one of them must be among the first three.
const SEARCHES: &str = include_str!("searches.tsv");

fn escape(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        write!(escaped, "%{byte:02X}").unwrap();
        escaped
    })
}

fn search(client: &Client, q: &str) -> Reply {
    client.get(&format!("/v1/organizations?limit=5&q={}", escape(q))).expect(200)
}

fn names(reply: &Reply) -> Vec<&str> {
    reply.items().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

fn publish(app: &App, name: &str, more: &str, values: &str) {
    let slug = name.to_lowercase().replace(|mark: char| !mark.is_ascii_alphanumeric(), "-");
    let name = name.replace('\'', "''");
    app.sql(&format!(
        "insert into organizations (id, slug, name, kinds, territory, status{more}) values \
         (gen_random_uuid(), '{slug}', '{name}', '{{association}}', 'fr-lorraine', 'published'{values})"
    ));
}

#[test]
fn what_people_type_finds_what_they_mean_among_the_first_three() {
    let app = App::start();
    let anonymous = app.anonymous();
    let searches: Vec<Vec<&str>> = SEARCHES.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert!(searches.len() >= 80, "{} searches", searches.len());
    let mut misses = vec![];
    for search_ in &searches {
        let [kind, q, expected] = search_[..] else { panic!("three columns: {search_:?}") };
        let found = search(&anonymous, q);
        if !names(&found).iter().take(3).any(|name| expected.split(" | ").any(|meant| meant == *name)) {
            misses.push(format!("{kind}: {q} finds {:?}", names(&found)));
        }
    }
    println!("{} of {} searches miss:\n{}", misses.len(), searches.len(), misses.join("\n"));
    assert!(misses.len() * 20 <= searches.len(), "{} of {} searches miss:\n{}", misses.len(), searches.len(), misses.join("\n"));
}

#[test]
fn an_exact_name_is_found_among_more_namesakes_than_are_ranked() {
    let app = App::start();
    app.sql(
        "insert into organizations (id, slug, name, kinds, territory, status) select gen_random_uuid(), 'atelier-' || n, \
         'Atelier commun ' || n, '{fablab}', 'fr-lorraine', 'published' from generate_series(1, 700) as n",
    );
    publish(&app, "Atelier", "", "");
    publish(&app, "L’Établi de l’atelier", ", alternate_names", ", '{ATL}'");
    let anonymous = app.anonymous();
    assert_eq!(names(&search(&anonymous, "atelier"))[0], "Atelier");
    assert_eq!(names(&search(&anonymous, "A.T.L."))[0], "L’Établi de l’atelier");
}

#[test]
fn a_number_finds_its_holder_written_with_spaces_or_longer_than_it_is_known() {
    let app = App::start();
    let anonymous = app.anonymous();
    let siren = app.sql_value("select value from organization_identifiers where scheme = 'FR-SIREN' order by value limit 1");
    let name = app.sql_value(&format!(
        "select name from organizations o join organization_identifiers i on i.organization_id = o.id where value = '{siren}'"
    ));
    let spaced = format!("{} {} {}", &siren[..3], &siren[3..6], &siren[6..]);
    for q in [siren.clone(), spaced, format!("SIREN {siren}"), format!("{siren}00999"), format!("FR 12 {siren}")] {
        assert_eq!(names(&search(&anonymous, &q))[0], name, "{q}");
    }
    // Known by the number of its place only.
    publish(&app, "Atelier à deux numéros", "", "");
    app.sql("insert into organization_identifiers select id, 'FR-SIRET', '55210055400013' from organizations where name = 'Atelier à deux numéros'");
    assert_eq!(names(&search(&anonymous, "552 100 554"))[0], "Atelier à deux numéros");
}

#[test]
fn words_that_are_in_no_record_are_mended_on_every_page() {
    let app = App::start();
    let anonymous = app.anonymous();
    let found = anonymous.get("/v1/organizations?q=univesite&limit=2&count=true").expect(200);
    assert_eq!(found.at("/searched"), "universite");
    assert!(found.body["count"].as_i64().unwrap() > 2, "{}", found.text);
    let next = anonymous.get(&format!("/v1/organizations?q=univesite&limit=2&cursor={}", found.at("/next_cursor"))).expect(200);
    assert_eq!(next.at("/searched"), "universite");
    assert!(!next.items().is_empty() && next.items()[0]["id"] != found.items()[0]["id"]);
    // What is found as it is typed is not mended, and nothing is made of what is near nothing.
    assert_eq!(search(&anonymous, "universite").body["searched"], Value::Null);
    let nothing = search(&anonymous, "xyzzyplugh");
    assert_eq!((nothing.items().len(), &nothing.body["searched"]), (0, &Value::Null));
}

#[test]
fn nothing_of_a_proposal_is_found_completed_or_mended_to() {
    let app = App::start();
    let member = app.token("entrepreneur");
    crate::fixtures::propose(&member, "Zwickelhausen");
    for q in ["zwickelhausen", "zwickelhasen"] {
        assert_eq!(search(&member, q).items().len(), 0, "{q}");
        let suggested = member.get(&format!("/v1/organizations/suggest?q={q}")).expect(200);
        assert_eq!(suggested.body["organizations"].as_array().unwrap().len(), 0, "{q}");
    }
    assert_eq!(app.sql_value("select count(*) from directory_words where word like 'zwickel%'"), "0");
    app.sql("update organizations set status = 'published' where name = 'Zwickelhausen'");
    assert_eq!(names(&search(&member, "zwickelhasen")), ["Zwickelhausen"]);
}

#[test]
fn completion_knows_names_towns_kinds_and_sectors_while_they_are_typed() {
    let app = App::start();
    let anonymous = app.anonymous();
    let suggest = |q: &str| anonymous.get(&format!("/v1/organizations/suggest?q={}", escape(q))).expect(200);
    let first = |reply: &Reply| reply.at("/organizations/0/name").to_owned();
    for (typed, name) in [
        ("univ lor", "Université de Lorraine"),
        ("UNIVERSITÉ DE L", "Université de Lorraine"),
        ("pixa", "Pixacare"),
        ("loria", "Laboratoire Lorrain de Recherche en Informatique et ses Applications"),
        ("urbnalo", "Urbanloop"),
        ("fizymed", "Fizimed"),
    ] {
        assert_eq!(first(&suggest(typed)), name, "{typed}");
    }
    assert_eq!(suggest("dieden").at("/places/0/name"), "Thionville");
    assert_eq!(suggest("dieden").at("/places/0/commune_code"), "57672");
    assert_eq!(suggest("trèv").at("/places/0/name"), "Trier");
    assert_eq!(suggest("incub").at("/kinds/0/kind"), "incubator");
    let german = anonymous.get_with("/v1/organizations/suggest?q=hochs", &[("accept-language", "de")]).expect(200);
    assert_eq!(german.at("/kinds/0/label"), "Hochschule");
    assert_eq!(suggest("logiciel").at("/sectors/0"), "Numérique et logiciel");
    for bad in ["q=", "", "q=a&limit=5", "q=a&kinds=startup"] {
        assert_eq!(anonymous.get(&format!("/v1/organizations/suggest?{bad}")).status, 400, "{bad}");
    }
    let slugs = suggest("institut");
    let slugs: Vec<&Value> = slugs.body["organizations"].as_array().unwrap().iter().map(|one| &one["slug"]).collect();
    assert!(slugs.len() == 7 && slugs.iter().all(|slug| slugs.iter().filter(|other| other == &slug).count() == 1), "{slugs:?}");
}

/// The plans of what the service sends to PostgreSQL, as PostgreSQL makes them for the service's role.
fn plans(app: &App, about: &str, ask: impl FnOnce()) -> String {
    let log = server().log();
    let start = std::fs::metadata(&log).unwrap().len();
    ask();
    let name = app.sql_value("select current_database()");
    eventually(&format!("the plan of {about} is logged for {name}"), || {
        let text = std::fs::read_to_string(&log).unwrap();
        let text = text.get(usize::try_from(start).unwrap()..)?;
        let plans: Vec<&str> =
            text.split("duration: ").filter(|entry| entry.contains("plan:") && entry.contains(about)).collect();
        (!plans.is_empty()).then(|| plans.concat())
    })
}

#[test]
fn each_search_uses_its_index_as_the_role_of_the_service() {
    let database = crate::harness::Database::copy();
    let name = &database.sql("select current_database()")[0][0].clone().unwrap();
    database.sql(&format!(
        "alter role lorntech_app in database {name} set session_preload_libraries = 'auto_explain'; \
         alter role lorntech_app in database {name} set auto_explain.log_min_duration = 0; \
         insert into organizations (id, slug, name, kinds, territory, status, website, latitude, longitude) \
         select gen_random_uuid(), 'plan-' || n, 'Fabrique ' || md5(n::text), '{{sme}}', 'fr-lorraine', 'published', \
             'https://' || md5(n::text) || '.example', 48 + n / 4000.0, 5 + n / 3000.0 from generate_series(1, 4000) as n; \
         insert into organization_identifiers select id, 'ROR', 'plan' || slug from organizations where slug like 'plan-%'; \
         set session_replication_role = replica; update organizations set updated_at = updated_at - interval '1 day'"
    ));
    database.sql("vacuum analyze");
    let app = App::start_on(database, &[], &[]);
    let anonymous = app.anonymous();
    for (about, path, indexes) in [
        ("qqzanzibar", "?q=qqzanzibar&limit=3", &["organizations_search"][..]),
        ("qqtombuktu", "?q=qqtombuktu&sort=name&count=true&facets=kinds&limit=3", &["organizations_search"]),
        ("xample.qqsite.", "?q=www.qqsite.xample&limit=3", &["organizations_by_site", "organizations_search"]),
        ("777888999", "?q=777%20888%20999&limit=3", &["organization_identifiers_value"]),
        ("order by (on_earth", "?near=48.123456,6.1&limit=3", &["organizations_by_distance"]),
        ("cube_enlarge", "?near=48.234567,6.1&radius_km=2&sort=name&limit=3", &["organizations_by_distance"]),
        ("point(o.longitude", "?bbox=6.3,48.4,6.345678,48.41&limit=3&sort=-updated_at", &["organizations_in_box"]),
        ("qqsugg", "/suggest?q=qqsugg", &["organizations_search", "organizations_by_name"]),
    ] {
        let plan = plans(&app, about, || drop(anonymous.get(&format!("/v1/organizations{path}")).expect(200)));
        assert!(!plan.contains("Seq Scan on organizations"), "{path}:\n{plan}");
        for index in indexes {
            assert!(plan.contains(index), "{path} does not use {index}:\n{plan}");
        }
    }
    let mended = plans(&app, "one_letter_less", || drop(anonymous.get("/v1/organizations?q=fabirque").expect(200)));
    assert!(mended.contains("directory_words_near"), "{mended}");
    // What has come to match a saved search is found among what has changed, however much there is.
    let search = json!({"name": "Fabriques", "query": {"q": "fabrique", "kinds": ["sme"]}});
    let member = app.token("entrepreneur");
    let looked = plans(&app, "organization_versions", || drop(member.post("/v1/me/saved-searches", &search).expect(201)));
    assert!(looked.contains("organizations_by_update") && !looked.contains("Seq Scan on organizations"), "{looked}");
}
