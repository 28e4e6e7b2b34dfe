//! What once went wrong: machines that vanish between two calls, addresses ordered twice, a control plane made anew.

use super::bed::Bed;
use serde_json::json;

#[test]
fn a_control_plane_that_is_lost_is_made_anew_when_the_user_says_so() {
    let bed = Bed::new(1);
    let _ = bed.up(&[]);
    bed.strike("demo-control-plane-0", "vanish");
    let refused = bed.run(&["up", "-y"]);
    assert!(refused.code == 1 && refused.stderr.contains("--replace demo-control-plane-0"), "{}", refused.stderr);
    let made = bed.up(&["--replace", "demo-control-plane-0"]);
    assert!(made.stderr.contains("demo is up: 2/2 nodes Ready"), "{}", made.stderr);
    bed.assert_foreign_untouched();
}

#[test]
fn a_machine_that_vanishes_when_it_is_deleted_keeps_nothing_from_going() {
    let bed = Bed::new(2);
    let _ = bed.up(&[]);
    let faults =
        "faults:\n  - operation: deleteDevice\n    call: [1, 2, 3]\n    status: 429\n    headers: {Retry-After: 3}\n";
    let _ = bed.sim.put_faults(faults);
    let down = bed.spawn(&["down", "-y"]);
    // Long enough for the first look, shorter than the deletes have to wait.
    std::thread::sleep(std::time::Duration::from_millis(1200));
    bed.strike("demo-worker-0", "vanish");
    let gone = down.wait_with_output().unwrap();
    let (told, receipt) = (String::from_utf8(gone.stderr).unwrap(), String::from_utf8(gone.stdout).unwrap());
    assert!(gone.status.success() && receipt.contains("demo is gone; nothing is left"), "{told}{receipt}");
}

#[test]
fn an_address_that_was_ordered_twice_is_told_and_given_back() {
    let bed = Bed::new(0);
    let _ = bed.up(&[]);
    let reservations = || {
        let answer = bed.sim.get(&bed.sim.in_project("/ips?types=public_ipv4&per_page=1000"));
        let all = answer.body["ip_addresses"].as_array().expect("there is a list").clone();
        let ours = |one: &serde_json::Value| {
            one["tags"].as_array().is_some_and(|tags| tags.iter().any(|tag| tag == "packetctl:cluster=demo"))
        };
        all.into_iter().filter(ours).collect::<Vec<_>>()
    };
    let tags = reservations()[0]["tags"].clone();
    let body = json!({"type": "public_ipv4", "quantity": 1, "facility": "ewr1", "tags": tags});
    let again =
        bed.sim.post(&bed.sim.in_project("/ips"), &body).body["address"].as_str().expect("it has one").to_owned();
    let told = bed.up(&[]);
    assert!(
        told.stderr.contains(&format!("the elastic address {again} is reserved for this cluster, too")),
        "{}",
        told.stderr
    );
    assert_eq!(reservations().len(), 2);
    let gone = bed.run(&["down", "-y"]).success();
    assert!(gone.stdout.contains(&again), "{}", gone.stdout);
    assert!(reservations().is_empty());
}

#[test]
fn a_second_machine_of_one_order_is_told_and_deleted() {
    let bed = Bed::new(1);
    let _ = bed.up(&[]);
    let tags = bed.device("demo-worker-0")["tags"].clone();
    let body = json!({"hostname": "demo-worker-0", "plan": "c1.small.x86", "facility": ["ewr1"],
        "operating_system": "ubuntu_20_04", "tags": tags});
    let twin = bed.sim.post(&bed.sim.in_project("/devices"), &body).body["id"].as_str().expect("it has one").to_owned();
    let refused = bed.run(&["up", "-y"]);
    assert!(refused.code == 1 && refused.stderr.contains(&twin), "{}", refused.stderr);
    let _ = bed.run(&["down", "-y"]).success();
    assert!(bed.devices().is_empty(), "{:?}", bed.hostnames());
    bed.assert_foreign_untouched();
}
