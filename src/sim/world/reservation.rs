//! Elastic addresses: reserved blocks, and what of them is assigned to a device.

use super::World;
use super::address::Address;
use super::ledger::{End, Entry, Kind as LedgerKind};
use super::numbering::Range;
use crate::sim::catalogue;
use crate::sim::identity;
use crate::sim::table::Row;
use ipnet::IpNet;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr};
use uuid::Uuid;

/// US dollars an hour for one elastic address, as last known.
const PRICE: f64 = 0.005;
/// The same for a global one.
const GLOBAL_PRICE: f64 = 0.15;

/// What kind of block it is (OpenAPI `IPReservation.type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sim) enum Kind {
    PublicIpv4,
    GlobalIpv4,
    PrivateIpv4,
    PublicIpv6,
}

impl Kind {
    /// 4 or 6.
    pub(in crate::sim) const fn family(self) -> u8 {
        if matches!(self, Self::PublicIpv6) { 6 } else { 4 }
    }
}

/// How far a request for addresses is (OpenAPI `IPReservation.state`, `denied` from the documentation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sim) enum State {
    /// Usable.
    Created,
    /// A person must approve.
    Pending,
    /// A person said no.
    Denied,
}

/// A block of addresses.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct Reservation {
    pub(in crate::sim) id: Uuid,
    pub(in crate::sim) project: Uuid,
    pub(in crate::sim) kind: Kind,
    pub(in crate::sim) state: State,
    /// The first address; none while a person must approve.
    pub(in crate::sim) network: Option<IpAddr>,
    pub(in crate::sim) cidr: u8,
    /// How many addresses were asked for.
    pub(in crate::sim) quantity: u32,
    /// Codes of the catalogue; a global block has neither.
    pub(in crate::sim) facility: Option<String>,
    pub(in crate::sim) metro: Option<String>,
    /// Whether it is a block that nobody asked for: where machines' own addresses come from.
    pub(in crate::sim) is_birth_block: bool,
    pub(in crate::sim) tags: Vec<String>,
    pub(in crate::sim) details: Option<String>,
    pub(in crate::sim) customdata: serde_json::Value,
    /// What of it is on devices.
    pub(in crate::sim) assignments: Vec<Assignment>,
    pub(in crate::sim) created_at: Timestamp,
}

/// A part of a block that is on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::sim) struct Assignment {
    pub(in crate::sim) device: Uuid,
    /// The id of the address on it, which is the assignment's own.
    pub(in crate::sim) address: Uuid,
}

impl Row for Reservation {
    const TABLE: &'static str = "reservations";

    fn id(&self) -> Uuid {
        self.id
    }
}

/// A request for addresses that was checked.
#[derive(Debug, Clone)]
pub(in crate::sim) struct Request {
    pub(in crate::sim) project: Uuid,
    pub(in crate::sim) kind: Kind,
    pub(in crate::sim) quantity: u32,
    pub(in crate::sim) facility: Option<String>,
    pub(in crate::sim) metro: Option<String>,
    pub(in crate::sim) tags: Vec<String>,
    pub(in crate::sim) details: Option<String>,
    pub(in crate::sim) customdata: serde_json::Value,
}

impl Reservation {
    /// The block, once it has numbers.
    pub(in crate::sim) fn block(&self) -> Option<IpNet> {
        IpNet::new(self.network?, self.cidr).ok()
    }

    /// The range that its numbers come from.
    fn range(&self) -> Option<Range> {
        match self.kind {
            Kind::PublicIpv4 => Some(Range::Elastic),
            Kind::GlobalIpv4 => Some(Range::Global),
            Kind::PrivateIpv4 => Some(Range::PrivateReserved),
            Kind::PublicIpv6 => None,
        }
    }

    fn price_per_hour(&self) -> f64 {
        match self.kind {
            Kind::PublicIpv4 => PRICE * f64::from(self.quantity),
            Kind::GlobalIpv4 => GLOBAL_PRICE * f64::from(self.quantity),
            Kind::PrivateIpv4 | Kind::PublicIpv6 => 0.0,
        }
    }
}

/// The id of a block that nobody asked for: its network tells it.
pub(in crate::sim) fn birth_block(project: Uuid, network: IpAddr) -> Uuid {
    identity::derived(project, network.to_string().as_bytes())
}

