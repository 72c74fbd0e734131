//! The first HTML of the site's pages, which is all that who comes without JavaScript or out of a search sees.

use std::fs;

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
