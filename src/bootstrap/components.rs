//! What kubelet and kube-proxy are told: of their configurations only what a set-up of machines may set.

use serde::{Deserialize, Serialize};

/// The kubelet's configuration, `kubelet.config.k8s.io/v1beta1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct KubeletConfiguration {
    /// `kubelet.config.k8s.io/v1beta1`.
    pub(super) api_version: &'static str,
    /// Who makes the cgroups.
    pub(super) cgroup_driver: Cgroups,
    /// What else the machines need.
    #[serde(flatten)]
    pub(super) settings: KubeletSettings,
}

impl KubeletConfiguration {
    /// The version of the document.
    pub(super) const API_VERSION: &'static str = "kubelet.config.k8s.io/v1beta1";
}

/// What machines may need of their kubelet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct KubeletSettings {
    /// Whether the kubelet refuses to start while there is swap; it does by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fail_swap_on: Option<bool>,
}

/// Who makes the cgroups of containers. The runtime and the kubelet must agree, so this is said once for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Cgroups {
    /// systemd makes them.
    Systemd,
    /// They are made in the file system.
    Cgroupfs,
}

/// kube-proxy's configuration, `kubeproxy.config.k8s.io/v1alpha1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct KubeProxyConfiguration {
    /// `kubeproxy.config.k8s.io/v1alpha1`.
    pub(super) api_version: &'static str,
    /// What the machines need.
    #[serde(flatten)]
    pub(super) settings: KubeProxySettings,
}

impl KubeProxyConfiguration {
    /// The version of the document.
    pub(super) const API_VERSION: &'static str = "kubeproxy.config.k8s.io/v1alpha1";
}

/// What machines may need of kube-proxy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct KubeProxySettings {
    /// The kernel's table of connections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) conntrack: Option<Conntrack>,
}

/// The kernel's table of connections; zeros leave it alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Conntrack {
    /// How many connections for each core.
    pub(super) max_per_core: i32,
    /// How many at least.
    pub(super) min: i32,
}
