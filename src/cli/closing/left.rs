//! The end of a run that did not do all of it: what went wrong, what is there all the same, and how to go on.

use super::{LeftReport, Thing, joined, set_in};
use crate::cli::paint::{Paint, Tone};
use crate::cli::table::Table;

impl LeftReport<'_> {
    /// The report. It ends with a line feed.
    pub(in crate::cli) fn text(&self, paint: Paint) -> String {
        let mut lines = Vec::new();
        for wrong in self.troubles {
            lines.push(format!("{} {}", paint.tone(Tone::Bad, "error:"), wrong.what));
            lines.extend(wrong.hint.iter().map(|hint| format!("  {} {hint}", paint.tone(Tone::Help, "hint:"))));
        }
        if self.troubles.is_empty() {
            lines.push(format!("{} stopped as you asked", paint.tone(Tone::Warning, "interrupted:")));
        }
        lines.push(String::new());
        lines.push(self.what_is_there());
        lines.extend(set_in(&things(self.there)).filter(|_| !self.there.is_empty()));
        lines.push(format!("to go on:    {}", self.go_on));
        if !self.there.is_empty() {
            lines.push(format!("to clean up: {}", self.clean_up));
        }
        joined(&lines)
    }

    fn what_is_there(&self) -> String {
        let ordered = match self.ordered {
            0 => "nothing was ordered in this run".to_owned(),
            1 => "1 thing was ordered in this run".to_owned(),
            count => format!("{count} things were ordered in this run"),
        };
        if self.there.is_empty() {
            return format!("{ordered}; nothing of {} is there", self.cluster);
        }
        format!("{ordered}; this is there of {}, and paid for:", self.cluster)
    }
}

/// A table of things.
pub(super) fn things(things: &[Thing]) -> String {
    let mut table = Table::new(["WHAT", "NAME", "ID", "ADDRESS"]);
    for thing in things {
        let [kind, name, id] = thing.columns();
        table.row([kind, name, id, thing.address.clone().unwrap_or_default()]);
    }
    table.text(None)
}
