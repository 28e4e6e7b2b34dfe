//! Parts of blocks on devices: what is taken, what is free, and how a part is assigned.

use super::World;
use super::address::{Address, numbers};
use super::device::Device;
use super::reservation::{Assignment, Kind, Reservation, State};
use crate::sim::identity;
use ipnet::IpNet;
use std::collections::BTreeMap;
use std::net::IpAddr;
use uuid::Uuid;

/// The parts of a block that are taken: the last address of each by its first. They do not overlap.
#[derive(Debug)]
pub(in crate::sim) struct Taken(BTreeMap<IpAddr, IpAddr>);

impl Taken {
    /// Whether nothing of a network is taken.
    pub(in crate::sim) fn leaves(&self, network: IpNet) -> bool {
        let before = self.0.range(..=network.broadcast()).next_back();
        before.is_none_or(|(_, last)| *last < network.network())
    }
}

impl World {
    /// The block of a project that a network lies in, if one is ready.
    pub(in crate::sim) fn block_around(&self, project: Uuid, network: IpNet) -> Option<&Reservation> {
        self.reservations.iter().find(|block| {
            block.project == project
                && block.state == State::Created
                && block.block().is_some_and(|block| block.contains(&network))
        })
    }

    /// What of a block is taken: by assignments, and by the machines that were born with a part of it.
    pub(in crate::sim) fn taken_of(&self, block: &Reservation) -> Taken {
        let on = |device: &Device| {
            let is_part = |address: &&Address| Some(address.parent.0) == block.network;
            let ends = |address: &Address| {
                let network = IpNet::new(address.network, address.cidr).ok()?;
                Some((network.network(), network.broadcast()))
            };
            device.addresses.iter().filter(is_part).filter_map(ends).collect::<Vec<_>>()
        };
        Taken(if block.is_birth_block {
            self.devices.iter().filter(|device| device.project == block.project).flat_map(on).collect()
        } else {
            let devices = block.assignments.iter().filter_map(|assignment| self.devices.get(assignment.device));
            devices.flat_map(on).collect()
        })
    }

    /// Assigns a part of a block to a device, and gives the assignment's id.
    pub(in crate::sim) fn assign(
        &mut self,
        device: Uuid,
        reservation: Uuid,
        part: IpNet,
        manageable: bool,
        customdata: serde_json::Value,
    ) -> Option<Uuid> {
        let id = self.identities.id();
        self.assign_as(id, device, reservation, part)?;
        let address = self.devices.edit(device)?.addresses.last_mut()?;
        (address.manageable, address.customdata) = (manageable, customdata);
        Some(id)
    }

    /// Gives a machine a whole block as the public address it is born with, unless the block is in use meanwhile.
    pub(super) fn assign_at_birth(&mut self, device: Uuid, reservation: Uuid) {
        let block = self.reservations.get(reservation).filter(|block| block.assignments.is_empty());
        let Some(whole) = block.and_then(Reservation::block) else { return };
        // Its id must not depend on when that happens, as it would if it came from where all others come from.
        let id = identity::derived(device, reservation.as_bytes());
        if self.assign_as(id, device, reservation, whole).is_some()
            && let Some(address) = self.devices.edit(device).and_then(|device| device.addresses.last_mut())
        {
            address.management = true;
        }
    }

    fn assign_as(&mut self, id: Uuid, device: Uuid, reservation: Uuid, part: IpNet) -> Option<()> {
        let block = self.reservations.edit(reservation)?;
        let (gateway, address) = numbers(part.network(), part.prefix_len());
        let address = Address {
            id,
            address,
            network: part.network(),
            gateway,
            cidr: part.prefix_len(),
            public: block.kind != Kind::PrivateIpv4,
            management: false,
            manageable: true,
            parent: (block.network?, block.cidr),
            reservation: Some(reservation),
            details: block.details.clone(),
            tags: block.tags.clone(),
            customdata: serde_json::json!({}),
            created_at: self.now,
        };
        block.assignments.push(Assignment { device, address: id });
        self.devices.edit(device)?.addresses.push(address);
        // Workers may have waited for somebody to answer there.
        self.try_waiting_workers();
        Some(())
    }

    /// The device that an address id is on, and the address.
    pub(in crate::sim) fn assigned(&self, address: Uuid) -> Option<(&Device, &Address)> {
        self.devices.iter().find_map(|device| {
            let own = device.addresses.iter().find(|own| own.id == address)?;
            Some((device, own))
        })
    }

    /// Takes an elastic address off a device; the block stays.
    pub(in crate::sim) fn unassign(&mut self, device: Uuid, address: Uuid) {
        let Some(device) = self.devices.edit(device) else { return };
        let is_it = |own: &Address| own.id == address && own.reservation.is_some();
        if let Some(place) = device.addresses.iter().position(is_it) {
            let address = device.addresses.remove(place);
            self.forget_assignment(&address);
        }
    }

    /// Notes in its block that an address is no longer on a device.
    pub(super) fn forget_assignment(&mut self, address: &Address) {
        if let Some(block) = address.reservation.and_then(|block| self.reservations.edit(block)) {
            block.assignments.retain(|assignment| assignment.address != address.id);
        }
    }

    /// Whether somebody assigned the network of an address out of a block by hand.
    pub(super) fn is_assigned(&self, block: Uuid, network: IpAddr) -> bool {
        let Some(block) = self.reservations.get(block) else { return false };
        block.assignments.iter().any(|assignment| {
            let device = self.devices.get(assignment.device);
            let own = device.and_then(|device| device.addresses.iter().find(|own| own.id == assignment.address));
            own.and_then(|own| IpNet::new(own.network, own.cidr).ok()).is_some_and(|own| own.contains(&network))
        })
    }
}
