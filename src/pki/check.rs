//! Whether a certificate and a key can be an authority: of the right kind, in time, and belonging together.

use super::authority::Authority;
use super::dates;
use super::key::{PrivateKey, is_plain, write_block};
use crate::problem::Flaw;
use crate::secret::Secret;
use jiff::Timestamp;
use pem::Pem;
use x509_parser::prelude::{FromDer as _, X509Certificate};

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
pub fn check_authority(certificate: &str, key: &Secret, now: Timestamp) -> Result<(), Vec<(Half, Flaw)>> {
    pair(certificate, key, Some(now)).map(drop)
}

/// Puts the two halves of an authority together; dates are looked at if the time is given.
pub(super) fn pair(certificate: &str, key: &Secret, now: Option<Timestamp>) -> Result<Authority, Vec<(Half, Flaw)>> {
    let mut flaws = Vec::new();
    let mut note = |half, flaw| flaws.push((half, flaw));
    let found = read_certificate(certificate).map_err(|flaw| note(Half::Certificate, flaw)).ok();
    let key = PrivateKey::from_pem(key).map_err(|flaw| note(Half::Key, flaw)).ok();
    let mut validity = None;
    if let Some((_, block)) = &found {
        match X509Certificate::from_der(block.contents()) {
            Ok(([], parsed)) => {
                for flaw in check_certificate(&parsed, now) {
                    note(Half::Certificate, flaw);
                }
                if let Some((half, flaw)) = key.as_ref().and_then(|key| check_pair(&parsed, key)) {
                    note(half, flaw);
                }
                validity = Some((dates::read(parsed.validity().not_before), dates::read(parsed.validity().not_after)));
            }
            _ => note(Half::Certificate, Flaw::new("what its PEM block holds is not an X.509 certificate")),
        }
    }
    match (found, key, validity) {
        (Some((certificate, block)), Some(key), Some((begins, ends))) if flaws.is_empty() => {
            Ok(Authority { certificate, der: block.into_contents(), key, begins, ends })
        }
        _ => Err(flaws),
    }
}

/// The certificate's text and its one block.
///
/// The text is kept as it is unless something else stands in it: a key beside the certificate must not get into a
/// file that everybody may read, and Go passes over a certificate that has headers or is indented.
fn read_certificate(text: &str) -> Result<(String, Pem), Flaw> {
    let blocks = pem::parse_many(text).unwrap_or_default();
    let is_alone = blocks.len() == 1;
    let mut certificates = blocks.into_iter().filter(|block| block.tag() == "CERTIFICATE");
    let first = certificates.next();
    let hint = "it begins with -----BEGIN CERTIFICATE-----";
    let first = first.ok_or_else(|| Flaw::new("there is no PEM certificate in it").hint(hint))?;
    if certificates.next().is_some() {
        return Err(Flaw::new("it holds more than one certificate").hint("leave only the CA's own in it"));
    }
    let is_plain = is_alone && first.headers().iter().next().is_none() && is_plain(text, "CERTIFICATE");
    let kept = if is_plain { text.to_owned() } else { write_block("CERTIFICATE", first.contents()) };
    Ok((kept, first))
}

fn check_certificate(certificate: &X509Certificate<'_>, now: Option<Timestamp>) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if !certificate.is_ca() {
        let flaw = Flaw::new("this certificate is not a CA's (basic constraint CA:TRUE is missing)");
        flaws.push(flaw.hint("a server's or client's certificate cannot sign others; give the CA's"));
    } else if !may_sign(certificate) {
        // RFC 5280 §4.2.1.3; what such a CA signs is refused by Go and openssl alike.
        let flaw = Flaw::new("this CA may not sign certificates (key usage keyCertSign is missing)");
        flaws.push(flaw.hint("give one that may: openssl x509 -in CERT -noout -ext keyUsage"));
    }
    let validity = certificate.validity();
    if now.is_some_and(|now| now.as_second() > validity.not_after.timestamp()) {
        flaws.push(Flaw::new(format!("the certificate ended on {}", validity.not_after)).hint("renew it"));
    }
    if now.is_some_and(|now| now.as_second() < validity.not_before.timestamp()) {
        let flaw = Flaw::new(format!("the certificate begins only on {}", validity.not_before));
        flaws.push(flaw.hint("check this machine's clock"));
    }
    flaws
}

/// Without the extension a key may be used for everything.
fn may_sign(certificate: &X509Certificate<'_>) -> bool {
    match certificate.key_usage() {
        Ok(None) => true,
        Ok(Some(usage)) => usage.value.key_cert_sign(),
        Err(_) => false,
    }
}

fn check_pair(certificate: &X509Certificate<'_>, key: &PrivateKey) -> Option<(Half, Flaw)> {
    let certified = certificate.public_key();
    if certified.raw == key.public_key_info() {
        return None;
    }
    let same_numbers = key.public_key_info().ends_with(&certified.subject_public_key.data);
    Some(if same_numbers {
        // RSASSA-PSS, for example: the same key, under a name that Go's X.509 does not know.
        let flaw = Flaw::new("it names its public key in a form that Kubernetes cannot read");
        (Half::Certificate, flaw.hint("make it anew with the same key: openssl req -x509 -key KEY"))
    } else {
        let flaw = Flaw::new("this key does not belong to the certificate");
        (Half::Key, flaw.hint("give the key with which the certificate was made"))
    })
}
