//! Reviews, their states, and what they come to. Pure.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    error::ErrorCode,
    http::{LangText, Problem},
    ids::{AccountId, CandidacyId, DossierReviewId, DossierVersionId},
};

/// Where a review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DossierReviewStatus {
    /// It is being written.
    Open,
    /// It is locked.
    Submitted,
    /// Its reviewer has a conflict of interest: the dossier is shut to them.
    Recused,
}

impl DossierReviewStatus {
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Submitted => "submitted",
            Self::Recused => "recused",
        }
    }

    /// A database that holds another word was changed by hand.
    pub fn from_name(name: &str) -> Self {
        [Self::Open, Self::Submitted].into_iter().find(|status| status.name() == name).unwrap_or(Self::Recused)
    }

    /// What its reviewer may do next. A conflict of interest is declared whenever it is seen.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Open => &[Self::Submitted, Self::Recused],
            Self::Submitted => &[Self::Recused],
            Self::Recused => &[],
        }
    }

    pub fn apply(self, to: Self) -> Result<Self, Problem> {
        if self.next().contains(&to) { Ok(to) } else { Err(self.conflict(to.name())) }
    }

    /// What is not possible any more.
    pub fn conflict(self, to: &str) -> Problem {
        let allowed = self.next().iter().map(|status| status.name());
        Problem::new(ErrorCode::StateConflict).with([self.name(), to]).allowed(allowed)
    }
}

/// What a reviewer thinks of a dossier.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DossierReview {
    pub id: DossierReviewId,
    pub candidacy: ReviewedCandidacy,
    pub version_id: DossierVersionId,
    /// 1 is the first of its candidacy.
    #[schema(example = 2, minimum = 1)]
    pub version_number: i32,
    /// Absent once their account has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<DossierReviewer>,
    pub status: DossierReviewStatus,
    /// What its reader may do with it.
    pub allowed_transitions: Vec<DossierReviewStatus>,
    /// Until it is submitted, its reviewer alone sees them.
    pub scores: Vec<DossierScore>,
    /// The conflict of interest, in the words of whoever has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Je siège au conseil d’administration d’un des membres.")]
    pub conflict: Option<String>,
    pub assigned_at: DateTime<Utc>,
    /// When it was submitted, or the conflict of interest declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    #[schema(example = 1, minimum = 1)]
    pub revision: i64,
}

/// The candidacy of a dossier, in a few words.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReviewedCandidacy {
    pub id: CandidacyId,
    #[schema(example = "french-tech-east")]
    pub slug: String,
    pub name: LangText,
}

/// Whoever scores a dossier.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DossierReviewer {
    pub account_id: AccountId,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Camille Exemple")]
    pub name: Option<String>,
}

/// What a reviewer thinks of one criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DossierScore {
    /// The code of the criterion.
    #[schema(example = "gouvernance")]
    pub criterion: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 4, minimum = 0, maximum = 5)]
    pub score: Option<i16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "Une gouvernance d’entrepreneurs, encore jeune.")]
    pub comment: Option<String>,
}

/// A criterion that a dossier was frozen with.
#[derive(Clone, Debug, Deserialize)]
pub struct FrozenCriterion {
    pub code: String,
    pub title: LangText,
}

/// The criteria of a frozen dossier.
pub fn criteria(content: &str) -> Vec<FrozenCriterion> {
    #[derive(Deserialize)]
    struct Frozen {
        #[serde(default)]
        criteria: Vec<Entry>,
    }
    #[derive(Deserialize)]
    struct Entry {
        criterion: FrozenCriterion,
    }
    let frozen = serde_json::from_str(content).unwrap_or(Frozen { criteria: vec![] });
    frozen.criteria.into_iter().map(|entry| entry.criterion).collect()
}

/// Those that have no score yet, or no comment.
pub fn missing<'a>(criteria: &'a [FrozenCriterion], scores: &[DossierScore]) -> Vec<&'a FrozenCriterion> {
    let whole = |of: &&FrozenCriterion| {
        let mut given = scores.iter().filter(|score| score.criterion == of.code);
        given.any(|score| score.score.is_some() && score.comment.is_some())
    };
    criteria.iter().filter(|of| !whole(of)).collect()
}

