//! Certificate authorities: made as kubeadm makes them, or taken as they are.

use super::check::{self, Half};
use super::dates;
use super::key::PrivateKey;
use crate::problem::Flaw;
use crate::secret::Secret;
use jiff::Timestamp;
use rcgen::{BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, KeyUsagePurpose};

/// How long an authority lasts that is made here, in seconds: ten years of 365 days, as kubeadm's
/// (`CACertificateValidityPeriod`).
const LIFETIME: i64 = 10 * 365 * 24 * 60 * 60;

/// A certificate that signs others, with its key. The two belong together, always.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    pub(super) certificate: String,
    pub(super) der: Vec<u8>,
    pub(super) key: PrivateKey,
    pub(super) begins: Timestamp,
    pub(super) ends: Timestamp,
}

impl Authority {
    /// Makes one that signs itself, with a new RSA key.
    ///
    /// The name is its common name, and once more a DNS name, as client-go's `NewSelfSignedCACert` has it. It is for
    /// a DNS label such as `front-proxy-ca`.
    pub fn make(name: &str, now: Timestamp) -> Result<Self, Flaw> {
        let failed = |error: rcgen::Error| Flaw::new(format!("no certificate could be made for {name}: {error}"));
        let key = PrivateKey::make()?;
        let (begins, ends) = (dates::begin(now), dates::later(now, LIFETIME));
        let mut parameters = CertificateParams::new(vec![name.to_owned()]).map_err(failed)?;
        parameters.distinguished_name = DistinguishedName::new();
        parameters.distinguished_name.push(DnType::CommonName, name);
        parameters.not_before = dates::write(begins)?.to_datetime();
        parameters.not_after = dates::write(ends)?.to_datetime();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.key_usages =
            vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment, KeyUsagePurpose::KeyCertSign];
        let certificate = parameters.self_signed(&key.signer()?).map_err(failed)?;
        Ok(Self { certificate: certificate.pem(), der: certificate.der().to_vec(), key, begins, ends })
    }

    /// Takes the one that a user brings, if it can be one today. All flaws come at once.
    ///
    /// Both texts are PEM, and both are kept byte for byte where kubeadm reads them as they are, which it does for RSA
    /// and EC, in PKCS#1, SEC1 and PKCS#8. They are written anew only where a certificate's file holds more than the
    /// certificate, where the label of a block is not that of its contents, or where a block is indented.
    pub fn given(certificate: &str, key: &Secret, now: Timestamp) -> Result<Self, Vec<(Half, Flaw)>> {
        check::pair(certificate, key, Some(now))
    }

    /// Takes one that was an authority before. Its dates are not looked at: what has ended can still be looked at and
    /// taken down.
    pub fn from_pem(certificate: &str, key: &Secret) -> Result<Self, Vec<(Half, Flaw)>> {
        check::pair(certificate, key, None)
    }

    /// The certificate in PEM.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// The key.
    pub const fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// The first moment at which it is valid.
    pub const fn begins(&self) -> Timestamp {
        self.begins
    }

    /// The last moment at which it is valid.
    pub const fn ends(&self) -> Timestamp {
        self.ends
    }
}
