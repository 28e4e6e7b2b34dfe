//! Devices: what was ordered, what it is now, and what happens to it next.

use super::address::Address;
use super::kubernetes::Membership;
use super::lifecycle::Step;
use super::machine::Machine;
use super::provisioning::{Milestone, PHONED_HOME};
use crate::sim::identity::Identities;
use crate::sim::table::Row;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use uuid::Uuid;

/// The states of a device (OpenAPI `Device.state`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sim) enum State {
    Queued,
    Provisioning,
    Active,
    Inactive,
    Failed,
    Deprovisioning,
    Reinstalling,
    PoweringOn,
    PoweringOff,
}

/// What was ordered: a request that was checked, with every name resolved.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sim) struct Order {
    pub(in crate::sim) project: Uuid,
    /// Made from the id where none was given.
    pub(in crate::sim) hostname: Option<String>,
    pub(in crate::sim) description: Option<String>,
    /// Slugs and codes of the catalogue.
    pub(in crate::sim) plan: String,
    pub(in crate::sim) operating_system: String,
    pub(in crate::sim) facility: String,
    pub(in crate::sim) billing_cycle: String,
    /// Where a custom image lies.
    pub(in crate::sim) image_url: Option<String>,
    pub(in crate::sim) userdata: String,
    pub(in crate::sim) customdata: serde_json::Value,
    pub(in crate::sim) tags: Vec<String>,
    pub(in crate::sim) features: Vec<String>,
    /// The keys that are installed.
    pub(in crate::sim) keys: Vec<Uuid>,
    /// The reserved machine that was asked for.
    pub(in crate::sim) hardware: Option<Uuid>,
    /// Which addresses it is born with.
    pub(in crate::sim) addresses: Vec<BirthAddress>,
    pub(in crate::sim) ipxe_script_url: Option<String>,
    pub(in crate::sim) always_pxe: bool,
    pub(in crate::sim) locked: bool,
    pub(in crate::sim) network_frozen: bool,
    pub(in crate::sim) spot_price_max: Option<f64>,
    pub(in crate::sim) termination_time: Option<Timestamp>,
    pub(in crate::sim) storage: Option<serde_json::Value>,
}

/// An address that a device is born with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sim) enum BirthAddress {
    PublicV4,
    PrivateV4,
    PublicV6,
    /// A public IPv4 block that the project reserved before.
    Reserved(Uuid),
}

/// A device.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::sim) struct Device {
    pub(in crate::sim) id: Uuid,
    pub(in crate::sim) project: Uuid,
    pub(in crate::sim) hostname: String,
    pub(in crate::sim) state: State,
    pub(in crate::sim) order: Order,
    pub(in crate::sim) machine: Machine,
    pub(in crate::sim) addresses: Vec<Address>,
    pub(in crate::sim) milestones: Vec<Milestone>,
    /// What happens by itself, soonest first.
    pub(in crate::sim) steps: Vec<(Timestamp, Step)>,
    pub(in crate::sim) root_password: Option<String>,
    /// What its user-data makes of it, where that is for kubeadm.
    #[serde(default)]
    pub(in crate::sim) kubernetes: Option<Membership>,
    pub(in crate::sim) batch: Option<Uuid>,
    /// What happens to the device by itself takes its ids from here, so that when it does changes no other's.
    pub(in crate::sim) identities: Identities,
    pub(in crate::sim) created_at: Timestamp,
    pub(in crate::sim) updated_at: Timestamp,
    /// How often it may have changed.
    #[serde(skip)]
    pub(in crate::sim) version: u64,
}

impl Row for Device {
    const TABLE: &'static str = "devices";

    fn id(&self) -> Uuid {
        self.id
    }

    fn touched(&mut self) {
        self.version += 1;
    }
}

impl Device {
    /// The first eight digits of the id.
    pub(in crate::sim) fn short_id(&self) -> String {
        short(self.id)
    }

    /// The device and its project, as events want them.
    pub(in crate::sim) const fn whereabouts(&self) -> (Uuid, Uuid) {
        (self.id, self.project)
    }

    /// Whether it is on the way to being active for the first time, or after a reinstall.
    pub(in crate::sim) const fn is_being_installed(&self) -> bool {
        matches!(self.state, State::Queued | State::Provisioning | State::Reinstalling)
    }

    /// The seconds from its order until it was up; none before it is.
    pub(in crate::sim) fn provisioned_in(&self) -> Option<f64> {
        let (_, at) = self.milestones.get(PHONED_HOME)?.happened?;
        Some(at.duration_since(self.created_at).as_secs_f64())
    }

    /// Whether an address is one of this machine's.
    pub(in crate::sim) fn has_address(&self, address: IpAddr) -> bool {
        self.addresses.iter().any(|own| own.address == address)
    }
}

/// The first eight digits of an id.
pub(in crate::sim) fn short(id: Uuid) -> String {
    id.simple().to_string().chars().take(8).collect()
}
