//! Objects of simulated clusters: kept, versioned, and with a history for those who watch.

use super::World;
use crate::sim::identity;
use crate::sim::table::Row;
use crate::sim::time::written;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::VecDeque;
use uuid::Uuid;

/// How many changes are remembered; who looks for older ones must list again.
const REMEMBERED: usize = 20_000;

/// Where an object stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::sim) struct Key {
    pub(in crate::sim) cluster: Uuid,
    /// The plural, with its group where it has one: `nodes`, `deployments.apps`.
    pub(in crate::sim) kind: String,
    /// Empty for what stands in no namespace.
    pub(in crate::sim) namespace: String,
    pub(in crate::sim) name: String,
}

impl Key {
    /// The place of an object.
    pub(in crate::sim) fn new(cluster: Uuid, kind: &str, namespace: &str, name: &str) -> Self {
        Self { cluster, kind: kind.to_owned(), namespace: namespace.to_owned(), name: name.to_owned() }
    }

    fn row(&self) -> Uuid {
        identity::derived(self.cluster, format!("{}/{}/{}", self.kind, self.namespace, self.name).as_bytes())
    }
}

/// An object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::sim) struct Object {
    pub(in crate::sim) key: Key,
    pub(in crate::sim) value: Value,
}

impl Row for Object {
    const TABLE: &'static str = "objects";

    fn id(&self) -> Uuid {
        self.key.row()
    }
}

/// What happened to an object (Kubernetes `WatchEvent.type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sim) enum Happening {
    Added,
    Modified,
    Deleted,
}

/// A change of an object.
#[derive(Debug, Clone)]
pub(in crate::sim) struct Change {
    pub(in crate::sim) version: u64,
    pub(in crate::sim) happening: Happening,
    /// As it is after the change, or was before it was deleted.
    pub(in crate::sim) object: Object,
}

/// The last changes, and the version of the very last.
#[derive(Debug, Default)]
pub(in crate::sim) struct History {
    changes: VecDeque<Change>,
    version: u64,
    /// Changes up to this version are forgotten.
    forgotten: u64,
}

impl History {
    /// Goes on behind a version.
    pub(super) const fn begin(version: u64) -> Self {
        Self { changes: VecDeque::new(), version, forgotten: version }
    }

    /// The version of the last change.
    pub(in crate::sim) const fn version(&self) -> u64 {
        self.version
    }

    /// The changes behind a version; none where they are forgotten, or were never made.
    pub(in crate::sim) fn since(&self, version: u64) -> Option<impl Iterator<Item = &Change>> {
        let start = self.changes.partition_point(|change| change.version <= version);
        (self.forgotten..=self.version).contains(&version).then(|| self.changes.range(start..))
    }

    fn note(&mut self, happening: Happening, object: Object) {
        self.changes.push_back(Change { version: self.version, happening, object });
        if self.changes.len() > REMEMBERED
            && let Some(oldest) = self.changes.pop_front()
        {
            self.forgotten = oldest.version;
        }
    }
}

impl World {
    /// The object that stands somewhere.
    pub(in crate::sim) fn object(&self, key: &Key) -> Option<&Value> {
        self.objects.get(key.row()).map(|object| &object.value)
    }

    /// The objects of a kind; of one namespace where one is named.
    pub(in crate::sim) fn objects_of<'a>(
        &'a self,
        cluster: Uuid,
        kind: &'a str,
        namespace: &'a str,
    ) -> impl Iterator<Item = &'a Object> {
        self.objects.iter().filter(move |object| {
            let key = &object.key;
            key.cluster == cluster && key.kind == kind && (namespace.is_empty() || key.namespace == namespace)
        })
    }

    /// Puts an object somewhere, with the metadata that a server gives it, and gives what stands there now.
    ///
    /// Where nothing changes nothing happens, as at the real one.
    pub(in crate::sim) fn put_object(&mut self, key: &Key, mut value: Value) -> Value {
        let old = self.object(key).cloned();
        let version = self.history.version + 1;
        let given = |name: &str| old.as_ref().and_then(|old| old.pointer(&format!("/metadata/{name}"))).cloned();
        let made = || json!(identity::derived(key.cluster, &version.to_be_bytes()));
        let generation = given("generation").and_then(|generation| generation.as_u64()).unwrap_or(0);
        let is_reshaped = old.as_ref().is_none_or(|old| shape(old) != shape(&value));
        if !value["metadata"].is_object() {
            value["metadata"] = json!({});
        }
        let metadata = &mut value["metadata"];
        metadata["name"] = json!(key.name);
        if !key.namespace.is_empty() {
            metadata["namespace"] = json!(key.namespace);
        }
        metadata["uid"] = given("uid").unwrap_or_else(made);
        metadata["creationTimestamp"] = given("creationTimestamp").unwrap_or_else(|| json!(written(self.now)));
        metadata["generation"] = json!(generation + u64::from(is_reshaped));
        metadata["resourceVersion"] = given("resourceVersion").unwrap_or_default();
        if old.as_ref() == Some(&value) {
            return value;
        }
        value["metadata"]["resourceVersion"] = json!(version.to_string());
        self.history.version = version;
        let object = Object { key: key.clone(), value: value.clone() };
        let happening = if old.is_some() { Happening::Modified } else { Happening::Added };
        self.history.note(happening, object.clone());
        match self.objects.edit(key.row()) {
            Some(place) => *place = object,
            None => {
                self.objects.insert(object);
            }
        }
        if key.kind == "secrets" && key.namespace == "kube-system" {
            self.try_waiting_workers();
        }
        value
    }

    /// Takes an object away, and gives what stood there.
    pub(in crate::sim) fn drop_object(&mut self, key: &Key) -> Option<Value> {
        let mut object = self.objects.remove(key.row())?;
        self.history.version += 1;
        object.value["metadata"]["resourceVersion"] = json!(self.history.version.to_string());
        self.history.note(Happening::Deleted, object.clone());
        Some(object.value)
    }
}

/// What of an object makes another generation of it.
fn shape(value: &Value) -> Vec<(&String, &Value)> {
    let members = value.as_object().into_iter().flatten();
    members.filter(|(name, _)| !["metadata", "status"].contains(&name.as_str())).collect()
}
