//! The life of a device: ordered, provisioned, used, taken down, gone.

use super::device::{Device, Order, State, short};
use super::kubernetes::Progress;
use super::ledger::{End, Entry, Kind};
use super::machine::Machine;
use super::provisioning::{self, COUNT, NETWORK, PATIENCE, PHONED_HOME, STARTED};
use super::{Due, World};
use crate::sim::catalogue;
use crate::sim::time::seconds_later;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use uuid::Uuid;

/// Simulated seconds that turning a machine on or off takes.
const POWER: f64 = 15.0;
/// Simulated seconds that the disks of a machine on demand take to be wiped, as far as its user sees.
const WIPE: f64 = 30.0;
/// The same for reserved hardware: four minutes were told in 2019.
const WIPE_RESERVED: f64 = 240.0;
/// Simulated seconds that a failed machine on demand is still seen.
const FAILED_IS_SEEN: f64 = 60.0;
/// Simulated seconds after which the root password is no longer shown (OpenAPI `Device.root_password`).
const PASSWORD_IS_SHOWN: f64 = 24.0 * 3600.0;

/// Something that happens to a device by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sim) enum Step {
    /// The next milestone comes.
    Milestone(usize),
    /// Provisioning fails, for a reason.
    Fail(String),
    /// The platform takes a failed machine away.
    Vanish,
    /// It is off.
    PoweredOff,
    /// It is on.
    PoweredOn,
    /// It was rebooted.
    Rebooted,
    /// The disks are wiped.
    Wiped,
    /// It is gone.
    Gone,
    /// The root password is no longer shown.
    HidePassword,
    /// The time it was ordered for is over.
    Terminate,
    /// Its user-data gets on.
    Kubernetes(Progress),
}

impl World {
    /// Orders a device: from now on it is queued, seen and paid for.
    pub(in crate::sim) fn order_device(&mut self, order: Order) -> Uuid {
        let id = self.identities.id();
        let mut identities = self.identities.branch();
        let now = self.now;
        let hostname = order.hostname.clone().unwrap_or_else(|| format!("{}.packethost.net", short(id)));
        let price = match order.hardware {
            Some(_) => 0.0,
            None => catalogue::plan(&order.plan).map_or(0.0, |plan| plan.price),
        };
        match order.hardware {
            None => self.stock.take(&order.facility, &order.plan),
            Some(hardware) => self.occupy_hardware(hardware, Some(id)),
        }
        self.enter(Entry {
            tags: order.tags.clone(),
            price_per_hour: price,
            ..Entry::new(Kind::Device, id, &hostname, order.project)
        });
        let end = order.termination_time;
        self.devices.insert(Device {
            id,
            project: order.project,
            hostname,
            state: State::Queued,
            machine: Machine::new(&mut identities),
            addresses: Vec::new(),
            milestones: provisioning::to_come(),
            steps: Vec::new(),
            root_password: None,
            kubernetes: None,
            batch: None,
            created_at: now,
            updated_at: now,
            identities,
            version: 0,
            order,
        });
        self.plan_milestones(id);
        if let Some(end) = end {
            self.plan_step(id, end.max(now), Step::Terminate);
        }
        id
    }

    /// Plans every milestone from now on.
    fn plan_milestones(&mut self, id: Uuid) {
        let whole = self.conditions.provisioning.as_secs_f64();
        let Some(device) = self.devices.edit(id) else { return };
        // No two machines take equally long.
        let pace = 1.0 + f64::from(device.identities.below(100)) / 2_000.0;
        for milestone in 0..COUNT {
            let seconds = whole * pace * provisioning::share(milestone);
            self.plan_step(id, seconds_later(self.now, seconds), Step::Milestone(milestone));
        }
    }

    /// Notes that something happens to a device.
    pub(in crate::sim) fn plan_step(&mut self, id: Uuid, at: Timestamp, step: Step) {
        if let Some(device) = self.devices.edit(id) {
            device.steps.push((at, step));
            device.steps.sort_by_key(|(at, _)| *at);
            self.plan(at, Due::Device(id));
        }
    }

    /// Does all that is due for a device now.
    pub(super) fn step_device(&mut self, id: Uuid) {
        let now = self.now;
        while self.devices.get(id).and_then(|device| device.steps.first()).is_some_and(|(at, _)| *at <= now) {
            let Some(device) = self.devices.edit(id) else { return };
            let (_, step) = device.steps.remove(0);
            device.updated_at = now;
            let here = device.whereabouts();
            self.take_step(here, step);
        }
    }

