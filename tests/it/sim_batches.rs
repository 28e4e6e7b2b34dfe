//! Many machines by one call, which is answered before there is any.

use super::simulator::{PROVISIONING, Simulator, id};
use serde_json::{Value, json};

fn batch(sim: &Simulator, members: &Value) -> Value {
    let mut entry = json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1" });
    for (name, value) in members.as_object().unwrap() {
        entry[name] = value.clone();
    }
    let made = sim.post(&sim.in_project("/devices/batch"), &json!({ "batches": [entry] })).is(201);
    assert_eq!(made["batches"].as_array().unwrap().len(), 1);
    made["batches"][0].clone()
}

fn hostnames(sim: &Simulator) -> Vec<String> {
    let list = sim.get(&sim.in_project("/devices?per_page=100")).is(200);
    let devices = list["devices"].as_array().unwrap().iter();
    let mut names: Vec<String> = devices.map(|device| device["hostname"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[test]
fn are_made_after_the_answer() {
    let sim = Simulator::start(&[]);
    let made = batch(&sim, &json!({ "hostname": "node-{{index}}", "quantity": 3, "tags": ["b"] }));
    assert_eq!((&made["state"], &made["quantity"]), (&json!("queued"), &json!(3)));
    assert_eq!((&made["devices"], &made["error_messages"]), (&json!([]), &json!([])));
    assert_eq!(made["project"]["href"], format!("/metal/v1{}", sim.in_project("")));
    sim.advance(PROVISIONING + 60);
    let path = format!("/batches/{}", id(&made));
    let now = sim.get(&path).is(200);
    assert_eq!(now["state"], "completed");
    assert_eq!(now["devices"].as_array().unwrap().len(), 3);
    assert_eq!(hostnames(&sim), ["node-01", "node-02", "node-03"]);
    let wide = sim.get(&format!("{path}?include=devices")).is(200);
    assert!(wide["devices"][0]["hostname"].as_str().unwrap().starts_with("node-"));
    let list = sim.get(&sim.in_project("/batches")).is(200);
    assert!(list["batches"].as_array().unwrap().iter().any(|batch| batch["id"] == made["id"]));

    let _ = sim.delete(&format!("{path}?remove_associated_instances=true")).is(204);
    sim.advance(3600);
    assert_eq!(hostnames(&sim), [""; 0]);
    sim.get(&path).refused(404, "Not found");
}

#[test]
fn carry_given_names() {
    let sim = Simulator::start(&[]);
    batch(&sim, &json!({ "hostnames": ["a", "b"], "quantity": 2 }));
    sim.advance(PROVISIONING);
    assert_eq!(hostnames(&sim), ["a", "b"]);
}

#[test]
fn may_come_only_in_part() {
    let sim = Simulator::start(&[]);
    let none = json!({ "facility": "ewr1", "plan": "c1.small.x86", "level": "unavailable" });
    sim.control("PUT", "capacity", Some(&none));
    let answer = sim.post(
        &sim.in_project("/devices/batch"),
        &json!({ "batches": [{
            "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1", "hostname": "n", "quantity": 2
        }] }),
    );
    if answer.reply.status == 201 {
        let path = format!("/batches/{}", id(&answer.body["batches"][0]));
        sim.advance(PROVISIONING);
        let now = sim.get(&path).is(200);
        assert_eq!(now["state"], "failed");
        assert!(!now["error_messages"].as_array().unwrap().is_empty());
    } else {
        assert!([422, 503].contains(&answer.reply.status), "{answer}");
    }
    assert_eq!(sim.ledger()["billed"], json!([]));
}

#[test]
fn are_refused_for_a_reason() {
    let sim = Simulator::start(&[]);
    let entry = |members: Value| {
        let mut entry =
            json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1", "quantity": 1 });
        for (name, value) in members.as_object().unwrap() {
            entry[name] = value.clone();
        }
        json!({ "batches": [entry] })
    };
    for wrong in [
        json!({}),
        json!({ "batches": {} }),
        entry(json!({ "quantity": 0 })),
        entry(json!({ "quantity": 1_000_000_000 })),
        entry(json!({ "plan": "nope" })),
        entry(json!({ "hostnames": ["a"], "quantity": 2 })),
    ] {
        sim.post(&sim.in_project("/devices/batch"), &wrong).refused(422, "");
    }
    assert_eq!(hostnames(&sim), [""; 0]);
}
