//! From two looks to what changed between them.

use super::transition::Transition;
use crate::plan::{Api, Device, DeviceState, Endpoint, Machine, MachineDevice, Node, Observed, Report};
use std::collections::BTreeMap;

/// What changed from one look to the next; of a first look, one sum of what was found, if anything was.
pub(super) fn between(previous: Option<&Observed>, next: &Observed) -> Vec<Transition> {
    let Some(previous) = previous else { return found(next).into_iter().collect() };
    let mut changes = Vec::new();
    endpoint(previous, next, &mut changes);
    machines(previous, next, &mut changes);
    api(previous, next, &mut changes);
    // While the API is silent nothing is known of nodes, so none of them joins or goes.
    if next.api == Api::Answering {
        nodes(previous, next, &mut changes);
    }
    changes
}

fn found(observed: &Observed) -> Option<Transition> {
    let is_active = |machine: &&Machine| device(machine).is_some_and(|device| device.state == DeviceState::Active);
    let machines = observed.machines.iter().filter(|machine| machine.device != MachineDevice::Gone).count();
    let is_something = machines > 0 || observed.endpoint.is_some();
    is_something.then(|| Transition::Found {
        machines,
        active: observed.machines.iter().filter(is_active).count(),
        ready: observed.nodes.iter().filter(|node| node.is_ready).count(),
        api_answers: observed.api == Api::Answering,
    })
}

fn endpoint(previous: &Observed, next: &Observed, changes: &mut Vec<Transition>) {
    let Some(Endpoint::Reserved { id, address, .. }) = &next.endpoint else { return };
    if !matches!(&previous.endpoint, Some(Endpoint::Reserved { .. })) {
        changes.push(Transition::EndpointReserved { address: address.clone(), id: id.clone() });
    }
}

/// Machines are followed by their orders: one may come anew under the name of another.
fn machines(previous: &Observed, next: &Observed, changes: &mut Vec<Transition>) {
    let earlier: BTreeMap<&str, &Machine> =
        previous.machines.iter().map(|machine| (machine.order.as_str(), machine)).collect();
    let later: BTreeMap<&str, &Machine> =
        next.machines.iter().map(|machine| (machine.order.as_str(), machine)).collect();
    for machine in &next.machines {
        one(earlier.get(machine.order.as_str()).copied(), machine, changes);
    }
    for machine in previous.machines.iter().filter(|machine| !later.contains_key(machine.order.as_str())) {
        if let Some(device) = device(machine) {
            changes.push(gone(machine, device));
        }
    }
}

fn one(previous: Option<&Machine>, next: &Machine, changes: &mut Vec<Transition>) {
    let before = previous.and_then(device);
    match (before, &next.device) {
        (Some(before), MachineDevice::Gone) => changes.push(gone(next, before)),
        (before, MachineDevice::Present(now)) if before.map(|before| before.state) != Some(now.state) => {
            changes.push(state(next, now));
        }
        _ => {}
    }
    let said = |machine: &Machine| machine.report.as_ref().map(|report| (report.phase.clone(), report.failure.clone()));
    if let Some(report) = &next.report
        && previous.and_then(said) != said(next)
    {
        changes.push(self::said(next, report));
    }
    if let Some(why) = &next.given_up
        && previous.is_none_or(|previous| previous.given_up.is_none())
    {
        changes.push(Transition::MachineGivenUp { machine: next.name.clone(), why: why.clone() });
    }
}

fn gone(machine: &Machine, device: &Device) -> Transition {
    Transition::MachineGone { machine: machine.name.clone(), device: device.id.clone() }
}

fn state(machine: &Machine, now: &Device) -> Transition {
    let (machine, device) = (machine.name.clone(), now.id.clone());
    match now.state {
        DeviceState::Provisioning => Transition::MachineProvisioning { machine, device },
        DeviceState::Active => Transition::MachineActive { machine, device, address: now.public_address.clone() },
        DeviceState::Inactive => Transition::MachineInactive { machine, device },
        DeviceState::Switching => Transition::MachineSwitching { machine, device },
        DeviceState::Failed => Transition::MachineFailed { machine, device },
        DeviceState::Deprovisioning => Transition::MachineDeprovisioning { machine, device },
    }
}

fn said(machine: &Machine, report: &Report) -> Transition {
    let (machine, phase) = (machine.name.clone(), report.phase.clone());
    match report.failure.clone() {
        Some(why) => Transition::MachineSaidFailed { machine, phase, why },
        None => Transition::MachineSaid { machine, phase },
    }
}

fn api(previous: &Observed, next: &Observed, changes: &mut Vec<Transition>) {
    match (&previous.api, &next.api) {
        (Api::Answering, Api::Answering) => {}
        (_, Api::Answering) => changes.push(Transition::ApiAnswers),
        (Api::Answering, Api::Silent(why)) => changes.push(Transition::ApiSilent { why: why.clone() }),
        _ => {}
    }
}

fn nodes(previous: &Observed, next: &Observed, changes: &mut Vec<Transition>) {
    let earlier: BTreeMap<&str, &Node> = previous.nodes.iter().map(|node| (node.name.as_str(), node)).collect();
    for node in &next.nodes {
        let before = earlier.get(node.name.as_str());
        if before.is_none() {
            changes.push(Transition::NodeJoined { node: node.name.clone() });
        }
        match (before.is_some_and(|before| before.is_ready), node.is_ready) {
            (false, true) => {
                changes.push(Transition::NodeReady { node: node.name.clone(), version: node.version.clone() });
            }
            (true, false) => changes.push(Transition::NodeNotReady { node: node.name.clone() }),
            _ => {}
        }
    }
}

/// The device of a machine, while it is there.
pub(super) fn device(machine: &Machine) -> Option<&Device> {
    match &machine.device {
        MachineDevice::Present(device) => Some(device),
        MachineDevice::Ordered | MachineDevice::Gone => None,
    }
}
