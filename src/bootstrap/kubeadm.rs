//! kubeadm's documents as types: of `kubeadm.k8s.io/v1beta4` only what is set here.
//!
//! Names and meanings are those of `cmd/kubeadm/app/apis/kubeadm/v1beta4/types.go` in Kubernetes.

use super::components::{KubeProxyConfiguration, KubeletConfiguration};
use crate::secret::Secret;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The version of all three documents here; kubeadm 1.31 brought it.
pub(super) const API_VERSION: &str = "kubeadm.k8s.io/v1beta4";

/// One document of a file for kubeadm.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind")]
#[expect(clippy::enum_variant_names, reason = "the names are those of the documents")]
pub(super) enum Document {
    /// How `kubeadm init` works on this machine.
    InitConfiguration(InitConfiguration),
    /// What is the same on all machines.
    ClusterConfiguration(ClusterConfiguration),
    /// How `kubeadm join` works on this machine.
    JoinConfiguration(JoinConfiguration),
    /// What all kubelets of the cluster begin with.
    KubeletConfiguration(KubeletConfiguration),
    /// What all kube-proxies of the cluster run with.
    KubeProxyConfiguration(KubeProxyConfiguration),
}

/// `kubeadm init`, on this machine.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InitConfiguration {
    /// [`API_VERSION`].
    pub(super) api_version: &'static str,
    /// Tokens by which machines may join.
    pub(super) bootstrap_tokens: Vec<BootstrapToken>,
    /// Where this machine's API server listens.
    #[serde(rename = "localAPIEndpoint")]
    pub(super) local_api_endpoint: ApiEndpoint,
    /// How this machine becomes a node.
    pub(super) node_registration: NodeRegistration,
    /// How long to wait for what.
    pub(super) timeouts: Timeouts,
}

/// A token by which machines may join.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BootstrapToken {
    /// The token.
    #[serde(serialize_with = "exposed")]
    pub(super) token: Secret,
    /// What it is for.
    pub(super) description: &'static str,
    /// How long it is good, for example `2h0m0s`.
    pub(super) ttl: String,
}

/// The address of an API server.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ApiEndpoint {
    /// The address that it tells others.
    pub(super) advertise_address: String,
    /// Its port.
    pub(super) bind_port: u16,
}

/// How a machine becomes a node.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NodeRegistration {
    /// The node's name.
    pub(super) name: String,
    /// Where the container runtime listens.
    pub(super) cri_socket: &'static str,
    /// The node's taints. None leaves kubeadm's own (on a control plane `node-role.kubernetes.io/control-plane`);
    /// a list replaces them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) taints: Option<Vec<NodeTaint>>,
    /// Flags of the kubelet.
    pub(super) kubelet_extra_args: Vec<Argument>,
}

/// A taint (core/v1 `Taint`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct NodeTaint {
    /// The key.
    pub(super) key: String,
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<String>,
    /// The effect.
    pub(super) effect: &'static str,
}

/// A flag of a program. In v1beta4 they are a list: a flag may be given twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Argument {
    /// Its name, without dashes.
    pub(super) name: &'static str,
    /// Its value.
    pub(super) value: String,
}

/// Patches of what kubeadm writes.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Patches {
    /// The folder they are in.
    pub(super) directory: &'static str,
}

/// How long kubeadm waits; the defaults are minutes.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Timeouts {
    /// For the components of the control plane to become healthy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) control_plane_component_health_check: Option<&'static str>,
    /// For the kubelet to get its certificate.
    #[serde(rename = "tlsBootstrap", skip_serializing_if = "Option::is_none")]
    pub(super) tls_bootstrap: Option<&'static str>,
    /// For the API server to tell what it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) discovery: Option<&'static str>,
}

/// What is the same on all machines.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClusterConfiguration {
    /// [`API_VERSION`].
    pub(super) api_version: &'static str,
    /// The cluster's name.
    pub(super) cluster_name: String,
    /// The version of the control plane, with its `v`.
    pub(super) kubernetes_version: String,
    /// Where everybody finds the API server: `HOST:PORT`.
    pub(super) control_plane_endpoint: String,
    /// Where the certificates are.
    pub(super) certificates_dir: &'static str,
    /// The ranges of addresses.
    pub(super) networking: Networking,
    /// The API server.
    pub(super) api_server: ApiServer,
}

/// The ranges of addresses.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Networking {
    /// The DNS domain of services.
    pub(super) dns_domain: String,
    /// Where pods get their addresses from.
    pub(super) pod_subnet: String,
    /// Where services get their addresses from.
    pub(super) service_subnet: String,
}

/// The API server.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ApiServer {
    /// The names that its certificate must have besides kubeadm's.
    #[serde(rename = "certSANs")]
    pub(super) cert_sans: Vec<String>,
}

/// `kubeadm join`, on this machine.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct JoinConfiguration {
    /// [`API_VERSION`].
    pub(super) api_version: &'static str,
    /// How the machine comes to trust the API server.
    pub(super) discovery: Discovery,
    /// How this machine becomes a node.
    pub(super) node_registration: NodeRegistration,
    /// Patches of what kubeadm writes on this machine.
    pub(super) patches: Patches,
    /// How long to wait for what.
    pub(super) timeouts: Timeouts,
}

/// How a machine comes to trust the API server.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Discovery {
    /// By a token and the hash of the authority.
    pub(super) bootstrap_token: BootstrapTokenDiscovery,
}

/// Trust by a token and the hash of the authority.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BootstrapTokenDiscovery {
    /// `HOST:PORT`.
    pub(super) api_server_endpoint: String,
    /// The token.
    #[serde(serialize_with = "exposed")]
    pub(super) token: Secret,
    /// The hashes of which the authority must have one.
    pub(super) ca_cert_hashes: Vec<String>,
}

/// Writes a secret into a document that is secret itself.
fn exposed<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose())
}

/// Labels as the kubelet's flag `node-labels` takes them.
pub(super) fn joined_labels(labels: &BTreeMap<&str, &str>) -> String {
    let pairs: Vec<String> = labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
    pairs.join(",")
}
