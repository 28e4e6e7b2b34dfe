//! One call as a value: what it is for, the path, what is sent.

use serde_json::Value;

/// A request, not yet sent.
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// What it is for, as words that fit behind "cannot".
    pub(super) doing: String,
    pub(super) method: http::Method,
    /// Path and query, each part escaped.
    pub(super) path: String,
    pub(super) content: Option<Content>,
}

/// What is sent.
#[derive(Clone)]
pub(super) struct Content {
    pub(super) media_type: &'static str,
    pub(super) body: Vec<u8>,
}

impl std::fmt::Debug for Content {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // It may be a Secret.
        write!(formatter, "{} bytes of {}", self.body.len(), self.media_type)
    }
}

impl Request {
    pub(super) fn get(doing: impl Into<String>, path: impl Into<String>) -> Self {
        Self { doing: doing.into(), method: http::Method::GET, path: path.into(), content: None }
    }

    pub(super) fn delete(doing: impl Into<String>, path: impl Into<String>) -> Self {
        Self { method: http::Method::DELETE, ..Self::get(doing, path) }
    }

    pub(super) fn post(doing: impl Into<String>, path: impl Into<String>, body: &Value) -> Self {
        let content = Some(Content { media_type: "application/json", body: bytes(body) });
        Self { method: http::Method::POST, content, ..Self::get(doing, path) }
    }

    /// RFC 7386: what is named is set, `null` takes away, a list is replaced whole.
    pub(super) fn merge(doing: impl Into<String>, path: impl Into<String>, change: &Value) -> Self {
        Self::patch(doing, path, "application/merge-patch+json", change)
    }

    /// Server-side apply. JSON is YAML.
    pub(super) fn apply(doing: impl Into<String>, path: impl Into<String>, object: &Value) -> Self {
        Self::patch(doing, path, "application/apply-patch+yaml", object)
    }

    fn patch(doing: impl Into<String>, path: impl Into<String>, media_type: &'static str, body: &Value) -> Self {
        let content = Some(Content { media_type, body: bytes(body) });
        Self { method: http::Method::PATCH, content, ..Self::get(doing, path) }
    }

    /// Whether the server may have changed something when no good answer comes.
    pub(super) fn changes_something(&self) -> bool {
        self.method != http::Method::GET
    }

    /// What is handed to the client beneath.
    pub(super) fn to_http(&self) -> Result<http::Request<Vec<u8>>, http::Error> {
        let request = http::Request::builder().method(&self.method).uri(&self.path);
        let request = request.header(http::header::ACCEPT, "application/json");
        match &self.content {
            Some(content) => request.header(http::header::CONTENT_TYPE, content.media_type).body(content.body.clone()),
            None => request.body(Vec::new()),
        }
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// A name as a part of a path: whatever it holds, it stays one part.
pub(super) fn part(name: &str) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    // These two would be steps, not names.
    if text == "." || text == ".." { text.replace('.', "%2E") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_not_leave_its_place_in_the_path() {
        assert_eq!(part("system:node-1.example"), "system:node-1.example");
        assert_eq!(part("../secrets?x=1#"), "..%2Fsecrets%3Fx%3D1%23");
        assert_eq!(part(".."), "%2E%2E");
        assert_eq!(part("ü"), "%C3%BC");
    }

    #[test]
    fn what_is_sent_is_not_shown() {
        let request = Request::post("make it", "/p", &serde_json::json!({"data": "hunter2"}));
        assert!(!format!("{request:?}").contains("hunter2"));
    }
}
