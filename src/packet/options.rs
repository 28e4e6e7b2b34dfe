//! How a client is to be: where the service is, with which key, and how patient.

use crate::secret::Secret;
use std::time::Duration;

/// What a [`Client`](super::Client) is made from.
#[derive(Debug, Clone)]
pub struct Options {
    /// The base URL, with any path before the resources, with or without a slash at its end.
    pub base_url: String,
    /// The key, sent as `X-Auth-Token`.
    pub key: Secret,
    /// The name of the application, sent as `X-Consumer-Token`: the service limits nameless ones more tightly.
    pub consumer: String,
    /// How long making a connection may take.
    pub connect_timeout: Duration,
    /// How long one try may take, from sending to the last byte of the reply.
    pub timeout: Duration,
    /// How often a read or a delete is sent at most when the service does not answer well.
    pub tries: usize,
    /// How long after the first try of a read or a delete another may still begin.
    pub retry_for: Duration,
    /// How long a call waits at most because the service asks for patience (429, or nothing left of its limit).
    pub rate_limit_for: Duration,
    /// How many requests are on their way at once, of all clones of the client together.
    pub in_flight: usize,
    /// How many bytes of a reply are read at most.
    pub reply_limit: usize,
    /// How many entries of a list are asked for at once; the service gives 1000 at most.
    pub page_size: u32,
}

impl Options {
    /// The ordinary ones for a service and a key.
    pub fn new(base_url: impl Into<String>, key: Secret) -> Self {
        Self {
            base_url: base_url.into(),
            key,
            consumer: "packetctl".into(),
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            tries: 6,
            retry_for: Duration::from_secs(120),
            rate_limit_for: Duration::from_secs(600),
            in_flight: 32,
            reply_limit: 64 << 20,
            page_size: 1000,
        }
    }
}
