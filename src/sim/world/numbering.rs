//! Which numbers are free: addresses for machines, and elastic ones.
//!
//! Public and elastic addresses lie in 127.0.0.0/8, so that on Linux each can be
//! reached at its own address; private ones lie in 10.0.0.0/8, as the service's did.
//! What is in use stands in the devices and reservations; a world that is
//! remembered takes it from there.

use std::collections::{BTreeSet, HashMap};
use std::net::{Ipv4Addr, Ipv6Addr};
use uuid::Uuid;

/// Machines: 127.64.0.0/10.
const PUBLIC: (u32, u32) = (0x7f40_0000, 0x7f80_0000);
/// Elastic addresses of a metro: 127.128.0.0/10.
const ELASTIC: (u32, u32) = (0x7f80_0000, 0x7fc0_0000);
/// Global elastic addresses: 127.192.0.0/10.
const GLOBAL: (u32, u32) = (0x7fc0_0000, 0x7fff_0000);
/// Blocks of /25 for machines: 10.64.0.0/10.
const PRIVATE: (u32, u32) = (0x0a40_0000, 0x0a80_0000);
/// Private blocks that somebody asked for: 10.192.0.0/10.
const PRIVATE_RESERVED: (u32, u32) = (0x0ac0_0000, 0x0aff_0000);
/// In how many places of a range a world may begin: behind the last one is room for a large world, too.
const PLACES: u32 = 15_000;
/// How far apart they are.
const PLACE: u32 = 256;
/// A block of private addresses of one project in one location.
const PRIVATE_BLOCK: u32 = 1 << BELOW_PRIVATE_BLOCK;
/// Public IPv6: a /56 for each project in each location, of which each machine has a /127.
const PUBLIC_V6: u128 = 0x2604_1380_4642_0000_0000_0000_0000_0000;
/// Bits of an IPv6 address that are below a /56.
pub(super) const BELOW_V6_BLOCK: u32 = 72;
/// Bits of an IPv4 address that are below a private block.
pub(super) const BELOW_PRIVATE_BLOCK: u32 = 7;

/// From which range a block is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Range {
    Elastic,
    Global,
    PrivateReserved,
}

impl Range {
    const fn bounds(self) -> (u32, u32) {
        match self {
            Self::Elastic => ELASTIC,
            Self::Global => GLOBAL,
            Self::PrivateReserved => PRIVATE_RESERVED,
        }
    }
}

/// Numbers that are handed out two at a time, and taken back.
#[derive(Debug, Default)]
struct Pairs {
    returned: BTreeSet<u32>,
    next: u32,
    end: u32,
}

impl Pairs {
    fn new((start, end): (u32, u32)) -> Self {
        Self { returned: BTreeSet::new(), next: start, end }
    }

    /// A pair that is free; those that were used before come last, so that an address does not change hands at once.
    fn take(&mut self) -> Option<u32> {
        if self.next < self.end {
            self.next += 2;
            return Some(self.next - 2);
        }
        self.returned.pop_first()
    }

    /// Notes that a pair is in use.
    fn occupy(&mut self, pair: u32) {
        if pair >= self.next {
            self.returned.extend((self.next..pair).step_by(2));
            self.next = pair + 2;
        } else {
            self.returned.remove(&pair);
        }
    }
}

/// What is free.
#[derive(Debug)]
pub(super) struct Numbering {
    public: Pairs,
    /// Whether it is known from where on public pairs are in use.
    is_public_begun: bool,
    /// How far behind the start of a range the first number is.
    offset: u32,
    private: HashMap<(Uuid, String), Pairs>,
    next_private_block: u32,
    /// The next free address in each /56.
    v6: HashMap<(Uuid, String), u128>,
    next_v6_block: u128,
    next_block: HashMap<Range, u32>,
}

impl Numbering {
    /// Numbers from a place in each range that depends on the seed: worlds that run side by side on one machine rarely
    /// want to listen at the same address.
    pub(super) fn seeded(seed: u64) -> Self {
        let offset = fastrand::Rng::with_seed(seed).u32(..PLACES) * PLACE;
        Self {
            // The first pair is left out: it would be the address of the whole range.
            public: Pairs::new((PUBLIC.0 + 2 + offset, PUBLIC.1)),
            is_public_begun: false,
            offset,
            private: HashMap::new(),
            next_private_block: PRIVATE.0,
            v6: HashMap::new(),
            next_v6_block: PUBLIC_V6,
            next_block: HashMap::new(),
        }
    }

    /// A /31 for a machine's public side: its first address is the gateway, its second the machine.
    pub(super) fn public(&mut self) -> Option<Ipv4Addr> {
        self.is_public_begun = true;
        self.public.take().map(Ipv4Addr::from)
    }

    /// A /31 for a machine's private side, inside the blocks of its project in its location.
    pub(super) fn private(&mut self, project: Uuid, location: &str) -> Option<Ipv4Addr> {
        let pairs = self.private.entry((project, location.to_owned())).or_default();
        if let Some(pair) = pairs.take() {
            return Some(pair.into());
        }
        let start = self.next_private_block;
        if start >= PRIVATE.1 {
            return None;
        }
        self.next_private_block += PRIVATE_BLOCK;
        (pairs.next, pairs.end) = (start, start + PRIVATE_BLOCK);
        pairs.take().map(Ipv4Addr::from)
    }

