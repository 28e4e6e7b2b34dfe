//! Actions on a device: power, rescue, reinstall.

use super::call::Call;
use super::form::Form;
use super::reply::{Refusal, Reply};
use super::texts;
use crate::sim::catalogue;
use crate::sim::world::World;
use crate::sim::world::device::State;
use crate::sim::world::lifecycle::Step;

/// `performAction`: 202 without a body; what comes of it is seen in the device's state and events.
pub(super) fn perform(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let device = call.device(world)?;
    let (id, state, locked) = (device.id, device.state, device.order.locked);
    let mut form = Form::new(&call.body);
    let kind = form.required("type");
    let system = form.filled("operating_system");
    if let Some(slug) = system.as_deref().filter(|slug| catalogue::operating_system(slug).is_none()) {
        form.refuse(texts::not_valid(slug, "operating system"));
    }
    form.finish()?;
    let kind = kind.unwrap_or_default();
    match (kind.as_str(), state) {
        ("power_off", State::Active) => world.switch_power(id, Step::PoweredOff),
        ("power_on", State::Inactive) => world.switch_power(id, Step::PoweredOn),
        ("reboot" | "rescue", State::Active | State::Inactive) => world.switch_power(id, Step::Rebooted),
        // Asked for again, there is nothing to do.
        ("power_off", State::Inactive | State::PoweringOff) | ("power_on", State::Active | State::PoweringOn) => {}
        ("reinstall", _) if locked => return Err(Refusal::unprocessable(texts::LOCKED_REINSTALL)),
        ("reinstall", State::Active | State::Inactive) => {
            let slug = system.as_deref().and_then(catalogue::operating_system).map(|system| system.slug.to_owned());
            world.reinstall(id, slug);
        }
        ("power_off" | "power_on" | "reboot" | "rescue" | "reinstall", _) => {
            // Ours: no captured text is known.
            return Err(Refusal::unprocessable(format!("Cannot {} a device in this state", kind.replace('_', " "))));
        }
        _ => return Err(Refusal::unprocessable(texts::invalid("type", "is not included in the list"))),
    }
    Ok(Reply::empty(202))
}
