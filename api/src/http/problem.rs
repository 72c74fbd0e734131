//! RFC 9457 problem documents: made anywhere as a value, worded in the caller's language where they leave the service.

use std::fmt;

use actix_web::{
    HttpResponse, ResponseError,
    body::BoxBody,
    http::{StatusCode, header},
};
use serde::Serialize;

use super::Period;
use crate::{
    bookings::model::Conflict,
    error::{ErrorCode, FieldCode, Language},
};

/// One member, parameter or header that is wrong.
#[derive(Clone, Debug)]
pub struct FieldError {
    place: Place,
    code: FieldCode,
    particulars: Vec<String>,
}

#[derive(Clone, Debug)]
enum Place {
    Pointer(String),
    Parameter(String),
}

impl FieldError {
    /// `pointer` is a JSON pointer into the body.
    pub fn body(pointer: impl Into<String>, code: FieldCode) -> Self {
        Self { place: Place::Pointer(pointer.into()), code, particulars: vec![] }
    }

    pub fn parameter(name: impl Into<String>, code: FieldCode) -> Self {
        Self { place: Place::Parameter(name.into()), code, particulars: vec![] }
    }

    pub fn with(mut self, particulars: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.particulars = particulars.into_iter().map(Into::into).collect();
        self
    }

    #[cfg(test)]
    pub fn code(&self) -> FieldCode {
        self.code
    }
}

/// What was to be booked.
#[derive(Clone, Debug, Default)]
struct Times {
    taken: Vec<Conflict>,
    free: Vec<Period>,
}

/// An error on its way to the caller.
#[derive(Clone, Debug)]
pub struct Problem {
    pub code: ErrorCode,
    particulars: Vec<String>,
    errors: Vec<FieldError>,
    allowed: Option<Vec<String>>,
    times: Option<Box<Times>>,
    retry_after: Option<u32>,
    /// Where to start anew.
    restart: Option<String>,
    /// The transaction failed in a way that a second attempt mends.
    pub transient: bool,
}

impl Problem {
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            particulars: vec![],
            errors: vec![],
            allowed: None,
            times: None,
            retry_after: None,
            restart: None,
            transient: false,
        }
    }

    pub fn with(mut self, particulars: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.particulars = particulars.into_iter().map(Into::into).collect();
        self
    }

    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(ErrorCode::InvalidBody) }
    }

    /// One wrong member of the body.
    pub fn field(pointer: &str, code: FieldCode) -> Self {
        Self::invalid(vec![FieldError::body(pointer, code)])
    }

    pub fn parameter(code: ErrorCode, error: FieldError) -> Self {
        Self { errors: vec![error], ..Self::new(code) }
    }

    /// With what stands where.
    pub fn naming(self, errors: Vec<FieldError>) -> Self {
        Self { errors, ..self }
    }

    /// The same of what stands at this place of a body.
    pub fn within(self, pointer: &str) -> Self {
        Self { code: ErrorCode::InvalidBody, ..self.placed(|place| format!("{pointer}/{}", place.trim_start_matches('/'))) }
    }

    /// The same where what is wrong stands elsewhere in the body.
    pub fn placed(mut self, pointer: impl Fn(&str) -> String) -> Self {
        for error in &mut self.errors {
            let (Place::Pointer(place) | Place::Parameter(place)) = &error.place;
            error.place = Place::Pointer(pointer(place));
        }
        self
    }

    /// What is wrong, for an answer that is none itself.
    pub fn errors(&self, language: Language) -> Vec<FieldErrorDocument> {
        self.errors.iter().map(|error| error.document(language)).collect()
    }

    /// What the state machine would have let through.
    pub fn allowed(mut self, allowed: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.allowed = Some(allowed.into_iter().map(Into::into).collect());
        self
    }

    /// What could not be booked.
    pub fn taken(mut self, taken: Vec<Conflict>) -> Self {
        self.times.get_or_insert_default().taken = taken;
        self
    }

    /// What could be instead.
    pub fn free(mut self, free: Vec<Period>) -> Self {
        self.times.get_or_insert_default().free = free;
        self
    }

    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The address at which to start anew.
    pub fn restart(mut self, address: String) -> Self {
        self.restart = Some(address);
        self
    }

    pub fn transient(mut self) -> Self {
        self.transient = true;
        self
    }

    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The answer as it is sent.
    pub fn document(&self, language: Language, request_id: &str) -> Vec<u8> {
        self.write(language, request_id, None)
    }

    /// The same with the member that OAuth's libraries read (RFC 6749, 5.2).
    pub fn oauth_document(&self, language: Language, request_id: &str) -> Vec<u8> {
        self.write(language, request_id, Some(self.code.oauth_name()))
    }

    fn write(&self, language: Language, request_id: &str, error: Option<&'static str>) -> Vec<u8> {
        let document = ProblemDocument {
            error,
            r#type: format!("/problems/{}", self.code.code()),
            code: self.code,
            title: self.code.title().say(language, &[]),
            status: self.code.status(),
            detail: self.code.remedy().say(language, &self.particulars),
            instance: request_id.to_owned(),
            errors: self.errors(language),
            allowed: self.allowed.clone(),
            taken: self.times.as_ref().map(|times| times.taken.clone()),
            free: self.times.as_ref().map(|times| times.free.clone()),
        };
        serde_json::to_vec(&document).unwrap_or_default()
    }
}

