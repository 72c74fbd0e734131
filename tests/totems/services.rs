use crate::harness::App;

#[test]
fn the_services_of_a_site_are_listed_and_each_is_found_by_id_and_slug() {
    let app = App::start();
    let anonymous = app.anonymous();
    let list = anonymous.get("/v1/totems/metz/services").expect(200);
    assert_eq!(list.items().len(), 4);
    for service in list.items() {
        for name in ["id", "slug"] {
            let path = format!("/v1/totems/metz/services/{}", service[name].as_str().unwrap());
            assert_eq!(&anonymous.get(&path).expect(200).body, service);
        }
    }
    anonymous.get("/v1/totems/strasbourg/services").expect_problem(404, "not_found");
    anonymous.get("/v1/totems/metz/services/dentist").expect_problem(404, "not_found");
}

#[test]
fn a_service_of_one_site_is_not_found_below_another() {
    let app = App::start();
    let anonymous = app.anonymous();
    let of_metz = anonymous.get("/v1/totems/metz/services/accompagnement").expect(200);
    anonymous.get(&format!("/v1/totems/nancy/services/{}", of_metz.at("/id"))).expect_problem(404, "not_found");
}
