//! Where the interfaces of this service are described, at the address at which programs look first.

use actix_web::{HttpResponse, get, http::header, web::Data};
use serde_json::json;

use crate::{
    http::{Problem, Query, query::NoParameters},
    state::State,
};

const MEDIA_TYPE: &str = "application/linkset+json; profile=\"https://www.rfc-editor.org/info/rfc9727\"";

#[utoipa::path(
    tag = "reference",
    summary = "Find the interfaces",
    description = "The API and Open Referral HSDS, each with its description, as a set of links (RFC 9727, RFC 9264).",
    responses((status = 200, description = "The links", body = Object, content_type = "application/linkset+json",
        example = json!({"linkset": [{"anchor": "https://lorntech.example/v1",
            "service-desc": [{"href": "https://lorntech.example/openapi.json", "type": "application/json"}]}]}))),
)]
#[get("/.well-known/api-catalog")]
pub async fn get_api_catalog(state: Data<State>, _: Query<NoParameters>) -> Result<HttpResponse, Problem> {
    let at = |path: &str| format!("{}{path}", state.settings.public_url);
    let link = |href: String, media_type: &str| json!([{ "href": href, "type": media_type }]);
    let own = at("/.well-known/api-catalog");
    let links = json!({"linkset": [
        {"anchor": own, "item": [{"href": at("/v1")}, {"href": at("/hsds")}]},
        {
            "anchor": at("/v1"),
            "service-desc": link(at("/openapi.json"), "application/json"),
            "service-doc": link(at("/docs/"), "text/html"),
            "service-meta": link(at("/v1/catalog"), "application/ld+json"),
            "status": link(at("/readyz"), "text/plain"),
        },
        {"anchor": at("/hsds"), "service-desc": link(crate::hsds::OPENAPI.to_owned(), "application/json")},
    ]});
    let known = format!("<{own}>; rel=\"api-catalog\", <{}>; rel=\"item\", <{}>; rel=\"item\"", at("/v1"), at("/hsds"));
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, MEDIA_TYPE))
        .insert_header((header::LINK, known))
        .body(links.to_string()))
}
