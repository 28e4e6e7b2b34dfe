//! `include` and `exclude`: how much of what an answer points to stands in it.
//!
//! Dotted names, at most three deep; names that mean nothing are passed over.
//! What is included by default and is excluded becomes a bare `{href}`.

use super::query::Query;
use crate::sim::links::Links;
use serde_json::{Map, Value};
use std::cell::Cell;

/// How deep names go (documentation).
const DEPTH: usize = 3;

/// What stands in an answer by default; to include it again changes nothing.
const ALWAYS: [&str; 8] = [
    "facility",
    "facility.metro",
    "metro",
    "plan",
    "operating_system",
    "ip_addresses",
    "network_ports",
    "provisioning_events",
];

/// How many values may be included in one answer (ours). What comes after that stays a link, or a list of a thousand
/// devices that each include a project that lists all of them would take all memory there is.
const MOST_INCLUDED: usize = 500_000;

/// What may still be included in an answer.
#[derive(Debug)]
pub(in crate::sim) struct Allowance(Cell<usize>);

impl Default for Allowance {
    fn default() -> Self {
        Self(Cell::new(MOST_INCLUDED))
    }
}

impl Allowance {
    /// Includes what is resolved, unless the allowance is used up.
    pub(in crate::sim) fn take(&self, resolve: impl FnOnce() -> Option<Value>) -> Option<Value> {
        let left = Some(self.0.get()).filter(|left| *left > 0)?;
        let value = resolve()?;
        self.0.set(left.saturating_sub(count(&value)));
        Some(value)
    }
}

/// How many values there are in a value, itself included.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// What a request wants reshaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sim) struct Shape<'a> {
    include: Vec<&'a str>,
    exclude: Vec<&'a str>,
}

impl<'a> Shape<'a> {
    /// Reads it.
    pub(in crate::sim) fn of(query: &'a Query) -> Self {
        let include = query.all("include").filter(|name| !ALWAYS.contains(name)).collect();
        Self { include, exclude: query.all("exclude").collect() }
    }

    /// Whether an answer stays as it is.
    pub(in crate::sim) fn is_usual(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }

    /// Reshapes an answer; `resolve` gives what a link points to.
    pub(in crate::sim) fn apply(&self, links: Links, answer: &mut Value, resolve: &dyn Fn(&str) -> Option<Value>) {
        for resource in resources(answer) {
            for name in &self.include {
                include(resource, &parts(name), resolve);
            }
            for name in &self.exclude {
                exclude(resource, &parts(name), links);
            }
        }
    }
}

fn parts(name: &str) -> Vec<&str> {
    name.split('.').take(DEPTH).collect()
}

/// The resources in an answer: itself, or the items of its lists.
fn resources(answer: &mut Value) -> Vec<&mut Value> {
    if answer.get("href").is_some() {
        return vec![answer];
    }
    let lists = answer.as_object_mut().into_iter().flat_map(Map::values_mut).filter_map(Value::as_array_mut);
    lists.flatten().collect()
}

/// The items of a list, or the one thing that is none.
fn each(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(_) => vec![value],
        _ => Vec::new(),
    }
}

/// The link, where a value stands for something else: it has no id of its own.
fn bare_link(value: &Value) -> Option<&str> {
    let object = value.as_object().filter(|object| !object.contains_key("id"))?;
    object.get("href")?.as_str()
}

/// The address of a facility is left out where nobody asks for it (published document), and has no link of its own.
fn address_link(resource: &Value, name: &str) -> Option<String> {
    let is_left_out = name == "address" && resource.get(name).is_some_and(Value::is_null);
    let link = resource.get("href").filter(|_| is_left_out)?.as_str()?;
    Some(format!("{link}/address"))
}

fn include(resource: &mut Value, parts: &[&str], resolve: &dyn Fn(&str) -> Option<Value>) {
    let Some((name, rest)) = parts.split_first() else { return };
    let address = address_link(resource, name).and_then(|link| resolve(&link));
    let Some(member) = resource.get_mut(*name) else { return };
    *member = address.unwrap_or_else(|| member.take());
    for value in each(member) {
        if let Some(whole) = bare_link(value).and_then(resolve) {
            // What stands beside the link stays: the price of a plan in a place.
            let beside = std::mem::replace(value, whole);
            if let (Value::Object(members), Value::Object(beside)) = (&mut *value, beside) {
                members.extend(beside);
            }
        }
        include(value, rest, resolve);
    }
}

fn exclude(resource: &mut Value, parts: &[&str], links: Links) {
    let Some((name, rest)) = parts.split_first() else { return };
    if rest.is_empty() {
        let Some(object) = resource.as_object_mut() else { return };
        let Some(member) = object.get_mut(*name) else { return };
        let linked = each(member).into_iter().filter_map(|value| reduce(value, name, links)).count();
        // What has no link has nothing to be reduced to. Ids and links themselves always stay.
        if linked == 0 && !["id", "href"].contains(name) {
            object.remove(*name);
        }
        return;
    }
    if let Some(member) = resource.get_mut(*name) {
        for value in each(member) {
            exclude(value, rest, links);
        }
    }
}

/// Leaves only the link, where there is one, or can be: some things stand in others without their link.
fn reduce(value: &mut Value, name: &str, links: Links) -> Option<()> {
    let collection = match name {
        "plan" => Some("plans"),
        "operating_system" => Some("operating-systems"),
        "metro" => Some("locations/metros"),
        _ => None,
    };
    let link = match (value.get("href").and_then(Value::as_str), collection) {
        (Some(link), _) => link.to_owned(),
        (None, Some(collection)) => links.link(collection, value.get("id")?.as_str()?),
        (None, None) => return None,
    };
    *value = serde_json::json!({ "href": link });
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn reshaped(query: &str, mut answer: Value) -> Value {
        let resolve = |link: &str| Some(json!({"href": link, "id": "p", "owner": {"href": "/users/u"}}));
        Shape::of(&Query::parse(query)).apply(Links::Packet, &mut answer, &resolve);
        answer
    }

    #[test]
    fn links_become_what_they_point_to_and_back() {
        let device = json!({"href": "/devices/d", "project": {"href": "/projects/p"}, "plan": {"href": "/plans/x", "slug": "x"}});
        let whole = reshaped("include=project.owner,nonsense&exclude=plan,nonsense", device);
        assert_eq!(whole["project"]["owner"]["id"], "p");
        assert_eq!(whole["plan"], json!({"href": "/plans/x"}));
    }

    #[test]
    fn every_item_of_a_list_is_reshaped() {
        let list = json!({"devices": [{"href": "/1", "keys": [{"href": "/k"}]}], "meta": {"total": 1}});
        let list = reshaped("include=keys", list);
        assert_eq!(list["devices"][0]["keys"][0]["id"], "p");
    }

    #[test]
    fn an_allowance_is_used_up() {
        let allowance = Allowance(Cell::new(5));
        let resolve = || Some(json!({"devices": [1, 2]}));
        assert!(allowance.take(resolve).is_some());
        assert!(allowance.take(resolve).is_some(), "one is left");
        assert!(allowance.take(resolve).is_none());
    }

    #[test]
    fn what_is_there_by_default_costs_nothing() {
        assert!(Shape::of(&Query::parse("include=facility,plan&page=2")).is_usual());
        assert!(!Shape::of(&Query::parse("include=project")).is_usual());
    }

    #[test]
    fn scalars_are_left_out_but_never_the_id() {
        let device = json!({"href": "/d", "id": "d", "userdata": "x"});
        assert_eq!(reshaped("exclude=userdata,id", device), json!({"href": "/d", "id": "d"}));
    }
}
