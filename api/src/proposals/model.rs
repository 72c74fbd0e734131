//! A proposal, what was answered to it, and its states.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::queries::Found;
use crate::{
    auth::Authority,
    directory::model::Organization,
    error::ErrorCode,
    http::Problem,
    ids::{OrganizationId, ProposalId},
    members::model::OrganizationRef,
    sync,
};

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProposalStatus {
    Open,
    /// Each member has been accepted or refused.
    Settled,
    /// By the region.
    Withdrawn,
    /// The record is not public any more, or has been merged into another.
    Ended,
}

/// On whose side the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The region.
    Proposer,
    /// Whoever changes the record themselves.
    Keeper,
}

impl Side {
    pub fn name(self) -> &'static str {
        match self {
            Self::Proposer => "proposer",
            Self::Keeper => "keeper",
        }
    }
}

impl ProposalStatus {
    pub const ALL: [Self; 4] = [Self::Open, Self::Settled, Self::Withdrawn, Self::Ended];

    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Settled => "settled",
            Self::Withdrawn => "withdrawn",
            Self::Ended => "ended",
        }
    }

    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|status| status.name() == name).unwrap_or(Self::Ended)
    }

    pub fn next(self, side: Side) -> &'static [Self] {
        match (self, side) {
            (Self::Open, Side::Proposer) => &[Self::Withdrawn],
            (Self::Open, Side::Keeper) => &[Self::Settled],
            _ => &[],
        }
    }

    pub fn apply(self, side: Side, to: Self) -> Result<Self, Problem> {
        let allowed = self.next(side);
        if allowed.contains(&to) {
            return Ok(to);
        }
        let problem = Problem::new(ErrorCode::StateConflict).with([self.name(), to.name()]);
        Err(problem.allowed(allowed.iter().map(|status| status.name())))
    }
}

/// What is answered to one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProposalOutcome {
    Accepted,
    Refused,
}

/// An answer as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Decision {
    pub outcome: ProposalOutcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

pub type Decisions = BTreeMap<String, Decision>;

/// A member that a region proposes to change.
#[derive(Clone, Serialize, ToSchema)]
pub struct ProposalMember {
    #[schema(example = "website")]
    pub member: String,
    /// Not there when the member is to be emptied.
    #[serde(skip_serializing_if = "Value::is_null")]
    #[schema(value_type = Value, required = false, example = json!("https://exemple.fr"))]
    pub proposed: Value,
    /// What stood there when it was proposed.
    #[serde(skip_serializing_if = "Value::is_null")]
    #[schema(value_type = Value, required = false, example = json!("https://ancien.example"))]
    pub before: Value,
    /// Of what is open: what stands there now.
    #[serde(skip_serializing_if = "Value::is_null")]
    #[schema(value_type = Value, required = false, example = json!("https://ancien.example"))]
    pub current: Value,
    /// Of what is open: somebody has changed the member since it was proposed.
    pub changed_since: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ProposalOutcome>,
    /// Why it was answered so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Vérifié auprès de l’association.")]
    pub reason: Option<String>,
}

/// What a partner region proposes to change of a record of ours.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", "target": "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e40",
    "organization": {"id": "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e40", "slug": "atelier-d-exemple", "name": "Atelier d’exemple"},
    "authority": "lu", "base_revision": 7, "reason": "L’atelier a un nouveau site.",
    "members": [{"member": "website", "proposed": "https://exemple.fr", "before": "https://ancien.example",
        "current": "https://ancien.example", "changed_since": false}],
    "status": "open", "allowed_transitions": ["settled"], "target_revision": 7, "revision": 1, "created_at": "2026-11-28T08:00:00Z",
}))]
pub struct Proposal {
    pub id: ProposalId,
    pub target: OrganizationId,
    /// The record, as long as it is public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationRef>,
    /// Who proposes it.
    pub authority: Authority,
    /// What the region had read of the record.
    #[schema(minimum = 1, example = 7)]
    pub base_revision: i64,
    #[schema(example = "L’atelier a un nouveau site.")]
    pub reason: String,
    pub members: Vec<ProposalMember>,
    pub status: ProposalStatus,
    /// What its reader may do with it.
    pub allowed_transitions: Vec<ProposalStatus>,
    /// Of what is open: the revision of the record of which `current` is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, example = 7)]
    pub target_revision: Option<i64>,
    /// The revision of the record that holds what was accepted: the feed has it, or a later one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, example = 8)]
    pub applied_revision: Option<i64>,
    #[schema(example = 1)]
    pub revision: i64,
    pub created_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DateTime<Utc>>,
}

