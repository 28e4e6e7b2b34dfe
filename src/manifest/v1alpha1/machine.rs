//! `Machine`: one machine, and the list of them.

use super::metadata::{Free, ListMeta, ObjectMeta, ObjectReference};
use super::packet::PacketMachineProviderSpec;
use super::provider_spec::ProviderSpec;
use serde::{Deserialize, Serialize};

/// One machine that is to become a node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Machine {
    /// `cluster.k8s.io/v1alpha1`.
    pub api_version: String,
    /// `Machine`.
    pub kind: String,
    /// The machine's name and labels; cluster.k8s.io/cluster-name says which cluster it belongs to.
    pub metadata: ObjectMeta,
    /// What is wanted.
    pub spec: MachineSpec,
    /// What was observed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<MachineStatus>,
}

/// Objects of one kind in one document, for example `MachineList`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct List<T> {
    /// `cluster.k8s.io/v1alpha1`.
    pub api_version: String,
    /// The kind of the items and `List`.
    pub kind: String,
    /// The list's bookkeeping.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<ListMeta>,
    /// The objects.
    pub items: Vec<T>,
}

/// What is wanted of a machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MachineSpec {
    /// Labels and annotations for the node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(schema_with = "super::crds::template_metadata"))]
    pub metadata: Option<ObjectMeta>,
    /// Taints for the node, added to those it has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taints: Vec<Taint>,
    /// What the provider must know to make the machine.
    pub provider_spec: ProviderSpec<PacketMachineProviderSpec>,
    /// The versions of Kubernetes to install.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub versions: Option<MachineVersions>,
    /// Where the kubelet's dynamic configuration comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_source: Option<NodeConfigSource>,
    /// The provider's id of the machine, for example packet://ID. Set by controllers.
    #[serde(rename = "providerID", skip_serializing_if = "Option::is_none")]
    pub provider_id: Option<String>,
}

impl MachineSpec {
    /// The version of the control plane, on the machine that runs it.
    #[must_use]
    pub fn control_plane(&self) -> Option<&str> {
        let version = self.versions.as_ref()?.control_plane.as_deref()?;
        (!version.is_empty()).then_some(version)
    }

    /// The version of the kubelet.
    #[must_use]
    pub fn kubelet(&self) -> &str {
        self.versions.as_ref().map_or("", |versions| &versions.kubelet)
    }
}

/// The versions of Kubernetes on a machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MachineVersions {
    /// The version of the kubelet, for example 1.34.4.
    pub kubelet: String,
    /// The version of the control plane; only on machines that run it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control_plane: Option<String>,
}

/// What keeps pods off a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Taint {
    /// The taint's key.
    pub key: String,
    /// The taint's value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What happens to pods that do not tolerate it.
    pub effect: TaintEffect,
    /// When a NoExecute taint was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_added: Option<String>,
}

/// What happens to pods that do not tolerate a taint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum TaintEffect {
    /// None is scheduled there.
    NoSchedule,
    /// One is scheduled there only if there is no other place.
    PreferNoSchedule,
    /// None is scheduled there, and running ones are evicted.
    NoExecute,
}

/// Where the kubelet's dynamic configuration comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NodeConfigSource {
    /// A ConfigMap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_map: Option<ConfigMapNodeConfigSource>,
}

/// A ConfigMap with the kubelet's configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConfigMapNodeConfigSource {
    /// The ConfigMap's namespace.
    pub namespace: String,
    /// The ConfigMap's name.
    pub name: String,
    /// The ConfigMap's UID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
    /// The ConfigMap's version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_version: Option<String>,
    /// The key in the ConfigMap.
    pub kubelet_config_key: String,
}

/// What was observed of a machine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MachineStatus {
    /// The node that the machine became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_ref: Option<ObjectReference>,
    /// When the status was last observed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_updated: Option<String>,
    /// The versions that run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub versions: Option<MachineVersions>,
    /// Why the machine cannot become what is wanted, in one word for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_reason: Option<String>,
    /// Why the machine cannot become what is wanted, in a sentence for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// What the provider remembers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(schema_with = "super::crds::free_form"))]
    pub provider_status: Option<Free>,
    /// The machine's addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<NodeAddress>,
    /// The node's conditions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<NodeCondition>,
    /// What the machine's controller did last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_operation: Option<LastOperation>,
    /// The phase, for example Pending, Running, Terminating or Failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
}

/// An address of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NodeAddress {
    /// Hostname, ExternalIP, InternalIP, ExternalDNS or InternalDNS.
    #[serde(rename = "type")]
    pub kind: String,
    /// The address.
    pub address: String,
}

/// A condition of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NodeCondition {
    /// What is judged, for example Ready.
    #[serde(rename = "type")]
    pub kind: String,
    /// True, False or Unknown.
    pub status: String,
    /// When it was last judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_heartbeat_time: Option<String>,
    /// When the judgement last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_transition_time: Option<String>,
    /// Why, in one word for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why, in a sentence for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// What the machine's controller did last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LastOperation {
    /// What it was, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_updated: Option<String>,
    /// How it ended, for example Processing, Failed or Successful.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Create, Update or Delete.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}
