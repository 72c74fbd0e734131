//! C-39: what looks like SQL, a pattern, a search operator or a path is text like any other.

use super::shared;
use crate::harness::Reply;

const DICTIONARY: [&str; 34] = [
    "'",
    "''",
    "\"",
    "\\",
    "\\'",
    "' or '1'='1",
    "' or 1=1--",
    "\" or \"\"=\"",
    "'; drop table organizations; --",
    "1; select pg_sleep(5)",
    "' union select null, version() --",
    "$1",
    "$$",
    "/* */",
    "%",
    "_",
    "%%%%",
    "\\%",
    "a%' escape '!",
    ":*",
    "a:*A",
    "!a",
    "& | ! <->",
    "a <2> b",
    "((((",
    "'a':* & !",
    "-",
    "or or or",
    "\"unclosed",
    ".*",
    "(a+)+$",
    "../../../etc/passwd",
    "{0}",
    "${jndi:ldap://a.b/c}",
];

fn escape(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn c39_no_parameter_of_the_directory_is_read_as_anything_but_text() {
    let app = shared();
    let anonymous = app.anonymous();
    let all = |path: &str| -> i64 { anonymous.get(path).expect(200).body["count"].as_i64().unwrap() };
    let everything = all("/v1/organizations?limit=1&count=true");
    let before = app.sql_value("select count(*) || md5(string_agg(id::text || revision, '' order by id)) from organizations");
    let fine = |reply: &Reply, path: &str| assert!(matches!(reply.status, 200 | 400), "{path}: {}", reply.text);
    for word in DICTIONARY {
        let word = escape(word);
        for parameter in
            ["q", "sectors", "commune_code", "nuts3", "country", "territory", "headcount_range", "activity", "source"]
        {
            let path = format!("/v1/organizations?limit=1&count=true&facets=kinds&{parameter}={word}");
            let reply = anonymous.get(&path);
            fine(&reply, &path);
            if reply.status == 200 {
                // Published records and no more of them than without.
                assert!(reply.body["count"].as_i64().unwrap() < everything / 2, "{path}: {}", reply.text);
                assert!(reply.items().iter().all(|item| item["status"] == "published"));
            }
        }
        for parameter in ["kinds", "stage", "near", "bbox", "radius_km", "founded_on_gte", "facets", "sort"] {
            let path = format!("/v1/organizations?{parameter}={word}");
            anonymous.get(&path).expect(400);
        }
        for path in [
            format!("/v1/organizations/suggest?q={word}"),
            format!("/v1/startups?q={word}"),
            format!("/v1/reference/communes?q={word}"),
            format!("/v1/reference/activities?q={word}"),
        ] {
            fine(&anonymous.get(&path), &path);
        }
        let path = format!("/v1/organizations/{word}/nearby");
        assert_eq!(anonymous.get(&path).status, 404, "{path}");
    }
    let after = app.sql_value("select count(*) || md5(string_agg(id::text || revision, '' order by id)) from organizations");
    assert_eq!(before, after);
}
