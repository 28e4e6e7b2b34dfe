//! The client against the simulator, with everything that passes between them held against the published document.

use super::recorder::Recorder;
use super::simulator::{PROVISIONING, Simulator};
use packetctl::clock::SystemClock;
use packetctl::packet::{
    BatchState, CapacityQuestion, Client, DeviceAction, DeviceChange, DeviceFilter, DeviceState, Error, Location,
    NewAddressReservation, NewBatch, NewDevice, NewSshKey, Options, Presence, Reinstall, Removal, ReservationType,
};
use packetctl::secret::Secret;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const SSH: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me@here";

/// A simulator, a recorder before it, and what a client needs.
struct Bed {
    sim: Simulator,
    recorder: Recorder,
}

impl Bed {
    fn new() -> Self {
        let sim = Simulator::start(&[]);
        let recorder = Recorder::before(sim.url());
        Self { sim, recorder }
    }

    fn options(&self) -> Options {
        let options = Options::new(self.recorder.url(), Secret::new(self.sim.key()));
        Options { timeout: Duration::from_secs(20), retry_for: Duration::from_secs(20), ..options }
    }

    fn client(&self) -> Client {
        Client::new(self.options(), Arc::new(SystemClock)).unwrap()
    }

    fn foreign(&self, count: u64) {
        let body =
            json!({ "plan": "c1.small.x86", "operating_system": "ubuntu_20_04", "facility": "ewr1", "count": count });
        self.sim.control("POST", &format!("projects/{}/devices", self.sim.project()), Some(&body));
    }

    fn fail(&self, faults: &Value) {
        let answer = self.sim.put_faults(&json!({ "faults": faults }).to_string());
        assert!(answer.reply.status < 300, "{answer}");
    }
}

fn machine(tag: &str) -> NewDevice {
    let place = Location::Facility(vec!["ewr1".into()]);
    NewDevice { tags: vec![tag.into()], ..NewDevice::new("c1.small.x86", "ubuntu_20_04", place) }
}

