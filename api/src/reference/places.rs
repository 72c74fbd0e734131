//! The towns of the Grande Région with what other languages call them: Trèves is Trier, Diedenhofen is Thionville.
//! Pure: the embedded file, read once.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use serde::Deserialize;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::seed::reference::{communes, rows};

const PLACES: &str = include_str!("../../data/places_grande_region.csv");
/// A name of several words is looked for among so many words of a search.
const LONGEST: usize = 4;

/// A town.
pub struct Town {
    pub name: String,
    /// ISO 3166-1, two letters.
    pub country: String,
    /// INSEE code, in Lorraine.
    pub commune_code: Option<String>,
    pub latitude: f64,
    pub longitude: f64,
    population: u32,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    country: String,
    latitude: f64,
    longitude: f64,
    population: u32,
    other_names: String,
}

#[derive(Default)]
struct Gazetteer {
    towns: Vec<Town>,
    /// By each of their names, as [`key`] writes it; of namesakes the largest.
    named: BTreeMap<String, usize>,
}

/// A file that cannot be read leaves the search without other names; a test reads it.
static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::read().unwrap_or_default());

impl Gazetteer {
    fn read() -> Result<Self, String> {
        let mut towns = vec![];
        let mut codes = HashMap::new();
        for commune in communes()? {
            if let (Some(latitude), Some(longitude)) = (commune.latitude, commune.longitude) {
                codes.insert(key(&commune.name), towns.len());
                let (country, commune_code) = ("FR".to_owned(), Some(commune.code));
                let population = commune.population;
                towns.push(Town { name: commune.name, country, commune_code, latitude, longitude, population });
            }
        }
        let mut others = vec![];
        for Row { name, country, latitude, longitude, population, other_names } in rows::<Row>(PLACES, b',')? {
            let at = match codes.get(&key(&name)) {
                Some(at) if country == "FR" => *at,
                _ => {
                    towns.push(Town { name, country, commune_code: None, latitude, longitude, population });
                    towns.len() - 1
                }
            };
            others.extend(other_names.split('|').map(key).filter(|name| name.len() > 3).map(|name| (name, at)));
        }
        let mut named: BTreeMap<String, usize> = BTreeMap::new();
        let own: Vec<(String, usize)> = towns.iter().enumerate().map(|(at, town)| (key(&town.name), at)).collect();
        for (name, at) in own {
            let largest = named.entry(name).or_insert(at);
            if towns[at].population > towns[*largest].population {
                *largest = at;
            }
        }
        // A name that is a town's own is nobody else's.
        let own = named.clone();
        for (name, at) in others.into_iter().filter(|(name, _)| !own.contains_key(name)) {
            let largest = named.entry(name).or_insert(at);
            if towns[at].population > towns[*largest].population {
                *largest = at;
            }
        }
        Ok(Self { towns, named })
    }
}

/// A name without accents, capitals and what stands between its words.
fn key(name: &str) -> String {
    let plain = name.to_lowercase().replace('œ', "oe").replace('ß', "ss");
    plain.nfd().filter(|mark| !is_combining_mark(*mark) && mark.is_alphanumeric()).collect()
}

/// The same words with the name that a town has at home, where they hold another one.
pub fn at_home(words: &str) -> Option<String> {
    let words: Vec<&str> = words.split_whitespace().collect();
    for length in (1..=LONGEST.min(words.len())).rev() {
        for at in 0..=words.len() - length {
            let said = key(&words[at..at + length].concat());
            let Some(town) = GAZETTEER.named.get(&said).map(|town| &GAZETTEER.towns[*town]) else { continue };
            if key(&town.name) != said {
                return Some([&words[..at], &[town.name.as_str()], &words[at + length..]].concat().join(" "));
            }
        }
    }
    None
}

/// Where a town is, by its code or by its name.
pub fn position(commune_code: Option<&str>, name: Option<&str>, country: &str) -> Option<(f64, f64)> {
    let by_code = |town: &&Town| town.commune_code.is_some() && town.commune_code.as_deref() == commune_code;
    let by_name = || {
        let town = &GAZETTEER.towns[*GAZETTEER.named.get(&key(name?))?];
        (town.country == country).then_some(town)
    };
    let town = GAZETTEER.towns.iter().find(by_code).or_else(by_name)?;
    Some((town.latitude, town.longitude))
}

/// Towns one of whose names begins like this, or nearly so, the largest first.
pub fn beginning(typed: &str, most: usize) -> Vec<&'static Town> {
    let typed = key(typed);
    if typed.len() < 2 {
        return vec![];
    }
    let begin = GAZETTEER.named.range(typed.clone()..).take_while(|(name, _)| name.starts_with(&typed));
    let mut found: Vec<usize> = begin.map(|(_, at)| *at).collect();
    if found.is_empty() && typed.len() > 4 {
        let near =
            GAZETTEER.named.iter().filter(|(name, _)| name.chars().next() == typed.chars().next() && nearly_begins(name, &typed));
        found = near.map(|(_, at)| *at).collect();
    }
    found.sort_by_key(|at| (std::cmp::Reverse(GAZETTEER.towns[*at].population), *at));
    found.dedup();
    found.into_iter().take(most).map(|at| &GAZETTEER.towns[at]).collect()
}

/// Whether one letter too many, too few, wrong or in the wrong place is all that keeps a name from beginning like this.
fn nearly_begins(name: &str, typed: &str) -> bool {
    let length = typed.chars().count();
    let marks: Vec<(usize, char)> = name.char_indices().take(length + 2).collect();
    (length.saturating_sub(1)..=length + 1).any(|taken| {
        let end = marks.get(taken).map_or(name.len(), |(at, _)| *at);
        strsim::osa_distance(&name[..end], typed) <= 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_is_known_by_the_names_of_its_neighbours() {
        let gazetteer = Gazetteer::read().unwrap();
        assert!(gazetteer.towns.len() > 2900, "{} towns", gazetteer.towns.len());
        for (said, home) in [
            ("Trèves", "Trier"),
            ("treves", "Trier"),
            ("Diedenhofen", "Thionville"),
            ("Sarrebruck", "Saarbrücken"),
            ("université Trèves", "université Trier"),
            ("Fraunhofer Sarrebruck institut", "Fraunhofer Saarbrücken institut"),
        ] {
            assert_eq!(at_home(said).as_deref(), Some(home), "{said}");
        }
        for home in ["Trier", "université de Lorraine", "Metz", "épinal", "esch-sur-alzette", ""] {
            assert_eq!(at_home(home), None, "{home}");
        }
    }

    #[test]
    fn a_town_is_found_while_it_is_typed_with_a_typo() {
        for (typed, name) in [
            ("thionv", "Thionville"),
            ("Dieden", "Thionville"),
            ("thoinville", "Thionville"),
            ("épi", "Épinal"),
            ("sarreb", "Saarbrücken"),
        ] {
            let found = beginning(typed, 5);
            assert!(
                found.iter().any(|town| town.name == name),
                "{typed}: {:?}",
                found.iter().map(|t| &t.name).collect::<Vec<_>>()
            );
        }
        assert_eq!(beginning("thionv", 5)[0].commune_code.as_deref(), Some("57672"));
        assert!(beginning("t", 5).is_empty());
    }
}
