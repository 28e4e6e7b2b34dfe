//! The address of the API server.

use super::scene::{ADDRESS, Scene};
use crate::cluster::Role;
use crate::plan::{Endpoint, EndpointChoice, MachineDevice};

fn assign(scene: &mut Scene, device: Option<&str>) {
    let assigned_to = device.map(String::from);
    scene.observed.endpoint = Some(Endpoint::Reserved { id: "ip".into(), address: ADDRESS.into(), assigned_to });
}

#[test]
fn an_order_is_waited_for_while_it_is_young_and_given_again_when_it_is_old() {
    for (seconds, told) in [
        (29, "… wait for the elastic address that was ordered"),
        (30, "+ reserve an elastic address for the API server"),
    ] {
        let mut scene = Scene::new(1);
        let at = scene.observed.at - jiff::SignedDuration::from_secs(seconds);
        scene.observed.endpoint = Some(Endpoint::Ordered { at });
        assert_eq!(scene.steps()[0], told);
        assert_eq!(scene.plan().now().count(), 1, "no machine is ordered before its address is known");
    }
}

#[test]
fn machines_are_ordered_as_soon_as_the_address_is_known() {
    let mut scene = Scene::new(2);
    assign(&mut scene, None);
    let now: Vec<String> = scene.plan().now().map(|step| step.to_string()[..9].to_owned()).collect();
    assert_eq!(now, ["create cp", "create w-", "create w-"]);
}

#[test]
fn the_address_is_put_where_it_belongs() {
    let cases: [(Option<&str>, &[&str]); 3] = [
        (Some("id-cp"), &[]),
        (None, &["~ assign 198.51.100.7 to cp"]),
        (Some("id-w-0"), &["~ take 198.51.100.7 from device id-w-0", "~ assign 198.51.100.7 to cp, once it is free"]),
    ];
    for (device, told) in cases {
        let mut scene = Scene::converged(1);
        assign(&mut scene, device);
        assert_eq!(scene.steps(), told);
    }
}

#[test]
fn the_address_waits_for_a_device_that_has_its_own() {
    let mut scene = Scene::converged(0);
    scene.device("cp").public_address = None;
    assign(&mut scene, None);
    assert_eq!(scene.steps(), ["~ assign 198.51.100.7 to cp, once the control plane has its own address"]);
}

#[test]
fn with_the_devices_own_address_workers_wait_until_it_is_known() {
    let mut scene = Scene::new(1);
    scene.endpoint = EndpointChoice::Device;
    let creates = |scene: &Scene| -> Vec<String> {
        scene.steps().into_iter().filter(|step| step.starts_with("+ create")).collect()
    };
    assert!(scene.findings()[0].contains("never become highly available"));
    assert_eq!(
        creates(&scene),
        [
            "+ create cp (c3.small.x86, ubuntu_22_04 in da)",
            "+ create w-0 (c3.small.x86, ubuntu_22_04 in da), once the control plane's address is known"
        ]
    );
    scene.add("cp", "cp", Role::ControlPlane);
    assert_eq!(creates(&scene), ["+ create w-0 (c3.small.x86, ubuntu_22_04 in da)"]);
    scene.machine("cp").device = MachineDevice::Ordered;
    scene.machine("cp").ordered_at = scene.observed.at;
    assert!(creates(&scene)[0].ends_with("once the control plane's address is known"));
}

#[test]
fn workers_that_know_the_address_of_a_control_plane_that_is_gone_are_replaced() {
    let mut scene = Scene::converged(1);
    scene.endpoint = EndpointChoice::Device;
    scene.machine("cp").ordered_at = scene.ago(5);
    assert!(scene.plan().is_empty(), "one that works is left alone");
    scene.unborn("w-0", 6);
    let steps = scene.steps();
    assert!(steps.iter().any(|step| step.ends_with("it belongs to a control plane that is gone")), "{steps:?}");
}

#[test]
fn a_host_of_the_users_own_reserves_nothing() {
    let mut scene = Scene::new(0);
    scene.endpoint = EndpointChoice::Host("api.example.com".into());
    assert_eq!(scene.steps()[0], "+ create cp (c3.small.x86, ubuntu_22_04 in da)");
    assert!(scene.findings().is_empty());
    assign(&mut scene, None);
    assert_eq!(scene.findings().len(), 1, "an address that is paid for and not used is told");
}
