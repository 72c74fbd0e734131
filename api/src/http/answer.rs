//! The one shape of a good answer: JSON, with its revision as ETag, kept as it is for a replay.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    cookie::Cookie,
    http::{StatusCode, header},
};
use bytes::Bytes;
use serde::Serialize;

use super::Problem;
use crate::error::ErrorCode;

/// An answer on its way out.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub etag: Option<String>,
    pub body: Bytes,
    pub replayed: bool,
    next: Option<String>,
    cookies: Vec<Cookie<'static>>,
    secret: bool,
    keep: Option<&'static str>,
}

impl Answer {
    pub fn stored(status: u16, location: Option<String>, etag: Option<String>, body: Vec<u8>) -> Self {
        Self { status, location, etag, body: body.into(), replayed: true, ..Self::no_content() }
    }

    pub fn ok(value: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_vec(value).map_err(|error| {
            log::error!("an answer cannot be written as JSON: {error}");
            Problem::new(ErrorCode::InternalError)
        })?;
        Ok(Self { status: 200, body: body.into(), ..Self::no_content() })
    }

    pub fn created(location: String, value: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self { status: 201, location: Some(location), ..Self::ok(value)? })
    }

    /// What was here is at another address from now on.
    pub fn moved(location: String) -> Self {
        Self { status: 301, location: Some(location), ..Self::no_content() }
    }

    pub fn no_content() -> Self {
        Self {
            status: 204,
            location: None,
            etag: None,
            body: Bytes::new(),
            replayed: false,
            next: None,
            cookies: vec![],
            secret: false,
            keep: None,
        }
    }

    pub fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// Of a request whose first answer was another.
    pub fn replayed(self, replayed: bool) -> Self {
        Self { replayed, ..self }
    }

    /// `view` says for whom it was written, where that changes the answer.
    pub fn revision(mut self, revision: i64, view: &str) -> Self {
        self.etag = Some(format!("\"{revision}-{view}\""));
        self
    }

    /// An ETag of the content, for what has no revision.
    pub fn content_tag(mut self) -> Self {
        use std::hash::Hasher;
        let mut hasher = std::hash::DefaultHasher::new();
        hasher.write(&self.body);
        self.etag = Some(format!("W/\"{:016x}\"", hasher.finish()));
        self
    }

    /// The address of the next page.
    pub fn next(mut self, address: Option<String>) -> Self {
        self.next = address;
        self
    }

    pub fn cookie(mut self, cookie: Cookie<'static>) -> Self {
        self.cookies.push(cookie);
        self
    }

    /// How long others may keep it, where that is not as usual.
    pub fn keep(mut self, keep: Option<&'static str>) -> Self {
        self.keep = keep;
        self
    }

    /// It holds a secret: nobody may keep it.
    pub fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, req: &HttpRequest) -> HttpResponse<BoxBody> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let known = if status == StatusCode::OK && req.method().is_safe() { known(req, self.etag.as_deref()) } else { None };
        let unchanged = known.is_some();
        let mut response = HttpResponse::build(if unchanged { StatusCode::NOT_MODIFIED } else { status });
        if let Some(location) = self.location {
            response.insert_header((header::LOCATION, location));
        }
        // Unchanged it keeps the tag under which the caller has it, an encoding's suffix included.
        if let Some(etag) = known.or(self.etag) {
            response.insert_header((header::ETAG, etag));
        }
        if let Some(next) = self.next {
            response.insert_header((header::LINK, format!("<{next}>; rel=\"next\"")));
        }
        if self.replayed {
            response.insert_header(("Idempotency-Replayed", "true"));
        }
        if self.secret {
            response.insert_header((header::CACHE_CONTROL, "no-store"));
        }
        if let Some(keep) = self.keep {
            response.insert_header((header::CACHE_CONTROL, keep));
        }
        for cookie in self.cookies {
            response.cookie(cookie);
        }
        if unchanged || self.body.is_empty() {
            return response.finish();
        }
        response.insert_header((header::CONTENT_TYPE, "application/json")).body(self.body)
    }
}

/// The tag by which `If-None-Match` names this representation; an encoding's suffix is not part of what is compared.
fn known(req: &HttpRequest, etag: Option<&str>) -> Option<String> {
    let plain = |tag: &str| {
        let tag = tag.trim_start_matches("W/").trim_matches('"');
        tag.strip_suffix("-br").or_else(|| tag.strip_suffix("-gzip")).unwrap_or(tag).to_owned()
    };
    let etag = etag?;
    let header = req.headers().get(header::IF_NONE_MATCH)?.to_str().ok()?;
    let tag = header.split(',').map(str::trim).find(|tag| *tag == "*" || plain(tag) == plain(etag))?;
    Some(if tag == "*" { etag } else { tag }.to_owned())
}

/// The revision that `If-Match` names: the caller's proof of having read what it changes.
pub struct IfMatch(Option<i64>);

/// The same where the header may be left out. (An `Option` would take a header that cannot be read for none, and so for
/// leave to change whatever version there is.)
pub struct OptionalIfMatch(Option<IfMatch>);

impl actix_web::FromRequest for IfMatch {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        let revision = if_match(req).and_then(|read| read.ok_or_else(|| ErrorCode::IfMatchRequired.into()));
        std::future::ready(revision)
    }
}

impl actix_web::FromRequest for OptionalIfMatch {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        std::future::ready(if_match(req).map(Self))
    }
}

fn if_match(req: &HttpRequest) -> Result<Option<IfMatch>, Problem> {
    let Some(header) = req.headers().get(header::IF_MATCH) else { return Ok(None) };
    let visible = |tag: &&str| (1..=128).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_graphic());
    let tag = header.to_str().ok().filter(visible).ok_or(ErrorCode::RevisionMismatch)?;
    let revision = tag.trim().trim_start_matches("W/").trim_matches('"').split('-').next();
    Ok(Some(IfMatch(revision.and_then(|revision| revision.parse().ok()))))
}

impl OptionalIfMatch {
    /// For what nobody read before.
    pub const NONE: Self = Self(None);

    /// Refuses if the caller names another revision.
    pub fn check(&self, current: i64) -> Result<(), Problem> {
        self.0.as_ref().map_or(Ok(()), |read| read.check(current))
    }
}

impl IfMatch {
    /// Refuses unless the caller read this revision.
    pub fn check(&self, current: i64) -> Result<(), Problem> {
        if self.0 == Some(current) { Ok(()) } else { Err(ErrorCode::RevisionMismatch.into()) }
    }
}
