//! Ids and whatever else the service made up: random to look at, the same again for the same seed.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Makes ids, passwords and hardware addresses.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "u64", into = "u64")]
pub(super) struct Identities(fastrand::Rng);

impl From<u64> for Identities {
    fn from(position: u64) -> Self {
        Self(fastrand::Rng::with_seed(position))
    }
}

impl From<Identities> for u64 {
    fn from(identities: Identities) -> Self {
        identities.0.get_seed()
    }
}

impl Identities {
    /// The same seed gives the same ids in the same order.
    pub(super) fn seeded(seed: u64) -> Self {
        seed.into()
    }

    /// Another source, which depends on this one only now.
    pub(super) fn branch(&mut self) -> Self {
        Self(self.0.fork())
    }

    /// A new id, a UUID of version 4.
    pub(super) fn id(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(self.0.u128(..).to_be_bytes()).into_uuid()
    }

    /// As many lower-case letters and digits.
    pub(super) fn letters(&mut self, count: usize) -> String {
        std::iter::repeat_with(|| self.0.alphanumeric().to_ascii_lowercase()).take(count).collect()
    }

    /// As many lower-case hexadecimal digits.
    pub(super) fn hexadecimal(&mut self, count: usize) -> String {
        std::iter::repeat_with(|| self.0.digit(16)).take(count).collect()
    }

    /// The hardware address of a network port, with the maker's prefix that Packet's machines had.
    pub(super) fn mac(&mut self) -> String {
        let [.., third, second, first] = self.0.u32(..).to_be_bytes();
        format!("0c:c4:7a:{third:02x}:{second:02x}:{first:02x}")
    }

    /// A number in `0..bound`.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        self.0.u32(0..bound.max(1))
    }
}

/// An id that is always the same for something `named` that belongs to an `owner`.
///
/// A UUID of version 4 all the same: Terraform's provider refuses any other where one names
/// a payment method, an organization or the block that a machine's address comes from.
pub(super) fn derived(owner: Uuid, named: &[u8]) -> Uuid {
    uuid::Builder::from_random_bytes(Uuid::new_v5(&owner, named).into_bytes()).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_a_history_and_a_position_goes_on_with_it() {
        let mut first = Identities::seeded(7);
        let begun = [first.id(), first.id()];
        let mut again = Identities::seeded(7);
        assert_eq!(begun, [again.id(), again.id()]);
        let mut resumed = Identities::from(u64::from(first.clone()));
        assert_eq!(first.mac(), resumed.mac());
        assert_eq!(begun[0].get_version_num(), 4);
    }

    #[test]
    fn a_derived_id_depends_on_owner_and_name_and_looks_like_any_other() {
        let [one, other] = [Uuid::from_u128(1), Uuid::from_u128(2)];
        assert_eq!(derived(one, b"a"), derived(one, b"a"));
        assert_ne!(derived(one, b"a"), derived(one, b"b"));
        assert_ne!(derived(one, b"a"), derived(other, b"a"));
        assert_eq!(derived(one, b"a").get_version(), Some(uuid::Version::Random));
        assert_eq!(derived(one, b"a").get_variant(), uuid::Variant::RFC4122);
    }
}
