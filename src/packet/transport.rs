//! The only place that sends: one request at a time, paced, counted, and tried again where that does no harm.

use super::connection::{Authorities, connect, deepest};
use super::endpoint::Endpoint;
use super::error::{Call, Error};
use super::judge::{Loss, Try};
use super::options::Options;
use super::pacing::{Pause, listens_again, positive};
use super::reply::{End, Reply, Shape};
use super::request::Request;
use super::retry::{Setback, persist};
use crate::clock::Clock;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use reqwest::Url;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Sends requests and reads replies.
pub(super) struct Transport {
    http: reqwest::Client,
    authorities: Authorities,
    endpoint: Endpoint,
    options: Options,
    clock: Arc<dyn Clock>,
    gate: Semaphore,
    pause: Pause,
    calls: Mutex<BTreeMap<&'static str, u64>>,
}

/// What the tries of one call have come to so far.
#[derive(Default)]
struct Past {
    tries: AtomicU32,
    /// Whether one of them may have taken effect.
    doubt: AtomicBool,
}

impl Transport {
    pub(super) fn new(options: Options, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let endpoint = Endpoint::parse(&options.base_url)?;
        let (http, authorities) = connect(&endpoint, &options)?;
        let gate = Semaphore::new(options.in_flight.max(1));
        let (pause, calls) = (Pause::default(), Mutex::default());
        Ok(Self { http, authorities, endpoint, options, clock, gate, pause, calls })
    }

    pub(super) fn authorities(&self) -> Authorities {
        self.authorities
    }

    pub(super) fn host(&self) -> &str {
        self.endpoint.authority()
    }

    /// What errors say of a call that was answered well, but wrongly.
    pub(super) fn call(&self, request: &Request) -> Call {
        request.call(self.endpoint.authority(), 1)
    }

    pub(super) fn page_size(&self) -> u32 {
        self.options.page_size
    }

    /// How often each operation was sent, tries included.
    pub(super) fn calls(&self) -> BTreeMap<&'static str, u64> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sends a request until it is answered or there is no use in it.
    pub(super) async fn ask<S: Shape>(&self, request: &Request) -> Result<S, Error> {
        let url = self.endpoint.url(request)?;
        let body = request.body.as_ref().map(|body| Bytes::from(body.to_string()));
        let past = Past::default();
        persist(&*self.clock, &self.options, || self.attempt(request, &url, body.as_ref(), &past)).await
    }

    async fn attempt<S: Shape>(
        &self,
        request: &Request,
        url: &Url,
        body: Option<&Bytes>,
        past: &Past,
    ) -> Result<S, Setback> {
        // It is never closed, so whoever waits gets in.
        let _place = self.gate.acquire().await.ok();
        while let Some(left) = self.pause.left(self.clock.now()) {
            self.clock.sleep(left).await;
        }
        *self.calls.lock().unwrap_or_else(PoisonError::into_inner).entry(request.operation).or_default() += 1;
        let count = past.tries.fetch_add(1, Ordering::Relaxed) + 1;

        let outcome = self.exchange(request, url, body).await;

        let now = self.clock.now();
        if let Ok(reply) = &outcome {
            self.take_pause(reply, now);
        }
        let (host, key) = (self.endpoint.authority(), &self.options.key);
        let in_doubt = past.doubt.load(Ordering::Relaxed);
        let judged = Try { request, host, key, count, in_doubt, now }.judge(outcome);
        if judged.as_ref().is_err_and(|setback| setback.error.is_unclear()) {
            past.doubt.store(true, Ordering::Relaxed);
        }
        judged
    }

    /// Lets everybody wait if the service wants that; not for longer than anybody would.
    fn take_pause(&self, reply: &Reply, now: jiff::Timestamp) {
        let until = listens_again(reply.status, &reply.headers, now);
        let bearable = |until| positive(until, now).is_some_and(|left| left <= self.options.rate_limit_for);
        if let Some(until) = until.filter(|until| bearable(*until)) {
            self.pause.extend(until);
        }
    }

    async fn exchange(&self, request: &Request, url: &Url, body: Option<&Bytes>) -> Result<Reply, Loss> {
        let mut sending = self.http.request(request.method.clone(), url.clone());
        if let Some(body) = body {
            let json = HeaderValue::from_static("application/json");
            sending = sending.header(CONTENT_TYPE, json).body(body.clone());
        }
        let response = sending.send().await.map_err(|error| lost(&error))?;
        Ok(self.receive(response).await)
    }

    async fn receive(&self, mut response: reqwest::Response) -> Reply {
        let (status, headers) = (response.status(), response.headers().clone());
        let limit = self.options.reply_limit;
        let expected = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
        let mut body = Vec::with_capacity(expected.min(limit));
        let end = loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > limit => break End::TooLong(limit),
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break End::Whole,
                Err(error) => break End::CutOff(deepest(&error)),
            }
        };
        Reply { status, headers, body, end }
    }
}

/// Tells apart what was never sent from what may have arrived.
fn lost(error: &reqwest::Error) -> Loss {
    if error.is_builder() {
        Loss::Impossible(deepest(error))
    } else if error.is_connect() {
        Loss::NotSent(if error.is_timeout() { "no connection in time".into() } else { deepest(error) })
    } else if error.is_timeout() {
        Loss::Timeout
    } else {
        Loss::Broken(deepest(error))
    }
}
