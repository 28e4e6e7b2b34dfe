//! What this run has seen so far: the last looks, and what its own steps have changed since.

use super::look::Look;
use crate::bootstrap::Milestone;
use crate::packet::{AddressReservation, Device, DeviceState, Event, EventKind};
use crate::plan::{Api, Endpoint, Node, Report, SpareEndpoint, Token};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// How far behind the newest events others may still come.
const EVENTS_COME_LATE: SignedDuration = SignedDuration::from_secs(10);

/// How far Packet's clock may be behind ours.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(5);

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
    /// How many looks have begun, and when the last of them did.
    looks: u64,
    last_began: Option<Timestamp>,
    /// How many looks had begun when steps last changed a device: these do not know of it. Counted, since clocks jump.
    touched: BTreeMap<String, u64>,
    /// The same of the elastic address.
    endpoint_touched: u64,
    /// Devices that were there and are gone for good.
    pub(super) gone: BTreeSet<String>,
    /// What each device said last.
    pub(super) reports: BTreeMap<String, Report>,
    /// When the newest event that was seen happened, by Packet's clock.
    newest_event: Option<Timestamp>,
    /// Since when each device is active, as far as this run saw it.
    pub(super) active_since: BTreeMap<String, Timestamp>,
    /// Whether the private keys are out of a device's user-data.
    pub(super) scrubbed: BTreeMap<String, bool>,
    /// The elastic address.
    pub(super) endpoint: Option<Endpoint>,
    /// Addresses besides.
    pub(super) spare_endpoints: Vec<SpareEndpoint>,
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
    /// When that look began: of what took effect later it knows nothing.
    looked_from: Option<Timestamp>,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            devices: BTreeMap::new(),
            looks: 0,
            last_began: None,
            touched: BTreeMap::new(),
            endpoint_touched: 0,
            gone: BTreeSet::new(),
            reports: BTreeMap::new(),
            newest_event: None,
            active_since: BTreeMap::new(),
            scrubbed: BTreeMap::new(),
            endpoint: None,
            spare_endpoints: Vec::new(),
            api: Api::Unknown,
            answering_since: None,
            in_flight: BTreeSet::new(),
            notes: BTreeMap::new(),
            drained: BTreeSet::new(),
            nodes: Vec::new(),
            token: Token::Unknown,
            looked_at: None,
            looked_from: None,
        }
    }
}

impl Seen {
    /// Counts a look that begins, and gives its number.
    pub(super) fn begin_look(&mut self, at: Timestamp) -> u64 {
        self.looks += 1;
        self.last_began = Some(at);
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
        if let Some(reservations) = look.reservations
            && self.endpoint_touched < number
        {
            self.take_reservations(reservations);
        }
        self.find_assignment();
        self.looked_at = Some(at);
        if number == self.looks {
            self.looked_from = self.last_began;
        }
        before != self.states() || reported
    }

    /// Takes in what is reserved: the first address that can be used is the cluster's, all others are told.
    fn take_reservations(&mut self, reservations: Vec<AddressReservation>) {
        self.endpoint = None;
        self.spare_endpoints.clear();
        for reservation in reservations {
            let is_usable = reservation.is_usable();
            let AddressReservation { id, address, .. } = reservation;
            let address = address.filter(|_| is_usable);
            match address {
                Some(address) if self.endpoint.is_none() => {
                    self.endpoint = Some(Endpoint::Reserved { id, address, assigned_to: None });
                }
                address => self.spare_endpoints.push(SpareEndpoint { id, address }),
            }
        }
    }

    /// How long before a moment the last look began; none before there was one.
    pub(super) fn age_of_look(&self, at: Timestamp) -> Option<SignedDuration> {
        // A clock that was set back makes it no younger than that moment.
        self.looked_from.map(|from| at.duration_since(from).max(SignedDuration::ZERO))
    }

    /// Takes in that the elastic address was reserved just now.
    pub(super) fn reserve(&mut self, id: String, address: String) {
        self.endpoint_touched = self.looks;
        self.endpoint = Some(Endpoint::Reserved { id, address, assigned_to: None });
    }

