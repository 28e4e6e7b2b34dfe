//! What clients relied on, though the document does not ask for it.
//!
//! Terraform takes a failure for an API error only with a JSON type and a
//! request id; packngo and the Go SDK page by all members of `meta`; CAPP reads
//! a device's facility and metro without asking for them.

use super::complaint::{Complaints, Matter};
use super::schema::{component, is_uuid, without_nulls};
use super::{Document, SERVER};
use crate::wire::{Reply, Request};
use serde_json::Value;

/// Every member that a page's `meta` has, be it null.
const META: [&str; 8] = ["self", "first", "last", "previous", "next", "total", "current_page", "last_page"];
/// Those of them that are links.
const META_LINKS: [&str; 5] = ["self", "first", "last", "previous", "next"];
/// What the decoders of the time took for a reservation, not for an assignment.
const RESERVATION_TYPES: [&str; 4] = ["global_ipv4", "public_ipv4", "private_ipv4", "public_ipv6"];

/// Headers, links and the shape of errors: what holds for any operation.
pub fn judge_reply(reply: &Reply, is_old: bool, complaints: &mut Complaints) {
    if !reply.headers.get("x-request-id").is_some_and(is_uuid) {
        let text = "each reply has one, a UUID";
        complaints.add(Matter::ReplyHeader("X-Request-Id".to_owned()), text);
    }
    if !reply.body.is_empty() && !reply.headers.say_json() {
        let text = "it is application/json wherever there is a body, errors included";
        complaints.add(Matter::ReplyHeader("Content-Type".to_owned()), text);
    }
    let body = reply.json();
    if reply.status >= 400 {
        let is_list = body["errors"].as_array().is_some_and(|errors| !errors.is_empty() && errors.iter().all(is_words));
        if !is_list && !is_words(&body["error"]) {
            complaints
                .add(Matter::ReplyBody(String::new()), "an error has `errors`, a list of texts, or `error`, a text");
        }
    }
    let mut links = Vec::new();
    links_of(&body, "", &mut links);
    for (at, link) in links {
        let is_page = at.starts_with("/meta/");
        let has_prefix = link.starts_with(&format!("{SERVER}/"));
        let is_as_it_was = if is_page || is_old { link.starts_with('/') && !has_prefix } else { has_prefix };
        // What the caller may not see is named by `#` and its id.
        if !is_as_it_was && !link.strip_prefix('#').is_some_and(is_uuid) {
            let wanted = if is_page || is_old { "without" } else { "with" };
            complaints.add(Matter::ReplyBody(at), format!("{link} should be {wanted} the prefix {SERVER}"));
        }
    }
}

fn is_words(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.is_empty())
}