/// What the reviews of a dossier come to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DossierReviewSummary {
    /// Reviews that are being written.
    #[schema(example = 1)]
    pub open: usize,
    /// Those that count.
    #[schema(example = 3)]
    pub submitted: usize,
    /// Reviewers with a conflict of interest.
    #[schema(example = 0)]
    pub recused: usize,
    /// In the order of the call.
    pub criteria: Vec<DossierCriterionSummary>,
}

/// What the reviewers think of one criterion.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DossierCriterionSummary {
    /// The code of the criterion.
    #[schema(example = "gouvernance")]
    pub criterion: String,
    pub title: LangText,
    /// Half of the scores are at most this, half at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 3.5, minimum = 0, maximum = 5)]
    pub median: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 2, minimum = 0, maximum = 5)]
    pub lowest: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 5, minimum = 0, maximum = 5)]
    pub highest: Option<i16>,
    /// In the order in which the reviewers were named.
    pub scores: Vec<ReviewerScore>,
}

/// What one reviewer thinks of a criterion.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReviewerScore {
    pub review_id: DossierReviewId,
    /// Absent once their account has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Camille Exemple")]
    pub reviewer: Option<String>,
    #[schema(example = 4, minimum = 0, maximum = 5)]
    pub score: i16,
    #[schema(example = "Une gouvernance d’entrepreneurs, encore jeune.")]
    pub comment: String,
}

/// Of all reviews of a version; what is submitted counts.
pub fn summary(criteria: Vec<FrozenCriterion>, reviews: &[DossierReview]) -> DossierReviewSummary {
    let count = |status| reviews.iter().filter(|review| review.status == status).count();
    let submitted = || reviews.iter().filter(|review| review.status == DossierReviewStatus::Submitted);
    let of = |FrozenCriterion { code, title }: FrozenCriterion| {
        let voice = |review: &DossierReview| {
            let given = review.scores.iter().find(|score| score.criterion == code)?;
            Some(ReviewerScore {
                review_id: review.id,
                reviewer: review.reviewer.as_ref().and_then(|reviewer| reviewer.name.clone()),
                score: given.score?,
                comment: given.comment.clone()?,
            })
        };
        let scores: Vec<ReviewerScore> = submitted().filter_map(voice).collect();
        let mut sorted: Vec<i16> = scores.iter().map(|voice| voice.score).collect();
        sorted.sort_unstable();
        let (lowest, highest) = (sorted.first().copied(), sorted.last().copied());
        DossierCriterionSummary { criterion: code, title, median: median(&sorted), lowest, highest, scores }
    };
    DossierReviewSummary {
        open: count(DossierReviewStatus::Open),
        submitted: count(DossierReviewStatus::Submitted),
        recused: count(DossierReviewStatus::Recused),
        criteria: criteria.into_iter().map(of).collect(),
    }
}

/// Of what is in order.
fn median(sorted: &[i16]) -> Option<f64> {
    let (lower, upper) = (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
    Some(f64::from(lower + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_is_submitted_once_and_a_conflict_of_interest_ends_it() {
        use DossierReviewStatus::{Open, Recused, Submitted};
        for from in [Open, Submitted, Recused] {
            for to in [Open, Submitted, Recused] {
                let may = matches!((from, to), (Open, Submitted | Recused) | (Submitted, Recused));
                assert_eq!(from.apply(to).is_ok(), may, "{from:?} {to:?}");
            }
            assert_eq!(DossierReviewStatus::from_name(from.name()), from);
        }
    }

    #[test]
    fn the_median_is_in_the_middle() {
        for (scores, expected) in [(&[][..], None), (&[3], Some(3.0)), (&[0, 5], Some(2.5)), (&[0, 1, 5], Some(1.0))] {
            assert_eq!(median(scores), expected, "{scores:?}");
        }
        assert_eq!(median(&[1, 2, 3, 5]), Some(2.5));
    }
}
