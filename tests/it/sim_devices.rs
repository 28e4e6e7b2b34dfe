//! A machine's life at the simulator: ordered, provisioned, changed, acted on, deleted, lost.

use super::simulator::{PROVISIONING, Simulator, id};
use serde_json::{Value, json};

const VANISHED: &str = "You are not authorized to view this device";
const TOO_EARLY: &str = "Cannot delete a device while it is provisioning";

fn events(device: &Value) -> &Vec<Value> {
    device["provisioning_events"].as_array().unwrap()
}

/// Lets time pass until a machine is in a state.
fn until(sim: &Simulator, id: &str, state: &str) -> Value {
    for _ in 0..200 {
        let device = sim.device(id);
        if device["state"] == state {
            return device;
        }
        sim.advance(10);
    }
    panic!("{id} never became {state}: {}", sim.device(id)["state"]);
}

#[test]
fn begins_as_the_service_answered() {
    let sim = Simulator::start(&[]);
    let answer = sim.try_order(&json!({}));
    let has_decimal = answer.reply.text().replace(' ', "").contains(r#""provisioning_percentage":0.0"#);
    assert!(has_decimal, "the percentage is written with its decimal: {answer}");
    let device = answer.is(201);
    assert_eq!(device["state"], "queued");
    assert_eq!(device["ip_addresses"], json!([]), "addresses come later");
    let events = events(&device);
    assert!([4, 7, 11].contains(&events.len()), "{} events to come", events.len());
    for event in events {
        assert!(event["id"].is_null() && event["created_at"].is_null(), "{event}");
        assert!(event.get("id").is_some(), "they are null, not absent");
    }
    assert_eq!(events[0]["type"], "provisioning.101");
    assert_eq!(events[0]["body"], "Provisioning started");
    assert_eq!(events.last().unwrap()["type"], "provisioning.110");
    assert_eq!(events.last().unwrap()["body"], "Device phoned home and is ready to go");

    let id = id(&device);
    let short = &id[..8];
    assert_eq!(device["short_id"], short);
    assert_eq!(device["hostname"], format!("{short}.packethost.net"));
    let month = &device["created_at"].as_str().unwrap()[..7];
    assert_eq!(device["iqn"], format!("iqn.{month}.net.packet:device.{short}"));
    assert_eq!(device["href"], format!("/metal/v1/devices/{id}"));
    for (member, value) in [
        ("user", json!("root")),
        ("billing_cycle", json!("hourly")),
        ("userdata", json!("")),
        ("customdata", json!({})),
        ("tags", json!([])),
        ("volumes", json!([])),
        ("locked", json!(false)),
        ("always_pxe", json!(false)),
    ] {
        assert_eq!(device[member], value, "{member}");
    }
    for member in ["description", "image_url", "ipxe_script_url", "storage"] {
        assert_eq!(device.get(member), Some(&Value::Null), "{member}");
    }
    assert!(device["root_password"].is_null(), "no password before it is active");
    assert!([4, 5].contains(&device["bonding_mode"].as_u64().unwrap()));
    assert!(device["switch_uuid"].as_str().unwrap().chars().all(|letter| letter.is_ascii_hexdigit()));

    let ports = device["network_ports"].as_array().unwrap();
    let names: Vec<&str> = ports.iter().map(|port| port["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["bond0", "eth0", "eth1"]);
    assert_eq!(ports[0]["type"], "NetworkBondPort");
    assert_eq!(ports[0]["network_type"], "layer3");
    assert_eq!(ports[0]["data"]["bonded"], true);
    for port in &ports[1..] {
        assert_eq!(port["type"], "NetworkPort");
        assert_eq!(port["data"]["mac"].as_str().unwrap().len(), 17);
        assert_eq!(port["bond"], json!({ "id": ports[0]["id"], "name": "bond0" }));
    }
}

#[test]
fn goes_on_with_events_addresses_and_percentages() {
    let sim = Simulator::start(&[]);
    let device = id(&sim.order(&json!({})));
    let (mut states, mut done_before, mut had_addresses) = (Vec::new(), 0, false);
    for _ in 0..=(PROVISIONING + 60) / 10 {
        let now = sim.device(&device);
        let state = now["state"].as_str().unwrap().to_owned();
        if states.last() != Some(&state) {
            states.push(state.clone());
        }
        let events = events(&now);
        let done = events.iter().filter(|event| !event["id"].is_null()).count();
        assert!(done >= done_before, "an event was taken back");
        assert!(events[..done].iter().all(|event| event["created_at"].is_string()), "events come in order");
        #[expect(clippy::cast_precision_loss, reason = "there are eleven events")]
        let wanted = 100.0 * done as f64 / events.len() as f64;
        assert!((now["provisioning_percentage"].as_f64().unwrap() - wanted).abs() < 0.01, "{now}");
        had_addresses |= state == "provisioning" && now["ip_addresses"] != json!([]);
        if state == "queued" {
            assert_eq!(now["ip_addresses"], json!([]));
        }
        done_before = done;
        sim.advance(10);
    }
    assert_eq!(states, ["queued", "provisioning", "active"]);
    assert!(had_addresses, "addresses come while it is provisioning");
    let now = sim.device(&device);
    assert!(events(&now).iter().all(|event| event["id"].is_string()));
    assert!(now["root_password"].is_string(), "once active, there is a password");
    sim.advance(25 * 60 * 60);
    assert!(sim.device(&device)["root_password"].is_null(), "a day later it is hidden");
}

#[test]
fn tells_its_story_as_events() {
    let sim = Simulator::start(&[]);
    let device = sim.active(&json!({}));
    for path in [format!("/devices/{device}/events"), sim.in_project("/events"), "/events".to_owned()] {
        let list = sim.get(&format!("{path}?per_page=100")).is(200);
        let events = list["events"].as_array().unwrap();
        for kind in ["provisioning.101", "provisioning.110"] {
            let of_device = |event: &&Value| {
                event["type"] == kind && event["relationships"].to_string().contains(&format!("/devices/{device}"))
            };
            let event = events.iter().find(of_device).unwrap_or_else(|| panic!("{path} lacks {kind}"));
            let one = sim.get(&format!("/events/{}", id(event))).is(200);
            assert_eq!(one["body"], event["body"]);
        }
    }
}

#[test]
fn that_failed_is_removed_and_then_forbidden() {
    let sim = Simulator::start(&[]);
    let device = id(&sim.order(&json!({ "tags": ["mine"] })));
    until(&sim, &device, "provisioning");
    sim.control("POST", &format!("devices/{device}/fail"), Some(&json!({ "reason": "no disk was found" })));
    let answer = sim.get(&format!("/devices/{device}"));
    match answer.reply.status {
        200 => assert_eq!(answer.body["state"], "failed"),
        _ => answer.refused(403, VANISHED),
    }
    sim.advance(3600);
    sim.get(&format!("/devices/{device}")).refused(403, VANISHED);
    let list = sim.get(&format!("{}?tag=mine", sim.in_project("/devices"))).is(200);
    assert_eq!(list["meta"]["total"], 0);
    assert!(!sim.ledger()["billed"].to_string().contains(&device));
    let answer = sim.delete(&format!("/devices/{device}"));
    assert!([403, 404].contains(&answer.reply.status), "{answer}");
}

#[test]
fn that_vanished_is_forbidden_at_once() {
    let sim = Simulator::start(&[]);
    let device = sim.active(&json!({}));
    sim.control("POST", &format!("devices/{device}/vanish"), Some(&json!({})));
    sim.get(&format!("/devices/{device}")).refused(403, VANISHED);
    assert_eq!(sim.get(&sim.in_project("/devices")).is(200)["meta"]["total"], 0);
}

#[test]
fn ends_in_its_own_time() {
    let sim = Simulator::start(&[]);
    let device = id(&sim.order(&json!({})));
    let path = format!("/devices/{device}");
    until(&sim, &device, "provisioning");
    sim.delete(&path).refused(422, TOO_EARLY);
    assert_eq!(sim.device(&device)["state"], "provisioning");
    until(&sim, &device, "active");
    assert!(sim.ledger()["billed"].to_string().contains(&device));
    let gone = sim.delete(&path);
    assert_eq!(gone.reply.body, b"");
    let _ = gone.is(204);
    assert_eq!(sim.device(&device)["state"], "deprovisioning");
    let again = sim.delete(&path);
    assert!(again.reply.status < 500, "{again}");
    sim.advance(3600);
    sim.get(&path).refused(404, "Not found");
    sim.delete(&path).refused(404, "Not found");
    assert_eq!(sim.get(&sim.in_project("/devices")).is(200)["meta"]["total"], 0);
    assert!(!sim.ledger()["billed"].to_string().contains(&device));
}

#[test]
fn is_deleted_with_force_in_query_or_body() {
    let sim = Simulator::start(&[]);
    let device = sim.active(&json!({}));
    let _ = sim.delete(&format!("/devices/{device}?force_delete=true")).is(204);
    let device = sim.active(&json!({}));
    let target = format!("/metal/v1/devices/{device}");
    let _ = sim.send(sim.request("DELETE", &target, Some(&json!({ "force_delete": true })))).is(204);
    let device = sim.active(&json!({}));
    let _ = sim.send(sim.request("DELETE", &format!("/metal/v1/devices/{device}?force_delete=false"), None)).is(204);
}

#[test]
fn that_is_locked_stays() {
    let sim = Simulator::start(&[]);
    let device = sim.active(&json!({}));
    let path = format!("/devices/{device}");
    assert_eq!(sim.put(&path, &json!({ "locked": true })).is(200)["locked"], true);
    sim.delete(&path).refused(422, "");
    sim.delete(&format!("{path}?force_delete=true")).refused(422, "");
    sim.post(&format!("{path}/actions"), &json!({ "type": "reinstall" })).refused(422, "");
    assert_eq!(sim.device(&device)["state"], "active");
    assert_eq!(sim.patch(&path, &json!({ "locked": false })).is(200)["locked"], false);
    let _ = sim.delete(&path).is(204);
}

#[test]
fn is_changed_by_put_and_by_patch() {
    let sim = Simulator::start(&[]);
    let device = id(&sim.order(&json!({ "hostname": "old", "tags": ["one", "two"], "userdata": "#!/bin/sh\ntrue\n" })));
    let path = format!("/devices/{device}");
    let before = sim.device(&device);
    assert_eq!(before["userdata"], "#!/bin/sh\ntrue\n");
    let change = json!({
        "hostname": "new", "description": "ours", "tags": ["three"], "userdata": "#cloud-config\nruncmd: []\n",
        "customdata": { "role": "worker" }, "billing_cycle": "monthly", "network_frozen": true
    });
    let after = sim.put(&path, &change).is(200);
    for (member, value) in change.as_object().unwrap() {
        assert_eq!(&after[member], value, "{member}");
    }
    for member in ["id", "state", "plan", "created_at", "iqn", "short_id"] {
        assert_eq!(after[member], before[member], "{member}");
    }
    assert_eq!(sim.device(&device)["tags"], json!(["three"]));
    let text = sim.get(&format!("{path}/userdata")).is(200);
    assert_eq!(text["userdata"], "#cloud-config\nruncmd: []\n");
    assert_eq!(sim.get(&format!("{path}/customdata")).is(200), json!({ "role": "worker" }));

    let after = sim.patch(&path, &json!({ "tags": [], "userdata": "" })).is(200);
    assert_eq!((&after["tags"], &after["userdata"], &after["hostname"]), (&json!([]), &json!(""), &json!("new")));
    sim.put(&path, &json!({ "hostname": "under_score" })).refused(422, "");
    sim.put(&path, &json!({ "userdata": "no such form" })).refused(422, "Unrecognized userdata format");
    assert_eq!(sim.device(&device)["hostname"], "new");
}

#[test]
fn is_powered_and_reinstalled() {
    let sim = Simulator::start(&[]);
    let device = sim.active(&json!({}));
    let act = |body: Value| {
        let answer = sim.post(&format!("/devices/{device}/actions"), &body);
        assert_eq!(answer.reply.text(), "", "an action is answered without a word");
        let _ = answer.is(202);
    };
    act(json!({ "type": "power_off" }));
    assert_eq!(sim.device(&device)["state"], "powering_off");
    until(&sim, &device, "inactive");
    act(json!({ "type": "power_on" }));
    assert_eq!(sim.device(&device)["state"], "powering_on");
    until(&sim, &device, "active");
    for kind in ["reboot", "rescue"] {
        act(json!({ "type": kind }));
        assert_eq!(sim.device(&device)["state"], "active", "{kind}");
        sim.advance(300);
    }
    let list = sim.get(&format!("/devices/{device}/events?per_page=100")).is(200).to_string();
    for kind in ["power.202", "power.203", "power.204"] {
        assert!(list.contains(kind), "{kind} is not among the events");
    }
    act(json!({ "type": "reinstall", "operating_system": "ubuntu_18_04", "deprovision_fast": true }));
    assert_eq!(sim.device(&device)["state"], "reinstalling");
    let now = until(&sim, &device, "active");
    assert_eq!(now["operating_system"]["slug"], "ubuntu_18_04");
    for wrong in [
        json!({ "type": "dance" }),
        json!({}),
        json!({ "type": 7 }),
        json!({ "type": "reinstall", "operating_system": "dos" }),
    ] {
        sim.post(&format!("/devices/{device}/actions"), &wrong).refused(422, "");
    }
}

#[test]
fn is_ordered_twice_by_two_equal_calls() {
    let sim = Simulator::start(&[]);
    let body = json!({ "hostname": "twin", "tags": ["unique"] });
    assert_ne!(id(&sim.order(&body)), id(&sim.order(&body)));
    assert_eq!(sim.get(&format!("{}?tag=unique", sim.in_project("/devices"))).is(200)["meta"]["total"], 2);
    let ledger = sim.ledger();
    assert_eq!(ledger["billed"].as_array().unwrap().len(), 2, "{ledger}");
    assert_eq!(ledger["calls"]["createDevice"], 2, "the calls are counted: {}", ledger["calls"]);
}

#[test]
fn gets_its_addresses_as_packet_gave_them() {
    let sim = Simulator::start(&[]);
    let device = sim.active(&json!({}));
    let now = sim.device(&device);
    let addresses = now["ip_addresses"].as_array().unwrap();
    let shapes: Vec<Value> = addresses
        .iter()
        .map(|address| json!([address["address_family"], address["public"], address["cidr"], address["management"]]))
        .collect();
    assert_eq!(shapes.len(), 3);
    for wanted in [json!([4, true, 31, true]), json!([6, true, 127, true]), json!([4, false, 31, true])] {
        assert!(shapes.contains(&wanted), "{wanted} is not in {shapes:?}");
    }
    for address in addresses {
        assert_eq!(address["gateway"], address["network"], "{address}");
        assert_ne!(address["address"], address["network"]);
        assert_eq!(address["assigned_to"]["href"], format!("/metal/v1/devices/{device}"));
        if address["address_family"] == 4 {
            let text = address["address"].as_str().unwrap();
            let [.., last] = text.parse::<std::net::Ipv4Addr>().unwrap().octets();
            assert_eq!(last % 2, 1, "the odd one of two is the machine's: {text}");
            assert!(text.starts_with(if address["public"] == true { "127." } else { "10." }), "{text}");
        }
        assert_eq!(sim.get(&format!("/ips/{}", id(address))).is(200)["address"], address["address"]);
    }
    let list = sim.get(&format!("/devices/{device}/ips")).is(200);
    assert_eq!(list["ip_addresses"].as_array().unwrap().len(), 3);
    let other = sim.device(&sim.active(&json!({})));
    assert_ne!(other["ip_addresses"][0]["address"], addresses[0]["address"]);
}
