//! What a try's outcome means for the call: done, failed in which way, and whether it may be tried again.

use super::error::{Call, Error, Trouble};
use super::pacing::listens_again;
use super::reply::{End, Reply, Shape, shown};
use super::request::{Effect, Request};
use super::retry::{Again, Setback};
use super::texts::{Meaning, meaning};
use crate::secret::Secret;
use http::StatusCode;
use jiff::Timestamp;

/// Why no reply came.
#[derive(Debug)]
pub(super) enum Loss {
    /// The request is none that could be sent.
    Impossible(String),
    /// There was no connection, so nothing was sent.
    NotSent(String),
    /// No reply came in time.
    Timeout,
    /// The connection broke after the request was on its way.
    Broken(String),
}

/// The try that is judged.
pub(super) struct Try<'a> {
    pub(super) request: &'a Request,
    pub(super) host: &'a str,
    pub(super) key: &'a Secret,
    /// Which try it is, from 1.
    pub(super) count: u32,
    /// Whether an earlier try of it may have taken effect.
    pub(super) in_doubt: bool,
    pub(super) now: Timestamp,
}

impl Try<'_> {
    /// Judges the outcome.
    pub(super) fn judge<S: Shape>(&self, outcome: Result<Reply, Loss>) -> Result<S, Setback> {
        let reply = outcome.map_err(|loss| self.lost(loss))?;
        if !reply.status.is_success() {
            return Err(self.refused(&reply));
        }
        reply.read(self.key).map_err(|strange| {
            let call = Box::new(self.call(Some(&reply)));
            let error = match self.request.effect {
                Effect::Read => Error::Unreadable { call, reply: strange },
                Effect::Delete | Effect::Write => Error::Unclear { call, what: Trouble::Strange(strange) },
            };
            // A reply that is too long will be so again.
            let hopeless = matches!(reply.end, End::TooLong(_));
            Setback { error, again: if hopeless { Again::Never } else { self.repeated() } }
        })
    }

    fn lost(&self, loss: Loss) -> Setback {
        let shown = |cause: &str| shown(cause, 300, self.key);
        let what = match loss {
            Loss::Impossible(what) => {
                let error = Error::Unsendable { operation: self.request.operation, what: shown(&what) };
                return Setback { error, again: Again::Never };
            }
            // Of a delete an earlier try may have arrived; then this one does not make it sure that none did.
            Loss::NotSent(cause) if self.in_doubt => Trouble::Lost { cause: shown(&cause) },
            Loss::NotSent(cause) => {
                let error = Error::Unreachable { call: Box::new(self.call(None)), cause: shown(&cause) };
                return Setback { error, again: self.repeated() };
            }
            Loss::Timeout => Trouble::Timeout,
            Loss::Broken(cause) => Trouble::Lost { cause: shown(&cause) },
        };
        Setback { error: self.troubled(Box::new(self.call(None)), what), again: self.repeated() }
    }

    fn refused(&self, reply: &Reply) -> Setback {
        let status = reply.status.as_u16();
        let call = Box::new(self.call(Some(reply)));
        // 429 says that the request was not taken (RFC 6585 §4), so that even a create may be sent again.
        if reply.status == StatusCode::TOO_MANY_REQUESTS {
            let until = listens_again(reply.status, &reply.headers, self.now);
            let error = if self.in_doubt {
                self.troubled(call, Trouble::Status { status, texts: reply.texts(self.key) })
            } else {
                Error::RateLimited { call, until }
            };
            return Setback { error, again: Again::Later(until) };
        }
        let texts = reply.texts(self.key);
        // Only the service's own words have a known meaning, not those of a page that something before it wrote.
        let definite = reply.status.is_client_error() || reply.status == StatusCode::SERVICE_UNAVAILABLE;
        let known = if definite && reply.is_json() { meaning(&texts) } else { None };
        let error = match (known, status) {
            (Some(Meaning::NoCapacity), _) => Error::NoCapacity { call, status, texts },
            (Some(Meaning::Quota), _) => Error::Quota { call, status, texts },
            (Some(Meaning::NotYet), _) => Error::NotYet { call, status, texts },
            (None, 408 | 500..) => {
                let again = if matches!(status, 500 | 502 | 503 | 504) { self.repeated() } else { Again::Never };
                return Setback { error: self.troubled(call, Trouble::Status { status, texts }), again };
            }
            // "Not found" decides over what is billed, so it must be the service's own word.
            (None, 404) if !reply.is_json() || texts.is_empty() => {
                self.unreadable(call, reply, "it is not the service's own \"Not found\"")
            }
            (None, 400..) => Error::Refused { call, status, texts },
            (None, _) => self.unreadable(call, reply, "it leads somewhere else"),
        };
        Setback { error, again: Again::Never }
    }

    fn unreadable(&self, call: Box<Call>, reply: &Reply, why: &str) -> Error {
        Error::Unreadable { call, reply: Box::new(reply.strange(why, self.key)) }
    }

    /// Something went wrong: for a question no answer, for a deed an unclear outcome.
    fn troubled(&self, call: Box<Call>, what: Trouble) -> Error {
        match self.request.effect {
            Effect::Read => Error::Unavailable { call, what },
            Effect::Delete | Effect::Write => Error::Unclear { call, what },
        }
    }

    fn repeated(&self) -> Again {
        match self.request.effect {
            Effect::Read | Effect::Delete => Again::Soon,
            Effect::Write => Again::Never,
        }
    }

    fn call(&self, reply: Option<&Reply>) -> Call {
        let request_id = reply.and_then(|reply| reply.request_id(self.key));
        Call { request_id, ..self.request.call(self.host, self.count) }
    }
}
