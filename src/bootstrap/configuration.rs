//! What one machine's kubeadm is told.

use super::Boot;
use super::components::{KubeProxyConfiguration, KubeletConfiguration};
use super::endpoint::{PRIVATE_ADDRESS, server_names};
use super::kubeadm::{
    API_VERSION, ApiEndpoint, ApiServer, Argument, BootstrapToken, BootstrapTokenDiscovery, ClusterConfiguration,
    Discovery, Document, InitConfiguration, JoinConfiguration, Networking, NodeRegistration, NodeTaint, Patches,
    Timeouts, joined_labels,
};
use super::labels::kubelet_may_set;
use super::set_ups::SetUp;
use crate::cluster::Shape;
use crate::pki;
use std::time::Duration;

/// Where containerd listens.
const RUNTIME: &str = "unix:///run/containerd/containerd.sock";

/// A machine as its kubeadm must know it.
#[derive(Debug)]
pub(super) struct Configuration<'a> {
    pub(super) boot: &'a Boot<'a>,
    pub(super) name: &'a str,
    pub(super) shape: &'a Shape,
    pub(super) set_up: &'a SetUp,
}

impl Configuration<'_> {
    /// For `kubeadm init`.
    pub(super) fn init(&self) -> Vec<Document> {
        vec![
            Document::InitConfiguration(InitConfiguration {
                api_version: API_VERSION,
                bootstrap_tokens: vec![BootstrapToken {
                    token: self.boot.token.text().clone(),
                    description: "made by packetctl for the cluster's first machines",
                    ttl: go_duration(self.boot.token_ttl),
                }],
                local_api_endpoint: ApiEndpoint {
                    advertise_address: PRIVATE_ADDRESS.to_owned(),
                    bind_port: self.boot.endpoint.port,
                },
                node_registration: self.registration(self.control_plane_taints()),
                timeouts: Timeouts {
                    control_plane_component_health_check: Some("10m0s"),
                    tls_bootstrap: None,
                    discovery: None,
                },
            }),
            Document::ClusterConfiguration(self.cluster()),
            Document::KubeletConfiguration(KubeletConfiguration {
                api_version: KubeletConfiguration::API_VERSION,
                cgroup_driver: self.set_up.cgroups,
                settings: self.set_up.kubelet.clone(),
            }),
            Document::KubeProxyConfiguration(KubeProxyConfiguration {
                api_version: KubeProxyConfiguration::API_VERSION,
                settings: self.set_up.kube_proxy.clone(),
            }),
        ]
    }

    /// For `kubeadm join`.
    pub(super) fn join(&self) -> Vec<Document> {
        vec![Document::JoinConfiguration(JoinConfiguration {
            api_version: API_VERSION,
            discovery: Discovery {
                bootstrap_token: BootstrapTokenDiscovery {
                    api_server_endpoint: self.boot.endpoint.to_string(),
                    token: self.boot.token.text().clone(),
                    ca_cert_hashes: vec![self.boot.pki.cluster.discovery_hash()],
                },
            },
            node_registration: self.registration(self.own_taints()),
            patches: Patches { directory: "/etc/packetctl/patches" },
            // The server answered before kubeadm was called. A token that ended comes back by `up`; until then each
            // try says why it failed, and there is another.
            timeouts: Timeouts {
                control_plane_component_health_check: None,
                tls_bootstrap: Some("10m0s"),
                discovery: Some("10m0s"),
            },
        })]
    }

    /// What this machine's kubelet needs whatever the control plane's machine needed, whose configuration it is given.
    pub(super) fn kubelet_patch(&self) -> KubeletConfiguration {
        KubeletConfiguration {
            api_version: KubeletConfiguration::API_VERSION,
            cgroup_driver: self.set_up.cgroups,
            settings: self.set_up.kubelet.clone(),
        }
    }

    fn cluster(&self) -> ClusterConfiguration {
        let Boot { cluster, endpoint, .. } = self.boot;
        ClusterConfiguration {
            api_version: API_VERSION,
            cluster_name: cluster.name.to_string(),
            kubernetes_version: format!("v{}", self.shape.version),
            control_plane_endpoint: endpoint.to_string(),
            certificates_dir: pki::FOLDER,
            networking: Networking {
                dns_domain: cluster.service_domain.to_string(),
                pod_subnet: cluster.pods.to_string(),
                service_subnet: cluster.services.to_string(),
            },
            api_server: ApiServer { cert_sans: server_names(self.name, endpoint) },
        }
    }

    fn registration(&self, taints: Vec<NodeTaint>) -> NodeRegistration {
        let argument = |name, value: &str| Argument { name, value: value.to_owned() };
        let mut arguments = vec![argument("cloud-provider", "external"), argument("node-ip", PRIVATE_ADDRESS)];
        let labels = self.shape.labels.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let labels = joined_labels(&labels.filter(|(key, value)| kubelet_may_set(key, value)).collect());
        if !labels.is_empty() {
            arguments.push(Argument { name: "node-labels", value: labels });
        }
        NodeRegistration {
            name: self.name.to_owned(),
            cri_socket: RUNTIME,
            taints: (!taints.is_empty()).then_some(taints),
            kubelet_extra_args: arguments,
        }
    }

    fn own_taints(&self) -> Vec<NodeTaint> {
        let taint = |taint: &crate::cluster::Taint| NodeTaint {
            key: taint.key.clone(),
            value: taint.value.clone(),
            effect: taint.effect,
        };
        self.shape.taints.iter().map(taint).collect()
    }

    /// The machine's own taints replace the one that kubeadm gives to a control plane, so it is among them.
    fn control_plane_taints(&self) -> Vec<NodeTaint> {
        const CONTROL_PLANE: &str = "node-role.kubernetes.io/control-plane";
        let mut taints = self.own_taints();
        if !taints.is_empty() && !taints.iter().any(|taint| taint.key == CONTROL_PLANE) {
            taints.insert(0, NodeTaint { key: CONTROL_PLANE.to_owned(), value: None, effect: "NoSchedule" });
        }
        taints
    }
}

/// A duration as Go reads it.
fn go_duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    format!("{}h{}m{}s", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_as_go_writes_them() {
        assert_eq!(go_duration(Duration::from_secs(7200)), "2h0m0s");
        assert_eq!(go_duration(Duration::from_secs(3725)), "1h2m5s");
    }
}
