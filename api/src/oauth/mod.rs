//! What a program needs to get and to check tokens, by the names that OAuth gives it.

mod get_jwks;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_jwks::get_jwks);
}
