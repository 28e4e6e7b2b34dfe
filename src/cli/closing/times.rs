//! The machines and their times, and which of them the whole had to wait for.

use super::{MachineTimes, UpReport};
use crate::cli::span::{between, span};
use crate::cli::table::Table;
use jiff::Timestamp;

/// A table of the machines with the time each took.
pub(super) fn table(machines: &[MachineTimes]) -> String {
    let mut table = Table::new(["MACHINE", "ORDERED→ACTIVE", "ACTIVE→READY", "WHOLE"]);
    for column in 1..=3 {
        table = table.right_aligned(column);
    }
    let took = |from: Option<Timestamp>, to: Option<Timestamp>| {
        from.zip(to).map_or(String::new(), |(from, to)| span(between(from, to)))
    };
    for machine in machines {
        let ordered = Some(machine.ordered_at);
        table.row([
            machine.name.clone(),
            took(ordered, machine.active_at),
            took(machine.active_at, machine.ready_at),
            took(ordered, machine.ready_at),
        ]);
    }
    table.text(None)
}

/// The way that took longest: the control plane until its API answered, and the machine that was Ready last.
///
/// Machines that were Ready before the run began held nobody up. None where none became Ready in this run.
pub(super) fn critical_path(report: &UpReport<'_>) -> Option<String> {
    let came = |machine: &&MachineTimes| machine.ready_at.is_some_and(|ready| ready >= report.began);
    let last = report.machines.iter().filter(came).max_by_key(|machine| machine.ready_at)?;
    let control_plane = report.machines.iter().find(|machine| machine.is_control_plane);
    // All wait for the API, but only where it came in this run.
    let answered = report.api_answered_at.filter(|answered| *answered >= report.began);
    let (Some(control_plane), Some(answered)) = (control_plane, answered) else {
        return Some(way(last, last.ready_at, "Ready"));
    };
    let first = way(control_plane, Some(answered), "API");
    match last.ready_at {
        Some(ready) if last.is_control_plane => Some(format!("{first}, →Ready {}", span(between(answered, ready)))),
        ready => Some(format!("{first}; {}", way(last, ready, "Ready"))),
    }
}

fn way(machine: &MachineTimes, end: Option<Timestamp>, name: &str) -> String {
    let Some(active) = machine.active_at else { return machine.name.clone() };
    let first = format!("{} ordered→active {}", machine.name, span(between(machine.ordered_at, active)));
    end.map_or(first.clone(), |end| format!("{first}, →{name} {}", span(between(active, end))))
}
