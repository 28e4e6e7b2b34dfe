//! The manners of other clients, which the service bore: packngo, metal-cli, CAPP, Terraform, packet-python, libcloud.

use super::simulator::{Answer, Simulator, id};
use serde_json::{Value, json};

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7ALcbtyAdXgm9EFbMEA9Lh3qmpfr8RBjxiiPUCcPzS";
const OTHER_KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN10qaTzMnDJg+SmFWbWUNCHo0nVpIyjmHcmVGcbRRyw";

/// An order as some client makes it; what the document would say of it is not asked.
fn order(sim: &Simulator, members: &Value) -> Answer {
    let mut body = json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1" });
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    sim.probe("POST", &sim.in_project("/devices"), Some(&body))
}

#[test]
fn their_orders_are_taken() {
    let sim = Simulator::start(&[]);
    for members in [
        json!({ "facility": "", "metro": "ny" }),
        json!({ "facility": ["ewr1"], "metro": "" }),
        json!({ "facility": [], "metro": "ny" }),
        json!({ "tags": null, "project_ssh_keys": null, "user_ssh_keys": null, "ip_addresses": null, "features": null }),
        json!({ "project_id": sim.project(), "customdata": "{\"role\":\"worker\"}", "hardware_reservation_id": "" }),
        json!({ "features": ["tpm"], "hostname": "", "billing_cycle": "" }),
        json!({ "features": { "tpm": "preferred" } }),
        json!({ "spot_instance": false, "spot_price_max": "0", "termination_time": null, "storage": null }),
        json!({ "ipxe_script_url": "", "always_pxe": false, "userdata": "", "description": "" }),
        json!({ "public_ipv4_subnet_size": 31, "private_ipv4_subnet_size": 28 }),
        json!({ "operating_system": "custom_ipxe", "ipxe_script_url": "http://boot.example/x", "always_pxe": true }),
        json!({ "ip_addresses": [{ "address_family": 4, "public": false }] }),
        json!({ "ssh_keys": [{ "label": "x", "key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7ALcbtyAdXgm9EFbMEA9Lh3qmpfr8RBjxiiPUCcPzS" }] }),
    ] {
        let _ = order(&sim, &members).is(201);
    }
    let private =
        order(&sim, &json!({ "ip_addresses": [{ "address_family": 4, "public": false }], "hostname": "private" }));
    let private = id(&private.is(201));
    sim.advance(400);
    let addresses = sim.device(&private)["ip_addresses"].clone();
    assert_eq!(addresses.as_array().unwrap().len(), 1, "only what was asked for: {addresses}");
    assert_eq!(addresses[0]["public"], false);
}

#[test]
fn a_machine_may_be_born_with_a_reserved_address() {
    let sim = Simulator::start(&[]);
    let body = json!({ "type": "public_ipv4", "quantity": 1, "facility": "ewr1", "metro": "" });
    let elastic = sim.probe("POST", &sim.in_project("/ips"), Some(&body)).is(201);
    let device = sim.active(&json!({ "ip_addresses": [
        { "address_family": 4, "public": false },
        { "address_family": 4, "public": true, "cidr": 32, "ip_reservations": [id(&elastic)] },
    ] }));
    let addresses = sim.device(&device)["ip_addresses"].to_string();
    assert!(addresses.contains(elastic["address"].as_str().unwrap()), "{addresses}");
    let now = sim.get(&format!("/ips/{}", id(&elastic))).is(200);
    assert_eq!(now["assignments"].as_array().unwrap().len(), 1);
}

#[test]
fn paths_may_end_with_a_slash_and_headers_vary() {
    let sim = Simulator::start(&[]);
    let _ = sim.probe("GET", &sim.in_project("/devices/"), None).is(200);
    let mut request = sim.request("GET", &format!("{}?version=1", sim.in_project("/devices")), None);
    request.headers.0.push(("X-Consumer-Token".to_owned(), "packngo lib".to_owned()));
    request.headers.0.push(("Accept".to_owned(), "application/json; version=1".to_owned()));
    let answer = sim.send_unjudged(request);
    assert!(answer.reply.headers.say_json(), "{answer}");
    let _ = answer.is(200);
}

