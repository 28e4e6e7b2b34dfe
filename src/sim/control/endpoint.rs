//! The table of endpoints: method, path, what it is for, by whom.

use super::arguments::Arguments;
use super::{addresses, faults, ledger, machines, supply, time};
use crate::sim::service::State;
use crate::sim::wire::reply::Refusal;
use http::Method;
use serde_json::{Map, Value, json};

/// Answers one endpoint.
type Handler = fn(&mut State, &Arguments) -> Result<Value, Refusal>;

/// One endpoint.
#[derive(Debug)]
pub(super) struct Endpoint {
    pub(super) method: Method,
    /// The path below `/simulator`, with `{id}` for its variable part.
    pub(super) path: &'static str,
    /// One line that tells what it is for.
    about: &'static str,
    pub(super) handler: Handler,
}

const fn endpoint(method: Method, path: &'static str, handler: Handler, about: &'static str) -> Endpoint {
    Endpoint { method, path, about, handler }
}

/// What is answered.
pub(super) static ALL: [Endpoint; 16] = [
    endpoint(
        Method::GET,
        "/ledger",
        |state, arguments| Ok(ledger::show(state, arguments)),
        "everything ever made, and what is still paid for; ?billed=true, ?kind=device",
    ),
    endpoint(Method::POST, "/advance", time::advance, "moves time on: {\"seconds\": 60}, or a time such as \"5m\""),
    endpoint(Method::GET, "/faults", |state, _| Ok(faults::show(state)), "the faults that are set, as they are read"),
    endpoint(Method::PUT, "/faults", faults::replace, "sets these faults only: the text of a faults file"),
    endpoint(Method::POST, "/faults", faults::add, "sets these faults, too"),
    endpoint(Method::DELETE, "/faults", |state, _| Ok(faults::clear(state)), "sets no fault"),
    endpoint(
        Method::POST,
        "/devices/{id}/fail",
        machines::fail,
        "a machine fails; on demand, it is taken away a minute later: {\"reason\": \"…\"}",
    ),
    endpoint(
        Method::POST,
        "/devices/{id}/vanish",
        machines::vanish,
        "the platform takes a machine away at once; the API answers 403",
    ),
    endpoint(
        Method::POST,
        "/devices/{id}/remove",
        machines::remove,
        "a machine is deleted at once; the API answers 404",
    ),
    endpoint(Method::POST, "/devices/{id}/stall", machines::stall, "provisioning gets no further, and fails at last"),
    endpoint(Method::POST, "/devices/{id}/inactive", machines::lose_power, "a machine is off, and nobody asked for it"),
    endpoint(
        Method::POST,
        "/projects/{id}/devices",
        machines::add_foreign,
        "machines that nobody ordered: what a create takes, with \"count\" and \"active\"",
    ),
    endpoint(
        Method::POST,
        "/projects/{id}/hardware-reservations",
        supply::add_hardware,
        "machines that a project has for itself: {\"plan\": …, \"metro\" or \"facility\": …, \"quantity\": 1}",
    ),
    endpoint(
        Method::PUT,
        "/capacity",
        supply::set_capacity,
        "how much is left: {\"plan\": …, \"metro\" or \"facility\": …, \"level\": \"unavailable|limited|normal\"}",
    ),
    endpoint(Method::POST, "/ips/{id}/approve", addresses::approve, "a person agrees to a pending block of addresses"),
    endpoint(Method::POST, "/ips/{id}/deny", addresses::deny, "a person refuses a pending block of addresses"),
];

/// What there is, with a line for each.
pub(super) fn index() -> Value {
    let line = |endpoint: &Endpoint| {
        (format!("{} {}{}", endpoint.method, super::PREFIX, endpoint.path), json!(endpoint.about))
    };
    json!({ "endpoints": ALL.iter().map(line).collect::<Map<_, _>>() })
}
