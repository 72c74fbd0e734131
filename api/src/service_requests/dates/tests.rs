use chrono::{Datelike, NaiveDate, TimeZone, Weekday};

use super::*;
use crate::{
    clock::ZONE,
    http::LangText,
    identity::TotemRef,
    ids::{AccountId, RequestId, ServiceId, TotemId},
    service_requests::model::{Contact, ServiceRef},
    totems::{
        calendar::{Calendar, ClosedDays},
        model::ServiceFamily,
    },
};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn days(calendar: Calendar) -> WorkingDays {
    WorkingDays { calendar, closures: vec![] }
}

fn text() -> LangText {
    serde_json::from_str(r#"{"fr": "Accompagnement"}"#).expect("a text")
}

/// A draft of this moment.
fn draft(days: WorkingDays, target: u32, now: DateTime<Utc>) -> Found {
    let totem = TotemRef { id: TotemId::new(), slug: "metz".into(), name: "Totem Metz".into(), city: "Metz".into() };
    let service = ServiceRef { id: ServiceId::new(), slug: "s".into(), family: ServiceFamily::Coaching, name: text() };
    let contact = Contact { name: "Camille".into(), email: "camille@exemple.fr".into(), phone: None, language: "fr".into() };
    let request = ServiceRequest {
        id: RequestId::new(),
        reference: String::new(),
        totem,
        service,
        status: Status::Draft,
        subject: String::new(),
        body: String::new(),
        answers: vec![],
        contact,
        organization_id: None,
        project_id: None,
        requester_id: None,
        assignees: vec![],
        submitted_at: None,
        due_at: None,
        answered_at: None,
        closed_at: None,
        ends_at: None,
        confirm_before: Some(now + CONFIRM_WITHIN),
        satisfaction: None,
        allowed_transitions: vec![],
        reason: None,
        merged_into: None,
        merged: vec![],
        created_at: now,
        updated_at: now,
        revision: 1,
    };
    Found {
        request,
        days,
        response_target_days: target,
        waiting_since: None,
        look_at: None,
        target_days: None,
        response: None,
        reopenings: 0,
    }
}

fn submitted(calendar: Calendar, target: u32, now: &str) -> Found {
    let mut found = draft(days(calendar), target, at(now));
    found.step(Party::Requester, Status::Submitted, at(now)).expect("allowed");
    found
}

fn worked_on(calendar: Calendar, target: u32, now: &str) -> Found {
    let mut found = submitted(calendar, target, now);
    for to in [Status::Triage, Status::Assigned, Status::InProgress] {
        found.step(Party::Agent, to, at(now)).expect("allowed");
    }
    found
}

#[test]
fn the_days_that_are_left_are_counted_in_the_calendar_of_the_other_site() {
    // From Wednesday before Easter: at Metz Good Friday is none of the three days that are left, at Nancy it is.
    for (from, to, due, then) in [
        (Calendar::AlsaceMoselle, Calendar::National, "2026-04-08T16:00:00Z", "2026-04-07T16:00:00Z"),
        (Calendar::National, Calendar::AlsaceMoselle, "2026-04-07T16:00:00Z", "2026-04-08T16:00:00Z"),
    ] {
        let mut found = submitted(from, 3, "2026-04-01T09:00:00Z");
        assert_eq!(found.request.due_at, Some(at(due)));
        found.move_to(days(to), at("2026-04-01T10:00:00Z"));
        assert_eq!((found.request.due_at, found.request.status), (Some(at(then)), Status::Triage));
    }
}

#[test]
fn what_is_due_today_stays_so_and_what_is_late_stays_late() {
    for now in ["2026-04-07T09:00:00Z", "2026-04-09T09:00:00Z"] {
        let mut found = submitted(Calendar::National, 3, "2026-04-01T09:00:00Z");
        found.move_to(days(Calendar::AlsaceMoselle), at(now));
        assert_eq!(found.request.due_at, Some(at("2026-04-07T16:00:00Z")), "{now}");
    }
}

/// All that is said of a request from then on in which nothing happens, as a worker that always runs says it.
fn said(found: &Found, from: &str, until: &str) -> Vec<(String, Vec<Reminder>)> {
    let (mut now, mut said) = (at(from), vec![]);
    while let Some(next) = found.next_look(now).filter(|next| *next <= at(until)) {
        now = next;
        let local = now.with_timezone(&ZONE).format("%a %d.%m. %H:%M").to_string();
        let reminders = found.reminders(next, now);
        if reminders.is_empty() {
            break; // it ends
        }
        said.push((local, reminders));
    }
    said
}

#[test]
fn agents_are_reminded_the_working_day_before_and_after_a_deadline_and_their_managers_a_day_later() {
    // Due on Tuesday after Easter; Good Friday is a holiday there.
    let found = submitted(Calendar::AlsaceMoselle, 3, "2026-03-31T13:00:00Z");
    assert_eq!(found.request.due_at, Some(at("2026-04-07T16:00:00Z")));
    let expected = [
        ("Thu 02.04. 08:00", Reminder::DueSoon),
        ("Wed 08.04. 08:00", Reminder::Overdue),
        ("Thu 09.04. 08:00", Reminder::Escalated),
        ("Wed 15.04. 08:00", Reminder::Overdue),
        ("Thu 16.04. 08:00", Reminder::Escalated),
    ];
    let expected: Vec<_> = expected.into_iter().map(|(at, reminder)| (at.to_owned(), vec![reminder])).collect();
    assert_eq!(said(&found, "2026-03-31T13:00:00Z", "2026-04-17T00:00:00Z"), expected);
}

#[test]
fn whoever_asks_for_an_answer_within_a_day_is_not_told_the_same_twice() {
    let found = submitted(Calendar::National, 1, "2026-03-31T13:00:00Z");
    assert_eq!(said(&found, "2026-03-31T13:00:00Z", "2026-04-01T23:00:00Z"), []);
}

#[test]
fn whoever_is_asked_back_is_reminded_on_the_third_working_day_after_two_weeks_and_before_the_end() {
    let mut found = worked_on(Calendar::National, 5, "2026-01-08T09:00:00Z");
    found.step(Party::Agent, Status::WaitingRequester, at("2026-01-09T15:00:00Z")).expect("allowed");
    let expected = ["Wed 14.01. 08:00", "Mon 26.01. 08:00", "Thu 05.02. 08:00"];
    let expected: Vec<_> = expected.into_iter().map(|at| (at.to_owned(), vec![Reminder::Waiting])).collect();
    assert_eq!(said(&found, "2026-01-09T15:00:00Z", "2026-03-01T00:00:00Z"), expected);
    // It replies: nothing is said of the question any more, and the clock has stood still for the working days between.
    let due = found.request.due_at;
    found.reply(at("2026-01-14T10:00:00Z")).expect("allowed");
    assert_eq!((due, found.request.due_at), (Some(at("2026-01-15T17:00:00Z")), Some(at("2026-01-20T17:00:00Z"))));
    assert_eq!(found.next_look(at("2026-01-14T10:00:00Z")), Some(at("2026-01-19T07:00:00Z")));
}

#[test]
fn a_draft_that_awaits_a_file_of_a_member_is_said_once_before_it_ends_one_without_an_account_never() {
    let (monday, end) = ("2026-01-05T09:00:00Z", "2026-01-12T09:00:00Z");
    let mut found = draft(days(Calendar::National), 5, at(monday));
    assert_eq!((said(&found, monday, end), found.next_look(at(monday))), (vec![], Some(at(end))));
    found.request.requester_id = Some(AccountId::new());
    assert_eq!(said(&found, monday, end), [("Fri 09.01. 08:00".to_owned(), vec![Reminder::Unsent])]);
    found.step(Party::Requester, Status::Submitted, at("2026-01-06T09:00:00Z")).expect("allowed");
    assert_eq!(found.reminders(at("2026-01-06T09:00:00Z"), at("2026-01-09T09:00:00Z")), []);
}

#[test]
fn a_worker_that_stood_still_says_each_thing_once_and_nothing_that_is_no_longer_so() {
    let found = submitted(Calendar::National, 3, "2026-03-31T13:00:00Z");
    let (first, now) = (found.next_look(at("2026-03-31T13:00:00Z")).expect("a look"), at("2026-05-20T09:00:00Z"));
    assert_eq!(found.reminders(first, now), [Reminder::Overdue, Reminder::Escalated]);
    assert!(found.next_look(now).is_some_and(|next| next > now));
}

// ── any history at all ───────────────────────────────────────────────────────────────────────────────────────────

/// Public holidays as they were published, not as they are computed.
const HOLIDAYS: &str = "2026-01-01 2026-04-06 2026-05-01 2026-05-08 2026-05-14 2026-05-25 2026-07-14 2026-08-15 2026-11-01 \
    2026-11-11 2026-12-25 2027-01-01 2027-03-29 2027-05-01 2027-05-06 2027-05-08 2027-05-17 2027-07-14 2027-08-15 2027-11-01 \
    2027-11-11 2027-12-25 2028-01-01 2028-04-17 2028-05-01 2028-05-08 2028-05-25 2028-06-05 2028-07-14 2028-08-15 2028-11-01 \
    2028-11-11 2028-12-25 2029-01-01 2029-04-02 2029-05-01 2029-05-08 2029-05-10 2029-05-21 2029-07-14 2029-08-15 2029-11-01 \
    2029-11-11 2029-12-25";
const OF_MOSELLE: &str = "2026-04-03 2026-12-26 2027-03-26 2027-12-26 2028-04-14 2028-12-26 2029-03-30 2029-12-26";

/// The table of the contract, written out.
const TABLE: &[(Party, &str, &str)] = &[
    (Party::Requester, "draft", "submitted cancelled"),
    (Party::Requester, "submitted", "cancelled"),
    (Party::Requester, "triage", "cancelled"),
    (Party::Requester, "assigned", "cancelled"),
    (Party::Requester, "in_progress", "cancelled"),
    (Party::Requester, "waiting_requester", "cancelled"),
    (Party::Requester, "answered", "closed cancelled"),
    (Party::Requester, "closed", "triage"),
    (Party::Agent, "submitted", "triage assigned rejected"),
    (Party::Agent, "triage", "assigned rejected"),
    (Party::Agent, "assigned", "in_progress triage rejected"),
    (Party::Agent, "in_progress", "waiting_requester answered triage rejected"),
    (Party::Agent, "closed", "triage"),
    (Party::System, "draft", "expired"),
    (Party::System, "waiting_requester", "expired"),
    (Party::System, "answered", "closed"),
];

/// SplitMix64: the same cases in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }

    fn site(&mut self) -> WorkingDays {
        let calendar = [Calendar::National, Calendar::AlsaceMoselle][self.below(2) as usize];
        let closures = (0..self.below(3)).map(|_| {
            let from_on = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day") + chrono::Days::new(self.below(1100));
            ClosedDays { from_on, until_on: from_on + chrono::Days::new(self.below(15)), reason: None }
        });
        WorkingDays { calendar, closures: closures.collect() }
    }
}

