//! Calls by name: what is asked of whom, and for a question, in which state it found things.

use super::wire::{Reply, Request};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Whom a call is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Packet,
    Kubernetes,
}

/// What ids are called: they differ from run to run, and names do not.
#[derive(Debug, Default)]
pub struct Names {
    by_id: BTreeMap<String, String>,
    /// The control plane's own public address.
    pub control_plane: Option<String>,
}

impl Names {
    /// Learns the names of whatever a reply tells of.
    pub fn learn(&mut self, value: &Value) {
        match value {
            Value::Array(all) => all.iter().for_each(|one| self.learn(one)),
            Value::Object(members) => {
                if let Some(id) = value["id"].as_str().filter(|id| id.len() == 36) {
                    let name = value["hostname"].as_str().map(str::to_owned);
                    let name = name.or_else(|| value["address"].is_string().then(|| "ADDRESS".to_owned()));
                    if let Some(name) = name {
                        self.by_id.insert(id.to_owned(), name);
                    }
                }
                if value["tags"].to_string().contains("packetctl:role=control-plane") {
                    let own = value["ip_addresses"].as_array().into_iter().flatten();
                    let own = own.filter(|own| own["public"] == true && own["address_family"] == 4);
                    let own = own.filter(|own| own["management"] == true).find_map(|own| own["address"].as_str());
                    self.control_plane = own.map(str::to_owned).or(self.control_plane.take());
                }
                members.values().for_each(|member| self.learn(member));
            }
            _ => {}
        }
    }

    fn of<'a>(&'a self, part: &'a str) -> &'a str {
        let is_id = part.len() == 36 && part.matches('-').count() == 4;
        match self.by_id.get(part) {
            Some(name) => name,
            None if is_id => "ID",
            None if part.starts_with("bootstrap-token-") => "bootstrap-token",
            None => part,
        }
    }
}

/// Whether a call only asks.
pub fn is_question(request: &Request) -> bool {
    request.method == "GET" || request.path().ends_with("/capacity")
}

/// What a call is known by, whatever came of it.
pub fn name(side: Side, request: &Request, names: &Names) -> String {
    let path = request.path();
    let path: Vec<&str> =
        path.strip_prefix("/metal/v1").unwrap_or(path).split('/').map(|part| names.of(part)).collect();
    let mark = if side == Side::Kubernetes { "kubernetes " } else { "" };
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let subject = match (side, request.method.as_str()) {
        (Side::Packet, "POST") => body["hostname"].as_str().or(body["type"].as_str()).map(|word| format!(" {word}")),
        _ => None,
    };
    format!("{mark}{} {}{}", request.method, path.join("/"), subject.unwrap_or_default())
}

/// In which state a question found things: asked again in the same state, it is the same point.
pub fn state(request: &Request, reply: &Reply) -> String {
    let body = reply.json();
    let path = request.path();
    if reply.status >= 300 {
        return format!(" [{}]", reply.status);
    }
    if let Some(devices) = body["devices"].as_array().filter(|_| path.ends_with("/devices")) {
        let is_own = |device: &&Value| device["tags"].to_string().contains("packetctl:id=");
        return told(devices.iter().filter(is_own).map(|device| device["state"].as_str().unwrap_or("?").to_owned()));
    }
    if let Some(events) = body["events"].as_array() {
        let kinds = events.iter().filter_map(|event| event["type"].as_str());
        let kinds: BTreeSet<&str> = kinds.filter(|kind| kind.starts_with("user.")).collect();
        return format!(" [{}]", kinds.into_iter().collect::<Vec<_>>().join(" "));
    }
    if let Some(nodes) = body["items"].as_array().filter(|_| path.ends_with("/nodes")) {
        return told(nodes.iter().map(node));
    }
    if let Some(addresses) = body["ip_addresses"].as_array().filter(|_| path.ends_with("/ips")) {
        return told(addresses.iter().map(|_| "reserved".to_owned()));
    }
    String::new()
}

fn node(node: &Value) -> String {
    let conditions = node["status"]["conditions"].as_array();
    let is_ready =
        conditions.is_some_and(|all| all.iter().any(|one| one["type"] == "Ready" && one["status"] == "True"));
    let is_new = node["spec"]["taints"].to_string().contains("uninitialized");
    let words = [(is_ready, "ready"), (is_new, "uninitialized"), (node["spec"]["unschedulable"] == true, "cordoned")];
    let words: Vec<&str> = words.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| word).collect();
    if words.is_empty() { "set up".to_owned() } else { words.join("+") }
}

/// How many are in which state.
fn told(states: impl Iterator<Item = String>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    states.for_each(|state| *counts.entry(state).or_default() += 1);
    let counts: Vec<String> = counts.into_iter().map(|(state, count)| format!("{count} {state}")).collect();
    format!(" [{}]", counts.join(", "))
}
