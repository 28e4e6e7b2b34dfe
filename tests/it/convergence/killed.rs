//! A run that is killed at any moment, and the same command again.

use super::bed::Bed;
use super::cluster::Cluster;
use std::time::Duration;

const ALL: [&str; 4] = ["demo-control-plane-0", "demo-worker-0", "demo-worker-1", "demo-worker-2"];

/// Begins a run, and ends it as a crash would after so many milliseconds.
fn killed_after(bed: &Bed, arguments: &[&str], milliseconds: u64) {
    let mut run = bed.spawn(arguments);
    std::thread::sleep(Duration::from_millis(milliseconds));
    // It may have ended by then; that is a moment like any other.
    let _ = run.kill();
    run.wait().unwrap();
}

#[test]
fn each_machine_is_made_once_whenever_a_run_is_killed() {
    let bed = Bed::new(3);
    let up = ["up", "-y", "--order-timeout", "2s"];
    for milliseconds in [120, 60, 200, 350, 500] {
        killed_after(&bed, &up, milliseconds);
    }
    let made = bed.run(&up).success();
    assert!(made.stderr.contains("demo is up: 4/4 nodes Ready"), "{made}");
    bed.assert_made_once(&ALL);
    assert_eq!(bed.calls("requestIPReservation"), 1);
    assert_eq!(Cluster::of(&bed).nodes(), ALL);

    for milliseconds in [80, 150] {
        killed_after(&bed, &["down", "-y"], milliseconds);
    }
    bed.run(&["down", "-y", "--cluster", "demo"]);
    let billed = bed.ever_made().into_iter().filter(|(_, is_billed)| *is_billed).count();
    assert_eq!((billed, bed.ever_made().len()), (0, 4));
    bed.assert_foreign_untouched();
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
