//! Elastic addresses: reserved blocks, and what of them is assigned to a device.

use super::World;
use super::address::Address;
use super::ledger::{End, Entry, Kind as LedgerKind};
use super::numbering::Range;
use crate::sim::catalogue;
use crate::sim::table::Row;
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
    pub(in crate::sim) created_at: Timestamp,
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
    /// Whether an address is in the block.
    pub(in crate::sim) fn contains(&self, address: IpAddr) -> bool {
        self.network
            .is_some_and(|network| ipnet::IpNet::new(network, self.cidr).is_ok_and(|block| block.contains(&address)))
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

    /// Gives a block back. What of it is assigned goes with it.
    pub(in crate::sim) fn release_reservation(&mut self, id: Uuid) {
        for (device, address) in self.assignments(id) {
            self.unassign(device, address);
        }
        if self.reservations.remove(id).is_some() {
            self.close(id, End::Deleted);
        }
    }

    /// The devices and address ids that a block is assigned to.
    pub(in crate::sim) fn assignments(&self, reservation: Uuid) -> Vec<(Uuid, Uuid)> {
        let on = |device: &super::device::Device| {
            let id = device.id;
            let of_it = device.addresses.iter().filter(|address| address.reservation == Some(reservation));
            of_it.map(|address| (id, address.id)).collect::<Vec<_>>()
        };
        self.devices.iter().flat_map(on).collect()
    }

    /// Assigns part of a block to a device, and gives the assignment's id.
    pub(in crate::sim) fn assign(
        &mut self,
        device: Uuid,
        reservation: Uuid,
        address: IpAddr,
        cidr: u8,
        manageable: bool,
        customdata: serde_json::Value,
    ) -> Option<Uuid> {
        let block = self.reservations.edit(reservation)?;
        let (parent, public) = ((block.network?, block.cidr), block.kind != Kind::PrivateIpv4);
        let id = self.identities.id();
        let created_at = self.now;
        self.devices.edit(device)?.addresses.push(Address {
            id,
            address,
            network: address,
            gateway: address,
            cidr,
            public,
            management: false,
            manageable,
            parent,
            reservation: Some(reservation),
            customdata,
            created_at,
        });
        Some(id)
    }

    /// The device that an address id is on.
    pub(in crate::sim) fn device_with_address(&self, address: Uuid) -> Option<Uuid> {
        let has = |device: &&super::device::Device| device.addresses.iter().any(|own| own.id == address);
        self.devices.iter().find(has).map(|device| device.id)
    }

    /// Takes an elastic address off a device; the block stays.
    pub(in crate::sim) fn unassign(&mut self, device: Uuid, address: Uuid) {
        if let Some(device) = self.devices.edit(device) {
            device.addresses.retain(|own| own.id != address || own.reservation.is_none());
        }
    }

    /// Notes the blocks that machines' own addresses come from, the first time each is used.
    pub(super) fn note_birth_blocks(&mut self, project: Uuid, facility: &str, addresses: &[Address]) {
        for address in addresses.iter().filter(|address| address.parent.1 != address.cidr) {
            let (network, cidr) = address.parent;
            if self.reservations.iter().any(|known| known.project == project && known.network == Some(network)) {
                continue;
            }
            let metro = catalogue::facility(facility).map(|facility| facility.metro.code.to_owned());
            self.reservations.insert(Reservation {
                id: Uuid::new_v5(&project, network.to_string().as_bytes()),
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
