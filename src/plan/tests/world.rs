//! A simple world that does what plans say, and in which machines live.

use super::scene::{ADDRESS, Scene, device, node};
use crate::cluster::Role;
use crate::plan::{
    Api, Device, DeviceState, Endpoint, EndpointChoice, Machine, MachineDevice, NewMachine, Node, Observed, Plan,
    Reason, Step, Token,
};
use jiff::SignedDuration;
use std::collections::{BTreeMap, BTreeSet};

/// The world: what is observed of it is all there is, but for nodes while nobody can ask for them.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) scene: Scene,
    /// Nodes as etcd has them.
    nodes: Vec<Node>,
    /// Whether the API server does not answer for the moment.
    pub(super) is_silent: bool,
    /// Whether orders do not arrive for the moment.
    pub(super) loses_orders: bool,
    /// The ids of devices that come no further.
    pub(super) stuck: BTreeSet<String>,
    orders: usize,
}

impl World {
    pub(super) fn new(scene: Scene) -> Self {
        let nodes = scene.observed.nodes.clone();
        Self { scene, nodes, is_silent: false, loses_orders: false, stuck: BTreeSet::new(), orders: 0 }
    }

    /// Does what a plan says is to be done now, and lets a minute pass.
    pub(super) fn follow(&mut self, plan: &Plan) {
        for step in plan.now() {
            self.take(step);
        }
        self.pass();
    }

    fn take(&mut self, step: &Step) {
        let observed = &mut self.scene.observed;
        match step {
            Step::ReserveEndpoint => {
                let assigned_to = None;
                observed.endpoint = Some(Endpoint::Reserved { id: "ip".into(), address: ADDRESS.into(), assigned_to });
            }
            Step::ReleaseEndpoint { .. } | Step::ForgetEndpoint => observed.endpoint = None,
            Step::AssignEndpoint { device, .. } => self.assign(device.clone()),
            Step::UnassignEndpoint { .. } => self.assign(None),
            Step::CreateMachine(new) => self.create(new),
            Step::PowerOn { device, .. } => {
                let at = observed.at;
                let device = self.device(device);
                (device.state, device.active_since) = (DeviceState::Active, Some(at));
            }
            Step::Rename { machine, device, .. } => self.device(device).hostname.clone_from(machine),
            Step::ApplyAddons { .. } => observed.applied_addons = Some(self.scene.addons.digest.clone()),
            Step::MakeToken => observed.token = Token::Valid,
            Step::DeleteToken => observed.token = Token::Absent,
            Step::Scrub { device, .. } => self.machine(device.as_deref().expect("it is there")).is_scrubbed = true,
            Step::SetUpNode(set_up) => {
                let found = self.nodes.iter_mut().find(|node| node.name == set_up.node).expect("the node is there");
                found.labels.extend(set_up.labels.clone());
                found.provider_id = found.provider_id.take().or_else(|| set_up.provider_id.clone());
                found.addresses = set_up.addresses.clone().unwrap_or_else(|| found.addresses.clone());
                found.is_uninitialized &= !set_up.initializes;
            }
            Step::Drain { node } => {
                self.nodes.iter_mut().find(|it| it.name == *node).expect("the node is there").is_cordoned = true;
                self.scene.machine(node).is_drained = true;
            }
            Step::DeleteDevice { device, reason, .. } => self.delete(device, reason),
            Step::DeleteNode { node } => {
                let before = self.nodes.len();
                self.nodes.retain(|it| it.name != *node);
                assert_ne!(before, self.nodes.len(), "there was no node {node}");
            }
            Step::Forget { order, .. } => observed.machines.retain(|machine| machine.order != *order),
            Step::AwaitEndpoint
            | Step::AwaitOrder { .. }
            | Step::AwaitApi
            | Step::AwaitNode { .. }
            | Step::AwaitGone { .. } => {}
        }
    }

    /// The machine of a device: only devices that are there are named.
    fn machine(&mut self, id: &str) -> &mut Machine {
        let has_it = |machine: &&mut Machine| matches!(&machine.device, MachineDevice::Present(it) if it.id == id);
        self.scene.observed.machines.iter_mut().find(has_it).expect(id)
    }

    fn device(&mut self, id: &str) -> &mut Device {
        match &mut self.machine(id).device {
            MachineDevice::Present(device) => device,
            MachineDevice::Ordered | MachineDevice::Gone => panic!("{id} is not there"),
        }
    }

    fn assign(&mut self, device: Option<String>) {
        if let Some(Endpoint::Reserved { assigned_to, .. }) = &mut self.scene.observed.endpoint {
            *assigned_to = device;
        }
    }

