//! A simulated cluster's certificates: what kubeadm would accept, sign and serve with.

use jiff::{Timestamp, tz::TimeZone};
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PublicKeyData as _,
};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use x509_parser::prelude::{FromDer as _, X509Certificate};

/// The CAs that kubeadm uses where they are there: their files, without the endings.
const AUTHORITIES: [&str; 3] = ["ca", "front-proxy-ca", "etcd/ca"];

/// A CA's certificate and its key, both in PEM.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Authority {
    certificate: String,
    key: String,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Authority")
    }
}

/// Who a client's certificate says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Client {
    pub(super) name: String,
    pub(super) groups: Vec<String>,
}

impl Authority {
    /// The CA among the files of `/etc/kubernetes/pki`, checked as kubeadm does; a new one where there is none.
    pub(super) fn of(files: &BTreeMap<String, String>) -> Result<Self, String> {
        for name in AUTHORITIES {
            match (files.get(&format!("{name}.crt")), files.get(&format!("{name}.key"))) {
                (Some(certificate), Some(key)) => check(name, certificate, key)?,
                (Some(_), None) => return Err(format!("couldn't load the private key for {name}")),
                (None, _) => {}
            }
        }
        match (files.get("ca.crt"), files.get("ca.key")) {
            (Some(certificate), Some(key)) => Ok(Self { certificate: certificate.clone(), key: key.clone() }),
            _ => Self::make().map_err(|error| error.to_string()),
        }
    }

    /// kubeadm makes its own.
    fn make() -> Result<Self, rcgen::Error> {
        let mut parameters = CertificateParams::new(vec!["kubernetes".to_owned()])?;
        parameters.distinguished_name = name("kubernetes");
        parameters.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let key = KeyPair::generate()?;
        Ok(Self { certificate: parameters.self_signed(&key)?.pem(), key: key.serialize_pem() })
    }

    /// The certificate in PEM.
    pub(super) fn certificate(&self) -> &str {
        &self.certificate
    }

    /// The hash that workers know it by (kubeadm `caCertHashes`): SHA-256 of its public key info.
    pub(super) fn discovery_hash(&self) -> Option<String> {
        let der = der(&self.certificate)?;
        let (_, certificate) = X509Certificate::from_der(&der).ok()?;
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, certificate.public_key().raw);
        Some(digest.as_ref().iter().fold("sha256:".to_owned(), |text, byte| text + &format!("{byte:02x}")))
    }

    /// What an API server serves with that has these names; none for names or keys that cannot be used.
    ///
    /// A client may come without a certificate, but not with a foreign one. The server's lasts a year, as kubeadm's.
    pub(super) fn serve(&self, names: &[String], now: Timestamp) -> Option<ServerConfig> {
        let authority = der(&self.certificate)?;
        let issuer = Issuer::from_ca_cert_der(&CertificateDer::from(authority.clone()), key(&self.key)?).ok()?;
        let mut parameters = CertificateParams::new(names.to_vec()).ok()?;
        parameters.distinguished_name = name("kube-apiserver");
        parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
        parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let today = now.to_zoned(TimeZone::UTC).date();
        let day = |date: jiff::civil::Date| {
            // The 29th of February would be none in other years.
            let day = u8::try_from(date.day()).unwrap_or(1).clamp(1, 28);
            (u8::try_from(date.month()).unwrap_or(1), day)
        };
        let yesterday = today.yesterday().unwrap_or(today);
        let (month, first) = day(yesterday);
        parameters.not_before = rcgen::date_time_ymd(yesterday.year().into(), month, first);
        let (month, last) = day(today);
        parameters.not_after = rcgen::date_time_ymd(i32::from(today.year()) + 1, month, last);
        let own = KeyPair::generate().ok()?;
        let certificate = parameters.signed_by(&own, &issuer).ok()?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(authority.into()).ok()?;
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        let verifier = verifier.allow_unauthenticated().build().ok()?;
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
        let own = PrivatePkcs8KeyDer::from(own.serialize_der());
        config.with_client_cert_verifier(verifier).with_single_cert(vec![certificate.der().clone()], own.into()).ok()
    }
}

/// Who a certificate is of.
pub(super) fn client(certificate: &[u8]) -> Option<Client> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let subject = certificate.subject();
    let name = subject.iter_common_name().next()?.as_str().ok()?.to_owned();
    let groups = subject.iter_organization().filter_map(|group| Some(group.as_str().ok()?.to_owned())).collect();
    Some(Client { name, groups })
}

fn check(name: &str, certificate: &str, text: &str) -> Result<(), String> {
    let parsed = der(certificate);
    let parsed = parsed.as_deref().and_then(|der| X509Certificate::from_der(der).ok());
    let (_, parsed) = parsed.ok_or_else(|| format!("couldn't load the certificate file {name}.crt"))?;
    let key = key(text).ok_or_else(|| format!("couldn't load the private key file {name}.key"))?;
    if !parsed.is_ca() {
        return Err(format!("certificate {name} is not a CA"));
    }
    if key.subject_public_key_info() != parsed.public_key().raw {
        return Err(format!("certificate and private key of {name} do not belong together"));
    }
    Ok(())
}

fn der(pem: &str) -> Option<Vec<u8>> {
    let blocks = pem::parse_many(pem).ok()?;
    blocks.into_iter().find(|block| block.tag() == "CERTIFICATE").map(pem::Pem::into_contents)
}

fn key(text: &str) -> Option<KeyPair> {
    let blocks = pem::parse_many(text).ok()?;
    let block = blocks.into_iter().find(|block| block.tag().ends_with("PRIVATE KEY"))?;
    KeyPair::try_from(block.contents()).ok()
}

fn name(common: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common);
    name
}
