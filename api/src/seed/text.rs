//! Cleaning of what others typed: spaces, stray markup, web addresses, slugs.

use unicode_normalization::{IsNormalized, UnicodeNormalization, char::is_combining_mark, is_nfc_quick};

const SLUG_MAX: usize = 80;

/// One line: NFC, markup and control characters gone, every run of spaces one space.
pub fn line(raw: &str) -> Option<String> {
    let text = printable(raw);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// Like [`line`], but the lines of the original stay apart; empty ones go.
pub fn paragraphs(raw: &str) -> Option<String> {
    let text = printable(raw);
    let lines: Vec<_> =
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|line| !line.is_empty()).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The records come from several encodings: typographic quotes survive in places as the control characters
/// that code page 1252 gave them, sometimes beside the quote that replaced them.
fn printable(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut in_tag = false;
    for (at, c) in raw.char_indices() {
        match c {
            '<' if opens_a_tag(&raw[at + 1..]) => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                out.push(' ');
            }
            _ if in_tag => {}
            '\u{91}' | '\u{92}' if !out.ends_with(['\'', '’']) => out.push('’'),
            '\u{93}' | '\u{94}' => out.push('"'),
            '\u{96}' | '\u{97}' => out.push('–'),
            '\n' => out.push('\n'),
            '\t' | '\u{2028}' | '\u{2029}' => out.push(' '),
            '\u{ad}' | '\u{feff}' | '\u{200b}' => {}
            _ if c.is_control() => {}
            _ => out.push(c),
        }
    }
    for (entity, plain) in [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        if out.contains(entity) {
            out = out.replace(entity, plain);
        }
    }
    if is_nfc_quick(out.chars()) == IsNormalized::Yes { out } else { out.nfc().collect() }
}

fn opens_a_tag(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && rest.contains('>')
}

/// An `http` or `https` address, or nothing.
pub fn website(raw: &str) -> Option<String> {
    let raw = raw.trim();
    let (scheme, rest) = match raw.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None if raw.starts_with("www.") => ("http".to_owned(), raw),
        None => return None,
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let labels: Vec<_> = host.split('.').collect();
    let host_is_a_name = labels.len() > 1
        && labels.iter().all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'));
    if !matches!(scheme.as_str(), "http" | "https") || !host_is_a_name || path.contains(char::is_whitespace) {
        return None;
    }
    Some(format!("{scheme}://{}{path}", host.to_lowercase()))
}

/// ASCII, lower case, words joined by hyphens; cut at a word.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'ß' => out.push_str("ss"),
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    let whole = out.trim_end_matches('-');
    match whole.char_indices().nth(SLUG_MAX) {
        None => whole.to_owned(),
        Some((end, _)) => whole[..end].rsplit_once('-').map_or(&whole[..end], |(words, _)| words).to_owned(),
    }
}

/// Names that differ only in case, accents or punctuation are the same.
pub fn key(name: &str) -> String {
    slug(name).replace('-', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_spaces_markup_and_control_characters_go() {
        assert_eq!(line("  a\u{a0}\u{2009}b\t <b>c</b>\r\n d &amp; e "), Some("a b c d & e".to_owned()));
        assert_eq!(line("L'\u{92}approche d\u{92}Enovap"), Some("L'approche d’Enovap".to_owned()));
        assert_eq!(line("e\u{301}nergie, p < 0,05"), Some("énergie, p < 0,05".to_owned()));
        assert_eq!(line(" \u{feff}\n"), None);
    }

    #[test]
    fn paragraphs_stay_apart() {
        assert_eq!(paragraphs("un  deux \r\n\r\n\r\n trois"), Some("un deux\ntrois".to_owned()));
    }

    #[test]
    fn only_web_addresses_are_websites() {
        assert_eq!(website(" HTTP://WWW.Predict.fr "), Some("http://www.predict.fr".to_owned()));
        assert_eq!(website("www.predict.fr/Accueil"), Some("http://www.predict.fr/Accueil".to_owned()));
        for bad in ["", "en cours", "predict", "https://", "https://localhost", "ftp://a.fr", "http://a b.fr", "https://a.fr/x y"]
        {
            assert_eq!(website(bad), None, "{bad}");
        }
    }

    #[test]
    fn slugs_are_ascii_and_short() {
        assert_eq!(slug("Œuvre d’Épinal – Straße & Söhne (SA)"), "oeuvre-d-epinal-strasse-sohne-sa");
        assert_eq!(slug("罗西基金会"), "");
        let long = slug(&"mot ".repeat(60));
        assert!(long.len() <= SLUG_MAX && long.ends_with("mot"));
        assert_eq!(key("IN'AIR Solutions"), key("in’air solutions"));
    }
}
