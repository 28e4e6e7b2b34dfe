//! Time at the simulator: it stands still, flows, is pushed on, and survives.

use super::simulator::{PROVISIONING, Simulator, id};
use super::world::World;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::sync::Mutex;
use std::time::{Duration, Instant};

fn time(value: &Value) -> Timestamp {
    value.as_str().unwrap_or_else(|| panic!("{value} is no time")).parse().unwrap()
}

#[test]
fn stands_still_until_it_is_pushed() {
    let sim = Simulator::start(&[]);
    let before = time(&sim.ledger()["now"]);
    let device = sim.order(&json!({}));
    std::thread::sleep(Duration::from_millis(1100));
    assert_eq!(time(&sim.ledger()["now"]), before);
    assert_eq!(time(&device["created_at"]).as_second(), before.as_second());
    let after = sim.control("POST", "advance", Some(&json!({ "seconds": 90 })));
    assert_eq!(time(&after["now"]).as_second() - before.as_second(), 90);
    for wrong in
        [json!({}), json!({ "seconds": -1 }), json!({ "seconds": "soon" }), json!({ "seconds": 1e300 }), json!([])]
    {
        let answer = sim.send_unjudged(sim.request("POST", "/simulator/advance", Some(&wrong)));
        assert!((400..500).contains(&answer.reply.status), "{answer}");
    }
}

#[test]
fn flows_as_fast_as_wanted() {
    let sim = Simulator::start(&["--speed", "1000", "--provisioning", "1m"]);
    let device = id(&sim.order(&json!({})));
    let started = Instant::now();
    while sim.device(&device)["state"] != "active" {
        assert!(started.elapsed() < Duration::from_secs(30), "{}", sim.device(&device)["state"]);
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn takes_a_machine_back_when_it_was_lent_until_then() {
    let sim = Simulator::start(&[]);
    let now = time(&sim.ledger()["now"]);
    let until = (now + jiff::SignedDuration::from_secs(i64::try_from(PROVISIONING).unwrap() + 3600)).to_string();
    let lent = sim.active(&json!({ "termination_time": until }));
    let locked = sim.active(&json!({ "termination_time": until, "locked": true }));
    sim.advance(2 * 3600);
    let answer = sim.get(&format!("/devices/{lent}"));
    assert!([403, 404].contains(&answer.reply.status) || answer.body["state"] == "deprovisioning", "{answer}");
    assert_eq!(sim.device(&locked)["state"], "active", "a lock holds it");
    assert!(!sim.ledger()["billed"].to_string().contains(&lent));
}

#[test]
fn is_counted_and_paid_by_the_hour() {
    let sim = Simulator::start(&[]);
    let device = sim.active(&json!({ "hostname": "paid", "tags": ["t"] }));
    let ledger = sim.ledger();
    let entry = ledger["created"].as_array().unwrap().iter().find(|one| one["id"] == *device).unwrap();
    for (member, value) in [
        ("kind", json!("device")),
        ("name", json!("paid")),
        ("tags", json!(["t"])),
        ("project", json!(sim.project())),
        ("deleted_at", Value::Null),
        ("billed", json!(true)),
        ("price_per_hour", json!(0.4)),
    ] {
        assert_eq!(entry[member], value, "{member}");
    }
    assert!((280.0..330.0).contains(&entry["provisioned_in"].as_f64().unwrap()), "{entry}");
    assert_eq!(ledger["price_per_hour"], 0.4);
    let _ = sim.delete(&format!("/devices/{device}")).is(204);
    sim.advance(3600);
    let ledger = sim.ledger();
    let entry = ledger["created"].as_array().unwrap().iter().find(|one| one["id"] == *device).unwrap();
    assert!(time(&entry["deleted_at"]) > time(&entry["created_at"]));
    assert_eq!((&entry["billed"], &ledger["billed"]), (&json!(false), &json!([])));
}

#[test]
fn goes_on_where_it_stood_after_a_crash() {
    let world = World::empty();
    let file = world.folder().join("world").display().to_string();
    let sim = Simulator::start_in(world, &["--state", &file]);
    sim.advance(1_000_000);
    let before = time(&sim.ledger()["now"]);
    let world = sim.kill();
    let sim = Simulator::start_in(world, &["--state", &file]);
    let after = time(&sim.ledger()["now"]);
    assert!(after >= before, "time never goes back: {before} {after}");
}

#[test]
fn a_state_file_serves_one_simulator_and_may_end_in_the_middle_of_a_line() {
    let world = World::empty();
    let file = world.folder().join("world").display().to_string();
    let sim = Simulator::start_in(world, &["--state", &file]);
    let device = id(&sim.order(&json!({})));
    let other = World::empty().run(&["sim", "--listen", "127.0.0.1:0", "--state", &file]).refused();
    assert!(other.stderr.contains("world"), "{other}");
    let world = sim.kill();
    let mut text = std::fs::read(&file).unwrap();
    text.extend_from_slice(b"{\"half");
    std::fs::write(&file, text).unwrap();
    let sim = Simulator::start_in(world, &["--state", &file]);
    assert_eq!(sim.device(&device)["state"], "queued");
}

/// What a client was told of is there after a crash, wherever it struck.
#[test]
fn a_crash_among_many_orders_loses_none_that_was_answered() {
    let world = World::empty();
    let file = world.folder().join("world").display().to_string();
    let sim = Simulator::start_in(world, &["--state", &file]);
    let body = json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1" });
    let request = sim.request("POST", &format!("/metal/v1{}", sim.in_project("/devices")), Some(&body));
    let answered = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some(reply) = sim.reply_to(&request).filter(|reply| !reply.is_cut_short) {
                    assert_eq!(reply.status, 201, "{}", reply.text());
                    answered.lock().unwrap().push(id(&reply.json()));
                }
            });
        }
        while answered.lock().unwrap().len() < 40 {
            std::thread::sleep(Duration::from_millis(1));
        }
        sim.strike();
    });
    let answered = answered.into_inner().unwrap();
    let sim = Simulator::start_in(sim.kill(), &["--state", &file]);
    let list = sim.get(&sim.in_project("/devices?per_page=1000")).is(200);
    let there: Vec<String> = list["devices"].as_array().unwrap().iter().map(id).collect();
    let missing: Vec<&String> = answered.iter().filter(|id| !there.contains(id)).collect();
    assert_eq!(missing, [""; 0], "of {} answered", answered.len());
    let billed = sim.ledger()["billed"].as_array().unwrap().len();
    assert_eq!(billed, there.len(), "nothing is billed that is not listed");
}
