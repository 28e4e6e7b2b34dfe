//! The hardware below a device: ports, their addresses, the switch.

use crate::sim::identity::Identities;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A machine in its rack.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct Machine {
    /// The id of the port `bond0`.
    pub(in crate::sim) bond: Uuid,
    /// The ids and hardware addresses of `eth0` and `eth1`.
    pub(in crate::sim) ports: [(Uuid, String); 2],
    /// Short id of the switch.
    pub(in crate::sim) switch: String,
}

impl Machine {
    /// Any machine.
    pub(super) fn new(identities: &mut Identities) -> Self {
        Self {
            bond: identities.id(),
            ports: std::array::from_fn(|_| (identities.id(), identities.mac())),
            switch: identities.hexadecimal(8),
        }
    }
}
