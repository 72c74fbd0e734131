//! What most tests begin with.

use serde_json::{Value, json};

use crate::harness::{App, Client, Mail, Reply};

/// A request to the Totem of Metz, as an account sends it.
pub fn question() -> Value {
    question_to("metz")
}

pub fn question_to(totem: &str) -> Value {
    json!({
        "totem_id": totem,
        "service_id": "accompagnement",
        "subject": "Préparer une première levée",
        "body": "Nous sommes deux, nous avons un prototype et cherchons un regard extérieur.",
    })
}

/// The same as somebody without an account sends it.
pub fn question_from(email: &str) -> Value {
    let mut question = question();
    question["contact"] = json!({"name": "Dominique Exemple", "email": email});
    question
}

/// A service as a manager adds it.
pub fn service(name: &str) -> Value {
    json!({
        "family": "training", "name": {"fr": name}, "description": {"fr": "Une demi-journée pour essayer."},
        "languages": ["fr"], "response_target_days": 5,
    })
}

/// Has the demonstration's pilot name somebody as reviewer of this version of a dossier: the address of the review.
#[track_caller]
pub fn named(app: &App, version: &str, name: &str) -> String {
    let named = json!({"email": format!("{name}@demo.lorntech.example")});
    let review = app.token("pilot").post(&format!("{version}/reviews"), &named).expect(201);
    format!("/v1/dossier-reviews/{}", review.at("/id"))
}

/// A version of a dossier, and its review by the demonstration's entrepreneur: their addresses.
pub fn dossier_review(app: &App) -> (String, String) {
    let versions = "/v1/candidacies/french-tech-east/dossier-versions";
    let version = app.token("pilot").post(versions, &json!({})).expect(201);
    let version = format!("{versions}/{}", version.at("/id"));
    let review = named(app, &version, "entrepreneur");
    (version, review)
}

/// Sends a request; its id.
#[track_caller]
pub fn ask(client: &Client, question: &Value) -> String {
    client.post("/v1/service-requests", question).expect(201).at("/id").to_owned()
}

/// The address of a request, or of something below it.
pub fn path(id: &str, rest: &str) -> String {
    format!("/v1/service-requests/{id}{rest}")
}

/// Moves a request.
pub fn step(client: &Client, id: &str, to: &str) -> Reply {
    client.post(&path(id, "/transitions"), &json!({"to": to}))
}

/// Writes in a request.
pub fn say(client: &Client, id: &str, message: &Value) -> Reply {
    client.post(&path(id, "/messages"), message)
}

/// Moves a request of Metz to this state, as those would whose part it is.
#[track_caller]
pub fn bring_to(requester: &Client, agent: &Client, id: &str, status: &str) {
    let way: &[(&Client, &str)] = match status {
        "submitted" => &[],
        "triage" => &[(agent, "triage")],
        "assigned" => &[(agent, "assigned")],
        "in_progress" => &[(agent, "assigned"), (agent, "in_progress")],
        "waiting_requester" => &[(agent, "assigned"), (agent, "in_progress"), (agent, "waiting_requester")],
        "answered" => &[(agent, "assigned"), (agent, "in_progress"), (agent, "answered")],
        "closed" => &[(agent, "assigned"), (agent, "in_progress"), (agent, "answered"), (requester, "closed")],
        "cancelled" => &[(requester, "cancelled")],
        other => panic!("no way to {other}"),
    };
    for (client, to) in way {
        step(client, id, to).expect(201);
    }
    if status == "rejected" {
        agent.post(&path(id, "/transitions"), &json!({"to": "rejected", "reason": "out_of_scope"})).expect(201);
    }
}

/// A confirmed request of somebody without an account: its id, and the client that holds the link.
pub fn confirmed(app: &App, email: &str) -> (String, Client) {
    let id = ask(&app.anonymous(), &question_from(email));
    let holder = app.holder(&first_mail(app, email));
    step(&holder, &id, "submitted").expect(201);
    (id, holder)
}

