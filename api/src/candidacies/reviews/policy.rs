//! Who sees and writes a review.

use super::model::{DossierReview, DossierReviewStatus};
use crate::{
    auth::{Account, Role},
    error::ErrorCode,
    http::Problem,
};

pub fn is_own(account: &Account, review: &DossierReview) -> bool {
    review.reviewer.as_ref().is_some_and(|reviewer| reviewer.account_id == account.id)
}

/// Whoever scores is the only one to write it.
pub fn require_reviewer(account: &Account, review: &DossierReview) -> Result<(), Problem> {
    if is_own(account, review) { Ok(()) } else { Err(Problem::new(ErrorCode::Forbidden).with(["reviewer"])) }
}

/// As this reader sees it: what is not submitted is its reviewer's own.
pub fn shown(account: &Account, mut review: DossierReview) -> DossierReview {
    let own = is_own(account, &review);
    if !own && review.status == DossierReviewStatus::Open {
        review.scores.clear();
    }
    review.allowed_transitions = if own { review.status.next().to_vec() } else { vec![] };
    review
}

/// The variant of its representation, for its ETag.
pub fn view(account: &Account, review: &DossierReview) -> &'static str {
    if is_own(account, review) {
        "own"
    } else if account.has(Role::Pilot) {
        "pilot"
    } else {
        "reviewer"
    }
}
