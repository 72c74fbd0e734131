//! Bodies that are files of any kind, read as they come.

use std::pin::Pin;

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE},
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};

use super::Problem;
use crate::error::ErrorCode;

/// A file larger than this is refused before it is read.
pub const DOCUMENT_LIMIT: usize = 20 << 20;

/// A file that has not been read yet, and what is said of it.
pub struct FileBody {
    pub media_type: String,
    pub length: Option<usize>,
    pub bytes: Pin<Box<dyn Stream<Item = Result<Bytes, Problem>>>>,
}

impl FromRequest for FileBody {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let header = |name| req.headers().get(name).and_then(|value| value.to_str().ok());
        let media_type = header(CONTENT_TYPE).unwrap_or_default().split(';').next().unwrap_or_default().trim().to_owned();
        let plain = req.headers().get_all(CONTENT_ENCODING).all(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
        if !media_type.contains('/') || !plain {
            return std::future::ready(Err(Problem::new(ErrorCode::UnsupportedMediaType).with(["Content-Type"])));
        }
        let length = header(CONTENT_LENGTH).and_then(|length| length.parse().ok());
        if length.is_some_and(|length: usize| length > DOCUMENT_LIMIT) {
            return std::future::ready(Err(Problem::new(ErrorCode::BodyTooLarge).with([DOCUMENT_LIMIT.to_string()])));
        }
        // Whoever goes away in the middle hears no answer.
        let bytes = payload.take().map(|chunk| chunk.map_err(|_| Problem::new(ErrorCode::RequestTimeout)));
        std::future::ready(Ok(Self { media_type, length, bytes: Box::pin(bytes) }))
    }
}
