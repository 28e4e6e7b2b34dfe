//! What a machine hears from the metadata service, which knows it by the address it calls from.

use super::framing::{read_reply, write_request};
use super::simulator::{Simulator, id};
use super::wire::{Headers, Reply, Request};
use serde_json::{Value, json};
use std::io::BufReader;
use std::net::{IpAddr, SocketAddr, TcpStream};

/// Opens a connection from one of the machine's own addresses.
fn connect(from: &str, to: &str) -> TcpStream {
    let from = SocketAddr::new(from.parse::<IpAddr>().unwrap(), 0);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(from).unwrap();
        socket.connect(to.parse().unwrap()).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    stream
}

/// Asks a URL from an address.
fn ask(from: &str, method: &str, url: &str, body: &str) -> Reply {
    let rest = url.strip_prefix("http://").unwrap_or_else(|| panic!("{url} is plain HTTP"));
    let (server, path) = rest.split_once('/').unwrap_or((rest, ""));
    let headers = Headers(vec![("Content-Type".to_owned(), "application/json".to_owned())]);
    let request =
        Request { method: method.to_owned(), target: format!("/{path}"), headers, body: body.as_bytes().to_vec() };
    let mut stream = connect(from, server);
    write_request(&mut stream, &request, server).unwrap();
    read_reply(&mut BufReader::new(stream), method).unwrap().expect("there is a reply").message
}

fn get(sim: &Simulator, from: &str, path: &str) -> Reply {
    ask(from, "GET", &format!("{}{path}", sim.exports()["PACKET_METADATA_URL"].trim_end_matches('/')), "")
}

/// A machine that is active, and its public and private addresses.
fn machine(sim: &Simulator, members: &Value) -> (Value, String, String) {
    let device = sim.device(&sim.active(members));
    let address = |is_public: bool| {
        let is_meant = |one: &&Value| one["public"] == is_public && one["address_family"] == 4;
        let one = device["ip_addresses"].as_array().unwrap().iter().find(is_meant).unwrap();
        one["address"].as_str().unwrap().to_owned()
    };
    let (public, private) = (address(true), address(false));
    (device, public, private)
}

#[test]
fn its_items_are_listed_and_read_one_by_one() {
    let sim = Simulator::start(&[]);
    let members = json!({ "hostname": "one", "tags": ["a", "b"], "userdata": "#!/bin/sh\ntrue\n" });
    let (device, public, private) = machine(&sim, &members);
    let list = get(&sim, &public, "/2009-04-04/meta-data/");
    assert_eq!(list.status, 200, "{}", list.text());
    let text = list.text();
    let items: Vec<&str> = text.lines().collect();
    let wanted = [
        "instance-id",
        "hostname",
        "iqn",
        "plan",
        "facility",
        "tags",
        "operating-system",
        "public-keys",
        "public-ipv4",
        "public-ipv6",
        "local-ipv4",
    ];
    assert_eq!(items, wanted);
    assert_eq!(get(&sim, &public, "/2009-04-04/meta-data").text(), text);
    for (item, value) in [
        ("instance-id", id(&device).as_str()),
        ("hostname", "one"),
        ("iqn", device["iqn"].as_str().unwrap()),
        ("plan", "c1.small.x86"),
        ("facility", "ewr1"),
        ("tags", "a\nb"),
        ("public-ipv4", &public),
        ("local-ipv4", &private),
        ("operating-system/slug", "ubuntu_20_04"),
        ("operating-system/distro", "ubuntu"),
        ("operating-system/version", "20.04"),
    ] {
        let reply = get(&sim, &public, &format!("/2009-04-04/meta-data/{item}"));
        assert_eq!((reply.status, reply.text().trim_end()), (200, value), "{item}");
    }
    let system = get(&sim, &public, "/2009-04-04/meta-data/operating-system").text();
    assert!(
        system.lines().any(|line| line == "slug") && system.lines().any(|line| line.starts_with("license")),
        "{system}"
    );
    for path in ["/2009-04-04/user-data", "/userdata", "/api/v1/userdata"] {
        assert_eq!(get(&sim, &public, path).body, b"#!/bin/sh\ntrue\n", "{path}");
    }
    let unknown = get(&sim, &public, "/2009-04-04/meta-data/colour");
    assert_eq!((unknown.status, unknown.json()), (404, json!({ "message": "resource not found" })));
}

#[test]
fn its_whole_is_json() {
    let sim = Simulator::start(&[]);
    let (device, public, private) = machine(&sim, &json!({ "tags": ["a"], "customdata": { "role": "x" } }));
    let whole = get(&sim, &public, "/metadata");
    assert_eq!(whole.status, 200);
    assert_eq!(get(&sim, &public, "/api/v1/metadata").json(), whole.json());
    let whole = whole.json();
    for (member, value) in [
        ("id", &device["id"]),
        ("hostname", &device["hostname"]),
        ("iqn", &device["iqn"]),
        ("plan", &json!("c1.small.x86")),
        ("class", &json!("c1.small.x86")),
        ("facility", &json!("ewr1")),
        ("metro", &json!("ny")),
        ("tags", &json!(["a"])),
        ("customdata", &json!({ "role": "x" })),
        ("reserved", &json!(false)),
        ("private_subnets", &json!(["10.0.0.0/8"])),
    ] {
        assert_eq!(&whole[member], value, "{member}");
    }
    for member in ["operating_system", "specs", "network"] {
        assert!(whole[member].is_object(), "{member}");
    }
    let addresses = whole["network"]["addresses"].as_array().unwrap();
    for (is_public, address) in [(true, &public), (false, &private)] {
        let is_meant =
            |one: &&Value| one["public"] == is_public && one["management"] == true && one["address_family"] == 4;
        let one = addresses.iter().find(is_meant).unwrap();
        assert_eq!(one["address"], *address);
        assert_eq!(one["cidr"], 31);
        assert!(one["parent_block"]["network"].is_string());
    }
    assert_eq!(whole["network"]["bonding"]["mode"], 4);
    assert_eq!(whole["network"]["interfaces"][0]["bond"], "bond0");
    let api = sim.get(&format!("/devices/{}/metadata", id(&device))).is(200);
    assert_eq!((&api["id"], &api["hostname"]), (&whole["id"], &whole["hostname"]));
}

