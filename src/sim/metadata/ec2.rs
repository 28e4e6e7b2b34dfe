//! The items of EC2's metadata, as many of them as Packet had.

use crate::sim::catalogue;
use crate::sim::show;
use crate::sim::time::written;
use crate::sim::world::World;
use crate::sim::world::device::Device;

/// The value of an item, or the names of the items below it, one a line; none where there is no such item.
pub(super) fn item(world: &World, device: &Device, path: &str) -> Option<String> {
    let order = &device.order;
    let (name, below) = path.trim_matches('/').split_once('/').unwrap_or((path.trim_matches('/'), ""));
    let values = match name {
        "" => names(device),
        "operating-system" => return operating_system(device, below),
        "spot" => return spot(device, below),
        _ if !below.is_empty() => return None,
        "instance-id" => vec![device.id.to_string()],
        "hostname" => vec![device.hostname.clone()],
        "iqn" => vec![show::iqn(device)],
        "plan" => vec![order.plan.clone()],
        "facility" => vec![order.facility.clone()],
        "tags" => order.tags.clone(),
        "public-keys" => show::ssh_keys(world, device).into_iter().map(String::from).collect(),
        _ => Some(addresses(device, name)).filter(|addresses| !addresses.is_empty())?,
    };
    Some(values.join("\n"))
}

/// The items that a machine has, in the service's order.
fn names(device: &Device) -> Vec<String> {
    let always =
        ["instance-id", "hostname", "iqn", "plan", "facility", "tags", "operating-system", "public-keys"].into_iter();
    let spot = device.order.spot_price_max.map(|_| "spot");
    let addresses = ["public-ipv4", "public-ipv6", "local-ipv4"];
    let addresses = addresses.into_iter().filter(|name| !self::addresses(device, name).is_empty());
    always.chain(spot).chain(addresses).map(String::from).collect()
}

/// Elastic ones are among them.
fn addresses(device: &Device, name: &str) -> Vec<String> {
    let (family, public) = match name {
        "public-ipv4" => (4, true),
        "public-ipv6" => (6, true),
        "local-ipv4" => (4, false),
        _ => return Vec::new(),
    };
    let wanted = device.addresses.iter().filter(|address| address.family() == family && address.public == public);
    wanted.map(|address| address.address.to_string()).collect()
}

fn operating_system(device: &Device, below: &str) -> Option<String> {
    let system = catalogue::operating_system(&device.order.operating_system)?;
    Some(match below {
        "" => ["slug", "distro", "version", "license-activation", "image-tag"].join("\n"),
        "slug" => system.slug.to_owned(),
        "distro" => system.distro.to_owned(),
        "version" => system.version.to_owned(),
        "license-activation" => "state".to_owned(),
        "license-activation/state" => show::LICENSE.to_owned(),
        "image-tag" => show::image_tag(system),
        _ => return None,
    })
}

/// Only machines of the spot market have it.
fn spot(device: &Device, below: &str) -> Option<String> {
    device.order.spot_price_max?;
    match below {
        "" => Some("termination-time".to_owned()),
        "termination-time" => Some(device.order.termination_time.map(written).unwrap_or_default()),
        _ => None,
    }
}
