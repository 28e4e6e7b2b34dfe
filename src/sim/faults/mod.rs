//! Faults by script: what shall go wrong with which call, and what becomes of its effect and its reply.
//!
//! ```yaml
//! faults:
//!   # The second create takes effect, but nobody hears of it.
//!   - operation: createDevice
//!     call: 2
//!     when: after
//!     drop: true
//!   # Every list is slow; the first one fails before that.
//!   - operation: findProjectDevices
//!     status: 503
//!     headers: {Retry-After: 2}
//!   - operation: findProjectDevices
//!     call: every
//!     delay: 1m 30s
//!   # A load balancer says it failed, and half a minute later the address is there.
//!   - operation: requestIPReservation
//!     call: [1, 3]
//!     when: late
//!     after: 30
//!     status: 504
//!     content_type: text/html
//!     body: <h1>Gateway Timeout</h1>
//!   # The tenth call of all is cut off in the middle of its reply.
//!   - {operation: "*", call: 10, truncate: 100}
//! ```
//!
//! JSON is YAML, so the same text may come as either; a [`FaultBook`] is written as it is read.

mod fault;
mod fields;
mod read;
mod reply;

pub(in crate::sim) use fault::{Effect, Fault};
pub(in crate::sim) use reply::{Reply, Substitute};

use crate::problem::Problems;
use serde::Serialize;
use std::path::Path;

/// The name that stands for every operation.
const ANY: &str = "*";

/// All faults that are set, each with the number of calls that it has seen.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(in crate::sim) struct FaultBook {
    faults: Vec<Entry>,
}

/// A fault and how often its operation was called since it was set.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Entry {
    #[serde(flatten)]
    fault: Fault,
    #[serde(skip)]
    calls: u64,
}

impl FaultBook {
    /// Reads a book. `operations` are the ids that the published document gives its operations.
    ///
    /// The problems are all that is wrong with the text, each at its line of the file.
    pub(in crate::sim) fn read(text: &str, path: &Path, operations: &[&str]) -> Result<Self, Problems> {
        let faults = read::faults(text, path, operations)?;
        Ok(Self { faults: faults.into_iter().map(|fault| Entry { fault, calls: 0 }).collect() })
    }

    /// Counts a call of an operation, and tells the fault that strikes it, if one does.
    ///
    /// Every fault counts the calls it is meant for, whether or not another one strikes them; of several that would
    /// strike, it is the one that was set first.
    pub(in crate::sim) fn judge(&mut self, operation: &str) -> Option<Fault> {
        let meant = self.faults.iter_mut().filter(|entry| [operation, ANY].contains(&entry.fault.operation.as_str()));
        let mut struck = None;
        for entry in meant {
            entry.calls += 1;
            if struck.is_none() && entry.fault.calls.contains(entry.calls) {
                struck = Some(entry.fault.clone());
            }
        }
        struck
    }

    /// Sets the faults of another book, too; those that are set go on counting.
    pub(in crate::sim) fn extend(&mut self, other: Self) {
        self.faults.extend(other.faults);
    }

    /// Whether no fault is set.
    pub(in crate::sim) fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }
}

#[cfg(test)]
mod tests;
