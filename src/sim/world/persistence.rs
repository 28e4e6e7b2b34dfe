//! What of the world is remembered, and how it is had again.

use super::numbering::Numbering;
use super::objects::History;
use super::project::Account;
use super::{Conditions, Due, World};
use crate::sim::identity::Identities;
use crate::sim::table::{Record, Row, Table};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use uuid::Uuid;

/// The name of what stands in no table.
const REST: &str = "world";

/// What stands in no table.
#[derive(Serialize, Deserialize)]
struct Rest {
    now: Timestamp,
    identities: Identities,
    account: Account,
    /// How many machines there are of a plan in a facility, where somebody said so.
    amounts: Vec<(String, String, u32)>,
    /// The version that an object of a cluster was given last.
    #[serde(default)]
    version: u64,
    /// Where its addresses begin.
    #[serde(default)]
    offset: u32,
}

impl World {
    /// What changed since this was asked last; nothing if nothing did. What is much comes in several parts.
    pub(in crate::sim) fn take_changes(&mut self) -> Vec<Record> {
        let mut records = Vec::new();
        self.api_keys.take_changes(&mut records);
        self.projects.take_changes(&mut records);
        self.keys.take_changes(&mut records);
        self.devices.take_changes(&mut records);
        self.events.take_changes(&mut records);
        self.reservations.take_changes(&mut records);
        self.batches.take_changes(&mut records);
        self.hardware.take_changes(&mut records);
        self.sessions.take_changes(&mut records);
        self.ledger.take_changes(&mut records);
        self.clusters.take_changes(&mut records);
        self.objects.take_changes(&mut records);
        // What stands in no table is told with every change, so it is not told once more for having been touched.
        let is_touched = std::mem::take(&mut self.is_touched);
        if is_touched || !records.is_empty() {
            records.push(self.rest());
        }
        records
    }

    /// Nothing is remembered, so nothing need be told of what changed.
    pub(in crate::sim) fn forget_changes(&mut self) {
        self.is_touched = false;
        self.api_keys.forget_changes();
        self.projects.forget_changes();
        self.keys.forget_changes();
        self.devices.forget_changes();
        self.events.forget_changes();
        self.reservations.forget_changes();
        self.batches.forget_changes();
        self.hardware.forget_changes();
        self.sessions.forget_changes();
        self.ledger.forget_changes();
        self.clusters.forget_changes();
        self.objects.forget_changes();
    }

    /// Notes that what stands in no table was changed by hand, and must be remembered even if nothing else is.
    pub(in crate::sim) fn touch(&mut self) {
        self.is_touched = true;
    }

    /// Everything.
    pub(in crate::sim) fn records(&self) -> Vec<Record> {
        let mut records = vec![self.rest()];
        self.api_keys.records(&mut records);
        self.projects.records(&mut records);
        self.keys.records(&mut records);
        self.devices.records(&mut records);
        self.events.records(&mut records);
        self.reservations.records(&mut records);
        self.batches.records(&mut records);
        self.hardware.records(&mut records);
        self.sessions.records(&mut records);
        self.ledger.records(&mut records);
        self.clusters.records(&mut records);
        self.objects.records(&mut records);
        records
    }

    /// How many rows [`World::records`] would give.
    pub(in crate::sim) fn size(&self) -> usize {
        let (few, many) =
            (self.projects.len() + self.api_keys.len() + self.keys.len(), self.devices.len() + self.events.len());
        let addresses = self.reservations.len() + self.hardware.len() + self.sessions.len();
        let kubernetes = self.clusters.len() + self.objects.len();
        few + many + addresses + self.batches.len() + self.ledger.len() + kubernetes
    }

    /// The whole of what stands in no table. It is the last of the changes, so that it is never older than they are.
    pub(in crate::sim) fn rest(&self) -> Record {
        let amounts = self.stock.amounts();
        let rest = Rest {
            now: self.now,
            identities: self.identities.clone(),
            account: self.account.clone(),
            amounts: amounts.map(|(facility, plan, amount)| (facility.to_owned(), plan.to_owned(), amount)).collect(),
            version: self.history.version(),
            offset: self.numbering.offset(),
        };
        Record { table: REST.to_owned(), number: 0, row: serde_json::to_value(rest).unwrap_or_default() }
    }

