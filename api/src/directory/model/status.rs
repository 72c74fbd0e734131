//! The life of a record, as a table of steps.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{error::ErrorCode, http::Problem};

/// Where a record stands. The public sees what is published; who keeps it and moderators see the rest, but for what is
/// deleted, which nobody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrganizationStatus {
    /// Proposed.
    PendingReview,
    /// To be mended by whoever proposed it.
    SentBack,
    Refused,
    Published,
    /// Taken from the public for a time.
    Suspended,
    /// No longer active.
    Archived,
    Deleted,
}

use OrganizationStatus::{Archived, Deleted, PendingReview, Published, Refused, SentBack, Suspended};

/// On whose side somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// Proposed it, and nobody has taken it over.
    Proposer,
    /// Owner or editor.
    Keeper,
    Moderator,
}

impl Party {
    pub fn name(self) -> &'static str {
        match self {
            Self::Proposer => "proposer",
            Self::Keeper => "keeper",
            Self::Moderator => "moderator",
        }
    }
}

impl OrganizationStatus {
    pub const ALL: [Self; 7] = [PendingReview, SentBack, Refused, Published, Suspended, Archived, Deleted];

    pub fn name(self) -> &'static str {
        match self {
            PendingReview => "pending_review",
            SentBack => "sent_back",
            Refused => "refused",
            Published => "published",
            Suspended => "suspended",
            Archived => "archived",
            Deleted => "deleted",
        }
    }

    /// A database that holds another word was changed by hand: the record is shown to nobody.
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|status| status.name() == name).unwrap_or(Deleted)
    }

    /// Steps that a party may take from here.
    pub fn next(self, party: Party) -> &'static [Self] {
        match (party, self) {
            (Party::Moderator, PendingReview) => &[Published, SentBack, Refused],
            (Party::Moderator, SentBack) => &[PendingReview, Refused],
            (Party::Moderator, Refused) => &[PendingReview, Deleted],
            (Party::Moderator, Published) => &[Suspended, Archived, Deleted],
            (Party::Moderator, Suspended | Archived) => &[Published, Deleted],
            (Party::Proposer, PendingReview) => &[Deleted],
            (Party::Proposer | Party::Keeper, SentBack) => &[PendingReview, Deleted],
            (Party::Keeper, Published) => &[Archived],
            (Party::Proposer, Refused | Published | Suspended | Archived)
            | (Party::Keeper, PendingReview | Refused | Suspended | Archived)
            | (_, Deleted) => &[],
        }
    }

    /// The state after this step, or what would have been possible.
    pub fn apply(self, party: Party, to: Self) -> Result<Self, Problem> {
        let allowed = self.next(party);
        if allowed.contains(&to) {
            return Ok(to);
        }
        let problem = Problem::new(ErrorCode::StateConflict).with([self.name(), to.name()]);
        Err(problem.allowed(allowed.iter().map(|status| status.name())))
    }

    /// Whether a record comes to here by having been published.
    pub fn was_public(self) -> bool {
        matches!(self, Published | Suspended | Archived)
    }

    /// Whether a step to here must say why.
    pub fn needs_reason(self) -> bool {
        matches!(self, SentBack | Refused | Suspended | Archived | Deleted)
    }
}

/// Why a record is not published, or no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewReason {
    Incomplete,
    Inaccurate,
    Duplicate,
    OutOfArea,
    OutOfScope,
    /// The organization no longer exists.
    Closed,
    /// Whoever keeps it or proposed it takes it back.
    Withdrawn,
    /// Said in the note.
    Other,
}

impl ReviewReason {
    pub fn name(self) -> &'static str {
        match self {
            Self::Incomplete => "incomplete",
            Self::Inaccurate => "inaccurate",
            Self::Duplicate => "duplicate",
            Self::OutOfArea => "out_of_area",
            Self::OutOfScope => "out_of_scope",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
            Self::Other => "other",
        }
    }
}

/// What was said with the last step.
#[derive(Debug, Serialize, ToSchema)]
pub struct Review {
    #[schema(value_type = ReviewReason)]
    pub reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "L’adresse manque.")]
    pub note: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_party_may_take_these_steps_and_no_other() {
        let mut steps = vec![];
        for party in [Party::Proposer, Party::Keeper, Party::Moderator] {
            for from in OrganizationStatus::ALL {
                for to in OrganizationStatus::ALL {
                    if from.apply(party, to).is_ok() {
                        steps.push(format!("{} {} {}", party.name(), from.name(), to.name()));
                    }
                }
            }
        }
        let table = [
            "proposer pending_review deleted",
            "proposer sent_back pending_review",
            "proposer sent_back deleted",
            "keeper sent_back pending_review",
            "keeper sent_back deleted",
            "keeper published archived",
            "moderator pending_review sent_back",
            "moderator pending_review refused",
            "moderator pending_review published",
            "moderator sent_back pending_review",
            "moderator sent_back refused",
            "moderator refused pending_review",
            "moderator refused deleted",
            "moderator published suspended",
            "moderator published archived",
            "moderator published deleted",
            "moderator suspended published",
            "moderator suspended deleted",
            "moderator archived published",
            "moderator archived deleted",
        ];
        assert_eq!(steps, table);
    }
}
