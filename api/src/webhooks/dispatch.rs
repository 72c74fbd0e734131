//! Gives out what has happened and sends it: at least once, each receiver at its own pace.

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::TimeDelta;
use futures_util::{StreamExt, stream::FuturesUnordered};

use super::{
    model::{CHALLENGE, DeliveryAnswer, DeliveryError, DisabledReason},
    queries::{self, Leased, Outcome},
    send::{Message, Received, Sender},
    signature,
};
use crate::{
    clock,
    db::{Emitted, Event, Kind, Mail, Origin, Tx, Upkeep},
    error::ErrorCode,
    http::{Answer, Problem},
    ids::WebhookId,
    notifications::{Letter, WebhookLetter},
    state::State,
};

/// How often it is looked for what is due.
const PAUSE: Duration = Duration::from_millis(250);
/// Attempts under way at once,
const MOST: usize = 200;
/// and to one receiver.
const EACH: usize = 8;
/// Before each further attempt, in seconds; more than these there are not.
const PAUSES: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/// A receiver may ask for no longer.
const LONGEST_PAUSE: i64 = 86_400;
/// Without a success.
const GIVEN_UP: TimeDelta = TimeDelta::days(5);

/// Works until `stop` is told; what is under way then is tried again when its lease has ended.
pub async fn run(state: Arc<State>, sender: Sender, mut stop: tokio::sync::watch::Receiver<bool>) {
    let mut under_way = FuturesUnordered::new();
    let mut of: HashMap<WebhookId, usize> = HashMap::new();
    while !*stop.borrow() {
        let room = MOST.saturating_sub(under_way.len());
        let leased = look(&state, &of, room).await.unwrap_or_else(|problem| {
            log::warn!("webhooks cannot be read: {problem}");
            vec![]
        });
        // More may be due than was leased: it is looked for when these have arrived.
        let more = !leased.is_empty();
        for delivery in leased {
            *of.entry(delivery.webhook_id).or_default() += 1;
            under_way.push(attempt(&state, &sender, delivery));
        }
        let pause = actix_web::rt::time::sleep(PAUSE);
        tokio::pin!(pause);
        loop {
            tokio::select! {
                Some(webhook) = under_way.next() => {
                    done(&mut of, webhook);
                    if more && under_way.is_empty() {
                        break;
                    }
                }
                () = &mut pause => break,
                _ = stop.changed() => break,
            }
        }
    }
}

fn done(of: &mut HashMap<WebhookId, usize>, webhook: WebhookId) {
    if let Some(count) = of.get_mut(&webhook) {
        *count -= 1;
        if *count == 0 {
            of.remove(&webhook);
        }
    }
}

async fn look(state: &State, of: &HashMap<WebhookId, usize>, room: usize) -> Result<Vec<Leased>, Problem> {
    let now = state.clock.now();
    // Most looks find nothing to do: they write nothing.
    if !queries::is_behind(state, now).await? {
        return Ok(vec![]);
    }
    state.db.maintain(Upkeep::EventsGivenOut { now }).await?;
    state.db.maintain(Upkeep::EventsRecovered { now }).await?;
    let busy = of.iter().filter(|(_, count)| **count > EACH / 2).map(|(webhook, _)| *webhook).collect();
    state.db.lease_deliveries(now, busy, EACH as i64, room as i64).await
}

/// Sends one, and notes what came of it.
async fn attempt(state: &State, sender: &Sender, delivery: Leased) -> WebhookId {
    let webhook = delivery.webhook_id;
    if let Err(problem) = try_once(state, sender, delivery).await {
        log::warn!("what came of a delivery was not noted: {problem}");
    }
    webhook
}

async fn try_once(state: &State, sender: &Sender, delivery: Leased) -> Result<(), Problem> {
    let now = state.clock.now();
    let received = sender.send(message(state, &delivery)?).await;
    let challenge = (delivery.event_type == CHALLENGE).then(|| state.keys.webhook_challenge(delivery.webhook_id, &delivery.url));
    let Received { status, error, retry_after, body, took } = received;
    let good = error.is_none() && status.is_some_and(|status| (200..300).contains(&status));
    let unproven = good && challenge.is_some_and(|challenge| !answers(&body, &challenge));
    let (delivered, error) = if unproven { (false, Some(DeliveryError::ChallengeNotAnswered)) } else { (good, error) };
    let duration_ms = u32::try_from(took.as_millis()).unwrap_or(u32::MAX);
    let answer = DeliveryAnswer { at: now, status, error, duration_ms, body };
    let gone = status == Some(410);
    let pause = if delivered || gone { None } else { pause(delivery.attempts, retry_after) };
    let again_at = pause.map(|seconds| now + TimeDelta::seconds(seconds));
    let (id, attempts) = (delivery.id, delivery.attempts);
    state.db.maintain(Upkeep::DeliveryTried(Outcome { id, attempts, answer, delivered, again_at })).await?;
    let given_up = !delivered && delivery.failing_since.is_some_and(|since| now - since >= GIVEN_UP);
    if delivered && delivery.event_type == CHALLENGE {
        activate(state, delivery).await
    } else if gone {
        disable(state, delivery, DisabledReason::Gone).await
    } else if given_up {
        disable(state, delivery, DisabledReason::Failing).await
    } else {
        Ok(())
    }
}

