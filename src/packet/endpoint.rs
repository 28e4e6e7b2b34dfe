//! Where the service is: the base URL, checked once, and the addresses made from it.

use super::error::Error;
use super::request::Request;
use reqwest::Url;
use std::net::IpAddr;

/// The last address of the public service. It answered until June 2026.
pub const PUBLIC_ENDPOINT: &str = "https://api.equinix.com/metal/v1";

/// The hosts of the public service, which ended.
const RETIRED: [&str; 2] = ["api.equinix.com", "api.packet.net"];

/// A base URL that can be called.
#[derive(Debug, Clone)]
pub(super) struct Endpoint {
    base: Url,
    host: String,
    authority: String,
}

impl Endpoint {
    /// Reads a base URL: `http` or `https`, with any path before the resources, with or without a slash at its end.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        let wrong = |what: &str| Error::Unusable { what: format!("the base URL {what}") };
        let base = Url::parse(text.trim().trim_end_matches('/'))
            .map_err(|_| wrong("is none: it looks like https://api.example.com/metal/v1"))?;
        if !matches!(base.scheme(), "http" | "https") {
            return Err(wrong("begins with neither http:// nor https://"));
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err(wrong("holds a user or a password: the key goes into a header of its own"));
        }
        if base.query().is_some() || base.fragment().is_some() {
            return Err(wrong("holds a query or a fragment"));
        }
        let host = base.host_str().ok_or_else(|| wrong("names no host"))?.to_owned();
        let authority = base.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
        Ok(Self { base, host, authority })
    }

    /// The host's name, and the port where it is not the usual one, as error texts tell it.
    pub(super) fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether it is this very machine, which no proxy could reach for us.
    pub(super) fn is_loopback(&self) -> bool {
        let address = self.host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        address.is_ok_and(|address| address.is_loopback())
            || self.host == "localhost"
            || self.host.ends_with(".localhost")
    }

    /// Whether calling it needs TLS.
    pub(super) fn is_encrypted(&self) -> bool {
        self.base.scheme() == "https"
    }

    /// The whole address of a request.
    pub(super) fn url(&self, request: &Request) -> Result<Url, Error> {
        // An empty part or dots would turn the request into one about something else, perhaps about everything.
        if let Some(part) = request.path.iter().find(|part| matches!(part.as_str(), "" | "." | "..")) {
            let what = format!("{part:?} is not the id of anything");
            return Err(Error::Unsendable { operation: request.operation, what });
        }
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.extend(&request.path);
        }
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        Ok(url)
    }
}

/// Whether a host is one of the public service's, which ended in June 2026.
pub(super) fn is_retired(host: &str) -> bool {
    RETIRED.contains(&host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(base: &str, request: &Request) -> String {
        Endpoint::parse(base).unwrap().url(request).unwrap().to_string()
    }

    #[test]
    fn the_base_may_end_with_a_slash_or_not_and_have_any_path() {
        let request = Request::get("findProjects", &["projects"]);
        for base in ["https://api.equinix.com/metal/v1", "https://api.equinix.com/metal/v1/"] {
            assert_eq!(url(base, &request), "https://api.equinix.com/metal/v1/projects");
        }
        for base in ["http://127.0.0.1:8080", "http://127.0.0.1:8080/", "http://127.0.0.1:8080//"] {
            assert_eq!(url(base, &request), "http://127.0.0.1:8080/projects");
        }
    }

    #[test]
    fn parts_and_values_cannot_leave_their_place() {
        let request = Request::get("findDeviceById", &["devices", "a/../b?c#d e%"]).query("tag", "x=1&y=ü/#");
        assert_eq!(
            url("http://h/metal/v1", &request),
            "http://h/metal/v1/devices/a%2F..%2Fb%3Fc%23d%20e%25?tag=x%3D1%26y%3D%C3%BC%2F%23"
        );
    }

    #[test]
    fn a_request_about_nothing_is_not_sent() {
        for part in ["", ".", ".."] {
            let request = Request::delete("deleteDevice", &["devices", part]);
            let told = Endpoint::parse("http://h").unwrap().url(&request).unwrap_err().to_string();
            assert_eq!(told, format!("deleteDevice was not asked: {part:?} is not the id of anything"));
        }
    }

    #[test]
    fn a_base_that_cannot_be_called_is_refused_without_showing_what_is_in_it() {
        for base in ["", "localhost:8080", "api.equinix.com", "ftp://h", "https://me:hunter2@h/", "http://h/?a=hunter2"]
        {
            let told = Endpoint::parse(base).unwrap_err().to_string();
            assert!(told.starts_with("the base URL ") && !told.contains("hunter2"), "{base}: {told}");
        }
    }

    #[test]
    fn this_machine_is_known_by_all_its_names() {
        for base in ["http://localhost:1", "http://127.0.0.9", "http://[::1]:80/x", "http://sim.localhost"] {
            assert!(Endpoint::parse(base).unwrap().is_loopback(), "{base}");
        }
        assert!(!Endpoint::parse("http://127.example.com").unwrap().is_loopback());
    }
}
