//! The control plane: lost, replaced, slow.

use super::scene::Scene;
use crate::plan::{Api, DeviceState, Gravity, MachineDevice, Token};

/// A control plane that never answered, some minutes old.
fn unanswered(minutes: i64) -> Scene {
    let mut scene = Scene::converged(0);
    scene.unborn("cp", minutes);
    scene.observed.has_answered = false;
    scene.observed.api = Api::Silent("connection refused".into());
    scene.observed.answering_since = None;
    scene.observed.applied_addons = None;
    scene.observed.token = Token::Unknown;
    scene.machine("cp").is_scrubbed = false;
    scene
}

#[test]
fn one_that_answered_and_is_lost_is_not_replaced_unasked() {
    for lost in ["gone", "forgotten", "failed", "deleted by somebody"] {
        let mut scene = Scene::converged(2);
        match lost {
            "gone" => scene.machine("cp").device = MachineDevice::Gone,
            "forgotten" => scene.observed.machines.retain(|machine| machine.name != "cp"),
            "failed" => scene.device("cp").state = DeviceState::Failed,
            _ => scene.device("cp").state = DeviceState::Deprovisioning,
        }
        scene.observed.api = Api::Silent("timeout".into());
        let plan = scene.plan();
        assert!(plan.is_empty(), "{lost}: {plan}");
        let finding = plan.fatal().next().expect(lost);
        assert!(finding.what.contains("the cluster's data"), "{lost}: {finding}");
        assert!(finding.hint.as_ref().is_some_and(|hint| hint.contains("packetctl up --replace cp")), "{finding:?}");
    }
}

#[test]
fn one_that_is_lost_is_replaced_on_demand() {
    let mut scene = Scene::converged(1).allow("cp");
    scene.machine("cp").device = MachineDevice::Gone;
    scene.observed.api = Api::Silent("timeout".into());
    let steps = scene.steps();
    assert_eq!(steps[0], "+ create cp (c3.small.x86, ubuntu_22_04 in da) anew");
    assert!(steps.contains(&"= forget cp, once its successor is ordered".to_owned()), "{steps:?}");
}

#[test]
fn one_that_fails_before_it_answers_is_replaced_once_it_is_gone() {
    let mut scene = unanswered(5);
    scene.device("cp").state = DeviceState::Failed;
    let steps = scene.steps();
    assert!(steps[0].starts_with("+ create cp") && steps[0].ends_with("anew, once the old one of this name is gone"));
    assert!(steps.contains(&"- delete cp (device id-cp): installing it failed".to_owned()), "{steps:?}");
    scene.machine("cp").device = MachineDevice::Gone;
    let plan = scene.plan();
    let new = plan.creates().next().expect("it is ordered anew");
    assert_eq!((new.earlier_tries, new.replaces.as_deref()), (1, Some("cp")));
    assert!(plan.now().any(|step| step.to_string().starts_with("create cp")), "{plan}");
}

#[test]
fn one_whose_api_never_answers_is_replaced_when_patience_ends() {
    assert!(!unanswered(19).steps().iter().any(|step| step.starts_with("- delete")));
    let steps = unanswered(20).steps();
    let told = "- delete cp (device id-cp): its API server did not answer within 20 min";
    assert!(steps.contains(&told.to_owned()), "{steps:?}");
}

#[test]
fn one_that_was_tried_too_often_ends_the_run_and_orders_nothing_more() {
    let mut scene = unanswered(1);
    scene.cluster.workers[0].replicas = 2;
    scene.machine("cp").earlier_tries = 2;
    scene.machine("cp").given_up = Some("installing it failed".into());
    scene.machine("cp").device = MachineDevice::Gone;
    let plan = scene.plan();
    assert!(plan.is_empty(), "{plan}");
    assert_eq!(plan.gravity(), Some(Gravity::Failed));
    assert!(plan.to_string().contains("3 machines were tried"), "{plan}");
}

#[test]
fn one_that_answered_is_never_deleted_for_being_slow() {
    let mut scene = unanswered(600);
    scene.observed.has_answered = true;
    for state in [DeviceState::Active, DeviceState::Provisioning] {
        scene.device("cp").state = state;
        assert_eq!(scene.plan().deletes().count(), 0, "{state:?}");
    }
}

#[test]
fn another_name_in_the_files_does_not_delete_the_data() {
    let mut scene = Scene::converged(1);
    scene.cluster.control_plane.name = "other".into();
    let plan = scene.plan();
    assert!(plan.is_empty() && plan.fatal().any(|finding| finding.about == "cp"), "{plan}");
    let plan = scene.allow("cp").plan();
    assert_eq!(plan.deletes().collect::<Vec<_>>(), ["cp"]);
    assert!(plan.creates().any(|new| new.name == "other"), "{plan}");
}

#[test]
fn keys_go_out_of_sight_as_soon_as_it_answers() {
    let mut scene = Scene::converged(0);
    scene.machine("cp").is_scrubbed = false;
    assert_eq!(scene.steps(), ["~ take the private keys out of cp's user-data"]);
}

#[test]
fn two_devices_of_one_name_stop_everything() {
    let mut scene = Scene::converged(2);
    scene.machine("w-1").name = "w-0".into();
    let plan = scene.plan();
    assert!(plan.is_empty());
    assert_eq!(scene.findings(), ["error: w-0: 2 devices have this name: id-w-0 and id-w-1"]);
}
