use serde_json::json;

use super::{december, keep};

#[test]
fn what_answers_its_needs_comes_nearest_first() {
    let app = december();
    let member = app.token("entrepreneur");
    let (project, _) = keep(&member, &json!({"commune_code": "57463", "totem_id": "epinal", "needs": ["research", "coaching"]}));
    let found = member.get(&format!("{project}/resources")).expect(200);
    assert_eq!(found.at("/near/name"), "Metz");
    let organizations = found.body["organizations"].as_array().unwrap();
    assert_eq!(organizations.len(), 20);
    for resource in organizations {
        let kinds = resource["organization"]["kinds"].as_array().unwrap();
        let of = |names: &[&str]| kinds.iter().any(|kind| names.contains(&kind.as_str().unwrap()));
        let research = of(&["research_lab", "university"]);
        let coaching = of(&["accelerator", "incubator", "business_nursery"]);
        let expected: Vec<&str> =
            [("coaching", coaching), ("research", research)].into_iter().filter_map(|(need, is)| is.then_some(need)).collect();
        assert!(!expected.is_empty() && resource["needs"] == json!(expected), "{resource}");
    }
    let services = found.body["services"].as_array().unwrap();
    assert!(services.len() >= 4 && services.iter().all(|resource| resource["service"]["family"] == "coaching"));
    assert_eq!((&services[0]["totem"]["slug"], &services[0]["needs"]), (&json!("metz"), &json!(["coaching"])));
    for distances in [
        organizations.iter().map(|resource| resource["organization"]["distance_km"].as_f64().unwrap()).collect::<Vec<_>>(),
        services.iter().map(|resource| resource["distance_km"].as_f64().unwrap()).collect(),
    ] {
        assert!(distances.is_sorted() && distances[0] < 10.0, "{distances:?}");
    }
    // From its Totem where its own place is not told; of nowhere there is no distance, and of no need nothing.
    let (project, kept) = keep(&member, &json!({"totem_id": "epinal", "needs": ["coaching"]}));
    let found = member.get(&format!("{project}/resources")).expect(200);
    assert_eq!((found.at("/near/name"), found.at("/services/0/totem/slug")), ("Épinal", "epinal"));
    let nowhere = member.patch(&project, kept.etag(), &json!({"totem_id": null})).expect(200);
    let found = member.get(&format!("{project}/resources")).expect(200);
    assert!(found.body.get("near").is_none() && found.body["services"][0].get("distance_km").is_none(), "{}", found.text);
    member.patch(&project, nowhere.etag(), &json!({"needs": []})).expect(200);
    let found = member.get(&format!("{project}/resources")).expect(200);
    assert_eq!((&found.body["organizations"], &found.body["services"]), (&json!([]), &json!([])));
}
