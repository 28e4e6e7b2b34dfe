//! Keys and papers: the authorities of a cluster, made here or brought by the user, and what is signed by them.
//!
//! [`Pki`] is all that kubeadm would otherwise make for itself; given these files it uses them and makes only the
//! leaves. Nothing here looks at the clock, reads a file or writes one: the time comes in, texts go out.
//!
//! Names, files and lifetimes are kubeadm's ("PKI certificates and requirements" in the documentation of Kubernetes,
//! `cmd/kubeadm/app/constants`); the shape of certificates is that of RFC 5280.

mod authority;
mod check;
mod dates;
mod der;
mod discovery;
mod files;
mod issue;
mod key;
mod leaf;
mod texts;

pub use authority::Authority;
pub use check::{Half, check_authority};
pub use files::{Contents, FOLDER, PkiFile};
pub use key::PrivateKey;
pub use leaf::{ClientCertificate, ClientRequest, Group};
pub use texts::{PairTexts, PkiTexts};

use crate::problem::Flaw;
use jiff::Timestamp;

/// The authorities of one cluster and the key of its service accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pki {
    /// Signs the API server, the kubelets and the administrators: `ca`.
    pub cluster: Authority,
    /// Signs the one client that may speak for others to an aggregated API server: `front-proxy-ca`.
    pub front_proxy: Authority,
    /// Signs etcd's servers and their clients: `etcd/ca`.
    pub etcd: Authority,
    /// Signs the tokens of service accounts: `sa`. It has no certificate.
    pub service_accounts: PrivateKey,
}

impl Pki {
    /// Makes what is missing: everything, or all but the cluster's authority where the user brings one.
    ///
    /// Takes some tenths of a second, for the RSA keys. Fails only without randomness or with an impossible time.
    pub fn make(cluster: Option<Authority>, now: Timestamp) -> Result<Self, Flaw> {
        let cluster = match cluster {
            Some(given) => given,
            None => Authority::make("kubernetes", now)?,
        };
        Ok(Self {
            cluster,
            front_proxy: Authority::make("front-proxy-ca", now)?,
            etcd: Authority::make("etcd-ca", now)?,
            service_accounts: PrivateKey::make()?,
        })
    }
}

#[cfg(test)]
mod tests;
