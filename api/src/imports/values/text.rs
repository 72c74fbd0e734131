//! Text: one line or several, without markup, entities, control characters and marks that hide.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{Read, Wrong, is_empty};
use crate::error::FieldCode;

/// Entities that are met in practice; others stay as they are.
const ENTITIES: &[(&str, &str)] = &[
    ("nbsp", " "),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("ecirc", "ê"),
    ("euml", "ë"),
    ("agrave", "à"),
    ("acirc", "â"),
    ("auml", "ä"),
    ("ccedil", "ç"),
    ("icirc", "î"),
    ("iuml", "ï"),
    ("ocirc", "ô"),
    ("ouml", "ö"),
    ("ugrave", "ù"),
    ("ucirc", "û"),
    ("uuml", "ü"),
    ("szlig", "ß"),
    ("Eacute", "É"),
    ("Egrave", "È"),
    ("Agrave", "À"),
    ("Ccedil", "Ç"),
    ("Auml", "Ä"),
    ("Ouml", "Ö"),
    ("Uuml", "Ü"),
    ("oelig", "œ"),
    ("OElig", "Œ"),
    ("rsquo", "’"),
    ("lsquo", "‘"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("hellip", "…"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("euro", "€"),
    ("deg", "°"),
    ("amp", "&"),
];

/// One line of at most `most` characters.
pub fn line(raw: &str, most: usize) -> Read<String> {
    if is_empty(raw) {
        return Ok(None);
    }
    let text = printable(raw).split_whitespace().collect::<Vec<_>>().join(" ");
    bounded(text, most)
}

/// Several lines; empty ones go.
pub fn paragraphs(raw: &str, most: usize) -> Read<String> {
    if is_empty(raw) {
        return Ok(None);
    }
    let text = printable(raw);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|line| !line.is_empty());
    bounded(lines.collect::<Vec<_>>().join("\n"), most)
}

fn bounded(text: String, most: usize) -> Read<String> {
    match text.chars().count() {
        0 => Ok(None),
        length if length > most => Err(Wrong::code(FieldCode::TooLong, &[&most.to_string()])),
        _ => Ok(Some(text)),
    }
}

/// Without markup and with what code page 1252 made of quotes put right.
fn printable(raw: &str) -> String {
    let decoded = if raw.contains('&') { entities(raw) } else { raw.to_owned() };
    let mut out = String::with_capacity(decoded.len());
    let mut in_tag = false;
    for (at, mark) in decoded.char_indices() {
        match mark {
            '<' if opens_a_tag(&decoded[at + 1..]) => {
                in_tag = true;
                // A break of the line in a page is one here.
                let rest = &decoded[at + 1..];
                let breaks = ["br", "/p", "p>", "/li", "li"]
                    .iter()
                    .any(|tag| rest.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag)));
                out.push(if breaks { '\n' } else { ' ' });
            }
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            '\u{91}' | '\u{92}' if !out.ends_with(['\'', '’']) => out.push('’'),
            '\u{93}' | '\u{94}' => out.push('"'),
            '\u{96}' | '\u{97}' => out.push('–'),
            '\u{85}' => out.push('…'),
            '\n' => out.push('\n'),
            '\r' => {}
            '\t' | '\u{b}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            _ if mark.is_control() => {}
            _ => out.push(mark),
        }
    }
    out.nfc().collect()
}

fn opens_a_tag(rest: &str) -> bool {
    rest.starts_with(|mark: char| mark.is_ascii_alphabetic() || mark == '/') && rest.contains('>')
}

