//! Devices: found, shown, deleted.

use super::call::Call;
use super::form::Form;
use super::page::{Page, USUAL};
use super::query::Query;
use super::reply::{Refusal, Reply};
use super::reshape::Shape;
use super::texts;
use crate::sim::links::Links;
use crate::sim::show;
use crate::sim::world::World;
use crate::sim::world::device::{Device, State};
use serde_json::{Value, json};
use std::sync::Arc;

/// `findProjectDevices`: the page of the devices that all filters let through.
pub(super) fn list(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project(world)?.id;
    let wanted: Vec<&Device> =
        world.devices.iter().filter(|device| device.project == project && is_wanted(device, &call.query)).collect();
    let page = Page::of(&call.query, USUAL);
    let meta = page.meta(&call.path, &call.query, wanted.len());
    let shown = page.cut(&wanted).iter().map(|device| text(world, call.links, device));
    if Shape::of(&call.query).is_usual() {
        // In one piece from the first: a page may be many megabytes.
        let devices: Vec<Arc<str>> = shown.collect();
        let mut text = String::with_capacity(1_024 + devices.iter().map(|device| device.len() + 1).sum::<usize>());
        text.push_str("{\"devices\":[");
        for (number, device) in devices.iter().enumerate() {
            text.push_str(if number == 0 { "" } else { "," });
            text.push_str(device);
        }
        text.extend(["],\"meta\":", &meta.to_string(), "}"]);
        return Ok(Reply::text(text));
    }
    let devices: Vec<Value> = shown.filter_map(|text| serde_json::from_str(&text).ok()).collect();
    Ok(Reply::ok(json!({ "devices": devices, "meta": meta })))
}

/// A device as text. Under its older name the API was asked for few.
fn text(world: &World, links: Links, device: &Device) -> Arc<str> {
    let tell = || show::device(world, links, device).to_string();
    match links {
        Links::Metal => world.kept.of(device, tell),
        Links::Packet => tell().into(),
    }
}

/// Whether a device passes all filters of a query (OpenAPI `findProjectDevices`).
fn is_wanted(device: &Device, query: &Query) -> bool {
    let order = &device.order;
    let is = |name: &str, value: &str| query.get(name).is_none_or(|wanted| wanted == value);
    let is_one_of = |name: &str, test: &dyn Fn(&str) -> bool| {
        let mut names = query.all(name).peekable();
        names.peek().is_none() || names.any(test)
    };
    is("facility", &order.facility)
        && query.get("metro").is_none_or(|wanted| metro(device) == Some(wanted))
        && query.get("tag").is_none_or(|tag| order.tags.iter().any(|own| own == tag))
        && query.get("hostname").is_none_or(|part| contains(&device.hostname, part))
        && query.flag("reserved").is_none_or(|reserved| order.hardware.is_some() == reserved)
        && query.flag("has_termination_time").is_none_or(|wanted| order.termination_time.is_some() == wanted)
        && query.get("mac_address").is_none_or(|mac| device.machine.ports.iter().any(|(_, own)| own == mac))
        && is("type", kind(device))
        && is_one_of("categories", &|category| category == "compute")
        && query.get("search").is_none_or(|text| is_found(device, text))
}

/// `ondemand`, `spot` or `reserved`.
fn kind(device: &Device) -> &'static str {
    match (&device.order.hardware, &device.order.spot_price_max) {
        (Some(_), _) => "reserved",
        (None, Some(_)) => "spot",
        (None, None) => "ondemand",
    }
}

fn metro(device: &Device) -> Option<&'static str> {
    crate::sim::catalogue::facility(&device.order.facility).map(|facility| facility.metro.code)
}

/// What `search` looks at (documentation).
fn is_found(device: &Device, text: &str) -> bool {
    let order = &device.order;
    let addresses = device.addresses.iter().map(|address| address.address.to_string());
    let mut texts: Vec<String> = addresses.chain(order.tags.iter().cloned()).collect();
    texts.extend([device.hostname.clone(), device.short_id(), order.plan.clone(), order.facility.clone()]);
    texts.extend([order.operating_system.clone(), order.description.clone().unwrap_or_default()]);
    texts.extend(order.hardware.map(crate::sim::world::device::short));
    texts.iter().any(|own| contains(own, text))
}

fn contains(whole: &str, part: &str) -> bool {
    whole.to_lowercase().contains(&part.to_lowercase())
}

/// `findDeviceById`.
pub(super) fn get(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let device = call.device(world)?;
    if Shape::of(&call.query).is_usual() {
        return Ok(Reply::text(text(world, call.links, device).to_string()));
    }
    Ok(Reply::ok(show::device(world, call.links, device)))
}

/// `findDeviceCustomdata`.
pub(super) fn customdata(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    Ok(Reply::ok(call.device(world)?.order.customdata.clone()))
}

/// `findDeviceMetadataByID`: what the metadata service tells the device itself.
pub(super) fn metadata(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let device = call.device(world)?;
    Ok(Reply::ok(show::metadata(world, call.links, device)))
}

/// `findDeviceUserdataByID`.
pub(super) fn userdata(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    Ok(Reply::ok(json!({ "userdata": call.device(world)?.order.userdata })))
}

/// `deleteDevice`: refused while it is locked, or still provisioning; `force_delete` changes neither (ours:
/// its purpose was volumes). The flag stands in the query; packngo sends it in a body, which is read and not needed.
pub(super) fn delete(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let device = call.device(world)?;
    let mut form = Form::new(&call.body);
    form.flag("force_delete");
    form.finish()?;
    if device.order.locked {
        return Err(Refusal::unprocessable(texts::LOCKED));
    }
    let is_early = matches!(device.state, State::Provisioning | State::Reinstalling);
    if is_early && world.conditions.refuses_early_deletes {
        return Err(Refusal::unprocessable(texts::PROVISIONING));
    }
    let id = device.id;
    world.take_down(id);
    Ok(Reply::empty(204))
}