impl FieldError {
    fn document(&self, language: Language) -> FieldErrorDocument {
        let (pointer, parameter) = match &self.place {
            Place::Pointer(pointer) => (Some(pointer.clone()), None),
            Place::Parameter(name) => (None, Some(name.clone())),
        };
        let detail = self.code.remedy().say(language, &self.particulars);
        FieldErrorDocument { pointer, parameter, code: self.code, detail }
    }
}

impl Problem {
    /// What would let the caller in (RFC 6750, 3).
    fn challenge(&self) -> Option<String> {
        let bearer = "Bearer realm=\"lorntech\"";
        match self.code {
            ErrorCode::InsufficientScope => {
                let scope = self.particulars.join(" ");
                Some(format!("{bearer}, error=\"insufficient_scope\", scope=\"{scope}\""))
            }
            ErrorCode::TokenInvalid => Some(format!("{bearer}, error=\"invalid_token\"")),
            ErrorCode::InvalidClient => Some("Basic realm=\"lorntech\"".to_owned()),
            code => (code.status() == 401).then(|| bearer.to_owned()),
        }
    }
}

impl From<ErrorCode> for Problem {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code.code())
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// Only the frame: the shell words it, for here the caller's language is not known.
    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::new(self.status());
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if let Some(link) = self.restart.as_ref().and_then(|address| format!("<{address}>; rel=\"restart\"").parse().ok()) {
            response.headers_mut().insert(header::LINK, link);
        }
        if let Some(challenge) = self.challenge().and_then(|challenge| challenge.parse().ok()) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response.extensions_mut().insert(self.clone());
        response
    }
}

/// An error, by RFC 9457. `code` never changes; `title` and `detail` follow `Accept-Language` (fr, de, en).
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// A page that explains this kind of error.
    #[schema(example = "/problems/not_found")]
    r#type: String,
    code: ErrorCode,
    #[schema(example = "Introuvable")]
    title: String,
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What to do about it.
    #[schema(example = "Rien n’existe à cette adresse, ou vous n’y avez pas accès.")]
    detail: String,
    /// The id of this request, as in `X-Request-Id`.
    #[schema(format = Uuid)]
    instance: String,
    /// In answers of `/oauth/…`: the error by the name that OAuth gives it (RFC 6749, 5.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false, example = "invalid_client")]
    error: Option<&'static str>,
    /// What is wrong, member by member.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldErrorDocument>,
    /// What would have been possible (with `state_conflict`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<String>, required = false, example = json!(["triage"]))]
    allowed: Option<Vec<String>>,
    /// What cannot be booked (with `space_taken`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<Conflict>, required = false)]
    taken: Option<Vec<Conflict>>,
    /// The nearest times that can, at most three (with `space_taken`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<Period>, required = false)]
    free: Option<Vec<Period>>,
}

/// One wrong member (`pointer`, a JSON pointer into the body) or parameter.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = FieldError)]
pub struct FieldErrorDocument {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/name")]
    pointer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "limit")]
    parameter: Option<String>,
    code: FieldCode,
    #[schema(example = "Cette information est obligatoire.")]
    pub detail: String,
}