#[tokio::test]
async fn says_and_hears_only_what_is_published() {
    let bed = Bed::new();
    let (client, project) = (bed.client(), bed.sim.project());
    assert!(client.get_user().await.is_ok());
    assert_eq!(client.list_projects().await.unwrap().len(), 1);
    assert_eq!(client.get_project(project).await.unwrap().id, project);

    let key = NewSshKey { label: "mine".into(), key: SSH.into() };
    let key = client.create_project_key(project, &key).await.unwrap();
    assert_eq!(client.list_project_keys(project).await.unwrap().len(), 1);
    client.list_own_keys().await.unwrap();
    client.get_key(&key.id).await.unwrap();

    assert!(client.list_plans().await.unwrap().iter().any(|plan| plan.slug.as_deref() == Some("c1.small.x86")));
    assert!(!client.list_metros().await.unwrap().is_empty());
    assert!(!client.list_facilities().await.unwrap().is_empty());
    assert!(!client.list_operating_systems().await.unwrap().is_empty());
    client.get_metro_capacity().await.unwrap();
    client.get_facility_capacity().await.unwrap();
    let question = |place: &str| [CapacityQuestion { place: place.into(), plan: "c1.small.x86".into(), quantity: 2 }];
    assert!(client.check_metro_capacity(&question("ny")).await.unwrap()[0].available);
    assert!(client.check_facility_capacity(&question("ewr1")).await.unwrap()[0].available);

    client.validate_userdata(&Secret::new("#!/bin/sh\ntrue\n")).await.unwrap();
    let order = NewDevice {
        hostname: Some("one".into()),
        userdata: Some(Secret::new("#cloud-config\nruncmd: []\n")),
        project_ssh_keys: vec![key.id.clone()],
        customdata: Some(json!({ "role": "worker" })),
        description: Some("ours".into()),
        ..machine("cluster:a")
    };
    let device = client.create_device(project, &order).await.unwrap();
    assert_eq!(device.state, DeviceState::Queued);
    assert_eq!(device.public_address(), None);
    bed.sim.advance(PROVISIONING + 60);
    let device = client.get_device(&device.id).await.unwrap();
    assert_eq!(device.state, DeviceState::Active);
    assert!(device.public_address().is_some() && device.private_address().is_some());
    assert_eq!(client.list_devices(project, &DeviceFilter::tag("cluster:a")).await.unwrap().len(), 1);
    let everything = DeviceFilter {
        tag: Some("cluster:a".into()),
        hostname: Some("on".into()),
        facility: Some("ewr1".into()),
        metro: Some("ny".into()),
    };
    assert_eq!(client.list_devices(project, &everything).await.unwrap().len(), 1);
    let change = DeviceChange {
        hostname: Some("two".into()),
        tags: Some(vec!["cluster:b".into()]),
        userdata: Some(Secret::new("")),
        ..DeviceChange::default()
    };
    assert!(client.update_device(&device.id, &change).await.unwrap().has_tag("cluster:b"));
    assert_eq!(client.get_userdata(&device.id).await.unwrap().expose(), "");
    assert!(!client.list_device_events(&device.id).await.unwrap().is_empty());
    assert!(!client.list_project_events(project, None).await.unwrap().is_empty());

    let reservation = NewAddressReservation {
        facility: Some("ewr1".into()),
        tags: vec!["cluster:a".into()],
        ..NewAddressReservation::new(ReservationType::PublicIpv4)
    };
    let elastic = client.reserve_addresses(project, &reservation).await.unwrap();
    let address = elastic.address.clone().unwrap();
    let assignment = client.assign_address(&device.id, &address).await.unwrap();
    assert_eq!(client.list_device_addresses(&device.id).await.unwrap().len(), 4);
    assert_eq!(client.get_reservation(&elastic.id).await.unwrap().assignments.len(), 1);
    let listed = client.list_reservations(project, &[ReservationType::PublicIpv4]).await.unwrap();
    assert!(listed.iter().any(|one| one.id == elastic.id));
    assert_eq!(client.unassign_address(&assignment.id.unwrap()).await.unwrap(), Removal::Ordered);
    assert_eq!(client.delete_reservation(&elastic.id).await.unwrap(), Removal::Ordered);
    assert_eq!(client.delete_reservation(&elastic.id).await.unwrap(), Removal::AlreadyGone);

    for action in [DeviceAction::Reboot, DeviceAction::Reinstall(Reinstall::default())] {
        client.act_on_device(&device.id, &action).await.unwrap();
        bed.sim.advance(3600);
    }
    let reserved = json!({ "plan": "c1.small.x86", "facility": "ewr1", "quantity": 1 });
    bed.sim.control("POST", &format!("projects/{project}/hardware-reservations"), Some(&reserved));
    let reserved = client.list_hardware_reservations(project).await.unwrap().remove(0);
    assert_eq!(client.get_hardware_reservation(&reserved.id).await.unwrap().provisionable, reserved.provisionable);
    order_batch(&bed, &client).await;
    assert_eq!(client.delete_device(&device.id, true).await.unwrap(), Removal::Ordered);
    bed.sim.advance(3600);
    assert!(client.get_device(&device.id).await.unwrap_err().is_not_found());
    assert_eq!(client.delete_key(&key.id).await.unwrap(), Removal::Ordered);
    bed.recorder.assert_published();
    let called: BTreeSet<String> = client.calls().into_keys().map(ToOwned::to_owned).collect();
    assert_eq!(operations_of_the_client(), called, "each operation of the client is in this story");
}

