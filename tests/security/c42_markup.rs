//! C-42: what people type is text wherever it is shown, and an address is one of the web. The pages in a browser are
//! looked at by `tests/e2e/journeys/markup.test.mjs`.

use std::fs;

use serde_json::{Value, json};

use super::{asked, document, operations};
use crate::{
    fixtures::{JOBS, jobs, observation, promise},
    harness::{App, Client, MailServer, Reply, server},
};

const HOSTILE: [&str; 6] = [
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "</title></main><script>alert(1)</script>",
    "\"><iframe srcdoc='<script>alert(1)</script>'>",
    "' onmouseover='alert(1)",
    "[ici](javascript:alert(1)) <a href=\"javascript:alert(1)\">ici</a>",
];

const NO_WEB_ADDRESSES: [&str; 12] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    " javascript:alert(1)//https://exemple.fr",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://exemple.fr/1",
    "//exemple.fr",
    "https:///",
    "https://compte:secret@exemple.fr",
    "exemple.fr",
];

/// The members of bodies that hold an address, as `operation pointer`.
fn addresses(document: &Value) -> Vec<String> {
    fn look(document: &Value, schema: &Value, place: &str, found: &mut Vec<String>) {
        let schema = match schema["$ref"].as_str() {
            Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
            None => schema,
        };
        if schema["format"] == "uri" {
            found.push(place.to_owned());
        }
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            look(document, member, &format!("{place}/{name}"), found);
        }
        for part in schema["oneOf"].as_array().into_iter().flatten() {
            look(document, part, place, found);
        }
        if schema["items"].is_object() {
            look(document, &schema["items"], &format!("{place}/0"), found);
        }
    }
    let mut found = vec![];
    for (_, _, operation) in operations(document) {
        for content in operation["requestBody"]["content"].as_object().into_iter().flatten() {
            look(document, &content.1["schema"], operation["operationId"].as_str().unwrap(), &mut found);
        }
    }
    found
}

/// Sources of figures at this address.
fn sources(pilot: &Client, draft: &(String, String), address: &str) -> Vec<(Reply, &'static str)> {
    let source = json!({"title": "Essai", "publisher": "Essai", "url": address});
    let baseline = json!({"value": 1, "date": {"on": "2020-01-01"}, "words": {"fr": "Essai"}, "source": source});
    let mut observation = jobs("2020-12-31", 1.0);
    observation["source"] = source.clone();
    let promised = |place: &str, value: &Value| {
        let mut promise = promise("Essai");
        promise["baseline"] = Value::Null;
        *promise.pointer_mut(place).unwrap() = value.clone();
        pilot.post("/v1/objectives", &promise)
    };
    vec![
        (pilot.post(JOBS, &observation), "/source/url"),
        (pilot.patch(&draft.0, &draft.1, &json!({"source": source})), "/source/url"),
        (promised("/announcement/source", &source), "/announcement/source/url"),
        (promised("/targets/0/source", &source), "/targets/0/source/url"),
        (promised("/baseline", &baseline), "/baseline/source/url"),
        (pilot.patch("/v1/objectives/pme-numeriques", "\"1\"", &json!({"baseline": baseline})), "/baseline/source/url"),
    ]
}

