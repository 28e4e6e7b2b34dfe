//! What the service says of a device.

use super::address::Address;
use super::page::Entry;
use super::wire;
use super::word::words;
use jiff::Timestamp;
use serde::Deserialize;

words! {
    /// What a device is doing (OpenAPI `Device.state`).
    DeviceState {
        /// Ordered, not yet begun.
        Queued = "queued",
        /// Being installed.
        Provisioning = "provisioning",
        /// Up; its user-data may still be running.
        Active = "active",
        /// Powered off.
        Inactive = "inactive",
        /// Installing failed. An on-demand machine vanishes soon after.
        Failed = "failed",
        /// Being wiped after a delete.
        Deprovisioning = "deprovisioning",
        /// Being installed anew.
        Reinstalling = "reinstalling",
        /// On its way to active.
        PoweringOn = "powering_on",
        /// On its way to inactive.
        PoweringOff = "powering_off",
        /// Gone.
        Deleted = "deleted",
    }
}

/// A device as a look or a list gives it (OpenAPI `Device`).
///
/// It has no place for `userdata` and `root_password`, so that neither is kept by accident: user-data is read by
/// [`Client::get_userdata`](super::Client::get_userdata) only.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Device {
    /// The id, a UUID.
    pub id: String,
    /// What it is doing.
    pub state: DeviceState,
    /// The first eight digits of the id.
    #[serde(default)]
    pub short_id: Option<String>,
    /// The host name; not unique.
    #[serde(default)]
    pub hostname: Option<String>,
    /// What somebody wrote about it.
    #[serde(default)]
    pub description: Option<String>,
    /// Its tags.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub tags: Vec<String>,
    /// Whether deleting and reinstalling it are refused.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub locked: bool,
    /// The slug of its plan.
    #[serde(default, deserialize_with = "wire::code")]
    pub plan: Option<String>,
    /// The slug of its operating system.
    #[serde(default, deserialize_with = "wire::code")]
    pub operating_system: Option<String>,
    /// The code of its facility.
    #[serde(default, deserialize_with = "wire::code")]
    pub facility: Option<String>,
    /// The code of its metro.
    #[serde(default, deserialize_with = "wire::code")]
    pub metro: Option<String>,
    /// How it is billed: `hourly`, `daily`, `monthly` or `yearly`.
    #[serde(default)]
    pub billing_cycle: Option<String>,
    /// Its addresses; empty at first.
    #[serde(default, deserialize_with = "wire::or_default", rename = "ip_addresses")]
    pub addresses: Vec<Address>,
    /// How far installing it is, from 0 to 100.
    #[serde(default, deserialize_with = "wire::number")]
    pub provisioning_percentage: Option<f64>,
    /// When it was ordered.
    #[serde(default, deserialize_with = "wire::time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "wire::time")]
    pub updated_at: Option<Timestamp>,
    /// When the service will take it back.
    #[serde(default, deserialize_with = "wire::time")]
    pub termination_time: Option<Timestamp>,
    /// The id of the reservation whose hardware it is.
    #[serde(default, deserialize_with = "wire::id")]
    pub hardware_reservation: Option<String>,
    /// The id of its project.
    #[serde(default, deserialize_with = "wire::id")]
    pub project: Option<String>,
    /// The ids of the keys put on it.
    #[serde(default, deserialize_with = "wire::ids")]
    pub ssh_keys: Vec<String>,
}

impl Entry for Device {
    const MEMBER: &'static str = "devices";

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
}

impl Device {
    /// The public IPv4 address it was born with, once it has one.
    #[must_use]
    pub fn public_address(&self) -> Option<&str> {
        self.own_address(true)
    }

    /// The private IPv4 address it was born with, once it has one.
    #[must_use]
    pub fn private_address(&self) -> Option<&str> {
        self.own_address(false)
    }

    /// Elastic addresses are told from a machine's own by `management`, which is false on them.
    fn own_address(&self, public: bool) -> Option<&str> {
        let own = |address: &&Address| {
            address.management && address.public == public && address.address_family.unwrap_or(4) == 4
        };
        self.addresses.iter().find(own)?.address.as_deref()
    }

    /// Whether it carries a tag.
    #[must_use]
    pub fn has_tag(&self, tag: &str) -> bool {
        self.tags.iter().any(|own| own == tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_device_is_read_without_its_secrets_and_with_whatever_else_it_has() {
        let device: Device = serde_json::from_value(json!({
            "id": "d1", "state": "active", "short_id": "d1", "hostname": "node", "description": null,
            "tags": ["a", "b"], "userdata": "hunter2", "root_password": "hunter3", "customdata": {},
            "plan": {"id": "p", "slug": "c3.small.x86", "specs": {}}, "metro": {"code": "da"},
            "facility": {"code": "da11", "metro": {"code": "da"}}, "operating_system": {"slug": "ubuntu_22_04"},
            "created_at": "2020-01-01T00:00:00Z", "provisioning_percentage": 57.14, "brand_new": [1, {"x": null}],
            "hardware_reservation": {"href": "/metal/v1/hardware-reservations/r1"}, "project": {"href": "/projects/p1"},
            "ssh_keys": [{"href": "/ssh-keys/k1"}], "volumes": [], "locked": null,
            "ip_addresses": [
                {"id": "i0", "address": "10.1.0.3", "address_family": 4, "public": false, "management": true},
                {"id": "i1", "address": "147.75.0.9", "address_family": 4, "public": true, "management": false},
                {"id": "i2", "address": "2604::1", "address_family": 6, "public": true, "management": true},
                {"id": "i3", "address": "147.75.0.1", "address_family": 4, "public": true, "management": true}]
        }))
        .unwrap();
        assert_eq!(device.public_address(), Some("147.75.0.1"));
        assert_eq!(device.private_address(), Some("10.1.0.3"));
        assert_eq!(device.facility.as_deref(), Some("da11"));
        assert_eq!(device.hardware_reservation.as_deref(), Some("r1"));
        assert!(device.has_tag("b") && !device.has_tag("c"));
        assert!(!format!("{device:?}").contains("hunter"));
    }

    #[test]
    fn a_new_state_is_kept_and_a_missing_one_is_an_error() {
        let read = |value| serde_json::from_value::<Device>(value);
        let device = read(json!({"id": "d", "state": "rebuilding"})).unwrap();
        assert_eq!(device.state, DeviceState::Other("rebuilding".into()));
        assert_eq!(device.state.to_string(), "rebuilding");
        assert!(read(json!({"id": "d"})).is_err() && read(json!({"state": "active"})).is_err());
    }
}
