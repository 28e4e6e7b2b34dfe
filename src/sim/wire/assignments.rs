//! Addresses of devices: listed, and assigned out of a project's blocks.

use super::call::Call;
use super::form::Form;
use super::reply::{Refusal, Reply};
use super::texts;
use crate::sim::catalogue;
use crate::sim::show;
use crate::sim::world::World;
use crate::sim::world::device::{Device, State};
use ipnet::IpNet;
use serde_json::{Value, json};
use std::net::IpAddr;
use uuid::Uuid;

/// `findIPAssignments`: all addresses of a device, those it was born with included.
pub(super) fn list(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let device = call.device(world)?;
    let addresses = device.addresses.iter();
    let addresses: Vec<Value> = addresses.map(|address| show::assignment(world, call.links, device, address)).collect();
    Ok(Reply::ok(json!({ "ip_addresses": addresses })))
}

/// `createIPAssignment`: from now on the network routes the address to the device.
///
/// Clients send `a.b.c.d/32` or the bare address; another mask takes a larger part of the block.
pub(super) fn assign(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let device = call.device(world)?;
    let mut form = Form::new(&call.body);
    let part = form.required("address").and_then(|text| network(&mut form, &text));
    let manageable = form.flag("manageable").unwrap_or(true);
    let customdata = form.object("customdata").unwrap_or_else(|| json!({}));
    form.finish()?;
    let part = part.ok_or_else(Refusal::not_found)?;
    let (device, block) = (device.id, source(world, device, part)?);
    let id = world.assign(device, block, part, manageable, customdata).ok_or_else(Refusal::not_found)?;
    let (device, address) = world.assigned(id).ok_or_else(Refusal::not_found)?;
    Ok(Reply::created(show::assignment(world, call.links, device, address)))
}

fn network(form: &mut Form, text: &str) -> Option<IpNet> {
    let whole = || text.parse::<IpAddr>().ok().map(IpNet::from);
    let network = text.parse::<IpNet>().ok().or_else(whole);
    if network.is_none() {
        form.refuse(texts::invalid("address", "is invalid"));
    }
    network.map(|network| network.trunc())
}

/// The block that a part is free in, for this device. That each is 422 is documented, the texts are ours.
fn source(world: &World, device: &Device, part: IpNet) -> Result<Uuid, Refusal> {
    if matches!(device.state, State::Deprovisioning | State::Failed) {
        return Err(Refusal::unprocessable("Cannot assign an address to a device in this state"));
    }
    let Some(block) = world.block_around(device.project, part) else {
        return Err(Refusal::unprocessable(texts::invalid("address", "is not in a reserved block of the project")));
    };
    // A block of one facility works in its whole metro, a global one everywhere.
    let metro = catalogue::facility(&device.order.facility).map(|facility| facility.metro.code);
    if block.metro.as_deref().is_some_and(|own| Some(own) != metro) {
        return Err(Refusal::unprocessable(texts::invalid("address", "is not available in the metro of the device")));
    }
    if !world.taken_of(block).leaves(part) {
        return Err(Refusal::unprocessable(texts::invalid("address", "is already assigned")));
    }
    Ok(block.id)
}