#[test]
fn c_42_an_address_is_one_of_the_web_or_refused() {
    let app = App::start();
    let moderator = app.token("moderator");
    let organization = moderator.post("/v1/organizations", &json!({"name": "Atelier", "kinds": ["fablab"]})).expect(201);
    let path = format!("/v1/organizations/{}", organization.at("/id"));
    let kinds = json!(["fablab"]);
    let (pilot, draft) = (app.token("pilot"), observation(&app));
    let mut places = addresses(&document(&app.anonymous()));
    places.sort();
    assert_eq!(
        places,
        [
            "create_import_mapping/source/licence_url",
            "create_import_mapping/source/url",
            "create_objective/announcement/source/url",
            "create_objective/baseline/source/url",
            "create_objective/targets/0/source/url",
            "create_observation/source/url",
            "create_organization/links/0/url",
            "create_organization/website",
            "create_startup/funding_rounds/0/source_url",
            "create_startup/website",
            "update_objective/baseline/source/url",
            "update_observation/source/url",
            "update_organization/links/0/url",
            "update_organization/startup/funding_rounds/0/source_url",
            "update_organization/website",
        ],
        "an address that this test does not send"
    );
    for address in NO_WEB_ADDRESSES {
        for reply in [
            moderator.post("/v1/organizations", &json!({"name": "Atelier", "kinds": kinds, "website": address})),
            moderator.post("/v1/startups", &json!({"name": "Pousse", "website": address})),
            moderator.patch(&path, organization.etag(), &json!({"website": address})),
        ] {
            let reply = reply.expect_problem(422, "invalid_body");
            assert_eq!(reply.at("/errors/0/pointer"), "/website", "{address}: {}", reply.text);
        }
        for member in ["url", "licence_url"] {
            let mut source = json!({"system": "essai", "name": "Essai"});
            source[member] = json!(address);
            let mapping = json!({"columns": [{"from": ["nom"], "to": "name"}], "defaults": {"kinds": kinds}});
            let body = json!({"name": "essai", "source": source, "mapping": mapping});
            let reply = moderator.post("/v1/import-mappings", &body).expect_problem(422, "invalid_body");
            assert_eq!(reply.at("/errors/0/pointer"), format!("/source/{member}"), "{address}: {}", reply.text);
        }
        for (reply, pointer) in sources(&pilot, &draft, address) {
            let reply = reply.expect_problem(422, "invalid_body");
            assert_eq!(reply.at("/errors/0/pointer"), pointer, "{address}: {}", reply.text);
        }
        let (links, rounds) = (json!([{"url": address}]), json!([{"closed_on": "2025-06-30", "source_url": address}]));
        for (reply, pointer) in [
            (moderator.post("/v1/organizations", &json!({"name": "Atelier", "kinds": kinds, "links": links})), "/links/0/url"),
            (moderator.patch(&path, organization.etag(), &json!({"links": links})), "/links/0/url"),
            (
                moderator.post("/v1/startups", &json!({"name": "Pousse", "funding_rounds": rounds})),
                "/funding_rounds/0/source_url",
            ),
            (
                moderator.patch(&path, organization.etag(), &json!({"startup": {"funding_rounds": rounds}})),
                "/startup/funding_rounds/0/source_url",
            ),
        ] {
            let reply = reply.expect_problem(422, "invalid_body");
            assert_eq!(reply.at("/errors/0/pointer"), pointer, "{address}: {}", reply.text);
        }
    }
    for address in ["https://exemple.fr/a?b=c#d", "HTTP://EXEMPLE.FR"] {
        moderator.post("/v1/startups", &json!({"name": "Pousse", "website": address})).expect(201);
    }
}

/// The service with the frame of a site, which its first HTML is put into.
fn with_site() -> App {
    let site = server().new_folder();
    let page = "<!doctype html><html><head><!--page:head--><!--/page:head--></head><body><!--page:main--><!--/page:main--></body></html>";
    fs::write(site.join("index.html"), page).unwrap();
    App::start_with(&[("LORNTECH_SITE_DIR", &site.to_string_lossy())], &[])
}

