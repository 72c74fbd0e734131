//! Who may do what: every operation of the contract, called for real by everybody.

mod matrix;
mod properties;
mod unauthorised;

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::{
    fixtures::{
        JOBS, PDF, ROOM, ask, booking, claim, dossier_review, doubtful_import, first_mail, indicator, invitation_to_metz, jobs,
        observation, picture, project, promise, proposal as region_proposal, propose, published, question, question_from,
        right_at_metz, saved_search, send_file, send_logo, send_pdf, service, space, step, template, webhook,
    },
    harness::{App, Client, Reply, authenticator::Device, new_uuid},
};

/// An operation of `openapi.yaml`.
#[derive(Clone, Debug)]
struct Operation {
    id: String,
    /// Some of its forms of sign-in is none at all.
    public: bool,
}

fn operations() -> Vec<Operation> {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi.yaml");
    let document: Value = serde_yaml_ng::from_str(&fs::read_to_string(document).unwrap()).unwrap();
    let mut operations = vec![];
    for methods in document["paths"].as_object().unwrap().values() {
        for operation in methods.as_object().unwrap().values() {
            let Some(id) = operation["operationId"].as_str() else { continue };
            let security = operation["security"].as_array().unwrap_or_else(|| panic!("{id} states no security"));
            operations.push(Operation {
                id: id.to_owned(),
                public: security.iter().any(|form| form.as_object().is_some_and(serde_json::Map::is_empty)),
            });
        }
    }
    operations.sort_by(|a, b| a.id.cmp(&b.id));
    operations
}

/// What the paths of a test are filled with.
#[derive(Clone)]
struct Things {
    request: String,
    /// Of the request.
    document: String,
    proposal: String,
    /// Of a partner region.
    region_proposal: String,
    record: String,
    etag: String,
    candidacy: String,
    /// Of the candidacy.
    milestone: String,
    objective: String,
    observation: (String, String),
    wave_fact: String,
    startup: String,
    invitation: String,
    member: String,
    api_client: String,
    export: String,
    unsubscription: String,
    account: String,
    import: String,
    claim: String,
    saved_search: String,
    template: (String, String),
    booking: String,
    project: String,
    space: (String, String),
    webhook: String,
    /// A version, and its review by the demonstration's entrepreneur.
    review: (String, String),
}

/// The id and the current ETag of the demonstration's room.
fn room(client: &Client) -> (String, String) {
    let reply = client.get(ROOM).expect(200);
    (reply.at("/id").to_owned(), reply.etag().to_owned())
}

fn register(client: &Client) -> String {
    let registration = json!({"name": "Essai", "scopes": ["directory:read"]});
    format!("/v1/api-clients/{}", client.post("/v1/api-clients", &registration).expect(201).at("/id"))
}

/// The id of a document that both sides of a request see, without a change of the request.
fn sent_document(app: &App, sender: &Client, request: &str) -> String {
    let address = send_pdf(sender, request, "a.pdf", "&with_message=true");
    let id = address.rsplit('/').next().unwrap();
    app.sql(&format!("update request_documents set sent = true where id = '{id}'"));
    id.to_owned()
}

/// A copy of the demonstration's entrepreneur that can be downloaded.
fn ready_copy(app: &App) -> String {
    let account = app.account_id("entrepreneur");
    app.sql_value(&format!(
        "insert into exports (id, account_id, status, requested_at, ready_at, expires_at, content) \
         values (gen_random_uuid(), '{account}', 'ready', now(), now(), now() + interval '7 days', 'x') returning id"
    ))
}

/// Where a letter to the demonstration's entrepreneur leads that can be ended.
fn way_out(app: &App) -> String {
    let mail =
        app.mail("the receipt", |mail| mail.list_unsubscribe.is_some() && mail.is_to("entrepreneur@demo.lorntech.example"));
    let address = mail.list_unsubscribe.unwrap();
    address[address.find("/v1/").unwrap()..].to_owned()
}

impl Things {
    /// With a request and a proposal of the demonstration's entrepreneur.
    fn of_member(app: &App, member: &Client) -> Self {
        let anonymous = app.anonymous();
        let (record, etag) = published(&anonymous);
        let first = |path: &str| anonymous.get(path).expect(200).at("/items/0/slug").to_owned();
        let request = ask(member, &question());
        Self {
            document: sent_document(app, member, &request),
            request,
            proposal: propose(member, "Proposition à relire"),
            record,
            etag,
            candidacy: first("/v1/candidacies"),
            milestone: anonymous.get("/v1/candidacies").expect(200).at("/items/0/milestones/0/id").to_owned(),
            objective: first("/v1/objectives"),
            observation: observation(app),
            wave_fact: crate::label_programmes::fact(app),
            startup: first("/v1/startups?limit=1"),
            invitation: invitation_to_metz(app),
            member: right_at_metz(app),
            api_client: register(member),
            export: format!("/v1/me/exports/{}", ready_copy(app)),
            unsubscription: way_out(app),
            account: format!("/v1/people/{}", app.account_id("entrepreneur")),
            import: doubtful_import(app),
            claim: claim(app),
            region_proposal: region_proposal(app),
            template: template(app, "Accueil"),
            saved_search: format!("/v1/me/saved-searches/{}", saved_search(app)),
            booking: format!("/v1/bookings/{}", booking(app)),
            project: format!("/v1/projects/{}", project(app)),
            space: room(&anonymous),
            webhook: webhook(app),
            review: dossier_review(app),
        }
    }