fn entities(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let entity = after.split_once(';').filter(|(name, _)| (2..=8).contains(&name.len()));
        let plain = entity.and_then(|(name, _)| match name.strip_prefix('#') {
            Some(number) => {
                let code =
                    number.strip_prefix(['x', 'X']).map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
                code.and_then(char::from_u32).map(String::from)
            }
            None => ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, plain)| (*plain).to_owned()),
        });
        match (entity, plain) {
            (Some((_, after)), Some(plain)) => {
                out.push_str(&plain);
                rest = after;
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Items of one cell: a JSON or PostgreSQL array, else what stands between the separators met in such cells.
pub fn items(raw: &str, separator: Option<&str>) -> Vec<String> {
    if is_empty(raw) {
        return vec![];
    }
    let trimmed = raw.trim();
    if let Ok(items) = serde_json::from_str::<Vec<String>>(trimmed) {
        return items.into_iter().filter(|item| !is_empty(item)).collect();
    }
    let inner = trimmed.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let inner = inner.or_else(|| trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')));
    let parts: Vec<&str> = match (inner, separator) {
        (Some(inner), _) => inner.split(',').collect(),
        (None, Some(separator)) if !separator.is_empty() => trimmed.split(separator).collect(),
        (None, _) => {
            let mark = [" / ", ";", "|", "\n", " > "].into_iter().find(|mark| trimmed.contains(mark));
            mark.map_or_else(|| vec![trimmed], |mark| trimmed.split(mark).collect())
        }
    };
    let clean = |part: &str| part.trim().trim_matches(['"', '\'']).trim().to_owned();
    parts.into_iter().map(clean).filter(|item| !is_empty(item)).collect()
}

/// An address of the web: with its scheme, or one that only lacks it.
pub fn website(raw: &str) -> Read<String> {
    if is_empty(raw) {
        return Ok(None);
    }
    let wrong = || Wrong::code(FieldCode::InvalidUrl, &[]);
    let text = printable(raw);
    // Several in one cell: the first.
    let first = text
        .split([' ', '\n', ';', '|'])
        .map(|one| one.trim_matches([',', '.', '<', '>', '(', ')', '"']))
        .find(|one| one.contains('.'));
    let first = first.ok_or_else(wrong)?;
    let spelled = match first.split_once(':') {
        Some((scheme, rest))
            if matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "htpp" | "htp" | "ttp" | "ttps" | "htpps") =>
        {
            let scheme = if scheme.to_ascii_lowercase().ends_with('s') { "https" } else { "http" };
            format!("{scheme}://{}", rest.trim_start_matches('/'))
        }
        _ if first.contains("://") => return Err(wrong()),
        _ if first.contains('@') => return Err(wrong()),
        _ => format!("http://{first}"),
    };
    let url = url::Url::parse(&spelled).map_err(|_| wrong())?;
    let host = url.host_str().unwrap_or_default();
    let named = host.contains('.')
        && host.rsplit('.').next().is_some_and(|end| end.len() >= 2 && end.bytes().any(|byte| byte.is_ascii_alphabetic()));
    let plain = url.username().is_empty() && url.password().is_none() && spelled.chars().count() <= 500;
    if !named || !plain {
        return Err(wrong());
    }
    // The path stays as it was written; only the host is brought into its one form.
    let tail = spelled
        .split_once("://")
        .and_then(|(_, rest)| rest.find(['/', '?', '#']).map(|at| rest[at..].to_owned()))
        .unwrap_or_default();
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Ok(Some(format!("{}://{host}{port}{tail}", url.scheme())))
}

/// For comparing: lower case, without accents.
pub fn fold(text: &str) -> String {
    text.nfkd().filter(|mark| !is_combining_mark(*mark)).flat_map(char::to_lowercase).collect()
}

/// For comparing names: letters and digits alone.
pub fn squash(text: &str) -> String {
    let folded = fold(text).replace('œ', "oe").replace('æ', "ae").replace('ß', "ss");
    folded.chars().filter(|mark| mark.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_entities_and_what_hides_go() {
        for (raw, clean) in [
            ("FabLab &#8211; Lyc&eacute;e<br />Rue des Cordiers", "FabLab – Lycée Rue des Cordiers"),
            ("  a\u{a0}\u{2009}b\t <b>c</b>\r\n d &amp; e ", "a b c d & e"),
            ("L'\u{92}approche d\u{92}Enovap", "L'approche d’Enovap"),
            ("e\u{301}nergie, p < 0,05", "énergie, p < 0,05"),
            ("AT&T; R&D", "AT&T; R&D"),
            ("gauche\u{202e}etiord", "gaucheetiord"),
        ] {
            assert_eq!(line(raw, 200), Ok(Some(clean.to_owned())), "{raw}");
        }
        assert_eq!(paragraphs("un  deux \r\n\r\n trois<br>quatre", 200), Ok(Some("un deux\ntrois\nquatre".to_owned())));
        assert_eq!(line("abcdef", 5).map_err(|wrong| wrong.code), Err(FieldCode::TooLong));
    }

    #[test]
    fn lists_of_one_cell_come_apart() {
        for (raw, items_) in [
            ("Imprimante / Ordinateur / Tablette", vec!["Imprimante", "Ordinateur", "Tablette"]),
            ("0693259T;0693817Z", vec!["0693259T", "0693817Z"]),
            ("{\"Promeneur du net\",Club-info}", vec!["Promeneur du net", "Club-info"]),
            ("[\"a\", \"b\"]", vec!["a", "b"]),
            ("R&D, logiciels", vec!["R&D, logiciels"]),
            ("", vec![]),
        ] {
            assert_eq!(items(raw, None), items_, "{raw}");
        }
        assert_eq!(items("a, b", Some(",")), ["a", "b"]);
    }

    #[test]
    fn web_addresses_are_completed_and_told_from_what_is_none() {
        for (raw, clean) in [
            ("abracodabra.fr", "http://abracodabra.fr"),
            ("www.alteregaux33.fr", "http://www.alteregaux33.fr"),
            ("Aicse.fr", "http://aicse.fr"),
            ("HTTP://WWW.Predict.fr/Accueil", "http://www.predict.fr/Accueil"),
            ("https://a.fr, https://b.fr", "https://a.fr"),
            ("http:/a.fr/x", "http://a.fr/x"),
            ("https://kikk.be/?q=a%20b", "https://kikk.be/?q=a%20b"),
        ] {
            assert_eq!(website(raw), Ok(Some(clean.to_owned())), "{raw}");
        }
        for bad in ["contact@a.fr", "oui", "javascript:alert(1)", "ftp://a.fr", "http://localhost", "https://u:p@a.fr", "10.0"] {
            assert!(website(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_are_compared_by_their_letters() {
        assert_eq!(squash("360 Learning"), squash("360Learning"));
        assert_eq!(squash("Œuvre d’Épinal – Straße"), "oeuvredepinalstrasse");
    }
}
