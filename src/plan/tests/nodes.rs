//! Nodes, and what they lack.

use super::scene::{Scene, node};
use crate::plan::{Api, DeviceState, Node, NodeSetUp, Step, Token};

fn set_up(scene: &Scene) -> NodeSetUp {
    let plan = scene.plan();
    let found = plan.now().find_map(|step| match step {
        Step::SetUpNode(set_up) => Some((**set_up).clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no node is set up: {plan}"))
}

#[test]
fn a_new_node_gets_everything_a_cloud_controller_would_give_it() {
    let mut scene = Scene::converged(1);
    *scene.node("w-0") =
        Node { is_uninitialized: true, is_ready: false, labels: [].into(), addresses: Vec::new(), ..node("w-0", None) };
    let set_up = set_up(&scene);
    assert_eq!(set_up.provider_id.as_deref(), Some("packet://id-w-0"));
    assert_eq!(set_up.labels, node("w-0", None).labels);
    assert_eq!(set_up.addresses, Some(node("w-0", None).addresses));
    assert!(set_up.initializes);
}

#[test]
fn only_what_lacks_is_set() {
    let mut scene = Scene::converged(1);
    scene.node("w-0").labels.insert("disk".into(), "slow".into());
    let set_up = set_up(&scene);
    assert_eq!(set_up.labels, [("disk".to_owned(), "fast".to_owned())].into());
    assert_eq!((set_up.provider_id, set_up.addresses, set_up.initializes), (None, None, false));
}

#[test]
fn labels_and_addresses_that_others_added_stay() {
    let mut scene = Scene::converged(1);
    scene.node("w-0").labels.insert("mine".into(), "yes".into());
    let another = crate::plan::NodeAddress { kind: "InternalIP".into(), address: "fd00::1".into() };
    scene.node("w-0").addresses.push(another);
    assert!(scene.plan().is_empty());
}

#[test]
fn a_node_of_another_device_is_deleted_before_the_new_one_can_be_set_up() {
    let mut scene = Scene::converged(1);
    scene.unborn("w-0", 1);
    scene.observed.nodes.push(node("w-0", Some("an-older-device")));
    assert!(scene.steps().contains(&"- delete node w-0".to_owned()), "{:?}", scene.steps());
}

#[test]
fn nodes_that_others_joined_are_never_touched() {
    let mut scene = Scene::converged(0);
    scene.observed.nodes.push(node("by-hand", None));
    scene.observed.nodes.push(Node { is_ready: false, ..node("elsewhere", Some("a-device-of-another-cluster")) });
    assert!(scene.plan().is_empty());
    scene.observed.gone_devices.insert("a-device-of-another-cluster".into());
    assert_eq!(scene.steps(), ["- delete node elsewhere"], "but one of a device known to be gone is");
}

#[test]
fn a_node_that_is_not_ready_any_more_is_waited_for_then_told_and_never_deleted() {
    let mut scene = Scene::converged(1);
    scene.node("w-0").is_ready = false;
    scene.device("w-0").active_since = Some(scene.ago(19));
    assert_eq!(scene.steps(), ["… wait until node w-0 is Ready"]);
    scene.device("w-0").active_since = Some(scene.ago(20));
    assert!(scene.plan().is_empty());
    assert_eq!(scene.findings(), ["failed: w-0: its node was Ready once, and is not any more"]);
    assert_eq!(scene.allow("w-0").plan().deletes().collect::<Vec<_>>(), ["w-0"], "but it is replaced on demand");
}

#[test]
fn an_inactive_machine_is_powered_on_and_a_switching_one_waited_for() {
    let mut scene = Scene::converged(1);
    scene.node("w-0").is_ready = false;
    scene.device("w-0").state = DeviceState::Inactive;
    assert_eq!(scene.steps(), ["~ power w-0 on", "… wait until node w-0 is Ready"]);
    scene.device("w-0").state = DeviceState::Switching;
    assert_eq!(scene.steps(), ["… wait until node w-0 is Ready"]);
}

#[test]
fn a_hostname_is_put_right_in_place() {
    let mut scene = Scene::converged(1);
    scene.device("w-0").hostname = "pet".into();
    assert_eq!(scene.steps(), ["~ give w-0 its hostname back (it is pet)"]);
}

#[test]
fn addons_are_applied_when_they_changed() {
    let mut scene = Scene::converged(0);
    scene.addons.digest = "two".into();
    assert_eq!(scene.steps(), ["~ apply the addons (2 objects)"]);
    scene.observed.api = Api::Silent("timeout".into());
    assert_eq!(
        scene.steps(),
        ["… wait for the API server", "~ apply the addons (2 objects), once the API server answers"]
    );
    let mut scene = Scene::converged(0);
    (scene.observed.applied_addons, scene.addons.count) = (None, 0);
    assert!(scene.plan().is_empty(), "there is nothing to apply, and never was");
}

#[test]
fn the_token_is_there_while_a_worker_needs_it() {
    let mut scene = Scene::converged(1);
    scene.observed.token = Token::Valid;
    assert_eq!(scene.steps(), ["~ delete the join token"]);
    scene.unborn("w-0", 1);
    assert!(scene.steps().contains(&"~ delete the join token, once every worker has joined".to_owned()));
    scene.observed.token = Token::Absent;
    assert!(scene.steps().contains(&"~ make the join token".to_owned()));
}
