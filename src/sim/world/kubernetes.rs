//! What kubeadm makes of machines: a control plane that answers, workers that join it, and what they tell on the way.

use super::World;
use super::device::{Device, State};
use super::lifecycle::Step;
use super::objects::Key;
use crate::sim::authority::Authority;
use crate::sim::kubeadm::{self, ControlPlane, Orders, Role, Worker, host_and_port};
use crate::sim::table::Row;
use crate::sim::time::seconds_later;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::net::{IpAddr, SocketAddr};
use uuid::Uuid;

/// Simulated seconds from an API's first answer until kubeadm has bound the group of its administrators.
const BINDING: f64 = 2.0;

/// What a device is to Kubernetes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct Membership {
    /// What kubeadm is told, or why it refuses that.
    pub(in crate::sim) orders: Result<Orders, String>,
    pub(in crate::sim) phase: Phase,
    /// The cluster it belongs to, once it does: the device that is its control plane.
    pub(in crate::sim) cluster: Option<Uuid>,
    /// The name of its node.
    pub(in crate::sim) node: String,
    /// Why it could not join when it tried last.
    complaint: Option<String>,
}

/// How far a machine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sim) enum Phase {
    /// Packages and images.
    Installing,
    /// `kubeadm init`.
    Initializing,
    /// A worker waits for its API server.
    Waiting,
    /// It belongs to a cluster.
    Member,
    /// kubeadm gave up.
    Broken,
}

/// What happens next on a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sim) enum Progress {
    /// Packages and images are there.
    Installed,
    /// `kubeadm init` is through.
    Initialized,
    /// The group `kubeadm:cluster-admins` has its rights.
    Bound,
    /// The kubelet says that its node is ready.
    Ready,
}

/// A cluster: what its control plane serves with. Its id is the device's.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct Cluster {
    pub(in crate::sim) id: Uuid,
    pub(in crate::sim) authority: Authority,
    /// What the server's certificate names.
    pub(in crate::sim) names: Vec<String>,
    pub(in crate::sim) port: u16,
    /// With its `v`.
    pub(in crate::sim) version: String,
    is_bound: bool,
}

impl Row for Cluster {
    const TABLE: &'static str = "clusters";

    fn id(&self) -> Uuid {
        self.id
    }
}

impl Device {
    /// Whether what runs on it runs.
    fn is_up(&self) -> bool {
        self.state == State::Active && !self.steps.iter().any(|(_, step)| *step == Step::Rebooted)
    }

    fn address(&self, is_public: bool) -> Option<IpAddr> {
        let own = self.addresses.iter().filter(|own| own.management && own.public == is_public);
        own.map(|own| own.address).find(IpAddr::is_ipv4)
    }

    /// A text in which the words for the machine's own addresses are replaced by them.
    pub(super) fn fill_in(&self, text: &str) -> String {
        let address = |is_public| self.address(is_public).map(|address| address.to_string()).unwrap_or_default();
        text.replace("@PRIVATE_ADDRESS@", &address(false)).replace("@PUBLIC_ADDRESS@", &address(true))
    }

    /// Whether its node still tells of itself in a cluster.
    pub(super) fn is_member_of(&self, cluster: Uuid) -> bool {
        self.is_up()
            && self.kubernetes.as_ref().is_some_and(|own| own.cluster == Some(cluster) && own.phase == Phase::Member)
    }
}

impl World {
    /// A machine is up for the first time: its user-data is run.
    pub(super) fn begin_kubernetes(&mut self, id: Uuid) {
        let Some(device) = self.devices.edit(id) else { return };
        device.kubernetes = kubeadm::read(&device.order.userdata).map(|orders| {
            let name = orders.as_ref().ok().and_then(|orders| orders.node.name.clone());
            let node = name.unwrap_or_else(|| device.hostname.to_lowercase());
            Membership { orders, phase: Phase::Installing, cluster: None, node, complaint: None }
        });
        self.resume_kubernetes(id);
    }

    /// A machine is up again: what it was at begins anew.
    pub(super) fn resume_kubernetes(&mut self, id: Uuid) {
        let Some(device) = self.devices.edit(id) else { return };
        let Some(membership) = &device.kubernetes else { return };
        let phase = membership.phase;
        device.steps.retain(|(_, step)| !matches!(step, Step::Kubernetes(_)));
        match phase {
            Phase::Installing => self.plan_progress(id, self.conditions.packages.as_secs_f64(), Progress::Installed),
            Phase::Initializing => self.plan_progress(id, self.conditions.init.as_secs_f64(), Progress::Initialized),
            Phase::Waiting => self.try_to_join(id),
            Phase::Member => self.plan_progress(id, self.conditions.join.as_secs_f64(), Progress::Ready),
            Phase::Broken => {}
        }
        if self.clusters.get(id).is_some() {
            self.plan_progress(id, BINDING, Progress::Bound);
            self.plan_nodes(id);
            self.try_waiting_workers();
        }
    }

