//! What the simulator sells: plans, places, systems, room, reserved machines.

use super::simulator::{Simulator, id};
use serde_json::{Value, json};

fn named<'a>(list: &'a Value, member: &str, name: &str) -> &'a Value {
    list.as_array().unwrap().iter().find(|one| one[member] == name).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn is_what_the_service_sold() {
    let sim = Simulator::start(&[]);
    let plans = &sim.get("/plans").is(200)["plans"];
    let plan = named(plans, "slug", "c1.small.x86");
    assert_eq!(plan["id"], "6d1f1ffa-7912-4b78-b50d-88cc7c8ab40f");
    assert_eq!((&plan["line"], &plan["pricing"]["hour"]), (&json!("baremetal"), &json!(0.4)));
    assert!(plan["specs"]["cpus"][0]["count"].is_u64() && plan["specs"]["memory"]["total"].is_string(), "{plan}");
    assert!(plans.as_array().unwrap().iter().any(|plan| plan["line"] != "baremetal"), "not all plans are machines");
    let own = sim.get(&sim.in_project("/plans")).is(200);
    named(&own["plans"], "slug", "c3.small.x86");
    let one = sim.get("/plans?slug=c3.small.x86").is(200);
    assert_eq!(one["plans"].as_array().unwrap().len(), 1);

    let facilities = &sim.get("/facilities").is(200)["facilities"];
    let facility = named(facilities, "code", "ewr1");
    assert_eq!(facility["id"], "e1e9c52e-a0bc-4117-b996-0fc94843ea09");
    assert_eq!(facility["metro"]["code"], "ny");
    assert!(facility["features"].to_string().contains("baremetal"));
    named(&sim.get(&sim.in_project("/facilities")).is(200)["facilities"], "code", "ewr1");
    let with_address = sim.get("/facilities?include=address").is(200);
    assert!(named(&with_address["facilities"], "code", "ewr1")["address"]["country"].is_string());

    let metro = sim.get("/locations/metros").is(200);
    let metro = named(&metro["metros"], "code", "ny");
    assert_eq!((&metro["id"], &metro["country"]), (&json!("932eecda-6808-44b9-a3be-3abef49796ef"), &json!("US")));

    for path in ["/operating-systems", "/operating-system-versions"] {
        let systems = &sim.get(path).is(200)["operating_systems"];
        let system = named(systems, "slug", "ubuntu_20_04");
        assert_eq!((&system["distro"], &system["version"]), (&json!("ubuntu"), &json!("20.04")));
        assert!(system["provisionable_on"].to_string().contains("c1.small.x86"), "{system}");
    }
    let systems = &sim.get("/operating-systems").is(200)["operating_systems"];
    assert_eq!(named(systems, "slug", "ubuntu_16_04")["id"], "1b9b78e3-de68-466e-ba00-f2123e89c112");
}

#[test]
fn is_ordered_by_name_or_id_in_facility_or_metro() {
    let sim = Simulator::start(&[]);
    for (members, facility, metro) in [
        (json!({ "plan": "6d1f1ffa-7912-4b78-b50d-88cc7c8ab40f" }), Some("ewr1"), "ny"),
        (json!({ "plan": "baremetal_1" }), Some("ewr1"), "ny"),
        (json!({ "facility": "e1e9c52e-a0bc-4117-b996-0fc94843ea09" }), Some("ewr1"), "ny"),
        (json!({ "facility": ["ewr1"] }), Some("ewr1"), "ny"),
        (json!({ "facility": ["sjc1", "any"] }), None, "sv"),
        (json!({ "facility": null, "metro": "ny" }), Some("ewr1"), "ny"),
        (json!({ "facility": null, "metro": "932eecda-6808-44b9-a3be-3abef49796ef" }), Some("ewr1"), "ny"),
    ] {
        let device = sim.order(&members);
        assert_eq!(device["plan"]["slug"], "c1.small.x86", "{members}");
        assert_eq!(device["metro"]["code"], metro, "{members}");
        assert!(facility.is_none_or(|facility| device["facility"]["code"] == facility), "{members}");
    }
    let anywhere = sim.order(&json!({ "facility": "any" }));
    assert!(anywhere["facility"]["code"].is_string());
}

