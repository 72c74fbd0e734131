//! C-41: text is what PostgreSQL can keep and people can see, and the same words are kept the same way.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{asked, document, kept, operations, shared};
use crate::{
    fixtures::{
        JOBS, ROOM, booking, dossier_review, doubtful_import, invitation_to_metz, observation, project, promise, queued_import,
        saved_search, template, webhook,
    },
    harness::{App, Client, new_uuid},
    policy::{assertion, attestation},
};

/// Text that must not be kept.
const REFUSED: [(&str, &str); 9] = [
    ("NUL", "ab\0cd"),
    ("escape", "ab\u{1b}[31m"),
    ("delete", "ab\u{7f}cd"),
    ("C1", "ab\u{85}cd"),
    ("right-to-left override", "ab\u{202e}cd"),
    ("isolate", "ab\u{2066}cd"),
    ("byte order mark", "ab\u{feff}cd"),
    ("zero-width space", "ab\u{200b}cd"),
    ("nothing but a zero-width space", "\u{200b}"),
];

/// Every operation with a body, with a caller who may, and a good body that has every member.
pub(super) fn bodies(app: &App) -> Vec<(&'static str, String, Client, Value)> {
    let (member, agent, moderator) = (app.token("entrepreneur"), app.token("agent-metz"), app.token("moderator"));
    let request = member.post("/v1/service-requests", &asked("essai@exemple.fr")).expect(201).at("/id").to_owned();
    let organization = app.sql_value("select id from organizations where status = 'published' order by slug limit 1");
    let text = json!({"fr": "Des mots", "de": "Wörter", "en": "Words", "lb": "Wierder"});
    let (room, manager) = (agent.get(ROOM).expect(200), app.token("manager-metz"));
    let space = json!({
        "kind": "desk", "name": text, "description": text, "units": 1,
        "price": {"basis": "amount", "amount_minor": 1, "currency": "EUR", "per": "day"},
        "opening_hours": [{"weekday": "monday", "opens": "09:00", "closes": "18:00"}],
        "rules": {"shortest_minutes": 30, "longest_minutes": 240, "notice_minutes": 0, "horizon_days": 30, "cancel_minutes": 60,
            "late_cancellation": "ask_site", "open_on_holidays": true},
    });
    let location = json!({
        "address": "1 rue des Essais", "postal_code": "57000", "locality": "Metz", "commune_code": "57463", "country": "FR",
    });
    let rounds = json!([{"closed_on": "2025-06-30", "instrument": "equity", "source_url": "https://pousse.example/levee"}]);
    let organization_body = json!({
        "name": "Atelier des essais", "kinds": ["fablab", "funder", "research_lab", "startup"], "summary": text, "description": text, "website": "https://atelier.example",
        "location": location, "sectors": ["essais"], "founded_on": "2020-02-29",
        "identifiers": [{"scheme": "VAT", "value": "FR83404833048"}], "alternate_names": ["ADE"], "legal_name": "ADE SAS",
        "links": [{"label": "Emplois", "url": "https://atelier.example/emplois"}], "legal_form": "5710",
        "activity": {"nomenclature": "naf_rev2", "code": "62.01Z"}, "headcount_range": "10-19",
        "profile": {"machines": ["tour"], "instruments": ["grant"], "supervisors": ["CNRS"]},
    });
    let startup = json!({
        "name": "Pousse des essais", "stage": "idea", "pitch": text, "business_model": "Un abonnement", "summary": text,
        "website": "https://pousse.example", "location": location, "sectors": ["essais"], "founded_on": "2020-02-29",
        "identifiers": [{"scheme": "VAT", "value": "LU26375245"}], "international": ["LU"], "funding_rounds": rounds,
    });
    let mut patch = organization_body.clone();
    patch["identifiers"] = json!([{"scheme": "VAT", "value": "DE136695976"}]);
    patch["relations"] = json!([
        {"kind": "member_of", "organization_id": "predict", "started_on": "2024-09-01", "ended_on": "2025-06-30"},
    ]);
    patch["startup"] = json!({
        "stage": "growth", "pitch": text, "business_model": "Un abonnement", "international": ["LU"], "funding_rounds": rounds,
    });
    let mut said = patch.clone();
    said.as_object_mut().unwrap().remove("relations");
    (said["phone"], said["nuts3"], said["territory"]) = (json!("+352 26 54 01"), json!("LU000"), json!("lu"));
    said["source"] = json!({"system": "guichet", "name": "Guichet", "licence": "CC0", "attribution": "Guichet, CC0",
        "url": "https://guichet.example/1"});
    let mut question = asked("essai@exemple.fr");
    question["contact"]["phone"] = json!("+33 3 00 00 00 00");
    question["contact"]["language"] = json!("fr");
    question["answers"] = json!([{"question_id": "expects", "value": ["opinion"]}]);
    let mut service = json!({
        "family": "training", "name": text, "description": text, "eligibility": text, "languages": ["fr"], "access": "anyone",
        "response_target_days": 5, "fulfils": ["coworking"], "questions": [
            {
                "id": "a", "type": "choice", "label": text, "help": text, "unit": text,
                "choices": [{"id": "b", "label": text}, {"id": "c", "label": text}],
                "shown_when": {"question_id": "a", "choices": ["b"]},
            },
        ],
    });
    let contacts = json!([{"office": "Bureau", "role": "Suivi", "email": "bureau@exemple.fr", "url": "https://exemple.fr"}]);
    let fact = json!({
        "title": "Titre", "publisher": "Presse", "url": "https://exemple.fr", "published_on": "2015-06-24", "precision": "day",
        "date_inferred": false, "says": "Ainsi.",
    });
    let east = app.anonymous().get("/v1/candidacies/french-tech-east").expect(200);
    let (before, planned) = (east.at("/milestones/0/id"), east.at("/milestones/1/id").to_owned());
    let given = json!({"text": "Essai", "given_on": "2019-03-01", "source": fact});
    let recommended = app.token("pilot").post("/v1/candidacies/french-tech-east/recommendations", &given).expect(201);
    let recommended = recommended.at("/id").to_owned();
    let stated = app.anonymous().get("/v1/objectives").expect(200).at("/items/0/id").to_owned();
    let milestone = json!({
        "type": "hearing", "title": text, "detail": text, "planned_on": "2027-01-01", "occurred_on": "2020-01-01", "precision": "day",
        "date_words": text, "date_inferred": false, "owner_id": app.account_id("pilot"), "depends_on": [before],
        "tasks": [{"title": "Signer", "done": false}], "sources": [fact],
    });
    let added = service.clone();
    service["status"] = json!("paused");
    service["paused_reason"] = text.clone();
    service["resumes_on"] = json!("2099-01-01");
    question["organization_id"] = json!(organization);
    question["project_id"] = json!(project(app));
    let mut api_client = json!({"name": "Client des essais", "scopes": ["directory:read"]});
    let registered = app.token("admin").post("/v1/api-clients", &api_client).expect(201).at("/id").to_owned();
    let registered = format!("/v1/api-clients/{registered}");
    api_client["authority"] = json!("lu");
    api_client["allowed_origins"] = json!(["https://essais.exemple.fr"]);
    api_client["keys"] = json!([{
        "kty": "EC", "crv": "P-256", "kid": "1", "alg": "ES256", "use": "sig",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    }]);
    // A name of its own, for the brakes on guessing count by name.
    let session = json!({"email": "c41@exemple.fr", "password": "kept as typed", "mode": "token"});
    let column = json!({
        "from": ["nom"], "to": "name", "flag": "oui", "language": "fr", "split": ";", "system": "auto", "values": {},
    });
    // Only one of them may be there: the others are put beside it one by one.
    let proof = json!({
        "totp": null, "recovery_code": null, "password": null, "passkey": {"challenge": "none", "credential": assertion()},
    });
    let (version, review) = dossier_review(app);
    let requests = |rest: &str| format!("/v1/service-requests/{request}/{rest}");
    let pilot = app.token("pilot");
    let source = json!({
        "title": "Essai", "publisher": "Essai", "url": "https://exemple.fr", "published_on": "2016-02-29", "precision": "day", "says": "Essai",
    });
    let baseline = json!({"value": 1, "date": {"on": "2014-01-01", "precision": "year"}, "words": text, "source": source});
    let mut objective = promise("Essai");
    objective["comparison_indicator_id"] = json!("pme-numeriques");
    objective["baseline"] = baseline.clone();
    objective["announcement"]["announced"]["precision"] = json!("day");
    for place in ["/announcement/source", "/targets/0/source"] {
        *objective.pointer_mut(place).unwrap() = source.clone();
    }
    for place in ["/name", "/announcement/words", "/targets/0/words"] {
        *objective.pointer_mut(place).unwrap() = text.clone();
    }
    let criterion = json!({"code": "pass-french-tech", "title": text, "detail": text, "minimum": 5, "unit": text});
    let criteria = json!({"criteria": [criterion], "sources": [fact]});
    let definition = json!({"name": text, "unit": text, "perimeter": text, "method": text});
    vec![
        (
            "create_account",
            "/v1/accounts".to_owned(),
            app.anonymous(),
            json!({"name": "Camille Essai", "email": "camille@exemple.fr", "language": "fr"}),
        ),
        (
            "create_account_confirmation",
            "/v1/accounts/confirmations".to_owned(),
            app.anonymous(),
            json!({"token": "none", "password": "brouette violon carafe"}),
        ),
        (
            "create_my_consent",
            "/v1/me/consents".to_owned(),
            member.clone(),
            json!({"purpose": "directory_contact", "given": false, "text_hash": "0".repeat(64)}),
        ),
        ("create_my_notification_read", "/v1/me/notification-reads".to_owned(), member.clone(), json!({"up_to": new_uuid()})),
        (
            "update_my_notification_settings",
            "/v1/me/notification-settings".to_owned(),
            member.clone(),
            json!({"settings": [{"kind": "site_replies", "channel": "mail", "enabled": true}]}),
        ),
        (
            "create_booking",
            "/v1/bookings".to_owned(),
            agent.clone(),
            json!({"space_id": room.at("/id"), "starts_at": "2050-01-03T09:00:00Z", "ends_at": "2050-01-03T10:00:00Z",
                "contact": {"name": "Essai", "email": "essai@exemple.fr", "language": "fr"}}),
        ),
        (
            "create_booking_series",
            "/v1/booking-series".to_owned(),
            agent.clone(),
            json!({"space_id": room.at("/id"), "starts_at": "2050-01-04T09:00:00Z", "ends_at": "2050-01-04T10:00:00Z",
                "until": "2050-01-04", "on_conflict": "refuse", "contact": {"name": "Essai", "email": "essai@exemple.fr", "language": "fr"}}),
        ),
        (
            "create_booking_transition",
            format!("/v1/bookings/{}/transitions", booking(app)),
            agent.clone(),
            json!({"to": "cancelled", "reason": "Essai"}),
        ),
        ("create_totem_space", "/v1/totems/metz/spaces".to_owned(), manager.clone(), space.clone()),
        (
            "update_totem_space",
            ROOM.to_owned(),
            manager,
            json!({
                "name": text, "description": text, "pause_reason": text, "kind": "meeting_room", "status": "paused",
                "opening_hours": space["opening_hours"], "price": space["price"], "rules": space["rules"],
            }),
        ),
        (
            "create_my_saved_search",
            "/v1/me/saved-searches".to_owned(),
            member.clone(),
            json!({"name": "Essai", "query": {
                "q": "essais", "kinds": ["fablab"], "sectors": ["essais"], "commune_code": ["57463"], "nuts3": ["FRF33"],
                "country": ["FR"], "territory": ["lorraine"], "stage": ["idea"], "headcount_range": ["10-19"],
                "activity": ["62.01Z"], "source": ["essai"], "founded_on_gte": "2020-02-29", "founded_on_lte": "2021-02-28",
                "bbox": "5.8,48.5,6.6,49.5", "near": "49.1193,6.1757",
            }}),
        ),
        ("create_indicator", "/v1/indicators".to_owned(), pilot.clone(), json!({"measure": "stock", "definition": definition})),
        ("update_indicator", "/v1/indicators/startups-accelerees".to_owned(), pilot.clone(), definition),
        ("create_objective", "/v1/objectives".to_owned(), pilot.clone(), objective),
        (
            "update_objective",
            "/v1/objectives/entreprises-internationales".to_owned(),
            pilot.clone(),
            json!({"name": text, "indicator_id": "pme-numeriques", "comparison_indicator_id": "emplois-numeriques", "baseline": baseline}),
        ),
        (
            "create_observation",
            JOBS.to_owned(),
            pilot.clone(),
            json!({
                "date": {"on": "2011-12-31", "precision": "day"}, "value": 1, "source": source, "note": "Essai",
            }),
        ),
        ("update_observation", observation(app).0, pilot.clone(), json!({"value": 2, "source": source, "note": "Essai"})),
        (
            "create_observation_count",
            "/v1/indicators/startups-accelerees/observation-counts".to_owned(),
            pilot.clone(),
            json!({"note": "Essai", "query": {
                "q": "essais", "kinds": ["fablab"], "sectors": ["essais"], "commune_code": ["57463"], "nuts3": ["FRF33"],
                "country": ["FR"], "territory": ["lorraine"], "stage": ["idea"], "headcount_range": ["10-19"],
                "activity": ["62.01Z"], "source": ["essai"], "founded_on_gte": "2020-02-29", "founded_on_lte": "2021-02-28",
                "bbox": "5.8,48.5,6.6,49.5", "near": "49.1193,6.1757",
            }}),
        ),
        ("create_observation_transition", format!("{}/transitions", observation(app).0), pilot, json!({"to": "approved"})),
        (
            "create_candidacy",
            "/v1/candidacies".to_owned(),
            app.token("pilot"),
            json!({
                "name": text, "programme_id": "capitales-french-tech", "call": "appel-2019", "territory": "Sillon Lorrain",
                "lead": text, "members": ["Metz"], "summary": text, "contacts": contacts,
            }),
        ),
        (
            "update_candidacy",
            "/v1/candidacies/french-tech-east".to_owned(),
            app.token("pilot"),
            json!({"name": text, "territory": "Est", "lead": text, "members": ["Metz"], "summary": text, "contacts": contacts}),
        ),
        (
            "create_candidacy_evidence",
            "/v1/candidacies/french-tech-east/evidence".to_owned(),
            app.token("pilot"),
            json!({
                "criterion": "pass-french-tech", "title": "Essai", "kind": "figure", "frozen_on": "2019-02-11", "valid_until": "2099-01-01",
                "perimeter": "Est", "value": 1, "objective_id": stated, "source": fact, "url": "https://exemple.fr", "query": {
                "q": "essais", "kinds": ["fablab"], "sectors": ["essais"], "commune_code": ["57463"], "nuts3": ["FRF33"],
                "country": ["FR"], "territory": ["lorraine"], "stage": ["idea"], "headcount_range": ["10-19"],
                "activity": ["62.01Z"], "source": ["essai"], "founded_on_gte": "2020-02-29", "founded_on_lte": "2021-02-28",
                "bbox": "5.8,48.5,6.6,49.5", "near": "49.1193,6.1757",
            },
            }),
        ),
        (
            "create_candidacy_recommendation",
            "/v1/candidacies/french-tech-east/recommendations".to_owned(),
            app.token("pilot"),
            json!({"text": "Essai", "given_on": "2019-03-01", "source": fact, "criterion": "gouvernance"}),
        ),
        (
            "update_candidacy_recommendation",
            format!("/v1/candidacies/french-tech-east/recommendations/{recommended}"),
            app.token("pilot"),
            json!({"answer": "Essai"}),
        ),
        (
            "create_wave_fact",
            "/v1/waves/metropole-french-tech-vague-2/facts".to_owned(),
            app.token("pilot"),
            json!({
                "kind": "territory", "date": {"on": "2015-06-25", "precision": "day"}, "count": 3, "qualifier": "about", "territory": "Essai",
                "outcome": "retained", "theme": "Essai", "source": fact,
            }),
        ),
        (
            "create_wave_fact_transition",
            format!("/v1/wave-facts/{}/transitions", crate::label_programmes::fact(app)),
            app.token("pilot"),
            json!({"to": "withdrawn", "reason": "Essai"}),
        ),
        (
            "create_wave",
            "/v1/label-programmes/metropole-french-tech/waves".to_owned(),
            app.token("pilot"),
            json!({"name": text, "dates": [{"date": {"on": "2015-06-25", "precision": "day"}, "source": fact}]}),
        ),
        ("update_wave", "/v1/waves/metropole-french-tech-vague-2".to_owned(), app.token("pilot"), json!({"name": text})),
        (
            "create_label_call",
            "/v1/label-programmes/metropole-french-tech/calls".to_owned(),
            app.token("pilot"),
            json!({
                "name": text, "opened": {"on": "2015-06-25", "precision": "day"}, "detail": text, "criteria": criteria, "sources": [fact],
            }),
        ),
        (
            "update_label_call",
            "/v1/label-programmes/metropole-french-tech/calls/appel-2014".to_owned(),
            app.token("pilot"),
            json!({"name": text, "opened": {"on": "2015-06-25", "precision": "day"}, "detail": text, "sources": [fact]}),
        ),
        (
            "create_criteria_version",
            "/v1/label-programmes/capitales-french-tech/calls/appel-2019/criteria-versions".to_owned(),
            app.token("pilot"),
            criteria,
        ),
        (
            "create_candidacy_supporter",
            "/v1/candidacies/french-tech-east/supporters".to_owned(),
            app.token("pilot"),
            json!({"organization_id": "universite-de-lorraine", "statement": "Essai"}),
        ),
        (
            "create_dossier_version",
            "/v1/candidacies/french-tech-east/dossier-versions".to_owned(),
            app.token("pilot"),
            json!({"note": "Essai", "objective_ids": [new_uuid()]}),
        ),
        (
            "create_dossier_review",
            format!("{version}/reviews"),
            app.token("pilot"),
            json!({"email": "agent-nancy@demo.lorntech.example"}),
        ),
        (
            "update_dossier_review",
            review.clone(),
            app.token("entrepreneur"),
            json!({"scores": [{"criterion": "gouvernance", "score": 3, "comment": "Essai"}]}),
        ),
        (
            "create_dossier_review_transition",
            format!("{review}/transitions"),
            app.token("entrepreneur"),
            json!({"to": "recused", "note": "Essai"}),
        ),
        ("create_milestone", "/v1/candidacies/french-tech-east/milestones".to_owned(), app.token("pilot"), milestone.clone()),
        ("update_milestone", format!("/v1/candidacies/french-tech-east/milestones/{planned}"), app.token("pilot"), milestone),
        (
            "create_candidacy_transition",
            "/v1/candidacies/french-tech-east/transitions".to_owned(),
            app.token("pilot"),
            json!({
                "to": "superseded", "superseded_by": "metropole-french-tech", "occurred_on": "2020-01-01", "precision": "month", "date_inferred": true, "source": fact,
                "further_sources": [fact], "reason": "other", "note": "Essai",
            }),
        ),
        (
            "create_project",
            "/v1/projects".to_owned(),
            member.clone(),
            json!({"name": "Essai", "summary": "Un essai", "stage": "idea", "occurred_on": "2020-02-29", "needs": ["coaching"],
                "totem_id": "metz", "commune_code": "57463", "organization_id": organization}),
        ),
        (
            "update_project",
            format!("/v1/projects/{}", project(app)),
            member.clone(),
            json!({"name": "Essai", "summary": "Un essai", "needs": ["coaching"], "totem_id": "metz", "commune_code": "57463", "organization_id": organization}),
        ),
        (
            "create_project_transition",
            format!("/v1/projects/{}/transitions", project(app)),
            member.clone(),
            json!({"to": "paused", "occurred_on": "2026-12-01", "note": "Une pause"}),
        ),
        (
            "create_answer_template",
            "/v1/totems/metz/answer-templates".to_owned(),
            agent.clone(),
            json!({"name": "Essai", "body": "Bonjour {{contact_name}}", "language": "fr"}),
        ),
        (
            "update_answer_template",
            template(app, "Accueil").0,
            agent.clone(),
            json!({"name": "Essai", "body": "Bonjour", "language": "fr"}),
        ),
        (
            "update_my_draft",
            "/v1/me/drafts/service_request".to_owned(),
            member.clone(),
            json!({"content": "{\"subject\": \"Essai\"}"}),
        ),
        (
            "update_my_saved_search",
            format!("/v1/me/saved-searches/{}", saved_search(app)),
            member.clone(),
            json!({"name": "Essai"}),
        ),
        ("create_my_email_change", "/v1/me/email-changes".to_owned(), member.clone(), json!({"email": "camille@exemple.fr"})),
        ("create_password_reset", "/v1/accounts/password-resets".to_owned(), app.anonymous(), json!({"email": "c41@exemple.fr"})),
        (
            "update_me",
            "/v1/me".to_owned(),
            member.clone(),
            json!({"name": "Camille", "language": "fr", "absence": {"from_on": "2026-08-03", "until_on": "2026-08-21"}}),
        ),
        (
            "update_my_password",
            "/v1/me/password".to_owned(),
            member.clone(),
            json!({"current_password": "not this one", "new_password": "brouette violon carafe"}),
        ),
        (
            "create_claim_transition",
            format!("/v1/claims/{}/transitions", crate::fixtures::claim(app)),
            moderator.clone(),
            json!({"to": "refused", "note": "À vérifier", "token": "none"}),
        ),
        ("create_organization", "/v1/organizations".to_owned(), member.clone(), organization_body),
        (
            "create_organization_claim",
            format!("/v1/organizations/{organization}/claims"),
            member.clone(),
            json!({"email": "essai@univ-lorraine.fr", "message": "Essai"}),
        ),
        (
            "create_organization_confirmation",
            format!("/v1/organizations/{organization}/confirmations"),
            app.anonymous(),
            json!({"token": "none"}),
        ),
        (
            "create_organization_merge",
            format!("/v1/organizations/{organization}/merges"),
            moderator.clone(),
            json!({"duplicate_id": "nulle-part"}),
        ),
        (
            "create_organization_transition",
            format!("/v1/organizations/{organization}/transitions"),
            moderator.clone(),
            json!({"to": "suspended", "reason": "inaccurate", "note": "À vérifier"}),
        ),
        ("create_startup", "/v1/startups".to_owned(), member.clone(), startup),
        ("update_organization", format!("/v1/organizations/{organization}"), moderator, patch.clone()),
        ("create_service_request", "/v1/service-requests".to_owned(), member.clone(), question),
        (
            "create_service_request_assignment",
            requests("assignments"),
            agent.clone(),
            // Too much for one assignment, which is told once each of its texts is one.
            json!({"account_id": app.account_id("agent-metz"), "totem_id": "nancy", "service_id": "accompagnement", "note": "Essai"}),
        ),
        (
            "create_service_request_message",
            requests("messages"),
            agent.clone(),
            json!({"body": "Bonjour", "to": "answered", "document_ids": [new_uuid()]}),
        ),
        ("create_service_request_merge", requests("merges"), agent.clone(), json!({"duplicate_id": new_uuid()})),
        ("create_service_request_satisfaction", requests("satisfaction"), member, json!({"score": 4, "comment": "Merci"})),
        (
            "create_service_request_transition",
            requests("transitions"),
            agent,
            json!({"to": "rejected", "reason": "out_of_area", "note": "Voyez Nancy"}),
        ),
        ("create_totem_service", "/v1/totems/metz/services".to_owned(), app.token("manager-metz"), added),
        (
            "update_totem",
            "/v1/totems/metz".to_owned(),
            app.token("manager-metz"),
            json!({
                "description": text, "contact": {"email": "accueil@exemple.fr", "phone": "+33 3 00 00 00 00", "website": "https://exemple.fr"},
                "features": [text], "service_ids": [new_uuid()], "opening_hours": space["opening_hours"],
                "closures": [{"from_on": "2027-08-02", "until_on": "2027-08-03", "reason": text}],
            }),
        ),
        ("update_totem_service", "/v1/totems/metz/services/financement".to_owned(), app.token("manager-metz"), service),
        (
            "create_import_decision",
            format!("/v1/imports/{}/decisions", doubtful_import(app)),
            app.token("moderator"),
            json!({"places": [1], "decision": "same", "organization_id": new_uuid()}),
        ),
        (
            "create_import_mapping",
            "/v1/import-mappings".to_owned(),
            app.token("moderator"),
            json!({
                "name": "essai",
                "source": {
                    "system": "essai", "name": "Essai", "licence": "CC0", "licence_url": "https://essais.exemple.fr",
                    "attribution": "Essai", "publisher": "Essai", "url": "https://essais.exemple.fr",
                },
                "mapping": {
                    "columns": [column], "defaults": {"country": "FR", "kinds": ["fablab"]}, "required": ["name"],
                    "only": [{"from": "nom", "values": ["oui"]}], "except": [{"from": "nom", "values": ["non"]}],
                    "variants": [{"when": "nom", "columns": [column]}],
                },
            }),
        ),
        (
            "create_import_transition",
            format!("/v1/imports/{}/transitions", queued_import(app)),
            app.token("moderator"),
            json!({"to": "cancelled"}),
        ),
        ("create_my_identity", "/v1/me/identities".to_owned(), app.token("pilot"), json!({"provider": "nobody"})),
        (
            "create_my_passkey",
            "/v1/me/passkeys".to_owned(),
            app.token("pilot"),
            json!({"challenge": "none", "credential": attestation(), "name": "Essai"}),
        ),
        ("create_my_totp_confirmation", "/v1/me/totp/confirmations".to_owned(), app.token("pilot"), json!({"code": "000000"})),
        ("create_oidc_authorization", "/v1/sessions/oidc/nobody".to_owned(), app.anonymous(), json!({"purpose": "sign_in"})),
        (
            "create_oidc_session",
            "/v1/sessions/oidc/nobody/callback".to_owned(),
            app.anonymous(),
            json!({"state": "x", "code": "x", "iss": "https://fournisseur.example", "error": "x"}),
        ),
        (
            "create_passkey_session",
            "/v1/sessions/passkey".to_owned(),
            app.anonymous(),
            json!({"challenge": "none", "credential": assertion(), "mode": "token"}),
        ),
        (
            "create_second_factor_session",
            "/v1/sessions/second-factor".to_owned(),
            app.anonymous(),
            json!({"challenge": "none", "proof": proof}),
        ),
        ("create_step_up", "/v1/sessions/current/step-up".to_owned(), app.token("pilot"), json!({"proof": proof})),
        ("create_session", "/v1/sessions".to_owned(), app.anonymous(), session),
        ("create_session_refresh", "/v1/sessions/refresh".to_owned(), app.anonymous(), json!({"refresh_token": "of nobody"})),
        (
            "create_sync_acks",
            "/v1/sync/acks".to_owned(),
            crate::sync::sources::region(app, "lu"),
            json!({"items": [{"kind": "organization", "id": new_uuid(), "modified": 1}]}),
        ),
        (
            "create_sync_conflict_transition",
            format!("/v1/sync/conflicts/{}/transitions", new_uuid()),
            app.token("moderator"),
            json!({"to": "dismissed", "note": "Essai"}),
        ),
        (
            "create_proposal",
            "/v1/proposals".to_owned(),
            crate::sync::sources::region(app, "lu"),
            json!({"target": organization, "base_revision": 1, "patch": patch, "reason": "Essai"}),
        ),
        (
            "create_proposal_transition",
            format!("/v1/proposals/{}/transitions", new_uuid()),
            app.token("moderator"),
            json!({"to": "settled", "decisions": [{"member": "website", "outcome": "refused", "reason": "Essai"}]}),
        ),
        (
            "update_sync_source",
            "/v1/sync/sources/essai/organization/c41".to_owned(),
            crate::sync::sources::region(app, "lu"),
            json!({"source_revision": 1, "data": said}),
        ),
        (
            "create_webhook",
            "/v1/webhooks".to_owned(),
            app.token("entrepreneur"),
            json!({"url": "https://receveur.test/", "types": ["organization.updated"]}),
        ),
        (
            "update_webhook",
            webhook(app),
            app.token("entrepreneur"),
            json!({"url": "https://receveur.test/", "types": ["organization.updated"], "status": "paused"}),
        ),
        (
            "create_webhook_recovery",
            format!("{}/recoveries", webhook(app)),
            app.token("entrepreneur"),
            json!({"since": "2030-01-01T00:00:00Z"}),
        ),
        ("create_api_client", "/v1/api-clients".to_owned(), app.token("admin"), api_client.clone()),
        ("update_api_client", registered, app.token("admin"), api_client),
        (
            "create_invitation",
            "/v1/invitations".to_owned(),
            app.token("admin"),
            json!({"email": "camille@exemple.fr", "role": "agent", "totem_id": "metz", "organization_id": "loria"}),
        ),
        (
            "create_invitation_transition",
            format!("/v1/invitations/{}/transitions", invitation_to_metz(app)),
            app.token("admin"),
            json!({"to": "withdrawn"}),
        ),
    ]
}