/// Two machines by one call, and both gone again.
async fn order_batch(bed: &Bed, client: &Client) {
    let project = bed.sim.project();
    let device = NewDevice { hostname: Some("n-{{index}}".into()), ..machine("batch") };
    let batch = NewBatch { device, quantity: 2, hostnames: Vec::new() };
    let batch = client.create_batches(project, &[batch]).await.unwrap().remove(0);
    bed.sim.advance(PROVISIONING + 60);
    let now = client.get_batch(&batch.id).await.unwrap();
    assert_eq!((now.state, now.devices.len()), (Some(BatchState::Completed), 2));
    assert!(client.list_batches(project).await.unwrap().iter().any(|one| one.id == batch.id));
    assert_eq!(client.delete_batch(&batch.id, true).await.unwrap(), Removal::Ordered);
    bed.sim.advance(3600);
    assert!(client.list_devices(project, &DeviceFilter::tag("batch")).await.unwrap().is_empty());
}

/// The names of all operations that the client's source has a request for.
fn operations_of_the_client() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/packet");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let mut found = BTreeSet::new();
    for path in files {
        let text = std::fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        for rest in code.split("Request::").skip(1) {
            let is_made =
                ["get(\"", "post(\"", "put(\"", "patch(\"", "delete(\""].iter().any(|start| rest.starts_with(start));
            found.extend(rest.split('"').nth(1).filter(|_| is_made).map(ToOwned::to_owned));
        }
    }
    found
}

#[tokio::test]
async fn reads_all_pages() {
    let bed = Bed::new();
    bed.foreign(23);
    let client = Client::new(Options { page_size: 7, ..bed.options() }, Arc::new(SystemClock)).unwrap();
    let devices = client.list_devices(bed.sim.project(), &DeviceFilter::default()).await.unwrap();
    assert_eq!(devices.len(), 23);
    assert_eq!(bed.recorder.count("GET", "/devices"), 4);
    bed.recorder.assert_published();
}

#[tokio::test]
async fn looks_for_its_tag_after_a_reply_that_never_came() {
    let bed = Bed::new();
    let (client, project) = (bed.client(), bed.sim.project());
    bed.fail(&json!([
        { "operation": "createDevice", "when": "after", "drop": true },
        { "operation": "findProjectDevices", "status": 503 },
    ]));
    let error = client.create_device(project, &machine("unique")).await.unwrap_err();
    assert!(error.is_unclear(), "{error}");
    assert_eq!(bed.recorder.count("POST", "/devices"), 1, "an order is never sent again by itself");
    assert_eq!(client.list_devices(project, &DeviceFilter::tag("unique")).await.unwrap().len(), 1);
    bed.recorder.assert_published();
}

#[tokio::test]
async fn never_orders_twice_whatever_becomes_of_the_reply() {
    for (fault, machines) in [
        (json!({ "drop": true }), 0),
        (json!({ "when": "after", "drop": true }), 1),
        (json!({ "when": "after", "truncate": 100 }), 1),
        (json!({ "when": "after", "delay": 4 }), 1),
        (json!({ "status": 500 }), 0),
        (json!({ "when": "after", "status": 503, "body": "" }), 1),
        (json!({ "when": "after", "status": 502, "content_type": "text/html", "body": "<h1>Bad Gateway</h1>" }), 1),
        (json!({ "when": "after", "status": 200, "content_type": "text/html", "body": "<h1>Hello</h1>" }), 1),
    ] {
        let bed = Bed::new();
        let options = Options { timeout: Duration::from_secs(2), ..bed.options() };
        let client = Client::new(options, Arc::new(SystemClock)).unwrap();
        let mut fault = fault;
        fault["operation"] = json!("createDevice");
        bed.fail(&json!([fault]));
        let error = client.create_device(bed.sim.project(), &machine("unique")).await.unwrap_err();
        assert!(error.is_unclear(), "{fault}: {error}");
        assert!(!error.to_string().contains(bed.sim.key()), "{error}");
        assert_eq!(bed.recorder.count("POST", "/devices"), 1, "{fault}");
        let found = client.list_devices(bed.sim.project(), &DeviceFilter::tag("unique")).await.unwrap();
        assert_eq!(found.len(), machines, "{fault}");
        bed.recorder.assert_requests_published();
    }
}

