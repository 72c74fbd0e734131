//! JSON bodies, parsed at the edge: what leaves these extractors needs no further check of its form.

use std::{future::Future, pin::Pin, time::Duration};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE},
};
use futures_util::StreamExt;
use garde::Validate;
use serde::{Deserialize, de::DeserializeOwned};

use super::{FieldError, Problem, serde_words, sound};
use crate::error::{ErrorCode, FieldCode};

/// A body larger than this is refused before it is parsed.
pub const BODY_LIMIT: usize = 1 << 20;
/// A body must have arrived by then.
const BODY_TIME: Duration = Duration::from_secs(20);
/// So many wrong members are named at most.
const MOST_ERRORS: usize = 100;

/// A JSON body whose form is known to be right.
pub struct Json<T> {
    pub value: T,
    /// The bytes as they came, for the fingerprint of an idempotency key.
    pub bytes: Vec<u8>,
}

/// A body of `application/merge-patch+json` (RFC 7396).
pub struct MergePatch<T>(pub Json<T>);

pub(super) type Extraction<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

impl<T: DeserializeOwned + Validate<Context = ()> + 'static> FromRequest for Json<T> {
    type Error = Problem;
    type Future = Extraction<Self>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        read_as("application/json", req, payload)
    }
}

impl<T: DeserializeOwned + Validate<Context = ()> + 'static> FromRequest for MergePatch<T> {
    type Error = Problem;
    type Future = Extraction<Self>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = read_as("application/merge-patch+json", req, payload);
        Box::pin(async { body.await.map(Self) })
    }
}

fn read_as<T: DeserializeOwned + Validate<Context = ()> + 'static>(
    media_type: &'static str,
    req: &HttpRequest,
    payload: &mut Payload,
) -> Extraction<Json<T>> {
    let body = arrive(&[media_type], BODY_LIMIT, req, payload);
    Box::pin(async move {
        let bytes = body.await?;
        let value = parse(&bytes)?;
        Ok(Json { value, bytes })
    })
}

/// The bytes of a body of one of these types, which came in time and are not too many.
pub(super) fn arrive(media_types: &[&str], limit: usize, req: &HttpRequest, payload: &mut Payload) -> Extraction<Vec<u8>> {
    let refused = refusal(media_types, limit, req);
    let payload = payload.take();
    Box::pin(async move {
        refused?;
        #[expect(clippy::disallowed_methods, reason = "no transaction is open while a body arrives")]
        let arrival = tokio::time::timeout(BODY_TIME, collect(payload, limit)).await;
        arrival.map_err(|_| Problem::new(ErrorCode::RequestTimeout))?
    })
}

/// What the headers alone forbid.
fn refusal(media_types: &[&str], limit: usize, req: &HttpRequest) -> Result<(), Problem> {
    let header = |name| req.headers().get(name).and_then(|value| value.to_str().ok());
    let given = header(CONTENT_TYPE).unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let plain = req.headers().get_all(CONTENT_ENCODING).all(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
    if !media_types.iter().any(|known| given.eq_ignore_ascii_case(known)) || !plain {
        return Err(Problem::new(ErrorCode::UnsupportedMediaType).with([media_types.join(", ")]));
    }
    match header(CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok()) {
        Some(length) if length > limit as u64 => Err(too_large(limit)),
        _ => Ok(()),
    }
}

async fn collect(mut payload: Payload, limit: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Problem::new(ErrorCode::MalformedJson).with(["incomplete body"]))?;
        if bytes.len() + chunk.len() > limit {
            return Err(too_large(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn too_large(limit: usize) -> Problem {
    Problem::new(ErrorCode::BodyTooLarge).with([limit.to_string()])
}

/// Broken JSON is 400, a bad value in good JSON 422 with every wrong member named.
pub fn parse<T: DeserializeOwned + Validate<Context = ()>>(bytes: &[u8]) -> Result<T, Problem> {
    let mut input = serde_json::Deserializer::from_slice(bytes);
    sound::Sound::deserialize(&mut input).and_then(|_| input.end()).map_err(|error| unsound(bytes, &error))?;
    // A structure may be read from a list, too, but our bodies are objects.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Problem::invalid(vec![FieldError::body("", FieldCode::WrongType).with(["{…}"])]));
    }
    let mut input = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut input).map_err(structural)?;
    value.validate().map_err(|report| {
        let errors = report.iter().take(MOST_ERRORS).map(|(path, error)| {
            let reading = serde_words::read(error.message());
            FieldError::body(pointer(&path.to_string()), reading.code).with(reading.particulars)
        });
        Problem::invalid(errors.collect())
    })?;
    Ok(value)
}

/// Read again for the place, which costs too much to note when all is well.
fn unsound(bytes: &[u8], error: &serde_json::Error) -> Problem {
    if !error.is_data() {
        return malformed(error);
    }
    match serde_path_to_error::deserialize::<_, sound::Sound>(&mut serde_json::Deserializer::from_slice(bytes)) {
        Err(error) => structural(error),
        Ok(_) => malformed(error),
    }
}

fn structural(error: serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let path = error.path().to_string();
    let inner = error.into_inner();
    if !inner.is_data() {
        return malformed(&inner);
    }
    let reading = serde_words::read(&inner.to_string());
    if reading.code == FieldCode::Repeated {
        return malformed(&inner);
    }
    let mut place = pointer(&path);
    if let Some(member) = &reading.member
        && !place.ends_with(&format!("/{member}"))
    {
        place = format!("{place}/{}", escape(member));
    }
    Problem::invalid(vec![FieldError::body(place, reading.code).with(reading.particulars)])
}

fn malformed(error: &serde_json::Error) -> Problem {
    Problem::new(ErrorCode::MalformedJson).with([format!("{}:{}", error.line(), error.column())])
}

/// `a.b[2].c` as `/a/b/2/c`.
fn pointer(path: &str) -> String {
    let parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty() && *part != "?");
    parts.fold(String::new(), |place, part| format!("{place}/{}", escape(part)))
}

fn escape(member: &str) -> String {
    member.chars().take(100).collect::<String>().replace('~', "~0").replace('/', "~1")
}
