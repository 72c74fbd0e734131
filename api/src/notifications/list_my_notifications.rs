//! What somebody was told, on the site.

use actix_web::{get, web::Data};
use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::settings::NotificationKind;
use crate::{
    auth::Account,
    db::sql,
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    ids::NotificationId,
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListMyNotifications {
    /// Only those that were not read.
    #[serde(default)]
    #[garde(skip)]
    #[param(required = false, example = true)]
    unread: bool,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

/// What somebody was told, and where it leads.
#[derive(Serialize, ToSchema)]
pub struct Notification {
    pub id: NotificationId,
    pub kind: NotificationKind,
    /// In the language that the account had then.
    #[schema(example = "Une réponse à votre demande MTZ-7K3Q-9F2A")]
    pub subject: String,
    /// The page of the site.
    #[schema(example = "/demandes/01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")]
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: NotificationId,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    subject: String,
    #[diesel(sql_type = Text)]
    path: String,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    read_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
}

impl From<Row> for Notification {
    fn from(Row { id, kind, subject, path, read_at, created_at }: Row) -> Self {
        Self { id, kind: NotificationKind::from_name(&kind), subject, path, read_at, created_at }
    }
}

#[utoipa::path(
    tag = "identity",
    summary = "List one's notifications",
    description = "What the account was told in the last 90 days, the newest first: the subjects of letters, whether or not they were sent \
        by mail, unless the channel `site` is switched off for their kind.",
    params(ListMyNotifications),
    responses((status = 200, description = "A page of notifications", body = Listing<Notification>)),
)]
#[get("/v1/me/notifications")]
pub async fn list_my_notifications(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListMyNotifications>,
) -> Result<Answer, Problem> {
    let ListMyNotifications { unread, limit, cursor } = query.0;
    let after: Option<NotificationId> = pages.after(cursor.as_deref())?;
    let mut statement = sql("select id, kind, subject, path, read_at, created_at from notifications where account_id = ")
        .bind::<SqlUuid, _>(account.id);
    if unread {
        statement = statement.push(" and read_at is null");
    }
    if let Some(after) = after {
        statement = statement.push(" and id < ").bind::<SqlUuid, _>(after);
    }
    let statement = statement.push(" order by id desc limit ").bind::<BigInt, _>(limit.0 + 1);
    let rows: Vec<Row> = state.db.read_as(&account, async |connection| statement.load(connection).await).await?;
    pages.answer(rows, limit, |row| row.id, None, Notification::from)
}
