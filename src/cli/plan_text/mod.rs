//! A plan for people and for programs: what changes, what it takes, what it costs, what the user should know.

mod document;
mod fold;
#[cfg(test)]
mod tests;
mod text;

use super::paint::Paint;
use crate::plan::{Mark, Plan};
use serde::Serialize;
use std::collections::BTreeMap;

/// A plan and what is known around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlanText<'a> {
    /// The plan.
    pub(super) plan: &'a Plan,
    /// How many requests to Packet it will take, besides looking while it waits; none where that is not known.
    pub(super) calls: Option<usize>,
    /// What the new things cost.
    pub(super) prices: &'a Prices,
    /// How many minutes it will take, if that can be told.
    pub(super) minutes: Option<u32>,
}

/// What things cost, in US dollars an hour, as far as the price list tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Prices {
    /// One machine of each group, by the group's name.
    pub(super) machines: BTreeMap<String, f64>,
    /// An elastic address.
    pub(super) address: Option<f64>,
}

/// What the additions of a plan cost.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cost {
    /// US dollars an hour, of all whose price is known.
    hour: f64,
    /// Whether the price list told all of them.
    is_whole: bool,
}

/// Hours in a month, as cloud prices count them: 365 days of 24 hours in 12 parts.
const HOURS_A_MONTH: f64 = 730.0;

impl PlanText<'_> {
    /// The plan for people. It ends with a line feed.
    pub(super) fn text(&self, paint: Paint) -> String {
        text::text(self, paint)
    }

    /// The plan for programs: what `-o json` and `-o yaml` write.
    pub(super) fn document(&self) -> impl Serialize {
        document::document(self)
    }

    fn cost(&self) -> Option<Cost> {
        let machines = self.plan.creates().map(|machine| self.prices.machines.get(&machine.group).copied());
        let addresses = std::iter::repeat_n(self.prices.address, self.addresses());
        let prices: Vec<Option<f64>> = machines.chain(addresses).collect();
        let is_known = prices.iter().any(Option::is_some);
        is_known.then(|| Cost { hour: prices.iter().flatten().sum(), is_whole: prices.iter().all(Option::is_some) })
    }

    /// How many elastic addresses come.
    fn addresses(&self) -> usize {
        self.plan.count(Mark::Add) - self.plan.creates().count()
    }
}

/// `1 machine`, `3 machines`.
fn counted(count: usize, noun: &str) -> String {
    match (count, noun) {
        (1, noun) => format!("1 {noun}"),
        (count, "address") => format!("{count} addresses"),
        (count, noun) => format!("{count} {noun}s"),
    }
}
