//! The single-page site, from memory: its files under names that never change meaning, its page for every other path.

use std::{collections::HashMap, io, path::Path};

use actix_web::{HttpResponse, http::header};
use bytes::Bytes;

/// The built site; empty when there is none.
#[derive(Clone, Default)]
pub struct Site {
    files: HashMap<String, File>,
    frame: Option<Frame>,
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
        let page = files.remove("/index.html").map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).unwrap_or_default();
        let frame = Frame::cut(&page).ok_or_else(|| io::Error::other("its index.html lacks the marks of head and main"))?;
        Ok(Self { files, frame: Some(frame) })
    }

    /// A file of the site.
    pub fn file(&self, path: &str) -> Option<HttpResponse> {
        let file = self.files.get(path)?;
        let keep = if path.starts_with("/assets/") { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
        let response = HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, file.media_type))
            .insert_header((header::CACHE_CONTROL, keep))
            .body(file.bytes.clone());
        Some(response)
    }

    /// The frame of a page, where the path may be one.
    pub fn frame(&self, path: &str) -> Option<&Frame> {
        let looks_like_a_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        let other = NOT_PAGES.iter().any(|prefix| path.starts_with(prefix));
        self.frame.as_ref().filter(|_| !looks_like_a_file && !other)
    }
}

/// The built page, cut where the first HTML of a page is put in.
#[derive(Clone)]
pub struct Frame {
    beginning: String,
    middle: String,
    end: String,
}

impl Frame {
    fn cut(page: &str) -> Option<Self> {
        let (beginning, rest) = page.split_once("<!--page:head-->")?;
        let (_, rest) = rest.split_once("<!--/page:head-->")?;
        let (middle, rest) = rest.split_once("<!--page:main-->")?;
        let (_, end) = rest.split_once("<!--/page:main-->")?;
        Some(Self { beginning: beginning.to_owned(), middle: middle.to_owned(), end: end.to_owned() })
    }

    pub fn around(&self, head: &str, main: &str) -> String {
        [&self.beginning, head, &self.middle, main, &self.end].concat()
    }
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
