//! What can go wrong with a call, as kinds that a caller can act upon.

use super::endpoint::is_retired;
use super::reply::Strange;
use jiff::Timestamp;
use std::fmt;
use thiserror::Error;

/// Which call an error is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The `operationId` of the published document, for example `createDevice`.
    pub operation: &'static str,
    /// The method.
    pub method: String,
    /// The path behind the base URL, without the query.
    pub path: String,
    /// The host that was called, with its port where that is not the usual one.
    pub host: String,
    /// The service's `X-Request-Id` of the last reply, where there was one.
    pub request_id: Option<String>,
    /// How often it was sent.
    pub tries: u32,
}

impl fmt::Display for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({} {}", self.operation, self.method, self.path)?;
        if let Some(id) = &self.request_id {
            write!(formatter, ", request {id}")?;
        }
        if self.tries > 1 {
            write!(formatter, ", tried {} times", self.tries)?;
        }
        formatter.write_str(")")
    }
}

/// What happened to a call that got no good answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Trouble {
    /// The service answered that it failed (5xx, 408), with these texts.
    #[error("the service answered {}", Told(*status, texts))]
    Status {
        /// The HTTP status.
        status: u16,
        /// The texts of the reply.
        texts: Vec<String>,
    },
    /// No whole answer came in time.
    #[error("no answer came in time")]
    Timeout,
    /// The connection broke after the request was on its way.
    #[error("the connection broke: {cause}")]
    Lost {
        /// The deepest cause.
        cause: String,
    },
    /// A list of several pages lost entries each time it was read, so that others may have slipped by unseen.
    #[error("the list changed each time while it was read")]
    Unsteady,
    /// An answer came that cannot be read.
    #[error("{0}")]
    Strange(Box<Strange>),
}

/// Why a call did not give what was asked for.
#[derive(Debug, Error)]
pub enum Error {
    /// The service said no (any 4xx without a kind of its own), in all the texts it gave.
    #[error("{call}: refused with {}", Told(*status, texts))]
    Refused {
        /// The call.
        call: Box<Call>,
        /// The HTTP status: 401, 403, 404, 422 in life.
        status: u16,
        /// All texts of `errors` and `error`.
        texts: Vec<String>,
    },
    /// There is no machine of this kind there now. Nothing was made.
    #[error("{call}: no capacity: {}", Told(*status, texts))]
    NoCapacity {
        /// The call.
        call: Box<Call>,
        /// The HTTP status, 422 or 503.
        status: u16,
        /// All texts of the reply.
        texts: Vec<String>,
    },
    /// The project may not have more of this. Nothing was made.
    #[error("{call}: over the project's quota: {}", Told(*status, texts))]
    Quota {
        /// The call.
        call: Box<Call>,
        /// The HTTP status.
        status: u16,
        /// All texts of the reply.
        texts: Vec<String>,
    },
    /// Refused for now: the thing is in a state that will pass, such as a machine that is provisioning.
    #[error("{call}: not possible yet: {}", Told(*status, texts))]
    NotYet {
        /// The call.
        call: Box<Call>,
        /// The HTTP status.
        status: u16,
        /// All texts of the reply.
        texts: Vec<String>,
    },
    /// The service asks for more patience than the client has. Nothing was done.
    #[error("{call}: too many requests{}", until.map(|until| format!(", ask again after {until}")).unwrap_or_default())]
    RateLimited {
        /// The call.
        call: Box<Call>,
        /// When the service would listen again, if it said so.
        until: Option<Timestamp>,
    },
    /// Something was asked, and no good answer came. Nothing was changed by it.
    #[error("{call}: not available: {what}")]
    Unavailable {
        /// The call.
        call: Box<Call>,
        /// What happened.
        what: Trouble,
    },
    /// Something was to be done, and whether it was is not known: it may be, may not be, or may come late.
    #[error("{call}: unclear whether it took effect: {what}")]
    Unclear {
        /// The call.
        call: Box<Call>,
        /// What happened.
        what: Trouble,
    },
    /// No connection: nothing was sent.
    #[error("{call}: {} cannot be reached: {cause}{}", call.host, Ended(&call.host))]
    Unreachable {
        /// The call.
        call: Box<Call>,
        /// The deepest cause, for example `Connection refused (os error 111)`.
        cause: String,
    },
    /// The answer to a question is not what this service gives.
    #[error("{call}: {reply}{}", Ended(&call.host))]
    Unreadable {
        /// The call.
        call: Box<Call>,
        /// What came instead.
        reply: Box<Strange>,
    },
    /// The request could never be one, so it was not sent.
    #[error("{operation} was not asked: {what}")]
    Unsendable {
        /// The `operationId`.
        operation: &'static str,
        /// What is wrong with it.
        what: String,
    },
    /// No client can be made from these options.
    #[error("{what}")]
    Unusable {
        /// What is wrong with them.
        what: String,
    },
}

