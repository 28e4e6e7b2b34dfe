//! The document reader meets any text: it never panics, every problem points
//! into the text, and what it accepts comes back equal when written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use packetctl::manifest::{self, Source};
use packetctl::problem::{Place, Problem};
use packetctl::yaml;
use std::path::PathBuf;

/// A Cluster, so that what the fuzzer writes into the other file is compared with something.
const CLUSTER: &str = include_str!("../../it/golden/usual/cluster.yaml");

fn source(name: &str, text: &str) -> Source {
    Source { path: PathBuf::from(name), text: text.to_owned() }
}

/// The position of a problem lies in the text, or right behind its end.
fn assert_inside(problem: &Problem, text: &str) {
    let Place::File(_, Some(position)) = &problem.place else { return };
    let lines = text.split('\n').count() as u64;
    assert!((1..=lines + 1).contains(&position.line), "{problem}: there are {lines} lines");
    assert!(position.column >= 1, "{problem}");
}

/// The documents as JSON, which knows no positions.
fn plain(text: &str) -> Option<Vec<serde_json::Value>> {
    let nodes = yaml::read(text).ok()?;
    nodes.iter().map(|node| serde_json::to_value(node).ok()).collect()
}

fuzz_target!(|text: &str| {
    for sources in [vec![source("a.yaml", text)], vec![source("cluster.yaml", CLUSTER), source("a.yaml", text)]] {
        match manifest::read(&sources) {
            Err(problems) => {
                assert!(!problems.is_empty());
                let inside = problems.iter().filter(|problem| matches!(&problem.place, Place::File(path, _) if path.ends_with("a.yaml")));
                inside.for_each(|problem| assert_inside(problem, text));
            }
            Ok(reading) => {
                let written = yaml::write(&reading.documents()).expect("what was read can be written");
                let again = manifest::read(&[source("b.yaml", &written)]).expect("what was written can be read");
                let written_again = yaml::write(&again.documents()).expect("what was read can be written");
                assert_eq!(written, written_again);
            }
        }
    }
    if let Some(documents) = plain(text) {
        let written = yaml::write(&documents).expect("JSON can be written");
        assert_eq!(plain(&written).as_ref(), Some(&documents), "{written}");
    }
});
