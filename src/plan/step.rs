//! Steps: one effect each, or one thing to wait for.

use super::NodeAddress;
use crate::cluster::{Role, Shape};
use std::collections::BTreeMap;

/// A step and when it can be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The step.
    pub step: Step,
    /// When.
    pub when: When,
}

/// When a step can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// At once.
    Now,
    /// Once something else has happened; the words say what.
    Later(String),
}

/// One effect, or one thing to wait for.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Reserves the elastic address.
    ReserveEndpoint,
    /// Waits until the order of the elastic address is answered, or is old enough to count as not sent.
    AwaitEndpoint,
    /// Forgets the order of the elastic address, which was never taken.
    ForgetEndpoint,
    /// Orders a machine.
    CreateMachine(Box<NewMachine>),
    /// Waits until the order of a machine is seen as a device, or is old enough to count as not sent.
    AwaitOrder {
        /// The machine.
        machine: String,
        /// The tag of its order.
        order: String,
    },
    /// Gives the elastic address to the control plane.
    AssignEndpoint {
        /// The address.
        address: String,
        /// The machine.
        machine: String,
        /// The id of its device; none before it is there.
        device: Option<String>,
    },
    /// Takes the elastic address from a device that is not the control plane.
    UnassignEndpoint {
        /// The address.
        address: String,
        /// The id of the device.
        device: String,
    },
    /// Powers a device on.
    PowerOn {
        /// The machine.
        machine: String,
        /// The id of its device.
        device: String,
    },
    /// Gives a device the hostname that its machine's name is.
    Rename {
        /// The machine, and so the new hostname.
        machine: String,
        /// The id of its device.
        device: String,
        /// The hostname it has.
        from: String,
    },
    /// Waits for the API server.
    AwaitApi,
    /// Applies the addons.
    ApplyAddons {
        /// How many objects there are.
        count: usize,
    },
    /// Makes the join token, or makes it again with the same value.
    MakeToken,
    /// Completes a node's object.
    SetUpNode(Box<NodeSetUp>),
    /// Waits until a machine's node is Ready.
    AwaitNode {
        /// The machine.
        machine: String,
    },
    /// Takes the private keys out of the control plane's user-data at the API.
    Scrub {
        /// The machine.
        machine: String,
        /// The id of its device.
        device: String,
    },
    /// Deletes the join token.
    DeleteToken,
    /// Cordons a node and evicts its pods.
    Drain {
        /// The node.
        node: String,
    },
    /// Deletes a device.
    DeleteDevice {
        /// The machine.
        machine: String,
        /// The id of its device.
        device: String,
        /// Why.
        reason: Reason,
    },
    /// Waits until a device is gone.
    AwaitGone {
        /// The machine.
        machine: String,
        /// The id of its device.
        device: String,
    },
    /// Deletes a node's object.
    DeleteNode {
        /// The node.
        node: String,
    },
    /// Forgets a machine that is gone, or whose order was never taken.
    Forget {
        /// The machine.
        machine: String,
        /// The tag of its order.
        order: String,
    },
    /// Gives the elastic address back.
    ReleaseEndpoint {
        /// The id of the reservation.
        id: String,
        /// The address.
        address: String,
    },
}

/// A machine to be ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMachine {
    /// Its name.
    pub name: String,
    /// The name of its group.
    pub group: String,
    /// What it is for.
    pub role: Role,
    /// What it looks like.
    pub shape: Shape,
    /// How many machines were tried in its place before it, in this run.
    pub earlier_tries: u32,
    /// The machine it replaces.
    pub replaces: Option<String>,
}

/// What a node's object lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeSetUp {
    /// The node.
    pub node: String,
    /// `spec.providerID` to be set; none if it stands there already.
    pub provider_id: Option<String>,
    /// Labels to be added or changed.
    pub labels: BTreeMap<String, String>,
    /// Annotations to be added or changed.
    pub annotations: BTreeMap<String, String>,
    /// All addresses of its status; none if they stand there already.
    pub addresses: Option<Vec<NodeAddress>>,
    /// Whether the taint of an uninitialized node goes.
    pub initializes: bool,
}

/// Why a device is deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The files want fewer machines.
    Extra,
    /// Installing it failed, or took too long, or it did not become a Ready node; the words say which.
    Failed(String),
    /// It is to be replaced, as the user said.
    Replaced,
    /// The whole cluster goes.
    Down,
}
