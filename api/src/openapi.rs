//! The OpenAPI document: collected from the handlers, completed with what holds for all of them.

mod errors;
mod examples;
mod routes;

use std::{collections::BTreeMap, fmt::Debug, sync::LazyLock};

use actix_web::http::Method;
use utoipa::{
    OpenApi, PartialSchema,
    openapi::{
        Components, HttpMethod, KnownFormat, PathItem, Paths, Ref, RefOr, Required, ResponseBuilder, Schema, SchemaFormat,
        header::{Header, HeaderBuilder},
        path::{Operation as Described, Parameter, ParameterBuilder, ParameterIn},
        schema::{ArrayItems, ObjectBuilder, Type},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

pub use self::routes::ServiceConfig;
use self::{errors::Form, routes::Descriptions};
use crate::{
    auth::policy::{self, Who},
    http::{Limit, problem::ProblemDocument},
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "LORnTECH",
        version = "1.0.0",
        description = "The digital platform of the Lorraine tech ecosystem: the directory of who does what and where, the four \
            Totem sites and what can be asked of them, the label candidacy and its objectives.\n\n\
            Lists are keyset pages; every resource has an `ETag`; every error is a problem document (RFC 9457) whose `code` \
            never changes. New members and enum values may be added at any time.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2"),
        contact(name = "LORnTECH", url = "https://github.com/lorntech"),
    ),
    servers((url = "/", description = "This service")),
    tags(
        (name = "directory", description = "Who does what and where"),
        (name = "statistics", description = "The ecosystem at a glance"),
        (name = "totems", description = "The four sites and their services"),
        (name = "spaces", description = "Desks, rooms and machines of the sites, and their bookings"),
        (name = "service requests", description = "Ask a Totem and follow the answer"),
        (name = "projects", description = "The path of an entrepreneur, from talent to international"),
        (name = "candidacy", description = "The label file and its milestones"),
        (name = "objectives", description = "What was promised, in its own words"),
        (name = "identity", description = "Accounts and sign-in"),
        (name = "webhooks", description = "Being told what has changed"),
        (name = "reference", description = "Code lists and sources"),
        (name = "sync", description = "Feeds, snapshots and digests for whoever keeps copies"),
    ),
    components(schemas(ProblemDocument)),
)]
struct Base;

/// One operation of the document.
#[derive(Clone, Debug)]
pub struct Operation {
    pub id: String,
    pub method: Method,
    pub path: String,
}

/// The whole document, from the service's own routes; no database is needed.
pub fn document() -> utoipa::openapi::OpenApi {
    let (mut document, mut descriptions) = (Base::openapi(), Descriptions::default());
    crate::routes::api(&mut ServiceConfig::Described(&mut descriptions));
    descriptions.fill(&mut document);
    let components = document.components.get_or_insert_default();
    let cookie =
        ApiKey::Cookie(ApiKeyValue::with_description("__Host-lorntech", "The session of the site, from `POST /v1/sessions`"));
    components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "An access token from `POST /v1/sessions` with `mode: token`, or the token of a link from a mail about a request",
    ));
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer.build()));
    let client = HttpBuilder::new().scheme(HttpAuthScheme::Basic).description(Some("Id and secret of a machine client"));
    components.add_security_scheme("client", SecurityScheme::Http(client.build()));
    components.headers = HEADERS.iter().map(|(name, header)| ((*name).to_owned(), RefOr::T(header()))).collect();
    components.examples = errors::examples();
    name_pages(components);
    let schemas = components.schemas.clone();
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in slots(item) {
            complete(path, &method, operation);
            exemplify(operation, &schemas);
        }
    }
    document
}

/// Every operation of the document, without making it.
pub fn operations() -> Vec<Operation> {
    let mut paths = Paths::new();
    crate::routes::api(&mut ServiceConfig::Listed(&mut paths));
    let of_path = |(path, mut item): (String, PathItem)| -> Vec<_> {
        let named = |(method, operation): (HttpMethod, &mut Described)| {
            let id = operation.operation_id.take().unwrap_or_default();
            Operation { id, method: actix_method(&method), path: path.clone() }
        };
        slots(&mut item).into_iter().map(named).collect()
    };
    paths.paths.into_iter().flat_map(of_path).collect()
}

