//! What wraps every request: its id, a guard against panics, problem documents in the caller's language, the headers
//! that every answer carries, the access log and the metrics.

use std::{
    cell::{Cell, RefCell},
    panic::AssertUnwindSafe,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
    time::Instant,
};

use actix_web::{
    Error, HttpMessage, HttpResponse, ResponseError,
    body::{BodySize, BoxBody, EitherBody, MessageBody},
    dev::{Payload, RequestHead, ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
};
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};

use super::{Problem, cors};
use crate::{
    clock,
    error::{ErrorCode, Language},
};

/// The id of a request, on its answer, in the log and in the audit.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Headers that every answer carries.
const ALWAYS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(self), microphone=()"),
    ("vary", "Accept, Accept-Encoding, Accept-Language, Authorization, Cookie, Origin"),
];

const SITE_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lorntech default";
/// The same for what partners show within their own pages. No cookie goes there and none is set.
const EMBED_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; \
    frame-ancestors *; require-trusted-types-for 'script'; trusted-types lorntech default";
/// What people sent is shown by nobody as a page of ours.
const FILE_POLICY: &str = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Swagger UI draws itself with inline styles and pictures.
const DOCS_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

const EXPOSED: &str = "ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed, X-Request-Id, \
    Deprecation, Sunset";

/// An address longer than this is refused.
const URI_LIMIT: usize = 8 << 10;
/// Headers of more bytes than this are refused.
const HEAD_LIMIT: usize = 32 << 10;

/// An error that can no longer be worded, for its request is gone: it carries its finished document.
#[derive(Debug)]
struct Worded {
    status: StatusCode,
    document: Vec<u8>,
    request_id: String,
}

impl std::fmt::Display for Worded {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.status.fmt(out)
    }
}

impl ResponseError for Worded {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::build(self.status)
            .content_type("application/problem+json")
            .insert_header(("x-request-id", self.request_id.clone()))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(self.document.clone());
        protect(response.headers_mut(), SITE_POLICY);
        response
    }
}

pub async fn shell<B: MessageBody + 'static>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let start = Instant::now();
    let request_id = clock::new_id().to_string();
    let language = Language::negotiate(text(req.headers(), header::ACCEPT_LANGUAGE));
    let method = req.method().clone();
    req.extensions_mut().insert(RequestId(request_id.clone()));
    req.extensions_mut().insert(Spoken(language));
    if method == Method::HEAD {
        req.head_mut().method = Method::GET;
    }
    let credentials = req.headers().contains_key(header::AUTHORIZATION) || req.headers().contains_key(header::COOKIE);
    if let Err(problem) = sound(&req) {
        let document = problem.document(language, &request_id);
        let response =
            HttpResponse::build(problem.status()).content_type("application/problem+json").force_close().body(document);
        let mut response = req.into_response(response).map_into_right_body();
        dress(&mut response, &method, credentials, &request_id);
        account(&method, None, response.status(), start, &request_id);
        return Ok(response);
    }
    let body = req.headers().contains_key(header::TRANSFER_ENCODING).then(|| hold(&mut req));
    let outcome = AssertUnwindSafe(next.call(req)).catch_unwind().await;
    let failure = match outcome {
        Ok(Ok(response)) => {
            let mut response = word(response, language, &request_id);
            if method == Method::HEAD && response.response().body().size() == BodySize::Stream {
                // Nobody reads it, and a stream without end would be waited for.
                response = response.map_body(|_, _| EitherBody::right(BoxBody::new(actix_web::body::None::new())));
            }
            dress(&mut response, &method, credentials, &request_id);
            let pattern = response.request().match_pattern();
            account(&method, pattern.as_deref(), response.status(), start, &request_id);
            return Ok(match body {
                Some(request) => response
                    .map_body(|_, answer| EitherBody::right(BoxBody::new(Holding { answer: answer.boxed(), _request: request }))),
                None => response,
            });
        }
        Ok(Err(error)) => {
            log::warn!(request_id = request_id.as_str(); "a request failed outside its handler: {}", error.as_response_error().status_code());
            Problem::new(ErrorCode::InternalError)
        }
        Err(_) => {
            log::error!(request_id = request_id.as_str(); "a handler panicked");
            Problem::new(ErrorCode::InternalError)
        }
    };
    account(&method, None, failure.status(), start, &request_id);
    let document = failure.document(language, &request_id);
    Err(Worded { status: failure.status(), document, request_id }.into())
}

