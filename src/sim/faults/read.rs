//! From a text to faults, with all its problems.

use super::ANY;
use super::fault::{Calls, Effect, Fault};
use super::fields::Findings;
use super::reply::{Body, Reply, Substitute};
use crate::hint::suggestion;
use crate::problem::{Flaw, Place, Position, Problems};
use crate::yaml::{self, Node, Value};
use http::{HeaderName, HeaderValue};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

const KEYS: [&str; 11] =
    ["operation", "call", "when", "after", "status", "body", "content_type", "headers", "drop", "truncate", "delay"];

/// Reads the faults of a file, in its order.
pub(super) fn faults(text: &str, path: &Path, operations: &[&str]) -> Result<Vec<Fault>, Problems> {
    let documents = yaml::read(text).map_err(|error| Problems::from(error.in_file(path)))?;
    let mut reader = Reader { findings: Findings::new(path), operations };
    let faults = match documents.as_slice() {
        [] => {
            let flaw = Flaw::new("there is nothing in it").hint("write a list of faults under `faults:`");
            return Err(flaw.at(Place::file(path)).into());
        }
        [document] => reader.document(document),
        [_, second, ..] => {
            let flaw = Flaw::new("a second document begins here").hint("write all faults into one list");
            reader.findings.note(second.position, flaw);
            Vec::new()
        }
    };
    let mut problems = reader.findings.problems;
    problems.sort();
    problems.into_result(faults)
}

struct Reader<'a> {
    findings: Findings<'a>,
    operations: &'a [&'a str],
}

