//! C-68: the document tells every operation there is, and nothing else answers. What operates the service is not on the
//! port that everybody reaches, but for the few that are listed here.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::json;

use super::{asked, document, operations, send_raw, shared};
use crate::{
    fixtures::{PDF, booking, claim, invitation_to_metz, queued_import, right_at_metz, send_pdf},
    harness::{App, Client},
};

/// What is served and is no operation of the contract: its route in the sources, an address of it, and its status.
const EXEMPT: [(&str, &str, u16); 23] = [
    ("/livez", "/livez", 200),
    ("/readyz", "/readyz", 200),
    ("/openapi.json", "/openapi.json", 200),
    ("/openapi.yaml", "/openapi.yaml", 200),
    ("/problems/{code}", "/problems/not_found", 200),
    ("/problems/style.css", "/problems/style.css", 200),
    // For search engines.
    ("/robots.txt", "/robots.txt", 200),
    ("/sitemap.xml", "/sitemap.xml", 200),
    ("/sitemap/{name}.xml", "/sitemap/pages.xml", 200),
    // Described by its own document, that of Open Referral.
    ("/hsds", "/hsds", 200),
    ("/hsds/organizations", "/hsds/organizations", 200),
    ("/hsds/organizations/{id}", "/hsds/organizations/00000000-0000-0000-0000-000000000000", 404),
    ("/hsds/service_at_locations", "/hsds/service_at_locations", 200),
    ("/hsds/service_at_locations/{id}", "/hsds/service_at_locations/00000000-0000-0000-0000-000000000000", 404),
    ("/hsds/services", "/hsds/services", 200),
    ("/hsds/services/{id}", "/hsds/services/00000000-0000-0000-0000-000000000000", 404),
    ("/hsds/taxonomies", "/hsds/taxonomies", 200),
    ("/hsds/taxonomies/{id}", "/hsds/taxonomies/00000000-0000-0000-0000-000000000000", 404),
    ("/hsds/taxonomy_terms", "/hsds/taxonomy_terms", 200),
    ("/hsds/taxonomy_terms/{id}", "/hsds/taxonomy_terms/00000000-0000-0000-0000-000000000000", 404),
    // In demonstration mode only, which listens on loopback only.
    ("/demo/mailbox.json", "/demo/mailbox.json", 200),
    ("/demo/status.json", "/demo/status.json", 200),
    // On a port of its own.
    ("/metrics", "/metrics", 404),
];

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// The routes that the macros of actix declare in the sources, as method and path.
fn routes(folder: &Path, found: &mut BTreeSet<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            routes(&path, found);
            continue;
        }
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap();
        for line in source.lines().map(str::trim) {
            for method in METHODS {
                let macro_of = format!("#[{}(\"", method.to_lowercase());
                if let Some(route) = line.strip_prefix(&macro_of) {
                    found.insert((method.to_owned(), route.split('"').next().unwrap().to_owned()));
                }
            }
            for other in ["#[route(", "#[head(", "#[options(", "#[trace(", "#[connect(", "web::scope(", "web::resource("] {
                assert!(!line.contains(other), "{}: {other} declares a route that this test does not read", path.display());
            }
            if let Some((_, route)) = line.split_once(".route(\"") {
                found.insert(("GET".to_owned(), route.split('"').next().unwrap().to_owned()));
            }
        }
    }
}

#[test]
fn c68_the_routes_are_those_of_the_document_and_those_listed_here() {
    let app = shared();
    let document = document(&app.anonymous());
    let mut expected: BTreeSet<(String, String)> =
        operations(&document).into_iter().map(|(method, path, _)| (method, path)).collect();
    expected.extend(EXEMPT.iter().map(|(route, ..)| ("GET".to_owned(), (*route).to_owned())));
    let mut found = BTreeSet::new();
    routes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/src"), &mut found);
    let (missing, more): (Vec<_>, Vec<_>) = (expected.difference(&found).collect(), found.difference(&expected).collect());
    assert!(missing.is_empty() && more.is_empty(), "documented only: {missing:?}, in the code only: {more:?}");

    for (_, path, status) in EXEMPT {
        assert_eq!(app.anonymous().get(path).status, status, "{path}");
    }
    for path in ["/debug", "/actuator", "/server-status", "/v1", "/v2/organizations", "/.env", "/.git/config", "/admin"] {
        let reply = app.anonymous().get(path);
        assert!(reply.status == 404 || reply.header("content-type").is_some_and(|kind| kind.starts_with("text/html")), "{path}");
    }
}

