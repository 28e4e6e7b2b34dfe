//! `packetctl sim` as a program: how it starts, what it prints, what outlives it, how it ends.

use super::recorder::Recorder;
use super::simulator::{Simulator, id};
use super::world::World;
use serde_json::{Value, json};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn prints_what_a_client_needs() {
    let sim = Simulator::start(&[]);
    assert!(sim.url().starts_with("http://127.0.0.1:") && sim.url().ends_with("/metal/v1"), "{}", sim.url());
    assert_eq!(sim.project().len(), 36);
    assert!(sim.key().len() > 10);
    let recorder = Recorder::before(sim.url());
    assert_ne!(recorder.url(), sim.url());
    assert!(sim.exports().contains_key("PACKET_METADATA_URL"));
}

#[test]
fn gives_the_same_ids_for_the_same_seed() {
    let run = |seed: &str| {
        let sim = Simulator::start(&["--seed", seed]);
        let device = id(&sim.order(&json!({})));
        let address =
            sim.post(&sim.in_project("/ips"), &json!({ "type": "public_ipv4", "quantity": 1, "metro": "ny" })).is(201);
        (sim.project().to_owned(), sim.key().to_owned(), device, id(&address), address["address"].clone())
    };
    assert_eq!(run("7"), run("7"));
    let (one, other) = (run("7"), run("8"));
    assert_ne!(one.2, other.2);
}

#[test]
fn remembers_everything_over_a_crash() {
    let world = World::empty();
    let file = world.folder().join("sim.state").display().to_string();
    let sim = Simulator::start_in(world, &["--state", &file]);
    let device = sim.active(&json!({ "hostname": "kept", "tags": ["t"], "userdata": "#!/bin/sh\ntrue\n" }));
    let elastic =
        sim.post(&sim.in_project("/ips"), &json!({ "type": "public_ipv4", "quantity": 1, "metro": "ny" })).is(201);
    let assignment = sim.post(&format!("/devices/{device}/ips"), &json!({ "address": elastic["address"] })).is(201);
    let queued = id(&sim.order(&json!({})));
    let gone = sim.active(&json!({}));
    let _ = sim.delete(&format!("/devices/{gone}")).is(204);
    let vanished = sim.active(&json!({}));
    sim.control("POST", &format!("devices/{vanished}/vanish"), Some(&json!({})));
    let before =
        (sim.device(&device), sim.device(&queued), sim.ledger(), sim.project().to_owned(), sim.key().to_owned());
    let world = sim.kill();

    let sim = Simulator::start_in(world, &["--state", &file]);
    let after =
        (sim.device(&device), sim.device(&queued), sim.ledger(), sim.project().to_owned(), sim.key().to_owned());
    assert_eq!(after.0, before.0);
    assert_eq!(after.1, before.1);
    assert_eq!(
        (after.2["created"].clone(), after.2["billed"].clone()),
        (before.2["created"].clone(), before.2["billed"].clone())
    );
    assert_eq!((&after.3, &after.4), (&before.3, &before.4));
    assert_eq!(sim.get(&format!("/ips/{}", id(&assignment))).is(200)["address"], elastic["address"]);
    sim.get(&format!("/devices/{vanished}")).refused(403, "You are not authorized to view this device");
    let fresh = id(&sim.order(&json!({})));
    assert!(![&device, &queued, &gone, &vanished].contains(&&fresh), "an id is given once");
    sim.advance(3600);
    assert_eq!(sim.device(&queued)["state"], "active", "what had begun goes on");
}

#[test]
fn refuses_a_taken_port() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = World::empty().run(&["sim", "--listen", &address]).refused();
    assert!(output.stderr.contains(&address), "{output}");
    assert!(!output.stderr.contains("panicked"), "{output}");
}

#[test]
fn refuses_addresses_and_numbers_that_are_none() {
    for (flag, value, told) in [
        ("--listen", "nowhere", "an address and a port, such as 127.0.0.1:8700"),
        ("--listen", "localhost:8700", "an address and a port"),
        ("--listen", "127.0.0.1:99999", "an address and a port"),
        ("--metadata-listen", "8701", "an address and a port"),
        ("--speed", "-1", "a number from 0 to 1000000"),
        ("--speed", "nan", "a number from 0 to 1000000"),
        ("--seed", "x", "a whole number from 0 to 18446744073709551615"),
        ("--seed", "-1", "a whole number from 0"),
        ("--provisioning", "soon", "a number of seconds, or a time such as `5m 30s`"),
        ("--provisioning", "-5", "a number of seconds"),
        ("--rate-limit", "4294967296", "a whole number from 0 to 4294967295"),
        ("--address-quota", "-1", "a whole number from 0 to 4294967295"),
    ] {
        let output = World::empty().run(&["sim", flag, value]).refused();
        assert!(output.stderr.contains(&format!("'{value}' for '{flag} ")), "{output}");
        assert!(output.stderr.contains(told), "{output}");
    }
}