/// The mail with the link that confirms a request.
pub fn first_mail(app: &App, email: &str) -> Mail {
    app.mail("the mail with the link arrives", |mail| mail.is_to(email) && mail.subject.starts_with("Confirmez"))
}

/// A proposal for the directory; its address.
#[track_caller]
pub fn propose(client: &Client, name: &str) -> String {
    let reply = client.post("/v1/organizations", &json!({"name": name, "kinds": ["association"]})).expect(201);
    format!("/v1/organizations/{}", reply.at("/id"))
}

/// The id and the current ETag of the published record with this slug.
pub fn published(client: &Client) -> (String, String) {
    let reply = client.get("/v1/organizations/universite-de-lorraine").expect(200);
    (format!("/v1/organizations/{}", reply.at("/id")), reply.etag().to_owned())
}

/// An open invitation to work at Metz.
pub fn invitation_to_metz(app: &App) -> String {
    app.sql_value(
        "insert into invitations (id, email, role, totem_id, status, expires_at) select gen_random_uuid(), \
         gen_random_uuid() || '@exemple.fr', 'agent', id, 'pending', now() + interval '1 day' from totems where slug = 'metz' \
         returning id",
    )
}

/// The right of somebody who works at Metz.
pub fn right_at_metz(app: &App) -> String {
    app.sql_value(
        "with colleague as (insert into accounts (id, email, name, language, password_hash) select gen_random_uuid(), \
         gen_random_uuid() || '@exemple.fr', 'Collègue', 'fr', '' returning id) \
         insert into grants (account_id, role, totem_id) select c.id, 'agent', t.id from colleague c, totems t \
         where t.slug = 'metz' returning id",
    )
}

/// A webhook of the entrepreneur, which has sent something: its path.
pub fn webhook(app: &App) -> String {
    let id = app.sql_value(
        "with made as (insert into webhooks (id, account_id, url, types, secret, status) select gen_random_uuid(), id, \
         'https://receveur.test/', '{organization.updated}', '', 'active' from accounts where email = 'entrepreneur@demo.lorntech.example' \
         returning id), sent as (insert into webhook_deliveries (id, webhook_id, event_id, type, kind, record_id, event_revision, \
         occurred_at, next_attempt_at, status) select id, id, id, 'organization.updated', 'organization', id, 1, now(), now(), 'delivered' \
         from made) select id from made",
    );
    format!("/v1/webhooks/{id}")
}

/// A claim of the entrepreneur that waits for a moderator.
pub fn claim(app: &App) -> String {
    app.sql_value(
        "insert into organization_claims (id, organization_id, account_id, email, message, status) select gen_random_uuid(), o.id, a.id, \
         a.email, 'Essai', 'pending_review' from organizations o, accounts a where o.slug = 'predict' \
         and a.email = 'entrepreneur@demo.lorntech.example' on conflict (organization_id, account_id) \
         where status in ('awaiting_proof', 'pending_review') do update set email = excluded.email returning id",
    )
}

/// A proposal of Luxembourg that waits.
pub fn proposal(app: &App) -> String {
    app.sql_value(
        "insert into proposals (id, target_id, authority, base_revision, patch, before, reason) select gen_random_uuid(), id, 'lu', 1, \
         '{\"legal_name\": \"Essai\"}', '{}', 'Essai' from organizations where slug = 'predict' \
         on conflict (target_id, authority) where status = 'open' do update set reason = excluded.reason returning id",
    )
}

/// An answer template of Metz: its path and its ETag.
pub fn template(app: &App, name: &str) -> (String, String) {
    let template = json!({"name": name, "body": "Bonjour {{contact_name}}, merci.", "language": "fr"});
    let kept = app.token("agent-metz").post("/v1/totems/metz/answer-templates", &template).expect(201);
    (format!("/v1/totems/metz/answer-templates/{}", kept.at("/id")), kept.etag().to_owned())
}

