//! A state made anew of what carries a cluster's tags: ids, addresses, phases. Secrets stand in no tag.

use super::tags::{self, Tags};
use crate::cluster::Role;
use crate::kubernetes;
use crate::packet::{AddressReservation, Device, DeviceState};
use crate::state::{MachineRecord, Record};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What is there of a cluster.
#[derive(Debug, Clone, Copy)]
pub struct Remains<'a> {
    /// Devices of the project; what is not of this cluster does not count.
    pub devices: &'a [Device],
    /// Reservations of addresses; the same holds.
    pub reservations: &'a [AddressReservation],
    /// The cluster's nodes, if they could be looked at.
    pub nodes: &'a [kubernetes::Node],
    /// Whether the API server answered.
    pub has_answered: bool,
}

/// A state made anew.
#[derive(Debug, Clone)]
pub struct Rebuilt {
    /// The record. Its machines and its address are those that are there; all else is as it came in.
    pub record: Record,
    /// Devices of the cluster whose tags no longer say which machine they are: id and hostname.
    pub unclear: Vec<String>,
    /// Whether it is assumed, and was not seen, that the control plane holds data.
    pub is_assumed: bool,
}

/// The clusters of a name among these things: each id with what carries it, in words.
#[must_use]
pub fn clusters_named(
    name: &str,
    devices: &[Device],
    reservations: &[AddressReservation],
) -> BTreeMap<String, Vec<String>> {
    let devices = devices.iter().map(|device| (&device.tags, told(device)));
    let reservations = reservations.iter().map(|reservation| {
        (&reservation.tags, format!("address {}", reservation.address.as_deref().unwrap_or(&reservation.id)))
    });
    let mut clusters: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let wanted = tags::of_cluster_name(name);
    for (tags, thing) in devices.chain(reservations).filter(|(tags, _)| tags.contains(&wanted)) {
        if let Some(id) = tags::cluster_id(tags) {
            clusters.entry(id.to_owned()).or_default().push(thing);
        }
    }
    clusters
}

fn told(device: &Device) -> String {
    format!("{} ({})", device.hostname.as_deref().unwrap_or("?"), device.id)
}

/// Writes down in a record of the cluster what is there of it.
///
/// A control plane whose device is active counts as holding data, even if nobody could see it: to take a full one for
/// an empty one would lose everything, the other way round costs a question.
#[must_use]
pub fn rebuild(mut record: Record, remains: &Remains<'_>, now: Timestamp) -> Rebuilt {
    let tag = tags::of_cluster(&record.id);
    let mut unclear = Vec::new();
    record.machines.clear();
    for device in remains.devices.iter().filter(|device| device.tags.contains(&tag)) {
        match machine(device, remains.nodes, now) {
            _ if device.state == DeviceState::Deleted => {}
            Some(machine) => record.announce_machine(machine),
            None => unclear.push(told(device)),
        }
    }
    record.endpoint = None;
    if let Some(reservation) = remains.reservations.iter().find(|reservation| reservation.tags.contains(&tag)) {
        let order = Tags(&reservation.tags).order().unwrap_or_default();
        record.announce_endpoint(order, reservation.created_at.unwrap_or(now));
        record.learn_reservation(reservation.id.clone(), reservation.address.clone());
    }
    let was_seen = remains.has_answered || !remains.nodes.is_empty() || record.api_answered_at.is_some();
    let is_active =
        |machine: &MachineRecord| machine.role == Role::ControlPlane.name() && machine.first_active_at.is_some();
    let is_assumed = !was_seen && record.machines.values().any(is_active);
    if was_seen || is_assumed {
        record.learn_api_answered(now);
    }
    Rebuilt { record, unclear, is_assumed }
}