/// Every `href` in a value, with its place.
fn links_of(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(link) if name == "href" => found.push((format!("{at}/{name}"), link.clone())),
                    // What the customer wrote is the customer's.
                    _ if name == "customdata" => {}
                    _ => links_of(value, &format!("{at}/{name}"), found),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                links_of(item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// What each kind of resource, and each page, must have.
pub fn judge_resource(
    document: &Document,
    schema: &Value,
    request: &Request,
    body: &Value,
    complaints: &mut Complaints,
) {
    let mut judge = Judge { document, request, complaints };
    if let Some(name) = component(schema) {
        judge.resource(name, body, "");
        let properties = document.components["schemas"][name]["properties"].as_object();
        for (member, schema) in properties.into_iter().flatten() {
            judge.list(member, schema, &body[member]);
        }
        if properties.is_some_and(|properties| properties.contains_key("meta")) {
            judge.page(name, body);
        }
    } else if body["type"].as_str().is_some_and(|kind| RESERVATION_TYPES.contains(&kind)) {
        // A choice of several: a reservation must be one, not merely fit the loosest.
        judge.reservation(body, "");
    } else {
        judge.resource("IPAssignment", body, "");
    }
}

struct Judge<'a> {
    document: &'a Document,
    request: &'a Request,
    complaints: &'a mut Complaints,
}

impl Judge<'_> {
    fn complain(&mut self, at: &str, text: impl Into<String>) {
        self.complaints.add(Matter::ReplyBody(at.to_owned()), text);
    }

    /// A list of the kind that holds resources; a resource's own lists hold links.
    fn list(&mut self, member: &str, schema: &Value, value: &Value) {
        let items = &schema["items"];
        let Some(name) = component(items).or_else(|| component(&items["anyOf"][0])) else { return };
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            let at = format!("/{member}/{index}");
            match name {
                "IPReservation" if item["type"] != "vrf" => self.reservation(item, &at),
                _ => self.resource(name, item, &at),
            }
        }
    }

    fn resource(&mut self, name: &str, value: &Value, at: &str) {
        let schema = &self.document.components["schemas"][name];
        let has = |member: &str| !schema["properties"][member].is_null();
        let is_link = value.as_object().is_some_and(|members| members.len() == 1 && members.contains_key("href"));
        // Without BGP the project's configuration is an object without an id; events to come have none either.
        let may_be_nameless = ["BgpConfig", "Href"].contains(&name) || at.starts_with("/provisioning_events");
        if has("id") && has("href") && !is_link && !may_be_nameless {
            for member in ["id", "href"] {
                if !is_words(&value[member]) {
                    self.complain(&format!("{at}/{member}"), format!("a {name} has it"));
                }
            }
        }
        if name == "Device" && !is_link {
            self.device(value, at);
        }
    }

    fn device(&mut self, device: &Value, at: &str) {
        for member in ["hostname", "state", "short_id", "created_at", "updated_at", "billing_cycle", "user"] {
            if !is_words(&device[member]) {
                self.complain(&format!("{at}/{member}"), "a device has it");
            }
        }
        let excluded: Vec<String> =
            self.request.query().into_iter().filter(|(name, _)| name == "exclude").map(|(_, names)| names).collect();
        let is_excluded = |member: &str| excluded.iter().any(|names| names.split(',').any(|name| name == member));
        for member in ["ip_addresses", "tags", "provisioning_events", "network_ports", "ssh_keys", "volumes"] {
            if !device[member].is_array() && !is_excluded(member) {
                self.complain(&format!("{at}/{member}"), "a device has it, be it empty");
            }
        }
        if !is_words(&device["project"]["href"]) && !is_words(&device["project"]["id"]) {
            self.complain(&format!("{at}/project"), "a device names its project");
        }
        for (member, inner) in [("plan", "slug"), ("operating_system", "slug"), ("metro", "code"), ("facility", "code")]
        {
            if !is_words(&device[member][inner]) && !is_excluded(member) {
                self.complain(&format!("{at}/{member}/{inner}"), "a device embeds it");
            }
        }
    }

    /// Only this kind forbids unknown members, and strict decoders reject them.
    fn reservation(&mut self, value: &Value, at: &str) {
        let schema = serde_json::json!({ "$ref": "#/components/schemas/IPReservation" });
        for (place, text) in self.document.validate("IPReservation", &schema, &without_nulls(value)) {
            self.complain(&format!("{at}{place}"), text);
        }
        self.resource("IPReservation", value, at);
    }

    fn page(&mut self, name: &str, body: &Value) {
        let meta = &body["meta"];
        for member in META {
            if meta.get(member).is_none() {
                self.complain(&format!("/meta/{member}"), format!("a {name} has it, be it null"));
            }
        }
        for member in META_LINKS {
            let Some(link) = meta[member]["href"].as_str() else { continue };
            let own = self.request.path().trim_start_matches(SERVER);
            if link.split('?').next() != Some(own) {
                self.complain(&format!("/meta/{member}"), format!("{link} leads elsewhere than {own}"));
            }
        }
        let (total, last) = (meta["total"].as_u64(), meta["last_page"].as_u64());
        let (Some(total), Some(last)) = (total, last) else {
            return self.complain("/meta", "total and last_page are numbers");
        };
        let asked = self.request.query().into_iter().find(|(name, _)| name == "per_page");
        let usual = if self.request.path().ends_with("/ips") { 250 } else { 10 };
        let asked = asked.map_or(Some(usual), |(_, value)| value.parse().ok());
        // What is made of an absurd size is nobody's right.
        let Some(size) = asked.filter(|size| (1..=1000).contains(size)) else { return };
        if last != total.div_ceil(size).max(1) {
            self.complain("/meta/last_page", format!("{last} pages for {total} things, {size} on each"));
        }
        let lists = body.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_array());
        for items in lists {
            if items.len() as u64 > size {
                self.complain("", format!("{} things on a page of {size}", items.len()));
            }
        }
    }
}
