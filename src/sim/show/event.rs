//! Events.

use super::moment;
use crate::sim::links::Links;
use crate::sim::world::event::Event;
use serde_json::{Value, json};

/// An event.
pub(in crate::sim) fn event(links: Links, event: &Event) -> Value {
    let device = event.device.map(|id| links.reference("devices", id));
    let relationships: Vec<Value> = device.into_iter().chain([links.reference("projects", event.project)]).collect();
    json!({
        "id": event.id,
        "type": event.kind,
        "body": event.body,
        "state": event.state,
        "created_at": moment(event.created_at),
        "modified_by": null,
        "ip": event.ip,
        "interpolated": event.body,
        "relationships": relationships,
        "href": links.link("events", event.id),
    })
}
