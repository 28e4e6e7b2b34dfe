//! Signing: a certificate for somebody's key, under the authority's very name.

use super::authority::Authority;
use super::der;
use crate::problem::Flaw;
use rcgen::{CertificateParams, Issuer, KeyIdMethod, KeyPair, SigningKey as _};
use x509_parser::asn1_rs::{BitString, ToDer as _};
use x509_parser::prelude::{FromDer as _, ParsedExtension, X509Certificate};

/// Where the issuer's name stands in what is signed: behind version, serial number and algorithm (RFC 5280 §4.1).
const ISSUER: usize = 3;

impl Authority {
    /// Signs; gives the DER of a certificate.
    pub(super) fn sign(&self, subject: &CertificateParams, key: &KeyPair) -> Result<Vec<u8>, Flaw> {
        let failed = |error: rcgen::Error| Flaw::new(format!("no certificate could be signed: {error}"));
        let unreadable = || Flaw::new("the authority's certificate cannot be read");
        let (_, own) = X509Certificate::from_der(&self.der).map_err(|_| unreadable())?;
        let mut parameters = CertificateParams::default();
        parameters.key_identifier_method = identifier(&own);
        let signer = self.key.signer()?;
        let draft = subject.signed_by(key, &Issuer::from_params(&parameters, &signer)).map_err(failed)?;
        name_issuer(draft.der(), own.subject().as_raw(), &signer)
            .ok_or_else(|| failed(rcgen::Error::CouldNotParseCertificate))
    }
}

/// What others call the authority's key: what its own certificate calls it, which need not be a hash of the key.
fn identifier(authority: &X509Certificate<'_>) -> KeyIdMethod {
    let named = authority.extensions().iter().find_map(|extension| match extension.parsed_extension() {
        ParsedExtension::SubjectKeyIdentifier(identifier) => Some(identifier.0.to_vec()),
        _ => None,
    });
    named.map_or(KeyIdMethod::Sha256, KeyIdMethod::PreSpecified)
}

/// Puts the issuer's name into a certificate, byte for byte, and signs it again.
///
/// Chains hold where the two names are the same (RFC 5280 §6.1.3 (a)(4)), and Go compares bytes. rcgen writes names
/// anew and keeps one value of a kind, so that `DC=example, DC=org` of a user's CA would come out as another name.
fn name_issuer(certificate: &[u8], name: &[u8], key: &KeyPair) -> Option<Vec<u8>> {
    let outer = der::elements(certificate)?;
    let mut inner = der::elements(outer.first()?)?;
    *inner.get_mut(ISSUER)? = name;
    let signed = der::sequence(&inner)?;
    let signature = key.sign(&signed).ok()?;
    let signature = BitString::new(0, &signature).to_der_vec().ok()?;
    der::sequence(&[&signed, outer.get(1)?, &signature])
}
