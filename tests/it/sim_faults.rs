//! The simulator's scripted faults: what goes wrong, with which effect, and what is there afterwards.

use super::recorder::Recorder;
use super::simulator::{Simulator, id};
use serde_json::{Value, json};

fn devices(sim: &Simulator) -> u64 {
    sim.get(&sim.in_project("/devices")).is(200)["meta"]["total"].as_u64().unwrap()
}

fn set(sim: &Simulator, faults: &str) {
    let answer = sim.put_faults(faults);
    assert!(answer.reply.status < 300, "{answer}");
}

/// An order, whose reply may never come.
fn order(sim: &Simulator) -> Option<super::wire::Reply> {
    let body = json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1" });
    let target = format!("/metal/v1{}", sim.in_project("/devices"));
    sim.reply_to(&sim.request("POST", &target, Some(&body)))
}

#[test]
fn before_the_effect_nothing_is_there() {
    let sim = Simulator::start(&[]);
    set(&sim, "faults:\n  - operation: createDevice\n    call: 2\n    status: 500\n");
    assert_eq!(order(&sim).unwrap().status, 201);
    sim.try_order(&json!({})).refused(500, "");
    assert_eq!(devices(&sim), 1);
    assert_eq!(order(&sim).unwrap().status, 201, "only the second call fails");
    assert_eq!(sim.ledger()["calls"]["createDevice"], 3);
}

#[test]
fn after_the_effect_the_machine_is_there_and_billed() {
    let sim = Simulator::start(&[]);
    set(&sim, "faults:\n  - operation: createDevice\n    when: after\n    drop: true\n");
    assert!(order(&sim).is_none(), "the connection just ends");
    assert_eq!(devices(&sim), 1);
    assert_eq!(sim.ledger()["billed"].as_array().unwrap().len(), 1);
}

#[test]
fn an_effect_may_come_late() {
    let sim = Simulator::start(&[]);
    set(
        &sim,
        "faults:\n  - {operation: createDevice, when: late, after: 30, status: 504, content_type: text/html, body: <h1>No</h1>}\n",
    );
    let reply = order(&sim).unwrap();
    assert_eq!((reply.status, reply.text().as_str()), (504, "<h1>No</h1>"));
    assert_eq!(reply.headers.get("content-type"), Some("text/html"));
    assert_eq!(devices(&sim), 0);
    sim.advance(29);
    assert_eq!(devices(&sim), 0);
    sim.advance(2);
    assert_eq!(devices(&sim), 1);
}

#[test]
fn a_reply_may_be_cut_short_and_is_recorded_so() {
    let sim = Simulator::start(&[]);
    sim.order(&json!({}));
    set(&sim, "faults:\n  - {operation: findProjectDevices, truncate: 100}\n");
    let recorder = Recorder::before(sim.url());
    let server = recorder.url().trim_start_matches("http://").split('/').next().unwrap();
    for _ in 0..2 {
        let stream = std::net::TcpStream::connect(server).unwrap();
        let request = sim.request("GET", &format!("/metal/v1{}", sim.in_project("/devices")), None);
        super::framing::write_request(&mut &stream, &request, server).unwrap();
        let reply = super::framing::read_reply(&mut std::io::BufReader::new(&stream), "GET").unwrap().unwrap().message;
        let first = recorder.exchanges().len() == 1;
        assert_eq!(reply.is_cut_short, first);
        assert_eq!(reply.body.len() == 100, first);
    }
    recorder.assert_published();
}

#[test]
fn a_rate_limit_names_its_headers() {
    let sim = Simulator::start(&[]);
    set(
        &sim,
        "faults:\n  - {operation: '*', call: every, status: 429, headers: {Retry-After: 2, X-RateLimit-Remaining: 0}}\n",
    );
    let answer = sim.get("/user");
    assert_eq!(answer.reply.headers.get("retry-after"), Some("2"));
    assert_eq!(answer.reply.headers.get("x-ratelimit-remaining"), Some("0"));
    answer.refused(429, "");
    let set: Value = sim.control("GET", "faults", None);
    assert!(set.to_string().contains("429"), "{set}");
    sim.control("DELETE", "faults", None);
    let _ = sim.get("/user").is(200);
}

#[test]
fn a_key_may_only_call_so_often() {
    let sim = Simulator::start(&["--rate-limit", "3"]);
    for left in ["2", "1", "0"] {
        let answer = sim.get("/user");
        assert_eq!(answer.reply.headers.get("x-ratelimit-limit"), Some("3"));
        assert_eq!(answer.reply.headers.get("x-ratelimit-remaining"), Some(left));
        let _ = answer.is(200);
    }
    let answer = sim.get("/user");
    let reset: i64 = answer.reply.headers.get("x-ratelimit-reset").unwrap().parse().unwrap();
    let until = reset - jiff::Timestamp::now().as_second();
    assert!((-1..=61).contains(&until), "it is a time in seconds, within the minute: {reset}");
    answer.refused(429, "");
}

#[test]
fn a_script_with_mistakes_changes_nothing_and_names_all_of_them() {
    let sim = Simulator::start(&[]);
    set(&sim, "faults:\n  - {operation: findCurrentUser, call: every, status: 503}\n");
    let answer = sim.put_faults(
        "faults:\n  - operation: createDevise\n    status: 99\n  - {operation: createDevice, when: never}\n",
    );
    assert!((400..500).contains(&answer.reply.status), "{answer}");
    let text = answer.reply.text();
    for wrong in ["createDevise", "99", "never"] {
        assert!(text.contains(wrong), "{wrong} is not named: {text}");
    }
    sim.get("/user").refused(503, "");
}

#[test]
fn a_script_is_read_at_the_start() {
    let world = super::world::World::empty();
    let file = world.write("faults.yaml", "faults:\n  - {operation: createDevice, status: 503}\n");
    let sim = Simulator::start_in(world, &["--faults", &file.display().to_string()]);
    sim.try_order(&json!({})).refused(503, "");
    assert!(!id(&sim.order(&json!({}))).is_empty());
}
