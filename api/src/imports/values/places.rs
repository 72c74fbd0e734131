//! Where something is: postal codes, codes of communes, countries, addresses in one line, positions.

use super::{Read, Wrong, is_empty, numbers, text};
use crate::error::FieldCode;

/// The countries of the region and those next to it, as they are written.
const COUNTRIES: &[(&str, &[&str])] = &[
    ("FR", &["france", "fr", "fra", "frankreich", "franceactif"]),
    ("LU", &["luxembourg", "lu", "lux", "luxemburg", "letzebuerg", "grandducheduluxembourg"]),
    ("DE", &["allemagne", "de", "deu", "germany", "deutschland"]),
    ("BE", &["belgique", "be", "bel", "belgium", "belgien", "belgie"]),
    ("CH", &["suisse", "ch", "che", "switzerland", "schweiz"]),
    ("NL", &["paysbas", "nl", "nld", "netherlands", "niederlande"]),
    ("ES", &["espagne", "es", "esp", "spain", "spanien"]),
    ("IT", &["italie", "it", "ita", "italy", "italien"]),
    ("PT", &["portugal", "pt", "prt"]),
    ("GR", &["grece", "gr", "grc", "greece", "griechenland"]),
    ("EG", &["egypte", "eg", "egy", "egypt", "agypten"]),
    ("GB", &["royaumeuni", "gb", "uk", "gbr", "unitedkingdom", "grandebretagne"]),
    ("US", &["etatsunis", "us", "usa", "unitedstates"]),
    ("CA", &["canada", "ca", "can", "kanada"]),
];

/// ISO 3166-1, two letters.
pub fn country(raw: &str) -> Read<String> {
    if is_empty(raw) {
        return Ok(None);
    }
    let key = text::squash(raw);
    let known = COUNTRIES.iter().find(|(_, names)| names.contains(&key.as_str())).map(|(code, _)| (*code).to_owned());
    let written =
        (raw.trim().len() == 2 && raw.trim().bytes().all(|byte| byte.is_ascii_uppercase())).then(|| raw.trim().to_owned());
    known.or(written).map(Some).ok_or_else(|| Wrong::format("FR"))
}

/// A postal code; in France five digits, of which a spreadsheet has eaten the zero at the beginning.
pub fn postal_code(raw: &str, country: &str) -> Read<String> {
    if is_empty(raw) {
        return Ok(None);
    }
    let plain = raw.trim().trim_end_matches(".0").trim_end_matches(",0");
    let plain = ["F-", "FR-", "L-", "LU-", "D-", "DE-", "B-", "BE-", "F ", "L ", "D ", "B "]
        .iter()
        .find_map(|prefix| plain.strip_prefix(prefix))
        .unwrap_or(plain);
    let compact: String = plain.chars().filter(|mark| !mark.is_whitespace()).collect();
    let is_number = !compact.is_empty() && compact.bytes().all(|byte| byte.is_ascii_digit());
    let (length, form) = match country {
        "FR" | "DE" => (5, "57000"),
        "LU" | "BE" | "CH" => (4, "1234"),
        _ if compact.chars().count() <= 12 && !plain.contains(char::is_control) => return Ok(Some(plain.to_owned())),
        _ => return Err(Wrong::code(FieldCode::TooLong, &["12"])),
    };
    let padded = match compact.len() {
        4 if length == 5 && is_number => format!("0{compact}"),
        _ => compact,
    };
    let good = is_number && padded.len() == length && !(country == "FR" && matches!(&padded[..2], "00" | "96" | "99"));
    if good { Ok(Some(padded)) } else { Err(Wrong::format(form)) }
}

/// INSEE's code of a commune.
pub fn commune_code(raw: &str) -> Read<String> {
    if is_empty(raw) {
        return Ok(None);
    }
    let plain = raw.trim().trim_end_matches(".0").to_uppercase();
    let padded = if plain.len() == 4 { format!("0{plain}") } else { plain };
    let bytes = padded.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let good =
        bytes.len() == 5 && digit(0) && (digit(1) || (bytes[0] == b'2' && matches!(bytes[1], b'A' | b'B'))) && (2..5).all(digit);
    if good { Ok(Some(padded)) } else { Err(Wrong::format("57463")) }
}

/// The département of a French postal code or code of a commune.
pub fn department(code: &str) -> Option<&str> {
    if code.len() != 5 {
        return None;
    }
    if code.starts_with("97") || code.starts_with("98") { code.get(..3) } else { code.get(..2) }
}

/// Who keeps a record of this place, as far as it is known.
pub fn territory(country: &str, code: Option<&str>) -> String {
    match (country, code.and_then(department)) {
        ("FR", Some("54" | "55" | "57" | "88")) => "fr-lorraine".to_owned(),
        ("FR", Some("08" | "10" | "51" | "52" | "67" | "68")) => "fr-grand-est".to_owned(),
        _ => country.to_lowercase(),
    }
}

