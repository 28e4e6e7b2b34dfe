//! A cluster to look at: one that wants nothing, to be spoilt.

use crate::cluster::{Cluster, DeletePolicy, Group, Location, Naming, Role, Shape};
use crate::plan::{
    Addons, Api, Device, DeviceState, Endpoint, EndpointChoice, Limits, Machine, MachineDevice, Node, NodeAddress,
    Observed, Permissions, Plan, Token, Wanted,
};
use crate::problem::Place;
use crate::values::{BillingCycle, Cidr, ClusterName, DomainName, KubernetesVersion, Metro, ProjectId, Slug};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const ADDRESS: &str = "198.51.100.7";

#[derive(Debug, Clone)]
pub(super) struct Scene {
    pub(super) cluster: Cluster,
    pub(super) endpoint: EndpointChoice,
    pub(super) addons: Addons,
    pub(super) permissions: Permissions,
    pub(super) limits: Limits,
    pub(super) observed: Observed,
}

pub(super) fn shape() -> Shape {
    Shape {
        plan: Slug::parse("plan", "c3.small.x86", "").expect("it is one"),
        operating_system: Slug::parse("system", "ubuntu_22_04", "").expect("it is one"),
        location: Location::Metro(Metro::parse("da").expect("it is one")),
        billing_cycle: BillingCycle::parse("hourly").expect("it is one"),
        version: KubernetesVersion::parse("1.34.4").expect("it is one"),
        ssh_keys: Vec::new(),
        tags: Vec::new(),
        labels: BTreeMap::from([("disk".to_owned(), "fast".to_owned())]),
        annotations: BTreeMap::new(),
        taints: Vec::new(),
    }
}

pub(super) fn group(name: &str, role: Role, naming: Naming, replicas: u32) -> Group {
    let (shape, at) = (shape(), Place::Named("test".into()));
    Group { name: name.into(), role, naming, replicas, delete_policy: DeletePolicy::Newest, shape, at }
}

impl Scene {
    /// A control plane `cp` and a group `w` of workers are wanted; nothing is there.
    pub(super) fn new(replicas: u32) -> Self {
        let at: Timestamp = "2026-01-01T12:00:00Z".parse().expect("it is a time");
        Self {
            cluster: Cluster {
                name: ClusterName::parse("demo").expect("it is one"),
                project: ProjectId::parse("93125c2a").expect("it is one"),
                pods: Cidr::parse("172.26.0.0/16").expect("it is one"),
                services: Cidr::parse("172.25.0.0/16").expect("it is one"),
                service_domain: DomainName::parse("cluster.local").expect("it is one"),
                control_plane: group("cp", Role::ControlPlane, Naming::Own, 1),
                workers: vec![group("w", Role::Worker, Naming::Numbered, replicas)],
            },
            endpoint: EndpointChoice::Elastic,
            addons: Addons { digest: "one".into(), count: 2 },
            permissions: Permissions::default(),
            limits: Limits::default(),
            observed: Observed {
                at,
                endpoint: None,
                spare_endpoints: Vec::new(),
                machines: Vec::new(),
                api: Api::Unknown,
                answering_since: None,
                has_answered: false,
                nodes: Vec::new(),
                gone_devices: BTreeSet::new(),
                applied_addons: None,
                token: Token::Unknown,
            },
        }
    }

    /// The same, and all of it is there and Ready.
    pub(super) fn converged(replicas: u32) -> Self {
        let mut scene = Self::new(replicas);
        scene.add("cp", "cp", Role::ControlPlane);
        for number in 0..replicas {
            scene.add(&format!("w-{number}"), "w", Role::Worker);
        }
        let observed = &mut scene.observed;
        let assigned_to = Some("id-cp".to_owned());
        observed.endpoint = Some(Endpoint::Reserved { id: "ip".into(), address: ADDRESS.into(), assigned_to });
        observed.api = Api::Answering;
        observed.answering_since = Some(observed.at - SignedDuration::from_hours(1));
        observed.has_answered = true;
        observed.applied_addons = Some("one".into());
        observed.token = Token::Absent;
        scene
    }

