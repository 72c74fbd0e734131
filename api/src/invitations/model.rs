//! An invitation and its states.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    auth::Role,
    error::ErrorCode,
    http::Problem,
    identity::TotemRef,
    ids::InvitationId,
    members::{
        model::{OrganizationRef, Scope},
        queries::scope_of,
    },
};

/// An invitation can be answered for this long.
pub const LIFETIME: Duration = Duration::days(14);

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvitationStatus {
    Pending,
    Accepted,
    Declined,
    Withdrawn,
    Expired,
}

/// On whose side the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The account of the address that was invited.
    Invitee,
    /// Whoever may invite there.
    Manager,
}

impl InvitationStatus {
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    pub fn from_name(name: &str) -> Self {
        let all = [Self::Pending, Self::Accepted, Self::Declined, Self::Withdrawn];
        all.into_iter().find(|status| status.name() == name).unwrap_or(Self::Expired)
    }

    /// What may come next.
    pub fn next(self, side: Side) -> &'static [Self] {
        match (self, side) {
            (Self::Pending, Side::Invitee) => &[Self::Accepted, Self::Declined],
            (Self::Pending, Side::Manager) => &[Self::Withdrawn],
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

/// An invitation to a right at a Totem, in an organization, or everywhere.
#[derive(Clone, Serialize, ToSchema)]
pub struct Invitation {
    pub id: InvitationId,
    #[schema(example = "camille@exemple.fr")]
    pub email: String,
    pub role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totem: Option<TotemRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationRef>,
    /// Name of whoever invited.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Dominique Exemple")]
    pub invited_by: Option<String>,
    pub status: InvitationStatus,
    /// What its reader may do with it.
    pub allowed_transitions: Vec<InvitationStatus>,
    pub created_at: DateTime<Utc>,
    /// Until then it can be answered.
    pub expires_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    #[schema(example = 1)]
    pub revision: i64,
}

impl Invitation {
    pub fn scope(&self) -> Scope {
        scope_of(self.totem.as_ref(), self.organization.as_ref())
    }

    /// As somebody on this side sees it.
    pub fn seen(mut self, side: Side) -> Self {
        self.allowed_transitions = self.status.next(side).to_vec();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_pending_invitation_moves_and_each_side_has_its_own_steps() {
        use InvitationStatus::{Accepted, Declined, Expired, Pending, Withdrawn};
        for from in [Pending, Accepted, Declined, Withdrawn, Expired] {
            for to in [Pending, Accepted, Declined, Withdrawn, Expired] {
                for side in [Side::Invitee, Side::Manager] {
                    let may = from == Pending
                        && matches!((side, to), (Side::Invitee, Accepted | Declined) | (Side::Manager, Withdrawn));
                    assert_eq!(from.apply(side, to).is_ok(), may, "{from:?} {side:?} {to:?}");
                }
            }
            assert_eq!(InvitationStatus::from_name(from.name()), from);
        }
    }
}
