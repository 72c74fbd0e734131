//! Codes of an authenticator app: RFC 6238 with SHA-1, six digits and 30 seconds, which every app knows.

use chrono::{DateTime, Utc};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use qrcode::{EcLevel, QrCode, render::svg};
use sha1::Sha1;

use crate::state::equal;

/// Bytes of a secret, as many as SHA-1 gives.
pub const SECRET: usize = 20;
/// Seconds for which a code is shown.
const STEP: i64 = 30;
/// By how many steps the clock of a phone may be off.
const DRIFT: i64 = 1;

fn code(secret: &[u8], step: i64) -> String {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    let mut mac = <Hmac<Sha1> as KeyInit>::new_from_slice(secret).expect("HMAC takes any key");
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 15);
    let part = [digest[offset] & 0x7f, digest[offset + 1], digest[offset + 2], digest[offset + 3]];
    format!("{:06}", u32::from_be_bytes(part) % 1_000_000)
}

/// The step whose code this is, if it was shown about now and after the step that was taken last.
pub fn step_of(secret: &[u8], given: &str, now: DateTime<Utc>, last: Option<i64>) -> Option<i64> {
    let current = now.timestamp().div_euclid(STEP);
    let steps = (current - DRIFT..=current + DRIFT).filter(|step| last.is_none_or(|last| *step > last));
    // All are compared, so that the time it takes says nothing.
    steps.filter(|step| equal(code(secret, *step).as_bytes(), given.as_bytes())).max()
}

/// What people type into an app that cannot read the picture.
pub fn in_letters(secret: &[u8]) -> String {
    BASE32_NOPAD.encode(secret)
}

/// The address that the picture holds.
pub fn address(secret: &[u8], email: &str) -> String {
    let label = url::form_urlencoded::byte_serialize(email.as_bytes()).collect::<String>().replace('+', "%20");
    format!("otpauth://totp/LORnTECH:{label}?secret={}&issuer=LORnTECH&algorithm=SHA1&digits=6&period=30", in_letters(secret))
}

/// The address as a picture.
pub fn picture(address: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    Some(code.render::<svg::Color<'_>>().min_dimensions(240, 240).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the last six of its eight digits.
    const KNOWN: [(i64, &str); 6] = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];
    const KEY: &[u8] = b"12345678901234567890";

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).expect("an instant")
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (second, expected) in KNOWN {
            assert_eq!(step_of(KEY, expected, at(second), None), Some(second / 30), "{second}");
        }
    }

    #[test]
    fn a_code_is_taken_one_step_early_or_late_and_never_twice() {
        let (second, shown) = KNOWN[3];
        let step = second / 30;
        let tried = |seconds: i64, last| step_of(KEY, shown, at(second + seconds), last).is_some();
        assert!(tried(-30, None) && tried(30, None));
        assert!(!tried(-60, None) && !tried(60, None));
        assert!(tried(0, Some(step - 1)) && !tried(0, Some(step)) && !tried(0, Some(step + 1)));
        assert_eq!(step_of(KEY, "", at(second), None), None);
    }

    #[test]
    fn the_picture_holds_an_address_that_apps_read() {
        let address = address(KEY, "prénom nom+x@exemple.fr");
        assert!(address.starts_with("otpauth://totp/LORnTECH:pr%C3%A9nom%20nom%2Bx%40exemple.fr?secret=GEZDGNBVGY3TQOJQ"));
        assert!(picture(&address).is_some_and(|picture| picture.contains("<svg") && !picture.contains("GEZDG")));
    }
}
