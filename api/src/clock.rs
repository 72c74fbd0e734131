//! Time and randomness come from here, so that a test can set the one and nobody draws the other elsewhere.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::{Europe::Paris, Tz};
use rand::{TryRngCore, rngs::OsRng};
use uuid::Uuid;

/// The civil time of the four sites.
pub const ZONE: Tz = Paris;

/// The day it is there.
pub fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&ZONE).date_naive()
}

/// The clock of the service.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// A file that holds a number of seconds to add; only debug builds know the setting.
    offset_file: Option<std::path::PathBuf>,
}

impl Clock {
    pub fn from_environment() -> Self {
        let offset_file = cfg!(debug_assertions).then(|| std::env::var_os("LORNTECH_TEST_CLOCK").map(Into::into)).flatten();
        Self { offset_file }
    }

    pub fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
        let now = Utc::now();
        now + self.offset()
    }

    fn offset(&self) -> Duration {
        self.offset_file
            .as_ref()
            .and_then(|file| std::fs::read_to_string(file).ok())
            .and_then(|text| text.trim().parse().ok())
            .map_or_else(Duration::zero, Duration::seconds)
    }
}

/// A new id, rising with time.
#[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids")]
pub fn new_id() -> Uuid {
    Uuid::now_v7()
}

/// Bytes from the operating system; without them nothing may go on, so a failure ends the process.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Err(error) = OsRng.try_fill_bytes(&mut bytes) {
        log::error!("the operating system gives no random bytes: {error}");
        std::process::abort();
    }
    bytes
}

/// A number for a person to read out: eight characters without I, L, O and U, in two groups.
pub fn new_reference(prefix: &str) -> String {
    format!("{prefix}-{}", legible::<2>())
}

/// A code for a person to keep on paper: sixty bits in three groups of such characters.
pub fn new_code() -> String {
    legible::<3>()
}

fn legible<const GROUPS: usize>() -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mark = |byte: u8| char::from(ALPHABET[usize::from(byte & 31)]);
    let group = |_| random::<4>().map(mark).iter().collect::<String>();
    (0..GROUPS).map(group).collect::<Vec<_>>().join("-")
}