/// A name of a place as it is written on letters: without the office that sorts them.
pub fn locality(raw: &str) -> Read<String> {
    let Some(line) = text::line(raw, 100)? else { return Ok(None) };
    let upper = line.to_uppercase();
    let name = match upper.find(" CEDEX") {
        Some(at) if line.is_char_boundary(at) => line[..at].trim().to_owned(),
        _ => line,
    };
    Ok((!name.is_empty()).then_some(name))
}

/// An address in one line, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub street: Option<String>,
    pub postal_code: Option<String>,
    pub locality: Option<String>,
}

/// `8 rue de la Boétie - 33000 Bordeaux`: the last number of five digits that could be a postal code divides it.
pub fn address(raw: &str) -> Read<Address> {
    let Some(line) = text::line(raw, 400)? else { return Ok(None) };
    let bytes = line.as_bytes();
    let mut found = None;
    for (at, _) in line.char_indices() {
        let five = bytes.get(at..at + 5).is_some_and(|five| five.iter().all(u8::is_ascii_digit));
        let alone =
            (at == 0 || !bytes[at - 1].is_ascii_alphanumeric()) && !bytes.get(at + 5).is_some_and(u8::is_ascii_alphanumeric);
        if five && alone && postal_code(&line[at..at + 5], "FR").is_ok() {
            found = Some(at);
        }
    }
    let trim = |part: &str| {
        let part = part.trim_matches(|mark: char| mark.is_whitespace() || matches!(mark, ',' | '-' | '–' | ';' | '/' | ':'));
        (!part.is_empty()).then(|| part.to_owned())
    };
    let bounded = |part: Option<String>| match part {
        Some(part) if part.chars().count() > 200 => Err(Wrong::code(FieldCode::TooLong, &["200"])),
        part => Ok(part),
    };
    let Some(at) = found else {
        return Ok(Some(Address { street: bounded(trim(&line))?, ..Address::default() }));
    };
    let rest = line.get(at + 5..).unwrap_or_default();
    // Département, region and country may follow.
    let name = rest.trim_start_matches([',', ' ', '-']).split(',').next().unwrap_or_default();
    let place = locality(name)?.and_then(|name| trim(&name));
    Ok(Some(Address {
        street: bounded(trim(&line[..at]))?,
        postal_code: line.get(at..at + 5).map(str::to_owned),
        locality: place,
    }))
}

/// Degrees of WGS 84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    pub latitude: f64,
    pub longitude: f64,
}

/// Of `coordinates`: how a pair of numbers says where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Coordinates {
    /// Whichever of the others the numbers fit.
    #[default]
    Auto,
    /// Degrees, latitude first.
    LatLon,
    /// Degrees, longitude first.
    LonLat,
    /// RGF93 / Lambert-93 (EPSG:2154), metres, east first.
    Lambert93,
}

/// Where the countries of our records are: west, south, east, north. France with its parts overseas apart.
const BOXES: &[(&str, [f64; 4])] = &[
    ("FR", [-5.6, 41.2, 9.8, 51.3]),
    ("FR", [-61.9, 14.3, -60.7, 18.2]),
    ("FR", [-54.7, 2.0, -51.5, 5.9]),
    ("FR", [55.1, -21.5, 55.9, -20.8]),
    ("FR", [44.9, -13.1, 45.4, -12.5]),
    ("FR", [-56.5, 46.7, -56.1, 47.2]),
    ("FR", [-64.0, 17.8, -62.7, 18.2]),
    ("FR", [163.5, -22.9, 168.2, -19.5]),
    ("FR", [-155.0, -28.0, -134.0, -7.5]),
    ("LU", [5.6, 49.4, 6.6, 50.3]),
    ("DE", [5.8, 47.2, 15.1, 55.1]),
    ("BE", [2.5, 49.4, 6.5, 51.6]),
    ("CH", [5.9, 45.8, 10.6, 47.9]),
];

fn is_in(country: &str, Position { latitude, longitude }: Position) -> bool {
    let mut boxes = BOXES.iter().filter(|(code, _)| *code == country).peekable();
    boxes.peek().is_none()
        || boxes
            .any(|(_, [west, south, east, north])| (*west..=*east).contains(&longitude) && (*south..=*north).contains(&latitude))
}

/// Where the bounds of Lambert-93 are, in metres.
fn is_lambert(x: f64, y: f64) -> bool {
    (0.0..=1_300_000.0).contains(&x) && (6_000_000.0..=7_200_000.0).contains(&y)
}

