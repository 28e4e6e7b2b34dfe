//! Kubeconfigs: whom kubectl asks, and as whom.
//!
//! A user's file is kept as it is read, fields that nobody here knows included; only comments are lost, as they are
//! when kubectl writes. No file is touched here.

mod entry;
mod merge;
mod read;

pub use merge::{MakeCurrent, Merged};

use super::access::Access;
use crate::problem::Flaw;
use crate::secret::Secret;
use crate::yaml::{self, Node};
use entry::{list, mapping, text};
use std::fmt;
use std::path::{Path, PathBuf};

/// A kubeconfig, which holds private keys.
#[derive(Clone, PartialEq)]
pub struct Kubeconfig {
    root: Node,
    /// Where it is from; empty if from nowhere.
    path: PathBuf,
    /// The context that is ours in one that was made here; empty in one that was read.
    name: String,
}

impl Kubeconfig {
    /// The kubeconfig of one cluster; cluster, user and context are all called by its name.
    #[must_use]
    pub fn of(name: &str, access: &Access) -> Self {
        let root = mapping([
            ("apiVersion", text("v1")),
            ("kind", text("Config")),
            ("clusters", list([entry::cluster(name, access)])),
            ("contexts", list([entry::context(name)])),
            ("users", list([entry::user(name, access)])),
            ("current-context", text(name)),
        ]);
        Self { root, path: PathBuf::new(), name: name.to_owned() }
    }

    /// The kubeconfig as text.
    pub fn to_yaml(&self) -> Result<Secret, Flaw> {
        yaml::write(std::slice::from_ref(&self.root)).map(Secret::new).map_err(|error| Flaw::new(error.to_string()))
    }

    /// Whether everything in it was written here, so that nothing of the user's is lost with it.
    #[must_use]
    pub fn is_only_ours(&self) -> bool {
        entry::LISTS.iter().all(|(list, field)| {
            let items = self.root.get(list).and_then(Node::as_sequence).unwrap_or_default();
            items.iter().all(|item| entry::is_marked(item, field))
        })
    }

    /// Where it is from.
    fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Debug for Kubeconfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Kubeconfig").field("path", &self.path).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
