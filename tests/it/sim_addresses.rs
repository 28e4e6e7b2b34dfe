//! Elastic addresses at the simulator: reserved, assigned, given back.

use super::simulator::{Answer, Simulator, id};
use serde_json::{Value, json};
use std::net::Ipv4Addr;

fn try_reserve(sim: &Simulator, members: &Value) -> Answer {
    let mut body = json!({ "type": "public_ipv4", "quantity": 1, "facility": "ewr1" });
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    body.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    sim.post(&sim.in_project("/ips"), &body)
}

fn reserve(sim: &Simulator, members: &Value) -> Value {
    try_reserve(sim, members).is(201)
}

fn ipv4(value: &Value) -> u32 {
    value.as_str().unwrap().parse::<Ipv4Addr>().unwrap().into()
}

#[test]
fn are_reserved_alone_and_in_blocks() {
    let sim = Simulator::start(&[]);
    let one = reserve(&sim, &json!({ "tags": ["endpoint"], "details": "the API", "fail_on_approval_required": true }));
    assert_eq!((&one["state"], &one["cidr"], &one["management"]), (&json!("created"), &json!(32), &json!(false)));
    assert_eq!((&one["network"], &one["gateway"]), (&one["address"], &one["address"]), "all three are equal");
    assert_eq!((&one["tags"], &one["details"]), (&json!(["endpoint"]), &json!("the API")));
    assert!(one["address"].as_str().unwrap().starts_with("127."), "{one}");
    assert_eq!(one["assignments"], json!([]));
    assert!(one["available"].as_str().unwrap().ends_with(&format!("/ips/{}/available", id(&one))));

    let four = reserve(&sim, &json!({ "quantity": 4, "facility": "", "metro": "ny" }));
    assert_eq!(four["cidr"], 30);
    let network = ipv4(&four["network"]);
    assert_eq!((ipv4(&four["gateway"]), ipv4(&four["address"])), (network + 1, network + 2));
    let free = sim.get(&format!("/ips/{}/available?cidr=32", id(&four))).is(200);
    let free = free["available"].as_array().unwrap();
    assert!(!free.is_empty() && free.iter().all(|free| free.as_str().unwrap().ends_with("/32")), "{free:?}");

    let list = sim.get(&sim.in_project("/ips")).is(200);
    let own: Vec<&Value> = list["ip_addresses"].as_array().unwrap().iter().filter(|one| one["addon"] == true).collect();
    assert_eq!(own.len(), 2);
    let _ = sim.delete(&format!("/ips/{}", id(&four))).is(204);
    sim.get(&format!("/ips/{}", id(&four))).refused(404, "Not found");
    let billed = sim.ledger()["billed"].to_string();
    assert!(billed.contains(&id(&one)) && !billed.contains(&id(&four)), "{billed}");
}

#[test]
fn beyond_the_quota_wait_for_a_person() {
    let sim = Simulator::start(&[]);
    let waiting = reserve(&sim, &json!({ "quantity": 256 }));
    assert_eq!(waiting["state"], "pending");
    assert!(waiting["address"].is_null(), "there is no usable address yet: {waiting}");
    try_reserve(&sim, &json!({ "quantity": 256, "fail_on_approval_required": true })).refused(422, "");
}

#[test]
fn are_refused_for_a_reason() {
    let sim = Simulator::start(&[]);
    for wrong in [
        json!({ "quantity": 3 }),
        json!({ "quantity": 0 }),
        json!({ "quantity": -1 }),
        json!({ "quantity": "one" }),
        json!({ "quantity": null }),
        json!({ "type": "public_ipv5" }),
        json!({ "type": null }),
        json!({ "facility": null }),
        json!({ "facility": "", "metro": "" }),
        json!({ "facility": "zz9" }),
        json!({ "facility": null, "metro": "zz" }),
    ] {
        try_reserve(&sim, &wrong).refused(422, "");
    }
    let list = sim.get(&sim.in_project("/ips")).is(200);
    assert_eq!(list["ip_addresses"], json!([]), "nothing was reserved");
}

#[test]
fn that_are_global_belong_to_no_place_and_are_few() {
    let sim = Simulator::start(&[]);
    for _ in 0..4 {
        let global = reserve(&sim, &json!({ "type": "global_ipv4", "facility": null }));
        assert_eq!((&global["facility"], &global["global_ip"]), (&Value::Null, &json!(true)));
        assert_eq!(global["state"], "created");
    }
    let fifth = json!({ "type": "global_ipv4", "facility": null, "fail_on_approval_required": true });
    try_reserve(&sim, &fifth).refused(422, "");
}

