//! A mapping for a file that nobody has described: from what its columns are called, and from what stands in them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Column, Mapping, Member, Values, Variant, path::Path, vocabulary};
use crate::{
    http::Line as Words,
    imports::{
        reading::{Content, Line},
        values::{self, dates, kinds, numbers, phones, places, registers, text},
    },
};

/// A name must be so sure, alone or with what the values say.
const SURE: u32 = 40;
/// So much of a column's values must be what its member takes.
const FITTING: f64 = 0.6;

/// A column with what stands in it.
struct Seen {
    path: String,
    values: Vec<String>,
    /// How many lines have it.
    lines: usize,
    order: usize,
}

/// The mapping that these lines, the first of a file, speak for.
pub fn propose(lines: &[Line]) -> Mapping {
    // Objects of different forms, such as two versions of a schema, are looked at apart.
    let groups = forms(lines);
    let (first, rest) = match groups.split_first() {
        Some((first, rest)) => (first, rest),
        None => return Mapping::default(),
    };
    let mut mapping = Mapping { columns: columns(&first.1), ..Mapping::default() };
    for (when, lines) in rest {
        if let Some(when) = when.as_deref().and_then(Path::new) {
            mapping.variants.push(Variant { when, columns: columns(lines) });
        }
    }
    mapping.except = closed(lines);
    mapping
}

/// Where something stands in these lines.
pub fn paths(lines: &[Line]) -> Vec<String> {
    let borrowed: Vec<&Line> = lines.iter().collect();
    seen(&borrowed).into_iter().map(|one| one.path).collect()
}

