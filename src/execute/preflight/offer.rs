//! What is on offer, and whether a machine's shape goes together with it.

use crate::cluster::{Location, Shape};
use crate::hint::{listed, suggestion};
use crate::packet::{Facility, Metro, OperatingSystem, Plan, PlanLocation, Price};
use crate::problem::Flaw;
use crate::values;

/// The facility that stands for every one (OpenAPI `DeviceCreateInFacilityInput`).
pub(super) const ANY: &str = "any";

/// How many words of a list are told.
const FEW: usize = 6;

/// The service's catalogue. The metros are there only if somebody wants one; so are the facilities.
pub(super) struct Offer {
    pub(super) plans: Vec<Plan>,
    pub(super) systems: Vec<OperatingSystem>,
    pub(super) metros: Vec<Metro>,
    pub(super) facilities: Vec<Facility>,
}

impl Offer {
    /// Everything that keeps machines of a shape from being ordered, whenever one tries.
    pub(super) fn flaws(&self, shape: &Shape) -> Vec<Flaw> {
        let plan = self.plan(shape.plan.as_str());
        let system = self.system(shape.operating_system.as_str());
        let places = self.unknown_places(&shape.location);
        let mut flaws = Vec::new();
        flaws.extend(plan.is_none().then(|| self.no_plan(shape)));
        flaws.extend(system.is_none().then(|| self.no_system(shape)));
        let are_known = places.is_empty();
        flaws.extend(places);
        if let Some(plan) = plan {
            flaws.extend(are_known.then(|| self.not_there(plan, shape)).flatten());
            flaws.extend(system.and_then(|system| self.not_on(system, plan, shape)));
        }
        flaws
    }

    /// What such a machine costs where it is to stand, or else anywhere.
    pub(super) fn price(&self, shape: &Shape) -> Price {
        let Some(plan) = self.plan(shape.plan.as_str()) else { return Price::default() };
        let there = self.offers(plan, &shape.location).next().map(|offer| offer.price).unwrap_or_default();
        Price { hour: there.hour.or(plan.pricing.hour), month: there.month.or(plan.pricing.month) }
    }

    /// What something costs that is no machine.
    pub(super) fn other(&self, slug: &str) -> Price {
        let plan = self.plans.iter().find(|plan| plan.slug.as_deref() == Some(slug));
        plan.map(|plan| plan.pricing).unwrap_or_default()
    }

    /// The machine plan of this name, old or new.
    fn plan(&self, name: &str) -> Option<&Plan> {
        self.machines().find(|plan| plan.slug.as_deref() == Some(name) || plan.class.as_deref() == Some(name))
    }

    fn machines(&self) -> impl Iterator<Item = &Plan> {
        self.plans.iter().filter(|plan| plan.line.as_deref().is_none_or(|line| line == "baremetal"))
    }

    fn system(&self, name: &str) -> Option<&OperatingSystem> {
        self.systems.iter().find(|system| system.slug.as_deref() == Some(name))
    }

    fn no_plan(&self, shape: &Shape) -> Flaw {
        let slugs: Vec<&str> = self.machines().filter_map(|plan| plan.slug.as_deref()).collect();
        let flaw = Flaw::new(format!("there is no plan {:?}", shape.plan.as_str()));
        let near = suggestion(shape.plan.as_str(), slugs.iter().copied());
        flaw.maybe_hint(near.or_else(|| self.plans_there(shape).map(|plans| format!("{} has {plans}", shape.location))))
    }

    fn no_system(&self, shape: &Shape) -> Flaw {
        let name = shape.operating_system.as_str();
        let slugs = || self.systems.iter().filter_map(|system| system.slug.as_deref());
        let flaw = Flaw::new(format!("there is no operating system {name:?}"));
        let all = || few(slugs().map(str::to_owned)).map(|some| format!("there are {some}"));
        flaw.maybe_hint(suggestion(name, slugs()).or_else(all))
    }

    /// A flaw for each place that is not on the list.
    fn unknown_places(&self, location: &Location) -> Vec<Flaw> {
        match location {
            Location::Metro(metro) => self.unknown_metro(metro.as_str()).into_iter().collect(),
            Location::Facilities(all) => all.iter().filter_map(|one| self.unknown_facility(one.as_str())).collect(),
        }
    }

    fn unknown_metro(&self, code: &str) -> Option<Flaw> {
        let codes = || self.metros.iter().filter_map(|metro| metro.code.as_deref());
        if codes().any(|known| known == code) {
            return None;
        }
        let flaw = Flaw::new(format!("there is no metro {code:?}"));
        let facility = values::Facility::parse(code).ok();
        let metro =
            facility.as_ref().and_then(values::Facility::metro).filter(|metro| codes().any(|code| code == *metro));
        let meant = metro.map(|metro| format!("the facility {code} lies in the metro `{metro}`"));
        Some(flaw.maybe_hint(meant.or_else(|| suggestion(code, codes()))))
    }

