//! When a run ends before all is done: the user's wish, the time, a failure, or that nothing can come any more.

use super::identity::{key, machine};
use super::interrupt::Interrupt;
use super::run::{Run, signed};
use super::site::Goal;
use super::trouble::Trouble;
use crate::plan::{Gravity, Plan, Step};
use std::collections::BTreeSet;

/// Why no further step is begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The user asked.
    Interrupted,
    /// Something failed that all else depends on.
    Failed,
    /// The time is over.
    TimedOut,
    /// Nothing has come nearer for very long.
    Standstill,
}

impl Run {
    /// Whether nothing more can come of waiting: all that is left hangs on what was given up.
    pub(super) fn is_stuck(&self, plan: &Plan) -> bool {
        if self.given_up.is_empty() || !self.resting.is_empty() {
            return false;
        }
        let lost: BTreeSet<&str> = self.given_up.values().flatten().map(String::as_str).collect();
        let moves = |step: &Step| match machine(step) {
            Some(machine) => !lost.contains(machine),
            None => matches!(step, Step::AwaitApi),
        };
        let hopeful = plan.steps.iter().filter(|planned| !self.given_up.contains_key(&key(&planned.step)));
        !hopeful.map(|planned| &planned.step).any(moves)
    }

    /// What a plan without steps leaves open and cannot be called done: places whose tries are spent.
    pub(super) fn give_findings(&mut self, plan: &Plan) {
        let failed = plan.findings.iter().filter(|finding| finding.gravity == Gravity::Failed);
        self.troubles.extend(failed.cloned().map(Trouble::Finding));
    }

    /// Stops when the time is over, or nothing has come nearer for longer than any machine may take, or the user asked.
    pub(super) fn judge_time(&mut self, plan: &Plan) {
        let now = self.site.clock.now();
        let lasts = self.standstill.lasts(plan, now);
        let limits = match &self.goal {
            Goal::Converge(wish) => &wish.limits,
            Goal::Remove(limits) => limits,
        };
        // A machine takes all of these one after the other at most, and its successor joins.
        let patience = limits.order + limits.boot + 2 * limits.join + self.patience.drain;
        if lasts >= signed(patience) {
            self.stop(Stop::Standstill);
        }
        let is_late = self.patience.deadline.is_some_and(|deadline| now >= deadline);
        if is_late {
            self.stop(Stop::TimedOut);
        }
        if self.site.interrupt.is_wished() {
            self.stop(Stop::Interrupted);
        }
    }

    /// Begins nothing more. The user's word is stronger than what came before it.
    pub(super) fn stop(&mut self, why: Stop) {
        if self.wish_to_stop.is_none() || why == Stop::Interrupted {
            self.wish_to_stop = Some(why);
        }
        self.halt.0.ask();
    }

    /// What ends early whatever would take minutes.
    pub(super) fn halt(&self) -> Interrupt {
        self.halt.1.clone()
    }

    pub(super) fn stopped(&self, plan: &Plan) -> Result<(), Trouble> {
        match self.wish_to_stop {
            Some(Stop::TimedOut) => Err(Trouble::TimedOut(waiting(plan))),
            Some(Stop::Standstill) => Err(Trouble::Standstill(waiting(plan))),
            _ => Ok(()),
        }
    }
}

/// What a plan still waits for, in some words.
fn waiting(plan: &Plan) -> String {
    let first: Vec<String> = plan.steps.iter().take(3).map(|planned| planned.step.to_string()).collect();
    match plan.steps.len().saturating_sub(first.len()) {
        0 => first.join("; "),
        more => format!("{}; and {more} more", first.join("; ")),
    }
}