    /// Takes in that a reservation was given back.
    pub(super) fn release(&mut self, reservation: &str) {
        self.endpoint_touched = self.looks;
        self.spare_endpoints.retain(|spare| spare.id != reservation);
        if matches!(&self.endpoint, Some(Endpoint::Reserved { id, .. }) if id == reservation) {
            self.endpoint = None;
        }
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

    /// Since when events are of interest that nobody has seen, for machines of which the first was ordered at a time.
    pub(super) fn events_since(&self, first_order: Timestamp) -> Timestamp {
        match self.newest_event {
            Some(newest) => newest - EVENTS_COME_LATE,
            None => first_order - CLOCKS_DIFFER,
        }
    }

    fn take_events(&mut self, events: &[Event]) -> bool {
        let mut changed = false;
        for event in events {
            self.newest_event = self.newest_event.max(event.created_at);
            let Some((device, report)) = report(event) else { continue };
            if !self.devices.contains_key(device) {
                continue;
            }
            let newer = self.reports.get(device).is_none_or(|last| last.at < report.at);
            if newer {
                self.reports.insert(device.to_owned(), report);
                changed = true;
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn device(id: &str, state: &str) -> Device {
        serde_json::from_value(json!({ "id": id, "state": state })).unwrap()
    }

    fn reservation(id: &str, state: &str, address: Option<&str>) -> AddressReservation {
        serde_json::from_value(json!({ "id": id, "state": state, "address": address })).unwrap()
    }

    fn look(devices: Vec<Device>) -> Look {
        Look { devices, gone: BTreeSet::new(), events: Vec::new(), reservations: None }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    #[test]
    fn a_look_from_before_a_step_does_not_hide_what_the_step_did_whatever_the_clock_says() {
        let mut seen = Seen::default();
        let before = seen.begin_look(at(0));
        seen.devices.insert("d".into(), device("d", "queued"));
        seen.touch("d");
        assert!(!seen.take(look(Vec::new()), before, at(100)), "nothing changed");
        assert!(seen.devices.contains_key("d"));
        let after = seen.begin_look(at(0));
        // The clock was set back by an hour meanwhile.
        assert!(seen.take(look(vec![device("d", "active")]), after, at(-3500)));
        assert_eq!(seen.devices["d"].state, DeviceState::Active);
        let last = seen.begin_look(at(0));
        seen.take(look(Vec::new()), last, at(-3400));
        assert!(seen.devices.is_empty());
    }

    #[test]
    fn of_several_reservations_one_is_used_and_all_are_known() {
        let mut seen = Seen::default();
        let reservations = vec![reservation("r1", "pending", None), reservation("r2", "created", Some("147.75.0.1"))]
            .into_iter()
            .chain([reservation("r3", "created", Some("147.75.0.2"))])
            .collect();
        let number = seen.begin_look(at(0));
        seen.take(Look { reservations: Some(reservations), ..look(Vec::new()) }, number, at(0));
        assert!(matches!(&seen.endpoint, Some(Endpoint::Reserved { id, .. }) if id == "r2"));
        let spare: Vec<&str> = seen.spare_endpoints.iter().map(|spare| spare.id.as_str()).collect();
        assert_eq!(spare, ["r1", "r3"]);
        seen.release("r2");
        seen.release("r3");
        assert_eq!((seen.endpoint.is_none(), seen.spare_endpoints.len()), (true, 1));
    }

    #[test]
    fn events_are_asked_for_once_but_for_those_that_come_late() {
        let mut seen = Seen::default();
        assert!(seen.events_since(at(0)) < at(0), "Packet's clock may be behind");
        let event = json!({ "id": "e", "type": "user.1001", "created_at": "2023-11-14T23:13:20Z" });
        let events = vec![serde_json::from_value(event).unwrap()];
        let number = seen.begin_look(at(0));
        seen.take(Look { events, ..look(Vec::new()) }, number, at(9000));
        assert_eq!(seen.events_since(at(0)), at(3600 - 10));
    }
}
