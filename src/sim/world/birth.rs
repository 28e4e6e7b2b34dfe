//! The addresses that a device is born with.

use super::World;
use super::address::Address;
use super::device::BirthAddress;
use super::numbering::{BELOW_PRIVATE_BLOCK, BELOW_V6_BLOCK};
use super::reservation::birth_block;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use uuid::Uuid;

impl World {
    /// Gives a device the addresses it is born with.
    pub(super) fn number_device(&mut self, id: Uuid) {
        let Some(device) = self.devices.get(id).filter(|device| device.addresses.is_empty()) else { return };
        let (project, facility) = (device.project, device.order.facility.clone());
        let mut identities = device.identities.clone();
        let (mut addresses, mut reserved) = (Vec::new(), Vec::new());
        for wanted in device.order.addresses.clone() {
            let (network, parent, public): (IpAddr, _, _) = match wanted {
                BirthAddress::PublicV4 => match self.numbering.public() {
                    Some(network) => (network.into(), (network.into(), 31), true),
                    None => continue,
                },
                BirthAddress::PrivateV4 => match self.free_private(project, &facility) {
                    Some(network) => (network.into(), (private_block(network).into(), 25), false),
                    None => continue,
                },
                BirthAddress::PublicV6 => {
                    let network = self.free_v6(project, &facility);
                    (network.into(), (v6_block(network).into(), 56), true)
                }
                BirthAddress::Reserved(block) => {
                    reserved.push(block);
                    continue;
                }
            };
            addresses.push(Address {
                id: identities.id(),
                address: next(network),
                network,
                gateway: network,
                cidr: if network.is_ipv4() { 31 } else { 127 },
                public,
                management: true,
                manageable: true,
                parent,
                reservation: None,
                details: None,
                tags: Vec::new(),
                customdata: serde_json::json!({}),
                created_at: self.now,
            });
        }
        self.note_birth_blocks(project, &facility, &addresses);
        if let Some(device) = self.devices.edit(id) {
            device.addresses = addresses;
            device.identities = identities;
        }
        for block in reserved {
            self.assign_at_birth(id, block);
        }
    }

    /// A private pair for a machine; what somebody assigned by hand out of the same block is passed over.
    fn free_private(&mut self, project: Uuid, facility: &str) -> Option<Ipv4Addr> {
        loop {
            let network = self.numbering.private(project, facility)?;
            if !self.is_assigned(birth_block(project, private_block(network).into()), network.into()) {
                return Some(network);
            }
        }
    }

    /// The same for IPv6.
    fn free_v6(&mut self, project: Uuid, facility: &str) -> Ipv6Addr {
        loop {
            let network = self.numbering.public_v6(project, facility);
            if !self.is_assigned(birth_block(project, v6_block(network).into()), network.into()) {
                return network;
            }
        }
    }
}

fn next(network: IpAddr) -> IpAddr {
    match network {
        IpAddr::V4(network) => Ipv4Addr::from(u32::from(network) + 1).into(),
        IpAddr::V6(network) => Ipv6Addr::from(u128::from(network) + 1).into(),
    }
}

fn private_block(network: Ipv4Addr) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(network) >> BELOW_PRIVATE_BLOCK << BELOW_PRIVATE_BLOCK)
}

fn v6_block(network: Ipv6Addr) -> Ipv6Addr {
    Ipv6Addr::from(u128::from(network) >> BELOW_V6_BLOCK << BELOW_V6_BLOCK)
}