    /// The same, with a confirmed request of somebody without an account, and whoever holds its link.
    fn with_link(mut self, app: &App) -> (Self, Client) {
        let email = format!("{}@exemple.fr", new_uuid());
        let id = ask(&app.anonymous(), &question_from(&email));
        let holder = app.holder(&first_mail(app, &email));
        step(&holder, &id, "submitted").expect(201);
        self.document = sent_document(app, &holder, &id);
        self.request = id;
        (self, holder)
    }

    fn milestone(&self) -> String {
        format!("/v1/candidacies/{}/milestones/{}", self.candidacy, self.milestone)
    }

    fn document(&self) -> String {
        format!("/v1/service-requests/{}/documents/{}", self.request, self.document)
    }
}

/// What a browser answers, of a passkey that nobody has.
pub(crate) fn assertion() -> Value {
    let mut device = Device::new(7, "https://lorntech.example");
    device.create(&json!({"user": {"id": "AAAA"}, "rp": {"id": "lorntech.example"}, "challenge": "AAAA"}));
    device.get(&json!({"rpId": "lorntech.example", "challenge": "AAAA"}))
}

pub(crate) fn attestation() -> Value {
    let options = json!({"user": {"id": "AAAA"}, "rp": {"id": "lorntech.example"}, "challenge": "AAAA"});
    Device::new(7, "https://lorntech.example").create(&options)
}

