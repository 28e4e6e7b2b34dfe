//! Machines learn about themselves and tell, over real sockets from their own addresses.

use crate::sim::served::{Served, ask, connect, with_metadata_at, with_simulator};
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr};

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDtmDuGK3tzmR4o/7QENvMOitBvsO8uN4Z1WblfVWyAg me@here";
const STRANGER: &str = "127.9.9.9";

fn order() -> Value {
    json!({
        "plan": "c1.small.x86", "facility": "ewr1", "operating_system": "ubuntu_20_04", "hostname": "one",
        "tags": ["a", "b c"], "userdata": "#!/bin/sh\necho 1\n", "customdata": { "x": 1 },
        "ssh_keys": [{ "label": "me", "key": KEY }],
    })
}

/// A machine on its way, that has addresses already.
async fn provisioning(served: &Served, order: Value) -> (String, IpAddr) {
    let (id, address) = served.device(order, 40).await;
    (id, address.unwrap())
}

#[test]
fn a_machine_is_known_from_its_addresses_until_it_is_gone() {
    with_simulator(async |served| {
        let (id, none) = served.device(order(), 2).await;
        assert_eq!(none, None, "it has no addresses at first");
        served.advance(40).await;
        let device = served.api("GET", &format!("/devices/{id}"), "").await.json();
        assert_eq!(device["state"], "provisioning");
        let address: IpAddr = device["ip_addresses"][0]["address"].as_str().unwrap().parse().unwrap();

        let document = served.machine(address, "GET", "/metadata", "").await;
        assert_eq!((document.status, &document.json()["id"]), (200, &json!(id)));
        assert_eq!(served.machine(address, "GET", "/api/v1/metadata", "").await.body, document.body);
        let stranger = served.machine(STRANGER.parse().unwrap(), "GET", "/metadata", "").await;
        assert_eq!((stranger.status, stranger.body.as_str()), (404, r#"{"message":"resource not found"}"#));

        served.control("POST", &format!("/devices/{id}/remove"), "").await;
        assert_eq!(served.machine(address, "GET", "/metadata", "").await.status, 404);
    });
}

#[test]
fn a_machine_is_known_by_the_address_that_it_asks_at() {
    // What the first machine of every world is called.
    let first = Ipv4Addr::new(127, 64, 0, 3);
    with_metadata_at(first, async |served| {
        let (id, address) = provisioning(&served, order()).await;
        assert_eq!(address, first);
        let document = ask(connect(None, served.metadata).await, "GET", "/metadata", "", "").await;
        assert_eq!(document.json()["id"], json!(id));
        let (other, from) = provisioning(&served, order()).await;
        let document = served.machine(from, "GET", "/metadata", "").await;
        assert_eq!(document.json()["id"], json!(other), "where it asks from comes first");
    });
}

#[test]
fn the_document_tells_all_that_the_service_told() {
    with_simulator(async |served| {
        let (id, address) = provisioning(&served, order()).await;
        let document = served.machine(address, "GET", "/metadata", "").await.json();
        let members = [
            "api_url",
            "boot_drive_hint",
            "class",
            "customdata",
            "facility",
            "hostname",
            "id",
            "iqn",
            "metro",
            "network",
            "operating_system",
            "phone_home_url",
            "plan",
            "private_subnets",
            "reserved",
            "specs",
            "ssh_keys",
            "state",
            "storage",
            "storage_source",
            "switch_short_id",
            "tags",
            "user_state_url",
            "volumes",
        ];
        let mut own: Vec<&String> = document.as_object().unwrap().keys().collect();
        own.sort();
        assert_eq!(own, members);
        assert_eq!(document["ssh_keys"], json!([KEY]));
        assert_eq!((&document["plan"], &document["class"]), (&json!("c1.small.x86"), &json!("c1.small.x86")));
        assert_eq!((&document["facility"], &document["metro"]), (&json!("ewr1"), &json!("ny")));
        let service = document["api_url"].as_str().unwrap();
        assert_eq!(service, format!("http://{}", served.metadata));
        assert_eq!(document["phone_home_url"], format!("{service}/phone-home"));
        assert_eq!(document["user_state_url"], format!("{service}/events"));
        let network = &document["network"];
        assert_eq!(network["bonding"]["mac"], network["interfaces"][0]["mac"]);
        assert_eq!(network["interfaces"][1]["bond"], "bond0");
        let private = network["addresses"].as_array().unwrap().iter().find(|own| own["public"] == false).unwrap();
        assert_eq!((&private["cidr"], &private["parent_block"]["cidr"]), (&json!(31), &json!(25)));
        assert!(private["parent_block"]["href"].as_str().unwrap().starts_with("/ips/"));

        let by_api = served.api("GET", &format!("/devices/{id}/metadata"), "").await.json();
        assert_eq!(by_api["specs"], document["specs"]);
        assert!(by_api["network"]["addresses"][2]["parent_block"]["href"].as_str().unwrap().starts_with("/metal/v1/"));
    });
}

#[test]
fn ec2_items_are_listed_and_told_in_the_service_s_order() {
    with_simulator(async |served| {
        let (id, address) = provisioning(&served, order()).await;
        let get = async |item: &str| {
            let answer = served.machine(address, "GET", &format!("/2009-04-04/meta-data{item}"), "").await;
            (answer.status == 200).then_some(answer.body)
        };
        let items = "instance-id\nhostname\niqn\nplan\nfacility\ntags\noperating-system\npublic-keys\npublic-ipv4\n\
                     public-ipv6\nlocal-ipv4";
        assert_eq!(get("").await.as_deref(), Some(items));
        assert_eq!(get("/").await.as_deref(), Some(items));
        assert_eq!(get("/instance-id").await, Some(id));
        assert_eq!(get("/tags").await.as_deref(), Some("a\nb c"));
        assert_eq!(get("/public-keys").await.as_deref(), Some(KEY));
        assert_eq!(get("/public-ipv4/").await, Some(address.to_string()));
        let system = "slug\ndistro\nversion\nlicense-activation\nimage-tag";
        assert_eq!(get("/operating-system/").await.as_deref(), Some(system));
        assert_eq!(get("/operating-system/slug").await.as_deref(), Some("ubuntu_20_04"));
        assert_eq!(get("/operating-system/license-activation/state").await.as_deref(), Some("unlicensed"));
        for unknown in ["/spot", "/ami-id", "/hostname/x", "/operating-system/x", "/%ff", "//"] {
            let there = unknown == "//";
            assert_eq!(get(unknown).await.is_some(), there, "{unknown}");
        }
    });
}

#[test]
fn spot_machines_know_when_they_end() {
    with_simulator(async |served| {
        let mut order = order();
        order["spot_instance"] = json!(true);
        order["spot_price_max"] = json!(0.2);
        order["termination_time"] = json!("2100-01-01T00:00:00Z");
        let (_, address) = provisioning(&served, order).await;
        let items = served.machine(address, "GET", "/2009-04-04/meta-data/", "").await.body;
        assert!(items.contains("public-keys\nspot\npublic-ipv4"), "{items}");
        let end = served.machine(address, "GET", "/2009-04-04/meta-data/spot/termination-time", "").await.body;
        assert_eq!(end, "2100-01-01T00:00:00Z");
        let document = served.machine(address, "GET", "/metadata", "").await.json();
        assert_eq!(document["spot"]["termination_time"], end);
    });
}

#[test]
fn user_data_comes_as_it_is_or_not_at_all() {
    with_simulator(async |served| {
        let (id, address) = provisioning(&served, order()).await;
        for path in ["/userdata", "/api/v1/userdata", "/2009-04-04/user-data"] {
            let answer = served.machine(address, "GET", path, "").await;
            assert_eq!((answer.status, answer.body.as_str()), (200, "#!/bin/sh\necho 1\n"), "{path}");
            assert!(answer.head.contains("content-type: text/plain"), "{}", answer.head);
        }
        served.api("PUT", &format!("/devices/{id}"), r#"{"userdata": ""}"#).await;
        let none = served.machine(address, "GET", "/userdata", "").await;
        assert_eq!((none.status, none.body.as_str()), (404, r#"{"message":"resource not found"}"#));
    });
}

#[test]
fn what_is_no_path_of_the_service_is_404_and_so_are_newer_versions_of_ec2() {
    with_simulator(async |served| {
        let (_, address) = provisioning(&served, order()).await;
        for (method, path) in [
            ("GET", "/"),
            ("GET", "/latest/meta-data/"),
            ("GET", "/2021-03-23/meta-data/instance-id"),
            ("GET", "/2016-09-02/meta-data/"),
            ("PUT", "/latest/api/token"),
            ("DELETE", "/metadata"),
            ("GET", "/phone-home"),
            ("GET", "/2009-04-04/dynamic/instance-identity/document"),
        ] {
            let answer = served.machine(address, method, path, "").await;
            let told = (answer.status, answer.body.as_str());
            assert_eq!(told, (404, r#"{"message":"invalid request - route not found"}"#), "{method} {path}");
        }
    });
}

#[test]
fn a_machine_that_phones_home_is_active() {
    with_simulator(async |served| {
        let state = async |id: &str| served.api("GET", &format!("/devices/{id}"), "").await.json()["state"].clone();
        // As cloud-init does it, from the machine itself.
        let (id, address) = provisioning(&served, order()).await;
        let form = format!("instance_id={id}&hostname=one&pub_key_rsa=ssh-rsa+AAAA");
        assert_eq!(served.machine(address, "POST", "/phone-home", &form).await.status, 204);
        assert_eq!(state(&id).await, "active");
        // From anywhere else, naming the machine.
        let (other, _) = served.device(order(), 0).await;
        let stranger: IpAddr = STRANGER.parse().unwrap();
        assert_eq!(served.machine(stranger, "POST", "/phone-home", "").await.status, 404);
        assert_eq!(served.machine(stranger, "POST", "/phone-home", r#"{"instance_id": "x"}"#).await.status, 404);
        let body = json!({ "instance_id": other }).to_string();
        assert_eq!(served.machine(stranger, "POST", "/phone-home", &body).await.status, 204);
        assert_eq!(state(&other).await, "active");
    });
}

#[test]
fn the_installer_tells_how_far_it_is_and_that_it_gives_up() {
    with_simulator(async |served| {
        let (id, address) = provisioning(&served, order()).await;
        let device = async || served.api("GET", &format!("/devices/{id}"), "").await.json();
        let told = served.machine(address, "POST", "/phone-home", r#"{"type": "provisioning.109"}"#).await;
        assert_eq!(told.status, 204);
        assert_eq!(device().await["provisioning_percentage"], 90.91);
        let unknown = served.machine(address, "POST", "/phone-home", r#"{"type": "provisioning.9"}"#).await;
        assert_eq!((unknown.status, &unknown.json()["errors"][0]), (422, &json!("Type provisioning.9 is not known")));
        let failure = r#"{"type": "failure", "reason": "no disk"}"#;
        assert_eq!(served.machine(address, "POST", "/phone-home", failure).await.status, 204);
        assert_eq!(device().await["state"], "failed");
        let events = served.api("GET", &format!("/devices/{id}/events"), "").await.json();
        assert_eq!(events["events"][0]["body"], "no disk");
    });
}

#[test]
fn what_user_data_posts_becomes_an_event_of_the_project() {
    with_simulator(async |served| {
        let (id, address) = provisioning(&served, order()).await;
        let body = r#"{"state": "succeeded", "code": 1001, "message": "joined"}"#;
        assert_eq!(served.machine(address, "POST", "/events", body).await.status, 204);
        assert_eq!(served.machine(address, "POST", "/events", "state=running&code=1002&message=a+b").await.status, 204);
        let events = served.api("GET", &format!("/projects/{}/events", served.project), "").await.json();
        let (form, json) = (&events["events"][0], &events["events"][1]);
        assert_eq!(
            (&json["type"], &json["body"], &json["state"]),
            (&json!("user.1001"), &json!("joined"), &json!("succeeded"))
        );
        assert_eq!((&form["type"], &form["body"], &form["ip"]), (&json!("user.1002"), &json!("a b"), &json!(address)));
        assert_eq!(form["relationships"][0]["href"], format!("/metal/v1/devices/{id}"));

        for (body, told) in [
            (r#"{"state": "tired", "code": 1001}"#, "State must be running, succeeded or failed"),
            (r#"{"state": "failed", "code": 1100}"#, "Code must be from 1000 to 1099"),
            (r#"{"state": "failed"}"#, "Code can't be blank"),
            (r#"{"code": 1000}"#, "State can't be blank"),
            ("{", "The request's body could not be read as JSON"),
        ] {
            let answer = served.machine(address, "POST", "/events", body).await;
            assert_eq!((answer.status, answer.json()), (422, json!({ "errors": [told] })), "{body}");
        }
        assert_eq!(served.machine(STRANGER.parse().unwrap(), "POST", "/events", body).await.status, 404);
    });
}