/// Lines by their form: the most frequent first, the others with a member that only they have.
fn forms(lines: &[Line]) -> Vec<(Option<String>, Vec<&Line>)> {
    let mut groups: Vec<(Vec<String>, Vec<&Line>)> = vec![];
    for line in lines {
        let keys: Vec<String> = match &line.content {
            Content::Object(Value::Object(members)) => members.keys().cloned().collect(),
            Content::Cells { .. } => vec![],
            _ => continue,
        };
        // Objects that leave out what is empty are still of one form: most of their members are the same.
        let same = groups.iter_mut().find(|(known, _)| {
            let shared = known.iter().filter(|key| keys.contains(key)).count();
            shared * 2 >= known.len().min(keys.len())
                && !["names", "locations"]
                    .iter()
                    .any(|key| known.iter().any(|one| one == key) != keys.iter().any(|one| one == key))
        });
        match same {
            Some((known, group)) => {
                group.push(line);
                known.extend(keys.into_iter().filter(|key| !known.contains(key)).collect::<Vec<_>>());
            }
            None => groups.push((keys, vec![line])),
        }
    }
    groups.sort_by_key(|(_, lines)| std::cmp::Reverse(lines.len()));
    let others: Vec<Vec<String>> = groups.iter().map(|(keys, _)| keys.clone()).collect();
    groups
        .into_iter()
        .enumerate()
        .map(|(place, (keys, lines))| {
            let own =
                keys.into_iter().find(|key| others.iter().enumerate().all(|(other, keys)| other == place || !keys.contains(key)));
            (own.map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1"))), lines)
        })
        .collect()
}

fn columns(lines: &[&Line]) -> Vec<Column> {
    let seen = seen(lines);
    let mut candidates: Vec<(u32, Member, usize)> = vec![];
    for (place, column) in seen.iter().enumerate() {
        for member in Member::ALL {
            let score = score(column, *member, lines.len());
            if score >= SURE {
                candidates.push((score, *member, place));
            }
        }
    }
    candidates.sort_by_key(|(score, member, place)| (std::cmp::Reverse(*score), seen[*place].order, *member));
    let mut taken: BTreeMap<usize, Member> = BTreeMap::new();
    let mut found: BTreeMap<Member, Vec<usize>> = BTreeMap::new();
    for (_, member, place) in candidates {
        let places = found.entry(member).or_default();
        let full = if member.is_list() { places.len() >= 4 } else { !places.is_empty() };
        if taken.contains_key(&place) || full {
            continue;
        }
        taken.insert(place, member);
        places.push(place);
    }
    arrange(&seen, found, &mut taken)
}

/// Brings what was found into columns: pairs of coordinates, flags, ids that make sense.
fn arrange(seen: &[Seen], mut found: BTreeMap<Member, Vec<usize>>, taken: &mut BTreeMap<usize, Member>) -> Vec<Column> {
    let mut columns = vec![];
    let path = |place: &usize| Path::new(&seen[*place].path);
    // A pair in two columns, whatever they are called, unless one cell has both.
    let pair = match (
        found.get(&Member::Latitude).and_then(|all| all.first()),
        found.get(&Member::Longitude).and_then(|all| all.first()),
    ) {
        (Some(latitude), Some(longitude)) => Some((*latitude, *longitude)),
        _ => pair_of_coordinates(seen, taken),
    };
    found.remove(&Member::Latitude);
    found.remove(&Member::Longitude);
    if let Some((first, second)) = pair {
        found.remove(&Member::Coordinates);
        taken.insert(first, Member::Coordinates);
        taken.insert(second, Member::Coordinates);
        columns.push(column(vec![path(&first), path(&second)], Member::Coordinates));
    }
    // Editions name the same company again: its number is its id, and the edition is which line holds.
    let repeats = found.contains_key(&Member::SourceRevision);
    if !has_ids(&found, seen) || (repeats && found.contains_key(&Member::Siren)) {
        found.remove(&Member::ExternalId);
    }
    for (member, places) in &found {
        if matches!(member, Member::AlternateNames | Member::Kinds | Member::Sectors) {
            columns.extend(places.iter().map(|place| column(vec![path(place)], *member)));
        } else {
            columns.push(column(places.iter().map(path).collect(), *member));
        }
    }
    for (place, one) in seen.iter().enumerate() {
        let Some(kind) = kinds::kind_of_column(&one.path) else { continue };
        let is_flag = share(&one.values, |value| matches!(values::flag(value), Ok(Some(_)))) >= 0.95 && !one.values.is_empty();
        if is_flag && !taken.contains_key(&place) {
            let mut flag = column(vec![path(&place)], Member::Kinds);
            flag.flag = Some(Words(kind.name().to_owned()));
            columns.push(flag);
        }
    }
    if !columns.iter().any(|column| column.to == Member::Name) {
        columns
            .extend(name_by_value(seen, taken).and_then(|place| path(&place)).map(|path| column(vec![Some(path)], Member::Name)));
    }
    columns.retain(|column| !column.from.is_empty());
    columns
}

fn has_ids(found: &BTreeMap<Member, Vec<usize>>, seen: &[Seen]) -> bool {
    found.get(&Member::ExternalId).and_then(|places| places.first()).is_some_and(|place| {
        let values = &seen[*place].values;
        let mut unique = values.clone();
        unique.sort();
        unique.dedup();
        unique.len() == values.len()
    })
}

fn column(from: Vec<Option<Path>>, to: Member) -> Column {
    Column {
        from: from.into_iter().flatten().collect(),
        to,
        values: BTreeMap::new(),
        flag: None,
        split: None,
        system: places::Coordinates::Auto,
        language: None,
    }
}

/// Every place where a text, a number or a truth stands, with the values that were met.
fn seen(lines: &[&Line]) -> Vec<Seen> {
    let mut all: Vec<Seen> = vec![];
    let mut note = |path: String, value: String| {
        if values::is_empty(&value) {
            if !all.iter().any(|one| one.path == path) {
                let order = all.len();
                all.push(Seen { path, values: vec![], lines: 0, order });
            }
            return;
        }
        match all.iter_mut().find(|one| one.path == path) {
            Some(one) => one.values.push(value),
            None => {
                let order = all.len();
                all.push(Seen { path, values: vec![value], lines: 0, order });
            }
        }
    };
    for line in lines {
        match &line.content {
            Content::Cells { columns, cells } => {
                columns.iter().zip(cells).for_each(|(name, cell)| note(name.clone(), cell.clone()))
            }
            Content::Object(value) => leaves(value, String::new(), 0, &mut note),
            Content::Broken(_) => {}
        }
    }
    for one in &mut all {
        one.lines = one.values.len();
    }
    all
}

fn leaves(value: &Value, path: String, depth: usize, note: &mut impl FnMut(String, String)) {
    if depth > 5 {
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                leaves(value, format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")), depth + 1, note);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            // Names of ROR say of what sort they are; of anything else all items are the same.
            for item in items {
                let sorts: Vec<&str> = match item.get("types") {
                    Some(Value::Array(sorts)) => sorts.iter().filter_map(Value::as_str).collect(),
                    _ => vec![],
                };
                if sorts.contains(&"ror_display") {
                    leaves(item, format!("{path}/*[types=ror_display]"), depth + 1, note);
                }
                leaves(item, format!("{path}/*"), depth + 1, note);
            }
        }
        Value::Array(items) => {
            if is_pair(items) {
                note(path, items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
            } else {
                items.iter().for_each(|item| leaves(item, path.clone(), depth + 1, note));
            }
        }
        Value::Null => note(path, String::new()),
        Value::String(text) => note(path, text.clone()),
        other => note(path, other.to_string()),
    }
}

fn is_pair(items: &[Value]) -> bool {
    matches!(items.len(), 2 | 3) && items.iter().all(Value::is_number)
}

fn share(values: &[String], good: impl Fn(&str) -> bool) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let count = values.iter().filter(|value| good(value)).count();
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX))
}

