//! Watching: changes of objects, one JSON text a line, for as long as somebody listens.

use super::PAUSE;
use super::failure::Failure;
use super::kinds::Kind;
use super::printing::Shape;
use super::selector::Selector;
use super::verbs::{Asked, dress, meant};
use crate::sim::service::Shared;
use crate::sim::world::World;
use crate::sim::world::objects::{Happening, Object};
use axum::body::{Body, Bytes};
use hyper::body::Frame;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::mpsc;
use uuid::Uuid;

/// Seconds that a watch lasts where none are asked for (`--min-request-timeout`).
const SECONDS: i64 = 1_800;

/// Somebody who watches.
#[derive(Debug)]
pub(super) struct Watch {
    cluster: Uuid,
    kind: Kind,
    namespace: String,
    selector: Selector,
    shape: Shape,
    /// Everything up to here was told.
    version: u64,
    seconds: i64,
    /// What is told at once.
    begun: Vec<Value>,
}

impl Watch {
    /// Begins to watch behind a version, or with all that is there.
    pub(super) fn open(world: &World, asked: Asked, shape: Shape) -> Result<Self, Failure> {
        let selector = asked.selector()?;
        let given = asked.query.get("resourceVersion").filter(|version| *version != "0");
        let now = world.history.version();
        let version = match given {
            Some(version) => version.parse().map_err(|_| Failure::bad_request("invalid resource version"))?,
            None => now,
        };
        if world.history.since(version).is_none() {
            return Err(Failure::expired());
        }
        let mut begun = Vec::new();
        if given.is_none() {
            let found = meant(world, &asked)?.into_iter();
            begun.extend(found.map(|object| event("ADDED", &asked.target.kind, &object, shape, world.now)));
        }
        if asked.query.flag("sendInitialEvents").unwrap_or_default() {
            let metadata =
                json!({ "resourceVersion": now.to_string(), "annotations": { "k8s.io/initial-events-end": "true" } });
            begun.push(
                json!({ "type": "BOOKMARK", "object": dress(&asked.target.kind, json!({ "metadata": metadata })) }),
            );
        }
        let seconds = asked.query.get("timeoutSeconds").and_then(|seconds| seconds.parse().ok());
        let (cluster, namespace) = (asked.target.cluster, asked.target.namespace.clone());
        let seconds = seconds.filter(|seconds| *seconds > 0).unwrap_or(SECONDS);
        // A path that names one object watches that one.
        let selector = match &asked.target.name {
            Some(name) => Selector::read("", &format!("metadata.name={name}"))?,
            None => selector,
        };
        Ok(Self { cluster, kind: asked.target.kind, namespace, selector, shape, version, seconds, begun })
    }

    /// Tells what happens from now on.
    pub(super) fn begin(mut self, shared: Arc<Shared>) -> Body {
        let (news, lines) = mpsc::channel(16);
        let ends = shared.clock.now().saturating_add(SignedDuration::from_secs(self.seconds)).unwrap_or(Timestamp::MAX);
        tokio::spawn(async move {
            let mut told = std::mem::take(&mut self.begun);
            while !news.is_closed() && shared.clock.now() < ends {
                told.extend(self.news(&shared));
                if !told.is_empty() {
                    let lines: String = told.drain(..).flat_map(|event| [event.to_string(), "\n".to_owned()]).collect();
                    if news.send(Bytes::from(lines)).await.is_err() {
                        return;
                    }
                }
                shared.clock.sleep(PAUSE).await;
            }
        });
        Body::new(Lines(lines))
    }

    fn news(&mut self, shared: &Shared) -> Vec<Value> {
        let state = shared.now();
        let world = &state.world;
        let Some(changes) = world.history.since(self.version) else {
            self.version = world.history.version();
            return vec![json!({ "type": "ERROR", "object": Failure::expired().body })];
        };
        let resource = self.kind.resource();
        let is_meant = |object: &Object| {
            let key = &object.key;
            let is_here = self.namespace.is_empty() || key.namespace == self.namespace;
            key.cluster == self.cluster && key.kind == resource && is_here && self.selector.takes(&object.value)
        };
        let verb = |happening| match happening {
            Happening::Added => "ADDED",
            Happening::Modified => "MODIFIED",
            Happening::Deleted => "DELETED",
        };
        let meant = changes.filter(|change| is_meant(&change.object));
        let told = meant.map(|change| event(verb(change.happening), &self.kind, &change.object, self.shape, world.now));
        let told = told.collect();
        self.version = world.history.version();
        told
    }
}

fn event(word: &str, kind: &Kind, object: &Object, shape: Shape, now: Timestamp) -> Value {
    json!({ "type": word, "object": shape.apply(kind, dress(kind, object.value.clone()), now) })
}

/// A body that goes on as long as there is news.
struct Lines(mpsc::Receiver<Bytes>);

impl hyper::body::Body for Lines {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|line| line.map(|line| Ok(Frame::data(line))))
    }
}