fn machine(device: &Device, nodes: &[kubernetes::Node], now: Timestamp) -> Option<MachineRecord> {
    let tags = Tags(&device.tags);
    let (name, group, role) = (tags.name()?, tags.group()?, tags.role()?);
    let at = device.created_at.unwrap_or(now);
    let mut machine = MachineRecord::announced(tags.order()?, name, group, role.name(), at);
    machine.learn_device(&device.id);
    machine.learn_addresses(device.public_address().map(str::to_owned), device.private_address().map(str::to_owned));
    if device.state == DeviceState::Active {
        machine.learn_active(now);
    }
    if nodes.iter().any(|node| node.name == name && node.is_ready) {
        machine.learn_ready(now);
    }
    if device.state == DeviceState::Deprovisioning {
        machine.announce_leaving();
    }
    Some(machine)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Phase;
    use serde_json::json;

    fn device(id: &str, state: &str, tags: &[&str]) -> Device {
        let addresses = json!([{ "address": "192.0.2.1", "address_family": 4, "public": true, "management": true }]);
        serde_json::from_value(json!({
            "id": id, "state": state, "hostname": "h", "tags": tags, "ip_addresses": addresses
        }))
        .unwrap()
    }

    const OURS: [&str; 5] = [
        "packetctl:id=abcdefghij",
        "packetctl:cluster=demo",
        "packetctl:name=demo-cp",
        "packetctl:group=demo-cp",
        "packetctl:role=control-plane",
    ];

    fn ordered(order: &'static str) -> Vec<&'static str> {
        OURS.into_iter().chain([order]).collect()
    }

    fn rebuilt(devices: &[Device]) -> Rebuilt {
        let now = Timestamp::UNIX_EPOCH;
        let record = Record::new("demo", "abcdefghij", "p", "u", now);
        let reservation = json!({ "id": "r", "address": "192.0.2.9", "tags": OURS[..2] });
        let reservations = [serde_json::from_value(reservation).unwrap()];
        rebuild(record, &Remains { devices, reservations: &reservations, nodes: &[], has_answered: false }, now)
    }

    #[test]
    fn machines_and_address_come_back_and_strangers_stay_out() {
        let stranger = device("3", "active", &["web"]);
        let unclear = device("2", "active", &OURS);
        let made = rebuilt(&[device("1", "active", &ordered("packetctl:order=o1")), unclear, stranger]);
        let machine = &made.record.machines["o1"];
        assert_eq!(
            (machine.name.as_str(), machine.device.as_deref(), machine.phase),
            ("demo-cp", Some("1"), Phase::Active)
        );
        assert_eq!(machine.public_address.as_deref(), Some("192.0.2.1"));
        assert_eq!(made.record.endpoint.unwrap().address.as_deref(), Some("192.0.2.9"));
        assert_eq!(made.unclear, ["h (2)"], "it is of the cluster, and nobody knows which machine");
        assert_eq!(made.record.machines.len(), 1);
    }

    #[test]
    fn an_active_control_plane_is_never_taken_for_an_empty_one() {
        let made = rebuilt(&[device("1", "active", &ordered("packetctl:order=o1"))]);
        assert!(made.is_assumed && made.record.api_answered_at.is_some());
        let made = rebuilt(&[device("1", "provisioning", &ordered("packetctl:order=o1"))]);
        assert!(!made.is_assumed && made.record.api_answered_at.is_none(), "nothing can be on it yet");
    }

    #[test]
    fn clusters_that_share_a_name_are_told_apart_by_their_ids() {
        let other = ["packetctl:id=zzzzzzzzzz", "packetctl:cluster=demo"];
        let far = ["packetctl:id=yyyyyyyyyy", "packetctl:cluster=other"];
        let devices = [device("1", "active", &OURS), device("2", "active", &other), device("3", "active", &far)];
        let found = clusters_named("demo", &devices, &[]);
        assert_eq!(found.keys().collect::<Vec<_>>(), ["abcdefghij", "zzzzzzzzzz"]);
        assert_eq!(found["zzzzzzzzzz"], ["h (2)"]);
    }
}
