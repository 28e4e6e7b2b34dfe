//! API keys that are revoked in the middle, or change.

use super::bed::Bed;
use crate::simulator::{Simulator, id};
use serde_json::{Value, json};

/// The simulator answers everything with this from now on.
fn refuse_all(sim: &Simulator, status: u16) {
    let text = format!("faults:\n- operation: '*'\n  call: every\n  status: {status}\n");
    let _ = sim.put_faults(&text).is(200);
}

fn trust_again(sim: &Simulator) {
    let _ = sim.control("DELETE", "faults", None);
}

/// A key of the user's own: its id and itself.
fn new_key(sim: &Simulator) -> (String, String) {
    let key = sim.post(&sim.in_project("/api-keys"), &json!({ "description": "mine", "read_only": false })).is(201);
    (id(&key), key["token"].as_str().expect("it is shown").to_owned())
}

fn machines(bed: &Bed) -> Vec<(String, Value)> {
    let remembered = bed.remembered();
    let machines = remembered["machines"].as_object().expect("there are some");
    machines.iter().map(|(order, machine)| (order.clone(), machine["device"].clone())).collect()
}

#[test]
fn a_key_revoked_in_the_middle_makes_nothing_forgotten_or_replaced() {
    for status in [401, 403] {
        let bed = Bed::still(2);
        let run = bed.spawn(&["up", "-y"]);
        bed.await_that("all machines ordered and remembered", |bed| {
            bed.devices().len() == 3 && bed.state().exists() && machines(bed).iter().all(|(_, id)| id.is_string())
        });
        let (before, billed) = (machines(&bed), bed.billed());
        refuse_all(&bed.sim, status);
        let ended = bed.pass(run);
        assert_eq!(ended.code, 1, "{ended}");
        assert!(ended.stderr.contains("demo-control-plane-0") && ended.stderr.contains("packetctl up"), "{ended}");
        assert_eq!(machines(&bed), before, "{ended}");
        assert_eq!(bed.billed(), billed);

        // Neither another `up` nor `down` takes a refusal for an answer.
        let again = bed.run(&["up", "-y"]);
        assert!([1, 2].contains(&again.code), "{again}");
        let kept = bed.run(&["down", "-y"]);
        assert!([1, 2, 4].contains(&kept.code), "{kept}");
        assert!(!kept.stdout.contains("nothing is left") && !kept.stdout.contains("gone"), "{kept}");
        assert_eq!(machines(&bed), before, "{kept}");
        assert_eq!(bed.billed(), billed);

        trust_again(&bed.sim);
        let (_, other) = new_key(&bed.sim);
        let mut command = bed.user.command(&["up", "-y"]);
        command.env("PACKET_API_KEY", other).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let made = bed.pass(command.spawn().expect("it can be started")).success();
        assert!(made.stderr.contains("demo is up: 3/3 nodes Ready"), "{made}");
        assert_eq!(bed.billed(), billed, "the very machines that were ordered first");
        bed.assert_foreign_untouched();
    }
}

#[test]
fn a_key_revoked_while_all_goes_leaves_no_false_receipt() {
    let bed = Bed::new(1);
    let _ = bed.up(&[]);
    let billed = bed.billed();
    // Deletes are refused, and from then on everything else.
    let text = "faults:\n- operation: deleteDevice\n  call: every\n  status: 403\n\
                - operation: findProjectDevices\n  call: [3, 4, 5, 6, 7, 8, 9]\n  status: 403\n\
                - operation: findDeviceById\n  call: every\n  status: 403\n";
    let _ = bed.sim.put_faults(text).is(200);
    let kept = bed.run(&["down", "-y"]);
    assert_eq!(kept.code, 4, "{kept}");
    assert!(kept.stdout.contains("demo is not gone") && kept.stdout.contains("still there"), "{kept}");
    assert!(bed.state().exists());
    assert_eq!(bed.billed(), billed);
    trust_again(&bed.sim);
    let gone = bed.run(&["down", "-y"]).success();
    assert!(gone.stdout.contains("nothing is left"), "{gone}");
    assert!(bed.billed().is_empty());
    bed.assert_foreign_untouched();
}

#[test]
fn the_cluster_is_given_a_key_that_changed() {
    let bed = Bed::new(0);
    let _ = bed.up(&[]);
    let billed = bed.billed();
    let (_, other) = new_key(&bed.sim);
    let variables = [("PACKET_API_KEY", other.as_str())];
    let made = bed.run_with(&variables, &["up", "-y"]).success();
    assert!(made.stderr.contains("apply the addons") && made.stderr.contains("addons applied"), "{made}");
    assert!(!made.stderr.contains(&other), "the key is not to be seen");
    let again = bed.run_with(&variables, &["plan", "--exit-code"]).success();
    assert!(again.stdout.contains("Nothing to do"), "{again}");
    let secret = super::kubectl::get(&bed, "/api/v1/namespaces/kube-system/secrets/packet-cloud-config");
    assert!(decoded(&secret["data"]["cloud-sa.json"]).contains(&other), "{secret}");
    assert_eq!(bed.billed(), billed);
}

/// A value of a Secret.
fn decoded(value: &Value) -> String {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD.decode(value.as_str().expect("it is text")).unwrap();
    String::from_utf8(bytes).expect("it is text")
}
