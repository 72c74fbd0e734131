//! The directory's first records: the three sources together, each organization once.

use std::collections::{HashMap, HashSet};

use super::model::SeedOrganization;
use super::{esr, ilab, ror, text};

/// Sorted by slug. The ministry's register knows addresses and founding days, so its record leads where ROR has
/// the same institution.
pub fn organizations() -> Result<Vec<SeedOrganization>, String> {
    let mut merged = merge([esr::organizations()?, ror::organizations()?, ilab::organizations()?]);
    assign_slugs(&mut merged)?;
    merged.sort_by(|a, b| a.slug.cmp(&b.slug));
    Ok(merged)
}

/// Earlier sources lead. A shared identifier makes one organization, and so does the same name in the same
/// commune, but only across sources: within one, two records are two.
fn merge(sources: impl IntoIterator<Item = Vec<SeedOrganization>>) -> Vec<SeedOrganization> {
    let mut merged: Vec<SeedOrganization> = Vec::new();
    let mut by_identifier: HashMap<(&'static str, String), usize> = HashMap::new();
    let mut by_place: HashMap<(String, String), usize> = HashMap::new();
    for organization in sources.into_iter().flatten() {
        let system = organization.source.system;
        let place = place(&organization);
        let known = organization.identifiers.iter().find_map(|identifier| by_identifier.get(identifier)).copied();
        let known = known.or_else(|| {
            let at = by_place.get(place.as_ref()?).copied()?;
            merged.get(at).is_some_and(|one| one.source.system != system).then_some(at)
        });
        let at = match known.and_then(|at| Some((at, merged.get_mut(at)?))) {
            Some((at, leader)) => {
                absorb(leader, organization);
                at
            }
            None => {
                merged.push(organization);
                merged.len() - 1
            }
        };
        by_place.extend(place.map(|place| (place, at)));
        if let Some(one) = merged.get(at) {
            by_identifier.extend(one.identifiers.iter().map(|identifier| (identifier.clone(), at)));
        }
    }
    merged
}

fn place(organization: &SeedOrganization) -> Option<(String, String)> {
    let commune = organization.location.as_ref()?.commune_code.clone()?;
    Some((text::key(&organization.name), commune))
}

fn absorb(leader: &mut SeedOrganization, other: SeedOrganization) {
    let SeedOrganization {
        slug: _,
        name,
        alternate_names,
        legal_name,
        kinds,
        summary,
        description,
        website,
        identifiers,
        founded_on,
        location,
        sectors,
        territory: _,
        source,
        also_in,
        startup,
    } = other;
    for name in [name].into_iter().chain(alternate_names) {
        if name != leader.name && !leader.alternate_names.contains(&name) {
            leader.alternate_names.push(name);
        }
    }
    // ROR's university and the register's are the same statement; a second one would only repeat it.
    for kind in kinds {
        let teaches = |kind: &str| matches!(kind, "university" | "training_body");
        if !leader.kinds.iter().any(|own| *own == kind || (teaches(own) && teaches(kind))) {
            leader.kinds.push(kind);
        }
    }
    for identifier in identifiers {
        if !leader.identifiers.contains(&identifier) {
            leader.identifiers.push(identifier);
        }
    }
    for sector in sectors {
        if !leader.sectors.contains(&sector) {
            leader.sectors.push(sector);
        }
    }
    if leader.summary.is_empty() {
        leader.summary = summary;
    }
    if leader.description.is_empty() {
        leader.description = description;
    }
    leader.legal_name = leader.legal_name.take().or(legal_name);
    leader.website = leader.website.take().or(website);
    leader.founded_on = leader.founded_on.or(founded_on);
    leader.location = leader.location.take().or(location);
    leader.startup |= startup;
    leader.also_in.push(source);
    leader.also_in.extend(also_in);
}

/// From the name; where two share it, all of them add their town, or their place in line.
fn assign_slugs(organizations: &mut [SeedOrganization]) -> Result<(), String> {
    let mut shared: HashMap<String, usize> = HashMap::new();
    for one in organizations.iter() {
        *shared.entry(text::slug(&one.name)).or_default() += 1;
    }
    let mut taken: HashSet<String> = HashSet::new();
    for one in organizations {
        let base = text::slug(&one.name);
        if base.is_empty() {
            return Err(format!("{} gives no slug", one.name));
        }
        let town = one.location.as_ref().and_then(|location| location.locality.as_deref()).map(text::slug);
        let wanted = match town {
            Some(town) if shared.get(&base).is_some_and(|count| *count > 1) => {
                format!("{base}-{town}")
            }
            _ => base,
        };
        let mut slug = wanted.clone();
        let mut next = 2;
        while !taken.insert(slug.clone()) {
            slug = format!("{wanted}-{next}");
            next += 1;
        }
        one.slug = slug;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use unicode_normalization::is_nfc;

    use super::super::sources::SOURCES;
    use super::*;

    const KINDS: [&str; 18] = [
        "startup",
        "sme",
        "large_company",
        "research_lab",
        "university",
        "training_body",
        "accelerator",
        "incubator",
        "business_nursery",
        "fablab",
        "coworking",
        "third_place",
        "data_centre",
        "funder",
        "association",
        "cluster",
        "public_body",
        "totem",
    ];

    fn counts<'a>(values: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
        let mut counts = BTreeMap::new();
        for value in values {
            *counts.entry(value).or_default() += 1;
        }
        counts
    }

    #[test]
    fn the_counts_are_known() {
        let all = organizations().unwrap();
        assert_eq!(all.len(), 369);
        assert_eq!(counts(all.iter().map(|one| one.source.system)), [("esr", 12), ("ilab", 129), ("ror", 228)].into());
        assert_eq!(
            counts(all.iter().flat_map(|one| one.kinds.iter().copied())),
            [
                ("association", 14),
                ("funder", 24),
                ("large_company", 7),
                ("public_body", 34),
                ("research_lab", 145),
                ("startup", 129),
                ("training_body", 11),
                ("university", 20)
            ]
            .into()
        );
        assert_eq!(
            counts(all.iter().map(|one| one.territory.as_str())),
            [("be-wal", 21), ("de-rp", 51), ("de-sl", 11), ("fr-grand-est", 145), ("fr-lorraine", 105), ("lu", 36)].into()
        );
    }

    #[test]
    fn every_record_has_a_source_with_a_licence() {
        let mut records = HashSet::new();
        for one in organizations().unwrap() {
            for record in [&one.source].into_iter().chain(&one.also_in) {
                let source = SOURCES.iter().find(|source| source.system == record.system).unwrap();
                assert!(!source.licence.is_empty() && !source.attribution.is_empty());
                assert!(!record.external_id.is_empty());
                assert!(records.insert((record.system, record.external_id.clone())), "{record:?}");
            }
        }
    }

    #[test]
    fn slugs_identifiers_and_kinds_are_valid() {
        let (mut slugs, mut identifiers) = (HashSet::new(), HashSet::new());
        for one in organizations().unwrap() {
            assert!(one.slug.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-')), "{}", one.slug);
            assert!(slugs.insert(one.slug.clone()), "{}", one.slug);
            assert!((1..=5).contains(&one.kinds.len()) && one.kinds.iter().all(|kind| KINDS.contains(kind)));
            assert_eq!(one.startup, one.kinds.contains(&"startup"));
            for identifier in one.identifiers {
                assert!(identifiers.insert(identifier.clone()), "{identifier:?}");
            }
        }
    }

    #[test]
    fn texts_are_clean() {
        for one in organizations().unwrap() {
            let description = one.description.fr.iter().flat_map(|text| text.lines());
            let lines = [&one.name].into_iter().chain(&one.alternate_names).chain(&one.summary.fr).map(String::as_str);
            for line in lines.chain(description) {
                assert!(is_nfc(line), "{line}");
                assert!(!line.is_empty() && line.trim() == line && !line.contains("  "), "{line}");
                assert!(!line.contains(|c: char| c.is_control() || (c.is_whitespace() && c != ' ')), "{line:?}");
            }
            assert!(one.website.is_none_or(|website| website.starts_with("http")));
            assert!(!one.alternate_names.contains(&one.name));
        }
    }

    #[test]
    fn two_sources_make_one_university() {
        let all = organizations().unwrap();
        let found: Vec<_> = all.iter().filter(|one| one.name == "Université de Lorraine").collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].slug, "universite-de-lorraine");
        assert_eq!(found[0].kinds, ["university", "funder"]);
        assert_eq!(found[0].source.system, "esr");
        assert_eq!(found[0].also_in[0].system, "ror");
    }

    #[test]
    fn one_name_in_one_commune_is_one_school() {
        let all = organizations().unwrap();
        let icn: Vec<_> = all.iter().filter(|one| one.name == "ICN Business School").collect();
        assert_eq!(icn.len(), 1);
        let schemes: Vec<_> = icn[0].identifiers.iter().map(|(scheme, _)| *scheme).collect();
        assert_eq!(schemes, ["FR-SIREN", "FR-SIRET", "ROR"]);
    }

    #[test]
    fn a_shared_name_takes_the_town_and_then_a_number() {
        let mut all: Vec<_> = esr::organizations().unwrap().into_iter().take(3).collect();
        for one in &mut all {
            one.name = "Même nom".to_owned();
        }
        assign_slugs(&mut all).unwrap();
        let slugs: Vec<_> = all.iter().map(|one| one.slug.as_str()).collect();
        assert_eq!(slugs, ["meme-nom-strasbourg", "meme-nom-metz", "meme-nom-strasbourg-2"]);
    }
}
