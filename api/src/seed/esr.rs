//! Higher-education institutions of Grand Est, from the French ministry's register.

use chrono::NaiveDate;
use serde::Deserialize;

use super::model::{LangText, SeedLocation, SeedOrganization, SeedSourceRef};
use super::{checks, reference, sources, text};

const FILE: &str = include_str!("../../data/etablissements_esr_grand_est.csv");

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "identifiant interne")]
    id: String,
    #[serde(rename = "libellé")]
    name: String,
    #[serde(rename = "nom court")]
    short_name: String,
    #[serde(rename = "sigle")]
    acronym: String,
    #[serde(rename = "type d'établissement")]
    kind: String,
    #[serde(rename = "site internet")]
    website: String,
    #[serde(rename = "géolocalisation")]
    position: String,
    /// Several values are joined by commas or semicolons, also in the next two.
    siret: String,
    siren: String,
    #[serde(rename = "Identifiant ROR")]
    ror: String,
    #[serde(rename = "date_creation")]
    founded: String,
    #[serde(rename = "Code commune")]
    commune_code: String,
    #[serde(rename = "Commune")]
    commune: String,
    #[serde(rename = "Code département")]
    department: String,
    #[serde(rename = "Ancienne région")]
    former_region: String,
    #[serde(rename = "Adresse")]
    address: String,
    #[serde(rename = "Code postal")]
    postal_code: String,
    #[serde(rename = "Pays")]
    country: String,
    #[serde(rename = "Statut juridique")]
    legal_status: String,
    #[serde(rename = "English name")]
    english_name: String,
    #[serde(rename = "champ_recherche")]
    search_names: String,
}

/// In the order of the file, without slugs.
pub fn organizations() -> Result<Vec<SeedOrganization>, String> {
    reference::rows::<Row>(FILE, b';')?.into_iter().map(organization).collect()
}

fn organization(row: Row) -> Result<SeedOrganization, String> {
    let name = text::line(&row.name).ok_or_else(|| format!("record {} has no name", row.id))?;
    if row.country != "France" {
        return Err(format!("record {} is not in France", row.id));
    }
    // UAI types: "Université", "Grand établissement" (the Université de Lorraine), "École".
    let kind = if name.starts_with("Université") { "university" } else { "training_body" };
    let alternate_names = alternates(&name, [&row.short_name, &row.acronym, &row.english_name], &row.search_names);
    let siren = split(&row.siren).find_map(checks::siren);
    let mut identifiers = Vec::new();
    if let Some(ror) = checks::ror(&row.ror) {
        identifiers.push(("ROR", ror));
    }
    if let Some(siren) = siren {
        let siret = split(&row.siret).filter_map(checks::siret).find(|siret| siret.starts_with(&siren));
        identifiers.push(("FR-SIREN", siren));
        identifiers.extend(siret.map(|siret| ("FR-SIRET", siret)));
    }
    let position = row
        .position
        .split_once(',')
        .and_then(|(latitude, longitude)| Some((latitude.trim().parse::<f64>().ok()?, longitude.trim().parse::<f64>().ok()?)));
    let department = row.department.strip_prefix("D0").unwrap_or(&row.department);
    let summary = [&row.kind, &row.legal_status].into_iter().filter_map(|part| text::line(part)).collect::<Vec<_>>();
    Ok(SeedOrganization {
        slug: String::new(),
        name,
        alternate_names,
        legal_name: None,
        kinds: vec![kind],
        summary: LangText { fr: (!summary.is_empty()).then(|| summary.join(" – ")), ..LangText::default() },
        description: LangText::default(),
        website: text::website(&row.website),
        identifiers,
        founded_on: NaiveDate::parse_from_str(row.founded.trim(), "%Y-%m-%d").ok(),
        location: Some(SeedLocation {
            address: text::line(&row.address),
            postal_code: text::line(&row.postal_code),
            locality: text::line(&row.commune),
            commune_code: text::line(&row.commune_code),
            nuts3: reference::nuts3_of_department(department).map(str::to_owned),
            country: "FR".to_owned(),
            latitude: position.map(|(latitude, _)| latitude),
            longitude: position.map(|(_, longitude)| longitude),
        }),
        sectors: Vec::new(),
        territory: if row.former_region == "Lorraine" { "fr-lorraine" } else { "fr-grand-est" }.to_owned(),
        source: SeedSourceRef { system: sources::ESR, external_id: row.id, url: None },
        also_in: Vec::new(),
        startup: false,
    })
}

fn split(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([',', ';']).map(str::trim).filter(|part| !part.is_empty())
}

/// The search column repeats names and holds former ones.
fn alternates(name: &str, columns: [&String; 3], search_names: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for raw in columns.into_iter().map(String::as_str).chain(search_names.split(';')) {
        if let Some(other) = text::line(raw)
            && other != name
            && !names.contains(&other)
        {
            names.push(other);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_institutions_are_read() {
        let organizations = organizations().unwrap();
        assert_eq!(organizations.len(), 12);
        let universities = organizations.iter().filter(|one| one.kinds == ["university"]).count();
        assert_eq!(universities, 5);
        let lorraine = organizations.iter().filter(|one| one.territory == "fr-lorraine").count();
        assert_eq!(lorraine, 3);
    }

    #[test]
    fn the_university_of_lorraine_is_whole() {
        let organizations = organizations().unwrap();
        let found = organizations.iter().find(|one| one.name == "Université de Lorraine").unwrap();
        assert_eq!(
            found.identifiers,
            [
                ("ROR", "https://ror.org/04vfs2w97".to_owned()),
                ("FR-SIREN", "130015506".to_owned()),
                ("FR-SIRET", "13001550600012".to_owned())
            ]
        );
        assert_eq!(found.founded_on, NaiveDate::from_ymd_opt(2012, 1, 1));
        let location = found.location.as_ref().unwrap();
        assert_eq!((location.commune_code.as_deref(), location.nuts3.as_deref()), (Some("54395"), Some("FRF31")));
        assert!(found.alternate_names.contains(&"University of Lorraine".to_owned()));
    }

    #[test]
    fn a_year_alone_is_not_a_founding_day() {
        let organizations = organizations().unwrap();
        let icn = organizations.iter().find(|one| one.name == "ICN Business School").unwrap();
        assert_eq!(icn.founded_on, None);
    }
}
