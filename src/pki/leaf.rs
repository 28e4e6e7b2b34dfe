//! Certificates of clients, minted on demand: what stands in a kubeconfig.

use super::authority::Authority;
use super::dates;
use super::key::write_block;
use crate::problem::Flaw;
use crate::secret::Secret;
use jiff::Timestamp;
use rcgen::{CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose};
use std::time::Duration;

/// What a client may do, by the organization in its certificate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Group {
    /// `kubeadm:cluster-admins`: kubeadm (1.29 and later) binds it to cluster-admin once the API answers. Removing
    /// that binding takes the rights away again.
    #[default]
    ClusterAdmins,
    /// `system:masters`: everything, at once, past all authorization; nothing can take it away.
    Masters,
}

impl Group {
    /// The organization.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClusterAdmins => "kubeadm:cluster-admins",
            Self::Masters => "system:masters",
        }
    }
}

/// Who asks for a certificate, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientRequest {
    /// The name that Kubernetes knows the client by, for example `kubernetes-admin`: 1 to 64 characters.
    pub common_name: String,
    /// What it may do.
    pub group: Group,
    /// How long the certificate is valid from now on. It ends with the authority where that ends first.
    pub time_to_live: Duration,
}

/// A client's certificate with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCertificate {
    /// The certificate in PEM.
    pub certificate: String,
    /// The key in PEM: EC P-256 in PKCS#8.
    pub key: Secret,
    /// The last moment at which it is valid.
    pub ends: Timestamp,
}

impl Authority {
    /// Makes a key and a certificate with which a client says who it is.
    ///
    /// The key is EC P-256: made in no time, short in a kubeconfig, and read by every client of the Kubernetes
    /// versions that we set up; PKCS#8 is the encoding that all libraries know. Fails for a name that cannot stand in
    /// a certificate and for an authority that is not valid now.
    pub fn client(&self, request: &ClientRequest, now: Timestamp) -> Result<ClientCertificate, Flaw> {
        check_name(&request.common_name)?;
        let ends = self.end(request.time_to_live, now)?;
        let begins = dates::begin(now).max(self.begins);
        let mut subject = CertificateParams::default();
        subject.distinguished_name = DistinguishedName::new();
        subject.distinguished_name.push(DnType::OrganizationName, request.group.name());
        subject.distinguished_name.push(DnType::CommonName, request.common_name.as_str());
        subject.not_before = dates::write(begins)?.to_datetime();
        subject.not_after = dates::write(ends)?.to_datetime();
        subject.is_ca = IsCa::ExplicitNoCa;
        subject.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        subject.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        subject.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate().map_err(|error| Flaw::new(format!("no key could be made: {error}")))?;
        let certificate = write_block("CERTIFICATE", &self.sign(&subject, &key)?);
        Ok(ClientCertificate { certificate, key: Secret::new(key.serialize_pem()), ends })
    }

    /// When a certificate ends that is to live so long: with the authority at the latest.
    fn end(&self, time_to_live: Duration, now: Timestamp) -> Result<Timestamp, Flaw> {
        if now.as_second() > self.ends.as_second() {
            let flaw = Flaw::new(format!("the cluster's CA ended on {}: nothing can be signed any more", self.ends));
            return Err(flaw.hint("the cluster needs a new one: \"Manual Rotation of CA Certificates\" in the documentation of Kubernetes"));
        }
        if now.as_second() < self.begins.as_second() {
            let flaw = Flaw::new(format!("the cluster's CA begins only on {}", self.begins));
            return Err(flaw.hint("check this machine's clock"));
        }
        let seconds = i64::try_from(time_to_live.as_secs()).unwrap_or(i64::MAX);
        if seconds == 0 {
            return Err(Flaw::new("a certificate that ends at once is of no use").hint("give it a second or more"));
        }
        Ok(dates::later(now, seconds).min(self.ends))
    }
}

/// A common name has 1 to 64 characters (RFC 5280 A.1, `ub-common-name`).
fn check_name(name: &str) -> Result<(), Flaw> {
    let length = name.chars().count();
    if (1..=64).contains(&length) && !name.chars().any(char::is_control) {
        return Ok(());
    }
    let flaw = Flaw::new("this cannot be the common name of a certificate");
    Err(flaw.hint("it has 1 to 64 characters, none of them a control character"))
}
