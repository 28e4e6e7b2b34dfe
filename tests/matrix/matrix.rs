//! All points, tried many at once.

use super::arguments::Arguments;
use super::authority::Trust;
use super::fault::Fault;
use super::pass::{Point, Tried, attempt, survey};
use super::report::Report;
use super::scenario::{Scenario, Slot};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

/// How often a point is tried that the command did not come to: the order of what is done at once differs.
const TRIES: usize = 4;

/// Tries all that is asked for; whether everything held.
pub fn run(arguments: &Arguments) -> bool {
    let began = Instant::now();
    let trust = Arc::new(Trust::make());
    let slots: Vec<Slot<'_>> =
        (0..arguments.slots).map(|number| Slot::new(arguments, Arc::clone(&trust), arguments.seed + number)).collect();
    let surveyed: Vec<_> = thread::scope(|scope| {
        let surveys: Vec<_> = Scenario::ALL
            .into_iter()
            .zip(slots.iter().cycle())
            .map(|(scenario, slot)| (scenario, scope.spawn(move || survey(slot, scenario))))
            .collect();
        surveys.into_iter().map(|(scenario, survey)| (scenario, survey.join().expect("no survey panics"))).collect()
    });
    let mut points = Vec::new();
    for (scenario, met) in surveyed {
        match met {
            Ok(met) => points.extend(met.iter().flat_map(|met| {
                let suits = Fault::ALL.into_iter().filter(|fault| fault.suits(met));
                suits.map(|fault| Point { scenario, place: met.place.clone(), fault }).collect::<Vec<_>>()
            })),
            Err(text) => {
                println!("{text}");
                return false;
            }
        }
    }
    points.retain(|point| arguments.only.as_ref().is_none_or(|only| point.to_string().contains(only)));
    if arguments.is_list {
        for point in &points {
            println!("{point}");
        }
        return true;
    }
    println!("{} points, {} at once", points.len(), slots.len());
    let report = try_all(points, &slots, arguments);
    println!("{}\n{:.0} s", report.table(), began.elapsed().as_secs_f64());
    report.is_good()
}

/// Tries points until none is left.
fn try_all(points: Vec<Point>, slots: &[Slot<'_>], arguments: &Arguments) -> Report {
    let report = Mutex::new(Report::of(&points));
    let queue: Mutex<VecDeque<(Point, usize)>> = Mutex::new(points.into_iter().map(|point| (point, 1)).collect());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let (queue, report_of) = (&queue, &report);
    thread::scope(|scope| {
        for slot in slots {
            scope.spawn(move || {
                while let Some((point, tries)) = next() {
                    match attempt(slot, &point, arguments.keeps) {
                        Tried::NotMet if tries < TRIES => {
                            queue.lock().unwrap_or_else(PoisonError::into_inner).push_back((point, tries + 1));
                        }
                        tried => {
                            let mut report = report_of.lock().unwrap_or_else(PoisonError::into_inner);
                            report.take(&point, slot.seed(), tried);
                        }
                    }
                }
            });
        }
    });
    report.into_inner().unwrap_or_else(PoisonError::into_inner)
}
