//! What can be asked of one look: who is who, how old things are.

use super::{Api, Device, DeviceState, Machine, MachineDevice, Node, Observed, Wanted};
use crate::cluster::{Group, Role};
use jiff::Timestamp;
use std::collections::HashMap;
use std::time::Duration;

/// Everything a plan is made from.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) wanted: &'a Wanted<'a>,
    pub(super) observed: &'a Observed,
    pub(super) nodes: &'a Nodes<'a>,
}

/// The nodes, found at once: a thousand machines ask for theirs.
#[derive(Debug, Default)]
pub(super) struct Nodes<'a> {
    by_device: HashMap<&'a str, &'a Node>,
    /// Those that name no device, by their names.
    unclaimed: HashMap<&'a str, &'a Node>,
}

impl<'a> Nodes<'a> {
    /// The nodes of a look, as far as the API tells them.
    pub(super) fn of(observed: &'a Observed) -> Self {
        let mut nodes = Self::default();
        for node in observed.nodes.iter().filter(|_| observed.api == Api::Answering) {
            if let Some(id) = provided(node) {
                nodes.by_device.entry(id).or_insert(node);
            }
            if node.provider_id.is_none() {
                nodes.unclaimed.entry(&node.name).or_insert(node);
            }
        }
        nodes
    }
}

impl<'a> Look<'a> {
    pub(super) fn api_answers(self) -> bool {
        self.observed.api == Api::Answering
    }

    pub(super) fn is_younger(self, since: Timestamp, span: Duration) -> bool {
        is_younger(since, self.observed.at, span)
    }

    /// The group that a machine belongs to, if the files still have it.
    pub(super) fn group(self, machine: &Machine) -> Option<&'a Group> {
        let control_plane = &self.wanted.cluster.control_plane;
        match machine.role {
            Role::ControlPlane => Some(control_plane).filter(|group| group.name == machine.name),
            Role::Worker => self.wanted.cluster.workers.iter().find(|group| group.name == machine.group),
        }
    }

    /// Whether the user allows to replace the machine.
    pub(super) fn may_replace(self, name: &str) -> bool {
        self.wanted.permissions.replace.contains(name)
    }

    /// The machine that runs the control plane, or is about to.
    pub(super) fn control_plane(self) -> Option<&'a Machine> {
        let name = &self.wanted.cluster.control_plane.name;
        let own = |machine: &&Machine| machine.role == Role::ControlPlane && machine.name == *name;
        let lives = |machine: &&Machine| match &machine.device {
            MachineDevice::Ordered => true,
            MachineDevice::Present(device) => device.state != DeviceState::Deprovisioning,
            MachineDevice::Gone => false,
        };
        self.observed.machines.iter().filter(own).filter(lives).max_by_key(|machine| machine.ordered_at)
    }

    /// The node that a machine is: the one that names its device, or the one of its name that names none.
    pub(super) fn node(self, machine: &Machine) -> Option<&'a Node> {
        let by_device = device(machine).and_then(|device| self.nodes.by_device.get(device.id.as_str()));
        by_device.or_else(|| self.nodes.unclaimed.get(machine.name.as_str())).copied()
    }

    /// A node of a machine's name that is what an older device of this name left.
    pub(super) fn leftover(self, machine: &Machine) -> Option<&'a Node> {
        let is_ours = |id: &str| self.observed.machines.iter().filter_map(device).any(|device| device.id == id);
        let is_old = |node: &Node| match provided(node) {
            Some(id) => !is_ours(id),
            // It may be that of a machine that came in its place and is not set up yet.
            None => node.provider_id.is_none() && !self.lives(&machine.name),
        };
        self.nodes().find(|node| node.name == machine.name && is_old(node))
    }

    /// Whether a machine of this name has a device.
    fn lives(self, name: &str) -> bool {
        self.observed.machines.iter().any(|machine| machine.name == name && device(machine).is_some())
    }

    /// The nodes, as far as the API tells them.
    pub(super) fn nodes(self) -> impl Iterator<Item = &'a Node> {
        self.observed.nodes.iter().filter(move |_| self.api_answers())
    }

    pub(super) fn is_ready(self, machine: &Machine) -> bool {
        let is_active = device(machine).is_some_and(|device| device.state == DeviceState::Active);
        is_active && self.node(machine).is_some_and(|node| node.is_ready)
    }
}

/// The device of a machine, if it is there.
pub(super) fn device(machine: &Machine) -> Option<&Device> {
    match &machine.device {
        MachineDevice::Present(device) => Some(device),
        MachineDevice::Ordered | MachineDevice::Gone => None,
    }
}

/// The id of the Packet device that a node says it is. A cloud controller of later years writes `equinixmetal://ID`.
pub(super) fn provided(node: &Node) -> Option<&str> {
    let (scheme, id) = node.provider_id.as_deref()?.split_once("://")?;
    ["packet", "equinixmetal"].contains(&scheme).then_some(id)
}

/// Whether less than a span lies between a moment and now.
pub(super) fn is_younger(since: Timestamp, now: Timestamp, span: Duration) -> bool {
    // A moment in the future, by another clock, is young.
    now.duration_since(since) < jiff::SignedDuration::try_from(span).unwrap_or(jiff::SignedDuration::MAX)
}

/// A span as people say it.
pub(super) fn spoken(span: Duration) -> String {
    let seconds = span.as_secs();
    if seconds.is_multiple_of(60) && seconds > 0 { format!("{} min", seconds / 60) } else { format!("{seconds} s") }
}
