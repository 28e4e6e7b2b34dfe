//! The end of a run that did not do all of it: what went wrong, what is there all the same, and how to go on.

use super::{LeftReport, Thing, set_in};
use crate::cli::paint::{Paint, Tone};
use crate::cli::table::Table;

impl LeftReport<'_> {
    /// The report. It ends with a line feed.
    pub(in crate::cli) fn text(&self, paint: Paint) -> String {
        let mut text = String::new();
        for wrong in self.troubles {
            text.push_str(&format!("{} {}\n", paint.tone(Tone::Bad, "error:"), wrong.what));
            if let Some(hint) = &wrong.hint {
                text.push_str(&format!("  {} {hint}\n", paint.tone(Tone::Help, "hint:")));
            }
        }
        if self.troubles.is_empty() {
            text.push_str(&format!("{} stopped as you asked\n", paint.tone(Tone::Warning, "interrupted:")));
        }
        text.push('\n');
        text.push_str(&self.what_is_there());
        if !self.there.is_empty() || self.troubles.is_empty() {
            text.push_str(&format!("to go on:    {}\n", self.go_on));
        }
        if !self.there.is_empty() {
            text.push_str(&format!("to clean up: {}\n", self.clean_up));
        }
        text
    }

    fn what_is_there(&self) -> String {
        let ordered = match self.ordered {
            0 => "nothing was ordered in this run".to_owned(),
            1 => "1 thing was ordered in this run".to_owned(),
            count => format!("{count} things were ordered in this run"),
        };
        if self.there.is_empty() {
            return format!("{ordered}; nothing of {} is there\n", self.cluster);
        }
        format!("{ordered}; of {} there is, and is paid for:\n{}", self.cluster, set_in(&things(self.there)))
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
