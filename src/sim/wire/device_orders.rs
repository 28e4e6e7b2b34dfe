//! Ordering a device: everything about it is checked before anything is made.

use super::call::Call;
use super::form::Form;
use super::keys::{self, Installed};
use super::reply::{Refusal, Reply};
use super::texts;
use crate::sim::catalogue::{self, Facility, OperatingSystem, Plan};
use crate::sim::show;
use crate::sim::userdata;
use crate::sim::world::World;
use crate::sim::world::capacity::no_servers;
use crate::sim::world::device::{BirthAddress, Order, State};
use crate::sim::world::reservation::{Kind, Reservation};
use serde_json::{Value, json};
use uuid::Uuid;

/// The largest user-data, in bytes (ours: no limit was ever published).
const USERDATA_LIMIT: usize = 64 << 10;

/// `createDevice`: 201 with a device that is queued, has no addresses yet, and is paid for from now on.
///
/// There is no idempotency: the same request again orders another device.
pub(super) fn create(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project_to_change(world)?.id;
    let (order, keys) = read(world, project, &call.body)?;
    let order = Order { keys: keys.install(world), ..order };
    let id = world.order_device(order);
    let device = world.devices.get(id).ok_or_else(Refusal::not_found)?;
    Ok(Reply::created(show::device(world, call.links, device)))
}

/// Reads an order and checks it against the catalogue and what is left; everything wrong with it is told at once.
///
/// The keys are still to be installed: nothing changes before everything is known to be right.
pub(in crate::sim) fn read(world: &World, project: Uuid, body: &Value) -> Result<(Order, Installed), Refusal> {
    let mut form = Form::new(body);
    let hardware = form.filled("hardware_reservation_id");
    // A reservation knows its plan.
    let plan = if hardware.is_some() { form.filled("plan") } else { form.required("plan") };
    let plan =
        plan.and_then(|slug| known(&mut form, &slug, "plan", catalogue::plan).filter(|plan| plan.machine.is_some()));
    let system = form.required("operating_system");
    let system = system.and_then(|slug| known(&mut form, &slug, "operating system", catalogue::operating_system));
    check_system(&mut form, system, plan);
    let places = places(&mut form, hardware.is_some());
    let order = Order {
        project,
        hostname: hostname(&mut form),
        description: form.text("description"),
        plan: plan.map(|plan| plan.slug.to_owned()).unwrap_or_default(),
        operating_system: system.map(|system| system.slug.to_owned()).unwrap_or_default(),
        facility: String::new(),
        billing_cycle: billing_cycle(&mut form).unwrap_or_else(|| "hourly".to_owned()),
        image_url: None,
        userdata: userdata(&mut form),
        customdata: form.object("customdata").unwrap_or_else(|| json!({})),
        tags: form.tags().unwrap_or_default(),
        features: features(&form),
        keys: Vec::new(),
        hardware: None,
        addresses: addresses(world, project, &mut form),
        ipxe_script_url: form.filled("ipxe_script_url"),
        always_pxe: form.flag("always_pxe").unwrap_or(false),
        locked: form.flag("locked").unwrap_or(false),
        network_frozen: form.flag("network_frozen").unwrap_or(false),
        spot_price_max: spot_price(&mut form),
        termination_time: termination_time(world, &mut form),
        storage: form.object("storage"),
    };
    let order = Order { image_url: image_url(&order.userdata), ..order };
    check_network_boot(&mut form, system, &order);
    let installed = keys::installed(world, project, &mut form);
    form.finish()?;
    let order = match hardware {
        Some(wanted) => reserved(world, project, &wanted, &places, order)?,
        None => on_demand(world, &places, plan, order)?,
    };
    Ok((order, installed))
}

/// What a name stands for, or a refusal.
fn known<T>(form: &mut Form, name: &str, thing: &str, find: impl Fn(&str) -> Option<&'static T>) -> Option<&'static T> {
    let found = find(name);
    if found.is_none() {
        form.refuse(texts::not_valid(name, thing));
    }
    found
}

fn check_system(form: &mut Form, system: Option<&OperatingSystem>, plan: Option<&Plan>) {
    if let (Some(system), Some(plan)) = (system, plan)
        && !system.is_provisionable_on(plan)
    {
        // Ours: that it was 422 is inferred, its text was never captured.
        form.refuse(format!("Operating system {} is not available for plan {}", system.slug, plan.slug));
    }
}

/// The facilities that a device may stand in, the best first.
pub(super) fn places(form: &mut Form, is_reserved: bool) -> Vec<&'static Facility> {
    // Clients send both, one of them empty.
    let metro = form.filled("metro");
    let metro = metro.and_then(|name| known(form, &name, "metro", catalogue::metro).map(|metro| (name, metro)));
    let names: Vec<String> = form.texts("facility").unwrap_or_default();
    let mut places = Vec::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        if name == "any" {
            places.extend(&catalogue::FACILITIES);
        } else {
            places.extend(known(form, name, "facility", catalogue::facility));
        }
    }
    let Some((name, metro)) = metro else {
        if names.iter().all(String::is_empty) && !is_reserved && !form.has_filled("metro") {
            form.refuse(texts::NO_FACILITY);
        }
        return places;
    };
    let is_there = |place: &&Facility| place.metro.code == metro.code;
    if places.is_empty() {
        return catalogue::FACILITIES.iter().filter(is_there).collect();
    }
    if !places.iter().any(is_there) {
        // Ours: what the service made of two places that have nothing in common is not known.
        form.refuse(texts::invalid("facility", &format!("is not in metro {name}")));
    }
    places.retain(is_there);
    places
}

