//! The ledger: everything that was ever made, and what is still paid for.

use super::World;
use crate::sim::table::Row;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What kind of thing was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sim) enum Kind {
    Project,
    Device,
    IpReservation,
    SshKey,
    Batch,
}

/// How a thing ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sim) enum End {
    /// Somebody deleted it.
    Deleted,
    /// The platform took it away, because it failed.
    Vanished,
}

/// One thing that was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct Entry {
    pub(in crate::sim) id: Uuid,
    pub(in crate::sim) kind: Kind,
    /// Hostname, address or label.
    pub(in crate::sim) name: String,
    pub(in crate::sim) project: Uuid,
    pub(in crate::sim) tags: Vec<String>,
    /// Whether it was made behind the API's back.
    pub(in crate::sim) is_foreign: bool,
    /// US dollars an hour, while it exists.
    pub(in crate::sim) price_per_hour: f64,
    pub(in crate::sim) created_at: Timestamp,
    pub(in crate::sim) ended_at: Option<Timestamp>,
    pub(in crate::sim) end: Option<End>,
}

impl Row for Entry {
    const TABLE: &'static str = "ledger";

    fn id(&self) -> Uuid {
        self.id
    }
}

impl Entry {
    /// An entry for something free of charge; its time is set when it is entered.
    pub(in crate::sim) fn new(kind: Kind, id: Uuid, name: impl Into<String>, project: Uuid) -> Self {
        Self {
            id,
            kind,
            name: name.into(),
            project,
            tags: Vec::new(),
            is_foreign: false,
            price_per_hour: 0.0,
            created_at: Timestamp::UNIX_EPOCH,
            ended_at: None,
            end: None,
        }
    }

    /// Whether somebody still pays for it.
    pub(in crate::sim) fn is_billed(&self) -> bool {
        self.price_per_hour > 0.0 && self.end.is_none()
    }
}

impl World {
    /// Enters something that was made now.
    pub(super) fn enter(&mut self, entry: Entry) {
        self.ledger.insert(Entry { created_at: self.now, ..entry });
    }

    /// Notes that something ended now.
    pub(super) fn close(&mut self, id: Uuid, end: End) {
        let now = self.now;
        if let Some(entry) = self.ledger.edit(id) {
            entry.ended_at = Some(now);
            entry.end = Some(end);
        }
    }

    /// How something that is no longer there ended.
    pub(in crate::sim) fn end_of(&self, id: Uuid) -> Option<End> {
        self.ledger.get(id)?.end
    }
}