/// An address of each path of the document that leads to something, with somebody who may see it.
fn addresses(app: &App, paths: impl Iterator<Item = String>) -> BTreeMap<String, (Client, String)> {
    let (agent, member, manager) = (app.token("agent-metz"), app.token("entrepreneur"), app.token("manager-metz"));
    let (invitation, right) = (invitation_to_metz(app), right_at_metz(app));
    let request = member.post("/v1/service-requests", &asked("essai@exemple.fr")).expect(201).at("/id").to_owned();
    let document = send_pdf(&member, &request, "a.pdf", "").rsplit('/').next().unwrap().to_owned();
    let registration = json!({"name": "Essai", "scopes": ["directory:read"]});
    let api_client = agent.post("/v1/api-clients", &registration).expect(201).at("/id").to_owned();
    let account = app.account_id("pilot");
    let token = app.mail("the receipt", |mail| mail.list_unsubscribe.is_some()).list_unsubscribe.unwrap();
    let token = token.rsplit('/').next().unwrap().to_owned();
    let partner = crate::sync::partner(app, None);
    let (import, claim, moderator) = (queued_import(app), claim(app), app.token("moderator"));
    let pilot = app.token("pilot");
    let shown = crate::candidacies::send_evidence(&pilot, "/v1/candidacies/french-tech-east", "a.pdf", "application/pdf", PDF);
    let evidence = shown.expect(201).at("/id").to_owned();
    let recommendation = app.sql_value(
        "insert into candidacy_recommendations (id, candidacy_id, text, given_on, source) select gen_random_uuid(), id, 't', now(), \
         '{\"title\": \"t\", \"publisher\": \"p\"}' from candidacies where slug = 'french-tech-east' returning id",
    );
    let supporter = app.sql_value(
        "insert into candidacy_supporters (id, candidacy_id, organization_id, signed_at) select gen_random_uuid(), c.id, o.id, now() \
         from candidacies c, organizations o where c.slug = 'french-tech-east' and o.slug = 'universite-de-lorraine' returning id",
    );
    let (dossier, review) = crate::fixtures::dossier_review(app);
    let [dossier, review] = [dossier, review].map(|address| address.rsplit('/').next().unwrap().to_owned());
    let milestone = pilot.get("/v1/candidacies/french-tech-east").expect(200).at("/milestones/0/id").to_owned();
    let slug = |table: &str| app.sql_value(&format!("select slug from {table} order by slug limit 1"));
    let (candidacy, objective) = (slug("candidacies"), slug("objectives"));
    let logo = app.sql_value(
        "insert into organization_logos (organization_id, size, digest, image) select id, 64, 'c68', '' from organizations \
         where slug = 'universite-de-lorraine' on conflict (organization_id, size) do update set digest = 'c68' returning digest",
    );
    let (booking, webhook) = (booking(app), crate::fixtures::webhook(app));
    let webhook = webhook.rsplit('/').next().unwrap();
    let wave_fact = crate::label_programmes::fact(app);
    let proposal = crate::fixtures::proposal(app);
    let observation = crate::fixtures::observation(app).0.rsplit('/').next().unwrap().to_owned();
    let project = crate::fixtures::project(app);
    let template = crate::fixtures::template(app, "Accueil").0;
    let template = template.rsplit('/').next().unwrap();
    let feed = agent.send("POST", "/v1/me/calendar-feed", &[], None).expect(201).at("/url").to_owned();
    let feed = feed.rsplit('/').next().unwrap().to_owned();
    let startup = app.sql_value("select slug from organizations where 'startup' = any(kinds) and status = 'published' limit 1");
    paths
        .map(|path| {
            // Some of these end the session or close the account of whoever calls them.
            if path == "/v1/me" || path.starts_with("/v1/me/") {
                let somebody = app.new_member(&format!("c68{}", path.replace(['/', '{', '}'], "-")));
                let id = if path.contains("/identities/") {
                    app.sql_value(&format!(
                        "insert into identities (id, account_id, provider, issuer, subject, created_at, last_used_at) \
                         select gen_random_uuid(), id, 'essai', '', id, now(), now() from accounts where id = '{}' returning id",
                        somebody.get("/v1/me").expect(200).at("/account/id")
                    ))
                } else if path.contains("/passkeys/") {
                    app.sql_value(&format!(
                        "insert into passkeys (id, account_id, credential_id, credential, name, created_at) \
                         select gen_random_uuid(), id, sha256('c68'), '{{}}', 'essai', now() from accounts where id = '{}' returning id",
                        somebody.get("/v1/me").expect(200).at("/account/id")
                    ))
                } else if path.contains("/totp") && !path.contains("confirmations") {
                    app.sql(&format!(
                        "insert into totp_factors (account_id, secret, confirmed_at) values ('{}', '\\x00', now())",
                        somebody.get("/v1/me").expect(200).at("/account/id")
                    ));
                    String::new()
                } else if path.contains("/saved-searches/") {
                    app.sql_value(&format!(
                        "insert into saved_searches (id, account_id, name, query, known_until, next_look_at) values (gen_random_uuid(), \
                         '{}', 'Essai', '{{}}', now(), now() + interval '1 day') returning id",
                        somebody.get("/v1/me").expect(200).at("/account/id")
                    ))
                } else if path.contains("/drafts/") {
                    let kept = json!({"content": "Essai"}).to_string();
                    let json = [("content-type", "application/json")];
                    somebody.send("PUT", "/v1/me/drafts/service_request", &json, Some(kept.as_bytes())).expect(200);
                    String::new()
                } else if path.contains("/exports/") {
                    app.sql_value(&format!(
                        "insert into exports (id, account_id, status, requested_at, ready_at, expires_at, content) values (gen_random_uuid(), \
                         '{}', 'ready', now(), now(), now() + interval '7 days', 'x') returning id",
                        somebody.get("/v1/me").expect(200).at("/account/id")
                    ))
                } else {
                    somebody.get("/v1/me/sessions").expect(200).at("/items/0/id").to_owned()
                };
                let address = path.replace("{id}", &id).replace("{form}", "service_request");
                return (path, (somebody, address));
            }
            let kind = path.split('/').nth(2).unwrap();
            let id = match kind {
                "totems" => "metz",
                "candidacies" => &candidacy,
                "label-programmes" => "capitales-french-tech",
                "wave-facts" => &wave_fact,
                "waves" => "metropole-french-tech-vague-2",
                "objectives" => &objective,
                "indicators" => "emplois-numeriques",
                "observations" => &observation,
                "organizations" | "startups" => &startup,
                "service-requests" => &request,
                "invitations" => &invitation,
                "members" => &right,
                "api-clients" => &api_client,
                "people" => &account,
                "logos" => &logo,
                "imports" => &import,
                "bookings" => &booking,
                "webhooks" => webhook,
                "projects" => &project,
                "claims" => &claim,
                "proposals" => &proposal,
                "dossier-reviews" => &review,
                "sync" => webhook,
                _ => "",
            };
            let address = path.replace("{id}", id).replace("{service_id}", "accompagnement").replace("{space_id}", "salle-de-demonstration").replace("{template_id}", template).replace("{milestone_id}", &milestone).replace("{evidence_id}", &evidence).replace("{recommendation_id}", &recommendation).replace("{supporter_id}", &supporter).replace("{provider}", "essai").replace("{token}", if kind == "calendar-feeds" { &feed } else { &token });
            let address = address.replace("{kind}", "organization").replace("{system}", "essai").replace("{external_id}", "1").replace("{size}", "64").replace("{document_id}", &document).replace("{delivery_id}", webhook).replace("{version_id}", &dossier).replace("{call}", "appel-2019");
            assert!(!address.contains('{'), "no example of {path}");
            let reader = match kind {
                "invitations" | "members" => &manager,
                "imports" | "claims" | "partners" | "proposals" => &moderator,
                "webhooks" => &member,
                "candidacies" | "dossier-reviews" => &pilot,
                "sync" => &partner,
                _ => &agent,
            };
            (path, (reader.clone(), address))
        })
        .collect()
}

