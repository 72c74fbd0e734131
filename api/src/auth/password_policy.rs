//! Which passwords may be chosen: long, not common, not about oneself. Signs are counted as typed, and nothing is trimmed.

use std::{collections::HashSet, sync::LazyLock};

use crate::error::FieldCode;

/// How many characters a password has.
pub const LENGTH: std::ops::RangeInclusive<usize> = 12..=128;
/// The least that zxcvbn must say: what would take more than 10⁸ guesses.
const STRENGTH: zxcvbn::Score = zxcvbn::Score::Three;
/// Words shorter than this stand in many passwords by chance.
const TELLING: usize = 4;
/// Nobody's secret.
const OURS: &str = "lorntech";

/// The passwords that people choose most (`api/data/SOURCES.md`), the most frequent first.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("../../data/common_passwords.txt").lines().collect());

/// Refuses what is guessed first. `about` is what an attacker knows of the person: address and name.
pub fn check(password: &str, about: &[&str]) -> Result<(), (FieldCode, Vec<String>)> {
    let length = password.chars().count();
    if length < *LENGTH.start() {
        return Err((FieldCode::TooShort, vec![LENGTH.start().to_string()]));
    }
    if length > *LENGTH.end() {
        return Err((FieldCode::TooLong, vec![LENGTH.end().to_string()]));
    }
    let lower = password.to_lowercase();
    let words: Vec<String> = about.iter().flat_map(|text| telling_words(text)).chain([OURS.to_owned()]).collect();
    if words.iter().any(|word| lower.contains(word)) {
        return Err((FieldCode::PasswordPersonal, vec![]));
    }
    let known: Vec<&str> = words.iter().map(String::as_str).collect();
    if is_common(&lower) || zxcvbn::zxcvbn(password, &known).score() < STRENGTH {
        return Err((FieldCode::PasswordCommon, vec![]));
    }
    Ok(())
}

/// One of the list as it stands, or between digits and marks.
fn is_common(lower: &str) -> bool {
    let bare = lower.trim_matches(|c: char| !c.is_alphabetic());
    COMMON.contains(lower) || COMMON.contains(bare)
}

/// An address without its domain, a name by its parts.
fn telling_words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let local = lower.split_once('@').map_or(lower.as_str(), |(local, _)| local);
    let parts = local.split(|c: char| !c.is_alphanumeric());
    let whole = [lower.clone(), local.to_owned()];
    let words = parts.map(str::to_owned).chain(whole).filter(|word| word.chars().count() >= TELLING);
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(password: &str) -> Option<FieldCode> {
        check(password, &["camille.exemple@exemple.fr", "Zoé Exemple-Müller"]).err().map(|(code, _)| code)
    }

    #[test]
    fn the_list_holds_what_the_standard_asks_for() {
        assert!(COMMON.len() >= 3000 && COMMON.contains("password") && COMMON.contains("qwerty123456"));
    }

    #[test]
    fn c13_any_composition_of_12_to_128_characters_is_taken() {
        for good in ["quatre mots au hasard", "brouette violon carafe", "  ünder schnee tanzen 7  ", &"tpmz wq 8".repeat(8)] {
            assert_eq!(code(good), None, "{good}");
        }
        assert_eq!(code("elf zeichen"), Some(FieldCode::TooShort));
        let long = "carafe violon brouette ".repeat(6);
        assert_eq!(code(&long), Some(FieldCode::TooLong));
        assert_eq!(code(&long[..128]), None);
    }

    #[test]
    fn c13_what_is_guessed_first_is_refused() {
        for bad in
            ["password1234", "Password1234!", "qwerty123456", "1qaz2wsx3edc", "aaaaaaaaaaaa", "123456123456", "20011120011120"]
        {
            assert_eq!(code(bad), Some(FieldCode::PasswordCommon), "{bad}");
        }
        // One of the list between digits that alone would do.
        assert_eq!(code("7391 hd764nw5d7e1vbv 6482"), Some(FieldCode::PasswordCommon));
        for bad in ["lorntech2026", "LORNtech et violon", "camille.exemple@exemple.fr", "ma carafe exemple", "müller et violon 8"]
        {
            assert_eq!(code(bad), Some(FieldCode::PasswordPersonal), "{bad}");
        }
    }
}
