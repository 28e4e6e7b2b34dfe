//! Control planes that fail or vanish, before and after they hold data.

use super::bed::Bed;
use serde_json::Value;

const NAME: &str = "demo-control-plane-0";

fn id(device: &Value) -> String {
    device["id"].as_str().expect("it has an id").to_owned()
}

/// The control plane's device, once it is there and is not that one.
fn wait_for_another(bed: &Bed, than: &str) -> String {
    let mut found = String::new();
    bed.await_that("another control plane", |bed| {
        // The one before is wiped first.
        if !than.is_empty() {
            bed.sim.advance(1);
        }
        let devices = bed.devices();
        let other = devices.iter().find(|device| device["hostname"] == NAME && device["id"] != than);
        found = other.map(id).unwrap_or_default();
        !found.is_empty()
    });
    found
}

#[test]
fn one_that_fails_before_its_init_is_replaced() {
    let bed = Bed::still(1);
    let run = bed.spawn(&["up", "-y"]);
    let first = wait_for_another(&bed, "");
    bed.strike(NAME, "fail");
    let second = wait_for_another(&bed, &first);
    let made = bed.pass(run).success();
    assert!(made.stderr.contains("demo is up: 2/2 nodes Ready"), "{made}");
    assert_eq!(id(&bed.device(NAME)), second);
    assert!(!bed.billed().contains(&first), "{:?}", bed.made());
    // The address, the new control plane and the worker that waited.
    assert_eq!(bed.billed().len(), 3);
    bed.assert_foreign_untouched();
}

#[test]
fn one_that_vanishes_before_its_api_answered_is_replaced() {
    let bed = Bed::still(1);
    let run = bed.spawn(&["up", "-y"]);
    let first = wait_for_another(&bed, "");
    bed.strike(NAME, "vanish");
    let second = wait_for_another(&bed, &first);
    let made = bed.pass(run).success();
    assert!(made.stderr.contains("demo is up: 2/2 nodes Ready"), "{made}");
    assert_eq!(id(&bed.device(NAME)), second);
    assert_eq!(bed.made().iter().filter(|thing| thing["kind"] == "device").count(), 3, "{:?}", bed.made());
    bed.assert_foreign_untouched();
}

#[test]
fn tries_are_bounded_and_the_end_says_what_is_there() {
    let bed = Bed::still(0);
    let run = bed.spawn(&["up", "-y", "--machine-tries", "2"]);
    let first = wait_for_another(&bed, "");
    bed.strike(NAME, "fail");
    let second = wait_for_another(&bed, &first);
    bed.strike(NAME, "fail");
    let ended = bed.pass(run);
    assert_eq!(ended.code, 1, "{ended}");
    assert!(ended.stderr.contains(NAME) && ended.stderr.contains("failed"), "{ended}");
    let made: Vec<Value> = bed.made().into_iter().filter(|thing| thing["kind"] == "device").collect();
    assert_eq!(made.len(), 2, "{made:?}");
    assert!(made.iter().any(|device| device["id"] == *second));
    assert!(ended.stderr.contains("packetctl up") && ended.stderr.contains("packetctl down --cluster demo"), "{ended}");

    // Tries are counted anew in each run.
    let again = bed.pass(bed.spawn(&["up", "-y"])).success();
    assert!(again.stderr.contains("demo is up: 1/1 nodes Ready"), "{again}");
    bed.assert_foreign_untouched();
}

#[test]
fn one_that_held_data_is_replaced_only_by_name() {
    let bed = Bed::new(1);
    let _ = bed.up(&[]);
    let first = id(&bed.device(NAME));
    let worker = id(&bed.device("demo-worker-0"));
    bed.strike(NAME, "vanish");
    let before = bed.remembered();

    for arguments in
        [["up", "-y"].as_slice(), &["up", "-y", "--delete-extra"], &["up", "-y", "--replace", "demo-worker-0"]]
    {
        let refused = bed.run(arguments);
        assert_eq!(refused.code, 1, "{refused}");
        for words in ["the cluster's data", "--replace demo-control-plane-0", "nothing was ordered, changed or deleted"]
        {
            assert!(refused.stderr.contains(words), "{words}: {refused}");
        }
        assert_eq!(bed.remembered()["machines"], before["machines"]);
        assert_eq!(bed.hostnames(), ["demo-worker-0"]);
        assert_eq!(id(&bed.device("demo-worker-0")), worker);
    }
    let planned = bed.run(&["plan"]);
    assert_eq!(planned.code, 1, "{planned}");

    let made = bed.up(&["--replace", NAME]);
    assert!(made.stderr.contains("demo is up: 2/2 nodes Ready"), "{made}");
    assert_ne!(id(&bed.device(NAME)), first);
    // The worker had joined the cluster that is lost, and made room for another.
    assert_eq!(bed.hostnames(), [NAME, "demo-worker-1"]);
    bed.assert_foreign_untouched();
    let gone = bed.run(&["down", "-y"]).success();
    assert!(gone.stdout.contains("nothing is left"), "{gone}");
    assert!(bed.billed().is_empty());
}
