//! Batches: many devices by one order, made a little later.

use super::capacity::{NO_RESERVATIONS, no_servers};
use super::device::Order;
use super::hardware::HardwareReservation;
use super::ledger::{End, Entry, Kind};
use super::{Due, World};
use crate::sim::identity::Identities;
use crate::sim::table::Row;
use crate::sim::time::seconds_later;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Simulated seconds until a batch is begun, and again until it is done.
const DELAY: f64 = 2.0;

/// The states of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sim) enum State {
    Queued,
    InProgress,
    Completed,
    Failed,
}

/// An order for many devices.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct Batch {
    pub(in crate::sim) id: Uuid,
    pub(in crate::sim) project: Uuid,
    pub(in crate::sim) state: State,
    pub(in crate::sim) quantity: u32,
    pub(in crate::sim) error_messages: Vec<String>,
    /// What is still to be made.
    pub(in crate::sim) orders: Vec<Order>,
    pub(in crate::sim) devices: Vec<Uuid>,
    /// Its devices take their ids from here, so that when they are made changes no other's.
    identities: Identities,
    pub(in crate::sim) created_at: Timestamp,
    pub(in crate::sim) updated_at: Timestamp,
}

impl Row for Batch {
    const TABLE: &'static str = "batches";

    fn id(&self) -> Uuid {
        self.id
    }
}

impl World {
    /// Takes an order for many devices; none of them is made yet.
    pub(in crate::sim) fn order_batch(&mut self, project: Uuid, orders: Vec<Order>) -> Uuid {
        let id = self.batches.insert(Batch {
            id: self.identities.id(),
            project,
            state: State::Queued,
            quantity: u32::try_from(orders.len()).unwrap_or(u32::MAX),
            error_messages: Vec::new(),
            orders,
            devices: Vec::new(),
            identities: self.identities.branch(),
            created_at: self.now,
            updated_at: self.now,
        });
        self.enter(Entry::new(Kind::Batch, id, "batch", project));
        self.plan(seconds_later(self.now, DELAY), Due::Batch(id));
        id
    }

    /// Begins a batch, or makes its devices.
    pub(super) fn work_on_batch(&mut self, id: Uuid) {
        let now = self.now;
        let Some(batch) = self.batches.edit(id) else { return };
        batch.updated_at = now;
        if batch.state == State::Queued {
            batch.state = State::InProgress;
            self.plan(seconds_later(now, DELAY), Due::Batch(id));
            return;
        }
        let orders = std::mem::take(&mut batch.orders);
        let mut identities = batch.identities.clone();
        std::mem::swap(&mut self.identities, &mut identities);
        let (mut devices, mut errors) = (Vec::new(), Vec::new());
        for order in orders {
            match self.obstacle(&order) {
                None => devices.push(self.order_device(order)),
                Some(text) => errors.push(text),
            }
        }
        std::mem::swap(&mut self.identities, &mut identities);
        for device in &devices {
            if let Some(device) = self.devices.edit(*device) {
                device.batch = Some(id);
            }
        }
        errors.dedup();
        if let Some(batch) = self.batches.edit(id) {
            batch.state = if errors.is_empty() { State::Completed } else { State::Failed };
            batch.devices.extend(devices);
            batch.error_messages = errors;
        }
    }

    /// Why a device cannot be made now, though it could when it was ordered.
    fn obstacle(&self, order: &Order) -> Option<String> {
        match order.hardware {
            None if self.stock.has(&order.facility, &order.plan) => None,
            None => Some(no_servers(&order.facility, &order.plan)),
            Some(hardware) if self.hardware.get(hardware).is_some_and(HardwareReservation::is_provisionable) => None,
            Some(_) => Some(NO_RESERVATIONS.to_owned()),
        }
    }

    /// Takes a batch away, and its devices too where that is wanted; locked ones stay. What was not made yet never is.
    pub(in crate::sim) fn remove_batch(&mut self, id: Uuid, and_devices: bool) {
        let Some(batch) = self.batches.remove(id) else { return };
        self.close(id, End::Deleted);
        for device in batch.devices.into_iter().filter(|_| and_devices) {
            if self.devices.get(device).is_some_and(|device| !device.order.locked) {
                self.take_down(device);
            }
        }
    }

    /// When a remembered batch goes on.
    pub(super) fn resume_batch(&mut self, id: Uuid) {
        if self.batches.get(id).is_some_and(|batch| matches!(batch.state, State::Queued | State::InProgress)) {
            self.plan(seconds_later(self.now, DELAY), Due::Batch(id));
        }
    }
}
