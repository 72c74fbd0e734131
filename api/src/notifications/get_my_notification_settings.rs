//! What somebody is written to about.

use actix_web::{get, web::Data};

use super::settings::{self, NotificationSetting};
use crate::{
    auth::Account,
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Get one's notification settings",
    description = "What one is told, by each channel; all of it is on unless it was switched off. Channels are added over time. What \
        keeps the account safe is `locked`.",
    responses((status = 200, description = "The settings", body = Listing<NotificationSetting>)),
)]
#[get("/v1/me/notification-settings")]
pub async fn get_my_notification_settings(
    account: Account,
    state: Data<State>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    Listing::whole(settings::of(&state, account.id).await?).answer()
}
