//! Everything that a client can get wrong at the simulator: told in the service's words, and never a 500.

use super::simulator::{Answer, Simulator};
use super::wire::Headers;
use serde_json::{Value, json};

fn assert_refused(answer: &Answer) {
    assert!((400..500).contains(&answer.reply.status), "{answer}");
    assert!(!answer.errors().is_empty(), "{answer}");
}

fn of_type(sim: &Simulator, path: &str, kind: Option<&str>, body: &[u8]) -> Answer {
    let mut request = sim.request("POST", &format!("/metal/v1{path}"), None);
    request.headers.0.extend(kind.map(|kind| ("Content-Type".to_owned(), kind.to_owned())));
    request.body = body.to_vec();
    sim.send(request)
}

#[test]
fn all_that_is_wrong_with_an_order_is_told_at_once() {
    let sim = Simulator::start(&[]);
    let answer = sim.try_order(&json!({
        "plan": "c9.huge", "operating_system": "dos_6", "facility": "zz9", "hostname": "under_score"
    }));
    assert!(answer.errors().len() >= 4, "{answer}");
    let all = answer.errors().join("\n");
    assert!(all.contains("zz9 is not a valid facility"), "{all}");
    let _ = answer.is(422);
    let answer = sim.post(&sim.in_project("/devices"), &json!({}));
    assert!(answer.errors().len() >= 2, "{answer}");
    let _ = answer.is(422);
    sim.try_order(&json!({ "facility": null })).refused(422, "");
    assert_eq!(sim.ledger()["created"].as_array().unwrap().iter().filter(|one| one["kind"] == "device").count(), 0);
}

#[test]
fn wrong_members_of_an_order_are_refused() {
    let sim = Simulator::start(&[]);
    for wrong in [
        json!({ "hostname": "under_score" }),
        json!({ "hostname": "-dash" }),
        json!({ "hostname": "a..b" }),
        json!({ "hostname": "ü" }),
        json!({ "hostname": "h".repeat(64) }),
        json!({ "billing_cycle": "weekly" }),
        json!({ "tags": [1, 2] }),
        json!({ "tags": { "a": "b" } }),
        json!({ "plan": 7 }),
        json!({ "plan": null }),
        json!({ "facility": [] }),
        json!({ "facility": 7 }),
        json!({ "facility": null, "metro": "zz" }),
        json!({ "facility": null, "metro": ["ny"] }),
        json!({ "userdata": "hello" }),
        json!({ "userdata": 7 }),
        json!({ "facility": "ewr1", "metro": "da" }),
        json!({ "termination_time": "tomorrow" }),
        json!({ "termination_time": "2020-01-01T00:00:00Z" }),
        json!({ "ip_addresses": [{ "address_family": 4, "public": true }] }),
        json!({ "ip_addresses": [{ "address_family": 5, "public": false }] }),
        json!({ "ip_addresses": "all" }),
        json!({ "ip_addresses": [{ "address_family": 4, "public": false, "cidr": 27 }] }),
        json!({ "ip_addresses": [{ "address_family": 4, "public": false, "cidr": "wide" }] }),
        json!({ "ip_addresses": [{ "address_family": 4, "public": false }, { "address_family": 4, "cidr": 29 }] }),
        json!({ "ip_addresses": [{ "address_family": 4, "public": false }, { "address_family": 6, "cidr": 64 }] }),
        json!({ "ipxe_script_url": "http://boot.example/", "operating_system": "ubuntu_20_04", "always_pxe": "yes" }),
    ] {
        let answer = sim.try_order(&wrong);
        assert!([404, 422].contains(&answer.reply.status), "{answer}");
        assert_refused(&answer);
    }
    let answer = sim.try_order(&json!({ "hardware_reservation_id": "mine" }));
    assert!([404, 422, 503].contains(&answer.reply.status), "{answer}");
    for odd in [
        json!({ "customdata": {}, "userdata": "", "tags": [] }),
        json!({ "project_id": sim.project() }),
        json!({ "ipxe_script_url": "" }),
        json!({ "spot_instance": false, "spot_price_max": 0 }),
        json!({ "customdata": "{\"a\":1}" }),
        json!({ "hostname": "a.b-c.example" }),
        json!({ "ip_addresses": [
            { "address_family": 4, "public": false, "cidr": 28 },
            { "address_family": 4, "public": true, "cidr": 30 },
            { "address_family": 6, "public": true, "cidr": 127 },
        ] }),
    ] {
        sim.order(&odd);
    }
}

#[test]
fn long_tags_are_taken_or_refused_but_never_break_it() {
    let sim = Simulator::start(&[]);
    for tags in
        [json!("one"), json!(["t".repeat(100_000)]), json!(vec!["t"; 10_000]), json!([""]), json!(["a,b", "ü\u{0}"])]
    {
        let body =
            json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1", "tags": tags });
        let answer = sim.probe("POST", &sim.in_project("/devices"), Some(&body));
        assert!([201, 422].contains(&answer.reply.status), "{answer}");
    }
}

