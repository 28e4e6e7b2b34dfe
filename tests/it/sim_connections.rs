//! Connections to the simulator that are not as they should be, or many at once.

use super::framing::{read_reply, write_request};
use super::simulator::Simulator;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

fn connect(sim: &Simulator) -> TcpStream {
    let stream = TcpStream::connect(sim.server()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

#[test]
fn carry_one_request_after_the_other() {
    let sim = Simulator::start(&[]);
    let stream = connect(&sim);
    let mut reader = BufReader::new(&stream);
    let line = |path: &str| format!("GET /metal/v1{path} HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {}\r\n\r\n", sim.key());
    for path in ["/user", "/nowhere", "/plans", "/user"] {
        (&stream).write_all(line(path).as_bytes()).unwrap();
        let reply = read_reply(&mut reader, "GET").unwrap().unwrap().message;
        assert_eq!(reply.status, if path == "/nowhere" { 404 } else { 200 }, "an error does not end the connection");
    }
    // All at once, answered in order.
    (&stream).write_all([line("/user"), line("/nowhere"), line("/user")].concat().as_bytes()).unwrap();
    let statuses: Vec<u16> = (0..3).map(|_| read_reply(&mut reader, "GET").unwrap().unwrap().message.status).collect();
    assert_eq!(statuses, [200, 404, 200]);
}

#[test]
fn that_carry_nonsense_end_alone() {
    let sim = Simulator::start(&[]);
    let many = format!("GET /metal/v1/user HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(5_000));
    let long = format!("GET /metal/v1/user?{} HTTP/1.1\r\n\r\n", "x".repeat(1_000_000));
    let nonsense: [&[u8]; 8] = [
        b"\r\n\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET /metal/v1/user HTTP/9.9\r\n\r\n",
        b"POST /metal/v1/projects HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /metal/v1/projects HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        many.as_bytes(),
        long.as_bytes(),
    ];
    for bytes in nonsense {
        let mut stream = connect(&sim);
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut seen = Vec::new();
        let _ = stream.read_to_end(&mut seen);
        let said = String::from_utf8_lossy(&seen[..seen.len().min(20)]).into_owned();
        assert!(
            said.is_empty() || said.starts_with("HTTP/1.1 4"),
            "{:?} → {said}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(60)])
        );
        let _ = sim.get("/user").is(200);
    }
}

#[test]
fn that_stop_half_way_hold_nobody_up() {
    let sim = Simulator::start(&[]);
    let idle: Vec<TcpStream> = (0..50)
        .map(|number| {
            let mut stream = connect(&sim);
            let head = "POST /metal/v1/projects HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{";
            stream.write_all(&head.as_bytes()[..head.len() - number]).unwrap();
            stream
        })
        .collect();
    let _ = sim.get("/user").is(200);
    assert_eq!(idle.len(), 50);
}

#[test]
fn in_great_number_lose_and_double_nothing() {
    let sim = Simulator::start(&[]);
    let body = json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1" });
    let target = format!("/metal/v1{}", sim.in_project("/devices"));
    let request = sim.request("POST", &target, Some(&body));
    let order = || {
        let stream = connect(&sim);
        write_request(&mut &stream, &request, sim.server()).unwrap();
        let reply = read_reply(&mut BufReader::new(&stream), "POST").unwrap().unwrap().message;
        assert_eq!(reply.status, 201, "{}", reply.text());
        reply.json()["id"].as_str().unwrap().to_owned()
    };
    let ids: BTreeSet<String> = std::thread::scope(|scope| {
        let orders: Vec<_> = (0..100).map(|_| scope.spawn(order)).collect();
        orders.into_iter().map(|order| order.join().unwrap()).collect()
    });
    assert_eq!(ids.len(), 100);
    let list = sim.get(&sim.in_project("/devices?per_page=1000")).is(200);
    let listed: BTreeSet<String> =
        list["devices"].as_array().unwrap().iter().map(|device| device["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(listed, ids);
    assert_eq!(sim.ledger()["billed"].as_array().unwrap().len(), 100);
}
