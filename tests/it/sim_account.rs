//! Who may do what at the simulator: keys, projects, SSH keys.

use super::simulator::{Simulator, id};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const NOBODY: &str = "5e9a1c8a-6f0b-4a55-9d3c-0d1f2a3b4c5d";
const SSH: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me@here";
const OTHER_SSH: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7ALcbtyAdXgm9EFbMEA9Lh3qmpfr8RBjxiiPUCcPzS";

#[test]
fn a_bad_key_is_told_so_everywhere() {
    let sim = Simulator::start(&[]);
    let device = id(&sim.order(&json!({})));
    let paths = [
        "/user".to_owned(),
        "/projects".to_owned(),
        sim.in_project("/devices"),
        format!("/devices/{device}"),
        "/plans".to_owned(),
        "/facilities".to_owned(),
        "/capacity".to_owned(),
        format!("/devices/{NOBODY}"),
    ];
    for path in paths {
        for key in [None, Some(""), Some("nonsense"), Some("\u{e9}\u{e9}")] {
            let mut request = sim.request("GET", &format!("/metal/v1{path}"), None);
            request.headers.0.clear();
            request.headers.0.extend(key.map(|key| ("X-Auth-Token".to_owned(), key.to_owned())));
            sim.send(request).refused(401, "Invalid authentication token");
        }
    }
    let mut request = sim.request("DELETE", &format!("/metal/v1/devices/{device}"), None);
    request.headers.0[0].1.push('x');
    sim.send(request).refused(401, "Invalid authentication token");
    assert_eq!(sim.device(&device)["state"], "queued");
    let mut request = sim.request("GET", "/metal/v1/user", None);
    request.headers.0.push(("X-Consumer-Token".to_owned(), "anything".to_owned()));
    let _ = sim.send(request).is(200);
}

#[test]
fn what_is_not_there_is_not_found() {
    let sim = Simulator::start(&[]);
    for path in ["/devices", "/ips", "/projects", "/ssh-keys", "/events", "/batches", "/hardware-reservations"] {
        for name in [NOBODY, "not-an-id", "%00", "%ff%fe", "..%2f..", "a%20b"] {
            let answer = sim.get(&format!("{path}/{name}"));
            assert!([403, 404].contains(&answer.reply.status), "{answer}");
        }
        sim.get(&format!("{path}/{NOBODY}")).refused(404, "Not found");
    }
    let body = json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1" });
    sim.post(&format!("/projects/{NOBODY}/devices"), &body).refused(404, "Not found");
    sim.get(&format!("/projects/{NOBODY}/devices")).refused(404, "Not found");
    sim.post(&format!("/projects/{NOBODY}/ips"), &json!({ "type": "public_ipv4", "quantity": 1, "metro": "ny" }))
        .refused(404, "Not found");
    sim.put(&format!("/devices/{NOBODY}"), &json!({ "tags": [] })).refused(404, "Not found");
    sim.delete(&format!("/devices/{NOBODY}")).refused(404, "Not found");
    sim.post(&format!("/devices/{NOBODY}/actions"), &json!({ "type": "reboot" })).refused(404, "Not found");
}

#[test]
fn every_reply_has_an_id_of_its_own() {
    let sim = Simulator::start(&[]);
    let ids: BTreeSet<String> =
        (0..5).map(|_| sim.get("/user").reply.headers.get("x-request-id").unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 5);
}

#[test]
fn the_user_has_a_project() {
    let sim = Simulator::start(&[]);
    let user = sim.get("/user").is(200);
    for member in ["id", "short_id", "email", "full_name", "default_organization_id", "default_project_id"] {
        assert!(user[member].is_string(), "{member}: {user}");
    }
    let list = sim.get("/projects").is(200);
    let project = &list["projects"][0];
    assert_eq!(project["id"], sim.project());
    // metal-cli cuts the organization's id out of it.
    let organization = project["organization"]["href"].as_str().unwrap();
    assert!(organization.contains("/organizations/"), "{organization}");
    assert_eq!(sim.get(&sim.in_project("")).is(200)["name"], project["name"]);
    for path in ["/user/api-keys".to_owned(), sim.in_project("/api-keys")] {
        let keys = sim.get(&path).is(200);
        assert!(keys["api_keys"].is_array());
        assert!(!keys.to_string().contains(sim.key()) || path == "/user/api-keys", "{path}");
    }
}

#[test]
fn projects_are_apart() {
    let sim = Simulator::start(&[]);
    let other = sim.post("/projects", &json!({ "name": "another" })).is(201);
    assert_eq!(other["name"], "another");
    assert_eq!(sim.get("/projects").is(200)["meta"]["total"], 2);
    assert_eq!(sim.get("/projects?name=another").is(200)["meta"]["total"], 1);
    sim.order(&json!({}));
    let theirs = sim.get(&format!("/projects/{}/devices", id(&other))).is(200);
    assert_eq!(theirs["meta"]["total"], 0);
    for wrong in [json!({}), json!({ "name": "" }), json!({ "name": "n".repeat(81) })] {
        sim.post("/projects", &wrong).refused(422, "");
    }
}