#[test]
fn is_not_sold_everywhere() {
    let sim = Simulator::start(&[]);
    let there = json!({ "plan": "c3.small.x86", "operating_system": "ubuntu_22_04" });
    // Misleading, but so it was: the facility is there, only the plan is not.
    sim.try_order(&there).refused(422, "Facility can't be blank");
    sim.try_order(&json!({ "operating_system": "ubuntu_24_04" })).refused(422, "");
    sim.try_order(&json!({ "plan": "public_ipv4" })).refused(422, "");
}

#[test]
fn runs_out_where_it_is_told_to() {
    let sim = Simulator::start(&[]);
    let level = |path: &str, place: &str, plan: &str| sim.get(path).is(200)["capacity"][place][plan]["level"].clone();
    assert_eq!(level("/capacity", "ewr1", "c1.small.x86"), "normal");
    assert_eq!(level("/capacity/metros", "sv", "c3.small.x86"), "normal");
    let check =
        |path: &str, server: Value| sim.post(path, &json!({ "servers": [server] })).is(200)["servers"][0].clone();
    for quantity in [json!("2"), json!(2)] {
        let server = json!({ "facility": "ewr1", "plan": "c1.small.x86", "quantity": quantity });
        let mut wanted = server.clone();
        wanted["available"] = json!(true);
        assert_eq!(check("/capacity", server), wanted);
        let server = json!({ "metro": "ny", "plan": "c1.small.x86", "quantity": quantity });
        assert_eq!(check("/capacity/metros", server)["available"], true);
    }
    let none = json!({ "facility": "ewr1", "plan": "c1.small.x86", "level": "unavailable" });
    sim.control("PUT", "capacity", Some(&none));
    assert_eq!(level("/capacity", "ewr1", "c1.small.x86"), "unavailable");
    let server = json!({ "facility": "ewr1", "plan": "c1.small.x86", "quantity": "1" });
    assert_eq!(check("/capacity", server)["available"], false);
    let answer = sim.try_order(&json!({}));
    let status = answer.reply.status;
    assert!([422, 503].contains(&status), "{answer}");
    answer.refused(status, "The facility ewr1 has no provisionable c1.small.x86 servers matching your criteria");
    assert_eq!(sim.ledger()["billed"], json!([]));
    for wrong in [json!({}), json!({ "servers": "all" }), json!({ "servers": [{ "plan": 7 }] })] {
        let answer = sim.post("/capacity", &wrong);
        assert!([200, 422].contains(&answer.reply.status), "{answer}");
    }
}

#[test]
fn can_be_reserved_beforehand() {
    let sim = Simulator::start(&[]);
    let reservations = json!({ "plan": "c1.small.x86", "facility": "ewr1", "quantity": 1 });
    sim.control("POST", &format!("projects/{}/hardware-reservations", sim.project()), Some(&reservations));
    let list = sim.get(&sim.in_project("/hardware-reservations")).is(200);
    assert_eq!(list["meta"]["total"], 1);
    let reservation = &list["hardware_reservations"][0];
    assert_eq!((&reservation["provisionable"], &reservation["plan"]["slug"]), (&json!(true), &json!("c1.small.x86")));
    let path = format!("/hardware-reservations/{}", id(reservation));

    let device = id(&sim.order(&json!({ "hardware_reservation_id": "next-available" })));
    let link = json!({ "href": format!("/metal/v1{path}") });
    assert_eq!(sim.device(&device)["hardware_reservation"], link);
    let now = sim.get(&format!("{path}?include=device")).is(200);
    assert_eq!((&now["provisionable"], &now["device"]["id"]), (&json!(false), &json!(device)));
    let none = json!({ "hardware_reservation_id": "next-available" });
    let text = "There are no available hardware reservations for selected plan and facility";
    sim.try_order(&none).refused(503, text);

    // A failed machine on one's own hardware stays until it is deleted.
    sim.advance(60);
    sim.control("POST", &format!("devices/{device}/fail"), Some(&json!({ "reason": "no disk" })));
    sim.advance(3600);
    assert_eq!(sim.device(&device)["state"], "failed");
    let _ = sim.delete(&format!("/devices/{device}")).is(204);
    let again = json!({ "hardware_reservation_id": id(reservation) });
    sim.try_order(&again).refused(503, "Server is not provisionable");
    sim.advance(3600);
    assert_eq!(sim.get(&path).is(200)["provisionable"], true);
    sim.order(&again);
    let reserved = sim.get(&sim.in_project("/devices?reserved=true")).is(200);
    assert_eq!(reserved["meta"]["total"], 1);
}
