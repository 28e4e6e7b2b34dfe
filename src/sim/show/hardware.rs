//! Reserved machines.

use super::address::location;
use super::moment;
use crate::sim::catalogue;
use crate::sim::links::Links;
use crate::sim::world::device::short;
use crate::sim::world::hardware::HardwareReservation;
use serde_json::{Value, json};

/// A reserved machine. Here none is a spare, and none ever needs service.
pub(in crate::sim) fn hardware(links: Links, hardware: &HardwareReservation) -> Value {
    let (facility, metro) = location(links, Some(&hardware.facility), None);
    json!({
        "id": hardware.id,
        "short_id": short(hardware.id),
        "plan": catalogue::plan(&hardware.plan).map(|plan| plan.to_json(links)),
        "facility": facility,
        "metro": metro,
        "project": links.reference("projects", hardware.project),
        "device": hardware.device.map(|device| links.reference("devices", device)),
        "provisionable": hardware.is_provisionable(),
        "spare": false,
        "need_of_service": false,
        "switch_uuid": hardware.switch,
        "custom_rate": null,
        "termination_time": null,
        "created_at": moment(hardware.created_at),
        "href": links.link("hardware-reservations", hardware.id),
    })
}