impl Proposal {
    /// As somebody on this side sees it; `target` is the record, if it is public: what is hidden ends a proposal, and
    /// nobody has to write that down.
    pub fn seen(found: Found, side: Side, target: Option<&Organization>) -> Self {
        let status = found.status_beside(target);
        let Found { id, target: target_id, authority, base_revision, patch, before, reason, decisions, applied_revision, .. } =
            found;
        let open = target.filter(|_| status == ProposalStatus::Open);
        let now = open.map(said);
        let members = patch.into_iter().map(|(member, proposed)| {
            let before = before.get(&member).cloned().unwrap_or_default();
            let current = now.as_ref().and_then(|now| now.get(&member)).cloned().unwrap_or_default();
            let changed_since = now.is_some() && current != before;
            let decision = decisions.get(&member);
            let outcome = decision.map(|decision| decision.outcome);
            let reason = decision.and_then(|decision| decision.reason.clone());
            ProposalMember { member, proposed, before, current, changed_since, outcome, reason }
        });
        Self {
            id,
            target: target_id,
            organization: target.map(|target| OrganizationRef {
                id: target.id,
                slug: target.slug.clone(),
                name: target.name.clone(),
            }),
            authority,
            base_revision,
            reason,
            members: members.collect(),
            status,
            allowed_transitions: status.next(side).to_vec(),
            target_revision: open.map(|target| target.revision),
            applied_revision,
            revision: found.revision,
            created_at: found.created_at,
            settled_at: (found.status != ProposalStatus::Open).then_some(found.updated_at),
        }
    }

    /// The variant of the representation: the record changes it without a new revision of its own.
    pub fn view(&self, side: Side) -> String {
        format!("{}.{}.{}", side.name(), self.status.name(), self.target_revision.unwrap_or_default())
    }
}

/// What a record says, in the form in which a patch says it.
pub fn said(record: &Organization) -> Map<String, Value> {
    let record = serde_json::to_value(record).unwrap_or_default();
    let mut said = match sync::as_said(&record) {
        Value::Object(said) => said,
        _ => Map::new(),
    };
    if let Some(range) = record.get("headcount_range") {
        said.insert("headcount_range".to_owned(), range.clone());
    }
    let relations = record["relations"].as_array().into_iter().flatten().cloned().map(|mut relation| {
        if let Some(members) = relation.as_object_mut() {
            let other = members.remove("organization").map(|mut other| other["slug"].take());
            members.insert("organization_id".to_owned(), other.unwrap_or_default());
        }
        relation
    });
    said.insert("relations".to_owned(), relations.collect());
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_open_moves_and_each_side_has_its_own_step() {
        use ProposalStatus::{Open, Settled, Withdrawn};
        for from in ProposalStatus::ALL {
            for to in ProposalStatus::ALL {
                for side in [Side::Proposer, Side::Keeper] {
                    let may = matches!((side, from, to), (Side::Proposer, Open, Withdrawn) | (Side::Keeper, Open, Settled));
                    assert_eq!(from.apply(side, to).is_ok(), may, "{from:?} {side:?} {to:?}");
                }
            }
            assert_eq!(ProposalStatus::from_name(from.name()), from);
        }
    }
}
