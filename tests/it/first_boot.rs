//! A cluster and its keys, from which user-data is made for the judges.

use crate::pki::now;
use packetctl::bootstrap::{Boot, DEFAULT_LIMIT, DEFAULT_TOKEN_TTL, Endpoint, SetUps, Sources, Token, UserData};
use packetctl::cluster::{Cluster, Group, Location, Naming, Role, Shape, Taint};
use packetctl::pki::Pki;
use packetctl::problem::Place;
use packetctl::values::{
    BillingCycle, Cidr, ClusterName, DomainName, Facility, KubernetesVersion, ProjectId, Slug, SshPublicKey,
};
use serde_json::Value;
use std::net::Ipv4Addr;

const SSH_KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti user@example.com";

/// All that user-data is made from.
pub struct FirstBoot {
    pub cluster: Cluster,
    pub pki: Pki,
    pub endpoint: Endpoint,
    pub token: Token,
    pub setups: SetUps,
    pub sources: Sources,
}

impl FirstBoot {
    /// Machines with all there is: keys, labels, taints.
    pub fn new(operating_system: &str, version: &str) -> Self {
        let shape = shape(operating_system, version);
        let group = |name: &str, role, naming| Group {
            name: name.into(),
            role,
            naming,
            replicas: 1,
            delete_policy: packetctl::cluster::DeletePolicy::Newest,
            shape: shape.clone(),
            at: Place::Named("machines.yaml".into()),
        };
        Self {
            cluster: Cluster {
                name: ClusterName::parse("demo").unwrap(),
                project: ProjectId::parse(crate::world::PROJECT).unwrap(),
                pods: Cidr::parse("172.26.0.0/16").unwrap(),
                services: Cidr::parse("172.25.0.0/16").unwrap(),
                service_domain: DomainName::parse("cluster.local").unwrap(),
                control_plane: group("demo-master-0", Role::ControlPlane, Naming::Own),
                workers: vec![group("demo-workers", Role::Worker, Naming::Numbered)],
            },
            pki: Pki::make(None, now()).expect("it can be made"),
            endpoint: Endpoint::elastic(Ipv4Addr::new(198, 51, 100, 7)),
            token: Token::make().expect("there is randomness"),
            setups: SetUps::built_in(),
            sources: Sources { images: Some("http://10.0.0.9:5000".into()), ..Sources::default() },
        }
    }

    fn boot(&self) -> Boot<'_> {
        Boot {
            cluster: &self.cluster,
            pki: &self.pki,
            endpoint: &self.endpoint,
            token: &self.token,
            token_ttl: DEFAULT_TOKEN_TTL,
            setups: &self.setups,
            sources: &self.sources,
            limit: DEFAULT_LIMIT,
        }
    }

    /// Of the control plane and of a worker.
    pub fn both(&self) -> [(Role, UserData); 2] {
        let boot = self.boot();
        let worker = boot.worker("demo-workers-0", &self.cluster.workers[0].shape);
        [
            (Role::ControlPlane, boot.control_plane("demo-master-0").expect("it is small enough")),
            (Role::Worker, worker.expect("it is small enough")),
        ]
    }
}

fn shape(operating_system: &str, version: &str) -> Shape {
    let taint =
        |key: &str, value: Option<&str>, effect| Taint { key: key.into(), value: value.map(Into::into), effect };
    Shape {
        plan: Slug::parse("plan", "c3.small.x86", "c3.small.x86").unwrap(),
        operating_system: Slug::parse("operating system", operating_system, "ubuntu_22_04").unwrap(),
        location: Location::Facilities(vec![Facility::parse("ewr1").unwrap()]),
        billing_cycle: BillingCycle::parse("hourly").unwrap(),
        version: KubernetesVersion::parse(version).unwrap(),
        ssh_keys: vec![SshPublicKey::parse(SSH_KEY).unwrap()],
        tags: Vec::new(),
        labels: [("example.com/pool", "a"), ("node-role.kubernetes.io/worker", ""), ("tier", "b")]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into(),
        annotations: [].into(),
        taints: vec![taint("dedicated", Some("x"), "NoSchedule"), taint("slow", None, "NoExecute")],
    }
}

/// The files of user-data: path and text of each.
pub fn files(user_data: &UserData) -> Vec<(String, String)> {
    let nodes = packetctl::yaml::read(user_data.text().expose()).expect("it is YAML");
    let value: Value = serde_json::to_value(&nodes[0]).expect("it is JSON");
    let text = |file: &Value, key: &str| file[key].as_str().expect("it is a text").to_owned();
    value["write_files"]
        .as_array()
        .expect("it is a list")
        .iter()
        .map(|file| (text(file, "path"), text(file, "content")))
        .collect()
}

/// One of the files.
pub fn file(user_data: &UserData, path: &str) -> String {
    files(user_data).into_iter().find(|(name, _)| name == path).unwrap_or_else(|| panic!("there is no {path}")).1
}