/// What is sent: the same over all attempts, but for the time and the signature.
fn message<'a>(state: &State, delivery: &'a Leased) -> Result<Message<'a>, Problem> {
    let open = |stored: &[u8]| state.keys.decrypt_webhook(delivery.webhook_id, stored).ok_or(ErrorCode::InternalError);
    let secrets = [Some(open(&delivery.secret)?), delivery.former_secret.as_deref().map(open).transpose()?];
    let site = &state.settings.public_url;
    let id = delivery.record_id;
    let url = match delivery.kind.as_str() {
        "organization" => format!("{site}/v1/organizations/{id}"),
        "service_request" => format!("{site}/v1/service-requests/{id}"),
        "proposal" => format!("{site}/v1/proposals/{id}"),
        "saved_search" => format!("{site}/v1/me/saved-searches/{id}"),
        _ => format!("{site}/v1/webhooks/{id}"),
    };
    let mut data = serde_json::json!({"id": id, "kind": delivery.kind, "revision": delivery.event_revision, "url": url});
    if delivery.event_type == CHALLENGE {
        data["challenge"] = state.keys.webhook_challenge(delivery.webhook_id, &delivery.url).into();
    }
    let body = serde_json::json!({"type": delivery.event_type, "timestamp": delivery.occurred_at, "data": data}).to_string();
    let (id, timestamp) = (delivery.event_id.to_string(), state.clock.now().timestamp());
    let signature = signature::sign(secrets.iter().flatten().map(Vec::as_slice), &id, timestamp, &body);
    Ok(Message { url: &delivery.url, id, timestamp, signature, body })
}

/// Whether it is the challenge, alone or as a member of that name.
fn answers(body: &str, challenge: &str) -> bool {
    let member = || serde_json::from_str::<serde_json::Value>(body).is_ok_and(|value| value["challenge"] == challenge);
    body.trim_matches('"') == challenge || member()
}

/// Seconds until the attempt after this one, if there is one: spread, so that receivers that failed together do not come
/// back together.
fn pause(attempts: i32, retry_after: Option<i64>) -> Option<i64> {
    let place = usize::try_from(attempts - 1).ok()?;
    let seconds = *PAUSES.get(place)?;
    let [spread] = clock::random();
    let spread = seconds * (i64::from(spread) - 128) / 640;
    Some((seconds + spread).max(retry_after.unwrap_or_default().min(LONGEST_PAUSE)))
}

/// Its address is of whoever registered it.
async fn activate(state: &State, delivery: Leased) -> Result<(), Problem> {
    let Leased { webhook_id: id, url, .. } = delivery;
    let write = async move |tx: &mut Tx| {
        let revision = queries::activate(tx, id, &url).await?.ok_or(ErrorCode::NotFound)?;
        Ok(Emitted::new(Event::new("webhook.activated", Kind::Webhook, id.0, revision), Answer::no_content()))
    };
    changed(state.db.write(Origin::system("webhooks"), &[], write).await)
}

/// Nothing is sent to it any more, and whoever answers for it is told.
async fn disable(state: &State, delivery: Leased, reason: DisabledReason) -> Result<(), Problem> {
    let Leased { webhook_id: id, account_id: account, url, .. } = delivery;
    let host = url::Url::parse(&url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let write = async move |tx: &mut Tx| {
        let revision = queries::disable(tx, id, reason).await?.ok_or(ErrorCode::NotFound)?;
        let letter = WebhookLetter { webhook: id, account, host: host.clone(), reason };
        let event = Event::new("webhook.disabled", Kind::Webhook, id.0, revision);
        Ok(Emitted::new(event, Answer::no_content()).mail([Mail(Letter::Webhook(letter))]))
    };
    changed(state.db.write(Origin::system("webhooks"), &[], write).await)
}

/// Somebody else was quicker, or it has gone: nothing is left to do.
fn changed(outcome: Result<Answer, Problem>) -> Result<(), Problem> {
    match outcome {
        Err(problem) if problem.code == ErrorCode::NotFound => Ok(()),
        outcome => outcome.map(drop),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_tried_again_nine_times_within_four_days_and_not_before_a_receiver_allows() {
        let mut whole = 0;
        for (place, seconds) in PAUSES.into_iter().enumerate() {
            let attempts = i32::try_from(place).unwrap() + 1;
            let drawn: Vec<i64> = (0..300).filter_map(|_| pause(attempts, None)).collect();
            let (least, most) = (drawn.iter().min().unwrap(), drawn.iter().max().unwrap());
            assert!(*least >= seconds * 8 / 10 && *most <= seconds * 12 / 10, "{seconds}: {least} to {most}");
            assert!(seconds < 100 || most - least > seconds / 5, "{seconds}: {least} to {most}");
            whole += most;
        }
        assert!(whole < 4 * 86_400);
        assert_eq!(pause(10, None), None);
        assert_eq!(pause(10, Some(5)), None);
        assert_eq!(pause(1, Some(3_600)), Some(3_600));
        assert_eq!(pause(1, Some(i64::MAX)), Some(86_400));
    }

    #[test]
    fn a_challenge_is_answered_by_itself_or_as_a_member() {
        for good in ["abc", "\"abc\"", r#"{"challenge": "abc"}"#, r#"{"a": 1, "challenge": "abc"}"#] {
            assert!(answers(good, "abc"), "{good}");
        }
        for bad in ["", "abcd", r#"{"data": {"challenge": "abc"}}"#, r#"{"challenge": "abcd"}"#, "x abc"] {
            assert!(!answers(bad, "abc"), "{bad}");
        }
    }
}