#[test]
fn c68_every_operation_is_there_and_every_other_method_is_405_with_allow() {
    let app = shared();
    let mut methods: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (method, path, _) in operations(&document(&app.anonymous())) {
        methods.entry(path).or_default().insert(method);
    }
    for (path, (client, address)) in addresses(&app, methods.keys().cloned()) {
        let known = &methods[&path];
        let mut allow: BTreeSet<&str> = known.iter().map(String::as_str).chain(["OPTIONS"]).collect();
        if known.contains("GET") {
            allow.insert("HEAD");
        }
        let allowed = |reply: &crate::harness::Reply| -> BTreeSet<String> {
            reply.header("allow").unwrap_or_default().split(", ").map(str::to_owned).collect()
        };
        for method in METHODS.iter().chain(["BREW", "PROPFIND", "TRACE"].iter()) {
            let body = json!({}).to_string();
            let media_type = if *method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
            let headers = [("content-type", media_type)];
            let body = (*method != "GET" && *method != "TRACE").then_some(body.as_bytes());
            let reply = match (*method, address.as_str()) {
                // It does not end by itself.
                ("GET", "/v1/me/stream") => client.listen(&address).reply,
                _ => client.send(method, &address, &headers, body),
            };
            if known.contains(*method) {
                // The body says nothing, so most changes are refused; but by the operation.
                assert!(!matches!(reply.status, 404 | 405) && reply.status < 500, "{method} {address}: {}", reply.text);
                continue;
            }
            let reply = reply.expect_problem(405, "method_not_allowed");
            assert_eq!(allowed(&reply), allow.iter().map(|method| (*method).to_owned()).collect(), "{method} {address}");
        }
        let options = client.send("OPTIONS", &address, &[], None).expect(204);
        assert_eq!(allowed(&options), allow.iter().map(|method| (*method).to_owned()).collect(), "{address}");
        client.get(&format!("{address}/")).expect_problem(404, "not_found");
        if known.contains("GET") {
            let head = send_raw(&app, format!("HEAD {address} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
            assert!(head.body.is_empty(), "{address}");
        }
    }
}

#[test]
fn c68_metrics_are_on_a_port_of_their_own() {
    let mut app = shared();
    app.anonymous().get("/v1/totems?limits=1").expect(400);
    app.anonymous().get("/metrics").expect_problem(404, "not_found");
    let out = app.program().out();
    let metrics = out.lines().find_map(|line| line.strip_prefix("Metrics are at ")).unwrap().trim().to_owned();
    assert!(metrics.starts_with("http://127.0.0.1:"), "{metrics}");
    let metrics = Client::new(metrics.trim_end_matches("/metrics"));
    let reply = metrics.get("/metrics").expect(200);
    assert!(
        reply.text.contains("http_request_duration_seconds") && reply.text.contains("route=\"/v1/totems\""),
        "{}",
        reply.text
    );
    // Routes, never addresses: those may hold more than they should, and there is no end of them.
    app.anonymous().get("/v1/organizations/planted-4711").expect(404);
    app.anonymous().get("/v1/planted-4711").expect(404);
    assert!(!metrics.get("/metrics").expect(200).text.contains("planted"));
    for path in ["/", "/livez", "/v1/organizations", "/openapi.json"] {
        assert_eq!(metrics.get(path).status, 404, "{path}");
    }
}

#[test]
fn c68_outside_the_demonstration_nothing_of_it_answers() {
    let app = App::start_with(&[("LORNTECH_DEMO", "false"), ("LORNTECH_SMTP_URL", "smtp://127.0.0.1:9")], &[]);
    for path in ["/demo/mailbox.json", "/metrics"] {
        app.anonymous().get(path).expect_problem(404, "not_found");
    }
    let reply = app.anonymous().post("/v1/sessions", &crate::harness::credentials("admin", "cookie"));
    reply.expect_problem(401, "invalid_credentials");
}
