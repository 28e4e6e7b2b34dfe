//! What tasks bring back.

use super::look::Look;
use super::watching::ClusterLook;
use crate::kubernetes;
use crate::packet::{self, AddressReservation, Device};
use crate::plan::Step;
use crate::problem::Flaw;
use jiff::Timestamp;
use std::time::Duration;

/// What a task brings back.
pub(super) enum Happening {
    /// A look at Packet.
    Packet {
        /// Which look of this run it is.
        number: u64,
        look: Result<Look, packet::Error>,
    },
    /// A look at the cluster.
    Cluster(ClusterLook),
    /// A step was done, or not.
    Step(Box<Stepped>),
}

/// A step, and what came of it.
pub(super) struct Stepped {
    pub(super) step: Step,
    /// The tag of the order, for steps that order something.
    pub(super) order: Option<String>,
    pub(super) took: Duration,
    pub(super) result: Result<Effect, Hitch>,
}

/// What a step changed.
pub(super) enum Effect {
    Reserved(Box<AddressReservation>),
    Created(Box<Device>),
    Deleted,
    Changed(Box<Device>),
    PoweredOn,
    Assigned,
    Unassigned,
    Released,
    Scrubbed,
    Applied { digest: String },
    TokenMade { ends: Timestamp },
    TokenDeleted,
    NodeSetUp,
    Drained,
    NodeDeleted,
}

/// Why a step was not done.
pub(super) enum Hitch {
    Packet(packet::Error),
    Cluster(kubernetes::Error),
    Drain(kubernetes::DrainError),
    Apply(kubernetes::ApplyError),
    Impossible(Flaw),
    /// The device is gone that the step was about.
    Vanished,
    /// The user asked to stop.
    Stopped,
}

impl From<packet::Error> for Hitch {
    fn from(error: packet::Error) -> Self {
        Self::Packet(error)
    }
}

impl From<kubernetes::Error> for Hitch {
    fn from(error: kubernetes::Error) -> Self {
        Self::Cluster(error)
    }
}

impl From<Flaw> for Hitch {
    fn from(flaw: Flaw) -> Self {
        Self::Impossible(flaw)
    }
}
