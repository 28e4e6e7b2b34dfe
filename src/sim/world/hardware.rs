//! Hardware reservations: machines that a project has for itself.

use super::World;
use crate::sim::table::Row;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A machine that is a project's own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct HardwareReservation {
    pub(in crate::sim) id: Uuid,
    pub(in crate::sim) project: Uuid,
    /// Slug and code of the catalogue.
    pub(in crate::sim) plan: String,
    pub(in crate::sim) facility: String,
    /// The device that runs on it, also while it is being wiped.
    pub(in crate::sim) device: Option<Uuid>,
    /// Short id of the switch.
    pub(in crate::sim) switch: String,
    pub(in crate::sim) created_at: Timestamp,
}

impl Row for HardwareReservation {
    const TABLE: &'static str = "hardware_reservations";

    fn id(&self) -> Uuid {
        self.id
    }
}

impl HardwareReservation {
    /// Whether a device could be put on it now.
    pub(in crate::sim) const fn is_provisionable(&self) -> bool {
        self.device.is_none()
    }
}

impl World {
    /// Adds a machine that a project has for itself; only the owner's sales contact could.
    pub(in crate::sim) fn add_hardware(&mut self, project: Uuid, plan: &str, facility: &str) -> Uuid {
        self.hardware.insert(HardwareReservation {
            id: self.identities.id(),
            project,
            plan: plan.to_owned(),
            facility: facility.to_owned(),
            device: None,
            switch: self.identities.hexadecimal(8),
            created_at: self.now,
        })
    }

    /// Notes which device runs on a reserved machine.
    pub(super) fn occupy_hardware(&mut self, id: Uuid, device: Option<Uuid>) {
        if let Some(hardware) = self.hardware.edit(id) {
            hardware.device = device;
        }
    }
}
