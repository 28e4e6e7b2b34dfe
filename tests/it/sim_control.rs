//! The simulator's control endpoints, asked wrongly: clear errors, and nothing changed.

use super::simulator::Simulator;
use serde_json::{Value, json};

const NOBODY: &str = "5e9a1c8a-6f0b-4a55-9d3c-0d1f2a3b4c5d";

#[test]
fn refuse_what_cannot_be() {
    let sim = Simulator::start(&[]);
    let project = sim.project().to_owned();
    let create = |members: Value| {
        let mut body =
            json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1", "count": 1 });
        for (name, value) in members.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    };
    let hardware = format!("projects/{project}/hardware-reservations");
    for (method, path, body) in [
        ("POST", format!("devices/{NOBODY}/fail"), json!({ "reason": "x" })),
        ("POST", format!("devices/{NOBODY}/vanish"), json!({})),
        ("POST", "devices/nobody/fail".to_owned(), json!({})),
        ("POST", format!("projects/{NOBODY}/devices"), create(json!({}))),
        ("POST", format!("projects/{project}/devices"), create(json!({ "count": -1 }))),
        ("POST", format!("projects/{project}/devices"), create(json!({ "count": "many" }))),
        ("POST", format!("projects/{project}/devices"), create(json!({ "plan": "nope" }))),
        ("POST", format!("projects/{project}/devices"), json!([])),
        ("POST", hardware.clone(), json!({ "plan": "nope", "facility": "ewr1", "quantity": 1 })),
        ("POST", hardware.clone(), json!({ "plan": "c1.small.x86", "facility": "zz9", "quantity": 1 })),
        ("POST", hardware, json!({ "plan": "c1.small.x86", "facility": "ewr1", "quantity": 0 })),
        ("PUT", "capacity".to_owned(), json!({ "facility": "ewr1", "plan": "nope", "level": "normal" })),
        ("PUT", "capacity".to_owned(), json!({ "facility": "zz9", "plan": "c1.small.x86", "level": "normal" })),
        ("PUT", "capacity".to_owned(), json!({ "facility": "ewr1", "plan": "c1.small.x86", "level": "plenty" })),
        ("PUT", "capacity".to_owned(), json!({})),
        ("GET", "nothing".to_owned(), Value::Null),
        ("DELETE", "ledger".to_owned(), Value::Null),
    ] {
        let body = (!body.is_null()).then_some(&body);
        let answer = sim.send_unjudged(sim.request(method, &format!("/simulator/{path}"), body));
        assert!((400..500).contains(&answer.reply.status), "{answer}");
        assert!(!answer.errors().is_empty(), "{answer}");
    }
    assert_eq!(sim.ledger()["created"].as_array().unwrap().iter().filter(|one| one["kind"] == "device").count(), 0);
}

#[test]
fn make_machines_that_nobody_here_ordered() {
    let sim = Simulator::start(&[]);
    let body = json!({
        "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1", "count": 2,
        "hostname": "theirs", "tags": ["foreign"]
    });
    sim.control("POST", &format!("projects/{}/devices", sim.project()), Some(&body));
    let list = sim.get(&sim.in_project("/devices?tag=foreign")).is(200);
    assert_eq!(list["meta"]["total"], 2);
    let ledger = sim.ledger();
    assert_eq!(ledger["billed"].as_array().unwrap().len(), 2);
    assert_eq!(ledger["calls"]["createDevice"], Value::Null, "no call made them");
}
