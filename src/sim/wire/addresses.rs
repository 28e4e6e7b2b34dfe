//! Elastic addresses: requested, listed, shown, changed, given back.

use super::call::Call;
use super::form::Form;
use super::page::Page;
use super::query::Query;
use super::reply::{Refusal, Reply};
use super::texts;
use crate::sim::catalogue;
use crate::sim::show;
use crate::sim::world::World;
use crate::sim::world::address::Address;
use crate::sim::world::device::Device;
use crate::sim::world::reservation::{Kind, Request, Reservation, State};
use serde_json::{Value, json};

/// Blocks on a page where nothing is said (OpenAPI `findIPReservations`).
const USUAL: usize = 250;
/// The most addresses that are given without a person's approval (documentation).
const MOST_AT_ONCE: u32 = 16;
/// The most addresses that may be asked for at all: a /24 (documentation).
const MOST: u32 = 256;
/// How many global addresses a project may have (documentation).
const GLOBAL_QUOTA: u32 = 4;
/// The most free parts of a block that are listed (ours: a /56 has more than anyone can read).
const LISTED: usize = 256;

/// What `/ips/{id}` stands for.
pub(super) enum Named<'a> {
    /// A reserved block.
    Block(&'a Reservation),
    /// An address on a device.
    OnDevice(&'a Device, &'a Address),
}

/// What the id in the path stands for, if the caller may see it.
pub(super) fn named<'a>(world: &'a World, call: &Call) -> Result<Named<'a>, Refusal> {
    let id = call.id()?;
    let (project, named) = match (world.reservations.get(id), world.assigned(id)) {
        (Some(block), _) => (block.project, Named::Block(block)),
        (None, Some((device, address))) => (device.project, Named::OnDevice(device, address)),
        (None, None) => return Err(Refusal::not_found()),
    };
    call.must_see(world, project).map(|()| named)
}

/// `findIPReservations`: the blocks that were asked for, and those that machines' own addresses come from.
pub(super) fn list(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project(world)?.id;
    let blocks = world.reservations.iter().filter(|block| block.project == project);
    let wanted: Vec<&Reservation> = blocks.filter(|block| is_wanted(block, &call.query)).collect();
    let page = Page::of(&call.query, USUAL);
    let shown: Vec<Value> = page.cut(&wanted).iter().map(|block| show::reservation(world, call.links, block)).collect();
    let meta = page.meta(&call.path, &call.query, wanted.len());
    Ok(Reply::ok(json!({ "ip_addresses": shown, "meta": meta })))
}

/// Whether a block passes all filters: `types` of the document, and the flags of clients older than it.
fn is_wanted(block: &Reservation, query: &Query) -> bool {
    let is = |name: &str, value: bool| query.flag(name).is_none_or(|wanted| wanted == value);
    let mut kinds = query.all("types").chain(query.all("type")).peekable();
    (kinds.peek().is_none() || kinds.any(|kind| json!(block.kind) == *kind))
        && is("ipv4", block.kind.family() == 4)
        && is("ipv6", block.kind.family() == 6)
        && is("public", block.kind != Kind::PrivateIpv4)
        && is("global_ip", block.kind == Kind::GlobalIpv4)
        && is("management", block.is_birth_block)
}

/// `requestIPReservation`: a block at once, or one that a person must approve first; none at all where the client
/// said that it does not wait for that.
pub(super) fn request(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project_to_change(world)?.id;
    let mut form = Form::new(&call.body);
    let kind = kind(&mut form);
    let (facility, metro) = place(&mut form, kind);
    let quantity = quantity(&mut form);
    let request = Request {
        project,
        kind,
        quantity,
        facility,
        metro,
        tags: form.tags().unwrap_or_default(),
        details: form.filled("details"),
        customdata: form.object("customdata").unwrap_or_else(|| json!({})),
    };
    // For the person who approves.
    form.text("comments");
    let is_impatient = form.flag("fail_on_approval_required").unwrap_or(false);
    form.finish()?;

    let state = if needs_approval(world, &request) { State::Pending } else { State::Created };
    if state == State::Pending && is_impatient {
        return Err(Refusal::unprocessable(texts::QUOTA));
    }
    let id = world.reserve(request, state).ok_or_else(|| Refusal::unprocessable(texts::QUOTA))?;
    let block = world.reservations.get(id).ok_or_else(Refusal::not_found)?;
    Ok(Reply::created(show::reservation(world, call.links, block)))
}

fn needs_approval(world: &World, request: &Request) -> bool {
    let quota = match request.kind {
        Kind::PublicIpv4 => world.conditions.address_quota,
        Kind::GlobalIpv4 => GLOBAL_QUOTA,
        Kind::PrivateIpv4 | Kind::PublicIpv6 => u32::MAX,
    };
    let held = world.elastic_addresses(request.project, request.kind);
    request.quantity > MOST_AT_ONCE || held.saturating_add(request.quantity) > quota
}

fn kind(form: &mut Form) -> Kind {
    let Some(name) = form.required("type") else { return Kind::PublicIpv4 };
    match serde_json::from_value(json!(name)) {
        // Ours: IPv6 came with machines; there are no VRFs here.
        Err(_) | Ok(Kind::PublicIpv6) => {
            form.refuse(texts::invalid("type", "is not included in the list"));
            Kind::PublicIpv4
        }
        Ok(kind) => kind,
    }
}