/// A draft of the jobs of some day: its path and its ETag.
pub fn observation(app: &App) -> (String, String) {
    let day = app.sql_value("select (date '1950-01-01' + (random() * 20000)::int)::text");
    let draft = app.token("pilot").post(JOBS, &jobs(&day, 11_000.0)).expect(201);
    (format!("/v1/observations/{}", draft.at("/id")), draft.etag().to_owned())
}

pub const JOBS: &str = "/v1/indicators/emplois-numeriques/observations";

/// A value of a day, as a pilot writes it down.
pub fn jobs(day: &str, value: f64) -> Value {
    json!({"date": {"on": day}, "value": value, "source": {"title": "Enquête de démonstration", "publisher": "Essai"}})
}

/// What was promised, as a pilot writes it down.
pub fn promise(name: &str) -> Value {
    let source = json!({"title": "Feuille de route", "publisher": "Essai"});
    json!({
        "name": {"fr": name}, "indicator_id": "emplois-numeriques",
        "announcement": {"words": {"fr": "Un quart en plus"}, "announced": {"on": "2020-01-01"}, "source": source},
        "targets": [{"type": "percent", "value": 25, "horizon_years": 5, "words": {"fr": "+25 %"}, "source": source}],
    })
}

/// What is to be counted, as a pilot writes it down.
pub fn indicator(name: &str) -> Value {
    let text = json!({"fr": name});
    json!({"measure": "stock", "definition": {"name": text, "unit": text, "perimeter": text, "method": text}})
}

/// A search that the entrepreneur has saved.
pub fn saved_search(app: &App) -> String {
    app.sql_value(
        "insert into saved_searches (id, account_id, name, query, known_until, next_look_at, told_at) select gen_random_uuid(), id, 'Essai', \
         '{\"kinds\": [\"fablab\"], \"near\": \"49.1193,6.1757\", \"radius_km\": 20.0}', now(), now() + interval '1 day', now() \
         from accounts where email = 'entrepreneur@demo.lorntech.example' returning id",
    )
}

/// A project of the entrepreneur that Metz accompanies, at the stage of the idea.
pub fn project(app: &App) -> String {
    app.sql_value(
        "with made as (insert into projects (id, owner_id, name, summary, stage, needs, totem_id, commune_code) \
         select gen_random_uuid(), a.id, 'Essai', 'Un essai', 'idea', array['coaching', 'prototyping'], t.id, '57463' \
         from accounts a, totems t where a.email = 'entrepreneur@demo.lorntech.example' and t.slug = 'metz' returning id) \
         insert into project_events (id, project_id, occurred_on, recorded_at, party, to_stage, to_status, note) \
         select gen_random_uuid(), id, current_date, now(), 'owner', 'idea', 'active', 'Un début' from made returning project_id",
    )
}

/// A booking of the entrepreneur at Metz, of a day that is far away and of nobody else.
pub fn booking(app: &App) -> String {
    app.sql_value(
        "insert into bookings (id, space_id, totem_id, unit, during, account_id, contact_name, contact_email, contact_language, terms) \
         select gen_random_uuid(), s.id, s.totem_id, 1, tstzrange(d.day, d.day + interval '1 hour'), a.id, a.name, a.email, 'fr', \
         jsonb_build_object('price', s.price, 'cancel_minutes', 60, 'late_cancellation', 'ask_site') from spaces s, accounts a, \
         (select coalesce(max(upper(during)), '2040-01-02 09:00Z') + interval '1 day' as day from bookings) d \
         where s.slug = 'salle-de-demonstration' and a.email = 'entrepreneur@demo.lorntech.example' returning id",
    )
}

/// The space of the demonstration that has one unit.
pub const ROOM: &str = "/v1/totems/metz/spaces/salle-de-demonstration";

