//! Reserved blocks of addresses.

use super::address::location;
use super::moment;
use crate::sim::links::Links;
use crate::sim::world::World;
use crate::sim::world::address::{netmask, numbers};
use crate::sim::world::reservation::{Kind, Reservation};
use serde_json::{Value, json};

/// A block (OpenAPI `IPReservation`, which forbids members that it does not name).
pub(in crate::sim) fn reservation(world: &World, links: Links, block: &Reservation) -> Value {
    let (facility, metro) = location(links, block.facility.as_deref(), block.metro.as_deref());
    let numbers = block.network.map(|network| numbers(network, block.cidr));
    let assignments: Vec<Value> =
        block.assignments.iter().map(|assignment| links.reference("ips", assignment.address)).collect();
    json!({
        "id": block.id,
        "type": block.kind,
        "state": block.state,
        "address_family": block.kind.family(),
        "public": block.kind != Kind::PrivateIpv4,
        "global_ip": block.kind == Kind::GlobalIpv4,
        "network": block.network,
        "gateway": numbers.map(|(gateway, _)| gateway),
        "address": numbers.map(|(_, address)| address),
        "netmask": block.network.map(|network| netmask(network, block.cidr)),
        "cidr": block.cidr,
        "management": block.is_birth_block,
        "manageable": true,
        "enabled": true,
        "addon": !block.is_birth_block,
        "bill": !block.is_birth_block,
        "tags": block.tags,
        "details": block.details,
        "customdata": block.customdata,
        "facility": facility,
        "metro": metro,
        "project": links.reference("projects", block.project),
        "project_lite": links.reference("projects", block.project),
        "requested_by": links.reference("users", world.account.user),
        "assignments": assignments,
        "available": format!("{}/available", links.link("ips", block.id)),
        "created_at": moment(block.created_at),
        "href": links.link("ips", block.id),
    })
}
