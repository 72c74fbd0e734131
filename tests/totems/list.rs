use crate::harness::App;

#[test]
fn the_four_sites_are_listed_with_their_services() {
    let app = App::start();
    let list = app.anonymous().get("/v1/totems").expect(200);
    let mut slugs: Vec<&str> = list.items().iter().map(|totem| totem["slug"].as_str().unwrap()).collect();
    slugs.sort_unstable();
    assert_eq!(slugs, ["epinal", "metz", "nancy", "thionville"]);
    for totem in list.items() {
        let mut families: Vec<&str> =
            totem["services"].as_array().unwrap().iter().map(|service| service["family"].as_str().unwrap()).collect();
        families.sort_unstable();
        assert_eq!(families, ["coaching", "financing", "logistics", "real_estate"], "{}", totem["slug"]);
    }
}

#[test]
fn moselle_keeps_its_own_holidays_and_the_others_do_not() {
    let app = App::start();
    for (slug, calendar) in
        [("metz", "alsace_moselle"), ("thionville", "alsace_moselle"), ("nancy", "national"), ("epinal", "national")]
    {
        assert_eq!(app.anonymous().get(&format!("/v1/totems/{slug}")).expect(200).at("/calendar"), calendar, "{slug}");
    }
}