#[test]
fn terraform_finds_what_it_needs() {
    let sim = Simulator::start(&[]);
    let device = sim.active(&json!({}));
    let path = format!("/devices/{device}?include=project,metro,facility,hardware_reservation");
    let device = sim.get(&path).is(200);
    assert_eq!(device["project"]["id"], sim.project());
    assert_eq!(device["facility"]["code"], "ewr1");
    let ports = device["network_ports"].as_array().unwrap();
    assert!(ports.iter().all(|port| port["id"].is_string() && port["name"].is_string()));
    let gone = sim.get("/devices/5e9a1c8a-6f0b-4a55-9d3c-0d1f2a3b4c5d");
    assert!(gone.reply.headers.say_json() && gone.reply.headers.get("x-request-id").is_some());
    gone.refused(404, "Not found");
}

#[test]
fn capp_finds_its_machines_and_its_address() {
    let sim = Simulator::start(&[]);
    let tags = ["capp:cluster-id:a", "capp:machine-uid:1", "capp:namespace:default"];
    let device = sim.order(&json!({ "tags": tags, "facility": null, "metro": "ny" }));
    for tag in tags {
        let found = sim.get(&sim.in_project(&format!("/devices?tag={tag}"))).is(200);
        assert_eq!(found["devices"][0]["id"], device["id"], "{tag}");
    }
    let tag = "cluster-api-provider-packet:cluster-id:a";
    let body = json!({
        "type": "public_ipv4", "quantity": 1, "facility": "", "metro": "ny", "tags": [tag], "fail_on_approval_required": true
    });
    let elastic = sim.post(&sim.in_project("/ips"), &body).is(201);
    let list = sim.get(&sim.in_project("/ips")).is(200);
    let found = list["ip_addresses"].as_array().unwrap().iter().find(|one| one["tags"] == json!([tag]));
    assert_eq!(found.unwrap()["id"], elastic["id"]);
}

#[test]
fn libcloud_says_everything_in_the_query_as_python_writes_it() {
    let sim = Simulator::start(&[]);
    let device = sim.active(&json!({}));
    let body = json!({ "type": "public_ipv4", "quantity": 2, "facility": "ewr1" });
    let elastic = sim.post(&sim.in_project("/ips"), &body).is(201);
    let [first, second] = [0, 1].map(|number| format!("{}/32", part_of(&elastic, number)));
    for (address, word, manageable) in [(first, "False", false), (second, "True", true)] {
        let path = format!("/devices/{device}/ips?address={address}&manageable={word}&customdata=");
        let assignment = sim.probe("POST", &path, None).is(201);
        assert_eq!(assignment["manageable"], manageable, "{word}");
    }
    let device = format!("/devices/{device}");
    let _ = sim.probe("PUT", &format!("{device}?hostname=renamed&locked=True"), None).is(200);
    sim.probe("POST", &format!("{device}/actions?type=reinstall"), None).refused(422, "");
    let _ = sim.probe("PUT", &format!("{device}?locked=False"), None).is(200);
    let _ = sim.probe("POST", &format!("{device}/actions?type=reinstall"), None).is(202);
}

/// An address of a reservation of two, by its number.
fn part_of(reservation: &Value, number: u32) -> std::net::Ipv4Addr {
    let network: std::net::Ipv4Addr = reservation["network"].as_str().unwrap().parse().unwrap();
    (u32::from(network) + number).into()
}

#[test]
fn packet_python_finds_the_key_that_its_project_key_made() {
    let sim = Simulator::start(&[]);
    let token =
        sim.post(&sim.in_project("/api-keys"), &json!({ "description": "of the project" })).is(201)["token"].clone();
    let asked = |method: &str, path: &str, body: Option<&Value>| {
        let mut request = sim.request(method, &format!("/metal/v1{path}"), body);
        request.headers.0.retain(|(name, _)| name != "X-Auth-Token");
        request.headers.0.push(("X-Auth-Token".to_owned(), token.as_str().unwrap().to_owned()));
        sim.send(request)
    };
    let of_user = json!({ "label": "of the user", "key": OTHER_KEY });
    let _ = sim.post("/ssh-keys", &of_user).is(201);
    let own = json!({ "label": "own", "key": KEY });
    let made = asked("POST", &sim.in_project("/ssh-keys"), Some(&own)).is(201);
    asked("POST", &sim.in_project("/ssh-keys"), Some(&own)).refused(422, "");
    let seen = asked("GET", "/ssh-keys", None).is(200);
    let ids: Vec<&Value> = seen["ssh_keys"].as_array().unwrap().iter().map(|key| &key["id"]).collect();
    assert_eq!(ids, [&made["id"]], "the project's, not the user's");
}
