//! Batches, tried through the table of operations.

use super::super::trial::Trial;
use crate::sim::catalogue::Level;
use serde_json::{Value, json};

fn entry(more: &Value) -> Value {
    let mut entry = json!({"plan": "c3.medium.x86", "operating_system": "ubuntu_20_04", "metro": "da"});
    entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    entry
}

fn order(trial: &mut Trial, entries: &[Value]) -> Vec<String> {
    let path = trial.in_project("devices/batch");
    let (status, made) = trial.call("POST", &path, json!({ "batches": entries }));
    assert_eq!(status, 201, "{made}");
    let batches = made["batches"].as_array().unwrap();
    for batch in batches {
        assert_eq!(
            (&batch["state"], &batch["devices"], &batch["error_messages"]),
            (&json!("queued"), &json!([]), &json!([]))
        );
    }
    batches.iter().map(|batch| format!("/batches/{}", batch["id"].as_str().unwrap())).collect()
}

fn hostnames(trial: &mut Trial, batch: &str) -> Vec<String> {
    let batch = trial.get(&format!("{batch}?include=devices"));
    let devices = batch["devices"].as_array().unwrap().iter();
    devices.map(|device| device["hostname"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn devices_come_a_little_later_numbered_or_named() {
    let mut trial = Trial::new();
    let entries = [
        entry(&json!({"hostname": "w-{{index}}.x", "quantity": 3, "facility_diversity_level": 1})),
        entry(&json!({"hostnames": ["a", "b"]})),
    ];
    let batches = order(&mut trial, &entries);
    assert_eq!(trial.get(&batches[0])["state"], "queued");
    trial.pass(3);
    assert_eq!(trial.get(&batches[0])["state"], "in_progress");
    trial.pass(3);
    assert_eq!(trial.get(&batches[0])["state"], "completed");
    assert_eq!(hostnames(&mut trial, &batches[0]), ["w-01.x", "w-02.x", "w-03.x"]);
    assert_eq!(hostnames(&mut trial, &batches[1]), ["a", "b"]);
    let all = trial.get(&trial.in_project("batches"));
    assert_eq!(all["batches"].as_array().unwrap().len(), 2);
    assert_eq!(all["batches"][0]["quantity"], 3);
}

#[test]
fn what_is_wrong_in_any_entry_is_told_at_once_and_nothing_is_made() {
    let mut trial = Trial::new();
    let path = trial.in_project("devices/batch");
    let key = json!({"ssh_keys": [{"key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPq9uoDWlgyBKwFCqbVR9t6ci3nM0LmZz4mKQKbYAqPQ", "label": "x"}]});
    let entries = [
        entry(&key),
        entry(&json!({"hostname": "w_{{index}}", "quantity": 0})),
        entry(&json!({"plan": "nonsense", "hostnames": ["a"], "quantity": 2})),
    ];
    let errors = trial.refused("POST", &path, json!({ "batches": entries }));
    assert_eq!(
        errors,
        [
            "Quantity must be from 1 to 1000",
            "Hostname is invalid",
            "Hostnames must be as many as the quantity",
            "nonsense is not a valid plan",
        ]
    );
    assert_eq!(trial.refused("POST", &path, json!({})), ["Batches can't be blank"]);
    assert_eq!(trial.get(&trial.in_project("batches"))["batches"], json!([]));
    assert_eq!(trial.get(&trial.in_project("ssh-keys"))["ssh_keys"], json!([]));
}

#[test]
fn a_metro_is_filled_place_by_place_and_what_finds_none_fails() {
    let mut trial = Trial::new();
    let (plan, ids) = ("c3.medium.x86", ["dfw1", "dfw2", "da11"]);
    for facility in ids {
        trial.world.stock.set(facility, plan, Level::Unavailable);
    }
    trial.world.stock.set("da11", plan, Level::Limited);
    let left = trial.world.stock.left("da11", plan);
    let batch = order(&mut trial, &[entry(&json!({"quantity": left + 1}))]).remove(0);
    trial.pass(10);
    let shown = trial.get(&batch);
    assert_eq!((&shown["state"], shown["devices"].as_array().unwrap().len()), (&json!("failed"), left as usize));
    assert!(shown["error_messages"][0].as_str().unwrap().contains("no provisionable c3.medium.x86 servers"), "{shown}");
}

#[test]
fn reserved_machines_are_taken_one_each() {
    let mut trial = Trial::new();
    let project = trial.project;
    for _ in 0..3 {
        trial.world.add_hardware(project, "c3.medium.x86", "da11");
    }
    let wanted = entry(&json!({"hardware_reservation_id": "next-available", "quantity": 2}));
    let path = trial.in_project("devices/batch");
    let (status, refused) = trial.call("POST", &path, json!({"batches": [wanted, wanted]}));
    assert_eq!(status, 503, "{refused}");
    let batch = order(&mut trial, &[wanted]).remove(0);
    trial.pass(10);
    let shown = trial.get(&format!("{batch}?include=devices"));
    let mut reserved: Vec<String> =
        shown["devices"].as_array().unwrap().iter().map(|device| device["hardware_reservation"].to_string()).collect();
    reserved.dedup();
    assert_eq!(reserved.len(), 2);
}

#[test]
fn a_batch_goes_with_its_devices_or_without() {
    let mut trial = Trial::new();
    let batches =
        order(&mut trial, &[entry(&json!({"quantity": 2})), entry(&json!({"quantity": 1})), entry(&json!({}))]);
    assert_eq!(trial.call("DELETE", &batches[2], json!({})).0, 204);
    trial.pass(10);
    assert_eq!(trial.call("DELETE", &format!("{}?remove_associated_instances=true", batches[0]), json!({})).0, 204);
    assert_eq!(trial.call("DELETE", &batches[1], json!({"remove_associated_instances": false})).0, 204);
    assert_eq!(trial.call("GET", &batches[1], json!({})).0, 404);
    trial.pass(100);
    assert_eq!(trial.get(&trial.in_project("devices"))["meta"]["total"], 1);
}
