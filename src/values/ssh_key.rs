//! A public SSH key, as it stands in a `.pub` file.

use super::{refuse_control_characters, text_value};
use crate::problem::Flaw;

/// One public key in OpenSSH's form: `ssh-ed25519 AAAA… comment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SshPublicKey(String);

text_value!(SshPublicKey);

impl SshPublicKey {
    /// Reads one key.
    ///
    /// The text is never quoted in the flaw: it may be a private key.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let text = text.trim();
        if Self::is_private(text) {
            return Err(private_key());
        }
        refuse_control_characters(text)?;
        ssh_key::PublicKey::from_openssh(text).map_err(|_| {
            Flaw::new("this is not a public SSH key")
                .hint("one looks like `ssh-ed25519 AAAAC3Nz… you@example`; ssh-keygen makes one")
        })?;
        Ok(Self(text.to_owned()))
    }

    /// Reads a whole `.pub` or `authorized_keys` file: one key a line, comments and empty lines left out.
    pub fn parse_file(text: &str) -> Result<Vec<Self>, Flaw> {
        if Self::is_private(text) {
            return Err(private_key());
        }
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys: Vec<Self> = lines.map(Self::parse).collect::<Result<_, _>>()?;
        if keys.is_empty() {
            return Err(Flaw::new("there is no public SSH key in it")
                .hint("ssh-keygen -t ed25519 makes a pair; give the .pub file"));
        }
        Ok(keys)
    }

    /// Whether the text is, or holds, a private key of any of the usual forms.
    #[must_use]
    pub fn is_private(text: &str) -> bool {
        text.contains("PRIVATE KEY-----")
            || text.contains("PuTTY-User-Key-File")
            || text.contains("BEGIN SSH2 ENCRYPTED")
    }
}

fn private_key() -> Flaw {
    Flaw::new("this is a private key, and only public ones go to a machine")
        .hint("give the public half, the file that ends in .pub (ssh-keygen -y makes it from the private one)")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED25519: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti user@example.com";

    #[test]
    fn a_file_may_hold_several_keys_and_comments() {
        let keys = SshPublicKey::parse_file(&format!("# mine\n{ED25519}\r\n\n{ED25519} # laptop: \"x\"\n"))
            .expect("both are keys");
        assert_eq!(keys.len(), 2);
        assert_eq!(keys[0].as_str(), ED25519);
    }

    #[test]
    fn a_private_key_is_called_one_and_never_quoted() {
        let private =
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n";
        let flaw = SshPublicKey::parse_file(private).expect_err("it is private");
        assert!(flaw.what.contains("private key") && !flaw.what.contains("b3Blbn"));
    }

    #[test]
    fn garbage_is_no_key() {
        for text in ["", "\n\n# only this\n", "ssh-ed25519", "ssh-ed25519 AAAA", "ssh-rsa not/base64!", "hello"] {
            assert!(SshPublicKey::parse_file(text).is_err(), "{text:?}");
        }
    }
}