/// The names of the elements of a page, and of their attributes.
fn markup(html: &str) -> Vec<String> {
    let tags = html.split('<').skip(1).map(|part| part.split_once('>').unwrap_or_else(|| panic!("<{part}")).0);
    let mut found = vec![];
    for tag in tags {
        let mut name = String::new();
        let mut quoted = None;
        for mark in tag.chars().chain([' ']) {
            match (quoted, mark) {
                (Some(end), _) if mark == end => quoted = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quoted = Some(mark),
                (None, '=' | ' ' | '/') if !name.is_empty() => found.push(std::mem::take(&mut name).to_lowercase()),
                (None, '=' | ' ' | '/') => {}
                (None, _) => name.push(mark),
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn c_42_the_first_html_of_a_page_holds_every_text_as_text() {
    let app = with_site();
    let anonymous = app.anonymous();
    let pages = ["/", "/annuaire", "/annuaire/universite-de-lorraine", "/totems", "/totems/metz", "/candidature", "/objectifs"];
    let before: Vec<Vec<String>> = pages.iter().map(|page| markup(&anonymous.get(page).expect(200).text)).collect();
    for hostile in HOSTILE {
        let text = hostile.replace('\'', "''");
        let words = format!("jsonb_build_object('fr', '{text}')");
        app.sql(&format!(
            "update organizations set name = '{text}', summary = {words}, description = {words}, locality = '{text}', website = \
             'javascript:alert(1)', source_url = 'javascript:alert(1)' where slug = 'universite-de-lorraine' or name < 'B'; \
             update sources set name = '{text}', attribution = '{text}', url = 'javascript:alert(1)'; \
             update totems set name = '{text}', city = '{text}', description = {words}; \
             update totem_services set name = {words}, description = {words}; \
             update candidacies set name = {words}, summary = {words}; \
             update milestones set title = {words}, detail = {words}, date_words = {words}; \
             update objectives set name = {words}, announcement = jsonb_set(announcement, '{{words}}', {words})"
        ));
        for (page, before) in pages.iter().zip(&before) {
            let html = anonymous.get(page).expect(200).text;
            let escaped = hostile.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let escaped = escaped.replace('"', "&quot;").replace('\'', "&#39;");
            assert!(html.contains(&escaped) && !html.contains(hostile), "{page}: {html}");
            let now = markup(&html);
            let more: Vec<&String> = now.iter().filter(|name| !before.contains(name)).collect();
            assert!(more.is_empty(), "{page}: {hostile} became {more:?}");
            let links = html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
            for link in links {
                let good = link.starts_with('/') || link.starts_with("http://") || link.starts_with("https://");
                assert!(good, "{page}: {link}");
            }
        }
    }
}

#[test]
fn c_42_the_api_gives_texts_back_as_they_are_and_never_as_a_page() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    for hostile in HOSTILE {
        let mut question = asked("essai@exemple.fr");
        for member in ["/subject", "/body", "/contact/name"] {
            *question.pointer_mut(member).unwrap() = json!(hostile);
        }
        let id = member.post("/v1/service-requests", &question).expect(201).at("/id").to_owned();
        let path = format!("/v1/service-requests/{id}");
        agent.post(&format!("{path}/messages"), &json!({"body": hostile, "internal": true})).expect(201);
        agent.post(&format!("{path}/transitions"), &json!({"to": "rejected", "reason": "other", "note": hostile})).expect(201);
        for (rest, place) in
            [("", "/subject"), ("", "/body"), ("", "/contact/name"), ("/messages", "/items/0/body"), ("/events", "/items/1/note")]
        {
            let reply = agent.get(&format!("{path}{rest}")).expect(200);
            assert_eq!(reply.at(place), hostile, "{rest}{place}");
            assert_eq!(reply.header("content-type"), Some("application/json"));
            assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        }
    }
    // Marks that turn the direction of text are not text that people type.
    for mark in ['\u{202E}', '\u{2066}', '\u{200B}'] {
        let mut question = asked("essai@exemple.fr");
        question["subject"] = json!(format!("Facture{mark}fdp.exe"));
        let reply = member.post("/v1/service-requests", &question).expect_problem(422, "invalid_body");
        assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/subject", "control_character"));
    }
}

#[test]
fn c_42_a_mail_is_plain_text() {
    let mail_server = MailServer::start();
    let app = App::start_with(&[("LORNTECH_SMTP_URL", &mail_server.url())], &[]);
    let mut question = asked("essai@exemple.fr");
    for member in ["/subject", "/body", "/contact/name"] {
        *question.pointer_mut(member).unwrap() = json!(HOSTILE[0]);
    }
    app.anonymous().post("/v1/service-requests", &question).expect(201);
    let message = mail_server.message("the confirmation", |message| message.to == ["essai@exemple.fr"]);
    let kinds: Vec<String> =
        message.headers().into_iter().filter(|(name, _)| name == "content-type").map(|(_, value)| value).collect();
    assert_eq!(kinds.len(), 1);
    assert!(kinds[0].starts_with("text/plain"), "{kinds:?}");
    assert!(!message.data.to_lowercase().contains("text/html"));
}
