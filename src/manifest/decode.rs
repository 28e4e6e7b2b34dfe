//! From a [`Node`] to a type, with every problem told and a value given all the same.
//!
//! A decoder like any other of serde stops at the first problem and then has no
//! value. This one notes the problem at its place, goes on with a stand-in
//! (an empty text, zero, nothing), and so finds the next; and the checks that
//! follow have the whole document to look at. The stand-ins never leave the
//! room, because problems never leave it together with a value.
//!
//! As in Go, `null` is the same as nothing; and a text, a list or a mapping that
//! is not there is an empty one. But a text, a number or an object that must be
//! there and is not, is a problem.

use super::path::Path;
use super::v1alpha1::{IntOrString, PacketMachineProviderSpec};
use crate::hint::{listed, suggestion};
use crate::problem::{Flaw, Position};
use crate::yaml::{self, Key, Node, Value};
use serde::de::value::{I32Deserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use std::cell::RefCell;

/// Something that is wrong at a place in a document.
#[derive(Debug)]
pub(super) struct Finding {
    /// Which value is wrong, as [`Path`] writes it.
    pub(super) path: String,
    /// Where it stands.
    pub(super) position: Position,
    /// What is wrong with it.
    pub(super) flaw: Flaw,
}

/// Decodes a document of which `source` is the text, and tells all that is wrong with it.
///
/// There is a value whenever the document is a mapping.
pub(super) fn decode<T: DeserializeOwned>(node: &Node, source: &str) -> (Option<T>, Vec<Finding>) {
    let log = Log { findings: RefCell::new(Vec::new()), source };
    let decoder = Decoder { what: What::Given(node), path: Path::TOP, owner: node.position, in_map: false, log: &log };
    let value = T::deserialize(decoder);
    let mut findings = log.findings.into_inner();
    if let Err(error) = &value
        && findings.is_empty()
    {
        // No type of ours gets here; but a problem that is told badly is better than one that is not told.
        findings.push(Finding { path: String::new(), position: node.position, flaw: Flaw::new(error.to_string()) });
    }
    (value.ok(), findings)
}

/// All that was found so far.
struct Log<'a> {
    findings: RefCell<Vec<Finding>>,
    source: &'a str,
}

/// What there is to decode.
#[derive(Debug, Clone, Copy)]
enum What<'a> {
    /// A value that stands in the document.
    Given(&'a Node),
    /// A field that is not there, or is null.
    Missing,
    /// Inside a missing object, which was told already.
    Filler,
}

/// Decodes one value.
#[derive(Clone, Copy)]
struct Decoder<'a> {
    what: What<'a>,
    path: Path<'a>,
    /// What is told as the place of something that is missing inside: the key of the value.
    owner: Position,
    /// Whether it is a value of a free mapping, where Go takes null for an empty text.
    in_map: bool,
    log: &'a Log<'a>,
}

