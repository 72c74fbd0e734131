//! The dates of a request: what a step does to them, when somebody is reminded of it, when it ends by itself. No database,
//! no clock: whoever calls says what time it is.

use chrono::{DateTime, Duration, Utc};

use super::{
    model::{CONFIRM_WITHIN, Party, REOPEN_WITHIN, Response, ServiceRequest, Status},
    queries::Found,
};
use crate::{error::ErrorCode, http::Problem, totems::calendar::WorkingDays};

/// Whoever asked is reminded of a question on the morning of this working day after it, never before…
const REMIND_FIRST: u32 = 3;
/// … on the next morning after this time, …
const REMIND_AGAIN: Duration = Duration::days(14);
/// … and this long before the end.
const REMIND_LAST: Duration = Duration::days(4);
/// On the working day before so long before its end whoever asked is reminded of what was not sent.
const UNSENT: Duration = Duration::days(1);
/// Working days after a deadline until agents are reminded that it has passed, until their managers are told, and from
/// one such letter to the next of its kind.
const OVERDUE: u32 = 1;
const ESCALATED: u32 = 2;
const EVERY: u32 = 5;

/// Why somebody is written to about a request in which nothing happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reminder {
    /// To those in charge: the deadline is on the next working day.
    DueSoon,
    /// To those in charge: it has passed.
    Overdue,
    /// To their managers: it has passed and still no answer.
    Escalated,
    /// To whoever asked: the site waits for a reply.
    Waiting,
    /// To whoever asked with an account: it awaits a file, and was not sent yet.
    Unsent,
}

impl Found {
    /// One step of the machine, with what it does to the dates. The clock runs from submission and stands still while the
    /// site waits.
    pub fn step(&mut self, party: Party, to: Status, now: DateTime<Utc>) -> Result<(), Problem> {
        let from = self.request.status;
        self.request.status = from.apply(party, to)?;
        self.date(from, now)
    }

    /// Whoever asked replies: what waited or was answered is worked on again.
    pub fn reply(&mut self, now: DateTime<Utc>) -> Result<(), Problem> {
        let from = self.request.status;
        self.request.status = Status::InProgress;
        self.date(from, now)
    }

    fn date(&mut self, from: Status, now: DateTime<Utc>) -> Result<(), Problem> {
        let request = &mut self.request;
        match (from, request.status) {
            (Status::Draft, Status::Submitted) => {
                if request.created_at + CONFIRM_WITHIN <= now {
                    return Err(ErrorCode::LinkExpired.into());
                }
                request.submitted_at = Some(now);
                request.due_at = Some(self.days.deadline(now, self.response_target_days));
                self.target_days = i32::try_from(self.response_target_days).ok();
            }
            (Status::Closed, Status::Triage) => {
                if request.closed_at.is_some_and(|closed| closed + REOPEN_WITHIN <= now) {
                    return Err(Problem::new(ErrorCode::StateConflict).with([Status::Closed.name(), Status::Triage.name()]));
                }
                (request.answered_at, request.closed_at) = (None, None);
                request.due_at = Some(self.days.deadline(now, self.response_target_days));
                self.target_days = i32::try_from(self.response_target_days).ok();
                self.reopenings += 1;
            }
            _ => {}
        }
        match request.status {
            Status::Answered => request.answered_at = Some(now),
            Status::Closed => request.closed_at = Some(now),
            Status::WaitingRequester => self.waiting_since = Some(now),
            Status::InProgress if from == Status::Answered => request.answered_at = None,
            _ => {}
        }
        if matches!(request.status, Status::Answered | Status::Rejected)
            && self.response.is_none()
            && let (Some(due), Some(target)) = (request.due_at, self.target_days)
        {
            let left = i32::try_from(self.days.between(now, due)).unwrap_or(0);
            self.response = Some(Response { at: now, days: (target - left).max(0), in_time: now <= due });
        }
        request.ends_at = request.status.ends_at(self.waiting_since, request.answered_at);
        if request.status != Status::Draft {
            request.confirm_before = None;
        }
        if from == Status::WaitingRequester
            && let (Some(since), Some(due)) = (self.waiting_since.take(), request.due_at)
        {
            let waited = self.days.between(since, now);
            request.due_at = Some(self.days.deadline(due, u32::try_from(waited).unwrap_or(0)));
        }
        Ok(())
    }