/// Refuses what is too large to be meant, and what some proxy on the way may have understood otherwise: a host that is
/// none or is not that of the address, a length that some read in another base.
fn sound(req: &ServiceRequest) -> Result<(), Problem> {
    let condemned = req.conn_data::<Condemned>();
    let outcome = match condemned {
        Some(Condemned(condemned)) if condemned.get() => Err(ErrorCode::MalformedRequest.into()),
        _ => sound_head(req.head()),
    };
    if let (Some(Condemned(condemned)), Err(_)) = (condemned, &outcome) {
        condemned.set(true);
    }
    outcome
}

fn sound_head(head: &RequestHead) -> Result<(), Problem> {
    let address = head.uri.path_and_query().map_or(0, |address| address.as_str().len());
    if address > URI_LIMIT {
        return Err(Problem::new(ErrorCode::UriTooLong).with([URI_LIMIT.to_string()]));
    }
    let size: usize = head.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if size > HEAD_LIMIT {
        return Err(Problem::new(ErrorCode::HeadersTooLarge).with([HEAD_LIMIT.to_string()]));
    }
    let host = head.headers().get(header::HOST).map(HeaderValue::as_bytes);
    let named = |host: &[u8]| host.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(byte));
    let same = |host: &[u8]| head.uri.authority().is_none_or(|other| other.as_str().as_bytes().eq_ignore_ascii_case(host));
    // Some read a zero at the beginning as octal.
    let plain = |length: &HeaderValue| length == "0" || !length.as_bytes().starts_with(b"0");
    let good = host.is_none_or(|host| named(host) && same(host)) && head.headers().get(header::CONTENT_LENGTH).is_none_or(plain);
    if good { Ok(()) } else { Err(ErrorCode::MalformedRequest.into()) }
}

/// Of a connection: after a request that was not sound, nothing that follows on it is executed.
#[derive(Default)]
pub struct Condemned(Cell<bool>);

/// Keeps a hand on a body without a length: actix reads what nobody wants of it without end, unless somebody still might.
fn hold(req: &mut ServiceRequest) -> Held {
    let held: Held = Rc::new(RefCell::new(req.take_payload()));
    let stream = held.clone();
    let stream = futures_util::stream::poll_fn(move |context| stream.borrow_mut().poll_next_unpin(context));
    req.set_payload(Payload::Stream { payload: Box::pin(stream) });
    held
}

type Held = Rc<RefCell<Payload>>;

/// An answer that holds the body of its request until it is sent; what is not read by then ends with the connection.
struct Holding {
    answer: BoxBody,
    _request: Held,
}

impl MessageBody for Holding {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.answer.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.answer).poll_next(context)
    }
}

/// The language of the caller, in the request's extensions.
#[derive(Clone, Copy)]
pub struct Spoken(pub Language);

impl actix_web::FromRequest for Spoken {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &actix_web::HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        std::future::ready(Ok(req.extensions().get::<Self>().copied().unwrap_or(Self(Language::Fr))))
    }
}

/// Turns the frame that a `Problem` left into its document; bare errors of the framework become one too.
fn word<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
    language: Language,
    request_id: &str,
) -> ServiceResponse<EitherBody<B>> {
    let problem = response.response().extensions().get::<Problem>().cloned();
    let problem = problem.or_else(|| bare(&response));
    let Some(problem) = problem else { return response.map_into_left_body() };
    if problem.code.status() >= 500 {
        log::warn!(request_id = request_id; "answered {}", problem.code.code());
    }
    // OAuth prescribes the type of its errors.
    let oauth = response.request().path().starts_with("/oauth/");
    let (document, content_type) = if oauth {
        (problem.oauth_document(language, request_id), "application/json")
    } else {
        (problem.document(language, request_id), "application/problem+json")
    };
    let mut response = response.map_body(|_, _| EitherBody::right(BoxBody::new(document)));
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_ENCODING);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    response
}

/// An error status without a document of ours.
fn bare<B>(response: &ServiceResponse<B>) -> Option<Problem> {
    let content_type = text(response.headers(), header::CONTENT_TYPE).unwrap_or_default();
    let status = response.status();
    if status.as_u16() < 400 || content_type.starts_with("application/") || content_type.starts_with("text/html") {
        return None;
    }
    let known = ErrorCode::ALL.iter().find(|code| code.status() == status.as_u16());
    Some(Problem::new(known.copied().unwrap_or(if status.is_client_error() {
        ErrorCode::NotFound
    } else {
        ErrorCode::InternalError
    })))
}