/// How many addresses: a power of two.
fn quantity(form: &mut Form) -> u32 {
    if form.required("quantity").is_none() {
        return 1;
    }
    let quantity = form.count("quantity", 1..=MOST).unwrap_or(1);
    if !quantity.is_power_of_two() {
        form.refuse(texts::invalid("quantity", "must be a power of two"));
    }
    quantity
}

/// Facility and metro of a block. Clients send both, one of them empty; a global block has neither.
fn place(form: &mut Form, kind: Kind) -> (Option<String>, Option<String>) {
    let (facility, metro) = (form.filled("facility"), form.filled("metro"));
    if kind == Kind::GlobalIpv4 {
        return (None, None);
    }
    if facility.is_none() && metro.is_none() {
        form.refuse(texts::NO_FACILITY);
    }
    let found = facility.as_deref().and_then(catalogue::facility);
    if let (Some(name), None) = (&facility, found) {
        form.refuse(texts::not_valid(name, "facility"));
    }
    let around = metro.as_deref().and_then(catalogue::metro);
    if let (Some(name), None) = (&metro, around) {
        form.refuse(texts::not_valid(name, "metro"));
    }
    if let (Some(facility), Some(metro)) = (found, around)
        && facility.metro.code != metro.code
    {
        form.refuse(texts::invalid("facility", &format!("{} is not in metro {}", facility.code, metro.code)));
    }
    let metro = found.map(|facility| facility.metro).or(around);
    (found.map(|facility| facility.code.to_owned()), metro.map(|metro| metro.code.to_owned()))
}

/// `findIPAddressById`: a block or an assignment.
pub(super) fn get(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    Ok(Reply::ok(match named(world, call)? {
        Named::Block(block) => show::reservation(world, call.links, block),
        Named::OnDevice(device, address) => show::assignment(world, call.links, device, address),
    }))
}

/// `updateIPAddress`: details, tags and customdata of a block or an assignment; what is not said stays.
pub(super) fn update(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let device = match named(world, call)? {
        Named::Block(_) => None,
        Named::OnDevice(device, _) => Some(device.id),
    };
    let id = call.id()?;
    let mut form = Form::new(&call.body);
    let (tags, customdata) = (form.tags(), form.object("customdata"));
    let details = form.has("details").then(|| form.filled("details"));
    form.finish()?;
    let members = match device {
        None => world.reservations.edit(id).map(|block| (&mut block.tags, &mut block.details, &mut block.customdata)),
        Some(device) => world.devices.edit(device).and_then(|device| {
            let address = device.addresses.iter_mut().find(|address| address.id == id)?;
            Some((&mut address.tags, &mut address.details, &mut address.customdata))
        }),
    };
    if let Some((own_tags, own_details, own_customdata)) = members {
        *own_tags = tags.unwrap_or_else(|| std::mem::take(own_tags));
        *own_details = details.unwrap_or_else(|| own_details.take());
        *own_customdata = customdata.unwrap_or_else(|| own_customdata.take());
    }
    get(world, call)
}

/// `deleteIPAddress`: gives a block back, or takes an address off a device. All refusals are ours: what the service
/// did with a block that is still assigned is not documented.
pub(super) fn delete(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    match named(world, call)? {
        Named::Block(block) if block.is_birth_block => {
            return Err(Refusal::unprocessable("Cannot delete a block that devices have their own addresses from"));
        }
        Named::Block(block) if !block.assignments.is_empty() => {
            return Err(Refusal::unprocessable("Cannot delete an IP reservation with assigned addresses"));
        }
        Named::Block(block) => {
            let id = block.id;
            world.release_reservation(id);
        }
        Named::OnDevice(_, address) if address.management => {
            return Err(Refusal::unprocessable("Cannot unassign a management address"));
        }
        Named::OnDevice(device, address) => {
            let (device, address) = (device.id, address.id);
            world.unassign(device, address);
        }
    }
    Ok(Reply::empty(204))
}

/// `findIPAvailabilities`: the parts of a block, each as large as asked, of which nothing is assigned.
pub(super) fn available(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let Named::Block(block) = named(world, call)? else { return Err(Refusal::not_found()) };
    // packngo sends it in a body, too.
    let mut form = Form::new(&call.body);
    let most = if block.kind.family() == 4 { 32 } else { 128 };
    let said = match call.query.get("cidr") {
        Some(text) => text.parse().ok(),
        None => form.count("cidr", 1..=most),
    };
    let cidr = said.filter(|cidr| (1..=most).contains(cidr)).and_then(|cidr| u8::try_from(cidr).ok());
    let Some(cidr) = cidr else {
        return Err(Refusal::unprocessable(texts::invalid("cidr", "is not included in the list")));
    };
    let taken = world.taken_of(block);
    // Parts larger than the block are none.
    let parts = block.block().and_then(|block| block.subnets(cidr).ok()).into_iter().flatten();
    let free: Vec<String> =
        parts.filter(|part| taken.leaves(*part)).take(LISTED).map(|part| part.to_string()).collect();
    Ok(Reply::ok(json!({ "available": free })))
}

#[cfg(test)]
mod tests;
