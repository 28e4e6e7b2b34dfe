//! Ctrl-C: once stops in good order, twice at once.

use super::bed::{Bed, ended};
use super::cluster::Cluster;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

fn interrupt(run: &Child) {
    let sent = Command::new("kill").args(["-INT", &run.id().to_string()]).status();
    assert!(sent.expect("there is a kill").success());
}

#[test]
fn once_says_what_is_there_and_how_to_go_on() {
    let bed = Bed::with(2, &["--provisioning", "200"]);
    let run = bed.spawn(&["up", "-y"]);
    bed.wait_for("demo-worker-1", &["queued", "provisioning"]);
    interrupt(&run);
    let stopped = ended(run);
    assert_eq!(stopped.code, 130, "{stopped}");
    for what in ["stopped as you asked", "to go on:    packetctl up", "to clean up: packetctl down --cluster demo"] {
        assert!(stopped.stderr.contains(what), "{what:?} is not in {stopped}");
    }
    for device in bed.devices() {
        let id = device["id"].as_str().unwrap();
        assert!(stopped.stderr.contains(id), "{id} is not told: {stopped}");
    }
    bed.up(&[]);
    bed.assert_made_once(&["demo-control-plane-0", "demo-worker-0", "demo-worker-1"]);
    assert_eq!(Cluster::of(&bed).nodes(), bed.hostnames());
}

#[test]
fn twice_waits_for_nothing() {
    let bed = Bed::new(2);
    bed.fault("faults:\n  - {operation: createDevice, call: [1, 2, 3], when: after, delay: 20}\n");
    let mut run = bed.spawn(&["up", "-y"]);
    bed.wait_until("all are ordered", |bed| bed.calls("createDevice") == 3 + 2);
    interrupt(&run);
    std::thread::sleep(Duration::from_millis(300));
    assert!(run.try_wait().unwrap().is_none(), "it finishes what it began");
    let asked = Instant::now();
    interrupt(&run);
    let stopped = ended(run);
    assert_eq!(stopped.code, 130, "{stopped}");
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    assert!(stopped.stderr.contains("once more leaves at once"), "{stopped}");
    bed.up(&[]);
    bed.assert_made_once(&["demo-control-plane-0", "demo-worker-0", "demo-worker-1"]);
}
