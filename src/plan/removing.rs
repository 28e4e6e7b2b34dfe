//! From what is there to nothing.

use super::look::is_younger;
use super::{Device, DeviceState, Endpoint, Limits, Machine, MachineDevice, Observed, Plan, Reason, Step, When};

/// How an address is called that nobody has agreed to yet.
const ASKED_FOR: &str = "that was asked for";

/// Deletes every device, waits until all are gone, and gives the address back last: while a device lives, it is used.
///
/// An order without an answer may still take effect while it is young, so it is waited for.
pub(super) fn plan(observed: &Observed, limits: &Limits) -> Plan {
    let mut plan = Plan::default();
    for machine in &observed.machines {
        match &machine.device {
            MachineDevice::Ordered => ordered(&mut plan, machine, observed, limits),
            MachineDevice::Present(device) => present(&mut plan, machine, device),
            MachineDevice::Gone => forget(&mut plan, machine, When::Now),
        }
    }
    endpoint(&mut plan, observed, limits);
    plan
}

fn ordered(plan: &mut Plan, machine: &Machine, observed: &Observed, limits: &Limits) {
    let is_young = is_younger(machine.ordered_at, observed.at, limits.order);
    if is_young {
        let order = machine.order.clone();
        plan.step(Step::AwaitOrder { machine: machine.name.clone(), order }, When::Now);
    }
    forget(plan, machine, if is_young { When::Later("its order is known not to be taken".into()) } else { When::Now });
}

fn present(plan: &mut Plan, machine: &Machine, device: &Device) {
    let name = || machine.name.clone();
    let gone = Step::AwaitGone { machine: name(), device: device.id.clone() };
    if device.state == DeviceState::Deprovisioning {
        plan.step(gone, When::Now);
    } else {
        let delete = Step::DeleteDevice { machine: name(), device: device.id.clone(), reason: Reason::Down };
        plan.step(delete, When::Now);
        plan.step(gone, When::Later("it is deleted".into()));
    }
    forget(plan, machine, When::Later("it is gone".into()));
}

fn forget(plan: &mut Plan, machine: &Machine, when: When) {
    plan.step(Step::Forget { machine: machine.name.clone(), order: machine.order.clone() }, when);
}

fn endpoint(plan: &mut Plan, observed: &Observed, limits: &Limits) {
    match &observed.endpoint {
        None => {}
        Some(Endpoint::Ordered { at }) if is_younger(*at, observed.at, limits.order) => {
            plan.step(Step::AwaitEndpoint, When::Now);
            plan.step(Step::ForgetEndpoint, When::Later("its order is known not to be taken".into()));
        }
        Some(Endpoint::Ordered { .. }) => plan.step(Step::ForgetEndpoint, When::Now),
        Some(Endpoint::Reserved { id, address, .. }) => release(plan, observed, id, address),
    }
    for spare in &observed.spare_endpoints {
        release(plan, observed, &spare.id, spare.address.as_deref().unwrap_or(ASKED_FOR));
    }
}

fn release(plan: &mut Plan, observed: &Observed, id: &str, address: &str) {
    let is_free = observed.machines.iter().all(|machine| machine.device == MachineDevice::Gone);
    let when = if is_free { When::Now } else { When::Later("the devices are gone".into()) };
    plan.step(Step::ReleaseEndpoint { id: id.to_owned(), address: address.to_owned() }, when);
}
