//! Where a value stands inside a document: `spec.providerSpec.value.sshKeys[1]`.

use crate::problem::Position;
use crate::yaml::{Node, Value};
use std::fmt;

/// A way from the top of a document to a value in it. It borrows its beginning,
/// so that walking a document allocates nothing until something is wrong.
#[derive(Debug, Clone, Copy)]
pub(super) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Top,
    Key(&'a str),
    Index(usize),
}

impl<'a> Path<'a> {
    /// The document itself.
    pub(super) const TOP: Path<'static> = Path { parent: None, step: Step::Top };

    /// The value under a key of this one.
    pub(super) const fn key(&'a self, key: &'a str) -> Self {
        Self { parent: Some(self), step: Step::Key(key) }
    }

    /// An item of this list.
    pub(super) const fn index(&'a self, index: usize) -> Self {
        Self { parent: Some(self), step: Step::Index(index) }
    }

    /// Where the value is told to stand: a scalar where it begins, a mapping or list at its key, and one
    /// that is not there at the key of what would hold it.
    pub(super) fn position(&self, document: &Node) -> Position {
        self.find(document).1
    }

    /// Where the key of the value stands; for one without a key, the value.
    pub(super) fn key_position(&self, document: &Node) -> Position {
        let (Some(parent), Step::Key(key)) = (self.parent, self.step) else { return self.position(document) };
        let entry = parent.find(document).0.and_then(|node| node.entry(key));
        entry.map_or_else(|| self.position(document), |(key, _)| key.position)
    }

    /// The value, and the position that is told for it.
    fn find<'n>(&self, document: &'n Node) -> (Option<&'n Node>, Position) {
        let Some(parent) = self.parent else { return (Some(document), document.position) };
        let (holder, above) = parent.find(document);
        let Some(holder) = holder else { return (None, above) };
        match (self.step, &holder.value) {
            (Step::Key(key), Value::Mapping(_)) => match holder.entry(key) {
                // What is nothing, or begins on the next line, is told where its key stands.
                Some((key, value)) => match value.value {
                    Value::Null | Value::Mapping(_) | Value::Sequence(_) => (Some(value), key.position),
                    _ => (Some(value), value.position),
                },
                None => (None, parent.key_position(document)),
            },
            (Step::Index(index), Value::Sequence(items)) => match items.get(index) {
                Some(item) => (Some(item), item.position),
                None => (None, above),
            },
            _ => (None, above),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(parent) = self.parent else { return Ok(()) };
        parent.fmt(formatter)?;
        match self.step {
            Step::Top => Ok(()),
            Step::Index(index) => write!(formatter, "[{index}]"),
            Step::Key(key) if key.contains(['.', '/', '[']) => write!(formatter, "[{key:?}]"),
            Step::Key(key) if matches!(parent.step, Step::Top) => formatter.write_str(key),
            Step::Key(key) => write!(formatter, ".{key}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_people_write_it_and_found_where_it_stands() {
        let node = &crate::yaml::read("a:\n  b/c:\n  - d: 1\n    e:\n  - 2\n").expect("it is YAML")[0];
        let (a, x) = (Path::TOP.key("a"), Path::TOP.key("x"));
        let list = a.key("b/c");
        let item = list.index(0);
        let missing = item.key("f");
        for (path, text, position) in [
            (Path::TOP, "", "1:1"),
            (a, "a", "1:1"),
            (list, "a[\"b/c\"]", "2:3"),
            (item.key("d"), "a[\"b/c\"][0].d", "3:8"),
            (item.key("e"), "a[\"b/c\"][0].e", "4:5"),
            (missing, "a[\"b/c\"][0].f", "3:5"),
            (missing.key("g"), "a[\"b/c\"][0].f.g", "3:5"),
            (a.key("z"), "a.z", "1:1"),
            (list.index(7), "a[\"b/c\"][7]", "2:3"),
            (x, "x", "1:1"),
        ] {
            assert_eq!(path.to_string(), text);
            assert_eq!(path.position(node).to_string(), position, "{text}");
        }
    }
}
