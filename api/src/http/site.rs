//! The single-page site, from memory: its files under names that never change meaning, its page for every other path.

use std::{collections::HashMap, io, path::Path};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, header},
};
use bytes::Bytes;

/// The built site; empty when there is none.
#[derive(Clone, Default)]
pub struct Site {
    files: HashMap<String, File>,
}

#[derive(Clone)]
struct File {
    media_type: &'static str,
    bytes: Bytes,
}

/// Paths that belong to the API and to operations, where a missing page is a problem document.
const NOT_PAGES: &[&str] =
    &["/v1/", "/v1", "/oauth/", "/hsds/", "/.well-known/", "/openapi", "/docs", "/livez", "/readyz", "/metrics"];

impl Site {
    pub fn load(root: &Path) -> io::Result<Self> {
        let mut files = HashMap::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(name) = path.strip_prefix(root) {
                    let name = format!("/{}", name.to_string_lossy().replace('\\', "/"));
                    files.insert(name, File { media_type: media_type(&path), bytes: std::fs::read(&path)?.into() });
                }
            }
        }
        Ok(Self { files })
    }

    /// A file, or the page of the site for a path of its own.
    pub fn answer(&self, req: &HttpRequest) -> Option<HttpResponse> {
        let path = req.match_info().as_str();
        let reading = matches!(*req.method(), Method::GET | Method::HEAD);
        if !reading || NOT_PAGES.iter().any(|prefix| path.starts_with(prefix)) {
            return None;
        }
        if let Some(file) = self.files.get(path).filter(|_| path != "/index.html") {
            let keep = if path.starts_with("/assets/") { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
            return Some(send(file, keep));
        }
        let looks_like_a_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        let page = self.files.get("/index.html").filter(|_| !looks_like_a_file)?;
        Some(send(page, "no-cache"))
    }
}

fn send(file: &File, keep: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, file.media_type))
        .insert_header((header::CACHE_CONTROL, keep))
        .body(file.bytes.clone())
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
