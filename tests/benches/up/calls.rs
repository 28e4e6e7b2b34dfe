//! The calls of the Packet API, by name, as the simulator counted them.

use serde_json::Value;
use std::collections::BTreeMap;

/// How often each operation was called.
#[derive(Debug, Clone)]
pub(crate) struct Calls(BTreeMap<String, u64>);

impl Calls {
    /// All calls since the simulator began.
    pub(crate) fn of(ledger: &Value) -> Self {
        let counted = ledger["calls"].as_object().into_iter().flatten();
        Self(counted.filter_map(|(name, count)| Some((name.clone(), count.as_u64()?))).collect())
    }

    /// Those that came after others.
    pub(crate) fn since(&self, earlier: &Self) -> Self {
        let came = self.0.iter().map(|(name, count)| (name.clone(), count - earlier.count(name)));
        Self(came.filter(|(_, count)| *count > 0).collect())
    }

    fn count(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or_default()
    }

    /// All but the orders of machines, and the lists and events that each look asks for.
    pub(crate) fn other(&self) -> u64 {
        let known = ["createDevice", "findProjectDevices", "findProjectEvents"];
        self.0.iter().filter(|(name, _)| !known.contains(&name.as_str())).map(|(_, count)| count).sum()
    }

    /// How many calls for events come on each call for a list: both are pages of a thousand.
    pub(crate) fn events_per_list(&self) -> f64 {
        self.count("findProjectEvents") as f64 / self.count("findProjectDevices").max(1) as f64
    }

    /// `name 3, other 1`.
    pub(crate) fn by_name(&self) -> String {
        self.0.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
    }
}
