//! Numbers in registers, and the check digits that tell a slip of the pen.

use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::Line;

/// Registers that identify organizations; where numbers carry a check digit, it is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub enum Scheme {
    #[serde(rename = "FR-SIREN")]
    FrSiren,
    #[serde(rename = "FR-SIRET")]
    FrSiret,
    #[serde(rename = "LU-RCS")]
    LuRcs,
    #[serde(rename = "DE-HRB")]
    DeHrb,
    #[serde(rename = "BE-KBO")]
    BeKbo,
    #[serde(rename = "VAT")]
    Vat,
    #[serde(rename = "LEI")]
    Lei,
    #[serde(rename = "ROR")]
    Ror,
}

impl Scheme {
    pub fn name(self) -> &'static str {
        match self {
            Self::FrSiren => "FR-SIREN",
            Self::FrSiret => "FR-SIRET",
            Self::LuRcs => "LU-RCS",
            Self::DeHrb => "DE-HRB",
            Self::BeKbo => "BE-KBO",
            Self::Vat => "VAT",
            Self::Lei => "LEI",
            Self::Ror => "ROR",
        }
    }

    /// The one way to write a number: without what people put between its digits.
    pub fn compact(self, value: &str) -> String {
        let bare: String = value.chars().filter(|mark| !mark.is_whitespace()).collect();
        match self {
            Self::FrSiren | Self::FrSiret | Self::BeKbo | Self::Vat => bare.replace(['.', '-'], "").to_uppercase(),
            Self::Lei | Self::LuRcs => bare.to_uppercase(),
            Self::DeHrb => bare,
            Self::Ror => format!("https://ror.org/{}", bare.rsplit('/').next().unwrap_or_default().to_lowercase()),
        }
    }

    /// Whether the check digits of a number hold; of the others, the form.
    pub fn accepts(self, value: &str) -> bool {
        let digits = |length: usize| value.len() == length && value.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::FrSiren => digits(9) && luhn(value),
            // The establishments of La Poste exceed what Luhn can number: their digits add up to a multiple of 5.
            Self::FrSiret => {
                digits(14) && (luhn(value) || (value.starts_with("356000000") && digit_sum(value).is_multiple_of(5)))
            }
            Self::BeKbo => digits(10) && kbo(value),
            Self::Lei => value.len() == 20 && mod_97(value) == Some(1),
            Self::LuRcs => numbered(value.strip_prefix(|section: char| section.is_ascii_uppercase()), 6),
            // Each court counts for itself, so that a number without its court names nobody.
            Self::DeHrb => value.split_once("HRB").is_some_and(|(court, number)| {
                !court.is_empty() && numbered(Some(number.trim_end_matches(|mark: char| mark.is_ascii_uppercase())), 6)
            }),
            Self::Vat => value.split_at_checked(2).is_some_and(|(country, number)| vat(country, number)),
            Self::Ror => value.strip_prefix("https://ror.org/").and_then(ror) == Some(true),
        }
    }
}

