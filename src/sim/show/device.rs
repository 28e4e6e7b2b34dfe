//! A device, as captured in 2018 and declared by the published document.

use super::address::{assigned, location};
use super::moment;
use crate::sim::catalogue;
use crate::sim::links::Links;
use crate::sim::world::World;
use crate::sim::world::device::Device;
use crate::sim::world::machine::Machine;
use crate::sim::world::provisioning::{Milestone, percentage};
use serde_json::{Value, json};

/// The device with everything that stands in it by default.
pub(in crate::sim) fn device(world: &World, links: Links, device: &Device) -> Value {
    let order = &device.order;
    let system = catalogue::operating_system(&order.operating_system);
    let (facility, metro) = location(links, Some(&order.facility), None);
    let addresses: Vec<Value> =
        device.addresses.iter().map(|address| assigned(world, links, device, address)).collect();
    let keys: Vec<Value> = order.keys.iter().map(|key| links.reference("ssh-keys", key)).collect();
    let milestones: Vec<Value> =
        device.milestones.iter().map(|milestone| event_to_come(links, device, milestone)).collect();
    let actions: Vec<Value> =
        actions(device).iter().map(|(kind, name)| json!({ "type": kind, "name": name })).collect();
    let mut shown = json!({
        "id": device.id,
        "short_id": device.short_id(),
        "hostname": device.hostname,
        "description": order.description,
        "tags": order.tags,
        "image_url": order.image_url,
        "billing_cycle": order.billing_cycle,
        "user": system.map_or("root", catalogue::OperatingSystem::user),
        "iqn": iqn(device),
        "locked": order.locked,
        "bonding_mode": 4,
        "created_at": moment(device.created_at),
        "updated_at": moment(device.updated_at),
        "created_by": super::account::user_lite(world, links),
        "ipxe_script_url": order.ipxe_script_url,
        "always_pxe": order.always_pxe,
        "network_frozen": order.network_frozen,
        "storage": order.storage,
        "customdata": order.customdata,
        "userdata": order.userdata,
    });
    let rest = json!({
        "operating_system": system.map(catalogue::OperatingSystem::to_json),
        "facility": facility,
        "metro": metro,
        "project": links.reference("projects", device.project),
        "project_lite": links.reference("projects", device.project),
        "ssh_keys": keys,
        "volumes": [],
        "ip_addresses": addresses,
        "network_ports": ports(links, &device.machine),
        "plan": catalogue::plan(&order.plan).map(|plan| plan.to_json(links)),
        "state": device.state,
        "actions": actions,
        "switch_uuid": device.machine.switch,
        "sos": format!("{}@sos.{}.platformequinix.com", device.id, order.facility),
        "spot_instance": order.spot_price_max.is_some(),
        "spot_price_max": order.spot_price_max,
        "termination_time": order.termination_time.map(moment),
        "hardware_reservation": order.hardware.map(|id| links.reference("hardware-reservations", id)),
        "provisioning_events": milestones,
        "provisioning_percentage": percentage(&device.milestones),
        "root_password": device.root_password,
        "href": links.link("devices", device.id),
    });
    // In two parts, because one is more than the macro takes.
    if let (Value::Object(members), Value::Object(rest)) = (&mut shown, rest) {
        members.extend(rest);
    }
    shown
}

/// `iqn.<YYYY-MM>.net.packet:device.<short id>`.
pub(in crate::sim) fn iqn(device: &Device) -> String {
    format!("iqn.{}.net.packet:device.{}", device.created_at.strftime("%Y-%m"), device.short_id())
}

/// An event on the way to active: its id and time are null until it comes.
fn event_to_come(links: Links, device: &Device, milestone: &Milestone) -> Value {
    json!({
        "id": milestone.happened.map(|(id, _)| id),
        "type": milestone.kind,
        "body": milestone.body,
        "state": null,
        "created_at": milestone.happened.map(|(_, at)| moment(at)),
        "modified_by": null,
        "ip": null,
        "interpolated": milestone.body,
        "relationships": [links.reference("devices", device.id)],
        "href": milestone.happened.map(|(id, _)| links.link("events", id)),
    })
}

fn ports(links: Links, machine: &Machine) -> Vec<Value> {
    let bond = json!({
        "id": machine.bond,
        "type": "NetworkBondPort",
        "name": "bond0",
        "data": { "bonded": true },
        "network_type": "layer3",
        "native_virtual_network": null,
        "virtual_networks": [],
        "disbond_operation_supported": false,
        "href": links.link("ports", machine.bond),
    });
    let below = machine.ports.iter().enumerate().map(|(number, (id, mac))| {
        json!({
            "id": id,
            "type": "NetworkPort",
            "name": format!("eth{number}"),
            "data": { "mac": mac, "bonded": true },
            "bond": { "id": machine.bond, "name": "bond0" },
            "native_virtual_network": null,
            "virtual_networks": [],
            "disbond_operation_supported": true,
            "href": links.link("ports", id),
        })
    });
    std::iter::once(bond).chain(below).collect()
}

/// What can be done with it now: type and name.
fn actions(device: &Device) -> &'static [(&'static str, &'static str)] {
    use crate::sim::world::device::State;
    match device.state {
        State::Active => {
            &[("power_off", "Power Off"), ("reboot", "Reboot"), ("rescue", "Rescue"), ("reinstall", "Reinstall")]
        }
        State::Inactive => &[("power_on", "Power On"), ("rescue", "Rescue"), ("reinstall", "Reinstall")],
        _ => &[],
    }
}
