//! Who calls: one account, its projects, and somebody else's.

use super::World;
use super::key::Owner;
use super::ledger::{End, Entry, Kind};
use crate::sim::identity::Identities;
use crate::sim::table::Row;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The user that all user keys belong to, and its organization.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct Account {
    pub(in crate::sim) user: Uuid,
    pub(in crate::sim) organization: Uuid,
    pub(in crate::sim) created_at: Timestamp,
}

impl Account {
    pub(super) fn new(identities: &mut Identities, now: Timestamp) -> Self {
        Self { user: identities.id(), organization: identities.id(), created_at: now }
    }
}

/// A project.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct Project {
    pub(in crate::sim) id: Uuid,
    pub(in crate::sim) name: String,
    /// Whether the account's user is a member; somebody else's project is refused.
    pub(in crate::sim) is_ours: bool,
    /// BGP, once it was asked for.
    pub(in crate::sim) bgp: Option<super::bgp::Config>,
    pub(in crate::sim) customdata: serde_json::Value,
    pub(in crate::sim) has_backend_transfer: bool,
    pub(in crate::sim) created_at: Timestamp,
    pub(in crate::sim) updated_at: Timestamp,
}

impl Row for Project {
    const TABLE: &'static str = "projects";

    fn id(&self) -> Uuid {
        self.id
    }
}

/// Who a key belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sim) enum Caller {
    /// The account's user: all of its projects.
    User,
    /// One project, and nothing else.
    Project(Uuid),
}

impl World {
    /// The account's project, and one that belongs to somebody else.
    pub(super) fn found_projects(&mut self) {
        self.add_api_key(Caller::User, "user key", false);
        let id = self.conditions.project.unwrap_or_else(|| self.identities.id());
        self.add_project_with(id, "packetctl", true);
        self.add_project("somebody else's", false);
    }

    /// Adds a project and gives its id.
    pub(in crate::sim) fn add_project(&mut self, name: &str, is_ours: bool) -> Uuid {
        let id = self.identities.id();
        self.add_project_with(id, name, is_ours)
    }

    fn add_project_with(&mut self, id: Uuid, name: &str, is_ours: bool) -> Uuid {
        let project = Project {
            id,
            name: name.to_owned(),
            is_ours,
            bgp: None,
            customdata: serde_json::json!({}),
            has_backend_transfer: false,
            created_at: self.now,
            updated_at: self.now,
        };
        let id = self.projects.insert(project);
        self.enter(Entry::new(Kind::Project, id, name, id));
        id
    }

    /// Takes a project away, and what it reserved and its keys with it.
    pub(in crate::sim) fn remove_project(&mut self, id: Uuid, end: End) {
        let keys: Vec<Uuid> = self.keys.iter().filter(|key| key.owner == Owner::Project(id)).map(Row::id).collect();
        for key in keys {
            self.remove_key(key);
        }
        let blocks = self.reservations.iter().filter(|reservation| reservation.project == id);
        let blocks: Vec<Uuid> = blocks.map(Row::id).collect();
        for block in blocks {
            self.release_reservation(block);
        }
        let keys = self.api_keys.iter().filter(|key| key.owner == Caller::Project(id));
        let keys: Vec<Uuid> = keys.map(Row::id).collect();
        for key in keys {
            self.api_keys.remove(key);
        }
        self.projects.remove(id);
        self.close(id, end);
    }

    /// The project that was there from the first.
    pub(in crate::sim) fn first_project(&self) -> Option<&Project> {
        self.projects.iter().find(|project| project.is_ours)
    }

    /// Whether a caller may see what is in a project.
    pub(in crate::sim) fn may_see(&self, caller: Caller, project: Uuid) -> bool {
        match caller {
            Caller::User => self.projects.get(project).is_some_and(|project| project.is_ours),
            Caller::Project(own) => own == project,
        }
    }
}