/// How well a column would do as this member: its name, as far as its values agree, or values that can be nothing else.
fn score(column: &Seen, member: Member, lines: usize) -> u32 {
    // A street with its town is an address in one line, whatever it is called.
    let name = match member {
        Member::FullAddress => name_score(&column.path, member).max(name_score(&column.path, Member::Address).saturating_add(1)),
        _ => name_score(&column.path, member),
    };
    if column.values.is_empty() {
        return 0;
    }
    let fits = |good: &dyn Fn(&str) -> bool| share(&column.values, good);
    let is_number = |value: &str| numbers::parse(value).is_some();
    let fitting = match member {
        Member::Website | Member::SourceUrl => fits(&|value| matches!(text::website(value), Ok(Some(_)))),
        Member::Phone => fits(&|value| matches!(phones::number(value, "FR"), Ok(Some(_)))),
        Member::PostalCode => fits(&|value| {
            matches!(places::postal_code(value, "FR"), Ok(Some(_))) || value.trim_start_matches(['L', 'D', 'B', '-']).len() == 4
        }),
        Member::CommuneCode => fits(&|value| matches!(places::commune_code(value), Ok(Some(_)))),
        Member::Country => fits(&|value| matches!(places::country(value), Ok(Some(_)))),
        Member::Latitude => fits(&|value| numbers::parse(value).is_some_and(|degrees| degrees.abs() <= 90.0)),
        Member::Longitude => fits(&|value| numbers::parse(value).is_some_and(|degrees| degrees.abs() <= 180.0)),
        Member::Coordinates => fits(&|value| matches!(places::pair(value, places::Coordinates::Auto, "FR"), Ok(Some(_)))),
        // With a time of the day it is when the line was made.
        Member::FoundedOn => fits(&|value| matches!(dates::day(value), Ok(Some(_))) && !value.contains(':')),
        Member::SourceRevision => fits(&|value| dates::year(value).is_some()),
        Member::LegalForm => fits(&|value| value.len() == 4 && value.bytes().all(|byte| byte.is_ascii_digit())),
        Member::Activity => fits(&|value| {
            value.len() <= 6
                && value.len() >= 5
                && value.ends_with(|mark: char| mark.is_ascii_uppercase())
                && value.starts_with(|mark: char| mark.is_ascii_digit())
        }),
        Member::HeadcountRange => fits(&|value| value.len() <= 2 || value.contains('-')),
        Member::Kinds => fits(&|value| {
            kinds::kind(value).is_some() || text::items(value, Some(",")).iter().any(|item| kinds::kind(item).is_some())
        }),
        Member::FullAddress => {
            fits(&|value| matches!(places::address(value), Ok(Some(address)) if address.postal_code.is_some()))
        }
        Member::Address => fits(&|value| {
            !is_number(value) && !value.contains('@') && text::website(value).is_err() && value.chars().count() < 200
        }),
        Member::Locality => fits(&|value| !is_number(value) && !value.contains(['/', '@', '?']) && value.chars().count() <= 60),
        Member::Name | Member::LegalName => {
            fits(&|value| !is_number(value) && !value.contains("://") && (2..=200).contains(&value.chars().count()))
        }
        Member::AlternateNames => fits(&|value| !is_number(value) && !value.contains("://")),
        Member::Summary => fits(&|value| value.contains(' ') && (15..=300).contains(&value.chars().count())),
        Member::Description => fits(&|value| !is_number(value)),
        Member::Sectors => {
            fits(&|value| !is_number(value) && text::items(value, None).iter().all(|item| item.chars().count() <= 60))
        }
        Member::Stage => fits(&|value| matches!(value, "idea" | "creation" | "growth" | "international" | "talent_detected")),
        Member::ExternalId => 1.0,
        member => {
            member.scheme().map_or(0.0, |scheme| fits(&|value| matches!(registers::identifier(scheme, value), Ok(Some(_)))))
        }
    };
    // A check digit or a scheme before a colon is no accident; most other forms could be.
    let telling = match member {
        Member::Website if column.path.starts_with("colonne") => 80,
        Member::Siren if fitting > 0.9 && column.values.len() > 3 => 55,
        Member::Siret if fitting > 0.9 && column.values.len() > 3 => 56,
        Member::Coordinates
            if fitting > 0.95 && column.values.iter().all(|value| value.contains(['.', ','])) && column.values.len() > 1 =>
        {
            45
        }
        _ => 0,
    };
    let needed = match member {
        // Numbers of registers are often missing or spoilt; what fits is worth having.
        member if member.scheme().is_some() => 0.2,
        Member::Kinds => 0.3,
        Member::FoundedOn | Member::Website => 0.5,
        Member::Phone => 0.4,
        _ => FITTING,
    };
    if fitting < needed {
        return 0;
    }
    // A column that most lines leave empty is worth less than one that they fill.
    let filled = 100 * column.lines.min(lines) / lines.max(1);
    if member == Member::SourceRevision && name < 75 {
        return 0;
    }
    let rare = if filled < 20 && matches!(member, Member::Name | Member::Locality | Member::Address) { 15 } else { 0 };
    name.max(telling).saturating_sub(rare)
}

