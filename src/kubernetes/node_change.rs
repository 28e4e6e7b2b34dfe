//! Telling a node what it is: only what it does not know yet, the taint last.

use super::client::Client;
use super::error::Error;
use super::node::{Node, NodeAddress, path};
use super::request::Request;
use k8s_openapi::api::core::v1 as core;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// How often a taint is taken away when others change the node at the same time. A new node's kubelet and controllers
/// all do.
const TRIES: usize = 10;

/// What shall be true of a node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NodeChange {
    /// The node's name.
    pub node: String,
    /// `spec.providerID`, for a node that has none: it can be set once only, and one that stands is left alone.
    pub provider_id: Option<String>,
    /// Labels that it shall have; others stay.
    pub labels: BTreeMap<String, String>,
    /// Annotations that it shall have; others stay.
    pub annotations: BTreeMap<String, String>,
    /// All addresses of its status, in their order; none to leave them alone.
    pub addresses: Option<Vec<NodeAddress>>,
    /// The key of the taint that goes when all else is done.
    pub removes_taint: Option<String>,
}

impl NodeChange {
    /// Whether all of it is true of the node already.
    #[must_use]
    pub fn is_done(&self, node: &Node) -> bool {
        self.patch(node).is_none()
            && self.addresses.as_ref().is_none_or(|wanted| *wanted == node.addresses)
            && !self.removes_taint.as_ref().is_some_and(|key| node.has_taint(key))
    }

    /// What must be merged into the node itself; none if nothing.
    fn patch(&self, node: &Node) -> Option<Value> {
        let mut patch = Map::new();
        let mut metadata = Map::new();
        for (field, wanted, found) in
            [("labels", &self.labels, &node.labels), ("annotations", &self.annotations, &node.annotations)]
        {
            let missing: BTreeMap<_, _> =
                wanted.iter().filter(|(key, value)| found.get(*key) != Some(*value)).collect();
            if !missing.is_empty() {
                metadata.insert(field.into(), json!(missing));
            }
        }
        if !metadata.is_empty() {
            patch.insert("metadata".into(), Value::Object(metadata));
        }
        if let (Some(id), None) = (&self.provider_id, &node.provider_id) {
            patch.insert("spec".into(), json!({ "providerID": id }));
        }
        (!patch.is_empty()).then_some(Value::Object(patch))
    }
}

impl Client {
    /// Makes a change true of its node, whatever of it is true already; gives the node as it is then.
    ///
    /// [`Error::NotFound`] where the node is not there (yet).
    pub async fn set_up_node(&self, change: &NodeChange) -> Result<Node, Error> {
        let mut node = self.read_node(&change.node).await?;
        if let Some(patch) = change.patch(&node) {
            let doing = format!("set up node {}", change.node);
            node = self.merge_node(&Request::merge(doing, path(&change.node), &patch)).await?;
        }
        if let Some(wanted) = &change.addresses
            && *wanted != node.addresses
        {
            node = self.set_addresses(&change.node, wanted).await?;
        }
        match &change.removes_taint {
            Some(key) => self.remove_taint(node, key).await,
            None => Ok(node),
        }
    }

    async fn set_addresses(&self, name: &str, wanted: &[NodeAddress]) -> Result<Node, Error> {
        let list: Vec<Value> = wanted.iter().map(|one| json!({ "type": one.kind, "address": one.address })).collect();
        let patch = json!({ "status": { "addresses": list } });
        let doing = format!("set the addresses of node {name}");
        self.merge_node(&Request::merge(doing, format!("{}/status", path(name)), &patch)).await
    }

    /// Takes a taint away. The list of taints can only be replaced whole, so the patch holds for the state that was
    /// read, and after a conflict the node is read again.
    async fn remove_taint(&self, mut node: Node, key: &str) -> Result<Node, Error> {
        for _ in 1..TRIES {
            match self.try_to_remove_taint(&node, key).await {
                Err(error) if error.is_conflict() => node = self.read_node(&node.name).await?,
                Ok(None) => return Ok(node),
                Ok(Some(node)) => return Ok(node),
                Err(error) => return Err(error),
            }
        }
        Ok(self.try_to_remove_taint(&node, key).await?.unwrap_or(node))
    }

    /// The node without the taint; none if it has none.
    async fn try_to_remove_taint(&self, node: &Node, key: &str) -> Result<Option<Node>, Error> {
        if !node.has_taint(key) {
            return Ok(None);
        }
        // Read whole: a taint has fields that are not ours to lose.
        let doing = format!("take the taint {key} from node {}", node.name);
        let current: core::Node = self.call(&Request::get(doing.clone(), path(&node.name))).await?;
        let version = current.metadata.resource_version.clone();
        let taints = current.spec.and_then(|spec| spec.taints).unwrap_or_default();
        let kept: Vec<core::Taint> = taints.into_iter().filter(|taint| taint.key != key).collect();
        let patch = json!({
            "metadata": { "resourceVersion": version },
            "spec": { "taints": if kept.is_empty() { Value::Null } else { json!(kept) } },
        });
        self.merge_node(&Request::merge(doing, path(&node.name), &patch)).await.map(Some)
    }

    pub(super) async fn merge_node(&self, request: &Request) -> Result<Node, Error> {
        let node: core::Node = self.call(request).await?;
        Ok(Node::from(node))
    }
}
