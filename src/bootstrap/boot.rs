//! One machine's user-data, put together from what is wanted, the keys and the set-up of its operating system.

use super::cloud_config::{CloudConfig, File};
use super::configuration::Configuration;
use super::scripts::{BEGIN, FOLDER, Machine, given_script, versions};
use super::set_ups::{Choice, MachineConfig, SetUp, SetUps};
use super::shell::Variables;
use super::{Endpoint, Sources, Token, UserData};
use crate::cluster::{Cluster, Role, Shape};
use crate::pki::Pki;
use crate::problem::Flaw;
use crate::yaml;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::time::Duration;

/// The largest user-data, in bytes, unless the user says otherwise: 64 KiB.
pub const DEFAULT_LIMIT: usize = 64 << 10;

/// How long a token is good unless somebody knows better: two hours.
pub const DEFAULT_TOKEN_TTL: Duration = Duration::from_secs(2 * 60 * 60);

/// All that the user-data of a cluster's machines is made from.
#[derive(Debug, Clone, Copy)]
pub struct Boot<'a> {
    /// What is wanted.
    pub cluster: &'a Cluster,
    /// The authorities: control planes get all of it, workers a hash and a certificate.
    pub pki: &'a Pki,
    /// Where everybody finds the API server.
    pub endpoint: &'a Endpoint,
    /// What workers join with.
    pub token: &'a Token,
    /// How long the token is good, from the moment at which the control plane makes it.
    pub token_ttl: Duration,
    /// How machines are set up.
    pub setups: &'a SetUps,
    /// Where they get things.
    pub sources: &'a Sources,
    /// The largest user-data, in bytes.
    pub limit: usize,
}

impl Boot<'_> {
    /// The user-data of the control plane. It holds private keys.
    ///
    /// The flaw says that there is no set-up for its operating system, or that the user-data is too large.
    pub fn control_plane(&self, name: &str) -> Result<UserData, Flaw> {
        self.machine(Role::ControlPlane, name, &self.cluster.control_plane.shape)
    }

    /// The user-data of a worker. It holds the token and no key.
    ///
    /// The flaw says that there is no set-up for its operating system, or that the user-data is too large.
    pub fn worker(&self, name: &str, shape: &Shape) -> Result<UserData, Flaw> {
        self.machine(Role::Worker, name, shape)
    }

    fn machine(&self, role: Role, name: &str, shape: &Shape) -> Result<UserData, Flaw> {
        let versions = versions(role, shape.version.as_str());
        let files = match self.setups.choose(shape.operating_system.as_str(), &versions)? {
            Choice::BuiltIn(set_up) => self.our_files(role, name, shape, set_up)?,
            Choice::Given(config) => self.given_files(role, name, config)?,
        };
        CloudConfig::new(&shape.ssh_keys, files, BEGIN).into_user_data(self.limit)
    }

    /// Our scripts, and what they give to kubeadm.
    fn our_files(&self, role: Role, name: &str, shape: &Shape, set_up: &SetUp) -> Result<Vec<File>, Flaw> {
        let version = shape.version.as_str();
        let machine = Machine { role, name, version, endpoint: self.endpoint, sources: self.sources, set_up };
        let configuration = Configuration { boot: self, name, shape, set_up };
        let mut files = machine.files();
        let documents = match role {
            Role::ControlPlane => {
                files.extend(self.pki_files());
                configuration.init()
            }
            Role::Worker => {
                files.push(File::new(format!("{FOLDER}/ca.crt"), 0o644, self.pki.cluster.certificate()));
                let patch = configuration.kubelet_patch();
                let patch = serde_json::to_string(&patch).map_err(|error| Flaw::new(error.to_string()))?;
                files.push(File::new(format!("{FOLDER}/patches/kubeletconfiguration+merge.json"), 0o644, patch));
                configuration.join()
            }
        };
        let documents = yaml::write(&documents).map_err(|error| Flaw::new(error.to_string()))?;
        files.push(File::new(format!("{FOLDER}/kubeadm.yaml"), 0o600, documents));
        Ok(files)
    }

    /// The user's script with the variables of 2019, and on a control plane the PKI: so it is the one that
    /// `kubeconfig` signs with.
    fn given_files(&self, role: Role, name: &str, config: &MachineConfig) -> Result<Vec<File>, Flaw> {
        if self.endpoint.elastic.is_some() {
            return Err(Flaw::new(
                "a script of --machine-configs knows nothing of an elastic address, so none would lead to the machine",
            )
            .hint("use --endpoint device"));
        }
        let script = given_script(self.variables_of_2019(role, name, config), &config.script);
        let mut files = if role == Role::ControlPlane { self.pki_files() } else { Vec::new() };
        files.push(script);
        Ok(files)
    }

    fn variables_of_2019(&self, role: Role, name: &str, config: &MachineConfig) -> Variables {
        let mut variables = Variables::default();
        variables.set("KUBELET_VERSION", &config.versions.kubelet);
        match role {
            Role::ControlPlane => {
                let authority = &self.pki.cluster;
                variables
                    .set("CONTROL_PLANE_VERSION", config.versions.control_plane.as_deref().unwrap_or_default())
                    .set("TOKEN", "")
                    .set("PORT", &self.endpoint.port.to_string())
                    .set("MASTER_CA_CERTIFICATE", &STANDARD.encode(authority.certificate()))
                    .set("MASTER_CA_PRIVATE_KEY", &STANDARD.encode(authority.key().text().expose()))
                    .set("ROLE", "master");
            }
            Role::Worker => {
                variables
                    .set("TOKEN", self.token.text().expose())
                    .set("MASTER", &self.endpoint.to_string())
                    .set("ROLE", "node");
            }
        }
        variables
            .set("NAMESPACE", "default")
            .set("MACHINE", &format!("default/{name}"))
            .set("CLUSTER_DNS_DOMAIN", self.cluster.service_domain.as_str())
            .set("POD_CIDR", &self.cluster.pods.to_string())
            .set("SERVICE_CIDR", &self.cluster.services.to_string())
            .set("CR_PACKAGE", &config.container_runtime);
        variables
    }

    fn pki_files(&self) -> Vec<File> {
        self.pki.files().iter().map(|file| File::new(file.path(), file.mode(), file.expose())).collect()
    }
}