pub(super) fn hostname(form: &mut Form) -> Option<String> {
    let name = form.filled("hostname")?;
    if !is_hostname(&name) {
        // Ours: that underscores were refused is documented, the text is not.
        form.refuse(texts::invalid("hostname", "is invalid"));
    }
    Some(name)
}

/// Labels of letters, digits and hyphens, separated by dots; no underscore.
pub(super) fn is_hostname(name: &str) -> bool {
    let inside = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let label = |label: &str| {
        (1..=63).contains(&label.len()) && label.chars().all(inside) && !label.starts_with('-') && !label.ends_with('-')
    };
    name.len() <= 253 && name.split('.').all(label)
}

pub(super) fn billing_cycle(form: &mut Form) -> Option<String> {
    let cycle = form.filled("billing_cycle")?;
    if !["hourly", "daily", "monthly", "yearly"].contains(&cycle.as_str()) {
        form.refuse(texts::invalid("billing_cycle", "is not included in the list"));
    }
    Some(cycle)
}

pub(super) fn userdata(form: &mut Form) -> String {
    let text = form.text("userdata").unwrap_or_default();
    if text.len() > USERDATA_LIMIT {
        form.refuse(texts::invalid("userdata", &format!("is too long (maximum is {USERDATA_LIMIT} bytes)")));
    } else if let Err(refusal) = userdata::check(&text) {
        form.refuse(refusal);
    }
    text
}

/// Where the custom image lies that comments in the user-data name.
fn image_url(userdata: &str) -> Option<String> {
    let image = userdata::custom_image(userdata)?;
    image.url.or(image.repository).map(String::from)
}

/// A machine that boots from the network must be told what (ours: the text was never captured).
fn check_network_boot(form: &mut Form, system: Option<&OperatingSystem>, order: &Order) {
    let is_told = order.ipxe_script_url.is_some() || userdata::is_ipxe(&order.userdata);
    if system.is_some_and(OperatingSystem::is_custom_ipxe) && !is_told {
        form.refuse(texts::blank("ipxe_script_url"));
    }
}