impl<'a> Decoder<'a> {
    fn node(&self) -> Option<&'a Node> {
        match self.what {
            What::Given(node) if !node.is_null() => Some(node),
            _ => None,
        }
    }

    fn note(&self, position: Position, path: &Path<'_>, flaw: Flaw) {
        self.log.findings.borrow_mut().push(Finding { path: path.to_string(), position, flaw });
    }

    /// Notes that the value is of the wrong type.
    fn expected(&self, expected: &str, hint: Option<String>) {
        let What::Given(node) = self.what else { return self.missing() };
        let path = match self.path.to_string() {
            path if path.is_empty() => String::new(),
            path => format!("{path}: "),
        };
        let found = match (&node.value, self.written(node)) {
            (Value::Bool(_), Some(written)) => format!("the boolean {written}"),
            (Value::Integer(_) | Value::Unsigned(_) | Value::Float(_), Some(written)) => {
                format!("the number {written}")
            }
            (value, _) => value.to_string(),
        };
        let flaw = Flaw::new(format!("{path}expected {expected}, found {found}"));
        let flaw = flaw.hint(format!("write {expected} here")).maybe_hint(hint);
        self.note(node.position, &self.path, flaw);
    }

    /// Notes that the value is not there.
    fn missing(&self) {
        if let What::Missing = self.what {
            let flaw = Flaw::new(format!("{} is missing", self.path)).hint("add it");
            self.note(self.owner, &self.path, flaw);
        }
    }

    /// The scalar as it stands in the file: 1.10 where the number is 1.1.
    fn written(&self, node: &Node) -> Option<&'a str> {
        yaml::plain_text_at(self.log.source, node.position)
    }

    /// The text, or what stands in for it.
    fn text(&self) -> String {
        let Some(node) = self.node() else {
            if !(self.in_map && matches!(self.what, What::Given(_))) {
                self.expected("a text", None);
            }
            return String::new();
        };
        if let Value::Text(text) = &node.value {
            return text.clone();
        }
        let scalar = !matches!(node.value, Value::Sequence(_) | Value::Mapping(_));
        let written = scalar.then(|| self.written(node)).flatten();
        self.expected("a text", written.map(|written| format!("put it in quotes: \"{written}\"")));
        written.unwrap_or_default().to_owned()
    }

    /// The whole number inside a range, or what stands in for it.
    fn number(&self, smallest: i64, largest: i64) -> i64 {
        let value = self.node().map(|node| &node.value);
        match value {
            Some(Value::Integer(number)) if (smallest..=largest).contains(number) => *number,
            Some(Value::Integer(_) | Value::Unsigned(_)) => {
                self.expected(&format!("a whole number from {smallest} to {largest}"), None);
                0
            }
            Some(Value::Text(text)) => {
                let number = text.trim().parse().ok().filter(|number| (smallest..=largest).contains(number));
                self.expected("a whole number", number.map(|number| format!("leave the quotes out: {number}")));
                number.unwrap_or_default()
            }
            _ => {
                self.expected("a whole number", None);
                0
            }
        }
    }
}

/// An error that should not happen: whatever can be wrong is noted instead.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Stopped(String);

impl serde::de::Error for Stopped {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl<'de> Deserializer<'de> for Decoder<'_> {
    type Error = Stopped;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        let Some(node) = self.node() else { return visitor.visit_unit() };
        match &node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Integer(number) => visitor.visit_i64(*number),
            Value::Unsigned(number) => visitor.visit_u64(*number),
            Value::Float(number) => visitor.visit_f64(*number),
            Value::Text(text) => visitor.visit_str(text),
            Value::Sequence(_) => self.deserialize_seq(visitor),
            Value::Mapping(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        if self.node().is_some() { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        let value = self.node().and_then(Node::as_bool);
        if value.is_none() {
            self.expected("true or false", None);
        }
        visitor.visit_bool(value.unwrap_or_default())
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        visitor.visit_i64(self.number(i32::MIN.into(), i32::MAX.into()))
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        visitor.visit_i64(self.number(i64::MIN, i64::MAX))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        visitor.visit_string(self.text())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        visitor.visit_string(self.text())
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        let items = match self.node() {
            Some(Node { value: Value::Sequence(items), .. }) => items.as_slice(),
            Some(Node { value: Value::Text(text), .. }) if !text.contains('\n') => {
                self.expected("a list", Some(format!("write it as a list: [{text:?}]")));
                &[]
            }
            Some(_) => {
                self.expected("a list", None);
                &[]
            }
            None => &[],
        };
        visitor.visit_seq(Items { decoder: self, items: items.iter().enumerate() })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        let entries = match self.node() {
            Some(Node { value: Value::Mapping(entries), .. }) => entries.as_slice(),
            Some(_) => {
                self.expected("a mapping", None);
                &[]
            }
            None => &[],
        };
        visitor.visit_map(Entries { decoder: self, rest: entries.iter(), value: None })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stopped> {
        let (decoder, entries) = if let What::Given(Node { value: Value::Mapping(entries), .. }) = self.what {
            (self, entries.as_slice())
        } else {
            self.expected("a mapping", None);
            (Self { what: What::Filler, ..self }, &[][..])
        };
        for (key, _) in entries {
            if !fields.contains(&spelled(name, &key.text)) {
                let path = decoder.path.key(&key.text);
                let flaw = Flaw::new(format!("unknown field {path}")).maybe_hint(
                    suggestion(&key.text, fields.iter().copied())
                        .or_else(|| Some(format!("the fields here are {}", named(fields)))),
                );
                decoder.note(key.position, &path, flaw);
            }
        }
        visitor.visit_map(Fields { name, decoder, entries, rest: fields.iter(), value: None })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Stopped> {
        if name != IntOrString::NAME {
            return visitor.visit_newtype_struct(self);
        }
        if let Some(Node { value: Value::Text(text), .. }) = self.node() {
            return visitor.visit_newtype_struct(StrDeserializer::<Stopped>::new(text));
        }
        let number = self.number(i32::MIN.into(), i32::MAX.into());
        let number = i32::try_from(number).map_err(Stopped::custom)?;
        visitor.visit_newtype_struct(I32Deserializer::<Stopped>::new(number))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stopped> {
        let given = self.node().and_then(Node::as_text);
        let known = given.and_then(|text| variants.iter().copied().find(|variant| *variant == text));
        if known.is_none() {
            self.expected(&named(variants), given.and_then(|text| suggestion(text, variants.iter().copied())));
        }
        let stand_in = variants.first().copied().unwrap_or_default();
        visitor.visit_enum(known.unwrap_or(stand_in).into_deserializer())
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stopped> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        tuple tuple_struct identifier
    }
}

/// `a, b or c`.
fn named(words: &[&str]) -> String {
    listed(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), "or")
}

/// The field that a key means. Go's `encoding/json` does not look at letter case,
/// and so `os` did for `OS` in 2019; files of that time have both.
fn spelled<'k>(name: &str, key: &'k str) -> &'k str {
    if key == "os" && name == PacketMachineProviderSpec::KIND { "OS" } else { key }
}

/// The items of a list.
struct Items<'a, I> {
    decoder: Decoder<'a>,
    items: I,
}