#[test]
fn user_data_is_looked_at() {
    let sim = Simulator::start(&[]);
    let validate = |text: &str| {
        let query: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        sim.send(sim.request("POST", &format!("/metal/v1/userdata/validate?userdata={query}"), None))
    };
    for good in [
        "",
        "  \n",
        "#cloud-config\na: 1\n",
        "#!/bin/sh\ntrue\n",
        "#include\nhttp://a.example/\n",
        "#cloud-boothook\nx\n",
        "#part-handler\nx\n",
        "#upstart-job\nx\n",
        "## template: jinja\n#cloud-config\na: 1\n",
        "{\"ignition\": {}}",
    ] {
        assert_eq!(validate(good).reply.status, 204, "{good:?}");
        sim.order(&json!({ "userdata": good }));
    }
    for (bad, text) in [
        ("hello", "Unrecognized userdata format"),
        ("IyEvYmluL3NoCg==", "Unrecognized userdata format"),
        ("#cloud-config\na: [1\n", "Contains invalid YAML at line"),
        ("#cloud-config a: 1", ""),
    ] {
        validate(bad).refused(422, text);
        sim.try_order(&json!({ "userdata": bad })).refused(422, text);
    }
}

#[test]
fn a_body_of_ten_megabytes_is_too_large() {
    let sim = Simulator::start(&[]);
    let text = format!("#!/bin/sh\n{}\n", "x".repeat(10_000_000));
    let answer = sim.try_order(&json!({ "userdata": text }));
    assert!([413, 422].contains(&answer.reply.status), "{}", answer.reply.status);
    assert_refused(&answer);
    let text = format!("#!/bin/sh\n{}\n", "x".repeat(60_000));
    let device = sim.order(&json!({ "userdata": text }));
    assert_eq!(device["userdata"], text, "user-data with certificates in it is no problem");
}

#[test]
fn a_body_that_is_no_object_is_refused() {
    let sim = Simulator::start(&[]);
    let path = sim.in_project("/devices");
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    for body in [b"".as_slice(), b"{", b"null", b"7", b"\"text\"", b"[]", b"{\"plan\": \xff}", b"<xml/>", &deep] {
        assert_refused(&of_type(&sim, &path, Some("application/json"), body));
    }
    for kind in
        [None, Some("text/plain"), Some("multipart/form-data; boundary=x"), Some("nonsense"), Some("application/xml")]
    {
        assert_refused(&of_type(&sim, &path, kind, b"plan=c1.small.x86"));
    }
    assert_eq!(sim.ledger()["billed"], json!([]));
}

#[test]
fn a_form_is_taken_as_the_old_api_took_it() {
    let sim = Simulator::start(&[]);
    let mut request = sim.request("POST", &sim.in_project("/devices"), None);
    request.headers.0.push(("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
    request.body = b"plan=baremetal_1&operating_system=ubuntu_20_04&facility=ewr1&hostname=form".to_vec();
    let device = sim.send(request).is(201);
    assert_eq!(device["hostname"], "form");
}

#[test]
fn the_old_names_paths_and_links_have_no_prefix() {
    let sim = Simulator::start(&[]);
    let device = sim.order(&json!({}));
    let path = format!("/devices/{}", device["id"].as_str().unwrap());
    let mut request = sim.request("GET", &path, None);
    request.headers.0.push(("Accept".to_owned(), "application/json; version=1".to_owned()));
    let old = sim.send(request).is(200);
    assert_eq!(old["href"], path);
    assert_eq!(old["project"]["href"], sim.in_project(""));
}

#[test]
fn unknown_paths_and_methods_are_not_found() {
    let sim = Simulator::start(&[]);
    for path in
        ["/", "/machines", "/devices", "/devices/", "/projects//devices", "/user/x/y", "/%2e%2e/etc", "/volumes"]
    {
        assert_refused(&sim.get(path));
    }
    for (method, path) in [
        ("POST", "/user"),
        ("DELETE", "/plans"),
        ("PUT", "/projects"),
        ("PATCH", "/locations/metros"),
        ("DELETE", "/capacity"),
        ("TRACE", "/user"),
        ("BREW", "/user"),
    ] {
        let answer = sim.send(sim.request(method, &format!("/metal/v1{path}"), None));
        assert!([404, 405].contains(&answer.reply.status), "{answer}");
        assert_refused(&answer);
    }
    for target in ["/", "/metal", "/metal/v2/user"] {
        let answer = sim.send(sim.request("GET", target, None));
        assert!(answer.reply.status < 500, "{answer}");
    }
}

#[test]
fn wrong_query_values_do_not_break_it() {
    let sim = Simulator::start(&[]);
    sim.order(&json!({}));
    for query in [
        "reserved=perhaps",
        "tag=",
        "tag=%ff",
        "search=%00",
        "include=",
        "include=,,.",
        "exclude=a.b.c.d.e",
        "x=y",
        "categories=big",
        "&&&",
        "include=project&include=plan",
    ] {
        let answer = sim.probe("GET", &sim.in_project(&format!("/devices?{query}")), None);
        assert!([200, 422].contains(&answer.reply.status), "{answer}");
    }
    let long = "a".repeat(20_000);
    let answer = sim.get(&sim.in_project(&format!("/devices?search={long}")));
    assert!(answer.reply.status < 500, "{answer}");
}

#[test]
fn odd_headers_do_not_break_it() {
    let sim = Simulator::start(&[]);
    for (name, value) in [
        ("Accept", "text/html"),
        ("Accept", "*/*"),
        ("Accept", ""),
        ("X-Forwarded-For", "1.2.3.4"),
        ("If-None-Match", "*"),
    ] {
        let mut request = sim.request("GET", "/metal/v1/user", None);
        request.headers.0.push((name.to_owned(), value.to_owned()));
        let _ = sim.send(request).is(200);
    }
    let mut request = sim.request("GET", "/metal/v1/user", None);
    request.headers = Headers(vec![("x-auth-token".to_owned(), sim.key().to_owned())]);
    let user: Value = sim.send(request).is(200);
    assert!(user["id"].is_string());
}
