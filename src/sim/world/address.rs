//! Addresses of a device: the three it is born with, and elastic ones that were assigned to it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use uuid::Uuid;

/// An address on a device. For an elastic one its id is that of the assignment.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    pub(in crate::sim) customdata: serde_json::Value,
    pub(in crate::sim) created_at: Timestamp,
}

impl Address {
    /// 4 or 6.
    pub(in crate::sim) const fn family(&self) -> u8 {
        if self.address.is_ipv4() { 4 } else { 6 }
    }
}

/// The mask of a network as it was written: `255.255.255.254`, or its long form for IPv6.
pub(in crate::sim) fn netmask(network: IpAddr, cidr: u8) -> String {
    match network {
        IpAddr::V4(_) => std::net::Ipv4Addr::from(u32::MAX.checked_shl(32 - u32::from(cidr)).unwrap_or(0)).to_string(),
        IpAddr::V6(_) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(cidr)).unwrap_or(0);
            std::net::Ipv6Addr::from(mask).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_written_as_the_service_did() {
        let v4: IpAddr = "127.64.0.2".parse().unwrap();
        assert_eq!(netmask(v4, 31), "255.255.255.254");
        assert_eq!(netmask(v4, 32), "255.255.255.255");
        assert_eq!(netmask("2604::".parse().unwrap(), 127), "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe");
    }
}
