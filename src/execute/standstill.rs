//! Noticing that nothing comes nearer any more, whatever the reason: no run waits for ever.

use super::identity::key;
use crate::plan::Plan;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// What has been left to do so far, and since when that has not changed for the better.
#[derive(Debug, Default)]
pub(super) struct Standstill {
    /// Every step that was ever planned in this run.
    known: BTreeSet<String>,
    /// How few were left at the best since the last new one.
    fewest: usize,
    since: Option<Timestamp>,
}

impl Standstill {
    /// Takes the next plan in; says how long no plan had a step that none before had, nor fewer steps than before.
    ///
    /// A step that comes back again and again, such as powering on a machine that stays off, is no progress.
    pub(super) fn lasts(&mut self, plan: &Plan, now: Timestamp) -> SignedDuration {
        let known = self.known.len();
        self.known.extend(plan.steps.iter().map(|planned| key(&planned.step)));
        let has_new = self.known.len() > known;
        let left = plan.steps.len();
        if has_new || left < self.fewest || self.since.is_none() {
            self.fewest = left;
            self.since = Some(now);
        }
        self.since.map_or(SignedDuration::ZERO, |since| now.duration_since(since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Planned, Step, When};

    fn plan(steps: &[Step]) -> Plan {
        let steps = steps.iter().map(|step| Planned { step: step.clone(), when: When::Now }).collect();
        Plan { steps, findings: Vec::new() }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    #[test]
    fn a_step_that_comes_back_and_back_is_no_progress() {
        let power_on = || Step::PowerOn { machine: "w-0".into(), device: "d".into() };
        let wait = || Step::AwaitNode { machine: "w-0".into() };
        let mut standstill = Standstill::default();
        for second in 0..100 {
            let _ = standstill.lasts(&plan(&[power_on(), wait()]), at(2 * second));
            let _ = standstill.lasts(&plan(&[wait(), wait()]), at(2 * second + 1));
        }
        assert_eq!(standstill.lasts(&plan(&[power_on(), wait()]), at(200)).as_secs(), 200);
    }

    #[test]
    fn a_new_step_and_a_step_less_are_progress() {
        let wait = |name: &str| Step::AwaitNode { machine: name.into() };
        let mut standstill = Standstill::default();
        assert_eq!(standstill.lasts(&plan(&[wait("w-0"), wait("w-1")]), at(0)).as_secs(), 0);
        assert_eq!(standstill.lasts(&plan(&[wait("w-0"), wait("w-1")]), at(9)).as_secs(), 9);
        assert_eq!(standstill.lasts(&plan(&[wait("w-1")]), at(10)).as_secs(), 0);
        assert_eq!(standstill.lasts(&plan(&[wait("w-1"), wait("w-2")]), at(20)).as_secs(), 0);
    }
}
