//! What is there: plain data, put together from the state, Packet's answers and the cluster's.

use crate::cluster::Role;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that a plan is made from, at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// The moment.
    pub at: Timestamp,
    /// The elastic address of this cluster.
    pub endpoint: Option<Endpoint>,
    /// Addresses of this cluster besides: reserved a second time, or not to be had before a person agrees.
    pub spare_endpoints: Vec<SpareEndpoint>,
    /// Its machines: remembered, seen, or both.
    pub machines: Vec<Machine>,
    /// Whether the API server answers.
    pub api: Api,
    /// Since when this run has seen it answer.
    pub answering_since: Option<Timestamp>,
    /// Whether it ever answered, in this run or an earlier one: from then on the control plane holds data. It is false
    /// again once a new control plane is ordered.
    pub has_answered: bool,
    /// The nodes; meaningful only while the API answers.
    pub nodes: Vec<Node>,
    /// The ids of devices of this cluster that are known to be gone, those of forgotten machines included.
    pub gone_devices: BTreeSet<String>,
    /// The digest of the addons that were applied last.
    pub applied_addons: Option<String>,
    /// The token with which workers join.
    pub token: Token,
}

/// The elastic address of the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Endpoint {
    /// Its reservation was announced, and has not been seen.
    Ordered {
        /// When it was announced.
        at: Timestamp,
    },
    /// It is there.
    Reserved {
        /// The id of the reservation.
        id: String,
        /// The address, bare.
        address: String,
        /// The id of the device it stands on.
        assigned_to: Option<String>,
    },
}

/// A reservation of this cluster that is not the one it uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpareEndpoint {
    /// The id of the reservation.
    pub id: String,
    /// The address, bare; none while a person decides about it, or has denied it.
    pub address: Option<String>,
}

/// One machine of the cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct Machine {
    /// Its name: hostname, node name, tag.
    pub name: String,
    /// The name of its group.
    pub group: String,
    /// What it is for.
    pub role: Role,
    /// The tag that only its order carries.
    pub order: String,
    /// When it was ordered.
    pub ordered_at: Timestamp,
    /// How many machines were tried in its place before it, in this run.
    pub earlier_tries: u32,
    /// The name of the machine it replaces, as its [`NewMachine`](super::NewMachine) said.
    pub replaces: Option<String>,
    /// Whether its node was ever seen Ready: from then on it holds pods, and is not deleted for being slow.
    pub was_ready: bool,
    /// Whether its node was cordoned and drained by a [`Step::Drain`](super::Step::Drain).
    pub is_drained: bool,
    /// Why it was given up: the words of the [`Reason::Failed`](super::Reason::Failed) that its device was deleted for.
    pub given_up: Option<String>,
    /// Whether the private keys are out of its user-data at the API; always so for workers, which never had them.
    pub is_scrubbed: bool,
    /// What is known of its device.
    pub device: MachineDevice,
    /// What it said last of itself.
    pub report: Option<Report>,
}

/// What is known of a machine's device.
#[derive(Debug, Clone, PartialEq)]
pub enum MachineDevice {
    /// Ordered, or about to be, and not seen yet.
    Ordered,
    /// Seen.
    Present(Box<Device>),
    /// It was there, and is gone for good.
    Gone,
}

/// What a device is doing, in Packet's words; moving states count as where they go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceState {
    /// Queued, provisioning or reinstalling.
    Provisioning,
    /// Up.
    Active,
    /// Powered off.
    Inactive,
    /// On its way from one power state to the other.
    Switching,
    /// Installing failed.
    Failed,
    /// Being wiped.
    Deprovisioning,
}

/// A device as Packet tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Device {
    /// Its id.
    pub id: String,
    /// What it is doing.
    pub state: DeviceState,
    /// How far installing it is, from 0 to 100.
    pub percentage: Option<f64>,
    /// Its hostname at Packet.
    pub hostname: String,
    /// Its plan.
    pub plan: Option<String>,
    /// Its operating system.
    pub operating_system: Option<String>,
    /// The facility it stands in.
    pub facility: Option<String>,
    /// The metro it stands in.
    pub metro: Option<String>,
    /// How it is billed.
    pub billing_cycle: Option<String>,
    /// Its own public IPv4 address.
    pub public_address: Option<String>,
    /// Its own private IPv4 address.
    pub private_address: Option<String>,
    /// When it was ordered, by Packet's clock.
    pub created_at: Option<Timestamp>,
    /// Since when this run has seen it active; there for every active one, or its patience never ends.
    pub active_since: Option<Timestamp>,
}

/// What a machine said of itself, by an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// When.
    pub at: Timestamp,
    /// What it is doing, for example `installing packages`.
    pub phase: String,
    /// Why it failed, if it did.
    pub failure: Option<String>,
}

/// Whether the API server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Api {
    /// There is no address to ask yet, or nobody asked.
    Unknown,
    /// It does not answer as it should, for this reason.
    Silent(String),
    /// It does.
    Answering,
}

/// A node of the cluster.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the API tells as one")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// `spec.providerID`.
    pub provider_id: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// Whether it is Ready.
    pub is_ready: bool,
    /// Whether it is cordoned.
    pub is_cordoned: bool,
    /// Whether it is marked to go first.
    pub is_marked: bool,
    /// Whether it has the taint of a node that no cloud controller has initialized.
    pub is_uninitialized: bool,
    /// The version of its kubelet, with its `v`.
    pub version: String,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// Its annotations.
    pub annotations: BTreeMap<String, String>,
    /// The addresses in its status.
    pub addresses: Vec<NodeAddress>,
}

/// An address in a node's status.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeAddress {
    /// `InternalIP`, `ExternalIP` or `Hostname`.
    pub kind: String,
    /// The address.
    pub address: String,
}

/// The token with which workers join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// The API was not asked, or none was made by this cluster's runs.
    Unknown,
    /// The cluster does not know it, or it has ended.
    Absent,
    /// It can be used.
    Valid,
}
