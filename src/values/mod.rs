//! Values that checked themselves: one that exists is valid.
//!
//! Each type has `parse`, which gives the value or the [`Flaw`](crate::problem::Flaw)
//! that stands against it. Settings and manifests read with the same types, so
//! that a name refused in one is refused in the other, in the same words.

mod cidr;
mod cluster_name;
mod image;
mod location;
mod period;
mod plain_text;
mod project_id;
mod ssh_key;
mod version;

pub use cidr::Cidr;
pub use cluster_name::{ClusterName, MACHINE_NAME_LIMIT};
pub use image::Image;
pub use location::{Facility, Metro};
pub use period::Period;
pub use plain_text::{BillingCycle, DomainName, Slug, refuse_control_characters};
pub use project_id::ProjectId;
pub use ssh_key::SshPublicKey;
pub use version::KubernetesVersion;

/// Gives a value type its plain face: the text it was made from.
macro_rules! text_value {
    ($type:ident) => {
        impl $type {
            /// The value as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    };
}
use text_value;
