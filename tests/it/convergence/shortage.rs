//! There is too little of something at Packet: said before anything is ordered where it can be known, and else exactly.

use super::bed::Bed;
use serde_json::{Value, json};

fn kinds(bed: &Bed) -> Vec<Value> {
    bed.made().into_iter().filter(|thing| thing["billed"] == true).map(|thing| thing["kind"].clone()).collect()
}

#[test]
fn too_few_machines_are_told_before_anything_is_ordered() {
    let bed = Bed::new(2);
    let scarce = |level: &str| json!({ "plan": "c1.small.x86", "facility": "ewr1", "level": level });
    let _ = bed.sim.control("PUT", "capacity", Some(&scarce("unavailable")));
    for command in [["up", "-y"].as_slice(), &["plan"]] {
        let short = bed.run(command);
        assert_eq!(short.code, 1, "{short}");
        for words in ["c1.small.x86", "ewr1", "nothing was ordered"] {
            assert!(short.stderr.contains(words), "{words}: {short}");
        }
    }
    assert!(bed.made().is_empty(), "{:?}", bed.made());
    let _ = bed.sim.control("PUT", "capacity", Some(&scarce("normal")));
    let _ = bed.up(&[]);
}

#[test]
fn machines_that_run_out_meanwhile_are_told_exactly() {
    let bed = Bed::new(2);
    let text = "faults:\n- operation: createDevice\n  call: [2, 3, 4, 5, 6, 7, 8, 9]\n  status: 422\n  \
                body: '{\"errors\": [\"The facility ewr1 has no provisionable c1.small.x86 servers matching your criteria\"]}'\n";
    let _ = bed.sim.put_faults(text).is(200);
    let short = bed.run(&["up", "-y"]);
    assert_eq!(short.code, 1, "{short}");
    assert!(short.stderr.contains("no provisionable c1.small.x86 servers"), "{short}");
    assert!(short.stderr.contains("2 things were ordered in this run"), "{short}");
    assert!(short.stderr.contains("packetctl down --cluster demo"), "{short}");
    let mut there = kinds(&bed);
    there.sort_by_key(ToString::to_string);
    assert_eq!(there.len(), 2, "{there:?}");
    assert_eq!(bed.remembered()["machines"].as_object().unwrap().len(), 1, "{short}");

    let _ = bed.sim.control("DELETE", "faults", None);
    let made = bed.up(&[]);
    assert!(made.stderr.contains("3/3 nodes Ready"), "{made}");
    assert_eq!(kinds(&bed).len(), 4);
    bed.assert_foreign_untouched();
}

#[test]
fn a_project_that_may_have_no_address_is_told_so() {
    let bed = Bed::with(1, &["--address-quota", "0"]);
    let short = bed.run(&["up", "-y"]);
    assert_eq!(short.code, 1, "{short}");
    assert!(short.stderr.contains("insufficient public IPv4 space"), "{short}");
    assert!(short.stderr.contains("nothing was ordered in this run; nothing of demo is there"), "{short}");
    assert!(short.stderr.contains("--endpoint device"), "the hint has a way out: {short}");
    assert!(bed.made().is_empty(), "{:?}", bed.made());

    let made = bed.up(&["--endpoint", "device"]);
    assert!(made.stderr.contains("demo is up: 2/2 nodes Ready"), "{made}");
    assert_eq!(kinds(&bed), ["device", "device"]);
}

#[test]
fn an_address_that_a_person_denied_is_told_so() {
    let bed = Bed::with(0, &[]);
    let denied = json!({ "id": "0a1b2c3d-0000-4000-8000-000000000001", "type": "public_ipv4", "state": "denied",
        "tags": [], "href": "/metal/v1/ips/0a1b2c3d-0000-4000-8000-000000000001" });
    let text = format!(
        "faults:\n- operation: requestIPReservation\n  status: 201\n  \
         content_type: application/json\n  body: '{denied}'\n"
    );
    let _ = bed.sim.put_faults(&text).is(200);
    let short = bed.run(&["up", "-y"]);
    assert_eq!(short.code, 1, "{short}");
    assert!(short.stderr.contains("denied") && short.stderr.contains("--endpoint device"), "{short}");
    assert!(bed.made().is_empty());
    let _ = bed.up(&[]);
}

#[test]
fn a_machine_quota_is_told_in_packets_words() {
    let bed = Bed::new(1);
    let text = "faults:\n- operation: createDevice\n  call: every\n  status: 422\n  \
                body: '{\"errors\": [\"You have reached the quota of devices for this project\"]}'\n";
    let _ = bed.sim.put_faults(text).is(200);
    let short = bed.run(&["up", "-y"]);
    assert_eq!(short.code, 1, "{short}");
    assert!(short.stderr.contains("You have reached the quota of devices"), "{short}");
    assert!(short.stderr.contains("1 thing was ordered in this run"), "{short}");
    assert_eq!(kinds(&bed).len(), 1, "the address alone");
    assert!(bed.remembered().get("machines").is_none_or(|machines| *machines == json!({})));

    let _ = bed.sim.control("DELETE", "faults", None);
    let made = bed.up(&[]);
    assert!(made.stderr.contains("2/2 nodes Ready"), "{made}");
    assert_eq!(kinds(&bed).len(), 3);
}
