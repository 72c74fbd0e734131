//! Telephone numbers, in the one form that dials from everywhere (E.164).

use super::{Read, Wrong, is_empty, numbers};

/// The neighbours' prefixes, and how many digits follow.
const COUNTRIES: &[(&str, &str, std::ops::RangeInclusive<usize>)] =
    &[("FR", "33", 9..=9), ("DE", "49", 6..=12), ("LU", "352", 5..=9), ("BE", "32", 8..=9), ("CH", "41", 9..=9)];

/// A number of this country, or of the one that it names. A spreadsheet takes the zero at its beginning away.
pub fn number(raw: &str, country: &str) -> Read<String> {
    if is_empty(raw) {
        return Ok(None);
    }
    let wrong = || Wrong::format("+33 3 87 00 00 00");
    // Several in one cell: the first.
    let first =
        raw.split(['/', ';', '|', '\n', ',']).map(str::trim).find(|part| part.bytes().filter(u8::is_ascii_digit).count() >= 6);
    let first = first.or_else(|| raw.contains("E+").then_some(raw)).ok_or_else(wrong)?;
    let first = first.split(" ou ").next().unwrap_or(first);
    // `1E8` of a spreadsheet, `33782358117.0` of a program.
    let plain = if first.to_ascii_lowercase().contains("e+") {
        numbers::digits(raw).map_err(|_| wrong())?
    } else {
        first.trim_end_matches(".0").to_owned()
    };
    let plain = plain.replace("(0)", "");
    let international = plain.trim_start().starts_with('+') || plain.trim_start().starts_with("00");
    if plain.chars().any(|mark| mark.is_alphabetic() && !first.to_lowercase().starts_with("t")) {
        return Err(wrong());
    }
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    let number = if international {
        let rest = if plain.trim_start().starts_with('+') { digits.as_str() } else { &digits[2..] };
        with_prefix(rest).ok_or_else(wrong)?
    } else {
        national(&digits, country).ok_or_else(wrong)?
    };
    Ok(Some(number))
}

/// Digits that begin with the prefix of a country.
fn with_prefix(digits: &str) -> Option<String> {
    let known = COUNTRIES.iter().find(|(_, prefix, _)| digits.starts_with(prefix));
    match known {
        Some((_, prefix, lengths)) => {
            // +33 0 3 … is written, too, and no French number begins with two zeros.
            let rest = digits[prefix.len()..].trim_start_matches('0');
            lengths.contains(&rest.len()).then(|| format!("+{prefix}{rest}"))
        }
        None => (8..=15).contains(&digits.len()).then(|| format!("+{digits}")),
    }
}

fn national(digits: &str, country: &str) -> Option<String> {
    let (_, prefix, lengths) = COUNTRIES.iter().find(|(code, _, _)| *code == country)?;
    let rest = digits.strip_prefix('0').unwrap_or(digits);
    if lengths.contains(&rest.len()) && !(country == "FR" && rest.starts_with('0')) {
        return Some(format!("+{prefix}{rest}"));
    }
    // The plus is what a spreadsheet took away.
    let rest = digits.strip_prefix(prefix)?;
    let rest = rest.strip_prefix('0').unwrap_or(rest);
    lengths.contains(&rest.len()).then(|| format!("+{prefix}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_form() {
        for raw in [
            "03 26 53 37 80",
            "326533780",
            "0326533780",
            "03.26.53.37.80",
            "03-26-53-37-80",
            "+33 3 26 53 37 80",
            "+33 (0)3 26 53 37 80",
            "0033326533780",
            "33326533780",
            "326533780.0",
            "Tél. 03 26 53 37 80",
            "03 26 53 37 80 / 03 26 53 00 00",
            "3.2653378E+8",
            "03 26 53 37 80 ou 06 00 00 00 00",
        ] {
            assert_eq!(number(raw, "FR"), Ok(Some("+33326533780".to_owned())), "{raw}");
        }
        for (raw, country, form) in [
            ("0681 302-0", "DE", "+496813020"),
            ("+352 43 62 63-1", "FR", "+3524362631"),
            ("43 62 63 1", "LU", "+3524362631"),
            ("+32 65 40 49 02", "FR", "+3265404902"),
        ] {
            assert_eq!(number(raw, country), Ok(Some(form.to_owned())), "{raw}");
        }
        for bad in ["12345", "03 26 53 37", "sur place", "contact@a.fr", "0326533780326"] {
            assert!(number(bad, "FR").is_err(), "{bad}");
        }
    }
}
