//! The settings of the files: what stands in the documents that `generate` writes.

use super::super::setting::{Default, Kind, Setting};
use super::{named, setting};

const fn image(
    key: &'static str,
    variables: &'static [&'static str],
    reference: &'static str,
    about: &'static str,
) -> Setting {
    named(setting(key, variables, Kind::Text, Default::Value(reference), about), "IMAGE")
}

/// The data centre.
pub const FACILITY: Setting = named(
    setting(
        "facility",
        &["FACILITY"],
        Kind::Text,
        Default::ByLocation { facility: "ewr1", metro: "" },
        "Facility (data centre) in which the machines stand",
    ),
    "CODE",
);

/// The city.
pub const METRO: Setting = named(
    setting(
        "metro",
        &["METRO"],
        Kind::Text,
        Default::Absent("the facility decides"),
        "Metro (city) in which the machines stand, instead of a facility",
    ),
    "CODE",
);

/// The version of Kubernetes.
pub const KUBERNETES_VERSION: Setting = named(
    setting(
        "kubernetes-version",
        &["KUBERNETES_VERSION"],
        Kind::Text,
        Default::Value("1.34.4"),
        "Version of Kubernetes, from 1.31 to 1.34",
    ),
    "VERSION",
);

/// How many control-plane machines.
pub const CONTROL_PLANE_MACHINE_COUNT: Setting = setting(
    "control-plane-machine-count",
    &["CONTROL_PLANE_MACHINE_COUNT"],
    Kind::Count,
    Default::Value("1"),
    "Number of control-plane machines; only 1 for now",
);

/// How many workers.
pub const WORKER_MACHINE_COUNT: Setting = setting(
    "worker-machine-count",
    &["WORKER_MACHINE_COUNT"],
    Kind::Count,
    Default::Value("2"),
    "Number of workers, from 0 to 10000",
);

/// The plan of control-plane machines.
pub const CONTROLPLANE_NODE_TYPE: Setting = named(
    setting(
        "controlplane-node-type",
        &["CONTROLPLANE_NODE_TYPE"],
        Kind::Text,
        Default::ByLocation { facility: "c1.small.x86", metro: "c3.small.x86" },
        "Plan (machine type) of the control plane",
    ),
    "PLAN",
);

/// The plan of workers.
pub const WORKER_NODE_TYPE: Setting = named(
    setting(
        "worker-node-type",
        &["WORKER_NODE_TYPE"],
        Kind::Text,
        Default::ByLocation { facility: "c1.small.x86", metro: "c3.small.x86" },
        "Plan (machine type) of the workers",
    ),
    "PLAN",
);

/// The operating system.
pub const NODE_OS: Setting = named(
    setting(
        "node-os",
        &["NODE_OS"],
        Kind::Text,
        Default::ByLocation { facility: "ubuntu_20_04", metro: "ubuntu_22_04" },
        "Operating system of all machines",
    ),
    "SLUG",
);

/// How machines are billed.
pub const BILLING_CYCLE: Setting = named(
    setting(
        "billing-cycle",
        &["BILLING_CYCLE"],
        Kind::Text,
        Default::Value("hourly"),
        "How machines are billed: hourly, daily, monthly or yearly",
    ),
    "CYCLE",
);

/// The public keys that may log in.
pub const SSH_KEY: Setting = setting(
    "ssh-key",
    &["SSH_KEY"],
    Kind::Path,
    Default::Absent("the keys of the project"),
    "File with the public SSH keys that may log in to the machines",
);

/// The addresses of pods.
pub const POD_CIDR: Setting = named(
    setting(
        "pod-cidr",
        &["POD_CIDR"],
        Kind::Text,
        Default::Value("172.26.0.0/16"),
        "Addresses of pods; each node takes a /24 of them",
    ),
    "CIDR",
);

/// The addresses of services.
pub const SERVICE_CIDR: Setting = named(
    setting("service-cidr", &["SERVICE_CIDR"], Kind::Text, Default::Value("172.25.0.0/16"), "Addresses of services"),
    "CIDR",
);

/// The domain of services.
pub const SERVICE_DOMAIN: Setting = named(
    setting(
        "service-domain",
        &["SERVICE_DOMAIN"],
        Kind::Text,
        Default::Value("cluster.local"),
        "DNS domain of services inside the cluster",
    ),
    "DOMAIN",
);

/// Which addons there are.
pub const ADDONS: Setting = setting(
    "addons",
    &["ADDONS"],
    Kind::List,
    Default::Value("cni,ccm,csi"),
    "What addons.yaml holds: any of cni, ccm and csi, or none",
);

/// The network plugin.
pub const CNI: Setting = named(
    setting(
        "cni",
        &["CNI"],
        Kind::Text,
        Default::Value("flannel"),
        "Network plugin: flannel, or none to bring your own",
    ),
    "PLUGIN",
);

/// The generic controller's image.
pub const CLUSTER_API_CONTROLLER_IMAGE: Setting = image(
    "cluster-api-controller-image",
    &["CLUSTER_API_CONTROLLER_IMAGE"],
    "registry.k8s.io/cluster-api/cluster-api-controller:v0.1.10",
    "Image of the generic cluster-api controller",
);

/// The Packet manager's image.
pub const PACKET_PROVIDER_IMAGE: Setting = image(
    "packet-provider-image",
    &["PACKET_PROVIDER_IMAGE"],
    "docker.io/packethost/cluster-api-provider-packet:v0.1.0",
    "Image of the Packet controller",
);

/// The cloud controller manager's image.
pub const PACKET_CCM_IMAGE: Setting = image(
    "packet-ccm-image",
    &["PACKET_CCM_IMAGE"],
    "docker.io/packethost/packet-ccm:v2.0.0",
    "Image of the cloud controller manager",
);

/// The storage driver's image.
pub const CSI_PACKET_IMAGE: Setting = image(
    "csi-packet-image",
    &["CSI_PACKET_IMAGE"],
    "docker.io/packethost/csi-packet:v1.1.0",
    "Image of the storage driver",
);

/// The storage provisioner's image.
pub const CSI_PROVISIONER_IMAGE: Setting = image(
    "csi-provisioner-image",
    &["CSI_PROVISIONER_IMAGE"],
    "registry.k8s.io/sig-storage/csi-provisioner:v5.3.0",
    "Image of the storage driver's provisioner",
);

/// The storage attacher's image.
pub const CSI_ATTACHER_IMAGE: Setting = image(
    "csi-attacher-image",
    &["CSI_ATTACHER_IMAGE"],
    "registry.k8s.io/sig-storage/csi-attacher:v4.10.0",
    "Image of the storage driver's attacher",
);

/// The storage registrar's image.
pub const CSI_NODE_DRIVER_REGISTRAR_IMAGE: Setting = image(
    "csi-node-driver-registrar-image",
    &["CSI_NODE_DRIVER_REGISTRAR_IMAGE"],
    "registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0",
    "Image of the storage driver's registrar",
);

/// Flannel's image.
pub const FLANNEL_IMAGE: Setting =
    image("flannel-image", &["FLANNEL_IMAGE"], "ghcr.io/flannel-io/flannel:v0.28.10", "Image of flannel");

/// The image of flannel's plugin.
pub const FLANNEL_CNI_PLUGIN_IMAGE: Setting = image(
    "flannel-cni-plugin-image",
    &["FLANNEL_CNI_PLUGIN_IMAGE"],
    "ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3",
    "Image of flannel's CNI plugin",
);
