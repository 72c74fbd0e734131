//! The OpenAPI document: collected from the handlers, completed with what holds for all of them.

use actix_web::{App, http::Method};
use utoipa::{
    OpenApi,
    openapi::{
        ContentBuilder, HttpMethod, Ref, RefOr, Required, ResponseBuilder,
        header::HeaderBuilder,
        path::{Operation as Described, ParameterBuilder, ParameterIn},
        schema::{ObjectBuilder, Type},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};
use utoipa_actix_web::AppExt;

use crate::{
    auth::policy::{self, Who},
    error::ErrorCode,
    http::problem::ProblemDocument,
    routes,
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
        (name = "totems", description = "The four sites and their services"),
        (name = "service requests", description = "Ask a Totem and follow the answer"),
        (name = "candidacy", description = "The label file and its milestones"),
        (name = "objectives", description = "What was promised, in its own words"),
        (name = "identity", description = "Sign-in"),
        (name = "reference", description = "Code lists and sources"),
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
    let (_, mut document) = App::new().into_utoipa_app().openapi(Base::openapi()).configure(routes::api).split_for_parts();
    let components = document.components.get_or_insert_default();
    let cookie =
        ApiKey::Cookie(ApiKeyValue::with_description("__Host-lorntech", "The session of the site, from `POST /v1/sessions`"));
    components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "An access token from `POST /v1/sessions` with `mode: token`, or the token of a link from a mail about a request",
    ));
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer.build()));
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in slots(item) {
            complete(path, &method, operation);
        }
    }
    document
}

pub fn operations(document: &utoipa::openapi::OpenApi) -> Vec<Operation> {
    let mut operations = vec![];
    for (path, item) in &document.paths.paths {
        for (method, operation) in slots(&mut item.clone()) {
            let id = operation.operation_id.clone().unwrap_or_default();
            operations.push(Operation { id, method: actix_method(&method), path: path.clone() });
        }
    }
    operations
}

fn slots(item: &mut utoipa::openapi::PathItem) -> Vec<(HttpMethod, &mut Described)> {
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

/// What follows from an operation's form: who may call it, which headers it takes, which errors it can give.
fn complete(path: &str, method: &HttpMethod, operation: &mut Described) {
    let who = policy::of(operation.operation_id.as_deref().unwrap_or_default()).unwrap_or(Who::Account);
    let (session, bearer) = (SecurityRequirement::new("session", [""; 0]), SecurityRequirement::new("bearer", [""; 0]));
    let schemes = match who {
        Who::Anyone => vec![SecurityRequirement::default(), session, bearer],
        Who::Concerned | Who::Account => vec![session, bearer],
    };
    operation.security = Some(schemes);
    let changes = matches!(method, HttpMethod::Put | HttpMethod::Patch | HttpMethod::Delete);
    let has_body = operation.request_body.is_some();
    let is_session = path.starts_with("/v1/sessions");
    let mut statuses = vec![400, 401, 500, 503];
    if path.contains('{') {
        statuses.push(404);
    }
    if has_body {
        statuses.extend([408, 413, 415, 422]);
    }
    if *method != HttpMethod::Get {
        statuses.push(403);
    }
    if changes && !is_session {
        statuses.extend([409, 412, 428]);
        header(operation, "If-Match", "The `ETag` of the version that is changed; its revision is compared.", true);
    }
    if *method == HttpMethod::Post && !is_session {
        statuses.push(409);
        header(
            operation,
            "Idempotency-Key",
            "Makes a retry the same request: the first answer is given again for 24 hours. \
            Without an account it must be a UUID.",
            false,
        );
    }
    if who == Who::Concerned {
        statuses.extend([403, 410]);
    }
    if is_session {
        statuses.push(429);
    }
    for status in statuses {
        let responses = &mut operation.responses.responses;
        responses.entry(status.to_string()).or_insert_with(|| RefOr::T(problem(status)));
    }
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            let header = HeaderBuilder::new()
                .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
                .description(Some("The id of this request"));
            response.headers.insert("X-Request-Id".to_owned(), RefOr::T(header.build()));
        }
    }
}

fn header(operation: &mut Described, name: &str, description: &str, required: bool) {
    let mut schema = ObjectBuilder::new().schema_type(Type::String).max_length(Some(128));
    if name == "Idempotency-Key" {
        schema = schema.format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::Uuid)));
    }
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(if required { Required::True } else { Required::False })
        .description(Some(description))
        .schema(Some(schema))
        .build();
    operation.parameters.get_or_insert_default().push(RefOr::T(parameter));
}

/// The problem documents that an operation answers with this status.
fn problem(status: u16) -> utoipa::openapi::Response {
    let codes: Vec<&str> = ErrorCode::ALL.iter().filter(|code| code.status() == status).map(|code| code.code()).collect();
    ResponseBuilder::new()
        .description(codes.join(", "))
        .content("application/problem+json", ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build())
        .build()
}

/// In which notation the document is printed.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Format {
    Yaml,
    Json,
}

impl Format {
    pub fn write(self, document: &utoipa::openapi::OpenApi) -> Result<String, String> {
        match self {
            Self::Yaml => document.to_yaml().map_err(|error| error.to_string()),
            Self::Json => document.to_pretty_json().map_err(|error| error.to_string()),
        }
    }
}

pub fn print(format: Format) -> Result<(), String> {
    println!("{}", format.write(&document())?.trim_end());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document_json() -> serde_json::Value {
        serde_json::to_value(document()).expect("JSON")
    }

    #[test]
    fn each_operation_has_an_id_a_summary_a_tag_and_each_part_of_its_path_as_a_parameter() {
        let document = document_json();
        let mut ids = std::collections::HashSet::new();
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("operations") {
                let at = format!("{method} {path}");
                assert!(ids.insert(operation["operationId"].as_str().expect("an id").to_owned()), "{at}: id stands twice");
                assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{at}: summary");
                assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{at}: tag");
                for part in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
                    let named = |p: &serde_json::Value| p["name"] == part && p["in"] == "path";
                    assert!(operation["parameters"].as_array().is_some_and(|all| all.iter().any(named)), "{at}: {part}");
                }
            }
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document_json();
        let text = document.to_string();
        for reference in text.split("\"#/components/schemas/").skip(1) {
            let name = reference.split('"').next().expect("a name");
            assert!(document["components"]["schemas"].get(name).is_some(), "{name} is referred to but not there");
        }
    }
}
