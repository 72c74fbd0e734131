//! A saved search.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    directory::OrganizationFilters,
    error::Language,
    http::{Problem, json, problem::FieldErrorDocument},
    ids::SavedSearchId,
};

/// A search of the directory that somebody has saved.
#[derive(Serialize, ToSchema)]
pub struct SavedSearch {
    pub id: SavedSearchId,
    #[schema(example = "Fablabs près de Metz")]
    pub name: String,
    /// Absent where the directory does not know it any more: `errors` says what of it, and nothing is looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<OrganizationFilters>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldErrorDocument>,
    /// Nothing is looked for meanwhile, nor told later.
    #[schema(example = false)]
    pub paused: bool,
    pub created_at: DateTime<Utc>,
    /// When new matches were last told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told_at: Option<DateTime<Utc>>,
}

/// What was stored, by the rules of the list as they are now.
pub fn read(stored: &serde_json::Value) -> Result<OrganizationFilters, Problem> {
    let query: OrganizationFilters = json::parse(stored.to_string().as_bytes()).map_err(|problem| problem.within("/query"))?;
    query.asked().map_err(|problem| problem.within("/query"))?;
    Ok(query)
}

/// The same for its holder.
pub fn shown(stored: &serde_json::Value, language: Language) -> (Option<OrganizationFilters>, Vec<FieldErrorDocument>) {
    match read(stored) {
        Ok(query) => (Some(query), vec![]),
        Err(problem) => (None, problem.errors(language)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_search_is_stored_as_it_is_read_and_says_which_filter_is_no_more() {
        let given = json!({
            "q": "robotique", "kinds": ["startup"], "sectors": ["santé"], "nuts3": ["FRF33"], "near": "49.1193,6.1757",
            "radius_km": 20.0, "founded_on_gte": "2015-01-01", "bbox": "5.8,48.5,6.6,49.5",
        });
        let query = read(&given).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(serde_json::to_value(&query).unwrap(), given);
        assert_eq!(
            query.query(),
            "q=robotique&kinds=startup&sectors=sant%C3%A9&nuts3=FRF33&founded_on_gte=2015-01-01&bbox=5.8%2C48.5%2C6.6%2C49.5\
             &near=49.1193%2C6.1757&radius_km=20.0"
        );
        for (stored, pointer) in [
            (json!({"colour": ["red"]}), "/query/colour"),
            (json!({"kinds": ["startup", "unicorn"]}), "/query/kinds/1"),
            (json!({"radius_km": 20}), "/query/near"),
        ] {
            let (query, errors) = shown(&stored, Language::Fr);
            assert!(query.is_none());
            assert_eq!(serde_json::to_value(&errors).unwrap()[0]["pointer"], pointer);
        }
    }
}
