//! How the addresses of resources are written: with the `/metal/v1` of today's name, or without, as the old name did.

use serde_json::{Value, json};

/// Under which name the API was called; what it answers names resources in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::sim) enum Links {
    /// `https://api.equinix.com/metal/v1`: links begin with `/metal/v1`.
    Metal,
    /// `https://api.packet.net`: links begin at the root.
    Packet,
}

impl Links {
    /// What stands before every path.
    pub(in crate::sim) const fn prefix(self) -> &'static str {
        match self {
            Self::Metal => "/metal/v1",
            Self::Packet => "",
        }
    }

    /// The address of one resource: `link("devices", ID)` is `/metal/v1/devices/ID`.
    pub(in crate::sim) fn link(self, collection: &str, id: impl std::fmt::Display) -> String {
        format!("{}/{collection}/{id}", self.prefix())
    }

    /// What stands for a resource that is not included: `{"href": …}`.
    pub(in crate::sim) fn reference(self, collection: &str, id: impl std::fmt::Display) -> Value {
        json!({ "href": self.link(collection, id) })
    }
}
