//! Forms, which OAuth's requests are. No other operation takes them.

use std::collections::HashMap;

use actix_web::{FromRequest, HttpRequest, dev::Payload};

use super::{
    Problem,
    json::{BODY_LIMIT, Extraction, arrive},
};
use crate::error::ErrorCode;

/// The parameters of a form, none of them twice (RFC 6749, 3.2). One without a value is none; unknown ones are ignored.
pub struct Form(HashMap<String, String>);

impl FromRequest for Form {
    type Error = Problem;
    type Future = Extraction<Self>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = arrive(&["application/x-www-form-urlencoded"], BODY_LIMIT, req, payload);
        Box::pin(async { parse(&body.await?) })
    }
}

fn parse(bytes: &[u8]) -> Result<Form, Problem> {
    let mut form = HashMap::new();
    for (name, value) in url::form_urlencoded::parse(bytes) {
        if form.insert(name.into_owned(), value.into_owned()).is_some() {
            return Err(ErrorCode::InvalidRequest.into());
        }
    }
    form.retain(|_, value| !value.is_empty());
    Ok(Form(form))
}

impl Form {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}
