//! Code lists.

use crate::harness::App;

fn names(app: &App, path: &str, member: &str) -> Vec<String> {
    let reply = app.anonymous().get(path).expect(200);
    reply.items().iter().map(|item| item[member].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_commune_is_found_without_accents_by_its_postal_code_and_as_the_post_writes_it() {
    let app = App::start();
    for (q, name) in [
        ("epinal", "Épinal"),
        ("EPINAL", "Épinal"),
        ("88000", "Épinal"),
        ("st%20amand", "Saint-Amand-sur-Ornain"),
        ("5700", "Metz"),
    ] {
        let found = names(&app, &format!("/v1/reference/communes?q={q}&limit=200"), "name");
        assert!(found.iter().any(|found| found == name), "{q}: {found:?}");
    }
    assert!(names(&app, "/v1/reference/communes?q=%25&limit=5", "name").is_empty());
    let all = names(&app, "/v1/reference/communes?department=57&limit=200", "department");
    assert!(all.len() == 200 && all.iter().all(|department| department == "57"));
}

#[test]
fn activities_are_found_by_code_and_label_in_either_nomenclature() {
    let app = App::start();
    let found = names(&app, "/v1/reference/activities?q=62.01&nomenclature=naf_rev2", "label");
    assert_eq!(found, ["Programmation informatique"]);
    let both = names(&app, "/v1/reference/activities?q=elevage&limit=200", "nomenclature");
    for nomenclature in ["naf_rev2", "naf_2025"] {
        assert!(both.iter().any(|found| found == nomenclature), "{nomenclature}");
    }
}

#[test]
fn every_source_has_its_licence_and_every_record_of_the_directory_its_source() {
    let app = App::start();
    let sources = app.anonymous().get("/v1/reference/sources").expect(200);
    for source in sources.items() {
        for member in ["licence", "attribution", "publisher"] {
            assert!(!source[member].as_str().unwrap().is_empty(), "{source}");
        }
    }
    assert_eq!(app.sql_value("select count(*) from organizations where status = 'published' and source_system is null"), "0");
    assert!(!names(&app, "/v1/reference/legal-forms", "label").is_empty());
}
