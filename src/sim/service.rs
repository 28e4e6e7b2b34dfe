//! One request from its arrival to its answer: let in or refused, answered by the world, kept, and perhaps spoilt.

use super::faults::{Effect, Fault, FaultBook, Reply as FaultReply, Substitute};
use super::limit::RateLimit;
use super::links::Links;
use super::server::{JSON, Truncated, Unread, read, severed};
use super::store::Store;
use super::time::{Time, seconds_later};
use super::wire::call::Call;
use super::wire::operation::Operation;
use super::wire::query::Query;
use super::wire::reply::{Body as ReplyBody, Refusal, Reply};
use super::wire::reshape::{Allowance, Shape};
use super::wire::{form, texts};
use super::{identity::Identities, show, world::World};
use crate::clock::Clock;
use crate::problem::Problem;
use axum::body::{Body, Bytes};
use http::{HeaderValue, Request, Response, header};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// The header that a key is sent in.
const TOKEN: &str = "x-auth-token";

/// The answer to a call without an effect: the fault that took the effect has an answer of its own, or drops it.
const NEVER_SEEN: Reply = Reply::empty(503);

/// What all connections share.
#[derive(Debug)]
pub(super) struct Shared {
    state: Mutex<State>,
    pub(super) clock: Arc<dyn Clock>,
    /// Is told when the state file can no longer be written.
    broken: Notify,
}

/// What changed could not be kept: whoever asked must not believe that it happened.
#[derive(Debug)]
pub(super) struct Unkept;

/// The world and what goes with it.
#[derive(Debug)]
pub(super) struct State {
    pub(super) world: World,
    pub(super) time: Time,
    pub(super) faults: FaultBook,
    pub(super) calls: BTreeMap<&'static str, u64>,
    /// Why the state file can no longer be written. Nothing is answered and nothing written from then on: a line behind
    /// one that was cut short would make the whole file unreadable.
    failure: Option<Problem>,
    store: Option<Store>,
    limit: Option<RateLimit>,
    /// Effects that a fault put off.
    late: Vec<(Timestamp, &'static Operation, Call)>,
    /// Not the world's: how often somebody asks must not change what ids things get.
    requests: Identities,
}

impl Shared {
    pub(super) fn new(
        clock: Arc<dyn Clock>,
        world: World,
        time: Time,
        store: Option<Store>,
        faults: FaultBook,
        limit: Option<RateLimit>,
    ) -> Self {
        let requests = Identities::seeded(clock.now().as_microsecond().unsigned_abs());
        let (calls, late) = (BTreeMap::new(), Vec::new());
        let state = State { world, time, faults, calls, failure: None, store, limit, late, requests };
        Self { state: Mutex::new(state), clock, broken: Notify::new() }
    }

    /// The world, brought to the present.
    pub(super) fn now(&self) -> MutexGuard<'_, State> {
        // A panic in one answer must not take all others with it.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.reach_present();
        state
    }

    /// Remembers what changed; nobody is answered before that, nor if it fails.
    pub(super) fn keep(&self, state: &mut State) -> Result<(), Unkept> {
        if state.failure.is_none() {
            state.failure = state.keep().err();
        }
        if state.failure.is_none() {
            return Ok(());
        }
        self.broken.notify_one();
        Err(Unkept)
    }

    /// Remembers the world as it is at the beginning.
    pub(super) fn begin(&self) -> Result<(), Problem> {
        self.now().keep()
    }

    /// Waits until the state file can no longer be written, and tells why.
    pub(super) async fn broken(&self) -> Problem {
        loop {
            self.broken.notified().await;
            if let Some(problem) = self.now().failure.clone() {
                return problem;
            }
        }
    }

    /// Answers one request to the API.
    pub(super) async fn answer(
        &self,
        operation: Option<&'static Operation>,
        links: Links,
        id: Option<String>,
        request: Request<Body>,
    ) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let body = read(body, form::LIMIT).await;
        let (response, fault) = {
            let mut state = self.now();
            let token = parts.headers.get(TOKEN).map(|token| token.as_bytes().to_owned()).unwrap_or_default();
            let now = self.clock.now();
            let is_admitted = state.limit.as_mut().is_none_or(|limit| limit.admit(&token, now));
            let admitted = if is_admitted {
                state.admit(operation, links, id, &parts, body)
            } else {
                Err(Refusal::Errors(429, vec![texts::TOO_MANY.to_owned()]))
            };
            let (mut reply, fault) = match admitted {
                Ok((operation, call)) => state.perform(operation, call),
                Err(refusal) => (refusal.into(), None),
            };
            if let Some(limit) = &state.limit {
                limit.tell(&token, &mut reply);
            }
            if self.keep(&mut state).is_err() {
                return severed();
            }
            (finish(reply, &state.requests.id().to_string()), fault)
        };
        self.spoil(response, fault).await
    }

    /// Does to an answer what a fault says.
    async fn spoil(&self, response: Response<Bytes>, fault: Option<Fault>) -> Response<Body> {
        let Some(fault) = fault else { return response.map(Body::from) };
        if !fault.delay.is_zero() {
            self.clock.sleep(fault.delay).await;
        }
        match fault.reply {
            FaultReply::Drop => severed(),
            FaultReply::Truncate(length) => response.map(|whole| Body::new(Truncated::new(&whole, length))),
            FaultReply::True | FaultReply::Substitute(_) => response.map(Body::from),
        }
    }
}