impl<'a, 'de, I: Iterator<Item = (usize, &'a Node)>> SeqAccess<'de> for Items<'a, I> {
    type Error = Stopped;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stopped> {
        let Some((index, item)) = self.items.next() else { return Ok(None) };
        let path = self.decoder.path.index(index);
        let decoder =
            Decoder { what: What::Given(item), path, owner: item.position, in_map: false, log: self.decoder.log };
        seed.deserialize(decoder).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        self.items.size_hint().1
    }
}

/// The keys and values of a mapping whose keys are free.
struct Entries<'a> {
    decoder: Decoder<'a>,
    rest: std::slice::Iter<'a, (Key, Node)>,
    value: Option<&'a (Key, Node)>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Stopped;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stopped> {
        self.value = self.rest.next();
        self.value.map(|(key, _)| seed.deserialize(StrDeserializer::new(&key.text))).transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Stopped> {
        let Some((key, node)) = self.value.take() else { return Err(Stopped::custom("a value without a key")) };
        let path = self.decoder.path.key(&key.text);
        let what = What::Given(node);
        seed.deserialize(Decoder { what, path, owner: key.position, in_map: true, log: self.decoder.log })
    }
}

/// The fields of a struct, each of them, whether it is there or not.
struct Fields<'a> {
    name: &'static str,
    decoder: Decoder<'a>,
    entries: &'a [(Key, Node)],
    rest: std::slice::Iter<'static, &'static str>,
    value: Option<&'static str>,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Stopped;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stopped> {
        self.value = self.rest.next().copied();
        self.value.map(|field| seed.deserialize(StrDeserializer::new(field))).transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Stopped> {
        let Some(field) = self.value.take() else { return Err(Stopped::custom("a value without a key")) };
        let decoder = self.decoder;
        let entry = self.entries.iter().find(|(key, _)| spelled(self.name, &key.text) == field);
        let (what, owner) = match (entry, decoder.what) {
            (Some((key, node)), _) if !node.is_null() => (What::Given(node), key.position),
            (_, What::Filler) => (What::Filler, decoder.owner),
            // A null is missing where it stands.
            (Some((key, _)), _) => (What::Missing, key.position),
            (None, _) => (What::Missing, decoder.owner),
        };
        seed.deserialize(Decoder { what, path: decoder.path.key(field), owner, in_map: false, log: decoder.log })
    }
}
