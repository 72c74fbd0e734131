//! The real history, told through the API alone, 2014 to 2019: each step with its day and its sources, also where they
//! differ. What the joint candidacy reaches, and either alone does not, is the product's own reckoning.

use serde_json::{Value, json};

use super::figure;
use crate::harness::{App, Client, Reply};

fn page(publisher: &str, says: &str) -> Value {
    json!({"title": "Page sur la French Tech en Lorraine", "publisher": publisher, "says": says})
}

#[track_caller]
fn begin(pilot: &Client, name: &str, programme: &str, members: &[&str]) -> String {
    let file = json!({
        "name": {"fr": name}, "programme_id": programme, "territory": members.join(" et "), "lead": {"fr": "Un binôme pilote"},
        "members": members, "summary": {"fr": name},
    });
    format!("/v1/candidacies/{}", pilot.post("/v1/candidacies", &file).expect(201).at("/slug"))
}

#[track_caller]
fn happened(pilot: &Client, path: &str, kind: &str, title: &str, on: &str, sources: &[Value]) {
    let told = json!({"type": kind, "title": {"fr": title}, "occurred_on": on, "sources": sources});
    pilot.post(&format!("{path}/milestones"), &told).expect(201);
}

#[track_caller]
fn moved(pilot: &Client, path: &str, to: &str, on: &str, sources: &[Value], more: &Value) -> Reply {
    let mut step = json!({"to": to, "occurred_on": on, "source": sources[0], "further_sources": sources[1..]});
    step.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    pilot.post(&format!("{path}/transitions"), &step).expect(201)
}

/// State and count of the criterion of the Pass French Tech.
fn pass(reader: &Client, path: &str) -> (String, Value) {
    let list = reader.get(&format!("{path}/criteria")).expect(200);
    let of = list.items().iter().find(|one| one["criterion"]["code"] == "pass-french-tech").unwrap();
    (of["state"].as_str().unwrap().to_owned(), of["counted"].clone())
}