impl Reader<'_> {
    fn document(&mut self, document: &Node) -> Vec<Fault> {
        self.findings.duplicate_keys(document);
        self.findings.unknown_keys(document, &["faults"]);
        let Some(list) = document.get("faults") else {
            let flaw = Flaw::new("there is no `faults` in it").hint("write a list of faults under `faults:`");
            self.findings.note(document.position, flaw);
            return Vec::new();
        };
        match &list.value {
            Value::Null => Vec::new(),
            Value::Sequence(items) => items.iter().filter_map(|item| self.fault(item)).collect(),
            _ => self.findings.expected(list, "faults", "a list of faults").unwrap_or_default(),
        }
    }

    /// One fault; what is given if something is wrong does not matter.
    fn fault(&mut self, node: &Node) -> Option<Fault> {
        if node.as_mapping().is_none() {
            return self.findings.expected(node, "faults", "a list of mappings, each with an `operation`");
        }
        let is_understood = self.findings.unknown_keys(node, &KEYS);
        let operation = self.operation(node);
        let calls = given(node, "call").map_or(Some(Calls::Numbers(vec![1])), |call| self.calls(call));
        let delay = given(node, "delay").map_or(Some(Duration::ZERO), |delay| self.findings.duration(delay, "delay"));
        let reply = self.reply(node, is_understood);
        let effect = self.effect(node, reply.as_ref());
        Some(Fault { operation: operation?, calls: calls?, effect: effect?, reply: reply?, delay: delay? })
    }

    fn operation(&mut self, node: &Node) -> Option<String> {
        let Some(value) = given(node, "operation") else {
            let flaw = Flaw::new("`operation` is missing");
            self.findings.note(node.position, flaw.hint("name one such as `createDevice`, or `\"*\"` for all"));
            return None;
        };
        let operation = self.findings.text(value, "operation")?;
        if operation != ANY && !self.operations.contains(&operation.as_str()) {
            let hint = suggestion(&operation, self.operations.iter().copied())
                .unwrap_or_else(|| "it is the operation's id in the published OpenAPI document, or `\"*\"`".to_owned());
            self.findings.note(value.position, Flaw::new(format!("unknown operation `{operation}`")).hint(hint));
            return None;
        }
        Some(operation)
    }

    fn calls(&mut self, node: &Node) -> Option<Calls> {
        let number = 1..=u64::MAX;
        match &node.value {
            Value::Integer(_) => self.findings.number(node, "call", number).map(|call| Calls::Numbers(vec![call])),
            Value::Text(text) if text == "every" => Some(Calls::Every),
            Value::Sequence(items) => {
                let numbers: Vec<_> =
                    items.iter().map(|item| self.findings.number(item, "call", number.clone())).collect();
                numbers.into_iter().collect::<Option<_>>().map(Calls::Numbers)
            }
            _ => self.findings.expected(node, "call", "a whole number from 1, a list of them, or `every`"),
        }
    }

    fn reply(&mut self, node: &Node, is_understood: bool) -> Option<Reply> {
        let status = given(node, "status");
        let drop = given(node, "drop").map(|drop| self.findings.boolean(drop, "drop"));
        let length = given(node, "truncate").map(|length| self.findings.number(length, "truncate", 0..=u64::MAX));
        if status.is_none() {
            for key in ["body", "content_type", "headers"] {
                self.without(node, key, "`status`, which says that another reply is given");
            }
        }
        let is_dropped = drop.is_some_and(|drop| drop != Some(false));
        match (status, is_dropped, length) {
            (Some(status), false, None) => self.substitute(node, status).map(Reply::Substitute),
            (None, true, None) => drop?.map(|_| Reply::Drop),
            (None, false, Some(length)) => length.map(Reply::Truncate),
            (None, false, None) if given(node, "delay").is_some() => Some(Reply::True),
            // An unknown key was perhaps to say it, and is told already.
            (None, false, None) if !is_understood => None,
            (None, false, None) => {
                let flaw = Flaw::new("nothing is said about the reply");
                self.findings.note(node.position, flaw.hint("give `status`, `drop: true`, `truncate` or `delay`"));
                None
            }
            _ => {
                let flaw = Flaw::new("`status`, `drop` and `truncate` exclude each other");
                self.findings.note(node.position, flaw.hint("keep one of them; make a fault of its own of the other"));
                None
            }
        }
    }

    fn substitute(&mut self, node: &Node, status: &Node) -> Option<Substitute> {
        let status = self.findings.number(status, "status", 200..=599).and_then(|status| u16::try_from(status).ok());
        let content_type = given(node, "content_type").map(|value| self.header_value(value, "content_type"));
        let headers = given(node, "headers").map_or(Some(BTreeMap::new()), |headers| self.headers(headers));
        let status = status?;
        let body = match given(node, "body") {
            None => Body::of_status(status),
            Some(Node { value: Value::Text(text), .. }) => Body::Text(text.clone()),
            Some(value) => Body::Json(serde_json::to_value(value).ok()?),
        };
        let content_type = match content_type {
            Some(given) => given?,
            None => body.content_type().to_owned(),
        };
        Some(Substitute { status, headers: headers?, content_type, body })
    }

    fn headers(&mut self, node: &Node) -> Option<BTreeMap<String, String>> {
        let Some(entries) = node.as_mapping() else {
            return self.findings.expected(node, "headers", "a mapping of names and values");
        };
        let mut headers = Some(BTreeMap::new());
        for (key, value) in entries {
            let is_name = HeaderName::try_from(&key.text).is_ok();
            if !is_name {
                let flaw = Flaw::new(format!("`{}` is no name of a header", key.text));
                self.findings.note(key.position, flaw.hint("a name is letters, digits and hyphens"));
            }
            let value = self.header_value(value, &key.text).filter(|_| is_name);
            headers = headers.zip(value).map(|(mut headers, value)| {
                headers.insert(key.text.clone(), value);
                headers
            });
        }
        headers
    }

    /// A text that HTTP allows; numbers and booleans count as theirs.
    fn header_value(&mut self, node: &Node, key: &str) -> Option<String> {
        let text = match &node.value {
            Value::Text(text) => Some(text.clone()),
            Value::Bool(_) | Value::Integer(_) | Value::Unsigned(_) | Value::Float(_) => {
                serde_json::to_value(node).ok().map(|value| value.to_string())
            }
            _ => None,
        };
        let allowed = text.filter(|text| HeaderValue::from_str(text).is_ok());
        allowed.or_else(|| self.findings.expected(node, key, "one line of text"))
    }

    fn effect(&mut self, node: &Node, reply: Option<&Reply>) -> Option<Effect> {
        // Whoever gets the true reply, or half of it, has had the effect.
        let is_true = matches!(reply, Some(Reply::True | Reply::Truncate(_)));
        let Some(when) = given(node, "when") else {
            self.without(node, "after", "`when: late`");
            return Some(if is_true { Effect::AtOnce } else { Effect::None });
        };
        let known = ["before", "after", "late"];
        let word = when.as_text().filter(|word| known.contains(word));
        if word != Some("late") {
            self.without(node, "after", "`when: late`");
        }
        if is_true && matches!(word, Some("before" | "late")) {
            let flaw = Flaw::new("the true reply, whole or cut off, comes only after the effect");
            self.findings.note(when.position, flaw.hint("leave `when` out, or give `status` or `drop: true`"));
            return None;
        }
        match word {
            Some("before") => Some(Effect::None),
            Some("after") => Some(Effect::AtOnce),
            Some(_) => self.late(node, when.position),
            None => {
                let flaw = Flaw::new(format!("`when` must be `before`, `after` or `late`, not {}", when.value));
                let hint = when.as_text().and_then(|text| suggestion(text, known));
                self.findings.note(when.position, flaw.hint("choose one of these").maybe_hint(hint));
                None
            }
        }
    }

    fn late(&mut self, node: &Node, when: Position) -> Option<Effect> {
        let Some(after) = given(node, "after") else {
            let flaw = Flaw::new("`when: late` needs `after`, the time until the effect");
            self.findings.note(when, flaw.hint("add `after: 30`, in seconds"));
            return None;
        };
        self.findings.duration(after, "after").map(Effect::Late)
    }

    /// Notes a key that is there without what it needs.
    fn without(&mut self, node: &Node, key: &str, needed: &str) {
        if let Some((name, _)) = node.entry(key).filter(|(_, value)| !value.is_null()) {
            let flaw = Flaw::new(format!("`{key}` means nothing without {needed}"));
            self.findings.note(name.position, flaw.hint(format!("add that, or leave `{key}` out")));
        }
    }
}

/// The value under a key, if there is one; null is none.
fn given<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    node.get(key).filter(|value| !value.is_null())
}
