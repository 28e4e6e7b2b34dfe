//! The hash by which workers know the cluster's authority before they trust anybody.

use super::authority::Authority;
use aws_lc_rs::digest::{SHA256, digest};
use std::fmt::Write as _;

impl Authority {
    /// `sha256:` and the hash of the public key's DER `SubjectPublicKeyInfo` in lower-case hexadecimal digits.
    ///
    /// That is what `kubeadm join --discovery-token-ca-cert-hash` takes (kubeadm's `pubkeypin`; RFC 7469 §2.4 hashes
    /// the same bytes).
    pub fn discovery_hash(&self) -> String {
        let mut text = String::from("sha256:");
        for byte in digest(&SHA256, self.key.public_key_info()).as_ref() {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}
