//! What somebody who types into the search field may mean: words, a name, a number of a register, a site.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::reference::places;

/// Longer searches are cut to so many words.
const WORDS: usize = 12;
/// What people write before a number.
const SCHEMES: [&str; 10] = ["SIREN", "SIRET", "TVA", "VAT", "LEI", "ROR", "RCS", "KBO", "BCE", "HRB"];

/// A search, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// As it was typed, or mended.
    pub text: String,
    /// For `websearch_to_tsquery`: the words, or the same with the name that a town has at home.
    pub words: String,
    /// For `to_tsquery`: each word, or what begins with it. Nothing where the words have operators of their own.
    pub names: Option<String>,
    /// Numbers of registers that this may be.
    pub numbers: Vec<String>,
    pub site: Option<Site>,
}

/// A site, from the end of its name: `fr.loria.` is `loria.fr`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    pub key: String,
    /// The domains that it lies beneath.
    pub above: Vec<String>,
}

impl Search {
    pub fn of(text: &str) -> Self {
        let home = places::at_home(text);
        let words = match &home {
            Some(home) => format!("{text} or {home}"),
            None => text.to_owned(),
        };
        let words = if text.contains('"') { words } else { parted(&words) };
        let operators = text.contains('"') || text.split_whitespace().any(|word| word.starts_with('-') || word == "or");
        let names = [Some(text), home.as_deref()].into_iter().flatten().filter_map(begun).collect::<Vec<_>>().join(" | ");
        Self {
            text: text.to_owned(),
            words,
            names: (!operators && !names.is_empty()).then_some(names),
            numbers: numbers(text),
            site: site(text),
        }
    }

    /// The words that may be misspelt; none of a number or an address.
    pub fn spelt(&self) -> Vec<String> {
        match (&self.names, &self.site) {
            (Some(_), None) => plain_words(&self.text),
            _ => vec![],
        }
    }
}

/// Without hyphens within words: a text with `Saint-Dié` has both of its words, too, and to find them one after the other
/// takes ten times as long.
fn parted(words: &str) -> String {
    let letters: Vec<char> = words.chars().collect();
    let within = |place: usize| {
        letters[place] == '-'
            && place > 0
            && letters[place - 1].is_alphabetic()
            && letters.get(place + 1).is_some_and(|next| next.is_alphabetic())
    };
    (0..letters.len()).map(|place| if within(place) { ' ' } else { letters[place] }).collect()
}

fn plain_words(text: &str) -> Vec<String> {
    let words = text.split(|mark: char| !mark.is_alphanumeric() && !is_combining_mark(mark));
    words.filter(|word| !word.is_empty()).take(WORDS).map(str::to_lowercase).collect()
}

/// The words as a query of their beginnings. Short ones say little, and are left out beside longer ones; of three letters,
/// only the last may still be on its way: what begins with `des` is half of a directory.
fn begun(text: &str) -> Option<String> {
    let words = plain_words(text);
    let letters = |word: &String| word.chars().count();
    let some_long = words.iter().any(|word| letters(word) > 2);
    let last = words.len().saturating_sub(1);
    let words: Vec<String> = words
        .iter()
        .enumerate()
        .filter(|(_, word)| !some_long || letters(word) > 2)
        .map(|(place, word)| {
            let begins = letters(word) > if place == last { 2 } else { 3 };
            format!("'{word}'{}", if begins { ":*" } else { "" })
        })
        .collect();
    (!words.is_empty()).then(|| format!("({})", words.join(" & ")))
}

