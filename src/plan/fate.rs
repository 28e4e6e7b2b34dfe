//! What becomes of each machine that is there.

use super::drift::drift;
use super::look::{Look, device, spoken};
use super::{Device, DeviceState, EndpointChoice, Machine, MachineDevice, Reason};
use crate::cluster::Role;

/// What becomes of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// Its order may still be answered.
    Awaited,
    /// Its order was never taken.
    Unsent,
    /// It stays.
    Kept,
    /// Its device is to be deleted.
    Doomed(Reason),
    /// Its device is being wiped.
    Leaving,
    /// Its device is gone.
    Gone,
}

/// A machine and what becomes of it.
#[derive(Debug, Clone)]
pub(super) struct Judged<'a> {
    pub(super) machine: &'a Machine,
    pub(super) fate: Fate,
}

impl Judged<'_> {
    /// Whether it takes one of the places that its group has.
    pub(super) fn is_counted(&self) -> bool {
        matches!(self.fate, Fate::Awaited | Fate::Kept)
    }

    /// Whether its place is, or will be, empty.
    pub(super) fn is_lost(&self) -> bool {
        match &self.fate {
            Fate::Doomed(reason) => *reason != Reason::Extra,
            Fate::Leaving | Fate::Gone => true,
            Fate::Awaited | Fate::Unsent | Fate::Kept => false,
        }
    }
}

/// Judges all machines, but for those that are too many.
pub(super) fn judge(look: Look<'_>) -> Vec<Judged<'_>> {
    look.observed.machines.iter().map(|machine| Judged { machine, fate: fate(look, machine) }).collect()
}

fn fate(look: Look<'_>, machine: &Machine) -> Fate {
    let device = match &machine.device {
        MachineDevice::Ordered if look.is_younger(machine.ordered_at, look.wanted.limits.order) => {
            return Fate::Awaited;
        }
        MachineDevice::Ordered => return Fate::Unsent,
        MachineDevice::Gone => return Fate::Gone,
        MachineDevice::Present(device) => device,
    };
    if device.state == DeviceState::Deprovisioning {
        return Fate::Leaving;
    }
    if let Some(why) = failure(look, machine, device) {
        let said = machine.report.as_ref().and_then(|report| report.failure.as_deref());
        let why = said.filter(|said| !why.contains(said)).map_or_else(|| why.clone(), |said| format!("{why}: {said}"));
        return Fate::Doomed(Reason::Failed(why));
    }
    if look.may_replace(&machine.name) && (!drift(look, machine).is_empty() || is_broken(look, machine)) {
        return Fate::Doomed(Reason::Replaced);
    }
    Fate::Kept
}

/// Why a machine must go though it is wanted; none for those that may become, or are, what they should be.
fn failure(look: Look<'_>, machine: &Machine, device: &Device) -> Option<String> {
    if look.group(machine).is_none() {
        // Workers beyond the files wait for the user's word; a control plane without data gives way to the new one.
        let gives_way =
            machine.role == Role::ControlPlane && (!look.observed.has_answered || look.may_replace(&machine.name));
        return gives_way.then(|| "the files name another control plane".to_owned());
    }
    let holds_data = machine.role == Role::ControlPlane && look.observed.has_answered;
    if holds_data && !look.may_replace(&machine.name) {
        return None;
    }
    if machine.given_up.is_some() {
        return machine.given_up.clone();
    }
    if device.state == DeviceState::Failed {
        return Some("installing it failed".to_owned());
    }
    if machine.role == Role::Worker && is_orphan(look, machine) {
        return Some("it belongs to a control plane that is gone".to_owned());
    }
    if machine.was_ready || holds_data {
        return None;
    }
    too_slow(look, machine, device)
}

/// Whether a worker was made for, or joined, a control plane that was replaced since.
fn is_orphan(look: Look<'_>, machine: &Machine) -> bool {
    let is_older = look.control_plane().is_some_and(|control_plane| machine.ordered_at < control_plane.ordered_at);
    let is_left = if machine.was_ready {
        // A kubelet makes its node once, and the new control plane does not know it.
        look.api_answers() && look.node(machine).is_none()
    } else {
        // It waits for an address that went with the old one.
        *look.wanted.endpoint == EndpointChoice::Device
    };
    is_older && is_left
}

fn too_slow(look: Look<'_>, machine: &Machine, device: &Device) -> Option<String> {
    let limits = look.wanted.limits;
    match device.state {
        DeviceState::Provisioning => {
            // By our own clock: Packet's may go differently, and a limit must not end by that.
            let is_late = !look.is_younger(machine.ordered_at, limits.boot);
            is_late.then(|| format!("it was not up within {}", spoken(limits.boot)))
        }
        DeviceState::Active => {
            let since = match machine.role {
                Role::ControlPlane if look.api_answers() => return None,
                Role::ControlPlane => device.active_since?,
                Role::Worker if !look.api_answers() || look.is_ready(machine) => return None,
                // It could not join before there was something to join.
                Role::Worker => device.active_since?.max(look.observed.answering_since?),
            };
            let missed = match machine.role {
                Role::ControlPlane => "its API server did not answer within",
                Role::Worker => "it did not become a Ready node within",
            };
            (!look.is_younger(since, limits.join)).then(|| format!("{missed} {}", spoken(limits.join)))
        }
        DeviceState::Inactive | DeviceState::Switching | DeviceState::Failed | DeviceState::Deprovisioning => None,
    }
}

/// Whether a machine that the user gave up is out of order. Its successor has the usual time to recover.
fn is_broken(look: Look<'_>, machine: &Machine) -> bool {
    let is_down = machine.was_ready && look.api_answers() && !look.is_ready(machine);
    is_down && (is_meant(machine) || is_overdue(look, machine))
}

/// Whether the user's word to replace a machine means this one, and not the one that came in its place by its name.
pub(super) fn is_meant(machine: &Machine) -> bool {
    machine.replaces.as_ref() != Some(&machine.name)
}

/// Whether a machine that was a Ready node once has had the time to become one again.
pub(super) fn is_overdue(look: Look<'_>, machine: &Machine) -> bool {
    let since = device(machine).filter(|device| device.state == DeviceState::Active).and_then(|it| it.active_since);
    let since = since.zip(look.observed.answering_since).map(|(active, answering)| active.max(answering));
    since.is_some_and(|since| !look.is_younger(since, look.wanted.limits.join))
}
