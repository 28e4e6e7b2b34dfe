use super::*;
use crate::cluster::{Location, Role, Shape};
use crate::plan::{Finding, Gravity, NewMachine, NodeSetUp, Planned, Reason, Step, When};
use crate::values::{BillingCycle, KubernetesVersion, Metro, Slug};

fn shape() -> Shape {
    Shape {
        plan: Slug::parse("plan", "c3.small.x86", "").expect("a plan"),
        operating_system: Slug::parse("system", "ubuntu_22_04", "").expect("a system"),
        location: Location::Metro(Metro::parse("da").expect("a metro")),
        billing_cycle: BillingCycle::parse("hourly").expect("a cycle"),
        version: KubernetesVersion::parse("1.34.2").expect("a version"),
        ssh_keys: Vec::new(),
        tags: Vec::new(),
        labels: BTreeMap::new(),
        annotations: BTreeMap::new(),
        taints: Vec::new(),
    }
}

fn create(name: &str, group: &str, replaces: Option<&str>) -> Step {
    Step::CreateMachine(Box::new(NewMachine {
        name: name.to_owned(),
        group: group.to_owned(),
        role: Role::Worker,
        shape: shape(),
        earlier_tries: 0,
        replaces: replaces.map(str::to_owned),
    }))
}

fn set_up(node: &str) -> Step {
    Step::SetUpNode(Box::new(NodeSetUp {
        node: node.to_owned(),
        provider_id: None,
        labels: BTreeMap::new(),
        annotations: BTreeMap::new(),
        addresses: None,
        initializes: true,
    }))
}

fn later(step: Step, once: &str) -> Planned {
    Planned { step, when: When::Later(once.to_owned()) }
}

fn now(step: Step) -> Planned {
    Planned { step, when: When::Now }
}

/// A new cluster of one control plane and `workers` workers.
fn from_nothing(workers: usize) -> Plan {
    let names: Vec<String> = (0..workers).map(|number| format!("demo-worker-{number}")).collect();
    let mut steps = vec![now(Step::ReserveEndpoint), now(create("demo-cp-0", "demo-cp", None))];
    steps.extend(names.iter().map(|name| now(create(name, "demo-worker", None))));
    steps.push(now(Step::AwaitApi));
    steps.push(later(Step::ApplyAddons { count: 7 }, "the API server answers"));
    steps.extend(names.iter().map(|name| later(set_up(name), "its node appears")));
    steps.extend(names.iter().map(|name| later(Step::AwaitNode { machine: name.clone() }, "it has joined")));
    Plan { steps, findings: Vec::new() }
}

fn prices() -> Prices {
    let machines = [("demo-cp", 0.5), ("demo-worker", 0.5)];
    Prices { machines: machines.map(|(name, hour)| (name.to_owned(), hour)).into(), address: Some(0.005) }
}

fn told(plan: &Plan, prices: &Prices) -> String {
    PlanText { plan, calls: Some(60), prices, minutes: Some(8) }.text(Paint::PLAIN)
}

#[test]
fn fifty_equal_machines_are_one_line() {
    let expected = "\
Now:
  + reserve an elastic address for the API server
  + create demo-cp-0 (c3.small.x86, ubuntu_22_04 in da)
  + create demo-worker-0 … demo-worker-49 (50 × c3.small.x86, ubuntu_22_04 in da)
Then:
  ~ apply the addons (7 objects), once the API server answers
  ~ set up nodes demo-worker-0 … demo-worker-49, once each one's node appears
  … wait for the API server and 50 nodes to be Ready

Plan: 52 to add, 51 to change, 0 to delete
      51 new machines, 1 new elastic address, about 60 calls to Packet's API, about 8 minutes
      $25.50 per hour, $18618.65 per month
";
    assert_eq!(told(&from_nothing(50), &prices()), expected);
}

#[test]
fn few_machines_are_named_one_by_one() {
    let text = told(&from_nothing(2), &prices());
    assert!(text.contains("  + create demo-worker-0, demo-worker-1 (c3.small.x86, ubuntu_22_04 in da)\n"), "{text}");
}

#[test]
fn a_replacement_says_what_it_replaces_and_deletions_name_their_devices() {
    let delete = |name: &str, device: &str| Step::DeleteDevice {
        machine: name.to_owned(),
        device: device.to_owned(),
        reason: Reason::Extra,
    };
    let gone = |name: &str| Step::AwaitGone { machine: name.to_owned(), device: String::new() };
    let steps = vec![
        now(create("demo-worker-3", "demo-worker", Some("demo-worker-1"))),
        now(delete("demo-worker-4", "d4")),
        now(delete("demo-worker-5", "d5")),
        later(gone("demo-worker-4"), "it is deleted"),
        later(gone("demo-worker-5"), "it is deleted"),
    ];
    let text = told(&Plan { steps, findings: Vec::new() }, &Prices::default());
    let expected = "\
Now:
  + create demo-worker-3 (c3.small.x86, ubuntu_22_04 in da) in place of demo-worker-1
  - delete demo-worker-4 (device d4): the files want fewer machines
  - delete demo-worker-5 (device d5): the files want fewer machines
  … wait for 2 devices to be gone

Plan: 1 to add, 0 to change, 2 to delete
      1 new machine, about 60 calls to Packet's API, about 8 minutes
";
    assert_eq!(text, expected);
}

#[test]
fn a_price_that_the_list_does_not_tell_is_not_hidden() {
    let known = Prices { address: None, ..prices() };
    let text = told(&from_nothing(1), &known);
    assert!(text.contains("$1.00 per hour, $730.00 per month and what the price list does not tell\n"), "{text}");
}

#[test]
fn findings_come_with_their_hints_even_where_nothing_is_to_be_done() {
    let finding = Finding {
        gravity: Gravity::Open,
        about: "demo-worker-7".to_owned(),
        what: "is not in the files".to_owned(),
        hint: Some("packetctl up --delete-extra".to_owned()),
    };
    let text = told(&Plan { steps: Vec::new(), findings: vec![finding] }, &Prices::default());
    assert_eq!(text, "open: demo-worker-7: is not in the files\n  hint: packetctl up --delete-extra\n");
    assert!(told(&Plan::default(), &Prices::default()).starts_with("Nothing to do"));
}

#[test]
fn programs_read_each_step_with_names_that_stay() {
    let plan = from_nothing(1);
    let shown = PlanText { plan: &plan, calls: None, prices: &prices(), minutes: None };
    let document = serde_json::to_value(shown.document()).expect("a document");
    let expected = serde_json::json!({
        "kind": "change",
        "action": "set-up-node",
        "target": "demo-worker-0",
        "detail": "set up node demo-worker-0",
        "after": "its node appears",
    });
    assert_eq!(document["steps"][5], expected);
    assert_eq!(document["steps"][0]["after"], serde_json::Value::Null);
    assert_eq!(document["totals"], serde_json::json!({"add": 3, "change": 2, "delete": 0}));
    assert_eq!(document["price"], serde_json::json!({"hour": 1.005, "month": 733.65, "isWhole": true}));
    assert_eq!(document["calls"], serde_json::Value::Null);
}