#[test]
fn the_history_of_2014_to_2019_is_told_through_the_api_alone() {
    let app = App::start();
    let (pilot, anonymous) = (app.token("pilot"), app.anonymous());
    let lorraine = begin(&pilot, "LORnTECH rejoué", "metropole-french-tech", &["Épinal", "Nancy", "Metz", "Thionville"]);
    let process = page("Mission French Tech", "Une étape de la procédure ; aucune source ne la date.");
    let inferred = json!({"date_inferred": true, "precision": "month"});
    let none = json!({});

    happened(&pilot, &lorraine, "announcement", "Le dossier est officialisé", "2014-10-13", &[page("Presse", "Le 13 octobre.")]);
    let deposit = [page("alliancy.fr", "Novembre 2014."), page("techtic-co.eu", "Début 2015.")];
    moved(&pilot, &lorraine, "submitted", "2014-11-01", &deposit, &json!({"precision": "month"}));
    for to in ["completeness_check", "co_construction", "under_evaluation"] {
        moved(&pilot, &lorraine, to, "2014-11-01", std::slice::from_ref(&process), &inferred);
    }
    let wave = [page("europe1.fr", "Nancy-Metz pas encore."), page("reseau-healthtech.fr", "Pas encore.")];
    let back = json!({"reason": "not_retained", "note": "Label ou non, la région avance."});
    moved(&pilot, &lorraine, "co_construction", "2014-11-12", &wave, &back);
    let heard = [page("alliancy.fr", "Huit élus et entrepreneurs."), page("tout-metz.com", "À Bercy.")];
    happened(&pilot, &lorraine, "hearing", "Audition au ministère", "2015-02-11", &heard);
    moved(&pilot, &lorraine, "under_evaluation", "2015-02-11", &heard, &none);
    let groups = "Entrepreneurs ; accélérateurs et investisseurs ; infrastructures.";
    let visit = [page("techtic-co.eu", groups), page("lestrademensuel.fr", groups)];
    happened(&pilot, &lorraine, "site_visit", "Trois groupes auditionnés", "2015-04-17", &visit);
    let label = [page("lestrademensuel.fr", "Le 24 juin 2015."), page("inria.fr", "Le 25 juin 2015.")];
    let labelled = moved(&pilot, &lorraine, "labelled_provisional", "2015-06-24", &label, &none);
    assert_eq!(labelled.at("/state"), "labelled_provisional");
    let end = [page("reseau-healthtech.fr", "Le label prend fin."), page("tout-metz.com", "Capitales et Communautés.")];
    happened(&pilot, &lorraine, "announcement", "L’État annonce la fin de ce label", "2018-10-01", &end);

    // Under the criteria of 2019: either alone, and both together.
    let alone = [("Lorraine seule", "Lorraine"), ("Alsace seule", "Alsace")].map(|(name, perimeter)| {
        let path = begin(&pilot, name, "capitales-french-tech", &[perimeter]);
        pilot.post(&format!("{path}/evidence"), &figure(perimeter, 3)).expect(201);
        path
    });
    for path in &alone {
        assert_eq!(pass(&pilot, path), ("unmet".to_owned(), json!(3)));
        let readiness = pilot.get(&format!("{path}/readiness")).expect(200);
        assert_eq!((readiness.at("/gaps/0/kind"), &readiness.body["gaps"][0]["minimum"]), ("threshold_unmet", &json!(5)));
    }
    let joint = begin(&pilot, "French Tech East rejoué", "capitales-french-tech", &["Lorraine", "Alsace"]);
    for perimeter in ["Lorraine", "Alsace"] {
        pilot.post(&format!("{joint}/evidence"), &figure(perimeter, 3)).expect(201);
    }
    assert_eq!(pass(&pilot, &joint), ("met".to_owned(), json!(6)));
    let merger = [page("reseau-healthtech.fr", "Le 11 février 2019."), page("lejournaldesentreprises.com", "Le 1er mars 2019.")];
    happened(&pilot, &joint, "merger", "Dossier commun", "2019-02-11", &merger);
    moved(&pilot, &joint, "submitted", "2019-02-11", &merger, &none);
    for to in ["completeness_check", "co_construction", "under_evaluation"] {
        moved(&pilot, &joint, to, "2019-03-01", std::slice::from_ref(&process), &inferred);
    }
    let capitals = [page("tout-metz.com", "Parmi 13 Capitales."), page("lestrademensuel.fr", "Totem Bliiida.")];
    moved(&pilot, &joint, "labelled_provisional", "2019-04-03", &capitals, &none);
    let successor = joint.rsplit('/').next().unwrap();
    let merged = json!({"reason": "merged", "superseded_by": successor, "date_inferred": true});
    moved(&pilot, &lorraine, "superseded", "2019-04-03", &capitals[..1], &merged);

    // Everything is in the result, for everybody.
    let events = anonymous.get(&format!("{lorraine}/events")).expect(200);
    let told: Vec<(&str, &str, usize)> = events
        .items()
        .iter()
        .map(|event| {
            let sources = event["sources"].as_array().unwrap().len();
            (event["to"].as_str().unwrap(), event["occurred_on"].as_str().unwrap(), sources)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("submitted", "2014-11-01", 2),
            ("completeness_check", "2014-11-01", 1),
            ("co_construction", "2014-11-01", 1),
            ("under_evaluation", "2014-11-01", 1),
            ("co_construction", "2014-11-12", 2),
            ("under_evaluation", "2015-02-11", 2),
            ("labelled_provisional", "2015-06-24", 2),
            ("superseded", "2019-04-03", 1),
        ]
    );
    let result = anonymous.get(&lorraine).expect(200);
    assert_eq!(result.at("/superseded_by"), anonymous.get(&joint).expect(200).at("/id"));
    let days: Vec<&Value> = result.body["milestones"].as_array().unwrap().iter().map(|one| &one["occurred_on"]).collect();
    assert_eq!(days, ["2014-10-13", "2015-02-11", "2015-04-17", "2018-10-01"]);

    // Each moment as it was.
    for (day, state, milestones) in [
        ("2014-10-13", "draft", 1),
        ("2014-11-11", "under_evaluation", 1),
        ("2014-11-12", "co_construction", 1),
        ("2015-06-23", "under_evaluation", 3),
        ("2015-06-24", "labelled_provisional", 3),
        ("2019-04-02", "labelled_provisional", 4),
        ("2019-04-03", "superseded", 4),
    ] {
        let then = anonymous.get(&format!("{lorraine}?as_of={day}")).expect(200);
        assert_eq!((then.at("/state"), then.body["milestones"].as_array().unwrap().len()), (state, milestones), "{day}");
        assert_eq!(then.body.get("superseded_by").is_some(), state == "superseded", "{day}");
    }
    // And what was known: when the label was written down, nothing of its end was.
    let known = events.items()[6]["recorded_at"].as_str().unwrap();
    let address = format!("{lorraine}?as_of=2019-04-03&known_at={known}");
    let then = anonymous.get(&address).expect(200);
    assert_eq!((then.at("/state"), then.body["milestones"].as_array().unwrap().len()), ("labelled_provisional", 3));
    assert_eq!(anonymous.get(&address).expect(200).body, then.body);
}
