//! Where the slices put their operations.

use actix_web::{Route, dev::HttpServiceFactory, web};
use utoipa::openapi::{OpenApi, Paths, RefOr, Schema};
use utoipa_actix_web::OpenApiFactory;

/// Serves the operations, or describes them: never both, for describing takes a hundred times as long and touches most
/// of the program, and each of the service's workers has routes of its own.
pub enum ServiceConfig<'a> {
    Served(&'a mut web::ServiceConfig),
    Described(&'a mut Descriptions),
    /// Without the shapes of what goes in and comes out, which are most of a description.
    Listed(&'a mut Paths),
}

#[derive(Default)]
pub struct Descriptions {
    paths: Paths,
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl ServiceConfig<'_> {
    pub fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, operation: F) -> &mut Self {
        match self {
            Self::Served(config) => {
                config.service(operation);
            }
            Self::Described(Descriptions { paths, schemas }) => {
                paths.merge(operation.paths());
                operation.schemas(schemas);
            }
            Self::Listed(paths) => paths.merge(operation.paths()),
        }
        self
    }

    /// What belongs to no operation and is not described.
    pub fn route(&mut self, path: &str, route: Route) -> &mut Self {
        if let Self::Served(config) = self {
            config.route(path, route);
        }
        self
    }
}

impl Descriptions {
    pub fn fill(self, document: &mut OpenApi) {
        document.paths.merge(self.paths);
        document.components.get_or_insert_default().schemas.extend(self.schemas);
    }
}
