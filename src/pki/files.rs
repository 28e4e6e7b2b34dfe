//! The files in which kubeadm looks for its authorities before it makes any.

use super::{Authority, Pki};
use crate::secret::Secret;

/// Where they stand: the default of kubeadm's `certificatesDir`.
pub const FOLDER: &str = "/etc/kubernetes/pki";

/// One file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PkiFile {
    /// Its path below [`FOLDER`], for example `etcd/ca.key`.
    pub name: &'static str,
    /// What stands in it.
    pub contents: Contents,
}

/// What a file holds, and so who may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contents {
    /// A certificate or a public key, in PEM.
    Public(String),
    /// A private key, in PEM.
    Private(Secret),
}

impl PkiFile {
    /// The whole path.
    pub fn path(&self) -> String {
        format!("{FOLDER}/{}", self.name)
    }

    /// What stands in it, to be written; for keys that is the secret itself.
    pub fn expose(&self) -> &str {
        match &self.contents {
            Contents::Public(text) => text,
            Contents::Private(secret) => secret.expose(),
        }
    }

    /// The permissions: 0600 for keys, 0644 for the rest, as kubeadm has them.
    pub const fn mode(&self) -> u32 {
        match self.contents {
            Contents::Public(_) => 0o644,
            Contents::Private(_) => 0o600,
        }
    }
}

impl Pki {
    /// All eight, for a control plane; workers get none of them.
    ///
    /// kubeadm finds these and makes only the leaves; its names are in `cmd/kubeadm/app/constants`.
    pub fn files(&self) -> [PkiFile; 8] {
        let [cluster_certificate, cluster_key] = pair(["ca.crt", "ca.key"], &self.cluster);
        let [proxy_certificate, proxy_key] = pair(["front-proxy-ca.crt", "front-proxy-ca.key"], &self.front_proxy);
        let [etcd_certificate, etcd_key] = pair(["etcd/ca.crt", "etcd/ca.key"], &self.etcd);
        let accounts = &self.service_accounts;
        [
            cluster_certificate,
            cluster_key,
            proxy_certificate,
            proxy_key,
            etcd_certificate,
            etcd_key,
            PkiFile { name: "sa.key", contents: Contents::Private(accounts.text().clone()) },
            PkiFile { name: "sa.pub", contents: Contents::Public(accounts.public_key_text()) },
        ]
    }
}

/// An authority's two files.
fn pair([certificate, key]: [&'static str; 2], authority: &Authority) -> [PkiFile; 2] {
    [
        PkiFile { name: certificate, contents: Contents::Public(authority.certificate().to_owned()) },
        PkiFile { name: key, contents: Contents::Private(authority.key().text().clone()) },
    ]
}
