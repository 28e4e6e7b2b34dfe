//! Keys and papers. So far: whether the CA that a user brings can be one.

use crate::problem::Flaw;
use crate::secret::Secret;
use pem::Pem;
use rcgen::{KeyPair, PublicKeyData as _};
use std::time::{SystemTime, UNIX_EPOCH};
use x509_parser::prelude::{ASN1Time, FromDer as _, X509Certificate};

/// Which of the two files a flaw is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The certificate.
    Certificate,
    /// The key.
    Key,
}

/// Checks that a certificate is that of a CA, valid now, and that the key belongs to it.
///
/// Both are PEM. Keys may be RSA or EC, in PKCS#1, SEC1 or PKCS#8. All flaws come at once.
pub fn check_authority(certificate: &str, key: &Secret, now: SystemTime) -> Result<(), Vec<(Half, Flaw)>> {
    let mut flaws = Vec::new();
    let mut note = |half, flaw| flaws.push((half, flaw));
    let authority = read_certificate(certificate).map_err(|flaw| note(Half::Certificate, flaw)).ok();
    let key_pair = read_key(key).map_err(|flaw| note(Half::Key, flaw)).ok();
    let parsed = authority.as_ref().map(|der| X509Certificate::from_der(der.contents()));
    match parsed {
        None => {}
        Some(Err(_)) => note(Half::Certificate, Flaw::new("what its PEM block holds is not an X.509 certificate")),
        Some(Ok((_, parsed))) => {
            for flaw in check_certificate(&parsed, now) {
                note(Half::Certificate, flaw);
            }
            let certified = &parsed.public_key().subject_public_key.data;
            if key_pair.is_some_and(|pair| pair.der_bytes() != certified.as_ref()) {
                let flaw = Flaw::new("this key does not belong to the certificate");
                note(Half::Key, flaw.hint("give the key with which the certificate was made"));
            }
        }
    }
    if flaws.is_empty() { Ok(()) } else { Err(flaws) }
}

fn read_certificate(text: &str) -> Result<Pem, Flaw> {
    let blocks = pem::parse_many(text).unwrap_or_default();
    let mut certificates = blocks.into_iter().filter(|block| block.tag() == "CERTIFICATE");
    let first = certificates.next();
    let hint = "it begins with -----BEGIN CERTIFICATE-----";
    let first = first.ok_or_else(|| Flaw::new("there is no PEM certificate in it").hint(hint))?;
    if certificates.next().is_some() {
        return Err(Flaw::new("it holds more than one certificate").hint("leave only the CA's own in it"));
    }
    Ok(first)
}

/// Reads the key. Nothing of it is ever quoted.
fn read_key(text: &Secret) -> Result<KeyPair, Flaw> {
    let blocks = pem::parse_many(text.expose()).unwrap_or_default();
    // `openssl ecparam` writes a block of parameters first.
    let block = blocks.iter().find(|block| block.tag().ends_with("PRIVATE KEY"));
    let block = block.ok_or_else(|| {
        Flaw::new("there is no PEM private key in it")
            .hint("it begins with -----BEGIN PRIVATE KEY-----, or RSA or EC before PRIVATE")
    })?;
    if block.tag().starts_with("ENCRYPTED") || block.headers().get("Proc-Type").is_some() {
        return Err(Flaw::new("the key is encrypted").hint("decrypt it: openssl pkey -in KEY -out PLAIN"));
    }
    let only = zeroizing_pem(block);
    KeyPair::from_pem(only.expose()).map_err(|_| {
        Flaw::new("this is not a key that a cluster can use")
            .hint("keys are RSA of 2048 bits or more, or EC P-256, P-384 or P-521, in PKCS#1, SEC1 or PKCS#8; kubeadm takes no Ed25519")
    })
}

fn zeroizing_pem(block: &Pem) -> Secret {
    Secret::new(pem::encode(block))
}

fn check_certificate(certificate: &X509Certificate<'_>, now: SystemTime) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if !certificate.is_ca() {
        let flaw = Flaw::new("this certificate is not a CA's (basic constraint CA:TRUE is missing)");
        flaws.push(flaw.hint("a server's or client's certificate cannot sign others; give the CA's"));
    }
    let seconds = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let now = i64::try_from(seconds).ok().and_then(|seconds| ASN1Time::from_timestamp(seconds).ok());
    let validity = certificate.validity();
    if now.is_some_and(|now| now > validity.not_after) {
        flaws.push(Flaw::new(format!("the certificate ended on {}", validity.not_after)).hint("renew it"));
    }
    if now.is_some_and(|now| now < validity.not_before) {
        let flaw = Flaw::new(format!("the certificate begins only on {}", validity.not_before));
        flaws.push(flaw.hint("check this machine's clock"));
    }
    flaws
}

#[cfg(test)]
mod tests;
