//! What a cluster's machines and administrators are made believe by: its authorities and its join token.

use crate::bootstrap::{Endpoint, Token};
use crate::kubernetes::Access;
use crate::pki::{Authority, ClientRequest, Group, PairTexts, Pki, PkiTexts};
use crate::problem::{Flaw, Place, Problems};
use crate::secret::Secret;
use crate::state::Secrets;
use jiff::Timestamp;
use std::time::Duration;

/// How long the certificate lasts with which a run talks to the cluster: longer than any run.
const OWN_CERTIFICATE: Duration = Duration::from_secs(24 * 60 * 60);

const TOKEN: &str = "token";

/// The names of the PKI's texts among the secrets, as kubeadm calls the files.
const TEXTS: [&str; 7] =
    ["ca.crt", "ca.key", "front-proxy-ca.crt", "front-proxy-ca.key", "etcd/ca.crt", "etcd/ca.key", "sa.key"];

/// The authorities of a cluster and the token with which its workers join.
#[derive(Debug, Clone)]
pub struct Papers {
    /// The authorities.
    pub pki: Pki,
    /// The token; none between a cluster's last join and its next.
    pub token: Option<Token>,
}

impl Papers {
    /// Makes them, with the user's own authority where one is given.
    pub fn make(authority: Option<Authority>, now: Timestamp) -> Result<Self, Flaw> {
        Ok(Self { pki: Pki::make(authority, now)?, token: Some(Token::make()?) })
    }

    /// Puts them among the secrets of a state, as named texts.
    pub(super) fn keep_in(&self, secrets: &mut Secrets) {
        let PkiTexts { cluster, front_proxy, etcd, service_accounts } = self.pki.to_pem();
        let pairs = [cluster, front_proxy, etcd];
        let mut texts: Vec<Secret> =
            pairs.into_iter().flat_map(|pair| [Secret::new(pair.certificate), pair.key]).collect();
        texts.push(service_accounts);
        for (name, text) in TEXTS.into_iter().zip(texts) {
            secrets.set(name, text);
        }
        match &self.token {
            Some(token) => secrets.set(TOKEN, token.text().clone()),
            None => drop(secrets.remove(TOKEN)),
        }
    }

    /// Brings them back; none where the secrets are lost. Every problem names its text.
    pub fn from_secrets(secrets: &Secrets) -> Result<Option<Self>, Problems> {
        if secrets.is_empty() {
            return Ok(None);
        }
        let mut problems = Problems::new();
        let texts = TEXTS.map(|name| {
            let missing =
                || Flaw::new("it is missing among the secrets of the state").at(Place::Named(name.to_owned()));
            problems.take(secrets.get(name).cloned().ok_or_else(missing)).unwrap_or_else(|| Secret::new(""))
        });
        problems.into_result(())?;
        let [certificate, key, proxy_certificate, proxy_key, etcd_certificate, etcd_key, service_accounts] = texts;
        let pair = |certificate: Secret, key| PairTexts { certificate: certificate.expose().to_owned(), key };
        let pki = Pki::from_pem(&PkiTexts {
            cluster: pair(certificate, key),
            front_proxy: pair(proxy_certificate, proxy_key),
            etcd: pair(etcd_certificate, etcd_key),
            service_accounts,
        })?;
        let token = secrets.get(TOKEN).map(|text| Token::parse(text.expose())).transpose();
        let token = token.map_err(|flaw| flaw.at(Place::Named(TOKEN.to_owned())))?;
        Ok(Some(Self { pki, token }))
    }

    /// What a run talks to the cluster with.
    pub(super) fn own(&self, host: &str, now: Timestamp) -> Result<Access, Flaw> {
        let request = ClientRequest {
            common_name: "packetctl".to_owned(),
            group: Group::ClusterAdmins,
            time_to_live: OWN_CERTIFICATE,
        };
        self.access(host, &request, now)
    }

    /// What a client talks to the API server at a host with.
    pub fn access(&self, host: &str, request: &ClientRequest, now: Timestamp) -> Result<Access, Flaw> {
        let certificate = self.pki.cluster.client(request, now)?;
        Ok(Access {
            server: format!("https://{}", Endpoint::host(host)),
            authority: self.pki.cluster.certificate().to_owned(),
            certificate: certificate.certificate,
            key: certificate.key,
        })
    }
}
