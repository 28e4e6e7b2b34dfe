//! What happens to machines, and machines that nobody ordered.

use super::arguments::Arguments;
use super::moment;
use crate::sim::service::State;
use crate::sim::wire::device_orders;
use crate::sim::wire::form::Form;
use crate::sim::wire::reply::Refusal;
use crate::sim::world::World;
use crate::sim::world::device::{Order, State as DeviceState};
use crate::sim::world::ledger::End;
use serde_json::{Value, json};
use uuid::Uuid;

/// The most machines that are added at once.
const MOST: u32 = 10_000;

/// A machine fails for a `reason`.
pub(super) fn fail(state: &mut State, arguments: &Arguments) -> Result<Value, Refusal> {
    let id = living(&state.world, arguments)?;
    let body = arguments.body()?;
    let mut form = Form::new(&body);
    let reason = form.filled("reason");
    form.finish()?;
    state.world.fail_device(id, reason.as_deref().unwrap_or("Provisioning failed"));
    Ok(told(&state.world, id))
}

/// The platform takes a machine away at once.
pub(super) fn vanish(state: &mut State, arguments: &Arguments) -> Result<Value, Refusal> {
    let id = arguments.device(&state.world)?;
    state.world.remove_device(id, End::Vanished);
    Ok(told(&state.world, id))
}

/// A machine is gone at once, as if its user had deleted it.
pub(super) fn remove(state: &mut State, arguments: &Arguments) -> Result<Value, Refusal> {
    let id = arguments.device(&state.world)?;
    state.world.remove_device(id, End::Deleted);
    Ok(told(&state.world, id))
}

/// Provisioning gets no further.
pub(super) fn stall(state: &mut State, arguments: &Arguments) -> Result<Value, Refusal> {
    let id = arguments.device(&state.world)?;
    let is = |device: DeviceState| {
        matches!(device, DeviceState::Queued | DeviceState::Provisioning | DeviceState::Reinstalling)
    };
    if !state.world.devices.get(id).is_some_and(|device| is(device.state)) {
        return Err(Refusal::unprocessable("the device is not being provisioned"));
    }
    state.world.stall_device(id);
    Ok(told(&state.world, id))
}

/// A machine is off.
pub(super) fn lose_power(state: &mut State, arguments: &Arguments) -> Result<Value, Refusal> {
    let id = arguments.device(&state.world)?;
    if !state.world.lose_power(id) {
        return Err(Refusal::unprocessable("the device has not been active yet, or is no longer"));
    }
    Ok(told(&state.world, id))
}

/// Adds machines behind the API's back: what a create takes, `count` times; `active` at once unless that is false.
pub(super) fn add_foreign(state: &mut State, arguments: &Arguments) -> Result<Value, Refusal> {
    let world = &mut state.world;
    let project = arguments.project(world)?;
    let body = arguments.body()?;
    let mut form = Form::new(&body);
    let count = form.count("count", 1..=MOST);
    let is_active = form.flag("active").unwrap_or(true);
    form.finish()?;
    let count = count.unwrap_or(1);
    let (order, keys) = device_orders::read(world, project, &body).map_err(unprocessable)?;
    if count > 1 && order.hardware.is_some() {
        return Err(Refusal::unprocessable("only one device can run on a hardware reservation"));
    }
    if world.stock.left(&order.facility, &order.plan) < count {
        return Err(Refusal::unprocessable("there are not so many left; see PUT /simulator/capacity"));
    }
    let order = Order { keys: keys.install(world), ..order };
    let devices: Vec<Uuid> = (0..count).map(|_| world.add_foreign_device(order.clone(), is_active)).collect();
    Ok(json!({ "devices": devices }))
}

/// What the API would answer with another status is the asker's mistake here.
fn unprocessable(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Errors(_, errors) => Refusal::Errors(422, errors),
        Refusal::Unauthorized => refusal,
    }
}

/// The device in the path, unless it is being taken down.
fn living(world: &World, arguments: &Arguments) -> Result<Uuid, Refusal> {
    let id = arguments.device(world)?;
    if world.devices.get(id).is_some_and(|device| device.state == DeviceState::Deprovisioning) {
        return Err(Refusal::unprocessable("the device is being deleted"));
    }
    Ok(id)
}

/// What a device is now.
fn told(world: &World, id: Uuid) -> Value {
    let device = world.devices.get(id);
    json!({ "device": id, "state": device.map(|device| device.state), "now": moment(world.now) })
}
