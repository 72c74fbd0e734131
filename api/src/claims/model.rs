//! A claim and its states, and which address proves what.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{error::ErrorCode, http::Problem, ids::ClaimId, members::model::OrganizationRef};

/// The link to an address at the organization's domain works for this long.
pub const LIFETIME: Duration = Duration::hours(24);

/// Where a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClaimStatus {
    /// A link was sent to the address.
    AwaitingProof,
    /// Waits for a moderator.
    PendingReview,
    Accepted,
    Refused,
    Withdrawn,
    /// Nobody opened the link in time.
    Expired,
}

/// On whose side the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Claimant,
    Moderator,
}

impl ClaimStatus {
    pub const ALL: [Self; 6] =
        [Self::AwaitingProof, Self::PendingReview, Self::Accepted, Self::Refused, Self::Withdrawn, Self::Expired];

    pub fn name(self) -> &'static str {
        match self {
            Self::AwaitingProof => "awaiting_proof",
            Self::PendingReview => "pending_review",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|status| status.name() == name).unwrap_or(Self::Expired)
    }

    /// What may come next. The claimant's `accepted` needs the token of the link.
    pub fn next(self, side: Side) -> &'static [Self] {
        match (self, side) {
            (Self::AwaitingProof, Side::Claimant) => &[Self::Accepted, Self::Withdrawn],
            (Self::PendingReview, Side::Claimant) => &[Self::Withdrawn],
            (Self::PendingReview, Side::Moderator) => &[Self::Accepted, Self::Refused],
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

/// A claim to keep a record.
#[derive(Clone, Serialize, ToSchema)]
pub struct Claim {
    pub id: ClaimId,
    pub organization: OrganizationRef,
    /// The name of the claimant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Camille Exemple")]
    pub claimant: Option<String>,
    /// The address that the link was sent to; without one, that of the account. Moderators read it one claim at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "camille@exemple.fr")]
    pub email: Option<String>,
    /// What a moderator is to know.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Je préside l’association depuis 2024.")]
    pub message: Option<String>,
    pub status: ClaimStatus,
    /// What a moderator said with the decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What its reader may do with it.
    pub allowed_transitions: Vec<ClaimStatus>,
    pub created_at: DateTime<Utc>,
    /// Until then the link works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    #[schema(example = 1)]
    pub revision: i64,
}

impl Claim {
    /// As somebody on this side sees it.
    pub fn seen(mut self, side: Side) -> Self {
        self.allowed_transitions = self.status.next(side).to_vec();
        self
    }
}

/// Where everybody has an address: one there says nothing about whose site it is.
const MAIL_PROVIDERS: [&str; 24] = [
    "bbox.fr",
    "free.fr",
    "gmail.com",
    "gmx.de",
    "gmx.fr",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "live.fr",
    "me.com",
    "numericable.fr",
    "orange.fr",
    "outlook.com",
    "outlook.fr",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "sfr.fr",
    "wanadoo.fr",
    "web.de",
    "yahoo.fr",
];

/// The domain of a site at which an address shows that one belongs to it. It is the very host, without `www.`: who holds
/// `atelier.wordpress.com` does not hold `wordpress.com`, nor the other way round.
pub fn domain_of(website: &str) -> Option<String> {
    let host = url::Url::parse(website).ok()?.host_str()?.to_lowercase();
    let domain = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    (!MAIL_PROVIDERS.contains(&domain.as_str())).then_some(domain)
}

/// Whether an address is at a domain.
pub fn is_at(email: &str, domain: &str) -> bool {
    email.rsplit_once('@').is_some_and(|(_, at)| at.to_lowercase() == domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_proves_a_site_only_at_its_very_domain() {
        for (website, email, proves) in [
            ("https://www.atelier.example/fr", "camille@atelier.example", true),
            ("https://atelier.example", "Camille@ATELIER.example", true),
            ("https://atelier.example", "camille@autre.example", false),
            ("https://atelier.example", "camille@mail.atelier.example", false),
            ("https://atelier.wordpress.example", "camille@wordpress.example", false),
            ("https://atelier.example", "atelier.example@autre.example", false),
            ("https://atelier.example", "camille@atelier.example@autre.example", false),
            ("https://www.gmail.com/atelier", "camille@gmail.com", false),
        ] {
            let proven = domain_of(website).is_some_and(|domain| is_at(email, &domain));
            assert_eq!(proven, proves, "{website} {email}");
        }
    }

    #[test]
    fn only_an_open_claim_moves_and_each_side_has_its_own_steps() {
        use ClaimStatus::{Accepted, AwaitingProof, PendingReview, Refused, Withdrawn};
        for from in ClaimStatus::ALL {
            for to in ClaimStatus::ALL {
                for side in [Side::Claimant, Side::Moderator] {
                    let may = matches!(
                        (side, from, to),
                        (Side::Claimant, AwaitingProof, Accepted | Withdrawn)
                            | (Side::Claimant, PendingReview, Withdrawn)
                            | (Side::Moderator, PendingReview, Accepted | Refused)
                    );
                    assert_eq!(from.apply(side, to).is_ok(), may, "{from:?} {side:?} {to:?}");
                }
            }
            assert_eq!(ClaimStatus::from_name(from.name()), from);
        }
    }
}
