//! What is wanted of one run: the cluster, and what the user allows.

use crate::cluster::Cluster;
use std::collections::BTreeSet;
use std::time::Duration;

/// Where the API server is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndpointChoice {
    /// An elastic address that is reserved first.
    Elastic,
    /// The control plane's own public address. It can never become highly available.
    Device,
    /// A name or address that the user brings to the control plane.
    Host(String),
}

impl EndpointChoice {
    /// The choice in one word, as a state keeps it.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Elastic => "elastic".to_owned(),
            Self::Device => "device".to_owned(),
            Self::Host(host) => format!("host:{host}"),
        }
    }

    /// Reads what [`EndpointChoice::to_text`] wrote.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        match text {
            "elastic" => Some(Self::Elastic),
            "device" => Some(Self::Device),
            _ => text.strip_prefix("host:").map(|host| Self::Host(host.to_owned())),
        }
    }
}

/// What is to be applied once the API answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addons {
    /// Stands for the objects: another text means that they changed.
    pub digest: String,
    /// How many objects there are.
    pub count: usize,
}

/// What the user allows in this run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Permissions {
    /// Machines that may be replaced, by name (`--replace`).
    pub replace: BTreeSet<String>,
    /// Whether machines beyond the files may be deleted (`--delete-extra`).
    pub delete_extra: bool,
}

/// How patient a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// From order until active, before a machine counts as stuck.
    pub boot: Duration,
    /// From active until its node is Ready, or until the API answers.
    pub join: Duration,
    /// How old an unanswered order must be before it counts as not sent.
    pub order: Duration,
    /// How many machines are tried for one place in a run.
    pub tries: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            boot: Duration::from_secs(30 * 60),
            join: Duration::from_secs(20 * 60),
            order: Duration::from_secs(30),
            tries: 3,
        }
    }
}

/// What is wanted of one run.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The cluster.
    pub cluster: &'a Cluster,
    /// Where its API server is to be reached.
    pub endpoint: &'a EndpointChoice,
    /// What to apply to it.
    pub addons: &'a Addons,
    /// What may be done without asking.
    pub permissions: &'a Permissions,
    /// How long to wait for what.
    pub limits: &'a Limits,
}
