//! The scripts and units that set a machine up: the same on every machine, told apart by one file of variables.

use super::Sources;
use super::cloud_config::File;
use super::components::Cgroups;
use super::endpoint::Endpoint;
use super::set_ups::{Installer, SetUp, Swap, Versions};
use super::shell::Variables;
use crate::cluster::Role;
use std::fmt::Write as _;
use std::net::Ipv4Addr;

/// The folder of what is ours on a machine.
pub(super) const FOLDER: &str = "/etc/packetctl";
/// The folder of the scripts.
const SCRIPTS: &str = "/usr/local/lib/packetctl";
/// The script that cloud-init runs: it starts the units, which do the rest.
pub(super) const BEGIN: &str = "/usr/local/lib/packetctl/begin";

macro_rules! text {
    ($name:literal) => {
        include_str!(concat!("../../templates/node/", $name))
    };
}

/// A machine as its scripts must know it.
#[derive(Debug)]
pub(super) struct Machine<'a> {
    pub(super) role: Role,
    pub(super) name: &'a str,
    pub(super) version: &'a str,
    pub(super) endpoint: &'a Endpoint,
    pub(super) sources: &'a Sources,
    pub(super) set_up: &'a SetUp,
}

impl Machine<'_> {
    /// All files but kubeadm's.
    pub(super) fn files(&self) -> Vec<File> {
        let script = |name: &str, text: &str| File::new(format!("{SCRIPTS}/{name}"), 0o755, text);
        let unit = |name: &str, text: &str| File::new(format!("/etc/systemd/system/{name}"), 0o644, text);
        let mut files = vec![
            File::new(format!("{FOLDER}/machine.env"), 0o600, self.variables()),
            script("begin", text!("begin.sh")),
            script("telling", text!("telling.sh")),
            script("set-up", text!("set-up.sh")),
            script("guard-metadata", text!("guard-metadata.sh")),
            unit("packetctl-metadata-guard.service", text!("packetctl-metadata-guard.service")),
            File::new("/etc/modules-load.d/packetctl.conf", 0o644, lines(&self.set_up.modules)),
            File::new("/etc/sysctl.d/99-packetctl.conf", 0o644, self.sysctls()),
        ];
        let installer = match self.set_up.installer {
            Installer::Apt => text!("install-apt.sh"),
            Installer::Dnf => text!("install-dnf.sh"),
            Installer::None => text!("install-none.sh"),
        };
        files.push(script("installer", installer));
        match self.role {
            Role::ControlPlane => {
                files.push(script("kubeadm-init", text!("kubeadm-init.sh")));
                files.push(unit("packetctl-init.service", text!("packetctl-init.service")));
            }
            Role::Worker => {
                files.push(script("kubeadm-join", text!("kubeadm-join.sh")));
                files.push(unit("packetctl-join.service", text!("packetctl-join.service")));
            }
        }
        if self.elastic().is_some() {
            files.push(unit("packetctl-elastic-address.service", text!("packetctl-elastic-address.service")));
        }
        files.extend(self.mirrors());
        files
    }

    /// The address that is to stand on this machine's `lo`.
    fn elastic(&self) -> Option<Ipv4Addr> {
        self.endpoint.elastic.filter(|_| self.role == Role::ControlPlane)
    }

    /// What the scripts read.
    fn variables(&self) -> String {
        let minor = self.version.rsplit_once('.').map_or(self.version, |(minor, _)| minor);
        let elastic = self.elastic().map_or_else(String::new, |address| address.to_string());
        let containerd = &self.set_up.containerd;
        let mut variables = Variables::default();
        variables
            .set("ROLE", self.role.name())
            .set("NAME", self.name)
            .set("VERSION", self.version)
            .set("MINOR", minor)
            .set("ENDPOINT", &self.endpoint.to_string())
            .set("ELASTIC_ADDRESS", &elastic)
            .set("METADATA", &self.sources.metadata)
            .set("PACKAGES", &self.sources.packages)
            .set("TOOLS", &self.set_up.tools.join(" "))
            .set("CONTAINERD", &containerd.package)
            .set("CONTAINERD_REPOSITORY", containerd.repository.as_deref().unwrap_or_default())
            .set("SYSTEMD_CGROUP", if self.set_up.cgroups == Cgroups::Systemd { "true" } else { "false" })
            .set("RESTRICT_OOM_SCORE", if containerd.restrict_oom_score { "true" } else { "false" })
            .set("MODULES", &self.set_up.modules.join(" "))
            .set("SWAP", if self.set_up.swap == Swap::Disable { "disable" } else { "leave" });
        variables.into_text()
    }

    fn sysctls(&self) -> String {
        self.set_up.sysctls.iter().fold(String::new(), |mut text, (key, value)| {
            let _ = writeln!(text, "{key} = {value}");
            text
        })
    }

    /// Tells containerd where to ask first: for the registries that clusters use, and for all others.
    fn mirrors(&self) -> Vec<File> {
        const REGISTRIES: [(&str, Option<&str>); 5] = [
            ("registry.k8s.io", Some("https://registry.k8s.io")),
            ("ghcr.io", Some("https://ghcr.io")),
            ("docker.io", Some("https://registry-1.docker.io")),
            ("quay.io", Some("https://quay.io")),
            ("_default", None),
        ];
        let Some(mirror) = &self.sources.images else { return Vec::new() };
        let file = |(name, server): (&str, Option<&str>)| {
            let server = server.map_or_else(String::new, |server| format!("server = {server:?}\n"));
            let text = format!("{server}[host.{mirror:?}]\n  capabilities = [\"pull\", \"resolve\"]\n");
            File::new(format!("/etc/containerd/certs.d/{name}/hosts.toml"), 0o644, text)
        };
        REGISTRIES.into_iter().map(file).collect()
    }
}

/// The file of a script of the user's own: its first line and the variables of its machine in front of it, as the
/// controller of 2019 put them.
pub(super) fn given_script(variables: Variables, script: &str) -> File {
    File::new(BEGIN, 0o700, format!("#!/bin/bash\n{}{script}", variables.into_text()))
}

/// Words, one a line.
fn lines(words: &[String]) -> String {
    words.iter().flat_map(|word| [word.as_str(), "\n"]).collect()
}

/// Kept beside what it must agree with: the versions that a machine's own script is chosen by.
pub(super) fn versions(role: Role, version: &str) -> Versions {
    Versions::of(version, role == Role::ControlPlane)
}
