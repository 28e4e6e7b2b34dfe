//! What was asked: flags, environment and files become one value.
//!
//! [`Merged`] holds what was said and by whom; [`Settings`] is what it means for
//! the files, [`Converging`] what it means for the cluster. Each can only be had
//! whole: every problem in it is told at once.

mod converging;
pub mod environment;
mod file;
pub mod merge;
mod reader;
mod resolve;
pub mod setting;
pub mod source;
pub mod table;

pub use converging::{ApiAccess, Converging, EndpointSetting, StateAccess, problems};
pub use environment::Environment;
pub use merge::{Inputs, Merged};
pub use reader::default_of;
pub use setting::{Default, Kind, Scope, Setting};

use crate::secret::Secret;
use crate::values::{
    BillingCycle, Cidr, ClusterName, DomainName, Facility, Image, KubernetesVersion, Metro, ProjectId, Slug,
    SshPublicKey,
};
use std::path::PathBuf;

/// The settings, read and checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The project that the machines belong to.
    pub project_id: ProjectId,
    /// The key to the Packet API.
    pub api_key: Secret,
    /// The cluster's name.
    pub cluster_name: ClusterName,
    /// The facility; at least one of facility and metro is given.
    pub facility: Option<Facility>,
    /// The metro.
    pub metro: Option<Metro>,
    /// The version of Kubernetes.
    pub kubernetes_version: KubernetesVersion,
    /// How many workers.
    pub worker_count: u32,
    /// The plan of the control plane.
    pub control_plane_plan: Slug,
    /// The plan of the workers.
    pub worker_plan: Slug,
    /// The operating system of all machines.
    pub operating_system: Slug,
    /// How machines are billed.
    pub billing_cycle: BillingCycle,
    /// The addresses of pods.
    pub pod_cidr: Cidr,
    /// The addresses of services.
    pub service_cidr: Cidr,
    /// The domain of services.
    pub service_domain: DomainName,
    /// The public keys that may log in; none means those of the project.
    pub ssh_keys: Vec<SshPublicKey>,
    /// The user's own cluster CA, not yet checked to be a pair.
    pub authority: Option<AuthorityFiles>,
    /// What `addons.yaml` holds.
    pub addons: Addons,
    /// The images of everything that runs in the cluster.
    pub images: Images,
}

/// A certificate and a key as they were read from the files that the user named.
#[derive(Debug, Clone)]
pub struct AuthorityFiles {
    /// Where the certificate was read.
    pub certificate_path: PathBuf,
    /// The certificate, PEM.
    pub certificate: String,
    /// Where the key was read.
    pub key_path: PathBuf,
    /// The key, PEM.
    pub key: Secret,
}

/// What `addons.yaml` holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Addons {
    /// The network plugin, flannel.
    pub cni: bool,
    /// The cloud controller manager.
    pub ccm: bool,
    /// The storage driver.
    pub csi: bool,
}

/// The images of everything that runs in the cluster.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Images {
    /// The generic cluster-api controller.
    pub cluster_api_controller: Image,
    /// The Packet controller.
    pub packet_provider: Image,
    /// The cloud controller manager.
    pub packet_ccm: Image,
    /// The storage driver.
    pub csi_packet: Image,
    /// The storage driver's provisioner.
    pub csi_provisioner: Image,
    /// The storage driver's attacher.
    pub csi_attacher: Image,
    /// The storage driver's registrar.
    pub csi_node_driver_registrar: Image,
    /// Flannel.
    pub flannel: Image,
    /// Flannel's CNI plugin.
    pub flannel_cni_plugin: Image,
}