fn slots(item: &mut PathItem) -> Vec<(HttpMethod, &mut Described)> {
    [
        (HttpMethod::Get, item.get.as_mut()),
        (HttpMethod::Put, item.put.as_mut()),
        (HttpMethod::Post, item.post.as_mut()),
        (HttpMethod::Patch, item.patch.as_mut()),
        (HttpMethod::Delete, item.delete.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| operation.map(|operation| (method, operation)))
    .collect()
}

fn actix_method(method: &HttpMethod) -> Method {
    match method {
        HttpMethod::Put => Method::PUT,
        HttpMethod::Post => Method::POST,
        HttpMethod::Patch => Method::PATCH,
        HttpMethod::Delete => Method::DELETE,
        _ => Method::GET,
    }
}

type MakeHeader = fn() -> Header;

/// Headers of answers.
const HEADERS: &[(&str, MakeHeader)] = &[
    ("Content-Language", || text_header("The language of `title` and `detail`: fr, de or en.")),
    ("ETag", || text_header("The version of this representation, for `If-Match` and `If-None-Match`.")),
    ("Idempotency-Replayed", || text_header("`true` when this is the stored answer of an earlier request with the same key.")),
    ("Link", || {
        text_header(
            "`rel=\"next\"`: the address of the next page; absent on the last one. Of feeds, `rel=\"restart\"`: where to start anew.",
        )
    }),
    ("Location", || text_header("The address of what was made or changed.")),
    ("Retry-After", || {
        let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0));
        HeaderBuilder::new().schema(Some(seconds)).description(Some("Seconds to wait before the next attempt.")).build()
    }),
    ("Set-Cookie", || text_header("The session cookie of the site, set or removed.")),
    ("WWW-Authenticate", || text_header("How to sign in.")),
    ("X-Request-Id", || {
        let id = ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)));
        HeaderBuilder::new().schema(Some(id)).description(Some("The id of this request.")).build()
    }),
];

fn text_header(description: &str) -> Header {
    HeaderBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::String))).description(Some(description)).build()
}

const GENERIC_PAGE: &str = "Listing_";

/// Gives the pages of lists names of their own, and their items by reference: a generic type repeats them in full.
fn name_pages(components: &mut Components) {
    let names: Vec<String> = components.schemas.keys().filter(|name| name.starts_with(GENERIC_PAGE)).cloned().collect();
    for name in names {
        let item = name.trim_start_matches(GENERIC_PAGE);
        let Some(mut page) = components.schemas.remove(&name) else { continue };
        if let RefOr::T(Schema::Object(object)) = &mut page
            && let Some(RefOr::T(Schema::Array(items))) = object.properties.get_mut("items")
        {
            items.items = ArrayItems::RefOrSchema(Box::new(Ref::from_schema_name(item).into()));
        }
        components.schemas.insert(format!("{item}Page"), page);
    }
}