impl World {
    /// How many elastic addresses of a kind a project has.
    pub(in crate::sim) fn elastic_addresses(&self, project: Uuid, kind: Kind) -> u32 {
        self.reservations
            .iter()
            .filter(|reservation| reservation.project == project && reservation.kind == kind)
            .filter(|reservation| reservation.state == State::Created && !reservation.is_birth_block)
            .map(|reservation| reservation.quantity)
            .sum()
    }

    /// Reserves a block, or notes that a person must approve it; none when no number is left.
    pub(in crate::sim) fn reserve(&mut self, request: Request, state: State) -> Option<Uuid> {
        let Request { project, kind, quantity, facility, metro, tags, details, customdata } = request;
        let mut reservation = Reservation {
            id: self.identities.id(),
            project,
            kind,
            state,
            network: None,
            cidr: 32 - u8::try_from(quantity.max(1).ilog2()).unwrap_or(0),
            quantity,
            facility,
            metro,
            is_birth_block: false,
            tags,
            details,
            customdata,
            assignments: Vec::new(),
            created_at: self.now,
        };
        if state == State::Created {
            let block = self.numbering.block(reservation.range()?, quantity)?;
            reservation.network = Some(block.into());
        }
        let name = reservation.network.map_or_else(|| "pending".to_owned(), |network| network.to_string());
        self.enter(Entry {
            tags: reservation.tags.clone(),
            price_per_hour: if state == State::Created { reservation.price_per_hour() } else { 0.0 },
            ..Entry::new(LedgerKind::IpReservation, reservation.id, name, project)
        });
        Some(self.reservations.insert(reservation))
    }

    /// A person agrees to a block beyond the quota; false where it is not pending, or no number is left.
    pub(in crate::sim) fn approve_reservation(&mut self, id: Uuid) -> bool {
        let Some(pending) = self.reservations.get(id).filter(|block| block.state == State::Pending) else {
            return false;
        };
        let block = pending.range().and_then(|range| self.numbering.block(range, pending.quantity));
        let (Some(network), Some(reservation)) = (block, self.reservations.edit(id)) else { return false };
        reservation.network = Some(network.into());
        reservation.state = State::Created;
        let price = reservation.price_per_hour();
        if let Some(entry) = self.ledger.edit(id) {
            entry.name = network.to_string();
            entry.price_per_hour = price;
        }
        true
    }

    /// A person refuses a block beyond the quota; false where it is not pending.
    pub(in crate::sim) fn deny_reservation(&mut self, id: Uuid) -> bool {
        let is_pending = |block: &&mut Reservation| block.state == State::Pending;
        let Some(reservation) = self.reservations.edit(id).filter(is_pending) else { return false };
        reservation.state = State::Denied;
        true
    }

    /// Gives a block back. What of it is assigned goes with it.
    pub(in crate::sim) fn release_reservation(&mut self, id: Uuid) {
        let assignments = self.reservations.get(id).map(|block| block.assignments.clone());
        for assignment in assignments.unwrap_or_default() {
            self.unassign(assignment.device, assignment.address);
        }
        if self.reservations.remove(id).is_some() {
            self.close(id, End::Deleted);
        }
    }

    /// Notes the blocks that machines' own addresses come from, the first time each is used.
    pub(super) fn note_birth_blocks(&mut self, project: Uuid, facility: &str, addresses: &[Address]) {
        for address in addresses.iter().filter(|address| address.parent.1 != address.cidr) {
            let (network, cidr) = address.parent;
            let id = birth_block(project, network);
            if self.reservations.get(id).is_some() {
                continue;
            }
            let metro = catalogue::facility(facility).map(|facility| facility.metro.code.to_owned());
            self.reservations.insert(Reservation {
                id,
                project,
                kind: if network.is_ipv4() { Kind::PrivateIpv4 } else { Kind::PublicIpv6 },
                state: State::Created,
                network: Some(network),
                cidr,
                quantity: 1,
                facility: Some(facility.to_owned()),
                metro,
                is_birth_block: true,
                tags: Vec::new(),
                details: None,
                customdata: serde_json::json!({}),
                assignments: Vec::new(),
                created_at: self.now,
            });
        }
    }

    /// Notes that a remembered block is in use.
    pub(super) fn occupy_reservation(&mut self, id: Uuid) {
        let Some(reservation) = self.reservations.get(id).filter(|reservation| !reservation.is_birth_block) else {
            return;
        };
        if let (Some(IpAddr::V4(network)), Some(range)) = (reservation.network, reservation.range()) {
            let network: Ipv4Addr = network;
            self.numbering.occupy_block(range, network, 1 << (32 - u32::from(reservation.cidr)));
        }
    }
}