fn numbered(digits: Option<&str>, most: usize) -> bool {
    digits.is_some_and(|digits| (1..=most).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Where the rule of a country is known, it holds; of the others, the form.
fn vat(country: &str, number: &str) -> bool {
    let digits = |length: usize| number.len() == length && number.bytes().all(|byte| byte.is_ascii_digit());
    match country {
        "FR" => number.split_at_checked(2).is_some_and(|(key, siren)| {
            let lettered =
                key.bytes().all(|mark| mark.is_ascii_alphanumeric()) && key.bytes().any(|mark| mark.is_ascii_uppercase());
            let key = key.parse::<u32>().ok();
            let counted = siren.parse::<u32>().ok().map(|siren| (12 + 3 * (siren % 97)) % 97);
            Scheme::FrSiren.accepts(siren) && (lettered || (key.is_some() && key == counted))
        }),
        "LU" => {
            digits(8)
                && matches!((number[..6].parse::<u32>(), number[6..].parse::<u32>()), (Ok(number), Ok(key)) if number % 89 == key)
        }
        "DE" => digits(9) && mod_11_10(number),
        "BE" => digits(10) && kbo(number),
        _ => {
            country.bytes().all(|mark| mark.is_ascii_uppercase())
                && (2..=13).contains(&number.len())
                && number.bytes().all(|mark| mark.is_ascii_alphanumeric())
        }
    }
}

/// ISO 7064 over digits: the last one is the check digit.
fn mod_11_10(digits: &str) -> bool {
    let rest = digits.bytes().map(|byte| u32::from(byte - b'0')).fold((10, 0), |(product, _), digit| {
        let sum = match (digit + product) % 10 {
            0 => 10,
            sum => sum,
        };
        (sum * 2 % 11, (digit + product) % 10)
    });
    rest.1 == 1
}

/// `0`, six marks of Crockford's base 32, and two check digits by ISO 7064.
fn ror(value: &str) -> Option<bool> {
    let (number, check) = value.split_at_checked(7).filter(|(number, _)| number.starts_with('0'))?;
    let number = number.bytes().try_fold(0_u64, |sum, mark| {
        let digit = b"0123456789abcdefghjkmnpqrstvwxyz".iter().position(|known| *known == mark)?;
        Some(sum * 32 + digit as u64)
    })?;
    Some(check.len() == 2 && check.parse::<u64>().ok()? == 98 - number * 100 % 97)
}

fn digit_sum(value: &str) -> u32 {
    value.bytes().map(|byte| u32::from(byte - b'0')).sum()
}

fn luhn(value: &str) -> bool {
    let double = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let digits = value.bytes().rev().map(|byte| u32::from(byte - b'0'));
    let sum: u32 = digits.enumerate().map(|(place, digit)| if place % 2 == 1 { double(digit) } else { digit }).sum();
    sum.is_multiple_of(10)
}

fn kbo(value: &str) -> bool {
    let (number, check) = value.split_at(8);
    matches!((number.parse::<u32>(), check.parse::<u32>()), (Ok(number), Ok(check)) if 97 - number % 97 == check)
}

/// ISO 7064 over digits and capital letters.
fn mod_97(value: &str) -> Option<u32> {
    value.chars().try_fold(0, |rest, mark| {
        let digit = mark.to_digit(36).filter(|_| !mark.is_ascii_lowercase())?;
        Some(if digit < 10 { (rest * 10 + digit) % 97 } else { (rest * 100 + digit) % 97 })
    })
}

/// A number in a register.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, PartialEq, Eq)]
pub struct Identifier {
    pub scheme: Scheme,
    #[schema(example = "552100554")]
    pub value: String,
}

/// A number in a register, as somebody gives it: spaces do not matter.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct IdentifierInput {
    #[garde(skip)]
    pub scheme: Scheme,
    #[garde(dive, custom(|value: &Line<1, 60>, (): &()| self.checked(value)))]
    #[schema(inline, example = "552 100 554")]
    pub value: Line<1, 60>,
}

impl IdentifierInput {
    fn checked(&self, value: &Line<1, 60>) -> garde::Result {
        if value.0.is_empty() || self.scheme.accepts(&self.scheme.compact(&value.0)) {
            return Ok(());
        }
        Err(garde::Error::new(format!("invalid_checksum|{}", self.scheme.name())))
    }
}

impl From<IdentifierInput> for Identifier {
    fn from(IdentifierInput { scheme, value }: IdentifierInput) -> Self {
        Self { scheme, value: scheme.compact(&value.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_checked() {
        for (scheme, good, bad) in [
            (Scheme::FrSiren, "552100554", "552100555"),
            (Scheme::FrSiret, "35600000049837", "35600000049838"),
            (Scheme::FrSiret, "55210055400013", "55210055400014"),
            (Scheme::BeKbo, "0403170701", "0403170702"),
            (Scheme::Lei, "529900T8BM49AURSDO55", "529900T8BM49AURSDO56"),
            (Scheme::Ror, "https://ror.org/04vfs2w97", "https://ror.org/04vfs2w98"),
            (Scheme::Vat, "FR83404833048", "FR84404833048"),
            (Scheme::Vat, "LU26375245", "LU26375246"),
            (Scheme::Vat, "DE136695976", "DE136695978"),
            (Scheme::Vat, "BE0403170701", "BE0403170702"),
            (Scheme::Vat, "NL004495445B01", "N1004495445B01"),
            (Scheme::LuRcs, "B6307", "6307"),
            (Scheme::DeHrb, "SaarbrückenHRB12345", "HRB12345"),
        ] {
            assert!(scheme.accepts(good), "{good}");
            assert!(!scheme.accepts(bad), "{bad}");
        }
    }

    #[test]
    fn a_number_is_kept_in_one_way_however_it_is_written() {
        for (scheme, written, kept) in [
            (Scheme::FrSiren, "552 100 554", "552100554"),
            (Scheme::BeKbo, "0403.170.701", "0403170701"),
            (Scheme::Ror, "04VFS2W97", "https://ror.org/04vfs2w97"),
            (Scheme::Vat, "be 0403.170.701", "BE0403170701"),
        ] {
            assert_eq!(scheme.compact(written), kept);
        }
    }
}