#[tokio::test]
async fn asks_again_when_it_is_told_to_wait() {
    let bed = Bed::new();
    let client = bed.client();
    bed.fail(&json!([{ "operation": "createDevice", "status": 429, "headers": { "Retry-After": 1 } }]));
    client.create_device(bed.sim.project(), &machine("patient")).await.unwrap();
    assert_eq!(bed.recorder.count("POST", "/devices"), 2, "what was not looked at may be asked again");
    assert_eq!(bed.sim.ledger()["billed"].as_array().unwrap().len(), 1);
    bed.recorder.assert_published();
}

#[tokio::test]
async fn reads_and_deletes_outlast_a_bad_moment() {
    let bed = Bed::new();
    let (client, project) = (bed.client(), bed.sim.project());
    let device = bed.sim.active(&json!({}));
    bed.fail(&json!([
        { "operation": "findDeviceById", "status": 503, "content_type": "text/html", "body": "<h1>Busy</h1>" },
        { "operation": "findProjectDevices", "truncate": 50 },
        { "operation": "deleteDevice", "when": "after", "drop": true },
    ]));
    assert_eq!(client.get_device(&device).await.unwrap().id, device);
    assert_eq!(client.list_devices(project, &DeviceFilter::default()).await.unwrap().len(), 1);
    client.delete_device(&device, false).await.unwrap();
    bed.sim.advance(3600);
    assert!(client.get_device(&device).await.unwrap_err().is_not_found());
    bed.recorder.assert_requests_published();
}

#[tokio::test]
async fn tells_a_vanished_machine_from_a_refusal() {
    let bed = Bed::new();
    let (client, project) = (bed.client(), bed.sim.project());
    let device = bed.sim.active(&json!({}));
    bed.sim.control("POST", &format!("devices/{device}/vanish"), Some(&json!({})));
    assert!(matches!(client.device_presence(project, &device).await.unwrap(), Presence::Gone));
    bed.recorder.assert_published();

    let stranger = Client::new(Options { key: Secret::new("wrong"), ..bed.options() }, Arc::new(SystemClock)).unwrap();
    let error = stranger.device_presence(project, &device).await.unwrap_err();
    assert!(matches!(error, Error::Refused { status: 401, .. }), "{error}");
}

#[tokio::test]
async fn hears_why_an_order_is_refused() {
    let bed = Bed::new();
    let (client, project) = (bed.client(), bed.sim.project());
    let place = Location::Facility(vec!["zz9".into()]);
    let wrong = NewDevice { hostname: Some("under_score".into()), ..NewDevice::new("c9", "dos", place) };
    let error = client.create_device(project, &wrong).await.unwrap_err();
    assert!(error.to_string().contains("zz9 is not a valid facility"), "{error}");

    let none = json!({ "facility": "ewr1", "plan": "c1.small.x86", "level": "unavailable" });
    bed.sim.control("PUT", "capacity", Some(&none));
    let error = client.create_device(project, &machine("x")).await.unwrap_err();
    assert!(matches!(error, Error::NoCapacity { .. }), "{error:?}");
    let device = bed.sim.try_order(&json!({ "facility": "sjc1" })).is(201);
    bed.sim.advance(60);
    let error = client.delete_device(device["id"].as_str().unwrap(), false).await.unwrap_err();
    assert!(matches!(error, Error::NotYet { .. }), "{error:?}");
    let many = NewAddressReservation {
        quantity: 16,
        metro: Some("ny".into()),
        ..NewAddressReservation::new(ReservationType::PublicIpv4)
    };
    client.reserve_addresses(project, &many).await.unwrap();
    let error = client.reserve_addresses(project, &many).await.unwrap_err();
    assert!(matches!(error, Error::Quota { .. }), "{error:?}");
    bed.recorder.assert_published();
}
