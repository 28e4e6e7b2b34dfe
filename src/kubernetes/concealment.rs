//! What a Secret holds stays out of the server's words about it.

use super::error::Error;
use super::object::Object;
use crate::secret::MASK;
use serde_json::Value;

/// The same error, without the contents of the object where that is a Secret: the server cites what it cannot read.
pub(super) fn conceal(error: Error, object: &Object) -> Error {
    if object.kind() != "Secret" {
        return error;
    }
    let mut held = Vec::new();
    for field in ["/data", "/stringData"] {
        if let Some(value) = object.value().pointer(field) {
            collect(value, &mut held);
        }
    }
    // The longest first: one may be a part of another.
    held.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let hide = |text: String| held.iter().fold(text, |text, secret| text.replace(secret.as_str(), MASK));
    match error {
        Error::Refused { doing, status, reason, message } => {
            Error::Refused { doing, status, reason, message: hide(message) }
        }
        Error::Forbidden { doing, message } => Error::Forbidden { doing, message: hide(message) },
        Error::Conflict { doing, message } => Error::Conflict { doing, message: hide(message) },
        Error::Unavailable { doing, what } => Error::Unavailable { doing, what: hide(what) },
        Error::Unclear { doing, what } => Error::Unclear { doing, what: hide(what) },
        other => other,
    }
}

/// All texts and numbers in a value.
fn collect(value: &Value, held: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.is_empty() => {
            held.push(text.clone());
            // As it looks inside quotes.
            held.push(value.to_string().trim_matches('"').to_owned());
        }
        Value::Number(number) => held.push(number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, held)),
        Value::Object(fields) => fields.values().for_each(|item| collect(item, held)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_server_that_cites_a_secret_is_not_repeated() {
        let object = |kind: &str| {
            let metadata = json!({"name": "s", "namespace": "n"});
            Object::new(json!({"apiVersion": "v1", "kind": kind, "metadata": metadata, "stringData": {"key": 4711}}))
        };
        let error = Error::Refused {
            doing: "apply".into(),
            status: 422,
            reason: "Invalid".into(),
            message: "expected string, got 4711".into(),
        };
        let told = conceal(error.clone(), &object("Secret").unwrap()).to_string();
        assert_eq!(told, "cannot apply: refused with 422: expected string, got ***");
        assert_eq!(conceal(error.clone(), &object("Widget").unwrap()), error);
    }
}