    fn plan_progress(&mut self, id: Uuid, seconds: f64, progress: Progress) {
        self.plan_step(id, seconds_later(self.now, seconds), Step::Kubernetes(progress));
    }

    /// A machine gets on, if it is on at all.
    pub(super) fn progress(&mut self, id: Uuid, progress: Progress) {
        let Some(device) = self.devices.get(id).filter(|device| device.is_up()) else { return };
        let Some(membership) = device.kubernetes.clone() else { return };
        match (progress, membership.orders) {
            (Progress::Installed, orders) => {
                self.say(id, "succeeded", 1001, "packages installed");
                match orders.map(|orders| orders.role) {
                    Err(reason) => self.give_up_on_kubeadm(id, &format!("kubeadm: {reason}")),
                    Ok(Role::ControlPlane(init)) => self.begin_init(id, &init),
                    Ok(Role::Worker(worker)) => {
                        self.enter_phase(id, Phase::Waiting);
                        self.say(id, "running", 1004, &format!("waiting for the API server at {}", worker.endpoint));
                        self.try_to_join(id);
                    }
                }
            }
            (Progress::Initialized, Ok(Orders { role: Role::ControlPlane(init), .. })) => self.end_init(id, &init),
            (Progress::Bound, _) => {
                if let Some(cluster) = self.clusters.edit(id).filter(|cluster| !cluster.is_bound) {
                    cluster.is_bound = true;
                    self.bind_administrators(id);
                }
            }
            (Progress::Ready, _) => self.tell_ready(id),
            (Progress::Initialized, _) => {}
        }
    }

    fn begin_init(&mut self, id: Uuid, init: &ControlPlane) {
        self.enter_phase(id, Phase::Initializing);
        self.say(id, "running", 1002, "kubeadm init started");
        let usable = Authority::of(&init.files).and_then(|authority| {
            let served = authority.serve(&self.names(id, init), self.now);
            served.map(|_| ()).ok_or_else(|| "couldn't sign the certificate of the API server".to_owned())
        });
        match usable {
            Ok(()) => self.plan_progress(id, self.conditions.init.as_secs_f64(), Progress::Initialized),
            Err(reason) => self.give_up_on_kubeadm(id, &format!("kubeadm init: error execution phase certs: {reason}")),
        }
    }

    /// What kubeadm puts into the certificate of the API server (`GetAPIServerAltNames`).
    fn names(&self, id: Uuid, init: &ControlPlane) -> Vec<String> {
        let Some(device) = self.devices.get(id) else { return Vec::new() };
        let mut names: Vec<String> =
            ["kubernetes", "kubernetes.default", "kubernetes.default.svc"].map(String::from).into();
        names.push(format!("kubernetes.default.svc.{}", init.domain));
        names.extend(device.kubernetes.as_ref().map(|membership| membership.node.clone()));
        names.push(init.service.to_string());
        names.extend(init.names.iter().map(|name| device.fill_in(name)).filter(|name| !name.is_empty()));
        names.sort_unstable();
        names.dedup();
        names
    }

    fn end_init(&mut self, id: Uuid, init: &ControlPlane) {
        let Ok(authority) = Authority::of(&init.files) else { return };
        let names = self.names(id, init);
        let (port, version) = (init.port, init.version.clone());
        self.clusters.insert(Cluster { id, authority, names, port, version, is_bound: false });
        self.found_cluster(id, init);
        self.register_node(id, id);
        self.say(id, "succeeded", 1003, "control plane initialized");
        self.plan_progress(id, BINDING, Progress::Bound);
        self.try_waiting_workers();
    }

    /// Everything that a machine's cluster was, if it was a control plane, is gone with it.
    pub(super) fn forget_cluster(&mut self, id: Uuid) {
        if self.clusters.remove(id).is_some() {
            let keys: Vec<Key> = self.objects.iter().map(|object| object.key.clone()).collect();
            for key in keys.iter().filter(|key| key.cluster == id) {
                self.drop_object(key);
            }
        }
    }

    /// Where clusters answer now: at the public address of their control plane, and at the elastic ones on it.
    pub(in crate::sim) fn served(&self) -> impl Iterator<Item = (&Cluster, SocketAddr)> {
        let up = self.clusters.iter().filter_map(|cluster| Some((cluster, self.devices.get(cluster.id)?)));
        up.filter(|(_, device)| device.is_up()).flat_map(|(cluster, device)| {
            let own = device.addresses.iter().map(|own| own.address).filter(|own| own.is_ipv4() && own.is_loopback());
            own.map(move |address| (cluster, SocketAddr::new(address, cluster.port)))
        })
    }

