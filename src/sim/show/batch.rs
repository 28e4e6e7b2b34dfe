//! Batches.

use super::moment;
use crate::sim::links::Links;
use crate::sim::world::World;
use crate::sim::world::batch::Batch;
use serde_json::{Value, json};

/// A batch, with those of its devices that are still there.
pub(in crate::sim) fn batch(world: &World, links: Links, batch: &Batch) -> Value {
    let devices = batch.devices.iter().filter(|device| world.devices.get(**device).is_some());
    let devices: Vec<Value> = devices.map(|device| links.reference("devices", device)).collect();
    json!({
        "id": batch.id,
        "state": batch.state,
        "quantity": batch.quantity,
        "error_messages": batch.error_messages,
        "devices": devices,
        "project": links.reference("projects", batch.project),
        "created_at": moment(batch.created_at),
        "updated_at": moment(batch.updated_at),
        "href": links.link("batches", batch.id),
    })
}
