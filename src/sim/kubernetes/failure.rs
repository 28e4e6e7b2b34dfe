//! What a cluster refuses, in the words of Kubernetes (`k8s.io/apimachinery/pkg/api/errors`).

use super::kinds::Kind;
use serde_json::{Value, json};

/// A refusal: a `Status`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Failure {
    pub(super) code: u16,
    pub(super) body: Value,
}

impl Failure {
    fn new(code: u16, reason: &str, message: impl Into<String>) -> Self {
        let message: String = message.into();
        let body = json!({
            "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
            "message": message, "reason": reason, "code": code,
        });
        Self { code, body }
    }

    fn about(mut self, kind: &Kind, name: &str) -> Self {
        let mut details = json!({ "name": name, "kind": kind.plural });
        if !kind.group.is_empty() {
            details["group"] = json!(kind.group);
        }
        self.body["details"] = details;
        self
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(401, "Unauthorized", "Unauthorized")
    }

    pub(super) fn forbidden(message: &str) -> Self {
        Self::new(403, "Forbidden", message)
    }

    pub(super) fn no_such_path() -> Self {
        Self::new(404, "NotFound", "the server could not find the requested resource")
    }

    pub(super) fn not_found(kind: &Kind, name: &str) -> Self {
        Self::new(404, "NotFound", format!("{} \"{name}\" not found", kind.resource())).about(kind, name)
    }

    pub(super) fn no_namespace(name: &str) -> Self {
        Self::new(404, "NotFound", format!("namespaces \"{name}\" not found"))
    }

    pub(super) fn no_such_method() -> Self {
        Self::new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource")
    }

    pub(super) fn already_exists(kind: &Kind, name: &str) -> Self {
        Self::new(409, "AlreadyExists", format!("{} \"{name}\" already exists", kind.resource())).about(kind, name)
    }

    pub(super) fn conflict(kind: &Kind, name: &str) -> Self {
        let why = "the object has been modified; please apply your changes to the latest version and try again";
        let message = format!("Operation cannot be fulfilled on {} \"{name}\": {why}", kind.resource());
        Self::new(409, "Conflict", message).about(kind, name)
    }

    pub(super) fn precondition(kind: &Kind, name: &str, member: &str) -> Self {
        let message =
            format!("Operation cannot be fulfilled on {} \"{name}\": Precondition failed: {member}", kind.resource());
        Self::new(409, "Conflict", message).about(kind, name)
    }

    pub(super) fn expired() -> Self {
        Self::new(410, "Expired", "too old resource version")
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "BadRequest", message)
    }

    pub(super) fn unsupported_media_type() -> Self {
        Self::new(415, "UnsupportedMediaType", "the body of the request was in an unknown format")
    }

    pub(super) fn invalid(kind: &Kind, name: &str, what: &str) -> Self {
        Self::new(422, "Invalid", format!("{}{} \"{name}\" is invalid: {what}", kind.noun, kind.dotted_group()))
            .about(kind, name)
    }

    /// A JSON patch that does not fit.
    pub(super) fn unfit_patch() -> Self {
        Self::new(422, "Invalid", "the server rejected our request due to an error in our request")
    }

    /// An eviction that a disruption budget does not bear (`checkAndDecrement`). No seconds are named: clients that are
    /// told when to try again do so by themselves, and say nothing meanwhile.
    pub(super) fn over_budget(budget: &str, needed: u64, healthy: u64) -> Self {
        let cause = format!("The disruption budget {budget} needs {needed} healthy pods and has {healthy} currently");
        let mut failure =
            Self::new(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.");
        failure.body["details"] = json!({ "causes": [{ "reason": "DisruptionBudget", "message": cause }] });
        failure
    }
}
