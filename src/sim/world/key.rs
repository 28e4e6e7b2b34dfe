//! SSH keys: of the user, or of a project.

use super::World;
use super::ledger::{End, Entry, Kind};
use super::project::Caller;
use crate::sim::table::Row;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Whose key it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sim) enum Owner {
    /// The account's user.
    User,
    /// A project.
    Project(Uuid),
}

/// A public SSH key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct SshKey {
    pub(in crate::sim) id: Uuid,
    pub(in crate::sim) owner: Owner,
    pub(in crate::sim) label: String,
    pub(in crate::sim) key: String,
    pub(in crate::sim) fingerprint: String,
    pub(in crate::sim) tags: Vec<String>,
    pub(in crate::sim) created_at: Timestamp,
    pub(in crate::sim) updated_at: Timestamp,
}

impl Row for SshKey {
    const TABLE: &'static str = "ssh_keys";

    fn id(&self) -> Uuid {
        self.id
    }
}

impl World {
    /// Whether an owner has this key already.
    pub(in crate::sim) fn has_key(&self, owner: Owner, fingerprint: &str) -> bool {
        self.keys.iter().any(|key| key.owner == owner && key.fingerprint == fingerprint)
    }

    /// Adds a key that was checked, and gives its id.
    pub(in crate::sim) fn add_key(
        &mut self,
        owner: Owner,
        label: &str,
        key: &str,
        fingerprint: &str,
        tags: Vec<String>,
    ) -> Uuid {
        let id = self.identities.id();
        self.keys.insert(SshKey {
            id,
            owner,
            label: label.to_owned(),
            key: key.to_owned(),
            fingerprint: fingerprint.to_owned(),
            tags,
            created_at: self.now,
            updated_at: self.now,
        });
        let project = match owner {
            Owner::User => Uuid::nil(),
            Owner::Project(project) => project,
        };
        self.enter(Entry::new(Kind::SshKey, id, label, project));
        id
    }

    /// Takes a key away; machines that have it keep it.
    pub(in crate::sim) fn remove_key(&mut self, id: Uuid) {
        if self.keys.remove(id).is_some() {
            self.close(id, End::Deleted);
        }
    }

    /// Whether a caller may see a key.
    pub(in crate::sim) fn may_see_key(&self, caller: Caller, key: &SshKey) -> bool {
        match key.owner {
            Owner::User => caller == Caller::User,
            Owner::Project(project) => self.may_see(caller, project),
        }
    }
}
