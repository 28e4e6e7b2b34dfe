//! The HTTP client beneath: headers, timeouts, certificates, proxies.

use super::endpoint::Endpoint;
use super::error::Error;
use super::options::Options;
use http::header::{ACCEPT, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Certificate, ClientBuilder};
use std::time::Duration;

/// Who vouches for the service's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authorities {
    /// Nobody: the service is on this machine and speaks plain HTTP.
    None,
    /// Those that this system trusts.
    System,
    /// Those that Mozilla trusted when packetctl was built, for this system has none. Worth a warning.
    BuiltIn,
}

/// Makes the HTTP client.
pub(super) fn connect(endpoint: &Endpoint, options: &Options) -> Result<(reqwest::Client, Authorities), Error> {
    let headers = headers(options)?;
    let ready = || builder(endpoint, options, headers.clone());
    if endpoint.is_loopback() && !endpoint.is_encrypted() {
        // Reading the system's certificates takes longer than a call does.
        return finish(ready().tls_certs_only([])).map(|client| (client, Authorities::None));
    }
    match ready().build() {
        Ok(client) => Ok((client, Authorities::System)),
        // The library gives this error, without a kind of its own, on systems without any CA certificate.
        Err(_) => Ok((finish(ready().tls_certs_only(built_in()))?, Authorities::BuiltIn)),
    }
}

fn finish(builder: ClientBuilder) -> Result<reqwest::Client, Error> {
    builder.build().map_err(|error| Error::Unusable { what: format!("no HTTP client: {}", deepest(&error)) })
}

fn built_in() -> impl Iterator<Item = Certificate> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().filter_map(|der| Certificate::from_der(der).ok())
}

fn builder(endpoint: &Endpoint, options: &Options, headers: HeaderMap) -> ClientBuilder {
    let builder = reqwest::Client::builder()
        .user_agent(concat!("packetctl/", env!("CARGO_PKG_VERSION")))
        .default_headers(headers)
        .connect_timeout(options.connect_timeout)
        .timeout(options.timeout)
        // Whoever answers with a redirect is not the service, and must not get the key.
        .redirect(Policy::none())
        // What may be sent again is decided in one place, and that is not there.
        .retry(reqwest::retry::never())
        .pool_max_idle_per_host(options.in_flight)
        // Shorter than the usual limit on the other side: a create on a connection that is just being closed would
        // be unclear for no reason.
        .pool_idle_timeout(Duration::from_secs(15));
    if endpoint.is_loopback() { builder.no_proxy() } else { builder }
}

fn headers(options: &Options) -> Result<HeaderMap, Error> {
    let unusable = |what: &str| Error::Unusable { what: what.into() };
    if options.key.expose().trim().is_empty() {
        return Err(unusable("the API key is empty"));
    }
    let mut key = HeaderValue::from_str(options.key.expose())
        .map_err(|_| unusable("the API key holds characters that cannot be sent"))?;
    key.set_sensitive(true);
    let consumer = HeaderValue::from_str(&options.consumer)
        .map_err(|_| unusable("the consumer's name holds characters that cannot be sent"))?;
    let mut headers = HeaderMap::new();
    headers.insert("x-auth-token", key);
    headers.insert("x-consumer-token", consumer);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    Ok(headers)
}

/// The text of the deepest cause: what a person can act upon, without the URL.
pub(super) fn deepest(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn connected(base_url: &str, key: &str) -> Result<Authorities, Error> {
        let options = Options::new(base_url, Secret::new(key));
        connect(&Endpoint::parse(base_url)?, &options).map(|(_, authorities)| authorities)
    }

    #[test]
    fn plain_http_on_this_machine_needs_no_certificates() {
        assert_eq!(connected("http://127.0.0.1:1", "key").unwrap(), Authorities::None);
        assert_ne!(connected("https://localhost", "key").unwrap(), Authorities::None);
        assert_ne!(connected("http://example.com", "key").unwrap(), Authorities::None);
    }

    #[test]
    fn a_system_without_certificates_gets_the_built_in_ones() {
        let endpoint = Endpoint::parse("https://example.com").unwrap();
        let options = Options::new("https://example.com", Secret::new("key"));
        assert!(built_in().count() > 100);
        assert!(finish(builder(&endpoint, &options, HeaderMap::new()).tls_certs_only(built_in())).is_ok());
    }

    #[test]
    fn the_key_is_marked_so_that_the_libraries_below_do_not_print_it() {
        let headers = headers(&Options::new("http://h", Secret::new("hunter2"))).unwrap();
        assert_eq!(headers["x-auth-token"], "hunter2");
        assert!(!format!("{headers:?}").contains("hunter2"));
    }

    #[test]
    fn a_key_that_cannot_be_sent_is_refused_unseen() {
        for key in ["", " ", "hunter2\n"] {
            let told = connected("http://127.0.0.1:1", key).unwrap_err().to_string();
            assert!(told.starts_with("the API key ") && !told.contains("hunter"), "{told}");
        }
    }
}