    fn take_step(&mut self, here: (Uuid, Uuid), step: Step) {
        let id = here.0;
        match step {
            Step::Milestone(milestone) => self.pass_milestone(id, milestone),
            Step::Fail(reason) => self.fail_device(id, &reason),
            Step::Vanish => self.remove_device(id, End::Vanished),
            Step::PoweredOff => self.change(here, State::Inactive, "power.202", "Powered off"),
            Step::PoweredOn => {
                self.change(here, State::Active, "power.204", "Powered on");
                self.resume_kubernetes(id);
            }
            Step::Rebooted => {
                self.change(here, State::Active, "power.203", "Rebooted");
                self.resume_kubernetes(id);
            }
            Step::Wiped => {
                self.record(here, "deprovisioning.306.01", "Disks wiped or wipe skipped");
            }
            Step::Gone => {
                self.record(here, "deprovisioning.306.02", "Deprovision finished, rebooting server");
                self.remove_device(id, End::Deleted);
            }
            Step::HidePassword => {
                if let Some(device) = self.devices.edit(id) {
                    device.root_password = None;
                }
            }
            // A lock holds a machine beyond its time, too (documentation).
            Step::Terminate if self.devices.get(id).is_some_and(|device| device.order.locked) => {}
            Step::Terminate => self.take_down(id),
            Step::Kubernetes(progress) => self.progress(id, progress),
        }
    }

    fn change(&mut self, here: (Uuid, Uuid), state: State, kind: &'static str, body: &'static str) {
        self.record(here, kind, body);
        if let Some(device) = self.devices.edit(here.0) {
            device.state = state;
        }
        self.watch_nodes_of(here.0);
    }

    pub(super) fn pass_milestone(&mut self, id: Uuid, number: usize) {
        if number == NETWORK {
            self.number_device(id);
        }
        let Some(device) = self.devices.edit(id) else { return };
        if number == NETWORK {
            let addresses: Vec<String> = device.addresses.iter().map(|address| address.address.to_string()).collect();
            device.milestones[number].body =
                format!("Network configured with addresses {}", addresses.join(", ")).into();
        }
        if number == STARTED && device.state == State::Queued {
            device.state = State::Provisioning;
        }
        let here = device.whereabouts();
        let (kind, body) = (device.milestones[number].kind.clone(), device.milestones[number].body.clone());
        let event = self.record(here, kind, body);
        let now = self.now;
        if let Some(device) = self.devices.edit(id) {
            device.milestones[number].happened = Some((event, now));
            if number == PHONED_HOME {
                device.state = State::Active;
                device.root_password = Some(device.identities.letters(10));
                self.plan_step(id, seconds_later(now, PASSWORD_IS_SHOWN), Step::HidePassword);
                self.begin_kubernetes(id);
            }
        }
    }

    /// A machine told that it is up: what is left of the way is behind it.
    pub(in crate::sim) fn phone_home(&mut self, id: Uuid) {
        let Some(device) = self.devices.edit(id).filter(|device| device.is_being_installed()) else { return };
        // Nor does the platform give up on it any more.
        device.steps.retain(|(_, step)| !matches!(step, Step::Fail(_)));
        self.pass_milestones(id, PHONED_HOME);
    }

    /// Passes every milestone up to the `last` one that has not come yet, now.
    pub(super) fn pass_milestones(&mut self, id: Uuid, last: usize) {
        if let Some(device) = self.devices.edit(id) {
            device.steps.retain(|(_, step)| !matches!(step, Step::Milestone(number) if *number <= last));
        }
        for milestone in 0..=last {
            if self.devices.get(id).is_some_and(|device| device.milestones[milestone].happened.is_none()) {
                self.pass_milestone(id, milestone);
            }
        }
    }

    /// Provisioning fails now; on demand, the machine is taken away soon after.
    pub(in crate::sim) fn fail_device(&mut self, id: Uuid, reason: &str) {
        let now = self.now;
        let Some(device) = self.devices.edit(id) else { return };
        device.state = State::Failed;
        device.steps.clear();
        let (here, reserved) = (device.whereabouts(), device.order.hardware.is_some());
        self.record(here, "provisioning.failed", reason.to_owned());
        self.watch_nodes_of(id);
        if !reserved {
            self.plan_step(id, seconds_later(now, FAILED_IS_SEEN), Step::Vanish);
        }
    }

