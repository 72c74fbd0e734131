//! Somebody says what they want to be told.

use actix_web::{patch, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::settings::{self, NotificationChannel, NotificationKind, NotificationSetting};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::FieldCode,
    http::{Answer, FieldError, Listing, MergePatch, Problem, Query, query::NoParameters},
    state::State,
};

/// What is to change; what is not named stays.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"settings": [{"kind": "request_received", "channel": "mail", "enabled": false}]}))]
pub struct UpdateNotificationSettings {
    #[garde(length(min = 1, max = 20))]
    #[garde(dive)]
    #[schema(min_items = 1, max_items = 20)]
    settings: Vec<SettingChange>,
}

/// One of them.
#[derive(Clone, Copy, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct SettingChange {
    kind: NotificationKind,
    channel: NotificationChannel,
    enabled: bool,
}

#[utoipa::path(
    tag = "identity",
    summary = "Change one's notification settings",
    description = "Acts on the next letter. What keeps the account safe cannot be switched off.",
    request_body(content = UpdateNotificationSettings, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The settings", body = Listing<NotificationSetting>)),
)]
#[patch("/v1/me/notification-settings")]
pub async fn update_my_notification_settings(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: MergePatch<UpdateNotificationSettings>,
) -> Result<Answer, Problem> {
    let changes = body.0.value.settings;
    let locked = (0..).zip(&changes).filter(|(_, change)| change.kind.is_locked());
    let errors: Vec<FieldError> =
        locked.map(|(place, _): (usize, _)| FieldError::body(format!("/settings/{place}/kind"), FieldCode::NotAllowed)).collect();
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    let write = async move |tx: &mut Tx| {
        for SettingChange { kind, channel, enabled } in &changes {
            settings::set(tx, account.id, *kind, *channel, *enabled).await?;
        }
        let answer = Listing::whole(settings::of_in(tx, account.id).await?).answer()?;
        Ok(Emitted::new(Event::new("account.notifications_changed", Kind::Account, account.id.0, 1), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}
