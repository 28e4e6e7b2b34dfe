//! `status`: machines × nodes, what is missing, what cannot be seen.

use super::lone_cluster::LoneCluster;
use super::world::World;
use serde_json::{Value, json};
use std::fs;

fn columns<'a>(text: &'a str, machine: &str) -> Vec<&'a str> {
    let line = text.lines().find(|line| line.starts_with(machine)).unwrap_or_else(|| panic!("no {machine}: {text}"));
    line.split("   ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

#[test]
fn a_cluster_is_told_as_it_is() {
    let cluster = LoneCluster::up(World::empty());
    let before = fs::read(cluster.kept("state.json")).unwrap();

    let told = cluster.run(&["status"]).success();
    assert_eq!(told.stderr, "");
    for head in ["(id ", ", in the simulator", "https://127.", "elastic on demo-control-plane-0", "nothing to change"] {
        assert!(told.stdout.contains(head), "{head:?} is not in {told}");
    }
    assert!(told.stdout.contains("\nAPI           answers\ncertificates  end 20"), "{told}");
    let cells = columns(&told.stdout, "demo-worker-0");
    assert_eq!(cells[1..3], ["worker", "active"]);
    assert_eq!((cells[3].len(), cells[6]), (8, "Ready"));

    let told: Value = serde_json::from_str(&cluster.run(&["status", "-o", "json"]).success().stdout).unwrap();
    assert_eq!([&told["isReady"], &told["pendingChanges"]], [&json!(true), &json!(0)]);
    assert_eq!(told["machines"][0]["name"], "demo-control-plane-0");
    assert_eq!(told["machines"][1]["node"], "Ready");

    // Ready at once, so there is nothing to wait for.
    let _ = cluster.run(&["status", "--wait"]).success();
    assert_eq!(fs::read(cluster.kept("state.json")).unwrap(), before, "a look writes nothing");

    files_that_want_another_machine(&cluster);
    a_machine_that_vanished(&cluster);
    without_the_secrets(&cluster);
}

/// The files want what is not there: that is missing, too.
fn files_that_want_another_machine(cluster: &LoneCluster) {
    let machines = cluster.user.read("out/packet/machines.yaml");
    cluster.user.write("out/packet/machines.yaml", machines.replace("replicas: 1", "replicas: 2"));
    let told = cluster.run(&["status"]);
    assert_eq!(told.code, 1, "{told}");
    assert_eq!(columns(&told.stdout, "demo-worker-1")[1..3], ["worker", "missing"]);
    assert!(told.stdout.contains("changes pending; `packetctl plan` tells them"), "{told}");
    assert!(
        told.stderr.starts_with("error: 1 of 3 machines are missing or not Ready: demo-worker-1 (missing)\n"),
        "{told}"
    );
    // Broken files keep nobody from looking, unless they are named.
    cluster.user.write("out/packet/machines.yaml", "a: [");
    let told = cluster.run(&["status"]).success();
    assert!(told.stderr.contains("the files cannot be compared with"), "{told}");
    let _ = cluster.run(&["status", "out/packet"]).refused();
    cluster.user.write("out/packet/machines.yaml", machines);
}

fn a_machine_that_vanished(cluster: &LoneCluster) {
    let sim = cluster.served();
    let devices = sim.get(&sim.in_project("/devices?per_page=1000")).is(200);
    let worker = devices["devices"].as_array().unwrap().iter().find(|one| one["hostname"] == "demo-worker-0").unwrap();
    let _ = sim.delete(&format!("/devices/{}", worker["id"].as_str().unwrap())).is(204);
    sim.advance(300);
    drop(sim);
    let told = cluster.run(&["status"]);
    assert_eq!(told.code, 1, "{told}");
    assert!(told.stderr.contains("1 of 2 machines are missing or not Ready: demo-worker-0 ("), "{told}");
    let waited = cluster.run(&["status", "--wait=3s", "-q"]);
    assert_eq!(waited.code, 1, "{waited}");
}

fn without_the_secrets(cluster: &LoneCluster) {
    fs::rename(cluster.identity(), cluster.identity().with_extension("away")).unwrap();
    let told = cluster.run(&["status"]);
    assert!(told.stderr.contains("sealed with another key: devices can be seen, and nodes cannot"), "{told}");
    assert_eq!(columns(&told.stdout, "demo-control-plane-0")[6], "unknown");
    assert!(!cluster.identity().exists(), "who only looks makes no identity");
    let told = cluster.run(&["status", "--wait"]);
    assert!(told.stderr.contains("whether nodes are Ready cannot be seen without the state's secrets"), "{told}");
    assert_eq!(told.code, 1);
}

#[test]
fn what_is_not_there_or_not_right_is_told() {
    let world = World::empty();
    let told = world.run(&["status"]).refused();
    assert_eq!(
        told.stderr,
        "error: $ROOT/home/.local/state/packetctl: no cluster is remembered here\n  hint: `packetctl up` makes one; one \
         made elsewhere is named by --cluster-name NAME or --state FILE\n1 problem; nothing was changed\n"
    );
    let told = world.run(&["status", "--cluster-name", "demo"]).refused();
    assert!(
        told.stderr.starts_with("error: $ROOT/home/.local/state/packetctl/demo/state.json: there is no state here\n"),
        "{told}"
    );
    let told = world.run(&["status", "--wait=soon"]).refused();
    assert!(told.stderr.contains("\"soon\" is not a length of time"), "{told}");
    assert!(!world.home().join(".local").exists(), "a look makes no folder");
}
