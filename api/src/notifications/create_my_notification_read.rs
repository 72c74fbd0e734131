//! Somebody has seen what they were told.

use actix_web::{post, web::Data};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx, sql},
    http::{Answer, Json, Problem, Query, query::NoParameters},
    ids::NotificationId,
    state::State,
};

/// Up to where somebody has read.
#[derive(Clone, Copy, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"up_to": "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"}))]
pub struct CreateMyNotificationRead {
    /// The newest notification that was seen: it, and those before it, count as read.
    up_to: NotificationId,
}

/// How many are not read now.
#[derive(Serialize, ToSchema, QueryableByName)]
pub struct NotificationRead {
    #[diesel(sql_type = BigInt)]
    #[schema(minimum = 0, example = 0)]
    pub unread: i64,
}

#[utoipa::path(
    tag = "identity",
    summary = "Mark one's notifications as read",
    description = "Those up to and with this one. What was told since stays unread.",
    responses((status = 201, description = "Marked", body = NotificationRead)),
)]
#[post("/v1/me/notification-reads")]
pub async fn create_my_notification_read(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateMyNotificationRead>,
) -> Result<Answer, Problem> {
    let (CreateMyNotificationRead { up_to }, now) = (body.value, state.clock.now());
    let write = async move |tx: &mut Tx| {
        sql("update notifications set read_at = ")
            .bind::<Timestamptz, _>(now)
            .push(" where read_at is null and account_id = ")
            .bind::<SqlUuid, _>(account.id)
            .push(" and id <= ")
            .bind::<SqlUuid, _>(up_to)
            .execute(tx)
            .await?;
        let left = sql("select count(*) as unread from notifications where read_at is null and account_id = ");
        let left: NotificationRead = left.bind::<SqlUuid, _>(account.id).get_result(tx).await?;
        let answer = Answer::ok(&left)?.status(201);
        Ok(Emitted::new(Event::new("account.notifications_read", Kind::Account, account.id.0, 1), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}
