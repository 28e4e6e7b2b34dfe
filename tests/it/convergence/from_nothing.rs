//! From nothing to a cluster, again, and back to nothing.

use super::bed::Bed;

#[test]
fn a_cluster_comes_stays_and_goes() {
    let bed = Bed::new(2);
    let made = bed.up(&[]);
    assert!(made.stderr.contains("demo is up: 3/3 nodes Ready"), "{}", made.stderr);
    assert_eq!(bed.hostnames(), ["demo-control-plane-0", "demo-worker-0", "demo-worker-1"]);

    let again = bed.up(&[]);
    for change in ["createDevice", "updateDevice", "deleteDevice", "requestIPReservation", "createIPAssignment"] {
        assert!(!again.stderr.contains(change), "{}", again.stderr);
    }

    let gone = bed.run(&["down", "-y"]).success();
    assert!(gone.stdout.contains("demo is gone; nothing is left"), "{}", gone.stdout);
    assert!(bed.devices().is_empty());
    assert!(!bed.state().exists());
    bed.assert_foreign_untouched();
}
