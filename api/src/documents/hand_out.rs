//! The bytes of a file, once it is known to be clean.

use std::{fs::File, io::Read};

use actix_web::{
    HttpResponse,
    body::SizedStream,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ContentEncoding},
};
use bytes::Bytes;

use super::{model::DocumentStatus, storage};
use crate::{audit, db::Origin, error::ErrorCode, http::Problem, ids::DocumentId, state::State};

/// Bytes read at a time.
const PART: usize = 64 << 10;

/// Nothing before the virus scanner has found it clean.
pub async fn hand_out(
    state: &State,
    origin: &Origin,
    id: DocumentId,
    status: DocumentStatus,
    name: &str,
    size: i64,
) -> Result<HttpResponse, Problem> {
    match status {
        DocumentStatus::Clean | DocumentStatus::Unscanned => {}
        DocumentStatus::Pending => return Err(ErrorCode::DocumentPending.into()),
        DocumentStatus::Infected => return Err(ErrorCode::DocumentInfected.into()),
    }
    let folder = state.settings.files_dir.clone();
    let file = actix_web::web::block(move || storage::open(&folder, id)).await.map_err(|_| ErrorCode::InternalError)?;
    let file = file.map_err(|error| {
        log::error!("the file of document {id} cannot be read: {error}");
        Problem::new(ErrorCode::InternalError)
    })?;
    audit::note(state, origin, "document.downloaded", ("document", Some(id.0)), None);
    let size = u64::try_from(size).unwrap_or_default();
    Ok(HttpResponse::Ok()
        // Never what a browser would show in its place.
        .insert_header((CONTENT_TYPE, "application/octet-stream"))
        .insert_header((CONTENT_DISPOSITION, disposition(name)))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header(("cross-origin-resource-policy", "same-origin"))
        .insert_header(ContentEncoding::Identity)
        .body(SizedStream::new(size, parts(file))))
}

/// Saved under its name, and not shown (RFC 6266, RFC 8187).
fn disposition(name: &str) -> String {
    use std::fmt::Write;
    name.bytes().fold("attachment; filename*=UTF-8''".to_owned(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

/// Read off the workers, a part at a time.
fn parts(file: File) -> impl futures_util::Stream<Item = std::io::Result<Bytes>> {
    futures_util::stream::unfold(Some(file), async |file| {
        let mut file = file?;
        let read = actix_web::web::block(move || {
            let mut part = vec![0; PART];
            file.read(&mut part).map(|length| {
                part.truncate(length);
                (part, file)
            })
        });
        match read.await {
            Ok(Ok((part, _))) if part.is_empty() => None,
            Ok(Ok((part, file))) => Some((Ok(Bytes::from(part)), Some(file))),
            Ok(Err(error)) => Some((Err(error), None)),
            Err(_) => Some((Err(std::io::ErrorKind::Interrupted.into()), None)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_nothing_but_a_name_in_the_header() {
        assert_eq!(disposition("Été \"1\"\r\n;.pdf"), "attachment; filename*=UTF-8''%C3%89t%C3%A9%20%221%22%0D%0A%3B.pdf");
    }
}
