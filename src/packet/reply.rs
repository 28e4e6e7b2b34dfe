//! Reading replies: as much as is allowed, as JSON of a known shape, or telling what came instead.

use crate::secret::{MASK, Secret};
use http::{HeaderMap, StatusCode};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use std::fmt;

/// How many characters of a strange reply are told.
const TOLD: usize = 100;
/// How many characters of one error text are told, and how many texts.
const TEXT: usize = 500;
const TEXTS: usize = 20;

/// How a body ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// Where it should.
    Whole,
    /// Too early; with the deepest cause.
    CutOff(String),
    /// It was longer than this many bytes, and the rest was left alone.
    TooLong(usize),
}

/// A reply that was received.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) end: End,
}

/// A reply that is not what the service gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strange {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type`, where there was one.
    pub content_type: Option<String>,
    /// What is wrong with it.
    pub why: String,
    /// Its first 100 characters, unless it looks like JSON, which may hold secrets.
    pub start: String,
}

impl fmt::Display for Strange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.content_type.as_deref().unwrap_or("no content type");
        write!(formatter, "the reply cannot be read: {} (status {}, {kind})", self.why, self.status)?;
        if self.start.is_empty() { Ok(()) } else { write!(formatter, ": {:?}", self.start) }
    }
}

/// Shapes a reply may have.
pub(super) trait Shape: Sized {
    /// Reads it, or says why that does not go.
    fn read(reply: &Reply) -> Result<Self, String>;
}

/// JSON of a type.
pub(super) struct Json<T>(pub(super) T);

impl<T: DeserializeOwned> Shape for Json<T> {
    fn read(reply: &Reply) -> Result<Self, String> {
        if reply.body.trim_ascii().is_empty() {
            return Err("it is empty".into());
        }
        if reply.content_type().is_some_and(|kind| !names_json(kind)) {
            return Err("it is no JSON".into());
        }
        serde_json::from_slice(&reply.body).map(Self).map_err(|error| without_values(&error.to_string()))
    }
}

/// Nothing that matters: only that it was done.
pub(super) struct Done;

impl Shape for Done {
    fn read(reply: &Reply) -> Result<Self, String> {
        // A page for people was not written by this service, whatever its status says.
        match reply.content_type() {
            Some(kind) if kind.contains("html") => Err("it is a page for people".into()),
            _ => Ok(Self),
        }
    }
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    fn content_type(&self) -> Option<&str> {
        self.header("content-type").filter(|kind| !kind.trim().is_empty())
    }

    /// Whether it says, truly, that it is JSON: the service's own words, even in errors.
    pub(super) fn is_json(&self) -> bool {
        self.content_type().is_none_or(names_json) && serde_json::from_slice::<IgnoredAny>(&self.body).is_ok()
    }

    /// The service's id of this exchange, as it may be shown.
    pub(super) fn request_id(&self, key: &Secret) -> Option<String> {
        self.header("x-request-id").filter(|id| !id.is_empty()).map(|id| shown(id, TOLD, key))
    }

    /// Reads the body, or tells what came instead.
    pub(super) fn read<S: Shape>(&self, key: &Secret) -> Result<S, Box<Strange>> {
        let read = match &self.end {
            End::Whole => S::read(self),
            End::CutOff(cause) => Err(format!("it was cut off after {} bytes: {cause}", self.body.len())),
            End::TooLong(limit) => Err(format!("it is longer than {limit} bytes")),
        };
        read.map_err(|why| Box::new(self.strange(&why, key)))
    }

    /// Tells what came, and why it will not do.
    pub(super) fn strange(&self, why: &str, key: &Secret) -> Strange {
        let text = String::from_utf8_lossy(&self.body);
        let json = text.trim_start().starts_with(['{', '[', '"']);
        Strange {
            status: self.status.as_u16(),
            content_type: self.content_type().map(|kind| shown(kind, TOLD, key)),
            why: shown(why, TEXT, key),
            start: if json { String::new() } else { shown(text.trim(), TOLD, key) },
        }
    }

