//! What a machine can learn about itself.
//!
//! Members and their form are those of a capture of 2022 in the readme of the service's open implementation
//! (metal-toolbox/hollow-metadataservice); `state` is in the published document only.

use super::address::parent_block;
use super::device::iqn;
use super::moment;
use crate::sim::catalogue::{self, OperatingSystem, Plan};
use crate::sim::links::Links;
use crate::sim::world::World;
use crate::sim::world::address::{Address, netmask};
use crate::sim::world::device::Device;
use serde_json::{Value, json};
use uuid::Uuid;

/// The addresses that are never routed to the outside.
const PRIVATE_SUBNET: &str = "10.0.0.0/8";

/// The whole of it (OpenAPI `Metadata`, whose `network` is another than the service's).
pub(in crate::sim) fn metadata(world: &World, links: Links, device: &Device) -> Value {
    let order = &device.order;
    let plan = catalogue::plan(&order.plan);
    let service = &world.conditions.metadata_url;
    let mut document = json!({
        "id": device.id,
        "hostname": device.hostname,
        "iqn": iqn(device),
        "state": device.state,
        "operating_system": catalogue::operating_system(&order.operating_system).map(operating_system),
        "plan": order.plan,
        "class": plan.map(|plan| plan.slug),
        "reserved": order.hardware.is_some(),
        "facility": order.facility,
        "metro": catalogue::facility(&order.facility).map(|facility| facility.metro.code),
        "private_subnets": [PRIVATE_SUBNET],
        "tags": order.tags,
        "ssh_keys": ssh_keys(world, device),
        "customdata": order.customdata,
        "specs": plan.map(Plan::specs),
        "switch_short_id": device.machine.switch,
        "storage_source": if order.storage.is_some() { "custom" } else { "default" },
        "storage": order.storage.clone().unwrap_or_else(usual_storage),
        "volumes": [],
        "boot_drive_hint": null,
        "network": network(world, links, device),
        "api_url": service,
        "phone_home_url": format!("{service}/phone-home"),
        "user_state_url": format!("{service}/events"),
    });
    if order.spot_price_max.is_some() {
        document["spot"] = json!({ "termination_time": order.termination_time.map(moment) });
    }
    document
}

/// The texts of the keys that were installed.
pub(in crate::sim) fn ssh_keys<'a>(world: &'a World, device: &Device) -> Vec<&'a str> {
    device.order.keys.iter().filter_map(|id| world.keys.get(*id)).map(|key| key.key.as_str()).collect()
}

/// 40 hexadecimal digits that stand for the image of an operating system (ours: always the same for one).
pub(in crate::sim) fn image_tag(system: &OperatingSystem) -> String {
    let half = |part: &str| Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{}/{part}", system.slug).as_bytes()).simple();
    format!("{}{}", half("1"), half("2")).chars().take(40).collect()
}

/// Whether a licence was activated; only this word was ever captured.
pub(in crate::sim) const LICENSE: &str = "unlicensed";

fn operating_system(system: &OperatingSystem) -> Value {
    json!({
        "slug": system.slug,
        "distro": system.distro,
        "version": system.version,
        "license_activation": { "state": LICENSE },
        "image_tag": image_tag(system),
    })
}

fn network(world: &World, links: Links, device: &Device) -> Value {
    let [(_, first_mac), _] = &device.machine.ports;
    let interface = |(number, (_, mac)): (usize, &(Uuid, String))| json!({ "name": format!("eth{number}"), "mac": mac, "bond": "bond0" });
    let addresses = device.addresses.iter().map(|own| address(world, links, device, own));
    json!({
        "bonding": { "mode": 4, "link_aggregation": "mlag_ha", "mac": first_mac },
        "interfaces": device.machine.ports.iter().enumerate().map(interface).collect::<Vec<_>>(),
        "addresses": addresses.collect::<Vec<_>>(),
        "metal_gateways": [],
    })
}

fn address(world: &World, links: Links, device: &Device, address: &Address) -> Value {
    json!({
        "id": address.id,
        "address_family": address.family(),
        "netmask": netmask(address.network, address.cidr),
        "created_at": moment(address.created_at),
        "public": address.public,
        "cidr": address.cidr,
        "management": address.management,
        "enabled": true,
        "network": address.network,
        "address": address.address,
        "gateway": address.gateway,
        "parent_block": parent_block(world, links, device, address),
    })
}

/// How a disk was divided where nothing else was ordered (captured 2022).
fn usual_storage() -> Value {
    let filesystem = |device: &str, format: &str, point: &str, label: &str| {
        json!({ "mount": {
        "device": device, "format": format, "point": point, "create": { "options": ["-L", label] },
    } })
    };
    json!({
        "disks": [{
            "device": "/dev/sda",
            "wipeTable": true,
            "partitions": [
                { "label": "BIOS", "number": 1, "size": 4096 },
                { "label": "SWAP", "number": 2, "size": "3993600" },
                { "label": "ROOT", "number": 3, "size": 0 },
            ],
        }],
        "filesystems": [filesystem("/dev/sda3", "ext4", "/", "ROOT"), filesystem("/dev/sda2", "swap", "none", "SWAP")],
    })
}
