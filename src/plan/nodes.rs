//! What is done for machines that stay, and for their nodes.

use super::drift::{drift, metro};
use super::fate::{Fate, Judged, is_overdue};
use super::look::{Look, device, provided};
use super::places::Places;
use super::{Device, DeviceState, Finding, Gravity, Machine, Node, NodeAddress, NodeSetUp, Plan, Step, When};
use crate::cluster::{Group, Role, Shape};
use std::collections::BTreeMap;

/// The labels that a cloud controller would give a node (Kubernetes' well-known labels).
const INSTANCE_TYPE: &str = "node.kubernetes.io/instance-type";
const REGION: &str = "topology.kubernetes.io/region";
const ZONE: &str = "topology.kubernetes.io/zone";

/// The steps of machines that stay, of those that come, and of nodes that nothing stands behind.
pub(super) fn tend(plan: &mut Plan, look: Look<'_>, judged: &[Judged<'_>], places: &Places) {
    for Judged { machine, fate } in judged {
        let Some(group) = look.group(machine) else { continue };
        match (fate, device(machine)) {
            (Fate::Kept, Some(device)) => kept(plan, look, group, machine, device),
            (Fate::Awaited, _) => announce(plan, &machine.name, group),
            _ => {}
        }
    }
    for (name, group) in &places.coming {
        let group = look.wanted.cluster.groups().find(|wanted| wanted.name == *group);
        if let Some(group) = group {
            announce(plan, name, group);
        }
    }
    orphans(plan, look);
}

/// A machine that is still to come.
fn announce(plan: &mut Plan, name: &str, group: &Group) {
    let (labels, annotations) = (labels(&group.shape, None), group.shape.annotations.clone());
    let node = name.to_owned();
    let set_up = NodeSetUp { node, provider_id: None, labels, annotations, addresses: None, initializes: true };
    plan.step(Step::SetUpNode(Box::new(set_up)), When::Later("its node appears".into()));
    plan.step(Step::AwaitNode { machine: name.to_owned() }, When::Later("it has joined".into()));
}

fn kept(plan: &mut Plan, look: Look<'_>, group: &Group, machine: &Machine, device: &Device) {
    let (name, id) = (|| machine.name.clone(), || device.id.clone());
    if device.state == DeviceState::Inactive {
        plan.step(Step::PowerOn { machine: name(), device: id() }, When::Now);
    }
    if device.hostname != machine.name {
        let from = device.hostname.clone();
        plan.step(Step::Rename { machine: name(), device: id(), from }, When::Now);
    }
    drifted(plan, look, machine);
    if !look.api_answers() {
        if !machine.was_ready {
            announce(plan, &machine.name, group);
        }
        return;
    }
    let Some(node) = look.node(machine) else {
        if let Some(old) = look.leftover(machine) {
            plan.step(Step::DeleteNode { node: old.name.clone() }, When::Now);
        }
        if !is_waited_out(look, machine) {
            let set_up = complete(&group.shape, machine, device, &Node::unseen(&machine.name));
            plan.step(Step::SetUpNode(Box::new(set_up)), When::Later("its node appears".into()));
        }
        return await_node(plan, look, machine);
    };
    let set_up = complete(&group.shape, machine, device, node);
    if set_up.is_needed() {
        plan.step(Step::SetUpNode(Box::new(set_up)), When::Now);
    }
    if !look.is_ready(machine) {
        await_node(plan, look, machine);
    }
}

/// Whether nothing is to be expected any more of a machine that stays all the same.
fn is_waited_out(look: Look<'_>, machine: &Machine) -> bool {
    (machine.was_ready || machine.role == Role::ControlPlane) && is_overdue(look, machine)
}

