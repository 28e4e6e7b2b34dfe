//! Addresses on devices.

use super::moment;
use crate::sim::catalogue;
use crate::sim::links::Links;
use crate::sim::world::World;
use crate::sim::world::address::{Address, netmask};
use crate::sim::world::device::Device;
use crate::sim::world::reservation::{Kind, birth_block};
use serde_json::{Value, json};

/// The whole facility and metro of a place, or null; a facility brings its metro.
pub(super) fn location(links: Links, facility: Option<&str>, metro: Option<&str>) -> (Value, Value) {
    let facility = facility.and_then(catalogue::facility);
    let metro = facility.map(|facility| facility.metro).or_else(|| metro.and_then(catalogue::metro));
    (
        facility.map_or(Value::Null, |facility| facility.to_json(links)),
        metro.map_or(Value::Null, catalogue::Metro::to_json),
    )
}

/// An address as it stands in its device. The facility is a link, so that a list of many devices stays small.
pub(super) fn assigned(world: &World, links: Links, device: &Device, address: &Address) -> Value {
    let reservation = address.reservation.and_then(|id| world.reservations.get(id));
    let (facility, metro) = match reservation {
        // A block of a whole metro, and a global one, belong to no facility.
        Some(block) => (block.facility.as_deref().and_then(catalogue::facility), block.metro.as_deref()),
        None => (catalogue::facility(&device.order.facility), None),
    };
    let metro = facility.map(|facility| facility.metro).or_else(|| metro.and_then(catalogue::metro));
    json!({
        "id": address.id,
        "address_family": address.family(),
        "netmask": netmask(address.network, address.cidr),
        "created_at": moment(address.created_at),
        "details": address.details,
        "tags": address.tags,
        "public": address.public,
        "cidr": address.cidr,
        "management": address.management,
        "manageable": address.manageable,
        "enabled": true,
        "global_ip": reservation.is_some_and(|block| block.kind == Kind::GlobalIpv4),
        "customdata": address.customdata,
        "project": links.reference("projects", device.project),
        "project_lite": links.reference("projects", device.project),
        "facility": facility.map(|facility| facility.reference(links)),
        "metro": metro.map(catalogue::Metro::to_json),
        "assigned_to": links.reference("devices", device.id),
        "interface": links.reference("ports", device.machine.bond),
        "network": address.network,
        "address": address.address,
        "gateway": address.gateway,
        "parent_block": parent_block(world, links, device, address),
        "href": links.link("ips", address.id),
    })
}

/// The block that an address was taken from.
pub(super) fn parent_block(world: &World, links: Links, device: &Device, address: &Address) -> Value {
    let (network, cidr) = address.parent;
    let block = address.reservation.unwrap_or_else(|| birth_block(device.project, network));
    json!({
        "network": network,
        "netmask": netmask(network, cidr),
        "cidr": cidr,
        // A public pair is a block of its own.
        "href": links.link("ips", world.reservations.get(block).map_or(address.id, |block| block.id)),
    })
}

/// An assignment on its own: what an assign request answers, and what `/ips/{id}` gives for one.
pub(in crate::sim) fn assignment(world: &World, links: Links, device: &Device, address: &Address) -> Value {
    let mut value = assigned(world, links, device, address);
    if let Value::Object(members) = &mut value {
        // The Go SDK takes exactly this word, or none.
        members.insert("type".into(), json!("IPAssignment"));
    }
    value
}
