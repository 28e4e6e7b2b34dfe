//! More machines, fewer machines: who comes, who goes, and in which order.

use super::bed::{Bed, assert_in_order};
use super::cluster::Cluster;
use serde_json::json;

/// The one of two machines that came later.
fn newer<'a>(bed: &Bed, one: &'a str, other: &'a str) -> &'a str {
    let born = |name: &str| (bed.device(name)["created_at"].as_str().unwrap().to_owned(), name.to_owned());
    if born(one) > born(other) { one } else { other }
}

#[test]
fn the_unready_goes_first_then_the_marked_then_the_newest() {
    let bed = Bed::new(3);
    bed.up(&[]);
    bed.edit("machines.yaml", "replicas: 3", "replicas: 5");
    bed.up(&[]);
    assert_eq!((bed.devices().len(), bed.ever_made().len()), (6, 6), "those that were there stay");

    let cluster = Cluster::of(&bed);
    let mark = json!({"metadata": {"annotations": {"cluster.k8s.io/delete-machine": "yes"}}});
    cluster.change_node("demo-worker-1", &mark);
    bed.strike("demo-worker-0", "inactive");
    bed.wait_until("demo-worker-0 is not Ready", |_| !cluster.is_ready("demo-worker-0"));
    let newest = newer(&bed, "demo-worker-3", "demo-worker-4");
    cluster.run_pod("busy", newest);
    cluster.run_pod("calm", "demo-worker-2");
    bed.edit("machines.yaml", "replicas: 5", "replicas: 2");
    let told = bed.run(&["plan"]).success();
    let extra = format!("beyond what the files want: demo-worker-0, demo-worker-1 and {newest}");
    assert!(told.stdout.contains(&extra), "{told}");

    let gone = bed.up(&["--delete-extra"]);
    let kept = if newest == "demo-worker-3" { "demo-worker-4" } else { "demo-worker-3" };
    assert_eq!(bed.hostnames(), ["demo-control-plane-0", "demo-worker-2", kept]);
    assert_eq!(cluster.nodes(), bed.hostnames());
    assert!(!cluster.has_pod("busy") && cluster.has_pod("calm"), "only who must go is evicted");
    for name in ["demo-worker-1", newest] {
        let told = ["node drained", "deleting", "gone (device", "node deleted"];
        assert_in_order(&gone.stderr, &told.map(|what| format!("{name}: {what}")).each_ref().map(String::as_str));
    }
    assert!(!gone.stderr.contains("demo-worker-0: node drained"), "nobody answers there: {gone}");
    bed.assert_foreign_untouched();
}

#[test]
fn without_a_word_extra_machines_stay_and_are_listed() {
    let bed = Bed::new(2);
    bed.up(&[]);
    bed.edit("machines.yaml", "replicas: 2", "replicas: 1");
    let left = bed.up(&[]);
    assert!(left.stderr.contains("beyond what the files want: demo-worker-1"), "{left}");
    assert!(left.stderr.contains("packetctl up --delete-extra"), "{left}");
    assert_eq!(bed.hostnames(), ["demo-control-plane-0", "demo-worker-0", "demo-worker-1"]);

    let cluster = Cluster::of(&bed);
    cluster.run_pod("stubborn", "demo-worker-1");
    cluster.hold_pod("stubborn");
    let blocked = bed.run(&["up", "-y", "--delete-extra", "--drain-timeout", "2s"]);
    assert_eq!(blocked.code, 1, "{blocked}");
    assert!(blocked.stderr.contains("default/stubborn") && blocked.stderr.contains("keep-stubborn"), "{blocked}");
    assert!(blocked.stderr.contains("packetctl up") && blocked.stderr.contains("packetctl down"), "{blocked}");
    assert_eq!(cluster.node("demo-worker-1")["spec"]["unschedulable"], true, "it is left cordoned");
    assert_eq!(bed.device("demo-worker-1")["state"], "active", "and its device is there");
    assert!(cluster.has_pod("stubborn"));

    cluster.let_pod_go("stubborn");
    bed.up(&["--delete-extra"]);
    assert_eq!(bed.hostnames(), ["demo-control-plane-0", "demo-worker-0"]);
    assert_eq!(cluster.nodes(), bed.hostnames());
}