fn numbers(text: &str) -> Vec<String> {
    let text = text.trim();
    let labelled = SCHEMES.iter().find_map(|scheme| {
        let rest = text
            .get(scheme.len()..)
            .filter(|_| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
        rest.starts_with(|mark: char| !mark.is_alphabetic()).then_some(rest)
    });
    let mut numbers = vec![];
    for text in [labelled, Some(text)].into_iter().flatten() {
        let tail = text.strip_prefix("https://ror.org/").unwrap_or(text);
        let bare: String = tail.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
        let digits = bare.bytes().filter(u8::is_ascii_digit).count();
        if !(5..=40).contains(&bare.len()) || digits < 3 || tail.contains('@') {
            continue;
        }
        if digits == bare.len() && bare.len() == 14 {
            numbers.push(bare[..9].to_owned());
        }
        if bare.len() == 13 && bare.starts_with("FR") && bare[2..].bytes().all(|byte| byte.is_ascii_digit()) {
            numbers.push(bare[4..].to_owned());
        }
        if bare.len() == 9 && bare.starts_with('0') {
            numbers.push(format!("https://ror.org/{}", bare.to_lowercase()));
        }
        numbers.push(bare);
    }
    numbers.dedup();
    numbers
}

/// The site that an address, a mail address or a domain names.
fn site(text: &str) -> Option<Site> {
    let text = text.trim().to_lowercase();
    let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(&text);
    let host = text.rsplit('@').next()?.split(['/', ':', '?', '#']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let labels: Vec<&str> = host.split('.').collect();
    let label = |label: &&str| !label.is_empty() && label.chars().all(|mark| mark.is_alphanumeric() || mark == '-');
    let top = labels.last()?;
    if labels.len() < 2 || !labels.iter().all(label) || top.len() < 2 || !top.chars().all(char::is_alphabetic) {
        return None;
    }
    let key = |labels: &[&str]| labels.iter().rev().fold(String::new(), |key, label| key + label + ".");
    let above = (1..labels.len() - 1).map(|from| key(&labels[from..])).collect();
    Some(Site { key: key(&labels), above })
}

/// The beginning of a name as it is sorted. PostgreSQL folds accents; here only what `LIKE` would misread is marked.
pub fn prefix(q: &str) -> String {
    let plain = q.nfd().filter(|mark| !is_combining_mark(*mark)).collect::<String>().to_lowercase();
    format!("{}%", plain.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_known_with_or_without_spaces_and_what_stands_before_them() {
        for (typed, number) in [
            ("909327553", "909327553"),
            ("909 327 553", "909327553"),
            ("SIREN : 909.327.553", "909327553"),
            ("984 290 098 00016", "98429009800016"),
            ("984 290 098 00016", "984290098"),
            ("FR 83 404833048", "404833048"),
            ("04vfs2w97", "https://ror.org/04vfs2w97"),
            ("https://ror.org/04vfs2w97", "https://ror.org/04vfs2w97"),
            ("BE 0403.170.701", "BE0403170701"),
            ("KBO 0403170701", "0403170701"),
        ] {
            assert!(numbers(typed).iter().any(|known| known == number), "{typed}: {:?}", numbers(typed));
        }
        for typed in ["université", "LEM3", "3D", "Siren", "a@b12345.fr"] {
            assert!(numbers(typed).is_empty(), "{typed}: {:?}", numbers(typed));
        }
    }

    #[test]
    fn addresses_name_a_site_and_what_it_lies_beneath() {
        let key = |typed: &str| site(typed).map(|site| site.key);
        for typed in ["loria.fr", "www.loria.fr", "https://www.loria.fr/fr/", "prenom.nom@loria.fr", "@loria.fr", "LORIA.FR"] {
            assert_eq!(key(typed).as_deref(), Some("fr.loria."), "{typed}");
        }
        let etu = site("a@etu.univ-lorraine.fr").unwrap();
        assert_eq!((etu.key.as_str(), etu.above), ("fr.univ-lorraine.etu.", vec!["fr.univ-lorraine.".to_owned()]));
        for typed in ["C.R.A.N.", "841.909.781", "e.V.", "Metz", "a b.fr", "..", "@", ""] {
            assert_eq!(key(typed), None, "{typed}");
        }
    }

    #[test]
    fn words_are_taken_as_words_whatever_marks_stand_between_them() {
        let names = |typed: &str| Search::of(typed).names;
        assert_eq!(names("Univ. d’Éc"), Some("('univ':*)".to_owned()));
        assert_eq!(names("AC&B"), Some("('ac' & 'b')".to_owned()));
        assert_eq!(names("':* | !a"), Some("('a')".to_owned()));
        assert_eq!(names("%%%"), None);
        assert_eq!(names("\"jean lamour\""), None);
        assert_eq!(names("electricite -epinal"), None);
        assert_eq!(Search::of("labo Trèves").words, "labo Trèves or labo Trier");
        assert!(Search::of("labo Trèves").names.unwrap().contains("'trier':*"));
    }
}
