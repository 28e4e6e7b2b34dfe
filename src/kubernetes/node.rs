//! A cluster's machines as it knows them.

use super::client::Client;
use super::error::Error;
use super::request::{Request, part};
use jiff::Timestamp;
use k8s_openapi::api::core::v1 as core;
use std::collections::BTreeMap;

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The name.
    pub name: String,
    /// `spec.providerID`; can be set once only.
    pub provider_id: Option<String>,
    /// When it was made, if the server says so.
    pub created_at: Option<Timestamp>,
    /// Whether its kubelet says that it can run pods.
    pub is_ready: bool,
    /// Whether no more pods shall come to it.
    pub is_cordoned: bool,
    /// What keeps pods away.
    pub taints: Vec<Taint>,
    /// The labels.
    pub labels: BTreeMap<String, String>,
    /// The annotations.
    pub annotations: BTreeMap<String, String>,
    /// The addresses in its status.
    pub addresses: Vec<NodeAddress>,
    /// The kubelet's version, for example `v1.34.4`; empty before the kubelet said so.
    pub version: String,
    /// Which state of the node this is: the guard against lost updates.
    pub(super) resource_version: String,
}

/// What keeps pods away from a node, or drives them off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taint {
    /// The key, for example `node.cloudprovider.kubernetes.io/uninitialized`.
    pub key: String,
    /// The value; may be empty.
    pub value: String,
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    pub effect: String,
}

/// One of a node's addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeAddress {
    /// `InternalIP`, `ExternalIP` or `Hostname`.
    pub kind: String,
    /// The address or name.
    pub address: String,
}

impl NodeAddress {
    /// An address of a kind.
    pub fn new(kind: impl Into<String>, address: impl Into<String>) -> Self {
        Self { kind: kind.into(), address: address.into() }
    }
}

impl Node {
    /// Whether it has a taint of this key.
    #[must_use]
    pub fn has_taint(&self, key: &str) -> bool {
        self.taints.iter().any(|taint| taint.key == key)
    }
}

impl From<core::Node> for Node {
    fn from(node: core::Node) -> Self {
        let (spec, status) = (node.spec.unwrap_or_default(), node.status.unwrap_or_default());
        let conditions = status.conditions.unwrap_or_default();
        Self {
            name: node.metadata.name.unwrap_or_default(),
            provider_id: spec.provider_id.filter(|id| !id.is_empty()),
            created_at: node.metadata.creation_timestamp.map(|time| time.0),
            is_ready: conditions.iter().any(|condition| condition.type_ == "Ready" && condition.status == "True"),
            is_cordoned: spec.unschedulable.unwrap_or_default(),
            taints: spec.taints.unwrap_or_default().into_iter().map(Taint::from).collect(),
            labels: node.metadata.labels.unwrap_or_default(),
            annotations: node.metadata.annotations.unwrap_or_default(),
            addresses: status.addresses.unwrap_or_default().into_iter().map(NodeAddress::from).collect(),
            version: status.node_info.map(|info| info.kubelet_version).unwrap_or_default(),
            resource_version: node.metadata.resource_version.unwrap_or_default(),
        }
    }
}

impl From<core::Taint> for Taint {
    fn from(taint: core::Taint) -> Self {
        Self { key: taint.key, value: taint.value.unwrap_or_default(), effect: taint.effect }
    }
}

impl From<core::NodeAddress> for NodeAddress {
    fn from(address: core::NodeAddress) -> Self {
        Self { kind: address.type_, address: address.address }
    }
}

/// Where a node is in the API.
pub(super) fn path(name: &str) -> String {
    format!("/api/v1/nodes/{}", part(name))
}

impl Client {
    /// All nodes, by name.
    pub async fn list_nodes(&self) -> Result<Vec<Node>, Error> {
        let nodes: Vec<core::Node> = self.list("list the nodes", "/api/v1/nodes", &[]).await?;
        let mut nodes: Vec<Node> = nodes.into_iter().map(Node::from).collect();
        nodes.sort_by(|left, right| left.name.cmp(&right.name));
        Ok(nodes)
    }

    /// A node by its name; none if there is none.
    pub async fn find_node(&self, name: &str) -> Result<Option<Node>, Error> {
        let found: Option<core::Node> = self.find(&Request::get(format!("look at node {name}"), path(name))).await?;
        Ok(found.map(Node::from))
    }

    /// A node by its name; [`Error::NotFound`] if there is none.
    pub(super) async fn read_node(&self, name: &str) -> Result<Node, Error> {
        let node: core::Node = self.call(&Request::get(format!("look at node {name}"), path(name))).await?;
        Ok(Node::from(node))
    }
}
