//! Two runs at once: one works, the other says who does.

use super::bed::Bed;
use std::process::Stdio;

#[test]
fn the_second_run_says_who_holds_the_lock() {
    let bed = Bed::still(1);
    let mut command = bed.user.command(&["up", "-y"]);
    let first = command.env("USER", "ada").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    bed.await_that("machines are ordered", |bed| bed.devices().len() == 2);
    for command in [["up", "-y"], ["down", "-y"]] {
        let second = bed.run(&command);
        assert_eq!(second.code, 5, "{second}");
        let pid = format!("process {}", first.id());
        for words in ["another run", "packetctl up", &pid, "since 20", " of ada on "] {
            assert!(second.stderr.contains(words), "{words}: {second}");
        }
        assert!(second.stderr.contains("hint:"), "{second}");
        assert_eq!(second.stdout, "", "{second}");
    }
    assert_eq!(bed.billed().len(), 3);
    // Who only looks is let in.
    let planned = bed.run(&["plan"]);
    assert_eq!(planned.code, 0, "{planned}");

    let made = bed.pass(first).success();
    assert!(made.stderr.contains("demo is up: 2/2 nodes Ready"), "{made}");
    assert_eq!(bed.billed().len(), 3);
    let again = bed.pass(bed.spawn(&["up", "-y"])).success();
    assert!(again.stderr.contains("2/2"), "{again}");
}

#[test]
fn a_lock_dies_with_its_holder() {
    let bed = Bed::still(0);
    let mut first = bed.spawn(&["up", "-y"]);
    bed.await_that("the control plane is ordered", |bed| bed.devices().len() == 1);
    first.kill().unwrap();
    let _ = first.wait().unwrap();
    let made = bed.pass(bed.spawn(&["up", "-y"])).success();
    assert!(made.stderr.contains("1/1 nodes Ready"), "{made}");
    assert_eq!(bed.billed().len(), 2, "{:?}", bed.made());
}