    /// Adds a machine that is Ready, not quite a day old and a minute younger than the one before.
    pub(super) fn add(&mut self, name: &str, group: &str, role: Role) {
        let before = i64::try_from(self.observed.machines.len()).expect("there are few");
        let age = SignedDuration::from_hours(24) - SignedDuration::from_mins(before);
        let ordered_at = self.observed.at - age;
        let id = format!("id-{name}");
        self.observed.machines.push(Machine {
            name: name.into(),
            group: group.into(),
            role,
            order: format!("order-{name}"),
            ordered_at,
            earlier_tries: 0,
            replaces: None,
            was_ready: true,
            is_drained: false,
            given_up: None,
            is_scrubbed: true,
            device: MachineDevice::Present(Box::new(device(&id, name, ordered_at))),
            report: None,
        });
        self.observed.nodes.push(node(name, Some(&id)));
    }

    pub(super) fn plan(&self) -> Plan {
        let wanted = Wanted {
            cluster: &self.cluster,
            endpoint: &self.endpoint,
            addons: &self.addons,
            permissions: &self.permissions,
            limits: &self.limits,
        };
        Plan::converge(&wanted, &self.observed)
    }

    /// The lines of the plan's steps.
    pub(super) fn steps(&self) -> Vec<String> {
        self.plan().steps.iter().map(ToString::to_string).collect()
    }

    /// The lines of the plan's findings.
    pub(super) fn findings(&self) -> Vec<String> {
        self.plan().findings.iter().map(ToString::to_string).collect()
    }

    pub(super) fn machine(&mut self, name: &str) -> &mut Machine {
        self.observed.machines.iter_mut().find(|machine| machine.name == name).expect(name)
    }

    pub(super) fn device(&mut self, name: &str) -> &mut Device {
        match &mut self.machine(name).device {
            MachineDevice::Present(device) => device,
            _ => panic!("{name} has no device"),
        }
    }

    pub(super) fn node(&mut self, name: &str) -> &mut Node {
        self.observed.nodes.iter_mut().find(|node| node.name == name).expect(name)
    }

    pub(super) fn remove_node(&mut self, name: &str) {
        self.observed.nodes.retain(|node| node.name != name);
    }

    pub(super) fn ago(&self, minutes: i64) -> Timestamp {
        self.observed.at - SignedDuration::from_mins(minutes)
    }

    /// Makes a machine one that was ordered some minutes ago and has not become a node yet.
    pub(super) fn unborn(&mut self, name: &str, minutes: i64) {
        let then = self.ago(minutes);
        self.remove_node(name);
        let machine = self.machine(name);
        machine.was_ready = false;
        machine.ordered_at = then;
        let device = self.device(name);
        device.created_at = Some(then);
        device.active_since = Some(then);
    }

    pub(super) fn allow(mut self, name: &str) -> Self {
        self.permissions.replace.insert(name.into());
        self
    }
}

pub(super) fn device(id: &str, hostname: &str, created_at: Timestamp) -> Device {
    Device {
        id: id.into(),
        state: DeviceState::Active,
        percentage: Some(100.0),
        hostname: hostname.into(),
        plan: Some("c3.small.x86".into()),
        operating_system: Some("ubuntu_22_04".into()),
        facility: Some("da11".into()),
        metro: Some("da".into()),
        billing_cycle: Some("hourly".into()),
        public_address: Some("203.0.113.5".into()),
        private_address: Some("10.0.0.5".into()),
        created_at: Some(created_at),
        active_since: Some(created_at),
    }
}

/// A node that is complete, and Ready.
pub(super) fn node(name: &str, device: Option<&str>) -> Node {
    let labels = [
        ("disk", "fast"),
        ("node.kubernetes.io/instance-type", "c3.small.x86"),
        ("topology.kubernetes.io/region", "da"),
        ("topology.kubernetes.io/zone", "da11"),
    ];
    let addresses = [("InternalIP", "10.0.0.5"), ("ExternalIP", "203.0.113.5"), ("Hostname", name)];
    Node {
        name: name.into(),
        provider_id: device.map(|id| format!("packet://{id}")),
        created_at: None,
        is_ready: true,
        is_cordoned: false,
        is_marked: false,
        is_uninitialized: false,
        version: "v1.34.4".into(),
        labels: labels.into_iter().map(|(key, value)| (key.into(), value.into())).collect(),
        annotations: BTreeMap::new(),
        addresses: addresses.map(|(kind, address)| NodeAddress { kind: kind.into(), address: address.into() }).into(),
    }
}