    /// Whether a cluster's control plane runs.
    pub(super) fn is_served(&self, cluster: Uuid) -> bool {
        self.clusters.get(cluster).is_some() && self.devices.get(cluster).is_some_and(Device::is_up)
    }

    /// What changed may be what workers wait for.
    pub(super) fn try_waiting_workers(&mut self) {
        let waits = |device: &&Device| device.kubernetes.as_ref().is_some_and(|own| own.phase == Phase::Waiting);
        let waiting: Vec<Uuid> = self.devices.iter().filter(waits).map(|device| device.id).collect();
        for id in waiting {
            self.try_to_join(id);
        }
    }

    fn try_to_join(&mut self, id: Uuid) {
        let Some(device) = self.devices.get(id).filter(|device| device.is_up()) else { return };
        let Some(Membership { orders: Ok(Orders { role: Role::Worker(worker), .. }), complaint, .. }) =
            &device.kubernetes
        else {
            return;
        };
        match self.find_cluster(worker) {
            Ok(None) => {}
            Ok(Some(cluster)) => {
                self.enter_phase(id, Phase::Member);
                self.say(id, "succeeded", 1005, "joined");
                self.register_node(id, cluster);
            }
            Err(reason) if complaint.as_ref() == Some(&reason) => {}
            Err(reason) => {
                self.say(id, "failed", 1090, &format!("kubeadm join: {reason}"));
                if let Some(membership) = self.devices.edit(id).and_then(|device| device.kubernetes.as_mut()) {
                    membership.complaint = Some(reason);
                }
            }
        }
    }

    /// The cluster that a worker may join; none while nobody answers, an error where somebody does who will not have it.
    fn find_cluster(&self, worker: &Worker) -> Result<Option<Uuid>, String> {
        let (host, port) = host_and_port(&worker.endpoint);
        let Ok(address) = host.parse::<IpAddr>() else { return Ok(None) };
        let at = SocketAddr::new(address, port);
        let Some((cluster, _)) = self.served().find(|(_, served)| *served == at) else { return Ok(None) };
        let hash = cluster.authority.discovery_hash().unwrap_or_default();
        if worker.hashes.as_ref().is_some_and(|hashes| !hashes.iter().any(|known| known.eq_ignore_ascii_case(&hash))) {
            return Err(
                "cluster CA found in cluster-info ConfigMap is invalid: none of the public keys is pinned".to_owned()
            );
        }
        if !cluster.names.iter().any(|name| name == host) {
            return Err(format!("tls: failed to verify certificate: x509: certificate is not valid for {host}"));
        }
        self.check_token(cluster.id, &worker.token)?;
        Ok(Some(cluster.id))
    }

    /// Whether a bootstrap token may be used at a cluster (documentation of Kubernetes, "Bootstrap Token Secret Format").
    pub(in crate::sim) fn check_token(&self, cluster: Uuid, token: &str) -> Result<(), String> {
        let unknown = || "could not find a JWS signature in the cluster-info ConfigMap for the token".to_owned();
        let (id, secret) = token.split_once('.').ok_or_else(unknown)?;
        let key = Key::new(cluster, "secrets", "kube-system", &format!("bootstrap-token-{id}"));
        let object = self.object(&key).ok_or_else(unknown)?;
        let value = |name: &str| secret_value(object, name).unwrap_or_default();
        let is_over = value("expiration").parse::<Timestamp>().is_ok_and(|end| end <= self.now);
        if is_over
            || ["signing", "authentication"].iter().any(|usage| value(&format!("usage-bootstrap-{usage}")) != "true")
        {
            return Err(unknown());
        }
        if value("token-id") != id || value("token-secret") != secret {
            return Err("failed to verify JWS signature of received cluster info object".to_owned());
        }
        Ok(())
    }

    fn enter_phase(&mut self, id: Uuid, phase: Phase) {
        if let Some(membership) = self.devices.edit(id).and_then(|device| device.kubernetes.as_mut()) {
            membership.phase = phase;
        }
    }

    fn give_up_on_kubeadm(&mut self, id: Uuid, reason: &str) {
        self.enter_phase(id, Phase::Broken);
        self.say(id, "failed", 1090, reason);
    }

    /// A machine tells of itself, as its user-data has it.
    fn say(&mut self, id: Uuid, state: &str, code: u16, message: &str) {
        let Some(device) = self.devices.get(id) else { return };
        let address = device.address(true).or_else(|| device.address(false));
        let here = device.whereabouts();
        self.record_user_state(here, state, code, message, address.map(|ip| ip.to_string()).unwrap_or_default());
    }
}

/// A value of a Secret, in plain text.
fn secret_value(secret: &Value, name: &str) -> Option<String> {
    use base64::Engine as _;
    let packed = secret.pointer(&format!("/data/{name}"))?.as_str()?;
    String::from_utf8(base64::engine::general_purpose::STANDARD.decode(packed).ok()?).ok()
}
