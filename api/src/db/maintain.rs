//! Upkeep: bookkeeping that nobody sees, each task one statement of this list. Everything else goes through `db.write`.

use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Binary, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::{Db, Lease, Sight, Sql, send, sql, tx::say};
use crate::{audit::Seal, http::Problem, webhooks};

/// The bookkeeping there is, and the tables it may touch: `outbox`, `idempotency_keys`, `sessions`, `refresh_tokens`,
/// `client_tokens`, `client_assertions`, `account_links`, `sign_in_attempts`, `sign_in_challenges`, `totp_factors`,
/// `invitations`, `organization_claims`, `organization_confirmations`, `exports`, `imports`, `saved_searches`,
/// `organization_versions`, `bookings`, `projects`, `drafts`, `request_documents`, `evidence_files`, `removed_files`, `reply_addresses`, `notifications`,
/// `change_log`, `feed`, `feed_head`, `feed_purges`, `webhooks`, `webhook_events`, `webhook_deliveries`, and what only grows:
/// `audit_log`, `audit_seals`, `consents`.
pub enum Upkeep {
    /// A session was used.
    SessionSeen {
        id: crate::ids::SessionId,
        at: chrono::DateTime<chrono::Utc>,
    },
    /// A pair of tokens is in the hands of whoever it was given to.
    PairUsed {
        id: crate::ids::PairId,
        at: chrono::DateTime<chrono::Utc>,
    },
    /// A client authenticated itself by what it signed; nothing changes when it had done so before.
    AssertionUsed {
        client: crate::ids::ApiClientId,
        jti_hash: Vec<u8>,
        expires: chrono::DateTime<chrono::Utc>,
    },
    ForgetAssertions {
        now: chrono::DateTime<chrono::Utc>,
    },
    ForgetClientTokens {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// A waiting message went out.
    Sent {
        id: Uuid,
    },
    /// The last message to somebody who has left went out, and nothing may remember it.
    SentLast {
        id: Uuid,
    },
    /// A waiting message did not go out; it is tried again after these seconds.
    NotSent {
        id: Uuid,
        retry_in: i32,
        error: String,
    },
    /// A letter to several people has left for one of them.
    SentTo {
        id: Uuid,
        account: crate::ids::AccountId,
    },
    /// Letters that wait for the mail server, as if they had not been taken.
    NotTried {
        ids: Vec<Uuid>,
        error: String,
    },
    /// Something was refused.
    Noted(Noted),
    /// Rows of the audit log are sealed.
    Sealed(Seal),
    /// Keys are kept for a day.
    ForgetKeys,
    /// Sent messages are kept for a week, ended sessions not at all; what could not be sent for a month is given up.
    ForgetSent,
    ForgetSessions {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// Answered invitations, and those that nobody answered, are kept for 90 days.
    ForgetInvitations {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// Claims are kept for 90 days after their decision, and as long after their link if nobody opened it.
    ForgetClaims {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// Links that ask whether a record is still right; once they are gone, one may be asked again.
    ForgetConfirmations {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// A copy of somebody's data has come so far.
    ExportProgress {
        id: crate::ids::ExportId,
        done: i32,
        total: i32,
    },
    /// A copy could not be made.
    ExportFailed {
        id: crate::ids::ExportId,
        expires: chrono::DateTime<chrono::Utc>,
    },
    /// Copies are kept for a week.
    ForgetExports {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// Consents that no longer hold are kept for five years, in the same manner as the audit log.
    ForgetConsents,
    /// Imports are kept for 90 days after their end; one that its command line has left behind a day ago has none to wait for.
    ForgetImports {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// The audit log is kept for a year: a function of its owner is the only way to take from it.
    ForgetAudit,
    /// Somebody is sent to a provider of sign-in.
    AttemptBegun {
        token_hash: Vec<u8>,
        provider: String,
        account: Option<crate::ids::AccountId>,
        expires: chrono::DateTime<chrono::Utc>,
    },
    /// They came back as somebody whom no account knows yet.
    AttemptProven {
        token_hash: Vec<u8>,
        provider: String,
        issuer: String,
        subject: String,
        expires: chrono::DateTime<chrono::Utc>,
    },
    ForgetAttempts {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// Links in mails about accounts that nobody opened in time.
    ForgetAccountLinks {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// A browser is asked for a passkey.
    Challenged(Challenged),
    /// Challenges that nobody answered, and apps that nobody confirmed, in time.
    ForgetChallenges {
        now: chrono::DateTime<chrono::Utc>,
    },
    ForgetPendingApps {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// A saved search was looked for, and nothing had come to match.
    SearchLooked(SearchLooked),
    /// A saved search could not be looked for.
    SearchPostponed {
        id: crate::ids::SavedSearchId,
        until: chrono::DateTime<chrono::Utc>,
    },
    /// Versions of records that every saved search has seen the end of; after a month those that one has not, too.
    ForgetVersions,
    /// What others were told of is kept for 90 days: the rows of the change log that have their position, and tombstones.
    ForgetChanges {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// What partner regions confirmed is proof for a year; what they did not stays.
    ForgetAcks {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// Positions mean something else from now on: this is a restored database.
    EpochRotated {
        epoch: Uuid,
    },
    /// Of which region this instance is, as long as it holds nothing.
    AuthoritySet {
        authority: crate::auth::Authority,
    },
    /// Bookings are kept for a year after their end.
    ForgetBookings {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// Somebody is told on the site, once for each letter, unless they have switched that off.
    Told {
        message: Uuid,
        account: crate::ids::AccountId,
        kind: crate::notifications::NotificationKind,
        subject: String,
        path: String,
        about: Uuid,
        now: chrono::DateTime<chrono::Utc>,
    },
    /// What people were told is kept for 90 days.
    ForgetNotifications {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// Projects are kept for three years after their last change.
    ForgetProjects {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// Drafts are kept for 30 days after they were last written.
    ForgetDrafts {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// A file did not arrive, or must not be kept.
    ForgetDocument {
        id: crate::ids::DocumentId,
    },
    /// Files that never arrived, or wait for a message that nobody sends.
    ForgetUnsent {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// A file is there as evidence once what it shows is written; until then it has a row, so that none is left without one.
    EvidenceFileComes {
        id: crate::ids::DocumentId,
        candidacy: crate::ids::CandidacyId,
        author: crate::ids::AccountId,
        size: i64,
        at: chrono::DateTime<chrono::Utc>,
    },
    /// Files that no evidence and no frozen dossier holds any more.
    ForgetEvidenceFiles {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// Files of a mail that was not taken.
    ForgetUnsentOnes {
        ids: Vec<Uuid>,
    },
    /// Events go to the webhooks that they concern.
    EventsGivenOut {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// What did not arrive is to be sent again.
    EventsRecovered {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// A webhook was sent something.
    DeliveryTried(webhooks::Outcome),
    /// What was sent to webhooks is kept for 30 days.
    ForgetDeliveries {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// The virus scanner did not answer.
    NotScanned {
        of: FilesOf,
        id: crate::ids::DocumentId,
        retry_in: i32,
    },
}

/// How far a saved search has come.
#[derive(Clone, Copy)]
pub struct SearchLooked {
    pub id: crate::ids::SavedSearchId,
    /// Where it stood: if it stands elsewhere by now, somebody else has looked.
    pub from: chrono::DateTime<chrono::Utc>,
    pub to: chrono::DateTime<chrono::Utc>,
    pub next: chrono::DateTime<chrono::Utc>,
}

impl SearchLooked {
    pub fn statement(self) -> Sql {
        let Self { id, from, to, next } = self;
        sql("update saved_searches set known_until = ")
            .bind::<Timestamptz, _>(to)
            .push(", next_look_at = ")
            .bind::<Timestamptz, _>(next)
            .push(" where not paused and id = ")
            .bind::<SqlUuid, _>(id)
            .push(" and known_until = ")
            .bind::<Timestamptz, _>(from)
    }
}

/// What a browser was asked for, by the hash of what names it.
pub struct Challenged {
    pub token_hash: Vec<u8>,
    pub purpose: &'static str,
    pub account: Option<crate::ids::AccountId>,
    pub state: serde_json::Value,
    pub expires: chrono::DateTime<chrono::Utc>,
}

/// What is written into the audit log although nothing changed.
pub struct Noted {
    pub actor_kind: &'static str,
    pub actor_id: Option<Uuid>,
    pub action: &'static str,
    pub subject_kind: &'static str,
    pub subject_id: Option<Uuid>,
    pub request_id: String,
    pub detail: Option<String>,
}

/// A message from the outbox, leased to whoever sends it.
#[derive(QueryableByName)]
pub struct Leased {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Jsonb)]
    pub payload: serde_json::Value,
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
    #[diesel(sql_type = Array<SqlUuid>)]
    pub sent_to: Vec<crate::ids::AccountId>,
}

/// A sign-in at a provider that was begun.
#[derive(QueryableByName)]
pub struct Begun {
    /// Whoever wants to link the identity to their account.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub account_id: Option<crate::ids::AccountId>,
}

/// A copy of somebody's data that is to be made.
#[derive(QueryableByName)]
pub struct LeasedExport {
    #[diesel(sql_type = SqlUuid)]
    pub id: crate::ids::ExportId,
    #[diesel(sql_type = SqlUuid)]
    pub account_id: crate::ids::AccountId,
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
}

/// What files belong to.
#[derive(Clone, Copy)]
pub enum FilesOf {
    Requests,
    Evidence,
}

impl FilesOf {
    fn table(self) -> &'static str {
        match self {
            Self::Requests => "request_documents",
            Self::Evidence => "evidence_files",
        }
    }
}

/// A file that waits for the virus scanner.
#[derive(QueryableByName)]
pub struct LeasedDocument {
    #[diesel(sql_type = SqlUuid)]
    pub id: crate::ids::DocumentId,
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
}

impl Db {
    pub async fn maintain(&self, task: Upkeep) -> Result<usize, Problem> {
        let statement = match task {
            Upkeep::SessionSeen { id, at } => sql("update sessions set last_seen_at = ")
                .bind::<Timestamptz, _>(at)
                .push(" where id = ")
                .bind::<SqlUuid, _>(id.0),
            Upkeep::PairUsed { id, at } => sql("update refresh_tokens set used_at = coalesce(used_at, ")
                .bind::<Timestamptz, _>(at)
                .push(") where revoked_at is null and id = ")
                .bind::<SqlUuid, _>(id),
            Upkeep::AssertionUsed { client, jti_hash, expires } => {
                sql("insert into client_assertions (client_id, jti_hash, expires_at) values (")
                    .bind::<SqlUuid, _>(client)
                    .push(", ")
                    .bind::<Binary, _>(jti_hash)
                    .push(", ")
                    .bind::<Timestamptz, _>(expires)
                    .push(") on conflict do nothing")
            }
            Upkeep::ForgetAssertions { now } => {
                sql("delete from client_assertions where expires_at < ").bind::<Timestamptz, _>(now)
            }
            Upkeep::ForgetClientTokens { now } => {
                sql("delete from client_tokens where expires_at < ").bind::<Timestamptz, _>(now)
            }
            Upkeep::Sent { id } => sql("update outbox set done_at = now(), last_error = null where id = ").bind::<SqlUuid, _>(id),
            Upkeep::SentLast { id } => sql("delete from outbox where id = ").bind::<SqlUuid, _>(id),
            Upkeep::NotSent { id, retry_in, error } => sql("update outbox set available_at = now() + make_interval(secs => ")
                .bind::<Integer, _>(retry_in)
                .push("), last_error = ")
                .bind::<Text, _>(error)
                .push(" where id = ")
                .bind::<SqlUuid, _>(id),
            Upkeep::SentTo { id, account } => sql("update outbox set sent_to = sent_to || ")
                .bind::<SqlUuid, _>(account)
                .push(" where id = ")
                .bind::<SqlUuid, _>(id),
            Upkeep::NotTried { ids, error } => {
                sql("update outbox set attempts = attempts - 1, available_at = now(), last_error = ")
                    .bind::<Text, _>(error)
                    .push(" where id = any(")
                    .bind::<Array<SqlUuid>, _>(ids)
                    .push(")")
            }
            Upkeep::Noted(noted) => note(noted),
            Upkeep::Sealed(seal) => keep(seal),
            Upkeep::ForgetKeys => sql("delete from idempotency_keys where created_at < now() - interval '24 hours'"),
            Upkeep::ForgetSent => {
                sql("delete from outbox where done_at < now() - interval '7 days' or created_at < now() - interval '30 days'")
            }
            Upkeep::ExportProgress { id, done, total } => sql("update exports set tables_done = ")
                .bind::<Integer, _>(done)
                .push(", tables_total = ")
                .bind::<Integer, _>(total)
                .push(", available_at = now() + interval '1 minute' where id = ")
                .bind::<SqlUuid, _>(id),
            Upkeep::ExportFailed { id, expires } => sql("update exports set status = 'failed', expires_at = ")
                .bind::<Timestamptz, _>(expires)
                .push(" where status = 'running' and id = ")
                .bind::<SqlUuid, _>(id),
            Upkeep::ForgetExports { now } => sql("delete from exports where expires_at < ").bind::<Timestamptz, _>(now),
            Upkeep::ForgetConsents => sql("select forget_consents()"),
            Upkeep::ForgetInvitations { now } => sql("delete from invitations where coalesce(answered_at, expires_at) < ")
                .bind::<Timestamptz, _>(now - chrono::Duration::days(90)),
            Upkeep::ForgetClaims { now } => {
                sql("delete from organization_claims where status <> 'pending_review' and coalesce(decided_at, expires_at) < ")
                    .bind::<Timestamptz, _>(now - chrono::Duration::days(90))
            }
            Upkeep::ForgetConfirmations { now } => {
                sql("delete from organization_confirmations where expires_at < ").bind::<Timestamptz, _>(now)
            }
            Upkeep::ForgetImports { now } => sql("delete from imports where ended_at < ")
                .bind::<Timestamptz, _>(now - chrono::Duration::days(90))
                .push(" or attended and status in ('queued', 'running') and updated_at < ")
                .bind::<Timestamptz, _>(now - chrono::Duration::days(1)),
            Upkeep::ForgetChanges { now } => forget_changes(now - chrono::Duration::days(90)),
            Upkeep::ForgetAcks { now } => sql("delete from sync_acks where acknowledged_at < ")
                .bind::<Timestamptz, _>(now)
                .push(" - interval '12 months'"),
            Upkeep::EpochRotated { epoch } => sql("update feed_head set epoch = ").bind::<SqlUuid, _>(epoch),
            Upkeep::AuthoritySet { authority } => sql("update feed_head set authority = ")
                .bind::<Text, _>(authority.name())
                .push(" where not exists (select from organizations) and not exists (select from partner_records)"),
            Upkeep::ForgetBookings { now } => {
                sql("delete from bookings where upper(during) < ").bind::<Timestamptz, _>(now).push(" - interval '12 months'")
            }
            Upkeep::Told { message, account, kind, subject, path, about, now } => {
                sql("insert into notifications (id, account_id, message_id, kind, subject, path, about_id, created_at) select ")
                    .bind::<SqlUuid, _>(crate::ids::NotificationId::new())
                    .push(", id, ")
                    .bind::<SqlUuid, _>(message)
                    .push(", ")
                    .bind::<Text, _>(kind.name())
                    .push(", ")
                    .bind::<Text, _>(subject)
                    .push(", ")
                    .bind::<Text, _>(path)
                    .push(", ")
                    .bind::<SqlUuid, _>(about)
                    .push(", ")
                    .bind::<Timestamptz, _>(now)
                    .push(" from accounts a where id = ")
                    .bind::<SqlUuid, _>(account)
                    .push(" and not exists (select from notification_settings n where n.account_id = a.id and not n.enabled and n.channel = 'site' and n.kind = ")
                    .bind::<Text, _>(kind.name())
                    .push(") on conflict on constraint notifications_message_key do nothing")
            }
            Upkeep::ForgetNotifications { now } => {
                sql("delete from notifications where created_at < ").bind::<Timestamptz, _>(now).push(" - interval '90 days'")
            }
            Upkeep::ForgetProjects { now } => {
                sql("delete from projects where updated_at < ").bind::<Timestamptz, _>(now - crate::projects::KEPT)
            }
            Upkeep::ForgetDrafts { now } => {
                sql("delete from drafts where updated_at < ").bind::<Timestamptz, _>(now - crate::drafts::KEPT)
            }
            Upkeep::ForgetAudit => sql("select forget_audit()"),
            Upkeep::ForgetSessions { now } => sql("delete from sessions where expires_at < ").bind::<Timestamptz, _>(now),
            Upkeep::AttemptBegun { token_hash, provider, account, expires } => {
                sql("insert into sign_in_attempts (token_hash, provider, account_id, expires_at) values (")
                    .bind::<Binary, _>(token_hash)
                    .push(", ")
                    .bind::<Text, _>(provider)
                    .push(", ")
                    .bind::<Nullable<SqlUuid>, _>(account)
                    .push(", ")
                    .bind::<Timestamptz, _>(expires)
                    .push(")")
            }
            Upkeep::AttemptProven { token_hash, provider, issuer, subject, expires } => {
                sql("insert into sign_in_attempts (token_hash, provider, issuer, subject, expires_at) values (")
                    .bind::<Binary, _>(token_hash)
                    .push(", ")
                    .bind::<Text, _>(provider)
                    .push(", ")
                    .bind::<Text, _>(issuer)
                    .push(", ")
                    .bind::<Text, _>(subject)
                    .push(", ")
                    .bind::<Timestamptz, _>(expires)
                    .push(")")
            }
            Upkeep::ForgetAttempts { now } => sql("delete from sign_in_attempts where expires_at < ").bind::<Timestamptz, _>(now),
            Upkeep::ForgetAccountLinks { now } => {
                sql("delete from account_links where expires_at < ").bind::<Timestamptz, _>(now)
            }
            Upkeep::Challenged(challenged) => challenge(challenged),
            Upkeep::ForgetChallenges { now } => {
                sql("delete from sign_in_challenges where expires_at < ").bind::<Timestamptz, _>(now)
            }
            Upkeep::ForgetPendingApps { now } => {
                let old = now - chrono::Duration::hours(1);
                sql("with unused as (delete from totp_factors where secret is null and pending_since < ")
                    .bind::<Timestamptz, _>(old)
                    .push(") update totp_factors set pending = null, pending_since = null where secret is not null and pending_since < ")
                    .bind::<Timestamptz, _>(old)
            }
            Upkeep::SearchLooked(looked) => looked.statement(),
            Upkeep::SearchPostponed { id, until } => sql("update saved_searches set next_look_at = ")
                .bind::<Timestamptz, _>(until)
                .push(" where id = ")
                .bind::<SqlUuid, _>(id),
            // A search that is being saved knows all until a moment ago.
            Upkeep::ForgetVersions => {
                sql("delete from organization_versions where until < greatest(now() - interval '30 days', \
                coalesce((select min(known_until) from saved_searches where not paused), now()) - interval '10 minutes')")
            }
            // What another attempt has finished meanwhile stays.
            Upkeep::ForgetDocument { id } => {
                sql("with gone as (delete from request_documents where status = 'receiving' and id = ")
                    .bind::<SqlUuid, _>(id)
                    .push("), lost as (delete from evidence_files where status = 'receiving' and id = ")
                    .bind::<SqlUuid, _>(id)
                    .push(") insert into removed_files (id) select ")
                    .bind::<SqlUuid, _>(id)
                    .push(" where not exists (select from request_documents where status <> 'receiving' and id = ")
                    .bind::<SqlUuid, _>(id)
                    .push(") and not exists (select from evidence_files where status <> 'receiving' and id = ")
                    .bind::<SqlUuid, _>(id)
                    .push(") on conflict do nothing")
            }
            Upkeep::ForgetUnsent { now } => sql("delete from request_documents where status = 'receiving' and created_at < ")
                .bind::<Timestamptz, _>(now - crate::documents::UNFINISHED)
                .push(" or not sent and created_at < ")
                .bind::<Timestamptz, _>(now - crate::service_requests::documents::model::UNSENT),
            Upkeep::EvidenceFileComes { id, candidacy, author, size, at } => {
                sql("insert into evidence_files (id, candidacy_id, author_id, size, status, created_at) values (")
                    .bind::<SqlUuid, _>(id)
                    .push(", ")
                    .bind::<SqlUuid, _>(candidacy)
                    .push(", ")
                    .bind::<SqlUuid, _>(author)
                    .push(", ")
                    .bind::<BigInt, _>(size)
                    .push(", 'receiving', ")
                    .bind::<Timestamptz, _>(at)
                    .push(")")
            }
            Upkeep::ForgetEvidenceFiles { now } => sql("delete from evidence_files f where case when status = 'receiving' then created_at < ")
                .bind::<Timestamptz, _>(now - crate::documents::UNFINISHED)
                .push(
                    " else not exists (select from candidacy_evidence e where e.candidacy_id = f.candidacy_id and e.shows ->> 'document_id' = f.id::text) \
                    and not exists (select from dossier_versions v where v.candidacy_id = f.candidacy_id and strpos(v.content, f.id::text) > 0) end",
                ),
            Upkeep::ForgetUnsentOnes { ids } => {
                sql("delete from request_documents where not sent and id = any(").bind::<Array<SqlUuid>, _>(ids).push(")")
            }
            Upkeep::EventsGivenOut { now } => webhooks::give_out(now),
            Upkeep::EventsRecovered { now } => webhooks::recover(now),
            Upkeep::DeliveryTried(outcome) => outcome.statement(),
            Upkeep::ForgetDeliveries { now } => webhooks::forget(now),
            Upkeep::NotScanned { of, id, retry_in } => {
                sql("update ").push(of.table()).push(" set available_at = now() + make_interval(secs => ")
                    .bind::<Integer, _>(retry_in)
                    .push(") where id = ")
                    .bind::<SqlUuid, _>(id)
            }
        };
        self.upkeep(async |connection| statement.execute(connection).await).await
    }

    /// Leases waiting messages for a minute: if their sender dies, another one takes them after that.
    pub async fn lease_messages(&self, most: i64) -> Result<Vec<Leased>, Problem> {
        let leased = sql("update outbox set attempts = attempts + 1, available_at = now() + interval '1 minute' where id in (select id from outbox where done_at is null and available_at <= now() order by available_at limit ")
            .bind::<BigInt, _>(most)
            .push(" for update skip locked) returning id, payload, attempts, sent_to");
        self.upkeep(async |connection| leased.load(connection).await).await
    }

    /// A sign-in that was begun at this provider, used up: of two who come back at once one finds it.
    pub async fn take_attempt(
        &self,
        token_hash: Vec<u8>,
        provider: String,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<Option<Begun>, Problem> {
        let taken = sql("delete from sign_in_attempts where subject is null and token_hash = ")
            .bind::<Binary, _>(token_hash)
            .push(" and provider = ")
            .bind::<Text, _>(provider)
            .push(" and expires_at > ")
            .bind::<Timestamptz, _>(now)
            .push(" returning account_id");
        let rows: Vec<Begun> = self.upkeep(async |connection| taken.load(connection).await).await?;
        Ok(rows.into_iter().next())
    }

    /// Leases a copy that is to be made, in the same manner. (Compared by `=`, for `in` may look for the one row again and
    /// lease several.)
    pub async fn lease_export(&self) -> Result<Option<LeasedExport>, Problem> {
        let leased = sql(
            "update exports set status = 'running', attempts = attempts + 1, available_at = now() + interval '1 minute' where id = (select id from exports where status in ('waiting', 'running') and available_at <= now() order by available_at limit 1 for update skip locked) returning id, account_id, attempts",
        );
        let leased: Vec<LeasedExport> = self.upkeep(async |connection| leased.load(connection).await).await?;
        Ok(leased.into_iter().next())
    }

    /// The address by which somebody replies to letters about a request, made when the first of them leaves; none when the
    /// request has gone.
    pub async fn reply_address(
        &self,
        request: crate::ids::RequestId,
        account: Option<crate::ids::AccountId>,
    ) -> Result<Option<crate::ids::ReplyId>, Problem> {
        #[derive(QueryableByName)]
        struct Address {
            #[diesel(sql_type = SqlUuid)]
            id: crate::ids::ReplyId,
        }
        let made = sql("insert into reply_addresses (id, request_id, account_id) select ")
            .bind::<SqlUuid, _>(crate::ids::ReplyId::new())
            .push(", id, ")
            .bind::<Nullable<SqlUuid>, _>(account)
            .push(" from service_requests where id = ")
            .bind::<SqlUuid, _>(request)
            .push(" on conflict on constraint reply_addresses_key do update set request_id = excluded.request_id returning id");
        let made: Vec<Address> = self.upkeep(async |connection| made.load(connection).await).await?;
        Ok(made.into_iter().next().map(|address| address.id))
    }

    /// Leases what is to be sent to webhooks, but not to those that are busy.
    pub async fn lease_deliveries(
        &self,
        now: chrono::DateTime<chrono::Utc>,
        busy: Vec<crate::ids::WebhookId>,
        each: i64,
        most: i64,
    ) -> Result<Vec<webhooks::Leased>, Problem> {
        let leased = webhooks::lease(now, busy, each, most);
        self.upkeep(async |connection| leased.load(connection).await).await
    }

    /// Leases a file that waits for the virus scanner, in the same manner.
    pub async fn lease_document(&self, of: FilesOf) -> Result<Option<LeasedDocument>, Problem> {
        let table = of.table();
        let leased = sql("update ")
            .push(table)
            .push(" set attempts = attempts + 1, available_at = now() + interval '2 minutes' where id = (select id from ")
            .push(table)
            .push(" where status in ('pending', 'unscanned') and available_at <= now() order by available_at limit 1 for update skip locked) returning id, attempts");
        let leased: Vec<LeasedDocument> = self.upkeep(async |connection| leased.load(connection).await).await?;
        Ok(leased.into_iter().next())
    }

    /// Has the files deleted whose rows have gone; says how many there were. Whoever brings one of them back waits until
    /// it is deleted, and what was brought back stays.
    pub async fn take_removed_files(
        &self,
        remove: impl AsyncFnOnce(Vec<crate::ids::DocumentId>) -> bool,
    ) -> Result<usize, Problem> {
        #[derive(QueryableByName)]
        struct Removed {
            #[diesel(sql_type = SqlUuid)]
            id: crate::ids::DocumentId,
            #[diesel(sql_type = diesel::sql_types::Bool)]
            kept: bool,
        }
        let taken =
            sql("delete from removed_files f where id in (select id from removed_files order by id limit 100) returning id, \
            exists (select from request_documents d where d.id = f.id and d.status not in ('receiving', 'infected')) \
            or exists (select from evidence_files e where e.id = f.id and e.status not in ('receiving', 'infected')) as kept");
        self.upkeep(async |connection| {
            let taken: Vec<Removed> = taken.load(connection).await?;
            let count = taken.len();
            let ids = taken.into_iter().filter(|one| !one.kept).map(|one| one.id).collect();
            if remove(ids).await { Ok(count) } else { Err(diesel::result::Error::RollbackTransaction) }
        })
        .await
    }

    pub(super) async fn upkeep<T>(&self, task: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>) -> Result<T, Problem> {
        let mut lease = Lease::take(&self.writers).await?;
        let connection = lease.connection()?;
        send(connection, &Sight::everything().begin(false))?;
        let done = task(connection).await;
        // Unlike that of a read, this end is waited for: until then nothing is written.
        let ended = say(connection, if done.is_ok() { "COMMIT" } else { "ROLLBACK" }).await;
        if ended.is_ok() {
            lease.settle();
        }
        Ok(done.and_then(|done| ended.map(|()| done))?)
    }
}

/// The oldest rows come first, so that a look at them finds out that there is nothing to do.
fn forget_changes(before: chrono::DateTime<chrono::Utc>) -> Sql {
    sql("with told as (delete from change_log where position is not null and seq < (select min(seq) from change_log where at >= ")
        .bind::<Timestamptz, _>(before)
        .push(")), gone as (delete from feed where state = 'deleted' and at < ")
        .bind::<Timestamptz, _>(before)
        .push(" returning kind, authority, position) insert into feed_purges as p (kind, authority, position) select kind, authority, max(position) from gone group by 1, 2 on conflict (kind, authority) do update set position = greatest(p.position, excluded.position)")
}

fn note(noted: Noted) -> Sql {
    let Noted { actor_kind, actor_id, action, subject_kind, subject_id, request_id, detail } = noted;
    sql("insert into audit_log (actor_kind, actor_id, action, subject_kind, subject_id, request_id, detail) values (")
        .bind::<Text, _>(actor_kind)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(actor_id)
        .push(", ")
        .bind::<Text, _>(action)
        .push(", ")
        .bind::<Text, _>(subject_kind)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(subject_id)
        .push(", ")
        .bind::<Text, _>(request_id)
        .push(", ")
        .bind::<Nullable<Text>, _>(detail)
        .push(")")
}

fn challenge(challenged: Challenged) -> Sql {
    let Challenged { token_hash, purpose, account, state, expires } = challenged;
    sql("insert into sign_in_challenges (token_hash, purpose, account_id, state, expires_at) values (")
        .bind::<Binary, _>(token_hash)
        .push(", ")
        .bind::<Text, _>(purpose)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(account)
        .push(", ")
        .bind::<Jsonb, _>(state)
        .push(", ")
        .bind::<Timestamptz, _>(expires)
        .push(")")
}

fn keep(seal: Seal) -> Sql {
    let Seal { number, sealed_at, top, rows, digests, hash } = seal;
    sql("insert into audit_seals (number, sealed_at, top, rows, digests, hash) values (")
        .bind::<BigInt, _>(number)
        .push(", ")
        .bind::<Timestamptz, _>(sealed_at)
        .push(", ")
        .bind::<BigInt, _>(top)
        .push(", ")
        .bind::<Array<BigInt>, _>(rows)
        .push(", ")
        .bind::<Binary, _>(digests)
        .push(", ")
        .bind::<Binary, _>(hash)
        .push(") on conflict do nothing")
}
