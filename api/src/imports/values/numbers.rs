//! Numbers: decimal commas, spaces between thousands, powers of ten that a spreadsheet made of long numbers.

use super::Wrong;

/// A number in French, German or English spelling.
pub fn parse(raw: &str) -> Option<f64> {
    let plain: String =
        raw.chars().filter(|mark| !mark.is_whitespace() && !matches!(mark, '\'' | '’' | '\u{202f}' | '°')).collect();
    let plain = plain.replace('\u{2212}', "-");
    let dots = plain.matches('.').count();
    let commas = plain.matches(',').count();
    let spelled = match (dots, commas) {
        (_, 0) if dots <= 1 => plain,
        // A single comma is decimal in France and Germany; `1,234` could be English, which none of our sources are.
        (0, 1) => plain.replace(',', "."),
        // Whichever comes last is the decimal one.
        (_, 1) if plain.rfind(',') > plain.rfind('.') => plain.replace('.', "").replace(',', "."),
        (1, _) if plain.rfind('.') > plain.rfind(',') => plain.replace(',', ""),
        _ => return None,
    };
    let good = spelled.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    spelled.parse().ok().filter(|value: &f64| good && value.is_finite())
}

/// The digits of a number that is a name, such as a SIRET: without spaces and points, and out of a power of ten where the
/// power keeps all of them. What was lost (`3,56E+13`) is not made up.
pub fn digits(raw: &str) -> Result<String, Wrong> {
    let plain: String = raw.chars().filter(|mark| !mark.is_whitespace() && !matches!(mark, '\'' | '’')).collect();
    let lower = plain.to_ascii_lowercase().replace(',', ".");
    if let Some((head, power)) = lower.split_once('e')
        && let Ok(power) = power.trim_start_matches('+').parse::<usize>()
    {
        let (whole, part) = head.split_once('.').unwrap_or((head, ""));
        let all = whole.len() == 1 && whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit());
        return if all && power <= 20 && part.len() >= power.saturating_sub(1) && part.len() <= power {
            Ok(format!("{whole}{part:0<power$}"))
        } else {
            Err(Wrong::format("12345678901234"))
        };
    }
    // A float that a program made of a whole number.
    let plain = plain.strip_suffix(".0").or_else(|| plain.strip_suffix(",0")).unwrap_or(&plain);
    let plain: String = plain.chars().filter(|mark| !matches!(mark, '.' | '-' | '/' | '_')).collect();
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_in_each_spelling() {
        for (raw, value) in [
            ("474971,174569823", 474_971.174_569_823),
            ("6692222.50969113", 6_692_222.509_691_13),
            ("1 234,5", 1234.5),
            ("1\u{202f}234,5", 1234.5),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("-0,5", -0.5),
            ("\u{2212}0.58", -0.58),
            ("7", 7.0),
            ("5.2e1", 52.0),
        ] {
            assert_eq!(parse(raw), Some(value), "{raw}");
        }
        for bad in ["abc", "1,2,3", "12h", "NaN1", "inf"] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn long_numbers_come_out_of_powers_only_if_nothing_was_lost() {
        for (raw, value) in [
            ("130 015 506 00012", "13001550600012"),
            ("1.3001550600012E+13", "13001550600012"),
            ("1,3001550600012E13", "13001550600012"),
            ("13001550600012.0", "13001550600012"),
            ("4.33572203e8", "433572203"),
            ("356.000.000", "356000000"),
        ] {
            assert_eq!(digits(raw).as_deref(), Ok(value), "{raw}");
        }
        assert!(digits("3,56E+13").is_err());
    }
}
