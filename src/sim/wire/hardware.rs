//! Hardware reservations: machines that a project has for itself.

use super::call::Call;
use super::page::{Page, USUAL};
use super::query::Query;
use super::reply::{Refusal, Reply};
use crate::sim::show;
use crate::sim::world::World;
use crate::sim::world::device::short;
use crate::sim::world::hardware::HardwareReservation;
use serde_json::{Value, json};

/// `findProjectHardwareReservations`.
pub(super) fn list(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let project = call.project(world)?;
    let text = call.query.get("query").map(str::to_lowercase);
    let is_wanted = |own: &&HardwareReservation| {
        own.project == project.id
            && is_in_state(own, &call.query)
            && text.as_ref().is_none_or(|text| is_found(world, own, &project.name, text))
    };
    let wanted: Vec<&HardwareReservation> = world.hardware.iter().filter(is_wanted).collect();
    let page = Page::of(&call.query, USUAL);
    let shown: Vec<Value> = page.cut(&wanted).iter().map(|own| show::hardware(call.links, own)).collect();
    let meta = page.meta(&call.path, &call.query, wanted.len());
    Ok(Reply::ok(json!({ "hardware_reservations": shown, "meta": meta })))
}

/// What `state` and `provisionable` let through. Here every reservation is `active`; what is no state lets none.
fn is_in_state(own: &HardwareReservation, query: &Query) -> bool {
    query.get("state").is_none_or(|state| state == "active")
        && query.get("provisionable").is_none_or(|only| only != "only" || own.is_provisionable())
}

/// What `query` looks at (OpenAPI `findProjectHardwareReservations`); the text is lower case.
fn is_found(world: &World, own: &HardwareReservation, project: &str, text: &str) -> bool {
    let device = own.device.and_then(|device| world.devices.get(device));
    let hostname = device.map_or("", |device| &device.hostname);
    let id = short(own.id);
    [&own.facility, &own.plan, project, &id, hostname].iter().any(|whole| whole.to_lowercase().contains(text))
}

/// `findHardwareReservationById`.
pub(super) fn get(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let own = world.hardware.get(call.id()?).ok_or_else(Refusal::not_found)?;
    call.must_see(world, own.project)?;
    Ok(Reply::ok(show::hardware(call.links, own)))
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use serde_json::json;

    #[test]
    fn a_machine_is_provisionable_until_a_device_is_on_it_and_again_once_it_is_wiped() {
        let mut trial = Trial::new();
        let project = trial.project;
        let id = trial.world.add_hardware(project, "c3.medium.x86", "da11");
        let path = format!("/hardware-reservations/{id}");
        assert_eq!(trial.get(&path)["provisionable"], true);
        let order = json!({"hardware_reservation_id": id, "operating_system": "ubuntu_20_04", "hostname": "mine"});
        let (status, device) = trial.call("POST", &trial.in_project("devices"), order);
        assert_eq!(status, 201, "{device}");
        let device = device["id"].as_str().unwrap().to_owned();
        trial.pass(1_200);
        let taken = trial.get(&path);
        assert_eq!(
            (&taken["provisionable"], &taken["device"]["href"]),
            (&json!(false), &json!(format!("/metal/v1/devices/{device}")))
        );
        assert_eq!(trial.get(&format!("{path}?include=device"))["device"]["hostname"], "mine");
        let shown = trial.get(&format!("/devices/{device}?include=hardware_reservation"));
        assert_eq!(shown["hardware_reservation"]["short_id"], taken["short_id"]);
        assert_eq!(trial.call("DELETE", &format!("/devices/{device}"), json!({})).0, 204);
        trial.pass(60);
        assert_eq!(trial.get(&path)["provisionable"], false, "it is still being wiped");
        trial.pass(600);
        assert_eq!((&trial.get(&path)["provisionable"], &trial.get(&path)["device"]), (&json!(true), &json!(null)));
    }

    #[test]
    fn lists_are_filtered_and_paged() {
        let mut trial = Trial::new();
        let (project, foreign) = (trial.project, trial.foreign);
        for _ in 0..11 {
            trial.world.add_hardware(project, "c3.medium.x86", "da11");
        }
        trial.world.add_hardware(project, "m3.large.x86", "sv15");
        let theirs = trial.world.add_hardware(foreign, "m3.large.x86", "sv15");
        let order = json!({"hardware_reservation_id": "next-available", "operating_system": "ubuntu_20_04", "hostname": "Mine"});
        trial.call("POST", &trial.in_project("devices"), order);
        let mut total = |query: &str| {
            let path = trial.in_project(&format!("hardware-reservations?{query}"));
            trial.get(&path)["meta"]["total"].clone()
        };
        assert_eq!(total(""), 12);
        assert_eq!(
            [total("provisionable=only"), total("state=active"), total("state=spare")],
            [json!(11), json!(12), json!(0)]
        );
        assert_eq!([total("query=SV15"), total("query=m3.large"), total("query=mine")], [json!(1), json!(1), json!(1)]);
        let page = trial.get(&trial.in_project("hardware-reservations"));
        assert_eq!(page["hardware_reservations"].as_array().unwrap().len(), 10);
        assert_eq!(trial.call("GET", &format!("/hardware-reservations/{theirs}"), json!({})).0, 403);
        assert_eq!(trial.call("GET", "/hardware-reservations/x", json!({})).0, 404);
    }
}
