//! `validate --online`: right files that cannot come true at Packet.

use super::simulator::Simulator;
use super::world::{World, assert_golden};
use serde_json::json;

const SSH: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me@here";

/// A world that knows the simulator, with the four files generated for it.
fn generated(sim: &Simulator, flags: &[&str]) -> World {
    let mut world = World::empty().with("CLUSTER_NAME", "demo");
    for (name, value) in sim.exports() {
        world = world.with(name, value);
    }
    let arguments: Vec<&str> = ["generate", "-q"].into_iter().chain(flags.iter().copied()).collect();
    let _ = world.run(&arguments).success();
    world
}

/// A simulator whose project has a key, so that nothing is warned of.
fn simulator() -> Simulator {
    let sim = Simulator::start(&[]);
    sim.post(&sim.in_project("/ssh-keys"), &json!({ "label": "mine", "key": SSH })).is(201);
    sim
}

/// Runs it and keeps what was said, where the simulator's address and project are told by their names.
fn assert_said(sim: &Simulator, world: &World, code: i32, golden: &str) {
    let output = world.run(&["validate", "--online"]);
    assert_eq!(output.code, code, "{output}");
    let words = output.to_string().replace(sim.server(), "$SERVER").replace(sim.project(), "$PROJECT");
    assert_golden(&format!("online/{golden}"), &words);
}

#[test]
fn what_packet_can_make_is_right_and_has_a_price() {
    let sim = simulator();
    let world = generated(&sim, &[]);
    let output = world.run(&["validate", "--online"]).success();
    assert_eq!(output.stdout, world.run(&["validate"]).success().stdout);
    assert_eq!(output.stderr, "Packet has all of it now: 3 machines, for $1.20 an hour\n");
    let _ = generated(&sim, &["--metro", "da"]).run(&["validate", "--online"]).success();
    let output = world.run(&["validate", "--online", "-v"]).success();
    assert!(output.stderr.contains("asked the Packet API 6 times\n"), "{output}");
    assert_eq!(sim.ledger()["billed"], json!([]), "nothing is ordered by asking");
}

#[test]
fn machines_that_nobody_could_log_in_to_are_a_warning() {
    let sim = Simulator::start(&[]);
    let world = generated(&sim, &[]);
    assert_said(&sim, &world, 0, "no-ssh-key");
    world.write("key.pub", SSH);
    let _ = world.run(&["generate", "-qf", "--ssh-key", "key.pub"]).success();
    let output = world.run(&["validate", "--online"]).success();
    assert!(!output.stderr.contains("warning"), "{output}");
}

#[test]
fn refused_credentials() {
    let sim = simulator();
    let world = generated(&sim, &[]).with("PACKET_API_KEY", "not-the-key");
    assert_said(&sim, &world, 2, "credentials");
}

#[test]
fn no_credentials_are_told_with_what_else_is_wrong() {
    let sim = simulator();
    let world = generated(&sim, &[]).with("PACKET_API_KEY", "");
    let machines = world.read("out/packet/machines.yaml");
    world.write("out/packet/machines.yaml", machines.replace("replicas: 2", "replicas: two"));
    assert_said(&sim, &world, 2, "no-credentials");
}

#[test]
fn a_project_that_is_not_there() {
    let sim = simulator();
    let world = generated(&sim, &["--project-id", "93125c2a-8b78-4d4f-a3c4-7367d6b7cca8"]);
    assert_said(&sim, &world, 2, "project");
}

#[test]
fn a_plan_a_system_and_a_location_that_are_not_there() {
    let sim = simulator();
    let world =
        generated(&sim, &["--worker-node-type", "c1.smal.x86", "--node-os", "ubuntu_2004", "--facility", "ewr2"]);
    assert_said(&sim, &world, 2, "catalogue");
    let world = generated(&sim, &["--metro", "dal"]);
    assert_said(&sim, &world, 2, "metro");
}

#[test]
fn a_plan_a_system_and_a_location_that_do_not_go_together() {
    let sim = simulator();
    let world = generated(&sim, &["--metro", "da", "--worker-node-type", "c1.small.x86"]);
    assert_said(&sim, &world, 2, "plan-and-metro");
    let world = generated(&sim, &["--node-os", "ubuntu_24_04"]);
    assert_said(&sim, &world, 2, "plan-and-system");
}

#[test]
fn too_few_machines_now_is_no_bad_input() {
    let sim = simulator();
    let world = generated(&sim, &["--worker-node-type", "c1.xlarge.x86", "--worker-machine-count", "9"]);
    assert_said(&sim, &world, 1, "capacity");
    let world = generated(&sim, &["--worker-node-type", "c1.xlarge.x86", "--worker-machine-count", "3"]);
    assert_eq!(world.run(&["validate", "--online"]).code, 0);
}

#[test]
fn a_service_that_does_not_answer_is_no_bad_input() {
    let sim = simulator();
    let world = generated(&sim, &[]);
    let refusal = json!({ "operation": "findPlans", "status": 403 });
    let _ = sim.put_faults(&json!({ "faults": [refusal] }).to_string());
    let output = world.run(&["validate", "--online"]);
    assert_eq!((output.code, output.stdout.as_str()), (1, ""), "{output}");
    assert!(output.stderr.starts_with("error: findPlans (GET /plans, request "), "{output}");
    assert!(output.stderr.contains("): refused with 403: ") && output.stderr.contains("\n  hint: "), "{output}");
}
