//! Batches: many devices by one request.

use super::call::Call;
use super::device_orders::{is_hostname, places, read};
use super::form::Form;
use super::keys::Installed;
use super::reply::{Refusal, Reply};
use super::texts;
use crate::sim::catalogue;
use crate::sim::show;
use crate::sim::world::World;
use crate::sim::world::batch::Batch;
use crate::sim::world::device::Order;
use crate::sim::world::hardware::HardwareReservation;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The most devices in one batch (ours: no limit was published).
const MOST: u32 = 1_000;
/// What stands in a hostname for the number of the device.
const INDEX: &str = "{{index}}";

/// `createDeviceBatch`: 201 before any of the devices exists. Either all entries are right, or nothing is made.
pub(super) fn create(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project_to_change(world)?.id;
    let Some(entries) = call.body.get("batches").and_then(Value::as_array).filter(|all| !all.is_empty()) else {
        return Err(Refusal::unprocessable(texts::blank("batches")));
    };
    let mut claimed = Claimed::default();
    let (mut batches, mut refusals) = (Vec::new(), Vec::new());
    for entry in entries {
        match read_entry(world, project, entry, &mut claimed) {
            Ok(batch) => batches.push(batch),
            Err(all) => refusals.extend(all),
        }
    }
    if let Some(refusal) = refusals.into_iter().reduce(join) {
        return Err(refusal);
    }
    let mut shown = Vec::new();
    for (orders, installed) in batches {
        let keys = installed.install(world);
        let orders = orders.into_iter().map(|order| Order { keys: keys.clone(), ..order }).collect();
        let id = world.order_batch(project, orders);
        shown.extend(world.batches.get(id).map(|batch| show::batch(world, call.links, batch)));
    }
    Ok(Reply::created(json!({ "batches": shown })))
}

/// Two refusals as one: 422 where anything was wrong, else 503.
fn join(one: Refusal, other: Refusal) -> Refusal {
    match (one, other) {
        (Refusal::Errors(status, mut texts), Refusal::Errors(other, more)) => {
            texts.extend(more);
            texts.dedup();
            Refusal::Errors(status.min(other), texts)
        }
        _ => Refusal::Unauthorized,
    }
}

/// What earlier devices of the same request are to have.
#[derive(Debug, Default)]
struct Claimed {
    /// How many machines of the stock, by facility and plan.
    machines: BTreeMap<(String, String), u32>,
    reserved: BTreeSet<Uuid>,
}

/// The orders of one entry, one for each device, and their keys.
fn read_entry(
    world: &World,
    project: Uuid,
    entry: &Value,
    claimed: &mut Claimed,
) -> Result<(Vec<Order>, Installed), Vec<Refusal>> {
    let mut form = Form::new(entry);
    let names = names(&mut form);
    // Tolerated: machines stand where there are some.
    form.number("facility_diversity_level");
    let mut refusals: Vec<Refusal> = form.finish().err().into_iter().collect();
    // The name is a pattern, which no device may have.
    let mut template = entry.clone();
    if let Value::Object(members) = &mut template {
        members.remove("hostname");
    }
    let read = read(world, project, &template).map_err(|refusal| refusals.push(refusal)).ok();
    let (Some((order, installed)), true) = (read, refusals.is_empty()) else { return Err(refusals) };
    let orders = match order.hardware {
        None => spread(world, entry, &order, names, claimed),
        Some(_) => on_reserved(world, entry, &order, names, claimed).map_err(|refusal| vec![refusal])?,
    };
    Ok((orders, installed))
}

/// The hostname of each device: from a list, or made from a pattern: 01, 02 and so on (OpenAPI
/// `InstancesBatchCreateInput`).
fn names(form: &mut Form) -> Vec<Option<String>> {
    let listed = form.texts("hostnames").unwrap_or_default();
    let pattern = form.filled("hostname");
    let quantity = match form.get("quantity") {
        Some(_) => form.count("quantity", 1..=MOST).unwrap_or(1),
        None => u32::try_from(listed.len().max(1)).unwrap_or(u32::MAX),
    };
    if quantity > MOST {
        form.refuse(texts::invalid("hostnames", &format!("is too long (maximum is {MOST} hostnames)")));
        return Vec::new();
    }
    if !listed.is_empty() && listed.len() != quantity as usize {
        form.refuse(texts::invalid("hostnames", "must be as many as the quantity"));
    }
    let made = |number: u32| pattern.as_ref().map(|pattern| pattern.replace(INDEX, &format!("{number:02}")));
    let names: Vec<Option<String>> =
        if listed.is_empty() { (1..=quantity).map(made).collect() } else { listed.into_iter().map(Some).collect() };
    if names.iter().flatten().any(|name| !is_hostname(name)) {
        form.refuse(texts::invalid("hostname", "is invalid"));
    }
    names
}

