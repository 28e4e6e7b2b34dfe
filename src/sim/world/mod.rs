//! The simulated world: what exists, and how it changes by itself as time passes.
//!
//! Nothing here knows of HTTP. Whoever holds a [`World`] tells it the time with
//! [`World::reach`], and asks or changes what is there; [`World::take_changes`]
//! tells what must be remembered.

pub(super) mod address;
pub(super) mod api_key;
mod assignment;
pub(super) mod batch;
pub(super) mod bgp;
mod birth;
pub(super) mod capacity;
pub(super) mod device;
pub(super) mod event;
mod founding;
pub(super) mod hardware;
mod interference;
mod kept;
pub(super) mod key;
pub(super) mod kubernetes;
pub(super) mod ledger;
pub(super) mod lifecycle;
pub(super) mod machine;
mod nodes;
mod numbering;
pub(super) mod objects;
mod persistence;
pub(super) mod project;
pub(super) mod provisioning;
mod reports;
pub(super) mod reservation;

use super::identity::Identities;
use super::table::Table;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::time::Duration;
use uuid::Uuid;

/// What happens by itself at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// A batch makes its devices.
    Batch(Uuid),
    /// The next step of a device.
    Device(Uuid),
    /// A cluster finds out which of its nodes still tell of themselves.
    Nodes(Uuid),
}

/// How the world is made.
#[derive(Debug, Clone)]
pub(super) struct Conditions {
    /// Simulated time from order to active.
    pub(super) provisioning: Duration,
    /// Simulated time that a machine takes for Kubernetes' packages and images.
    pub(super) packages: Duration,
    /// Simulated time that `kubeadm init` takes.
    pub(super) init: Duration,
    /// Simulated time from a node's joining until it is Ready.
    pub(super) join: Duration,
    /// Whether a delete is refused while a device is provisioning, as the service did in 2021.
    pub(super) refuses_early_deletes: bool,
    /// How many elastic addresses a project may have before a person must approve.
    pub(super) address_quota: u32,
    /// Where the metadata service is, for what machines are told about it.
    pub(super) metadata_url: String,
    /// The id of the user's project in a new world; none for any.
    pub(super) project: Option<Uuid>,
}

/// Everything that exists.
#[derive(Debug)]
pub(super) struct World {
    /// The moment up to which everything has happened.
    pub(super) now: Timestamp,
    pub(super) conditions: Conditions,
    pub(super) identities: Identities,
    pub(super) account: project::Account,
    pub(super) api_keys: Table<api_key::ApiKey>,
    pub(super) projects: Table<project::Project>,
    pub(super) keys: Table<key::SshKey>,
    pub(super) devices: Table<device::Device>,
    pub(super) events: Table<event::Event>,
    pub(super) reservations: Table<reservation::Reservation>,
    pub(super) batches: Table<batch::Batch>,
    pub(super) hardware: Table<hardware::HardwareReservation>,
    pub(super) sessions: Table<bgp::Session>,
    pub(super) ledger: Table<ledger::Entry>,
    pub(super) clusters: Table<kubernetes::Cluster>,
    pub(super) objects: Table<objects::Object>,
    pub(super) history: objects::History,
    pub(super) stock: capacity::Stock,
    /// Devices as text; nothing of the world depends on it.
    pub(super) kept: kept::KeptTexts,
    numbering: numbering::Numbering,
    agenda: BTreeSet<(Timestamp, Due)>,
    /// Whether what stands in no table changed by hand.
    is_touched: bool,
}

impl World {
    /// A world with an account, its project, and somebody else's.
    pub(super) fn new(now: Timestamp, seed: u64, conditions: Conditions) -> Self {
        let mut identities = Identities::seeded(seed);
        let account = project::Account::new(&mut identities, now);
        let mut world = Self {
            now,
            conditions,
            identities,
            account,
            api_keys: Table::default(),
            projects: Table::default(),
            keys: Table::default(),
            devices: Table::default(),
            events: Table::default(),
            reservations: Table::default(),
            batches: Table::default(),
            hardware: Table::default(),
            sessions: Table::default(),
            ledger: Table::default(),
            clusters: Table::default(),
            objects: Table::default(),
            history: objects::History::default(),
            stock: capacity::Stock::default(),
            kept: kept::KeptTexts::default(),
            numbering: numbering::Numbering::seeded(seed),
            agenda: BTreeSet::new(),
            is_touched: false,
        };
        world.found_projects();
        world
    }

    /// Lets everything happen that is due until a moment, in order.
    pub(super) fn reach(&mut self, moment: Timestamp) {
        while let Some((at, due)) = self.agenda.first().copied().filter(|(at, _)| *at <= moment) {
            self.agenda.remove(&(at, due));
            self.now = self.now.max(at);
            match due {
                Due::Batch(id) => self.work_on_batch(id),
                Due::Device(id) => self.step_device(id),
                Due::Nodes(cluster) => self.check_nodes(cluster),
            }
        }
        self.now = self.now.max(moment);
    }

    /// Notes when something happens next.
    fn plan(&mut self, at: Timestamp, due: Due) {
        self.agenda.insert((at, due));
    }
}

#[cfg(test)]
mod tests;
