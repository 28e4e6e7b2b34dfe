//! What is said at the end of a run: how long it took and why, what came of it, what is left, and what to do next.

mod left;
mod receipt;
#[cfg(test)]
mod tests;
mod times;
mod up;

use super::paint::{Paint, Tone};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::Path;

/// One machine and when it came to be what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MachineTimes {
    /// Its name.
    pub(super) name: String,
    /// Whether it runs the control plane.
    pub(super) is_control_plane: bool,
    /// When it was ordered.
    pub(super) ordered_at: Timestamp,
    /// When its device was first seen active.
    pub(super) active_at: Option<Timestamp>,
    /// When its node was first seen Ready.
    pub(super) ready_at: Option<Timestamp>,
}

/// How a run of `up` went that did all of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct UpReport<'a> {
    /// The cluster.
    pub(super) cluster: &'a str,
    /// When the run began.
    pub(super) began: Timestamp,
    /// When it ended.
    pub(super) ended: Timestamp,
    /// Its machines.
    pub(super) machines: &'a [MachineTimes],
    /// When the API server first answered.
    pub(super) api_answered_at: Option<Timestamp>,
    /// How many requests were made, by operation.
    pub(super) calls: &'a BTreeMap<&'static str, u64>,
    /// Where the kubeconfig was written.
    pub(super) kubeconfig: &'a Path,
}

/// Something that kept a run from doing all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    /// What.
    pub(super) what: String,
    /// What the user can do about it.
    pub(super) hint: Option<String>,
}

/// A device or an address of the cluster, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Thing {
    /// The machine's name, or none for the elastic address.
    pub(super) machine: Option<String>,
    /// The id of the device or reservation; none where an order was never answered.
    pub(super) id: Option<String>,
    /// The address.
    pub(super) address: Option<String>,
}

/// How a run ended that did not do all of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct LeftReport<'a> {
    /// The cluster.
    pub(super) cluster: &'a str,
    /// What went wrong; nothing where the user asked to stop.
    pub(super) troubles: &'a [Wrong],
    /// How many machines and addresses this run ordered.
    pub(super) ordered: usize,
    /// What is there, or may be.
    pub(super) there: &'a [Thing],
    /// The command that goes on.
    pub(super) go_on: &'a str,
    /// The command that cleans up.
    pub(super) clean_up: &'a str,
}

/// What `down` did.
#[derive(Debug, Clone, Copy)]
pub(super) struct Receipt<'a> {
    /// The cluster.
    pub(super) cluster: &'a str,
    /// What is known to be gone.
    pub(super) gone: &'a [Thing],
    /// What is still there.
    pub(super) left: &'a [Thing],
    /// The command that cleans up what is left.
    pub(super) clean_up: &'a str,
}

impl Thing {
    /// `device demo-worker-0   1111-…` in columns of a table.
    fn columns(&self) -> [String; 3] {
        let kind = self.machine.as_ref().map_or("elastic address", |_| "device");
        let name = self.machine.clone().or_else(|| self.address.clone()).unwrap_or_default();
        [kind.to_owned(), name, self.id.clone().unwrap_or_else(|| "ordered, never answered".to_owned())]
    }
}

/// A headline.
fn headline(sign: &str, tone: Tone, words: &str, paint: Paint) -> String {
    format!("{} {}", paint.tone(tone, sign), paint.tone(Tone::Strong, words))
}

/// Sets a block in by two.
fn set_in(block: &str) -> impl Iterator<Item = String> {
    block.lines().map(|line| format!("  {line}"))
}

/// Lines as one text.
fn joined(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}
