//! One point: the command is struck there, runs again, and is judged.

use super::ambush::{Met, Place};
use super::fault::Fault;
use super::judge::{judge_end, judge_struck};
use super::scenario::{Scenario, Slot};
use std::fmt::Write as _;
use std::thread;
use std::time::Duration;

/// A place in a command's run, and what goes wrong there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    pub scenario: Scenario,
    pub place: Place,
    pub fault: Fault,
}

/// What came of trying a point.
pub enum Tried {
    /// It was struck, and all is as it must be.
    Held,
    /// The command did not come to that place.
    NotMet,
    /// Something is wrong, with all that was said.
    Failed(String),
}

impl std::fmt::Display for Point {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { scenario, place, fault } = self;
        write!(formatter, "{}: {} #{}: {}", scenario.name(), place.call, place.number, fault.name())
    }
}

/// Runs a scenario untouched; its calls.
pub fn survey(slot: &Slot<'_>, scenario: Scenario) -> Result<Vec<Met>, String> {
    let bed = slot.bed(scenario).map_err(|error| error.to_string())?;
    let outcome = bed.run(scenario.command(), None);
    let met = bed.proxy.ambush.met();
    let wrong = judge_end(scenario, &outcome, &bed);
    if wrong.is_empty() {
        return Ok(met);
    }
    let log = bed.proxy.ambush.log();
    Err(format!("{} fails without any fault: {}\n{outcome}\n{log}", scenario.name(), wrong.join("; ")))
}

/// Tries a point.
pub fn attempt(slot: &Slot<'_>, point: &Point, keeps: bool) -> Tried {
    let mut bed = match slot.bed(point.scenario) {
        Ok(bed) => bed,
        Err(error) => return Tried::Failed(format!("no world: {error}")),
    };
    let command = point.scenario.command();
    let struck = bed.run(command, Some((point.place.clone(), point.fault)));
    if !bed.proxy.ambush.has_struck() {
        return Tried::NotMet;
    }
    let mut wrong = judge_struck(point.scenario, point.fault.kills(), &struck, &bed);
    let again = if struck.code == Some(0) { struck.clone() } else { bed.run(command, None) };
    while bed.proxy.ambush.has_late_effects() {
        thread::sleep(Duration::from_millis(20));
    }
    wrong.extend(judge_end(point.scenario, &again, &bed));
    if wrong.is_empty() {
        return Tried::Held;
    }
    let mut told = wrong.iter().fold(String::new(), |mut text, what| {
        let _ = writeln!(text, "  {what}");
        text
    });
    let _ = write!(told, "--- struck: {struck}\n--- again: {again}\n--- calls\n{}\n", bed.proxy.ambush.log());
    if keeps {
        let _ = writeln!(told, "--- kept: {}", bed.keep().display());
    }
    Tried::Failed(told)
}
