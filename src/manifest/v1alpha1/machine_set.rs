//! `MachineSet`: a number of equal machines, and the template they are made from.

use super::machine::MachineSpec;
use super::metadata::{LabelSelector, ObjectMeta};
use serde::{Deserialize, Serialize};

/// A number of equal machines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MachineSet {
    /// `cluster.k8s.io/v1alpha1`.
    pub api_version: String,
    /// `MachineSet`.
    pub kind: String,
    /// The set's name and labels.
    pub metadata: ObjectMeta,
    /// What is wanted.
    pub spec: MachineSetSpec,
    /// What was observed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<MachineSetStatus>,
}

/// What is wanted of a set of machines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MachineSetSpec {
    /// How many machines; 1 if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicas: Option<i32>,
    /// For how many seconds a new machine must be ready before it counts as available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_ready_seconds: Option<i32>,
    /// Which machines go first on scaling down; Random if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_policy: Option<DeletePolicy>,
    /// Which machines belong to the set; it must match the template's labels.
    pub selector: LabelSelector,
    /// What each machine looks like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<MachineTemplate>,
}

/// Which machines go first on scaling down. Annotated and failed ones go before all others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum DeletePolicy {
    /// Any.
    #[default]
    Random,
    /// The newest.
    Newest,
    /// The oldest.
    Oldest,
}

/// What each machine of a set looks like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MachineTemplate {
    /// Labels and annotations of the machines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(schema_with = "super::crds::template_metadata"))]
    pub metadata: Option<ObjectMeta>,
    /// What is wanted of each machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spec: Option<MachineSpec>,
}

/// What was observed of a set of machines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MachineSetStatus {
    /// How many machines there are.
    #[cfg_attr(test, schemars(required))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicas: Option<i32>,
    /// How many machines have all labels of the template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fully_labeled_replicas: Option<i32>,
    /// How many machines are ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready_replicas: Option<i32>,
    /// How many machines are available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_replicas: Option<i32>,
    /// The generation of the set that was observed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed_generation: Option<i64>,
    /// Why the set cannot become what is wanted, in one word for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_reason: Option<String>,
    /// Why the set cannot become what is wanted, in a sentence for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
}
