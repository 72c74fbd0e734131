//! The shapes of the audit log, and the chain that seals it.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

/// What somebody did, or was kept from doing.
#[derive(Serialize, ToSchema)]
pub struct AuditEntry {
    #[schema(example = 4711)]
    pub id: i64,
    pub at: DateTime<Utc>,
    pub actor: AuditActor,
    /// As `<kind>.<past participle>`.
    #[schema(example = "service_request.assigned")]
    pub action: String,
    pub subject: AuditSubject,
    /// Of the subject, after the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 3)]
    pub revision: Option<i64>,
    /// The operation that was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "GET /v1/totems/{id}/inbox")]
    pub detail: Option<String>,
    /// `X-Request-Id` of the answer, or the task of the program.
    #[schema(example = "0192e4a8-4c9e-7a3e-9d6c-6c8f3a1b2c3d")]
    pub request_id: String,
    /// It is in the chain of hashes; a few seconds after it was written.
    pub sealed: bool,
}

/// Who did it.
#[derive(Serialize, ToSchema)]
pub struct AuditActor {
    /// `account`, `link`, `anonymous` or `system`.
    #[schema(example = "account")]
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Of an account that still exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Camille Exemple")]
    pub name: Option<String>,
}

/// What it was done to.
#[derive(Serialize, ToSchema)]
pub struct AuditSubject {
    #[schema(example = "service_request")]
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
}

/// A row of the audit log as it is sealed: all of it.
#[derive(Clone, Debug, QueryableByName)]
pub struct AuditRow {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub actor_kind: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub actor_id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    pub action: String,
    #[diesel(sql_type = Text)]
    pub subject_kind: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub subject_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub revision: Option<i64>,
    #[diesel(sql_type = Text)]
    pub request_id: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub detail: Option<String>,
}

pub type Hash = [u8; 32];

/// The chain begins with this.
pub const BEGINNING: Hash = [0; 32];

impl AuditRow {
    pub fn digest(&self) -> Hash {
        let Self { id, at, actor_kind, actor_id, action, subject_kind, subject_id, revision, request_id, detail } = self;
        let revision = revision.map(i64::to_be_bytes);
        let mut hasher = Sha256::new();
        let parts: [Option<&[u8]>; 10] = [
            Some(&id.to_be_bytes()),
            Some(&at.timestamp_micros().to_be_bytes()),
            Some(actor_kind.as_bytes()),
            actor_id.as_ref().map(|id| &id.as_bytes()[..]),
            Some(action.as_bytes()),
            Some(subject_kind.as_bytes()),
            subject_id.as_ref().map(|id| &id.as_bytes()[..]),
            revision.as_ref().map(|revision| &revision[..]),
            Some(request_id.as_bytes()),
            detail.as_ref().map(String::as_bytes),
        ];
        for part in parts {
            // The length goes before each part, so that nothing can move from one to the next; an absent one has none.
            hasher.update(part.map_or(u64::MAX, |part| part.len() as u64).to_be_bytes());
            hasher.update(part.unwrap_or_default());
        }
        hasher.finalize().into()
    }
}

/// What holds some rows to all rows before them.
pub fn link(before: Hash, number: i64, sealed_at: DateTime<Utc>, rows: &[i64], digests: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(number.to_be_bytes());
    hasher.update(sealed_at.timestamp_micros().to_be_bytes());
    hasher.update((rows.len() as u64).to_be_bytes());
    for row in rows {
        hasher.update(row.to_be_bytes());
    }
    hasher.update(digests);
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> AuditRow {
        AuditRow {
            id: 1,
            at: DateTime::from_timestamp_micros(1_700_000_000_000_001).unwrap_or_default(),
            actor_kind: "account".into(),
            actor_id: Some(Uuid::from_u128(1)),
            action: "totem.updated".into(),
            subject_kind: "totem".into(),
            subject_id: Some(Uuid::from_u128(2)),
            revision: Some(3),
            request_id: "r".into(),
            detail: Some("d".into()),
        }
    }

    #[test]
    fn a_digest_changes_with_every_column() {
        let changes: [fn(&mut AuditRow); 14] = [
            |row| row.id += 1,
            |row| row.at += chrono::Duration::microseconds(1),
            |row| row.actor_kind.push('s'),
            |row| row.actor_id = None,
            |row| row.actor_id = Some(Uuid::from_u128(3)),
            |row| row.action.push('s'),
            |row| row.subject_kind.push('s'),
            |row| row.subject_id = None,
            |row| row.revision = Some(4),
            |row| row.revision = None,
            |row| row.request_id.clear(),
            |row| row.detail = None,
            |row| row.detail = Some(String::new()),
            // A character that only changes its place.
            |row| (row.action, row.subject_kind) = ("totem.update".into(), "dtotem".into()),
        ];
        let mut digests: Vec<Hash> = changes
            .iter()
            .map(|change| {
                let mut row = row();
                change(&mut row);
                row.digest()
            })
            .collect();
        digests.push(row().digest());
        digests.sort_unstable();
        digests.dedup();
        assert_eq!(digests.len(), changes.len() + 1);
    }
}
