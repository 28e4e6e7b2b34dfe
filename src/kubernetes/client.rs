//! The client: two connections to one server, one with patience and one without.

use super::access::Access;
use super::discovery::Kinds;
use super::error::Error;
use super::request::Request;
use crate::clock::Clock;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{HeaderValue, USER_AGENT};
use kube::Config;
use kube::config::AuthInfo;
use serde::Deserialize;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How long a try may stay silent, from its connecting to its answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);
/// How long a look at a server's health may: whoever looks will look again.
const IMPATIENCE: Duration = Duration::from_secs(5);

/// Asks one cluster's API. Clones are cheap and share connections.
#[derive(Clone)]
pub struct Client {
    pub(super) server: Arc<str>,
    pub(super) patient: kube::Client,
    impatient: kube::Client,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) kinds: Arc<Kinds>,
}

impl Client {
    /// A client; nothing is sent yet. Must be made inside a tokio runtime, which then carries its connections.
    ///
    /// The error is [`Error::Unusable`].
    pub fn new(access: &Access, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        Self::patient_for(access, clock, PATIENCE, IMPATIENCE)
    }

    /// The same with other limits for a try's silence: for calls, and for looks at the server's health.
    pub(super) fn patient_for(
        access: &Access,
        clock: Arc<dyn Clock>,
        calls: Duration,
        looks: Duration,
    ) -> Result<Self, Error> {
        Ok(Self {
            server: access.server.trim_end_matches('/').into(),
            patient: connect(access, calls)?,
            impatient: connect(access, looks)?,
            clock,
            kinds: Arc::default(),
        })
    }

    /// The address as it was given: `https://HOST:PORT`.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// Whether the server is ready to work (`GET /readyz`): one try of at most five seconds. While it starts it is
    /// [`Error::Unreachable`] or [`Error::Unavailable`]; before kubeadm has made its bindings it may be
    /// [`Error::Forbidden`].
    pub async fn check_ready(&self) -> Result<(), Error> {
        self.try_once(&self.impatient, &Request::get("see whether the API server is ready", "/readyz")).await?;
        Ok(())
    }

    /// The version of the API server, for example `v1.34.4`.
    pub async fn version(&self) -> Result<String, Error> {
        let version: Version = self.call(&Request::get("ask for the version", "/version")).await?;
        Ok(version.git_version)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Client").field("server", &self.server).finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    git_version: String,
}

/// Makes the client beneath.
fn connect(access: &Access, patience: Duration) -> Result<kube::Client, Error> {
    let unusable = |what: String| Error::Unusable { what };
    let url: http::Uri =
        access.server.parse().map_err(|_| unusable(format!("`{}` is not the address of a server", access.server)))?;
    if url.scheme_str() != Some("https") || url.host().is_none() {
        return Err(unusable(format!("`{}` is not an https:// address", access.server)));
    }
    let mut config = Config::new(url);
    config.root_cert = Some(authorities(&access.authority)?);
    config.connect_timeout = Some(patience);
    config.read_timeout = Some(patience);
    config.write_timeout = Some(patience);
    // Otherwise the time that a connection sat idle would count as the server's silence.
    config.reset_reader_on_write = true;
    // Its own waits double up to a quarter of an hour.
    config.default_retry = false;
    let name = HeaderValue::from_static(concat!("packetctl/", env!("CARGO_PKG_VERSION")));
    config.headers.push((USER_AGENT, name));
    config.auth_info = AuthInfo {
        client_certificate_data: Some(STANDARD.encode(&access.certificate)),
        client_key_data: Some(STANDARD.encode(access.key.expose()).into()),
        ..AuthInfo::default()
    };
    kube::Client::try_from(config).map_err(|error| unusable(super::judge::deepest(&error)))
}

/// The certificates of a PEM text, in DER.
pub(super) fn authorities(text: &str) -> Result<Vec<Vec<u8>>, Error> {
    let unusable = |what: &str| Error::Unusable { what: format!("the server's authority {what}") };
    let blocks = pem::parse_many(text).map_err(|_| unusable("is not PEM"))?;
    let found: Vec<Vec<u8>> =
        blocks.into_iter().filter(|block| block.tag() == "CERTIFICATE").map(pem::Pem::into_contents).collect();
    if found.is_empty() { Err(unusable("holds no certificate")) } else { Ok(found) }
}