/// What follows from an operation's form: who may call it, which headers it takes, which errors it can give.
fn complete(path: &str, method: &HttpMethod, operation: &mut Described) {
    let id = operation.operation_id.clone().unwrap_or_default();
    let who = policy::of(&id).unwrap_or(Who::Account);
    let (session, bearer) = (SecurityRequirement::new("session", [""; 0]), SecurityRequirement::new("bearer", [""; 0]));
    operation.security = Some(match who {
        Who::Anyone | Who::Reader(_) => vec![SecurityRequirement::default(), session, bearer],
        Who::Partner(_) => vec![bearer],
        // The client may also name itself in the form.
        Who::Client => vec![SecurityRequirement::default(), SecurityRequirement::new("client", [""; 0])],
        Who::Concerned | Who::Subscriber | Who::Party(_) | Who::Account | Who::Enrolling => vec![session, bearer],
    });
    let parameters = operation.parameters.get_or_insert_default();
    let mut is_in = |place: ParameterIn| {
        parameters.iter_mut().any(|parameter| matches!(parameter, RefOr::T(parameter) if parameter.parameter_in == place))
    };
    let (path_parameters, query_parameters) = (is_in(ParameterIn::Path), is_in(ParameterIn::Query));
    let mut is_paged = false;
    for parameter in &mut *parameters {
        if let RefOr::T(parameter) = parameter {
            is_paged |= parameter.name == "cursor";
            describe(parameter);
        }
    }
    // Secrets go in or out there, and what there is belongs to the caller alone: neither keys nor versions.
    let is_own =
        path == "/v1/me" || ["/v1/accounts", "/v1/me/", "/v1/people", "/v1/sessions"].iter().any(|start| path.starts_with(start));
    let shows_no_secret = [
        "update_me",
        "update_my_notification_settings",
        "create_my_consent",
        "create_my_export",
        "create_my_saved_search",
        "update_my_draft",
        "update_my_saved_search",
    ]
    .contains(&id.as_str());
    let reads_or_edits = *method == HttpMethod::Get || shows_no_secret;
    let is_oauth = path.starts_with("/oauth/");
    let shows_secret = (is_own && !reads_or_edits)
        || is_oauth
        || matches!(id.as_str(), "create_api_client" | "create_api_client_secret" | "create_webhook" | "create_webhook_secret");
    let is_stream = operation
        .responses
        .responses
        .values()
        .any(|response| matches!(response, RefOr::T(response) if response.content.contains_key("text/event-stream")));
    let form = Form {
        id: &id,
        method,
        who,
        path_parameters,
        query_parameters,
        is_paged,
        is_stream,
        has_body: operation.request_body.is_some(),
        has_json: matches!(&operation.request_body, Some(RefOr::T(body)) if body.content.keys().any(|kind| kind.ends_with("json"))),
        // A preview stores nothing that a retry could repeat.
        takes_key: matches!(method, HttpMethod::Post | HttpMethod::Patch) && !shows_secret && id != "create_import_preview",
        refuses_key: *method != HttpMethod::Get && shows_secret && id != "create_token_introspection",
        needs_if_match: matches!(method, HttpMethod::Put | HttpMethod::Patch | HttpMethod::Delete)
            && !is_own
            // A right is given and withdrawn, and never changed; so is a signature. A region's own revisions decide.
            && !matches!(id.as_str(), "delete_sync_source" | "update_sync_source" | "delete_member" | "delete_candidacy_supporter"),
        // Below a record: it changes that record.
        may_take_if_match: id == "update_my_draft"
            || *method == HttpMethod::Post
            && path_parameters
            && !matches!(
                id.as_str(),
                "create_unsubscription" | "create_totem_space" | "create_answer_template" | "create_webhook_attempt"
            )
            // They stand beside what a record says of itself, and are added whatever that is.
            && !matches!(
                id.as_str(),
                "create_milestone"
                    | "create_candidacy_evidence"
                    | "create_candidacy_evidence_file"
                    | "create_candidacy_recommendation"
                    | "create_candidacy_supporter"
                    | "create_dossier_review"
                    | "create_dossier_version"
                    | "create_label_call"
                    | "create_wave"
                    | "create_wave_fact"
            ),
    };
    if form.needs_if_match {
        parameters.push(request_header(
            "If-Match",
            Required::True,
            "The `ETag` of the version that is changed; its revision is compared.",
            "\"3-public\"",
        ));
    }
    if form.may_take_if_match {
        parameters.push(request_header(
            "If-Match",
            Required::False,
            "The `ETag` of the record as it was read: refused with 412 when the record has another revision by now. Without it \
            whichever version there is, is changed.",
            "\"3-agent\"",
        ));
    }
    if form.takes_key {
        parameters.push(request_header(
            "Idempotency-Key",
            Required::False,
            "Makes a retry the same request: the first answer is given again for 24 hours. Visible ASCII characters; \
            without an account it must be a UUID.",
            examples::ID,
        ));
    }
    let is_file = matches!(
        id.as_str(),
        "get_calendar_feed"
            | "get_api_catalog"
            | "get_catalog"
            | "get_import_results_csv"
            | "get_import_results_ndjson"
            | "get_my_export_file"
            | "get_totem_space_calendar"
            | "get_service_request_document_file"
            | "get_candidacy_evidence_file"
            | "get_dossier_version_evidence_file"
            | "get_organizations_csv"
            | "get_organizations_geojson"
            | "get_organizations_ndjson"
            | "get_sync_snapshot"
    );
    let has_tag = (!is_own || reads_or_edits) && !is_stream && !is_oauth && !is_file;
    if *method == HttpMethod::Get && has_tag {
        // Without bounds: what cannot be read matches nothing, and the page is answered.
        let any = ObjectBuilder::new().schema_type(Type::String);
        let known = ParameterBuilder::new()
            .name("If-None-Match")
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some("The `ETag` of the version that is known, or several; one that cannot be read matches nothing."))
            .schema(Some(any))
            .example(Some("\"3-public\"".into()));
        parameters.push(RefOr::T(known.build()));
        let unchanged = ResponseBuilder::new().description("Unchanged: `If-None-Match` names this version.");
        operation.responses.responses.insert("304".to_owned(), RefOr::T(unchanged.build()));
    }
    operation.responses.responses.extend(form.responses());
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        for content in response.content.values_mut() {
            if let RefOr::T(content) = content
                && let Some(RefOr::Ref(reference)) = &mut content.schema
                && let Some((_, item)) = reference.ref_location.split_once(GENERIC_PAGE)
            {
                *reference = Ref::from_schema_name(format!("{item}Page"));
            }
        }
        let good = status.starts_with('2') || status == "304";
        let carried = [
            ("X-Request-Id", true),
            ("ETag", good && has_tag),
            (
                "Link",
                (status == "200" && is_paged)
                    || status == "410" && matches!(id.as_str(), "list_feed_items" | "list_sync_changes"),
            ),
            ("Location", status == "201" && has_tag),
            ("Idempotency-Replayed", good && form.takes_key),
            ("Set-Cookie", good && (path.starts_with("/v1/sessions") || id == "delete_me")),
            ("Content-Language", !good),
            ("Retry-After", matches!(status.as_str(), "429" | "503")),
            (
                "WWW-Authenticate",
                status == "401"
                    || (status == "403" && matches!(who, Who::Reader(_) | Who::Partner(_) | Who::Party(_) | Who::Subscriber)),
            ),
        ];
        for (name, _) in carried.into_iter().filter(|(_, carried)| *carried) {
            let reference = Ref::new(format!("#/components/headers/{name}"));
            response.headers.insert(name.to_owned(), RefOr::Ref(reference));
        }
    }
}

