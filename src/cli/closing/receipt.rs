//! The receipt of `down`: each thing, its id, and that it is gone.

use super::left::things;
use super::{Receipt, Thing, headline, joined, set_in};
use crate::cli::paint::{Paint, Tone};
use crate::cli::table::Table;

impl Receipt<'_> {
    /// Whether nothing is left.
    pub(in crate::cli) fn is_clean(&self) -> bool {
        self.left.is_empty()
    }

    /// The receipt. It ends with a line feed.
    pub(in crate::cli) fn text(&self, paint: Paint) -> String {
        let (sign, tone, words) = match (self.gone.is_empty(), self.left.is_empty()) {
            (true, true) => ("✓", Tone::Good, format!("there is nothing of {}", self.cluster)),
            (false, true) => ("✓", Tone::Good, format!("{} is gone; nothing is left", self.cluster)),
            (_, false) => ("✗", Tone::Bad, format!("{} is not gone", self.cluster)),
        };
        let mut lines = vec![headline(sign, tone, &words, paint)];
        if !self.gone.is_empty() {
            lines.extend(set_in(&gone(self.gone)));
        }
        if !self.left.is_empty() {
            lines.extend([String::new(), "still there, and paid for:".to_owned()]);
            lines.extend(set_in(&things(self.left)));
            lines.push(format!("to clean up: {}", self.clean_up));
        }
        joined(&lines)
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