/// A list of names, or names with `required` or `preferred`.
fn features(form: &Form) -> Vec<String> {
    match form.get("features") {
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(String::from).collect(),
        Some(Value::Object(names)) => names.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

fn spot_price(form: &mut Form) -> Option<f64> {
    let price = form.number("spot_price_max");
    // metal-cli always sends `false` and `0`.
    form.flag("spot_instance").filter(|is_spot| *is_spot).map(|_| price.unwrap_or_default())
}

fn termination_time(world: &World, form: &mut Form) -> Option<jiff::Timestamp> {
    let time = form.moment("termination_time")?;
    if time <= world.now {
        // Ours: no captured text is known.
        form.refuse(texts::invalid("termination_time", "must be in the future"));
    }
    Some(time)
}

/// The three that a machine is born with by default, or those asked for; the private one is a must.
fn addresses(world: &World, project: Uuid, form: &mut Form) -> Vec<BirthAddress> {
    let usual = vec![BirthAddress::PublicV4, BirthAddress::PublicV6, BirthAddress::PrivateV4];
    let wanted = match form.get("ip_addresses") {
        None => return usual,
        Some(Value::Array(wanted)) if wanted.is_empty() => return usual,
        Some(Value::Array(wanted)) => wanted,
        Some(_) => {
            form.refuse(texts::invalid("ip_addresses", "must be an array"));
            return usual;
        }
    };
    let mut addresses = Vec::new();
    for entry in wanted {
        let public = entry.get("public").and_then(Value::as_bool).unwrap_or(true);
        let reserved = entry.get("ip_reservations").and_then(Value::as_array).filter(|blocks| !blocks.is_empty());
        refuse_size(form, entry, public && reserved.is_none());
        match (entry.get("address_family").and_then(Value::as_u64), public, reserved) {
            (Some(4), true, Some(blocks)) => {
                addresses.extend(blocks.iter().filter_map(|id| reserved_block(world, project, form, id)));
            }
            (Some(4), true, None) => addresses.push(BirthAddress::PublicV4),
            (Some(4), false, _) => addresses.push(BirthAddress::PrivateV4),
            (Some(6), true, _) => addresses.push(BirthAddress::PublicV6),
            _ => form.refuse(texts::invalid("ip_addresses", "address_family is not included in the list")),
        }
    }
    if !addresses.contains(&BirthAddress::PrivateV4) {
        form.refuse("Private IPv4 is required");
    }
    let is_public = |address: &&BirthAddress| matches!(address, BirthAddress::PublicV4 | BirthAddress::Reserved(_));
    if addresses.iter().filter(is_public).count() > 1 {
        form.refuse(texts::invalid("ip_addresses", "may hold one public IPv4 entry at most"));
    }
    addresses
}

/// Refuses a prefix length outside OpenAPI `IPAddress`, and one that the service gave out of reserved blocks only.
///
/// A machine gets a pair of addresses whatever length is asked for, or a whole reserved block; that is ours.
fn refuse_size(form: &mut Form, entry: &Value, is_public_and_unreserved: bool) {
    let Some(cidr) = entry.get("cidr").filter(|cidr| !cidr.is_null()) else { return };
    let is_v6 = entry.get("address_family").and_then(Value::as_u64) == Some(6);
    let sizes = if is_v6 { 124..=127 } else { 28..=32 };
    if !cidr.as_u64().is_some_and(|cidr| sizes.contains(&cidr)) {
        form.refuse(texts::invalid("ip_addresses", "cidr is not included in the list"));
    } else if is_public_and_unreserved && !is_v6 && cidr.as_u64() < Some(30) {
        form.refuse(texts::invalid("ip_addresses", "must name IP reservations for a public IPv4 block wider than /30"));
    }
}

/// A block that was reserved before and is not in use.
fn reserved_block(world: &World, project: Uuid, form: &mut Form, id: &Value) -> Option<BirthAddress> {
    let name = id.as_str().unwrap_or_default();
    let block = Uuid::parse_str(name).ok().and_then(|id| world.reservations.get(id));
    let is_usable = |block: &&Reservation| {
        block.project == project
            && block.kind == Kind::PublicIpv4
            && block.network.is_some()
            && block.assignments.is_empty()
    };
    let block = block.filter(is_usable).map(|block| BirthAddress::Reserved(block.id));
    if block.is_none() {
        form.refuse(texts::not_valid(name, "IP reservation"));
    }
    block
}

/// A machine that anyone may have: the first place that offers its plan and has one left.
fn on_demand(world: &World, places: &[&Facility], plan: Option<&Plan>, order: Order) -> Result<Order, Refusal> {
    let Some(plan) = plan else { return Err(Refusal::unprocessable(texts::not_valid(&order.plan, "plan"))) };
    let mut offered = places.iter().filter(|place| plan.is_offered_in(place)).peekable();
    let Some(first) = offered.peek().copied() else { return Err(Refusal::unprocessable(texts::NO_FACILITY)) };
    match offered.find(|place| world.stock.has(place.code, plan.slug)) {
        Some(place) => Ok(Order { facility: place.code.to_owned(), ..order }),
        None => Err(Refusal::unprocessable(no_servers(first.code, plan.slug))),
    }
}

/// A machine that the project has for itself: a certain one, or `next-available`.
fn reserved(world: &World, project: Uuid, wanted: &str, places: &[&Facility], order: Order) -> Result<Order, Refusal> {
    let is_meant = |hardware: &&crate::sim::world::hardware::HardwareReservation| {
        hardware.project == project
            && if wanted == "next-available" {
                hardware.device.is_none()
                    && (order.plan.is_empty() || hardware.plan == order.plan)
                    && (places.is_empty() || places.iter().any(|place| place.code == hardware.facility))
            } else {
                hardware.id.to_string() == wanted.to_lowercase()
            }
    };
    let Some(hardware) = world.hardware.iter().find(is_meant) else {
        return Err(Refusal::Errors(503, vec![texts::NO_RESERVATIONS.to_owned()]));
    };
    let busy = hardware.device.and_then(|device| world.devices.get(device));
    if hardware.device.is_some() {
        let is_wiped = busy.is_some_and(|device| device.state == State::Deprovisioning);
        let text = if is_wiped { texts::NOT_PROVISIONABLE } else { texts::NO_RESERVATIONS };
        return Err(Refusal::Errors(503, vec![text.to_owned()]));
    }
    if order.termination_time.is_some() {
        return Err(Refusal::unprocessable("Termination time is not available with hardware reservations"));
    }
    Ok(Order { plan: hardware.plan.clone(), facility: hardware.facility.clone(), hardware: Some(hardware.id), ..order })
}
