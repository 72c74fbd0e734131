//! The first HTML of the site's pages, which is all that who comes without JavaScript or out of a search sees.

use std::{collections::HashSet, fs};

use serde_json::{Value, json};

use crate::harness::{App, Database, eventually, server};

/// A service with a site of one page.
fn with_a_site(database: Database) -> App {
    let site = server().new_folder();
    let page = "<!doctype html><!--page:head--><title>LORnTECH</title><!--/page:head--><!--page:main--><!--/page:main-->";
    fs::write(site.join("index.html"), page).unwrap();
    App::start_on(database, &[("LORNTECH_SITE_DIR", &site.to_string_lossy())], &[])
}

#[test]
fn an_address_that_leads_nowhere_is_404_and_leads_on() {
    let app = with_a_site(Database::copy());
    for path in ["/nulle-part", "/totems/nulle-part", "/annuaire/nulle-part", "/demander/nulle-part"] {
        let reply = app.anonymous().get(path).expect(404);
        assert!(reply.header("content-type").is_some_and(|kind| kind.starts_with("text/html")), "{path}");
        assert!(reply.text.contains("<h1>Cette page n’existe pas</h1>"), "{path}: {}", reply.text);
        assert!(reply.text.contains("<a href=\"/annuaire\">"), "{path}: {}", reply.text);
    }
    app.anonymous().get("/totems/metz").expect(200);
}

#[test]
fn without_its_database_a_page_is_unavailable_and_not_missing() {
    let database = Database::copy();
    let outside = Database::empty();
    let app = with_a_site(database);
    let name = app.sql_value("select current_database()");
    outside.sql(&format!("alter database {name} allow_connections false"));
    outside.sql(&format!("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{name}'"));
    let anonymous = app.anonymous();
    for path in ["/", "/annuaire", "/totems/metz", "/candidature"] {
        let reply = anonymous.get(path).expect(503);
        assert!(reply.header("retry-after").is_some(), "{path}");
        assert!(reply.text.contains("<h1>Le service est momentanément indisponible</h1>"), "{path}: {}", reply.text);
    }
    outside.sql(&format!("alter database {name} allow_connections true"));
    eventually("the page is there again", || (anonymous.get("/totems/metz").status == 200).then_some(()));
}

/// What stands between the first `before` and the next `after`.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

/// The addresses in a sitemap, as paths.
fn addresses(app: &App, path: &str) -> Vec<String> {
    let reply = app.anonymous().get(path).expect(200);
    assert_eq!(reply.header("content-type"), Some("application/xml"), "{path}");
    assert!(reply.header("cache-control").is_some_and(|keep| keep.contains("public")), "{path}");
    let all = reply.text.split("<loc>").skip(1).map(|rest| rest.split_once("</loc>").unwrap().0);
    all.map(|address| address.strip_prefix(app.base()).unwrap().to_owned()).collect()
}

#[test]
fn every_public_page_is_in_a_sitemap_and_says_in_its_first_html_what_it_is() {
    let app = with_a_site(Database::copy());
    let member = app.token("entrepreneur");
    let hidden = member.post("/v1/organizations", &json!({"name": "Atelier caché", "kinds": ["startup"]})).expect(201);
    let robots = app.anonymous().get("/robots.txt").expect(200);
    assert!(robots.text.contains(&format!("Sitemap: {}/sitemap.xml", app.base())), "{}", robots.text);

    let parts = addresses(&app, "/sitemap.xml");
    let all: Vec<String> = parts.iter().flat_map(|part| addresses(&app, part)).collect();
    let published = app.sql_value("select count(*) from organizations where status = 'published'");
    let records = all.iter().filter(|path| path.starts_with("/annuaire/")).count();
    assert_eq!(records.to_string(), published);
    assert!(!all.contains(&format!("/annuaire/{}", hidden.at("/slug"))), "what waits for review is nobody's business");
    let unique: HashSet<&String> = all.iter().collect();
    assert_eq!(unique.len(), all.len());
    for path in ["/", "/totems/metz", "/candidature", "/annuaire/universite-de-lorraine"] {
        assert!(all.iter().any(|known| known == path), "{path}");
    }

    let mut titles = HashSet::new();
    for path in all.iter().filter(|path| !path.starts_with("/annuaire/")).chain([&"/annuaire/universite-de-lorraine".to_owned()])
    {
        let page = app.anonymous().get(path).expect(200).text;
        let address = format!("{}{path}", app.base());
        assert_eq!(between(&page, "<link rel=\"canonical\" href=\"", "\""), Some(address.as_str()), "{path}");
        assert_eq!(between(&page, "<meta property=\"og:url\" content=\"", "\""), Some(address.as_str()), "{path}");
        let description = between(&page, "<meta name=\"description\" content=\"", "\"").unwrap();
        assert!((20..=200).contains(&description.chars().count()), "{path}: {description}");
        let title = between(&page, "<title>", "</title>").unwrap().to_owned();
        assert!(title.contains("LORnTECH") && titles.insert(title.clone()), "{path}: {title}");
        assert!(between(&page, "<main>", "</main>").unwrap().contains("<h1>"), "{path}");
        assert!(!page.contains("noindex"), "{path}");
    }
}

