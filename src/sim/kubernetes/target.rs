//! What a path is about: a kind, a namespace, an object, something below it.

use super::failure::Failure;
use super::kinds::{self, Kind};
use crate::sim::world::World;
use crate::sim::world::objects::Key;
use uuid::Uuid;

/// What a request is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) cluster: Uuid,
    pub(super) kind: Kind,
    /// Empty for all, and for kinds that stand in none.
    pub(super) namespace: String,
    pub(super) name: Option<String>,
    /// `status`, `eviction`.
    pub(super) subresource: Option<String>,
}

impl Target {
    /// Reads a path; none where it is about no object at all.
    pub(super) fn read(world: &World, cluster: Uuid, path: &str) -> Result<Option<Self>, Failure> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let (group, version, rest) = match parts.as_slice() {
            ["api", version, rest @ ..] if !rest.is_empty() => ("", *version, rest),
            ["apis", group, version, rest @ ..] if !rest.is_empty() => (*group, *version, rest),
            _ => return Ok(None),
        };
        let (namespace, rest) = match rest {
            ["namespaces", namespace, plural, rest @ ..] if !["status", "finalize"].contains(plural) => {
                (*namespace, [&[*plural], rest].concat())
            }
            rest => ("", rest.to_vec()),
        };
        let kind = kinds::find(world, cluster, group, version, rest[0]).ok_or_else(Failure::no_such_path)?;
        let owned = |part: Option<&&str>| part.map(|part| (*part).to_owned());
        let target = Self {
            cluster,
            kind,
            namespace: namespace.to_owned(),
            name: owned(rest.get(1)),
            subresource: owned(rest.get(2)),
        };
        // An object of a namespace is named by both, and one of none by itself.
        let fits = target.kind.is_namespaced != target.namespace.is_empty()
            || target.kind.is_namespaced && target.name.is_none();
        if rest.len() > 3 || !fits { Err(Failure::no_such_path()) } else { Ok(Some(target)) }
    }

    /// Where an object of this kind and namespace stands.
    pub(super) fn key(&self, name: &str) -> Key {
        Key::new(self.cluster, &self.kind.resource(), &self.namespace, name)
    }
}
