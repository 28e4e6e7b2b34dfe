//! Until when a server's certificate holds.

use super::client::{PATIENCE, authorities};
use super::error::Error;
use super::judge::deepest;
use jiff::Timestamp;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore};
use std::io;
use std::net::{TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use x509_parser::prelude::{FromDer as _, X509Certificate};

const DOING: &str = "look at the server's certificate";

/// Shakes hands with a server (`HOST:PORT`) and gives the end of its certificate, which must be of the authority (PEM)
/// and name `server_name`. Takes up to fifteen seconds for each step.
///
/// A certificate that has ended is [`Error::Untrusted`], whose cause says so.
pub async fn serving_certificate_end(address: &str, authority: &str, server_name: &str) -> Result<Timestamp, Error> {
    let connection = prepare(authority, server_name)?;
    let address = address.to_owned();
    // A handshake by itself is short and needs no runtime; a thread of its own bounds each read in real time.
    match tokio::task::spawn_blocking(move || shake_hands(&address, connection)).await {
        Ok(end) => end,
        Err(_) => Err(Error::Unavailable { doing: DOING.into(), what: "it was interrupted".into() }),
    }
}

fn prepare(authority: &str, server_name: &str) -> Result<ClientConnection, Error> {
    let unusable = |what: String| Error::Unusable { what };
    let mut roots = RootCertStore::empty();
    for der in authorities(authority)? {
        roots
            .add(CertificateDer::from(der))
            .map_err(|error| unusable(format!("the server's authority cannot be used: {error}")))?;
    }
    let name = ServerName::try_from(server_name.to_owned())
        .map_err(|_| unusable(format!("`{server_name}` is not the name of a server")))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    ClientConnection::new(Arc::new(config), name).map_err(|error| unusable(error.to_string()))
}

fn shake_hands(address: &str, mut connection: ClientConnection) -> Result<Timestamp, Error> {
    let unreachable = |cause: String| Error::Unreachable { doing: DOING.into(), server: address.into(), cause };
    let mut stream = connect(address).map_err(|error| unreachable(error.to_string()))?;
    while connection.is_handshaking() {
        connection.complete_io(&mut stream).map_err(|error| {
            let cause = deepest(&error);
            match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
                Some(rustls::Error::InvalidCertificate(_)) => {
                    Error::Untrusted { doing: DOING.into(), server: address.into(), cause }
                }
                _ => unreachable(cause),
            }
        })?;
    }
    let strange = || Error::Strange { doing: DOING.into(), what: "the server showed none that can be read".into() };
    let leaf = connection.peer_certificates().and_then(<[_]>::first).ok_or_else(strange)?;
    let (_, certificate) = X509Certificate::from_der(leaf).map_err(|_| strange())?;
    // "Never" (RFC 5280 §4.1.2.5) is as far as time goes.
    Ok(Timestamp::from_second(certificate.validity().not_after.timestamp()).unwrap_or(Timestamp::MAX))
}

/// Connects to the first of an address's meanings that answers.
fn connect(address: &str) -> io::Result<TcpStream> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for address in address.to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => {
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_write_timeout(Some(PATIENCE))?;
                return Ok(stream);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}
