//! Faults, set while the simulator runs.

use super::arguments::Arguments;
use crate::problem::{Problem, Problems};
use crate::sim::faults::FaultBook;
use crate::sim::service::State;
use crate::sim::wire::operations;
use crate::sim::wire::reply::Refusal;
use serde_json::Value;
use std::path::Path;

/// The faults that are set.
pub(super) fn show(state: &State) -> Value {
    serde_json::to_value(&state.faults).unwrap_or_default()
}

/// Sets the faults of a text, and no others.
pub(super) fn replace(state: &mut State, arguments: &Arguments) -> Result<Value, Refusal> {
    state.faults = read(arguments)?;
    Ok(show(state))
}

/// Sets the faults of a text, too.
pub(super) fn add(state: &mut State, arguments: &Arguments) -> Result<Value, Refusal> {
    state.faults.extend(read(arguments)?);
    Ok(show(state))
}

/// Sets no fault.
pub(super) fn clear(state: &mut State) -> Value {
    state.faults = FaultBook::default();
    show(state)
}

fn read(arguments: &Arguments) -> Result<FaultBook, Refusal> {
    // What stands before the line in each problem.
    let path = Path::new("body");
    FaultBook::read(&arguments.text, path, &operations::names())
        .map_err(|problems: Problems| Refusal::Errors(422, problems.iter().map(told).collect()))
}

fn told(problem: &Problem) -> String {
    problem.hint.as_ref().map_or_else(|| problem.to_string(), |hint| format!("{problem} ({hint})"))
}
