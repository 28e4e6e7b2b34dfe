//! Where the API server is reached: at the device's own address, or at an address that the user brings.

use super::bed::{Bed, ended};
use super::cluster::Cluster;
use serde_json::{Value, json};

/// The server that the kubeconfig beside the state names.
fn server(bed: &Bed) -> String {
    let text = std::fs::read_to_string(bed.state().with_file_name("kubeconfig")).unwrap();
    let line = text.lines().find_map(|line| line.trim().strip_prefix("server:")).expect("it names a server");
    line.trim().trim_matches(['"', '\'']).to_owned()
}

/// The addresses that were ever reserved.
fn reserved(bed: &Bed) -> Vec<Value> {
    let ledger = bed.sim.ledger();
    let created = ledger["created"].as_array().unwrap().iter();
    created.filter(|entry| entry["kind"] == "ip_reservation").cloned().collect()
}

#[test]
fn the_devices_own_address_needs_no_reservation() {
    let bed = Bed::new(2);
    let made = bed.up(&["--endpoint", "device"]);
    assert!(made.stderr.contains("can never become highly available"), "{made}");
    let device = bed.device("demo-control-plane-0");
    let addresses = device["ip_addresses"].as_array().unwrap();
    let own = addresses.iter().find(|own| own["public"] == true && own["address_family"] == 4).unwrap();
    assert_eq!(server(&bed), format!("https://{}:6443", own["address"].as_str().unwrap()));
    assert_eq!(Cluster::of(&bed).nodes(), bed.hostnames());

    bed.up(&[]);
    assert!(reserved(&bed).is_empty(), "the choice is remembered");
    bed.assert_made_once(&["demo-control-plane-0", "demo-worker-0", "demo-worker-1"]);
    bed.assert_down_leaves_nothing();
}

#[test]
fn an_address_of_the_users_own_is_used_and_left_to_them() {
    let bed = Bed::new(1);
    let body = json!({"type": "public_ipv4", "quantity": 1, "facility": "ewr1"});
    let own = bed.sim.post(&bed.sim.in_project("/ips"), &body).is(201);
    let address = own["address"].as_str().unwrap();
    let run = bed.spawn(&["up", "-y", "--endpoint", address]);
    bed.wait_for("demo-control-plane-0", &["active"]);
    let path = format!("/devices/{}/ips", bed.device("demo-control-plane-0")["id"].as_str().unwrap());
    assert_eq!(bed.sim.post(&path, &json!({"address": format!("{address}/32")})).reply.status, 201);
    let made = ended(run).success();
    assert!(made.stderr.contains("demo is up: 2/2 nodes Ready"), "{made}");
    assert_eq!(server(&bed), format!("https://{address}:6443"));
    assert_eq!(Cluster::of(&bed).nodes(), bed.hostnames());
    assert_eq!(reserved(&bed).len(), 1, "none but the user's own");

    let gone = bed.run(&["down", "-y"]).success();
    assert!(gone.stdout.contains("nothing is left"), "{gone}");
    let path = format!("/ips/{}", own["id"].as_str().unwrap());
    assert_eq!(bed.sim.get(&path).reply.status, 200, "it is not ours to give back");
    bed.assert_foreign_untouched();
}
