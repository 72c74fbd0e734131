use std::collections::HashSet;

use serde_json::{Value, json};

use crate::harness::{App, Client, Reply};

/// Every page from this one on, by the cursors; `between` is done after each.
fn walk(client: &Client, first: &str, mut between: impl FnMut(usize)) -> Vec<Value> {
    let (mut items, mut page) = (vec![], client.get(first).expect(200));
    for number in 0.. {
        items.extend_from_slice(page.items());
        between(number);
        let Some(cursor) = page.body["next_cursor"].as_str() else { break };
        assert!(page.header("link").unwrap().ends_with("; rel=\"next\""), "{:?}", page.headers);
        let joint = if first.contains('?') { '&' } else { '?' };
        page = client.get(&format!("{first}{joint}cursor={cursor}")).expect(200);
    }
    assert_eq!(page.header("link"), None);
    items
}

fn ids(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["id"].as_str().unwrap()).collect()
}

fn names(reply: &Reply) -> Vec<&str> {
    reply.items().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

/// A published record, as an import would write it.
fn publish(app: &App, name: &str, slug: &str) {
    let name = name.replace('\'', "''");
    app.sql(&format!(
        "insert into organizations (id, slug, name, kinds, territory, status, sectors) values \
         (gen_random_uuid(), '{slug}', '{name}', '{{association}}', 'lorraine', 'published', '{{essais}}')"
    ));
}

#[test]
fn pages_walk_the_whole_directory_without_skip_or_repeat_while_records_are_added() {
    let app = App::start();
    let anonymous = app.anonymous();
    for sort in ["name", "-updated_at"] {
        let before: HashSet<String> =
            app.sql("select id from organizations where status = 'published'").into_iter().flatten().flatten().collect();
        assert!(before.len() >= 350, "{} organizations", before.len());
        let walked = walk(&anonymous, &format!("/v1/organizations?sort={sort}&limit=37"), |page| {
            publish(&app, &format!("A {sort} {page}"), &format!("a{sort}-{page}"));
            publish(&app, &format!("zz {sort} {page}"), &format!("zz{sort}-{page}"));
        });
        let seen: HashSet<&str> = ids(&walked).into_iter().collect();
        assert_eq!(seen.len(), walked.len(), "a record came twice in the order of {sort}");
        let missing: Vec<&String> = before.iter().filter(|id| !seen.contains(id.as_str())).collect();
        assert!(missing.is_empty(), "the order of {sort} skipped {missing:?}");
    }
}

#[test]
fn a_list_by_name_is_in_the_order_of_the_folded_names() {
    let app = App::start();
    let listed = walk(&app.anonymous(), "/v1/organizations?limit=200", |_| ());
    let expected = app.sql("select id from organizations where status = 'published' order by fold(name) collate \"C\", id");
    let expected: Vec<String> = expected.into_iter().flatten().flatten().collect();
    assert_eq!(ids(&listed), expected);
}

#[test]
fn search_needs_neither_accents_nor_capitals() {
    let app = App::start();
    publish(&app, "Société d'Électricité Générale de Épinal", "societe-epinal");
    let anonymous = app.anonymous();
    for q in ["electricite generale", "ÉLECTRICITÉ", "Électricite epinal"] {
        let found = anonymous
            .get(&format!("/v1/organizations?q={}", q.replace(' ', "%20").replace('É', "%C3%89").replace('é', "%C3%A9")))
            .expect(200);
        assert!(names(&found).contains(&"Société d'Électricité Générale de Épinal"), "{q}: {:?}", names(&found));
    }
    let excluded = anonymous.get("/v1/organizations?q=electricite%20-epinal").expect(200);
    assert!(!names(&excluded).contains(&"Société d'Électricité Générale de Épinal"));
}

#[test]
fn an_exact_name_comes_first() {
    let app = App::start();
    let found = app.anonymous().get("/v1/organizations?q=universite%20de%20lorraine").expect(200);
    assert_eq!(names(&found)[0], "Université de Lorraine");
}

#[test]
fn marks_that_sql_reads_as_wildcards_are_letters_like_others() {
    let app = App::start();
    publish(&app, "Cent pour cent 100% essais", "cent-pour-cent");
    let anonymous = app.anonymous();
    let all = anonymous.get("/v1/organizations?count=true&limit=1").expect(200).body["count"].as_i64().unwrap();
    for q in ["%25", "_", "%25%25%25", "%5C"] {
        let found = anonymous.get(&format!("/v1/organizations?q={q}&count=true&limit=1")).expect(200);
        assert!(found.body["count"].as_i64().unwrap() < all / 2, "{q} finds nearly everything: {}", found.text);
    }
}

#[test]
fn a_repeated_filter_means_or_and_different_filters_mean_and() {
    let app = App::start();
    let anonymous = app.anonymous();
    let count = |query: &str| {
        anonymous.get(&format!("/v1/organizations?{query}&count=true&limit=1")).expect(200).body["count"].as_i64().unwrap()
    };
    let expected = |condition: &str| -> i64 {
        app.sql_value(&format!("select count(*) from organizations where status = 'published' and {condition}")).parse().unwrap()
    };
    let (labs, universities) = ("kinds=research_lab", "kinds=university");
    assert_eq!(count(labs), expected("kinds && '{research_lab}'"));
    assert_eq!(count(&format!("{labs}&{universities}")), expected("kinds && '{research_lab,university}'"));
    let in_luxembourg = count(&format!("{universities}&country=LU"));
    assert_eq!(in_luxembourg, expected("kinds && '{university}' and country = 'LU'"));
    let page = anonymous.get("/v1/organizations?kinds=startup&limit=200").expect(200);
    assert!(page.items().iter().all(|item| item["kinds"].as_array().unwrap().contains(&json!("startup"))));
}

#[test]
fn start_ups_are_the_organizations_of_that_kind_under_the_same_ids() {
    let app = App::start();
    let startups = walk(&app.anonymous(), "/v1/startups?limit=200", |_| ());
    let organizations = walk(&app.anonymous(), "/v1/organizations?kinds=startup&limit=200", |_| ());
    assert!(!startups.is_empty());
    assert_eq!(ids(&startups), ids(&organizations));
}

#[test]
fn a_cursor_serves_its_own_list_and_filters_only() {
    let app = App::start();
    let anonymous = app.anonymous();
    let page = anonymous.get("/v1/organizations?kinds=university&limit=1").expect(200);
    let cursor = page.at("/next_cursor");
    for path in
        ["/v1/organizations?kinds=sme", "/v1/organizations?limit=1", "/v1/startups?limit=1", "/v1/reference/communes?limit=1"]
    {
        anonymous.get(&format!("{path}&cursor={cursor}")).expect_problem(400, "invalid_cursor");
    }
    let mut forged = cursor.to_owned();
    forged.replace_range(3..4, if &forged[3..4] == "A" { "B" } else { "A" });
    for cursor in [forged.as_str(), "", "%00", "abc", "null"] {
        anonymous.get(&format!("/v1/organizations?kinds=university&cursor={cursor}")).expect_problem(400, "invalid_cursor");
    }
    // Another length of page is no other filter.
    anonymous.get(&format!("/v1/organizations?kinds=university&limit=5&cursor={cursor}")).expect(200);
}

#[test]
fn parameters_that_nobody_knows_are_named_with_the_nearest_one() {
    let app = App::start();
    let anonymous = app.anonymous();
    let reply = anonymous.get("/v1/organizations?kind=startup").expect_problem(400, "unknown_parameter");
    assert_eq!(reply.at("/errors/0/parameter"), "kind");
    assert!(reply.at("/errors/0/detail").contains("kinds"), "{}", reply.text);
    for (query, parameter) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=1e1", "limit"),
        ("limit=", "limit"),
        ("limit=5&limit=6", "limit"),
        ("sort=relevance", "sort"),
        ("sort=size", "sort"),
        ("kinds=robot", "kinds"),
        ("q=", "q"),
        ("count=maybe", "count"),
    ] {
        let reply = anonymous.get(&format!("/v1/organizations?{query}")).expect_problem(400, "invalid_parameter");
        assert_eq!(reply.at("/errors/0/parameter"), parameter, "{query}: {}", reply.text);
    }
}

