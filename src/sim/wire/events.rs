//! Events, newest first, in pages.

use super::call::Call;
use super::page::{Page, USUAL};
use super::reply::{Refusal, Reply};
use crate::sim::show;
use crate::sim::world::World;
use crate::sim::world::event::Event;
use serde_json::{Value, json};

/// `findDeviceEvents`.
pub(super) fn of_device(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let device = call.device(world)?.id;
    Ok(page(world, call, |event| event.device == Some(device)))
}

/// `findProjectEvents`.
pub(super) fn of_project(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project(world)?.id;
    Ok(page(world, call, |event| event.project == project))
}

/// `findEvents`: of everything that the caller may see.
pub(super) fn all(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    Ok(page(world, call, |event| world.may_see(call.caller, event.project)))
}

/// `findEventById`.
pub(super) fn get(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let event = world.events.get(call.id()?).ok_or_else(Refusal::not_found)?;
    call.must_see(world, event.project)?;
    Ok(Reply::ok(show::event(call.links, event)))
}

fn page(world: &World, call: &Call, is_wanted: impl Fn(&Event) -> bool) -> Reply {
    let events: Vec<&Event> = world.events.iter().rev().filter(|event| is_wanted(event)).collect();
    let page = Page::of(&call.query, USUAL);
    let shown: Vec<Value> = page.cut(&events).iter().map(|event| show::event(call.links, event)).collect();
    Reply::ok(json!({ "events": shown, "meta": page.meta(&call.path, &call.query, events.len()) }))
}