/// A space to be.
pub fn space() -> Value {
    json!({
        "kind": "desk", "name": {"fr": "Essai"}, "units": 1, "price": {"basis": "on_request"}, "opening_hours": [],
        "rules": {"shortest_minutes": 30, "longest_minutes": 240, "notice_minutes": 0, "horizon_days": 30, "cancel_minutes": 60,
            "late_cancellation": "ask_site", "open_on_holidays": true},
    })
}

/// An import that nobody works off, with a result, of the moderator.
pub fn queued_import(app: &App) -> String {
    app.sql_value(
        "with mapping as (insert into import_mappings (name, source, mapping) values ('essai', '{\"system\": \"essai\", \"name\": \"Essai\"}', \
         '{\"columns\": [{\"from\": [\"nom\"], \"to\": \"name\"}], \"defaults\": {\"kinds\": [\"association\"]}}') on conflict do nothing), \
         import as (insert into imports (id, file_name, status, dry_run, attended, source, mapping, format, size, created_by, done_lines, error) \
         select gen_random_uuid(), 'essai.csv', 'queued', true, true, '{\"system\": \"essai\", \"name\": \"Essai\"}', '{\"columns\": []}', \
         '{\"shape\": \"csv\", \"encoding\": \"utf-8\", \"separator\": \";\", \"header\": true}', 10, id, 1, 1 from accounts \
         where email = 'moderator@demo.lorntech.example' returning id), \
         result as (insert into import_results (import_id, place, line, outcome, name, external_id, problem) select id, 1, 2, 'error', '', '', \
         '{\"code\": \"invalid_line\", \"errors\": [{\"member\": \"name\", \"column\": \"nom\", \"value\": \"\", \"code\": \"required\"}]}' from import) \
         select id from import",
    )
}

/// A dry run of the moderator whose line may be a record that is there already; it shows that, and nothing is decided of it.
pub fn doubtful_import(app: &App) -> String {
    let import = queued_import(app);
    app.sql(&format!(
        "with source as (insert into sources (system, name, publisher, licence, attribution) values ('essai', 'Essai', 'Essai', 'CC0', 'Essai') \
         on conflict do nothing), counted as (update imports set error = 0, conflict = 1, undecided = 1 where id = '{import}') \
         update import_results set outcome = 'conflict', name = 'Atelier', external_id = '{import}', digest = '\\x00', \
         problem = '{{\"code\": \"possible_duplicate\", \"particulars\": [\"Atelier\"]}}', record = jsonb_build_object('external_id', '{import}', \
         'name', 'Atelier', 'alternate_names', '[]'::jsonb, 'kinds', '[\"association\"]'::jsonb, 'sectors', '[]'::jsonb, \
         'territory', 'fr-lorraine', 'country', 'FR', 'identifiers', '[]'::jsonb) where import_id = '{import}'"
    ));
    import
}

/// A picture whose left half is red and whose right half is blue.
pub fn picture(format: image::ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let picture =
        image::RgbImage::from_fn(width, height, |x, _| image::Rgb(if x < width / 2 { [220, 20, 20] } else { [20, 20, 220] }));
    let mut bytes = std::io::Cursor::new(vec![]);
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Sends a file with a request; `more` stands behind its name in the query.
pub fn send_file(client: &Client, id: &str, name: &str, media_type: &str, bytes: &[u8], more: &str) -> Reply {
    let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let address = path(id, &format!("/documents?name={name}{more}"));
    client.send("POST", &address, &[("content-type", media_type)], Some(bytes))
}

/// The smallest file that is one.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Sends a small PDF; its address.
#[track_caller]
pub fn send_pdf(client: &Client, id: &str, name: &str, more: &str) -> String {
    send_file(client, id, name, "application/pdf", PDF, more).expect(201).header("location").unwrap().to_owned()
}

/// Sends a logo.
pub fn send_logo(client: &Client, record: &str, etag: &str, media_type: &str, bytes: &[u8]) -> Reply {
    client.send("PUT", &format!("{record}/logo"), &[("content-type", media_type), ("if-match", etag)], Some(bytes))
}