/// Waits for a node; but not for ever for one that was Ready once, or that holds the cluster's data: such a machine is
/// not replaced unasked, so it is told, and left to the user.
fn await_node(plan: &mut Plan, look: Look<'_>, machine: &Machine) {
    if !is_waited_out(look, machine) {
        return plan.step(Step::AwaitNode { machine: machine.name.clone() }, When::Now);
    }
    let what = match (machine.was_ready, look.node(machine)) {
        (true, Some(_)) => "its node was Ready once, and is not any more",
        (true, None) => "its node was Ready once, and is not there any more",
        (false, _) => "its API server answers, but its node does not become Ready",
    };
    let hint = format!("look at the machine; {}", replace(machine));
    plan.findings.push(Finding::new(Gravity::Failed, &machine.name, what).hint(hint));
}

fn drifted(plan: &mut Plan, look: Look<'_>, machine: &Machine) {
    let hint = || format!("{}; or put the files back", replace(machine));
    let told = drift(look, machine).into_iter();
    plan.findings.extend(told.map(|what| Finding::new(Gravity::Open, &machine.name, what).hint(hint())));
}

fn replace(machine: &Machine) -> String {
    let lost = match machine.role {
        Role::ControlPlane => ", and the cluster's data is lost with it",
        Role::Worker => "",
    };
    format!("`packetctl up --replace {}` replaces it{lost}", machine.name)
}

/// Nodes whose devices are known to be gone, and that no machine is left to answer for.
fn orphans(plan: &mut Plan, look: Look<'_>) {
    for node in look.nodes() {
        let is_gone = provided(node).is_some_and(|id| look.observed.gone_devices.contains(id));
        let has_machine = look.observed.machines.iter().any(|machine| machine.name == node.name);
        if is_gone && !has_machine {
            plan.step(Step::DeleteNode { node: node.name.clone() }, When::Now);
        }
    }
}

/// What a node's object lacks.
fn complete(shape: &Shape, machine: &Machine, device: &Device, node: &Node) -> NodeSetUp {
    let lacking = |wanted: BTreeMap<String, String>, found: &BTreeMap<String, String>| {
        wanted.into_iter().filter(|(key, value)| found.get(key) != Some(value)).collect()
    };
    let addresses = addresses(machine, device);
    let has_all = addresses.iter().all(|address| node.addresses.contains(address));
    NodeSetUp {
        node: node.name.clone(),
        provider_id: node.provider_id.is_none().then(|| format!("packet://{}", device.id)),
        labels: lacking(labels(shape, Some(device)), &node.labels),
        annotations: lacking(shape.annotations.clone(), &node.annotations),
        addresses: (!has_all).then_some(addresses),
        initializes: node.is_uninitialized,
    }
}

impl NodeSetUp {
    fn is_needed(&self) -> bool {
        self.provider_id.is_some()
            || !self.labels.is_empty()
            || !self.annotations.is_empty()
            || self.addresses.is_some()
            || self.initializes
    }
}

impl Node {
    /// A node that has not appeared yet: it lacks everything.
    fn unseen(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            provider_id: None,
            created_at: None,
            is_ready: false,
            is_cordoned: false,
            is_marked: false,
            is_uninitialized: true,
            version: String::new(),
            labels: BTreeMap::new(),
            annotations: BTreeMap::new(),
            addresses: Vec::new(),
        }
    }
}

/// The labels of a node: the files', and those that a cloud controller would give it.
fn labels(shape: &Shape, device: Option<&Device>) -> BTreeMap<String, String> {
    let facility = device.and_then(|device| device.facility.clone());
    let region = device.and_then(metro).or_else(|| facility.clone());
    let plan = device.and_then(|device| device.plan.clone()).unwrap_or_else(|| shape.plan.as_str().to_owned());
    let own = [(INSTANCE_TYPE, Some(plan)), (REGION, region), (ZONE, facility)];
    let own = own.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    own.chain(shape.labels.clone()).collect()
}

fn addresses(machine: &Machine, device: &Device) -> Vec<NodeAddress> {
    let given = [
        ("InternalIP", device.private_address.clone()),
        ("ExternalIP", device.public_address.clone()),
        ("Hostname", Some(machine.name.clone())),
    ];
    given.into_iter().filter_map(|(kind, address)| Some(NodeAddress { kind: kind.into(), address: address? })).collect()
}