/// What is the same wherever a parameter of this name stands.
fn describe(parameter: &mut Parameter) {
    match (&parameter.parameter_in, parameter.name.as_str()) {
        (ParameterIn::Query, "limit") => {
            // Unless it has bounds of its own.
            if !matches!(&parameter.schema, Some(RefOr::T(Schema::Object(object))) if object.maximum.is_some()) {
                parameter.schema = Some(Limit::schema());
            }
            parameter.description.get_or_insert_with(|| "How many items a page holds.".to_owned());
        }
        (ParameterIn::Query, "cursor") => {
            let cursor = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(1000));
            parameter.schema = Some(cursor.pattern(Some("^[A-Za-z0-9_-]+$")).into());
            parameter
                .description
                .get_or_insert_with(|| "`next_cursor` of the page before; it is worth nothing with other filters.".to_owned());
        }
        (ParameterIn::Path, name) => {
            if let Some(RefOr::T(Schema::Object(object))) = &mut parameter.schema {
                let pattern = if name == "token" { "^[A-Za-z0-9_-]+$" } else { crate::ids::SLUG };
                (object.min_length, object.pattern) = (Some(1), Some(pattern.to_owned()));
                object.max_length.get_or_insert(crate::ids::SLUG_LENGTH);
            }
        }
        _ => {}
    }
}

fn request_header(name: &str, required: Required, description: &str, example: &str) -> RefOr<Parameter> {
    let schema =
        ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(128)).pattern(Some("^[!-~]+$"));
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(required)
        .description(Some(description))
        .schema(Some(schema))
        .example(Some(example.into()));
    RefOr::T(parameter.build())
}

/// Puts an example beside each body.
fn exemplify(operation: &mut Described, schemas: &BTreeMap<String, RefOr<Schema>>) {
    let asked = operation.request_body.iter_mut().filter_map(|body| match body {
        RefOr::T(body) => Some(body.content.values_mut()),
        RefOr::Ref(_) => None,
    });
    let good = operation.responses.responses.iter_mut().filter(|(status, _)| status.starts_with('2'));
    let answered = good.filter_map(|(_, response)| match response {
        RefOr::T(response) => Some(response.content.values_mut()),
        RefOr::Ref(_) => None,
    });
    for content in asked.flatten().chain(answered.flatten()) {
        if let RefOr::T(content) = content {
            let stated = content.example.take();
            content.example = stated.or_else(|| content.schema.as_ref().and_then(|schema| examples::of(schema, schemas)));
        }
    }
}