#[test]
fn tells_all_that_is_wrong_at_once_and_leaves_nothing_behind() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let world = World::empty();
    world.write("faults.yaml", "faults:\n- operation: nothing\n  delay: -3\n");
    world.write("old.state", "hello\n");
    world.write("folder/file", "");
    let before = world.everything();
    let any = "127.0.0.1:0";
    let story: &[(&[&str], &[&str])] = &[
        (
            &[
                "--listen",
                &taken,
                "--metadata-listen",
                "192.0.2.1:1",
                "--faults",
                "faults.yaml",
                "--state",
                "old.state",
            ],
            &[
                "--listen: cannot listen on",
                "--metadata-listen: cannot listen on 192.0.2.1:1",
                "old.state:1:1: this is not a state file",
                "faults.yaml:2:14: unknown operation `nothing`",
                "faults.yaml:3:10: `delay` must be",
                "5 problems; the simulator was not started",
            ],
        ),
        (
            &["--listen", any, "--faults", "nowhere.yaml", "--state", "old.state"],
            &[
                "nowhere.yaml: cannot read it: no such file",
                "old.state:1:1: this is not a state file",
                "2 problems; the simulator was not started",
            ],
        ),
        (&["--listen", &taken, "--state", "new.state"], &["address already in use"]),
        (&["--listen", any, "--faults", "faults.yaml", "--state", "new.state"], &["unknown operation `nothing`"]),
        (&["--listen", any, "--state", "folder"], &["folder: cannot keep the world in it: this is a folder"]),
        (&["--listen", any, "--state", "/dev/null"], &["/dev/null: cannot keep the world in it: this is no ordinary"]),
        (&["--listen", any, "--state", "missing/x"], &["missing/x: cannot make it: no such file", "check the path"]),
    ];
    for (arguments, told) in story {
        let output = world.run(&[&["sim"], *arguments].concat()).refused();
        for text in *told {
            assert!(output.stderr.contains(text), "{text:?} is not in {output}");
        }
        assert_eq!(world.everything(), before, "{output}");
    }
}

#[test]
fn refuses_one_port_for_both_services() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let output = World::empty().run(&["sim", "--listen", &free, "--metadata-listen", &free]).refused();
    assert!(output.stderr.contains(&format!("--metadata-listen: {free} is where the API is to listen")), "{output}");
}

#[test]
fn refuses_a_state_file_that_is_in_use() {
    let world = World::empty();
    let file = world.folder().join("kept.state").display().to_string();
    let sim = Simulator::start_in(world, &["--state", &file]);
    let output = World::empty().run(&["sim", "--listen", "127.0.0.1:0", "--state", &file]).refused();
    assert!(output.stderr.contains("another simulator is using this state file"), "{output}");
    sim.order(&json!({}));
}

#[test]
fn stops_when_the_state_file_can_grow_no_further_and_answers_nothing_that_is_not_in_it() {
    let world = World::empty();
    let binary = world.command(&[]).get_program().to_owned();
    // As on a full disk: a file may have 128 blocks of 512 bytes, or twice as much where a block is a KiB.
    let limited = "trap '' XFSZ; ulimit -f 128; exec \"$0\" sim --listen 127.0.0.1:0 --speed 0 --state kept.state";
    let mut shell = Command::new("sh");
    shell.args(["-c", limited]).arg(binary).current_dir(world.folder()).env_clear().env("HOME", world.home());
    let mut child = shell.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut exports = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    let mut export = || exports.next().unwrap().unwrap().split_once('=').unwrap().1.to_owned();
    let (url, key, project) = (export(), export(), export());
    let server = url.split('/').nth(2).unwrap().to_owned();
    let body = json!({
        "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1",
        "userdata": format!("#!/bin/sh\n# {}\n", "x".repeat(4_000)),
    });
    let order = super::wire::Request {
        method: "POST".into(),
        target: format!("/metal/v1/projects/{project}/devices"),
        headers: super::wire::Headers(vec![
            ("X-Auth-Token".to_owned(), key),
            ("Content-Type".to_owned(), "application/json".to_owned()),
        ]),
        body: body.to_string().into_bytes(),
    };
    let answered = (0..200).map_while(|_| {
        let stream = std::net::TcpStream::connect(&server).ok()?;
        super::framing::write_request(&mut &stream, &order, &server).ok()?;
        let reply = super::framing::read_reply(&mut std::io::BufReader::new(&stream), "POST").ok()??.message;
        assert_eq!(reply.status, 201, "{}", reply.text());
        Some(id(&reply.json()))
    });
    let answered: Vec<String> = answered.collect();
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains("kept.state: cannot write to it: file too large"), "{said}");
    assert!((2..200).contains(&answered.len()), "{answered:?}");

    let again = Simulator::start_in(world, &["--state", "kept.state"]);
    for device in &answered {
        again.device(device);
    }
    let list = again.get(&again.in_project("/devices?per_page=1000")).is(200);
    assert_eq!(list["devices"].as_array().unwrap().len(), answered.len());
}

