//! The plan of a candidacy: how its milestones stand, what waits for what, and what a change of a date moves. Pure.

use std::collections::{HashMap, HashSet};

use chrono::{Duration, NaiveDate};

use super::model::{Milestone, MilestoneState};
use crate::ids::MilestoneId;

/// Something still to be done is a risk from so long before the day on.
const NEAR: Duration = Duration::days(14);

/// Writes down how each stands today.
pub fn judge(milestones: &mut [Milestone], today: NaiveDate) {
    let mut known: HashMap<MilestoneId, MilestoneState> = HashMap::new();
    for at in 0..milestones.len() {
        state(milestones, at, today, &mut known);
    }
    for milestone in milestones {
        if let Some(state) = known.get(&milestone.id) {
            milestone.state = *state;
        }
    }
}

/// There are no circles, so this comes to an end; what a hand has written into the database is cut where it meets itself.
fn state(all: &[Milestone], at: usize, today: NaiveDate, known: &mut HashMap<MilestoneId, MilestoneState>) -> MilestoneState {
    let milestone = &all[at];
    if let Some(state) = known.get(&milestone.id) {
        return *state;
    }
    let by_itself = if milestone.occurred_on.is_some() {
        MilestoneState::Done
    } else if milestone.planned_on.is_some_and(|on| on < today) {
        MilestoneState::Late
    } else if milestone.planned_on.is_some_and(|on| on - today <= NEAR) && milestone.tasks.iter().any(|task| !task.done) {
        MilestoneState::AtRisk
    } else {
        MilestoneState::OnTrack
    };
    known.insert(milestone.id, by_itself);
    if by_itself != MilestoneState::OnTrack {
        return by_itself;
    }
    let endangers = |before: &MilestoneId, known: &mut HashMap<MilestoneId, MilestoneState>| {
        let Some(place) = all.iter().position(|other| other.id == *before) else { return false };
        match state(all, place, today, known) {
            MilestoneState::Done => false,
            MilestoneState::Late | MilestoneState::AtRisk => true,
            MilestoneState::OnTrack => all[place].on() > milestone.on(),
        }
    };
    let mut at_risk = false;
    for before in &milestone.depends_on {
        at_risk |= endangers(before, known);
    }
    let judged = if at_risk { MilestoneState::AtRisk } else { MilestoneState::OnTrack };
    known.insert(milestone.id, judged);
    judged
}

/// A way from a milestone back to itself, if there is one.
pub fn circle(milestones: &[Milestone]) -> Option<Vec<&Milestone>> {
    let mut clear = HashSet::new();
    milestones.iter().find_map(|milestone| walk(milestones, milestone, &mut vec![], &mut clear))
}

fn walk<'a>(
    all: &'a [Milestone],
    at: &'a Milestone,
    way: &mut Vec<&'a Milestone>,
    clear: &mut HashSet<MilestoneId>,
) -> Option<Vec<&'a Milestone>> {
    if let Some(begin) = way.iter().position(|before| before.id == at.id) {
        return Some(way[begin..].to_vec());
    }
    if clear.contains(&at.id) {
        return None;
    }
    way.push(at);
    let next = |id: &MilestoneId| all.iter().find(|other| other.id == *id);
    for before in at.depends_on.iter().filter_map(next) {
        if let Some(found) = walk(all, before, way, clear) {
            return Some(found);
        }
    }
    way.pop();
    clear.insert(at.id);
    None
}

