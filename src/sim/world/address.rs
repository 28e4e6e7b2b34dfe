//! Addresses of a device: the three it is born with, and elastic ones that were assigned to it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use uuid::Uuid;

/// An address on a device. For an elastic one its id is that of the assignment.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the members have the service's names")]
pub(in crate::sim) struct Address {
    pub(in crate::sim) id: Uuid,
    pub(in crate::sim) address: IpAddr,
    pub(in crate::sim) network: IpAddr,
    pub(in crate::sim) gateway: IpAddr,
    /// Bits of the network.
    pub(in crate::sim) cidr: u8,
    pub(in crate::sim) public: bool,
    /// Whether it is one that the machine was born with.
    pub(in crate::sim) management: bool,
    pub(in crate::sim) manageable: bool,
    /// The block it was taken from: its first address and its bits.
    pub(in crate::sim) parent: (IpAddr, u8),
    /// The reservation it belongs to, if it is elastic.
    pub(in crate::sim) reservation: Option<Uuid>,
    pub(in crate::sim) details: Option<String>,
    pub(in crate::sim) tags: Vec<String>,
    pub(in crate::sim) customdata: serde_json::Value,
    pub(in crate::sim) created_at: Timestamp,
}

impl Address {
    /// 4 or 6.
    pub(in crate::sim) const fn family(&self) -> u8 {
        if self.address.is_ipv4() { 4 } else { 6 }
    }
}

/// The gateway of a network, and the first address behind it: how the service numbered every block.
///
/// A /32 is all three itself; in a /31 the even address is network and gateway;
/// in a /30 they are three (captured).
pub(in crate::sim) fn numbers(network: IpAddr, cidr: u8) -> (IpAddr, IpAddr) {
    let whole = if network.is_ipv4() { 32 } else { 128 };
    let (gateway, address) = match whole - cidr.min(whole) {
        0 => (0, 0),
        1 => (0, 1),
        _ => (1, 2),
    };
    (above(network, gateway), above(network, address))
}

fn above(network: IpAddr, count: u8) -> IpAddr {
    match network {
        IpAddr::V4(network) => Ipv4Addr::from(u32::from(network).saturating_add(count.into())).into(),
        IpAddr::V6(network) => Ipv6Addr::from(u128::from(network).saturating_add(count.into())).into(),
    }
}

/// The mask of a network as it was written: `255.255.255.254`, or its long form for IPv6.
pub(in crate::sim) fn netmask(network: IpAddr, cidr: u8) -> String {
    match network {
        IpAddr::V4(_) => Ipv4Addr::from(u32::MAX.checked_shl(32 - u32::from(cidr)).unwrap_or(0)).to_string(),
        IpAddr::V6(_) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(cidr)).unwrap_or(0);
            Ipv6Addr::from(mask).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_numbered_as_captured() {
        let network: IpAddr = "127.128.0.220".parse().unwrap();
        let last = |cidr| {
            let (gateway, address) = numbers(network, cidr);
            [gateway, address].map(|number| number.to_string().rsplit_once('.').unwrap().1.to_owned())
        };
        assert_eq!(
            (last(32), last(31), last(30)),
            (["220", "220"].map(String::from), ["220", "221"].map(String::from), ["221", "222"].map(String::from))
        );
    }

    #[test]
    fn masks_are_written_as_the_service_did() {
        let v4: IpAddr = "127.64.0.2".parse().unwrap();
        assert_eq!(netmask(v4, 31), "255.255.255.254");
        assert_eq!(netmask(v4, 32), "255.255.255.255");
        assert_eq!(netmask("2604::".parse().unwrap(), 127), "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe");
    }
}
