//! Too many machines.

use super::scene::Scene;
use crate::cluster::{DeletePolicy, Role};
use crate::plan::Api;

/// Five workers, of which so many are wanted and the rest may go.
fn shrunk(replicas: u32) -> Scene {
    let mut scene = Scene::converged(5);
    scene.cluster.workers[0].replicas = replicas;
    scene.permissions.delete_extra = true;
    scene
}

fn going(scene: &Scene) -> Vec<String> {
    scene.plan().deletes().map(String::from).collect()
}

#[test]
fn without_the_users_word_they_are_listed_and_left() {
    let mut scene = shrunk(3);
    scene.permissions.delete_extra = false;
    assert!(scene.plan().is_empty());
    assert_eq!(scene.findings(), ["open: machines: beyond what the files want: w-4 and w-3"]);
}

#[test]
fn the_newest_go_or_the_oldest_as_the_policy_says() {
    let mut scene = shrunk(3);
    assert_eq!(going(&scene), ["w-3", "w-4"]);
    scene.cluster.workers[0].delete_policy = DeletePolicy::Oldest;
    assert_eq!(going(&scene), ["w-0", "w-1"]);
}

#[test]
fn the_unready_go_before_the_marked_and_these_before_the_newest() {
    let mut scene = shrunk(4);
    assert_eq!(going(&scene), ["w-4"]);
    scene.node("w-2").is_marked = true;
    assert_eq!(going(&scene), ["w-2"]);
    scene.node("w-1").is_ready = false;
    assert_eq!(going(&scene), ["w-1"]);
    scene.machine("w-3").is_drained = true;
    assert_eq!(going(&scene), ["w-3"], "a drain was not for nothing");
}

#[test]
fn pods_go_before_the_device_and_the_node_goes_after_it() {
    let mut scene = shrunk(4);
    assert_eq!(
        scene.steps(),
        [
            "~ drain node w-4",
            "- delete w-4 (device id-w-4): the files want fewer machines, once its node is drained",
            "… wait until w-4 is gone, once it is deleted",
            "- delete node w-4, once its device is gone",
            "= forget w-4, once nothing is left of it"
        ]
    );
    scene.machine("w-4").is_drained = true;
    assert_eq!(scene.steps()[0], "- delete w-4 (device id-w-4): the files want fewer machines");
}

#[test]
fn a_node_that_does_not_answer_is_not_drained() {
    let mut scene = shrunk(4);
    scene.node("w-1").is_ready = false;
    assert_eq!(scene.steps()[0], "- delete w-1 (device id-w-1): the files want fewer machines");
}

#[test]
fn nothing_is_taken_away_undrained_while_the_api_is_silent() {
    let mut scene = shrunk(4);
    scene.observed.api = Api::Silent("timeout".into());
    assert!(scene.plan().now().all(|step| !step.mark().changes()), "{}", scene.plan());
}

#[test]
fn a_group_that_is_not_in_the_files_goes_whole() {
    let mut scene = shrunk(5);
    scene.add("old-0", "old", Role::Worker);
    assert_eq!(going(&scene), ["old-0"]);
}

#[test]
fn more_get_the_lowest_free_names() {
    let mut scene = shrunk(7);
    scene.observed.machines.retain(|machine| machine.name != "w-1");
    scene.remove_node("w-1");
    let names: Vec<String> = scene.plan().creates().map(|new| new.name.clone()).collect();
    assert_eq!(names, ["w-1", "w-5", "w-6"]);
}
