//! The single-page site, from memory: its files under names that never change meaning, its page for every other path.

use std::{
    collections::{HashMap, HashSet},
    io,
    path::Path,
};

use actix_web::{HttpResponse, http::header};
use bytes::Bytes;
use serde::Deserialize;

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
        let mut frame = Frame::cut(&page).ok_or_else(|| io::Error::other("its index.html lacks the marks of head and main"))?;
        if let Some(manifest) = files.get("/.vite/manifest.json") {
            frame.parts = parts(&serde_json::from_slice(&manifest.bytes)?);
        }
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
    body: String,
    end: String,
    parts: Vec<Part>,
}

/// What a route of the site is made of besides what every page needs.
#[derive(Clone)]
struct Part {
    /// The segments of its path; `$` stands for any.
    path: Vec<String>,
    links: String,
}

/// A chunk, as the build's manifest tells of it.
#[derive(Deserialize)]
struct Chunk {
    file: String,
    #[serde(default)]
    imports: Vec<String>,
    #[serde(default)]
    css: Vec<String>,
}

impl Frame {
    fn cut(page: &str) -> Option<Self> {
        let (beginning, rest) = page.split_once("<!--page:head-->")?;
        let (_, rest) = rest.split_once("<!--/page:head-->")?;
        let (middle, rest) = rest.split_once("<!--page:main-->")?;
        let (_, end) = rest.split_once("<!--/page:main-->")?;
        // The styles of a page come after those of all pages.
        let (middle, body) = middle.split_at(middle.find("</head>").unwrap_or(middle.len()));
        let [beginning, middle, body, end] = [beginning, middle, body, end].map(str::to_owned);
        Some(Self { beginning, middle, body, end, parts: vec![] })
    }

    /// The page at `path`: what its route needs is fetched with the first, not when the site finds out that it needs it.
    pub fn around(&self, path: &str, head: &str, main: &str) -> String {
        [&self.beginning, head, &self.middle, &self.links(path), &self.body, main, &self.end].concat()
    }

    /// Those of the route that says most of the path in its own words; a layout and the page within it say the same.
    fn links(&self, path: &str) -> String {
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let fits: Vec<&Part> = self.parts.iter().filter(|part| part.fits(&segments)).collect();
        let open = |part: &Part| part.path.iter().filter(|segment| *segment == ANY).count();
        let fewest = fits.iter().map(|part| open(part)).min();
        fits.iter().filter(|part| Some(open(part)) == fewest).map(|part| part.links.as_str()).collect()
    }
}

const ANY: &str = "$";

impl Part {
    fn fits(&self, segments: &[&str]) -> bool {
        self.path.len() == segments.len() && self.path.iter().zip(segments).all(|(own, other)| own == ANY || own == other)
    }
}

/// The routes that have a page of their own, from the names of their files: `annuaire.$slug`, `totems.index`.
fn parts(manifest: &HashMap<String, Chunk>) -> Vec<Part> {
    let mut first = vec![];
    closure(manifest, "index.html", &mut HashSet::new(), &mut first);
    let part = |key: &String| {
        let name = key.strip_prefix("src/routes/")?.split_once(".tsx?")?.0;
        // A layout without a path of its own is no page.
        if name.rsplit('.').next()?.starts_with('_') {
            return None;
        }
        let names = name.split('.').filter(|segment| *segment != "index" && !segment.starts_with('_'));
        let path = names.map(|segment| if segment.starts_with('$') { ANY } else { segment }.to_owned()).collect();
        let mut own = vec![];
        closure(manifest, key, &mut first.iter().copied().collect(), &mut own);
        let mut links = String::new();
        for chunk in own.into_iter().filter_map(|key| manifest.get(key)) {
            for file in &chunk.css {
                links.push_str(&format!("<link rel=\"stylesheet\" crossorigin href=\"/{file}\">"));
            }
            links.push_str(&format!("<link rel=\"modulepreload\" crossorigin href=\"/{}\">", chunk.file));
        }
        Some(Part { path, links })
    };
    manifest.keys().filter_map(part).collect()
}

/// A chunk after all that it imports, as styles want to be ordered.
fn closure<'a>(manifest: &'a HashMap<String, Chunk>, key: &'a str, seen: &mut HashSet<&'a str>, into: &mut Vec<&'a str>) {
    if !seen.insert(key) {
        return;
    }
    for next in manifest.get(key).iter().flat_map(|chunk| &chunk.imports) {
        closure(manifest, next, seen, into);
    }
    into.push(key);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A built site of two routes that share a piece with styles.
    fn frame() -> Frame {
        let manifest = serde_json::json!({
            "index.html": { "file": "assets/site.js", "css": ["assets/site.css"], "imports": ["_vendor.js"] },
            "_vendor.js": { "file": "assets/vendor.js" },
            "_card.js": { "file": "assets/card.js", "css": ["assets/card.css"], "imports": ["index.html"] },
            "src/routes/annuaire.$slug.tsx?tsr-split=component": {
                "file": "assets/record.js", "css": ["assets/record.css"], "imports": ["_vendor.js", "_card.js"]
            },
            "src/routes/_member.tsx?tsr-split=component": { "file": "assets/member.js" },
            "src/routes/index.tsx?tsr-split=component": { "file": "assets/home.js" },
            "src/routes/annuaire.proposer.tsx?tsr-split=component": { "file": "assets/propose.js", "imports": ["_card.js"] },
        });
        let page = "<head><!--page:head--><!--/page:head--><link href=\"/assets/site.css\"></head>\
             <body><!--page:main--><!--/page:main--></body>";
        Frame { parts: parts(&serde_json::from_value(manifest).unwrap()), ..Frame::cut(page).unwrap() }
    }

    #[test]
    fn what_a_route_needs_comes_after_what_every_page_needs() {
        let page = frame().around("/annuaire/atelier", "<title>Atelier</title>", "<main>Atelier</main>");
        let expected = "<head><title>Atelier</title><link href=\"/assets/site.css\">\
            <link rel=\"stylesheet\" crossorigin href=\"/assets/card.css\"><link rel=\"modulepreload\" crossorigin href=\"/assets/card.js\">\
            <link rel=\"stylesheet\" crossorigin href=\"/assets/record.css\"><link rel=\"modulepreload\" crossorigin href=\"/assets/record.js\">\
            </head><body><main>Atelier</main></body>";
        assert_eq!(page, expected);
    }

    #[test]
    fn the_route_is_that_of_the_path() {
        let frame = frame();
        assert!(
            frame.links("/annuaire/proposer").contains("propose.js") && !frame.links("/annuaire/proposer").contains("record")
        );
        assert_eq!(frame.links("/"), "<link rel=\"modulepreload\" crossorigin href=\"/assets/home.js\">");
        assert_eq!(frame.links("/annuaire"), "");
        assert_eq!(frame.links("/annuaire/atelier/photos"), "");
    }
}