#[test]
fn refuses_a_state_file_it_cannot_read() {
    let world = World::empty();
    let file = world.folder().join("kept.state").display().to_string();
    let sim = Simulator::start_in(world, &["--state", &file]);
    sim.order(&json!({}));
    let world = sim.kill();
    let good = world.read("kept.state");
    world.write("text.state", "this is no state");
    world.write("bytes.state", [0xff, 0x00, 0xfe]);
    let mut newer: Value = serde_json::from_str(good.lines().next().unwrap()).expect("its first line is JSON");
    let version = newer.as_object_mut().unwrap().iter_mut().find(|(_, value)| value.is_u64());
    *version.expect("it has a version").1 = json!(999);
    let rest: Vec<&str> = good.lines().skip(1).collect();
    world.write("newer.state", format!("{newer}\n{}", rest.join("\n")));
    for name in ["text.state", "bytes.state", "newer.state", "missing/folder/x.state"] {
        let before = std::fs::read(world.folder().join(name)).ok();
        let output = world.run(&["sim", "--listen", "127.0.0.1:0", "--state", name]).refused();
        assert!(output.stderr.contains(name), "{output}");
        assert_eq!(std::fs::read(world.folder().join(name)).ok(), before, "{name} is left as it was");
    }
    let output = world.run(&["sim", "--listen", "127.0.0.1:0", "--state", "newer.state"]).refused();
    assert!(output.stderr.contains("999") || output.stderr.contains("newer"), "{output}");
}

#[test]
fn refuses_a_faults_file_and_names_the_line() {
    let world = World::empty();
    for (name, text) in
        [("text.yaml", "\n\njust words\n"), ("broken.yaml", "\n- [\n"), ("unknown.yaml", "- nonsense: 1\n")]
    {
        world.write(name, text);
        let output = world.run(&["sim", "--listen", "127.0.0.1:0", "--faults", name]).refused();
        assert!(output.stderr.contains(&format!("{name}:")), "{output}");
    }
    let output = world.run(&["sim", "--listen", "127.0.0.1:0", "--faults", "missing.yaml"]).refused();
    assert!(output.stderr.contains("missing.yaml"), "{output}");
    let sim = Simulator::start(&[]);
    let answer = sim.put_faults("\n\njust words\n");
    assert!((400..500).contains(&answer.reply.status), "{answer}");
}

#[test]
fn keeps_its_control_endpoints_to_itself_unless_asked() {
    let world = World::empty();
    let mut child = world.command(&["sim", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    let first = lines.next().unwrap().unwrap();
    let server = first.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let asked = std::net::TcpStream::connect(&server).unwrap();
    let request =
        super::wire::Request { method: "GET".into(), target: "/simulator/ledger".into(), ..Default::default() };
    super::framing::write_request(&mut &asked, &request, &server).unwrap();
    let reply = super::framing::read_reply(&mut std::io::BufReader::new(&asked), "GET").unwrap().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!([401, 404].contains(&reply.message.status), "{}", reply.message.text());
}

#[test]
fn ends_at_once_when_interrupted() {
    let world = World::empty();
    let mut child = world.command(&["sim", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    assert!(lines.next().unwrap().unwrap().starts_with("export "));
    let started = Instant::now();
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let status = child.wait().unwrap();
    assert!(started.elapsed() < Duration::from_secs(10), "it took {:?}", started.elapsed());
    assert!([Some(0), Some(130)].contains(&status.code()), "{status}");
}
