//! One attempt: over TLS, to nowhere else, not for longer and not for more than fits.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use reqwest::header;

use super::{
    model::DeliveryError,
    target::{Filter, NotAllowed, Targets},
};
use crate::config::Settings;

/// All of an attempt, the answer included.
const PATIENCE: Duration = Duration::from_secs(15);
/// Whoever cannot be reached within this time is away.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);
/// Of an answer nothing is needed but its status.
const LARGEST: usize = 16 << 10;
/// So much of it is shown to whoever registered the webhook.
const SHOWN: usize = 500;
const MOST_HEADERS: usize = 64;

/// Sends to receivers.
pub struct Sender {
    client: reqwest::Client,
    targets: Arc<Targets>,
}

/// What came of an attempt.
pub struct Received {
    pub status: Option<u16>,
    pub error: Option<DeliveryError>,
    /// What the receiver asks for, in seconds.
    pub retry_after: Option<i64>,
    pub body: String,
    pub took: Duration,
}

/// What is sent.
pub struct Message<'a> {
    pub url: &'a str,
    pub id: String,
    pub timestamp: i64,
    pub signature: String,
    pub body: String,
}

impl Sender {
    /// Without kept connections: each attempt asks anew where a name leads.
    pub fn new(settings: &Settings) -> Result<Self, String> {
        let targets = Arc::new(Targets::of(settings));
        let client = crate::http::outgoing::client()
            .no_proxy()
            .dns_resolver(Arc::new(Filter(targets.clone())))
            .timeout(PATIENCE)
            .connect_timeout(CONNECT_PATIENCE)
            .http1_only()
            .http1_max_headers(MOST_HEADERS)
            .user_agent("LORnTECH-Webhooks/1.0")
            .build();
        Ok(Self { client: client.map_err(|error| error.to_string())?, targets })
    }

    pub async fn send(&self, message: Message<'_>) -> Received {
        let began = Instant::now();
        let (status, retry_after, body, error) = match self.exchange(message).await {
            Ok((status, retry_after, body, error)) => (Some(status), retry_after, body, error),
            Err(error) => (None, None, vec![], Some(error)),
        };
        Received { status, error, retry_after, body: shown(&body), took: began.elapsed() }
    }

    async fn exchange(&self, message: Message<'_>) -> Result<(u16, Option<i64>, Vec<u8>, Option<DeliveryError>), DeliveryError> {
        // Literal addresses are not looked up, so they are looked at here; the rules may be others since it was registered.
        let url = self.targets.parse(message.url).ok_or(DeliveryError::TargetNotAllowed)?;
        let request = self
            .client
            .post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .header("webhook-id", message.id)
            .header("webhook-timestamp", message.timestamp)
            .header("webhook-signature", message.signature)
            .body(message.body);
        let mut answer = request.send().await.map_err(|error| why(&error))?;
        let status = answer.status().as_u16();
        let retry_after = answer.headers().get(header::RETRY_AFTER).and_then(|text| seconds(text.to_str().ok()?));
        let mut body = vec![];
        loop {
            match answer.chunk().await {
                Ok(None) => return Ok((status, retry_after, body, None)),
                Ok(Some(part)) if body.len() + part.len() > LARGEST => {
                    return Ok((status, retry_after, body, Some(DeliveryError::AnswerTooLarge)));
                }
                Ok(Some(part)) => body.extend_from_slice(&part),
                Err(error) => return Ok((status, retry_after, body, Some(why(&error)))),
            }
        }
    }
}

fn why(error: &reqwest::Error) -> DeliveryError {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(one) = cause {
        if one.is::<NotAllowed>() {
            return DeliveryError::TargetNotAllowed;
        }
        cause = one.source();
    }
    if error.is_connect() {
        DeliveryError::Unreachable
    } else if error.is_timeout() {
        DeliveryError::Timeout
    } else {
        DeliveryError::BrokenAnswer
    }
}

/// Text of strangers, for a page: one line without what could pass for something else.
fn shown(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(4 * SHOWN)]);
    let plain: String = text.chars().map(|c| if crate::http::text::is_stray(c) { ' ' } else { c }).take(SHOWN).collect();
    plain.trim().to_owned()
}

/// `Retry-After`, in either of its forms.
fn seconds(text: &str) -> Option<i64> {
    let until = |at: DateTime<Utc>, now: DateTime<Utc>| (at - now).num_seconds();
    let date = || DateTime::parse_from_rfc2822(text).ok().map(|at| until(at.to_utc(), crate::clock::Clock::default().now()));
    text.trim().parse().ok().or_else(date).filter(|seconds| *seconds >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_of_an_answer_is_short_and_plain() {
        assert_eq!(shown(b" ok\r\n"), "ok");
        assert_eq!(shown(&[0xff, b'a', 0, b'b']), "\u{fffd}a b");
        assert_eq!(shown("é".repeat(9000).as_bytes()).chars().count(), SHOWN);
        assert_eq!(shown("a\u{202E}b".as_bytes()), "a b");
    }

    #[test]
    fn a_receiver_may_say_in_seconds_or_by_a_date_when_to_come_back() {
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds("-1"), None);
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("Wed, 21 Oct 2015 07:28:00 GMT"), None);
        assert!(seconds("Wed, 21 Oct 2065 07:28:00 GMT").is_some_and(|seconds| seconds > 1_000_000));
    }
}
