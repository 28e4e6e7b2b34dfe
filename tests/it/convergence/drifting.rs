//! Machines that are, or became, other than the files want them.

use super::bed::{Bed, assert_in_order};
use super::cluster::Cluster;
use serde_json::{Value, json};

#[test]
fn a_hostname_is_put_right_in_place_and_a_machine_that_is_off_is_powered_on() {
    let bed = Bed::new(2);
    bed.up(&[]);
    let id = bed.device("demo-worker-0")["id"].as_str().unwrap().to_owned();
    assert_eq!(bed.sim.put(&format!("/devices/{id}"), &json!({"hostname": "theirs"})).reply.status, 200);
    bed.strike("demo-worker-1", "inactive");
    let planned = bed.run(&["plan"]).success();
    assert!(planned.stdout.contains("it is theirs"), "{planned}");
    assert!(planned.stdout.contains("power demo-worker-1 on"), "{planned}");

    let (updates, actions) = (bed.calls("updateDevice"), bed.calls("performAction"));
    bed.up(&[]);
    assert_eq!((bed.calls("updateDevice"), bed.calls("performAction")), (updates + 1, actions + 1));
    assert_eq!(bed.device("demo-worker-0")["id"], id.as_str());
    assert_eq!(bed.device("demo-worker-1")["state"], "active");
    bed.assert_made_once(&["demo-control-plane-0", "demo-worker-0", "demo-worker-1"]);
    let cluster = Cluster::of(&bed);
    assert!(cluster.is_ready("demo-worker-1"));
    bed.assert_foreign_untouched();
}

#[test]
fn another_plan_is_reported_and_replaced_only_where_the_user_says_so() {
    let bed = Bed::new(2);
    bed.up(&[]);
    bed.edit_workers("c1.small.x86", "m1.xlarge.x86");
    let told = bed.up(&[]);
    for name in ["demo-worker-0", "demo-worker-1"] {
        let what = format!("{name}: its plan is c1.small.x86, the files want m1.xlarge.x86");
        assert!(told.stderr.contains(&what), "{told}");
        assert!(told.stderr.contains(&format!("packetctl up --replace {name}")), "{told}");
    }
    bed.assert_made_once(&["demo-control-plane-0", "demo-worker-0", "demo-worker-1"]);

    let replaced = bed.up(&["--replace", "demo-worker-0"]);
    assert_eq!(bed.hostnames(), ["demo-control-plane-0", "demo-worker-1", "demo-worker-2"]);
    assert_eq!(bed.device("demo-worker-2")["plan"]["slug"], "m1.xlarge.x86");
    assert_eq!(bed.device("demo-worker-1")["plan"]["slug"], "c1.small.x86", "the other one stays");
    let order = [
        "demo-worker-2: node Ready",
        "demo-worker-0: node drained",
        "demo-worker-0: gone",
        "demo-worker-0: node deleted",
    ];
    assert_in_order(&replaced.stderr, &order);
    let cluster = Cluster::of(&bed);
    assert_eq!(cluster.nodes(), bed.hostnames());
    let node = cluster.node("demo-worker-2");
    assert_eq!(node["metadata"]["labels"]["node.kubernetes.io/instance-type"], "m1.xlarge.x86");
}

#[test]
fn a_node_that_is_lost_while_its_machine_is_there_is_told_and_not_replaced() {
    let bed = Bed::new(2);
    bed.up(&[]);
    let cluster = Cluster::of(&bed);
    cluster.ask("DELETE", "/api/v1/nodes/demo-worker-0", &Value::Null);
    let not_ready = json!({"status": {"conditions": [{"type": "Ready", "status": "False", "reason": "Mad"}]}});
    cluster.ask("PATCH", "/api/v1/nodes/demo-worker-1/status", &not_ready);
    let told = bed.run(&["up", "-y", "--join-timeout", "2s"]);
    assert_eq!(told.code, 1, "{told}");
    for what in [
        "demo-worker-0: its node was Ready once, and is not there any more",
        "demo-worker-1: its node was Ready once, and is not any more",
        "`packetctl up --replace demo-worker-0` replaces it",
    ] {
        assert!(told.stderr.contains(what), "{what:?} is not in {told}");
    }
    bed.assert_made_once(&["demo-control-plane-0", "demo-worker-0", "demo-worker-1"]);
    bed.assert_foreign_untouched();
}
