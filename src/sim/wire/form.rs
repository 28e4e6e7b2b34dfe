//! Reading a request's body: JSON or a form, field by field, telling everything that is wrong at once.

use super::reply::Refusal;
use super::texts;
use serde_json::{Map, Value};

/// The largest body that is read, in bytes (ours): far above any user-data, and below what hurts.
pub(in crate::sim) const LIMIT: usize = 2 << 20;

/// How deep a body may be nested (ours). What it holds is told and remembered inside of other things, which must not
/// become deeper than JSON is read.
const DEEPEST: usize = 64;

fn is_deeper_than(levels: usize, value: &Value) -> bool {
    let is_deep = |value: &Value| levels == 0 || is_deeper_than(levels - 1, value);
    match value {
        Value::Array(items) => items.iter().any(is_deep),
        Value::Object(members) => members.values().any(is_deep),
        _ => false,
    }
}

/// Makes a value of a body; none is an empty one.
pub(in crate::sim) fn parse(content_type: Option<&str>, body: &[u8]) -> Result<Value, Refusal> {
    let essence = content_type.unwrap_or("application/json").split(';').next().unwrap_or_default().trim();
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Object(Map::new()));
    }
    match essence.to_ascii_lowercase().as_str() {
        "application/x-www-form-urlencoded" => Ok(from_form(body)),
        "" | "application/json" | "text/json" => {
            let value = serde_json::from_slice(body).ok().filter(|value| !is_deeper_than(DEEPEST, value));
            value.ok_or_else(|| Refusal::Errors(400, vec![texts::BAD_JSON.to_owned()]))
        }
        _ => Err(Refusal::Errors(415, vec![texts::UNKNOWN_TYPE.to_owned()])),
    }
}

/// Makes a value of a body whose content type means nothing: an object is JSON, so that `curl -d` will do, all else a
/// form. What cannot be read is 422.
pub(in crate::sim) fn either(body: &[u8]) -> Result<Value, Refusal> {
    let is_json = body.trim_ascii_start().starts_with(b"{");
    let content_type = if is_json { "application/json" } else { "application/x-www-form-urlencoded" };
    parse(Some(content_type), body).map_err(|_| Refusal::unprocessable(texts::BAD_JSON))
}

/// What is posted may stand in the query, too, as libcloud had it; where both say something, the body is meant.
pub(in crate::sim) fn add_query(body: &mut Value, query: &str) {
    if let (Value::Object(fields), Value::Object(more)) = (body, from_form(query.as_bytes())) {
        for (name, value) in more {
            fields.entry(name).or_insert(value);
        }
    }
}

/// The old API took forms, too: `name=value`, and `name[]=value` for lists.
fn from_form(body: &[u8]) -> Value {
    let mut fields = Map::new();
    for (name, value) in form_urlencoded::parse(body) {
        let value = Value::String(value.into_owned());
        match name.strip_suffix("[]") {
            None => {
                fields.insert(name.into_owned(), value);
            }
            Some(list) => match fields.entry(list).or_insert_with(|| Value::Array(Vec::new())) {
                Value::Array(items) => items.push(value),
                other => *other = Value::Array(vec![value]),
            },
        }
    }
    Value::Object(fields)
}

/// The fields of a body, and what was found to be wrong with them.
#[derive(Debug)]
pub(in crate::sim) struct Form<'a> {
    fields: Option<&'a Map<String, Value>>,
    errors: Vec<String>,
}

impl<'a> Form<'a> {
    /// Reads a value; whatever is no object has no fields.
    pub(in crate::sim) fn new(value: &'a Value) -> Self {
        Self { fields: value.as_object(), errors: Vec::new() }
    }

