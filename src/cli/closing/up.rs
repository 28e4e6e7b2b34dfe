//! The end of an `up` that did all of it.

use super::{UpReport, headline, set_in, times};
use crate::cli::paint::{Paint, Tone};
use crate::cli::span::{between, span};
use std::collections::BTreeMap;
use std::fmt::Write as _;

impl UpReport<'_> {
    /// The report. It ends with a line feed.
    pub(in crate::cli) fn text(&self, paint: Paint) -> String {
        let ready = self.machines.iter().filter(|machine| machine.ready_at.is_some()).count();
        let took = span(between(self.began, self.ended));
        let words = format!("{} is up: {ready}/{} nodes Ready, in {took}", self.cluster, self.machines.len());
        let mut text = headline("✓", Tone::Good, &words, paint);
        text.push('\n');
        text.push_str(&set_in(&times::table(self.machines)));
        text.push('\n');
        if let Some(path) = times::critical_path(self) {
            text.push_str(&set_in(&format!("critical path: {path}")));
        }
        text.push_str(&set_in(&calls(self.calls)));
        let path = self.kubeconfig.display().to_string();
        text.push_str(&set_in(&format!("kubeconfig: {path}")));
        // Writing to a text cannot fail.
        let _ = write!(text, "\nnext: export KUBECONFIG={}; kubectl get nodes\n", quoted(&path));
        text
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
