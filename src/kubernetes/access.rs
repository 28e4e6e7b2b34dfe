//! Where a cluster's API is, who vouches for it, and who asks.

use crate::secret::Secret;

/// What it takes to ask a cluster: an address, an authority, and a client certificate with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// `https://HOST:PORT`.
    pub server: String,
    /// The authorities that vouch for the server: PEM, one certificate or more.
    pub authority: String,
    /// The client's certificate: PEM, with those between it and its authority behind it.
    pub certificate: String,
    /// The client's private key: PEM in PKCS#8, PKCS#1 or SEC1.
    pub key: Secret,
}
