//! The record of one cluster, as it stands in the state file.

use super::secrets::Sealed;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The shape that is written, and the newest that is read.
///
/// Any new field raises it: a field that an older packetctl does not know is refused by it, never dropped.
pub const SCHEMA: u32 = 1;

/// All that is remembered of one cluster.
///
/// Facts are written down by its methods, which never make a later phase an earlier one and never move a first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The shape of this record: [`SCHEMA`].
    pub schema: u32,
    /// How often it was saved. The store writes it; 0 has never been saved.
    pub generation: u64,
    /// The name of the cluster.
    pub cluster: String,
    /// The id of the cluster: ten lower-case letters and digits, in every tag.
    pub id: String,
    /// The id of the project at Packet.
    pub project_id: String,
    /// The API that everything was ordered from.
    pub api_url: String,
    /// When the cluster was first thought of.
    pub created_at: Timestamp,
    /// When something was last learned.
    pub updated_at: Timestamp,
    /// How the API server is reached: `elastic`, `device` or `host:NAME`.
    pub endpoint_choice: String,
    /// The elastic address, from its announcement on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<EndpointRecord>,
    /// The machines, each under the tag of its order, from its announcement until it is known to be gone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub machines: BTreeMap<String, MachineRecord>,
    /// When the API server first answered: from then on the control plane holds data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_answered_at: Option<Timestamp>,
    /// The digest of the addons that were applied last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied_addons: Option<String>,
    /// The token with which workers join, while there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenRecord>,
    /// Settings that the documents have no field for, by their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
    /// The simulator that this cluster is in, if it is in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub simulator: Option<SimulatorRecord>,
    /// The secrets, sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secrets: Option<Sealed>,
}

/// The elastic address of the cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndpointRecord {
    /// The tag that only its order carries.
    pub order: String,
    /// When its order was announced.
    pub announced_at: Timestamp,
    /// The id of the reservation, once it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reservation_id: Option<String>,
    /// The address, bare, once it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// One machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MachineRecord {
    /// Its name: hostname, node name, tag.
    pub name: String,
    /// The name of its group.
    pub group: String,
    /// What it is for: `control-plane` or `worker`.
    pub role: String,
    /// The tag that only its order carries.
    pub order: String,
    /// When its order was announced.
    pub announced_at: Timestamp,
    /// The id of its device, once it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Its own public IPv4 address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_address: Option<String>,
    /// Its private IPv4 address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_address: Option<String>,
    /// How far it is.
    pub phase: Phase,
    /// How many machines were tried in its place before it.
    pub earlier_tries: u32,
    /// Whether the private keys are out of its user-data at the API.
    pub is_scrubbed: bool,
    /// When its device was first seen active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_active_at: Option<Timestamp>,
    /// When its node was first seen Ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready_at: Option<Timestamp>,
}

/// How far a machine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// It will be ordered, or was and nobody knows.
    Announced,
    /// Its device was seen.
    Ordered,
    /// Its device was active.
    Active,
    /// Its node was Ready.
    Ready,
    /// It is being deleted.
    Leaving,
}

/// The token with which workers join; the secret half stands among the secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenRecord {
    /// The public half: six lower-case letters and digits.
    pub id: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// The simulator that a cluster is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimulatorRecord {
    /// Where its API listens: an address and a port.
    pub listen: String,
    /// Where its metadata service listens.
    pub metadata_listen: String,
    /// The file with its world.
    pub world: PathBuf,
    /// What its chance starts from.
    pub seed: u64,
}

impl Record {
    /// A cluster of which nothing was ordered yet; the endpoint is to be elastic.
    pub fn new(
        cluster: impl Into<String>,
        id: impl Into<String>,
        project_id: impl Into<String>,
        api_url: impl Into<String>,
        now: Timestamp,
    ) -> Self {
        Self {
            schema: SCHEMA,
            generation: 0,
            cluster: cluster.into(),
            id: id.into(),
            project_id: project_id.into(),
            api_url: api_url.into(),
            created_at: now,
            updated_at: now,
            endpoint_choice: "elastic".into(),
            endpoint: None,
            machines: BTreeMap::new(),
            api_answered_at: None,
            applied_addons: None,
            token: None,
            options: BTreeMap::new(),
            simulator: None,
            secrets: None,
        }
    }

