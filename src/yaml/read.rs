//! Reading: a stream becomes documents, a document becomes a [`Node`].

use super::node::{Key, Node, Value};
use super::syntax;
use crate::problem::{Flaw, Place, Position, Problem};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;
use std::fmt;
use std::path::Path;

/// Why a text is not YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where reading stopped.
    pub position: Position,
    /// What is wrong there, and what can be done about it.
    pub flaw: Flaw,
}

impl SyntaxError {
    /// The error as a problem of a file.
    #[must_use]
    pub fn in_file(self, path: &Path) -> Problem {
        self.flaw.at(Place::at(path, self.position))
    }
}

/// Reads all documents of a stream; empty ones are left out.
///
/// The error is that of the first document that is not YAML; to hear of every
/// one, read document by document with [`documents`].
pub fn read(text: &str) -> Result<Vec<Node>, SyntaxError> {
    let mut nodes = Vec::new();
    for document in documents(text) {
        nodes.extend(document.read()?);
    }
    Ok(nodes)
}

/// One document of a stream, not yet read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Document<'a> {
    text: &'a str,
    lines_before: u64,
}

/// Cuts a stream into its documents, at every line that begins with `---`.
///
/// Such a line ends whatever was open (YAML 1.2, 9.1.2), so the cut needs no
/// parser, and an error in one document hides none in the next.
pub fn documents(text: &str) -> impl Iterator<Item = Document<'_>> {
    let mut rest = text;
    let mut lines_before = 0;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (length, lines) = first_document(rest);
        let document = Document { text: &rest[..length], lines_before };
        rest = &rest[length..];
        lines_before += lines;
        Some(document)
    })
}

/// How many bytes and lines the first document takes.
fn first_document(text: &str) -> (usize, u64) {
    let (mut length, mut lines, mut has_content) = (0, 0, false);
    for line in text.split_inclusive('\n') {
        let is_marker = line.strip_prefix("---").is_some_and(|rest| rest.is_empty() || rest.starts_with(WHITE));
        if is_marker && has_content {
            break;
        }
        // Comments and directives before a marker belong to the document behind it.
        has_content |= is_marker || !(line.trim().is_empty() || line.starts_with(['#', '%']));
        length += line.len();
        lines += 1;
    }
    (length, lines)
}

/// How deep a value may be nested. The deepest schemas of Kubernetes have about
/// 35 levels, and a debug build takes 40 KiB of stack for each.
pub(super) const MAX_DEPTH: usize = 40;

const WHITE: [char; 4] = [' ', '\t', '\r', '\n'];

impl<'a> Document<'a> {
    /// The document's text, the `---` before it included.
    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// Reads the document: one value, none if it is empty, more if `...` lines part it further.
    pub fn read(&self) -> Result<Vec<Node>, SyntaxError> {
        // The limits hold for one document. Those of the crate are far below a
        // MachineList of ten thousand; these stop bombs in well under a second.
        let options = serde_yaml::options! {
            legacy_octal_numbers: true,
            emit_comments: false,
            with_snippet: false,
            duplicate_keys: serde_yaml::DuplicateKeyPolicy::PassThrough,
            budget: serde_yaml::budget! {
                max_depth: MAX_DEPTH,
                flow_nesting_limit: MAX_DEPTH,
                max_nodes: 5_000_000,
                max_events: 20_000_000,
                max_documents: 20_000,
                max_recorded_anchor_events: 100_000
            }
        };
        let mut nodes: Vec<Node> = serde_yaml::from_multiple_with_options(self.text, options)
            .map_err(|error| syntax::explain(&error, self.text))
            .map_err(|error| SyntaxError { position: self.shift(error.position), ..error })?;
        if self.lines_before > 0 {
            for node in &mut nodes {
                node.move_down(self.lines_before);
            }
        }
        Ok(nodes)
    }

    /// What stands behind the `---` that opens the document, and where: legal,
    /// but kubectl and its like do not see such a line as a separator.
    #[must_use]
    pub fn behind_marker(&self) -> Option<(Position, &'a str)> {
        let (index, line) = self.text.lines().enumerate().find(|(_, line)| line.starts_with("---"))?;
        let rest = line.strip_prefix("---")?;
        let white = rest.chars().take_while(|character| WHITE.contains(character)).count();
        let behind = rest.trim();
        let position = Position { line: index as u64 + 1, column: 4 + white as u64 };
        (white > 0 && !behind.is_empty()).then(|| (self.shift(position), behind))
    }

    fn shift(&self, position: Position) -> Position {
        Position { line: position.line + self.lines_before, ..position }
    }
}

/// The unquoted scalar that begins at a position, as it was written: `1.10`, not the number 1.1.
#[must_use]
pub fn plain_text_at(text: &str, position: Position) -> Option<&str> {
    let line = text.lines().nth(usize::try_from(position.line).ok()?.checked_sub(1)?)?;
    let skipped = usize::try_from(position.column).ok()?.checked_sub(1)?;
    let (start, _) = line.char_indices().nth(skipped)?;
    let rest = &line[start..];
    let end = rest.find([',', ']', '}', '#', ' ', '\t']).unwrap_or(rest.len());
    let plain = rest[..end].trim_end();
    (!plain.is_empty() && !plain.starts_with(['*', '&', '!', '"', '\''])).then_some(plain)
}

