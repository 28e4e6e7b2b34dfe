//! The first generation: cluster.k8s.io/v1alpha1 with Packet's objects inside, as of 2019.

pub(super) mod check;
pub mod cluster;
#[cfg(test)]
pub(super) mod crds;
pub(super) mod drafts;
pub mod machine;
pub mod machine_class;
pub mod machine_deployment;
pub mod machine_set;
pub mod metadata;
pub mod packet;
pub mod provider_spec;

pub use cluster::Cluster;
pub use machine::{List, Machine, MachineSpec, Taint, TaintEffect};
pub use machine_class::MachineClass;
pub use machine_deployment::{IntOrString, MachineDeployment};
pub use machine_set::{DeletePolicy, MachineSet, MachineTemplate};
pub use metadata::{CLUSTER_NAME_LABEL, DELETE_MACHINE_ANNOTATION, LabelSelector, ListMeta, ObjectMeta};
pub use packet::{PacketClusterProviderSpec, PacketMachineProviderSpec, Role};

/// The group of these documents.
pub const GROUP: &str = "cluster.k8s.io";

/// The API version of these documents.
pub const API_VERSION: &str = "cluster.k8s.io/v1alpha1";

/// The group of Packet's objects inside: that of the templates, and that of the Go code.
pub const PACKET_GROUPS: [&str; 2] = ["packetprovider", "packetprovider.k8s.io"];

/// The kinds of these documents; each has a list, too.
pub const KINDS: [&str; 5] = ["Cluster", "Machine", "MachineSet", "MachineDeployment", "MachineClass"];
