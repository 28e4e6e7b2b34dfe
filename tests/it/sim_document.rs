//! The published document from end to end: each of its operations is served.

use super::published;
use super::simulator::{Simulator, id};
use serde_json::{Value, json};

/// What the simulator does without, and why.
const NOT_SERVED: [(&str, &str); 0] = [];

/// Things to ask for: the part of a path before an id, and an id that is there.
fn ids(sim: &Simulator) -> Vec<(&'static str, String)> {
    let device = sim.active(&json!({}));
    let key = json!({ "label": "k", "key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7ALcbtyAdXgm9EFbMEA9Lh3qmpfr8RBjxiiPUCcPzS" });
    let made = |path: &str, body: &Value| {
        let body = sim.probe("POST", path, Some(body)).body;
        let first = if body["batches"].is_array() { body["batches"][0].clone() } else { body };
        first["id"].as_str().unwrap_or("5e9a1c8a-6f0b-4a55-9d3c-0d1f2a3b4c5d").to_owned()
    };
    let batch = json!({ "batches": [{ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1", "quantity": 1 }] });
    let reserved = json!({ "plan": "c1.small.x86", "facility": "ewr1", "quantity": 1 });
    sim.control("POST", &format!("projects/{}/hardware-reservations", sim.project()), Some(&reserved));
    let reserved = sim.get(&sim.in_project("/hardware-reservations")).body;
    let event = sim.get(&format!("/devices/{device}/events")).is(200);
    let _ =
        sim.probe("POST", &sim.in_project("/bgp-configs"), Some(&json!({ "deployment_type": "local", "asn": 65000 })));
    vec![
        ("/ips/", made(&sim.in_project("/ips"), &json!({ "type": "public_ipv4", "quantity": 1, "metro": "ny" }))),
        ("/ssh-keys/", made(&sim.in_project("/ssh-keys"), &key)),
        ("/batches/", made(&sim.in_project("/devices/batch"), &batch)),
        ("/bgp/sessions/", made(&format!("/devices/{device}/bgp/sessions"), &json!({ "address_family": "ipv4" }))),
        ("/hardware-reservations/", reserved["hardware_reservations"][0]["id"].as_str().unwrap_or_default().to_owned()),
        ("/events/", id(&event["events"][0])),
        ("/devices/", device),
        ("/projects/", sim.project().to_owned()),
    ]
}

#[test]
fn every_operation_is_served() {
    let sim = Simulator::start(&[]);
    let ids = ids(&sim);
    let mut missing = Vec::new();
    // Reads come first, and what is to be deleted goes last.
    let mut operations: Vec<String> = published::document().operations().collect();
    operations.sort_by_key(|operation| {
        ["GET", "POST", "PUT", "PATCH", "DELETE"].iter().position(|method| operation.starts_with(method))
    });
    for operation in &operations {
        let (method, template) = operation.split_once(' ').unwrap();
        let known = ids.iter().find(|(before, _)| template.starts_with(before));
        let path = template.replace("{id}", known.map_or("", |(_, id)| id));
        // Without a size, the document leaves open what is asked.
        let path = if path.ends_with("/available") { format!("{path}?cidr=32") } else { path };
        let body = ["POST", "PUT", "PATCH"].contains(&method).then(|| json!({}));
        let answer = sim.probe(method, &path, body.as_ref());
        let is_served = ![404, 405, 501].contains(&answer.reply.status);
        let is_excused = NOT_SERVED.iter().any(|(name, _)| name == operation);
        if is_served == is_excused {
            missing.push(format!("{operation} → {}", answer.reply.status));
        }
        if method == "GET" && is_served {
            assert_eq!(answer.reply.status, 200, "{answer}");
        }
    }
    assert_eq!(missing, [""; 0], "not served, or excused without need");
}