    fn unknown_facility(&self, code: &str) -> Option<Flaw> {
        let codes = || self.facilities.iter().filter_map(|facility| facility.code.as_deref());
        match self.facilities.iter().find(|facility| facility.code.as_deref() == Some(code)) {
            _ if code == ANY => None,
            None => Some(Flaw::new(format!("there is no facility {code:?}")).maybe_hint(suggestion(code, codes()))),
            Some(there) if !there.features.is_empty() && !there.features.iter().any(|one| one == "baremetal") => {
                Some(Flaw::new(format!("the facility {code} has no machines")).hint("choose another one"))
            }
            Some(_) => None,
        }
    }

    /// The entries of a plan for the places named, in their order.
    fn offers<'a>(&'a self, plan: &'a Plan, location: &'a Location) -> impl Iterator<Item = &'a PlanLocation> {
        let (codes, offers): (Vec<&str>, &[PlanLocation]) = match location {
            Location::Metro(metro) => (vec![metro.as_str()], &plan.available_in_metros),
            Location::Facilities(all) => (all.iter().map(values::Facility::as_str).collect(), &plan.available_in),
        };
        codes.into_iter().flat_map(move |code| {
            offers.iter().filter(move |offer| code == ANY || self.code(offer, location) == Some(code))
        })
    }

    /// The code of a place that a plan names by its code or only by its id.
    fn code<'a>(&'a self, offer: &'a PlanLocation, location: &Location) -> Option<&'a str> {
        let by_id = || {
            let id = offer.id.as_deref()?;
            match location {
                Location::Metro(_) => self.metros.iter().find(|metro| metro.id == id)?.code.as_deref(),
                Location::Facilities(_) => self.facilities.iter().find(|facility| facility.id == id)?.code.as_deref(),
            }
        };
        offer.code.as_deref().or_else(by_id)
    }

    /// The flaw of a plan that none of the places has. A plan that names no place at all says nothing.
    fn not_there(&self, plan: &Plan, shape: &Shape) -> Option<Flaw> {
        let location = &shape.location;
        let offers = match location {
            Location::Metro(_) => &plan.available_in_metros,
            Location::Facilities(_) => &plan.available_in,
        };
        if offers.is_empty() || self.offers(plan, location).next().is_some() {
            return None;
        }
        let elsewhere = few(offers.iter().filter_map(|offer| self.code(offer, location)).map(str::to_owned));
        let here = self.plans_there(shape);
        let hints =
            [elsewhere.map(|codes| format!("it is in {codes}")), here.map(|plans| format!("{location} has {plans}"))];
        let hint = hints.into_iter().flatten().collect::<Vec<_>>().join("; ");
        Some(Flaw::new(format!("the plan {} is not offered in {location}", shape.plan)).hint(hint))
    }

    /// Some plans of the place where the shape is to stand, that its system can be installed on.
    fn plans_there(&self, shape: &Shape) -> Option<String> {
        let system = self.system(shape.operating_system.as_str());
        let plans = self.machines().filter(|plan| {
            self.offers(plan, &shape.location).next().is_some() && system.is_none_or(|system| fits(system, plan, ""))
        });
        few(plans.filter_map(|plan| plan.slug.clone()))
    }

    /// The flaw of a system that cannot be installed on the plan.
    fn not_on(&self, system: &OperatingSystem, plan: &Plan, shape: &Shape) -> Option<Flaw> {
        if fits(system, plan, shape.plan.as_str()) {
            return None;
        }
        let kin =
            self.systems.iter().filter(|other| other.distro == system.distro && fits(other, plan, shape.plan.as_str()));
        let hint = few(kin.filter_map(|other| other.slug.clone())).map_or_else(
            || "choose another plan or another system".to_owned(),
            |slugs| format!("that plan takes {slugs}"),
        );
        let Shape { operating_system, plan, .. } = shape;
        Some(Flaw::new(format!("{operating_system} cannot be installed on the plan {plan}")).hint(hint))
    }
}

/// Whether the system can be installed on the plan, by any of the plan's names. A system that names none says nothing.
fn fits(system: &OperatingSystem, plan: &Plan, name: &str) -> bool {
    let names = [plan.slug.as_deref(), plan.class.as_deref(), Some(name)];
    let plans = &system.provisionable_on;
    plans.is_empty() || plans.iter().any(|known| names.contains(&Some(known.as_str())))
}

/// The first few of some words, or nothing where there is none.
fn few(words: impl Iterator<Item = String>) -> Option<String> {
    let words: Vec<String> = words.collect();
    match words.len() {
        0 => None,
        count if count <= FEW => Some(listed(&words, "and")),
        count => Some(format!("{} and {} more", words[..FEW].join(", "), count - FEW)),
    }
}

#[cfg(test)]
mod tests;
