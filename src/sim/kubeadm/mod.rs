//! What the kubeadm documents in a machine's user-data tell it to do.
//!
//! Read generically: any file of a `#cloud-config` that holds documents of `kubeadm.k8s.io` counts, and what is not
//! needed here is not looked at.

mod cloud_config;

use cloud_config::File;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

/// The group of kubeadm's documents, and the version that is understood.
const GROUP: &str = "kubeadm.k8s.io/";
const VERSION: &str = "kubeadm.k8s.io/v1beta4";
/// Where kubeadm finds the keys and papers that it need not make.
const PKI_FOLDER: &str = "/etc/kubernetes/pki/";

/// What a machine is to be in a cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::sim) struct Orders {
    pub(in crate::sim) node: Registration,
    pub(in crate::sim) role: Role,
}

/// How its node is to be (kubeadm `NodeRegistrationOptions`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::sim) struct Registration {
    /// The hostname where none is given.
    pub(in crate::sim) name: Option<String>,
    /// kubeadm's own for the role where none are given.
    pub(in crate::sim) taints: Option<Vec<Value>>,
    /// The kubelet's flags.
    pub(in crate::sim) flags: BTreeMap<String, String>,
}

/// The two kinds of machines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sim) enum Role {
    /// `kubeadm init`.
    ControlPlane(Box<ControlPlane>),
    /// `kubeadm join`.
    Worker(Worker),
}

/// What `kubeadm init` is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::sim) struct ControlPlane {
    pub(in crate::sim) port: u16,
    /// What the certificate of the API server names besides what every one does; words for the machine's own addresses
    /// are still among them.
    pub(in crate::sim) names: Vec<String>,
    /// With its `v`.
    pub(in crate::sim) version: String,
    pub(in crate::sim) endpoint: Option<String>,
    pub(in crate::sim) domain: String,
    /// The first address of the services' network.
    pub(in crate::sim) service: Ipv4Addr,
    /// `bootstrapTokens`.
    pub(in crate::sim) tokens: Vec<Value>,
    /// The files under `/etc/kubernetes/pki/`, without that.
    pub(in crate::sim) files: BTreeMap<String, String>,
}

/// What `kubeadm join` is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::sim) struct Worker {
    /// Host and port.
    pub(in crate::sim) endpoint: String,
    pub(in crate::sim) token: String,
    /// `sha256:…`; none where the CA is not to be looked at.
    pub(in crate::sim) hashes: Option<Vec<String>>,
}

/// Reads user-data: none where nothing in it is for kubeadm, an error where kubeadm would refuse what is.
pub(in crate::sim) fn read(userdata: &str) -> Option<Result<Orders, String>> {
    let files = cloud_config::files(userdata);
    let told = files.iter().find(|file| file.content.contains(GROUP) && !file.is_program())?;
    Some(documents(&told.content).and_then(|documents| orders(&documents, &files)))
}

/// The documents of kubeadm in a text, by kind.
fn documents(text: &str) -> Result<BTreeMap<String, Value>, String> {
    let nodes = crate::yaml::read(text).map_err(|error| {
        let crate::yaml::SyntaxError { position, flaw } = error;
        format!("cannot read the configuration: line {}, column {}: {}", position.line, position.column, flaw.what)
    })?;
    let mut found = BTreeMap::new();
    for document in nodes.iter().filter_map(|node| serde_json::to_value(node).ok()) {
        let (version, kind) = (text_at(&document, "/apiVersion"), text_at(&document, "/kind"));
        match (version, kind) {
            (Some(version), Some(kind)) if version == VERSION => {
                found.insert(kind, document);
            }
            (Some(version), Some(kind)) if version.starts_with(GROUP) => {
                return Err(format!("no kind \"{kind}\" is registered for version \"{version}\""));
            }
            (Some(_), Some(_)) => {}
            _ => return Err("kind and apiVersion are mandatory information that must be specified".to_owned()),
        }
    }
    Ok(found)
}

fn orders(documents: &BTreeMap<String, Value>, files: &[File]) -> Result<Orders, String> {
    let named = |kind: &str| documents.get(kind);
    match (named("InitConfiguration"), named("ClusterConfiguration"), named("JoinConfiguration")) {
        (Some(init), Some(cluster), None) => Ok(Orders {
            node: registration(init),
            role: Role::ControlPlane(Box::new(init_orders(init, cluster, files)?)),
        }),
        (None, None, Some(join)) => Ok(Orders { node: registration(join), role: Role::Worker(join_orders(join)?) }),
        (None, Some(_), None) => Err("there is no InitConfiguration".to_owned()),
        (Some(_), None, None) => Err("there is no ClusterConfiguration".to_owned()),
        (None, None, None) => Err("there is neither an InitConfiguration nor a JoinConfiguration".to_owned()),
        _ => Err("InitConfiguration, ClusterConfiguration and JoinConfiguration do not go together".to_owned()),
    }
}

