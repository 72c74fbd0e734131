//! Path parameters: what is no id and no slug names nothing, so it is 404.

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::de::DeserializeOwned;

use super::Problem;
use crate::error::ErrorCode;

/// The `{…}` of a path.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Path<T> {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        #[expect(clippy::disallowed_types, reason = "ours is made of it")]
        let value = actix_web::web::Path::<T>::extract(req).into_inner();
        std::future::ready(value.map(|value| Self(value.into_inner())).map_err(|_| ErrorCode::NotFound.into()))
    }
}
