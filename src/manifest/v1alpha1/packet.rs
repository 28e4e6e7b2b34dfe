//! What Packet must know: the `packetprovider` objects inside Clusters and Machines.
//!
//! These were never objects of their own. The 2019 provider decoded them with
//! Go's `encoding/json`, which looks at neither apiVersion nor kind and takes
//! `os` for `OS`.

use super::metadata::Free;
use crate::problem::Flaw;
use crate::secret::{MASK, Secret};
use crate::values::SshPublicKey;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The API versions under which Packet's objects go: that of the templates, and that of the Go code.
pub const PACKET_API_VERSIONS: [&str; 2] = ["packetprovider/v1alpha1", "packetprovider.k8s.io/v1alpha1"];

/// What Packet must know about a cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PacketClusterProviderSpec {
    /// `packetprovider/v1alpha1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// `PacketClusterProviderSpec`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Bookkeeping that Go writes and nothing reads; it is kept as it comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Free>,
    /// The project that the cluster's machines belong to.
    #[serde(rename = "projectID")]
    pub project_id: String,
    /// The cluster's CA, as late 2019 kept it here. Not used: the CA is a setting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_key_pair: Option<KeyPair>,
}

impl PacketClusterProviderSpec {
    /// The kind of these objects.
    pub const KIND: &str = "PacketClusterProviderSpec";
}

/// A certificate and its key, each PEM in base64.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct KeyPair {
    /// The certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cert: Option<String>,
    /// The private key; it is read but never written out again.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "mask", deserialize_with = "conceal")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub key: Option<Secret>,
}

#[expect(clippy::ref_option, reason = "serde hands over the field as it is")]
fn mask<S: Serializer>(secret: &Option<Secret>, serializer: S) -> Result<S::Ok, S::Error> {
    let shown = secret.as_ref().map(|secret| if secret.expose().is_empty() { "" } else { MASK });
    shown.serialize(serializer)
}

fn conceal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Secret>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(Secret::new))
}

/// What Packet must know about a machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PacketMachineProviderSpec {
    /// `packetprovider/v1alpha1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// `PacketMachineProviderSpec`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Bookkeeping that Go writes and nothing reads; it is kept as it comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Free>,
    /// What the machine is for; `spec.versions.controlPlane` decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// The facilities (data centres) that the machine may stand in, for example ewr1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facility: Vec<String>,
    /// The metro (city) that the machine may stand in, for example da. Younger than the 2019 provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metro: Option<String>,
    /// The operating system, for example `ubuntu_20_04`.
    #[serde(rename = "OS")]
    pub os: String,
    /// The project that the machine belongs to.
    #[serde(rename = "projectID")]
    pub project_id: String,
    /// hourly, daily, monthly or yearly.
    pub billing_cycle: String,
    /// The plan, for example c1.small.x86.
    pub machine_type: String,
    /// Public SSH keys, each as in a .pub file or, as in 2019, that file in base64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ssh_keys: Vec<String>,
    /// Tags for the machine, besides those that packetctl needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

impl PacketMachineProviderSpec {
    /// The kind of these objects.
    pub const KIND: &str = "PacketMachineProviderSpec";

    /// Reads one entry of `sshKeys`: a public key, or the base64 of a file with some, as the scripts of 2019 wrote it.
    pub fn public_keys(entry: &str) -> Result<Vec<SshPublicKey>, Flaw> {
        let packed: String = entry.split_whitespace().collect();
        let unpacked = STANDARD.decode(packed).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        SshPublicKey::parse_file(unpacked.as_deref().unwrap_or(entry))
    }
}

/// What a machine is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Role {
    /// It runs the control plane.
    Master,
    /// It runs pods.
    Node,
}
