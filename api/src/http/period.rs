//! A stretch of time.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// From an instant up to, and without, another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct Period {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

impl Period {
    pub fn overlaps(&self, other: &Self) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }

    pub fn length(&self) -> Duration {
        self.ends_at - self.starts_at
    }

    /// The same length from another instant on.
    pub fn from(&self, starts_at: DateTime<Utc>) -> Self {
        Self { starts_at, ends_at: starts_at + self.length() }
    }
}
