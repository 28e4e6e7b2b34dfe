//! What is remembered, on its way to disk: the one place of a run that writes the state.

use super::papers::Papers;
use super::tags::{Named, Tags};
use crate::cluster::Role;
use crate::packet::Device;
use crate::problem::Flaw;
use crate::state::{Key, MachineRecord, Record, Secrets, Store, StoreError};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The record of a cluster and the store that keeps it. Whoever has one holds the lock.
pub struct Memory {
    store: Arc<dyn Store>,
    record: Record,
    /// The generation that the store is expected to hold.
    generation: u64,
    is_changed: bool,
    /// What seals the secrets, and the secrets as they are sealed.
    key: Key,
    secrets: Secrets,
}

impl Memory {
    /// Goes on with a record that the store holds, and its secrets; or begins with one that it does not hold yet, whose
    /// generation is 0.
    pub fn new(store: Arc<dyn Store>, record: Record, key: Key, secrets: Secrets) -> Self {
        let generation = record.generation;
        Self { store, record, generation, is_changed: generation == 0, key, secrets }
    }

    /// What is remembered.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Changes what is remembered; it is on disk after the next [`Memory::save`].
    pub fn change(&mut self) -> &mut Record {
        self.is_changed = true;
        &mut self.record
    }

    /// Writes what changed. Nothing that costs money may be asked for before this has come back.
    pub async fn save(&mut self, now: Timestamp) -> Result<(), StoreError> {
        if !self.is_changed {
            return Ok(());
        }
        self.record.updated_at = now;
        self.generation = self.store.save(&self.record, self.generation).await?;
        self.record.generation = self.generation;
        self.is_changed = false;
        Ok(())
    }

    /// Keeps the authorities and the token, sealed. They are on disk after the next [`Memory::save`].
    pub fn seal(&mut self, papers: &Papers) -> Result<(), Flaw> {
        papers.keep_in(&mut self.secrets);
        self.is_changed = true;
        self.record.keep_secrets(&mut self.secrets, &self.key)
    }

    /// Removes the state: the cluster is gone.
    pub async fn forget(self) -> Result<(), StoreError> {
        self.store.remove(self.generation).await
    }

    /// What the store calls itself, for messages.
    pub fn place(&self) -> String {
        self.store.describe()
    }

    /// Remembers the device of an order, or a device of ours that nothing is remembered of.
    ///
    /// Gives the name of the machine. The device must be one that is not among [`Memory::devices`].
    pub(super) fn adopt(&mut self, device: &Device) -> Option<String> {
        let tags = Tags(&device.tags);
        let mut order = tags.order()?.to_owned();
        if self.record.machines.get(&order).is_some_and(|machine| machine.device.is_some()) {
            // One order, two devices: somebody sent it twice. Both are paid for, so both are remembered.
            order = format!("{order}+{}", device.id);
        }
        if !self.record.machines.contains_key(&order) {
            // A user may have edited the tags: whatever carries an order of this cluster is a machine of it.
            let group = tags.group().unwrap_or_default();
            let name = tags.name().or(device.hostname.as_deref()).unwrap_or(&device.id);
            let named = Named { name, group, role: tags.role().unwrap_or(Role::Worker) };
            let at = device.created_at.unwrap_or(self.record.updated_at);
            self.change().announce_machine(announced(&named, &order, at));
        }
        let machine = self.change().machines.get_mut(&order)?;
        machine.learn_device(&device.id);
        Some(machine.name.clone())
    }

    /// The ids of all devices that are remembered.
    pub(super) fn devices(&self) -> BTreeSet<&str> {
        self.record.machines.values().filter_map(|machine| machine.device.as_deref()).collect()
    }
}

/// The record of a machine that is about to be ordered.
pub(super) fn announced(named: &Named<'_>, order: &str, at: Timestamp) -> MachineRecord {
    MachineRecord::announced(order, named.name, named.group, named.role.name(), at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;
    use crate::state::FileStore;
    use serde_json::json;

    fn memory() -> Memory {
        let record = Record::new("demo", "abcdefghij", "p", "http://localhost", Timestamp::UNIX_EPOCH);
        let store = Arc::new(FileStore::new("nowhere/state.json"));
        Memory::new(store, record, Key::Passphrase(Secret::new("open")), Secrets::new())
    }

    fn device(id: &str, tags: &[&str]) -> Device {
        serde_json::from_value(json!({ "id": id, "state": "active", "hostname": "renamed", "tags": tags })).unwrap()
    }

    const TAGS: [&str; 4] =
        ["packetctl:order=o1", "packetctl:name=demo-worker-0", "packetctl:group=demo-worker", "packetctl:role=worker"];

    #[test]
    fn the_second_machine_of_one_order_is_remembered_too() {
        let mut memory = memory();
        assert_eq!(memory.adopt(&device("d1", &TAGS)).as_deref(), Some("demo-worker-0"));
        assert_eq!(memory.adopt(&device("d2", &TAGS)).as_deref(), Some("demo-worker-0"));
        assert_eq!(memory.devices(), BTreeSet::from(["d1", "d2"]));
        assert!(memory.record().machines.iter().all(|(order, machine)| machine.order == *order));
    }

    #[test]
    fn a_machine_whose_tags_somebody_edited_is_still_one() {
        let mut memory = memory();
        assert_eq!(memory.adopt(&device("d1", &["packetctl:order=o1"])).as_deref(), Some("renamed"));
        assert_eq!(memory.adopt(&device("d2", &["web"])), None);
    }
}
