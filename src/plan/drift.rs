//! What is other than the files want it and cannot be changed in place.

use super::look::{Look, device};
use super::{Device, Machine};
use crate::cluster::{Location, Shape};
use crate::values::Facility;

/// The code of a facility list by which any facility is welcome (Packet's old word, OpenAPI `DeviceCreateInput`).
const ANY: &str = "any";

/// What of a machine is other than the files want it: words for each, none if nothing is.
pub(super) fn drift(look: Look<'_>, machine: &Machine) -> Vec<String> {
    let Some(shape) = look.group(machine).map(|group| &group.shape) else { return Vec::new() };
    let Some(device) = device(machine) else { return Vec::new() };
    let differs = |noun: &str, found: Option<&str>, wanted: &str| {
        let found = found.filter(|found| *found != wanted)?;
        Some(format!("its {noun} is {found}, the files want {wanted}"))
    };
    let version = look.node(machine).map(|node| node.version.trim_start_matches('v'));
    [
        differs("plan", device.plan.as_deref(), shape.plan.as_str()),
        differs("operating system", device.operating_system.as_deref(), shape.operating_system.as_str()),
        place(device, shape),
        differs("billing cycle", device.billing_cycle.as_deref(), shape.billing_cycle.as_str()),
        differs("kubelet", version, shape.version.as_str())
            .map(|told| format!("{told}, and `up` does not upgrade machines in place")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn place(device: &Device, shape: &Shape) -> Option<String> {
    let facility = device.facility.as_deref();
    let found = match &shape.location {
        Location::Metro(wanted) => {
            let metro = metro(device)?;
            (metro != wanted.as_str()).then_some(metro)
        }
        Location::Facilities(wanted) => {
            let fits = |code: &Facility| code.as_str() == ANY || Some(code.as_str()) == facility;
            facility.filter(|_| !wanted.iter().any(fits)).map(String::from)
        }
    };
    found.map(|found| format!("it stands in {found}, the files want {}", shape.location))
}

/// The metro that a device stands in, told or known by its facility.
pub(super) fn metro(device: &Device) -> Option<String> {
    let by_facility = || Facility::parse(device.facility.as_deref()?).ok()?.metro().map(String::from);
    device.metro.clone().or_else(by_facility)
}
