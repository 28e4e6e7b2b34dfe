//! A run that is killed at any moment, and the same command again.

use super::bed::Bed;
use super::cluster::Cluster;

const ALL: [&str; 4] = ["demo-control-plane-0", "demo-worker-0", "demo-worker-1", "demo-worker-2"];

/// Begins a run, and ends it as a crash would at some moment.
fn killed_when(bed: &Bed, arguments: &[&str], moment: &str, is_now: impl Fn(&Bed) -> bool) {
    let mut run = bed.spawn(arguments);
    bed.wait_until(moment, is_now);
    // It may have ended by then; that is a moment like any other.
    let _ = run.kill();
    run.wait().unwrap();
}

#[test]
fn each_machine_is_made_once_whenever_a_run_is_killed() {
    let bed = Bed::new(3);
    // Two of the orders are somebody else's.
    let up = ["up", "-y", "--order-timeout", "2s"];
    killed_when(&bed, &up, "an address is reserved", |bed| bed.calls("requestIPReservation") >= 1);
    killed_when(&bed, &up, "a machine is ordered", |bed| bed.calls("createDevice") > 2);
    killed_when(&bed, &up, "some machines are ordered", |bed| bed.ever_made().len() >= 3);
    killed_when(&bed, &up, "all are active", |bed| {
        bed.devices().iter().filter(|device| device["state"] == "active").count() == 4
    });
    killed_when(&bed, &up, "the user-data is scrubbed", |bed| bed.calls("updateDevice") >= 1);
    let made = bed.run(&up).success();
    assert!(made.stderr.contains("demo is up: 4/4 nodes Ready"), "{made}");
    bed.assert_made_once(&ALL);
    assert_eq!(bed.calls("requestIPReservation"), 1);
    assert_eq!(Cluster::of(&bed).nodes(), ALL);

    let down = ["down", "-y"];
    killed_when(&bed, &down, "a deletion was asked for", |bed| bed.calls("deleteDevice") >= 1);
    killed_when(&bed, &down, "machines are gone", |bed| bed.hostnames().len() <= 2);
    bed.assert_down_leaves_nothing();
    assert_eq!(bed.ever_made().len(), 4);
}

#[test]
fn orders_on_their_way_when_a_run_is_killed_are_found_again() {
    let bed = Bed::new(3);
    // All machines are ordered, no reply comes, and some effects come long after the run is dead.
    bed.fault(
        "faults:
  - {operation: createDevice, call: [1, 3], when: after, drop: true, delay: 5}
  - {operation: createDevice, call: [2, 4], when: late, after: 100, drop: true, delay: 5}
",
    );
    let up = ["up", "-y", "--order-timeout", "5s"];
    let mut run = bed.spawn(&up);
    bed.wait_until("all are ordered", |bed| bed.calls("createDevice") >= 4);
    run.kill().unwrap();
    run.wait().unwrap();
    let made = bed.run(&up).success();
    assert!(made.stderr.contains("demo is up: 4/4 nodes Ready"), "{made}");
    bed.assert_made_once(&ALL);
    bed.assert_down_leaves_nothing();
}