#[test]
fn are_assigned_and_taken_off_again() {
    let sim = Simulator::start(&[]);
    let device = sim.active(&json!({}));
    let elastic = reserve(&sim, &json!({}));
    let address = elastic["address"].as_str().unwrap();
    let path = format!("/devices/{device}/ips");
    for sent in [format!("{address}/32"), address.to_owned()] {
        let assignment = sim.post(&path, &json!({ "address": sent })).is(201);
        assert_eq!((&assignment["address"], &assignment["cidr"]), (&json!(address), &json!(32)));
        assert_eq!(assignment["management"], false);
        assert_eq!(assignment["assigned_to"]["href"], format!("/metal/v1/devices/{device}"));
        assert_ne!(id(&assignment), id(&elastic), "an assignment is a thing of its own");
        let link = json!({ "href": format!("/metal/v1/ips/{}", id(&assignment)) });

        let on_device = sim.device(&device);
        let on_device = on_device["ip_addresses"].as_array().unwrap();
        assert_eq!(on_device.len(), 4);
        assert!(on_device.iter().any(|one| one["address"] == address && one["management"] == false));
        let now = sim.get(&format!("/ips/{}", id(&elastic))).is(200);
        assert_eq!(now["assignments"], json!([link]));
        let now = sim.get(&format!("/ips/{}?include=assignments", id(&elastic))).is(200);
        assert_eq!(now["assignments"][0]["assigned_to"]["href"], format!("/metal/v1/devices/{device}"));
        let list = sim.get(&sim.in_project("/ips?include=assignments&types=public_ipv4")).is(200);
        let listed = list["ip_addresses"].as_array().unwrap().iter().find(|one| one["id"] == elastic["id"]);
        assert_eq!(listed.unwrap()["assignments"][0]["id"], assignment["id"]);
        sim.post(&path, &json!({ "address": sent })).refused(422, "");

        let _ = sim.delete(&format!("/ips/{}", id(&assignment))).is(204);
        let now = sim.get(&format!("/ips/{}", id(&elastic))).is(200);
        assert_eq!((&now["assignments"], &now["address"]), (&json!([]), &json!(address)), "the reservation stays");
        assert_eq!(sim.device(&device)["ip_addresses"].as_array().unwrap().len(), 3);
    }
    for wrong in
        [json!({ "address": "192.0.2.7/32" }), json!({ "address": "here" }), json!({ "address": 7 }), json!({})]
    {
        let answer = sim.post(&path, &wrong);
        assert!([404, 422].contains(&answer.reply.status), "{answer}");
    }
}

#[test]
fn of_another_metro_cannot_be_assigned() {
    let sim = Simulator::start(&[]);
    let device = sim.active(&json!({}));
    let far = reserve(&sim, &json!({ "facility": null, "metro": "sv" }));
    sim.post(&format!("/devices/{device}/ips"), &json!({ "address": far["address"] })).refused(422, "");
    let near = reserve(&sim, &json!({ "facility": null, "metro": "ny" }));
    let _ = sim.post(&format!("/devices/{device}/ips"), &json!({ "address": near["address"] })).is(201);
}

#[test]
fn stay_when_their_machine_goes() {
    let sim = Simulator::start(&[]);
    let device = sim.active(&json!({}));
    let elastic = reserve(&sim, &json!({}));
    let _ = sim.post(&format!("/devices/{device}/ips"), &json!({ "address": elastic["address"] })).is(201);
    let _ = sim.delete(&format!("/devices/{device}")).is(204);
    sim.advance(3600);
    let now = sim.get(&format!("/ips/{}", id(&elastic))).is(200);
    assert_eq!(now["assignments"], json!([]));
    assert!(sim.ledger()["billed"].to_string().contains(&id(&elastic)), "and are paid for");
}

#[test]
fn that_nobody_asked_for_stand_in_the_list_too() {
    let sim = Simulator::start(&[]);
    sim.active(&json!({}));
    let list = sim.get(&sim.in_project("/ips")).is(200);
    let blocks = list["ip_addresses"].as_array().unwrap();
    for (kind, size) in [("private_ipv4", 25), ("public_ipv6", 56)] {
        let block = blocks.iter().find(|block| block["type"] == kind).unwrap_or_else(|| panic!("no {kind}: {list}"));
        assert_eq!((&block["cidr"], &block["addon"], &block["bill"]), (&json!(size), &json!(false), &json!(false)));
    }
    reserve(&sim, &json!({}));
    let of = |query: &str| sim.get(&sim.in_project(&format!("/ips?{query}"))).is(200)["meta"]["total"].clone();
    assert_eq!(of("types=public_ipv6"), 1);
    assert_eq!(of("types=public_ipv6&types=private_ipv4"), 2);
    assert_eq!(of("per_page=1000"), 3);
}

#[test]
fn take_new_tags_and_details() {
    let sim = Simulator::start(&[]);
    let elastic = reserve(&sim, &json!({ "tags": ["old"] }));
    let path = format!("/ips/{}", id(&elastic));
    let after = sim.patch(&path, &json!({ "tags": ["new"], "details": "moved", "customdata": { "a": 1 } })).is(200);
    assert_eq!((&after["tags"], &after["details"]), (&json!(["new"]), &json!("moved")));
    let now = sim.get(&path).is(200);
    assert_eq!((&now["tags"], &now["customdata"]), (&json!(["new"]), &json!({ "a": 1 })));
}
