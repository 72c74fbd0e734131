//! The catalogue of open data, and where the interfaces are described. Whether it is by DCAT-AP is judged in tests/faces.

use serde_json::Value;

use crate::harness::App;

#[test]
fn the_catalogue_is_written_as_whoever_asks_likes_it() {
    let app = App::start();
    let anonymous = app.anonymous();
    for (query, accept, expected) in [
        ("", "*/*", "application/ld+json"),
        ("", "text/turtle", "text/turtle"),
        ("", "text/html;q=0.9, text/turtle;q=0.4, application/ld+json;q=0.5", "application/ld+json"),
        ("?format=turtle", "application/json", "text/turtle"),
        ("?format=json_ld", "text/turtle", "application/ld+json"),
    ] {
        let reply = anonymous.get_with(&format!("/v1/catalog{query}"), &[("accept", accept)]).expect(200);
        assert_eq!(reply.header("content-type"), Some(expected), "{query} {accept}");
        assert!(reply.header("vary").unwrap().contains("Accept,"), "{:?}", reply.header("vary"));
        assert!(reply.text.contains("/v1/organizations.csv?source=ror"), "{query} {accept}");
    }
    anonymous.get("/v1/catalog?format=rdf_xml").expect_problem(400, "invalid_parameter");
}

#[test]
fn each_source_is_a_dataset_with_its_own_terms_whatever_it_is_called() {
    let app = App::start();
    app.sql(
        "insert into sources (system, name, publisher, licence, licence_url, attribution, url) \
         values ('à part', 'Une \"liste\"', 'Nous', 'CC BY 4.0', 'no address', 'Nous, CC BY', null)",
    );
    let turtle = app.anonymous().get_with("/v1/catalog", &[("accept", "text/turtle")]).expect(200).text;
    let sources = app.anonymous().get("/v1/reference/sources").expect(200);
    for source in sources.items() {
        assert!(turtle.contains(source["attribution"].as_str().unwrap()), "{source}");
    }
    assert!(turtle.contains(r#""Une \"liste\"""#) && turtle.contains("#source-%C3%A0+part>"), "{turtle}");
    assert!(!turtle.contains("no address"));
}

#[test]
fn a_program_that_looks_for_interfaces_finds_them() {
    let app = App::start();
    let anonymous = app.anonymous();
    let reply = anonymous.get("/.well-known/api-catalog").expect(200);
    let media_type = reply.header("content-type").unwrap();
    assert!(
        media_type.starts_with("application/linkset+json; profile=\"https://www.rfc-editor.org/info/rfc9727\""),
        "{media_type}"
    );
    assert!(reply.header("link").unwrap().contains("rel=\"api-catalog\""));
    let links: Value = serde_json::from_str(&reply.text).unwrap();
    let described = links["linkset"].as_array().unwrap().iter().filter(|link| link.get("service-desc").is_some());
    assert_eq!(described.count(), 2);
    let document = links["linkset"][1]["service-desc"][0]["href"].as_str().unwrap();
    anonymous.get(&document[document.find("/openapi").unwrap()..]).expect(200);
    let head = anonymous.send("HEAD", "/.well-known/api-catalog", &[], None).expect(200);
    assert_eq!((head.header("link"), head.text.as_str()), (reply.header("link"), ""));
}
