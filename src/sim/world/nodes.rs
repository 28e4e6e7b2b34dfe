//! The nodes of simulated clusters: how they appear, become ready, and are lost sight of.

use super::objects::Key;
use super::{Due, World};
use crate::sim::kubeadm::{Orders, Role};
use crate::sim::time::{seconds_later, written};
use serde_json::{Value, json};
use uuid::Uuid;

/// Simulated seconds after which a node that tells nothing is given up (`node-monitor-grace-period`).
const GRACE: f64 = 50.0;
/// The taint of nodes whose cloud has not looked at them yet.
const UNINITIALIZED: &str = "node.cloudprovider.kubernetes.io/uninitialized";
/// The label, and by default the taint, of control planes.
const CONTROL_PLANE: &str = "node-role.kubernetes.io/control-plane";

impl World {
    /// A machine's kubelet registers its node, unless it is there already; soon after it is ready.
    pub(super) fn register_node(&mut self, id: Uuid, cluster: Uuid) {
        self.enter_cluster(id, cluster);
        self.write_node(id, false);
        let ready = super::lifecycle::Step::Kubernetes(super::kubernetes::Progress::Ready);
        self.plan_step(id, seconds_later(self.now, self.conditions.join.as_secs_f64()), ready);
    }

    fn enter_cluster(&mut self, id: Uuid, cluster: Uuid) {
        if let Some(membership) = self.devices.edit(id).and_then(|device| device.kubernetes.as_mut()) {
            membership.cluster = Some(cluster);
            membership.phase = super::kubernetes::Phase::Member;
        }
    }

    /// A kubelet says that its node is ready, if there is somebody to say it to.
    pub(super) fn tell_ready(&mut self, id: Uuid) {
        self.write_node(id, true);
    }

    fn write_node(&mut self, id: Uuid, is_ready: bool) {
        let Some(membership) = self.devices.get(id).and_then(|device| device.kubernetes.clone()) else { return };
        let (Some(cluster), Ok(orders)) = (membership.cluster, membership.orders) else { return };
        if !self.is_served(cluster) {
            return;
        }
        let key = Key::new(cluster, "nodes", "", &membership.node);
        let mut node = match self.object(&key) {
            Some(node) => node.clone(),
            None => self.new_node(id, cluster, &membership.node, &orders),
        };
        let now = written(self.now);
        let (status, reason, message) = if is_ready {
            ("True", "KubeletReady", "kubelet is posting ready status")
        } else {
            ("False", "KubeletNotReady", "container runtime network not ready: cni plugin not initialized")
        };
        set_ready(&mut node, status, reason, message, &now);
        self.put_object(&key, node);
    }

    fn new_node(&self, id: Uuid, cluster: Uuid, name: &str, orders: &Orders) -> Value {
        let is_control_plane = matches!(orders.role, Role::ControlPlane(_));
        let flag = |name: &str| orders.node.flags.get(name);
        let mut labels = json!({
            "beta.kubernetes.io/arch": "amd64", "beta.kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
            "kubernetes.io/hostname": name, "kubernetes.io/os": "linux",
        });
        if is_control_plane {
            labels[CONTROL_PLANE] = json!("");
            labels["node.kubernetes.io/exclude-from-external-load-balancers"] = json!("");
        }
        for (label, value) in
            flag("node-labels").into_iter().flat_map(|all| all.split(',')).filter_map(|one| one.split_once('='))
        {
            labels[label] = json!(value);
        }
        let own =
            if is_control_plane { vec![json!({ "key": CONTROL_PLANE, "effect": "NoSchedule" })] } else { Vec::new() };
        let mut taints = orders.node.taints.clone().unwrap_or(own);
        if flag("cloud-provider").is_some_and(|provider| provider == "external") {
            taints.push(json!({ "key": UNINITIALIZED, "value": "true", "effect": "NoSchedule" }));
        }
        let device = self.devices.get(id);
        let ip = flag("node-ip").cloned().unwrap_or_else(|| "@PUBLIC_ADDRESS@".to_owned());
        let ip = device.map(|device| device.fill_in(&ip)).unwrap_or_default();
        let version = self.clusters.get(cluster).map(|cluster| cluster.version.clone());
        json!({
            "apiVersion": "v1", "kind": "Node",
            "metadata": {
                "name": name, "labels": labels,
                "annotations": { "node.alpha.kubernetes.io/ttl": "0", "volumes.kubernetes.io/controller-managed-attach-detach": "true" },
            },
            "spec": if taints.is_empty() { json!({}) } else { json!({ "taints": taints }) },
            "status": {
                "addresses": [{ "type": "InternalIP", "address": ip }, { "type": "Hostname", "address": name }],
                "capacity": { "cpu": "4", "memory": "32Gi", "pods": "110" },
                "allocatable": { "cpu": "4", "memory": "32Gi", "pods": "110" },
                "nodeInfo": {
                    "architecture": "amd64", "operatingSystem": "linux", "machineID": id.simple().to_string(), "systemUUID": id,
                    "bootID": id, "kernelVersion": "6.8.0-31-generic", "containerRuntimeVersion": "containerd://1.7.24",
                    "osImage": device.map(|device| device.order.operating_system.clone()), "kubeletVersion": version, "kubeProxyVersion": "",
                },
            },
        })
    }

