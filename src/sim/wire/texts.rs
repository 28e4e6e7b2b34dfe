//! What the service said when it refused, word by word.
//!
//! *Captured* texts were said by the real service, in the year given where it is
//! known. Where no capture is known, the text is *ours*, written in the manner of
//! the others; a client should not depend on those.

pub(in crate::sim) use crate::sim::world::capacity::NO_RESERVATIONS;

/// 401, captured (`{"error": …}`).
pub(in crate::sim) const BAD_TOKEN: &str = "Invalid authentication token";
/// 403, captured: a device of somebody else, and one that the platform took away after it failed.
pub(in crate::sim) const NOT_YOUR_DEVICE: &str = "You are not authorized to view this device";
/// 403, captured as "You are not authorized to …"; the rest is ours.
pub(in crate::sim) const NOT_YOUR_PROJECT: &str = "You are not authorized to view this project";
/// 403, as above.
pub(in crate::sim) const NOT_YOURS: &str = "You are not authorized to view this resource";
/// 403, as above: a project key asks for what only a user has. Captured is only that it fails.
pub(in crate::sim) const NOT_FOR_PROJECT_KEYS: &str = "You are not authorized to use this with a project API key";
/// 403, ours.
pub(in crate::sim) const READ_ONLY: &str = "You are not authorized to change anything with a read-only API key";
/// 404, captured: unknown ids, and projects that the key cannot see.
pub(in crate::sim) const NOT_FOUND: &str = "Not found";
/// 422, captured: no location given; also, misleadingly, when no facility of a list offers the plan.
pub(in crate::sim) const NO_FACILITY: &str = "Facility can't be blank";
/// 422, captured 2021.
pub(in crate::sim) const PROVISIONING: &str = "Cannot delete a device while it is provisioning";
/// 422, ours: the documentation says only that locked devices refuse it.
pub(in crate::sim) const LOCKED: &str = "Cannot delete a locked device";
/// 422, ours.
pub(in crate::sim) const LOCKED_REINSTALL: &str = "Cannot reinstall a locked device";
/// 422, captured: an address block that the project's quota does not allow.
pub(in crate::sim) const QUOTA: &str = "The specified project contains insufficient public IPv4 space to complete the \
                                        request. Please e-mail support@equinixmetal.com.";
/// 422, captured.
pub(in crate::sim) const SESSION_EXISTS: &str = "already has session";
/// 503, captured: a reserved machine that is still being wiped.
pub(in crate::sim) const NOT_PROVISIONABLE: &str = "Server is not provisionable";
/// 400, ours: a body that is no JSON.
pub(in crate::sim) const BAD_JSON: &str = "The request's body could not be read as JSON";
/// 413, ours.
pub(in crate::sim) const TOO_LARGE: &str = "The request's body is too large";
/// 408, ours.
pub(in crate::sim) const TOO_SLOW: &str = "The request's body did not arrive in time";
/// 400, ours: a body that ends before its end.
pub(in crate::sim) const BROKEN: &str = "The request's body could not be read";
/// 415, ours.
pub(in crate::sim) const UNKNOWN_TYPE: &str = "The request's content type is not supported; use application/json";
/// 429, ours: no captured text is known.
pub(in crate::sim) const TOO_MANY: &str = "Too many requests";

/// 422, captured for a facility ("ny5 is not a valid facility"); ours for other things.
pub(in crate::sim) fn not_valid(name: &str, thing: &str) -> String {
    format!("{name} is not a valid {thing}")
}

/// 422, in the manner of the captured "Facility can't be blank".
pub(in crate::sim) fn blank(field: &str) -> String {
    format!("{} can't be blank", titled(field))
}

/// 422, ours, in the manner of the same framework.
pub(in crate::sim) fn invalid(field: &str, why: &str) -> String {
    format!("{} {why}", titled(field))
}

/// A field as the service named it to people: `operating_system` is "Operating system".
fn titled(field: &str) -> String {
    let words = field.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
