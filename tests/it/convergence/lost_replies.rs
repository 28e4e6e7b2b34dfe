//! Replies that never come, come too late, or are errors: nothing is ever made twice.

use super::bed::Bed;

const ALL: [&str; 3] = ["demo-control-plane-0", "demo-worker-0", "demo-worker-1"];

/// Brings a cluster up among faults; each machine and the address must have been made once.
fn made_once_among(faults: &str, order_timeout: &str) -> Bed {
    let bed = Bed::new(2);
    bed.fault(faults);
    let made = bed.up(&["--order-timeout", order_timeout]);
    assert!(made.stderr.contains("demo is up: 3/3 nodes Ready"), "{made}");
    bed.assert_made_once(&ALL);
    let ledger = bed.sim.ledger();
    let all = ledger["created"].as_array().unwrap().iter();
    assert_eq!(all.filter(|entry| entry["kind"] == "ip_reservation").count(), 1, "{ledger}");
    bed.assert_foreign_untouched();
    bed
}

#[test]
fn what_was_made_without_a_reply_is_adopted() {
    let bed = made_once_among(
        "faults:
  - {operation: requestIPReservation, when: after, drop: true}
  - {operation: createDevice, call: [1, 3], when: after, drop: true}
  - {operation: createDevice, call: 2, when: after, status: 502, body: '<h1>Bad Gateway</h1>', content_type: text/html}
",
        "30s",
    );
    assert_eq!((bed.calls("requestIPReservation"), bed.calls("createDevice")), (1, 3 + 2), "two are foreign");
    bed.assert_down_leaves_nothing();
}

#[test]
fn what_was_never_made_is_ordered_again() {
    let bed = made_once_among(
        "faults:
  - {operation: requestIPReservation, drop: true}
  - {operation: createDevice, call: [1, 2], drop: true}
  - {operation: createDevice, call: 4, status: 500}
",
        "1s",
    );
    assert_eq!(bed.calls("requestIPReservation"), 2);
    bed.assert_down_leaves_nothing();
}

#[test]
fn what_is_made_late_is_not_ordered_again() {
    let bed = made_once_among(
        "faults:
  - {operation: createDevice, call: [1, 3], when: late, after: 100, drop: true}
  - {operation: createDevice, call: 2, when: late, after: 60, status: 504}
",
        "10s",
    );
    assert_eq!(bed.calls("createDevice"), 3 + 2);
}

#[test]
fn lists_and_creates_that_fail_for_a_while_hold_nothing_up() {
    let bed = made_once_among(
        "faults:
  - {operation: findProjectDevices, call: [2, 4, 5], status: 503}
  - {operation: findProjectDevices, call: [3, 8], status: 500}
  - {operation: findProjectDevices, call: 7, status: 429}
  - {operation: findProjectEvents, call: [2, 3], status: 503}
  - {operation: createDevice, call: 1, status: 503}
  - {operation: createDevice, call: 2, status: 429}
  - {operation: createIPAssignment, call: 1, status: 500}
",
        "1s",
    );
    bed.fault("faults:\n  - {operation: deleteDevice, call: [1, 2], status: 503}\n  - {operation: deleteIPAddress, call: 1, status: 500}\n");
    bed.assert_down_leaves_nothing();
}
