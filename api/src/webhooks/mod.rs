//! Webhooks (Standard Webhooks 1.0.0): addresses that are told when something has changed, so that nobody has to ask again
//! and again. What is sent says only what to fetch; at least once, in no promised order.
//!
//! Who may hear of what: everybody who registers one, people and machine clients that read the directory, of the records
//! of the directory that are public; an account besides of its own requests and of its own saved searches. A machine client
//! acts for nobody, and so hears of nothing that is somebody's.

mod attempts;
mod create;
mod delete;
mod dispatch;
mod get;
mod list;
mod list_deliveries;
mod model;
mod queries;
mod recoveries;
mod secrets;
mod send;
mod signature;
mod target;
mod tests_sent;
mod update;

use crate::{
    auth::Actor,
    error::ErrorCode,
    http::Problem,
    ids::{AccountId, ApiClientId},
    openapi::ServiceConfig,
};

pub use dispatch::run;
pub use model::DisabledReason;
pub use queries::{Leased, Outcome, forget, give_out, lease, recover};
pub use send::Sender;

/// So many an account or a machine client may have.
pub const MOST: i64 = 20;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_webhooks)
        .service(create::create_webhook)
        .service(get::get_webhook)
        .service(update::update_webhook)
        .service(delete::delete_webhook)
        .service(secrets::create_webhook_secret)
        .service(tests_sent::create_webhook_test)
        .service(list_deliveries::list_webhook_deliveries)
        .service(attempts::create_webhook_attempt)
        .service(recoveries::create_webhook_recovery);
}

/// Whose webhooks somebody sees: a person's are their own and those of their machine clients.
#[derive(Clone, Copy)]
enum Owner {
    Account(AccountId),
    Client { id: ApiClientId, owner: AccountId },
}

impl Owner {
    /// The policy has let nobody else through.
    fn of(actor: &Actor) -> Result<Self, Problem> {
        match actor {
            Actor::Account(account) => Ok(Self::Account(account.id)),
            Actor::Client(client) => Ok(Self::Client { id: client.id, owner: client.owner }),
            Actor::Anonymous | Actor::Link { .. } => Err(ErrorCode::AuthenticationRequired.into()),
        }
    }
}
