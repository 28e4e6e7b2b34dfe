//! What is replied in place of the truth.

use http::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What becomes of the reply to a call that a fault strikes.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::sim) enum Reply {
    /// It is the true one.
    True,
    /// Another is given.
    Substitute(Substitute),
    /// The connection is closed without one.
    Drop,
    /// The body of the true one is cut off behind so many bytes, and the connection closed.
    Truncate(u64),
}

/// A reply that is not the true one.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::sim) struct Substitute {
    /// The status.
    pub(in crate::sim) status: u16,
    /// Headers besides the content type: names and values that HTTP allows.
    pub(in crate::sim) headers: BTreeMap<String, String>,
    /// The value of `Content-Type`.
    pub(in crate::sim) content_type: String,
    /// The body.
    pub(in crate::sim) body: Body,
}

/// The body of a [`Substitute`].
#[derive(Debug, Clone, PartialEq)]
pub(in crate::sim) enum Body {
    /// As it stands; may be empty.
    Text(String),
    /// To be written as JSON.
    Json(Value),
}

impl Body {
    /// The bytes to send.
    pub(in crate::sim) fn to_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Json(json) => json.to_string(),
        }
    }

    /// The content type where none is given.
    pub(super) fn content_type(&self) -> &'static str {
        match self {
            Self::Json(_) => "application/json; charset=utf-8",
            Self::Text(text) if text.trim_start().starts_with('<') => "text/html; charset=utf-8",
            Self::Text(_) => "text/plain; charset=utf-8",
        }
    }

    /// The body that the service gave with a status: `error` on 401, else `errors`.
    ///
    /// The texts of 401, 403, 404 and 500 are captured ones. The others are HTTP's words: what the service said with
    /// 422 and 503 told of one cause, and of the rest nothing is known.
    pub(super) fn of_status(status: u16) -> Self {
        let text = match status {
            200..=399 => return Self::Text(String::new()),
            401 => return Self::Json(json!({ "error": "Invalid authentication token" })),
            403 => "You are not authorized to view this device",
            404 => "Not found",
            500 => {
                "Oh snap, something went wrong! We've logged the error and will take a look - please reach out to us \
                 if you continue having trouble."
            }
            _ => StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Error"),
        };
        Self::Json(json!({ "errors": [text] }))
    }
}