    /// A /127 for a machine, inside the /56 of its project in its location.
    pub(super) fn public_v6(&mut self, project: Uuid, location: &str) -> Ipv6Addr {
        let next = self.v6.entry((project, location.to_owned())).or_insert_with(|| {
            self.next_v6_block += 1 << BELOW_V6_BLOCK;
            self.next_v6_block
        });
        *next += 2;
        (*next - 2).into()
    }

    /// A block of `size` addresses, a power of two, beginning at a multiple of it.
    pub(super) fn block(&mut self, range: Range, size: u32) -> Option<Ipv4Addr> {
        let (start, end) = range.bounds();
        let offset = if range == Range::Elastic { self.offset } else { 0 };
        // Neither the first nor the last address of a range: they look like a network and its broadcast.
        let next = self.next_block.entry(range).or_insert(start + offset + 16);
        let block = next.next_multiple_of(size.max(1));
        if block.checked_add(size)? > end {
            return None;
        }
        *next = block + size;
        Some(block.into())
    }

    /// Takes back what a machine had.
    pub(super) fn release(&mut self, project: Uuid, location: &str, network: Ipv4Addr) {
        let pair = u32::from(network);
        if (PUBLIC.0..PUBLIC.1).contains(&pair) {
            self.public.returned.insert(pair);
        } else if let Some(pairs) = self.private.get_mut(&(project, location.to_owned())) {
            pairs.returned.insert(pair);
        }
    }

    /// Notes that a machine has this /31. Those that are remembered must come in ascending order.
    pub(super) fn occupy(&mut self, project: Uuid, location: &str, network: Ipv4Addr) {
        let pair = u32::from(network);
        if (PUBLIC.0..PUBLIC.1).contains(&pair) {
            // The first one tells where the world began, which may have had another seed.
            if !std::mem::replace(&mut self.is_public_begun, true) {
                self.public.next = pair;
            }
            self.public.occupy(pair);
            return;
        }
        let block = pair / PRIVATE_BLOCK * PRIVATE_BLOCK;
        let pairs = self.private.entry((project, location.to_owned())).or_default();
        if pairs.end != block + PRIVATE_BLOCK {
            // What is left of an earlier block stays free.
            let rest: Vec<u32> = (pairs.next..pairs.end).step_by(2).collect();
            pairs.returned.extend(rest);
            (pairs.next, pairs.end) = (block, block + PRIVATE_BLOCK);
        }
        pairs.occupy(pair);
        self.next_private_block = self.next_private_block.max(block + PRIVATE_BLOCK);
    }

    /// Notes that a machine has this /127.
    pub(super) fn occupy_v6(&mut self, project: Uuid, location: &str, network: Ipv6Addr) {
        let network = u128::from(network);
        let next = self.v6.entry((project, location.to_owned())).or_default();
        *next = (*next).max(network + 2);
        self.next_v6_block = self.next_v6_block.max(network >> BELOW_V6_BLOCK << BELOW_V6_BLOCK);
    }

    /// Notes that a block is in use.
    pub(super) fn occupy_block(&mut self, range: Range, network: Ipv4Addr, size: u32) {
        let (start, _) = range.bounds();
        let next = self.next_block.entry(range).or_insert(start + 16);
        *next = (*next).max(u32::from(network).saturating_add(size));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_changes_hands_only_when_no_other_is_left() {
        let mut pairs = Pairs::new((0, 6));
        assert_eq!([pairs.take(), pairs.take()], [Some(0), Some(2)]);
        pairs.returned.insert(0);
        assert_eq!([pairs.take(), pairs.take(), pairs.take()], [Some(4), Some(0), None]);
    }

    #[test]
    fn what_is_remembered_is_not_handed_out_again() {
        let mut before = Numbering::seeded(0);
        let project = Uuid::from_u128(1);
        let mut used: Vec<Ipv4Addr> = (0..200).filter_map(|_| before.private(project, "ewr1")).collect();
        used.extend((0..3).filter_map(|_| before.public()));
        let block = before.block(Range::Elastic, 4).unwrap();
        used.sort();
        used.dedup();
        assert_eq!(used.len(), 203);
        // One in the middle was given back.
        used.remove(20);

        let mut after = Numbering::seeded(0);
        for network in &used {
            after.occupy(project, "ewr1", *network);
        }
        after.occupy_block(Range::Elastic, block, 4);
        for _ in 0..300 {
            assert!(!used.contains(&after.private(project, "ewr1").unwrap()));
            assert!(!used.contains(&after.public().unwrap()));
        }
        assert!(after.block(Range::Elastic, 1).unwrap() >= Ipv4Addr::from(u32::from(block) + 4));
    }

    #[test]
    fn blocks_begin_at_multiples_of_their_size() {
        let mut numbering = Numbering::seeded(0);
        numbering.block(Range::Elastic, 1);
        let block = numbering.block(Range::Elastic, 8).unwrap();
        assert_eq!(u32::from(block) % 8, 0);
        assert_eq!(block.octets()[0], 127);
    }
}
