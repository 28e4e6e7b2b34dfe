//! How many machines of each plan are left in each facility.

use crate::sim::catalogue::{self, Level};
use std::collections::BTreeMap;

/// What is left, as the difference of what there was and what was taken.
#[derive(Debug, Default)]
pub(in crate::sim) struct Stock {
    /// How many there are, those that were taken included, where somebody said so instead of the catalogue.
    amounts: BTreeMap<(String, String), u32>,
    taken: BTreeMap<(String, String), u32>,
}

impl Stock {
    /// How many machines of a plan are left in a facility.
    pub(in crate::sim) fn left(&self, facility: &str, plan: &str) -> u32 {
        let place = (facility.to_owned(), plan.to_owned());
        let amount = self.amounts.get(&place).copied().unwrap_or_else(|| {
            match (catalogue::facility(facility), catalogue::plan(plan)) {
                (Some(facility), Some(plan)) => Level::at_first(facility, plan).stock(),
                _ => 0,
            }
        });
        amount.saturating_sub(self.taken.get(&place).copied().unwrap_or(0))
    }

    /// Whether one is left.
    pub(in crate::sim) fn has(&self, facility: &str, plan: &str) -> bool {
        self.left(facility, plan) > 0
    }

    /// Sets how much is left besides what is taken already.
    pub(in crate::sim) fn set(&mut self, facility: &str, plan: &str, level: Level) {
        let place = (facility.to_owned(), plan.to_owned());
        let taken = self.taken.get(&place).copied().unwrap_or(0);
        self.amounts.insert(place, taken.saturating_add(level.stock()));
    }

    /// How many there are where somebody said so.
    pub(super) fn amounts(&self) -> impl Iterator<Item = (&str, &str, u32)> {
        self.amounts.iter().map(|((facility, plan), amount)| (facility.as_str(), plan.as_str(), *amount))
    }

    /// Has what [`Stock::amounts`] told again.
    pub(super) fn restore(&mut self, facility: String, plan: String, amount: u32) {
        self.amounts.insert((facility, plan), amount);
    }

    /// Takes one.
    pub(super) fn take(&mut self, facility: &str, plan: &str) {
        *self.taken.entry((facility.to_owned(), plan.to_owned())).or_default() += 1;
    }

    /// Gives one back.
    pub(super) fn give_back(&mut self, facility: &str, plan: &str) {
        if let Some(count) = self.taken.get_mut(&(facility.to_owned(), plan.to_owned())) {
            *count = count.saturating_sub(1);
        }
    }
}

/// 503, captured (cluster-api-provider-packet 191): what it said when no reserved machine was free.
pub(in crate::sim) const NO_RESERVATIONS: &str =
    "There are no available hardware reservations for selected plan and facility";

/// What the service said when there was none left; the status was 422 or 503.
pub(in crate::sim) fn no_servers(location: &str, plan: &str) -> String {
    format!("The facility {location} has no provisionable {plan} servers matching your criteria")
}
