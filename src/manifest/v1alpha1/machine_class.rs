//! `MachineClass`: what a provider must know, for machines to refer to.

use super::metadata::ObjectMeta;
use super::packet::PacketMachineProviderSpec;
use serde::{Deserialize, Serialize};

/// What a provider must know to make machines of one class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MachineClass {
    /// `cluster.k8s.io/v1alpha1`.
    pub api_version: String,
    /// `MachineClass`.
    pub kind: String,
    /// The class's name and labels.
    pub metadata: ObjectMeta,
    /// What the provider must know, as it would stand in a machine under spec.providerSpec.value.
    #[cfg_attr(test, schemars(schema_with = "super::crds::free_form"))]
    pub provider_spec: PacketMachineProviderSpec,
}