/// The pointers of every string below a schema; `0` stands for the items of a list.
fn strings(document: &Value, schema: &Value, pointer: &str, found: &mut BTreeSet<String>) {
    let schema = match schema["$ref"].as_str() {
        Some(name) => document.pointer(name.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    for branch in ["oneOf", "anyOf", "allOf"] {
        for one in schema[branch].as_array().into_iter().flatten() {
            strings(document, one, pointer, found);
        }
    }
    let is =
        |kind: &str| schema["type"] == kind || schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(|one| one == kind));
    if is("string") {
        found.insert(pointer.to_owned());
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        strings(document, member, &format!("{pointer}/{name}"), found);
    }
    if schema["items"].is_object() {
        strings(document, &schema["items"], &format!("{pointer}/0"), found);
    }
}

#[test]
fn c41_no_string_of_any_body_takes_what_cannot_be_kept_or_seen() {
    let app = shared();
    let document = document(&app.anonymous());
    let operations = operations(&document);
    let bodies = bodies(&app);
    // What OAuth takes as a form is judged by its own tests.
    let is_json = |operation: &Value| {
        let content = operation["requestBody"]["content"].as_object();
        content.is_some_and(|content| content.keys().all(|media_type| media_type.ends_with("json")))
    };
    let with_body = operations.iter().filter(|(_, _, operation)| is_json(operation));
    let ids: BTreeSet<&str> = with_body.clone().map(|(_, _, operation)| operation["operationId"].as_str().unwrap()).collect();
    assert_eq!(ids, bodies.iter().map(|(id, ..)| *id).collect(), "a good body for every operation that has one");
    let before = kept(&app);
    for (method, _, operation) in with_body {
        let id = operation["operationId"].as_str().unwrap();
        let (_, path, client, good) = bodies.iter().find(|(known, ..)| *known == id).unwrap();
        let (media_type, content) = operation["requestBody"]["content"].as_object().unwrap().iter().next().unwrap();
        let mut pointers = BTreeSet::new();
        strings(&document, &content["schema"], "", &mut pointers);
        assert!(!pointers.is_empty(), "{id} has no text");
        for pointer in pointers {
            for (name, text) in REFUSED {
                let mut body = good.clone();
                *body.pointer_mut(&pointer).unwrap_or_else(|| panic!("the good body of {id} lacks {pointer}")) = json!(text);
                let headers = [("content-type", media_type.as_str()), ("if-match", "\"0-fr\"")];
                let reply = client.send(method, path, &headers, Some(body.to_string().as_bytes()));
                if pointer.ends_with("password")
                    || pointer == "/refresh_token"
                    || pointer.starts_with("/proof")
                    || pointer == "/challenge"
                {
                    // Compared and never kept, which nobody's is, nor anybody may choose; and there are brakes on guessing.
                    assert!(matches!(reply.status, 401 | 410 | 422 | 429), "{id} {pointer} with {name}: {}", reply.text);
                    continue;
                }
                assert_eq!((reply.status, reply.code()), (422, "invalid_body"), "{id} {pointer} with {name}: {}", reply.text);
                // The text, or the list that holds it.
                let named = reply.at("/errors/0/pointer");
                let there =
                    named.len() > 1 && pointer.strip_prefix(named).is_some_and(|rest| rest.is_empty() || rest.starts_with("/0"));
                assert!(there, "{id} {pointer} with {name}: {}", reply.text);
            }
        }
    }
    assert_eq!(kept(&app), before);
}

#[test]
fn c41_no_parameter_and_no_path_takes_what_cannot_be_kept() {
    let app = shared();
    let anonymous = app.anonymous();
    for text in ["%00", "a%00b", "%ED%A0%80", "%FF", "%C0%80", "%F0%9F%9A%80", "%E2%80%AE", "%EF%BB%BF", "e%CC%81", "%", "%zz"] {
        for place in ["q=", "sectors=", "commune_code=", "nuts3=", "country=", "kinds=", "cursor=", "sort=", ""] {
            let reply = anonymous.get(&format!("/v1/organizations?limit=1&{place}{text}"));
            assert!(matches!(reply.status, 200 | 400), "{place}{text}: {}", reply.text);
        }
        for path in ["/v1/organizations/", "/v1/totems/", "/v1/totems/metz/services/", "/v1/candidacies/", "/v1/objectives/"] {
            let reply = anonymous.get(&format!("{path}{text}"));
            assert!(matches!(reply.status, 400 | 404), "{path}{text}: {}", reply.text);
        }
        let key = [("idempotency-key", text)];
        anonymous.post_with("/v1/service-requests", &key, &asked("a@exemple.fr")).expect_problem(400, "invalid_idempotency_key");
    }
    for text in ["%00", "%1B", "%E2%80%AE", "%E2%80%8B"] {
        anonymous.get(&format!("/v1/organizations?q=a{text}b")).expect_problem(400, "invalid_parameter");
    }
}

#[test]
fn c41_letters_beyond_the_first_plane_are_kept_as_they_are() {
    let app = shared();
    let mut question = asked("essai@exemple.fr");
    // A rocket, a mathematical letter, a family of joined marks, and Hebrew.
    let text = "Un essai 🚀 𝒳 👨‍👩‍👧 שלום — fin";
    question["subject"] = json!(text);
    question["body"] = json!(format!("{text}\r\n\tdeuxième ligne"));
    let member = app.token("entrepreneur");
    let made = member.post("/v1/service-requests", &question).expect(201);
    let read = member.get(&format!("/v1/service-requests/{}", made.at("/id"))).expect(200);
    assert_eq!(read.at("/subject"), text);
    assert_eq!(read.body["body"], question["body"]);
    assert_eq!(app.sql_value(&format!("select subject from service_requests where id = '{}'", made.at("/id"))), text);
    // Written with escapes, it is the same.
    let escaped = question.to_string().replace('🚀', "\\ud83d\\ude80");
    let headers = [("content-type", "application/json")];
    let made = member.send("POST", "/v1/service-requests", &headers, Some(escaped.as_bytes())).expect(201);
    assert_eq!(made.at("/subject"), text);
}

#[test]
fn c41_what_is_decomposed_is_kept_composed() {
    let app = shared();
    let member = app.token("entrepreneur");
    let (decomposed, composed) = ("E\u{301}cole d\u{2019}e\u{301}te\u{301} A\u{30a}", "École d’été Å");
    let made = member.post("/v1/organizations", &json!({"name": decomposed, "kinds": ["association"]})).expect(201);
    assert_eq!(made.at("/name"), composed);
    let kept = app.sql_value(&format!("select name from organizations where id = '{}'", made.at("/id")));
    assert_eq!(kept, composed);
    // Searched either way, it is found alike.
    let found = |name: &str| app.anonymous().get(&format!("/v1/organizations?q={name}")).expect(200).body["items"].clone();
    assert_eq!(found("universite%CC%81"), found("universit%C3%A9"));
    assert!(!found("universit%C3%A9").as_array().unwrap().is_empty());
}

#[test]
fn c41_a_number_of_a_register_is_the_same_however_it_is_written() {
    let app = shared();
    let member = app.token("entrepreneur");
    let with = |value: &str| json!({"name": "Numéro", "kinds": ["sme"], "identifiers": [{"scheme": "FR-SIREN", "value": value}]});
    member.post("/v1/organizations", &with("000 000 026")).expect(201);
    for value in ["000000026", "000\u{a0}000\u{a0}026", "000\u{2009}000026", " 000000026 ", "000-000-026"] {
        member.post("/v1/organizations", &with(value)).expect_problem(409, "already_exists");
    }
    for value in ["００００００026", "٠٠٠٠٠٠٠٢٦", "000000026\u{200d}"] {
        member.post("/v1/organizations", &with(value)).expect_problem(422, "invalid_body");
    }
}
