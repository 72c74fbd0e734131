//! Open Referral HSDS. Whether the records are by its schemas is judged in tests/faces.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::harness::{App, Client, new_uuid};

fn all(client: &Client, plural: &str, per_page: usize) -> Vec<Value> {
    let mut contents = vec![];
    for number in 1.. {
        let page = client.get(&format!("/hsds/{plural}?page={number}&per_page={per_page}")).expect(200);
        let here = page.body["contents"].as_array().unwrap();
        assert_eq!(page.body["size"], here.len());
        assert_eq!(page.body["first_page"], number == 1);
        contents.extend_from_slice(here);
        if page.body["last_page"] == true {
            assert_eq!(page.body["total_items"], contents.len());
            return contents;
        }
        assert_eq!(here.len(), per_page, "{plural} {number}");
    }
    unreachable!()
}

fn ids(items: &[Value]) -> BTreeSet<&str> {
    items.iter().map(|item| item["id"].as_str().unwrap()).collect()
}

#[test]
fn hsds_holds_each_published_organization_and_each_totem_once_and_no_proposal() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let proposal = crate::fixtures::propose(&member, "Proposition secrète");
    let expected = app.sql("select id from organizations where status = 'published' union select id from totems");
    let expected: Vec<String> = expected.into_iter().flatten().flatten().collect();
    for (client, per_page) in [(&app.anonymous(), 37), (&member, 3), (&app.token("moderator"), 200)] {
        let found = all(client, "organizations", per_page);
        assert_eq!(ids(&found).len(), found.len());
        assert_eq!(ids(&found), expected.iter().map(String::as_str).collect());
        client.get(&proposal.replace("/v1/", "/hsds/")).expect_problem(404, "not_found");
    }
}

#[test]
fn a_service_leads_to_its_totem_and_its_place() {
    let app = App::start();
    let anonymous = app.anonymous();
    let services = all(&anonymous, "services", 5);
    assert_eq!(services.len().to_string(), app.sql_value("select count(*) from totem_services"));
    let service = anonymous.get(&format!("/hsds/services/{}", services[0]["id"].as_str().unwrap())).expect(200);
    let totem = anonymous.get(&format!("/hsds/organizations/{}", service.at("/organization_id"))).expect(200);
    assert_eq!(totem.at("/locations/0/id"), service.at("/service_at_locations/0/location_id"));
    assert_eq!(all(&anonymous, "service_at_locations", 50).len(), services.len());
    let term = service.at("/attributes/0/taxonomy_term_id");
    assert_eq!(anonymous.get(&format!("/hsds/taxonomy_terms/{term}")).expect(200).at("/taxonomy"), "service_families");
    for plural in ["organizations", "services", "service_at_locations", "taxonomies", "taxonomy_terms"] {
        anonymous.get(&format!("/hsds/{plural}/{}", new_uuid())).expect_problem(404, "not_found");
        for bad in ["page=0", "per_page=201", "per_page=0", "page=1e1", "page=99999999999999999999"] {
            anonymous.get(&format!("/hsds/{plural}?{bad}")).expect_problem(400, "invalid_parameter");
        }
        anonymous.get(&format!("/hsds/{plural}?limit=5")).expect_problem(400, "unknown_parameter");
        // Beyond the last page there is nothing.
        assert_eq!(anonymous.get(&format!("/hsds/{plural}?page=1000")).expect(200).body["empty"], true);
    }
}

#[test]
fn another_method_is_told_which_there_are() {
    let app = App::start();
    let anonymous = app.anonymous();
    for path in ["/hsds".to_owned(), "/hsds/services".to_owned(), format!("/hsds/taxonomies/{}", new_uuid())] {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let refused = anonymous.send(method, &path, &[], None).expect_problem(405, "method_not_allowed");
            assert_eq!(refused.header("allow"), Some("GET, HEAD, OPTIONS"), "{method} {path}");
        }
        let options = anonymous.send("OPTIONS", &path, &[], None).expect(204);
        assert_eq!(options.header("allow"), Some("GET, HEAD, OPTIONS"));
    }
    anonymous.send("POST", "/hsds/poems", &[], None).expect_problem(404, "not_found");
}
