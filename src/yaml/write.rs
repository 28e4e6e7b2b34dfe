//! Writing: documents as a stream that every YAML reader takes for the same.

use serde::Serialize;

/// A value that YAML cannot hold, or that cannot be serialised at all.
#[derive(Debug, thiserror::Error)]
#[error("a value cannot be written as YAML: {0}")]
pub struct Unwritable(String);

/// Writes documents, one after the other.
///
/// Every text is quoted. The separator is a bare `---` line: behind one that
/// holds more, some readers lose the document.
pub fn write(documents: &[impl Serialize]) -> Result<String, Unwritable> {
    let mut stream = String::new();
    for document in documents {
        if !stream.is_empty() {
            stream.push_str("---\n");
        }
        let options = serde_yaml::ser_options! { quote_all: true };
        let text =
            serde_yaml::to_string_with_options(document, options).map_err(|error| Unwritable(error.to_string()))?;
        stream.push_str(&text);
        if !text.ends_with('\n') {
            stream.push('\n');
        }
    }
    Ok(stream)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_written_is_read_back_equal() {
        let nasty = ["no", "012", "1e3", "1:20", "~", "", " x ", "a: b", "#", "\tx\ny", "---", "ü\u{85}", "2019-07-16"];
        let documents: Vec<_> =
            nasty.iter().map(|text| json!({"key": text, *text: [text, 1, 1.5, null, {}]})).collect();
        let written = write(&documents).expect("all can be written");
        let read: Vec<_> = crate::yaml::read(&written)
            .expect("it is YAML")
            .iter()
            .map(|node| serde_json::to_value(node).expect("it is JSON"))
            .collect();
        assert_eq!(read, documents, "{written}");
    }

    #[test]
    fn documents_are_parted_by_a_bare_line() {
        let written = write(&[json!({"a": "no"}), json!([1])]).expect("both can be written");
        assert_eq!(written, "a: 'no'\n---\n- 1\n");
    }
}
