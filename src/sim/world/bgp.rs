//! BGP: whether a project speaks it, and the sessions of its devices.

use super::World;
use crate::sim::table::Row;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A project's BGP, once it was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct Config {
    pub(in crate::sim) id: Uuid,
    /// `local` or `global`.
    pub(in crate::sim) deployment_type: String,
    pub(in crate::sim) asn: u32,
    pub(in crate::sim) md5: Option<String>,
    pub(in crate::sim) use_case: Option<String>,
    pub(in crate::sim) created_at: Timestamp,
}

/// A device that speaks BGP with its switch.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct Session {
    pub(in crate::sim) id: Uuid,
    pub(in crate::sim) device: Uuid,
    /// `ipv4` or `ipv6`.
    pub(in crate::sim) address_family: String,
    pub(in crate::sim) default_route: bool,
    pub(in crate::sim) created_at: Timestamp,
    pub(in crate::sim) updated_at: Timestamp,
}

impl Row for Session {
    const TABLE: &'static str = "bgp_sessions";

    fn id(&self) -> Uuid {
        self.id
    }
}

impl World {
    /// The sessions of a device.
    pub(in crate::sim) fn sessions_of(&self, device: Uuid) -> impl Iterator<Item = &Session> {
        self.sessions.iter().filter(move |session| session.device == device)
    }
}
