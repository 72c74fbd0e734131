//! Who has a right, and how it is withdrawn.

use serde_json::json;

use crate::{
    fixtures::{propose, published},
    harness::{App, Client, new_uuid},
};

/// The right of a demonstration account at the Totem of Metz.
fn right_of(manager: &Client, name: &str) -> String {
    let page = manager.get("/v1/members?totem_id=metz").expect(200);
    let email = format!("{name}@demo.lorntech.example");
    let found = page.items().iter().find(|member| member["account"]["email"] == email.as_str());
    format!("/v1/members/{}", found.unwrap_or_else(|| panic!("{name} is not in {}", page.text))["id"].as_str().unwrap())
}

#[test]
fn colleagues_see_each_other_and_nobody_else_does() {
    let app = App::start();
    let page = app.token("agent-metz").get("/v1/members?totem_id=metz").expect(200);
    let roles: Vec<&str> = page.items().iter().map(|member| member["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["agent", "manager"]);
    assert_eq!(page.at("/items/0/totem/slug"), "metz");
    let id = page.at("/items/0/totem/id").to_owned();
    assert_eq!(app.token("manager-metz").get(&format!("/v1/members?totem_id={id}")).expect(200).body, page.body);
    assert_eq!(app.token("admin").get("/v1/members?totem_id=metz").expect(200).body, page.body);
    for name in ["entrepreneur", "agent-nancy", "pilot", "moderator"] {
        app.token(name).get("/v1/members?totem_id=metz").expect_problem(403, "forbidden");
    }
    let platform = app.token("admin").get("/v1/members").expect(200);
    let roles: Vec<&str> = platform.items().iter().map(|member| member["role"].as_str().unwrap()).collect();
    assert_eq!(roles.len(), 3, "{}", platform.text);
    app.token("moderator").get("/v1/members").expect_problem(403, "forbidden");
    let first = app.token("agent-metz").get("/v1/members?totem_id=metz&limit=1").expect(200);
    let rest = format!("/v1/members?totem_id=metz&limit=1&cursor={}", first.at("/next_cursor"));
    assert_eq!(app.token("agent-metz").get(&rest).expect(200).items(), &page.items()[1..]);
}

#[test]
fn a_place_that_is_unknown_or_none_of_the_callers_business_is_told_by_nothing() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let proposal = propose(&app.token("pilot"), "Proposition secrète");
    let slug = proposal.rsplit('/').next().unwrap();
    for place in [
        "totem_id=nulle-part",
        "organization_id=nulle-part",
        &format!("organization_id={slug}"),
        "organization_id=universite-de-lorraine",
    ] {
        let problem = member.get(&format!("/v1/members?{place}")).expect_problem(400, "invalid_parameter");
        assert_eq!(problem.at("/errors/0/code"), "unknown_reference", "{place}");
    }
    member.get("/v1/members?totem_id=metz&organization_id=loria").expect_problem(400, "invalid_parameter");
}

#[test]
fn c07_a_right_that_a_manager_withdraws_is_gone_with_the_next_request() {
    let app = App::start();
    let (manager, agent) = (app.token("manager-metz"), app.token("agent-metz"));
    let right = right_of(&manager, "agent-metz");
    agent.get("/v1/totems/metz/inbox").expect(200);
    for name in ["entrepreneur", "agent-nancy", "moderator"] {
        app.token(name).delete(&right).expect_problem(404, "not_found");
    }
    app.token("pilot").delete(&format!("/v1/members/{}", new_uuid())).expect_problem(404, "not_found");
    agent.delete(&right_of(&manager, "manager-metz")).expect_problem(403, "forbidden");
    manager.delete(&right).expect(204);
    agent.get("/v1/totems/metz/inbox").expect(404);
    assert_eq!(agent.get("/v1/me").expect(200).body["roles"], json!([]));
    manager.delete(&right).expect_problem(404, "not_found");
}

#[test]
fn an_agent_may_leave_and_the_last_manager_may_not() {
    let app = App::start();
    let (manager, agent, admin) = (app.token("manager-metz"), app.token("agent-metz"), app.token("admin"));
    let (led, helped) = (right_of(&manager, "manager-metz"), right_of(&manager, "agent-metz"));
    agent.delete(&helped).expect(204);
    manager.delete(&led).expect_problem(409, "last_of_role");
    admin.delete(&led).expect_problem(409, "last_of_role");
    app.sql(&format!(
        "insert into grants (account_id, role, totem_id) select '{}', 'manager', id from totems where slug = 'metz'",
        app.account_id("agent-metz")
    ));
    manager.delete(&led).expect(204);
}

#[test]
fn of_two_managers_who_withdraw_each_other_at_once_one_stays() {
    let app = App::start();
    let (one, other) = (app.token("manager-metz"), app.token("agent-metz"));
    for _ in 0..5 {
        app.sql("delete from grants where role = 'manager'");
        for name in ["manager-metz", "agent-metz"] {
            let id = app.account_id(name);
            app.sql(&format!(
                "insert into grants (account_id, role, totem_id) select '{id}', 'manager', id from totems where slug = 'metz'"
            ));
        }
        let id_of = |name: &str| {
            app.sql_value(&format!("select id from grants where role = 'manager' and account_id = '{}'", app.account_id(name)))
        };
        let (first, second) = (format!("/v1/members/{}", id_of("agent-metz")), format!("/v1/members/{}", id_of("manager-metz")));
        let statuses = std::thread::scope(|scope| {
            let (one, other) = (one.clone(), other.clone());
            let by_one = scope.spawn(move || one.delete(&first).status);
            let by_other = scope.spawn(move || other.delete(&second).status);
            [by_one.join().unwrap(), by_other.join().unwrap()]
        });
        assert!(statuses.contains(&204) && statuses.iter().any(|status| *status != 204), "{statuses:?}");
        assert_eq!(app.sql_value("select count(*) from grants where role = 'manager'"), "1");
    }
}

#[test]
fn owners_and_editors_change_their_organization_and_no_other() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let (record, etag) = published(&member);
    member.patch(&record, &etag, &json!({"name": "Repris"})).expect_problem(403, "forbidden");
    let organization = member.get(&record).at("/id").to_owned();
    for role in ["owner", "editor"] {
        let id = app.account_id("entrepreneur");
        app.sql(&format!("delete from grants where account_id = '{id}'"));
        app.sql(&format!("insert into grants (account_id, role, organization_id) values ('{id}', '{role}', '{organization}')"));
        let etag = member.get(&record).etag().to_owned();
        member.patch(&record, &etag, &json!({"website": format!("https://{role}.exemple.fr")})).expect(200);
        let me = member.get("/v1/me").expect(200);
        assert_eq!((me.at("/roles/0/role"), me.at("/roles/0/organization/id")), (role, organization.as_str()));
        let other = member.get("/v1/organizations?limit=5").expect(200);
        let other = other.items().iter().find(|other| other["id"] != organization.as_str()).unwrap();
        let address = format!("/v1/organizations/{}", other["id"].as_str().unwrap());
        let etag = member.get(&address).etag().to_owned();
        member.patch(&address, &etag, &json!({"name": "Repris"})).expect_problem(403, "forbidden");
        let seen = member.get(&format!("/v1/members?organization_id={organization}")).expect(200);
        assert_eq!(seen.items().len(), 1);
    }
}
