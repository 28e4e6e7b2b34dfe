//! A range of IPv4 addresses for pods or services.

use crate::problem::Flaw;
use ipnet::Ipv4Net;
use std::fmt;
use std::net::Ipv4Addr;

/// A range of IPv4 addresses, its host bits zero, outside what Packet and the kernel use themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr(Ipv4Net);

/// Ranges that pods and services cannot have, and who has them.
const TAKEN: [(Ipv4Net, &str); 5] = [
    (Ipv4Net::new_assert(Ipv4Addr::new(10, 0, 0, 0), 8), "which Packet routes privately on every host"),
    (Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 8), "which stands for \"this network\""),
    (Ipv4Net::new_assert(Ipv4Addr::new(127, 0, 0, 0), 8), "which every host uses for itself"),
    (Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16), "which is link-local"),
    (Ipv4Net::new_assert(Ipv4Addr::new(224, 0, 0, 0), 3), "which is multicast or reserved"),
];

/// The private ranges that are left for clusters, for hints.
const FREE: &str = "use a range inside 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10";

impl Cidr {
    /// Reads a range, for example `172.26.0.0/16`.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let net: Ipv4Net = text.parse().map_err(|_| {
            let what = if text.contains(':') {
                format!("{text:?} is not an IPv4 range, and Packet's private network is IPv4 only")
            } else {
                format!("{text:?} is not a range of IPv4 addresses (CIDR)")
            };
            Flaw::new(what).hint("write it as ADDRESS/BITS, for example 172.26.0.0/16")
        })?;
        if net.addr() != net.network() {
            return Err(Flaw::new(format!("{text} has bits set behind its first {}", net.prefix_len()))
                .hint(format!("write {}", net.trunc())));
        }
        if let Some((taken, why)) = TAKEN.iter().find(|(taken, _)| overlap(*taken, net)) {
            return Err(Flaw::new(format!("{text} overlaps {taken}, {why}")).hint(FREE));
        }
        Ok(Self(net))
    }

    /// Whether the two share an address.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        overlap(self.0, other.0)
    }

    /// The range as one for pods: at most a /24 (one node's share), and at least a /8
    /// (the controller manager splits at most 16 bits).
    pub fn for_pods(self) -> Result<Self, Flaw> {
        if (8..=24).contains(&self.0.prefix_len()) {
            return Ok(self);
        }
        Err(Flaw::new(format!("{self} cannot hold pods: each node takes a /24 of it, at most 65536 nodes"))
            .hint("use between 8 and 24 bits, for example 172.26.0.0/16"))
    }

    /// The range as one for services: the API server takes at most 2^20 addresses
    /// (/12), and DNS stands at the tenth (/28).
    pub fn for_services(self) -> Result<Self, Flaw> {
        if (12..=28).contains(&self.0.prefix_len()) {
            return Ok(self);
        }
        Err(Flaw::new(format!("{self} cannot hold services: the API server takes ranges of 12 to 28 bits"))
            .hint("use between 12 and 28 bits, for example 172.25.0.0/16"))
    }

    /// How many nodes find room when each takes a /24.
    #[must_use]
    pub fn nodes(&self) -> u64 {
        1_u64 << 24_u8.saturating_sub(self.0.prefix_len())
    }

    /// The tenth address after the first, where cluster DNS stands by convention.
    #[must_use]
    pub fn dns_service_address(&self) -> Ipv4Addr {
        Ipv4Addr::from(u32::from(self.0.network()).saturating_add(10))
    }
}

fn overlap(one: Ipv4Net, other: Ipv4Net) -> bool {
    one.contains(&other) || other.contains(&one)
}

impl fmt::Display for Cidr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl serde::Serialize for Cidr {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_bits_are_refused_and_the_hint_is_the_range_meant() {
        let flaw = Cidr::parse("172.26.3.4/16").expect_err("host bits are set");
        assert_eq!(flaw.hint.as_deref(), Some("write 172.26.0.0/16"));
        assert!(Cidr::parse("172.26.0.0/16").is_ok());
    }

    #[test]
    fn ranges_that_others_use_are_refused_from_inside_and_from_around() {
        for taken in
            ["10.96.0.0/12", "10.0.0.0/8", "8.0.0.0/6", "127.1.0.0/16", "169.254.169.0/24", "0.0.0.0/0", "240.0.0.0/4"]
        {
            assert!(Cidr::parse(taken).is_err(), "{taken}");
        }
    }

    #[test]
    fn garbage_is_no_range() {
        for text in ["", "172.26.0.0", "172.26.0.0/33", "172.26.0/16", "fd00::/8", " 172.26.0.0/16", "no"] {
            assert!(Cidr::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_range_knows_what_it_holds() {
        let pods = Cidr::parse("172.26.0.0/16").expect("it is a range");
        assert_eq!(pods.nodes(), 256);
        assert_eq!(pods.dns_service_address(), Ipv4Addr::new(172, 26, 0, 10));
        assert!(pods.overlaps(&Cidr::parse("172.24.0.0/13").expect("it is a range")));
        assert!(!pods.overlaps(&Cidr::parse("172.25.0.0/16").expect("it is a range")));
        assert!(Cidr::parse("172.26.0.0/25").expect("it is a range").for_pods().is_err());
        assert!(Cidr::parse("100.64.0.0/10").expect("it is a range").for_services().is_err());
    }
}