#[test]
fn a_sitemap_that_is_none_is_missing_and_personal_pages_are_left_to_their_reader() {
    let app = with_a_site(Database::copy());
    for part in ["0", "-1", "2", "999999999999999999999", "x", "pages.xml"] {
        app.anonymous().get(&format!("/sitemap/{part}.xml")).expect_problem(404, "not_found");
    }
    for path in ["/connexion", "/demandes", "/travail/metz"] {
        let page = app.anonymous().get(path).expect(200).text;
        assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
    }
}

#[test]
fn a_large_directory_is_parted() {
    let app = with_a_site(Database::copy());
    let published: usize = app.sql_value("select count(*) from organizations where status = 'published'").parse().unwrap();
    app.database.sql(
        "insert into organizations (id, slug, name, kinds, territory, status) \
         select gen_random_uuid(), 'essai-' || n, 'Essai ' || n, '{startup}', 'lorraine', 'published' \
         from generate_series(1, 10000) n",
    );
    let parts = addresses(&app, "/sitemap.xml");
    assert_eq!(parts, ["/sitemap/pages.xml", "/sitemap/1.xml", "/sitemap/2.xml"]);
    let (first, second) = (addresses(&app, "/sitemap/1.xml"), addresses(&app, "/sitemap/2.xml"));
    assert_eq!((first.len(), second.len()), (10_000, published));
    let all: HashSet<&String> = first.iter().chain(&second).collect();
    assert_eq!(all.len(), 10_000 + published, "none twice, none left out");
}

#[test]
fn the_first_html_of_a_totem_says_when_it_is_open_and_what_it_offers() {
    let app = with_a_site(Database::copy());
    app.sql(
        "update totems set opening_hours = '[{\"weekday\": \"monday\", \"opens\": \"09:00\", \"closes\": \"18:00\"}]', \
         contact = '{\"email\": \"accueil@exemple.fr\", \"website\": \"javascript:alert(1)\"}' where slug = 'metz'",
    );
    let html = app.anonymous().get("/totems/metz").expect(200).text;
    let data = html.split("<script type=\"application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    let hours = &data["openingHoursSpecification"][0];
    assert_eq!((&hours["dayOfWeek"], &hours["opens"]), (&json!("https://schema.org/Monday"), &json!("09:00")));
    assert_eq!((&data["address"]["addressLocality"], &data["email"]), (&json!("Metz"), &json!("accueil@exemple.fr")));
    let offered = data["hasOfferCatalog"]["itemListElement"].as_array().unwrap();
    assert_eq!(offered.len().to_string(), app.sql_value("select count(*) from totem_services s join totems t on t.id = s.totem_id where t.slug = 'metz' and s.status = 'active'"));
    assert!(data.get("url").is_none() && data.get("geo").is_none(), "{data}");
}

#[test]
fn the_first_html_of_a_record_says_it_in_the_words_of_schema_org() {
    let app = with_a_site(Database::copy());
    let html = app.anonymous().get("/annuaire/universite-de-lorraine").expect(200).text;
    let data = html.split("<script type=\"application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    assert_eq!((&data["@type"], &data["name"]), (&json!("CollegeOrUniversity"), &json!("Université de Lorraine")));
    assert_eq!(data["location"]["address"]["addressLocality"], "Nancy");
    assert!(data["subjectOf"]["creditText"].as_str().unwrap().contains("MESR"));
    assert!(data.get("parentOrganization").is_none() && data.get("member").is_none());
    // What it belongs to, and what belongs to it; not what has ended.
    app.sql(
        "with pair as (select u.id as here, o.id as there from organizations u, organizations o \
         where u.slug = 'universite-de-lorraine' and o.slug = 'predict') \
         insert into organization_relations (organization_id, kind, target_id, ended_on) select here, 'member_of', there, null::date from pair \
         union all select here, 'located_in', there, null from pair union all select there, 'part_of', here, null from pair \
         union all select there, 'member_of', here, '2020-01-01' from pair",
    );
    let html = app.anonymous().get("/annuaire/universite-de-lorraine").expect(200).text;
    let data = html.split("<script type=\"application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    let page = |value: &Value| value["@id"].as_str().is_some_and(|id| id.ends_with("/annuaire/predict"));
    assert!(page(&data["memberOf"][0]) && page(&data["subOrganization"][0]) && data.get("member").is_none(), "{data}");
    assert_eq!(
        (&data["location"][0]["address"]["addressLocality"], &data["location"][1]["@type"]),
        (&json!("Nancy"), &json!("Place"))
    );
    app.sql("update organizations set legal_name = '</script><script>alert(1)</script>' where slug = 'universite-de-lorraine'");
    let html = app.anonymous().get("/annuaire/universite-de-lorraine").expect(200).text;
    assert!(!html.contains("<script>alert") && html.contains("\\u003c/script"), "{html}");
}
