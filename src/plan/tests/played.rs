//! Worlds played forward: what happens was told, and comes to an end.

use super::scene::Scene;
use super::world::World;
use crate::cluster::Role;
use crate::plan::{Api, DeviceState, EndpointChoice, Gravity, MachineDevice, Plan, Step};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::mem::{Discriminant, discriminant};

/// What a step is about: enough to find it again in another look's plan.
fn key(step: &Step) -> (Discriminant<Step>, String) {
    let subject = match step {
        Step::CreateMachine(new) => &new.name,
        Step::SetUpNode(set_up) => &set_up.node,
        Step::AssignEndpoint { machine, .. }
        | Step::PowerOn { machine, .. }
        | Step::Rename { machine, .. }
        | Step::Scrub { machine, .. }
        | Step::DeleteDevice { machine, .. } => machine,
        Step::Drain { node } | Step::DeleteNode { node } => node,
        _ => "",
    };
    (discriminant(step), subject.to_string())
}

/// Plays until nothing is left to do; checks that each change was told by the first plan.
fn play(mut world: World, plan: impl Fn(&Scene) -> Plan) -> World {
    let told: Vec<_> = plan(&world.scene).changes().map(key).collect();
    let mut done = Vec::new();
    for _ in 0..60 {
        let plan = plan(&world.scene);
        if plan.is_empty() {
            assert_eq!(told.len(), done.len(), "more was told than done: {told:?} {done:?}");
            return world;
        }
        for step in plan.now().filter(|step| step.mark().changes()) {
            assert!(told.contains(&key(step)), "{step} was not told in the beginning");
            done.push(key(step));
        }
        world.follow(&plan);
    }
    panic!("it never ends: {}", plan(&world.scene));
}

#[test]
fn what_happens_from_nothing_was_told_in_the_beginning() {
    let world = play(World::new(Scene::new(3)), Scene::plan);
    assert_eq!(world.scene.observed.machines.len(), 4);
    assert!(world.scene.observed.machines.iter().all(|machine| machine.was_ready && machine.is_scrubbed));
}

#[test]
fn what_happens_on_scaling_down_and_up_was_told_in_the_beginning() {
    let mut scene = Scene::converged(5);
    scene.cluster.workers[0].replicas = 2;
    scene.permissions.delete_extra = true;
    let mut world = play(World::new(scene), Scene::plan);
    let left = |world: &World| -> BTreeSet<String> {
        world.scene.observed.machines.iter().map(|machine| machine.name.clone()).collect()
    };
    assert_eq!(left(&world), ["cp", "w-0", "w-1"].map(String::from).into());
    world.scene.cluster.workers[0].replicas = 3;
    let world = play(world, Scene::plan);
    assert_eq!(left(&world), ["cp", "w-0", "w-1", "w-2"].map(String::from).into());
}

#[test]
fn what_happens_on_replacing_was_told_in_the_beginning() {
    let mut scene = Scene::converged(2).allow("w-1");
    scene.device("w-1").plan = Some("c1.small.x86".into());
    let world = play(World::new(scene), Scene::plan);
    assert!(world.scene.observed.machines.iter().any(|machine| machine.name == "w-2"));
    assert!(world.scene.observed.machines.iter().all(|machine| machine.name != "w-1"));
}

#[test]
fn what_happens_on_removing_was_told_in_the_beginning() {
    let world = World::new(Scene::converged(2));
    let world = play(world, |scene| Plan::remove(&scene.observed, &scene.limits));
    assert_eq!(world.scene.observed.endpoint, None);
    assert!(world.scene.observed.machines.is_empty());
}

#[test]
fn a_lost_control_plane_is_replaced_on_demand_and_its_workers_join_anew_by_new_machines() {
    let mut scene = Scene::converged(2).allow("cp");
    scene.machine("cp").device = MachineDevice::Gone;
    scene.observed.api = Api::Silent("gone".into());
    let mut world = World::new(scene);
    for _ in 0..60 {
        let plan = world.scene.plan();
        world.follow(&plan);
    }
    let plan = world.scene.plan();
    assert!(plan.is_empty(), "{plan}");
    let nodes: Vec<&str> = world.scene.observed.nodes.iter().map(|node| node.name.as_str()).collect();
    assert_eq!(nodes, ["cp", "w-2", "w-3"]);
}

/// Something that goes wrong, or is changed.
#[derive(Debug, Clone)]
enum Event {
    Fail(usize),
    Vanish(usize),
    PowerOff(usize),
    Rename(usize),
    Drift(usize),
    Stick(usize),
    LoseOrders,
    LoseApi,
    Scale(u32),
    Calm,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        2 => (0..9_usize).prop_map(Event::Fail),
        2 => (0..9_usize).prop_map(Event::Vanish),
        1 => (0..9_usize).prop_map(Event::PowerOff),
        1 => (0..9_usize).prop_map(Event::Rename),
        1 => (0..9_usize).prop_map(Event::Drift),
        2 => (0..9_usize).prop_map(Event::Stick),
        1 => Just(Event::LoseOrders),
        1 => Just(Event::LoseApi),
        1 => (0..5_u32).prop_map(Event::Scale),
        6 => Just(Event::Calm),
    ];
    prop::collection::vec(event, 0..40)
}

