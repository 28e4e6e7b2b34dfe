//! What is told: each failure as it comes, and how many points there were and fired.

use super::pass::{Point, Tried};
use super::scenario::Scenario;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The numbers of one scenario.
#[derive(Debug, Default)]
struct Numbers {
    calls: BTreeSet<(String, u64)>,
    points: usize,
    held: usize,
    failed: usize,
    not_met: Vec<String>,
}

/// The numbers so far, and how many points were tried.
#[derive(Debug, Default)]
pub struct Report(BTreeMap<Scenario, Numbers>, usize);

impl Report {
    /// Before anything was tried.
    pub fn of(points: &[Point]) -> Self {
        let mut report = Self::default();
        for point in points {
            let numbers = report.0.entry(point.scenario).or_default();
            numbers.calls.insert((point.place.call.clone(), point.place.number));
            numbers.points += 1;
        }
        report
    }

    /// Takes in what came of a point; a failure is told at once, with the command that tries only it.
    pub fn take(&mut self, point: &Point, seed: u64, tried: Tried) {
        self.1 += 1;
        if self.1.is_multiple_of(100) {
            println!("{} points tried", self.1);
        }
        let numbers = self.0.entry(point.scenario).or_default();
        match tried {
            Tried::Held => numbers.held += 1,
            Tried::NotMet => numbers.not_met.push(point.to_string()),
            Tried::Failed(told) => {
                numbers.failed += 1;
                println!("=== failed: {point}\n{told}");
                println!("=== again: cargo test --test matrix -- --slots 1 --seed {seed} --only '{point}'\n");
            }
        }
    }

    /// Whether every point that fired held, and nearly all fired.
    pub fn is_good(&self) -> bool {
        let not_met: usize = self.0.values().map(|numbers| numbers.not_met.len()).sum();
        let all: usize = self.0.values().map(|numbers| numbers.points).sum();
        self.0.values().all(|numbers| numbers.failed == 0) && not_met * 20 <= all
    }

    /// One line for each scenario, and the points that did not fire.
    pub fn table(&self) -> String {
        let mut text =
            format!("{:<20}{:>7}{:>8}{:>8}{:>8}{:>11}\n", "command", "calls", "points", "fired", "failed", "not fired");
        let mut sum = [0; 5];
        for (scenario, numbers) in &self.0 {
            let fired = numbers.held + numbers.failed;
            let row = [numbers.calls.len(), numbers.points, fired, numbers.failed, numbers.not_met.len()];
            row.iter().zip(&mut sum).for_each(|(number, sum)| *sum += number);
            text += &line(scenario.name(), row);
        }
        text += &line("all", sum);
        for point in self.0.values().flat_map(|numbers| &numbers.not_met) {
            let _ = writeln!(text, "not fired, and not counted: {point}");
        }
        text
    }
}

fn line(name: &str, row: [usize; 5]) -> String {
    let [calls, points, fired, failed, not_met] = row;
    format!("{name:<20}{calls:>7}{points:>8}{fired:>8}{failed:>8}{not_met:>11}\n")
}