/// The last step of a path is its name; what it lies in weighs, too.
fn name_score(path: &str, member: Member) -> u32 {
    let Some(rest) = path.strip_prefix('/') else { return vocabulary::score(path, member) };
    let steps: Vec<&str> = rest.split('/').filter(|step| *step != "*").collect();
    if let Some(score) = known_places(path, member) {
        return score;
    }
    let Some(last) = steps.last() else { return 0 };
    let own = vocabulary::score(last, member);
    let depth = u32::try_from(steps.len()).unwrap_or(9);
    let outer = steps.iter().rev().skip(1).any(|step| {
        // Of something else than the organization itself.
        [
            "matching",
            "relationships",
            "dirigeants",
            "complements",
            "finances",
            "admin",
            "license",
            "geonames_admin",
            "external_ids",
            "parent",
            "nuts_",
        ]
        .iter()
        .any(|other| step.starts_with(other))
    });
    let many = path.contains("/*")
        && !member.is_list()
        && !path.contains("*[")
        && !["addresses", "locations", "links"].iter().any(|known| path.contains(known));
    if outer || many { 0 } else { own.saturating_sub(3 * depth.saturating_sub(1)) }
}

/// Places in well-known forms whose last step says too little.
fn known_places(path: &str, member: Member) -> Option<u32> {
    let known: &[(&str, Member)] = &[
        ("/names/*[types=ror_display]/value", Member::Name),
        ("/names/*/value", Member::AlternateNames),
        ("/labels/*/label", Member::AlternateNames),
        ("/aliases", Member::AlternateNames),
        ("/acronyms", Member::AlternateNames),
        ("/links/*/value", Member::Website),
        ("/links", Member::Website),
        ("/locations/*/geonames_details/name", Member::Locality),
        ("/locations/*/geonames_details/country_code", Member::Country),
        ("/addresses/*/city", Member::Locality),
        ("/country/country_code", Member::Country),
        ("/geometry/coordinates", Member::Coordinates),
        ("/types", Member::Kinds),
    ];
    if let Some((_, meant)) = known.iter().find(|(known, _)| *known == path) {
        return Some(if *meant == member { 99 } else { 0 });
    }
    // Their id is their number.
    (path == "/id" && member == Member::Ror).then_some(110)
}