    /// A world to be had again: it [takes](World::take_record) every record, and is [settled](World::settle).
    pub(in crate::sim) fn forgotten(conditions: Conditions) -> Self {
        let mut world = Self::new(Timestamp::UNIX_EPOCH, 0, conditions);
        // What a new world is founded with is remembered, too.
        (world.api_keys, world.projects, world.ledger) = (Table::default(), Table::default(), Table::default());
        world
    }

    /// Has a remembered world again.
    #[cfg(test)]
    pub(in crate::sim) fn restore(records: Vec<Record>, conditions: Conditions) -> Result<Self, serde_json::Error> {
        let mut world = Self::forgotten(conditions);
        for record in records {
            world.take_record(record)?;
        }
        world.settle();
        Ok(world)
    }

    /// Takes in what is remembered of one row.
    pub(in crate::sim) fn take_record(&mut self, record: Record) -> Result<(), serde_json::Error> {
        use super::{
            api_key, batch, bgp, device, event, hardware, key, kubernetes, ledger, objects, project, reservation,
        };
        match record.table.as_str() {
            api_key::ApiKey::TABLE => self.api_keys.restore(record),
            project::Project::TABLE => self.projects.restore(record),
            key::SshKey::TABLE => self.keys.restore(record),
            device::Device::TABLE => self.devices.restore(record),
            event::Event::TABLE => self.events.restore(record),
            reservation::Reservation::TABLE => self.reservations.restore(record),
            batch::Batch::TABLE => self.batches.restore(record),
            hardware::HardwareReservation::TABLE => self.hardware.restore(record),
            bgp::Session::TABLE => self.sessions.restore(record),
            ledger::Entry::TABLE => self.ledger.restore(record),
            kubernetes::Cluster::TABLE => self.clusters.restore(record),
            objects::Object::TABLE => self.objects.restore(record),
            REST => {
                let rest: Rest = serde_json::from_value(record.row)?;
                self.now = rest.now;
                self.identities = rest.identities;
                self.account = rest.account;
                self.history = History::begin(rest.version);
                self.numbering = Numbering::behind(rest.offset);
                for (facility, plan, amount) in rest.amounts {
                    self.stock.restore(facility, plan, amount);
                }
                Ok(())
            }
            _ => Err(<serde_json::Error as serde::de::Error>::custom("no such table")),
        }
    }

    /// Works out again what is not remembered because it follows from the rest.
    pub(in crate::sim) fn settle(&mut self) {
        let mut networks = Vec::new();
        for device in self.devices.iter() {
            for (at, _) in &device.steps {
                self.agenda.insert((*at, Due::Device(device.id)));
            }
            if device.order.hardware.is_none() {
                self.stock.take(&device.order.facility, &device.order.plan);
            }
            let own = device.addresses.iter().filter(|address| address.reservation.is_none());
            networks.extend(own.map(|address| (address.network, device.project, &device.order.facility)));
        }
        // Numbering wants them in ascending order.
        networks.sort_unstable();
        for (network, project, facility) in networks {
            match network {
                IpAddr::V4(network) => self.numbering.occupy(project, facility, network),
                IpAddr::V6(network) => self.numbering.occupy_v6(project, facility, network),
            }
        }
        let reservations: Vec<Uuid> = self.reservations.iter().map(Row::id).collect();
        for id in reservations {
            self.occupy_reservation(id);
        }
        let clusters: Vec<Uuid> = self.clusters.iter().map(Row::id).collect();
        for cluster in clusters {
            self.plan_nodes(cluster);
        }
        let batches: Vec<Uuid> = self.batches.iter().map(Row::id).collect();
        for id in batches {
            self.resume_batch(id);
        }
    }
}
