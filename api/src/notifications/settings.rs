//! What people are written to about, and by which way: what they can switch off, and what they cannot.

use diesel::{
    QueryableByName,
    sql_types::{Bool, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Occasion, RecordOccasion};
use crate::{
    db::{Sight, Sql, Tx, sql},
    http::Problem,
    ids::AccountId,
    state::State,
};

/// What somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    /// A request has arrived.
    RequestReceived,
    /// The Totem writes, asks back, answers or refuses.
    RequestAnswers,
    /// The Totem still waits for one's reply.
    RequestReminders,
    /// At the Totems where one works: a new request, or one that is open again.
    SiteRequests,
    /// At the Totems where one works: somebody has replied.
    SiteReplies,
    /// At the Totems where one works: a deadline is near, or has passed.
    SiteDeadlines,
    /// About records of the directory that one keeps or has proposed, and what regions propose to those who may answer.
    Records,
    /// Whether a record that one keeps is still right.
    RecordConfirmations,
    /// What has come to match the searches that one has saved.
    SavedSearches,
    /// What was booked, or cancelled.
    Bookings,
    /// That the day of a milestone that one sees to is near.
    Milestones,
    /// That one is asked to score a dossier.
    Reviews,
    /// About the account: what keeps it safe, what was asked for, invitations.
    Account,
}

use NotificationKind::{
    Account, Bookings, Milestones, RecordConfirmations, Records, RequestAnswers, RequestReceived, RequestReminders, Reviews,
    SavedSearches, SiteDeadlines, SiteReplies, SiteRequests,
};

impl NotificationKind {
    pub const ALL: [Self; 13] = [
        RequestReceived,
        RequestAnswers,
        RequestReminders,
        SiteRequests,
        SiteReplies,
        SiteDeadlines,
        Records,
        RecordConfirmations,
        SavedSearches,
        Bookings,
        Milestones,
        Reviews,
        Account,
    ];

    pub fn name(self) -> &'static str {
        match self {
            RequestReceived => "request_received",
            RequestAnswers => "request_answers",
            RequestReminders => "request_reminders",
            SiteRequests => "site_requests",
            SiteReplies => "site_replies",
            SiteDeadlines => "site_deadlines",
            Records => "records",
            RecordConfirmations => "record_confirmations",
            SavedSearches => "saved_searches",
            Bookings => "bookings",
            Milestones => "milestones",
            Reviews => "reviews",
            Account => "account",
        }
    }

    /// A database that holds another word was changed by hand.
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.name() == name).unwrap_or(Account)
    }

    /// Whoever switched it off would not learn that somebody else is in their account.
    pub fn is_locked(self) -> bool {
        self == Account
    }

    pub fn of_record(occasion: RecordOccasion) -> Self {
        if occasion == RecordOccasion::Confirm { RecordConfirmations } else { Records }
    }

    pub fn of(occasion: Occasion) -> Self {
        match occasion {
            Occasion::Confirm => Account,
            Occasion::Submitted => RequestReceived,
            Occasion::Message
            | Occasion::AskedBack
            | Occasion::Answered
            | Occasion::Rejected
            | Occasion::HandedOver
            | Occasion::Merged
            | Occasion::Expired
            | Occasion::FileInfected
            | Occasion::MailRefused
            | Occasion::Closed => RequestAnswers,
            Occasion::NewRequest | Occasion::Reopened | Occasion::TakenOver => SiteRequests,
            Occasion::Reply => SiteReplies,
            Occasion::DueSoon | Occasion::Overdue | Occasion::Escalated => SiteDeadlines,
            Occasion::Waiting | Occasion::Unsent => RequestReminders,
        }
    }
}

/// By which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotificationChannel {
    Mail,
    /// In the list of notifications on the site.
    Site,
}

impl NotificationChannel {
    pub const ALL: [Self; 2] = [Self::Mail, Self::Site];

    pub fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Site => "site",
        }
    }
}

/// What somebody is told, by each way there is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NotificationSetting {
    pub kind: NotificationKind,
    pub channels: Vec<ChannelSetting>,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct ChannelSetting {
    pub channel: NotificationChannel,
    #[schema(example = true)]
    pub enabled: bool,
    /// It cannot be switched off, for the account's own safety.
    #[schema(example = false)]
    pub locked: bool,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    channel: String,
    #[diesel(sql_type = Bool)]
    enabled: bool,
}

fn stored(account: AccountId) -> Sql {
    sql("select kind, channel, enabled from notification_settings where account_id = ").bind::<SqlUuid, _>(account)
}

/// Everything is on unless somebody has switched it off.
fn complete(rows: &[Row]) -> Vec<NotificationSetting> {
    let channel = |kind: NotificationKind, channel: NotificationChannel| {
        let row = rows.iter().find(|row| row.kind == kind.name() && row.channel == channel.name());
        let locked = kind.is_locked();
        ChannelSetting { channel, enabled: locked || row.is_none_or(|row| row.enabled), locked }
    };
    let setting = |kind: NotificationKind| NotificationSetting {
        kind,
        // What is about the account itself is not for whoever sits in front of the site.
        channels: NotificationChannel::ALL
            .into_iter()
            .filter(|way| *way == NotificationChannel::Mail || !kind.is_locked())
            .map(|way| channel(kind, way))
            .collect(),
    };
    NotificationKind::ALL.map(setting).to_vec()
}

pub async fn of(state: &State, account: AccountId) -> Result<Vec<NotificationSetting>, Problem> {
    let statement = stored(account);
    let rows = state.db.read_as(Sight::own(account), async |connection| statement.load(connection).await).await?;
    Ok(complete(&rows))
}

pub async fn of_in(tx: &mut Tx, account: AccountId) -> Result<Vec<NotificationSetting>, Problem> {
    Ok(complete(&stored(account).load::<Row>(tx).await?))
}

pub async fn set(
    tx: &mut Tx,
    account: AccountId,
    kind: NotificationKind,
    channel: NotificationChannel,
    enabled: bool,
) -> Result<(), Problem> {
    sql("insert into notification_settings (account_id, kind, channel, enabled) values (")
        .bind::<SqlUuid, _>(account)
        .push(", ")
        .bind::<Text, _>(kind.name())
        .push(", ")
        .bind::<Text, _>(channel.name())
        .push(", ")
        .bind::<Bool, _>(enabled)
        .push(
            ") on conflict on constraint notification_settings_key do update set enabled = excluded.enabled, updated_at = now()",
        )
        .execute(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_an_account_safe_is_on_whatever_a_row_says() {
        let row = |kind: NotificationKind| Row { kind: kind.name().to_owned(), channel: "mail".to_owned(), enabled: false };
        let settings = complete(&[row(Account), row(SiteReplies)]);
        let off: Vec<_> = settings.iter().filter(|one| !one.channels[0].enabled).map(|one| one.kind.name()).collect();
        assert_eq!(off, [SiteReplies.name()]);
    }
}