impl State {
    /// Lets everything happen that is due, late effects included.
    pub(super) fn reach_present(&mut self) {
        let now = self.time.now();
        self.late.sort_by_key(|(at, ..)| *at);
        while self.late.first().is_some_and(|(at, ..)| *at <= now) {
            let (at, operation, call) = self.late.remove(0);
            self.world.reach(at);
            // Nobody hears what comes of it.
            let _ = (operation.handler)(&mut self.world, &call);
        }
        self.world.reach(now);
    }

    /// Lets a request in, or says why not.
    fn admit(
        &self,
        operation: Option<&'static Operation>,
        links: Links,
        id: Option<String>,
        parts: &http::request::Parts,
        body: Result<Bytes, Unread>,
    ) -> Result<(&'static Operation, Call), Refusal> {
        let token = parts.headers.get(TOKEN).and_then(|token| token.to_str().ok());
        let key = token.and_then(|token| self.world.api_key(token)).ok_or(Refusal::Unauthorized)?;
        let operation = operation.ok_or_else(Refusal::not_found)?;
        if key.is_read_only && operation.method != http::Method::GET {
            return Err(Refusal::forbidden(texts::READ_ONLY));
        }
        let body = body?;
        let content_type = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let mut fields = form::parse(content_type, &body)?;
        let (path, query) = (parts.uri.path(), parts.uri.query().unwrap_or_default());
        if operation.method != http::Method::GET {
            form::add_query(&mut fields, query);
        }
        Ok((
            operation,
            Call {
                caller: key.owner,
                links,
                path: path.strip_prefix(links.prefix()).unwrap_or(path).to_owned(),
                id,
                query: Query::parse(query),
                body: fields,
            },
        ))
    }

    /// Performs an operation, unless a fault puts it off or stops it.
    fn perform(&mut self, operation: &'static Operation, call: Call) -> (Reply, Option<Fault>) {
        *self.calls.entry(operation.name).or_default() += 1;
        let fault = self.faults.judge(operation.name);
        let reply = match fault.as_ref().map_or(Effect::AtOnce, |fault| fault.effect) {
            Effect::None => NEVER_SEEN,
            Effect::Late(delay) => {
                self.late.push((seconds_later(self.world.now, delay.as_secs_f64()), operation, call));
                NEVER_SEEN
            }
            Effect::AtOnce => self.run(operation, &call),
        };
        let reply = match fault.as_ref().map(|fault| &fault.reply) {
            Some(FaultReply::Substitute(substitute)) => substituted(substitute),
            _ => reply,
        };
        (reply, fault)
    }

    fn run(&mut self, operation: &'static Operation, call: &Call) -> Reply {
        let mut reply = (operation.handler)(&mut self.world, call).unwrap_or_else(Reply::from);
        let shape = Shape::of(&call.query);
        if let ReplyBody::Json(value) = &mut reply.body
            && !shape.is_usual()
        {
            let allowance = Allowance::default();
            let resolve = |link: &str| allowance.take(|| show::resolve(&self.world, call.caller, call.links, link));
            shape.apply(call.links, value, &resolve);
        }
        reply
    }

    fn keep(&mut self) -> Result<(), Problem> {
        let Some(store) = &mut self.store else {
            self.world.forget_changes();
            return Ok(());
        };
        loop {
            let changes = self.world.take_changes();
            if changes.is_empty() {
                return Ok(());
            }
            store.keep(&changes, self.world.size(), || self.world.records())?;
        }
    }
}

/// The answer that a fault gives instead.
fn substituted(substitute: &Substitute) -> Reply {
    let mut headers = vec![("content-type".to_owned(), substitute.content_type.clone())];
    headers.extend(substitute.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())));
    Reply { status: substitute.status, body: ReplyBody::Text(substitute.body.to_text()), headers }
}

/// Makes bytes and headers of an answer.
fn finish(reply: Reply, request_id: &str) -> Response<Bytes> {
    let body = match reply.body {
        ReplyBody::Empty => Bytes::new(),
        ReplyBody::Json(value) => value.to_string().into(),
        ReplyBody::Text(text) => text.into(),
    };
    let mut response = Response::new(body);
    *response.status_mut() = http::StatusCode::from_u16(reply.status).unwrap_or(http::StatusCode::OK);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("x-frame-options", HeaderValue::from_static("SAMEORIGIN"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-request-id", id);
    }
    for (name, value) in reply.headers {
        if let (Ok(name), Ok(value)) = (http::HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    response
}
