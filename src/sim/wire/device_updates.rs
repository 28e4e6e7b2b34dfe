//! Changing a device: what may be changed, checked as when it was ordered.

use super::call::Call;
use super::device_orders::{billing_cycle, hostname, userdata};
use super::form::Form;
use super::reply::{Refusal, Reply};
use crate::sim::show;
use crate::sim::world::World;

/// `updateDevice`, by PUT and by PATCH: 200 with the device. Tags are replaced whole; what is not said stays.
pub(super) fn update(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let device = call.device(world)?;
    let (id, mut order) = (device.id, device.order.clone());
    let mut form = Form::new(&call.body);
    let new_hostname = hostname(&mut form);
    if form.has("description") {
        order.description = form.text("description");
    }
    if form.has("tags") {
        order.tags = form.tags().unwrap_or_default();
    }
    if form.get("userdata").is_some() {
        order.userdata = userdata(&mut form);
    }
    if form.get("customdata").is_some() {
        // packngo clears it with an empty text.
        order.customdata = form.object("customdata").unwrap_or_else(|| serde_json::json!({}));
    }
    if form.has("ipxe_script_url") {
        order.ipxe_script_url = form.filled("ipxe_script_url");
    }
    order.billing_cycle = billing_cycle(&mut form).unwrap_or(order.billing_cycle);
    order.locked = form.flag("locked").unwrap_or(order.locked);
    order.always_pxe = form.flag("always_pxe").unwrap_or(order.always_pxe);
    order.network_frozen = form.flag("network_frozen").unwrap_or(order.network_frozen);
    form.flag("spot_instance");
    form.finish()?;

    world.rename(id, new_hostname.as_deref(), &order.tags);
    let now = world.now;
    let device = world.devices.edit(id).ok_or_else(Refusal::not_found)?;
    device.order = order;
    device.updated_at = now;
    let device = world.devices.get(id).ok_or_else(Refusal::not_found)?;
    Ok(Reply::ok(show::device(world, call.links, device)))
}