#[test]
fn ssh_keys_come_and_go() {
    let sim = Simulator::start(&[]);
    for path in [sim.in_project("/ssh-keys"), "/ssh-keys".to_owned()] {
        let key = sim.post(&path, &json!({ "label": "mine", "key": SSH })).is(201);
        assert_eq!((&key["label"], &key["key"]), (&json!("mine"), &json!(SSH)));
        assert!(key["fingerprint"].is_string());
        sim.post(&path, &json!({ "label": "again", "key": SSH })).refused(422, "");
        let list = sim.get(&path).is(200);
        let labels: Vec<&Value> = list["ssh_keys"].as_array().unwrap().iter().map(|key| &key["label"]).collect();
        assert!(labels.contains(&&json!("mine")) && !labels.contains(&&json!("again")), "{labels:?}");
        let own = format!("/ssh-keys/{}", id(&key));
        assert_eq!(sim.get(&own).is(200)["id"], key["id"]);
        let _ = sim.delete(&own).is(204);
        sim.get(&own).refused(404, "Not found");
        let _ = sim.post(&path, &json!({ "label": "again", "key": SSH })).is(201);
    }
    for wrong in [
        json!({ "label": "x" }),
        json!({ "label": "x", "key": "" }),
        json!({ "label": "x", "key": "ssh-rsa nonsense" }),
        json!({ "key": OTHER_SSH }),
        json!({}),
    ] {
        sim.post(&sim.in_project("/ssh-keys"), &wrong).refused(422, "");
    }
}

#[test]
fn a_machine_gets_all_keys_unless_some_are_named() {
    let sim = Simulator::start(&[]);
    let one = sim.post(&sim.in_project("/ssh-keys"), &json!({ "label": "one", "key": SSH })).is(201);
    let two = sim.post(&sim.in_project("/ssh-keys"), &json!({ "label": "two", "key": OTHER_SSH })).is(201);
    let keys = |members: Value| {
        let device = sim.order(&members);
        let links = device["ssh_keys"].as_array().unwrap().iter();
        links.map(|link| link["href"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    let all = keys(json!({}));
    assert!(all.contains(&id(&one)) && all.contains(&id(&two)), "{all:?}");
    assert_eq!(keys(json!({ "project_ssh_keys": [id(&two)] })), BTreeSet::from([id(&two)]));
    assert_eq!(keys(json!({ "no_ssh_keys": true })), BTreeSet::new());
    sim.try_order(&json!({ "project_ssh_keys": [NOBODY] })).refused(422, "");
}

#[test]
fn a_projects_key_sees_its_project_only() {
    let sim = Simulator::start(&[]);
    let other = sim.post("/projects", &json!({ "name": "another" })).is(201);
    let made = sim.post(&sim.in_project("/api-keys"), &json!({ "description": "ci", "read_only": false })).is(201);
    let token = made["token"].as_str().unwrap();
    let ask = |method: &str, path: &str, body: Option<&Value>| {
        let mut request = sim.request(method, &format!("/metal/v1{path}"), body);
        request.headers.0[0].1 = token.to_owned();
        sim.send(request)
    };
    let list = ask("GET", "/projects", None).is(200);
    assert_eq!((&list["meta"]["total"], &list["projects"][0]["id"]), (&json!(1), &json!(sim.project())));
    assert_eq!(ask("GET", &sim.in_project("/devices"), None).is(200)["devices"], json!([]));
    for path in ["/user".to_owned(), format!("/projects/{}/devices", id(&other)), format!("/projects/{}", id(&other))] {
        let answer = ask("GET", &path, None);
        assert!([401, 403, 404].contains(&answer.reply.status), "{answer}");
    }
    let answer = ask("POST", "/projects", Some(&json!({ "name": "mine" })));
    assert!([401, 403, 404, 422].contains(&answer.reply.status), "{answer}");
    let body = json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1" });
    let answer = ask("POST", &format!("/projects/{}/devices", id(&other)), Some(&body));
    answer.refused(404, "Not found");
    let _ = ask("POST", &sim.in_project("/devices"), Some(&body)).is(201);

    let made = sim.post(&sim.in_project("/api-keys"), &json!({ "description": "look", "read_only": true })).is(201);
    let mut request = sim.request("POST", &format!("/metal/v1{}", sim.in_project("/devices")), Some(&body));
    request.headers.0[0].1 = made["token"].as_str().unwrap().to_owned();
    sim.send(request).refused(403, "");
}
