//! What one machine looks like.

use crate::values::{BillingCycle, Facility, KubernetesVersion, Metro, Slug, SshPublicKey};
use std::collections::BTreeMap;
use std::fmt;

/// Where a machine may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// In a city.
    Metro(Metro),
    /// In one of these data centres, the first that has one.
    Facilities(Vec<Facility>),
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metro(metro) => write!(formatter, "{metro}"),
            Self::Facilities(facilities) => {
                let codes: Vec<&str> = facilities.iter().map(Facility::as_str).collect();
                formatter.write_str(&codes.join(" or "))
            }
        }
    }
}

/// What keeps pods off a node (Kubernetes' `Taint`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taint {
    /// The key.
    pub key: String,
    /// The value.
    pub value: Option<String>,
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    pub effect: &'static str,
}

/// What each machine of a group looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The plan.
    pub plan: Slug,
    /// The operating system.
    pub operating_system: Slug,
    /// Where it may stand.
    pub location: Location,
    /// How it is billed.
    pub billing_cycle: BillingCycle,
    /// The version of Kubernetes.
    pub version: KubernetesVersion,
    /// The keys that may log in; none means those of the project.
    pub ssh_keys: Vec<SshPublicKey>,
    /// Tags besides ours.
    pub tags: Vec<String>,
    /// Labels of the node.
    pub labels: BTreeMap<String, String>,
    /// Annotations of the node.
    pub annotations: BTreeMap<String, String>,
    /// Taints of the node.
    pub taints: Vec<Taint>,
}