    /// Writes down that an elastic address will be ordered under this tag. Save before ordering.
    pub fn announce_endpoint(&mut self, order: impl Into<String>, now: Timestamp) {
        let order = order.into();
        self.endpoint = Some(EndpointRecord { order, announced_at: now, reservation_id: None, address: None });
    }

    /// Writes down that the elastic address was seen; nothing where none was announced.
    pub fn learn_reservation(&mut self, id: impl Into<String>, address: Option<String>) {
        if let Some(endpoint) = &mut self.endpoint {
            endpoint.reservation_id = Some(id.into());
            endpoint.address = address.or(endpoint.address.take());
        }
    }

    /// Writes down that a machine will be ordered. Save before ordering.
    pub fn announce_machine(&mut self, machine: MachineRecord) {
        self.machines.insert(machine.order.clone(), machine);
    }

    /// Writes down that an order was on its way until now, and what came of it is not known.
    pub fn announce_again(&mut self, order: &str, now: Timestamp) {
        if let Some(machine) = self.machines.get_mut(order) {
            machine.announced_at = now;
        } else if let Some(endpoint) = self.endpoint.as_mut().filter(|endpoint| endpoint.order == order) {
            endpoint.announced_at = now;
        }
    }

    /// Forgets a machine that is known to be gone, or whose order is known never to have been sent.
    pub fn forget_machine(&mut self, order: &str) -> Option<MachineRecord> {
        self.machines.remove(order)
    }

    /// The machines of this name, oldest order first; two are one too many.
    pub fn machines_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a MachineRecord> {
        let mut found: Vec<_> = self.machines.values().filter(|machine| machine.name == name).collect();
        found.sort_by_key(|machine| machine.announced_at);
        found.into_iter()
    }

    /// Writes down that the API server answered; only the first time counts.
    pub fn learn_api_answered(&mut self, now: Timestamp) {
        self.api_answered_at.get_or_insert(now);
    }
}

impl MachineRecord {
    /// A machine that will be ordered under this tag.
    pub fn announced(
        order: impl Into<String>,
        name: impl Into<String>,
        group: impl Into<String>,
        role: impl Into<String>,
        now: Timestamp,
    ) -> Self {
        Self {
            name: name.into(),
            group: group.into(),
            role: role.into(),
            order: order.into(),
            announced_at: now,
            device: None,
            public_address: None,
            private_address: None,
            phase: Phase::Announced,
            earlier_tries: 0,
            is_scrubbed: false,
            first_active_at: None,
            ready_at: None,
        }
    }

    /// Writes down that its device was seen.
    pub fn learn_device(&mut self, id: impl Into<String>) {
        self.device = Some(id.into());
        self.reach(Phase::Ordered);
    }

    /// Writes down its addresses, as far as they are told; what is known stays.
    pub fn learn_addresses(&mut self, public: Option<String>, private: Option<String>) {
        self.public_address = public.or(self.public_address.take());
        self.private_address = private.or(self.private_address.take());
    }

    /// Writes down that its device was active.
    pub fn learn_active(&mut self, now: Timestamp) {
        self.first_active_at.get_or_insert(now);
        self.reach(Phase::Active);
    }

    /// Writes down that its node was Ready.
    pub fn learn_ready(&mut self, now: Timestamp) {
        self.ready_at.get_or_insert(now);
        self.reach(Phase::Ready);
    }

    /// Writes down that it is to be deleted, which is never taken back.
    pub fn announce_leaving(&mut self) {
        self.reach(Phase::Leaving);
    }

    fn reach(&mut self, phase: Phase) {
        self.phase = self.phase.max(phase);
    }
}

#[cfg(test)]
pub(super) mod tests;