fn happen(world: &mut World, event: &Event) {
    world.is_silent = matches!(event, Event::LoseApi);
    world.loses_orders = matches!(event, Event::LoseOrders);
    if let Event::Scale(replicas) = event {
        world.scene.cluster.workers[0].replicas = *replicas;
    }
    let (Event::Fail(index)
    | Event::Vanish(index)
    | Event::PowerOff(index)
    | Event::Rename(index)
    | Event::Drift(index)
    | Event::Stick(index)) = event
    else {
        return;
    };
    let observed = &mut world.scene.observed;
    let Some(machine) = observed.machines.get_mut(*index) else { return };
    let MachineDevice::Present(device) = &mut machine.device else { return };
    match event {
        Event::Fail(_) => device.state = DeviceState::Failed,
        Event::PowerOff(_) => device.state = DeviceState::Inactive,
        Event::Rename(_) => device.hostname = "other".into(),
        Event::Drift(_) => device.plan = Some("c1.small.x86".into()),
        Event::Stick(_) => drop(world.stuck.insert(device.id.clone())),
        Event::Vanish(_) => {
            observed.gone_devices.insert(device.id.clone());
            machine.device = MachineDevice::Gone;
        }
        _ => {}
    }
}

/// What must hold of every plan.
fn check(scene: &Scene, plan: &Plan) {
    let observed = &scene.observed;
    let lives = |device: &MachineDevice| *device != MachineDevice::Gone;
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for step in plan.now() {
        if let Step::CreateMachine(new) = step {
            let is_used = observed.machines.iter().any(|it| it.name == new.name && lives(&it.device));
            assert!(names.insert(&new.name) && !is_used, "a second {} is ordered", new.name);
            assert!(new.earlier_tries < scene.limits.tries, "{} is tried too often", new.name);
        }
        if let Step::DeleteDevice { machine, device, .. } = step {
            let has_it = |it: &&crate::plan::Machine| matches!(&it.device, MachineDevice::Present(present) if present.id == *device && it.name == *machine);
            let found = observed.machines.iter().find(has_it);
            let holds_data = found.is_some_and(|it| it.role == Role::ControlPlane) && observed.has_answered;
            assert!(found.is_some(), "the unknown device {device} is deleted");
            assert!(!holds_data || scene.permissions.replace.contains(machine), "the cluster's data is deleted");
        }
    }
    assert!(plan.is_empty() || plan.now().next().is_some(), "nobody does anything: {plan}");
    let going: BTreeSet<&str> = plan.deletes().collect();
    let staying = observed.machines.iter().filter(|machine| {
        let leaves = matches!(&machine.device, MachineDevice::Present(it) if it.state == DeviceState::Deprovisioning);
        machine.group == "w" && lives(&machine.device) && !leaves && !going.contains(machine.name.as_str())
    });
    let coming = plan.now().filter(|step| matches!(step, Step::CreateMachine(new) if new.role == Role::Worker)).count();
    let wanted = scene.cluster.workers[0].replicas as usize;
    assert!(coming == 0 || staying.count() + coming <= wanted, "more than {wanted} workers: {plan}");
    assert!(plan.fatal().next().is_none() || plan.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_it_comes_to_an_end(
        replicas in 0..5_u32,
        from_nothing: bool,
        delete_extra: bool,
        strangers in 0..3_u32,
        endpoint in prop_oneof![
            Just(EndpointChoice::Elastic), Just(EndpointChoice::Device), Just(EndpointChoice::Host("host".into())),
        ],
        permitted in prop::collection::btree_set(prop_oneof![Just("cp"), Just("w-0"), Just("w-1")], 0..3),
        events in events(),
    ) {
        let mut scene = if from_nothing { Scene::new(replicas) } else { Scene::converged(replicas) };
        scene.permissions.delete_extra = delete_extra;
        scene.endpoint = endpoint;
        for number in 0..strangers {
            scene.add(&format!("old-{number}"), "old", Role::Worker);
        }
        if strangers == 2 && !from_nothing {
            scene.unborn("old-1", 1);
        }
        scene.permissions.replace = permitted.into_iter().map(String::from).collect();
        let mut world = World::new(scene);
        for event in &events {
            happen(&mut world, event);
            world.look();
            let plan = world.scene.plan();
            check(&world.scene, &plan);
            world.follow(&plan);
        }
        happen(&mut world, &Event::Calm);
        for _ in 0..200 {
            let plan = world.scene.plan();
            check(&world.scene, &plan);
            world.follow(&plan);
        }
        let plan = world.scene.plan();
        prop_assert!(plan.is_empty(), "{plan}\n{:#?}", world.scene.observed);
        if plan.gravity().unwrap_or(Gravity::Note) < Gravity::Failed {
            let live = world.scene.observed.machines.iter().filter(|machine| machine.group == "w").count();
            let wanted = world.scene.cluster.workers[0].replicas as usize;
            prop_assert!(live == wanted || (live > wanted && !delete_extra), "{live} of {wanted}: {plan}");
        }
    }
}
