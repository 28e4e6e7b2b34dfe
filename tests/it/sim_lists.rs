//! Lists of the simulator: pages, filters, what is included and what is a mere link.

use super::simulator::{PROVISIONING, Simulator, id};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn foreign(sim: &Simulator, count: u64) {
    let body =
        json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1", "count": count });
    sim.control("POST", &format!("projects/{}/devices", sim.project()), Some(&body));
}

fn hostnames(page: &Value) -> Vec<&str> {
    let mut names: Vec<&str> =
        page["devices"].as_array().unwrap().iter().map(|device| device["hostname"].as_str().unwrap()).collect();
    names.sort_unstable();
    names
}

#[test]
fn come_in_pages_of_ten_whose_links_lack_the_prefix() {
    let sim = Simulator::start(&[]);
    foreign(&sim, 23);
    let path = sim.in_project("/devices");
    let link = |page: u64| json!({ "href": format!("{path}?page={page}") });
    let first = sim.get(&path).is(200);
    assert_eq!(
        first["meta"],
        json!({
            "self": link(1), "first": link(1), "last": link(3), "previous": null, "next": link(2),
            "total": 23, "current_page": 1, "last_page": 3
        })
    );
    let mut seen = BTreeSet::new();
    for (page, size) in [(1, 10), (2, 10), (3, 3)] {
        let list = sim.get(&format!("{path}?page={page}")).is(200);
        let devices = list["devices"].as_array().unwrap();
        assert_eq!(devices.len(), size, "page {page}");
        seen.extend(devices.iter().map(id));
        assert_eq!(list["meta"]["current_page"], page);
        assert_eq!(list["meta"]["next"].is_null(), page == 3);
        assert_eq!(list["meta"]["previous"].is_null(), page == 1);
    }
    assert_eq!(seen.len(), 23, "no machine is on two pages");
    let all = sim.get(&format!("{path}?per_page=1000")).is(200);
    assert_eq!(all["devices"].as_array().unwrap().len(), 23);
    assert_eq!(all["meta"]["last_page"], 1);
    let beyond = sim.get(&format!("{path}?page=4")).is(200);
    assert_eq!(beyond["devices"], json!([]));
}

#[test]
fn survive_absurd_page_numbers() {
    let sim = Simulator::start(&[]);
    foreign(&sim, 3);
    for query in [
        "page=0",
        "page=-1",
        "page=two",
        "page=",
        "page=99999999999999999999999",
        "page=18446744073709551615&per_page=1000",
        "per_page=0",
        "per_page=-5",
        "per_page=1001",
        "per_page=4294967297",
        "per_page=all",
        "page=1e3",
        "page=1&page=2",
    ] {
        let answer = sim.probe("GET", &format!("{}?{query}", sim.in_project("/devices")), None);
        assert!([200, 422].contains(&answer.reply.status), "{answer}");
    }
}

#[test]
fn are_filtered_as_asked() {
    let sim = Simulator::start(&[]);
    let one = sim.order(&json!({ "hostname": "alpha-1", "tags": ["cluster:a", "worker"], "description": "the first" }));
    sim.order(&json!({ "hostname": "alpha-2", "tags": ["cluster:ab"], "termination_time": "2099-01-02T03:04:05Z" }));
    sim.order(&json!({ "hostname": "beta", "facility": null, "metro": "sv", "plan": "c3.small.x86", "operating_system": "ubuntu_22_04" }));
    sim.advance(PROVISIONING + 60);
    let one = sim.device(&id(&one));
    let mac = one["network_ports"][1]["data"]["mac"].as_str().unwrap();
    let address = one["ip_addresses"][0]["address"].as_str().unwrap();
    let (short, all) = (one["short_id"].as_str().unwrap(), &["alpha-1", "alpha-2", "beta"][..]);
    let cases: [(String, &[&str]); 19] = [
        ("tag=cluster:a".into(), &all[..1]),
        ("tag=cluster".into(), &[]),
        ("tag=nobody".into(), &[]),
        ("hostname=alpha".into(), &all[..2]),
        ("hostname=alpha-1".into(), &all[..1]),
        ("facility=ewr1".into(), &all[..2]),
        ("metro=ny".into(), &all[..2]),
        ("metro=sv".into(), &all[2..]),
        ("metro=da".into(), &[]),
        ("reserved=true".into(), &[]),
        ("reserved=false".into(), all),
        ("type=ondemand".into(), all),
        ("type=spot".into(), &[]),
        ("has_termination_time=true".into(), &all[1..2]),
        (format!("mac_address={mac}"), &all[..1]),
        (format!("search={short}"), &all[..1]),
        (format!("search={address}"), &all[..1]),
        ("search=c3.small".into(), &all[2..]),
        ("search=first".into(), &all[..1]),
    ];
    for (query, wanted) in cases {
        let list = sim.get(&format!("{}?{query}", sim.in_project("/devices"))).is(200);
        assert_eq!(hostnames(&list), wanted, "{query}");
        assert_eq!(list["meta"]["total"], wanted.len(), "{query}");
    }
    let next = sim.get(&format!("{}?hostname=alpha&per_page=1", sim.in_project("/devices"))).is(200);
    let next = next["meta"]["next"]["href"].as_str().unwrap().to_owned();
    assert!(
        next.contains("hostname=alpha") && next.contains("per_page=1"),
        "the next page is of the same list: {next}"
    );
    let second = sim.get(&next).is(200);
    assert_eq!(hostnames(&second).len(), 1);
}

#[test]
fn include_and_exclude_by_name() {
    let sim = Simulator::start(&[]);
    let device = format!("/devices/{}", id(&sim.order(&json!({}))));
    let plain = sim.get(&device).is(200);
    let project = json!({ "href": format!("/metal/v1{}", sim.in_project("")) });
    assert_eq!(plain["project"], project);
    for member in ["project_lite", "facility", "metro", "plan", "operating_system"] {
        assert!(plain[member].is_object(), "{member}: {plain}");
    }
    assert_eq!(plain["facility"]["metro"]["code"], "ny");

    let wide = sim.get(&format!("{device}?include=project,nonsense,facility.nonsense.deep")).is(200);
    assert_eq!(wide["project"]["id"], sim.project());
    assert!(wide["project"]["name"].is_string());
    assert_eq!(wide["plan"], plain["plan"], "unknown names change nothing");

    let narrow = sim.get(&format!("{device}?exclude=plan,operating_system")).is(200);
    for member in ["plan", "operating_system"] {
        let members: Vec<&String> = narrow[member].as_object().unwrap().keys().collect();
        assert_eq!(members, ["href"], "{member}");
    }
    assert_eq!(narrow["facility"], plain["facility"]);

    let list = sim.get(&format!("{}?include=project", sim.in_project("/devices"))).is(200);
    assert_eq!(list["devices"][0]["project"]["id"], sim.project());
}

#[test]
fn of_keys_plans_and_places_are_whole() {
    let sim = Simulator::start(&[]);
    for path in ["/plans", "/facilities", "/locations/metros", "/operating-systems", "/ssh-keys"] {
        let list = sim.get(path).is(200);
        assert!(list.get("meta").is_none(), "{path} is not paged");
    }
    let plans = sim.get("/plans").is(200);
    assert!(plans["plans"].as_array().unwrap().len() > 10);
}
