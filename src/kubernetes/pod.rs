//! The pods of a node, and which of them a drain must wait for.

use super::client::Client;
use super::error::Error;
use super::request::{Request, part};
use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::OwnerReference;
use std::collections::BTreeMap;
use std::fmt;

/// The mark of a pod that the kubelet itself runs, from a file.
const MIRROR: &str = "kubernetes.io/config.mirror";

/// A pod on a node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pod {
    pub(super) namespace: String,
    pub(super) name: String,
    /// Tells it from a later pod of the same name.
    pub(super) uid: String,
    /// The `DaemonSet` that owns it, by name.
    daemon_set: Option<String>,
    is_mirror: bool,
    is_finished: bool,
    /// Whether it is on its way out already.
    pub(super) is_ending: bool,
}

impl fmt::Display for Pod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.namespace, self.name)
    }
}

impl From<core::Pod> for Pod {
    fn from(pod: core::Pod) -> Self {
        let owners = pod.metadata.owner_references.unwrap_or_default();
        let is_daemon_set = |owner: &OwnerReference| owner.controller == Some(true) && owner.kind == "DaemonSet";
        let phase = pod.status.and_then(|status| status.phase).unwrap_or_default();
        Self {
            daemon_set: owners.into_iter().find(is_daemon_set).map(|owner| owner.name),
            is_mirror: pod.metadata.annotations.unwrap_or_default().contains_key(MIRROR),
            is_finished: ["Succeeded", "Failed"].contains(&phase.as_str()),
            is_ending: pod.metadata.deletion_timestamp.is_some(),
            namespace: pod.metadata.namespace.unwrap_or_default(),
            name: pod.metadata.name.unwrap_or_default(),
            uid: pod.metadata.uid.unwrap_or_default(),
        }
    }
}

impl Client {
    /// The pods on a node, finished ones included.
    async fn list_pods_on(&self, node: &str) -> Result<Vec<Pod>, Error> {
        let selector = format!("spec.nodeName={node}");
        let doing = format!("list the pods on node {node}");
        let pods: Vec<core::Pod> = self.list(&doing, "/api/v1/pods", &[("fieldSelector", &selector)]).await?;
        Ok(pods.into_iter().map(Pod::from).collect())
    }

    /// The pods that must leave a node: not those of a `DaemonSet`, which would come back at once, not those that only
    /// the kubelet can end, and not those that have ended.
    ///
    /// A pod whose `DaemonSet` is gone must leave: nobody would end it. `known` remembers which `DaemonSets` exist.
    pub(super) async fn list_pods_to_evict(
        &self,
        node: &str,
        known: &mut BTreeMap<String, bool>,
    ) -> Result<Vec<Pod>, Error> {
        let mut found = Vec::new();
        for pod in self.list_pods_on(node).await? {
            if pod.is_mirror || pod.is_finished || self.belongs_to_daemon_set(&pod, known).await? {
                continue;
            }
            found.push(pod);
        }
        found.sort();
        Ok(found)
    }

    async fn belongs_to_daemon_set(&self, pod: &Pod, known: &mut BTreeMap<String, bool>) -> Result<bool, Error> {
        let Some(name) = &pod.daemon_set else { return Ok(false) };
        let namespace = &pod.namespace;
        let path = format!("/apis/apps/v1/namespaces/{}/daemonsets/{}", part(namespace), part(name));
        if let Some(exists) = known.get(&path) {
            return Ok(*exists);
        }
        let doing = format!("look at DaemonSet {namespace}/{name}");
        let found: Option<serde_json::Value> = self.find(&Request::get(doing, path.as_str())).await?;
        known.insert(path, found.is_some());
        Ok(found.is_some())
    }
}