/// A pair of cells, in the order in which the mapping names them.
pub fn position(first: &str, second: &str, how: Coordinates, country: &str) -> Read<Position> {
    if is_empty(first) && is_empty(second) {
        return Ok(None);
    }
    let wrong = || {
        Wrong::format(match how {
            Coordinates::LonLat => "6.1766, 48.6966",
            Coordinates::Lambert93 => "934400, 6848500",
            Coordinates::Auto | Coordinates::LatLon => "48.6966, 6.1766",
        })
    };
    let (first, second) = (numbers::parse(first).ok_or_else(wrong)?, numbers::parse(second).ok_or_else(wrong)?);
    // Nothing of ours is in the Gulf of Guinea: this is how programs write that they do not know.
    if first == 0.0 && second == 0.0 {
        return Ok(None);
    }
    let straight = Position { latitude: first, longitude: second };
    let turned = Position { latitude: second, longitude: first };
    let found = match how {
        Coordinates::LatLon => straight,
        Coordinates::LonLat => turned,
        Coordinates::Lambert93 if is_lambert(first, second) => from_lambert93(first, second),
        Coordinates::Lambert93 => return Err(Wrong::format("EPSG:2154: 934400, 6848500")),
        Coordinates::Auto => [straight, turned]
            .into_iter()
            .find(|position| is_in(country, *position))
            .or_else(|| is_lambert(first, second).then(|| from_lambert93(first, second)))
            .or_else(|| is_lambert(second, first).then(|| from_lambert93(second, first)))
            .unwrap_or(straight),
    };
    if found.latitude.abs() > 90.0 || found.longitude.abs() > 180.0 {
        return Err(wrong());
    }
    if !is_in(country, found) {
        return Err(Wrong::code(FieldCode::OutsideOf, &[country]));
    }
    Ok(Some(Position { latitude: rounded(found.latitude), longitude: rounded(found.longitude) }))
}

/// A pair in one cell: `48.69, 6.17`, `48,69 ; 6,17`, `POINT(6.17 48.69)`.
pub fn pair(raw: &str, how: Coordinates, country: &str) -> Read<Position> {
    if is_empty(raw) {
        return Ok(None);
    }
    let trimmed = raw.trim();
    let upper = trimmed.to_uppercase();
    let (inner, how) = match upper.strip_prefix("POINT") {
        Some(inner) if how == Coordinates::Auto => (inner, Coordinates::LonLat),
        Some(inner) => (inner, how),
        None => (upper.as_str(), how),
    };
    let inner = inner.trim_matches(|mark: char| mark.is_whitespace() || matches!(mark, '(' | ')' | '[' | ']' | '{' | '}'));
    let halves = [";", "|", ", ", "/"].iter().find_map(|mark| inner.split_once(mark)).or_else(|| {
        let commas: Vec<usize> = inner.match_indices(',').map(|(at, _)| at).collect();
        match commas.as_slice() {
            [at] if inner.contains('.') || !inner.contains(' ') => Some((&inner[..*at], &inner[at + 1..])),
            // Three: each half has a decimal one, and the middle one divides.
            [_, at, _] => Some((&inner[..*at], &inner[at + 1..])),
            _ => inner.split_once(char::is_whitespace),
        }
    });
    let (first, second) = halves.ok_or_else(|| Wrong::format("48.6966, 6.1766"))?;
    position(first, second, how, country)
}

