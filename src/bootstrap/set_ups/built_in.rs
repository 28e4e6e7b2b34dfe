//! The compiled-in set-ups, read from `templates/node/`.

use crate::bootstrap::components::{Cgroups, KubeProxySettings, KubeletSettings};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The files, in the order in which messages list their systems.
const FILES: [&str; 4] = [
    include_str!("../../../templates/node/apt.yaml"),
    include_str!("../../../templates/node/apt-docker.yaml"),
    include_str!("../../../templates/node/dnf.yaml"),
    include_str!("../../../templates/node/container.yaml"),
];

/// How the machines of some operating systems are set up: one file of `templates/node/`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::bootstrap) struct SetUp {
    /// The slugs that it is for.
    pub(in crate::bootstrap) operating_systems: Vec<String>,
    /// How packages get in.
    pub(in crate::bootstrap) installer: Installer,
    /// Packages that the kubelet and our scripts call.
    pub(in crate::bootstrap) tools: Vec<String>,
    /// The container runtime.
    pub(in crate::bootstrap) containerd: Containerd,
    /// Who makes the cgroups, for containerd and the kubelet.
    pub(in crate::bootstrap) cgroups: Cgroups,
    /// Modules of the kernel that must be there; none where the kernel is another machine's.
    pub(in crate::bootstrap) modules: Vec<String>,
    /// Settings of the kernel.
    pub(in crate::bootstrap) sysctls: BTreeMap<String, String>,
    /// What becomes of swap.
    pub(in crate::bootstrap) swap: Swap,
    /// What else the kubelet needs.
    #[serde(default)]
    pub(in crate::bootstrap) kubelet: KubeletSettings,
    /// What else kube-proxy needs; that of the control plane's set-up holds for the whole cluster.
    #[serde(default)]
    pub(in crate::bootstrap) kube_proxy: KubeProxySettings,
}

/// How packages get in where the image does not have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::bootstrap) enum Installer {
    /// Debian's way.
    Apt,
    /// Red Hat's way.
    Dnf,
    /// None: all must be on the image.
    None,
}

/// The container runtime.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::bootstrap) struct Containerd {
    /// Its package.
    pub(in crate::bootstrap) package: String,
    /// The base of the repository it is in, where that is not one of the system's own.
    pub(in crate::bootstrap) repository: Option<String>,
    /// Whether the machine may not lower the score by which the kernel picks what to kill when memory runs out.
    #[serde(default)]
    pub(in crate::bootstrap) restrict_oom_score: bool,
}

/// What becomes of swap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::bootstrap) enum Swap {
    /// It is turned off for good.
    Disable,
    /// It is left alone: it is another machine's.
    Leave,
}

/// All of them.
pub(super) fn all() -> Vec<SetUp> {
    // They are compiled in; a test reads every one.
    FILES.into_iter().filter_map(|text| read(text).ok()).collect()
}

/// Reads one file.
fn read(text: &str) -> Result<SetUp, String> {
    let nodes = crate::yaml::read(text).map_err(|error| error.flaw.what)?;
    let value = serde_json::to_value(nodes.first()).map_err(|error| error.to_string())?;
    serde_json::from_value(value).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_is_read_and_no_system_stands_in_two() {
        for text in FILES {
            read(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        }
        let all = all();
        assert_eq!(all.len(), FILES.len());
        let slugs: Vec<&String> = all.iter().flat_map(|set_up| &set_up.operating_systems).collect();
        assert_eq!(slugs.iter().collect::<BTreeSet<_>>().len(), slugs.len(), "{slugs:?}");
    }
}
