//! What the kinds are called.

use super::model::OrganizationKind;
use crate::error::Language;

pub const KINDS: [OrganizationKind; 18] = [
    OrganizationKind::Startup,
    OrganizationKind::Sme,
    OrganizationKind::LargeCompany,
    OrganizationKind::ResearchLab,
    OrganizationKind::University,
    OrganizationKind::TrainingBody,
    OrganizationKind::Accelerator,
    OrganizationKind::Incubator,
    OrganizationKind::BusinessNursery,
    OrganizationKind::Fablab,
    OrganizationKind::Coworking,
    OrganizationKind::ThirdPlace,
    OrganizationKind::DataCentre,
    OrganizationKind::Funder,
    OrganizationKind::Association,
    OrganizationKind::Cluster,
    OrganizationKind::PublicBody,
    OrganizationKind::Totem,
];

pub fn label(kind: OrganizationKind, language: Language) -> &'static str {
    let [fr, de, en] = match kind {
        OrganizationKind::Startup => ["Start-up", "Start-up", "Start-up"],
        OrganizationKind::Sme => ["PME", "KMU", "SME"],
        OrganizationKind::LargeCompany => ["Grande entreprise", "Großunternehmen", "Large company"],
        OrganizationKind::ResearchLab => ["Laboratoire de recherche", "Forschungslabor", "Research laboratory"],
        OrganizationKind::University => ["Université", "Hochschule", "University"],
        OrganizationKind::TrainingBody => ["Organisme de formation", "Bildungsträger", "Training body"],
        OrganizationKind::Accelerator => ["Accélérateur", "Accelerator", "Accelerator"],
        OrganizationKind::Incubator => ["Incubateur", "Inkubator", "Incubator"],
        OrganizationKind::BusinessNursery => ["Pépinière d’entreprises", "Gründerzentrum", "Business nursery"],
        OrganizationKind::Fablab => ["FabLab", "FabLab", "FabLab"],
        OrganizationKind::Coworking => ["Coworking", "Coworking", "Coworking"],
        OrganizationKind::ThirdPlace => ["Tiers-lieu", "Dritter Ort", "Third place"],
        OrganizationKind::DataCentre => ["Centre de données", "Rechenzentrum", "Data centre"],
        OrganizationKind::Funder => ["Financeur", "Geldgeber", "Funder"],
        OrganizationKind::Association => ["Association", "Verein", "Association"],
        OrganizationKind::Cluster => ["Pôle ou grappe", "Cluster", "Cluster"],
        OrganizationKind::PublicBody => ["Organisme public", "Öffentliche Einrichtung", "Public body"],
        OrganizationKind::Totem => ["Totem", "Totem", "Totem"],
    };
    match language {
        Language::Fr => fr,
        Language::De => de,
        Language::En => en,
    }
}

/// The kinds that are called so in any of the languages, from the beginning of a word on.
pub fn called(typed: &str) -> impl Iterator<Item = OrganizationKind> {
    let typed = typed.to_lowercase();
    KINDS.into_iter().filter(move |kind| {
        [Language::Fr, Language::De, Language::En].into_iter().any(|language| {
            let label = label(*kind, language).to_lowercase();
            plain(&label).split([' ', '-', '’']).chain([plain(&label).as_str()]).any(|word| word.starts_with(&plain(&typed)))
        })
    })
}

fn plain(text: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    text.nfd().filter(|mark| !is_combining_mark(*mark)).collect()
}
