//! What is answered: a status and a body, before it is bytes.

use super::texts;
use serde_json::{Value, json};

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::sim) struct Reply {
    pub(in crate::sim) status: u16,
    pub(in crate::sim) body: Body,
    /// More headers, lower case.
    pub(in crate::sim) headers: Vec<(String, String)>,
}

/// The body of an answer.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::sim) enum Body {
    /// None at all.
    Empty,
    /// A value that may still be reshaped by `include` and `exclude`.
    Json(Value),
    /// JSON that is text already.
    Text(String),
}

impl Reply {
    /// 200 with a value.
    pub(in crate::sim) fn ok(value: Value) -> Self {
        Self::json(200, value)
    }

    /// 201 with a value.
    pub(in crate::sim) fn created(value: Value) -> Self {
        Self::json(201, value)
    }

    /// Any status with a value.
    pub(in crate::sim) fn json(status: u16, value: Value) -> Self {
        Self { status, body: Body::Json(value), headers: Vec::new() }
    }

    /// 200 with JSON that is text already.
    pub(in crate::sim) fn text(text: String) -> Self {
        Self { status: 200, body: Body::Text(text), headers: Vec::new() }
    }

    /// A status without a body: 202 and 204.
    pub(in crate::sim) const fn empty(status: u16) -> Self {
        Self { status, body: Body::Empty, headers: Vec::new() }
    }
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sim) enum Refusal {
    /// 401: no key, or none that is known.
    Unauthorized,
    /// Any other status, with texts.
    Errors(u16, Vec<String>),
}

impl Refusal {
    /// 403 with a text.
    pub(in crate::sim) fn forbidden(text: &str) -> Self {
        Self::Errors(403, vec![text.to_owned()])
    }

    /// 404.
    pub(in crate::sim) fn not_found() -> Self {
        Self::Errors(404, vec![texts::NOT_FOUND.to_owned()])
    }

    /// 422 with one text.
    pub(in crate::sim) fn unprocessable(text: impl Into<String>) -> Self {
        Self::Errors(422, vec![text.into()])
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unauthorized => Self::json(401, json!({ "error": texts::BAD_TOKEN })),
            Refusal::Errors(status, errors) => Self::json(status, json!({ "errors": errors })),
        }
    }
}
