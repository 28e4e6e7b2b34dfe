//! Selectors of lists: by labels and by fields.

use super::failure::Failure;
use serde_json::Value;

/// One requirement: a name, whether it must be so or must not, and the values that are meant; none for any.
type Requirement = (String, bool, Option<Vec<String>>);

/// Which objects are meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Selector {
    labels: Vec<Requirement>,
    fields: Vec<Requirement>,
}

impl Selector {
    /// Reads the two parameters of a request.
    pub(super) fn read(labels: &str, fields: &str) -> Result<Self, Failure> {
        let all = |text: &str| split(text).map(|part| requirement(part.trim())).collect::<Option<Vec<_>>>();
        let unread = |text: &str| Failure::bad_request(format!("unable to parse requirement: {text}"));
        Ok(Self {
            labels: all(labels).ok_or_else(|| unread(labels))?,
            fields: all(fields).ok_or_else(|| unread(fields))?,
        })
    }

    /// What `spec.selector` of an object means: its `matchLabels`.
    pub(super) fn of_labels(selector: &Value) -> Self {
        let labels = selector["matchLabels"].as_object().into_iter().flatten();
        let labels =
            labels.map(|(name, value)| (name.clone(), true, value.as_str().map(|value| vec![value.to_owned()])));
        Self { labels: labels.collect(), fields: Vec::new() }
    }

    /// Whether an object is meant.
    pub(super) fn takes(&self, object: &Value) -> bool {
        let label = |name: &str| object["metadata"]["labels"].get(name).and_then(Value::as_str);
        let field = |path: &str| {
            let found = object.pointer(&format!("/{}", path.replace('.', "/")));
            Some(found.and_then(Value::as_str).unwrap_or_default())
        };
        self.labels.iter().all(|one| holds(one, label(&one.0)))
            && self.fields.iter().all(|one| holds(one, field(&one.0)))
    }
}

fn holds((_, is_wanted, values): &Requirement, found: Option<&str>) -> bool {
    let is_so = match values {
        None => found.is_some(),
        Some(values) => found.is_some_and(|found| values.iter().any(|value| value == found)),
    };
    is_so == *is_wanted
}

/// Splits at the commas that are in no parentheses.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    let parts = text.split(move |letter| {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        letter == ',' && depth == 0
    });
    parts.filter(|part| !part.trim().is_empty())
}

fn requirement(text: &str) -> Option<Requirement> {
    let is_name = |name: &str| {
        !name.is_empty() && !name.contains(|letter: char| letter.is_whitespace() || "()!=".contains(letter))
    };
    let named =
        |name: &str, is_wanted, values| is_name(name.trim()).then(|| (name.trim().to_owned(), is_wanted, values));
    for (word, is_wanted) in [(" notin ", false), (" in ", true)] {
        if let Some((name, set)) = text.split_once(word) {
            let set = set.trim().strip_prefix('(')?.strip_suffix(')')?;
            return named(name, is_wanted, Some(set.split(',').map(|value| value.trim().to_owned()).collect()));
        }
    }
    for (sign, is_wanted) in [("!=", false), ("==", true), ("=", true)] {
        if let Some((name, value)) = text.split_once(sign) {
            return named(name, is_wanted, Some(vec![value.trim().to_owned()]));
        }
    }
    match text.strip_prefix('!') {
        Some(name) => named(name, false, None),
        None => named(text, true, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn labels_and_fields_are_looked_at() {
        let object =
            json!({ "metadata": { "name": "one", "labels": { "a": "1", "b": "" } }, "spec": { "nodeName": "x" } });
        for (labels, fields, takes) in [
            ("", "", true),
            ("a=1,b", "metadata.name=one", true),
            ("a==1,!c,c!=1", "spec.nodeName=x,metadata.name!=two", true),
            ("a in (0, 1),c notin (1)", "", true),
            ("a in (0)", "", false),
            ("c", "", false),
            ("!b", "", false),
            ("", "spec.nodeName=", false),
            ("", "spec.other=", true),
        ] {
            assert_eq!(Selector::read(labels, fields).unwrap().takes(&object), takes, "{labels} {fields}");
        }
        assert!(Selector::read("a in 1", "").is_err());
    }
}
