//! What happens to a project's machines without anybody having asked for it through the API.

use super::World;
use super::device::{Order, State};
use super::lifecycle::Step;
use uuid::Uuid;

impl World {
    /// Adds a machine that nobody ordered through the API, and that is active at once if it should be.
    pub(in crate::sim) fn add_foreign_device(&mut self, order: Order, is_active: bool) -> Uuid {
        let id = self.order_device(order);
        if let Some(entry) = self.ledger.edit(id) {
            entry.is_foreign = true;
        }
        if is_active {
            self.phone_home(id);
        }
        id
    }

    /// Turns a machine off without a word; false where it was never on.
    pub(in crate::sim) fn lose_power(&mut self, id: Uuid) -> bool {
        let now = self.now;
        let may_be_off =
            |state: State| matches!(state, State::Active | State::Inactive | State::PoweringOn | State::PoweringOff);
        let Some(device) = self.devices.edit(id).filter(|device| may_be_off(device.state)) else { return false };
        device.state = State::Inactive;
        device.updated_at = now;
        device.steps.retain(|(_, step)| !matches!(step, Step::PoweredOff | Step::PoweredOn | Step::Rebooted));
        self.watch_nodes_of(id);
        true
    }
}