/// Each way to call an operation whose outcome depends on the caller: what it is, and how it is called.
type Call = (&'static str, fn(&Client, &Things) -> Reply);

const SOURCE: &str = "/v1/sync/sources/essai/organization/1";

const CALLS: &[Call] = &[
    ("create_indicator", |client, _| client.post("/v1/indicators", &indicator(&new_uuid()))),
    ("create_objective", |client, _| client.post("/v1/objectives", &promise(&new_uuid()))),
    ("create_observation", |client, _| client.post(JOBS, &jobs("2019-12-31", 12_000.0))),
    ("create_observation_count", |client, _| {
        client.post("/v1/indicators/startups-accelerees/observation-counts", &json!({"query": {"kinds": ["startup"]}}))
    }),
    ("create_observation_import", |client, _| {
        let headers = [("content-type", "text/csv"), ("idempotency-key", &*new_uuid())];
        client.send(
            "POST",
            "/v1/indicators/emplois-numeriques/observation-imports?dry_run=true",
            &headers,
            Some(b"date;value\n2018;1\n"),
        )
    }),
    ("create_observation_transition", |client, things| {
        client.post(&format!("{}/transitions", things.observation.0), &json!({"to": "approved"}))
    }),
    ("delete_observation", |client, things| {
        client.send("DELETE", &things.observation.0, &[("if-match", &things.observation.1)], None)
    }),
    ("get_indicator", |client, _| client.get("/v1/indicators/emplois-numeriques")),
    ("get_objective_consistency", |client, things| client.get(&format!("/v1/objectives/{}/consistency", things.objective))),
    ("list_objective_trajectories", |client, _| client.get("/v1/objectives/trajectories")),
    ("get_objective_trajectory", |client, things| client.get(&format!("/v1/objectives/{}/trajectory", things.objective))),
    ("list_indicators", |client, _| client.get("/v1/indicators")),
    ("list_observations", |client, _| client.get(&format!("{JOBS}?history=true"))),
    ("update_indicator", |client, _| {
        let etag = client.get("/v1/indicators/entreprises-numeriques").header("etag").unwrap_or_default().to_owned();
        client.patch("/v1/indicators/entreprises-numeriques", &etag, &json!({"method": {"fr": "Essai"}}))
    }),
    ("update_objective", |client, things| {
        let path = format!("/v1/objectives/{}", things.objective);
        let etag = client.get(&path).header("etag").unwrap_or_default().to_owned();
        client.patch(&path, &etag, &json!({"comparison_indicator_id": null}))
    }),
    ("update_observation", |client, things| {
        client.patch(&things.observation.0, &things.observation.1, &json!({"note": "Essai"}))
    }),
    ("create_answer_template", |client, _| {
        client.post("/v1/totems/metz/answer-templates", &json!({"name": "Essai", "body": "Bonjour", "language": "fr"}))
    }),
    ("delete_answer_template", |client, things| {
        client.send("DELETE", &things.template.0, &[("if-match", &things.template.1)], None)
    }),
    ("list_answer_templates", |client, _| client.get("/v1/totems/metz/answer-templates")),
    ("update_answer_template", |client, things| client.patch(&things.template.0, &things.template.1, &json!({"name": "Essai"}))),
    ("create_account", |client, _| {
        let somebody = json!({"name": "Camille Essai", "email": format!("{}@exemple.fr", new_uuid())});
        client.post("/v1/accounts", &somebody)
    }),
    ("create_account_confirmation", |client, _| client.post("/v1/accounts/confirmations", &json!({"token": "none"}))),
    // Of a day that nobody can book any more: that it is too late is said only to whoever may book.
    ("create_booking", |client, things| {
        let day = json!({"space_id": things.space.0, "starts_at": "2020-01-06T09:00:00Z", "ends_at": "2020-01-06T10:00:00Z"});
        client.post("/v1/bookings", &day)
    }),
    ("create_booking (for somebody)", |client, things| {
        let contact = json!({"name": "Essai", "email": "essai@exemple.fr"});
        // Each caller on a day of their own, far beyond what members may.
        let day = 1 + u64::from_str_radix(&new_uuid()[28..], 16).unwrap() % 20_000;
        let day = chrono::NaiveDate::from_ymd_opt(2050, 1, 1).unwrap() + chrono::Days::new(day);
        let body = json!({"space_id": things.space.0, "starts_at": format!("{day}T09:00:00Z"), "ends_at": format!("{day}T10:00:00Z"),
            "contact": contact});
        client.post("/v1/bookings", &body)
    }),
    ("create_booking_series", |client, things| {
        let day = json!({"space_id": things.space.0, "starts_at": "2020-01-06T09:00:00Z", "ends_at": "2020-01-06T10:00:00Z",
            "until": "2020-01-20"});
        client.post("/v1/booking-series", &day)
    }),
    ("create_booking_transition", |client, things| {
        client.post(&format!("{}/transitions", things.booking), &json!({"to": "cancelled", "reason": "Essai"}))
    }),
    ("create_candidacy", |client, _| client.post("/v1/candidacies", &crate::candidacies::file("Essai"))),
    ("create_candidacy_transition", |client, things| {
        crate::candidacies::step(client, &format!("/v1/candidacies/{}", things.candidacy), "renewed", "2020-01-01")
    }),
    ("create_candidacy_evidence", |client, _| {
        client.post("/v1/candidacies/french-tech-east/evidence", &crate::candidacies::figure("Essai", 1))
    }),
    ("create_candidacy_evidence_file", |client, _| {
        crate::candidacies::send_evidence(client, "/v1/candidacies/french-tech-east", "a.pdf", "application/pdf", PDF)
    }),
    ("get_candidacy_evidence_file", |client, _| {
        client.get(&format!("/v1/candidacies/french-tech-east/evidence/{}/file", new_uuid()))
    }),
    ("create_candidacy_recommendation", |client, _| {
        let given = json!({"text": "Essai", "given_on": "2019-03-01", "source": crate::candidacies::source("Essai")});
        client.post("/v1/candidacies/french-tech-east/recommendations", &given)
    }),
    ("create_criteria_version", |client, _| {
        let set = json!({"criteria": [{"title": {"fr": "Essai"}}], "sources": [crate::candidacies::source("Essai")]});
        client.post("/v1/label-programmes/metropole-french-tech/calls/appel-2014/criteria-versions", &set)
    }),
    ("create_label_call", |client, _| {
        let call = json!({"name": {"fr": "Essai"}, "sources": [crate::candidacies::source("Essai")]});
        client.post("/v1/label-programmes/metropole-french-tech/calls", &call)
    }),
    ("create_wave", |client, _| {
        client.post("/v1/label-programmes/metropole-french-tech/waves", &json!({"name": {"fr": "Essai"}}))
    }),
    ("create_wave_fact", |client, _| {
        let fact = crate::label_programmes::told("candidates", &json!({"count": 17}));
        client.post("/v1/waves/metropole-french-tech-vague-1/facts", &fact)
    }),
    ("create_wave_fact_transition", |client, things| {
        let withdrawal = json!({"to": "withdrawn", "reason": "Essai"});
        client.post(&format!("/v1/wave-facts/{}/transitions", things.wave_fact), &withdrawal)
    }),
    ("update_label_call", |client, _| {
        let programme = "/v1/label-programmes/metropole-french-tech";
        let etag = client.get(programme).header("etag").unwrap_or_default().to_owned();
        client.patch(&format!("{programme}/calls/appel-2014"), &etag, &json!({"name": {"fr": "Essai"}}))
    }),
    ("update_wave", |client, _| {
        let board = "/v1/waves/metropole-french-tech-vague-2/board";
        let etag = client.get(board).header("etag").unwrap_or_default().to_owned();
        client.patch("/v1/waves/metropole-french-tech-vague-2", &etag, &json!({"name": {"fr": "Essai"}}))
    }),
    ("create_candidacy_supporter", |client, _| {
        client.post("/v1/candidacies/french-tech-east/supporters", &json!({"organization_id": "universite-de-lorraine"}))
    }),
    ("delete_candidacy_evidence", |client, _| {
        client.send(
            "DELETE",
            &format!("/v1/candidacies/french-tech-east/evidence/{}", new_uuid()),
            &[("if-match", "\"9\"")],
            None,
        )
    }),
    ("delete_candidacy_supporter", |client, _| {
        client.delete(&format!("/v1/candidacies/french-tech-east/supporters/{}", new_uuid()))
    }),
    ("create_dossier_version", |client, _| client.post("/v1/candidacies/french-tech-east/dossier-versions", &json!({}))),
    ("get_dossier_version", |client, _| client.get(&format!("/v1/candidacies/french-tech-east/dossier-versions/{}", new_uuid()))),
    ("get_dossier_version_comparison", |client, _| {
        let (one, other) = (new_uuid(), new_uuid());
        client.get(&format!("/v1/candidacies/french-tech-east/dossier-versions/{one}/comparison?with={other}"))
    }),
    ("get_dossier_version_evidence_file", |client, _| {
        let (version, evidence) = (new_uuid(), new_uuid());
        client.get(&format!("/v1/candidacies/french-tech-east/dossier-versions/{version}/evidence/{evidence}/file"))
    }),
    ("get_dossier_version_evidence_file (reviewed)", |client, things| {
        client.get(&format!("{}/evidence/{}/file", things.review.0, new_uuid()))
    }),
    ("get_dossier_version_json", |client, _| {
        client.get(&format!("/v1/candidacies/french-tech-east/dossier-versions/{}/dossier.json", new_uuid()))
    }),
    ("get_dossier_version_pdf", |client, _| {
        client.get(&format!("/v1/candidacies/french-tech-east/dossier-versions/{}/dossier.pdf", new_uuid()))
    }),
    ("create_dossier_review", |client, things| {
        // Nobody's: whoever is named would read it in what follows.
        client.post(&format!("{}/reviews", things.review.0), &json!({"email": "personne@exemple.fr"}))
    }),
    ("create_dossier_review_transition", |client, things| {
        client.post(&format!("{}/transitions", things.review.1), &json!({"to": "submitted"}))
    }),
    ("delete_dossier_review", |client, things| client.send("DELETE", &things.review.1, &[("if-match", "\"9\"")], None)),
    ("get_dossier_review", |client, things| client.get(&things.review.1)),
    ("get_dossier_review_summary", |client, things| client.get(&format!("{}/review-summary", things.review.0))),
    ("get_dossier_version (reviewed)", |client, things| client.get(&things.review.0)),
    ("list_dossier_reviews", |client, things| client.get(&format!("{}/reviews", things.review.0))),
    ("list_my_dossier_reviews", |client, _| client.get("/v1/me/dossier-reviews")),
    ("update_dossier_review", |client, things| client.patch(&things.review.1, "\"1\"", &json!({"scores": []}))),
    ("list_dossier_versions", |client, _| client.get("/v1/candidacies/french-tech-east/dossier-versions")),
    ("get_candidacy_readiness", |client, _| client.get("/v1/candidacies/french-tech-east/readiness")),
    ("list_candidacy_criteria", |client, _| client.get("/v1/candidacies/french-tech-east/criteria")),
    ("list_candidacy_recommendations", |client, _| client.get("/v1/candidacies/french-tech-east/recommendations")),
    ("list_candidacy_supporters", |client, _| client.get("/v1/candidacies/french-tech-east/supporters")),
    ("update_candidacy_recommendation", |client, _| {
        let path = format!("/v1/candidacies/french-tech-east/recommendations/{}", new_uuid());
        client.patch(&path, "\"9\"", &json!({"answer": "Essai"}))
    }),
    ("create_milestone", |client, things| {
        let body = json!({"type": "hearing", "title": {"fr": "Essai"}, "planned_on": "2040-01-01"});
        client.post(&format!("/v1/candidacies/{}/milestones", things.candidacy), &body)
    }),
    ("delete_milestone", |client, things| client.send("DELETE", &things.milestone(), &[("if-match", "\"9\"")], None)),
    ("get_milestones_calendar", |client, things| client.get(&format!("/v1/candidacies/{}/milestones.ics", things.candidacy))),
    ("update_milestone", |client, things| client.patch(&things.milestone(), "\"9\"", &json!({"date_inferred": true}))),
    ("create_my_calendar_feed", |client, _| client.send("POST", "/v1/me/calendar-feed", &[], None)),
    ("create_my_consent", |client, _| client.post("/v1/me/consents", &json!({"purpose": "directory_contact", "given": false}))),
    ("create_my_email_change", |client, _| {
        client.post("/v1/me/email-changes", &json!({"email": format!("{}@exemple.fr", new_uuid())}))
    }),
    ("create_my_export", |client, _| client.send("POST", "/v1/me/exports", &[], None)),
    ("create_claim_transition", |client, things| {
        client.post(&format!("/v1/claims/{}/transitions", things.claim), &json!({"to": "refused", "note": "Essai"}))
    }),
    ("create_import", |client, _| {
        let headers = [("content-type", "text/csv"), ("idempotency-key", &new_uuid()[..])];
        client.send("POST", "/v1/imports?mapping=essai", &headers, Some(b"nom;ville\nAtelier;Metz\n"))
    }),
    ("create_import_decision", |client, things| {
        client.post(&format!("/v1/imports/{}/decisions", things.import), &json!({"places": [1], "decision": "dismissed"}))
    }),
    ("create_import_mapping", |client, _| {
        let mapping = json!({"columns": [{"from": ["nom"], "to": "name"}], "defaults": {"kinds": ["association"]}});
        client.post(
            "/v1/import-mappings",
            &json!({"name": "essai", "source": {"system": "essai", "name": "Essai"}, "mapping": mapping}),
        )
    }),
    ("create_import_preview", |client, _| {
        client.send("POST", "/v1/import-previews", &[("content-type", "text/csv")], Some(b"nom;ville\nAtelier;Metz\n"))
    }),
    ("create_import_transition", |client, things| {
        client.post(&format!("/v1/imports/{}/transitions", things.import), &json!({"to": "cancelled"}))
    }),
    ("create_invitation", |client, _| {
        let email = format!("{}@exemple.fr", new_uuid());
        client.post("/v1/invitations", &json!({"email": email, "role": "agent", "totem_id": "metz"}))
    }),
    ("create_invitation_transition", |client, things| {
        client.post(&format!("/v1/invitations/{}/transitions", things.invitation), &json!({"to": "withdrawn"}))
    }),
    ("create_api_client", |client, _| client.post("/v1/api-clients", &json!({"name": "Essai", "scopes": ["directory:read"]}))),
    ("create_api_client (of a partner)", |client, _| {
        client.post("/v1/api-clients", &json!({"name": "Essai", "scopes": ["sync:read"], "test": true}))
    }),
    ("create_api_client_secret", |client, things| client.post(&format!("{}/secrets", things.api_client), &json!({}))),
    ("create_my_identity", |client, _| client.post("/v1/me/identities", &json!({"provider": "nobody"}))),
    ("create_my_notification_read", |client, _| client.post("/v1/me/notification-reads", &json!({"up_to": new_uuid()}))),
    ("create_my_passkey", |client, _| {
        client.post("/v1/me/passkeys", &json!({"challenge": "none", "credential": attestation(), "name": "Essai"}))
    }),
    ("create_my_passkey_challenge", |client, _| client.post("/v1/me/passkey-challenges", &json!({}))),
    ("create_my_recovery_codes", |client, _| client.post("/v1/me/recovery-codes", &json!({}))),
    ("create_my_saved_search", |client, _| {
        client.post("/v1/me/saved-searches", &json!({"name": "Essai", "query": {"kinds": ["fablab"]}}))
    }),
    ("create_my_totp", |client, _| client.post("/v1/me/totp", &json!({}))),
    ("create_my_totp_confirmation", |client, _| client.post("/v1/me/totp/confirmations", &json!({"code": "000000"}))),
    ("create_oauth_token", |client, _| client.form("/oauth/token", &[("grant_type", "client_credentials")])),
    ("create_oidc_authorization", |client, _| client.post("/v1/sessions/oidc/nobody", &json!({}))),
    ("create_oidc_session", |client, _| client.post("/v1/sessions/oidc/nobody/callback", &json!({"state": "x"}))),
    ("create_organization", |client, _| client.post("/v1/organizations", &json!({"name": "Atelier", "kinds": ["association"]}))),
    ("create_organization_claim", |client, things| {
        client.post(&format!("{}/claims", things.record), &json!({"message": "Essai"}))
    }),
    ("create_organization_confirmation", |client, things| client.post(&format!("{}/confirmations", things.record), &json!({}))),
    ("create_organization_merge", |client, things| {
        client.post("/v1/organizations/predict/merges", &json!({"duplicate_id": things.proposal.rsplit('/').next()}))
    }),
    ("create_organization_transition (published)", |client, things| {
        client.post(&format!("{}/transitions", things.proposal), &json!({"to": "published"}))
    }),
    ("create_organization_transition (suspended)", |client, _| {
        client.post("/v1/organizations/predict/transitions", &json!({"to": "suspended", "reason": "inaccurate"}))
    }),
    ("create_passkey_challenge", |client, _| client.post("/v1/sessions/passkey-challenges", &json!({}))),
    ("create_passkey_session", |client, _| {
        client.post("/v1/sessions/passkey", &json!({"challenge": "none", "credential": assertion()}))
    }),
    ("create_password_reset", |client, _| {
        client.post("/v1/accounts/password-resets", &json!({"email": format!("{}@exemple.fr", new_uuid())}))
    }),
    ("create_second_factor_session", |client, _| {
        client.post("/v1/sessions/second-factor", &json!({"challenge": "none", "proof": {"totp": "000000"}}))
    }),
    ("create_service_request", |client, _| client.post("/v1/service-requests", &question_from("quelqu.un@exemple.fr"))),
    ("create_service_request_assignment", |client, things| {
        client.post(&format!("/v1/service-requests/{}/assignments", things.request), &json!({}))
    }),
    ("create_service_request_document", |client, things| {
        send_file(client, &things.request, "a.pdf", "application/pdf", PDF, "&with_message=true")
    }),
    ("create_service_request_merge", |client, things| {
        let body = json!({"duplicate_id": things.request});
        client.post(&format!("/v1/service-requests/{}/merges", things.request), &body)
    }),
    ("create_service_request_message", |client, things| {
        client.post(&format!("/v1/service-requests/{}/messages", things.request), &json!({"body": "Bonjour"}))
    }),
    ("create_service_request_message (note among agents)", |client, things| {
        let note = json!({"body": "Note", "internal": true});
        client.post(&format!("/v1/service-requests/{}/messages", things.request), &note)
    }),
    ("create_service_request_satisfaction", |client, things| {
        client.post(&format!("/v1/service-requests/{}/satisfaction", things.request), &json!({"score": 4}))
    }),
    ("create_service_request_transition (cancelled)", |client, things| {
        client.post(&format!("/v1/service-requests/{}/transitions", things.request), &json!({"to": "cancelled"}))
    }),
    ("create_service_request_transition (rejected)", |client, things| {
        let refusal = json!({"to": "rejected", "reason": "out_of_scope"});
        client.post(&format!("/v1/service-requests/{}/transitions", things.request), &refusal)
    }),
    ("create_service_request_transition (triage)", |client, things| {
        client.post(&format!("/v1/service-requests/{}/transitions", things.request), &json!({"to": "triage"}))
    }),
    ("create_session", |client, _| client.post("/v1/sessions", &crate::harness::credentials("entrepreneur", "token"))),
    ("create_session_refresh", |client, _| client.post("/v1/sessions/refresh", &json!({"refresh_token": "of nobody"}))),
    ("create_startup", |client, _| client.post("/v1/startups", &json!({"name": "Pousse"}))),
    ("create_step_up", |client, _| client.post("/v1/sessions/current/step-up", &json!({"proof": {"password": "not this one"}}))),
    ("create_token_introspection", |client, _| client.form("/oauth/introspect", &[("token", "x")])),
    ("create_token_revocation", |client, _| client.form("/oauth/revoke", &[("token", "x")])),
    ("create_totem_service", |client, _| client.post("/v1/totems/metz/services", &service("Essai"))),
    ("create_totem_space", |client, _| client.post("/v1/totems/metz/spaces", &space())),
    ("create_unsubscription", |client, things| client.send("POST", &things.unsubscription, &[], None)),
    ("delete_api_client", |client, things| client.send("DELETE", &things.api_client, &[("if-match", "\"9\"")], None)),
    ("delete_person", |client, things| client.delete(&things.account)),
    ("delete_person_sessions", |client, things| client.delete(&format!("{}/sessions", things.account))),
    ("delete_current_session", |client, _| client.delete("/v1/sessions/current")),
    ("delete_me", |client, _| client.delete("/v1/me")),
    ("delete_my_calendar_feed", |client, _| client.delete("/v1/me/calendar-feed")),
    ("delete_my_draft", |client, _| client.delete("/v1/me/drafts/service_request")),
    ("delete_my_identity", |client, _| client.delete(&format!("/v1/me/identities/{}", new_uuid()))),
    ("delete_my_saved_search", |client, _| client.delete(&format!("/v1/me/saved-searches/{}", new_uuid()))),
    ("delete_my_session", |client, _| client.delete(&format!("/v1/me/sessions/{}", new_uuid()))),
    ("delete_my_sessions", |client, _| client.delete("/v1/me/sessions")),
    ("delete_my_passkey", |client, _| client.delete(&format!("/v1/me/passkeys/{}", new_uuid()))),
    ("delete_my_totp", |client, _| client.delete("/v1/me/totp")),
    ("delete_member", |client, things| client.delete(&format!("/v1/members/{}", things.member))),
    ("delete_organization_logo (published)", |client, things| {
        client.send("DELETE", &format!("{}/logo", things.record), &[("if-match", &things.etag)], None)
    }),
    ("delete_service_request_document", |client, things| {
        client.send("DELETE", &things.document(), &[("if-match", "\"2-requester\"")], None)
    }),
    ("get_person", |client, things| client.get(&things.account)),
    ("get_api_client", |client, things| client.get(&things.api_client)),
    ("get_api_catalog", |client, _| client.get("/.well-known/api-catalog")),
    ("get_catalog", |client, _| client.get("/v1/catalog")),
    ("get_authorization_server", |client, _| client.get("/.well-known/oauth-authorization-server")),
    ("get_candidacy", |client, things| client.get(&format!("/v1/candidacies/{}", things.candidacy))),
    ("get_label_programme", |client, _| client.get("/v1/label-programmes/capitales-french-tech")),
    ("get_wave_board", |client, _| client.get("/v1/waves/metropole-french-tech-vague-2/board")),
    ("get_wave_board_csv", |client, _| client.get("/v1/waves/metropole-french-tech-vague-2/board.csv")),
    ("get_jwks", |client, _| client.get("/.well-known/jwks.json")),
    ("get_claim", |client, things| client.get(&format!("/v1/claims/{}", things.claim))),
    ("get_import", |client, things| client.get(&format!("/v1/imports/{}", things.import))),
    ("get_logo", |client, _| client.get("/v1/logos/8b1a9953c4611296a827abf8c47804d7/64")),
    ("get_invitation", |client, things| client.get(&format!("/v1/invitations/{}", things.invitation))),
    ("get_me", |client, _| client.get("/v1/me")),
    ("create_project", |client, _| client.post("/v1/projects", &json!({"name": "Essai", "stage": "idea"}))),
    ("create_project_transition", |client, things| {
        client.post(&format!("{}/transitions", things.project), &json!({"to": "paused"}))
    }),
    ("create_project_transition (given up)", |client, things| {
        client.post(&format!("{}/transitions", things.project), &json!({"to": "abandoned"}))
    }),
    ("delete_project", |client, things| client.send("DELETE", &things.project, &[("if-match", "\"1-owner\"")], None)),
    ("get_project", |client, things| client.get(&things.project)),
    ("get_project_resources", |client, things| client.get(&format!("{}/resources", things.project))),
    ("get_totem_project_statistics", |client, _| client.get("/v1/totems/metz/project-statistics")),
    ("list_project_events", |client, things| client.get(&format!("{}/events", things.project))),
    ("list_projects", |client, _| client.get("/v1/projects")),
    ("list_projects (of a site)", |client, _| client.get("/v1/projects?totem_id=metz")),
    ("update_project", |client, things| client.patch(&things.project, "\"1-owner\"", &json!({"name": "Mieux dit"}))),
    ("get_booking", |client, things| client.get(&things.booking)),
    ("get_calendar_feed", |client, _| client.get("/v1/calendar-feeds/essai")),
    ("get_me_stream", |client, _| client.listen("/v1/me/stream").reply),
    ("get_my_second_factors", |client, _| client.get("/v1/me/second-factors")),
    ("get_my_draft", |client, _| client.get("/v1/me/drafts/service_request")),
    ("get_my_saved_search", |client, things| client.get(&things.saved_search)),
    ("get_my_calendar_feed", |client, _| client.get("/v1/me/calendar-feed")),
    ("get_my_export", |client, things| client.get(&things.export)),
    ("get_my_export_file", |client, things| client.get(&format!("{}/file", things.export))),
    ("get_my_notification_settings", |client, _| client.get("/v1/me/notification-settings")),
    ("get_objective", |client, things| client.get(&format!("/v1/objectives/{}", things.objective))),
    ("get_organization_suggestions", |client, _| client.get("/v1/organizations/suggest?q=univ")),
    ("get_organization (published)", |client, things| client.get(&things.record)),
    ("get_organization (proposal)", |client, things| client.get(&things.proposal)),
    ("get_organizations_csv", |client, _| client.get("/v1/organizations.csv?kinds=university")),
    ("get_organizations_geojson", |client, _| client.get("/v1/organizations.geojson?kinds=university")),
    ("get_organizations_ndjson", |client, _| client.get("/v1/organizations.ndjson?kinds=university")),
    ("get_organizations_table_schema", |client, _| client.get("/v1/organizations.schema.json")),
    ("get_service_request", |client, things| client.get(&format!("/v1/service-requests/{}", things.request))),
    ("get_service_request_document", |client, things| client.get(&things.document())),
    ("get_service_request_document_file", |client, things| client.get(&format!("{}/file", things.document()))),
    ("get_startup", |client, things| client.get(&format!("/v1/startups/{}", things.startup))),
    ("get_statistics", |client, _| client.get("/v1/statistics")),
    ("get_statistics_series", |client, _| client.get("/v1/statistics/series")),
    ("get_sync_snapshot", |client, _| client.get("/v1/sync/snapshot/organization")),
    ("create_sync_acks", |client, _| {
        client.post("/v1/sync/acks", &json!({"items": [{"kind": "organization", "id": new_uuid(), "modified": 1}]}))
    }),
    ("create_sync_conflict_transition", |client, _| {
        client.post(&format!("/v1/sync/conflicts/{}/transitions", new_uuid()), &json!({"to": "dismissed", "note": "Essai"}))
    }),
    ("create_proposal", |client, _| {
        let patch = json!({"website": "https://exemple.fr"});
        client.post("/v1/proposals", &json!({"target": new_uuid(), "base_revision": 1, "patch": patch, "reason": "Essai"}))
    }),
    ("create_proposal_transition", |client, things| {
        client.post(&format!("/v1/proposals/{}/transitions", things.region_proposal), &json!({"to": "withdrawn"}))
    }),
    ("get_proposal", |client, things| client.get(&format!("/v1/proposals/{}", things.region_proposal))),
    ("list_proposals", |client, _| client.get("/v1/proposals")),
    ("delete_sync_source", |client, _| client.delete(&format!("{SOURCE}?source_revision=2&reason=removed"))),
    ("update_sync_source", |client, _| {
        let body = json!({"source_revision": 1, "data": {"name": "Essai", "kinds": ["association"]}});
        client.send("PUT", SOURCE, &[("content-type", "application/json")], Some(body.to_string().as_bytes()))
    }),
    ("get_sync_state", |client, _| client.get("/v1/sync/state")),
    ("get_totem", |client, _| client.get("/v1/totems/metz")),
    ("get_totem_charter", |client, _| client.get("/v1/totems/metz/charter")),
    ("get_totem_service", |client, _| client.get("/v1/totems/metz/services/accompagnement")),
    ("get_totem_space", |client, _| client.get(ROOM)),
    ("get_totem_space_availability", |client, _| {
        client.get(&format!("{ROOM}/availability?from=2040-01-01T00:00:00Z&to=2040-01-31T00:00:00Z"))
    }),
    ("get_totem_space_calendar", |client, _| client.get(&format!("{ROOM}/calendar.ics"))),
    ("get_totem_statistics", |client, _| client.get("/v1/totems/metz/statistics")),
    ("get_unsubscription", |client, things| client.get(&things.unsubscription)),
    ("list_people", |client, _| client.get("/v1/people")),
    ("list_activities", |client, _| client.get("/v1/reference/activities")),
    ("list_audit_log", |client, _| client.get("/v1/audit-log")),
    ("list_api_clients", |client, _| client.get("/v1/api-clients")),
    ("list_candidacies", |client, _| client.get("/v1/candidacies")),
    ("list_candidacy_events", |client, things| client.get(&format!("/v1/candidacies/{}/events", things.candidacy))),
    ("list_label_programmes", |client, _| client.get("/v1/label-programmes")),
    ("list_claims", |client, _| client.get("/v1/claims")),
    ("list_communes", |client, _| client.get("/v1/reference/communes")),
    ("list_feed_items", |client, _| client.get("/v1/feeds/organization?limit=1")),
    ("list_import_mappings", |client, _| client.get("/v1/import-mappings")),
    ("get_import_results_csv", |client, things| client.get(&format!("/v1/imports/{}/results.csv", things.import))),
    ("get_import_results_ndjson", |client, things| client.get(&format!("/v1/imports/{}/results.ndjson", things.import))),
    ("list_organization_inverse_relations", |client, things| client.get(&format!("{}/inverse-relations", things.record))),
    ("list_import_results", |client, things| client.get(&format!("/v1/imports/{}/results", things.import))),
    ("list_imports", |client, _| client.get("/v1/imports")),
    ("list_invitations", |client, _| client.get("/v1/invitations?totem_id=metz")),
    ("list_legal_forms", |client, _| client.get("/v1/reference/legal-forms")),
    ("list_members", |client, _| client.get("/v1/members?totem_id=metz")),
    ("list_milestones", |client, things| client.get(&format!("/v1/candidacies/{}/milestones", things.candidacy))),
    ("list_my_identities", |client, _| client.get("/v1/me/identities")),
    ("list_my_consents", |client, _| client.get("/v1/me/consents")),
    ("list_bookings", |client, _| client.get("/v1/bookings")),
    ("list_bookings (of a site)", |client, _| client.get("/v1/bookings?totem_id=metz")),
    ("list_totem_spaces", |client, _| client.get("/v1/totems/metz/spaces")),
    ("list_my_exports", |client, _| client.get("/v1/me/exports")),
    ("list_my_notifications", |client, _| client.get("/v1/me/notifications")),
    ("list_my_organizations", |client, _| client.get("/v1/me/organizations")),
    ("list_my_personal_data", |client, _| client.get("/v1/me/personal-data")),
    ("list_my_saved_searches", |client, _| client.get("/v1/me/saved-searches")),
    ("list_my_sessions", |client, _| client.get("/v1/me/sessions")),
    ("list_nearby_organizations", |client, _| client.get("/v1/organizations/universite-de-lorraine/nearby")),
    ("list_objectives", |client, _| client.get("/v1/objectives")),
    ("list_oidc_providers", |client, _| client.get("/v1/sessions/oidc")),
    ("list_organization_history", |client, _| client.get("/v1/organizations/universite-de-lorraine/history")),
    ("list_organizations", |client, _| client.get("/v1/organizations")),
    ("list_reviews", |client, _| client.get("/v1/reviews")),
    ("list_service_request_documents", |client, things| {
        client.get(&format!("/v1/service-requests/{}/documents", things.request))
    }),
    ("list_service_request_duplicates", |client, things| {
        client.get(&format!("/v1/service-requests/{}/duplicates", things.request))
    }),
    ("list_service_request_events", |client, things| client.get(&format!("/v1/service-requests/{}/events", things.request))),
    ("list_service_request_messages", |client, things| client.get(&format!("/v1/service-requests/{}/messages", things.request))),
    ("list_service_requests", |client, _| client.get("/v1/service-requests")),
    ("list_sources", |client, _| client.get("/v1/reference/sources")),
    ("list_startups", |client, _| client.get("/v1/startups")),
    ("list_statistics_organizations", |client, _| client.get("/v1/statistics/organizations?limit=1")),
    ("list_sync_acks", |client, _| client.get("/v1/sync/acks")),
    ("list_sync_changes", |client, _| client.get("/v1/sync/changes?kind=organization&limit=1")),
    ("list_partners", |client, _| client.get("/v1/partners")),
    ("list_sync_conflicts", |client, _| client.get("/v1/sync/conflicts")),
    ("list_totem_statistics", |client, _| client.get("/v1/totems/statistics")),
    ("list_totem_agents", |client, _| client.get("/v1/totems/metz/agents")),
    ("list_totem_inbox", |client, _| client.get("/v1/totems/metz/inbox")),
    ("list_totem_services", |client, _| client.get("/v1/totems/metz/services")),
    ("list_totems", |client, _| client.get("/v1/totems")),
    ("update_api_client", |client, things| client.patch(&things.api_client, "\"9\"", &json!({"name": "Autre"}))),
    ("update_candidacy", |client, things| {
        client.patch(&format!("/v1/candidacies/{}", things.candidacy), "\"9\"", &json!({"territory": "Essai"}))
    }),
    ("update_me", |client, _| client.patch("/v1/me", "\"1\"", &json!({"language": "fr"}))),
    ("update_my_notification_settings", |client, _| {
        let change = json!({"settings": [{"kind": "request_received", "channel": "mail", "enabled": true}]});
        client.patch_with("/v1/me/notification-settings", &[], &change)
    }),
    ("update_totem_space", |client, things| client.patch(ROOM, &things.space.1, &json!({}))),
    ("update_my_draft", |client, _| {
        let draft = json!({"content": "Essai"}).to_string();
        client.send("PUT", "/v1/me/drafts/service_request", &[("content-type", "application/json")], Some(draft.as_bytes()))
    }),
    ("update_my_saved_search", |client, things| client.patch_with(&things.saved_search, &[], &json!({"name": "Essai"}))),
    ("update_my_password", |client, _| {
        let wrong = json!({"current_password": "not this one", "new_password": "brouette violon carafe"});
        client.send("PUT", "/v1/me/password", &[("content-type", "application/json")], Some(wrong.to_string().as_bytes()))
    }),
    ("update_organization (published)", |client, things| {
        client.patch(&things.record, &things.etag, &json!({"name": "Université de Lorraine"}))
    }),
    ("update_organization_logo (published)", |client, things| {
        send_logo(client, &things.record, &things.etag, "image/png", &picture(image::ImageFormat::Png, 64, 64))
    }),
    ("update_organization_logo (proposal)", |client, things| {
        send_logo(client, &things.proposal, "\"1-proposal\"", "image/png", &picture(image::ImageFormat::Png, 64, 64))
    }),
    ("update_organization (proposal)", |client, things| {
        client.patch(&things.proposal, "\"1-proposal\"", &json!({"name": "Proposition relue"}))
    }),
    ("update_totem", |client, _| {
        let path = "/v1/totems/metz";
        let etag = client.get(path).header("etag").unwrap_or("\"1\"").to_owned();
        client.patch(path, &etag, &json!({"opening_hours": []}))
    }),
    ("create_webhook", |client, _| {
        client.post("/v1/webhooks", &json!({"url": "https://receveur.test/", "types": ["organization.removed"]}))
    }),
    ("create_webhook_attempt", |client, things| {
        let id = things.webhook.rsplit('/').next().unwrap();
        client.post(&format!("{}/deliveries/{id}/attempts", things.webhook), &json!({}))
    }),
    ("create_webhook_recovery", |client, things| {
        client.post(&format!("{}/recoveries", things.webhook), &json!({"since": "2030-01-01T00:00:00Z"}))
    }),
    ("create_webhook_secret", |client, things| client.post(&format!("{}/secrets", things.webhook), &json!({}))),
    ("create_webhook_test", |client, things| client.post(&format!("{}/tests", things.webhook), &json!({}))),
    ("delete_webhook", |client, things| client.send("DELETE", &things.webhook, &[("if-match", "\"1\"")], None)),
    ("get_webhook", |client, things| client.get(&things.webhook)),
    ("list_webhook_deliveries", |client, things| client.get(&format!("{}/deliveries", things.webhook))),
    ("list_webhooks", |client, _| client.get("/v1/webhooks")),
    ("update_webhook", |client, things| client.patch(&things.webhook, "\"1\"", &json!({"types": ["organization.removed"]}))),
    ("update_totem_service", |client, _| {
        let path = "/v1/totems/metz/services/logistique";
        let etag = client.get(path).header("etag").unwrap_or("\"1\"").to_owned();
        client.patch(path, &etag, &json!({"capacity": 12}))
    }),
];

/// Operations that take no token: a machine client names itself in the request.
const BY_CLIENTS: [&str; 3] = ["create_oauth_token", "create_token_introspection", "create_token_revocation"];

/// The operation that a call is one of.
fn operation_of(call: &str) -> &str {
    call.split(' ').next().unwrap()
}

/// Every operation of the contract is called, and nothing else.
fn check_completeness() {
    let mut called: Vec<&str> = CALLS.iter().map(|(name, _)| operation_of(name)).collect();
    called.sort_unstable();
    called.dedup();
    let operations = operations();
    let known: Vec<&str> = operations.iter().map(|operation| operation.id.as_str()).collect();
    assert_eq!(called, known, "an operation of openapi.yaml has no call in tests/policy, or the other way round");
}
