//! What a machine's installer says on the way, besides that it is up.

use super::World;
use super::device::Device;
use super::provisioning::PHONED_HOME;
use std::net::IpAddr;
use uuid::Uuid;

impl World {
    /// The device that has an address now.
    pub(in crate::sim) fn device_at(&self, address: IpAddr) -> Option<Uuid> {
        self.devices.iter().find(|device| device.has_address(address)).map(|device| device.id)
    }

    /// A machine is at a milestone, and so past those before it; false where there is no such milestone.
    ///
    /// What a machine says that is not being installed changes nothing.
    pub(in crate::sim) fn reach_milestone(&mut self, id: Uuid, kind: &str) -> bool {
        let Some(device) = self.devices.get(id) else { return false };
        let Some(reached) = device.milestones.iter().position(|milestone| milestone.kind == kind) else { return false };
        if reached == PHONED_HOME {
            self.phone_home(id);
        } else if device.is_being_installed() {
            self.pass_milestones(id, reached);
        }
        true
    }

    /// A machine's installer gives up.
    pub(in crate::sim) fn give_up(&mut self, id: Uuid, reason: &str) {
        if self.devices.get(id).is_some_and(Device::is_being_installed) {
            self.fail_device(id, reason);
        }
    }
}
