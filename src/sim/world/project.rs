//! Who calls: one account with one key for everything, projects, and a key for each project.

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
    /// The user key, which may do everything in all of the user's projects.
    pub(in crate::sim) key: ApiKey,
    pub(in crate::sim) created_at: Timestamp,
}

/// A key to the API.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::sim) struct ApiKey {
    pub(in crate::sim) id: Uuid,
    pub(in crate::sim) token: String,
}

impl std::fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ApiKey({})", self.id)
    }
}

impl ApiKey {
    fn new(identities: &mut Identities) -> Self {
        Self { id: identities.id(), token: identities.letters(32) }
    }
}

impl Account {
    pub(super) fn new(identities: &mut Identities, now: Timestamp) -> Self {
        Self { user: identities.id(), organization: identities.id(), key: ApiKey::new(identities), created_at: now }
    }
}

/// A project.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct Project {
    pub(in crate::sim) id: Uuid,
    pub(in crate::sim) name: String,
    /// Whether the account's user is a member; somebody else's project is refused.
    pub(in crate::sim) is_ours: bool,
    /// The project key, which may do everything in this project only.
    pub(in crate::sim) key: ApiKey,
    /// BGP, once it was asked for.
    pub(in crate::sim) bgp: Option<super::bgp::Config>,
    pub(in crate::sim) customdata: serde_json::Value,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sim) enum Caller {
    /// The account's user: all of its projects.
    User,
    /// One project, and nothing else.
    Project(Uuid),
}

impl World {
    /// The account's project, and one that belongs to somebody else.
    pub(super) fn found_projects(&mut self) {
        self.add_project("packetctl", true);
        self.add_project("somebody else's", false);
    }

    /// Adds a project and gives its id.
    pub(in crate::sim) fn add_project(&mut self, name: &str, is_ours: bool) -> Uuid {
        let project = Project {
            id: self.identities.id(),
            name: name.to_owned(),
            is_ours,
            key: ApiKey::new(&mut self.identities),
            bgp: None,
            customdata: serde_json::json!({}),
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
        keys.into_iter().for_each(|key| self.remove_key(key));
        let blocks = self.reservations.iter().filter(|reservation| reservation.project == id);
        let blocks: Vec<Uuid> = blocks.map(Row::id).collect();
        blocks.into_iter().for_each(|block| self.release_reservation(block));
        self.projects.remove(id);
        self.close(id, end);
    }

    /// The project that was there from the first.
    pub(in crate::sim) fn first_project(&self) -> Option<&Project> {
        self.projects.iter().find(|project| project.is_ours)
    }

    /// Who a token belongs to.
    pub(in crate::sim) fn caller(&self, token: &str) -> Option<Caller> {
        if self.account.key.token == token {
            return Some(Caller::User);
        }
        self.projects.iter().find(|project| project.key.token == token).map(|project| Caller::Project(project.id))
    }

    /// Whether a caller may see what is in a project.
    pub(in crate::sim) fn may_see(&self, caller: Caller, project: Uuid) -> bool {
        match caller {
            Caller::User => self.projects.get(project).is_some_and(|project| project.is_ours),
            Caller::Project(own) => own == project,
        }
    }
}
