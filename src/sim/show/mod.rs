//! How things are shown: the JSON of each resource, as the service wrote it by default.
//!
//! What a resource points to is a bare `{href}`; [`resolve`] gives what one
//! points to, for `include`.

mod account;
mod address;
mod batch;
mod bgp;
mod device;
mod event;
mod hardware;
mod metadata;
mod reservation;

pub(super) use account::{key, organization, project, user};
pub(super) use address::assignment;
pub(super) use batch::batch;
pub(super) use bgp::{config as bgp_config, neighbor as bgp_neighbor, session as bgp_session};
pub(super) use device::{device, iqn};
pub(super) use event::event;
pub(super) use hardware::hardware;
pub(super) use metadata::{LICENSE, image_tag, metadata, ssh_keys};
pub(super) use reservation::reservation;

use super::catalogue;
use super::links::Links;
use super::time::written;
use super::world::World;
use super::world::project::Caller;
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

/// A moment as JSON.
fn moment(moment: Timestamp) -> Value {
    json!(written(moment))
}

/// What a link points to; where the caller may not see it, `{"href": "#ID"}`; none for a link to nowhere.
pub(super) fn resolve(world: &World, caller: Caller, links: Links, link: &str) -> Option<Value> {
    let (collection, reference) = link.strip_prefix(links.prefix())?.strip_prefix('/')?.rsplit_once('/')?;
    if let Some(code) = collection.strip_prefix("facilities/").filter(|_| reference == "address") {
        return catalogue::facility(code).map(catalogue::Facility::address);
    }
    let id = Uuid::parse_str(reference).ok()?;
    let hidden = |is_seen: bool, value: Value| if is_seen { value } else { json!({ "href": format!("#{id}") }) };
    match collection {
        "projects" => {
            let project_row = world.projects.get(id)?;
            Some(hidden(world.may_see(caller, id), project(world, links, project_row)))
        }
        "devices" => {
            let row = world.devices.get(id)?;
            Some(hidden(world.may_see(caller, row.project), device(world, links, row)))
        }
        "hardware-reservations" => {
            let row = world.hardware.get(id)?;
            Some(hidden(world.may_see(caller, row.project), hardware(links, row)))
        }
        "bgp/sessions" => {
            let row = world.sessions.get(id)?;
            let project = world.devices.get(row.device)?.project;
            Some(hidden(world.may_see(caller, project), bgp_session(world, links, row)))
        }
        "batches" => {
            let row = world.batches.get(id)?;
            Some(hidden(world.may_see(caller, row.project), batch(world, links, row)))
        }
        "ssh-keys" => {
            let row = world.keys.get(id)?;
            Some(hidden(world.may_see_key(caller, row), key(links, world, row)))
        }
        "ips" => address_or_block(world, caller, links, id, &hidden),
        "organizations" => Some(hidden(caller == Caller::User, organization(world, links)))
            .filter(|_| id == world.account.organization),
        "users" => Some(hidden(caller == Caller::User, user(world, links))),
        "facilities" => catalogue::facility(reference).map(|facility| facility.to_json(links)),
        "plans" => catalogue::plan(reference).map(|plan| plan.to_json(links)),
        "locations/metros" => catalogue::metro(reference).map(catalogue::Metro::to_json),
        "events" => {
            let row = world.events.get(id)?;
            Some(hidden(world.may_see(caller, row.project), event(links, row)))
        }
        _ => None,
    }
}

/// What `/ips/ID` stands for: a block, or an address on a device.
fn address_or_block(
    world: &World,
    caller: Caller,
    links: Links,
    id: Uuid,
    hidden: &dyn Fn(bool, Value) -> Value,
) -> Option<Value> {
    if let Some(block) = world.reservations.get(id) {
        return Some(hidden(world.may_see(caller, block.project), reservation(world, links, block)));
    }
    let (device, address) = world.assigned(id)?;
    Some(hidden(world.may_see(caller, device.project), assignment(world, links, device, address)))
}