fn dress<B>(response: &mut ServiceResponse<B>, method: &Method, credentials: bool, request_id: &str) {
    let path = response.request().path();
    let api = ["/v1/", "/hsds", "/openapi", "/.well-known/"].iter().any(|start| path.starts_with(start));
    let policy = match path {
        path if path.starts_with("/docs") => DOCS_POLICY,
        path if path.starts_with("/embed/") => EMBED_POLICY,
        path if path.starts_with("/v1/service-requests/") && path.ends_with("/file") => FILE_POLICY,
        _ => SITE_POLICY,
    };
    let reading = matches!(*method, Method::GET | Method::HEAD);
    let status = response.status();
    let good = status.is_success() || status == StatusCode::NOT_MODIFIED;
    let allowed = cors::allowed(response.request());
    let headers = response.headers_mut();
    protect(headers, policy);
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        let keep = match (reading && good && api, credentials) {
            (true, false) => "public, max-age=60, stale-while-revalidate=300",
            (true, true) => "private, no-cache",
            (false, _) => "no-store",
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    }
    if let Some(origin) = allowed {
        cors::admit(headers, origin, method);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    } else if reading && api && !credentials {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    }
    if headers.get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding == "identity") {
        // It kept the answer from being compressed; on the wire it would mean nothing.
        headers.remove(header::CONTENT_ENCODING);
    }
    tag_encoding(headers);
}

fn protect(headers: &mut HeaderMap, policy: &'static str) {
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
}

/// A compressed representation is another one: its strong ETag says so.
fn tag_encoding(headers: &mut HeaderMap) {
    let Some(encoding) = text(headers, header::CONTENT_ENCODING).map(str::to_owned) else { return };
    let Some(tag) = text(headers, header::ETAG).and_then(|tag| tag.strip_suffix('"')) else { return };
    if let Ok(tag) = HeaderValue::from_str(&format!("{tag}-{encoding}\"")) {
        headers.insert(header::ETAG, tag);
    }
}

/// One line in the log and one observation, by the route's pattern: never the path, which may hold more than it should.
fn account(method: &Method, pattern: Option<&str>, status: StatusCode, start: Instant, request_id: &str) {
    let duration = start.elapsed();
    let route = pattern.unwrap_or("other").to_owned();
    log::debug!(
        target: "lorntech::access",
        request_id = request_id, method = method.as_str(), route = route.as_str(), status = status.as_u16(),
        milliseconds = duration.as_secs_f64() * 1000.0;
        "{method} {route} {}", status.as_u16()
    );
    let labels = [("method", method.to_string()), ("route", route), ("status", status.as_str().to_owned())];
    metrics::histogram!("http_request_duration_seconds", &labels).record(duration.as_secs_f64());
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use actix_web::{App, middleware::from_fn, test, web};

    use super::*;

    #[actix_web::test]
    async fn a_panic_becomes_a_problem_that_tells_nothing_and_the_next_request_is_answered() {
        #[expect(clippy::panic, reason = "what is provoked here")]
        async fn panics() -> HttpResponse {
            panic!("select secret from accounts")
        }
        let routes = App::new().route("/panics", web::get().to(panics)).route("/works", web::get().to(HttpResponse::NoContent));
        let app = test::init_service(routes.wrap(from_fn(shell))).await;
        let get = |path: &str| test::TestRequest::get().uri(path).insert_header(("accept-language", "en")).to_request();

        let error = test::try_call_service(&app, get("/panics")).await.expect_err("a panic passes the middlewares as an error");
        let answer = error.error_response();
        assert_eq!(answer.status(), 500);
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        assert_eq!(header("content-type"), "application/problem+json");
        assert_eq!((header("cache-control"), header("x-content-type-options")), ("no-store".to_owned(), "nosniff".to_owned()));
        let request_id = header("x-request-id");
        let body = actix_web::body::to_bytes(answer.into_body()).await.expect("a body");
        let body: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        let words = ErrorCode::InternalError;
        let expected = serde_json::json!({
            "type": "/problems/internal_error", "code": "internal_error", "status": 500, "instance": request_id,
            "title": words.title().en, "detail": words.remedy().en,
        });
        assert_eq!(body, expected);

        assert_eq!(test::call_service(&app, get("/works")).await.status(), 204);
    }
}