fn init_orders(init: &Value, cluster: &Value, files: &[File]) -> Result<ControlPlane, String> {
    let port = init.pointer("/localAPIEndpoint/bindPort").map_or(Some(6443), |port| port.as_u64()?.try_into().ok());
    let version = text_at(cluster, "/kubernetesVersion").ok_or("kubernetesVersion is not given")?;
    let subnet = text_at(cluster, "/networking/serviceSubnet").unwrap_or_else(|| "10.96.0.0/12".to_owned());
    let subnet: ipnet::Ipv4Net = subnet.parse().map_err(|_| format!("couldn't parse subnet {subnet}"))?;
    let endpoint = text_at(cluster, "/controlPlaneEndpoint");
    let sans = cluster.pointer("/apiServer/certSANs").and_then(Value::as_array);
    let mut names: Vec<String> =
        sans.into_iter().flatten().filter_map(|name| Some(name.as_str()?.to_owned())).collect();
    names.extend(text_at(init, "/localAPIEndpoint/advertiseAddress"));
    names.extend(endpoint.as_deref().map(|endpoint| host_and_port(endpoint).0.to_owned()));
    let papers = files.iter().filter_map(|file| Some((file.path.strip_prefix(PKI_FOLDER)?, &file.content)));
    Ok(ControlPlane {
        port: port.ok_or("localAPIEndpoint.bindPort is no port")?,
        names,
        version: format!("v{}", version.trim_start_matches('v')),
        endpoint,
        domain: text_at(cluster, "/networking/dnsDomain").unwrap_or_else(|| "cluster.local".to_owned()),
        service: Ipv4Addr::from(u32::from(subnet.network()).saturating_add(1)),
        tokens: init.pointer("/bootstrapTokens").and_then(Value::as_array).cloned().unwrap_or_default(),
        files: papers.map(|(name, content)| (name.to_owned(), content.clone())).collect(),
    })
}

fn join_orders(join: &Value) -> Result<Worker, String> {
    let discovery = join.pointer("/discovery/bootstrapToken").ok_or("discovery.bootstrapToken is not given")?;
    let required = |name: &str| {
        text_at(discovery, &format!("/{name}")).ok_or_else(|| format!("discovery.bootstrapToken.{name} is not given"))
    };
    let hashes = discovery.get("caCertHashes").and_then(Value::as_array);
    let hashes = hashes.map(|all| all.iter().filter_map(|hash| Some(hash.as_str()?.to_owned())).collect::<Vec<_>>());
    let skips = discovery.get("unsafeSkipCAVerification").and_then(Value::as_bool).unwrap_or_default();
    let hashes = hashes.filter(|all| !all.is_empty());
    if hashes.is_none() && !skips {
        return Err("discovery.bootstrapToken.caCertHashes is empty: using token-based discovery without caCertHashes can be unsafe".to_owned());
    }
    Ok(Worker { endpoint: required("apiServerEndpoint")?, token: required("token")?, hashes })
}

fn registration(document: &Value) -> Registration {
    let flags = document.pointer("/nodeRegistration/kubeletExtraArgs").and_then(Value::as_array);
    let flag = |flag: &Value| Some((text_at(flag, "/name")?, text_at(flag, "/value")?));
    Registration {
        name: text_at(document, "/nodeRegistration/name"),
        taints: document.pointer("/nodeRegistration/taints").and_then(Value::as_array).cloned(),
        flags: flags.into_iter().flatten().filter_map(flag).collect(),
    }
}

fn text_at(value: &Value, pointer: &str) -> Option<String> {
    value.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}

/// The two parts of `host:port`; 6443 where no port is named.
pub(in crate::sim) fn host_and_port(endpoint: &str) -> (&str, u16) {
    let parts = endpoint.rsplit_once(':').and_then(|(host, port)| Some((host, port.parse().ok()?)));
    parts.unwrap_or((endpoint, 6443))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INIT: &str = "#cloud-config\nwrite_files:\n- path: /etc/kubernetes/pki/ca.crt\n  content: CA\n- path: /x\n  encoding: b64\n  content: ";

    fn with(documents: &str) -> Option<Result<Orders, String>> {
        use base64::Engine as _;
        read(&format!("{INIT}{}\n", base64::engine::general_purpose::STANDARD.encode(documents)))
    }

    #[test]
    fn a_control_plane_is_read() {
        let text = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\nlocalAPIEndpoint: {advertiseAddress: 10.0.0.1}\n\
            nodeRegistration: {name: one, taints: [], kubeletExtraArgs: [{name: cloud-provider, value: external}]}\n---\n\
            apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: 1.34.1\n\
            controlPlaneEndpoint: 127.128.0.0:7000\nnetworking: {serviceSubnet: 10.1.0.0/16}\n---\n\
            apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";
        let orders = with(text).unwrap().unwrap();
        assert_eq!(
            (orders.node.name.as_deref(), orders.node.flags["cloud-provider"].as_str()),
            (Some("one"), "external")
        );
        let Role::ControlPlane(init) = orders.role else { panic!("it is a control plane") };
        assert_eq!(
            (init.port, init.version.as_str(), init.service.to_string()),
            (6443, "v1.34.1", "10.1.0.1".to_owned())
        );
        assert_eq!((init.names, init.files["ca.crt"].as_str()), (vec!["10.0.0.1".into(), "127.128.0.0".into()], "CA"));
    }

    #[test]
    fn what_kubeadm_refuses_is_refused_and_the_rest_is_not_for_it() {
        for (text, told) in [
            (
                "apiVersion: kubeadm.k8s.io/v1beta1\nkind: InitConfiguration\n",
                "no kind \"InitConfiguration\" is registered",
            ),
            ("apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n", "there is no ClusterConfiguration"),
            ("apiVersion: kubeadm.k8s.io/v1beta4\nkind: [\n", "cannot read the configuration: line 2"),
            ("apiVersion: kubeadm.k8s.io/v1beta4\n", "kind and apiVersion are mandatory"),
            (
                "apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\ndiscovery: {bootstrapToken: {}}\n",
                "caCertHashes is empty",
            ),
        ] {
            let refused = with(text).unwrap().unwrap_err();
            assert!(refused.contains(told), "{refused}");
        }
        assert_eq!(with("#!/bin/sh\nkubeadm init\n"), None);
        assert_eq!(read("#!/bin/sh\necho kubeadm.k8s.io/v1beta4\n"), None);
    }
}
