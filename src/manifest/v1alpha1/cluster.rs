//! `Cluster`: the network that machines share, and the project they stand in.

use super::metadata::{Free, ObjectMeta};
use super::packet::PacketClusterProviderSpec;
use super::provider_spec::ProviderSpec;
use serde::{Deserialize, Serialize};

/// A Kubernetes cluster: its networks and what its provider must know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Cluster {
    /// `cluster.k8s.io/v1alpha1`.
    pub api_version: String,
    /// `Cluster`.
    pub kind: String,
    /// The cluster's name and labels.
    pub metadata: ObjectMeta,
    /// What is wanted.
    pub spec: ClusterSpec,
    /// What was observed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ClusterStatus>,
}

/// What is wanted of a cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClusterSpec {
    /// The cluster's networks.
    pub cluster_network: ClusterNetwork,
    /// What the provider must know about the cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_spec: Option<ProviderSpec<PacketClusterProviderSpec>>,
}

/// A cluster's networks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClusterNetwork {
    /// Where services get their addresses from.
    pub services: NetworkRanges,
    /// Where pods get their addresses from.
    pub pods: NetworkRanges,
    /// The DNS domain of services, by convention cluster.local.
    pub service_domain: String,
}

/// Ranges of addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NetworkRanges {
    /// The ranges, for example 172.26.0.0/16. Only the first is used.
    pub cidr_blocks: Vec<String>,
}

/// What was observed of a cluster.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClusterStatus {
    /// Where the API server answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub api_endpoints: Vec<ApiEndpoint>,
    /// Why the cluster cannot become what is wanted, in one word for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_reason: Option<String>,
    /// Why the cluster cannot become what is wanted, in a sentence for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// What the provider remembers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(schema_with = "super::crds::free_form"))]
    pub provider_status: Option<Free>,
}

/// An address at which an API server answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApiEndpoint {
    /// A name or an address.
    pub host: String,
    /// The port.
    pub port: i64,
}
