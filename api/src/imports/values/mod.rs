//! What cells mean. Everything here is pure and takes text as others typed it, as a spreadsheet changed it, or as another
//! encoding left it: a value, nothing (`Ok(None)`: the cell is empty in one of many ways), or what is wrong with it.

pub mod dates;
pub mod kinds;
pub mod numbers;
pub mod phones;
pub mod places;
pub mod registers;
pub mod text;

use crate::error::FieldCode;

/// What is wrong with a value, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub code: FieldCode,
    pub particulars: Vec<String>,
}

impl Wrong {
    pub fn format(expected: &str) -> Self {
        Self { code: FieldCode::InvalidFormat, particulars: vec![expected.to_owned()] }
    }

    pub fn code(code: FieldCode, particulars: &[&str]) -> Self {
        Self { code, particulars: particulars.iter().map(|one| (*one).to_owned()).collect() }
    }
}

pub type Read<T> = Result<Option<T>, Wrong>;

/// Cells that say nothing, in the words of several programs and languages.
pub fn is_empty(raw: &str) -> bool {
    const NOTHING: &[&str] = &[
        "",
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "/",
        "?",
        "n/a",
        "#n/a",
        "#na",
        "na",
        "nan",
        "null",
        "none",
        "nil",
        "(null)",
        "\\n",
        "nc",
        "n.c.",
        "nr",
        "n.r.",
        "nd",
        "n.d.",
        "non renseigné",
        "non renseignée",
        "non renseigne",
        "non communiqué",
        "non communique",
        "non disponible",
        "sans objet",
        "aucun",
        "aucune",
        "#ref!",
        "#value!",
        "#valeur!",
        "#div/0!",
        "#name?",
        "#nom?",
        "#nv",
        "unknown",
        "inconnu",
        "inconnue",
        "unbekannt",
        "k.a.",
        "keine angabe",
        "keine",
        "not available",
        "undefined",
        "[]",
        "{}",
        "en cours",
        "à compléter",
        "a completer",
    ];
    let plain = raw.trim_matches(|mark: char| mark.is_whitespace() || mark == '\u{feff}' || mark == '\u{200b}');
    plain.len() <= 24 && NOTHING.contains(&plain.to_lowercase().as_str())
}

/// Yes and no, as people and programs say it; anything else is neither.
pub fn flag(raw: &str) -> Read<bool> {
    let plain = raw.trim().to_lowercase();
    let plain = plain.trim_end_matches(['.', '!']);
    Ok(Some(match plain {
        "oui" | "o" | "yes" | "y" | "ja" | "j" | "jo" | "vrai" | "true" | "wahr" | "1" | "1.0" | "1,0" | "x" | "✓" | "✔"
        | "☑" | "v" | "on" | "t" | "présent" => true,
        "non" | "n" | "no" | "nein" | "nee" | "faux" | "false" | "falsch" | "0" | "0.0" | "0,0" | "off" | "f" | "☐"
        | "pas du tout" => false,
        _ if is_empty(plain) => return Ok(None),
        _ => return Err(Wrong::format("oui, non")),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_is_said_in_many_ways() {
        for yes in ["oui", "Oui", "OUI ", "True", "VRAI", "1", "1.0", "x", "X", "yes", "ja", "✓"] {
            assert_eq!(flag(yes), Ok(Some(true)), "{yes}");
        }
        for no in ["non", "False", "0", "nein", "FAUX"] {
            assert_eq!(flag(no), Ok(Some(false)), "{no}");
        }
        for nothing in ["", " ", "NC", "#N/A", "null", "-"] {
            assert_eq!(flag(nothing), Ok(None), "{nothing}");
        }
        assert!(flag("sur rendez-vous").is_err());
    }

    #[test]
    fn empty_has_many_spellings() {
        for nothing in ["", "  ", "\u{a0}", "NULL", "n/a", "#N/A", "N.C.", "Non renseigné", "—", "\u{feff}"] {
            assert!(is_empty(nothing), "{nothing:?}");
        }
        for something in ["0", "Nancy", "Nul", "n°1"] {
            assert!(!is_empty(something), "{something:?}");
        }
    }
}
