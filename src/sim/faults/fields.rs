//! The fields of a fault: each read as its type, or told as a problem at its place.

use crate::hint::{listed, suggestion};
use crate::problem::{Flaw, Place, Position, Problems};
use crate::yaml::{Node, Value};
use std::path::Path;
use std::time::Duration;

/// Where problems are collected.
#[derive(Debug)]
pub(super) struct Findings<'a> {
    path: &'a Path,
    pub(super) problems: Problems,
}

/// The longest time a fault may take. It keeps sums of times within every type.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

impl<'a> Findings<'a> {
    pub(super) const fn new(path: &'a Path) -> Self {
        Self { path, problems: Problems::new() }
    }

    /// Notes a flaw at a position.
    pub(super) fn note(&mut self, position: Position, flaw: Flaw) {
        self.problems.push(flaw.at(Place::at(self.path, position)));
    }

    /// Notes that a value is not what it should be.
    pub(super) fn expected<T>(&mut self, node: &Node, key: &str, expected: &str) -> Option<T> {
        let flaw = Flaw::new(format!("`{key}` must be {expected}, not {}", node.value));
        self.note(node.position, flaw.hint(format!("write {expected}")));
        None
    }

    /// Notes every key of a mapping that is not among those known; whether there is none.
    pub(super) fn unknown_keys(&mut self, mapping: &Node, known: &[&str]) -> bool {
        let mut are_known = true;
        for (key, _) in mapping.as_mapping().unwrap_or_default() {
            if !known.contains(&key.text.as_str()) {
                let all = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
                let hint = suggestion(&key.text, known.iter().copied())
                    .unwrap_or_else(|| format!("known are {}", listed(&all, "and")));
                self.note(key.position, Flaw::new(format!("unknown key `{}`", key.text)).hint(hint));
                are_known = false;
            }
        }
        are_known
    }

    /// Notes every key that a mapping has twice.
    pub(super) fn duplicate_keys(&mut self, node: &Node) {
        for key in node.duplicate_keys() {
            let flaw = Flaw::new(format!("`{}` is given twice, first at {}", key.text, key.first));
            self.note(key.again, flaw.hint("keep one of them"));
        }
    }

    /// A text.
    pub(super) fn text(&mut self, node: &Node, key: &str) -> Option<String> {
        match node.as_text() {
            Some(text) => Some(text.to_owned()),
            None => self.expected(node, key, "a text"),
        }
    }

    /// A boolean.
    pub(super) fn boolean(&mut self, node: &Node, key: &str) -> Option<bool> {
        node.as_bool().or_else(|| self.expected(node, key, "true or false"))
    }

    /// A whole number within a range; `expected` says which.
    pub(super) fn number(&mut self, node: &Node, key: &str, range: std::ops::RangeInclusive<u64>) -> Option<u64> {
        let number = node.as_integer().and_then(|number| u64::try_from(number).ok());
        let expected = match (range.start(), range.end()) {
            (start, &u64::MAX) => format!("a whole number from {start}"),
            (start, end) => format!("a whole number from {start} to {end}"),
        };
        number.filter(|number| range.contains(number)).or_else(|| self.expected(node, key, &expected))
    }

    /// A time: a number of seconds, or a text such as `1m 30s`.
    pub(super) fn duration(&mut self, node: &Node, key: &str) -> Option<Duration> {
        let time = match &node.value {
            Value::Integer(seconds) => u64::try_from(*seconds).ok().map(Duration::from_secs),
            Value::Float(seconds) => Duration::try_from_secs_f64(*seconds).ok(),
            Value::Text(text) => text.parse().ok().and_then(|time: jiff::SignedDuration| Duration::try_from(time).ok()),
            _ => None,
        };
        time.filter(|time| *time <= LONGEST)
            .or_else(|| self.expected(node, key, "a number of seconds or a time such as `1m 30s`, at most a day"))
    }
}