impl Error {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        if self.call().is_some_and(|call| is_retired(&call.host) && !matches!(self, Self::RateLimited { .. })) {
            return "Packet's public service ended in June 2026: run `packetctl sim` and set PACKET_API_URL to it"
                .into();
        }
        match self {
            Self::Refused { status: 401, .. } => "check that PACKET_API_KEY is a key of this service",
            Self::Refused { status: 403, .. } => {
                "check that the key may do this: a project's key sees its own project only, a read-only key changes nothing"
            }
            Self::Refused { status: 404, .. } => "check the id: either it does not exist, or the key cannot see it",
            Self::Refused { .. } => "change what the text names; about a facility it can also mean that the plan is not there",
            Self::NoCapacity { .. } => "try again later, or choose another plan, facility or metro",
            Self::Quota { .. } => "release what the project no longer needs, or have its limit raised",
            Self::NotYet { .. } => "wait until the machine has left its state, then try again",
            Self::RateLimited { .. } => "wait, and see who else calls with this key",
            Self::Unavailable { .. } => "try again in a minute",
            Self::Unclear { .. } => "look whether it is there before asking again: a second one may be billed",
            Self::Unreachable { .. } => "check PACKET_API_URL, the network and the proxy variables",
            Self::Unreadable { .. } => "check that PACKET_API_URL is the API's address, and that no proxy answers for it",
            Self::Unsendable { .. } => "give the id that the service gave",
            Self::Unusable { .. } => "check PACKET_API_URL and PACKET_API_KEY",
        }
        .into()
    }

    /// Whether what was to be done may have been done: look before doing it again. After every other error it was not
    /// done.
    #[must_use]
    pub fn is_unclear(&self) -> bool {
        matches!(self, Self::Unclear { .. })
    }

    /// Whether the service does not know the thing (404).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// Whether the service said 403: a refusal, or a machine that it removed. See [`Presence`](super::Presence).
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(403)
    }

    /// The status of a refusal.
    fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The call it is about; none if nothing was to be sent.
    #[must_use]
    pub fn call(&self) -> Option<&Call> {
        match self {
            Self::Refused { call, .. }
            | Self::NoCapacity { call, .. }
            | Self::Quota { call, .. }
            | Self::NotYet { call, .. }
            | Self::RateLimited { call, .. }
            | Self::Unavailable { call, .. }
            | Self::Unclear { call, .. }
            | Self::Unreachable { call, .. }
            | Self::Unreadable { call, .. } => Some(call),
            Self::Unsendable { .. } | Self::Unusable { .. } => None,
        }
    }
}

/// A status with the texts that came with it.
struct Told<'a>(u16, &'a [String]);

impl fmt::Display for Told<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            [] => write!(formatter, "{}", self.0),
            texts => write!(formatter, "{}: {}", self.0, texts.join("; ")),
        }
    }
}

/// Says of the public service's hosts that it ended.
struct Ended<'a>(&'a str);

impl fmt::Display for Ended<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_retired(self.0) { formatter.write_str(" (the public service ended in June 2026)") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(host: &str) -> Call {
        let (method, path) = ("POST".into(), "/projects/p/devices".into());
        Call { operation: "createDevice", method, path, host: host.into(), request_id: Some("7f3a".into()), tries: 1 }
    }

    #[test]
    fn an_error_names_the_call_the_status_the_request_and_every_text() {
        let texts = vec!["Facility can't be blank".into(), "Public IPv4 is required".into()];
        let error = Error::Refused { call: Box::new(call("h")), status: 422, texts };
        assert_eq!(
            error.to_string(),
            "createDevice (POST /projects/p/devices, request 7f3a): \
             refused with 422: Facility can't be blank; Public IPv4 is required"
        );
    }

    #[test]
    fn an_unclear_outcome_says_so_and_that_one_must_look() {
        let error = Error::Unclear { call: Box::new(call("h")), what: Trouble::Timeout };
        assert!(error.to_string().ends_with("unclear whether it took effect: no answer came in time"), "{error}");
        assert!(error.hint().starts_with("look whether it is there"), "{}", error.hint());
    }

    #[test]
    fn of_the_service_that_ended_one_is_told_and_sent_to_the_simulator() {
        for host in ["api.equinix.com", "api.packet.net"] {
            let error = Error::Unreachable { call: Box::new(call(host)), cause: "failed to lookup address".into() };
            assert!(error.to_string().ends_with("(the public service ended in June 2026)"), "{error}");
            assert!(error.hint().contains("`packetctl sim`"), "{}", error.hint());
        }
        let other = Error::Unreachable { call: Box::new(call("127.0.0.1")), cause: "Connection refused".into() };
        assert!(!other.to_string().contains("2026") && !other.hint().contains("sim"), "{other}");
    }

    #[test]
    fn an_error_can_be_handed_to_any_task() {
        fn travels<T: std::error::Error + Send + Sync + 'static>() {}
        travels::<Error>();
    }
}