/// What a request's deadline must be, found by walking over the days one by one.
struct Slow {
    submitted: NaiveDate,
    target: u32,
    /// From which day on it is with which site.
    sites: Vec<(NaiveDate, WorkingDays)>,
    /// Working days that began while the site waited.
    waited: usize,
}

impl Slow {
    fn works(&self, day: NaiveDate) -> bool {
        let (_, site) = self.sites.iter().rev().find(|(from, _)| *from <= day).expect("the first is there from the start");
        let name = day.to_string();
        let weekend = day.weekday() == Weekday::Sat || day.weekday() == Weekday::Sun;
        let holiday = HOLIDAYS.contains(&name) || (site.calendar == Calendar::AlsaceMoselle && OF_MOSELLE.contains(&name));
        let closed = site.closures.iter().any(|closure| closure.from_on <= day && day <= closure.until_on);
        !weekend && !holiday && !closed
    }

    fn due_on(&self) -> NaiveDate {
        let wanted = self.target as usize + self.waited;
        self.submitted.iter_days().skip(1).filter(|day| self.works(*day)).nth(wanted - 1).expect("days go on")
    }

    fn due_at(&self) -> DateTime<Utc> {
        let evening = self.due_on().and_hms_opt(18, 0, 0).expect("an hour");
        ZONE.from_local_datetime(&evening).single().expect("it exists once").with_timezone(&Utc)
    }
}

fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&ZONE).date_naive()
}

/// One history: random steps by random people at random times. Says through which states it came.
fn live(case: u64) -> [bool; 11] {
    let mut reached = [false; 11];
    let mut chance = Chance(case);
    let mut now = at("2026-01-01T00:00:00Z") + Duration::minutes(chance.below(3 * 365 * 24 * 60) as i64);
    let (site, target) = (chance.site(), 1 + chance.below(15) as u32);
    let mut found = draft(site.clone(), target, now);
    let mut slow = Slow { submitted: day(now), target, sites: vec![(day(now), site)], waited: 0 };
    for _ in 0..=chance.below(24) {
        let gap = if chance.below(4) == 0 { 60 * 24 * 25 } else { 60 * 24 * 3 };
        now += Duration::minutes(chance.below(gap) as i64);
        let (from, waiting) = (found.request.status, found.waiting_since);
        let before = (from, found.request.due_at);
        match chance.below(12) {
            0 if matches!(from, Status::Submitted | Status::Triage | Status::Assigned | Status::InProgress) => {
                let (other, due) = (chance.site(), slow.due_on());
                // What is late stays late: from its deadline on the new site counts.
                let first = if slow.due_at() > now { day(now) } else { due }.succ_opt().expect("a day");
                slow.sites.retain(|(from, _)| *from < first);
                slow.sites.push((first, other.clone()));
                found.move_to(other, now);
            }
            1 | 2 if matches!(from, Status::WaitingRequester | Status::Answered) => found.reply(now).expect("allowed"),
            _ => {
                let party = [Party::Requester, Party::Agent, Party::Agent, Party::System][chance.below(4) as usize];
                // Mostly what the table allows, and seldom what ends it, so that histories become long.
                let ends = [Status::Cancelled, Status::Rejected, Status::Expired];
                let likely: Vec<Status> = from.next(party).iter().copied().filter(|to| !ends.contains(to)).collect();
                let to = match (likely.len() as u64, chance.below(8)) {
                    (_, 0) => Status::ALL[chance.below(11) as usize],
                    (0, _) => continue,
                    (some, _) => likely[chance.below(some) as usize],
                };
                let in_table = TABLE.iter().any(|(who, state, next)| {
                    *who == party && *state == from.name() && next.split(' ').any(|next| next == to.name())
                });
                let too_late = match (from, to) {
                    (Status::Draft, Status::Submitted) => found.request.created_at + Duration::days(7) <= now,
                    (Status::Closed, Status::Triage) => {
                        found.request.closed_at.is_some_and(|closed| closed + Duration::days(30) <= now)
                    }
                    _ => false,
                };
                match found.step(party, to, now) {
                    Ok(()) => assert!(in_table && !too_late, "case {case}: {party:?} {} → {}", from.name(), to.name()),
                    Err(_) => {
                        assert!(!in_table || too_late, "case {case}: {party:?} {} ↛ {}", from.name(), to.name());
                        (found.request.status, found.request.due_at) = before; // the transaction is undone
                        continue;
                    }
                }
                if (from, to) == (Status::Draft, Status::Submitted) {
                    slow.submitted = day(now);
                }
                if (from, to) == (Status::Closed, Status::Triage) {
                    let current = slow.sites.pop().expect("one site at least").1;
                    slow = Slow { submitted: day(now), target, sites: vec![(day(now), current)], waited: 0 };
                }
            }
        }
        if from == Status::WaitingRequester && found.request.status != from {
            let since = day(waiting.expect("it waited"));
            let began = since.iter_days().skip(1).take_while(|began| *began <= day(now));
            slow.waited += began.filter(|began| slow.works(*began)).count();
        }
        reached[found.request.status as usize] = true;
        if found.request.due_at.is_some() {
            assert_eq!(found.request.due_at, Some(slow.due_at()), "case {case}, {} since {from:?}", found.request.status.name());
        }
        if let Some(response) = found.response.filter(|response| response.at == now && response.days > 0) {
            // The working days that had begun by then, without those that began while the site waited.
            let begun = slow.submitted.iter_days().skip(1).take_while(|begun| *begun <= day(now));
            let begun = begun.filter(|begun| slow.works(*begun)).count();
            assert_eq!(response.days as usize, begun - slow.waited, "case {case}: days to the response");
            assert_eq!(response.in_time, now <= slow.due_at(), "case {case}");
        }
        let end = found.request.ends_at.or(found.request.confirm_before);
        let look = found.next_look(now);
        assert!(look.is_none_or(|look| look > now), "case {case}: a look in the past");
        assert!(end.is_none_or(|end| look.is_some_and(|look| look <= end)), "case {case}: an end that nobody sees");
    }
    reached
}

#[test]
fn no_history_leaves_the_table_and_its_deadline_is_the_one_counted_day_by_day() {
    let lived = (0..10_000).map(live).fold([0; 11], |mut sum, reached| {
        sum.iter_mut().zip(reached).for_each(|(sum, reached)| *sum += u32::from(reached));
        sum
    });
    for (status, lived) in Status::ALL.into_iter().zip(lived).skip(1) {
        assert!(lived > 100, "only {lived} of the histories come through {}", status.name());
    }
}
