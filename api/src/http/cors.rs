//! Pages of other origins. Anybody's page reads what is public; with a token, or to sign in by one, only pages of the
//! origins that a machine client registered. Never with a cookie: no answer allows that.

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::{Payload, ServiceRequest},
    http::{
        Method,
        header::{self, HeaderMap, HeaderValue},
    },
    web::Data,
};

use super::Problem;
use crate::{api_clients, state::State};

const METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";
const HEADERS: &str = "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, traceparent";

/// The origin that may read the answer, in the request's extensions.
#[derive(Clone)]
struct Allowed(HeaderValue);

/// Finds out whether the page that sends is one of those. Where everybody may read, nobody is looked for.
pub async fn look(req: &ServiceRequest) -> Result<(), Problem> {
    let (Some(state), Some(origin)) = (req.app_data::<Data<State>>(), req.headers().get(header::ORIGIN)) else { return Ok(()) };
    let matters = req.headers().contains_key(header::AUTHORIZATION) || !matches!(*req.method(), Method::GET | Method::HEAD);
    let text = origin.to_str().unwrap_or_default();
    let own = text == state.settings.public_url;
    if own || !matters || text.len() > 200 || req.headers().contains_key(header::COOKIE) {
        return Ok(());
    }
    if api_clients::is_allowed_origin(state, text).await? {
        req.extensions_mut().insert(Allowed(origin.clone()));
    }
    Ok(())
}

pub fn is_allowed(req: &ServiceRequest) -> bool {
    req.extensions().get::<Allowed>().is_some()
}

pub fn allowed(req: &HttpRequest) -> Option<HeaderValue> {
    req.extensions().get::<Allowed>().map(|allowed| allowed.0.clone())
}

/// Lets the page read the answer, or send what it asks about.
pub fn admit(headers: &mut HeaderMap, origin: HeaderValue, method: &Method) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if *method == Method::OPTIONS {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(HEADERS));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
}

/// Whether the request comes from a page of another origin.
pub struct FromElsewhere(pub bool);

impl FromRequest for FromElsewhere {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Ok(Self(allowed(req).is_some())))
    }
}
