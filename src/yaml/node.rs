//! A YAML value that remembers where it stood.

use crate::problem::Position;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::collections::HashMap;
use std::fmt;

/// A value and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where the value begins; a mapping begins at its first key.
    pub position: Position,
    /// What it is.
    pub value: Value,
}

/// What a [`Node`] holds: the values of JSON, read from YAML as kubectl reads them.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing at all.
    Null,
    /// `true`, and like kubectl also `yes` and `on`.
    Bool(bool),
    /// A whole number; floats without a fraction (`1e3`) are whole, too.
    Integer(i64),
    /// A whole number above [`i64::MAX`].
    Unsigned(u64),
    /// A number with a fraction, or one too big for the others.
    Float(f64),
    /// A text.
    Text(String),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in the order of the file; a key that is given twice stands here twice.
    Mapping(Vec<(Key, Node)>),
}

/// A key of a mapping and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// Where the key begins.
    pub position: Position,
    /// The key; numbers and booleans become their text.
    pub text: String,
}

/// A key that a mapping has more than once.
#[derive(Debug, PartialEq, Eq)]
pub struct DuplicateKey<'a> {
    /// The key.
    pub text: &'a str,
    /// Where it stands first.
    pub first: Position,
    /// Where it stands again.
    pub again: Position,
}

impl Node {
    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The whole number, if it is one.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        match self.value {
            Value::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// The items, if it is a list.
    #[must_use]
    pub fn as_sequence(&self) -> Option<&[Self]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The keys and values, if it is a mapping.
    #[must_use]
    pub fn as_mapping(&self) -> Option<&[(Key, Self)]> {
        match &self.value {
            Value::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// The key and value under a name; none where this is no mapping. Of two, the first.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<(&Key, &Self)> {
        self.as_mapping()?.iter().find(|(candidate, _)| candidate.text == key).map(|(key, value)| (key, value))
    }

    /// The value under a key; none where this is no mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The text under a key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_text()
    }

    /// Every key that some mapping inside has more than once, from top to bottom.
    #[must_use]
    pub fn duplicate_keys(&self) -> Vec<DuplicateKey<'_>> {
        let mut found = Vec::new();
        self.collect_duplicate_keys(&mut found);
        found
    }

    fn collect_duplicate_keys<'a>(&'a self, found: &mut Vec<DuplicateKey<'a>>) {
        match &self.value {
            Value::Sequence(items) => items.iter().for_each(|item| item.collect_duplicate_keys(found)),
            Value::Mapping(entries) => {
                // A table pays only for mappings larger than those of most documents.
                let mut table = (entries.len() > 16).then(HashMap::new);
                for (index, (key, value)) in entries.iter().enumerate() {
                    let text = key.text.as_str();
                    let earlier = match &mut table {
                        Some(seen) => {
                            let first = *seen.entry(text).or_insert(key.position);
                            (first != key.position).then_some(first)
                        }
                        None => entries[..index].iter().find(|(other, _)| other.text == text).map(|(k, _)| k.position),
                    };
                    if let Some(first) = earlier {
                        found.push(DuplicateKey { text, first, again: key.position });
                    }
                    value.collect_duplicate_keys(found);
                }
            }
            _ => {}
        }
    }

    /// Moves the value and all inside it down by a number of lines.
    pub(super) fn move_down(&mut self, lines: u64) {
        self.position.line += lines;
        match &mut self.value {
            Value::Sequence(items) => items.iter_mut().for_each(|item| item.move_down(lines)),
            Value::Mapping(entries) => {
                for (key, value) in entries {
                    key.position.line += lines;
                    value.move_down(lines);
                }
            }
            _ => {}
        }
    }
}

/// What it is, in a user's words: `the number 3`, `a list`.
impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("nothing"),
            Self::Bool(value) => write!(formatter, "the boolean {value}"),
            Self::Integer(number) => write!(formatter, "the number {number}"),
            Self::Unsigned(number) => write!(formatter, "the number {number}"),
            Self::Float(number) => write!(formatter, "the number {number}"),
            // A long text may be anything, a private key included.
            Self::Text(text) if text.chars().count() > 40 => formatter.write_str("a text"),
            Self::Text(text) => write!(formatter, "the text {text:?}"),
            Self::Sequence(_) => formatter.write_str("a list"),
            Self::Mapping(_) => formatter.write_str("a mapping"),
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Integer(number) => serializer.serialize_i64(*number),
            Value::Unsigned(number) => serializer.serialize_u64(*number),
            Value::Float(number) => serializer.serialize_f64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Sequence(items) => serializer.collect_seq(items),
            Value::Mapping(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(&key.text, value)?;
                }
                map.end()
            }
        }
    }
}
