//! Every mistake is told once, at its place, with a hint.

mod complete;
mod one;
mod whole;

use super::{Reading, Source, read};
use crate::problem::Problems;

const CLUSTER: &str = include_str!("tests/cluster.yaml");
const MACHINES: &str = include_str!("tests/machines.yaml");

fn reading(cluster: &str, machines: &str) -> Result<Reading, Problems> {
    read(&[Source::new("c.yaml", cluster), Source::new("m.yaml", machines)])
}

/// What is told, one line for each problem; each must have a hint.
fn told(result: Result<Reading, Problems>) -> Vec<String> {
    let problems = result.err().unwrap_or_default();
    for problem in &problems {
        assert!(problem.hint.as_ref().is_some_and(|hint| !hint.is_empty()), "{problem} has no hint");
    }
    problems.iter().map(ToString::to_string).collect()
}

/// A text with one change in it.
fn edited(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "{old:?} must stand once in the text");
    text.replace(old, new)
}

#[test]
fn the_files_of_these_tests_are_right() {
    let reading = reading(CLUSTER, MACHINES).expect("they are right");
    assert_eq!(reading.warnings, Problems::new());
    assert_eq!(reading.summary(), "cluster test: Kubernetes 1.34.4, 1 control plane, 6 workers, 0 other objects");
    assert_eq!(reading.machines[1].place.to_string(), "m.yaml:26:3");
}