/// A tenth of a metre is more than anybody knows.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// IGN's algorithms ALG0004 and ALG0002 for the conic conformal projection of Lambert-93 on the ellipsoid GRS 80; RGF93
/// and WGS 84 differ by less than a metre.
fn from_lambert93(x: f64, y: f64) -> Position {
    const N: f64 = 0.725_607_765_053_267_2;
    const C: f64 = 11_754_255.426_096_4;
    const XS: f64 = 700_000.0;
    const YS: f64 = 12_655_612.049_876;
    const ECCENTRICITY: f64 = 0.081_819_191_042_815_8;
    let (dx, dy) = (x - XS, YS - y);
    let gamma = (dx / dy).atan();
    let longitude = 3_f64.to_radians() + gamma / N;
    let isometric = -((dx.hypot(dy) / C).abs().ln()) / N;
    let mut latitude = 2.0 * isometric.exp().atan() - std::f64::consts::FRAC_PI_2;
    for _ in 0..12 {
        let sine = ECCENTRICITY * latitude.sin();
        latitude =
            2.0 * (((1.0 + sine) / (1.0 - sine)).powf(ECCENTRICITY / 2.0) * isometric.exp()).atan() - std::f64::consts::FRAC_PI_2;
    }
    Position { latitude: latitude.to_degrees(), longitude: longitude.to_degrees() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postal_code_gets_its_zero_back() {
        for (raw, country, code) in [
            ("1000", "FR", "01000"),
            ("57000.0", "FR", "57000"),
            (" 57 000", "FR", "57000"),
            ("F-57000", "FR", "57000"),
            ("L-1234", "LU", "1234"),
            ("D-66111", "DE", "66111"),
            ("1000", "BE", "1000"),
            ("20000", "FR", "20000"),
        ] {
            assert_eq!(postal_code(raw, country), Ok(Some(code.to_owned())), "{raw}");
        }
        for bad in ["570", "Nancy", "570000", "00123"] {
            assert!(postal_code(bad, "FR").is_err(), "{bad}");
        }
        assert_eq!(commune_code("1053"), Ok(Some("01053".to_owned())));
        assert_eq!(commune_code("2a004"), Ok(Some("2A004".to_owned())));
        assert!(commune_code("C1234").is_err());
    }

    #[test]
    fn an_address_in_one_line_comes_apart() {
        for (raw, street, code, place) in [
            ("8 rue de la Boétie - 33000 Bordeaux", "8 rue de la Boétie", "33000", "Bordeaux"),
            ("12 rue du Maréchal Joffre 33130 Bègles", "12 rue du Maréchal Joffre", "33130", "Bègles"),
            ("1 Rue Professeur Langevin, 51200, Épernay, Marne, Grand Est, FRA", "1 Rue Professeur Langevin", "51200", "Épernay"),
            ("9, Place de la paix 51530 MOUSSY", "9, Place de la paix", "51530", "MOUSSY"),
            ("BP 70012, 54000 NANCY CEDEX 2", "BP 70012", "54000", "NANCY"),
        ] {
            let expected =
                Address { street: Some(street.to_owned()), postal_code: Some(code.to_owned()), locality: Some(place.to_owned()) };
            assert_eq!(address(raw), Ok(Some(expected)), "{raw}");
        }
        let expected = Address { street: Some("Place de la Mairie".to_owned()), ..Address::default() };
        assert_eq!(address("Place de la Mairie"), Ok(Some(expected)));
    }

    #[test]
    fn lambert_93_becomes_degrees() {
        // The origin of the projection, which its definition gives, and the zero point of the roads of France in Paris.
        for (x, y, latitude, longitude, close) in
            [(700_000.0, 6_600_000.0, 46.5, 3.0, 1e-9), (652_469.02, 6_862_035.26, 48.8566, 2.3522, 1e-4)]
        {
            let position = from_lambert93(x, y);
            assert!((position.latitude - latitude).abs() < close, "{position:?}");
            assert!((position.longitude - longitude).abs() < close, "{position:?}");
        }
    }

    #[test]
    fn a_pair_is_read_in_each_order() {
        let nancy = Some(Position { latitude: 48.6966, longitude: 6.1766 });
        for raw in [
            "48.6966,6.1766",
            "48.6966, 6.1766",
            "6.1766,48.6966",
            "48,6966 ; 6,1766",
            "48,6966,6,1766",
            "POINT(6.1766 48.6966)",
            "[6.1766, 48.6966]",
            "48.6966 6.1766",
            "48.6966/6.1766",
            "48,6966 6,1766",
        ] {
            assert_eq!(pair(raw, Coordinates::Auto, "FR"), Ok(nancy), "{raw}");
        }
        let angers = position("474971,174569823", "6692222,50969113", Coordinates::Auto, "FR").ok().flatten();
        assert!(angers.is_some_and(|p| (p.latitude - 47.3).abs() < 0.1 && (p.longitude - 0.02).abs() < 0.1), "{angers:?}");
        // Coordinates of Bordeaux in columns named the wrong way round.
        let bordeaux = position("44.839574881764", "-0.58023800736287", Coordinates::Auto, "FR").ok().flatten();
        assert_eq!(bordeaux, Some(Position { latitude: 44.839_575, longitude: -0.580_238 }));
        assert_eq!(position("0", "0", Coordinates::Auto, "FR"), Ok(None));
        assert_eq!(position("40.7", "-74.0", Coordinates::LatLon, "FR").map_err(|wrong| wrong.code), Err(FieldCode::OutsideOf));
        assert!(position("148.69", "6.1", Coordinates::LatLon, "XX").is_err());
    }

    #[test]
    fn territories_follow_from_places() {
        assert_eq!(territory("FR", Some("57000")), "fr-lorraine");
        assert_eq!(territory("FR", Some("51200")), "fr-grand-est");
        assert_eq!((territory("FR", Some("33000")), territory("LU", None)), ("fr".to_owned(), "lu".to_owned()));
        assert_eq!((department("97411"), department("2A004")), (Some("974"), Some("2A")));
    }
}
