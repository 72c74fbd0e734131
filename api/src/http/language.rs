//! The language of whoever asks, for answers that speak it although they are no problem.

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::ACCEPT_LANGUAGE};

use super::Problem;
use crate::error::Language;

impl FromRequest for Language {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let asked = req.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        std::future::ready(Ok(Self::negotiate(asked)))
    }
}