    /// Provisioning gets no further; at last the platform gives up.
    pub(in crate::sim) fn stall_device(&mut self, id: Uuid) {
        let patience = self.conditions.provisioning.as_secs_f64() * PATIENCE;
        let Some(device) = self.devices.edit(id) else { return };
        device.steps.retain(|(_, step)| !matches!(step, Step::Milestone(_)));
        let gives_up = seconds_later(device.created_at, patience).max(self.now);
        self.plan_step(id, gives_up, Step::Fail("Provisioning time limit exceeded".into()));
    }

    /// Begins to take a device down.
    pub(in crate::sim) fn take_down(&mut self, id: Uuid) {
        let now = self.now;
        let Some(device) = self.devices.edit(id).filter(|device| device.state != State::Deprovisioning) else { return };
        device.state = State::Deprovisioning;
        device.updated_at = now;
        device.steps.clear();
        let elastic = device.addresses.iter().filter(|address| address.reservation.is_some());
        let elastic: Vec<Uuid> = elastic.map(|address| address.id).collect();
        let wipe = if device.order.hardware.is_some() { WIPE_RESERVED } else { WIPE };
        for address in elastic {
            self.unassign(id, address);
        }
        self.watch_nodes_of(id);
        self.plan_step(id, seconds_later(now, wipe / 2.0), Step::Wiped);
        self.plan_step(id, seconds_later(now, wipe), Step::Gone);
    }

    /// Takes a device out of the world.
    pub(in crate::sim) fn remove_device(&mut self, id: Uuid, end: End) {
        self.watch_nodes_of(id);
        self.forget_cluster(id);
        let Some(device) = self.devices.remove(id) else { return };
        for address in device.addresses.iter().filter(|address| address.reservation.is_none()) {
            if let IpAddr::V4(network) = address.network {
                self.numbering.release(device.project, &device.order.facility, network);
            }
        }
        for address in &device.addresses {
            self.forget_assignment(address);
        }
        self.remove_sessions(id);
        match device.order.hardware {
            None => self.stock.give_back(&device.order.facility, &device.order.plan),
            Some(hardware) => self.occupy_hardware(hardware, None),
        }
        self.close(id, end);
    }

    /// Gives a device another hostname, if one is given; the ledger goes with it.
    pub(in crate::sim) fn rename(&mut self, id: Uuid, hostname: Option<&str>, tags: &[String]) {
        if let (Some(device), Some(hostname)) = (self.devices.edit(id), hostname) {
            hostname.clone_into(&mut device.hostname);
        }
        if let Some(entry) = self.ledger.edit(id) {
            tags.clone_into(&mut entry.tags);
            if let Some(hostname) = hostname {
                hostname.clone_into(&mut entry.name);
            }
        }
    }

    /// Begins to turn a machine on or off, or both.
    pub(in crate::sim) fn switch_power(&mut self, id: Uuid, step: Step) {
        let (state, word) = match step {
            Step::PoweredOff => (Some(State::PoweringOff), "Power off"),
            Step::PoweredOn => (Some(State::PoweringOn), "Power on"),
            _ => (None, "Reboot"),
        };
        let Some(device) = self.devices.edit(id) else { return };
        device.state = state.unwrap_or(device.state);
        let here = device.whereabouts();
        self.record(here, "power.200", format!("{word} operation queued"));
        self.record(here, "power.201", format!("{word} operation started"));
        self.plan_step(id, seconds_later(self.now, POWER), step);
    }

    /// Begins to install a machine anew; it goes the whole way again, with the addresses it has.
    pub(in crate::sim) fn reinstall(&mut self, id: Uuid, operating_system: Option<String>) {
        let Some(device) = self.devices.edit(id) else { return };
        device.state = State::Reinstalling;
        device.milestones = provisioning::to_come();
        device.root_password = None;
        device.steps.retain(|(_, step)| matches!(step, Step::Terminate));
        if let Some(slug) = operating_system {
            device.order.operating_system = slug;
        }
        self.watch_nodes_of(id);
        self.forget_cluster(id);
        self.plan_milestones(id);
    }
}
