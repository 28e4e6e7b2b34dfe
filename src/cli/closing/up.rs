//! The end of an `up` that did all of it.

use super::{UpReport, headline, joined, set_in, times};
use crate::cli::paint::{Paint, Tone};
use crate::cli::span::{between, span};
use std::collections::BTreeMap;

impl UpReport<'_> {
    /// The report. It ends with a line feed.
    pub(in crate::cli) fn text(&self, paint: Paint) -> String {
        let ready = self.machines.iter().filter(|machine| machine.ready_at.is_some()).count();
        let took = span(between(self.began, self.ended));
        let words = format!("{} is up: {ready}/{} nodes Ready, in {took}", self.cluster, self.machines.len());
        let mut lines = vec![headline("✓", Tone::Good, &words, paint), String::new()];
        lines.extend(set_in(&times::table(self.machines)));
        lines.push(String::new());
        lines.extend(times::critical_path(self).map(|path| format!("  critical path: {path}")));
        lines.push(format!("  {}", calls(self.calls)));
        let path = self.kubeconfig.display().to_string();
        lines.push(format!("  kubeconfig: {path}"));
        lines.push(String::new());
        lines.push(format!("next: export KUBECONFIG={}; kubectl get nodes", quoted(&path)));
        joined(&lines)
    }
}

/// `12 calls to Packet's API: createDevice 4, findProjectDevices 8`.
fn calls(calls: &BTreeMap<&'static str, u64>) -> String {
    let all: u64 = calls.values().sum();
    let each: Vec<String> = calls.iter().map(|(operation, count)| format!("{operation} {count}")).collect();
    let noun = if all == 1 { "call" } else { "calls" };
    let each = if each.is_empty() { String::new() } else { format!(": {}", each.join(", ")) };
    format!("{all} {noun} to Packet's API{each}")
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "/._-+".contains(character);
    if !path.is_empty() && path.chars().all(is_plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}