    /// The field, unless it is absent or null.
    pub(in crate::sim) fn get(&self, name: &str) -> Option<&'a Value> {
        self.fields?.get(name).filter(|value| !value.is_null())
    }

    /// Whether the field is there at all, be it null.
    pub(in crate::sim) fn has(&self, name: &str) -> bool {
        self.fields.is_some_and(|fields| fields.contains_key(name))
    }

    /// Whether the field says something.
    pub(in crate::sim) fn has_filled(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.as_str() != Some(""))
    }

    /// Notes that something is wrong.
    pub(in crate::sim) fn refuse(&mut self, text: impl Into<String>) {
        self.errors.push(text.into());
    }

    /// A text as it is, be it empty; numbers are taken as their text.
    pub(in crate::sim) fn text(&mut self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => {
                self.refuse(texts::invalid(name, "must be a string"));
                None
            }
        }
    }

    /// A text that counts as absent where it is empty: clients send `""` for what they leave out.
    pub(in crate::sim) fn filled(&mut self, name: &str) -> Option<String> {
        self.text(name).filter(|text| !text.trim().is_empty())
    }

    /// A text that must be there.
    pub(in crate::sim) fn required(&mut self, name: &str) -> Option<String> {
        let before = self.errors.len();
        let text = self.filled(name);
        if text.is_none() && self.errors.len() == before {
            self.refuse(texts::blank(name));
        }
        text
    }

    /// A boolean; forms and some clients send its text, which libcloud writes as Python does: `True`.
    pub(in crate::sim) fn flag(&mut self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Value::Bool(value) => Some(*value),
            Value::String(text) if text.is_empty() => None,
            Value::String(text) if text.eq_ignore_ascii_case("true") || text == "1" => Some(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") || text == "0" => Some(false),
            _ => {
                self.refuse(texts::invalid(name, "must be a boolean"));
                None
            }
        }
    }

    /// A number, or its text.
    pub(in crate::sim) fn number(&mut self, name: &str) -> Option<f64> {
        let number = match self.get(name)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) if text.is_empty() => return None,
            Value::String(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        };
        if number.is_none() {
            self.refuse(texts::invalid(name, "is not a number"));
        }
        number
    }

    /// A whole number in a range, or its text.
    pub(in crate::sim) fn count(&mut self, name: &str, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let number = self.number(name)?;
        let fits = f64::from(*range.start()) <= number && number <= f64::from(*range.end()) && number.fract() == 0.0;
        if !fits {
            self.refuse(texts::invalid(name, &format!("must be from {} to {}", range.start(), range.end())));
            return None;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is whole and in the range")]
        Some(number as u32)
    }

    /// A list of texts; one text alone is a list of one.
    pub(in crate::sim) fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        let items = match self.get(name)? {
            Value::String(text) if text.is_empty() => Some(Vec::new()),
            Value::String(text) => Some(vec![text.clone()]),
            Value::Array(items) => items.iter().map(|item| item.as_str().map(String::from)).collect(),
            // packet-python writes an empty list so.
            Value::Object(members) if members.is_empty() => Some(Vec::new()),
            _ => None,
        };
        if items.is_none() {
            self.refuse(texts::invalid(name, "must be an array of strings"));
        }
        items
    }

    /// Tags: any number, each of at most 255 characters (ours: no limit was published).
    pub(in crate::sim) fn tags(&mut self) -> Option<Vec<String>> {
        let tags = self.texts("tags")?;
        if tags.iter().any(|tag| tag.chars().count() > 255) {
            self.refuse(texts::invalid("tags", "is too long (maximum is 255 characters)"));
        }
        Some(tags)
    }

    /// An object; packngo sends it as a text that holds one.
    pub(in crate::sim) fn object(&mut self, name: &str) -> Option<Value> {
        let value = match self.get(name)? {
            Value::String(text) if text.is_empty() => return None,
            Value::String(text) => serde_json::from_str(text).ok(),
            value => Some(value.clone()),
        };
        let object = value.filter(|value| value.is_object() && !is_deeper_than(DEEPEST, value));
        if object.is_none() {
            self.refuse(texts::invalid(name, "must be an object"));
        }
        object
    }

    /// A moment, RFC 3339.
    pub(in crate::sim) fn moment(&mut self, name: &str) -> Option<jiff::Timestamp> {
        let text = self.filled(name)?;
        let moment = text.parse().ok();
        if moment.is_none() {
            self.refuse(texts::invalid(name, "is not a valid time"));
        }
        moment
    }

    /// Ends the reading: everything that was wrong, or nothing.
    pub(in crate::sim) fn finish(self) -> Result<(), Refusal> {
        if self.errors.is_empty() { Ok(()) } else { Err(Refusal::Errors(422, self.errors)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_and_forms_say_the_same() {
        let form = parse(Some("application/x-www-form-urlencoded"), b"hostname=a.b&tags[]=x&tags[]=y%20z").unwrap();
        let json = parse(Some("application/json; charset=utf-8"), br#"{"hostname":"a.b","tags":["x","y z"]}"#).unwrap();
        assert_eq!(form, json);
        assert_eq!(parse(None, b" ").unwrap(), json!({}));
        assert!(matches!(parse(None, b"{"), Err(Refusal::Errors(400, _))));
        assert!(matches!(parse(Some("text/xml"), b"<a/>"), Err(Refusal::Errors(415, _))));
    }

    #[test]
    fn what_is_nested_too_deeply_is_not_taken() {
        let nested = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(None, nested(DEEPEST).as_bytes()).is_ok());
        assert!(matches!(parse(None, nested(DEEPEST + 1).as_bytes()), Err(Refusal::Errors(400, _))));
        assert!(matches!(parse(None, nested(100_000).as_bytes()), Err(Refusal::Errors(400, _))));
        let body = json!({ "customdata": format!("{{\"a\":{}}}", nested(DEEPEST)) });
        let mut form = Form::new(&body);
        assert_eq!(form.object("customdata"), None);
        assert!(form.finish().is_err());
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let body = json!({"hostname": [], "tags": [1], "locked": "maybe", "quantity": 99, "customdata": "{}"});
        let mut form = Form::new(&body);
        assert_eq!(form.required("plan"), None);
        assert_eq!(form.required("hostname"), None);
        assert_eq!(form.tags(), None);
        assert_eq!(form.flag("locked"), None);
        assert_eq!(form.count("quantity", 1..=16), None);
        assert_eq!(form.object("customdata"), Some(json!({})));
        let Err(Refusal::Errors(422, errors)) = form.finish() else { panic!("it was taken") };
        assert_eq!(
            errors,
            [
                "Plan can't be blank",
                "Hostname must be a string",
                "Tags must be an array of strings",
                "Locked must be a boolean",
                "Quantity must be from 1 to 16",
            ]
        );
    }
}
