//! What is on offer: plans, operating systems, facilities, metros, and how much is left.

use super::call::Call;
use super::query::Query;
use super::reply::{Refusal, Reply};
use super::texts;
use crate::sim::catalogue::{self, FACILITIES, METROS, OPERATING_SYSTEMS, PLANS, Plan};
use crate::sim::world::World;
use serde_json::{Value, json};

/// `findFacilities`.
pub(super) fn facilities(_: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let facilities: Vec<Value> = FACILITIES.iter().map(|facility| facility.to_json(call.links)).collect();
    Ok(Reply::ok(json!({ "facilities": facilities })))
}

/// `findFacilitiesByProject`.
pub(super) fn project_facilities(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    call.project(world)?;
    facilities(world, call)
}

/// `findMetros`.
pub(super) fn metros(_: &mut World, _: &Call) -> Result<Reply, Refusal> {
    let metros: Vec<Value> = METROS.iter().map(|metro| metro.to_json()).collect();
    Ok(Reply::ok(json!({ "metros": metros })))
}

/// `getMetro`, by id or code.
pub(super) fn metro(_: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let metro = call.id.as_deref().and_then(catalogue::metro).ok_or_else(Refusal::not_found)?;
    Ok(Reply::ok(metro.to_json()))
}

/// `findPlans`.
pub(super) fn plans(_: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let plans = PLANS.iter().filter(|plan| is_wanted(plan, &call.query));
    let plans: Vec<Value> = plans.map(|plan| plan.to_json(call.links)).collect();
    Ok(Reply::ok(json!({ "plans": plans })))
}

fn is_wanted(plan: &Plan, query: &Query) -> bool {
    let mut categories = query.all("categories").peekable();
    let is_in_category =
        categories.peek().is_none() || categories.any(|category| plan.categories().contains(&category));
    // Every machine was offered on demand; `standard` is how the document calls that.
    let is_of_type = query.get("type").is_none_or(|kind| kind == "standard" || plan.machine.is_some());
    is_in_category && is_of_type && query.get("slug").is_none_or(|slug| plan.slug == slug)
}

/// `findPlansByProject`.
pub(super) fn project_plans(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    call.project(world)?;
    plans(world, call)
}

/// `findOperatingSystems`.
pub(super) fn systems(_: &mut World, _: &Call) -> Result<Reply, Refusal> {
    // Those whose time is over were no longer listed, though machines that run them still name them.
    let systems = OPERATING_SYSTEMS.iter().filter(|system| system.is_supported());
    let systems: Vec<Value> = systems.map(catalogue::OperatingSystem::to_json).collect();
    Ok(Reply::ok(json!({ "operating_systems": systems })))
}

/// `findOperatingSystemVersion`.
pub(super) fn system_versions(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    systems(world, call)
}

/// `findCapacityForFacility`.
pub(super) fn capacity(world: &mut World, _: &Call) -> Result<Reply, Refusal> {
    Ok(Reply::ok(catalogue::capacity_by_facility(|facility, plan| world.stock.left(facility.code, plan.slug))))
}

/// `findCapacityForMetro`.
pub(super) fn metro_capacity(world: &mut World, _: &Call) -> Result<Reply, Refusal> {
    Ok(Reply::ok(catalogue::capacity_by_metro(|facility, plan| world.stock.left(facility.code, plan.slug))))
}

/// `checkCapacityForFacility` and `checkCapacityForMetro`: the same entries again, each with `available`.
///
/// The quantity comes back in the JSON type it was sent in: some clients send a text, others a number.
pub(super) fn check_capacity(world: &mut World, call: &Call) -> Result<Reply, Refusal> {
    let Some(servers) = call.body.get("servers").and_then(Value::as_array).filter(|servers| !servers.is_empty()) else {
        return Err(Refusal::unprocessable(texts::blank("servers")));
    };
    let (mut answers, mut errors) = (Vec::new(), Vec::new());
    for server in servers {
        match left(world, server) {
            Ok(left) => {
                let mut answer = server.clone();
                if let Value::Object(members) = &mut answer {
                    members.insert("available".into(), json!(u64::from(left) >= quantity(server)));
                }
                answers.push(answer);
            }
            Err(text) => errors.push(text),
        }
    }
    if errors.is_empty() { Ok(Reply::ok(json!({ "servers": answers }))) } else { Err(Refusal::Errors(422, errors)) }
}

fn quantity(server: &Value) -> u64 {
    match server.get("quantity") {
        Some(Value::Number(number)) => number.as_u64().unwrap_or(u64::MAX),
        Some(Value::String(text)) => text.parse().unwrap_or(u64::MAX),
        _ => 1,
    }
}

/// How many machines are left where an entry asks for them.
fn left(world: &World, server: &Value) -> Result<u32, String> {
    let name = |field: &str| server.get(field).and_then(Value::as_str).filter(|name| !name.is_empty());
    let plan = name("plan").ok_or_else(|| texts::blank("plan"))?;
    let plan = catalogue::plan(plan).ok_or_else(|| texts::not_valid(plan, "plan"))?;
    if let Some(code) = name("metro") {
        let metro = catalogue::metro(code).ok_or_else(|| texts::not_valid(code, "metro"))?;
        let here = FACILITIES.iter().filter(|facility| facility.metro.code == metro.code);
        return Ok(here.map(|facility| world.stock.left(facility.code, plan.slug)).fold(0, u32::saturating_add));
    }
    let code = name("facility").ok_or_else(|| "You must specify a valid facility parameter".to_owned())?;
    let facility = catalogue::facility(code).ok_or_else(|| texts::not_valid(code, "facility"))?;
    Ok(world.stock.left(facility.code, plan.slug))
}
