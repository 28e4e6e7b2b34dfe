//! From the text of a state file to a record, and what is said when it is none.

use super::record::{Record, SCHEMA};
use crate::problem::{Flaw, Place, Position, Problem};
use serde::Deserialize;
use std::path::Path;

/// What is read of any state file, however new.
#[derive(Debug, Deserialize)]
struct Head {
    schema: u32,
}

/// Why a text is no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It is not what was written.
    Corrupt(Problem),
    /// A newer packetctl wrote it.
    Newer(Problem),
}

impl Record {
    /// Reads a record from the text of a file.
    pub(super) fn from_text(text: &str, path: &Path) -> Result<Self, Unreadable> {
        let corrupt = |error| Unreadable::Corrupt(flaw(&error).at(place(&error, path)));
        let head: Head = serde_json::from_str(text).map_err(corrupt)?;
        if head.schema > SCHEMA {
            return Err(Unreadable::Newer(newer(head.schema, path)));
        }
        let record: Self = serde_json::from_str(text).map_err(corrupt)?;
        // Under another order than its own a machine would be looked for by the wrong tag.
        match record.machines.iter().find(|(order, machine)| **order != machine.order) {
            Some((order, _)) => {
                let flaw = Flaw::new(format!("this is not a whole state file: machines.{order} has another order"));
                Err(Unreadable::Corrupt(flaw.at(Place::file(path))))
            }
            None if head.schema == 0 || record.generation == 0 => {
                let flaw = Flaw::new("this is not a whole state file: schema and generation begin at 1");
                Err(Unreadable::Corrupt(flaw.at(Place::file(path))))
            }
            None => Ok(record),
        }
    }

    /// The text of a file with this record.
    pub(super) fn to_text(&self, path: &Path) -> Result<String, Problem> {
        let text = serde_json::to_string_pretty(self);
        text.map(|text| text + "\n").map_err(|error| Flaw::new(error.to_string()).at(Place::file(path)))
    }
}

fn newer(schema: u32, path: &Path) -> Problem {
    Flaw::new(format!("a newer packetctl wrote it (schema {schema}; this one knows {SCHEMA} and older)"))
        .hint("use the packetctl that wrote it, or a newer one; this one leaves it alone")
        .at(Place::file(path))
}

fn flaw(error: &serde_json::Error) -> Flaw {
    let text = error.to_string();
    // The place stands in front of the message already.
    let plain = text.rsplit_once(" at line ").map_or(text.as_str(), |(plain, _)| plain);
    Flaw::new(format!("this is not a whole state file: {plain}"))
}

fn place(error: &serde_json::Error, path: &Path) -> Place {
    match error.line() as u64 {
        0 => Place::file(path),
        line => Place::at(path, Position { line, column: (error.column() as u64).max(1) }),
    }
}
