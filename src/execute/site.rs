//! What a run is given: whom it talks to, what is wanted of it, how patient it is.

use super::interrupt::Interrupt;
use super::progress::Progress;
use crate::bootstrap::{SetUps, Sources};
use crate::clock::Clock;
use crate::cluster::Cluster;
use crate::kubernetes::Object;
use crate::packet;
use crate::plan::{Addons, EndpointChoice, Limits, Permissions, Wanted};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// Whom a run talks to.
#[derive(Clone)]
pub struct Site {
    /// The Packet API.
    pub packet: packet::Client,
    /// The project that everything stands in.
    pub project: String,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Whoever shows what happens.
    pub progress: Arc<dyn Progress>,
    /// The user's wish to stop.
    pub interrupt: Interrupt,
}

/// How patient a run is, besides the limits that the plan knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// When the whole run must be done.
    pub deadline: Option<Timestamp>,
    /// How long pods may resist being moved off a node.
    pub drain: Duration,
    /// The shortest and the longest pause between two looks at Packet: short while things change.
    pub packet_pause: (Duration, Duration),
    /// The pause between two looks at the cluster.
    pub cluster_pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            deadline: None,
            drain: Duration::from_secs(300),
            packet_pause: (Duration::from_secs(1), Duration::from_secs(5)),
            cluster_pause: Duration::from_secs(1),
        }
    }
}

/// What is to become true.
#[derive(Debug, Clone)]
pub enum Goal {
    /// The cluster is as it is wanted.
    Converge(Box<Wish>),
    /// Nothing of the cluster is left.
    Remove(Limits),
}

/// What is wanted of a cluster, with all that making it so needs.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The cluster.
    pub cluster: Cluster,
    /// Where its API server is to be reached.
    pub endpoint: EndpointChoice,
    /// What to apply to it once it answers.
    pub objects: Vec<Object>,
    /// The same in short.
    pub addons: Addons,
    /// What the user allows.
    pub permissions: Permissions,
    /// How long to wait for what.
    pub limits: Limits,
    /// How machines are set up.
    pub set_ups: SetUps,
    /// Where machines get packages and images from.
    pub sources: Sources,
    /// How many bytes of user-data a machine may be given.
    pub user_data_limit: usize,
}

impl Wish {
    /// As the plan takes it.
    #[must_use]
    pub fn wanted(&self) -> Wanted<'_> {
        Wanted {
            cluster: &self.cluster,
            endpoint: &self.endpoint,
            addons: &self.addons,
            permissions: &self.permissions,
            limits: &self.limits,
        }
    }
}

impl Goal {
    /// The wish, where there is one.
    #[must_use]
    pub fn wish(&self) -> Option<&Wish> {
        match self {
            Self::Converge(wish) => Some(wish),
            Self::Remove(_) => None,
        }
    }
}
