//! The receipt of `down`: each thing, its id, and that it is gone.

use super::left::things;
use super::{Receipt, Thing, headline, set_in};
use crate::cli::paint::{Paint, Tone};
use crate::cli::table::Table;

impl Receipt<'_> {
    /// Whether nothing is left.
    pub(in crate::cli) fn is_clean(&self) -> bool {
        self.left.is_empty()
    }

    /// The receipt. It ends with a line feed.
    pub(in crate::cli) fn text(&self, paint: Paint) -> String {
        let mut text = if self.gone.is_empty() && self.left.is_empty() {
            return headline("✓", Tone::Good, &format!("there is nothing of {}", self.cluster), paint);
        } else if self.left.is_empty() {
            headline("✓", Tone::Good, &format!("{} is gone; nothing is left", self.cluster), paint)
        } else {
            headline("✗", Tone::Bad, &format!("{} is not gone", self.cluster), paint)
        };
        if !self.gone.is_empty() {
            text.push_str(&set_in(&gone(self.gone)));
        }
        if !self.left.is_empty() {
            text.push_str("\nstill there, and paid for:\n");
            text.push_str(&set_in(&things(self.left)));
            text.push_str(&format!("to clean up: {}\n", self.clean_up));
        }
        text
    }
}

fn gone(gone: &[Thing]) -> String {
    let mut table = Table::new(["WHAT", "NAME", "ID", "STATE"]);
    for thing in gone {
        let [kind, name, id] = thing.columns();
        table.row([kind, name, id, "gone".to_owned()]);
    }
    table.text(None)
}