pub(super) fn position_of(location: serde_yaml::Location) -> Position {
    Position { line: location.line().max(1), column: location.column().max(1) }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Value>::deserialize(deserializer)?;
        Ok(Self { position: position_of(spanned.referenced), value: spanned.value })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(i64::try_from(number).map_or(Value::Unsigned(number), Value::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        // Go prints 1e3 as 1000; up to 2^53 a float holds every whole number exactly.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        #[expect(clippy::cast_possible_truncation, reason = "the number is whole and within 2^53")]
        let whole = (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64);
        Ok(whole.map_or(Value::Float(number), Value::Integer))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Value::Sequence(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut mapping: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = mapping.next_key::<Spanned<String>>()? {
            let key = Key { position: position_of(key.referenced), text: key.value };
            entries.push((key, mapping.next_value()?));
        }
        Ok(Value::Mapping(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Vec<serde_json::Value> {
        let nodes = read(text).expect(text);
        nodes.iter().map(|node| serde_json::to_value(node).expect("it is JSON")).collect()
    }

    #[test]
    fn scalars_are_what_kubectl_takes_them_for() {
        for (scalar, value) in [
            ("no", "false"),
            ("On", "true"),
            ("012", "10"),
            ("0o14", "12"),
            ("1e3", "1000"),
            ("1.0", "1"),
            ("1.5", "1.5"),
            ("1_000", "1000"),
            ("~", "null"),
            ("", "null"),
            ("1:20", "\"1:20\""),
            ("2019-07-16", "\"2019-07-16\""),
            ("v1.17", "\"v1.17\""),
            ("18446744073709551615", "18446744073709551615"),
            ("!!str 1", "\"1\""),
        ] {
            let expected: serde_json::Value = serde_json::from_str(&format!("{{\"a\":{value}}}")).expect(value);
            assert_eq!(json(&format!("a: {scalar}\n")), [expected], "{scalar}");
        }
    }

    #[test]
    fn positions_count_lines_and_characters_from_one_across_documents() {
        let text = "\u{feff}a: 1\r\n---\r\n# nothing\r\n---\r\nü: [ä, {x: 2}]\r\n...\r\nc: d\r\n";
        let nodes = read(text).expect("it is YAML");
        assert_eq!(nodes.len(), 3);
        let (key, list) = nodes[1].entry("ü").expect("the key");
        let items = list.as_sequence().expect("a list");
        let places = [key.position, list.position, items[0].position, items[1].position, nodes[2].position];
        assert_eq!(places.map(|position| position.to_string()), ["5:1", "5:4", "5:5", "5:8", "7:1"]);
        assert_eq!(items[1].get("x").and_then(Node::as_integer), Some(2));
    }

    #[test]
    fn a_stream_is_cut_where_yaml_cuts_it() {
        let text = "# head\n%YAML 1.2\n---\na: |\n ---\n\n---\n--- {b: 2}\n--- # why\nc: 3\n----\n";
        let pieces: Vec<(&str, u64)> = documents(text).map(|piece| (piece.text, piece.lines_before)).collect();
        assert_eq!(
            pieces,
            [
                ("# head\n%YAML 1.2\n---\na: |\n ---\n\n", 0),
                ("---\n", 6),
                ("--- {b: 2}\n", 7),
                ("--- # why\nc: 3\n----\n", 8)
            ]
        );
        let behind: Vec<_> = documents(text).filter_map(|piece| piece.behind_marker()).collect();
        assert_eq!(
            behind.iter().map(|(at, text)| format!("{at} {text}")).collect::<Vec<_>>(),
            ["8:5 {b: 2}", "9:5 # why"]
        );
    }

    #[test]
    fn nothing_is_nothing() {
        for text in ["", "\n", "---\n", "# only this\n", "---\n---\n...\n", "\u{feff}"] {
            assert_eq!(json(text), Vec::<serde_json::Value>::new(), "{text:?}");
        }
    }

    #[test]
    fn every_key_that_is_given_twice_is_found() {
        let wide: Vec<String> = (0..20).map(|number| format!("k{number}: 0\n")).collect();
        let text = format!("a: 1\nb:\n  - c: 1\n    c: 2\na: 3\n---\n{}k7: 1\n", wide.concat());
        let nodes = read(&text).expect("it is YAML");
        let found: Vec<String> = nodes
            .iter()
            .flat_map(Node::duplicate_keys)
            .map(|key| format!("{} {} {}", key.text, key.first, key.again))
            .collect();
        assert_eq!(found, ["c 3:5 4:5", "a 1:1 5:1", "k7 14:1 27:1"]);
    }

    #[test]
    fn a_scalar_is_quoted_as_it_was_written() {
        let text = "a: 1.10 # ten\nb: [no, 1e3]\nc: \"x\"\n";
        let at = |line, column| plain_text_at(text, Position { line, column });
        assert_eq!(
            [at(1, 4), at(2, 5), at(2, 9), at(3, 4), at(9, 9)],
            [Some("1.10"), Some("no"), Some("1e3"), None, None]
        );
    }
}
