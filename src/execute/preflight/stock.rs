//! Whether there are as many machines as are still to be ordered.

use super::offer::ANY;
use super::{PreflightError, permitted, refusal};
use crate::cluster::{Group, Location};
use crate::packet::{CapacityAnswer, CapacityQuestion, Client};
use crate::problem::{Flaw, Place, Problem, Problems};
use crate::values::Facility;
use std::collections::BTreeMap;

/// Machines of one plan that are wanted in one of some places.
struct Want<'a> {
    plan: &'a str,
    /// The codes of the places, any of which will do.
    places: Vec<&'a str>,
    in_metro: bool,
    quantity: u32,
    /// The last group that wants them.
    group: &'a Group,
}

/// What there is too little of, and a word of warning where it could not be asked. Groups that want the same share it.
pub(super) async fn shortages(
    groups: &[&Group],
    missing: &BTreeMap<String, u32>,
    client: &Client,
    key: &Place,
) -> Result<(Problems, Problems), PreflightError> {
    let wants = wants(groups, missing);
    let (metros, facilities) = (questions(&wants, true), questions(&wants, false));
    let (metros, facilities) = tokio::join!(
        async { if metros.is_empty() { Ok(Vec::new()) } else { client.check_metro_capacity(&metros).await } },
        async {
            if facilities.is_empty() { Ok(Vec::new()) } else { client.check_facility_capacity(&facilities).await }
        },
    );
    let answer = |answers| permitted(answers).map_err(|error| refusal(error, key));
    let (metros, facilities) = (answer(metros)?, answer(facilities)?);
    let (mut short, mut warnings) = (Problems::new(), Problems::new());
    for want in &wants {
        let answers = if want.in_metro { &metros } else { &facilities };
        match answers.as_ref().map(|answers| want.judge(answers)) {
            Some(Some(Short::Surely(problem))) => short.push(problem),
            Some(Some(Short::Perhaps(problem))) => warnings.push(problem),
            Some(None) => {}
            None => {
                let flaw = Flaw::new(format!("whether there are machines of {} free is not known", want.plan));
                warnings.push(flaw.hint("the API key may not ask").at(want.group.at.clone()));
            }
        }
    }
    Ok((short, warnings))
}

/// How sure it is that there is too little.
enum Short {
    /// As sure as the service is.
    Surely(Problem),
    /// No single place has as many, but several together may.
    Perhaps(Problem),
}

fn wants<'a>(groups: &[&'a Group], missing: &BTreeMap<String, u32>) -> Vec<Want<'a>> {
    let mut wants: Vec<Want> = Vec::new();
    for group in groups {
        let quantity = missing.get(&group.name).copied().unwrap_or_default();
        let (places, in_metro): (Vec<&str>, bool) = match &group.shape.location {
            Location::Metro(metro) => (vec![metro.as_str()], true),
            Location::Facilities(all) => (all.iter().map(Facility::as_str).collect(), false),
        };
        if quantity == 0 || places.is_empty() || places.contains(&ANY) {
            continue;
        }
        let plan = group.shape.plan.as_str();
        match wants.iter_mut().find(|want| want.plan == plan && want.places == places && want.in_metro == in_metro) {
            Some(want) => (want.quantity, want.group) = (want.quantity.saturating_add(quantity), group),
            None => wants.push(Want { plan, places, in_metro, quantity, group }),
        }
    }
    wants
}

fn questions(wants: &[Want], in_metro: bool) -> Vec<CapacityQuestion> {
    let of_kind = wants.iter().filter(|want| want.in_metro == in_metro);
    let questions = of_kind.flat_map(|want| {
        want.places.iter().map(|place| CapacityQuestion {
            place: (*place).to_owned(),
            plan: want.plan.to_owned(),
            quantity: want.quantity,
        })
    });
    questions.collect()
}

impl Want<'_> {
    /// Whether the answers leave it unmet. A place that nobody answered for is not held against it.
    fn judge(&self, answers: &[CapacityAnswer]) -> Option<Short> {
        let denied = |place: &&str| {
            answers.iter().any(|answer| {
                answer.place.as_deref() == Some(place)
                    && answer.plan.as_deref() == Some(self.plan)
                    && answer.quantity.is_none_or(|quantity| quantity == u64::from(self.quantity))
                    && !answer.available
            })
        };
        if !self.places.iter().all(denied) {
            return None;
        }
        let Self { plan, quantity, group, .. } = self;
        let place = group.shape.location.to_string();
        let several = self.places.len() > 1 && self.quantity > 1;
        let what = match quantity {
            1 => format!("no machine of {plan} is free in {place} now"),
            _ => format!("{quantity} machines of {plan} are wanted in {place}, and not as many are free now"),
        };
        let hint = "try again later, or choose another plan, facility or metro";
        let problem = Flaw::new(what).hint(hint).at(group.at.clone());
        Some(if several { Short::Perhaps(problem) } else { Short::Surely(problem) })
    }
}

#[cfg(test)]
mod tests;
