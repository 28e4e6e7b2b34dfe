//! `MachineDeployment`: a number of equal machines that are renewed one after the other.

use super::machine_set::MachineTemplate;
use super::metadata::{LabelSelector, ObjectMeta};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A number of equal machines that are renewed, when their template changes, one after the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MachineDeployment {
    /// `cluster.k8s.io/v1alpha1`.
    pub api_version: String,
    /// `MachineDeployment`.
    pub kind: String,
    /// The deployment's name and labels.
    pub metadata: ObjectMeta,
    /// What is wanted.
    pub spec: MachineDeploymentSpec,
    /// What was observed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<MachineDeploymentStatus>,
}

/// What is wanted of a deployment of machines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MachineDeploymentSpec {
    /// How many machines; 1 if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicas: Option<i32>,
    /// Which machines belong to the deployment; it must match the template's labels.
    pub selector: LabelSelector,
    /// What each machine looks like.
    pub template: MachineTemplate,
    /// How machines are renewed when the template changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strategy: Option<MachineDeploymentStrategy>,
    /// For how many seconds a new machine must be ready before it counts as available; 0 if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_ready_seconds: Option<i32>,
    /// How many old sets are kept to go back to; 1 if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision_history_limit: Option<i32>,
    /// Whether changes of the template wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused: Option<bool>,
    /// After how many seconds without progress the deployment counts as failed; 600 if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress_deadline_seconds: Option<i32>,
}

/// How machines are renewed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MachineDeploymentStrategy {
    /// RollingUpdate, the only way there is.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<StrategyType>,
    /// How many machines may be too many or too few meanwhile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rolling_update: Option<RollingUpdate>,
}

/// The ways to renew machines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum StrategyType {
    /// New machines come as old ones go.
    #[default]
    RollingUpdate,
}

/// How many machines may be too many or too few while they are renewed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RollingUpdate {
    /// How many machines may be missing, a number or a percentage; 0 if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_unavailable: Option<IntOrString>,
    /// How many machines may be too many, a number or a percentage; 1 if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_surge: Option<IntOrString>,
}

/// A number, or a percentage as a text (`25%`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum IntOrString {
    /// A number.
    Int(i32),
    /// A text, which should be a percentage.
    Text(String),
}

impl IntOrString {
    /// The name under which it asks a deserialiser for either.
    pub(in crate::manifest) const NAME: &str = "IntOrString";
}

#[cfg(test)]
impl schemars::JsonSchema for IntOrString {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Self::NAME.into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"x-kubernetes-int-or-string": true})
    }
}

impl<'de> Deserialize<'de> for IntOrString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(Self::NAME, IntOrStringVisitor)
    }
}

struct IntOrStringVisitor;

impl<'de> Visitor<'de> for IntOrStringVisitor {
    type Value = IntOrString;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number or a percentage")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<IntOrString, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<IntOrString, E> {
        let out_of_range = |_| E::invalid_value(de::Unexpected::Signed(number), &self);
        i32::try_from(number).map(IntOrString::Int).map_err(out_of_range)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<IntOrString, E> {
        let out_of_range = |_| E::invalid_value(de::Unexpected::Unsigned(number), &self);
        i32::try_from(number).map(IntOrString::Int).map_err(out_of_range)
    }

    fn visit_str<E>(self, text: &str) -> Result<IntOrString, E> {
        Ok(IntOrString::Text(text.to_owned()))
    }
}

/// What was observed of a deployment of machines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MachineDeploymentStatus {
    /// The generation of the deployment that was observed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed_generation: Option<i64>,
    /// How many machines there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicas: Option<i32>,
    /// How many machines look like the template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_replicas: Option<i32>,
    /// How many machines are ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready_replicas: Option<i32>,
    /// How many machines are available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_replicas: Option<i32>,
    /// How many machines are still missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unavailable_replicas: Option<i32>,
}
