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

/// How many places there are at which a world's numbers that can be reached may begin, and how far they are apart.
const PLACES: u64 = 256;
const APART: u32 = 0x2000;

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
    private: HashMap<(Uuid, String), Pairs>,
    next_private_block: u32,
    /// The next free address in each /56.
    v6: HashMap<(Uuid, String), u128>,
    next_v6_block: u128,
    next_block: HashMap<Range, u32>,
    /// How far behind the beginnings of the ranges this world's begin.
    offset: u32,
}

impl Default for Numbering {
    fn default() -> Self {
        Self {
            // The first pair is left out: it would be the address of the whole range.
            public: Pairs::new((PUBLIC.0 + 2, PUBLIC.1)),
            private: HashMap::new(),
            next_private_block: PRIVATE.0,
            v6: HashMap::new(),
            next_v6_block: PUBLIC_V6,
            next_block: HashMap::new(),
            offset: 0,
        }
    }
}

impl Numbering {
    /// The numbers of a world with a seed. Control planes of worlds that are served at the same time can only listen
    /// where no other world's does, so each seed up to [`PLACES`] begins elsewhere, the first at the very beginning.
    pub(super) fn seeded(seed: u64) -> Self {
        let place = u32::try_from(seed.saturating_sub(1) % PLACES).unwrap_or(0);
        Self::behind(place * APART)
    }

    /// Numbers that begin so far behind the beginnings of the ranges.
    pub(super) fn behind(offset: u32) -> Self {
        Self { public: Pairs::new((PUBLIC.0 + 2 + offset, PUBLIC.1)), offset, ..Self::default() }
    }

    /// How far behind the beginnings of the ranges these begin.
    pub(super) const fn offset(&self) -> u32 {
        self.offset
    }

    /// The first block of a range. Neither the first nor the last address of a range is given away: they look like a
    /// network and its broadcast.
    const fn first_block(&self, range: Range) -> u32 {
        let offset = if matches!(range, Range::PrivateReserved) { 0 } else { self.offset };
        range.bounds().0 + 16 + offset
    }

    /// A /31 for a machine's public side: its first address is the gateway, its second the machine.
    pub(super) fn public(&mut self) -> Option<Ipv4Addr> {
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
        let (_, end) = range.bounds();
        let first = self.first_block(range);
        let next = self.next_block.entry(range).or_insert(first);
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
        let first = self.first_block(range);
        let next = self.next_block.entry(range).or_insert(first);
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
        let mut before = Numbering::default();
        let project = Uuid::from_u128(1);
        let mut used: Vec<Ipv4Addr> = (0..200).filter_map(|_| before.private(project, "ewr1")).collect();
        used.extend((0..3).filter_map(|_| before.public()));
        let block = before.block(Range::Elastic, 4).unwrap();
        used.sort();
        used.dedup();
        assert_eq!(used.len(), 203);
        // One in the middle was given back.
        used.remove(20);

        let mut after = Numbering::default();
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
    fn worlds_of_different_seeds_do_not_share_addresses() {
        let [mut one, mut other] = [1, 2].map(Numbering::seeded);
        assert_eq!(one.public(), Numbering::default().public());
        assert_ne!(one.public(), other.public());
        assert_ne!(one.block(Range::Elastic, 1), other.block(Range::Elastic, 1));
        let mut again = Numbering::behind(other.offset());
        assert_eq!(again.public(), Numbering::seeded(2).public());
        assert!(Numbering::seeded(u64::MAX).public().is_some());
    }

    #[test]
    fn blocks_begin_at_multiples_of_their_size() {
        let mut numbering = Numbering::default();
        numbering.block(Range::Elastic, 1);
        let block = numbering.block(Range::Elastic, 8).unwrap();
        assert_eq!(u32::from(block) % 8, 0);
        assert_eq!(block.octets()[0], 127);
    }
}