    /// Goes over to a site that works on other days. The clock goes on: the working days that were left are counted from
    /// now in its calendar. What is late stays late.
    pub fn move_to(&mut self, days: WorkingDays, now: DateTime<Utc>) {
        if let Some(due) = self.request.due_at
            && due > now
        {
            let left = u32::try_from(self.days.between(now, due)).unwrap_or(0);
            self.request.due_at = Some(days.deadline(now, left));
        }
        self.request.status = Status::Triage;
        self.days = days;
    }

    /// When the service looks at the request next, if nothing happens before.
    pub fn next_look(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        next_look(&self.request, self.waiting_since, &self.days, now)
    }

    /// The reminders that fell due from `start` to `now`, each once. What has passed needs no word that it soon will.
    pub fn reminders(&self, start: DateTime<Utc>, now: DateTime<Utc>) -> Vec<Reminder> {
        let mut due = vec![];
        let mut at = start - Duration::milliseconds(1);
        while let Some((next, reminder)) =
            next_reminder(&self.request, self.waiting_since, &self.days, at).filter(|(next, _)| *next <= now)
        {
            if !due.contains(&reminder) {
                due.push(reminder);
            }
            at = next;
        }
        if due.contains(&Reminder::Overdue) {
            due.retain(|reminder| *reminder != Reminder::DueSoon);
        }
        due
    }
}

/// When the service looks at a request next: to end it, or to remind somebody.
pub fn next_look(
    request: &ServiceRequest,
    waiting_since: Option<DateTime<Utc>>,
    days: &WorkingDays,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let end = request.ends_at.or(request.confirm_before);
    let reminder = next_reminder(request, waiting_since, days, now).map(|(at, _)| at);
    end.into_iter().chain(reminder).min()
}

/// The first reminder after this moment as things stand.
fn next_reminder(
    request: &ServiceRequest,
    waiting_since: Option<DateTime<Utc>>,
    days: &WorkingDays,
    after: DateTime<Utc>,
) -> Option<(DateTime<Utc>, Reminder)> {
    match request.status {
        Status::WaitingRequester => {
            let (since, end) = (waiting_since?, request.ends_at?);
            let last = days.morning(end - REMIND_LAST, 1);
            let mornings = [days.morning(since, REMIND_FIRST), days.morning(since + REMIND_AGAIN, 1), last];
            mornings.into_iter().filter(|at| *at > after && *at < end).min().map(|at| (at, Reminder::Waiting))
        }
        // Without an account nobody is known to read the address until it is confirmed.
        Status::Draft if request.requester_id.is_some() => {
            let at = days.morning_before(request.confirm_before? - UNSENT);
            (at > after && at > request.created_at).then_some((at, Reminder::Unsent))
        }
        Status::Submitted | Status::Triage | Status::Assigned | Status::InProgress => around_due(request.due_at?, days, after),
        _ => None,
    }
}

fn around_due(due: DateTime<Utc>, days: &WorkingDays, after: DateTime<Utc>) -> Option<(DateTime<Utc>, Reminder)> {
    let soon = days.morning_before(due);
    if soon > after {
        return Some((soon, Reminder::DueSoon));
    }
    let late = u32::try_from(days.between(due, after)).unwrap_or(0);
    let mut mornings = (late..=late + EVERY).filter_map(|count| match count % EVERY {
        OVERDUE => Some((days.morning(due, count), Reminder::Overdue)),
        ESCALATED => Some((days.morning(due, count), Reminder::Escalated)),
        _ => None,
    });
    mornings.find(|(at, _)| *at > after)
}

#[cfg(test)]
mod tests;
