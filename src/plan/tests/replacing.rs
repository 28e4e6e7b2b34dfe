//! Machines that fail, vanish or are not what is wanted.

use super::scene::{Scene, group};
use crate::cluster::{Location, Naming, Role};
use crate::plan::{Api, DeviceState, Gravity, MachineDevice, Report};
use crate::values::Facility;

#[test]
fn a_worker_that_vanished_is_replaced_under_a_fresh_name_and_its_node_goes() {
    let mut scene = Scene::converged(2);
    scene.machine("w-0").device = MachineDevice::Gone;
    scene.node("w-0").is_ready = false;
    let steps = scene.steps();
    assert_eq!(steps[0], "+ create w-2 (c3.small.x86, ubuntu_22_04 in da) in place of w-0");
    let place = |told: &str| steps.iter().position(|step| step == told).unwrap_or_else(|| panic!("{told}: {steps:?}"));
    assert!(place("- delete node w-0") < place("= forget w-0, once its node is deleted"));
}

#[test]
fn a_worker_that_fails_says_why_in_the_words_of_the_machine() {
    let mut scene = Scene::converged(1);
    scene.unborn("w-0", 20);
    let failure = Some("packages: no route to host".to_owned());
    scene.machine("w-0").report = Some(Report { at: scene.observed.at, phase: "failed".into(), failure });
    let told = "- delete w-0 (device id-w-0): it did not become a Ready node within 20 min: packages: no route to host";
    assert!(scene.steps().contains(&told.to_owned()), "{:?}", scene.steps());
    assert_eq!(scene.plan().creates().next().map(|new| (new.name.as_str(), new.earlier_tries)), Some(("w-1", 1)));
}

#[test]
fn patience_has_its_exact_end() {
    for (state, minutes, is_deleted) in [
        (DeviceState::Provisioning, 29, false),
        (DeviceState::Provisioning, 30, true),
        (DeviceState::Active, 19, false),
        (DeviceState::Active, 20, true),
        (DeviceState::Inactive, 600, false),
        (DeviceState::Failed, 0, true),
    ] {
        let mut scene = Scene::converged(1);
        scene.unborn("w-0", minutes);
        scene.device("w-0").state = state;
        assert_eq!(scene.plan().deletes().count() == 1, is_deleted, "{state:?} for {minutes} min");
    }
}

#[test]
fn a_worker_cannot_be_late_before_there_is_something_to_join() {
    let mut scene = Scene::converged(1);
    scene.unborn("w-0", 25);
    scene.observed.answering_since = Some(scene.ago(19));
    assert_eq!(scene.plan().deletes().count(), 0);
    scene.observed.api = Api::Silent("timeout".into());
    assert_eq!(scene.plan().deletes().count(), 0);
}

#[test]
fn a_place_that_was_tried_too_often_stays_empty_and_the_rest_goes_on() {
    let mut scene = Scene::converged(2);
    scene.unborn("w-0", 1);
    let machine = scene.machine("w-0");
    machine.earlier_tries = 2;
    machine.given_up = Some("installing it failed".into());
    machine.device = MachineDevice::Gone;
    let plan = scene.plan();
    assert!(plan.is_empty(), "{plan}");
    assert_eq!(plan.gravity(), Some(Gravity::Failed));
    assert!(plan.findings[0].what.contains("3 machines were tried") && plan.findings[0].what.contains("installing"));
    scene.cluster.workers[0].replicas = 3;
    assert_eq!(scene.plan().creates().count(), 1, "another place is filled all the same");
}

#[test]
fn an_order_that_was_not_taken_is_given_again_under_the_same_name() {
    let mut scene = Scene::converged(1);
    scene.unborn("w-0", 0);
    scene.machine("w-0").device = MachineDevice::Ordered;
    assert!(scene.steps().contains(&"… wait for w-0, which was ordered".to_owned()));
    assert_eq!(scene.plan().creates().count(), 0);
    scene.machine("w-0").ordered_at = scene.ago(1);
    let steps = scene.steps();
    assert!(steps.contains(&"= forget w-0".to_owned()), "{steps:?}");
    let told = "+ create w-0 (c3.small.x86, ubuntu_22_04 in da), once its first order is forgotten";
    assert_eq!(steps[0], told);
}

#[test]
fn a_machine_of_its_own_name_waits_until_the_old_one_is_gone_with_its_node() {
    let mut scene = Scene::converged(0);
    scene.cluster.workers.push(group("pet", Role::Worker, Naming::Own, 1));
    scene.add("pet", "pet", Role::Worker);
    scene.device("pet").state = DeviceState::Failed;
    let create = |scene: &Scene| scene.steps().into_iter().find(|step| step.starts_with("+ create pet"));
    let ends = |scene: &Scene, told: &str| create(scene).is_some_and(|step| step.ends_with(told));
    assert!(ends(&scene, "once the old one of this name is gone"), "{:?}", create(&scene));
    scene.machine("pet").device = MachineDevice::Gone;
    assert!(ends(&scene, "once the node of the old one is deleted"), "{:?}", create(&scene));
    scene.remove_node("pet");
    assert!(ends(&scene, "anew"), "{:?}", create(&scene));
}

