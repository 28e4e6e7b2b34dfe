//! What there is of machines: reserved ones, and how many are left.

use super::arguments::Arguments;
use crate::sim::catalogue::{self, FACILITIES, Facility, Level, Plan};
use crate::sim::service::State;
use crate::sim::wire::form::Form;
use crate::sim::wire::reply::Refusal;
use crate::sim::wire::texts;
use serde_json::{Value, json};
use uuid::Uuid;

/// The most reserved machines that are added at once.
const MOST: u32 = 1_000;

/// Adds machines of a `plan` that a project has for itself, in a `facility` or a `metro`.
pub(super) fn add_hardware(state: &mut State, arguments: &Arguments) -> Result<Value, Refusal> {
    let project = arguments.project(&state.world)?;
    let body = arguments.body()?;
    let mut form = Form::new(&body);
    let (plan, places) = place(&mut form);
    let quantity = form.count("quantity", 1..=MOST);
    form.finish()?;
    let (Some(plan), Some(place)) = (plan, places.first()) else {
        return Err(Refusal::unprocessable(texts::NO_FACILITY));
    };
    let added = (0..quantity.unwrap_or(1)).map(|_| state.world.add_hardware(project, plan.slug, place.code));
    Ok(json!({ "hardware_reservations": added.collect::<Vec<Uuid>>() }))
}

/// Sets how many machines of a `plan` are left in a `facility`, or in each of a `metro`.
pub(super) fn set_capacity(state: &mut State, arguments: &Arguments) -> Result<Value, Refusal> {
    let body = arguments.body()?;
    let mut form = Form::new(&body);
    let (plan, places) = place(&mut form);
    let word = form.required("level");
    let level = word.as_deref().and_then(|word| serde_json::from_value::<Level>(json!(word)).ok());
    if word.is_some() && level.is_none() {
        form.refuse("Level must be unavailable, limited or normal");
    }
    form.finish()?;
    let (Some(plan), Some(level)) = (plan, level) else { return Err(Refusal::unprocessable(texts::NO_FACILITY)) };
    for place in &places {
        state.world.stock.set(place.code, plan.slug, level);
    }
    state.world.touch();
    let codes = places.iter().map(|place| place.code).collect::<Vec<_>>();
    Ok(json!({ "plan": plan.slug, "facilities": codes, "level": level }))
}

/// A plan, and the facilities meant that offer it.
fn place(form: &mut Form) -> (Option<&'static Plan>, Vec<&'static Facility>) {
    let slug = form.required("plan");
    let plan = slug.as_deref().and_then(catalogue::plan).filter(|plan| plan.machine.is_some());
    if let (Some(slug), None) = (slug, plan) {
        form.refuse(texts::not_valid(&slug, "plan"));
    }
    let (metro, facility) = (form.filled("metro"), form.filled("facility"));
    let places: Vec<&Facility> = if let Some(code) = metro {
        let Some(metro) = catalogue::metro(&code) else {
            form.refuse(texts::not_valid(&code, "metro"));
            return (plan, Vec::new());
        };
        FACILITIES.iter().filter(|facility| facility.metro.code == metro.code).collect()
    } else if let Some(code) = facility {
        let Some(facility) = catalogue::facility(&code) else {
            form.refuse(texts::not_valid(&code, "facility"));
            return (plan, Vec::new());
        };
        vec![facility]
    } else {
        form.refuse(texts::NO_FACILITY);
        return (plan, Vec::new());
    };
    let offering = places.into_iter().filter(|place| plan.is_none_or(|plan| plan.is_offered_in(place)));
    let offering: Vec<&Facility> = offering.collect();
    if offering.is_empty() {
        form.refuse("Plan is not offered there");
    }
    (plan, offering)
}