#[test]
fn strangers_and_strange_paths_hear_nothing() {
    let sim = Simulator::start(&[]);
    let (_, public, _) = machine(&sim, &json!({}));
    let nothing = json!({ "message": "resource not found" });
    for path in ["/metadata", "/userdata", "/2009-04-04/meta-data/", "/2009-04-04/meta-data/instance-id"] {
        let reply = get(&sim, "127.0.0.1", path);
        assert_eq!((reply.status, reply.json()), (404, nothing.clone()), "{path}");
    }
    let reply = get(&sim, &public, "/userdata");
    assert_eq!(reply.status, 404, "this one has no user-data");
    let reply = get(&sim, &public, "/");
    assert_eq!((reply.status, reply.json()), (404, json!({ "message": "invalid request - route not found" })));
}

#[test]
fn what_a_machine_posts_becomes_the_projects_events() {
    let sim = Simulator::start(&[]);
    let (device, public, _) = machine(&sim, &json!({}));
    let whole = get(&sim, &public, "/metadata").json();
    let url = whole["user_state_url"].as_str().unwrap();
    for (state, code, message) in [("running", 1001, "kubeadm init"), ("failed", 1099, "no \"route\"\nto host")] {
        let body = json!({ "state": state, "code": code, "message": message }).to_string();
        let reply = ask(&public, "POST", url, &body);
        assert!(reply.status < 300, "{} {}", reply.status, reply.text());
    }
    let list = sim.get(&sim.in_project("/events?per_page=100")).is(200);
    let events = list["events"].as_array().unwrap();
    for (kind, text) in [("user.1001", "kubeadm init"), ("user.1099", "no \"route\"\nto host")] {
        let event = events.iter().find(|event| event["type"] == kind).unwrap_or_else(|| panic!("no {kind}: {list}"));
        assert!(event["body"].as_str().unwrap().contains(text), "{event}");
        assert!(event["relationships"].to_string().contains(&id(&device)), "{event}");
    }
    for wrong in ["", "{", "[]", "{\"code\": 7}", "{\"state\": \"running\", \"code\": \"x\"}"] {
        let reply = ask(&public, "POST", url, wrong);
        assert!((400..500).contains(&reply.status), "{wrong}: {}", reply.status);
    }
}

#[test]
fn a_machine_that_phones_home_is_active() {
    let sim = Simulator::start(&["--provisioning", "100000"]);
    let device = id(&sim.order(&json!({})));
    let mut address = None;
    for _ in 0..200 {
        sim.advance(500);
        let now = sim.device(&device);
        assert_ne!(now["state"], "active", "it has not called yet");
        let is_public = |one: &&Value| one["public"] == true && one["address_family"] == 4;
        address = now["ip_addresses"].as_array().unwrap().iter().find(is_public).map(|one| one["address"].clone());
        if address.is_some() {
            break;
        }
    }
    let address = address.expect("it gets its address before it is active");
    let address = address.as_str().unwrap();
    let whole = get(&sim, address, "/metadata").json();
    let url = whole["phone_home_url"].as_str().expect("metadata can be read before the call");
    let reply = ask(address, "POST", url, &json!({ "instance_id": device }).to_string());
    assert!(reply.status < 300, "{} {}", reply.status, reply.text());
    let now = sim.device(&device);
    assert_eq!((&now["state"], &now["provisioning_percentage"]), (&json!("active"), &json!(100.0)));
}

#[test]
fn an_installer_that_gives_up_fails_its_machine() {
    let sim = Simulator::start(&[]);
    let device = id(&sim.order(&json!({})));
    let mut address = None;
    for _ in 0..60 {
        sim.advance(5);
        let now = sim.device(&device);
        let is_public = |one: &&Value| one["public"] == true && one["address_family"] == 4;
        address = now["ip_addresses"].as_array().unwrap().iter().find(is_public).map(|one| one["address"].clone());
        if address.is_some() {
            break;
        }
    }
    let address = address.expect("it gets its address while it is provisioning");
    let address = address.as_str().unwrap();
    let url = get(&sim, address, "/metadata").json()["phone_home_url"].as_str().unwrap().to_owned();
    let reply = ask(address, "POST", &url, &json!({ "type": "failure", "reason": "the disk is gone" }).to_string());
    assert!(reply.status < 300, "{} {}", reply.status, reply.text());
    let events = sim.get(&sim.in_project("/events")).is(200).to_string();
    assert!(events.contains("the disk is gone"), "{events}");
    sim.advance(3600);
    sim.get(&format!("/devices/{device}")).refused(403, "You are not authorized to view this device");
    assert_eq!(get(&sim, address, "/metadata").status, 404, "a machine that is gone hears nothing");
}