/// Two columns of numbers next to each other that are positions, in degrees or metres.
fn pair_of_coordinates(seen: &[Seen], taken: &BTreeMap<usize, Member>) -> Option<(usize, usize)> {
    let free = |place: usize| !taken.get(&place).is_some_and(|member| !matches!(member, Member::Latitude | Member::Longitude));
    (1..seen.len()).map(|second| (second - 1, second)).find(|(first, second)| {
        let (one, other) = (&seen[*first].values, &seen[*second].values);
        if !free(*first) || !free(*second) || one.is_empty() || one.len() != other.len() {
            return false;
        }
        let pairs: Vec<(&String, &String)> = one.iter().zip(other).collect();
        let fractions = one.iter().filter(|value| value.contains(['.', ','])).count() * 2 > one.len();
        let good = pairs
            .iter()
            .filter(|(first, second)| matches!(places::position(first, second, places::Coordinates::Auto, "FR"), Ok(Some(_))))
            .count();
        fractions && good * 10 >= pairs.len() * 9
    })
}

/// Where no column is called so: the one whose values differ most and are words.
fn name_by_value(seen: &[Seen], taken: &BTreeMap<usize, Member>) -> Option<usize> {
    let worth = |one: &Seen| {
        let mut unique = one.values.clone();
        unique.sort();
        unique.dedup();
        let wordy = share(&one.values, |value| {
            numbers::parse(value).is_none() && text::website(value).is_err() && (2..=80).contains(&value.chars().count())
        });
        (wordy >= 0.7 && unique.len() * 10 >= one.values.len() * 8).then_some(unique.len())
    };
    let free = seen.iter().enumerate().filter(|(place, _)| !taken.contains_key(place));
    free.filter_map(|(place, one)| Some((worth(one)?, std::cmp::Reverse(place)))).max().map(|(_, std::cmp::Reverse(place))| place)
}

/// Records that their source calls closed are left out.
fn closed(lines: &[Line]) -> Vec<Values> {
    const ACTIVE: &[&str] = &["active", "actif", "ouvert", "open", "a", "enactivite", "aktiv", "o"];
    const CLOSED: &[&str] = &["inactive", "withdrawn", "inactif", "fermé", "closed", "C", "F", "cessé", "cessée", "geschlossen"];
    let borrowed: Vec<&Line> = lines.iter().collect();
    let mut found = vec![];
    for one in seen(&borrowed) {
        let top = one.path.matches('/').count() <= 1;
        let name = text::squash(&one.path);
        let about_state = ["status", "statut", "etat", "etatadministratif", "affichage", "state"].contains(&name.as_str());
        let mut words: Vec<String> = one.values.iter().map(|value| text::squash(value)).collect();
        words.sort();
        words.dedup();
        let is_active = |word: &String| ACTIVE.contains(&word.as_str());
        let is_closed = |word: &String| CLOSED.iter().any(|known| text::squash(known) == *word);
        if top
            && about_state
            && words.iter().any(is_active)
            && words.iter().all(|word| is_active(word) || is_closed(word))
            && let Some(from) = Path::new(&one.path)
        {
            found.push(Values { from, values: CLOSED.iter().map(|word| Words((*word).to_owned())).collect() });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::reading::tests::all;

    fn proposed(text: &str) -> Vec<(Member, Vec<String>)> {
        let (_, lines) = all(text.as_bytes());
        let mapping = propose(&lines);
        mapping
            .columns
            .iter()
            .map(|column| (column.to, column.from.iter().map(|path| path.text().to_owned()).collect()))
            .collect()
    }

    #[test]
    fn columns_without_names_are_known_by_their_values() {
        let table = "2020,French Tech 120,360Learning\n2020,French Tech 120,AFYREN\n2020,French Tech 120,AB Tasty\n";
        assert_eq!(vocabulary::score("colonne 2", Member::Name), 0);
        assert_eq!(proposed(table), [(Member::Name, vec!["colonne 3".to_owned()])]);
        let table = "360 Learning,https://360learning.com/fr/\nBackMarket,https://www.backmarket.fr/fr-fr\n";
        assert_eq!(
            proposed(table),
            [(Member::Website, vec!["colonne 2".to_owned()]), (Member::Name, vec!["colonne 1".to_owned()])]
        );
    }
}