/// In which notation the document is printed.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Format {
    Yaml,
    Json,
}

impl Format {
    /// The document in this notation, written when it is first asked for: most processes never are.
    pub fn text(self) -> &'static str {
        static YAML: LazyLock<String> = LazyLock::new(|| written(document().to_yaml()));
        static JSON: LazyLock<String> = LazyLock::new(|| written(document().to_pretty_json()));
        match self {
            Self::Yaml => &YAML,
            Self::Json => &JSON,
        }
    }
}

#[expect(clippy::expect_used, reason = "the tests write the same document from the same code")]
fn written<E: Debug>(text: Result<String, E>) -> String {
    text.expect("a document of plain maps and texts")
}

pub fn print(format: Format) {
    println!("{}", format.text().trim_end());
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, fs, path::Path};

    use serde_json::Value;

    use super::*;

    const VERBS: [&str; 5] = ["list", "get", "create", "update", "delete"];

    fn document_json() -> Value {
        serde_json::to_value(document()).expect("JSON")
    }

    /// Calls `look` with each operation and where it stands.
    fn each_operation(document: &Value, mut look: impl FnMut(&str, &str, &Value)) {
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("operations") {
                look(&format!("{method} {path}"), path, operation);
            }
        }
    }

    /// The sources, without their tests.
    fn sources() -> Vec<String> {
        fn collect(folder: &Path, found: &mut Vec<String>) {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    collect(&path, found);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let text = fs::read_to_string(&path).expect("a source");
                    found.push(text.split("#[cfg(test)]").next().unwrap_or_default().to_owned());
                }
            }
        }
        let mut found = vec![];
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        found
    }

    /// What the documentation of each handler says, and its signature.
    fn handlers() -> Vec<(String, String)> {
        let sources = sources();
        let parts = sources.iter().flat_map(|source| source.split("#[utoipa::path(").skip(1));
        parts
            .map(|part| {
                let (said, rest) = part.split_once("pub async fn ").expect("a handler below its documentation");
                (said.to_owned(), rest.split_once(" -> ").expect("an answer").0.to_owned())
            })
            .collect()
    }

    #[test]
    fn each_operation_has_an_id_a_summary_a_tag_and_each_part_of_its_path_as_a_parameter() {
        let mut ids = HashSet::new();
        each_operation(&document_json(), |at, path, operation| {
            assert!(ids.insert(operation["operationId"].as_str().expect("an id").to_owned()), "{at}: id stands twice");
            for member in ["summary", "description"] {
                assert!(operation[member].as_str().is_some_and(|text| !text.is_empty()), "{at}: {member}");
            }
            assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{at}: tag");
            assert!(operation["security"].as_array().is_some_and(|all| !all.is_empty()), "{at}: security");
            for part in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
                let named = |p: &Value| p["name"] == part && p["in"] == "path";
                assert!(operation["parameters"].as_array().is_some_and(|all| all.iter().any(named)), "{at}: {part}");
            }
        });
    }

    #[test]
    fn an_operations_id_is_its_handlers_name_a_verb_and_a_resource() {
        let mut handlers: HashSet<String> =
            handlers().iter().map(|(_, signature)| signature.split('(').next().unwrap_or_default().to_owned()).collect();
        each_operation(&document_json(), |at, _, operation| {
            let id = operation["operationId"].as_str().expect("an id");
            let (verb, resource) = id.split_once('_').expect("a verb and a resource");
            assert!(VERBS.contains(&verb) && !resource.is_empty(), "{at}: {id}");
            assert!(handlers.remove(id), "{at}: {id} is no handler's name");
        });
        assert_eq!(handlers, HashSet::new(), "handlers that are no operation");
    }

    #[test]
    fn every_handler_reads_its_query_and_documents_what_it_takes_from_it() {
        for (said, signature) in handlers() {
            let name = signature.split('(').next().unwrap_or_default();
            let query = signature.split_once("Query<").and_then(|(_, rest)| rest.split_once('>'));
            // Without one, unknown parameters would pass unnoticed.
            let (query, _) = query.unwrap_or_else(|| panic!("{name} reads no Query<_>"));
            let params = said.split_once("params(").map_or("", |(_, rest)| rest.split("responses(").next().unwrap_or_default());
            assert!(query == "NoParameters" || params.contains(query), "{name} does not say params({query})");
        }
    }

    #[test]
    fn no_two_schemas_have_the_same_name() {
        let mut names = HashSet::new();
        for source in sources() {
            for (place, _) in source.match_indices("ToSchema") {
                let before = &source[..place];
                if !before[before.rfind('\n').unwrap_or_default()..].contains("derive(") {
                    continue;
                }
                let item = source[place..].split('{').find(|part| part.contains("struct ") || part.contains("enum "));
                let declared = item.and_then(|item| item.split("struct ").nth(1).or_else(|| item.split("enum ").nth(1)));
                let Some(own) = declared.and_then(|text| text.split([' ', '<', '(', ';']).next()) else { continue };
                let given = item.and_then(|item| item.split_once("schema(as = ")).map(|(_, rest)| rest.split([')', ',']).next());
                let name = given.flatten().unwrap_or(own);
                assert!(own.starts_with('$') || names.insert(name.to_owned()), "{name} would be overwritten silently");
            }
        }
        assert!(names.len() > 40, "the sources are read");
    }

    #[test]
    fn every_body_has_an_example() {
        each_operation(&document_json(), |at, _, operation| {
            let answers = operation["responses"].as_object().expect("responses");
            let parts = answers.iter().map(|(status, answer)| (status.as_str(), answer));
            for (of, part) in parts.chain([("body", &operation["requestBody"])]) {
                for content in part["content"].as_object().into_iter().flat_map(serde_json::Map::values) {
                    assert!(!content["example"].is_null() || !content["examples"].is_null(), "{at}: {of}");
                }
            }
        });
    }

    #[test]
    fn what_somebody_sends_has_bounds() {
        fn check(at: &str, schema: &Value, document: &Value) {
            let schema = match schema["$ref"].as_str() {
                Some(place) => document.pointer(place.trim_start_matches('#')).expect("a schema"),
                None => schema,
            };
            let is =
                |kind: &str| schema["type"] == kind || schema["type"].as_array().is_some_and(|all| all.contains(&kind.into()));
            let bounded = schema["maxLength"].is_number() || schema["enum"].is_array() || schema["format"].is_string();
            assert!(!is("string") || bounded, "{at}: a string without a bound");
            assert!(!is("array") || schema["maxItems"].is_number(), "{at}: an array without a bound");
            let number = is("integer") || is("number");
            assert!(!number || (schema["minimum"].is_number() && schema["maximum"].is_number()), "{at}: a number without bounds");
            for (name, member) in schema["properties"].as_object().into_iter().flatten() {
                check(&format!("{at}/{name}"), member, document);
            }
            for part in schema["oneOf"].as_array().into_iter().flatten().filter(|part| part["type"] != "null") {
                check(at, part, document);
            }
            if is("array") {
                check(&format!("{at}[]"), &schema["items"], document);
            }
        }
        let document = document_json();
        each_operation(&document, |at, _, operation| {
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(parameter["description"].is_string(), "{at}: {}", parameter["name"]);
                if parameter["name"] == "If-None-Match" {
                    continue;
                }
                check(&format!("{at}: {}", parameter["name"]), &parameter["schema"], &document);
            }
            for content in operation["requestBody"]["content"].as_object().into_iter().flatten() {
                check(&format!("{at}: body"), &content.1["schema"], &document);
            }
        });
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document_json();
        let text = document.to_string();
        for reference in text.split("\"#/").skip(1) {
            let place = format!("/{}", reference.split('"').next().expect("a place"));
            assert!(document.pointer(&place).is_some(), "{place} is referred to but not there");
        }
    }

    #[test]
    fn the_committed_document_is_what_the_code_says() {
        let committed = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi.yaml")).expect("openapi.yaml");
        let generated = Format::Yaml.text();
        assert!(committed.trim_end() == generated.trim_end(), "openapi.yaml is out of date: run ./dev openapi");
    }
}