    /// All texts of an error reply: those of `errors` and `error`, else the beginning of what is no JSON.
    pub(super) fn texts(&self, key: &Secret) -> Vec<String> {
        let mut texts = Vec::new();
        match serde_json::from_slice::<Value>(&self.body) {
            Ok(Value::Object(mut members)) => {
                for name in ["errors", "error"] {
                    collect(members.get_mut(name).map(Value::take).unwrap_or_default(), &mut texts);
                }
            }
            _ => texts.push(self.strange("", key).start),
        }
        texts.retain(|text| !text.trim().is_empty());
        texts.dedup();
        texts.truncate(TEXTS);
        texts.iter().map(|text| shown(text.trim(), TEXT, key)).collect()
    }
}

fn names_json(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.ends_with("/json") || kind.ends_with("+json")
}

/// What is wrong with JSON, without the text that stood in a wrong place: it could be user-data.
fn without_values(told: &str) -> String {
    match (told.find('"'), told.rfind('"')) {
        (Some(first), Some(last)) if first < last => format!("{}…{}", &told[..first], &told[last + 1..]),
        _ => told.to_owned(),
    }
}

/// All strings in a value: the service gives a list, other parts of such services give a map of lists.
fn collect(value: Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, texts)),
        Value::Object(members) => members.into_iter().for_each(|(_, value)| collect(value, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A foreign text as it may be shown: without the key, without what could steer a terminal, not too long.
pub(super) fn shown(text: &str, limit: usize, key: &Secret) -> String {
    let text = if key.expose().is_empty() { text.to_owned() } else { text.replace(key.expose(), MASK) };
    let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
    text.chars().take(limit).map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, content_type: &str, body: &str) -> Reply {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", content_type.parse().unwrap());
        let status = StatusCode::from_u16(status).unwrap();
        Reply { status, headers, body: body.into(), end: End::Whole }
    }

    fn key() -> Secret {
        Secret::new("hunter2")
    }

    fn told(reply: &Reply) -> String {
        reply.read::<Json<Vec<u8>>>(&key()).err().unwrap().to_string()
    }

    #[test]
    fn what_came_instead_is_told() {
        assert_eq!(
            told(&reply(200, "text/html", "<html>\n<h1>Hello</h1>")),
            r#"the reply cannot be read: it is no JSON (status 200, text/html): "<html> <h1>Hello</h1>""#
        );
        assert_eq!(
            told(&reply(200, "application/json", " ")),
            "the reply cannot be read: it is empty (status 200, application/json)"
        );
        let cut = Reply { end: End::CutOff("early".into()), ..reply(200, "application/json", "[1,") };
        assert_eq!(
            told(&cut),
            "the reply cannot be read: it was cut off after 3 bytes: early (status 200, application/json)"
        );
    }

    #[test]
    fn json_that_is_not_understood_is_not_quoted_for_it_may_hold_user_data() {
        for body in [r#"{"userdata":"private"#, r#""private""#, r#"["private \" too private"]"#] {
            let text = told(&reply(200, "application/json", body));
            assert!(!text.contains("private"), "{text}");
        }
    }

    #[test]
    fn all_texts_of_an_error_are_told_in_whatever_form_they_came() {
        let texts = |body: &str| reply(422, "application/json", body).texts(&key());
        assert_eq!(texts(r#"{"errors":["a","b"]}"#), ["a", "b"]);
        assert_eq!(texts(r#"{"error":"a"}"#), ["a"]);
        assert_eq!(texts(r#"{"errors":{"hostname":["a"]},"error":"b"}"#), ["a", "b"]);
        assert_eq!(texts(r#"{"errors":null}"#), [""; 0]);
        assert_eq!(reply(502, "text/html", "<h1>Bad</h1>").texts(&key()), ["<h1>Bad</h1>"]);
        assert_eq!(reply(502, "text/html", "").texts(&key()), [""; 0]);
    }

    #[test]
    fn a_reply_that_repeats_the_key_does_not_bring_it_into_a_text_nor_steer_the_terminal() {
        let long = format!("{}hunter2\u{1b}[31m", "x".repeat(90));
        assert_eq!(reply(500, "text/plain", &long).texts(&key()), [format!("{}*** [31m", "x".repeat(90))]);
    }
}