#[test]
fn a_list_is_kept_by_caches_for_a_minute_and_known_again_by_its_tag() {
    let app = App::start();
    let anonymous = app.anonymous();
    let page = anonymous.get("/v1/organizations?limit=3").expect(200);
    assert_eq!(page.header("cache-control"), Some("public, max-age=60, stale-while-revalidate=300"));
    let again = anonymous.get_with("/v1/organizations?limit=3", &[("if-none-match", page.etag())]).expect(304);
    assert_eq!(again.text, "");
    let member = app.token("entrepreneur").get("/v1/organizations?limit=3").expect(200);
    assert_eq!(member.header("cache-control"), Some("private, no-cache"));
}

#[test]
fn a_list_holds_nobodys_address_or_telephone() {
    let app = App::start();
    let member = app.token("entrepreneur");
    crate::fixtures::propose(&member, "Association des essais");
    for path in ["/v1/organizations?limit=200", "/v1/startups?limit=200"] {
        let text = app.anonymous().get(path).expect(200).text;
        assert!(!text.contains('@'), "{path} shows an address");
        for member in ["\"email\"", "\"phone\"", "\"contact\"", "\"created_by\""] {
            assert!(!text.contains(member), "{path} shows {member}");
        }
    }
}

#[test]
fn a_proposal_stands_in_no_list() {
    let app = App::start();
    let member = app.token("entrepreneur");
    crate::fixtures::propose(&member, "Proposition introuvable");
    for client in [&app.anonymous(), &member, &app.token("moderator")] {
        for query in ["q=introuvable", "q=introuvable&sort=name"] {
            assert_eq!(client.get(&format!("/v1/organizations?{query}")).expect(200).items().len(), 0);
        }
    }
}

