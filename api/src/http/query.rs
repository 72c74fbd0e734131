//! Query strings: each parameter known, none twice unless it is a list, each value of its type.

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use garde::Validate;
use serde::de::DeserializeOwned;

use super::{FieldError, Problem, serde_words};
use crate::error::{ErrorCode, FieldCode};

/// The parameters of an operation. A list is given by repeating its name.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Validate<Context = ()>> FromRequest for Query<T> {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(parse(req.query_string()).map(Self))
    }
}

fn parse<T: DeserializeOwned + Validate<Context = ()>>(query: &str) -> Result<T, Problem> {
    let parsed: Result<T, _> =
        serde_path_to_error::deserialize(serde_html_form::Deserializer::new(url::form_urlencoded::parse(query.as_bytes())));
    let value = parsed.map_err(|error| {
        let path = error.path().to_string();
        let reading = serde_words::read(&error.into_inner().to_string());
        let name = reading.member.clone().unwrap_or_else(|| path.split(['.', '[']).next().unwrap_or_default().to_owned());
        let times = url::form_urlencoded::parse(query.as_bytes()).filter(|(known, _)| *known == name).count();
        if reading.code == FieldCode::WrongType && times > 1 {
            return Problem::parameter(ErrorCode::InvalidParameter, FieldError::parameter(name, FieldCode::Repeated));
        }
        let code = match reading.code {
            FieldCode::UnknownMember => ErrorCode::UnknownParameter,
            _ => ErrorCode::InvalidParameter,
        };
        Problem::parameter(code, FieldError::parameter(name, reading.code).with(reading.particulars))
    })?;
    if let Err(report) = value.validate()
        && let Some((path, error)) = report.iter().next()
    {
        let reading = serde_words::read(error.message());
        let error = FieldError::parameter(path.to_string(), reading.code).with(reading.particulars);
        return Err(Problem::parameter(ErrorCode::InvalidParameter, error));
    }
    Ok(value)
}

/// For operations without parameters: any is unknown.
#[derive(serde::Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct NoParameters {}