    fn create(&mut self, new: &NewMachine) {
        self.orders += 1;
        let observed = &mut self.scene.observed;
        if new.role == Role::ControlPlane {
            observed.has_answered = false;
            observed.applied_addons = None;
            observed.token = Token::Unknown;
            self.nodes.clear();
        }
        observed.machines.push(Machine {
            name: new.name.clone(),
            group: new.group.clone(),
            role: new.role,
            order: format!("order-{}", self.orders),
            ordered_at: observed.at,
            earlier_tries: new.earlier_tries,
            replaces: new.replaces.clone(),
            was_ready: false,
            is_drained: false,
            given_up: None,
            is_scrubbed: new.role == Role::Worker,
            device: MachineDevice::Ordered,
            report: None,
        });
    }

    fn delete(&mut self, id: &str, reason: &Reason) {
        let machine = self.machine(id);
        if let Reason::Failed(why) = reason {
            machine.given_up = Some(why.clone());
        }
        if let MachineDevice::Present(device) = &mut machine.device {
            device.state = DeviceState::Deprovisioning;
        }
    }

    /// A minute passes: machines boot, join, become Ready, and go.
    fn pass(&mut self) {
        let observed = &mut self.scene.observed;
        observed.at += SignedDuration::from_mins(1);
        let at = observed.at;
        for machine in &mut observed.machines {
            let device = match &mut machine.device {
                MachineDevice::Gone => continue,
                MachineDevice::Ordered if self.loses_orders => continue,
                MachineDevice::Ordered => {
                    let mut new = device(&format!("id-{}", machine.order), &machine.name, at);
                    new.state = DeviceState::Provisioning;
                    (new.public_address, new.active_since) = (None, None);
                    machine.device = MachineDevice::Present(Box::new(new));
                    continue;
                }
                MachineDevice::Present(device) => device,
            };
            match device.state {
                _ if device.public_address.is_none() => {
                    device.public_address = Some("203.0.113.5".into());
                }
                DeviceState::Provisioning if !self.stuck.contains(&device.id) => {
                    device.state = DeviceState::Active;
                    device.active_since = Some(at);
                }
                DeviceState::Deprovisioning => {
                    observed.gone_devices.insert(device.id.clone());
                    machine.device = MachineDevice::Gone;
                }
                _ => {}
            }
        }
        self.answer();
        self.join();
        self.show();
    }

    /// Looks again after something happened between two looks.
    pub(super) fn look(&mut self) {
        self.answer();
        self.show();
    }

    fn answer(&mut self) {
        let observed = &mut self.scene.observed;
        let Observed { at, endpoint, machines, .. } = &*observed;
        let up = machines.iter().find_map(|machine| match &machine.device {
            MachineDevice::Present(device) if machine.role == Role::ControlPlane => {
                (device.state == DeviceState::Active).then(|| device.id.clone())
            }
            _ => None,
        });
        let is_own = self.scene.endpoint != EndpointChoice::Elastic;
        let reached = is_own || matches!(endpoint, Some(Endpoint::Reserved { assigned_to, .. }) if *assigned_to == up);
        if up.is_some() && reached && !self.is_silent {
            observed.answering_since = observed.answering_since.or(Some(*at));
            observed.api = Api::Answering;
            observed.has_answered = true;
            if observed.token == Token::Unknown {
                // kubeadm makes it.
                observed.token = Token::Valid;
            }
        } else {
            observed.api = Api::Silent("nothing answers".into());
            observed.answering_since = None;
        }
    }

    fn join(&mut self) {
        let answers = self.scene.observed.api == Api::Answering;
        for machine in &mut self.scene.observed.machines {
            let MachineDevice::Present(device) = &machine.device else { continue };
            if !answers || device.state != DeviceState::Active {
                continue;
            }
            if self.stuck.contains(&device.id) {
                if let Some(found) = self.nodes.iter_mut().find(|node| node.name == machine.name) {
                    found.is_ready = false;
                }
                continue;
            }
            let may_join = machine.role == Role::ControlPlane || self.scene.observed.token == Token::Valid;
            match self.nodes.iter_mut().find(|node| node.name == machine.name) {
                Some(found) if found.provider_id.is_some() => {
                    found.is_ready = true;
                    machine.was_ready |= found.provider_id == Some(format!("packet://{}", device.id));
                }
                Some(_) => {}
                // A kubelet makes its node once.
                None if machine.was_ready || !may_join => {}
                None => self.nodes.push(Node {
                    is_ready: false,
                    is_uninitialized: true,
                    labels: BTreeMap::new(),
                    addresses: Vec::new(),
                    ..node(&machine.name, None)
                }),
            }
        }
    }

    /// What can be observed of the nodes.
    fn show(&mut self) {
        let answers = self.scene.observed.api == Api::Answering;
        self.scene.observed.nodes = if answers { self.nodes.clone() } else { Vec::new() };
    }
}