/// What a milestone that comes later moves with it: all that wait for it, directly or not, by as many days, but for what
/// happened. One that comes earlier moves nothing. Answers the milestones with the day that each would have.
pub fn moved(
    milestones: &[Milestone],
    id: MilestoneId,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Vec<(MilestoneId, NaiveDate)> {
    let Some(later) = from.zip(to).map(|(from, to)| to - from).filter(|days| *days > Duration::zero()) else { return vec![] };
    let mut reached = HashSet::from([id]);
    let mut open = vec![id];
    let mut moved = vec![];
    while let Some(before) = open.pop() {
        for milestone in milestones.iter().filter(|milestone| milestone.depends_on.contains(&before)) {
            // What happened holds nothing up.
            if milestone.occurred_on.is_none() && reached.insert(milestone.id) {
                open.push(milestone.id);
                moved.extend(milestone.planned_on.and_then(|on| on.checked_add_signed(later)).map(|on| (milestone.id, on)));
            }
        }
    }
    moved.sort_by_key(|(id, on)| (*on, id.0));
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        candidacies::model::{DatePrecision, MilestoneTask},
        http::LangText,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn id(number: u128) -> MilestoneId {
        MilestoneId(uuid::Uuid::from_u128(number))
    }

    fn milestone(number: u128, planned: &str, depends_on: &[u128]) -> Milestone {
        Milestone {
            id: id(number),
            position: 1,
            r#type: "hearing".to_owned(),
            title: LangText::default(),
            detail: None,
            planned_on: Some(day(planned)),
            occurred_on: None,
            precision: DatePrecision::Day,
            date_words: None,
            date_inferred: false,
            state: MilestoneState::OnTrack,
            owner: None,
            depends_on: depends_on.iter().copied().map(id).collect(),
            tasks: vec![],
            sources: vec![],
            recorded_at: None,
            revision: 1,
        }
    }

    fn states(mut milestones: Vec<Milestone>) -> Vec<MilestoneState> {
        judge(&mut milestones, day("2026-03-15"));
        milestones.iter().map(|milestone| milestone.state).collect()
    }

    #[test]
    fn a_day_that_is_over_makes_late_and_what_waits_for_it_is_at_risk() {
        let chain = vec![milestone(1, "2026-03-14", &[]), milestone(2, "2026-06-01", &[1]), milestone(3, "2026-07-01", &[2])];
        assert_eq!(states(chain.clone()), [MilestoneState::Late, MilestoneState::AtRisk, MilestoneState::AtRisk]);
        let done = Milestone { occurred_on: Some(day("2026-03-20")), ..chain[0].clone() };
        assert_eq!(
            states(vec![done, chain[1].clone(), chain[2].clone()]),
            [MilestoneState::Done, MilestoneState::OnTrack, MilestoneState::OnTrack]
        );
        assert_eq!(states(vec![milestone(1, "2026-03-15", &[])]), [MilestoneState::OnTrack], "today is not over");
    }

    #[test]
    fn an_open_task_is_a_risk_in_the_last_two_weeks() {
        let task = |done| vec![MilestoneTask { title: "Essai".to_owned(), done }];
        for (planned, done, expected) in [
            ("2026-03-29", false, MilestoneState::AtRisk),
            ("2026-03-30", false, MilestoneState::OnTrack),
            ("2026-03-29", true, MilestoneState::OnTrack),
        ] {
            let one = Milestone { tasks: task(done), ..milestone(1, planned, &[]) };
            assert_eq!(states(vec![one]), [expected], "{planned} {done}");
        }
    }

    #[test]
    fn what_is_to_come_before_what_it_depends_on_is_at_risk_in_whatever_order_they_stand() {
        let (first, second) = (milestone(1, "2026-06-01", &[2]), milestone(2, "2026-07-01", &[]));
        assert_eq!(states(vec![first.clone(), second.clone()]), [MilestoneState::AtRisk, MilestoneState::OnTrack]);
        assert_eq!(states(vec![second, first]), [MilestoneState::OnTrack, MilestoneState::AtRisk]);
    }

    #[test]
    fn a_circle_is_found_and_named_and_a_diamond_is_none() {
        let mut all = vec![
            milestone(1, "2026-06-01", &[]),
            milestone(2, "2026-06-02", &[1]),
            milestone(3, "2026-06-02", &[1]),
            milestone(4, "2026-06-03", &[2, 3]),
        ];
        assert!(circle(&all).is_none());
        all[0].depends_on = vec![id(4)];
        let mut named: Vec<MilestoneId> = circle(&all).expect("a circle").iter().map(|milestone| milestone.id).collect();
        named.sort();
        assert_eq!(named, [id(1), id(2), id(4)]);
        // What a hand has written does not keep the program busy for ever.
        judge(&mut all, day("2026-03-15"));
    }

    #[test]
    fn a_delay_moves_all_that_wait_by_as_many_days_and_once() {
        let mut all = vec![
            milestone(1, "2026-06-01", &[]),
            milestone(2, "2026-06-10", &[1]),
            milestone(3, "2026-06-10", &[1]),
            milestone(4, "2026-06-20", &[2, 3]),
            milestone(5, "2026-06-20", &[]),
        ];
        let to = |day_: &str| moved(&all, id(1), Some(day("2026-06-01")), Some(day(day_)));
        assert_eq!(to("2026-06-04"), [(id(2), day("2026-06-13")), (id(3), day("2026-06-13")), (id(4), day("2026-06-23"))]);
        assert!(to("2026-05-20").is_empty(), "earlier moves nothing");
        all[1].occurred_on = Some(day("2026-03-01"));
        all[2].occurred_on = Some(day("2026-03-01"));
        let none = moved(&all, id(1), Some(day("2026-06-01")), Some(day("2026-06-04")));
        assert!(none.is_empty(), "what happened holds nothing up: {none:?}");
    }
}
