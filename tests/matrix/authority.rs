//! A user's own CA: with its key the proxy can stand before a cluster's API, as no stranger could.

use packetctl::pki::{Authority, ClientRequest, Group, Pki};
use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, Issuer, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The CA that a cluster is made with, and what the proxy needs of it.
pub struct Trust {
    /// The CA's certificate and key, in PEM.
    pub certificate: String,
    pub key: String,
    client: Arc<ClientConfig>,
}

impl Trust {
    /// Makes a CA, and an administrator's papers for the proxy.
    pub fn make() -> Self {
        let now = SystemTime::now().try_into().unwrap();
        let authority = Authority::make("matrix", now).unwrap();
        let key = Pki { cluster: authority.clone(), ..Pki::make(Some(authority.clone()), now).unwrap() };
        let key = key.to_pem().cluster.key.expose().to_owned();
        let group = Group::ClusterAdmins;
        let request =
            ClientRequest { common_name: "proxy".into(), group, time_to_live: Duration::from_secs(24 * 60 * 60) };
        let papers = authority.client(&request, now).unwrap();
        let certificate = authority.certificate().to_owned();
        let client = client(&certificate, &papers.certificate, papers.key.expose());
        Self { certificate, key, client }
    }

    /// What the proxy serves with at an address; whoever comes must have a certificate of the CA.
    pub fn serve(&self, address: &str) -> Arc<ServerConfig> {
        let key = pem::parse(&self.key).unwrap();
        let issuer = Issuer::from_ca_cert_pem(&self.certificate, KeyPair::try_from(key.contents()).unwrap()).unwrap();
        let mut parameters = CertificateParams::new(vec![address.to_owned()]).unwrap();
        parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let own = KeyPair::generate().unwrap();
        let leaf = parameters.signed_by(&own, &issuer).unwrap();
        let verifier = WebPkiClientVerifier::builder(Arc::new(roots(&self.certificate))).build().unwrap();
        let own = PrivateKeyDer::from_pem_slice(own.serialize_pem().as_bytes()).unwrap();
        let config = ServerConfig::builder().with_client_cert_verifier(verifier);
        Arc::new(config.with_single_cert(vec![leaf.der().clone()], own).unwrap())
    }

    /// The proxy's side towards the real API server, as an administrator.
    pub fn connect(&self, host: &str) -> ClientConnection {
        connection(&self.client, host)
    }
}

/// A client's side of a connection.
pub fn connection(config: &Arc<ClientConfig>, host: &str) -> ClientConnection {
    ClientConnection::new(Arc::clone(config), ServerName::try_from(host.to_owned()).unwrap()).unwrap()
}

/// A client that trusts an authority and says who it is.
pub fn client(authority: &str, certificate: &str, key: &str) -> Arc<ClientConfig> {
    let own = CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
    let config = ClientConfig::builder().with_root_certificates(roots(authority));
    Arc::new(config.with_client_auth_cert(vec![own], key).unwrap())
}

fn roots(authority: &str) -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap()).unwrap();
    roots
}