    /// A machine went away or came back: its cluster finds out after a while.
    pub(super) fn watch_nodes_of(&mut self, id: Uuid) {
        let membership = self.devices.get(id).and_then(|device| device.kubernetes.as_ref());
        if let Some(cluster) = membership.and_then(|membership| membership.cluster) {
            self.plan_nodes(cluster);
        }
    }

    /// Plans that a cluster looks at its nodes.
    pub(super) fn plan_nodes(&mut self, cluster: Uuid) {
        self.plan(seconds_later(self.now, GRACE), Due::Nodes(cluster));
    }

    /// A cluster looks which of its nodes still tell of themselves.
    pub(super) fn check_nodes(&mut self, cluster: Uuid) {
        if !self.is_served(cluster) {
            return;
        }
        let members = self.devices.iter().filter(|device| device.is_member_of(cluster));
        let told: std::collections::BTreeSet<String> =
            members.filter_map(|device| Some(device.kubernetes.as_ref()?.node.clone())).collect();
        let nodes: Vec<_> = self.objects_of(cluster, "nodes", "").cloned().collect();
        let now = written(self.now);
        for mut node in nodes {
            let status = ready_status(&node.value);
            match (told.contains(&node.key.name), status.as_deref()) {
                (true, Some("Unknown")) => {
                    set_ready(&mut node.value, "True", "KubeletReady", "kubelet is posting ready status", &now);
                }
                (false, Some("True" | "False")) => {
                    set_ready(
                        &mut node.value,
                        "Unknown",
                        "NodeStatusUnknown",
                        "Kubelet stopped posting node status.",
                        &now,
                    );
                }
                _ => continue,
            }
            self.put_object(&node.key, node.value);
        }
    }
}

fn ready_status(node: &Value) -> Option<String> {
    let conditions = node.pointer("/status/conditions")?.as_array()?;
    let ready = conditions.iter().find(|condition| condition["type"] == "Ready")?;
    ready["status"].as_str().map(ToOwned::to_owned)
}

/// Writes the four conditions of a node; the others say what is good only where the kubelet says anything.
fn set_ready(node: &mut Value, status: &str, reason: &str, message: &str, now: &str) {
    let before = node.pointer("/status/conditions").and_then(Value::as_array).cloned().unwrap_or_default();
    let pressure = if status == "Unknown" { "Unknown" } else { "False" };
    let condition = |kind: &str, status: &str, reason: &str, message: &str| {
        let old = before.iter().find(|old| old["type"] == kind && old["status"] == status);
        let since = old.map_or_else(|| json!(now), |old| old["lastTransitionTime"].clone());
        json!({ "type": kind, "status": status, "reason": reason, "message": message, "lastHeartbeatTime": now, "lastTransitionTime": since })
    };
    let mut conditions: Vec<Value> = ["MemoryPressure", "DiskPressure", "PIDPressure"]
        .iter()
        .map(|kind| match status {
            "Unknown" => condition(kind, pressure, reason, message),
            _ => {
                condition(kind, pressure, "KubeletHasSufficientResources", "kubelet has sufficient resources available")
            }
        })
        .collect();
    conditions.push(condition("Ready", status, reason, message));
    node["status"]["conditions"] = json!(conditions);
}
