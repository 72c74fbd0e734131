//! Bodies that are pictures. What they hold is looked at by whoever takes them.

use actix_web::{FromRequest, HttpRequest, dev::Payload};

use super::json::{Extraction, arrive};

/// A picture larger than this is refused before it is read.
pub const PICTURE_LIMIT: usize = 5_000_000;

/// The bytes of a picture as they came.
pub struct PictureBody(pub Vec<u8>);

impl FromRequest for PictureBody {
    type Error = super::Problem;
    type Future = Extraction<Self>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = arrive(&["image/png", "image/jpeg", "image/webp"], PICTURE_LIMIT, req, payload);
        Box::pin(async { body.await.map(Self) })
    }
}