#[test]
fn facets_count_what_the_filters_let_through_and_leave_their_own_filter_out() {
    let app = App::start();
    let anonymous = app.anonymous();
    let expected = |condition: &str, values: &str| -> Vec<(String, i64)> {
        app.sql(&format!(
            "select value, count(*) from (select {values} as value from organizations where status = 'published' and {condition}) v \
             where value is not null group by value order by count(*) desc, value limit 50"
        ))
        .into_iter()
        .map(|row| (row[0].clone().unwrap(), row[1].clone().unwrap().parse().unwrap()))
        .collect()
    };
    let counted = |reply: &Reply, facet: &str| -> Vec<(String, i64)> {
        let values = reply.body["facets"][facet].as_array().unwrap_or_else(|| panic!("no {facet}: {}", reply.text));
        values.iter().map(|one| (one["value"].as_str().unwrap().to_owned(), one["count"].as_i64().unwrap())).collect()
    };
    let reply =
        anonymous.get("/v1/organizations?limit=1&kinds=university&country=LU&facets=kinds,sectors,country,commune").expect(200);
    assert_eq!(counted(&reply, "kinds"), expected("country = 'LU'", "unnest(kinds)"));
    assert_eq!(counted(&reply, "country"), expected("'university' = any(kinds)", "country"));
    assert_eq!(counted(&reply, "sectors"), expected("country = 'LU' and 'university' = any(kinds)", "unnest(sectors)"));
    assert_eq!(reply.body["count"].as_i64().unwrap(), expected("country = 'LU' and 'university' = any(kinds)", "1::text")[0].1);
    assert_eq!(reply.body["count_is_lower_bound"], json!(false));
    // A commune says what it is called, and what is searched is what is counted.
    let reply = anonymous.get("/v1/organizations?limit=1&q=laboratoire&facets=commune&facets=stage").expect(200);
    let metz = reply.body["facets"]["commune"].as_array().unwrap().iter().find(|one| one["value"] == "57463").unwrap();
    assert_eq!(metz["label"], "Metz");
    assert_eq!(reply.body["facets"]["stage"], json!([]));
    assert_eq!(reply.body["facets"]["kinds"], Value::Null);
    for bad in ["facets=nothing", "facets=kinds,", "facets=kinds,kinds,kinds,kinds,kinds,kinds,kinds,kinds,kinds"] {
        let reply = anonymous.get(&format!("/v1/organizations?{bad}")).expect_problem(400, "invalid_parameter");
        assert_eq!(reply.at("/errors/0/parameter"), "facets", "{bad}");
    }
}

#[test]
fn facets_count_no_more_than_ten_thousand_and_say_so() {
    let app = App::start();
    app.sql(
        "insert into organizations (id, slug, name, kinds, territory, status) select gen_random_uuid(), 'many-' || n, 'N ' || n, \
         '{cluster}', 'fr-lorraine', 'published' from generate_series(1, 10500) as n",
    );
    let reply = app.anonymous().get("/v1/organizations?limit=1&kinds=cluster&facets=territory").expect(200);
    assert_eq!(reply.body["count"], json!(10_000));
    assert_eq!(reply.body["count_is_lower_bound"], json!(true));
    assert!(reply.body["facets"]["territory"][0]["count"].as_i64().unwrap() <= 10_001, "{}", reply.text);
}

#[test]
fn each_filter_narrows_to_what_it_names() {
    let app = App::start();
    let anonymous = app.anonymous();
    app.sql(
        "update organizations set stage = 'growth', headcount_range = '10-19', activity = '62.01Z', founded_on = '2016-05-01' \
         where slug = 'urbanloop'",
    );
    for query in
        ["stage=growth", "headcount_range=10-19", "activity=62.01Z", "founded_on_gte=2016-05-01&founded_on_lte=2016-05-01"]
    {
        for list in ["organizations", "startups"] {
            let found = anonymous.get(&format!("/v1/{list}?{query}")).expect(200);
            assert_eq!(names(&found), ["Urbanloop"], "{list} {query}");
        }
    }
    let count = |query: &str| {
        anonymous.get(&format!("/v1/organizations?limit=1&count=true&{query}")).expect(200).body["count"].as_i64().unwrap()
    };
    for (query, condition) in [("territory=de-sl", "territory = 'de-sl'"), ("source=ror", "source_system = 'ror'")] {
        let expected = app.sql_value(&format!("select count(*) from organizations where status = 'published' and {condition}"));
        assert_eq!(count(query).to_string(), expected, "{query}");
    }
}