/// Orders for machines that anyone may have, each in the first place that has one left for it; without any, in the
/// place that the order names, where it will fail.
fn spread(
    world: &World,
    entry: &Value,
    order: &Order,
    names: Vec<Option<String>>,
    claimed: &mut Claimed,
) -> Vec<Order> {
    let mut places = places(&mut Form::new(entry), false);
    places.retain(|place| catalogue::plan(&order.plan).is_some_and(|plan| plan.is_offered_in(place)));
    let mut one = |hostname| {
        let mut left = |facility: &str| {
            let claimed = claimed.machines.entry((facility.to_owned(), order.plan.clone())).or_default();
            let is_left = world.stock.left(facility, &order.plan) > *claimed;
            *claimed += u32::from(is_left);
            is_left
        };
        let place = places.iter().find(|place| left(place.code));
        let facility = place.map_or_else(|| order.facility.clone(), |place| place.code.to_owned());
        Order { hostname, facility, ..order.clone() }
    };
    names.into_iter().map(&mut one).collect()
}

/// Orders for machines that the project has for itself: as many different ones.
fn on_reserved(
    world: &World,
    entry: &Value,
    order: &Order,
    names: Vec<Option<String>>,
    claimed: &mut Claimed,
) -> Result<Vec<Order>, Refusal> {
    let places = places(&mut Form::new(entry), true);
    let is_any = entry.get("hardware_reservation_id").is_some_and(|wanted| wanted == "next-available");
    let is_meant = |own: &&HardwareReservation| {
        let is_here = places.is_empty() || places.iter().any(|place| place.code == own.facility);
        let is_alike = own.project == order.project && own.plan == order.plan && is_here;
        own.is_provisionable()
            && !claimed.reserved.contains(&own.id)
            && if is_any { is_alike } else { order.hardware == Some(own.id) }
    };
    let free: Vec<&HardwareReservation> = world.hardware.iter().filter(is_meant).take(names.len()).collect();
    if free.len() < names.len() {
        return Err(Refusal::Errors(503, vec![texts::NO_RESERVATIONS.to_owned()]));
    }
    claimed.reserved.extend(free.iter().map(|own| own.id));
    let one = |(hostname, own): (Option<String>, &HardwareReservation)| Order {
        hostname,
        facility: own.facility.clone(),
        hardware: Some(own.id),
        ..order.clone()
    };
    Ok(names.into_iter().zip(free).map(one).collect())
}

/// `findBatchesByProject`: all of them, not in pages.
pub(super) fn list(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project(world)?.id;
    let batches = world.batches.iter().filter(|batch| batch.project == project);
    let batches: Vec<Value> = batches.map(|batch| show::batch(world, call.links, batch)).collect();
    Ok(Reply::ok(json!({ "batches": batches })))
}

/// `findBatchById`.
pub(super) fn get(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    Ok(Reply::ok(show::batch(world, call.links, visible(world, call)?)))
}

/// `deleteBatch`, and with it its devices where that is asked for: in the query as documented, or in a body as older
/// documentation had it.
pub(super) fn delete(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let id = visible(world, call)?.id;
    let mut form = Form::new(&call.body);
    let said = form.flag("remove_associated_instances");
    form.finish()?;
    let and_devices = call.query.flag("remove_associated_instances").or(said).unwrap_or(false);
    world.remove_batch(id, and_devices);
    Ok(Reply::empty(204))
}

fn visible<'a>(world: &'a World, call: &Call) -> Result<&'a Batch, Refusal> {
    let batch = world.batches.get(call.id()?).ok_or_else(Refusal::not_found)?;
    call.must_see(world, batch.project).map(|()| batch)
}

#[cfg(test)]
mod tests;
