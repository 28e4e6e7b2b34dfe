//! A request as a plain value: built without sending, so that a test can look at it.

use super::error::Call;
use crate::secret::MASK;
use http::Method;
use serde::Serialize;
use serde_json::Value;
use std::fmt;

/// What asking does at the service, and so whether it may be asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It only tells; asking twice does no harm.
    Read,
    /// It removes one thing by its id; a second time finds it gone.
    Delete,
    /// It makes or changes something; a second time may do so again.
    Write,
}

/// One request for the service, not yet sent.
#[derive(Clone, PartialEq)]
pub(super) struct Request {
    /// The `operationId` of the published document.
    pub(super) operation: &'static str,
    /// The method.
    pub(super) method: Method,
    /// The parts of the path behind the base URL, as they are; whoever sends them encodes them.
    pub(super) path: Vec<String>,
    /// The query, as it is; whoever sends it encodes it.
    pub(super) query: Vec<(&'static str, String)>,
    /// The JSON body. May hold user-data, so nothing shows it.
    pub(super) body: Option<Value>,
    /// What it does.
    pub(super) effect: Effect,
}

impl Request {
    /// Asks for something.
    pub(super) fn get(operation: &'static str, path: &[&str]) -> Self {
        Self::new(operation, Method::GET, path, Effect::Read)
    }

    /// Makes something, or has something done.
    pub(super) fn post(operation: &'static str, path: &[&str]) -> Self {
        Self::new(operation, Method::POST, path, Effect::Write)
    }

    /// Changes something.
    pub(super) fn put(operation: &'static str, path: &[&str]) -> Self {
        Self::new(operation, Method::PUT, path, Effect::Write)
    }

    /// Removes something.
    pub(super) fn delete(operation: &'static str, path: &[&str]) -> Self {
        Self::new(operation, Method::DELETE, path, Effect::Delete)
    }

    fn new(operation: &'static str, method: Method, path: &[&str], effect: Effect) -> Self {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        Self { operation, method, path, query: Vec::new(), body: None, effect }
    }

    /// Marks a `POST` that only asks, and so may be asked again.
    pub(super) fn only_asking(mut self) -> Self {
        self.effect = Effect::Read;
        self
    }

    /// Adds one query parameter; a name may come several times.
    pub(super) fn query(mut self, name: &'static str, value: &(impl ToString + ?Sized)) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    /// Adds a query parameter if there is a value for it.
    pub(super) fn maybe_query(self, name: &'static str, value: Option<&(impl ToString + ?Sized)>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Gives it a body. What cannot be written as JSON does not exist among the types of this room.
    pub(super) fn body(mut self, body: &impl Serialize) -> Self {
        self.body = serde_json::to_value(body).ok();
        self
    }

    /// What errors say of a call of it.
    pub(super) fn call(&self, host: &str, tries: u32) -> Call {
        let (operation, method, path) = (self.operation, self.method.to_string(), self.shown_path());
        Call { operation, method, path, host: host.to_owned(), request_id: None, tries }
    }

    /// The path as an error text shows it: without the query, which may hold user-data.
    pub(super) fn shown_path(&self) -> String {
        self.path.iter().fold(String::new(), |path, part| path + "/" + &part.escape_debug().to_string())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Request")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.shown_path())
            .field("body", &self.body.as_ref().map(|_| MASK))
            .field("effect", &self.effect)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
impl Request {
    /// Method, path and query in one line, unencoded, for tests.
    pub(super) fn line(&self) -> String {
        let query: Vec<String> = self.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{} {}{mark}{}", self.method, self.shown_path(), query.join("&"))
    }

    /// The body, for tests.
    pub(super) fn json(&self) -> Value {
        self.body.clone().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn debug_shows_neither_body_nor_query() {
        let request = Request::post("createDevice", &["devices"]).query("userdata", "hunter2").body(&json!("hunter3"));
        assert!(!format!("{request:?}").contains("hunter"), "{request:?}");
    }

    #[test]
    fn a_post_is_a_write_unless_it_only_asks() {
        assert_eq!(Request::post("createDevice", &[]).effect, Effect::Write);
        assert_eq!(Request::post("checkCapacityForMetro", &[]).only_asking().effect, Effect::Read);
    }
}
