//! What this run has seen so far: the last looks, and what its own steps have changed since.

use super::look::Look;
use crate::bootstrap::Milestone;
use crate::packet::{Device, DeviceState, Event, EventKind};
use crate::plan::{Api, Endpoint, Node, Report, Token};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What this run knows of an order besides what is remembered.
#[derive(Debug, Clone, Default)]
pub(super) struct Note {
    /// The machine that its machine replaces.
    pub(super) replaces: Option<String>,
    /// Why its device was deleted, if that was because it failed.
    pub(super) given_up: Option<String>,
}

/// What this run has seen so far.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// The cluster's devices by id.
    pub(super) devices: BTreeMap<String, Device>,
    /// How many looks have begun.
    looks: u64,
    /// How many looks had begun when steps last changed a device: these do not know of it. Counted, since clocks jump.
    touched: BTreeMap<String, u64>,
    /// Devices that were there and are gone for good.
    pub(super) gone: BTreeSet<String>,
    /// When the newest event happened that a look has brought.
    pub(super) newest_event: Option<Timestamp>,
    /// What each device said last.
    pub(super) reports: BTreeMap<String, Report>,
    /// Since when each device is active, as far as this run saw it.
    pub(super) active_since: BTreeMap<String, Timestamp>,
    /// Whether the private keys are out of a device's user-data.
    pub(super) scrubbed: BTreeMap<String, bool>,
    /// The elastic address.
    pub(super) endpoint: Option<Endpoint>,
    /// Whether the API server answers.
    pub(super) api: Api,
    /// Since when it does.
    pub(super) answering_since: Option<Timestamp>,
    /// Orders that are announced and not answered in this run: none of them is old yet.
    pub(super) in_flight: BTreeSet<String>,
    /// What is known of orders besides.
    pub(super) notes: BTreeMap<String, Note>,
    /// Nodes that this run has drained.
    pub(super) drained: BTreeSet<String>,
    /// The cluster's nodes.
    pub(super) nodes: Vec<Node>,
    /// The token with which workers join.
    pub(super) token: Token,
    /// When Packet was last looked at.
    pub(super) looked_at: Option<Timestamp>,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            devices: BTreeMap::new(),
            looks: 0,
            touched: BTreeMap::new(),
            gone: BTreeSet::new(),
            newest_event: None,
            reports: BTreeMap::new(),
            active_since: BTreeMap::new(),
            scrubbed: BTreeMap::new(),
            endpoint: None,
            api: Api::Unknown,
            answering_since: None,
            in_flight: BTreeSet::new(),
            notes: BTreeMap::new(),
            drained: BTreeSet::new(),
            nodes: Vec::new(),
            token: Token::Unknown,
            looked_at: None,
        }
    }
}

impl Seen {
    /// Counts a look that begins, and gives its number.
    pub(super) fn begin_look(&mut self) -> u64 {
        self.looks += 1;
        self.looks
    }

    /// Notes that a step changed a device just now.
    pub(super) fn touch(&mut self, device: &str) {
        self.touched.insert(device.to_owned(), self.looks);
    }

    /// Takes the look of a number in; says whether anything changed that a user would notice.
    pub(super) fn take(&mut self, look: Look, number: u64, at: Timestamp) -> bool {
        let before: Vec<(String, DeviceState)> = self.states();
        self.touched.retain(|_, touched| *touched >= number);
        let known = std::mem::take(&mut self.devices);
        self.devices = look.devices.into_iter().map(|device| (device.id.clone(), device)).collect();
        self.devices.extend(known.into_iter().filter(|(id, _)| self.touched.contains_key(id)));
        self.gone.extend(look.gone);
        for (id, device) in &self.devices {
            // One that the list lacked for a moment is not gone.
            self.gone.remove(id);
            if device.state == DeviceState::Active {
                self.active_since.entry(id.clone()).or_insert(at);
            }
        }
        let reported = self.take_events(&look.events);
        if let Some(reservations) = look.reservations {
            let reserved = reservations.into_iter().find_map(|reservation| {
                let address = reservation.address?;
                Some(Endpoint::Reserved { id: reservation.id, address, assigned_to: None })
            });
            self.endpoint = reserved;
        }
        self.find_assignment();
        self.looked_at = Some(at);
        before != self.states() || reported
    }

    /// Forgets what was seen of the cluster itself.
    pub(super) fn forget_cluster(&mut self) {
        (self.api, self.answering_since, self.token) = (Api::Unknown, None, Token::Unknown);
        self.nodes.clear();
    }

    /// Which device the elastic address stands on is told by the devices.
    fn find_assignment(&mut self) {
        let Some(Endpoint::Reserved { address, assigned_to, .. }) = &mut self.endpoint else { return };
        let stands_on = |device: &&Device| {
            device.addresses.iter().any(|own| own.address.as_deref() == Some(address.as_str()) && !own.management)
        };
        *assigned_to = self.devices.values().find(stands_on).map(|device| device.id.clone());
    }

    fn take_events(&mut self, events: &[Event]) -> bool {
        let mut changed = false;
        for event in events {
            self.newest_event = self.newest_event.max(event.created_at);
            let Some((device, report)) = report(event) else { continue };
            let newer = self.reports.get(device).is_none_or(|last| last.at < report.at);
            if newer {
                // Of a device that this look lacks, too: no later look brings the event again.
                self.reports.insert(device.to_owned(), report);
                changed |= self.devices.contains_key(device);
            }
        }
        changed
    }

    fn states(&self) -> Vec<(String, DeviceState)> {
        self.devices.iter().map(|(id, device)| (id.clone(), device.state.clone())).collect()
    }
}

/// What a machine said of itself, if the event is that.
fn report(event: &Event) -> Option<(&str, Report)> {
    let EventKind::User(code) = &event.kind else { return None };
    let milestone = Milestone::from_code(code.parse().ok()?)?;
    let words = event.body.clone().unwrap_or_default();
    let failure = (milestone == Milestone::Failed).then_some(words);
    Some((event.device()?, Report { at: event.created_at?, phase: milestone.phase().to_owned(), failure }))
}
