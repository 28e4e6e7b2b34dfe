//! What must be mended by the user before anything may be done.

use super::look::{Look, device};
use super::{DeviceState, Endpoint, EndpointChoice, Finding, Gravity, MachineDevice};
use crate::cluster::Role;
use crate::hint::listed;
use std::collections::BTreeMap;

/// Everything because of which nothing may be done.
pub(super) fn find(look: Look<'_>) -> Vec<Finding> {
    let mut found = twins(look);
    found.extend(undecided_address(look));
    found.extend(other_control_plane(look).or_else(|| lost_control_plane(look)));
    found
}

/// Devices that share a name: nobody but the user knows which one is meant.
fn twins(look: Look<'_>) -> Vec<Finding> {
    let mut by_name: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for machine in &look.observed.machines {
        if let Some(device) = device(machine).filter(|device| device.state != DeviceState::Deprovisioning) {
            by_name.entry(&machine.name).or_default().push(device.id.clone());
        }
    }
    let told = |(name, ids): (&str, Vec<String>)| {
        let last = ids.last()?;
        let what = format!("{} devices have this name: {}", ids.len(), listed(&ids, "and"));
        let hint = format!("delete the one that is not wanted, for example by `DELETE /devices/{last}`, and try again");
        (ids.len() > 1).then(|| Finding::new(Gravity::Fatal, name, what).hint(hint))
    };
    by_name.into_iter().filter_map(told).collect()
}

/// No address, and a request for one that a person must decide about: another request would be another one to decide.
fn undecided_address(look: Look<'_>) -> Option<Finding> {
    if *look.wanted.endpoint != EndpointChoice::Elastic
        || matches!(look.observed.endpoint, Some(Endpoint::Reserved { .. }))
    {
        return None;
    }
    let request = look.observed.spare_endpoints.iter().find(|spare| spare.address.is_none())?;
    let what = format!("the request {} for an elastic address waits for a person at Packet, or was denied", request.id);
    let hint =
        format!("ask Packet's support; or withdraw it (`DELETE /ips/{}`) and use `--endpoint device`", request.id);
    Some(Finding::new(Gravity::Fatal, "endpoint", what).hint(hint))
}

/// A control plane with data, and files that want another one.
fn other_control_plane(look: Look<'_>) -> Option<Finding> {
    let wanted = &look.wanted.cluster.control_plane.name;
    let other = look.observed.machines.iter().find(|machine| {
        machine.role == Role::ControlPlane && machine.name != *wanted && machine.device != MachineDevice::Gone
    })?;
    let stands = look.observed.has_answered && look.control_plane().is_none() && !look.may_replace(&other.name);
    stands.then(|| {
        let what =
            format!("it runs the control plane, and the files want {wanted} to; the cluster's data would be lost");
        let hint = format!(
            "give the control plane its old name in the files, or lose the data: `packetctl up --replace {}`",
            other.name
        );
        Finding::new(Gravity::Fatal, &other.name, what).hint(hint)
    })
}

/// A control plane whose API answered once, and whose device is not there, or not any more.
fn lost_control_plane(look: Look<'_>) -> Option<Finding> {
    let name = &look.wanted.cluster.control_plane.name;
    let mut control_planes = look.observed.machines.iter().filter(|machine| machine.role == Role::ControlPlane);
    let is_allowed = look.may_replace(name) || control_planes.any(|machine| look.may_replace(&machine.name));
    if !look.observed.has_answered || is_allowed {
        return None;
    }
    let state = match look.control_plane() {
        None => "its device is gone",
        Some(machine) if device(machine).is_some_and(|device| device.state == DeviceState::Failed) => {
            "its device has failed"
        }
        Some(_) => return None,
    };
    let what = format!("the control plane is lost: {state}, and the cluster's data with it");
    let hint = format!("begin anew with `packetctl up --replace {name}`, or give everything up with `packetctl down`");
    Some(Finding::new(Gravity::Fatal, name, what).hint(hint))
}
