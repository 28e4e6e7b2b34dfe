//! What is wanted: a cluster as a model that cannot be wrong. It knows no YAML and nobody's wire.
//!
//! ```text
//!  manifest::Reading ─▶ Cluster ─▶ plan, bootstrap, execute
//! ```

mod group;
mod reading;
mod shape;

pub use group::{DeletePolicy, Group, Naming, Role};
pub use shape::{Location, Shape, Taint};

use crate::values::{Cidr, ClusterName, DomainName, ProjectId};

/// One cluster as its documents want it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Its name.
    pub name: ClusterName,
    /// The project that all its machines belong to.
    pub project: ProjectId,
    /// Where pods get their addresses from.
    pub pods: Cidr,
    /// Where services get their addresses from.
    pub services: Cidr,
    /// The DNS domain of services.
    pub service_domain: DomainName,
    /// The one machine that runs the control plane.
    pub control_plane: Group,
    /// All others, in the order of the documents. No two groups, and no two machines, share a name.
    pub workers: Vec<Group>,
}

impl Cluster {
    /// All groups, the control plane first.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        std::iter::once(&self.control_plane).chain(&self.workers)
    }

    /// How many machines there are to be.
    #[must_use]
    pub fn machine_count(&self) -> u64 {
        self.groups().map(|group| u64::from(group.replicas)).sum()
    }
}
