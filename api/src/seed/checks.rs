//! Checksums of identifiers: a number that fails its own check is not an identifier.

/// SIREN: nine digits that satisfy Luhn.
pub fn siren(raw: &str) -> Option<String> {
    luhn(&digits(raw), 9)
}

/// SIRET: fourteen digits that satisfy Luhn, as does the SIREN they begin with.
pub fn siret(raw: &str) -> Option<String> {
    luhn(&digits(raw), 14).filter(|value| siren(&value[..9]).is_some())
}

/// ROR: `0`, six characters of Crockford's base 32, two check digits (ISO/IEC 7064 mod 97-10). Answers the
/// canonical address.
pub fn ror(raw: &str) -> Option<String> {
    let raw = raw.trim();
    let id = raw.strip_prefix("https://ror.org/").unwrap_or(raw).to_ascii_lowercase();
    if id.len() != 9 || !id.is_ascii() || !id.starts_with('0') {
        return None;
    }
    let (body, check) = id.split_at(7);
    let mut number: u64 = 0;
    for c in body.chars() {
        let digit = "0123456789abcdefghjkmnpqrstvwxyz".find(c)?;
        number = number * 32 + u64::try_from(digit).ok()?;
    }
    let expected = 98 - (number * 100) % 97;
    (check.parse() == Ok(expected)).then(|| format!("https://ror.org/{id}"))
}

fn digits(raw: &str) -> String {
    raw.chars().filter(|c| !c.is_whitespace()).collect()
}

fn luhn(digits: &str, length: usize) -> Option<String> {
    if digits.len() != length {
        return None;
    }
    let mut sum = 0;
    for (place, c) in digits.chars().rev().enumerate() {
        let digit = c.to_digit(10)?;
        let weighted = if place % 2 == 1 { digit * 2 } else { digit };
        sum += if weighted > 9 { weighted - 9 } else { weighted };
    }
    (sum > 0 && sum % 10 == 0).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_siren_needs_its_check_digit() {
        assert_eq!(siren("130 015 506"), Some("130015506".to_owned()));
        for bad in ["130015507", "13001550", "000000000", "13001550A", ""] {
            assert_eq!(siren(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_siret_needs_both() {
        assert_eq!(siret("13001550600012"), Some("13001550600012".to_owned()));
        assert_eq!(siret("13001550600013"), None);
        assert_eq!(siret("130015506"), None);
    }

    #[test]
    fn a_ror_id_needs_its_check_digits() {
        assert_eq!(ror("04vfs2w97"), Some("https://ror.org/04vfs2w97".to_owned()));
        assert_eq!(ror("https://ror.org/036x5ad56"), Some("https://ror.org/036x5ad56".to_owned()));
        for bad in ["04vfs2w98", "14vfs2w97", "04vfs2w9", "04ufs2w97", "0é4fs2w97", ""] {
            assert_eq!(ror(bad), None, "{bad}");
        }
    }
}