#[test]
fn drift_is_told_with_both_values_and_left() {
    let other = |text: &str| Some(text.to_owned());
    for (told, spoil) in [
        ("its plan is c1.small.x86, the files want c3.small.x86", 0),
        ("its operating system is debian_12, the files want ubuntu_22_04", 1),
        ("it stands in ny, the files want da", 2),
        ("its billing cycle is monthly, the files want hourly", 3),
        ("its kubelet is 1.33.0, the files want 1.34.4, and `up` does not upgrade machines in place", 4),
    ] {
        let mut scene = Scene::converged(1);
        let device = scene.device("w-0");
        match spoil {
            0 => device.plan = other("c1.small.x86"),
            1 => device.operating_system = other("debian_12"),
            2 => device.metro = other("ny"),
            3 => device.billing_cycle = other("monthly"),
            _ => scene.node("w-0").version = "v1.33.0".into(),
        }
        assert_eq!(scene.plan().deletes().count(), 0);
        assert_eq!(scene.findings(), [format!("open: w-0: {told}")]);
        let hint = scene.plan().findings[0].hint.clone().expect("there is one");
        assert!(hint.contains("`packetctl up --replace w-0`"), "{hint}");
    }
}

#[test]
fn any_facility_of_a_list_will_do() {
    for (codes, is_drift) in [(vec!["ewr1", "da11"], false), (vec!["ewr1", "any"], false), (vec!["ewr1"], true)] {
        let mut scene = Scene::converged(1);
        let facilities = codes.iter().map(|code| Facility::parse(code).expect(code)).collect();
        scene.cluster.workers[0].shape.location = Location::Facilities(facilities);
        assert_eq!(!scene.findings().is_empty(), is_drift, "{codes:?}");
    }
}

#[test]
fn drift_is_replaced_on_demand_when_the_new_one_is_ready() {
    let mut scene = Scene::converged(2).allow("w-0");
    scene.device("w-0").plan = Some("c1.small.x86".into());
    let steps = scene.steps();
    assert!(steps.contains(&"+ create w-2 (c3.small.x86, ubuntu_22_04 in da) in place of w-0".to_owned()), "{steps:?}");
    assert!(steps.contains(&"~ drain node w-0, once its replacement is Ready".to_owned()), "{steps:?}");
    scene.add("w-2", "w", Role::Worker);
    scene.machine("w-2").replaces = Some("w-0".into());
    let steps = scene.steps();
    assert_eq!(steps[0], "~ drain node w-0");
    scene.machine("w-0").is_drained = true;
    assert_eq!(scene.steps()[0], "- delete w-0 (device id-w-0): it is replaced");
}

#[test]
fn the_old_one_stays_when_no_replacement_succeeds() {
    let mut scene = Scene::converged(1).allow("w-0");
    scene.device("w-0").plan = Some("c1.small.x86".into());
    scene.add("w-1", "w", Role::Worker);
    scene.unborn("w-1", 1);
    let machine = scene.machine("w-1");
    machine.replaces = Some("w-0".into());
    machine.earlier_tries = 2;
    machine.given_up = Some("installing it failed".into());
    machine.device = MachineDevice::Gone;
    let plan = scene.plan();
    assert!(plan.is_empty(), "{plan}");
    assert_eq!(plan.gravity(), Some(Gravity::Failed));
}

#[test]
fn the_tries_of_one_place_are_not_counted_for_another() {
    let mut scene = Scene::converged(2);
    scene.unborn("w-0", 5);
    scene.unborn("w-1", 4);
    scene.machine("w-0").given_up = Some("installing it failed".into());
    scene.device("w-0").state = DeviceState::Deprovisioning;
    scene.machine("w-1").replaces = Some("w-0".into());
    scene.machine("w-1").earlier_tries = 1;
    let plan = scene.plan();
    let new = plan.creates().next().expect("the second place is empty");
    assert_eq!((new.name.as_str(), new.earlier_tries, new.replaces.as_deref()), ("w-2", 0, None), "{plan}");
}

#[test]
fn the_node_of_a_successor_of_the_same_name_is_not_taken_for_the_old_ones() {
    let mut scene = Scene::converged(0);
    scene.cluster.workers.push(group("pet", Role::Worker, Naming::Own, 1));
    scene.add("pet", "pet", Role::Worker);
    scene.node("pet").provider_id = None;
    let mut old = scene.machine("pet").clone();
    old.order = "an-older-order".into();
    old.device = MachineDevice::Gone;
    scene.observed.machines.insert(0, old);
    let steps = scene.steps();
    assert_eq!(steps, ["~ set up node pet", "= forget pet"]);
}
