//! Where a candidacy stands: the machine of its states, which knows no database.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{error::ErrorCode, http::Problem};

/// Where a candidacy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CandidacyState)]
pub enum Stage {
    /// Seen by pilots only.
    Draft,
    Submitted,
    CompletenessCheck,
    CoConstruction,
    UnderEvaluation,
    LabelledProvisional,
    Returned,
    Rejected,
    LabelledConfirmed,
    Renewed,
    Superseded,
    Expired,
    Withdrawn,
    Abandoned,
}

use Stage::{
    Abandoned, CoConstruction, CompletenessCheck, Draft, Expired, LabelledConfirmed, LabelledProvisional, Rejected, Renewed,
    Returned, Submitted, Superseded, UnderEvaluation, Withdrawn,
};

impl Stage {
    pub const ALL: [Self; 14] = [
        Draft,
        Submitted,
        CompletenessCheck,
        CoConstruction,
        UnderEvaluation,
        LabelledProvisional,
        Returned,
        Rejected,
        LabelledConfirmed,
        Renewed,
        Superseded,
        Expired,
        Withdrawn,
        Abandoned,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Draft => "draft",
            Submitted => "submitted",
            CompletenessCheck => "completeness_check",
            CoConstruction => "co_construction",
            UnderEvaluation => "under_evaluation",
            LabelledProvisional => "labelled_provisional",
            Returned => "returned",
            Rejected => "rejected",
            LabelledConfirmed => "labelled_confirmed",
            Renewed => "renewed",
            Superseded => "superseded",
            Expired => "expired",
            Withdrawn => "withdrawn",
            Abandoned => "abandoned",
        }
    }

    /// A database that holds another word was changed by hand: nothing can be done with such a candidacy.
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.name() == name).unwrap_or(Abandoned)
    }

    /// What may come next.
    pub fn next(self) -> &'static [Self] {
        match self {
            Draft => &[Submitted, Abandoned],
            Submitted => &[CompletenessCheck, Abandoned],
            CompletenessCheck => &[CoConstruction, Abandoned],
            // Not retained in a wave, the work goes on.
            UnderEvaluation => &[LabelledProvisional, CoConstruction, Returned, Rejected, Abandoned],
            CoConstruction => &[UnderEvaluation, Abandoned],
            Returned => &[CoConstruction, Abandoned],
            LabelledProvisional => &[LabelledConfirmed, Superseded, Expired, Withdrawn],
            LabelledConfirmed | Renewed => &[Renewed, Expired, Superseded, Withdrawn],
            Rejected | Superseded | Expired | Withdrawn | Abandoned => &[],
        }
    }

    /// The state after this step, or what would have been possible.
    pub fn apply(self, to: Self) -> Result<Self, Problem> {
        if self.next().contains(&to) {
            return Ok(to);
        }
        let problem = Problem::new(ErrorCode::StateConflict).with([self.name(), to.name()]);
        Err(problem.allowed(self.next().iter().map(|state| state.name())))
    }

    /// Whether a step to this state says why.
    pub fn needs_reason(self) -> bool {
        matches!(self, Returned | Rejected | Superseded | Expired | Withdrawn | Abandoned)
    }
}

/// Why a candidacy went back, or came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CandidacyReason)]
pub enum Reason {
    /// In this wave; the work goes on.
    NotRetained,
    Incomplete,
    CriteriaUnmet,
    /// The label itself ends.
    ProgrammeEnded,
    /// Joined with others in another candidacy.
    Merged,
    /// By those who carry it.
    OwnDecision,
    Other,
}

impl Reason {
    pub fn name(self) -> &'static str {
        match self {
            Self::NotRetained => "not_retained",
            Self::Incomplete => "incomplete",
            Self::CriteriaUnmet => "criteria_unmet",
            Self::ProgrammeEnded => "programme_ended",
            Self::Merged => "merged",
            Self::OwnDecision => "own_decision",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_state_can_be_reached_from_a_draft_and_names_are_read_back() {
        let mut reached = HashSet::from([Draft]);
        let mut open = vec![Draft];
        while let Some(state) = open.pop() {
            open.extend(state.next().iter().copied().filter(|to| reached.insert(*to)));
        }
        for state in Stage::ALL {
            assert!(reached.contains(&state), "{state:?}");
            assert_eq!(Stage::from_name(state.name()), state);
        }
    }

    #[test]
    fn it_can_be_abandoned_before_a_label_and_only_then() {
        let before = [Draft, Submitted, CompletenessCheck, CoConstruction, UnderEvaluation, Returned];
        for state in Stage::ALL {
            assert_eq!(state.next().contains(&Abandoned), before.contains(&state), "{state:?}");
        }
    }

    #[test]
    fn nobody_is_labelled_without_an_evaluation_and_an_end_is_an_end() {
        for state in Stage::ALL {
            assert_eq!(state.next().contains(&LabelledProvisional), state == UnderEvaluation, "{state:?}");
        }
        for state in [Rejected, Superseded, Expired, Withdrawn, Abandoned] {
            assert!(state.next().is_empty() && state.needs_reason(), "{state:?}");
        }
        let refused = Draft.apply(LabelledProvisional).expect_err("must be refused");
        assert_eq!(refused.code, ErrorCode::StateConflict);
    }
}
