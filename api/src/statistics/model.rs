//! The shapes of figures.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

/// The ecosystem at a glance: how many published organizations there are, and of which sort.
#[derive(Serialize, ToSchema)]
pub struct Statistics {
    /// When these figures were true.
    pub counted_at: DateTime<Utc>,
    pub organizations: StatisticsFigure,
    /// By what they are; who is several things is counted in each.
    pub kinds: Vec<StatisticsFigure>,
    /// By commune of France, the hundred with the most.
    pub communes: Vec<StatisticsFigure>,
    /// By sector, the hundred with the most; who works in several is counted in each.
    pub sectors: Vec<StatisticsFigure>,
    /// Start-ups by where they stand on the path.
    pub stages: Vec<StatisticsFigure>,
}

/// How many there are of a sort, and where to see which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatisticsFigure {
    /// What they have in common, as the filter of the list takes it; absent for all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "54395")]
    pub value: Option<String>,
    /// Its name, where the value is a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Nancy")]
    pub label: Option<String>,
    #[schema(minimum = 0, example = 41)]
    pub count: i64,
    /// The list behind it, whose own count (which goes to 10,000) is this one.
    #[schema(example = "/v1/organizations?count=true&commune_code=54395")]
    pub query: String,
}

impl StatisticsFigure {
    pub fn of(dimension: &str, value: Option<String>, label: Option<String>, count: i64) -> Self {
        let (list, filter) = match dimension {
            "kind" => ("organizations", "kinds"),
            "commune" => ("organizations", "commune_code"),
            "sector" => ("organizations", "sectors"),
            "stage" => ("startups", "stage"),
            _ => ("organizations", ""),
        };
        let mut query = url::form_urlencoded::Serializer::new(format!("/v1/{list}?"));
        query.append_pair("count", "true");
        if let Some(value) = &value {
            query.append_pair(filter, value);
        }
        Self { query: query.finish(), value, label, count }
    }
}
