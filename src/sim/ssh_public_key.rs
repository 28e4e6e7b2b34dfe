//! Public SSH keys as the service took and showed them.

use crate::values::SshPublicKey;
use md5::{Digest, Md5};

/// What stands in the answer to a text that is no public key. The service's own words are not known; these are ours.
pub(in crate::sim) const REFUSAL: &str = "Key is invalid";

/// The fingerprint of a public key, as the service showed it: MD5, sixteen hexadecimal pairs with colons.
///
/// None if the text is no public key. Two texts with the same fingerprint are the same key: the comment does not
/// count.
pub(in crate::sim) fn fingerprint(text: &str) -> Option<String> {
    let key = SshPublicKey::parse(text).ok()?;
    let bytes = ssh_key::PublicKey::from_openssh(key.as_str()).ok()?.to_bytes().ok()?;
    let pairs: Vec<String> = Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Some(pairs.join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_what_the_service_showed() {
        // A fixture of libcloud from 2015, its line end included.
        let key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDI4pIqzpb5g3992h+yr527VRcaB68KE4vPjWPPoiQws49KIs2NMcOzS9QE4641uW1u5ML2HgQdfYKMF/YFGnI1Y6xV637DjhDyZYV9LasUH49npSSJjsBcsk9JGfUpNAOdcgpFzK8V90eiOrOC5YncxdwwG8pwjFI9nNVPCl4hYEu1iXdyysHvkFfS2fklsNjLWrzfafPlaen+qcBxygCA0sFdW/7er50aJeghdBHnE2WhIKLUkJxnKadznfAge7oEe+3LLAPfP+3yHyvp2+H0IzmVfYvAjnzliYetqQ8pg5ZW2BiJzvqz5PebGS70y/ySCNW1qQmJURK/Wc1bt9en root@libcloud.local.lan\n";
        let shown = "aa:49:46:57:2a:07:64:56:33:07:ef:76:1d:54:a3:41";
        assert_eq!(fingerprint(key).as_deref(), Some(shown));
        let (bare, _) = key.rsplit_once(' ').expect("there is a comment");
        assert_eq!(fingerprint(bare).as_deref(), Some(shown));
    }

    #[test]
    fn what_is_no_public_key_has_no_fingerprint() {
        let private = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk=\n-----END OPENSSH PRIVATE KEY-----\n";
        for text in ["", "hello", "ssh-rsa", "ssh-rsa AAAA", "ssh-ed25519 not/base64!", private] {
            assert_eq!(fingerprint(text), None, "{text:?}");
        }
        assert!(!REFUSAL.is_empty());
    }
}
