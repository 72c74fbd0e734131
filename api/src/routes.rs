//! Every route: the API's, which make the document, and those of the operation.

use actix_web::{HttpRequest, HttpResponse, ResponseError, get, http::Method, web, web::Data};

use crate::{
    answer_templates, api_clients, audit, bookings, candidacies, catalog, claims,
    db::migrate,
    directory, drafts,
    error::ErrorCode,
    hsds,
    http::{Fallback, Problem, site::Site},
    identity, imports, indicators, invitations, label_programmes, members, notifications, oauth, objectives, observations,
    openapi::{Format, ServiceConfig},
    pages, privacy, projects, proposals, reference, saved_searches, service_requests, spaces,
    state::State,
    statistics, sync, totems, webhooks,
};

/// The operations of the contract.
pub fn api(config: &mut ServiceConfig<'_>) {
    directory::routes(config);
    claims::routes(config);
    saved_searches::routes(config);
    totems::routes(config);
    spaces::routes(config);
    bookings::routes(config);
    service_requests::routes(config);
    answer_templates::routes(config);
    label_programmes::routes(config);
    projects::routes(config);
    proposals::routes(config);
    candidacies::routes(config);
    indicators::routes(config);
    observations::routes(config);
    objectives::routes(config);
    identity::routes(config);
    drafts::routes(config);
    api_clients::routes(config);
    oauth::routes(config);
    reference::routes(config);
    catalog::routes(config);
    audit::routes(config);
    members::routes(config);
    invitations::routes(config);
    privacy::routes(config);
    notifications::routes(config);
    imports::routes(config);
    webhooks::routes(config);
    statistics::routes(config);
    sync::routes(config);
}

/// What operates the service and is not part of the contract.
pub fn operation(config: &mut web::ServiceConfig) {
    config
        .service(livez)
        .service(readyz)
        .service(openapi_json)
        .service(openapi_yaml)
        .service(problem_style)
        .service(problem_page)
        .configure(hsds::routes)
        .service(pages::sitemap::robots)
        .service(pages::sitemap::index)
        .service(pages::sitemap::part)
        .service(notifications::mailbox::mailbox)
        .service(notifications::mailbox::status);
}

/// The process answers.
#[get("/livez")]
async fn livez() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok")
}

/// The database answers and is at this program's version.
#[get("/readyz")]
async fn readyz(state: Data<State>) -> Result<HttpResponse, Problem> {
    if migrate::is_ready(&state.db).await {
        return Ok(HttpResponse::Ok().content_type("text/plain").body("ok"));
    }
    Err(Problem::new(ErrorCode::Unavailable).retry_after(2))
}

#[get("/openapi.json")]
async fn openapi_json() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(Format::Json.text())
}

#[get("/openapi.yaml")]
async fn openapi_yaml() -> HttpResponse {
    HttpResponse::Ok().content_type("application/yaml").body(Format::Yaml.text())
}

#[get("/problems/style.css")]
async fn problem_style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header(("cache-control", "public, max-age=300"))
        .body(include_str!("http/problem.css"))
}

/// What an error means, where its `type` leads.
#[get("/problems/{code}")]
async fn problem_page(code: crate::http::Path<String>) -> Result<HttpResponse, Problem> {
    let known = ErrorCode::ALL.iter().find(|known| known.code() == code.0).ok_or(ErrorCode::NotFound)?;
    let sections = [("fr", crate::error::Language::Fr), ("de", crate::error::Language::De), ("en", crate::error::Language::En)];
    let text: String = sections
        .iter()
        .map(|(tag, language)| {
            let (title, remedy) = (known.title().say(*language, &[]), known.remedy().say(*language, &[]));
            format!("<section lang=\"{tag}\"><h2>{title}</h2><p>{}</p></section>", remedy.replace("{0}", "…").replace("{1}", "…"))
        })
        .collect();
    let page = format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{code} – LORnTECH</title>\
         <link rel=\"icon\" href=\"/icon.svg\"><link rel=\"stylesheet\" href=\"/problems/style.css\"></head>\
         <body><main><h1><code>{code}</code> <span>{status}</span></h1>{text}\
         <nav><a href=\"/\">LORnTECH</a><a href=\"/docs/\">API</a></nav></main></body></html>",
        code = known.code(),
        status = known.status(),
    );
    Ok(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page))
}

/// What no route took: a known path with another method, a file or page of the site, or nothing.
pub async fn fallback(req: HttpRequest, known: Data<Fallback>, site: Data<Site>, state: Data<State>) -> HttpResponse {
    let path = req.match_info().as_str();
    if let Some(answer) = known.answer(&req) {
        return answer;
    }
    let reading = matches!(*req.method(), Method::GET | Method::HEAD);
    if let Some(file) = site.file(path).filter(|_| reading) {
        return file;
    }
    match site.frame(path).filter(|_| reading) {
        Some(frame) => pages::answer(&state, frame, path, req.query_string()).await,
        None => Problem::new(ErrorCode::NotFound).error_response(),
    }
}
