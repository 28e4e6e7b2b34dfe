//! Plans for every story: what is there, and what must happen.

mod control_plane;
mod endpoint;
mod nodes;
mod played;
mod removal;
mod replacing;
mod scaling;
mod scene;
mod world;

use scene::Scene;

#[test]
fn from_nothing_everything_that_will_happen_is_told() {
    let plan = Scene::new(2).plan();
    assert_eq!(
        plan.to_string(),
        "  + reserve an elastic address for the API server
  + create cp (c3.small.x86, ubuntu_22_04 in da), once the elastic address is reserved
  + create w-0 (c3.small.x86, ubuntu_22_04 in da), once the elastic address is reserved
  + create w-1 (c3.small.x86, ubuntu_22_04 in da), once the elastic address is reserved
  ~ assign the elastic address to cp, once the control plane has its own address
  … wait for the API server, once the control plane is there
  ~ take the private keys out of cp's user-data, once the API server answers
  ~ apply the addons (2 objects), once the API server answers
  ~ set up node cp, once its node appears
  … wait until node cp is Ready, once it has joined
  ~ set up node w-0, once its node appears
  … wait until node w-0 is Ready, once it has joined
  ~ set up node w-1, once its node appears
  … wait until node w-1 is Ready, once it has joined
  ~ delete the join token, once every worker has joined
Plan: 4 to add, 7 to change, 0 to delete"
    );
}

#[test]
fn a_cluster_that_is_as_wanted_needs_nothing() {
    let scene = Scene::converged(3);
    assert_eq!(scene.plan(), super::Plan::default());
}
