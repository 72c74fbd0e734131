//! How complete a record is. The score is the sum of the points of what is there, of 100; nothing else counts, so that
//! its keeper sees what to add.

use serde::Serialize;
use utoipa::ToSchema;

use super::Organization;

/// How complete a record is.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quality {
    /// Of 100.
    #[schema(minimum = 0, maximum = 100, example = 70)]
    pub score: u8,
    /// Members that would raise it, the most useful first.
    #[schema(example = json!(["summary", "confirmed_on"]))]
    pub missing: Vec<&'static str>,
}

/// What an entrepreneur needs first counts most: what they do, where they are, how to reach them.
const POINTS: [u8; 8] = [20, 20, 15, 15, 10, 10, 5, 5];

pub fn quality(record: &Organization) -> Quality {
    let placed = record.location.as_ref().is_some_and(|place| place.commune_code.is_some() || place.latitude.is_some());
    let there = [
        ("summary", record.summary.is_some()),
        ("location", placed),
        ("website", record.website.is_some()),
        ("identifiers", !record.identifiers.is_empty()),
        ("confirmed_on", record.confirmed_on.is_some()),
        ("sectors", !record.sectors.is_empty()),
        ("description", record.description.is_some()),
        ("founded_on", record.founded_on.is_some()),
    ];
    let points = there.iter().zip(POINTS);
    let score = points.filter(|((_, there), _)| *there).map(|(_, points)| points).sum();
    Quality { score, missing: there.into_iter().filter(|(_, there)| !there).map(|(name, _)| name).collect() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_whole_record_has_all_points() {
        assert_eq!(super::POINTS.iter().sum::<u8>(), 100);
        assert!(super::POINTS.is_sorted_by(|a, b| a >= b), "the most useful first");
    }
}
