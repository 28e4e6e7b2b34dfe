//! Events: what happened to devices and projects, in order.

use super::World;
use crate::sim::table::Row;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use uuid::Uuid;

/// Something that happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct Event {
    pub(in crate::sim) id: Uuid,
    /// For example `provisioning.101`.
    pub(in crate::sim) kind: Cow<'static, str>,
    pub(in crate::sim) body: Cow<'static, str>,
    /// What a machine said of itself: `running`, `succeeded` or `failed`; none for events of the service.
    pub(in crate::sim) state: Option<String>,
    pub(in crate::sim) project: Uuid,
    pub(in crate::sim) device: Option<Uuid>,
    /// The address that it came from, for events that a machine posted.
    pub(in crate::sim) ip: Option<String>,
    pub(in crate::sim) created_at: Timestamp,
}

impl Row for Event {
    const TABLE: &'static str = "events";

    fn id(&self) -> Uuid {
        self.id
    }
}

impl World {
    /// Notes that something happened to a device now, and gives the event's id.
    pub(in crate::sim) fn record(
        &mut self,
        device: (Uuid, Uuid),
        kind: impl Into<Cow<'static, str>>,
        body: impl Into<Cow<'static, str>>,
    ) -> Uuid {
        let (device, project) = device;
        let id = self.event_id(device);
        self.events.insert(Event {
            id,
            kind: kind.into(),
            body: body.into(),
            state: None,
            project,
            device: Some(device),
            ip: None,
            created_at: self.now,
        })
    }

    fn event_id(&mut self, device: Uuid) -> Uuid {
        match self.devices.edit(device) {
            Some(device) => device.identities.id(),
            None => self.identities.id(),
        }
    }

    /// Notes what a machine said of itself, with a code from 1000 to 1099.
    pub(in crate::sim) fn record_user_state(
        &mut self,
        device: (Uuid, Uuid),
        state: &str,
        code: u16,
        message: &str,
        ip: String,
    ) -> Uuid {
        let (device, project) = device;
        let id = self.event_id(device);
        self.events.insert(Event {
            id,
            kind: format!("user.{code}").into(),
            body: message.to_owned().into(),
            state: Some(state.to_owned()),
            project,
            device: Some(device),
            ip: Some(ip),
            created_at: self.now,
        })
    }
}
