//! What no route took: 405 with `Allow` where the path is known, OPTIONS answered, else 404.
//!
//! The routing macros guard the resource by its method, so a wrong method would otherwise look like a wrong path.

use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    dev::ResourceDef,
    http::{Method, header},
};

use super::Problem;
use crate::{error::ErrorCode, openapi::Operation};

/// The paths of the document with their methods, and those beside it, which are read alone.
pub struct Fallback(Vec<(ResourceDef, String)>);

impl Fallback {
    pub fn new(operations: &[Operation], read_alone: &[&str]) -> Self {
        let mut paths: Vec<(String, Vec<&str>)> = vec![];
        for operation in operations {
            match paths.iter_mut().find(|(path, _)| *path == operation.path) {
                Some((_, methods)) => methods.push(operation.method.as_str()),
                None => paths.push((operation.path.clone(), vec![operation.method.as_str()])),
            }
        }
        paths.extend(read_alone.iter().map(|path| ((*path).to_owned(), vec!["GET"])));
        let route = |(path, mut methods): (String, Vec<&str>)| {
            if methods.contains(&"GET") {
                methods.push("HEAD");
            }
            methods.push("OPTIONS");
            (ResourceDef::new(path), methods.join(", "))
        };
        Self(paths.into_iter().map(route).collect())
    }

    fn methods(&self, path: &str) -> Option<String> {
        // A path that is written so in the document is that one only, whatever else a parameter might stand for.
        if let Some((_, methods)) = self.0.iter().find(|(route, _)| route.pattern() == Some(path)) {
            let mut methods: Vec<&str> = methods.split(", ").collect();
            methods.sort_unstable();
            return Some(methods.join(", "));
        }
        let all: Vec<&str> =
            self.0.iter().filter(|(route, _)| route.is_match(path)).map(|(_, methods)| methods.as_str()).collect();
        (!all.is_empty()).then(|| {
            let mut union: Vec<&str> = all.iter().flat_map(|methods| methods.split(", ")).collect();
            union.sort_unstable();
            union.dedup();
            union.join(", ")
        })
    }

    /// The answer to a known path with a method that it has not; nothing where the path is unknown.
    pub fn answer(&self, req: &HttpRequest) -> Option<HttpResponse> {
        let allow = self.methods(req.match_info().as_str())?;
        if req.method() == Method::OPTIONS {
            return Some(HttpResponse::NoContent().insert_header((header::ALLOW, allow)).finish());
        }
        let mut response = Problem::new(ErrorCode::MethodNotAllowed).error_response();
        if let Ok(allow) = allow.parse() {
            response.headers_mut().insert(header::ALLOW, allow);
        }
        Some(response)
    }
}
