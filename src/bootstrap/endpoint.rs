//! Where the API server is to be found, and where machines find all else.

use std::fmt;
use std::net::Ipv4Addr;

/// Stands in files for the machine's own private address, until the machine fills it in from its metadata.
pub const PRIVATE_ADDRESS: &str = "@PRIVATE_ADDRESS@";
/// Stands in files for the machine's own public address, until the machine fills it in from its metadata.
pub const PUBLIC_ADDRESS: &str = "@PUBLIC_ADDRESS@";

/// Where everybody finds the API server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// An address or a name; in the user-data of a control plane also [`PUBLIC_ADDRESS`], where it is the machine's
    /// own and not known before there is a machine.
    pub host: String,
    /// The port, 6443 as a rule.
    pub port: u16,
    /// The elastic address that is to stand on `lo` of the control plane, if there is one.
    pub elastic: Option<Ipv4Addr>,
}

impl Endpoint {
    /// The usual port of an API server.
    pub const PORT: u16 = 6443;

    /// An elastic address at the usual port.
    #[must_use]
    pub fn elastic(address: Ipv4Addr) -> Self {
        Self { host: address.to_string(), port: Self::PORT, elastic: Some(address) }
    }

    /// A host at the usual port that leads to the control plane by its own means.
    #[must_use]
    pub fn host(host: impl Into<String>) -> Self {
        Self { host: host.into(), port: Self::PORT, elastic: None }
    }

    /// The control plane's own public address, before it is known.
    #[must_use]
    pub fn of_device() -> Self {
        Self::host(PUBLIC_ADDRESS)
    }
}

/// `HOST:PORT`.
impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(formatter, "[{}]:{}", self.host, self.port)
        } else {
            write!(formatter, "{}:{}", self.host, self.port)
        }
    }
}

/// All names under which the API server of a control plane is called: its certificate must have each.
///
/// kubeadm adds those that it knows by itself: the machine's name, `kubernetes.default.svc` and its like, the first
/// address of the services and the advertised address.
#[must_use]
pub fn server_names(machine: &str, endpoint: &Endpoint) -> Vec<String> {
    let elastic = endpoint.elastic.map(|address| address.to_string());
    let all = [endpoint.host.as_str(), PUBLIC_ADDRESS, PRIVATE_ADDRESS, machine, "localhost", "127.0.0.1"];
    let mut names: Vec<String> = Vec::new();
    for name in elastic.into_iter().chain(all.map(String::from)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Where machines get packages, images and what they must know of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// The base of the Kubernetes packages, below which is `core:/stable:/v1.34/deb/`; without a slash at the end.
    pub packages: String,
    /// The URL of a registry to ask first for every image, whatever registry its name says.
    pub images: Option<String>,
    /// The metadata service; without a slash at the end.
    pub metadata: String,
}

impl Default for Sources {
    fn default() -> Self {
        Self {
            packages: "https://pkgs.k8s.io".to_owned(),
            images: None,
            metadata: "https://metadata.platformequinix.com".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_the_server_is_a_name_of_it_once() {
        let elastic = server_names("a-master", &Endpoint::elastic(Ipv4Addr::new(198, 51, 100, 7)));
        assert_eq!(
            elastic,
            ["198.51.100.7", PUBLIC_ADDRESS, PRIVATE_ADDRESS, "a-master", "localhost", "127.0.0.1"].map(String::from)
        );
        assert_eq!(server_names("a-master", &Endpoint::of_device())[0], PUBLIC_ADDRESS);
        assert_eq!(server_names("a-master", &Endpoint::of_device()).len(), 5);
    }

    #[test]
    fn addresses_with_colons_are_bracketed() {
        assert_eq!(Endpoint::host("2001:db8::1").to_string(), "[2001:db8::1]:6443");
    }
}
