//! Workers that fail in any of the ways there are, and what comes in their place.

use super::bed::{Bed, ended};
use super::cluster::Cluster;
use serde_json::{Value, json};

#[test]
fn workers_that_fail_vanish_or_get_stuck_are_replaced_in_the_same_run() {
    let bed = Bed::with(3, &["--provisioning", "200"]);
    let run = bed.spawn(&["up", "-y", "--boot-timeout", "4s"]);
    for (name, what) in [("demo-worker-0", "fail"), ("demo-worker-1", "vanish"), ("demo-worker-2", "stall")] {
        bed.wait_for(name, &["queued", "provisioning"]);
        bed.strike(name, what);
    }
    let made = ended(run).success();
    assert!(made.stderr.contains("demo is up: 4/4 nodes Ready"), "{made}");
    assert!(made.stderr.contains("it was not up within 4 s"), "{made}");
    let billed = bed.ever_made().into_iter().filter(|(_, is_billed)| *is_billed).count();
    assert_eq!((bed.ever_made().len(), billed), (7, 4), "{:?}", bed.ever_made());
    assert_eq!(Cluster::of(&bed).nodes(), bed.hostnames());
    bed.assert_down_leaves_nothing();
}

#[test]
fn a_node_that_vanished_makes_room_for_its_successor() {
    let bed = Bed::new(2);
    bed.up(&[]);
    let other = bed.device("demo-worker-1")["id"].clone();
    bed.strike("demo-worker-0", "vanish");
    let planned = bed.run(&["plan", "--exit-code"]);
    assert_eq!(planned.code, 3, "{planned}");
    bed.up(&[]);
    assert_eq!(bed.devices().len(), 3);
    assert_eq!(bed.ever_made().len(), 4);
    assert_eq!(bed.device("demo-worker-1")["id"], other);
    let cluster = Cluster::of(&bed);
    assert_eq!(cluster.nodes(), bed.hostnames());
    for device in bed.devices() {
        let node = cluster.node(device["hostname"].as_str().unwrap());
        assert_eq!(node["spec"]["providerID"], format!("packet://{}", device["id"].as_str().unwrap()));
    }
    bed.assert_foreign_untouched();
}

/// Whether a text looks like a bootstrap token: six letters or digits, a point, sixteen more.
fn is_token(text: &[u8]) -> bool {
    let is_word = |word: &[u8]| word.iter().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit());
    text[6] == b'.' && is_word(&text[..6]) && is_word(&text[7..])
}

/// Gives a machine that is not up yet user-data with another token than the cluster's.
fn spoil_token(bed: &Bed, name: &str) {
    let path = format!("/devices/{}", bed.device(name)["id"].as_str().unwrap());
    let userdata = bed.sim.get(&format!("{path}/userdata")).body["userdata"].as_str().unwrap().to_owned();
    let token = userdata.as_bytes().windows(23).find(|text| is_token(text)).expect("a worker is told a token");
    let spoilt = userdata.replace(std::str::from_utf8(token).unwrap(), "aaaaaa.0123456789abcdef");
    assert_eq!(bed.sim.put(&path, &json!({ "userdata": spoilt })).reply.status, 200);
}

#[test]
fn a_worker_that_cannot_join_is_replaced() {
    let bed = Bed::with(2, &["--provisioning", "200"]);
    let run = bed.spawn(&["up", "-y", "--join-timeout", "4s"]);
    bed.wait_for("demo-worker-1", &["queued", "provisioning"]);
    spoil_token(&bed, "demo-worker-1");
    let made = ended(run).success();
    assert!(made.stderr.contains("it did not become a Ready node within 4 s"), "{made}");
    assert!(made.stderr.contains("could not find a JWS signature"), "the machine's own words: {made}");
    assert_eq!((bed.devices().len(), bed.ever_made().len()), (3, 4));
    assert_eq!(Cluster::of(&bed).nodes(), bed.hostnames());
}

#[test]
fn tries_are_bounded_and_the_rest_of_the_cluster_is_up() {
    let bed = Bed::with(2, &["--provisioning", "200"]);
    let mut run = bed.spawn(&["up", "-y", "--machine-tries", "2"]);
    while run.try_wait().unwrap().is_none() {
        let fails = |device: &Value| {
            let is_young = ["queued", "provisioning"].iter().any(|state| device["state"] == *state);
            is_young && !["demo-control-plane-0", "demo-worker-0"].iter().any(|name| device["hostname"] == *name)
        };
        for device in bed.devices().iter().filter(|device| fails(device)) {
            let path = format!("devices/{}/fail", device["id"].as_str().unwrap());
            bed.sim.control("POST", &path, Some(&json!({})));
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let failed = ended(run);
    assert_eq!(failed.code, 1, "{failed}");
    assert!(failed.stderr.contains("2 machines were tried in this place"), "{failed}");
    assert!(failed.stderr.contains("installing it failed"), "{failed}");
    assert!(failed.stderr.contains("to go on:    packetctl up"), "{failed}");
    assert_eq!(bed.ever_made().len(), 4, "{:?}", bed.ever_made());
    assert_eq!(bed.hostnames(), ["demo-control-plane-0", "demo-worker-0"]);
    let cluster = Cluster::of(&bed);
    assert!(cluster.is_ready("demo-worker-0") && cluster.is_ready("demo-control-plane-0"));

    bed.up(&[]);
    assert_eq!((bed.devices().len(), bed.ever_made().len()), (3, 5), "the next run tries anew");
    bed.assert_down_leaves_nothing();
}
