//! BGP: whether a project speaks it, and the sessions of its devices.

use super::World;
use crate::sim::table::Row;
use crate::sim::time::seconds_later;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Simulated seconds until the status of a session is known.
const UNTIL_UP: f64 = 60.0;

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

/// A request for BGP that was checked.
#[derive(Debug, Clone)]
pub(in crate::sim) struct Request {
    pub(in crate::sim) deployment_type: String,
    pub(in crate::sim) asn: u32,
    pub(in crate::sim) md5: Option<String>,
    pub(in crate::sim) use_case: Option<String>,
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

impl Session {
    /// `unknown` at first, `up` a while later: the service asked the switch now and then.
    pub(in crate::sim) fn status(&self, now: Timestamp) -> &'static str {
        if now >= seconds_later(self.created_at, UNTIL_UP) { "up" } else { "unknown" }
    }
}

impl World {
    /// The sessions of a device.
    pub(in crate::sim) fn sessions_of(&self, device: Uuid) -> impl Iterator<Item = &Session> {
        self.sessions.iter().filter(move |session| session.device == device)
    }

    /// Turns BGP on for a project, or changes how it is spoken.
    pub(in crate::sim) fn configure_bgp(&mut self, project: Uuid, config: Request) {
        let (id, now) = (self.identities.id(), self.now);
        let Some(project) = self.projects.edit(project) else { return };
        let Request { deployment_type, asn, md5, use_case } = config;
        let (id, created_at) = project.bgp.as_ref().map_or((id, now), |known| (known.id, known.created_at));
        project.bgp = Some(Config { id, deployment_type, asn, md5, use_case, created_at });
    }

    /// Adds a session that was checked, and gives its id.
    pub(in crate::sim) fn add_session(&mut self, device: Uuid, address_family: &str, default_route: bool) -> Uuid {
        self.sessions.insert(Session {
            id: self.identities.id(),
            device,
            address_family: address_family.to_owned(),
            default_route,
            created_at: self.now,
            updated_at: self.now,
        })
    }

    /// Takes the sessions of a device that is gone.
    pub(super) fn remove_sessions(&mut self, device: Uuid) {
        let sessions: Vec<Uuid> = self.sessions_of(device).map(Row::id).collect();
        for session in sessions {
            self.sessions.remove(session);
        }
    }
}
