//! The address of the API server.

use super::fate::{Fate, Judged};
use super::look::{Look, device};
use super::{Endpoint, EndpointChoice, Finding, Gravity, Plan, SpareEndpoint, Step, When};
use crate::cluster::Role;

/// How the address is called before it is known.
const UNKNOWN: &str = "the elastic address";

/// Reserves the elastic address: what all machines must know before they are ordered.
pub(super) fn reserve(plan: &mut Plan, look: Look<'_>) {
    plan.findings.extend(look.observed.spare_endpoints.iter().map(spare));
    if *look.wanted.endpoint != EndpointChoice::Elastic {
        plan.findings.extend(unused(look));
        plan.findings.extend(alone(look));
        return;
    }
    match &look.observed.endpoint {
        Some(Endpoint::Reserved { .. }) => {}
        Some(Endpoint::Ordered { at }) if look.is_younger(*at, look.wanted.limits.order) => {
            plan.step(Step::AwaitEndpoint, When::Now);
        }
        // An old order that nobody has seen was not taken, so another takes its place.
        None | Some(Endpoint::Ordered { .. }) => plan.step(Step::ReserveEndpoint, When::Now),
    }
}

/// An address that is paid for twice, most likely because two runs ordered one at a time.
fn spare(spare: &SpareEndpoint) -> Finding {
    let what = match &spare.address {
        Some(address) => {
            format!("the elastic address {address} is reserved for this cluster, too, and nothing uses it")
        }
        None => format!("a request for an elastic address is open at Packet, too: {}", spare.id),
    };
    let hint = format!("`DELETE /ips/{}` gives it back; so does `packetctl down`, with all else", spare.id);
    Finding::new(Gravity::Open, "endpoint", what).hint(hint)
}

fn unused(look: Look<'_>) -> Option<Finding> {
    let Some(Endpoint::Reserved { address, .. }) = &look.observed.endpoint else { return None };
    let what = format!("the elastic address {address} is reserved, and this run does not use it");
    Some(Finding::new(Gravity::Note, "endpoint", what).hint("use `--endpoint elastic`; `packetctl down` releases it"))
}

fn alone(look: Look<'_>) -> Option<Finding> {
    (*look.wanted.endpoint == EndpointChoice::Device).then(|| {
        let what = "the API server's address is the control plane's own, so the cluster can never become highly \
                    available";
        Finding::new(Gravity::Note, "endpoint", what).hint("`--endpoint elastic` reserves an address that can move")
    })
}

/// Puts the elastic address on the control plane.
pub(super) fn assign(plan: &mut Plan, look: Look<'_>, judged: &[Judged<'_>]) {
    if *look.wanted.endpoint != EndpointChoice::Elastic {
        return;
    }
    let machine = look.wanted.cluster.control_plane.name.clone();
    let is_own = |judged: &&Judged<'_>| judged.machine.role == Role::ControlPlane && judged.machine.name == machine;
    let kept = judged.iter().filter(is_own).find(|judged| judged.fate == Fate::Kept);
    let device = kept.and_then(|judged| device(judged.machine));
    let assign = |address: &str| {
        let (address, machine, device) = (address.to_owned(), machine.clone(), device.map(|device| device.id.clone()));
        Step::AssignEndpoint { address, machine, device }
    };
    let Some(Endpoint::Reserved { address, assigned_to, .. }) = &look.observed.endpoint else {
        return plan.step(assign(UNKNOWN), When::Later("the control plane has its own address".into()));
    };
    match (device, assigned_to) {
        (Some(device), Some(assigned)) if *assigned == device.id => {}
        (Some(_), Some(other)) => {
            plan.step(Step::UnassignEndpoint { address: address.clone(), device: other.clone() }, When::Now);
            plan.step(assign(address), When::Later("it is free".into()));
        }
        // Packet takes an assignment once the device has addresses of its own.
        (Some(device), None) if device.public_address.is_some() => plan.step(assign(address), When::Now),
        (_, _) => plan.step(assign(address), When::Later("the control plane has its own address".into())),
    }
}
