//! Nothing is to be left.

use super::scene::Scene;
use crate::plan::{DeviceState, Endpoint, MachineDevice, Plan};

fn steps(scene: &Scene) -> Vec<String> {
    Plan::remove(&scene.observed, &scene.limits).steps.iter().map(ToString::to_string).collect()
}

#[test]
fn every_device_goes_and_then_the_address() {
    assert_eq!(
        steps(&Scene::converged(0)),
        [
            "- delete cp (device id-cp): the cluster goes",
            "… wait until cp is gone, once it is deleted",
            "= forget cp, once it is gone",
            "- release the elastic address 198.51.100.7, once the devices are gone"
        ]
    );
}

#[test]
fn what_is_being_wiped_is_waited_for_and_what_is_gone_is_forgotten() {
    let mut scene = Scene::converged(0);
    scene.device("cp").state = DeviceState::Deprovisioning;
    assert_eq!(steps(&scene)[0], "… wait until cp is gone");
    scene.machine("cp").device = MachineDevice::Gone;
    assert_eq!(steps(&scene), ["= forget cp", "- release the elastic address 198.51.100.7"]);
}

#[test]
fn an_order_without_an_answer_is_waited_for_while_it_is_young() {
    let mut scene = Scene::converged(0);
    scene.observed.endpoint = Some(Endpoint::Ordered { at: scene.observed.at });
    scene.machine("cp").device = MachineDevice::Ordered;
    scene.machine("cp").ordered_at = scene.observed.at;
    let young = steps(&scene);
    assert_eq!(young[0], "… wait for cp, which was ordered");
    assert_eq!(young[2], "… wait for the elastic address that was ordered");
    scene.observed.at += jiff::SignedDuration::from_secs(30);
    assert_eq!(steps(&scene), ["= forget cp", "= forget the order of an elastic address that was never taken"]);
}

#[test]
fn nothing_leaves_nothing_to_do() {
    assert!(steps(&Scene::new(3)).is_empty());
}
